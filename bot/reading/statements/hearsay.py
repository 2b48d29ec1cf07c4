"""Sentences that tell what somebody else holds, or what was voted once: no votes of the sender's, and no doubts.

«Olav er imot. Jeg stemmer for.», «Sist stemte jeg imot. Nå er det godkjent.»
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.reading.statements.bystanders import PERSONS, is_reported
from bot.reading.statements.clauses import CONDITIONS, Clause, clause_of
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.people import People
from bot.reading.statements.sentences import Sentence, with_clauses
from bot.reading.statements.subject import holds_as_another, is_own_name, speaks_for_oneself
from bot.reading.statements.unit import Unit

# What names a case or opens a doubt has to be read for what it is.
_NAMED: Final = frozenset(
    {
        *CONDITIONS, Concept.REFERENCE, Concept.TOPIC, Concept.COUNTER, Concept.INSTEAD, Concept.MUST, Concept.CHANGE,
        Concept.COLON, Concept.DEPUTY, Concept.BEHALF, Concept.PRESENT, Concept.ABSENT,
    }
)  # fmt: skip
_OPEN: Final = _NAMED | {Concept.BUT}
_TOLD: Final = frozenset({Concept.VOTE, Concept.PAST})


def is_hearsay(sentence: Sentence, people: People) -> bool:
    """Whether all that the sentence says of votes is another person's by name, or of a time that is past."""
    if sentence.asks or not sentence.concepts.isdisjoint(_OPEN):
        return False
    if not _may_tell(sentence):
        return False
    told = [each for each in sentence.clauses if each.has(Concept.VOTE, Concept.PAST) or each.says("mistaken")]
    return bool(told) and all(_is_told(each, people) for each in told)


def _may_tell(sentence: Sentence) -> bool:
    """Whether anybody or any time is spoken of: most sentences speak of none."""
    return not (sentence.concepts.isdisjoint(_HEARD) and sentence.forms.isdisjoint(marks("past_time")))


def tells_of_another(sentence: Sentence, people: People) -> bool:
    """Whether a clause of it is what another holds, which a vote behind it may agree with."""
    return any(holds_as_another(clause, people) for clause in sentence.clauses)


def gone_on_of_another(sentence: Sentence, people: People) -> list[Clause]:
    """«Olav er for og støtter forslaget», «Olav er for, enig», «ja, Olav er for»: clauses beside what another holds
    whose votes may be theirs, or be on that."""
    if len(sentence.clauses) == 1 or sentence.concepts.isdisjoint(_SUBJECTS):
        return []
    found: list[Clause] = []
    soft: list[Clause] = []
    told = False
    for clause in sentence.clauses:
        if holds_as_another(clause, people):
            told = True
            found.extend(soft if Concept.VOTE in clause.concepts else ())
        elif Concept.VOTE in clause.concepts and told and _may_be_theirs(clause, people):
            found.append(clause)
        elif Concept.VOTE in clause.concepts and not told and _is_soft(clause, people):
            soft.append(clause)
    return found


def _may_be_theirs(clause: Clause, people: People) -> bool:
    """Whether another's vote goes on in the clause, or one in it may agree with that."""
    return not speaks_for_oneself(clause, people) and (_leans((clause,), people) or _has_their_verb(clause))


def _has_their_verb(clause: Clause) -> bool:
    """«… og støtter forslaget»; but «…, avstår i sak 1» is an answer in a row of such."""
    named = clause.has(Concept.REFERENCE, Concept.TOPIC) and not clause.opens(Concept.AND, Concept.BUT)
    return not named and any(unit.shape is Form.FINITE for unit in clause.all_of(Concept.VOTE))


def _leaves_doubt(clause: Clause, people: People, *, another: bool, once: bool) -> bool:
    """Whether the vote may be another's of whom was told before it, or may answer that."""
    if another and (_leans((clause,), people) or _may_be_theirs(clause, people)):
        return True
    if once and not (speaks_for_oneself(clause, people) or clause.opens(Concept.BUT)):
        # «I fjor sa vi ja, ja.»
        return True
    # «Ja, Olav er imot.»
    return not (another or once) and _is_soft(clause, people)


