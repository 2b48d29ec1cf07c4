"""The bytes of a mail: headers that nobody can inject into, parts that every server carries unharmed.

Written by hand and not by `email.policy`, which turns Message-IDs longer than a line into encoded words (those of
Exchange are) and takes its boundaries from chance: here the same values give the same bytes. Lines end in CRLF, all
is ASCII, headers fold at 78 (RFC 5322 §2.1.1), bodies are quoted-printable or base64 (RFC 2045 §6.7, §6.8).
"""

import base64
import binascii
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.header import Header
from pathlib import PurePosixPath
from urllib.parse import quote

from bot.errors import MotebotError

CRLF = "\r\n"
LINE_LENGTH = 78
LONGEST_WORD = 60
LONGEST_ID = 900
LONGEST_NAME = 120
MOST_REFERENCES = 30

_ADDRESS = re.compile(r"[!#-'*+\-/-9=?A-Z^-~.]+@[A-Za-z0-9.-]+")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]+>")
_CONTENT_TYPE = re.compile(r"[a-z0-9]+/[a-z0-9.+-]+(; ?[a-z-]+=\"?[A-Za-z0-9._-]+\"?)*", re.IGNORECASE)
_ENDS_TOO_LATE = re.compile(r"^(.{74,75})=(20|09)$", re.MULTILINE)
_UNSAFE_IN_NAME = re.compile(r'[\\/:*?"<>|]')
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class AddressError(MotebotError):
    """A letter cannot be addressed: the person has no mail address, or one that no header may hold."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter. `text/calendar` goes as one more form of the letter itself, so that the
    member's calendar sees it; every other type is attached."""

    name: str
    content_type: str
    content: bytes


def clean(text: str) -> str:
    """The text as one line: control characters, line breaks, surrogates and writing-direction overrides become
    spaces, and runs of spaces one."""
    kept = (" " if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} or c in _BIDI else c for c in text)
    return " ".join("".join(kept).split())


def _fold(name: str, words: Iterable[str]) -> str:
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > LINE_LENGTH and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return CRLF.join(lines)


def _words(text: str) -> list[str]:
    """The text as words that a header may hold, encoded where it is not plain ASCII (RFC 2047)."""
    plain = clean(text).split()
    if all(word.isascii() and len(word) <= LONGEST_WORD and "=?" not in word for word in plain):
        return plain
    return Header(" ".join(plain), "utf-8", maxlinelen=LONGEST_WORD).encode().split()


def text_header(name: str, text: str) -> str:
    """An unstructured header: Subject and the like."""
    return _fold(name, _words(text))


def address_header(name: str, display: str, address: str) -> str:
    """A header with one mailbox; AddressError unless the address is one plain ASCII addr-spec (RFC 5322 §3.4.1)."""
    if not _ADDRESS.fullmatch(address):
        raise AddressError(f"{clean(address)!r} is no address a letter can go to; write one such as kari@hole.example")
    words = _words(display)
    if words == clean(display).split() and not re.fullmatch(r"[A-Za-z0-9 -]*", " ".join(words)):
        escaped = re.sub(r'(["\\])', r"\\\1", " ".join(words))
        words = f'"{escaped}"'.split(" ")
    return _fold(name, [*words, f"<{address}>"])


def is_message_id(text: str) -> bool:
    """Whether a header of ours may repeat it as a Message-ID."""
    return len(text) <= LONGEST_ID and _MESSAGE_ID.fullmatch(text) is not None


def reference_headers(parent: str, references: Sequence[str]) -> list[str]:
    """In-Reply-To and References (RFC 5322 §3.6.4). What is no Message-ID is left out; of very many the first and
    the last are kept."""
    known = [each for each in dict.fromkeys(references) if is_message_id(each)]
    kept = known if len(known) <= MOST_REFERENCES else known[:1] + known[1 - MOST_REFERENCES :]
    headers = [_fold("In-Reply-To", [parent])] if is_message_id(parent) else []
    return [*headers, _fold("References", kept)] if kept else headers


