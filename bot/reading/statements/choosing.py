"""Sentences that choose some of several cases: «Av sakene 1 og 2 støtter jeg sak 1»."""

from typing import Final

from bot.core.meeting import VoteKey
from bot.reading.statements.clauses import Clause, clause_of
from bot.reading.statements.lexicon import Concept
from bot.reading.statements.reference import Reference, Scope
from bot.reading.statements.sentences import Sentence


def without_range_of_choice(sentence: Sentence) -> Sentence:
    """«Av sakene 1 og 2 støtter jeg sak 1»: the cases that are chosen from are not voted on; «resten» are the others of
    them."""
    first = sentence.clauses[0]
    choosing = first.units[0]
    end = next((at for at, unit in enumerate(first.units) if at and unit.concept not in _CHOSEN_FROM), len(first.units))
    chosen = [unit.reference for unit in sentence.units[end:] if unit.reference is not None]
    if not chosen or any(reference.scope not in _CHOSEN for reference in chosen):
        # «Av sakene 1 og 2 støtter jeg begge»
        return sentence
    named = {key for reference in chosen for key in reference.keys}
    left = tuple(key for unit in first.units[:end] if unit.reference for key in unit.reference.keys if key not in named)
    begun = clause_of((choosing._replace(concept=Concept.FILLER), *first.units[end:]), first.opening)
    return sentence._replace(clauses=tuple(_with_rest(each, left) for each in (begun, *sentence.clauses[1:])))


def _with_rest(clause: Clause, left: tuple[VoteKey, ...]) -> Clause:
    """The clause with «resten» for those cases; as it is where there are none."""
    if not left or not any(reference.scope is Scope.REST for reference in clause.references):
        return clause
    others = Reference(Scope.NAMED, left)
    units = [
        unit._replace(reference=others) if unit.reference and unit.reference.scope is Scope.REST else unit
        for unit in clause.units
    ]
    return clause_of(tuple(units), clause.opening)


_CHOSEN: Final = frozenset({Scope.NAMED, Scope.PLACES, Scope.ITEM, Scope.REST})
# «Av de fem sakene»
_CHOSEN_FROM: Final = frozenset(
    {Concept.REFERENCE, Concept.PAPER, Concept.PLAIN, Concept.OTHER, Concept.UNKNOWN, Concept.NUMBER}
)
