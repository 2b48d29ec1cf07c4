"""What one sentence says of votes: claims, each with the words behind it, and what keeps it from being counted.

A claim is made by a word of voting only. What else stands in its clause must be known to be harmless, or the claim is
held: not counted, and asked back.
"""

from collections.abc import Sequence
from typing import Final

from bot.core.reading import Reason, Vote
from bot.reading.statements.choosing import without_range_of_choice
from bot.reading.statements.claim import MAX_UNITS, Claim, demands_meeting, first_content, only_names
from bot.reading.statements.clauses import CONDITIONS, Clause, clause_of
from bot.reading.statements.coming import without_doubts_on_coming
from bot.reading.statements.corrections import corrected, lasting
from bot.reading.statements.doubts import doubted
from bot.reading.statements.judgement import judged
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.people import People
from bot.reading.statements.reference import Scope
from bot.reading.statements.segments import REMARKS, against_approving, is_tangled, is_vote, segments, without_remarks
from bot.reading.statements.sentences import Sentence
from bot.reading.statements.subject import is_of_who_is_named
from bot.reading.statements.surroundings import (
    about_their_sentence,
    filled_in,
    shared_by_topics,
    spread_references,
)
from bot.reading.statements.unit import Unit

# A sentence with none of these says nothing of votes, and keeps none from counting.
_TELLING: Final = CONDITIONS | {
    Concept.VOTE, Concept.REFERENCE, Concept.QUESTION, Concept.COUNTER, Concept.INSTEAD,
}  # fmt: skip


def claims_of(sentence: Sentence, people: People) -> list[Claim]:
    """The claims of one sentence, in order."""
    if not sentence.asks and sentence.concepts.isdisjoint(_TELLING):
        return []
    if len(sentence.units) > MAX_UNITS:
        return [Claim(None, sentence.start, sentence.start, held=Reason.NOT_A_VOTE)]
    if sentence.units[0].form in marks("choosing_from"):
        sentence = without_range_of_choice(sentence)
    if len(sentence.clauses) > 1:
        sentence = without_doubts_on_coming(sentence)
    if not sentence.clauses:
        return []
    if len(sentence.clauses) > 1:
        sentence = _with_lists_joined(sentence)
        claims = _claims_beside_others(sentence, people)
    elif sentence.clauses[0].opens(Concept.BECAUSE):
        claims = []
    else:
        claims = _clause_claims(sentence.clauses[0], sentence, (), people)
    if len(sentence.clauses) > 1 or len(claims) > 1 or sentence.says("correcting"):
        claims = shared_by_topics(claims, sentence)
        claims = corrected(filled_in(claims, sentence), sentence)
        claims = about_their_sentence(spread_references(claims, sentence), sentence)
    return lasting(doubted(claims, sentence), sentence)


def _claims_beside_others(sentence: Sentence, people: People) -> list[Claim]:
    """The claims of several clauses; what stands in a reason is none."""
    claims: list[Claim] = []
    in_reason = False
    for place, clause in enumerate(sentence.clauses):
        in_reason = (in_reason or clause.opens(Concept.BECAUSE)) and not _speaks_of_another(sentence, place)
        if clause.opens(Concept.BECAUSE) or (in_reason and not _leaves_reason(clause, sentence)):
            continue
        if _is_conditional_case(sentence, place):
            claim = Claim(None, clause.start, clause.end, clause.references, held=Reason.CONDITIONAL, clause=place)
            claims.append(claim)
            continue
        found = _clause_claims(clause, sentence, claims, people)
        if place and is_of_who_is_named(sentence, place, people):
            found = [claim.hold(Reason.NOT_A_VOTE) for claim in found]
        claims.extend([claim._replace(clause=place) for claim in found] if place else found)
    return claims


def _with_lists_joined(sentence: Sentence) -> Sentence:
    """«vent med sak 2 og sak 1» says one thing of both, though no vote holds them together."""
    clauses: list[Clause] = []
    for clause in sentence.clauses:
        before = clauses[-1] if clauses else None
        leans = clause.opens(Concept.AND) and only_names(clause) and clause.has(Concept.REFERENCE)
        if (
            before is not None
            and leans
            and before.has(Concept.REFERENCE)
            and not (before.has(Concept.VOTE) or only_names(before))
        ):
            clauses[-1] = clause_of((*before.units, *clause.units), before.opening)
        else:
            clauses.append(clause)
    return sentence._replace(clauses=tuple(clauses)) if len(clauses) < len(sentence.clauses) else sentence


