"""Answers beneath a case of our notice that vote for nothing: what leaves that case open, and what only comments."""

from collections.abc import Iterable
from typing import Final

from bot.reading.statements.claim import first_content
from bot.reading.statements.doubts import OPEN_QUESTIONS
from bot.reading.statements.lexicon import Concept, marks
from bot.reading.statements.presence import Presence, Said
from bot.reading.statements.sentences import Sentence

# What people say beside a vote they have given elsewhere: thanks, praise, a wish, where to reach them.
_COMMENTING: Final = (
    Concept.COURTESY, Concept.ASSENT, Concept.ACKNOWLEDGED, Concept.WISH, Concept.CONTACT, Concept.BECAUSE,
)  # fmt: skip


def leaves_open(sentence: Sentence, attended: Iterable[Presence]) -> bool:
    """Whether the sentence, standing under a case, is more than a comment or a question.

    Somebody has answered that case there, and nobody knows what: what they say of all cases does not go for it.
    `attended` is what the sentence says of taking part.
    """
    if sentence.asks or any(each.said is not Said.UNCLEAR for each in attended):
        return False
    if sentence.has(Concept.WISH):
        return sentence.has(Concept.PENDING)
    doubted = sentence.has(*OPEN_QUESTIONS) or any(
        unit.negations for clause in sentence.clauses for unit in clause.units
    )
    if first_content(sentence.clauses[0]) is Concept.REMARK and not doubted:
        # «Synd at det ble så dyrt» regrets; «For dyrt» refuses.
        return sentence.clauses[0].units[0].form.split()[0] in marks("exceeding")
    return doubted or not sentence.has(*_COMMENTING)
