"""Legends of a form, which say what may be answered: «Sak 1 (For/Mot/Blank): Mot», «1) Ja 2) Nei: svar 2»."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from bot.reading.statements.lexicon import Concept, marks
from bot.reading.statements.options import PARTING, Words, core, is_of_choice, parts_of, said_by
from bot.reading.statements.reference import Scope
from bot.reading.statements.ticks import OPEN
from bot.reading.statements.unit import Unit

_BRACKETS: Final = {"(": ")", "[": "]"}
# «Jeg velger: 2»
MAX_CHOOSING: Final = 6
MAX_LEGEND: Final = 40


def without_legends(units: Sequence[Unit]) -> list[Unit]:
    """The units without choices in brackets that an answer stands behind, and with the choice that a number names."""
    told: list[Unit] = []
    line: list[Unit] = []
    for unit in units:
        if unit.concept is Concept.LINE_END:
            told.extend((*_answered(line), unit))
            line = []
        else:
            line.append(unit)
    return [*told, *_answered(line)]


def without_instructions(units: list[Unit]) -> list[Unit]:
    """The units without what tells how a form is filled in: «Stryk det som ikke passer:», «Sett kryss:»."""
    if _beginnings().isdisjoint([unit.form.partition(" ")[0] for unit in units]):
        return units
    told: list[Unit] = []
    at = 0
    while at < len(units):
        end = _end_of_instruction(units, at) if not at or units[at - 1].concept is Concept.LINE_END else at
        if end == at:
            told.append(units[at])
        at = max(end, at + 1)
    return told


def _end_of_instruction(units: Sequence[Unit], at: int) -> int:
    """Where the instruction ends that begins there, its sign included; `at` itself where none does."""
    end = next((place for place in range(at, len(units)) if units[place].concept in _ENDING), len(units))
    words = " ".join(unit.form for unit in units[at:end])
    spoken = any(unit.concept in _ANSWERS for unit in units[at:end])
    if spoken or not any(words == each or words.startswith(f"{each} ") for each in marks("filling_in")):
        return at
    return end + (end < len(units) and units[end].concept is not Concept.LINE_END)


@cache
def _beginnings() -> frozenset[str]:
    """The words that instructions begin with; a phrase of the vocabulary may have several."""
    return frozenset(each.partition(" ")[0] for each in marks("filling_in"))


_ENDING: Final = frozenset({Concept.COLON, Concept.STOP, Concept.LINE_END})
_ANSWERS: Final = frozenset({Concept.VOTE, Concept.REFERENCE})


def _answered(line: Sequence[Unit]) -> Sequence[Unit]:
    if [unit.concept for unit in line].count(Concept.VOTE) < 2:
        return line
    return _without_bracketed(_by_number(line) or line)


def _without_bracketed(line: Sequence[Unit]) -> Sequence[Unit]:
    for at, unit in enumerate(line):
        closing = _BRACKETS.get(unit.form)
        if closing is None:
            continue
        longest = min(at + MAX_LEGEND, len(line))
        end = next((place for place in range(at, longest) if line[place].form == closing), at)
        inside, behind = line[at + 1 : end], line[end + 1 :]
        if _are_choices(inside) and any(each.concept not in PARTING for each in behind):
            return (*line[:at], *behind)
    return line


def _are_choices(units: Sequence[Unit]) -> bool:
    """Whether they are nothing but different choices."""
    return all(map(is_of_choice, units)) and len({said_by(part) for part in parts_of(units)}) > 1


def _by_number(line: Sequence[Unit]) -> Words | None:
    """The line with the choice whose number stands behind the choices; None where they have no numbers."""
    numbers = [(at, number) for at, unit in enumerate(line) if (number := _number_of(unit)) is not None]
    if len(numbers) < 3 or [number for _, number in numbers[:-1]] != list(range(1, len(numbers))):
        return None
    places = [at for at, _ in numbers]
    last = _end_of_choice(line, places[-2] + 1)
    spans = [*pairwise(places[:-1]), (places[-2], last)]
    choices = [core(line[start + 1 : end]) for start, end in spans]
    choosing = core(line[last:])
    different = len({said_by(choice) for choice in choices}) == len(choices)
    worded = any(unit.concept not in PARTING and _number_of(unit) is None for unit in choosing)
    if not worded or core(line)[-1] is not line[places[-1]] or Concept.VOTE in [unit.concept for unit in choosing]:
        # «1 ja, 2 nei, 3 ja»
        return None
    if not different or not all(map(is_of_choice, (unit for choice in choices for unit in choice))):
        return None
    chosen = numbers[-1][1]
    if len(choosing) > MAX_CHOOSING or not 1 <= chosen <= len(choices):
        mark = line[places[-1]]
        return (*line[: places[0]], Unit(Concept.SYMBOL, OPEN, mark.start, mark.end))
    return (*line[: places[0]], *choices[chosen - 1])


def _number_of(unit: Unit) -> int | None:
    """The number that stands there by itself."""
    if unit.reference is not None and unit.reference.scope is Scope.ITEM and len(unit.reference.numbers) == 1:
        return unit.reference.numbers[0]
    return int(unit.form) if unit.concept is Concept.NUMBER and unit.form.isdecimal() and len(unit.form) < 3 else None


def _end_of_choice(line: Sequence[Unit], at: int) -> int:
    """Where the words of the last choice end: at a sign behind its word of voting."""
    voted = False
    for place in range(at, len(line)):
        voted = voted or line[place].concept is Concept.VOTE
        if voted and line[place].concept in PARTING:
            return place
    return len(line)
