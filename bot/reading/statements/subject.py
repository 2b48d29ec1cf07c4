"""Whose a clause is: the one who writes, or somebody else, named or told of by their office.

The one who writes says «jeg», «fra meg», or the name of their own or their municipality.
"""

from collections.abc import Sequence
from typing import Final

from bot.reading.statements.claim import OPPOSING
from bot.reading.statements.clauses import Clause, clause_of
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.people import People
from bot.reading.statements.sentences import Sentence
from bot.reading.statements.unit import Unit

# A member of an enumeration is slow to look up, and every sentence asks for these.
_NAME, _OTHER, _SELF, _VOTE = Concept.NAME, Concept.OTHER, Concept.SELF, Concept.VOTE
_BEGINNING: Final = frozenset({Concept.FILLER, Concept.MARK, Concept.DASH})
_TOLD_OF: Final = frozenset({_OTHER, Concept.UNKNOWN})


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
    possessive = marks("possessive")
    return next((unit for unit in units if unit.concept not in _BEGINNING and unit.form not in possessive), units[0])


def holds_as_another(clause: Clause, people: People) -> bool:
    """«Olav er imot», «partiet mitt stemmer for», «kona mener vi bør si ja»: what another holds, or once held."""
    if clause.says("knowing") and clause.says("that"):
        clause = _known(clause)
    subject = subject_of(clause.units)
    if is_another_member(subject, people):
        return _reports(clause, subject) or (_VOTE in clause.concepts and _SELF not in clause.concepts)
    if subject.concept not in _TOLD_OF or subject.form in marks("mayor"):
        return False
    verb = _behind(clause.units, subject)
    if not verb:
        return False
    return _reports(clause, subject) or (not _speaks_of_self(verb) and (_votes(verb) or _is_told_of(subject, verb[0])))


def _known(clause: Clause) -> Clause:
    """«Jeg vet at Olav er imot» as «Olav er imot»."""
    at = next(at for at, unit in enumerate(clause.units) if unit.form in marks("that"))
    before, behind = clause.units[:at], clause.units[at + 1 :]
    told = behind and any(unit.form in marks("knowing") for unit in before)
    return clause_of(behind, clause.opening) if told and not any(unit.vote for unit in before) else clause


def _behind(units: Sequence[Unit], subject: Unit) -> Sequence[Unit]:
    """What follows who does it, without the rest of their name, or whose it is: «partiet mitt …»."""
    at = units.index(subject) + 1
    while at < len(units) and (units[at].concept is _NAME or units[at].form in marks("possessive")):
        at += 1
    return units[at:]


def _reports(clause: Clause, subject: Unit) -> bool:
    """«Olav mener vi bør si ja»: one vote at most behind the word for what another says or thinks."""
    behind = _behind(clause.units, subject)
    return bool(behind) and behind[0].form in marks("opining") and len(clause.all_of(_VOTE)) <= 1


def _speaks_of_self(units: Sequence[Unit]) -> bool:
    return any(unit.concept is _SELF for unit in units)


def _votes(verb: Sequence[Unit]) -> bool:
    """«Sier nei», «er imot», «har godkjent», «vil si ja»; a thing may be «greit» too."""
    first, following = verb[0], verb[1:2]
    if first.shape is Form.FINITE and first.vote is not None:
        return True
    if not following or following[0].vote is None:
        return False
    told = following[0]
    being = (first.form in marks("copula") or first.concept is Concept.PAST) and _is_minded(told)
    done = first.concept is Concept.HAVE and told.shape is Form.PARTICIPLE
    meant = first.concept is Concept.FUTURE and told.shape is Form.INFINITIVE
    return being or done or meant


def _is_minded(vote: Unit) -> bool:
    """«Imot», «enig», «for»: no thing is that."""
    return vote.vote in OPPOSING or vote.form in marks("agreed") or vote.shape is Form.LONE


def _is_told_of(subject: Unit, verb: Unit) -> bool:
    """«Kommunestyret var delt», «(Olav er imot, og) rådmannen for»; «fylket burde betale» is no report."""
    was = verb.concept is Concept.PAST and verb.form not in marks("modal")
    return subject.concept is _OTHER and (was or (verb.vote is not None and _is_minded(verb)))


def speaks_for_oneself(clause: Clause, people: People) -> bool:
    """«Jeg stemmer for», «ja fra meg», «Sandøy godkjenner»: the clause says whose its vote is."""
    if any(_is_oneself(unit, at, clause.units) for at, unit in enumerate(clause.units)):
        return True
    subject = subject_of(clause.units)
    return subject.concept is _NAME and is_own_name(subject, people)


def _is_oneself(unit: Unit, at: int, units: Sequence[Unit]) -> bool:
    """«Jeg», «fra meg», «stemmer jeg for», and “I”, which is a little word too, before a verb."""
    if unit.concept is _SELF:
        return any(unit.form in marks(each) for each in ("oneself", "subject", "from_oneself"))
    if unit.form in marks("oneself"):
        following = units[at + 1] if at + 1 < len(units) else unit
        return following.shape is Form.FINITE or following.concept in _VERBS
    return unit.concept is _VOTE and not marks("subject").isdisjoint(unit.form.split())


_VERBS: Final = frozenset({Concept.NEGATION, Concept.HAVE, Concept.CAN, Concept.MUST})


def is_of_who_is_named(sentence: Sentence, place: int, people: People) -> bool:
    """«(Olav,) som er imot», «(Onkel er på ferie) og sier ja»: the clause goes on about somebody whom the one before
    it names."""
    clause, before = sentence.clauses[place], sentence.clauses[place - 1]
    if not clause.has(_VOTE) or speaks_for_oneself(clause, people):
        return False
    if clause.units[0].form in marks("relative"):
        named = before.units[-1]
        return named.concept in _SOMEBODY and not is_own_name(named, people)
    goes_on = clause.opens(Concept.AND) and clause.units[0].shape is Form.FINITE
    first = before.units[0]
    told = goes_on and place == 1 and first.concept in _SOMEBODY and not before.has(_VOTE, _SELF)
    return told and not is_own_name(first, people) and len(before.units) > 1


_SOMEBODY: Final = frozenset({Concept.NAME, Concept.OTHER, Concept.UNKNOWN})
