"""The appendix of a protocol: of what was adopted, what somebody is to act on, by what day.

The coordinator marks it, in the meeting file before the meeting or by a command at any time; what was not adopted is
not listed, whoever was marked for it.
"""

from collections.abc import Iterable

from bot.core.meeting import Case, FollowUp
from bot.core.protocol import CaseResult, FollowedUp, Outcome


def appendix(cases: Iterable[Case], results: Iterable[CaseResult]) -> tuple[FollowedUp, ...]:
    """The lines of the appendix, case by case, the points of each in order and what is of the whole case first."""
    came_to = {result.number: result for result in results}
    return tuple(
        FollowedUp(case.number, each.point, each.what or case.words_of(each.point), each.responsible, each.due)
        for case in cases
        for each in sorted(case.follow_up, key=lambda each: each.point or 0)
        if is_adopted(came_to[case.number], each)
    )


def is_adopted(result: CaseResult, marked: FollowUp) -> bool:
    """Whether there is anything to follow up: the point is adopted, or, where none is named, anything of the case."""
    by_itself = {point.point: point.outcome for point in result.points}
    if marked.point is None:
        return result.outcome in {Outcome.ADOPTED, Outcome.PARTLY_ADOPTED}
    return by_itself.get(marked.point, result.outcome) is Outcome.ADOPTED
