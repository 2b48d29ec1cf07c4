"""The items of a list that answers: «1. OK», «2) Imot», «a) ok», «1 OK, 2 imot»."""

from functools import cached_property
from typing import Final

from bot.reading.statements.lexicon import marks
from bot.reading.statements.numbers import NumberReader
from bot.reading.statements.reference import Found, Reference, Scope
from bot.reading.statements.text import Sort

LETTERS: Final = "abcdefgh"
_MARKERS: Final = frozenset(".):-–")
_PLACES_OF_ITEMS: Final = frozenset({Sort.LINE_END, Sort.SIGN, Sort.SYMBOL})


class ItemReader(NumberReader):
    """Finds the numbers and letters of list items in the tokens of one passage."""

    def _lettered(self, at: int) -> Found | None:
        """«a) ok», «b. nei»: a point by its letter."""
        if self._forms[at] not in LETTERS or not self._sign(at + 1, frozenset(").")) or not self._word_at(at + 2):
            return None
        before = self._tokens[at - 1] if at else None
        begins = before is None or before.sort is Sort.LINE_END
        if not begins and self._sign(at + 1, frozenset(".")):
            return None
        return Reference(Scope.LETTER, numbers=(LETTERS.index(self._forms[at]) + 1,)), at + 2

    @cached_property
    def _is_only_number(self) -> bool:
        """«2 imot»: one number makes no list, and may count those who are against."""
        return sum(token.sort is Sort.NUMBER for token in self._tokens) == 1

    @cached_property
    def _counts_votes(self) -> bool:
        """«5 for, 2 imot»: how many voted so, where there is no case or point 5."""
        voters = [
            int(token.form[:6])
            for token, form in zip(self._tokens, self._forms[1:], strict=False)
            if token.sort is Sort.NUMBER and form in marks("sides")
        ]
        return any(number > self._most_points and not self._agenda.numbered(number) for number in voters)

    def led(self, at: int) -> Found | None:
        """The numbers there, where they and all others of the passage may be those of cases or points.

        «For 5, imot 2» counts those who voted so where there is no case 5.
        """
        if not self._numbers_name:
            return None
        numbers, end = self._numbers(at)
        known = all(self._may_be_named(number) for number, _ in numbers)
        return (Reference(Scope.ITEM, numbers=tuple(number for number, _ in numbers)), end) if known else None

    @cached_property
    def counts_alone(self) -> bool:
        """«2 imot»: the only number, with nothing said of any other case, may count who is against."""
        return self._is_only_number and not any(self._is(at, "rest") for at in range(len(self._forms)))

    @cached_property
    def _numbers_name(self) -> bool:
        numbers = [int(token.form) for token in self._tokens if token.sort is Sort.NUMBER and len(token.form) <= 3]
        return all(self._may_be_named(number) for number in numbers)

    def _may_be_named(self, number: int) -> bool:
        return len(self._agenda.numbered(number)) == 1 or 0 < number <= self._most_points

    @cached_property
    def _most_points(self) -> int:
        return max((len(case.proposal) for case in self._agenda.cases), default=0)

    def _is_answered(self, at: int) -> bool:
        """«Ja til 1, nei til 2»; but «ja til 2 møter» is no list."""
        answered = at > 1 and self._forms[at - 2] in marks("yes_no") and self._forms[at - 1] in marks("answering_to")
        return answered and len(self._forms[at]) <= 3 and (not self._word_at(at + 1) or self._is(at + 1, "join"))

    def _ends_line(self, at: int) -> bool:
        return at >= len(self._tokens) or self._tokens[at].sort is Sort.LINE_END

    def _item(self, at: int) -> Found | None:
        """The number of a list's item: «1. OK», «2) Imot», «1 OK, 2 imot»."""
        if self._is_answered(at):
            return Reference(Scope.ITEM, numbers=(int(self._forms[at]),)), at + 1
        before = self._tokens[at - 1] if at else None
        begins = before is None or before.sort in _PLACES_OF_ITEMS
        marked = self._sign(at + 1, _MARKERS)
        # «Nei til 1 og 2. Ja til 3.»
        joined = not begins and self._is(at - 1, "join")
        if not (begins or (marked and not joined and self._forms[at + 1] in ".):")) or len(self._forms[at]) > 3:
            return None
        if not marked and (self.counts_alone or self._counts_votes):
            return None
        if before is None or before.sort is Sort.LINE_END:
            numbers, end = self._numbers(at)
            if len(numbers) > 1 and (self._word_at(end) or self._ends_line(end)):
                return Reference(Scope.ITEM, numbers=tuple(number for number, _ in numbers)), end
        end = at + 1
        while marked and self._sign(end, _MARKERS):
            end += 1
        if not self._word_at(end) and (end >= len(self._tokens) or not self._ends_line(end)):
            return None
        return Reference(Scope.ITEM, numbers=(int(self._forms[at]),)), end
