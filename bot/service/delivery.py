"""Handing queued letters to the mail server, and keeping what became of each.

A letter is claimed, handed over and settled in that order; what was interrupted in between is handed over again under
the same Message-ID (idea 4).
"""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

import structlog

from bot.core.journal import LetterFailed, LetterSent
from bot.core.state import Delivery as Stage
from bot.mail.backoff import gives_up, next_attempt
from bot.mail.smtp import Accepted, Delivery, Outgoing, Refused, Unknown
from bot.service.office import Office
from bot.service.posting import post_due
from bot.store.store import OutboxRow

log = structlog.get_logger()

BATCH = 50


class Hands(Protocol):
    """Whoever carries letters to the mail server; what became of each comes as soon as it is known."""

    def deliver(self, letters: Sequence[Outgoing]) -> Iterator[Delivery]:
        """One outcome for each letter, in any order."""
        ...


def deliver_due(office: Office, hands: Hands) -> bool:
    """Hand over one batch of the letters that are due; whether there were any. One sender runs at a time."""
    with office.store.begin() as uow:
        # Under way before this batch is only what an error of the store kept from being settled.
        uow.release_claims()
        rows = uow.claim(office.now(), BATCH)
    by_message_id = {row.message_id: row for row in rows}
    letters = [_outgoing(office, row) for row in rows]
    for delivery in hands.deliver(letters):
        _settle(office, by_message_id[delivery.key], delivery)
    return bool(rows)


def _outgoing(office: Office, row: OutboxRow) -> Outgoing:
    return Outgoing(row.message_id, row.sender, row.recipient, office.archive.get(row.sha256))


def _settle(office: Office, row: OutboxRow, delivery: Delivery) -> None:
    now = office.now()
    match delivery:
        case Accepted():
            _settled(office, row, delivery.response, sent=True)
        case Refused(reached=False):
            # The server's trouble or our password's, and not the letter's: it is never given up for that.
            log.warning("mail server not reached", response=delivery.response)
            _put_off(office, row, delivery.response, _next(row, now))
        case Refused(permanent=True):
            _settled(office, row, delivery.response, sent=False)
        case Refused() | Unknown() if gives_up(row.attempts, now - (row.first_due or row.due)):
            _settled(office, row, delivery.response, sent=False)
        case Refused() | Unknown():
            _put_off(office, row, delivery.response, _next(row, now))
    log.info("letter handed over", key=row.key, meeting=row.meeting_id, outcome=type(delivery).__name__.lower())


def _next(row: OutboxRow, now: datetime) -> datetime:
    return next_attempt(row.attempts, now, random.random())  # noqa: S311 - spreads letters out, hides nothing


def _settled(office: Office, row: OutboxRow, response: str, *, sent: bool) -> None:
    """Keep the outcome as a fact; a letter that a bounce has already reported failed stays failed."""
    with office.store.begin() as uow:
        state = office.state(uow, row.meeting_id)
        uow.settle(row.message_id, "sent" if sent else "failed", response, None)
        known = state.letters[row.key].delivery
        if known is Stage.QUEUED or (known is Stage.SENT and not sent):
            fact = LetterSent(row.key, response) if sent else LetterFailed(row.key, response)
            post_due(office, uow, office.append(uow, state, [fact]))


def _put_off(office: Office, row: OutboxRow, response: str, until: datetime) -> None:
    with office.store.begin() as uow:
        uow.settle(row.message_id, "queued", response, until)
