"""Whether the words beside a word of voting let it stand, and as what: exceptions, time, unknown words.

What the vote is about, if no case, is `elsewhere`'s, whose it is `voters`'.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.core.reading import Reason, Vote
from bot.reading.statements.claim import OPPOSING, Claim, is_upon
from bot.reading.statements.clauses import Clause, clause_of
from bot.reading.statements.elsewhere import is_about_something_else
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.matters import without_matter
from bot.reading.statements.people import People
from bot.reading.statements.reference import Reference, Scope
from bot.reading.statements.unit import Unit
from bot.reading.statements.value import value_of
from bot.reading.statements.voters import is_own_office, others_are_subject

# A member of an enumeration is slow to look up, and every vote asks for these.
_ANAPHOR, _EXCEPT = Concept.ANAPHOR, Concept.EXCEPT
_NEGATION, _PAPER, _REFERENCE, _SELF, _TOPIC = (
    Concept.NEGATION, Concept.PAPER, Concept.REFERENCE, Concept.SELF, Concept.TOPIC,
)  # fmt: skip
_INFINITIVE, _WHOLE, _WORD = Form.INFINITIVE, Form.WHOLE, Form.WORD
_ANY: Final = Scope.ANY

_FOREIGN: Final = frozenset(
    {
        Concept.UNKNOWN, Concept.PLAIN, Concept.NUMBER, Concept.SUMMON, Concept.DEPUTY, Concept.QUESTION,
        Concept.REMARK, Concept.PENDING, Concept.RETRACTED,
    }
)  # fmt: skip


# What stands beside a case in words for what it decides.
_TOLD_BY_MATTER: Final = frozenset({Concept.UNKNOWN, Concept.OTHER, Concept.NAME})


_DOUBTFUL: Final = frozenset({Concept.HEDGE, Concept.PAST, Concept.TIME, Concept.OTHER})


_HEDGED: Final = frozenset({Concept.HEDGE})


_MOVING: Final = frozenset({Concept.COUNTER, Concept.INSTEAD})


_INTENDING: Final = frozenset({Concept.CAN, Concept.CHOOSE, Concept.MUST, Concept.FUTURE})


def judged(clause: Clause, votes: list[Unit], people: People, *, changed: bool = False) -> Claim:
    """The claim of one segment, held where its words are not enough."""
    if votes and Concept.UNKNOWN in clause.concepts:
        clause = _with_head(clause, votes[-1])
    units, concepts = clause.units, clause.concepts
    vote, held = value_of(units, votes) if votes else (Vote.OBJECT, None)
    named, excluded, left_out = _named(clause) if _EXCEPT in concepts else (clause.references, (), ())
    matters = () if _TOPIC not in concepts else clause.all_of(_TOPIC)
    topics = () if named else matters
    claim = Claim(
        vote,
        units[0].start,
        units[-1].end,
        named,
        excluded,
        tuple([unit for unit in topics if unit not in left_out]) if left_out else topics,
        soft=bool(votes) and _are_soft(votes),
        anaphoric=_ANAPHOR in concepts,
        whole=_WHOLE in [unit.shape for unit in votes],
        bare=_PAPER not in concepts,
        excluded_topics=left_out,
        matters=matters,
    )
    if held is not None:
        # «Ikke sak 1 er jeg imot» leaves that case open.
        return claim.hold(held, weak=held is Reason.NOT_A_VOTE and not (vote in OPPOSING and named))
    open_exception = _EXCEPT in concepts and not (excluded or left_out)
    doubt = Reason.EXCEPTION_UNSAID if open_exception else _doubt(clause, votes, claim)
    if doubt is not None:
        return claim.hold(doubt)
    if not _is_carried(clause, votes, claim, people, changed=changed):
        return claim.hold(Reason.NOT_A_VOTE, weak=not _may_oppose(claim, units))
    return claim


def _with_head(clause: Clause, vote: Unit) -> Clause:
    """«Ja til avtalen»: what «samarbeidsavtale» is, for the word that stands right behind the vote."""
    place = clause.units.index(vote)
    little = {Concept.FILLER, Concept.GREETING}
    at = next((at for at, unit in enumerate(clause.units) if at > place and unit.concept not in little), 0)
    if not at or not clause.units[at].head:
        return clause
    meant = clause.units[at]._replace(concept=_TOPIC, topic=clause.units[at].head)
    return clause_of((*clause.units[:at], meant, *clause.units[at + 1 :]), clause.opening)


def _may_oppose(claim: Claim, units: Sequence[Unit]) -> bool:
    """«Etter drøfting imot sak 2», «Dissens: imot sak 2»: with nobody named who does, it may be the one who writes."""
    named = any(reference.of_cases for reference in claim.references) or bool(claim.topics)
    personal = any(unit.concept is _SELF or not marks("oneself").isdisjoint(unit.form.split()) for unit in units)
    told = any(
        unit.concept in {Concept.NAME, Concept.PAST}
        or (not personal and (unit.form in marks("copula") or unit.shape is Form.FINITE))
        for unit in units
    )
    return claim.vote in OPPOSING and named and not told


def _doubt(clause: Clause, votes: list[Unit], claim: Claim) -> Reason | None:
    """What the segment's own words ask for beside its vote; None for nothing."""
    units = clause.units
    some = _ANY in [reference.scope for reference in claim.references + claim.excluded]
    if some and not (claim.whole or any(unit.concept is Concept.NEGATION or unit.negations for unit in units)):
        # «Godkjenner noen av sakene»; but «støtter ikke noen av dem» and «ikke noe imot noen av dem» are of all.
        return Reason.WHICH_CASE
    if claim.vote is Vote.OBJECT and _denies_all(units):
        return Reason.WHICH_CASE
    if clause.says("upon") and votes and any(is_upon(units, at) for at in range(units.index(votes[-1]), len(units))):
        return Reason.CONDITIONAL
    return None if clause.concepts.isdisjoint(_MOVING) else Reason.COUNTER_PROPOSAL


