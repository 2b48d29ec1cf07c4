"""One mail as values: who sent it, what it answers, its text, without trust in anything that it says of itself.

`parse` takes any bytes, never raises and takes time linear in their number. It decides nothing about what the mail
means: kinds.py says what sort of mail it is, own_words which of its words are the sender's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from itertools import chain
from typing import Final

from bot.core.meeting import canonical_address
from bot.reading.addresses import Mailbox, addresses_in, only_mailbox
from bot.reading.charsets import decode_bytes, normalise
from bot.reading.flowed import unflow
from bot.reading.mime import Headers, Part, read_tree
from bot.reading.threads import message_id_in, message_ids_in

MAX_TEXT_BYTES: Final = 3_000_000
MAX_CALENDAR_BYTES: Final = 500_000
MAX_REPORT_BYTES: Final = 200_000
MAX_ATTACHMENT_NAME: Final = 120


class SenderProblem(StrEnum):
    """Why nobody can be held to be the sender (rule 1.5); `NONE` is the empty string."""

    NONE = ""
    MISSING = "missing"
    SEVERAL_HEADERS = "several_headers"
    SEVERAL_MAILBOXES = "several_mailboxes"
    DEFECT = "defect"
    NOT_ASCII = "not_ascii"
    SENT_BY_ANOTHER = "sent_by_another"


@dataclass(frozen=True, slots=True)
class Message:
    """What one mail holds.

    `sender` is the canonical bare address of the one From mailbox, empty where there is none such; `sender_problem`
    says why it may not be trusted to be the author. `sent_by` is the canonical address of a Sender field that is
    another than From, else empty: a person may well send from one of their own addresses on behalf of another.

    `plain` and `html` are the inline text as each alternative tells it, None where that alternative is not there for
    the whole mail; U+FFFD stands where bytes were damaged. `calendar` is the first iTIP object, as UTF-8.
    `report` holds the machine-readable part of a multipart/report, `returned` the header of the mail that it is about.
    `unreadable` is true for what is no mail, lies over the limits, or has a body that cannot be taken apart.
    """

    sender: str = ""
    sender_problem: SenderProblem = SenderProblem.MISSING
    sent_by: str = ""
    display_name: str = ""
    subject: str = ""
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    headers: Headers = field(default_factory=lambda: Headers(b""))
    plain: str | None = None
    html: str | None = None
    calendar: bytes | None = None
    content_type: str = "text/plain"
    part_types: tuple[str, ...] = ()
    report_type: str = ""
    report: bytes = b""
    returned: bytes = b""
    attachments: tuple[str, ...] = ()
    unreadable: bool = False

    def header(self, name: str) -> str:
        """The first field of that name, decoded; empty where there is none."""
        return self.headers.decoded(name)

    def header_all(self, name: str) -> tuple[str, ...]:
        """Every field of that name, decoded, topmost first."""
        return self.headers.decoded_all(name)

    @property
    def is_mail(self) -> bool:
        """Whether the bytes had a header at all; what has none is nobody's mail."""
        return len(self.headers) > 0


def parse(raw: bytes) -> Message:
    """The mail in those bytes, whatever they are; what is no mail has no header."""
    tree = read_tree(raw)
    root, headers = tree.root, tree.root.headers
    if _is_binary(raw, headers):
        return Message(unreadable=True)
    mailbox, problem = _sender(headers)
    parts = tuple(root.walk())
    text = _text(root)
    sent_by = _sent_by(headers, mailbox)
    if sent_by and problem is SenderProblem.NONE:
        problem = SenderProblem.SENT_BY_ANOTHER
    return Message(
        sender=canonical_address(mailbox.address),
        sender_problem=problem,
        sent_by=sent_by,
        display_name=mailbox.name,
        subject=headers.decoded("subject"),
        message_id=message_id_in(headers.raw_all("message-id")),
        in_reply_to=message_ids_in(headers.raw_all("in-reply-to")),
        references=message_ids_in(headers.raw_all("references")),
        recipients=_recipients(headers),
        headers=headers,
        plain=_plain(text),
        html=_html(text),
        calendar=_calendar(parts),
        content_type=root.content.value,
        part_types=tuple(dict.fromkeys(each.content.value for each in parts)),
        report_type=_report_type(root),
        report=_report(parts),
        returned=_returned(parts),
        attachments=_attachments(parts),
        unreadable=not len(headers) or tree.over_limits or _is_closed(root, text),
    )


