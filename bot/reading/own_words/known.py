"""What is known of the letter that a mail answers: its headings, proposals and points, and its whole text if given.

Text is compared by its letters and digits alone, so that line breaks, quote marks, bold and bullets do not matter.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from bot.core.meeting import Case, Meeting, VoteKey
from bot.reading.own_words.answers import has_answer_word, is_of_record
from bot.reading.own_words.kept import Kept, kept, kept_method

# Shorter text may stand in a letter by chance; it is known only as a whole line of it.
SHORTEST_FRAGMENT: Final = 20

# A title that a program has broken begins with so much at least.
SHORTEST_TITLE: Final = 6

# In a subject a part of a title names its case; what is shorter may be a word of anything.
SHORTEST_NAMED: Final = 8

_NOT_LETTERS = re.compile(r"[\W_]+")
_CASE_NUMBER = re.compile(r"\d/\d\d")
_LINK = re.compile(r"<?\b(?:https?://|mailto:)[^\s>]{1,2000}>?", re.IGNORECASE)
_CASE_LABEL = re.compile(
    r"[\W_]{0,6}(?:(?:sak|saksnr|saksnummer|case|item|ps|arkivsak)\b[.:]?\s{0,3}(?:nr\.?|no\.?)?\s{0,3})?"
    r"(?:ps\s{0,3})?0{0,3}(\d{1,4}/\d{2,4})(?!\d)",
    re.IGNORECASE,
)
# What is left of a heading that somebody has cut down: «Sak 12», «sak nr. 2: Leie av lokaler», «Punkt 2».
_SHORT_LABEL = re.compile(
    r"[\W_]{0,6}(?:(?P<case>sak|saksnr|saksnummer|case|item|ps)|(?P<point>punkt|pkt|point))\b[.:]?\s{0,3}"
    r"(?:nr\.?|no\.?)?\s{0,3}0{0,3}(?P<number>\d{1,4})(?![\d/])\s{0,3}"
    r"(?:[:.–-].{0,300}|(?<=\s)(?-i:[A-ZÆØÅ«]).{0,300}(?<![.,;]))?",
    re.IGNORECASE,
)
_POINT_LABEL = re.compile(r"[\s,.–-]{0,5}(?:punkt|pkt\.?|point)\s{0,3}(\d{1,2})\b", re.IGNORECASE)


# Each letter of ours ends with a reference of its own, «Referanse: K7Q4-M2XD-3FAB (møte 2022-03-02)»: in one to
# somebody else, which nobody can know here, it is the line that no other letter has.
_REFERENCE = re.compile(r"refer(?:anse|ence)[a-z2-7]{12}(?:(?:møte|meeting)\w{1,100})?")


def letters_of(text: str) -> str:
    """The letters and digits of the text, in one case."""
    return _NOT_LETTERS.sub("", text.casefold())


@kept
def is_reference(text: str) -> bool:
    """Whether the line is the reference with which each letter of ours ends."""
    return _REFERENCE.fullmatch(letters_of(text)) is not None


_ENUMERATION = re.compile(r"[\W_]*(?:\d{1,2}[.)]\s|(?:punkt|pkt\.?|point)\s\d{1,2}[.:)]?\s)?", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"(?:(?:forslag|framlegg|innstilling|proposal)[^:.!?]{0,60}|(?:råd|kommunedirektør)\w{0,10}[^:.!?]{0,40})"
    r":\s(?=\S)",
    re.IGNORECASE,
)


@kept
def bare_letters(text: str) -> str:
    """`letters_of` without a bullet, a point's number or «Forslag til vedtak:» in front."""
    text = text[_end_of(_ENUMERATION, text) :]
    return letters_of(text[_end_of(_LEAD_IN, text) :])