def without_hearsay(sentence: Sentence, people: People) -> Sentence:
    """«Olav er imot, men jeg stemmer for» as «jeg stemmer for»; the same where it leaves in doubt whose a vote is."""
    if sentence.asks or len(sentence.clauses) == 1 or not _may_tell(sentence):
        return sentence
    own: list[Clause] = []
    voted = another = once = talks = False
    for clause in sentence.clauses:
        if not clause.concepts.isdisjoint(_TOLD) and _is_told(clause, people):
            theirs = holds_as_another(clause, people)
            another, once = another or theirs, once or not theirs
            talks = talks or Concept.VOTE not in clause.concepts
            continue
        own.append(clause)
        if Concept.VOTE not in clause.concepts:
            continue
        voted = True
        if _leaves_doubt(clause, people, another=another, once=once):
            return sentence
    # «Ja, du sier noe.»
    idle = talks and not any(speaks_for_oneself(clause, people) for clause in own if Concept.VOTE in clause.concepts)
    if idle or not voted or len(own) == len(sentence.clauses):
        return sentence
    if own[0] is not sentence.clauses[0]:
        own[0] = clause_of(own[0].units)
    return with_clauses(sentence, tuple(own))


def _is_soft(clause: Clause, people: People) -> bool:
    """«Ja», «enig» by themselves; not «ja fra meg», «ja til sak 2»."""
    if speaks_for_oneself(clause, people) or clause.has(Concept.REFERENCE, Concept.TOPIC, Concept.PAPER):
        return False
    return all(unit.shape is Form.WORD or unit.form in marks("soft") for unit in clause.all_of(Concept.VOTE))


def _is_told(clause: Clause, people: People) -> bool:
    # «…, bare fylket sier ja» is a condition.
    if not clause.concepts.isdisjoint(_NAMED) or clause.units[0].form in marks("provided"):
        return False
    return holds_as_another(clause, people) or _tells_of_the_past(clause)


def _tells_of_the_past(clause: Clause) -> bool:
    """«Vi sa nei sist», «først var jeg imot»."""
    if not clause.forms.isdisjoint(marks("past_time")):
        return _tells_of_a_vote(clause)
    return Concept.VOTE in clause.concepts and Concept.PAST in clause.concepts and clause.says("was")


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
_HEARD: Final = _SUBJECTS | {Concept.PAST}
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


def leans_on_others(sentence: Sentence, people: People) -> bool:
    """Whether a vote behind what others hold may be on that: «Olav er imot. Jeg er enig.», not «Jeg stemmer for.»,
    nor «Ja til sak 9»."""
    return _leans(sentence.clauses, people)


def _leans(clauses: Sequence[Clause], people: People) -> bool:
    own, of_oneself = tuple(marks("own_vote")), tuple(marks("own_vote_of_oneself"))
    return not any(
        unit.form.startswith(own)
        or (unit.form.startswith(of_oneself) and speaks_for_oneself(clause, people))
        or (not _joins(unit) and _is_on_proposal(clause, people))
        for clause in clauses
        for unit in clause.units
        if unit.vote is not None
    )


def _is_on_proposal(clause: Clause, people: People) -> bool:
    """«Ja til sak 9», «ja fra meg», «jeg kan ikke støtte forslaget»; «det støtter jeg» may be on what another said."""
    if clause.has(Concept.REFERENCE, Concept.TOPIC) or clause.says("from_oneself"):
        return True
    papers = [unit for unit in clause.units if unit.concept is Concept.PAPER and unit.form not in marks("that_one")]
    return bool(papers) and speaks_for_oneself(clause, people)


def _joins(vote: Unit) -> bool:
    """«Enig», «slutter meg til» may be said to whoever was named; «ja til» is not."""
    words = vote.form.split()
    return vote.form in marks("agreed") or (words[-1] in marks("joins_people") and words[0] not in marks("yes_no"))


def _tells_of_a_vote(clause: Clause) -> bool:
    """«Sa nei sist», «stemte jeg imot sist», «forrige svar var feil»; but «dette var svaret i fjor» takes one back."""
    voted = any(unit.concept is Concept.PAST and " " in unit.form for unit in clause.units)
    return voted or clause.has(Concept.VOTE) or clause.says("mistaken")
