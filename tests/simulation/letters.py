"""Letters with all that matters to the service and none of the layout, so that thousands of meetings take minutes.

Message-IDs, threads, references and marks are as in `bot.letters`; the words are few, vote words among them, since
people quote them. Every tenth meeting is held with the real letters and documents.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime

from bot.core import thread as token
from bot.core.letters import Letter, LetterKind
from bot.core.meeting import Meeting
from bot.letters.compose import Attachment, Composed, Sender
from bot.service import posting, reporting

_ANSWERS = frozenset({LetterKind.RECEIPT, LetterKind.QUESTION, LetterKind.NOT_COUNTED})


def plain_letter(
    letter: Letter,
    meeting: Meeting,
    sender: Sender,
    *,
    now: datetime,
    thread: tuple[str, ...] = (),
    attachments: Sequence[Attachment] = (),
) -> Composed:
    """The letter as `bot.letters.compose.compose` gives it, plainly."""
    address = letter.to.email or ""
    message_id = token.message_id(sender.secret, meeting.id, letter.key, address, sender.domain)
    reference = token.reference(sender.secret, meeting.id, address)
    headers = [
        f"Date: {format_datetime(now.astimezone(sender.zone))}",
        f"From: {sender.address}",
        f"To: {address}",
        f"Message-ID: {message_id}",
        *_threading(letter, thread),
        f"Subject: Innkalling [{reference}]",
        f"Auto-Submitted: {'auto-replied' if letter.kind in _ANSWERS else 'auto-generated'}",
        f"X-Motebot-Kind: {letter.kind}",
        f"X-Motebot-Meeting: {meeting.id}",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="motebot"',
    ]
    cases = "\n".join(f"Sak {case.number}: {case.title}\n{' '.join(case.proposal)}" for case in meeting.cases)
    content = letter.content.__class__.__name__
    last = f"Referanse: {reference} (møte {meeting.id})"
    text = f"Svar «godkjent» på denne e-posten.\n{content}\n{cases}\n{last}\n"
    return Composed(message_id, "\r\n".join(headers).encode() + _body(text))


def _threading(letter: Letter, thread: tuple[str, ...]) -> list[str]:
    answered = letter.answers.message_id if letter.answers else ""
    parent = answered if answered.startswith("<") else next(iter(thread), "")
    return [f"In-Reply-To: {parent}", f"References: {parent}"] if parent and " " not in parent else []


def _body(text: str) -> bytes:
    head = "\r\n\r\n--motebot\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return (head + text.replace("\n", "\r\n") + "\r\n--motebot--\r\n").encode()


@contextmanager
def plain_letters() -> Iterator[None]:
    """Until its end the service writes plain letters, without documents."""
    real = posting.compose, posting._notice_pdf, posting._protocol_pdf, reporting.protocol_pdf
    posting.compose = plain_letter
    posting._notice_pdf = posting._protocol_pdf = reporting.protocol_pdf = lambda *_, **__: b"%PDF"
    try:
        yield
    finally:
        posting.compose, posting._notice_pdf, posting._protocol_pdf, reporting.protocol_pdf = real


__all__ = ["plain_letters"]
