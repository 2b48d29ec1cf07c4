"""Closing a meeting: the roll is frozen, the protocol sealed in the journal and sent."""

from datetime import datetime

import structlog

from bot.core.journal import MeetingClosed
from bot.core.minutes import final_protocol, seal
from bot.core.schedule import may_close
from bot.service.office import Office
from bot.service.posting import post_due
from bot.store.store import UnitOfWork

log = structlog.get_logger()

MAILBOX_READ_AT = "mailbox read at"
MAILBOX_TROUBLE = "mailbox trouble"


def mailbox_read(office: Office, began: datetime) -> None:
    """Note that the mailbox has been read to its end by a reading that began then (aware UTC)."""
    with office.store.begin() as uow:
        uow.set_mark(MAILBOX_READ_AT, began.isoformat())
        if uow.mark(MAILBOX_TROUBLE):
            uow.set_mark(MAILBOX_TROUBLE, "")


def close_due(office: Office) -> bool:
    """Close every meeting that can be; whether any was.

    A meeting waits, however late it is, until the mailbox has been read past its deadline: a vote that came in time
    is not to be missed because the mailbox could not be reached.
    """
    with office.store.read() as uow:
        read_at = mailbox_read_at(uow)
        ready = [each for each, state in office.states(uow).items() if may_close(state, office.now(), read_at)]
    for meeting_id in ready:
        _close(office, meeting_id)
    return bool(ready)


def mailbox_read_at(uow: UnitOfWork) -> datetime | None:
    """When the last complete reading of the mailbox began; None where there was none."""
    noted = uow.mark(MAILBOX_READ_AT)
    return datetime.fromisoformat(noted) if noted else None


def _close(office: Office, meeting_id: str) -> None:
    with office.store.begin() as uow:
        state = office.state(uow, meeting_id)
        if may_close(state, office.now(), mailbox_read_at(uow)):
            closed = MeetingClosed(seal(final_protocol(state)))
            post_due(office, uow, office.append(uow, state, [closed]))
            log.info("meeting closed", meeting=meeting_id, protocol=closed.protocol_sha256[:8])
