"""The documents that a mail carries: their names, and which of them are called a notice."""

import re
from collections.abc import Iterator
from email.message import Message
from pathlib import PurePath

from bot.notices.outline import Attachment

_CALLED_NOTICE = re.compile(r"innkalling|saksliste|sakliste|dagsorden|møte|mote|notice|agenda", re.IGNORECASE)
# «Protokoll fra møtet 1. mars» and «Vedlegg 1 til innkalling» are no notices.
_CALLED_OTHERWISE = re.compile(
    r"^\W*(?:vedl(?:egg)?|attachment|annex|appendix|sak|ps)\b|(?:^|(?<!og)[\W_])(?:\w*protokoll|referat|\w*møtebok|minutes)",
    re.IGNORECASE,
)
_CALLED_CASE = re.compile(
    r"\W*(?:(?:saks?\w*|case|item|(?-i:[A-ZÆØÅ]{2,3}))[\W_]*(?:nr[\W_]*)?)?\d{1,4}(?!\d)", re.IGNORECASE
)
# What clients and servers add by themselves.
_NO_DOCUMENT = frozenset({"message", "multipart"})
_NO_DOCUMENTS = frozenset(
    {
        *("text/calendar", "text/vcard", "text/x-vcard", "application/ics", "application/ms-tnef"),
        *("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"),
        *("application/pgp-keys", "application/pgp-encrypted"),
    }
)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u2028\u2029\u202a-\u202e]')
_LONGEST_NAME = 120


def documents_of(message: Message) -> list[Message]:
    """The parts of a mail that are documents of their own, in order; no signature's pictures, no calendar entries."""
    return [part for part in message.walk() if _is_document(part)]


def _is_document(part: Message) -> bool:
    if not part.get_filename() or part.get_content_maintype() in _NO_DOCUMENT:
        return False
    shown_within = part.get_content_maintype() == "image" and part.get("content-id") is not None
    return not shown_within and part.get_content_type() not in _NO_DOCUMENTS


def suffix_of(part: Message) -> str:
    """The ending of the part's file name in lower case, with its dot."""
    return PurePath(part.get_filename() or "").suffix.lower()


def is_called_notice(part: Message) -> bool:
    """Whether the file's name says that it is a notice."""
    name = PurePath(part.get_filename() or "").stem
    return _CALLED_NOTICE.search(name) is not None and _CALLED_OTHERWISE.search(name) is None


def is_called_case(part: Message) -> bool:
    """Whether the file's name begins with a number as cases have: «Sak 12-24 Budsjett», «12-24», «PS 3»."""
    return _CALLED_CASE.match(PurePath(part.get_filename() or "").stem) is not None


def content_of(part: Message) -> bytes:
    """The part's bytes as they were before they were encoded for the mail."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def attachments_of(parts: list[Message]) -> Iterator[Attachment]:
    """The parts under names that no two of them share, whatever the mail calls them."""
    taken: set[str] = set()
    for part in parts:
        name = PurePath(_file_name(part.get_filename() or ""))
        called = [name.name, *(f"{name.stem} ({n}){name.suffix}" for n in range(2, len(parts) + 2))]
        own = next(each for each in called if each.lower() not in taken)
        taken.add(own.lower())
        yield Attachment(own, content_of(part))


def _file_name(name: str) -> str:
    """A name that is safe in any folder."""
    bare = " ".join(_UNSAFE.sub(" ", re.split(r"[/\\]", name)[-1]).split()).strip(". ")
    path = PurePath(bare or "vedlegg")
    return f"{path.stem[: _LONGEST_NAME - len(path.suffix)]}{path.suffix}"[:_LONGEST_NAME]
