"""What can be named in a meeting: cases by number, place and the words of their titles, points, and persons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Final

from bot.core.meeting import Case, Meeting, VoteKey
from bot.reading.recent import made_once
from bot.reading.statements.text import Sort, tokenise

MIN_STEM: Final = 3
# So many letters of a compound tell what it is of: «gebyr» of «gebyrregulativ».
MIN_COMPOUND: Final = 5
# A compound has so many letters before the word that tells what it is, and that one so many at least.
MIN_BEFORE_HEAD: Final = 3
MIN_HEAD: Final = 5
_ENDINGS: Final = (
    "enes", "anes", "ene", "ane", "ets", "ens", "ande", "er", "ar", "en", "et", "as", "es", "a", "e", "s", "t", "n",
)  # fmt: skip
# Words of titles that say nothing of which case it is.
_COMMON: Final = frozenset(
    [
        "for",
        "med",
        "til",
        "fra",
        "som",
        "ved",
        "den",
        "det",
        "de",
        "der",
        "har",
        "ble",
        "kan",
        "the",
        "and",
        "of",
        "on",
        "in",
        "om",
        "av",
        "og",
        "i",
        "pa",
    ]
)


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """The word without its Norwegian endings of inflection, one after the other; three letters at least stay."""
    while True:
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= MIN_STEM:
                word = word[: -len(ending)]
                break
        else:
            return word


def _sequence(number: str) -> tuple[int, int | None]:
    """The number within the year, and the year's last two digits, of `1/22`, `PS 01/2022` or `7`."""
    digits = [each.form for each in tokenise(number) if each.sort in {Sort.CASE_NUMBER, Sort.NUMBER}]
    first, _, second = (digits[0] if digits else "0").partition("/")
    return int(first), int(second) % 100 if second else None


@dataclass(frozen=True, slots=True)
class Agenda:
    """The meeting's cases as a reader looks them up. `keys` are theirs in order; `all_keys` have each case before its
    points. `pointed` are the numbers of the cases that have points. `titles` are the words of theirs, `title_forms` the
    numbers too. `point_words` are words that points have and the title of their case has not, with those points.
    `whole` are the places, by number, of the cases without points; `heads` what the long words of titles and proposals
    may end with, `openings` the places of the titles of two words or more by their first one."""

    cases: tuple[Case, ...]
    keys: tuple[VoteKey, ...]
    all_keys: tuple[VoteKey, ...]
    pointed: frozenset[str]
    sequences: tuple[tuple[int, int | None], ...]
    titles: tuple[tuple[str, ...], ...]
    title_forms: tuple[tuple[str, ...], ...]
    title_words: dict[str, frozenset[int]]
    proposal_words: dict[str, frozenset[int]]
    beginnings: dict[str, frozenset[int]]
    point_words: dict[str, frozenset[VoteKey]]
    whole: dict[str, int]
    heads: dict[str, frozenset[int]]
    openings: dict[str, tuple[int, ...]]

    def numbered(self, sequence: int, year: int | None = None) -> tuple[VoteKey, ...]:
        """The cases of that number; several where two years meet and none is given."""
        return tuple(
            [
                key
                for key, (own, own_year) in zip(self.keys, self.sequences, strict=True)
                if own == sequence and (year is None or own_year is None or year % 100 == own_year)
            ]
        )

    @property
    def years(self) -> frozenset[int | None]:
        """The years, two digits, that the case numbers bear."""
        return frozenset(year for _, year in self.sequences)

    def case(self, key: VoteKey) -> Case:
        """The case that a key belongs to; KeyError where there is none."""
        for case in self.cases:
            if case.number == key.case:
                return case
        raise KeyError(key.case)

    def titled(self, word: str) -> frozenset[int]:
        """Which cases, by place, have the word in their title; empty where none has."""
        return self.title_words.get(stem(word), _NOWHERE)

    def akin(self, word: str) -> frozenset[int]:
        """Which cases, by place, have a word in title or proposal that begins as the word does: «gebyrøkningen»."""
        return self.beginnings.get(stem(word[:MIN_COMPOUND]), _NOWHERE) if len(word) >= MIN_COMPOUND else _NOWHERE

    def title_end(self, forms: Sequence[str], at: int) -> int:
        """Where the words of a title end that go on behind one: «(daglig) leder», «(tomt) 8»; behind that at least."""
        begun, end = stem(forms[at]), at + 1
        for place in self.titled(forms[at]):
            title = self.title_forms[place]
            for start in (start for start, word in enumerate(title, 1) if stem(word) == begun):
                end = max(end, at + 1 + _length_of_run(title[start:], forms[at + 1 : at + 1 + len(title) - start]))
        return end

    def proposed(self, word: str) -> frozenset[int]:
        """Which cases, by place, have the word in title or proposal; empty where none has."""
        return self.proposal_words.get(stem(word), _NOWHERE)

    def headed(self, word: str) -> frozenset[int]:
        """Which cases, by place, have a compound that ends with the word: «avtalen» of «samarbeidsavtale»."""
        return self.heads.get(stem(word), _NOWHERE) if len(word) >= MIN_HEAD else _NOWHERE


