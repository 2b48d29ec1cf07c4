"""Remarks on a case that vote for nothing: what leaves the case open, and what is only a comment."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.core.reading import Reason
from bot.reading.statements.claim import Claim, first_content
from bot.reading.statements.doubts import OPEN_QUESTIONS
from bot.reading.statements.lexicon import Concept, marks
from bot.reading.statements.reference import Scope
from bot.reading.statements.sentences import Sentence
from bot.reading.statements.surroundings import is_judged_case, judged_topics
from bot.reading.statements.ticks import ASIDE, is_left_open
from bot.reading.statements.unit import Unit

_UNCLEAR: Final = frozenset({Concept.ASSENT, Concept.ACKNOWLEDGED, Concept.HEDGE, Concept.PENDING})


class Before(NamedTuple):
    """What went before: a heading or quote that is not answered yet, a vote, an approval of all."""

    labelled: bool
    voted: bool
    approved: bool


def remarks_of(sentence: Sentence, before: Before, *, alone: bool) -> list[Claim]:
    """What a sentence that votes for nothing says of a named case: «Sak 2 ser greit ut», «Sak 2: tja».

    `alone` says that the meeting has one case.
    """
    units = sentence.units
    named = tuple(unit.reference for unit in units if unit.reference is not None)
    hedged = any(unit.concept in OPEN_QUESTIONS or unit.negations for unit in units)
    if not (named or before.labelled):
        return _on_topic(sentence, units, before, alone=alone)
    judging = is_judged_case(sentence.clauses[0], named)
    praising = sentence.has(Concept.COURTESY) and not (before.labelled or judging)
    if praising or (before.approved and named and _is_comment(sentence)):
        return []
    coming = sentence.has(Concept.PRESENT, Concept.ABSENT, Concept.PARTIAL) and units[0].reference is None
    wished = sentence.has(Concept.WISH) and not (named and sentence.has(Concept.TIME, Concept.PENDING))
    if (coming and not (named and sentence.has(Concept.NEGATION))) or wished:
        return []
    conditional = any(clause.units[0].concept is Concept.CONDITION for clause in sentence.clauses)
    if sentence.has(Concept.CONTACT) and (not named or conditional):
        return []
    general = bool(named) and all(each.scope in {Scope.ALL, Scope.REST} for each in named)
    # «Resten ser jeg på i morgen»
    rest_open = hedged and any(each.scope is Scope.REST for each in named)
    if general and not (sentence.has(*_UNCLEAR) or rest_open):
        return []
    hedged = (hedged or bool(named)) and (not general or sentence.has(Concept.HEDGE))
    return [Claim(None, sentence.start, sentence.end, named, held=Reason.NOT_A_VOTE, weak=not hedged, judging=judging)]


def _is_comment(sentence: Sentence) -> bool:
    """«Godkjent. Synd at sak 2 ble så dyr.»: a judgement on a case that has been approved with all others."""
    units = sentence.units
    oneself = marks("oneself")
    doubtful = any(unit.concept in OPEN_QUESTIONS or unit.negations or unit.form in oneself for unit in units)
    regretting = first_content(sentence.clauses[0]) is Concept.REMARK
    return (sentence.has(Concept.COURTESY, Concept.ASSENT) or regretting) and not doubtful


def _on_topic(sentence: Sentence, units: Sequence[Unit], before: Before, *, alone: bool) -> list[Claim]:
    """«Jeg er skeptisk til sykkelveiene»: what is said of a title's words leaves that case open."""
    if (opened := next(filter(is_left_open, units), None)) is not None:
        return [Claim(None, sentence.start, sentence.end, held=Reason.NOT_A_VOTE, weak=opened.form == ASIDE)]
    topics = tuple(unit for unit in units if unit.concept is Concept.TOPIC and unit.titled)
    judged = judged_topics(sentence.clauses[0]) if not (before.voted or alone) else ()
    if judged and not sentence.asks:
        return [Claim(None, sentence.start, sentence.end, topics=judged, held=Reason.NOT_A_VOTE, judging=True)]
    praised = sentence.has(Concept.COURTESY, Concept.ASSENT, Concept.WISH, Concept.CONTACT, Concept.BECAUSE)
    if not topics or praised or sentence.asks or alone:
        return []
    return [Claim(None, sentence.start, sentence.end, topics=topics, held=Reason.NOT_A_VOTE)]
