"""Held mails: which mail a number names, and whether the coordinator can still release or refuse it.

A mail is held when its sender could not be judged to be who they say. Once released it counts as of its receipt, as
if it had been trusted; once refused it never counts, and its sender is as silent as before it.
"""

from enum import StrEnum

from bot.core.mails import Mail
from bot.core.reading import Reason
from bot.core.roll import in_time
from bot.core.state import Phase, State

RULED_ON = frozenset({Phase.APPROVED, Phase.OPEN})


class Obstacle(StrEnum):
    """Why a mail cannot be released or refused."""

    OVER = "over"
    NOT_HELD = "not_held"
    RELEASED = "released"
    REFUSED = "refused"
    NOBODY = "nobody"
    LATE = "late"
    UNREADABLE = "unreadable"


def numbered(state: State, number: str) -> tuple[Mail, ...]:
    """The meeting's mails with that registration number, `#` or not, of which more than eight digits may be given."""
    digits = number.strip().removeprefix("#").lower()
    return tuple(mail for sha256, mail in state.mails.items() if len(digits) >= 8 and sha256.startswith(digits))


def obstacle_to_refusal(state: State, mail: Mail) -> Obstacle | None:
    """Why the mail cannot be refused any more; None where it can."""
    if state.phase not in RULED_ON:
        return Obstacle.OVER
    if mail.released:
        return Obstacle.RELEASED
    if mail.refused:
        return Obstacle.REFUSED
    return None if mail.held else Obstacle.NOT_HELD


def obstacle_to_release(state: State, mail: Mail) -> Obstacle | None:
    """Why the mail cannot be released; None where it can: in time, readable, and from somebody of the meeting."""
    if obstacle := obstacle_to_refusal(state, mail):
        return obstacle
    assert mail.read is not None  # noqa: S101 - only what was read is held
    if mail.read.reading.seat is None:
        return Obstacle.NOBODY
    if not in_time(mail.received.received, state.meeting.deadline):
        return Obstacle.LATE
    return Obstacle.UNREADABLE if Reason.UNREADABLE in mail.read.reading.reasons else None