_NOWHERE: Final[frozenset[int]] = frozenset()


def _length_of_run(title: Sequence[str], forms: Sequence[str]) -> int:
    """How many of the forms go on as the title does, up to its last number or word that names something."""
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(title, forms, strict=False)))
    return next((length for length in range(alike, 0, -1) if title[length - 1] not in _COMMON), 0)


def _named_by(title: str) -> tuple[str, ...]:
    return tuple(each.form for each in tokenise(title) if each.sort in _NAMING)


_NAMING: Final = frozenset({Sort.WORD, Sort.NUMBER, Sort.DATE, Sort.AMOUNT})


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(each.form for each in tokenise(text) if each.sort is Sort.WORD)


@made_once
def agenda_of(meeting: Meeting) -> Agenda:
    """The meeting's agenda, made once for each meeting."""
    titles = tuple(words_of(case.title) for case in meeting.cases)
    proposals = tuple(words_of(f"{case.title} {' '.join(case.proposal)}") for case in meeting.cases)
    return Agenda(
        meeting.cases,
        tuple(case.key for case in meeting.cases),
        tuple(key for case in meeting.cases for key in (case.key, *case.point_keys)),
        frozenset(case.number for case in meeting.cases if case.points),
        tuple(_sequence(case.number) for case in meeting.cases),
        titles,
        tuple(_named_by(case.title) for case in meeting.cases),
        _places(titles),
        _places(proposals),
        _places(tuple(word[:MIN_COMPOUND] for word in words if len(word) >= MIN_COMPOUND) for words in proposals),
        _words_of_points(meeting.cases),
        {case.number: place for place, case in enumerate(meeting.cases) if not case.points},
        _places(tuple(head for word in words for head in _heads(word)) for words in proposals),
        _openings(tuple(_named_by(case.title) for case in meeting.cases)),
    )


def _openings(titles: Sequence[tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    openings: dict[str, list[int]] = {}
    for place, title in enumerate(titles):
        if len(title) > 1:
            openings.setdefault(title[0], []).append(place)
    return {word: tuple(places) for word, places in openings.items()}


def _heads(word: str) -> tuple[str, ...]:
    """What it may end with, as a compound: «avtale» and the like of «samarbeidsavtale»."""
    return tuple(word[at:] for at in range(MIN_BEFORE_HEAD, len(word) - MIN_STEM))


def _words_of_points(cases: Iterable[Case]) -> dict[str, frozenset[VoteKey]]:
    found: dict[str, set[VoteKey]] = {}
    for case in cases:
        title = {stem(word) for word in words_of(case.title)}
        for number in case.points:
            for word in words_of(case.proposal[number - 1]):
                if len(word) >= MIN_COMPOUND and stem(word) not in title:
                    found.setdefault(stem(word), set()).add(VoteKey(case.number, number))
    return {word: frozenset(keys) for word, keys in found.items()}


def _places(texts: Iterable[tuple[str, ...]]) -> dict[str, frozenset[int]]:
    places: dict[str, set[int]] = {}
    for place, words in enumerate(texts):
        for word in words:
            if word not in _COMMON:
                places.setdefault(stem(word), set()).add(place)
    return {word: frozenset(found) for word, found in places.items()}
