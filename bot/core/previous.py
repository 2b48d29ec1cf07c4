"""Which meeting is the one before: the one whose protocol a notice lists for approval."""

from collections.abc import Iterable

from bot.core.approval import is_over
from bot.core.state import Phase, State


def previous(state: State, others: Iterable[State]) -> State | None:
    """The meeting before, of all the installation's others, once its protocol is final; None where none is listed.

    The meeting file names it, or says that there is none. Where it says nothing it is the body's last one that has
    closed, a body being known by its name and its organisation; unless another notice has listed that one already.
    """
    named = state.meeting.previous
    closed = [each for each in others if each.phase is Phase.CLOSED and is_over(each)]
    if named is not None:
        return next((each for each in closed if each.meeting.id == named), None)
    own = [each for each in closed if _is_same_body(each, state)]
    last = max(own, key=lambda each: each.meeting.deadline, default=None)
    return None if last is None or _is_listed(last, others) else last


def _is_same_body(one: State, other: State) -> bool:
    bodies = one.meeting.body, other.meeting.body
    return len({(body.name.casefold(), body.organisation.casefold()) for body in bodies}) == 1


def _is_listed(last: State, others: Iterable[State]) -> bool:
    """Whether a notice that has gone out lists it; of a meeting that was called off it does not count."""
    told = (each.reported for each in others if each.phase in {Phase.OPEN, Phase.CLOSED})
    return any(each is not None and each.meeting == last.meeting.id for each in told)