def _end_of(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def _after_letters(text: str, count: int) -> str:
    """The end of the text with that many letters and digits, without what stands before its first."""
    at = len(text)
    while count and at:
        at -= 1
        count -= len(letters_of(text[at]))
    return text[at:]


def _before_letters(text: str, count: int) -> str:
    """The beginning of the text with that many letters and digits, without what stands after its last."""
    at = 0
    while count and at < len(text):
        count -= len(letters_of(text[at]))
        at += 1
    return text[:at]


# A longer line is a text, and no proposal with an answer beside it.
LONGEST_ANSWERED: Final = 2_000
_BLANK_LABELS = re.compile(
    r"(?:\s{1,3}(?:sak|case|ps)\s\d{1,4}/\d{2,4}(?:,?\s(?:punkt|pkt\.?|point)\s\d{1,2})?\s?:){1,40}$", re.IGNORECASE
)


class Place(NamedTuple):
    """A line that is known: which vote it is about, if any, and where it ends in the known text."""

    key: VoteKey | None
    end: int


class FormLine(NamedTuple):
    """A line that begins as the form's do: what it is about, and what stands after its colon."""

    key: VoteKey
    filled: str


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """An index of the known text; `letter` says that it holds a whole letter and not only the meeting's own texts.

    `points` counts the points of each case that is voted on point by point. `subjects` are those of the `titles` by
    which a subject names a case: they are not the meeting's too.

    Compared by identity: there is one for a meeting and its letters, and what was found of a line is kept with it.
    """

    text: str
    starts: tuple[int, ...]
    keys: tuple[VoteKey | None, ...]
    rows: frozenset[str]
    numbers: tuple[tuple[str, str], ...]
    titles: tuple[tuple[str, VoteKey], ...]
    subjects: tuple[tuple[str, VoteKey], ...]
    letter: bool
    long_rows: tuple[tuple[str, VoteKey], ...]
    explanations: tuple[str, ...]
    proposals: tuple[str, ...]
    proposed: tuple[tuple[str, VoteKey], ...]
    lines: frozenset[str]
    points: dict[str, int]
    kept: Kept

    def place(self, letters: str, after: int) -> Place | None:
        """Where the line stands, given by its letters: next after `after` if it can, else anywhere; None if nowhere."""
        if not letters:
            return None
        if after >= 0 and self.text.startswith(letters, after):
            return self._at(after, letters)
        if _REFERENCE.fullmatch(letters):
            return Place(None, after)
        if len(letters) < SHORTEST_FRAGMENT and letters not in self.rows:
            return None
        found = self.text.find(letters, max(after, 0))
        if found < 0 < after:
            found = self.text.find(letters)
        return self._at(found, letters) if found >= 0 else None

    def begins(self, start: int) -> bool:
        """Whether one of the known texts or lines begins at that place."""
        at = bisect_right(self.starts, start)
        return at > 0 and self.starts[at - 1] == start

    def holds_line(self, text: str) -> bool:
        """Whether the line, or one broken off from it, stands in the known text."""
        return text in self.lines or self.place(bare_letters(text), -1) is not None

    def explains(self, letters: str) -> bool:
        """Whether a line with those letters explains a case, and is neither its title nor a proposal."""
        if any(letters in each for each in self.proposals) or any(letters == title for title, _ in self.titles):
            return False
        return any(letters in each for each in self.explanations)

    def ends_proposal(self, letters: str) -> bool:
        """Whether a proposal or a point of one ends with those letters."""
        return bool(letters) and any(each.endswith(letters) for each in self.proposals)

    def _at(self, start: int, letters: str) -> Place:
        return Place(self.keys[bisect_right(self.starts, start) - 1], start + len(letters))

    def beyond(self, text: str, letters: str) -> tuple[VoteKey, str] | None:
        """What was written on after a known text in the same line, and what that text is about; None if nothing."""
        for row, key in self.long_rows:
            if letters.startswith(row) and len(letters) > len(row):
                return key, _after_letters(text, len(letters) - len(row))
        return None

    def beside_proposal(self, text: str) -> tuple[VoteKey, str] | None:
        """What stands on one side of a whole proposal in the same line, and what that is about; None for anything else.

        A proposal that is given in more than one case says nothing of which is meant.
        """
        letters = letters_of(text) if len(text) <= LONGEST_ANSWERED else ""
        found = {key: row for row, key in self.proposed if len(row) >= SHORTEST_FRAGMENT and row in letters}
        if len(found) != 1:
            return None
        (key, row), *_ = found.items()
        before, _, after = letters.partition(row)
        if after:
            return None if before and not before.isdecimal() else (key, _after_letters(text, len(after)))
        return (key, _before_letters(text, len(before))) if before else None

    def without_blank_labels(self, text: str) -> str:
        """A line of the form without further labels that stand empty at its end: «Sak 1/22: godkjent Sak 2/22:»."""
        if not text.endswith(":") or (form := self.form_line(text)) is None or not form.filled:
            return text
        return text[: found.start()] if (found := _BLANK_LABELS.search(text)) else text

    def with_number(self, subject: str) -> str:
        """The subject with the number of the case before it that it names by its title, or by a part of one title."""
        letters = letters_of(subject)
        may_be_part = len(letters) >= SHORTEST_NAMED and not has_answer_word(subject)
        named = [key.case for title, key in self.subjects if title in letters or (may_be_part and letters in title)]
        return f"{named[0]} {subject}" if len(named) == 1 and not _CASE_NUMBER.search(subject) else subject

    @kept_method
    def heading(self, text: str) -> VoteKey | None:
        """The case whose heading the line is: its number, alone or with words after it, or its title alone."""
        found = _CASE_LABEL.match(text)
        if found:
            return self._case_numbered(found[1])
        letters = bare_letters(text)
        return next((key for title, key in self.titles if letters == title), None)

    def shortened_heading(self, text: str, above: VoteKey | None) -> VoteKey | None:
        """The case or point that a heading names by its bare number, below that case; None for no such heading."""
        found = _SHORT_LABEL.fullmatch(text) if len(text) <= 600 else None
        if found is None:
            return None
        number = int(found["number"])
        if found["case"]:
            fitting = [original for plain, original in self.numbers if plain.partition("/")[0] == str(number)]
            return VoteKey(fitting[0]) if len(fitting) == 1 else None
        case = self.numbers[0][1] if len(self.numbers) == 1 else above.case if above else ""
        return VoteKey(case, number) if number <= self.points.get(case, 0) else None

    @kept_method
    def form_line(self, text: str) -> FormLine | None:
        """The line as one of the form: «Sak 1/22: …», «Sak 2/22, punkt 1: …»; None for anything else."""
        found = _CASE_LABEL.match(text) if ":" in text and len(text) <= 600 else None
        key = self._case_numbered(found[1]) if found else None
        if found is None or key is None:
            return None
        end = found.end()
        point = _POINT_LABEL.match(text, end)
        if point:
            key, end = VoteKey(key.case, int(point[1])), point.end()
        label, colon, filled = text[end:].partition(":")
        if not colon or (letters_of(label) and letters_of(label) not in dict(self.titles)):
            return None
        filled = filled.strip(" *_")
        return FormLine(key, "" if self._is_heading(filled) or is_of_record(filled) else filled)

    def _is_heading(self, filled: str) -> bool:
        letters = letters_of(filled)
        return letters in self.rows or any(
            letters == title or (len(letters) >= SHORTEST_TITLE and title.startswith(letters))
            for title, _ in self.titles
        )

    @kept_method
    def end_of_title(self, text: str) -> int | None:
        """Where the known text goes on after a heading that gives a case's title, or begins it; None for no such."""
        found = _CASE_LABEL.match(text)
        letters = letters_of(text[found.end() :]) if found else ""
        title = next((title for title, _ in self.titles if letters and title.startswith(letters)), None)
        start = self.text.find(title) if title else -1
        return start + len(letters) if start >= 0 else None

    def _case_numbered(self, number: str) -> VoteKey | None:
        wanted = _plain_number(number)
        return next((VoteKey(original) for plain, original in self.numbers if plain == wanted), None)


def _plain_number(number: str) -> str:
    """`01/2022` as `1/22`: notices write the same number in several ways."""
    first, _, year = number.partition("/")
    return f"{first.lstrip('0') or '0'}/{year[-2:]}"


@lru_cache(maxsize=128)
def known_of(meeting: Meeting, sent: tuple[str, ...]) -> Known:
    """The index for a meeting and the letters that the sender had from us."""
    entries: list[tuple[str, VoteKey | None]] = []
    for case in meeting.cases:
        entries += [(bare_letters(text), key) for text, key in _texts_of(case)]
    entries += [(letters_of(text), None) for text in _names_of(meeting)]
    for letter in sent:
        entries += _letter_lines(letter, meeting)
    entries = [each for each in entries if each[0]]
    return _indexed(meeting, entries, sent)


def _letter_lines(letter: str, meeting: Meeting) -> Iterator[tuple[str, VoteKey | None]]:
    """A letter's lines, each with what it is about: the case or point whose text it gives."""
    case: Case | None = None
    key: VoteKey | None = None
    by_number = {_plain_number(each.number): each for each in meeting.cases}
    for line in letter.split("\n"):
        letters = bare_letters(_LINK.sub("", line))
        label = _CASE_LABEL.match(line)
        if label:
            case = by_number.get(_plain_number(label[1]))
            key = case.key if case else None
        elif case and letters:
            key = _part_of(case, letters, key)
        yield letters, key


def _part_of(case: Case, letters: str, before: VoteKey | None) -> VoteKey | None:
    """The key of the case's text that the line begins or goes on with; None where it is no text of the case."""
    whole = [(bare_letters(text), key) for text, key in _texts_of(case)]
    starting = next((key for text, key in whole if text and (text.startswith(letters) or letters == text)), None)
    if starting:
        return starting
    within = [key for text, key in whole if letters in text or (len(text) >= SHORTEST_FRAGMENT and text in letters)]
    return before if before in within else next(iter(within), None)


def _indexed(meeting: Meeting, entries: list[tuple[str, VoteKey | None]], sent: tuple[str, ...]) -> Known:
    titles = tuple((letters_of(case.title), case.key) for case in meeting.cases)
    names = {letters_of(name) for name in _names_of(meeting)}
    starts, at = [], 0
    for letters, _ in entries:
        starts.append(at)
        at += len(letters)
    return Known(
        text="".join(letters for letters, _ in entries),
        starts=tuple(starts),
        keys=tuple(key for _, key in entries),
        rows=frozenset(letters for letters, _ in entries),
        numbers=tuple((_plain_number(case.number), case.number) for case in meeting.cases),
        titles=titles,
        subjects=tuple((title, key) for title, key in titles if title and title not in names),
        letter=bool(sent),
        lines=frozenset(line.strip() for letter in sent for line in letter.split("\n")),
        explanations=tuple(letters_of(case.text) for case in meeting.cases),
        proposals=tuple(bare_letters(text) for case in meeting.cases for text in case.proposal),
        proposed=tuple((letters_of(text), key) for case in meeting.cases for text, key in _proposals_of(case)),
        kept={},
        points={case.number: len(case.points) for case in meeting.cases},
        long_rows=tuple((row, key) for row, key in entries if key and len(row) >= SHORTEST_FRAGMENT),
    )


def _proposals_of(case: Case) -> Iterator[tuple[str, VoteKey]]:
    keys = [VoteKey(case.number, number) for number in case.points] or [case.key] * len(case.proposal)
    return zip(case.proposal, keys, strict=False)


def _texts_of(case: Case) -> Iterator[tuple[str, VoteKey]]:
    yield case.title, case.key
    for line in case.text.split("\n"):
        yield line, case.key
    if not case.points:
        yield from ((text, case.key) for text in case.proposal)
    for number, text in zip(case.points, case.proposal, strict=False):
        yield from ((line, VoteKey(case.number, number)) for line in text.split("\n"))


def _names_of(meeting: Meeting) -> Iterator[str]:
    yield from (meeting.title, meeting.body.name, meeting.body.organisation)
