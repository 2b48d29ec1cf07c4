"""What a case decides, named beside its number: «gebyrøkningen i sak 13», «valget av revisor i sak 7».

A vote on that is one on the case, where the case has no points that it may be one of.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.reading.statements.agenda import MIN_COMPOUND, stem
from bot.reading.statements.clauses import Clause, clause_of
from bot.reading.statements.lexicon import Concept, marks
from bot.reading.statements.unit import Unit

_UNKNOWN: Final = Concept.UNKNOWN
_PERSONS: Final = frozenset({Concept.OTHER, Concept.NAME})
_PHRASED: Final = frozenset({_UNKNOWN, Concept.TOPIC, Concept.OTHER, Concept.NAME})


def without_matter(clause: Clause) -> Clause:
    """The clause without the words for what its one case decides; as it is where it has none, or names no such case."""
    named = [at for at, unit in enumerate(clause.units) if unit.concept is Concept.REFERENCE]
    if len(named) != 1 or not clause.units[named[0]].topic:
        return clause
    case = clause.units[named[0]].topic
    start = _start_of_phrase(clause.units, named[0])
    dropped = set(range(start, named[0])) if start < named[0] and _is_decided(clause.units[start], case) else set[int]()
    dropped |= {at for at, unit in enumerate(clause.units) if _is_of_case(unit, case)}
    kept = tuple(unit for at, unit in enumerate(clause.units) if at not in dropped)
    return clause_of(kept, clause.opening) if dropped else clause


def _start_of_phrase(units: Sequence[Unit], named: int) -> int:
    """Where «valget av revisor i» begins before the case; the place of the case where no such phrase stands there."""
    if not named or units[named - 1].form not in marks("matter_of"):
        return named
    start = named - 1
    while start and (units[start - 1].concept in _PHRASED or units[start - 1].form in marks("matter_of")):
        start -= 1
    while start < named and units[start].concept not in _PHRASED:
        start += 1
    words = units[start : named - 1]
    changed = any(unit.form.startswith(tuple(marks("changing"))) for unit in words)
    whose = any(
        unit.concept in _PERSONS and before.concept not in _PERSONS and before.form not in marks("chosen_as")
        for before, unit in pairwise(words)
    )
    return named if changed or whose or not words else start


def _is_decided(unit: Unit, case: frozenset[int]) -> bool:
    return unit.form in marks("matters") or unit.titled or _is_of_case(unit, case)


def _is_of_case(unit: Unit, case: frozenset[int]) -> bool:
    """«gebyrene», «gebyrøkningen» of a case on «gebyrregulativ»; «gebyrfritak» may be another thing."""
    if unit.concept is not _UNKNOWN or not case <= unit.topic:
        return False
    return len(stem(unit.form)) <= MIN_COMPOUND + 1 or unit.form.endswith(tuple(marks("matters")))
