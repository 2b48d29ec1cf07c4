"""What motebot kept of a meeting, read after its end, and the way to say that an invariant does not hold."""

from typing import Any

from bot.core.journal import MailReceived, MailRefused, MailReleased, MeetingClosed
from bot.core.minutes import protocol
from bot.core.state import State
from bot.service.closing import mailbox_read_at
from bot.store.store import InboxRow, OutboxRow
from tests.simulation.process import Process


class BrokenError(AssertionError):
    """An invariant does not hold; the text names it."""


def hold(condition: object, invariant: str, why: str) -> None:
    """BrokenError unless the condition holds."""
    if not condition:
        raise BrokenError(f"{invariant}: {why}")


class Record:
    """What motebot kept of the meeting."""

    def __init__(self, process: Process, meeting_id: str) -> None:
        self.office = process.office
        with self.office.store.read() as uow:
            self.state: State = self.office.state(uow, meeting_id)
            self.entries = uow.entries(meeting_id)
            self.outbox: tuple[OutboxRow, ...] = uow.outbox(meeting_id)
            self.inbox: tuple[InboxRow, ...] = (*uow.inbox(meeting_id), *uow.inbox(None))
            self.mailbox_read_at = mailbox_read_at(uow)
        self.received = [entry.fact for entry in self.entries if isinstance(entry.fact, MailReceived)]
        self.protocol: dict[str, Any] = protocol(self.state).as_json()

    @property
    def rulings_on_mails(self) -> int:
        """How often the coordinator released or refused a mail."""
        return sum(isinstance(entry.fact, MailReleased | MailRefused) for entry in self.entries)

    @property
    def closed_with(self) -> set[str]:
        """The mails that were in the journal when the meeting closed; all of them where it did not."""
        before: set[str] = set()
        for entry in self.entries:
            if isinstance(entry.fact, MeetingClosed):
                break
            if isinstance(entry.fact, MailReceived):
                before.add(entry.fact.mail)
        return before
