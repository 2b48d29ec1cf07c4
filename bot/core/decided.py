"""What people decided about a meeting: whether it could be decided as the meeting stood.

The commands refuse what could not be; `verify` finds what was written into the journal all the same. What the
coordinator settles of a mail is asked of `holds`.
"""

from bot.core.appendix import is_adopted
from bot.core.approval import awaits_approval
from bot.core.journal import (
    DeadlineMoved,
    Fact,
    FollowUpMarked,
    FollowUpRemoved,
    MeetingApproved,
    MeetingCancelled,
    MeetingClosed,
    MeetingPlanned,
    PreviousReported,
    ProtocolApproved,
    Ruled,
)
from bot.core.meeting import FollowUp
from bot.core.minutes import protocol
from bot.core.state import Phase, State

BEFORE_THE_CLOSE = frozenset({Phase.PLANNED, Phase.APPROVED, Phase.OPEN})
CALLED = frozenset({Phase.APPROVED, Phase.OPEN})


def could_be_decided(state: State, fact: Fact) -> bool:  # noqa: PLR0911 - one arm a fact, and no more than that
    """Whether the fact could follow upon that state, as far as the meeting's phase and what was decided before tell."""
    match fact:
        case MeetingPlanned() | MeetingApproved():
            return state.phase is Phase.PLANNED
        case PreviousReported():
            return state.phase in {Phase.PLANNED, Phase.APPROVED}
        case MeetingCancelled() | DeadlineMoved() | Ruled():
            return state.phase in BEFORE_THE_CLOSE
        case MeetingClosed():
            return state.phase in CALLED
        case ProtocolApproved():
            return awaits_approval(state)
        case FollowUpMarked(case=number, follow_up=marked):
            known = marked.point is None or marked.point in state.meeting.case(number).points
            return known and _is_called(state) and may_be_followed_up(state, number, marked)
        case FollowUpRemoved(case=number, responsible=responsible, point=point):
            marks = {each.mark for each in state.meeting.case(number).follow_up}
            return _is_called(state) and (point, responsible.casefold()) in marks
        case _:
            return True


def _is_called(state: State) -> bool:
    return state.phase in CALLED or state.phase is Phase.CLOSED


def may_be_followed_up(state: State, number: str, marked: FollowUp) -> bool:
    """Whether that case or point was adopted or may yet be; what was settled otherwise leaves nothing to follow up."""
    if state.phase is not Phase.CLOSED:
        return True
    result = next(each for each in protocol(state).cases if each.number == number)
    return is_adopted(result, marked)
