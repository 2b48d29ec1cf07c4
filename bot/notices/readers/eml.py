"""A mail → the outline of the notice in it: an attached document, or the mail's own words.

Which of them is the notice is decided by what they are called and what they say: an attachment whose name says notice,
else a body that has cases, else the attached document that has, or the first, else the body. The others are its
attachments; what those called by a case's number say is the case's, where the notice only lists it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import getaddresses, parsedate_to_datetime

from bot.errors import BadFileError
from bot.notices import vocabulary as words
from bot.notices.cutting import lines
from bot.notices.dates import OSLO, moment
from bot.notices.lines import case_mark, is_name, proposal_label
from bot.notices.outline import Block, BlockKind, Correspondent, Outline, plain
from bot.notices.people import folded
from bot.notices.readers.attached import attachments_of, documents_of, is_called_notice, suffix_of
from bot.notices.readers.html import html_blocks
from bot.notices.readers.papers import Papers, ReadAttachment
from bot.notices.readers.txt import blocks_of, decode

_DEEPEST = 3
# The parser of the standard library raises any of these on headers that nobody should send.
_FAULTS = (MessageError, LookupError, ValueError, RecursionError, AttributeError, TypeError, AssertionError)
_FORWARDED = {
    label: field
    for field, labels in {
        "sender": ("fra", "from", "frå"),
        "sent": ("sendt", "sent", "dato", "date"),
        "recipients": ("til", "to"),
        "subject": ("emne", "subject"),
    }.items()
    for label in labels
}


def read_eml(raw: bytes, name: str, suffixes: frozenset[str], read: ReadAttachment, depth: int = 0) -> Outline:
    """The outline of the notice in a mail; `read` reads an attached document whose name ends with one of `suffixes`.

    Raises BadFileError where it is no mail, or where the attached notice cannot be read.
    """
    try:
        message = message_from_bytes(raw, policy=policy.default)
        if not message.keys():
            raise BadFileError([f"{name}: is no mail; save the mail as .eml and give that"])
        outline = _notice(message, name, suffixes, read, depth)
    except _FAULTS as error:
        raise BadFileError([f"{name}: is a broken mail; give the notice that it carries"]) from error
    return replace(
        outline,
        subject=outline.subject or _header(message, "subject"),
        sent=outline.sent or _sent(message),
        sender=outline.sender or next(_correspondents(message, "from"), None),
        recipients=outline.recipients or tuple(_correspondents(message, "to", "cc")),
    )


def _notice(message: Message, name: str, suffixes: frozenset[str], read: ReadAttachment, depth: int) -> Outline:
    parts, papers = documents_of(message), Papers(name, read)
    readable = [part for part in parts if suffix_of(part) in suffixes]
    named = [part for part in readable if is_called_notice(part)]
    body, head = _unforwarded(_body(message))
    if named or (readable and not _has_cases(body)):
        chosen = papers.notice(named or readable)
        if chosen.cases or not _has_cases(body):
            others = [part for part in parts if part not in chosen.parts]
            outline = papers.completed(chosen.outline, [part for part in others if part in readable])
            return replace(outline, cover=body, attachments=tuple(attachments_of(others)))
    forwarded = next(_forwarded(message), None)
    if not _has_cases(body) and forwarded is not None and depth < _DEEPEST:
        return read_eml(forwarded.as_bytes(), name, suffixes, read, depth + 1)
    sender = head.sender or next(_correspondents(message, "from"), None)
    outline = papers.completed(replace(head, blocks=tuple(_signed(body, sender))), readable)
    return replace(outline, attachments=tuple(attachments_of(parts)))


def _signed(blocks: tuple[Block, ...], sender: Correspondent | None) -> Iterator[Block]:
    """The blocks, the sender's name on a line of its own below the first half marked as where the signature begins,
    where no greeting stands above it."""
    for index, block in enumerate(blocks):
        first = plain(block.text.split("\n")[0])
        below = index * 2 >= len(blocks) and block.kind is BlockKind.PARAGRAPH
        greeted = index and words.CLOSING.search(blocks[index - 1].plain)
        if below and not greeted and sender and is_name(first) and folded(first) == folded(sender.name):
            yield replace(block, text=f"--\n{block.text}")
        else:
            yield block


def _unforwarded(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], Outline]:
    """The blocks of a mail that was forwarded in another's body, with what its own head tells; else all blocks."""
    for index, block in enumerate(blocks):
        head: dict[str, str] = {}
        for line in map(plain, block.text.split("\n")):
            label, colon, value = line.partition(":")
            if colon and label.strip().lower() in _FORWARDED:
                head.setdefault(_FORWARDED[label.strip().lower()], value.strip())
        if {"sender", "subject"} <= head.keys():
            return blocks[index + 1 :], _head(head)
    return blocks, Outline(())


def _head(head: dict[str, str]) -> Outline:
    people = list(_people(head["sender"]))
    found = moment(head.get("sent", ""), labelled=True)
    sent = found.at(found.full) if found and found.full else None
    return Outline(
        (),
        subject=head["subject"],
        sent=sent if isinstance(sent, datetime) else None,
        sender=people[0] if people else Correspondent(head["sender"], ""),
        recipients=tuple(_people(head.get("recipients", "").replace(";", ","))),
    )


def _forwarded(message: Message) -> Iterator[Message]:
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            yield from (inner for inner in part.get_payload() if isinstance(inner, Message))


def _has_cases(blocks: tuple[Block, ...]) -> bool:
    return any(case_mark(block) or proposal_label(block.plain) is not None for block in lines(blocks))


def _body(message: Message) -> tuple[Block, ...]:
    """The mail's own words; its HTML where that holds a table, which plain text cannot."""
    text, html = _part(message, "plain"), _part(message, "html")
    if html and (not text.strip() or "<table" in html.lower()):
        return html_blocks(html)
    return tuple(blocks_of(text))


def _part(message: Message, subtype: str) -> str:
    if not isinstance(message, EmailMessage):
        return ""
    part = message.get_body(preferencelist=(subtype,))
    if part is None:
        return ""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset()
    try:
        return content.decode(charset) if charset else decode(content, "the mail")
    except (LookupError, UnicodeDecodeError):
        return decode(content, "the mail")


def _headers(message: Message, name: str) -> list[str]:
    """The headers' values on one line each; none where they are broken."""
    try:
        return [" ".join(str(value).split()) for value in message.get_all(name, [])]
    except _FAULTS:
        return []


def _header(message: Message, name: str) -> str:
    return next(iter(_headers(message, name)), "")


def _sent(message: Message) -> datetime | None:
    try:
        sent = parsedate_to_datetime(_header(message, "date"))
    except (ValueError, TypeError, IndexError):
        return None
    return sent.replace(tzinfo=OSLO) if sent.tzinfo is None else sent.astimezone(OSLO)


def _correspondents(message: Message, *names: str) -> Iterator[Correspondent]:
    for name in names:
        for value in _headers(message, name):
            yield from _people(value)


def _people(listed: str) -> Iterator[Correspondent]:
    for name, address in getaddresses([listed]):
        if "@" in address:
            yield Correspondent(_turned(name), address)


def _turned(name: str) -> str:
    """«Berg, Kari», as directories write it, as «Kari Berg»."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma else name.strip()