def _quoted_printable(text: str) -> str:
    lines = text.replace(CRLF, "\n").replace("\r", "\n").encode("utf-8", "replace")
    encoded = binascii.b2a_qp(lines, istext=True).decode("ascii")
    # CPython lets a space at the end of a full line make it longer than the 76 of RFC 2045 §6.7.
    return _ENDS_TOO_LATE.sub("\\1=\n=\\2", encoded).replace("\n", CRLF)


def _part(headers: Iterable[str], body: str) -> str:
    return CRLF.join([*headers, "", body])


def text_part(subtype: str, text: str) -> str:
    """A text part, UTF-8 in quoted-printable."""
    headers = [
        f"Content-Type: text/{subtype}; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
    ]
    return _part(headers, _quoted_printable(text))


def safe_name(name: str) -> str:
    """A file name without folders or anything that a system would trip over; at most 120 characters, its ending
    kept."""
    last = PurePosixPath(clean(name).replace("\\", "/")).name
    plain = _UNSAFE_IN_NAME.sub("_", last).strip(" .") or "file"
    suffix = PurePosixPath(plain).suffix[:16]
    return plain if len(plain) <= LONGEST_NAME else plain[: LONGEST_NAME - len(suffix)] + suffix


def _content_type(declared: str) -> str:
    # A message/rfc822 part may not be base64 (RFC 2046 §5.2.1), and a stranger's mail may not be sent as it is.
    fits = _CONTENT_TYPE.fullmatch(declared) and not declared.lower().startswith(("message/", "multipart/"))
    return declared if fits else "application/octet-stream"


def _filename(name: str) -> str:
    safe = safe_name(name)
    if safe.isascii() and len(safe) <= LONGEST_WORD:
        return f'filename="{safe}"'
    encoded = quote(safe, safe="")
    pieces = re.findall(r"(?:%[0-9A-F]{2}|[^%]){1,18}", encoded)
    # RFC 2231 §3, §4.1: continued where one line cannot hold it.
    if len(pieces) == 1:
        return f"filename*=utf-8''{encoded}"
    first = f"filename*0*=utf-8''{pieces[0]}"
    return f";{CRLF} ".join([first, *(f"filename*{i}*={each}" for i, each in enumerate(pieces[1:], 1))])


def attachment_part(attachment: Attachment, disposition: str = "attachment") -> str:
    """A file, in base64."""
    headers = [
        f"Content-Type: {_content_type(attachment.content_type)}",
        f"Content-Disposition: {disposition};{CRLF} {_filename(attachment.name)}",
        "Content-Transfer-Encoding: base64",
    ]
    return _part(headers, base64.encodebytes(attachment.content).decode("ascii").replace("\n", CRLF))


def multipart(subtype: str, parts: Sequence[str], seed: str) -> str:
    """The parts in one. The boundary is derived from the seed; `=_` is in no encoded part (RFC 2045 §6.7)."""
    boundary = f"=_{hashlib.sha256(f'{subtype} {seed}'.encode()).hexdigest()[:32]}"
    body = "".join(f"--{boundary}{CRLF}{part}{CRLF}" for part in parts)
    return _part([f'Content-Type: multipart/{subtype};{CRLF} boundary="{boundary}"'], f"{body}--{boundary}--{CRLF}")


def message(headers: Iterable[str], content: str) -> bytes:
    """The whole mail: the headers, then the content with its own Content-Type."""
    return CRLF.join([*headers, "MIME-Version: 1.0", content]).encode("ascii")


def letter_content(text: str, html: str, attachments: Sequence[Attachment], seed: str) -> str:
    """The text, the HTML and any calendar entry as forms of one letter, and the files beside it."""
    is_calendar = [each.content_type.lower().startswith("text/calendar") for each in attachments]
    calendar = [attachment_part(a, "inline") for a, yes in zip(attachments, is_calendar, strict=True) if yes]
    files = [attachment_part(a) for a, yes in zip(attachments, is_calendar, strict=True) if not yes]
    forms = multipart("alternative", [text_part("plain", text), text_part("html", html), *calendar], seed)
    return multipart("mixed", [forms, *files], seed) if files else forms
