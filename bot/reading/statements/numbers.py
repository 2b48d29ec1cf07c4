"""The numbers of cases and points in a text: «1», «1, 2 og 3», «11–14», with their years where they are given."""

from collections.abc import Sequence
from typing import Final

from bot.reading.statements.agenda import Agenda
from bot.reading.statements.lexicon import Naming, naming
from bot.reading.statements.text import Sort, Token

# A number, and its year where one is given.
Number = tuple[int, int | None]
MAX_RANGE: Final = 60
_SIGN: Final = Sort.SIGN
_WORD: Final = Sort.WORD
_COUNTED: Final = frozenset({Sort.NUMBER, Sort.CASE_NUMBER})
# Behind a number, these and words of naming go on; whatever else stands there ends what is named.
_CONTINUING_SIGNS: Final = frozenset(",:-–—―(#/&+")
_NUMBER_SIGNS: Final = frozenset("#")
_JOINING_SIGNS: Final = frozenset(",&+")
RANGE_SIGNS: Final = frozenset("-–—―")


class NumberReader:
    """Finds numbers in the tokens of one passage; what names with them builds on it."""

    def __init__(self, tokens: Sequence[Token], forms: Sequence[str], agenda: Agenda) -> None:
        self._tokens = tokens
        self._forms = forms
        self._agenda = agenda
        self._naming: Naming = naming()

    def _is(self, at: int, *tables: str) -> bool:
        standing = self._naming.tables.get(self._forms[at]) if at < len(self._forms) else None
        return standing is not None and not standing.isdisjoint(tables)

    def _goes_on(self, at: int) -> bool:
        """Whether the token there may belong to what names a case or point before it."""
        if at >= len(self._tokens):
            return False
        sort = self._tokens[at].sort
        if sort is _WORD:
            return self._forms[at] in self._naming.words
        return sort is not Sort.LINE_END and (sort is not _SIGN or self._forms[at] in _CONTINUING_SIGNS)

    def _sign(self, at: int, signs: frozenset[str]) -> bool:
        return at < len(self._tokens) and self._tokens[at].sort is _SIGN and self._forms[at] in signs

    def _number(self, at: int) -> Number | None:
        """The number at a token, and the year where one is given."""
        if at >= len(self._tokens):
            return None
        token = self._tokens[at]
        if token.sort is Sort.NUMBER:
            return (int(token.form[:6]), None)
        if token.sort is Sort.CASE_NUMBER:
            first, _, second = token.form.partition("/")
            return int(first), int(second)
        numeral = self._naming.numerals.get(token.form) if token.sort is Sort.WORD else None
        return None if numeral is None else (numeral, None)

    def _numbers(self, at: int) -> tuple[list[Number], int]:
        """«1», «1 og 2», «1, 2 og 3», «11–14», and where they end; none where no number stands there."""
        while at < len(self._tokens) and self._tokens[at].sort not in _COUNTED and self._leads_to_number(at):
            at += 1
        first = self._number(at)
        if first is None:
            return [], at
        numbers, end = [first], at + 1
        while len(numbers) < MAX_RANGE and self._goes_on(end):
            step = self._next_case(numbers[-1], end) or self._next_number(numbers[-1], end, listed=len(numbers) > 1)
            if step is None:
                break
            more, end = step
            numbers.extend(more)
        return numbers, end

    def _leads_to_number(self, at: int) -> bool:
        """«nr.», «#»."""
        return self._is(at, "number") or self._sign(at, _NUMBER_SIGNS)

    def _next_number(self, last: Number, at: int, *, listed: bool) -> tuple[list[Number], int] | None:
        spread = at + 1 if self._sign(at, RANGE_SIGNS) else self._naming.longest("range", self._forms, at)
        joined = self._sign(at, _JOINING_SIGNS) or self._is(at, "join")
        if spread == at and not joined:
            return None
        after = at + 2 if joined and self._is(at + 1, "join") else max(spread, at + 1)
        if self._word_at(after):
            return None
        number = self._number(after)
        if number is None or (not listed and not self._is(at, "join") and self._is_item_marker(after)):
            return None
        if spread == at:
            return [number], after + 1
        return self._range(last, number, after + 1)

    def _next_case(self, last: Number, at: int) -> tuple[list[Number], int] | None:
        """«Sak 1 2 3»: another case with nothing but a blank between; but «sak 1 2 år»."""
        token = self._tokens[at] if at < len(self._tokens) else None
        if token is None or token.sort is not Sort.NUMBER or len(token.form) > len(str(last[0])) + 1:
            return None
        number = int(token.form)
        counts = self._word_at(at + 1) and not self._is(at + 1, "join")
        cases = len(self._agenda.numbered(number)) == len(self._agenda.numbered(last[0])) == 1
        return ([(number, None)], at + 1) if cases and not counts else None

    def _range(self, first: Number, last: Number, end: int) -> tuple[list[Number], int] | None:
        """The numbers of «11–14» after its first; None where the second number is a year or runs backwards."""
        is_year = first[1] is None and last[1] is None and self._is_year(last[0])
        if is_year or not first[0] < last[0] <= first[0] + MAX_RANGE:
            return None
        return [(each, last[1]) for each in range(first[0] + 1, last[0] + 1)], end

    def _is_year(self, number: int) -> bool:
        """«sak 1-22» is case 1 of the year 22 where there is no case 22."""
        return number % 100 in self._agenda.years and not self._agenda.numbered(number)

    def _is_item_marker(self, at: int) -> bool:
        """Whether the number is the next item of a list («1. OK, 2. Imot»), and not one more of «sak 1, 2»."""
        token = self._tokens[at]
        if token.sort is not Sort.NUMBER or not self._word_at(at + 2):
            return False
        # «Imot sak 7, 8. Godkjenner sak 9.» ends a sentence.
        ends = self._sign(at + 1, frozenset(".")) and self._tokens[at + 2].text[0].isupper()
        return self._sign(at + 1, frozenset(").")) and not ends

    def _word_at(self, at: int) -> bool:
        return at < len(self._tokens) and self._tokens[at].sort is Sort.WORD
