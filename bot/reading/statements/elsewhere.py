"""What the words beside a vote make it about instead of a case: a day, a fact, an opinion, what is to be done."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.core.reading import Vote
from bot.reading.statements.claim import Claim
from bot.reading.statements.clauses import Clause
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.reference import Scope
from bot.reading.statements.unit import Unit

# A member of an enumeration is slow to look up, and every vote asks for these.
_COLON, _DATE = Concept.COLON, Concept.DATE
_FINITE, _WORD = Form.FINITE, Form.WORD


def is_about_something_else(clause: Clause, votes: Sequence[Unit], claim: Claim) -> bool:
    """«2. mars er ok», «enig i at dette er viktig», «greit å ta det på mail», «Godkjent:» with nothing behind it."""
    units, concepts = clause.units, clause.concepts
    first, last = (units.index(votes[0]), units.index(votes[-1])) if votes else (0, 0)
    before = units[:first]
    days = [at for at, unit in enumerate(units) if unit.concept is _DATE] if _DATE in concepts else []
    if days and (_is_dated(before) or any(_is_on_day(units, at) for at in days)):
        return True
    glad = not concepts.isdisjoint(_GLAD) and any(unit.concept in _GLAD for unit in before)
    if glad and any(unit.form in marks("that") for unit in before):
        return True
    if (claim.soft or not votes) and _answers_softly(clause, votes, before):
        return True
    return (
        (clause.says("single") and _is_of_one(units))
        or _states_a_fact(clause)
        or units[-1].concept is _COLON
        or _holds_opinion(units[last + 1 :])
    )


def _is_dated(before: Sequence[Unit]) -> bool:
    """«2. mars er ok»: a day is spoken of, and no case by its title."""
    copula = marks("copula")
    dated = any(day.concept is _DATE and following.form in copula for day, following in pairwise(before))
    return dated and not any(unit.titled for unit in before)


def _is_on_day(units: Sequence[Unit], at: int) -> bool:
    """«Godkjent fra 1. mars» limits the vote, «godkjenner 1. mars» and «ja til kl. 12» are on the time.

    «Den 2. godkjenner jeg» may be of a case.
    """
    day, before = units[at], units[at - 1] if at else None
    if day.form.split()[0] in marks("day_article"):
        return True
    if before is None:
        return False
    agreed = before.form in marks("on_day") and at > 1 and units[at - 2].concept is Concept.VOTE
    given = before.form in marks("from_day") or before.form in marks("yes_no_to")
    return given or before.shape is _FINITE or agreed


def _answers_softly(clause: Clause, votes: Sequence[Unit], before: Sequence[Unit]) -> bool:
    """«Ja kan jeg», «papirene er ok», «ja til ja»: what a soft word beside such words says is no vote."""
    units, concepts = clause.units, clause.concepts
    if units[-1].form.startswith("..."):
        return True
    if all(unit.shape is _WORD for unit in votes) and (
        len(votes) > len({unit.form for unit in votes})
        or any(unit.form not in marks("within") for unit in clause.all_of(Concept.GREETING))
    ):
        return True
    if not votes:
        return False
    able = Concept.CAN in concepts and concepts <= _ABLE
    filed = clause.says("papers") and any(unit.form in marks("papers") for unit in before)
    return able or filed or _is_of_circumstances(clause)


_GLAD: Final = frozenset({Concept.ASSENT, Concept.COURTESY})
_ABLE: Final = frozenset({Concept.VOTE, Concept.SELF, Concept.CAN})


def _is_of_circumstances(clause: Clause) -> bool:
    """«Alt ok her», «nå er alt i orden», «ok 2. mars», «ok takk for info»."""
    last = clause.units[-1]
    if last.concept is Concept.ASSENT and last.form.startswith(tuple(marks("thanking"))):
        return True
    near = clause.says("near") and any(reference.scope is Scope.ALL for reference in clause.references)
    # «Alt er ok her i Solvik» tells who answers.
    return (near and not clause.has(Concept.NAME)) or clause.concepts == _DATED_VOTE


_DATED_VOTE: Final = frozenset({Concept.VOTE, Concept.DATE})


def _is_of_one(units: Sequence[Unit]) -> bool:
    """«Støtter én sak», «godkjent en»: nobody can tell which."""
    single = marks("single")
    return any(
        unit.form in single
        and at
        and (at + 1 == len(units) or (at + 2 == len(units) and units[at + 1].concept is Concept.PAPER))
        for at, unit in enumerate(units)
    )


_PROPOSALS: Final = frozenset({Concept.PAPER, Concept.REFERENCE, Concept.TOPIC})


def _states_a_fact(clause: Clause) -> bool:
    """«Sak 7 er blank», «saken er behandlet i møte», «jeg støttet»: no vote that is being given."""
    units, copula, past_too = clause.units, marks("copula"), marks("past_too")
    if clause.forms.isdisjoint(copula) and clause.forms.isdisjoint(past_too):
        return False
    well, blank, oneself = marks("well"), marks("blank"), marks("oneself")
    for before, unit in pairwise(units):
        if before.form in copula and (unit.form in blank or _is_of_done_meeting(unit)):
            return True
        good = before.form in copula and unit.form in well and units[0].form in oneself
        if good and clause.concepts.isdisjoint(_PROPOSALS):
            return True
        if (before.form in oneself and unit.form in past_too) or (before.form in past_too and unit.form in oneself):
            return True
    return len(units) == 1 and units[0].form in past_too


def _is_of_done_meeting(unit: Unit) -> bool:
    """«(Saken er) behandlet i møte»; but «(er) imot skriftlig behandling» is a demand."""
    return unit.vote is Vote.MEETING and unit.form.partition(" ")[0] not in marks("sides")


def _holds_opinion(behind: Sequence[Unit]) -> bool:
    """Whether what stands behind the vote makes it one on an opinion or on what is to be done."""
    to_do, that = marks("to_do"), marks("that")
    for at, unit in enumerate(behind):
        if unit.form in to_do:
            return True
        if unit.form in that:
            rest = behind[at + 1 :]
            personal = bool(rest) and rest[0].concept is Concept.SELF
            return personal or any(each.concept in {Concept.COURTESY, Concept.REMARK, Concept.WISH} for each in rest)
    return False
