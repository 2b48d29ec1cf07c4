"""Marking, by command, who is to act on what is decided.

What is marked before the meeting has closed is in the protocol and sealed with it. The protocol that was sent is final:
a later mark changes nothing of it and makes a new issue of its appendix, which says of itself when it was made. No
letter goes out for it; the notice of the body's next meeting has the protocol with the appendix as it then stands.
"""

from collections.abc import Iterator
from datetime import datetime

from bot.core.decided import may_be_followed_up
from bot.core.journal import Fact, FollowUpMarked, FollowUpRemoved
from bot.core.meeting import Case, FollowUp
from bot.core.state import Phase, State
from bot.errors import BadFileError, RefusedError
from bot.service.office import Office
from bot.service.planning import require
from bot.service.posting import post_due

_RUNNING = (Phase.APPROVED, Phase.OPEN, Phase.CLOSED)


def mark(office: Office, meeting_id: str, number: str, follow_up: FollowUp) -> State:
    """Mark who is to act on a case or point; an earlier mark of the same point and person gives way to it.
    The very same again changes nothing.

    BadFileError (a bad argument) where there is no such case or point, or the day is before the deadline; RefusedError
    before the meeting is approved, when its file is the place for it, and for what was not adopted.
    """
    return _decide(office, meeting_id, number, FollowUpMarked(number, follow_up), follow_up)


def remove(office: Office, meeting_id: str, number: str, follow_up: FollowUp) -> State:
    """Take back the mark of that point and person; BadFileError where there is none."""
    removed = FollowUpRemoved(number, follow_up.responsible, follow_up.point)
    return _decide(office, meeting_id, number, removed, follow_up)


def _decide(office: Office, meeting_id: str, number: str, fact: Fact, follow_up: FollowUp) -> State:
    with office.store.begin() as uow:
        state = office.state(uow, meeting_id)
        require(state, *_RUNNING)
        case = _case(state, number)
        if isinstance(fact, FollowUpMarked):
            problems = list(_wrong_in(case, follow_up, state.meeting.deadline.astimezone(office.sender.zone)))
            if problems:
                raise BadFileError(problems)
            _require_adopted(state, number, follow_up)
            if follow_up in case.follow_up:
                return state
        elif follow_up.mark not in {each.mark for each in case.follow_up}:
            raise BadFileError([f"--responsible: {follow_up.responsible!r} is not marked there; {_marked(case)}"])
        return post_due(office, uow, office.append(uow, state, [fact]))


def _case(state: State, number: str) -> Case:
    try:
        return state.meeting.case(number)
    except KeyError:
        known = ", ".join(case.number for case in state.meeting.cases)
        raise BadFileError([f"--case: there is no case {number!r}; the meeting has {known}"]) from None


def _wrong_in(case: Case, follow_up: FollowUp, deadline: datetime) -> Iterator[str]:
    if follow_up.point is not None and follow_up.point not in case.points:
        yield f"--point: case {case.number} has {len(case.points)} points; leave --point out to speak of all of it"
    if follow_up.point is None and case.points and not follow_up.what:
        yield f"--what: say what is to be done, or name one of the {len(case.points)} points with --point"
    if follow_up.due is not None and follow_up.due < deadline.date():
        yield f"--due: {follow_up.due.isoformat()} is before the deadline, {deadline.date().isoformat()}"
    if not follow_up.responsible.strip():
        yield "--responsible: say who is to act, such as Prosjektleder"


def _require_adopted(state: State, number: str, follow_up: FollowUp) -> None:
    if not may_be_followed_up(state, number, follow_up):
        about = f"case {number}" if follow_up.point is None else f"point {follow_up.point} of case {number}"
        raise RefusedError(f"{about} was not adopted; there is nothing to follow up")


def _marked(case: Case) -> str:
    marks = [each.responsible + (f" (point {each.point})" if each.point else "") for each in case.follow_up]
    return f"there are {', '.join(marks)}" if marks else f"case {case.number} has no marks"
