"""What the coordinators of open meetings are told of the service's own troubles.

The mailbox has not been read for long: no answer is received meanwhile, and no meeting closes. They are told once, and
once more when it is read again. The clock is doubted: a meeting whose deadline it says has passed is not closed yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.letters import Letter, Trouble, TroubleKind
from bot.core.replies import to_coordinator
from bot.core.schedule import settled_at
from bot.core.state import BACK, LOST, Phase, State

LONG = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Running:
    """How the service runs: since when, when the last complete reading of the mailbox began (None where there was
    none), what the mail server said to the last that failed (empty where none did), whether its clock is believed."""

    since: datetime
    mailbox_read_at: datetime | None
    said: str = ""
    clock_believed: bool = True

    @property
    def unread_since(self) -> datetime:
        """When the mailbox was read last, or could have been: not before the service was started."""
        return max(self.since, self.mailbox_read_at or self.since)


def due(state: State, now: datetime, running: Running) -> Iterator[Letter]:
    """The letters about troubles that are due at `now` in that meeting."""
    if state.phase is not Phase.OPEN:
        return
    yield from _mailbox(state, now, running)
    key = f"clock/{state.meeting.deadline.isoformat()}"
    if not running.clock_believed and settled_at(state) <= now and key not in state.letters:
        yield to_coordinator(state, key, Trouble(TroubleKind.CLOCK_DOUBTED, now))


def _mailbox(state: State, now: datetime, running: Running) -> Iterator[Letter]:
    told = state.mailbox_lost
    if told is None:
        since = running.unread_since
        if now - since >= LONG:
            lost = Trouble(TroubleKind.MAILBOX_LOST, since, running.said)
            yield to_coordinator(state, f"{LOST}{since.isoformat()}", lost)
    elif running.mailbox_read_at is not None and running.mailbox_read_at > told:
        back = Trouble(TroubleKind.MAILBOX_BACK, running.mailbox_read_at)
        yield to_coordinator(state, f"{BACK}{told.isoformat()}", back)
