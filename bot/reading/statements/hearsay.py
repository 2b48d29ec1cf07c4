"""Sentences that tell what somebody else holds, or what was voted once: no votes of the sender's, and no doubts.

«Olav er imot. Jeg stemmer for.», «Sist stemte jeg imot. Nå er det godkjent.»
"""

from itertools import pairwise
from typing import Final

from bot.reading.statements.bystanders import PERSONS, is_reported
from bot.reading.statements.clauses import CONDITIONS, Clause
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.people import People
from bot.reading.statements.sentences import Sentence
from bot.reading.statements.subject import holds_as_another, is_own_name
from bot.reading.statements.unit import Unit

# What names a case or opens a doubt has to be read for what it is.
_OPEN: Final = frozenset(
    {
        *CONDITIONS, Concept.REFERENCE, Concept.TOPIC, Concept.BUT, Concept.COUNTER, Concept.INSTEAD, Concept.MUST,
        Concept.CHANGE, Concept.COLON, Concept.DEPUTY, Concept.BEHALF, Concept.PRESENT, Concept.ABSENT,
    }
)  # fmt: skip


def is_hearsay(sentence: Sentence, people: People) -> bool:
    """Whether all that the sentence says of votes is another person's by name, or of a time that is past."""
    if sentence.asks or not sentence.concepts.isdisjoint(_OPEN):
        return False
    past = marks("past_time")
    if Concept.NAME not in sentence.concepts and sentence.forms.isdisjoint(past):
        return False
    told = [each for each in sentence.clauses if each.has(Concept.VOTE, Concept.PAST) or each.says("mistaken")]
    return bool(told) and all(
        (not each.forms.isdisjoint(past) and _tells_of_a_vote(each)) or holds_as_another(each, people) for each in told
    )


def is_of_somebody_else(sentence: Sentence, people: People) -> bool:
    """Whether whoever else the sentence speaks of is the one who votes in it, alone or with the sender."""
    if sentence.concepts.isdisjoint(_SUBJECTS):
        return False
    explained = _is_of_one_explained(sentence, people)
    return explained or _agrees_with_another(sentence) or is_reported(sentence, people)


def _is_of_one_explained(sentence: Sentence, people: People) -> bool:
    """«Rådmannen, Finn, støtter forslaget»: who does it stands before what explains who that is."""
    clauses = sentence.clauses
    if len(clauses) <= MIN_EXPLAINED:
        return False
    at = next((at for at, each in enumerate(clauses) if Concept.VOTE in each.concepts), 0)
    if at < MIN_EXPLAINED or clauses[at].has(Concept.SELF) or not clauses[at].opens(Concept.COMMA):
        return False
    before = [unit for clause in clauses[:at] for unit in clause.units]
    own = any(unit.concept is Concept.NAME and is_own_name(unit, people) for unit in before)
    finite = next(unit for unit in clauses[at].units if unit.vote is not None).shape is Form.FINITE
    finite = finite or clauses[at].units[0].form in marks("copula")
    return finite and not own and before[0].concept in _SUBJECTS and all(unit.concept in _NAMING for unit in before)


MIN_EXPLAINED: Final = 2
_SUBJECTS: Final = PERSONS | {Concept.UNKNOWN}
_NAMING: Final = _SUBJECTS | {Concept.SELF, Concept.FILLER, Concept.DEPUTY, Concept.PLACE, Concept.TOPIC}


def _agrees_with_another(sentence: Sentence) -> bool:
    """«Olav og jeg er uenige»: with each other, where nothing else is named."""
    for before, clause in pairwise(sentence.clauses):
        joined = clause.opens(Concept.AND) and clause.units[0].concept is Concept.SELF
        if not joined or not clause.says("mutual") or clause.has(Concept.PAPER, Concept.REFERENCE, Concept.TOPIC):
            continue
        if all(unit.concept in _SUBJECTS for unit in before.units):
            return True
    return False


def leans_on_others(sentence: Sentence) -> bool:
    """Whether a vote behind what others hold may be on that: «Olav er imot. Jeg er enig.», not «Jeg stemmer for.»,
    nor «Ja til sak 9»."""
    own, of_oneself = tuple(marks("own_vote")), tuple(marks("own_vote_of_oneself"))
    return not any(
        unit.form.startswith(own)
        or (Concept.SELF in clause.concepts and unit.form.startswith(of_oneself))
        or (Concept.REFERENCE in clause.concepts and not _joins(unit))
        for clause in sentence.clauses
        for unit in clause.units
        if unit.vote is not None
    )


def _joins(vote: Unit) -> bool:
    """«Enig», «slutter meg til» may be said to whoever was named; «ja til» is not."""
    words = vote.form.split()
    return vote.form in marks("agreed") or (words[-1] in marks("joins_people") and words[0] not in marks("yes_no"))


def _tells_of_a_vote(clause: Clause) -> bool:
    """«Sa nei sist», «stemte jeg imot sist», «forrige svar var feil»; but «dette var svaret i fjor» takes one back."""
    voted = any(unit.concept is Concept.PAST and " " in unit.form for unit in clause.units)
    return voted or clause.has(Concept.VOTE) or clause.says("mistaken")