def _denies_all(units: Sequence[Unit]) -> bool:
    """«Godkjenner ikke alle sakene»: some of them, and nobody knows which; «begge kan jeg ikke støtte» is of both."""
    negated = [at for at, unit in enumerate(units) if unit.concept is Concept.NEGATION or unit.negations]
    behind = units[negated[0] :] if negated else ()
    return any(unit.reference is not None and unit.reference.scope is Scope.ALL for unit in behind)


def _are_soft(votes: Sequence[Unit]) -> bool:
    soft = marks("soft")
    return all(unit.shape is _WORD or unit.form in soft for unit in votes)


def _named(clause: Clause) -> tuple[tuple[Reference, ...], tuple[Reference, ...], tuple[Unit, ...]]:
    """What is named, what is left out by its number, and what by a word of its title."""
    named: list[Reference] = []
    excluded: list[Reference] = []
    topics: list[Unit] = []
    excepting = False
    for unit in clause.units:
        if unit.concept is Concept.EXCEPT:
            excepting = True
        elif unit.concept is Concept.VOTE:
            # «Uten at jeg sier noe om sak 2: godkjent i sak 1»
            excepting = excepting and not excluded
        elif excepting and unit.titled:
            topics.append(unit)
        elif unit.reference is not None:
            left_out = excepting and unit.reference.scope not in {Scope.ALL, Scope.REST}
            (excluded if left_out else named).append(unit.reference)
    return tuple(named), tuple(excluded), () if excluded else tuple(topics)


