"""Whose vote it is: the sender's, or that of others who are named as its subject."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.reading.statements.claim import OPPOSING
from bot.reading.statements.clauses import Clause
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.people import People
from bot.reading.statements.reference import Scope
from bot.reading.statements.unit import Unit

# A member of an enumeration is slow to look up, and every vote asks for these.
_REFERENCE, _SELF, _TOPIC = Concept.REFERENCE, Concept.SELF, Concept.TOPIC
_FINITE: Final = Form.FINITE


def others_are_subject(clause: Clause, votes: list[Unit]) -> bool:
    """«Alle godkjenner», «begge er enige» tell of others; «begge godkjenner jeg» does not."""
    if _SELF in clause.concepts:
        return False
    if _REFERENCE in clause.concepts and (told := _tell_of_others(clause.units, votes)) is not None:
        return told
    if _TOPIC in clause.concepts and _is_of_a_person(clause.units, votes):
        return True
    return clause.says("others") and any(_joins_others(each, following) for each, following in pairwise(clause.units))


def _is_of_a_person(units: Sequence[Unit], votes: Sequence[Unit]) -> bool:
    """«Daglig leder er imot», «daglig leder støtter dette»: whom a title names has said so; things are «greit»."""
    for at, (before, unit) in enumerate(pairwise(units)):
        if before.concept is not _TOPIC:
            continue
        following = units[at + 2 : at + 3]
        minded = bool(following) and (following[0].vote in OPPOSING or following[0].form in marks("agreed"))
        said = unit.shape is _FINITE and unit in votes and marks("oneself").isdisjoint(unit.form.split())
        if said or (unit.form in marks("copula") and minded):
            return True
    return False


def _tell_of_others(units: Sequence[Unit], votes: list[Unit]) -> bool | None:
    """Whether who is named right before a verb is somebody else than the sender; None where nobody is."""
    agreed = marks("agreed")
    for at, unit in enumerate(units):
        if at and (unit.shape is _FINITE or unit.form in agreed) and unit in votes:
            before = [each for each in units[:at] if each.concept not in _LITTLE]
            reference = before[-1].reference if before else None
            if reference is not None and reference.scope is Scope.ALL:
                return before[-1].form.split()[-1] in marks("plural")
            if reference is not None and before[-1].form in marks("others") and unit.form in agreed:
                return True
    return None


_LITTLE: Final = frozenset({Concept.FILLER, Concept.HAVE})


def _joins_others(unit: Unit, following: Unit) -> bool:
    """«Slutter meg til de andre», «enig med de andre»: people are meant."""
    words = unit.form.split()
    if words[0] in marks("yes_no"):
        return False
    joining = words[-1] in marks("joins_people") and unit.concept in {Concept.VOTE, Concept.FILLER}
    return joining and following.form in marks("others")


def is_own_office(units: Sequence[Unit], people: People) -> bool:
    """«Ordføreren i Hole godkjenner» is the sender where Hole is the sender's."""
    others = [unit for unit in units if unit.concept is Concept.OTHER]
    own = any(unit.concept is Concept.NAME and unit.form in people.own for unit in units)
    return own and all(unit.form in marks("mayor") for unit in others)
