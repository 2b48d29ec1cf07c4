"""Troubles of the service itself: noted for `status`, and told to the coordinators where they last (`core.trouble`)."""

from datetime import datetime

from bot.core.trouble import Running, due
from bot.service.closing import MAILBOX_TROUBLE, mailbox_read_at
from bot.service.office import Office
from bot.service.posting import post
from bot.store.store import UnitOfWork


def note_trouble(office: Office, said: str) -> None:
    """Keep why the mailbox could not be read, until it is."""
    with office.store.begin() as uow:
        uow.set_mark(MAILBOX_TROUBLE, said)


def running(uow: UnitOfWork, since: datetime, *, clock_believed: bool = True) -> Running:
    """How a service runs that was started then."""
    return Running(since, mailbox_read_at(uow), uow.mark(MAILBOX_TROUBLE) or "", clock_believed)


def tell(office: Office, since: datetime, *, clock_believed: bool) -> bool:
    """Queue what is due about troubles in every meeting; whether anything was."""
    now = office.now()
    with office.store.read() as uow:
        fares = running(uow, since, clock_believed=clock_believed)
        told = [each for each, state in office.states(uow).items() if any(due(state, now, fares))]
    for meeting_id in told:
        with office.store.begin() as uow:
            post(office, uow, office.state(uow, meeting_id), lambda state: tuple(due(state, now, fares)))
    return bool(told)
