"""Motions beside a vote: to put the matter off, or to change what is proposed.

A wish, praise, a judgement or a reason leaves a vote as it is; who says when or how else the matter is to be decided
has not approved the proposal as it stands. The rules ask what the words do: an order or an advice about the matter,
a later time for it, one number for another.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.reading.statements.claim import first_content
from bot.reading.statements.clauses import Clause
from bot.reading.statements.lexicon import Concept, marks
from bot.reading.statements.unit import Unit

_MATTER: Final = frozenset({Concept.PAPER, Concept.ANAPHOR, Concept.TOPIC, Concept.REFERENCE})
_COMMENTING: Final = frozenset(
    {
        Concept.COURTESY, Concept.ASSENT, Concept.WISH, Concept.REMARK, Concept.AWAY, Concept.PRESENT, Concept.ABSENT,
        Concept.CONTACT,
    }
)  # fmt: skip
# Shorter numbers count things; these are years and sums.
_YEAR_DIGITS: Final = 4
_MIN_NOUN: Final = 5
_DEFINITE: Final = ("en", "et", "a", "ene", "ane")
_NO_STEM: Final = ("e", "er", "en", "et", "t", "s", "a", "o", "i", "y", "n")


def is_motion(clause: Clause) -> bool:
    """Whether the clause puts the matter off or changes the proposal: «vi tar det etter påske», «egenandelen bør fylket
    ta», «rett 2023 til 2024», «bruk fondet»."""
    if clause.opens(Concept.BECAUSE):
        return False
    return _puts_off(clause) or _advises(clause) or _exchanges(clause.units)


def _puts_off(clause: Clause) -> bool:
    """«Vi tar det etter påske»; but «vi tar kaffen etter påske» and «fint at dette kommer før påske» do not."""
    at = next((at for at, unit in enumerate(clause.units) if unit.form in marks("later")), None)
    if at is None or not at or not clause.concepts.isdisjoint(_COMMENTING):
        return False
    # «Behandles i neste møte»
    passive = clause.units[0].form.endswith("s") and len(clause.units[0].form) > 2
    return passive or any(unit.concept in _MATTER for unit in clause.units[:at] + clause.units[-1:])


def _advises(clause: Clause) -> bool:
    """«Egenandelen bør fylket ta», «summen kan halveres», «vedtaket må ikke gjelde før 2024»; but «vi må følge opp»."""
    following_up = clause.says("following_up")
    # «Neste gang bør fristen være lengre»
    another = clause.units[0].form in marks("next_time") and clause.concepts.isdisjoint(_MATTER)
    refused = clause.has(Concept.COUNTER) and is_refused(clause)
    if first_content(clause) in _COMMENTING or following_up or another or refused:
        return False
    return any(_is_advice(clause.units, at) for at in range(len(clause.units)))


def _is_advice(units: Sequence[Unit], at: int) -> bool:
    """Whether the word there says what should or could be done, and not by the one who writes."""
    unit = units[at]
    if unit.form in marks("advising"):
        return True
    if unit.concept not in {Concept.MUST, Concept.CAN}:
        return False
    if any(each.concept is Concept.SELF for each in units[max(0, at - 1) : at + 2]):
        return False
    named = unit.concept is Concept.MUST and any(each.concept in _MATTER or is_thing(each) for each in units[:at])
    return named or _is_passive(units[at + 1 :])


def is_refused(clause: Clause) -> bool:
    """Whether what is named is not wanted, and so not proposed: «ikke noe å vente på», «dette bør ikke utsettes»."""
    at = next((at for at, unit in enumerate(clause.units) if unit.concept is Concept.COUNTER), 0)
    return any(unit.concept is Concept.NEGATION for unit in clause.units[:at]) and not clause.has(Concept.INSTEAD)


def _is_passive(behind: Sequence[Unit]) -> bool:
    """«(kan) halveres», «(kan) gjerne halveres»."""
    verb = next((unit for unit in behind if unit.concept is not Concept.FILLER), None)
    return verb is not None and verb.concept is Concept.UNKNOWN and verb.form.endswith("es")


def _exchanges(units: Sequence[Unit]) -> bool:
    """«2023 til 2024», «fra 200 000 til 100 000»."""
    return any(
        _is_sum(before) and unit.form in marks("exchanging") and _is_sum(after)
        for (before, unit), (_, after) in pairwise(pairwise(units))
    )


def _is_sum(unit: Unit) -> bool:
    return unit.concept is Concept.NUMBER and len(unit.form) >= _YEAR_DIGITS


def orders(clause: Clause) -> bool:
    """«Halver beløpet», «bruk fondet»: a bare verb and what it is to be done to, with nobody who does it."""
    units = [unit for unit in clause.units if unit.concept is not Concept.FILLER]
    if len(units) < 2 or units[0].concept is not Concept.UNKNOWN or units[0].form.endswith(_NO_STEM):
        return False
    return is_thing(units[1]) and not any(unit.concept is Concept.SELF for unit in clause.units)


def is_thing(unit: Unit) -> bool:
    """«Beløpet», «fristen», «saken», «50 000»: a thing that something may be done to, or happen to."""
    if unit.concept is Concept.UNKNOWN:
        return len(unit.form) >= _MIN_NOUN and unit.form.endswith(_DEFINITE)
    return unit.concept in {Concept.PAPER, Concept.TOPIC} or _is_sum(unit)
