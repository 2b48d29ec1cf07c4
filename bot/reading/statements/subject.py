"""Who a sentence is about: the one who writes, or somebody else, named or told of by their office."""

from collections.abc import Sequence
from typing import Final

from bot.reading.statements.clauses import Clause
from bot.reading.statements.lexicon import Concept
from bot.reading.statements.people import People
from bot.reading.statements.unit import Unit

# A member of an enumeration is slow to look up, and every sentence asks for these.
_NAME, _OTHER = Concept.NAME, Concept.OTHER
_BEGINNING: Final = frozenset({Concept.FILLER, Concept.MARK, Concept.DASH})


def is_another(unit: Unit, people: People) -> bool:
    """«Olav», «Olavs», «rådmannen»: somebody else than the one who writes; the coordinator too."""
    return unit.concept is _OTHER or (unit.concept is _NAME and not is_own_name(unit, people))


def is_own_name(unit: Unit, people: People) -> bool:
    """Whether the name is that of the one who writes, of their seat or municipality."""
    return unit.form in people.own or unit.form.removesuffix("s") in people.own


def is_another_member(unit: Unit, people: People) -> bool:
    """Whether it names somebody else who may have a vote, and not the coordinator, whom a mail may address."""
    return unit.concept is _NAME and not is_own_name(unit, people) and unit.form not in people.coordinator


def subject_of(units: Sequence[Unit]) -> Unit:
    """The first unit that is no little word: who does what the clause says, where it begins with that."""
    return next((unit for unit in units if unit.concept not in _BEGINNING), units[0])


def holds_as_another(clause: Clause, people: People) -> bool:
    """«Olav er imot»: what a member who is not the sender holds."""
    voting = Concept.VOTE in clause.concepts and Concept.SELF not in clause.concepts
    return voting and is_another_member(subject_of(clause.units), people)
