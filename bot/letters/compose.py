"""A decided letter becomes the bytes that are queued: words, headers, thread.

The same arguments give the same bytes, so that a letter which is sent again after a crash is the same letter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from bot.core import thread as thread_token
from bot.core.letters import AnsweredMail, Letter, LetterKind
from bot.core.meeting import Meeting
from bot.letters.catalogue import Catalogue
from bot.letters.context import context, template
from bot.letters.mime import (
    AddressError,
    Attachment,
    address_header,
    clean,
    is_message_id,
    letter_content,
    message,
    reference_headers,
    text_header,
)
from bot.letters.page import render

__all__ = ["AddressError", "Attachment", "Composed", "Sender", "compose"]

LONGEST_SUBJECT = 200
# RFC 3834 §5: `auto-replied` where the letter answers a mail, `auto-generated` where it does not.
_ANSWERS = frozenset({LetterKind.RECEIPT, LetterKind.QUESTION, LetterKind.NOT_COUNTED})
_REPLY_PREFIX = re.compile(r"((sv|re|aw|vs|svar|antw)(\[\d+\])?:\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sender:
    """The installation as it writes: the bot's address, the secret behind its Message-IDs, the zone in which people
    read times. `closed_by_mail` says that its mail is fit for cases exempt from public access."""

    address: str
    secret: bytes
    zone: ZoneInfo
    closed_by_mail: bool = False

    @property
    def domain(self) -> str:
        """The domain of the bot's Message-IDs."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter ready to be queued: its Message-ID with angle brackets, and the whole mail."""

    message_id: str
    raw: bytes


def compose(  # noqa: PLR0913 - a letter is made of what was decided, for whom, by whom and when
    letter: Letter,
    meeting: Meeting,
    sender: Sender,
    *,
    now: datetime,
    thread: tuple[str, ...] = (),
    attachments: Sequence[Attachment] = (),
) -> Composed:
    """The letter in the body's language, addressed to one person.

    `thread` holds the Message-IDs of that person's earlier letters, the notice first: the letter is threaded to
    them unless it answers a mail of theirs. `now` becomes the Date. Line breaks and control characters in any name,
    title or subject become spaces. AddressError where the person has no usable address; MissingWordError or jinja2's
    UndefinedError where a template or catalogue lacks something.
    """
    address = letter.to.email or ""
    identity = thread_token.message_id(sender.secret, meeting.id, letter.key, address, sender.domain)
    reference = thread_token.reference(sender.secret, meeting.id, address)
    catalogue = Catalogue.of(meeting.body.language)
    values = context(letter, meeting, catalogue, sender.address, reference, closed_by_mail=sender.closed_by_mail)
    page = render(catalogue, sender.zone, template(letter.content), values)
    subject = _subject(page.subject, letter.answers, reference, catalogue)
    headers = [
        f"Date: {format_datetime(now.astimezone(sender.zone))}",
        address_header("From", meeting.body.name, sender.address),
        address_header("To", letter.to.name, address),
        f"Message-ID: {identity}",
        *_threading(letter.answers, thread),
        text_header("Subject", subject),
        *_marks(letter.kind, meeting, catalogue.language),
    ]
    content = letter_content(page.text, page.html, attachments, identity)
    return Composed(identity, message(headers, content))


def _subject(own: str, answers: AnsweredMail | None, reference: str, catalogue: Catalogue) -> str:
    """The letter's own subject, or the answered mail's with one reply prefix; the reference in brackets at its end."""
    theirs = _REPLY_PREFIX.sub("", clean(answers.subject)).strip() if answers else ""
    mark = f"[{reference}]"
    theirs = " ".join(theirs.replace(mark, "").split())
    subject = catalogue.word("reply.subject", subject=theirs) if theirs else own
    return f"{_cut(subject)} {mark}"


def _cut(subject: str) -> str:
    return subject if len(subject) <= LONGEST_SUBJECT else subject[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _threading(answers: AnsweredMail | None, thread: tuple[str, ...]) -> list[str]:
    if answers is not None and is_message_id(answers.message_id):
        return reference_headers(answers.message_id, (*answers.references, answers.message_id))
    return reference_headers(thread[0], thread) if thread else []


def _marks(kind: LetterKind, meeting: Meeting, language: str) -> list[str]:
    automatic = "auto-replied" if kind in _ANSWERS else "auto-generated"
    return [
        f"Auto-Submitted: {automatic}",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        f"Content-Language: {language}",
        f"X-Motebot-Kind: {kind}",
        text_header("X-Motebot-Meeting", meeting.id),
    ]
