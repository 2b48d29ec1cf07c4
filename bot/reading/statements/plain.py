"""Words that say the same wherever they stand: one look tells what they are.

All others may begin a reference or a time, or be what a case is called, and have to be asked about each of these.
"""

from functools import lru_cache
from typing import NamedTuple

from bot.reading.statements.lexicon import Concept, Lexeme, Node, lexicon, marks
from bot.reading.statements.references import may_refer
from bot.reading.statements.times import timing


class Plain(NamedTuple):
    """What a word says by itself, and the words that a phrase may go on with; None where it begins no longer one."""

    lexeme: Lexeme
    longer: Node | None


@lru_cache(maxsize=1)
def plain_words() -> dict[str, Plain]:
    """The plain words of all languages, by their folded form."""
    known = lexicon()
    return {word: Plain(*said) for word in known.root if (said := known.by_itself(word)) and _is_plain(word, said[0])}


def _is_plain(word: str, lexeme: Lexeme) -> bool:
    return not (may_refer(word) or word in timing() or _depends(word, lexeme.concept))


def _depends(word: str, concept: Concept) -> bool:
    """Whether the meeting, or what stands beside it, tells what it is: «protokollen» may be a case, «for (Kari)» says
    whose place one takes, «sa» may be «så»."""
    if concept is Concept.PLAIN:
        return word in marks("minutes")
    if concept is Concept.WHILE:
        return word in marks("reporting")
    return concept is Concept.INSTEAD and word in marks("acting")
