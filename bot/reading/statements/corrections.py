"""Words that correct or take back what was voted: whoever corrects themselves is asked what stands (rule 3.8)."""

from collections.abc import Sequence
from itertools import pairwise

from bot.core.reading import Reason, Vote
from bot.reading.statements.claim import Claim, only_names
from bot.reading.statements.clauses import clause_of
from bot.reading.statements.lexicon import Concept, marks
from bot.reading.statements.sentences import Sentence


def corrected(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«Godkjent … nei forresten, imot sak 1», «imot sak 1, jeg mener sak 2»: who corrects a sentence within it is asked
    what stands."""
    denials = [at for at, claim in enumerate(claims) if claim.soft and claim.vote is Vote.OBJECT and not claim.names]
    corrects = any(
        any(claim.vote for claim in claims[:at]) and claims[at + 1 :] and not _is_spread(claims, at) for at in denials
    ) or any(
        clause.has(Concept.REFERENCE) and clause.says("correcting")
        for clause in sentence.clauses[1:]
        if not clause.has(Concept.VOTE)
    )
    halted = any(
        clause.says("halting") and any(claim.clause < place for claim in claims)
        for place, clause in enumerate(sentence.clauses)
    )
    corrects = corrects or _is_of_parts(claims, sentence)
    corrects = corrects or halted or _is_disputed(claims, sentence) or _is_undecided(sentence) or renames(sentence)
    return [claim.hold(Reason.CONTRADICTION) if claim.vote else claim for claim in claims] if corrects else claims


def _is_spread(claims: Sequence[Claim], at: int) -> bool:
    """«Ja (sak 1), nei (sak 2)»: each vote has its case behind it."""
    near = (claims[at - 1], claims[at + 1]) if at else ()
    return bool(near) and all(
        claim.vote is None and claim.held is None and claim.references and not claim.excluded for claim in near
    )


def _is_disputed(claims: Sequence[Claim], sentence: Sentence) -> bool:
    """«Godkjent 2/22, 1/22: inhabil»: nobody can tell whether the colon labels one case or both."""
    for before, claim in pairwise(claims):
        units = sentence.clauses[claim.clause].units
        labelled = len(units) > 1 and units[0].concept is Concept.REFERENCE and units[1].concept is Concept.COLON
        several = any(len(reference.keys) > 1 for reference in claim.references[:1])
        # «Imot sak 1: nei»
        several = several or (sentence.clauses[claim.clause].opening is None and before.clause == claim.clause - 1)
        unlike = before.vote is not claim.vote or sentence.clauses[claim.clause].opening is None
        if labelled and several and before.vote is not None and not before.names and unlike:
            return True
    return False


def _is_of_parts(claims: Sequence[Claim], sentence: Sentence) -> bool:
    """«Ja til leie, nei til oppussing»: parts of a case are voted on, of which one is not known."""
    parts = [
        claim
        for claim in claims
        if claim.vote and not claim.references and sentence.clauses[claim.clause].units[0].form in marks("yes_no_to")
    ]
    return len({claim.vote for claim in parts}) > 1 and any(claim.held is not None for claim in parts)


def _is_undecided(sentence: Sentence) -> bool:
    """«Både godkjent og imot sak 1»."""
    return any(
        before.form in marks("both_and") and unit.concept is Concept.VOTE
        for clause in sentence.clauses
        for before, unit in pairwise(clause.units)
    )


def renames(sentence: Sentence) -> bool:
    """«Godkjent sak 1, unnskyld, sak 2»."""
    return sentence.says("correcting") and any(
        before.units[-1].form in marks("correcting") and not before.has(Concept.VOTE) and only_names(clause)
        for before, clause in pairwise(sentence.clauses)
        if clause.has(Concept.REFERENCE)
    )


def takes_back(sentence: Sentence) -> bool:
    """«Eller nei, vent», «Glem det»: what was said before may no longer be meant."""
    first = sentence.clauses[0]
    if (
        len(sentence.clauses) > 1
        and first.opening is None
        and first.units[0].vote is Vote.OBJECT
        and len(first.units) == 1
    ):
        # «Nei, vent, …»
        first = clause_of(sentence.clauses[1].units)
    opening = first.opening.form if first.opening is not None else first.units[0].form
    return opening in marks("retracting") or first.units[0].form in marks("retracting")
