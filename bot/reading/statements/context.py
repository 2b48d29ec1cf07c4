"""What has been named so far in a mail, and what «punkt 2», «resten» and «den andre saken» mean there."""

from collections.abc import Container, Sequence
from typing import NamedTuple

from bot.core.meeting import VoteKey
from bot.core.reading import Reason
from bot.reading.statements.agenda import Agenda
from bot.reading.statements.reference import Reference, Scope


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
        numbers = reference.numbers
        if reference.scope is Scope.NAMED:
            self._unknown = self._unknown or reference.problem is Reason.UNKNOWN_CASE
            return Resolved(reference.keys, problem=reference.problem)
        match reference.scope:
            case Scope.POINTS:
                resolved = self._one_of(reference) if reference.keys else self._points(numbers)
            case Scope.ITEM:
                resolved = self._items(numbers)
            case Scope.ALL:
                resolved = self._all(numbers)
            case Scope.REST:
                resolved = self._rest(points_too=not numbers)
            case Scope.OTHER:
                resolved = self._other()
            case Scope.ALL_POINTS:
                resolved = self._all_points(numbers)
            case Scope.LETTER:
                resolved = self._lettered(numbers)
            case Scope.ANY | Scope.NONE:
                resolved = Resolved(self._agenda.keys, general=True)
        return resolved if reference.problem is None else resolved._replace(problem=reference.problem)

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
        if headed and (points := self._unnamed_points({labelled[0].case})):
            return Resolved(points)
        named = {VoteKey(key.case) for key in self._named}
        rest = tuple(key for key in self._agenda.keys if key not in named and key.case not in self._passed)
        if not rest and (points := self._unnamed_points(pointed)):
            return Resolved(points)
        points = self._unnamed_points(pointed) if points_too else ()
        told = named or self._passed
        return Resolved((*rest, *points), general=True, problem=None if told else Reason.WHICH_CASE)

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
