"""Doubts on who comes, which leave the votes beside them, and an absence, as they are."""

from bot.reading.statements.clauses import is_bare_doubt
from bot.reading.statements.lexicon import Concept
from bot.reading.statements.sentences import Sentence


def without_doubts_on_coming(sentence: Sentence) -> Sentence:
    """The sentence without «usikker på om vara kan», «vet ikke om jeg kan møte»; it may have no clauses then."""
    if len(sentence.clauses) == 1 or Concept.HEDGE not in sentence.concepts:
        return sentence
    aside = {place for place in range(1, len(sentence.clauses)) if _is_doubt_on_coming(sentence, place)}
    if not aside:
        return sentence
    kept = [
        clause
        for place, clause in enumerate(sentence.clauses)
        if place not in aside and not (place + 1 in aside and is_bare_doubt(clause))
    ]
    return sentence._replace(clauses=tuple(kept))


def doubts_own_coming(sentence: Sentence) -> bool:
    """Whether the one who writes does not know whether they come."""
    return any(
        _is_doubt_on_coming(sentence, place) and not clause.has(Concept.DEPUTY, Concept.NAME)
        for place, clause in enumerate(sentence.clauses)
        if place
    )


def _is_doubt_on_coming(sentence: Sentence, place: int) -> bool:
    before, clause = sentence.clauses[place - 1 : place + 1]
    if not clause.opens(Concept.CONDITION_IF) or clause.has(Concept.VOTE, Concept.REFERENCE):
        return False
    somebody = clause.has(Concept.DEPUTY, Concept.NAME) and clause.has(Concept.CAN)
    return before.has(Concept.HEDGE) and (somebody or clause.has(Concept.PRESENT, Concept.ABSENT))
