"""Which case or point a text names, word by word: «sak 1/22», «punkt 2 i sak 1», «begge», «resten», «saken om …».

What a reference means may depend on what stands before it («punkt 2», «den andre saken»): `context` settles that.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from bot.core.meeting import VoteKey
from bot.core.reading import Reason
from bot.reading.statements.items import LETTERS, ItemReader
from bot.reading.statements.lexicon import Concept, lexicon, marks, naming
from bot.reading.statements.numbers import MAX_RANGE, RANGE_SIGNS, Number
from bot.reading.statements.reference import OF_CASES, SECOND, Found, Reference, Scope
from bot.reading.statements.text import Sort
from bot.reading.statements.titles import COMPOUNDED, MIN_COMPOUND, TitleReader

# The tables of words for all, some and the rest, the first that fits first.
_QUANTITIES: Final = {
    "none": Scope.NONE, "any": Scope.ANY, "rest": Scope.REST, "other": Scope.OTHER, "both": Scope.ALL, "all": Scope.ALL,
}  # fmt: skip
_NUMBER_SIGNS: Final = frozenset("#")
_ROMAN: Final = frozenset({"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"})
_PARTS: Final = frozenset({Scope.NONE, Scope.ANY})
_OTHER_OR_SECOND: Final = ["det", "andre"]
_ANSWERING: Final = frozenset({Concept.VOTE, Concept.NEGATION, Concept.EXCEPT})
_BINDING_SIGNS: Final = frozenset(",:-–(")


def may_refer(form: str) -> bool:
    """Whether a reference may start with the word: «sak», «begge», «to saker», «a)», «sykkelsaken»."""
    return form in _openings() or (form.endswith(COMPOUNDED) and len(form) > MIN_COMPOUND)


@lru_cache(maxsize=1)
def _openings() -> frozenset[str]:
    return frozenset({*naming().beginnings, *naming().numerals, *marks("counted_off"), *LETTERS})


class Referrer(ItemReader, TitleReader):
    """Finds the references in the tokens of one passage."""

    def at(self, at: int) -> Found | None:
        """The reference that starts at a token, and where it ends; None where none does."""
        sort = self._tokens[at].sort
        if sort is Sort.CASE_NUMBER:
            return self._bare_case_number(at)
        if sort is not Sort.WORD:
            return self._numbered_point(at) or self._item(at) if sort is Sort.NUMBER else None
        begun = self._naming.beginnings.get(self._forms[at])
        if begun is None:
            return self._lettered(at) or self._compound(at) or self._counted(at) or self._spelled_number(at)
        found = self._counted(at)
        found = found or (self._named_case(at) if "case" in begun else None)
        found = found or (self._points(at) if "point" in begun else None)
        found = found or (self._quantity(at, begun) if not begun.isdisjoint(_QUANTITIES) else None)
        return found or self._ordinal(at)

    def _counted(self, at: int) -> Found | None:
        """«to saker», «de tre sakene»: all of them, where there are so many; not «av de tre sakene …»."""
        if self._forms[at] in marks("plural_article") and at + 1 < len(self._forms):
            if at and self._forms[at - 1] in marks("partitive"):
                return None
            at += 1
        number = self._naming.numerals.get(self._forms[at])
        if number is None or at + 1 >= len(self._forms) or self._forms[at + 1] not in marks("counted"):
            return None
        return Reference(Scope.ALL, numbers=(number,)), at + 2

    def _spelled_number(self, at: int) -> Found | None:
        """«nummer to»: with digits the number is an item of a list, if anything."""
        if self._forms[at] not in marks("counted_off") or at + 1 == len(self._forms):
            return None
        number = self._naming.numerals.get(self._forms[at + 1])
        return None if number is None else (Reference(Scope.ITEM, numbers=(number,)), at + 2)

    def _cases(self, numbers: Sequence[Number]) -> Reference:
        """The cases of those numbers; what the meeting does not have, or has twice, is a problem."""
        keys: list[VoteKey] = []
        problem: Reason | None = None
        for number, year in numbers:
            found = self._agenda.numbered(number, year)
            keys.extend(found if len(found) == 1 else ())
            if len(found) != 1:
                problem = Reason.WHICH_CASE if found else Reason.UNKNOWN_CASE
        return Reference(Scope.NAMED, tuple(dict.fromkeys(keys)), problem=problem)

    def _cases_or_points(self, numbers: Sequence[Number]) -> Reference:
        """The cases, or points of the first: «22/24, 1 og 3» where there is no case 1 or 3 and 22 has such points."""
        reference = self._cases(numbers)
        if reference.problem is not Reason.UNKNOWN_CASE or len(numbers) == 1:
            return reference
        first, others = self._cases(numbers[:1]), [number for number, _ in numbers[1:]]
        points = self._agenda.case(first.keys[0]).points if first.keys else ()
        if not points or any(number not in points or self._agenda.numbered(number) for number in others):
            return reference
        if max(others) < numbers[0][0]:
            return self._points_of(first.keys[0], numbers[1:])
        # «Sak 2/24, 1 og 3»: one more case, it may be.
        return Reference(Scope.NAMED, problem=Reason.UNKNOWN_CASE) if numbers[0][1] is not None else reference

    # Cases

    def _bare_case_number(self, at: int) -> Found | None:
        """«1/22» by itself; a fraction or a date such as «2/3» names nothing."""
        first, _, second = self._forms[at].partition("/")
        if not self._agenda.numbered(int(first), int(second)) and int(second) % 100 not in self._agenda.years:
            return None
        numbers, end = self._numbers(at)
        return self._with_point(self._cases_or_points(numbers), end)

    def _named_case(self, at: int) -> Found | None:
        if not self._is(at, "case"):
            return None
        after = at + 1
        while self._is(after, "case") and self._tokens[after].form in marks("numbered"):
            after += 1
        numbers, end = self._numbers(after)
        if numbers:
            end = self._after_year(numbers, end)
            reference = self._cases_or_points(numbers)
            goes_on = self._goes_on(end)
            if (goes_on and self._is_left_open(end)) or (reference.problem and self._spans(after, end)):
                return Reference(Scope.NAMED, problem=reference.problem or Reason.WHICH_CASE), end
            item = self._item_of(reference, at, end) if goes_on else None
            return item or self._with_point(reference, end)
        if self._is(after, "titled"):
            return self._titled_case(after + 1)
        if after < len(self._tokens) and self._tokens[after].text in _ROMAN:
            # «Sak I», in whatever way cases are counted there.
            return Reference(Scope.NAMED, problem=Reason.WHICH_CASE), after + 1
        return None

    def _spans(self, at: int, end: int) -> bool:
        """Whether «11–14» or «11 til 14» stands there: where the meeting lacks one of them, none is sure."""
        return any(self._sign(each, RANGE_SIGNS) or self._is(each, "range") for each in range(at, end))

    def _is_left_open(self, at: int) -> bool:
        """Whether another case is joined by «eller»: «sak 1 eller 2», «sak 1 og/eller 2»."""
        either = at
        while either < len(self._forms) and (self._sign(either, frozenset("/")) or self._is(either, "join")):
            either += 1
        return (
            either + 1 < len(self._forms)
            and self._forms[either] in marks("alternative")
            and (self._number(either + 1) is not None or self._is(either + 1, "case"))
        )

    def _after_year(self, numbers: list[Number], end: int) -> int:
        """«sak 1-22» and «sak 1 / 2022» end behind their year."""
        if len(numbers) == 1 and numbers[0][1] is None and self._sign(end, RANGE_SIGNS | {"/"}):
            year = self._number(end + 1)
            if year is not None and year[1] is None and self._is_year(year[0]):
                return end + 2
        return end

    def _with_point(self, reference: Reference, end: int) -> Found:
        """The case with its title read past, and the points that follow it: «sak 2 pkt. 1 og 2», «2/22#1»."""
        if len(reference.keys) != 1 or reference.problem is not None or reference.keys[0].point is not None:
            return reference, end
        end = self._after_title(reference.keys[0], end)
        glued = self._is_glued(end)
        if not (glued or self._goes_on(end)):
            return reference, end
        if glued or self._sign(end, _NUMBER_SIGNS):
            end += glued
            numbers, stop = self._numbers(end)
            return (self._points_of(reference.keys[0], numbers), stop) if numbers else (reference, end)
        after = end + 1 if self._sign(end, _BINDING_SIGNS) else end
        points = self._point_numbers(after) if not self._is(end, "join") else None
        if points is None or (after > end and self._case_after(points[1]) is not None):
            # «7/22, punkt 3 i 6/22»
            return reference, end
        return self._points_of(reference.keys[0], points[0]), points[1]

    def _is_glued(self, at: int) -> bool:
        """«6/25.1» is a point."""
        around = self._tokens[at - 1 : at + 2]
        glued = len(around) == 3 and all(before.end == after.start for before, after in pairwise(around))
        return glued and around[1].form == "." and around[2].sort is Sort.NUMBER

    def _item_of(self, reference: Reference, at: int, end: int) -> Found | None:
        """«Case 2, item 2» is a point where the case has points; «item 1, item 2» are cases."""
        items = marks("point_too")
        after = end + 1 if self._sign(end, frozenset(",")) else end
        if len(reference.keys) != 1 or self._forms[at] in items or after >= len(self._forms):
            return None
        if self._forms[after] not in items or not self._agenda.case(reference.keys[0]).points:
            return None
        numbers, stop = self._numbers(after + 1)
        return (self._points_of(reference.keys[0], numbers), stop) if numbers else None

    # Points

    def _point_numbers(self, at: int) -> tuple[list[Number], int] | None:
        if not self._is(at, "point") or self._is(at, "all", "both"):
            return None
        numbers, end = self._numbers(at + 1)
        return (numbers, end) if numbers else None

    def _points(self, at: int) -> Found | None:
        found = self._point_numbers(at)
        if found is None:
            return None
        numbers, end = found
        plain = tuple(number for number, _ in numbers)
        case = self._case_after(end)
        if case is None:
            return Reference(Scope.POINTS, numbers=plain), end
        reference, stop = case
        if reference.problem is not None or len(reference.keys) != 1:
            return Reference(Scope.NAMED, problem=reference.problem or Reason.WHICH_CASE), stop
        return self._points_of(reference.keys[0], numbers), stop

    def _case_after(self, at: int) -> Found | None:
        """The case that follows a point: «punkt 1 i sak 2», «pkt. 1 (sak 2)»."""
        while (self._is(at, "within", "definite") and not self._is(at, "case")) or self._sign(at, frozenset(",(")):
            at += 1
        if at >= len(self._tokens) or self._tokens[at].sort not in {Sort.WORD, Sort.CASE_NUMBER}:
            return None
        if self._tokens[at].sort is Sort.CASE_NUMBER:
            return self._bare_case_number(at)
        return self._named_case(at) or self._ordinal(at)

    def _points_of(self, key: VoteKey, numbers: Sequence[Number]) -> Reference:
        points = self._agenda.case(key).points
        known = tuple(VoteKey(key.case, number) for number, _ in numbers if number in points)
        problem = None if len(known) == len(numbers) else Reason.UNKNOWN_CASE
        return Reference(Scope.NAMED, known, problem=problem)

    # All, the rest, the other, the first

    def _quantity(self, at: int, begun: frozenset[str]) -> Found | None:
        """«begge», «alle tre sakene», «resten», «den andre saken», «ingen av sakene»."""
        for table, scope in _QUANTITIES.items():
            if table not in begun or (end := self._naming.longest(table, self._forms, at)) == at:
                continue
            if scope is Scope.ALL:
                return self._all(at, end, 2 if table == "both" else None)
            return self._of_them(scope, end) if scope in _PARTS else self._others(scope, at, end)
        return None

    def _others(self, scope: Scope, at: int, end: int) -> Found | None:
        """«resten», «den andre saken»."""
        if self._is(end, "point"):
            return (Reference(Scope.ALL_POINTS, numbers=(-1,)), end + 1) if scope is Scope.REST else None
        if scope is Scope.REST and end < len(self._forms) and self._forms[end] in marks("partitive"):
            of, stop = self._case_after(end + 1) or (Reference(scope), end)
            if len(of.keys) == 1 and of.problem is None:
                # «Resten av sak 2» is the points of it that are left.
                return Reference(scope, of.keys), stop
        # «de øvrige sakene» are cases, «resten» may be points too.
        cases = any(self._is(each, "noun", "case") for each in range(at, end))
        second = self._forms[at:end] == _OTHER_OR_SECOND
        return Reference(scope, numbers=(OF_CASES,) if cases else (SECOND,) if second else ()), end

    def _of_them(self, scope: Scope, at: int) -> Found | None:
        """«noen av sakene», «ingen av dem»; but «noen av oss» names nothing."""
        while self._is(at, "definite") and self._forms[at] != "sak":
            at += 1
        end = self._naming.longest("noun", self._forms, at)
        if end == at and at < len(self._forms) and self._forms[at] in marks("them"):
            end = at + 1
        return (Reference(scope), end) if end > at else None

    def _all(self, at: int, end: int, count: int | None) -> Found:
        while self._is(end, "definite") and self._forms[end] != "sak":
            end += 1
        number = self._number(end)
        if count is None and number is not None and number[1] is None:
            count, end = number[0], end + 1
        while self._is(end, "definite") and self._forms[end] != "sak":
            end += 1
        numbers = () if count is None else (count,)
        if self._is(end, "point"):
            return self._all_points(end + 1, numbers)
        noun = self._naming.longest("noun", self._forms, end)
        # «alle sakene på sakslisten»
        end = max(end, noun, self._naming.longest("noun", self._forms, noun))
        of_cases = any(self._is(place, "case") or self._forms[place] in marks("agenda") for place in range(at, end))
        return Reference(Scope.ALL, numbers=numbers or ((OF_CASES,) if of_cases else ())), end

    def _numbered_point(self, at: int) -> Found | None:
        """«2. punkt», «3. punkt i sak 2»; but «2. punkt 1 …» is an item of a list."""
        ordinal = self._sign(at + 1, frozenset(".")) and self._is(at + 2, "point") and self._number(at + 3) is None
        return self._points_by_place((int(self._forms[at][:6]),), at + 3) if ordinal else None

    def _all_points(self, end: int, numbers: tuple[int, ...]) -> Found:
        case = self._case_after(end)
        if case is None:
            return Reference(Scope.ALL_POINTS, numbers=numbers), end
        reference, stop = case
        if reference.problem is not None or len(reference.keys) != 1:
            return Reference(Scope.NAMED, problem=reference.problem or Reason.WHICH_CASE), stop
        points = self._agenda.case(reference.keys[0]).point_keys
        if numbers and numbers[0] != len(points):
            return Reference(Scope.NAMED, problem=Reason.WHICH_CASE), stop
        return Reference(Scope.NAMED, points or reference.keys), stop

    def _ordinal(self, at: int) -> Found | None:
        """«første sak», «den siste», «andre punkt i sak 2»."""
        definite = self._is(at, "definite") and not self._is(at, "case")
        if definite:
            at += 1
        if at >= len(self._tokens):
            return None
        several = (self._first_or_last_points(at) or self._first_or_last_ones(at)) if definite else None
        counted = self._is(at, "last") or self._forms[at] in self._naming.ordinals
        if several is not None or not counted:
            return several
        place = None if self._is(at, "last") else self._naming.ordinals[self._forms[at]]
        if self._is(at + 1, "point"):
            return self._points_by_place((-1 if place is None else place,), at + 2)
        if self._is(at + 1, "case") and not self._number(at + 2):
            return self._place(place, at + 2)
        if not (self._is_paired(at + 1) or (definite and self._stands_alone(at + 1))):
            return None
        found, end = self._place(place, at + 1)
        if definite:
            scope = Scope.POINTS if self._forms[at - 1] in marks("neuter") else Scope.PLACES
            found = found._replace(scope=scope, numbers=(-1 if place is None else place,))
        return found, end

    def _is_paired(self, at: int) -> bool:
        """«første og siste sak»: the noun stands behind the second."""
        if not self._is(at, "join"):
            return False
        after = at + 2 if self._is(at + 1, "definite") else at + 1
        counted = self._is(after, "last") or (after < len(self._forms) and self._forms[after] in self._naming.ordinals)
        return counted and self._is(after + 1, "case")

    def _first_or_last_ones(self, at: int) -> Found | None:
        """«de tre første», «de to siste sakene»."""
        number = self._number(at)
        if number is None or number[1] is not None or not 1 < number[0] <= len(self._agenda.keys):
            return None
        last = self._is(at + 1, "last")
        if not last and (at + 1 >= len(self._forms) or self._naming.ordinals.get(self._forms[at + 1]) != 1):
            return None
        count = number[0]
        keys = self._agenda.keys[-count:] if last else self._agenda.keys[:count]
        if self._is(at + 2, "case"):
            return Reference(Scope.NAMED, keys), at + 3
        places = tuple(range(-count, 0) if last else range(1, count + 1))
        return None if self._is(at + 2, "point") else (Reference(Scope.PLACES, keys, places), at + 2)

    def _first_or_last_points(self, at: int) -> Found | None:
        """«de to første punktene», «de to siste punktene i sak 2»."""
        number = self._number(at)
        last = self._is(at + 1, "last")
        first = at + 1 < len(self._forms) and self._naming.ordinals.get(self._forms[at + 1]) == 1
        if number is None or number[1] is not None or not (last or first) or not self._is(at + 2, "point"):
            return None
        count = min(number[0], MAX_RANGE)
        return self._points_by_place(tuple(range(-count, 0) if last else range(1, count + 1)), at + 3)

    def _stands_alone(self, at: int) -> bool:
        """Whether no noun follows: «den første, …» but not «den første gangen»."""
        if not self._word_at(at) or self._is(at, "join") or self._forms[at] in marks("after_ordinal"):
            return True
        match = lexicon().match(self._tokens, self._forms, at)
        return match is not None and match.lexeme.concept in _ANSWERING

    def _place(self, place: int | None, end: int) -> Found:
        keys = self._agenda.keys
        index = len(keys) if place is None else place
        if not 1 <= index <= len(keys):
            return Reference(Scope.NAMED, problem=Reason.UNKNOWN_CASE), end
        return self._with_point(Reference(Scope.NAMED, (keys[index - 1],)), end)

    def _points_by_place(self, places: tuple[int, ...], end: int) -> Found:
        """The points at those places, counted from the last one where they are negative."""
        case = self._case_after(end)
        if case is None:
            return Reference(Scope.POINTS, numbers=places), end
        reference, stop = case
        if reference.problem is not None or len(reference.keys) != 1:
            return Reference(Scope.NAMED, problem=reference.problem or Reason.WHICH_CASE), stop
        count = len(self._agenda.case(reference.keys[0]).points)
        numbers: list[Number] = [(place if place > 0 else count + 1 + place, None) for place in places]
        return self._points_of(reference.keys[0], numbers), stop

    # Lists
