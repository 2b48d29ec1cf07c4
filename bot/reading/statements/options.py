"""A row of a form taken apart: what stands before its choices, and each choice with the mark that stands at it.

Whether the marks stand before or behind their words is told by the whole form, so a row says what it may be.
"""

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import pairwise
from typing import Final, NamedTuple

from bot.core.reading import Vote
from bot.reading.statements.lexicon import Concept, Form
from bot.reading.statements.reference import Scope
from bot.reading.statements.ticks import DRAWN, is_mark, is_ticked
from bot.reading.statements.unit import Unit


class Side(Enum):
    """Where marks stand: before the words that they choose, or behind them."""

    BEFORE = "before"
    BEHIND = "behind"


BOTH: Final = frozenset(Side)
Words = tuple[Unit, ...]


class Option(NamedTuple):
    """The words of a choice with the mark that stands at it, None for none."""

    words: Words
    mark: Unit | None = None

    @property
    def is_ticked(self) -> bool:
        """Whether its mark chooses it."""
        return self.mark is not None and is_ticked(self.mark)


class Row(NamedTuple):
    """One line of a form.

    `head` is what its choices are about; `parts` are the choices' words and the marks, in order. `sides` are where
    its marks may stand; `options` are told where the row tells by itself.
    """

    head: Words
    parts: tuple[Words, ...]
    sides: frozenset[Side]
    options: tuple[Option, ...] = ()

    @property
    def marks(self) -> list[Unit]:
        """Its marks, in order."""
        return [part[0] for part in self.parts if is_mark(part[0])]

    @property
    def choices(self) -> list[Words]:
        """The words of its choices, in order."""
        return [part for part in self.parts if not is_mark(part[0])]

    def read(self, side: Side | None) -> tuple[Option, ...]:
        """The choices, where the form's marks stand on that side; none where nobody can tell."""
        if self.options:
            return self.options if side in self.sides else ()
        return _beside(self.parts, side) if side is not None and side in self.sides else ()


# What may stand beside the word of voting in a choice: «Ja, jeg godkjenner forslaget», «"Avstår"».
_BESIDE: Final = frozenset(
    {
        Concept.VOTE, Concept.NEGATION, Concept.PRESENT, Concept.ABSENT, Concept.SELF, Concept.FILLER, Concept.CAN,
        Concept.HAVE, Concept.PAPER, Concept.ANAPHOR, Concept.DASH, Concept.SLASH, Concept.MARK, Concept.COMMA,
    }
)  # fmt: skip
ANSWERING: Final = frozenset({Concept.VOTE, Concept.PRESENT, Concept.ABSENT})
PARTING: Final = frozenset({Concept.DASH, Concept.SLASH, Concept.MARK, Concept.COMMA, Concept.COLON, Concept.STOP})
_ALL: Final = frozenset({Scope.ALL})


def is_of_choice(unit: Unit) -> bool:
    """Whether the unit may stand among the words of a choice."""
    return unit.concept in _BESIDE or (unit.reference is not None and unit.reference.scope in _ALL)


def row_of(line: Sequence[Unit]) -> Row | None:
    """The line as a row of a form; None where it has neither a mark nor two different choices side by side."""
    first = next((at for at, unit in enumerate(line) if is_mark(unit)), None)
    if first is None:
        return _unmarked(line)
    start = _start_of_choices(line, first)
    parts = tuple(parts_of(line[start:]))
    head = _trimmed(line[:start])
    alternating = _alternation(parts)
    if alternating is not None:
        return Row(head, parts, frozenset({alternating}))
    pieces = _pieces(line[start:])
    if pieces is not None:
        return Row(head, parts, *pieces)
    return Row(head, parts, _fitting(parts))