def _is_carried(clause: Clause, votes: list[Unit], claim: Claim, people: People, *, changed: bool) -> bool:
    """Whether the other words of the segment let its vote stand."""
    clause = _without_what_is_left_out(clause) if _EXCEPT in clause.concepts else clause
    if claim.vote is Vote.RECUSED and _SELF in clause.concepts:
        clause = _without_reasons(clause, votes)
    if _REFERENCE in clause.concepts and not clause.concepts.isdisjoint(_TOLD_BY_MATTER):
        clause = without_matter(clause)
    units, concepts = clause.units, clause.concepts
    if not concepts.isdisjoint(_FOREIGN) or (
        not concepts.isdisjoint(_SELDOM_HARMLESS)
        and any(not _is_harmless(unit, at, units, people) for at, unit in enumerate(units))
    ):
        return False
    doubtful = concepts & (_HEDGED if changed or claim.vote is Vote.WITHDRAW else _DOUBTFUL)
    if doubtful and not (doubtful == {Concept.OTHER} and is_own_office(units, people)):
        return False
    if changed and any(before.form in marks("exchanged") and unit in votes for before, unit in pairwise(units)):
        return False
    wanted = changed and clause.says("wanting")
    only_meant = not (wanted or concepts.isdisjoint(_MEANING)) and _is_only_meant(votes, claim.vote, concepts)
    if only_meant or is_about_something_else(clause, votes, claim):
        return False
    unfinished = _INFINITIVE in [unit.shape for unit in votes] and not _may_be_infinitive(units, concepts)
    return not (unfinished or others_are_subject(clause, votes))


def _without_reasons(clause: Clause, votes: Sequence[Unit]) -> Clause:
    """«I 1/22 er jeg inhabil som grunneier»: whoever says so of themselves may say why in whatever words."""
    said = next(at for at, unit in enumerate(clause.units) if unit in votes)
    own = clause.units[0].concept is _SELF
    units = tuple(
        unit for at, unit in enumerate(clause.units) if unit.concept not in _REASONS or not (own or at > said)
    )
    return clause_of(units, clause.opening)


_REASONS: Final = frozenset({Concept.UNKNOWN, Concept.PLAIN, Concept.TOPIC})


def _without_what_is_left_out(clause: Clause) -> Clause:
    """«alt unntatt høringen i sak 9»: what the case is called that is left out, is nobody's doubt on the others."""
    units = clause.units
    excepting = next(at for at, unit in enumerate(units) if unit.concept is Concept.EXCEPT)
    named = next((at for at in range(excepting, len(units)) if units[at].concept is Concept.REFERENCE), excepting)
    votes = any(unit.concept is Concept.VOTE for unit in units[excepting:named])
    return clause if votes else clause_of((*units[: excepting + 1], *units[named:]), clause.opening)


def _is_only_meant(votes: list[Unit], vote: Vote | None, concepts: frozenset[Concept]) -> bool:
    """«Skal godkjenne», «må godkjennes», «har ikke godkjent (ennå)»; but «vil ikke støtte» and «må si nei» refuse."""
    refused = vote is Vote.OBJECT and (Concept.NEGATION in concepts or any(unit.negations for unit in votes))
    undone = refused and Concept.HAVE in concepts and any(unit.shape is Form.PARTICIPLE for unit in votes)
    obliged = Concept.MUST in concepts and vote not in OPPOSING
    return undone or obliged or (Concept.FUTURE in concepts and not refused)


_MEANING: Final = frozenset({Concept.HAVE, Concept.MUST, Concept.FUTURE})


def _may_be_infinitive(units: Sequence[Unit], concepts: frozenset[Concept]) -> bool:
    """«kan støtte», «velger å avstå»; dialects have «eg stemme for» for the present."""
    if not concepts.isdisjoint(_INTENDING):
        return True
    return any(unit.shape is Form.INFINITIVE and before.concept is Concept.SELF for before, unit in pairwise(units))


def _is_harmless(unit: Unit, at: int, units: Sequence[Unit], people: People) -> bool:
    if unit.concept is Concept.NAME:
        if at and units[at - 1].form in marks("acting"):
            # «Som vara for Bjørn godkjenner jeg» tells who votes.
            return True
        if unit.form in people.own or unit.form.removesuffix("s") in people.own:
            return True
        last = not any(each.concept in {Concept.VOTE, Concept.FILLER} for each in units[at:])
        alone = units[at - 1].concept is not Concept.FILLER and not any(each.shape is Form.FINITE for each in units)
        return unit.form in people.coordinator and last and alone
    return not (unit.concept is Concept.EXCEPT and at + 1 == len(units))


_SELDOM_HARMLESS: Final = frozenset({Concept.NAME, Concept.EXCEPT})
