"""Notice and protocol as documents: text, HTML page, PDF and DOCX, in the body's language.

`public` leaves a closed case's content out: number and legal basis are all that remains of it, in the file's metadata
too. Times are told in `zone`. `before` is what a notice lists of the meeting before, None for nothing; `logo` is the
content of the file that the body names, None to leave it out. The same state gives the same bytes. A body in a language
without words raises `MissingWordError`.
"""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.core.meeting import Meeting
from bot.core.protocol import Protocol
from bot.core.reported import Reported
from bot.letters.documents.page import page_of
from bot.letters.documents.pdf import is_drawable, pdf_of
from bot.letters.documents.prose import one_line
from bot.letters.documents.record import record
from bot.letters.documents.redaction import public_meeting, public_protocol
from bot.letters.documents.summons import summons
from bot.letters.documents.text import text_of
from bot.letters.documents.tree import Document, Picture
from bot.letters.documents.word import docx_of
from bot.letters.documents.words import Words

__all__ = [
    "can_draw",
    "notice_docx",
    "notice_html",
    "notice_pdf",
    "protocol_docx",
    "protocol_html",
    "protocol_pdf",
    "protocol_text",
]


def protocol_text(protocol: Protocol, zone: ZoneInfo, *, public: bool = False) -> str:
    """The protocol as plain text, ending in a line feed."""
    return text_of(_protocol(protocol, zone, None, public=public))


def protocol_html(protocol: Protocol, zone: ZoneInfo, *, public: bool = False, logo: bytes | None = None) -> str:
    """The protocol as one page that needs no other file."""
    return page_of(_protocol(protocol, zone, logo, public=public))


def protocol_pdf(protocol: Protocol, zone: ZoneInfo, *, public: bool = False, logo: bytes | None = None) -> bytes:
    """The protocol as PDF/A-2a and PDF/UA-1 in one file."""
    return pdf_of(_protocol(protocol, zone, logo, public=public))


def protocol_docx(protocol: Protocol, zone: ZoneInfo, *, public: bool = False, logo: bytes | None = None) -> bytes:
    """The protocol as a Word document."""
    return docx_of(_protocol(protocol, zone, logo, public=public))


def notice_html(
    meeting: Meeting,
    zone: ZoneInfo,
    *,
    public: bool = False,
    before: Reported | None = None,
    logo: bytes | None = None,
) -> str:
    """The notice as one page that needs no other file."""
    return page_of(_notice(meeting, zone, before, logo, public=public))


def notice_pdf(
    meeting: Meeting,
    zone: ZoneInfo,
    *,
    public: bool = False,
    before: Reported | None = None,
    logo: bytes | None = None,
) -> bytes:
    """The notice as PDF/A-2a and PDF/UA-1 in one file."""
    return pdf_of(_notice(meeting, zone, before, logo, public=public))


def notice_docx(
    meeting: Meeting,
    zone: ZoneInfo,
    *,
    public: bool = False,
    before: Reported | None = None,
    logo: bytes | None = None,
) -> bytes:
    """The notice as a Word document."""
    return docx_of(_notice(meeting, zone, before, logo, public=public))


def can_draw(meeting: Meeting, logo: bytes) -> bool:
    """Whether the content is a picture that documents can show as the body's logo."""
    picture = _picture(meeting, logo)
    return picture is not None and is_drawable(picture)


def _protocol(protocol: Protocol, zone: ZoneInfo, logo: bytes | None, *, public: bool) -> Document:
    words = Words.of(protocol.meeting.body.language, zone)
    made = record(words, public_protocol(protocol) if public else protocol, public=public)
    return replace(made, logo=_picture(protocol.meeting, logo))


def _notice(meeting: Meeting, zone: ZoneInfo, before: Reported | None, logo: bytes | None, *, public: bool) -> Document:
    words = Words.of(meeting.body.language, zone)
    made = summons(words, public_meeting(meeting) if public else meeting, before, public=public)
    return replace(made, logo=_picture(meeting, logo))


def _picture(meeting: Meeting, content: bytes | None) -> Picture | None:
    logo = meeting.body.logo
    if logo is None or content is None:
        return None
    return Picture(content, "svg" if logo.name.lower().endswith(".svg") else "png", one_line(logo.text))
