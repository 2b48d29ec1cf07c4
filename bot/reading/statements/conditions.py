"""The conditions in a sentence, with or without a word for them, and which of its votes they are on (rule 3.7)."""

from typing import Final

from bot.core.reading import Reason
from bot.reading.statements.claim import Claim, demands_meeting, first_content, is_upon, only_names
from bot.reading.statements.clauses import CONDITIONS, Clause
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.motions import is_thing, orders
from bot.reading.statements.sentences import Sentence
from bot.reading.statements.unit import Unit

_QUESTION, _VOTE = Concept.QUESTION, Concept.VOTE


def conditioned(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """The claims as the sentence's conditions leave them; a condition beside no vote is a remark."""
    if _VOTE in sentence.concepts and _is_in_return(sentence):
        return [claim.hold(Reason.CONDITIONAL) if claim.vote else claim for claim in claims]
    if _VOTE in sentence.concepts and sentence.says("subject") and _follows_from_something(sentence):
        return [claim.hold(Reason.CONDITIONAL) if claim.vote else claim for claim in claims]
    if len(sentence.clauses) == 1 and sentence.concepts.isdisjoint(CONDITIONS):
        return claims
    places = [
        place
        for place, clause in enumerate(sentence.clauses)
        if _is_condition(clause, sentence, place)
        and not ((in_reason(sentence, place) and not _is_otherwise(clause, sentence)) or demands_meeting(clause))
    ]
    places = [place for place in places if not _is_on_contact(sentence, place)]
    if not places:
        return claims
    if not any(claim.vote for claim in claims):
        # «Hva skjer hvis vi sier nei?»
        asking = sentence.asks and first_content(sentence.clauses[0]) is _QUESTION
        hard = not asking and any(sentence.clauses[at].units[0].concept is not Concept.TEMPORAL for at in places)
        return [*claims, _condition_alone(sentence)] if hard else claims
    return held_where(claims, places, Reason.CONDITIONAL)


def _condition_alone(sentence: Sentence) -> Claim:
    return Claim(None, sentence.start, sentence.end, sentence.references, held=Reason.CONDITIONAL)


def _is_in_return(sentence: Sentence) -> bool:
    """«Ja, mot at fylket betaler»; but «jeg er mot at …»."""
    if not sentence.says("in_return"):
        return False
    units = sentence.units
    voted = next(at for at, unit in enumerate(units) if unit.vote is not None)
    return any(
        unit.form in marks("in_return") and units[at + 1].form in marks("that") and not _is_against(units[at - 1])
        for at, unit in enumerate(units[:-1])
        if at > voted
    )


def _is_against(before: Unit) -> bool:
    """«(Jeg er) mot at …», «(det er jeg) mot at …»."""
    return before.form in marks("subject") or before.form in marks("copula")


_SUBJECTS: Final = frozenset(
    {
        Concept.SELF, Concept.OTHER, Concept.NAME, Concept.UNKNOWN, Concept.REFERENCE, Concept.PAPER, Concept.PLAIN,
        Concept.TOPIC, Concept.ANAPHOR,
    }
)  # fmt: skip


def _follows_from_something(sentence: Sentence) -> bool:
    """«Da godkjenner jeg», «Send meg tallene, så godkjenner jeg»: the vote hangs on what was said or asked before."""
    for place, clause in enumerate(sentence.clauses):
        units = clause.units
        at = 1 if units[0].form in marks("then") else 0
        if len(units) <= at + 1 or not (at or clause.opens(Concept.WHILE, Concept.AND)):
            continue
        voting = units[at].concept is Concept.VOTE and units[at].shape is Form.FINITE
        if voting and units[at + 1].form in marks("subject"):
            before = sentence.clauses[place - 1] if place else None
            if before is None or orders(before):
                return True
            return not (only_names(before) or before.has(Concept.VOTE, Concept.REMARK))
    return False


def _is_condition(clause: Clause, sentence: Sentence, place: int) -> bool:
    """«hvis …», and the condition without a word for it: «Betaler fylket, støtter jeg saken»."""
    if clause.units[0].concept in CONDITIONS:
        return True
    if place and (_is_otherwise(clause, sentence) or (is_upon(clause.units, 0) and not clause.has(Concept.VOTE))):
        return True
    if place and _is_proviso(clause):
        return True
    inverted = place == 0 and len(sentence.clauses) > 1 and not sentence.clauses[1].opens(Concept.BUT, Concept.AND)
    return (
        inverted
        and len(clause.units) > 1
        and clause.units[0].form.partition(" ")[0] in marks("inverting")
        # «Er i Oslo, …» leaves out who is.
        and clause.units[1].form not in marks("qualifying")
        and any(unit.concept in _SUBJECTS for unit in _contents(clause)[1:2])
        and not clause.has(Concept.VOTE)
    )


def _is_proviso(clause: Clause) -> bool:
    """«(Godkjent,) bare prisen går ned», «bare fylket sier ja»; but «bare hyggelig», «bare så det er sagt»."""
    units = clause.units
    if units[0].form not in marks("provided") or len(units) < MIN_PROVISO:
        return False
    somebody = units[1].concept in {Concept.NAME, Concept.OTHER}
    return somebody or (is_thing(units[1]) and not clause.has(Concept.VOTE))


MIN_PROVISO: Final = 3


def _is_on_contact(sentence: Sentence, place: int) -> bool:
    """«Ring hvis noe er uklart», «hvis noe er uklart, ring»: who needs to know more may ask."""
    clauses = sentence.clauses
    voted = any(clause.has(Concept.VOTE) for clause in clauses[:place])
    near = clauses[max(place - 1, 0) : place + 1 if voted else place + 2]
    return any(clause.has(Concept.CONTACT) for clause in near)


def _contents(clause: Clause) -> list[Unit]:
    """Its first unit and the others that are no little words: «Should the county pay»."""
    little = {Concept.FILLER, Concept.NEGATION}
    return [unit for at, unit in enumerate(clause.units) if not at or unit.concept not in little]


def _is_otherwise(clause: Clause, sentence: Sentence) -> bool:
    """«Godkjent, ellers ikke»; but «imot sak 2, ellers enig»."""
    references = [unit for each in sentence.clauses for unit in each.units if unit.reference is not None]
    return len(references) == 1 and clause.units[0] is references[0] and references[0].form in marks("otherwise")


def in_reason(sentence: Sentence, place: int) -> bool:
    """Whether the clause gives a reason; what is conceded («selv om …») is none, and may take the vote back."""
    return any(
        clause.opens(Concept.BECAUSE) and not (clause.opening and clause.opening.form in marks("conceding"))
        for clause in sentence.clauses[: place + 1]
    )


def held_where(claims: list[Claim], places: list[int], reason: Reason) -> list[Claim]:
    """A condition at the end is one on the vote before it; one at the beginning is on all that follow."""
    held = set[int]()
    for place in places:
        if any(claim.clause == place - 1 and claim.vote is None and claim.held is reason for claim in claims):
            continue
        before = [at for at, claim in enumerate(claims) if claim.clause < place and claim.vote]
        if before:
            last = before[-1]
            apart = claims[last].names and all(claims[at].names for at in before)
            held |= {last} if apart else set(before)
        else:
            held |= set(range(len(claims)))
    return [claim.hold(reason) if at in held else claim for at, claim in enumerate(claims)]
