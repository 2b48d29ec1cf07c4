"""Times that a word and a number make together: «kl. 9», «uke 9–10», «den 12.»; none of them numbers a case."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from bot.reading.statements.lexicon import marks, naming
from bot.reading.statements.numbers import RANGE_SIGNS
from bot.reading.statements.text import Sort, Token

MAX_DIGITS: Final = 2
_NOUNS: Final = frozenset({"case", "point"})


@lru_cache(maxsize=1)
def timing() -> frozenset[str]:
    """The words that a time may start with."""
    return marks("clock") | marks("week") | marks("day_article")


def time_end(tokens: Sequence[Token], forms: Sequence[str], at: int) -> int:
    """Where the time that starts at such a word ends; the place itself where none does."""
    if at + 1 == len(tokens) or not _is_told(tokens[at + 1], forms[at]):
        return at
    end = at + 2
    while forms[at] in marks("week") and _is_another(tokens, end):
        end += 2
    dotted = end + 1 < len(tokens) and tokens[end].form == "." and tokens[end + 1].text[0].islower()
    if forms[at] in marks("day_article") and end + dotted < len(tokens) and _is_noun(forms[end + dotted]):
        # «Den 2. saken»
        return at
    return end + dotted


def _is_told(after: Token, word: str) -> bool:
    if after.sort is Sort.DATE:
        return word in marks("clock")
    return after.sort is Sort.NUMBER and len(after.form) <= MAX_DIGITS


def _is_another(tokens: Sequence[Token], at: int) -> bool:
    """«… –10»."""
    return at + 1 < len(tokens) and tokens[at].form in RANGE_SIGNS and tokens[at + 1].sort is Sort.NUMBER


def _is_noun(form: str) -> bool:
    return not naming().tables.get(form, frozenset()).isdisjoint(_NOUNS)