def _is_conditional_case(sentence: Sentence, place: int) -> bool:
    """«…, sak 2 hvis fylket betaler»: a case with nothing but a condition."""
    clause, following = sentence.clauses[place], sentence.clauses[place + 1 : place + 2]
    if not place or not following or following[0].units[0].concept not in CONDITIONS:
        return False
    return bool(clause.references) and only_names(clause) and not clause.has(Concept.NEGATION, Concept.EXCEPT)


def _leaves_reason(clause: Clause, sentence: Sentence) -> bool:
    """A reason («fordi …») runs on until a vote on a named case, or one that «men» brings in; one that the sentence
    begins with, until «…, godkjenner jeg» or «…: godkjent»."""
    if not clause.has(Concept.VOTE):
        return False
    if clause.has(Concept.REFERENCE) or clause.opens(Concept.BUT):
        return True
    return sentence.clauses[0].opens(Concept.BECAUSE) and _concludes(clause)


def _speaks_of_another(sentence: Sentence, place: int) -> bool:
    """«…, fordi han er broren min, sak 2 er viktig, den støtter jeg»: a case that the next clause votes on."""
    clause, following = sentence.clauses[place], sentence.clauses[place + 1 : place + 2]
    named = any(reference.of_cases for reference in clause.references)
    if not named or not clause.opens(Concept.COMMA) or clause.has(Concept.VOTE) or not following:
        return False
    return following[0].has(Concept.VOTE) and not following[0].references and following[0].opens(Concept.COMMA)


def _concludes(clause: Clause) -> bool:
    """Whether the vote stands first, and only the one who writes behind it."""
    words = [word for unit in clause.units[:2] for word in unit.form.split()]
    inverted = not marks("subject").isdisjoint(words[1:])
    return clause.units[0].concept is Concept.VOTE and (inverted or clause.opens(Concept.COLON))


def _clause_claims(clause: Clause, sentence: Sentence, before: Sequence[Claim], people: People) -> list[Claim]:
    if clause.units[0].concept in CONDITIONS and not demands_meeting(clause):
        return []
    if _WISH in clause.concepts and _only_wishes(clause):
        return []
    voting = clause if clause.concepts.isdisjoint(REMARKS) else without_remarks(clause)
    voting = against_approving(voting) if voting.says("subordinating") else voting
    votes = _votes_in(voting, sentence)
    if not votes:
        return _all_but(clause) or _elliptic(clause, before)
    if _CHANGE in sentence.concepts:
        return [judged(voting, votes[-1:], people, changed=True)]
    parts = segments(voting, votes)
    if len(votes) > 1 and any(is_tangled(part, inside) for part, inside in parts):
        return [judged(voting, votes, people)._replace(held=Reason.CONTRADICTION, weak=False)]
    claims = [(judged(part, inside, people), part) for part, inside in parts]
    return [claim for claim, part in claims if not (claim.vote is Vote.RECUSED and _is_denied(part.units))]


def _votes_in(clause: Clause, sentence: Sentence) -> list[Unit]:
    if _VOTE not in clause.concepts:
        return []
    units = clause.units
    return [
        unit for unit in units if unit.concept is _VOTE and (unit.shape is not _LONE or is_vote(unit, units, sentence))
    ]


_CHANGE, _VOTE, _WISH, _LONE = Concept.CHANGE, Concept.VOTE, Concept.WISH, Form.LONE


def _all_but(clause: Clause) -> list[Claim]:
    """«Alt unntatt sak 2» approves the others without a word of voting (rule 3.5)."""
    if not clause.has(Concept.EXCEPT) or not only_names(clause) or clause.has(Concept.NEGATION):
        return []
    at = next(place for place, unit in enumerate(clause.units) if unit.concept is Concept.EXCEPT)
    before = [unit.reference for unit in clause.units[:at] if unit.reference is not None]
    behind = tuple(unit.reference for unit in clause.units[at:] if unit.reference is not None)
    if len(before) != 1 or before[0].scope is not Scope.ALL or not behind:
        return []
    return [Claim(Vote.APPROVE, clause.start, clause.end, tuple(before), behind)]