def _unmarked(line: Sequence[Unit]) -> Row | None:
    """«Sak 1: For / Mot / Blank», «Godkjenner Godkjenner ikke»: choices of which none is marked."""
    if [unit.concept for unit in line].count(Concept.VOTE) < 2:
        return None
    end = len(line) - (line[-1].concept is Concept.STOP)
    start = end
    while start and (line[start - 1].concept in _BARE or line[start - 1].form == "|"):
        start -= 1
    parts = tuple(parts_of(line[start:end]))
    if len(parts) < 2 or len({said_by(part) for part in parts}) < 2:
        return None
    return Row(_trimmed(line[:start]), parts, BOTH)


_BARE: Final = frozenset({Concept.VOTE, Concept.NEGATION, Concept.SLASH})


def _start_of_choices(line: Sequence[Unit], first: int) -> int:
    """Where the choices begin: at the first mark, or at the words of choice right before it."""
    at = first
    while at and line[at - 1].concept in PARTING:
        at -= 1
    start, seen = first, False
    labelled = any(unit.concept is Concept.COLON for unit in line[at:first])
    while at:
        unit = line[at - 1]
        if unit.concept is Concept.COLON and seen and line[at].concept in PARTING:
            # «Ja: [x] / Nei: [ ]»
            at -= 1
            continue
        if not is_of_choice(unit) or (labelled and unit.concept in _COMING):
            # «Møter: [x] Ja [ ] Nei»
            break
        at -= 1
        seen = seen or unit.concept in ANSWERING
        if seen and unit.concept not in PARTING:
            start = at
    return start


_COMING: Final = ANSWERING - {Concept.VOTE}


def _trimmed(units: Sequence[Unit]) -> Words:
    """The units without signs alone before or behind them; a colon or a dash behind them stays."""
    if all(unit.concept in PARTING for unit in units):
        return ()
    end = len(units)
    while units[end - 1].concept in {Concept.COMMA, Concept.MARK, Concept.SLASH}:
        end -= 1
    return tuple(units[:end])


def parts_of(zone: Sequence[Unit]) -> Iterator[Words]:
    """The marks, and between them the words of each choice, without the signs between choices."""
    words: list[Unit] = []
    for unit in (*zone, None):
        if unit is None or is_mark(unit):
            yield from _choices(words)
            words = []
            if unit is not None:
                yield (unit,)
        else:
            words.append(unit)


def _choices(words: Sequence[Unit]) -> Iterator[Words]:
    """Words between two marks as the choices that they are: «Ja / Nei» are two, «Ja, godkjent» is one."""
    begun: list[Unit] = []
    said: object = None
    for at, unit in enumerate(words):
        value = _value(words, at) if unit.concept is Concept.VOTE else None
        parted = unit.concept is Concept.SLASH or unit.form == "|"
        if begun and (parted or (value is not None and said is not None and value != said)):
            if told := core(begun):
                yield told
            begun, said = [], None
        begun.append(unit)
        said = value if value is not None else said
    if told := core(begun):
        yield told


def _value(words: Sequence[Unit], at: int) -> tuple[Vote | None, bool]:
    """The vote at that place, and whether a «not» beside it turns it."""
    unit = words[at]
    if unit.negations:
        return _turned(unit)
    behind = unit.shape in _BEFORE_NOT and at + 1 < len(words) and words[at + 1].concept is Concept.NEGATION
    denied = at and words[at - 1].concept is Concept.NEGATION
    taken = denied and at > 1 and words[at - 2].shape in _BEFORE_NOT
    return _turned(unit) if behind or (denied and not taken) else (unit.vote, False)


# «godkjenner ikke», «støttes ikke»; but «ikke godkjent»
_BEFORE_NOT: Final = frozenset({Form.FINITE, Form.PASSIVE})


def _turned(unit: Unit) -> tuple[Vote | None, bool]:
    """«Godkjenner ikke» says what «imot» says."""
    return (Vote.OBJECT, False) if unit.vote is Vote.APPROVE else (unit.vote, True)


def said_by(part: Words) -> object:
    """What a choice says, to be told from the others; None where it votes for nothing."""
    return next((_value(part, at) for at, unit in enumerate(part) if unit.concept is Concept.VOTE), None)


