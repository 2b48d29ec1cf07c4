"""What has been named so far in a mail, and what «punkt 2», «resten» and «den andre saken» mean there."""

from collections.abc import Container, Sequence
from typing import NamedTuple

from bot.core.meeting import VoteKey
from bot.core.reading import Reason
from bot.reading.statements.agenda import Agenda
from bot.reading.statements.reference import OF_CASES, SECOND, Reference, Scope


class Resolved(NamedTuple):
    """What a reference means where it stands; `general` is all or the rest of what the meeting decides."""

    keys: tuple[VoteKey, ...]
    general: bool = False
    problem: Reason | None = None
    points_unknown: bool = False


class Context:
    """The cases and points that were named last, and those that words without a name belong to.

    `under` is what the passage stands under, `label` the sender's own heading, `last` what was named last. A point
    without its case belongs to `case`, an item of a list to `listed`; None for neither.
    """

    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda
        self._named: dict[VoteKey, None] = {}
        self._unknown = False
        self._passed: set[str] = set()
        # What was named last by its place in the meeting: «de tre første».
        self._counted: tuple[VoteKey, ...] = ()
        self.under: VoteKey | None = None
        self.label: tuple[VoteKey, ...] = ()
        self.last: tuple[VoteKey, ...] = ()
        self.case: str | None = None
        self.listed: str | None = None

    def open_passage(self, under: VoteKey | None) -> None:
        """Begin with words that stand somewhere else in the mail."""
        self.under, self.label, self.last = under, (), ()
        self.case = self.listed = under.case if under else None

    def leave(self) -> None:
        """Forget the case that points belong to, but for the one that the passage stands under."""
        self.case = self.listed = self.under.case if self.under else None

    def remember(self, keys: tuple[VoteKey, ...]) -> None:
        """Keep what was just named."""
        if not keys:
            return
        self.last = keys
        self._named.update(dict.fromkeys(keys))
        self.set_case(keys)

    def pass_over(self, keys: tuple[VoteKey, ...]) -> None:
        """Leave those out of «resten»: they stand somewhere in the mail, and nobody knows what was said of them."""
        self._passed.update(key.case for key in keys)

    def set_case(self, keys: tuple[VoteKey, ...]) -> None:
        """A point that is named next belongs to the one case that was named, where that has points."""
        if keys and keys[0].case in self._agenda.pointed and len({key.case for key in keys}) == 1:
            self.case = keys[0].case

    def resolve(self, reference: Reference) -> Resolved:
        """The cases and points that the reference means here, or the problem with it."""
        if reference.scope is Scope.NAMED:
            self._unknown = self._unknown or reference.problem is Reason.UNKNOWN_CASE
            return Resolved(reference.keys, problem=reference.problem)
        resolved = self._placed(reference)
        return resolved if reference.problem is None else resolved._replace(problem=reference.problem)

    def _placed(self, reference: Reference) -> Resolved:
        numbers = reference.numbers
        match reference.scope:
            case Scope.POINTS:
                return self._one_of(reference) if reference.keys else self._points(numbers)
            case Scope.PLACES:
                return self._at_places(reference)
            case Scope.ITEM:
                return self._items(numbers)
            case Scope.LETTER:
                return self._lettered(numbers)
            case Scope.REST if reference.keys:
                points = self._unnamed_points({reference.keys[0].case})
                named = any(key.point and key.case == reference.keys[0].case for key in self._named)
                return Resolved(points) if points and named else Resolved((), problem=Reason.WHICH_CASE)
            case _:
                return self._many(reference.scope, numbers)

    def _many(self, scope: Scope, numbers: Sequence[int]) -> Resolved:
        match scope:
            case Scope.ALL:
                return self._all(numbers)
            case Scope.REST:
                return self._second_or_rest() if SECOND in numbers else self._rest(points_too=OF_CASES not in numbers)
            case Scope.OTHER:
                return self._other()
            case Scope.ALL_POINTS:
                return self._all_points(numbers)
            case _:
                return Resolved(self._agenda.keys, general=True)

    def _case_in_context(self) -> str | None:
        if len(self._agenda.cases) == 1:
            return self._agenda.cases[0].number
        return self.case

    def _points(self, numbers: Sequence[int]) -> Resolved:
        case = self._case_in_context()
        if case is None:
            return Resolved((), problem=Reason.WHICH_CASE, points_unknown=True)
        points = self._agenda.case(VoteKey(case)).points
        wanted = [len(points) + 1 + number if number < 0 else number for number in numbers]
        known = tuple(VoteKey(case, number) for number in wanted if number in points)
        return Resolved(known, problem=None if len(known) == len(wanted) else Reason.UNKNOWN_CASE)

    def _one_of(self, reference: Reference) -> Resolved:
        """«Det siste» is a point where the points of a case are being answered, else nobody knows what it is."""
        case = self._case_in_context()
        if case is None or not self._agenda.case(VoteKey(case)).points:
            return Resolved((), problem=Reason.WHICH_CASE)
        answered = any(key.point and key.case == case for key in self._named) or self.label == (VoteKey(case),)
        if answered or len(self._agenda.cases) == 1 or self.under == VoteKey(case):
            return self._points(reference.numbers)
        return Resolved((), problem=Reason.WHICH_CASE)

    def _at_places(self, reference: Reference) -> Resolved:
        """«Den siste»: a point under the sender's heading of a case that has some, the last of a heading of several,
        else the case at that place; which one is open where the last of several that were just named is another."""
        headed, numbers = self.headed(), reference.numbers
        if headed is not None and self._agenda.case(headed).points:
            self.case = headed.case
            return self._points(numbers)
        if len(self.label) > 1 and (meant := _first_or_last(self.label, numbers)) is not None:
            return Resolved((meant,))
        if len(self.last) > 1 and self.last != self._counted:
            meant = _first_or_last(self.last, numbers)
            if meant is not None and meant not in reference.keys:
                return Resolved((*reference.keys, *self.last), problem=Reason.CONTRADICTION)
        self._counted = reference.keys
        return Resolved(reference.keys)

    def headed(self) -> VoteKey | None:
        """The one case of several that the sender's own heading names; None where it names none, more, or points."""
        several = len(self._agenda.cases) > 1
        return self.label[0] if several and len(self.label) == 1 and self.label[0].point is None else None

    def _lettered(self, numbers: Sequence[int]) -> Resolved:
        """«a)» is a point where the sender or the quote has said of which case."""
        labelled = {key.case for key in self.label}
        case = self.under.case if self.under else self.listed
        if labelled:
            case = labelled.pop() if len(labelled) == 1 else None
        if case is None:
            return Resolved((), problem=Reason.WHICH_CASE, points_unknown=True)
        self.case = case
        return self._points(numbers)

    def _items(self, numbers: Sequence[int]) -> Resolved:
        found = [self._item(number) for number in numbers]
        problem = next((each.problem for each in found if each.problem is not None), None)
        return Resolved(tuple(key for each in found for key in each.keys), problem=problem)

    def _item(self, number: int) -> Resolved:
        """A list's item is a point where a case with points is being answered, else the case of that number."""
        case = self._agenda.cases[0].number if len(self._agenda.cases) == 1 else self.listed
        if case is not None and self._agenda.case(VoteKey(case)).points:
            self.case = case
            return self._points((number,))
        keys = self._agenda.numbered(number)
        if not keys and len(self._agenda.cases) == 1 and number == 1:
            keys = self._agenda.keys
        if len(keys) == 1:
            return Resolved(keys)
        return Resolved((), problem=Reason.WHICH_CASE if keys else Reason.UNKNOWN_CASE)

    def _all(self, count: Sequence[int]) -> Resolved:
        """«Alt» is all of the case under its heading, else every case of the meeting."""
        of_cases = OF_CASES in count
        count = () if of_cases else count
        if not of_cases and (headed := self.headed()) is not None and list(count) != [len(self._agenda.cases)]:
            fits = not count or count[0] == len(self._agenda.case(headed).points)
            return Resolved((headed,), problem=None if fits else Reason.WHICH_CASE)
        if count and count[0] != len(self._agenda.cases):
            return Resolved((), problem=Reason.WHICH_CASE)
        return Resolved(self._agenda.keys, general=True)

    def _rest(self, *, points_too: bool) -> Resolved:
        if self._unknown:
            return Resolved((), problem=Reason.WHICH_CASE)
        labelled = self.label or ((self.under,) if self.under else ())
        if len(self._agenda.cases) == 1 and any(key.point for key in self._named):
            points = self._agenda.cases[0].point_keys
            return Resolved(tuple(key for key in points if key not in self._named))
        pointed = {key.case for key in self._named if key.point}
        headed = len(labelled) == 1 and labelled[0].point is None and labelled[0].case in pointed
        if headed and points_too and (points := self._unnamed_points({labelled[0].case})):
            return Resolved(points)
        named = {VoteKey(key.case) for key in self._named}
        rest = tuple(key for key in self._agenda.keys if key not in named and key.case not in self._passed)
        if not rest and points_too and (points := self._unnamed_points(pointed)):
            return Resolved(points)
        points = self._unnamed_points(pointed) if points_too else ()
        told = named or self._passed
        return Resolved((*rest, *points), general=True, problem=None if told else Reason.WHICH_CASE)

    def _second_or_rest(self) -> Resolved:
        """«Det andre»: of the points that are being answered the only other one, else the rest of all."""
        answered = {key.case for key in self.last}
        if len(answered) != 1 or not all(key.point for key in self.last):
            return self._rest(points_too=True)
        points = self._unnamed_points(answered)
        return Resolved(points, problem=None if len(points) == 1 else Reason.CONTRADICTION)

    def _unnamed_points(self, cases: Container[str]) -> tuple[VoteKey, ...]:
        """The points of those cases that have not been named."""
        points = (key for case in self._agenda.cases if case.number in cases for key in case.point_keys)
        return tuple(key for key in points if key not in self._named)

    def _other(self) -> Resolved:
        named = {key.case for key in self._named}
        if len(self.label) == 1 and self.label == self.last and len(named) == len(self._agenda.cases) == 2:
            # «Den andre: nei.» is its own heading.
            return Resolved(self.label)
        if len(self._agenda.cases) != 2 or len(named) != 1:
            return Resolved((), problem=Reason.WHICH_CASE)
        return Resolved(tuple(key for key in self._agenda.keys if key.case not in named))

    def _all_points(self, count: Sequence[int]) -> Resolved:
        case = self._case_in_context()
        with_points = [each for each in self._agenda.cases if each.points]
        if case is None and len(with_points) == 1 and count:
            case = with_points[0].number
        if case is None:
            whole = not count
            return Resolved(self._agenda.keys, general=True) if whole else Resolved((), problem=Reason.WHICH_CASE)
        points = self._agenda.case(VoteKey(case)).point_keys
        if count and count[0] < 0:
            return Resolved(tuple(key for key in points if key not in self._named))
        if not points or (count and count[0] != len(points)):
            return Resolved((), problem=Reason.WHICH_CASE)
        return Resolved(points)


def _first_or_last(keys: Sequence[VoteKey], places: Sequence[int]) -> VoteKey | None:
    """The first or the last of the keys, where that is the place; else None."""
    return {1: keys[0], -1: keys[-1]}.get(places[0]) if len(places) == 1 else None
