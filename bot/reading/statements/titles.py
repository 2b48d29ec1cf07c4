"""Cases named by their titles: «saken om sykkelveier», «sykkelsaken», «sak 2 Felles satsing»."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from bot.core.meeting import VoteKey
from bot.core.reading import Reason
from bot.reading.statements.numbers import NumberReader
from bot.reading.statements.reference import Found, Reference, Scope
from bot.reading.statements.text import Sort

# «sykkelsaken» is longer than «årsaken».
MIN_COMPOUND: Final = 7
COMPOUNDED: Final = ("saken", "saka", "sak")
_QUOTES: Final = frozenset("«»\"'“”„‘’-–—:(),./")


class TitleReader(NumberReader):
    """Finds the words of titles in the tokens of one passage."""

    def _compound(self, at: int) -> Found | None:
        """«sykkelsaken» is the case whose title alone has a word that begins so."""
        form = self._forms[at]
        ending = next((each for each in COMPOUNDED if form.endswith(each)), None)
        if ending is None:
            return None
        begun = form.removesuffix(ending)
        places = [
            place for place, title in enumerate(self._agenda.titles) if any(word.startswith(begun) for word in title)
        ]
        if len(begun) < MIN_COMPOUND - len(ending) or len(places) != 1:
            return None
        return Reference(Scope.NAMED, (self._agenda.keys[places[0]],)), at + 1

    def title(self, at: int) -> Found | None:
        """The case whose title is written out there, to its last word; None where none is."""
        for place in self._agenda.openings.get(self._tokens[at].form, ()):
            end = self._end_of_title(self._agenda.title_forms[place], at)
            if end is not None:
                return Reference(Scope.NAMED, (self._agenda.keys[place],)), end
        return None

    def _end_of_title(self, title: Sequence[str], at: int) -> int | None:
        matched = 0
        for position in range(at, len(self._tokens)):
            token = self._tokens[position]
            if token.sort is Sort.SIGN and token.form in _QUOTES:
                continue
            if token.form != title[matched]:
                return None
            matched += 1
            if matched == len(title):
                return position + 1
        return None

    def _after_title(self, key: VoteKey, at: int) -> int:
        """Past the case's own title, where the sender wrote it behind the number."""
        title = self._agenda.titles[self._agenda.keys.index(key)]
        position, matched, end = at, 0, at
        while position < len(self._tokens) and matched < len(title):
            token = self._tokens[position]
            if token.sort is Sort.WORD:
                if token.form != title[matched]:
                    break
                matched, end = matched + 1, position + 1
            elif (token.sort is Sort.LINE_END and (not matched or token.form != "\n")) or not (
                token.form in _QUOTES or token.sort in {Sort.LINE_END, Sort.NUMBER}
            ):
                break
            position += 1
        if not matched or (matched < 2 and matched < len(title)):
            return at
        if matched == len(title):
            end = self._after_last_numbers(key, end)
        while self._sign(end, frozenset("»\"”'")):
            end += 1
        return end

    def _after_last_numbers(self, key: VoteKey, at: int) -> int:
        """Past the numbers that the case's title ends with: «Budsjett 2025»."""
        words, forms = self._agenda.titles, self._agenda.title_forms
        place = self._agenda.keys.index(key)
        last = words[place][-1:]
        numbers = takewhile(lambda form: form not in last, reversed(forms[place]))
        for number in reversed(list(numbers)):
            if at >= len(self._tokens) or self._tokens[at].form != number:
                break
            at += 1
        return at

    def _titled_case(self, at: int) -> Found:
        """«saken om …»: the case whose title alone has the words."""
        places: frozenset[int] | None = None
        end = at
        for position in range(at, min(at + 14, len(self._tokens))):
            token = self._tokens[position]
            if token.sort is Sort.SIGN and token.form in _QUOTES - frozenset(",:.()-–"):
                continue
            if token.sort is not Sort.WORD:
                break
            found = self._agenda.titled(token.form)
            if found:
                places, end = found if places is None else places & found, position + 1
            elif not self._is(position, "within", "titled", "join", "definite", "numeral"):
                break
        if places is None or len(places) != 1:
            return Reference(Scope.NAMED, problem=Reason.WHICH_CASE), max(end, min(at + 1, len(self._tokens)))
        # «saken om salg av tomt 8»
        end = max(end, self._agenda.title_end(self._forms, end - 1))
        return Reference(Scope.NAMED, (self._agenda.keys[next(iter(places))],)), end