def once_said(words: Words) -> Words:
    """«Nei, jeg godkjenner ikke» as «Nei»: a choice that says the same twice says it once; others as they are."""
    votes = [at for at, unit in enumerate(words) if unit.concept is Concept.VOTE]
    if len(votes) < 2 or not all(map(is_of_choice, words)) or len({_value(words, at) for at in votes}) > 1:
        return words
    return core(words[: votes[1]]) if words[votes[1] - 1].concept is not Concept.NEGATION else words


def core(words: Sequence[Unit]) -> Words:
    """The words without the signs around them."""
    start, end = 0, len(words)
    while start < end and words[start].concept in PARTING:
        start += 1
    while end > start and words[end - 1].concept in PARTING:
        end -= 1
    return tuple(words[start:end])


def _alternation(parts: Sequence[Words]) -> Side | None:
    """The side where each choice has its mark and each mark its choice; None where that is not so."""
    if len(parts) % 2 or any(is_mark(one[0]) is is_mark(other[0]) for one, other in pairwise(parts)):
        return None
    return Side.BEFORE if is_mark(parts[0][0]) else Side.BEHIND


def _fitting(parts: Sequence[Words]) -> frozenset[Side]:
    """The sides where each mark has a choice, though not each choice has a mark."""
    marked = [is_mark(part[0]) for part in parts]
    if not any(marked) or (True, True) in pairwise(marked):
        return frozenset()
    return BOTH - ({Side.BEFORE} if marked[-1] else set()) - ({Side.BEHIND} if marked[0] else set())


def _beside(parts: Sequence[Words], side: Side) -> tuple[Option, ...]:
    """The choices, each with the mark on that side of it."""
    ordered = parts if side is Side.BEFORE else parts[::-1]
    options: list[Option] = []
    pending: Unit | None = None
    for part in ordered:
        if is_mark(part[0]):
            pending = part[0]
        else:
            options.append(Option(part, pending))
            pending = None
    return tuple(options if side is Side.BEFORE else options[::-1])


# Pieces


GAP: Final = 2


def _pieces(zone: Sequence[Unit]) -> tuple[frozenset[Side], tuple[Option, ...]] | None:
    """«For x / Mot / Blank», «For    x Mot»: choices that signs or wide gaps set apart, with a mark in one or more.

    None where a piece is no choice, or nobody can tell.
    """
    pieces: list[list[Unit]] = [[]]
    for at, unit in enumerate(zone):
        apart = unit.concept is Concept.SLASH or unit.form in {"|", ",", ";"}
        if apart or (at and unit.start - zone[at - 1].end >= GAP):
            pieces.append([])
        if not apart:
            pieces[-1].append(unit)
    pieces = [piece for piece in pieces if piece]
    options, sides = [], set[Side]()
    for piece in pieces:
        parts = tuple(parts_of(piece))
        choices = [part for part in parts if not is_mark(part[0])]
        if len(choices) != 1 or len(parts) > 2:
            return None
        options.append(Option(choices[0], next((part[0] for part in parts if is_mark(part[0])), None)))
        if len(parts) > 1:
            sides.add(Side.BEFORE if is_mark(parts[0][0]) else Side.BEHIND)
    return (frozenset(sides), tuple(options)) if len(options) > 1 and len(sides) == 1 else None


def is_form(choices: Sequence[Words], marks: Sequence[Unit]) -> bool:
    """Whether the choices are a form's: two that say different things, or one with a box that is drawn for it."""
    if not any(unit.concept in ANSWERING for words in choices for unit in words):
        return False
    return any(mark.form in DRAWN for mark in marks) or len(set(map(said_by, choices))) > 1


def choice_of(line: Sequence[Unit]) -> Option | None:
    """The line as a choice without a mark: «Mot»; None where it says more."""
    if not line or line[-1].concept is Concept.ASK or _start_of_choices(line, len(line)) > 0:
        return None
    parts = tuple(parts_of(line))
    return Option(parts[0]) if len(parts) == 1 else None
