"""Headings and labels of the sender's own: sentences that only say which case the next words are about."""

from typing import Final

from bot.reading.statements.lexicon import Concept, marks
from bot.reading.statements.reference import Scope
from bot.reading.statements.sentences import Sentence

_LABELLING: Final = frozenset(
    {
        Concept.REFERENCE, Concept.FILLER, Concept.PAPER, Concept.TOPIC, Concept.COLON, Concept.DASH, Concept.MARK,
        Concept.AND, Concept.DATE, Concept.ANAPHOR,
    }
)  # fmt: skip
_REFERENCE: Final = Concept.REFERENCE
_LABEL_SIGNS: Final = frozenset({Concept.COLON, Concept.DASH})
# «Jeg svarer på sak 1.»
_HEADING: Final = _LABELLING | {Concept.SELF}
# «Til sak 1:»
_ADDRESSED: Final = _HEADING | {Concept.GREETING}


def is_label(sentence: Sentence) -> bool:
    """Whether a sentence that names cases says nothing of them: «Sak 2», «Jeg svarer på sak 1:»."""
    if sentence.asks:
        return False
    if sentence.concepts <= _HEADING or (sentence.units[0].form == "til" and sentence.concepts <= _ADDRESSED):
        return True
    return all(unit.concept in _HEADING or unit.form in marks("answering") for unit in sentence.units)


def begins_with_label(sentence: Sentence) -> bool:
    """«Sak 2: …», «2) …», «1/22 – …»."""
    first = sentence.clauses[0]
    if _REFERENCE not in first.concepts and not first.concepts <= _LABELLING:
        return False
    named = False
    for unit in first.units:
        if unit.concept not in _LABELLING:
            return False
        if unit.reference is not None and unit.reference.scope is Scope.ITEM:
            return True
        if named and unit.concept in _LABEL_SIGNS:
            return True
        named = named or unit.reference is not None
    return sentence.first_in_line and len(sentence.clauses) > 1 and sentence.clauses[1].opens(Concept.DASH)