# One of these has every mail that somebody or some program wrote (RFC 5322 §3.6, RFC 2045).
_OF_MAILS = (
    *("from", "to", "subject", "date", "message-id", "received", "return-path", "delivered-to", "sender", "reply-to"),
    *("content-type", "mime-version"),
)
SAMPLE: Final = 20_000
_CONTROLS: Final = bytes({*range(0x20), 0x7F} - {*b"\t\n\f\r\x1b"})


def _is_binary(raw: bytes, headers: Headers) -> bool:
    """Whether the bytes are a program, a picture or a document: a line of theirs may look like a field all the same.

    A damaged mail has controls in it too, but few of them in its header, and a field by which it is known as a mail.
    """
    begin = raw[:SAMPLE]
    found = _controls(begin)
    if not found:
        return False
    if any(name in headers for name in _OF_MAILS):
        head = begin.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
        return _controls(head) > len(head) // 4
    return found > max(len(begin) // 50, 3)


def _controls(data: bytes) -> int:
    return len(data) - len(data.translate(None, _CONTROLS))


def _sender(headers: Headers) -> tuple[Mailbox, SenderProblem]:
    """CPython before the fix of CVE-2023-27043 reads some fields as two senders; only one clear mailbox is taken."""
    fields = headers.raw_all("from")
    if len(fields) > 1:
        return Mailbox(), SenderProblem.SEVERAL_HEADERS
    if not fields or not fields[0].strip():
        return Mailbox(), SenderProblem.MISSING
    found = only_mailbox(fields[0])
    if isinstance(found, Mailbox):
        ascii_only = found.address.isascii()
        return (found, SenderProblem.NONE) if ascii_only else (Mailbox(name=found.name), SenderProblem.NOT_ASCII)
    several = found == "several"
    return Mailbox(), SenderProblem.SEVERAL_MAILBOXES if several else SenderProblem.DEFECT


def _sent_by(headers: Headers, author: Mailbox) -> str:
    """The address of the Sender field where it is another's; `?` where it cannot be read as one mailbox."""
    fields = headers.raw_all("sender")
    if not fields:
        return ""
    found = only_mailbox(fields[0]) if len(fields) == 1 else "several"
    if not isinstance(found, Mailbox):
        return "?" if "".join(fields).strip() else ""
    address = canonical_address(found.address)
    return "" if address == canonical_address(author.address) else address


_RECIPIENT_FIELDS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")


def _recipients(headers: Headers) -> tuple[str, ...]:
    found: list[str] = []
    for name in _RECIPIENT_FIELDS:
        for value in headers.raw_all(name):
            found += addresses_in(value)
    return tuple(dict.fromkeys(found))[:200]


@dataclass(frozen=True, slots=True)
class _Text:
    """The inline text of a part, by the parts that make it up in either alternative; None where one is not given."""

    plain: tuple[Part, ...] | None
    html: tuple[Part, ...] | None


def _text(part: Part) -> _Text | None:
    """What a client shows of the part as text; None where that is nothing."""
    kind = part.content.value
    if not kind.startswith("multipart/"):
        if _is_attached(part):
            return None
        return {"text/plain": _Text((part,), None), "text/html": _Text(None, (part,))}.get(kind)
    told = [text for each in part.parts if (text := _text(each))]
    if not told:
        return None
    if kind == "multipart/alternative":
        return _alternatives(told)
    return told[0] if kind in {"multipart/related", "multipart/signed", "multipart/report"} else _in_turn(told)


def _alternatives(told: list[_Text]) -> _Text:
    """RFC 2046 §5.1.4: the same in several forms; Apple puts a whole mixed body where the HTML would be.

    Of two in one form that say different things clients show one or the other, so both are heard.
    """
    return _Text(_all_told(each.plain for each in told), _all_told(each.html for each in told))


def _all_told(forms: Iterable[tuple[Part, ...] | None]) -> tuple[Part, ...] | None:
    told = [each for each in forms if each]
    if len(told) < 2:
        return told[0] if told else None
    different = {tuple(part.decoded_body() for part in each): each for each in told}
    return _concatenated(different.values())


def _in_turn(told: list[_Text]) -> _Text:
    """One text after the other: Apple Mail breaks the words off where a picture stands among them."""
    plain = None if any(each.plain is None for each in told) else _concatenated(each.plain for each in told)
    if all(each.html is None for each in told):
        return _Text(plain, None)
    return _Text(plain, _concatenated(each.html or each.plain for each in told))


def _concatenated(parts: Iterable[tuple[Part, ...] | None]) -> tuple[Part, ...]:
    return tuple(chain.from_iterable(each or () for each in parts))


def _is_attached(part: Part) -> bool:
    if "content-disposition" not in part.headers and "name" not in part.content.parameters:
        return False
    return part.disposition.value == "attachment" or bool(part.filename)


def _plain(text: _Text | None) -> str | None:
    if text is None or text.plain is None:
        return None
    return "\n".join(map(_decoded, text.plain))


def _html(text: _Text | None) -> str | None:
    if text is None or text.html is None:
        return None
    return "\n".join(
        _decoded(each) if each.content.value == "text/html" else _as_html(_decoded(each)) for each in text.html
    )


def _as_html(plain: str) -> str:
    return "<div>" + escape(plain, quote=False).replace("\n", "<br>") + "</div>"


def _decoded(part: Part) -> str:
    parameters = part.content.parameters
    text = normalise(decode_bytes(part.decoded_body()[:MAX_TEXT_BYTES], parameters.get("charset", "")))
    if parameters.get("format", "").lower() == "flowed" and part.content.value == "text/plain":
        return unflow(text, delsp=parameters.get("delsp", "").lower() == "yes")
    return text


def _is_closed(root: Part, text: _Text | None) -> bool:
    """Whether what its sender wrote is there and cannot be read: enciphered, not taken apart, or too long."""
    if any(len(each.body) > MAX_TEXT_BYTES for each in (*((text and text.plain) or ()), *((text and text.html) or ()))):
        return True
    kind = root.content.value
    enciphered = kind in {"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"}
    return text is None and (enciphered or any(each.broken for each in root.walk()))


def _calendar(parts: tuple[Part, ...]) -> bytes | None:
    for each in parts:
        if each.content.value in {"text/calendar", "application/ics"} and len(each.body) <= MAX_CALENDAR_BYTES:
            return decode_bytes(each.decoded_body(), each.content.parameters.get("charset", "utf-8")).encode()
    return None


def _report(parts: tuple[Part, ...]) -> bytes:
    return next((each.decoded_body()[:MAX_REPORT_BYTES] for each in parts if each.content.value in _REPORTS), b"")


_REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status", "message/disposition-notification"})
_RETURNED = frozenset({"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"})


def _returned(parts: tuple[Part, ...]) -> bytes:
    """The header of the mail that the report gives back, or of the first one that is attached."""
    body = next((each.decoded_body()[:MAX_REPORT_BYTES] for each in parts if each.content.value in _RETURNED), b"")
    return body.lstrip(b"\n").partition(b"\n\n")[0]


def _report_type(root: Part) -> str:
    return root.content.parameters.get("report-type", "").lower() if root.content.value == "multipart/report" else ""


def _attachments(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Names that are safe to show and to save under; a part without one is called by its type."""
    attached = (
        each
        for each in parts
        if not each.content.value.startswith(("multipart/", "text/calendar")) and _is_attached(each)
    )
    return tuple(_safe_name(each.filename) or each.content.value.replace("/", ".") for each in attached)


def _safe_name(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(each for each in last if each.isprintable() and each not in '<>:"|?*').strip(". ")
    return kept[-MAX_ATTACHMENT_NAME:]
