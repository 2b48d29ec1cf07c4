"""What the coordinator is told of mail from people who have no seat in the meeting.

Nobody of them is answered: their address proves nothing. The first few mails are shown one by one, each with the mail
attached; where more come within an hour they are listed, in one letter an hour, so that nobody can flood the
coordinator. All of them are in the archive and in `status`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.core.letters import Letter, Strangers, StrangersMail
from bot.core.mails import Mail
from bot.core.meeting import canonical_address
from bot.core.replies import needs_you, to_coordinator, words
from bot.core.state import HOUR, LISTED, State
from bot.core.thread import registration_number

SHOWN_AN_HOUR = 3
MOST_LISTED = 50
# Early enough before the deadline to find out who a stranger is, and to record their answer.
LAST_CALL = timedelta(minutes=30)


def due(state: State, now: datetime) -> Iterator[Letter]:
    """The letters about strangers' mails that are due: one each, or one about all that wait."""
    waiting = tuple(state.strangers.values())
    if len(waiting) <= _room(state, now):
        for mail in waiting:
            yield needs_you(state, mail, _why(state, mail))
    elif _list_is_due(state, now):
        listed = Strangers(tuple(map(_line, waiting[:MOST_LISTED])), len(waiting))
        yield to_coordinator(state, f"{LISTED}{len(state.strangers_listed)}", listed)


def _room(state: State, now: datetime) -> int:
    """How many mails may be shown one by one now. Times that seem to lie ahead were noted by a clock that was wrong."""
    if any(now - HOUR < at <= now for at in state.strangers_listed[-1:]):
        return 0
    shown = sum(now - HOUR < at <= now for at in state.strangers_shown[-SHOWN_AN_HOUR:])
    return SHOWN_AN_HOUR - shown


def _list_is_due(state: State, now: datetime) -> bool:
    """Whether an hour has passed since the coordinator was told of strangers last, or the deadline draws near."""
    told = [at for at in (*state.strangers_shown[-1:], *state.strangers_listed[-1:]) if at <= now]
    if not told:
        return True
    last_call = state.meeting.deadline - LAST_CALL
    return max(told) <= now - HOUR or max(told) < last_call <= now


def _line(mail: Mail) -> StrangersMail:
    received = mail.received
    return StrangersMail(registration_number(received.mail), received.received, received.sender, received.subject)


def _why(state: State, mail: Mail) -> tuple[str, ...]:
    """What the coordinator writes themselves leads to nothing, and they are told so."""
    assert mail.read is not None  # noqa: S101 - only what was read is known to be a stranger's
    reading = mail.read.reading
    from_coordinator = canonical_address(reading.sender) == canonical_address(state.meeting.body.coordinator.email)
    return ("from_coordinator",) if from_coordinator and mail.held else words(reading)