def _only_wishes(clause: Clause) -> bool:
    """«Håper …», «skulle gjerne …»; but «ønsker at saken behandles i møte» is a demand."""
    if first_content(clause) is not Concept.WISH:
        return False
    return not (demands_meeting(clause) and any(unit.form in marks("asking") for unit in clause.all_of(Concept.WISH)))


def _is_denied(units: Sequence[Unit]) -> bool:
    """«Jeg er ikke inhabil» leaves everything as it is."""
    return any(unit.concept is Concept.NEGATION or unit.negations for unit in units)


def _elliptic(clause: Clause, before: Sequence[Claim]) -> list[Claim]:
    """A clause without a vote that leans on one before it: «…, men ikke sak 2», «… unntatt sak 2», «… og sak 3»."""
    named = clause.references
    if before and not named:
        doubt = _unnamed_doubt(clause, before[-1])
        return [] if doubt is None else [Claim(None, clause.start, clause.end, held=doubt)]
    if not only_names(clause):
        return []
    return _leaning(clause, before) if before else _denying(clause)


def _denying(clause: Clause) -> list[Claim]:
    """«Ikke sak 1, inhabil i sak 2»: refused, it seems, or not spoken of."""
    if not clause.references or clause.units[0].concept is not Concept.NEGATION:
        return []
    return [Claim(None, clause.start, clause.end, clause.references, held=Reason.NOT_A_VOTE)]


def _parts_cases(clause: Clause) -> bool:
    """«(Ja:) sak 1 ikke sak 2»: the «not» is of one of them."""
    denied = next(at for at, unit in enumerate(clause.units) if unit.concept is Concept.NEGATION)
    named = [at for at, unit in enumerate(clause.units) if unit.reference is not None]
    return named[0] < denied < named[-1]


def _is_predicated(clause: Clause) -> bool:
    """«(mens) sak 2 ikke er klar»: what is denied is said, and is no vote; «sak 2 er det ikke» leans on one."""
    denied = next(at for at, unit in enumerate(clause.units) if unit.concept is Concept.NEGATION)
    said = clause.units[denied + 1 : -1]
    return any(unit.form in marks("copula") for unit in said)


def _leaning(clause: Clause, before: Sequence[Claim]) -> list[Claim]:
    named = clause.references
    last = next((claim for claim in reversed(before) if claim.vote is not None), before[-1])
    if clause.has(Concept.EXCEPT):
        return [Claim(None, clause.start, clause.end, excluded=named)]
    if clause.has(Concept.NEGATION):
        if _parts_cases(clause) or _is_predicated(clause):
            return [Claim(None, clause.start, clause.end, named, held=Reason.NOT_A_VOTE)]
        turned = Claim(Vote.OBJECT, clause.start, clause.end, named)
        applying = clause.says("applying")
        clear = last.vote is Vote.APPROVE and last.held is None and not applying
        return [turned if clear else turned.hold(last.held or Reason.NOT_A_VOTE)]
    if clause.opens(Concept.BUT):
        return [Claim(None, clause.start, clause.end, named, held=Reason.NOT_A_VOTE)]
    return [Claim(None, clause.start, clause.end, named)]


def _unnamed_doubt(clause: Clause, last: Claim) -> Reason | None:
    """«… og brua», «…, bortsett fra beløpet»: something is added or left out that has no number."""
    if first_content(clause) is Concept.EXCEPT:
        return Reason.EXCEPTION_UNSAID
    if clause.has(Concept.TOPIC) and clause.has(Concept.NEGATION, Concept.EXCEPT) and only_names(clause):
        return Reason.EXCEPTION_UNSAID
    untitled = clause.has(Concept.TOPIC) and not any(unit.titled for unit in clause.units)
    return Reason.WHICH_CASE if last.topics and untitled and only_names(clause) else None
