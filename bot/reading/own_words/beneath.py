"""Quoted lines right above an answer that it may be on, and that name no case of the meeting's: nobody knows which.

Whoever quotes «Sak 99» or «Kan du komme?» alone and writes «Ja» below answers that line, and not all of the letter.
"""

import re
from typing import Final

from bot.reading.own_words.answers import has_answer_word, is_bare_answer, is_verdict_line, names_case
from bot.reading.own_words.disclaimers import disclaims
from bot.reading.own_words.kept import kept

_HEADING = re.compile(
    r"[\W_]{0,6}(?:(?:sak|saksnr|saksnummer|case|item|ps|punkt|pkt|point)\b[.:]?\s{0,3}(?:nr\.?|no\.?)?\s{0,3}"
    r"(?:ps\s{0,3})?\d{1,4}(?:/\d{2,4})?|\d{1,4}/\d{2,4}|\d{1,2}[.)]?$)(?!\d|[./]\d)(?P<title>.{0,300})",
    re.IGNORECASE,
)
LONGEST_QUESTION: Final = 300


@kept
def leaves_case_open(text: str) -> bool:
    """Whether the line of a letter, which is no heading of the meeting's, has a heading's form or asks something."""
    return heads_something_else(text) or _asks(text)


@kept
def heads_something_else(text: str) -> bool:
    """Whether the line, which is no heading of the meeting's, is that of another case or point."""
    found = _HEADING.fullmatch(text)
    return found is not None and not found["title"].endswith((".", ",", ";"))


def _asks(text: str) -> bool:
    return text.endswith("?") and len(text) <= LONGEST_QUESTION and not disclaims(text)


def is_on_line(answer: str, above: str) -> bool:
    """Whether the answer may be on that line alone: any is below a heading, a bare «Ja» below a question.

    Whoever asks «Godkjenner du forslagene?» asks for the vote.
    """
    if not _asks(above):
        return True
    if has_answer_word(above) and not names_case(above):
        return False
    return is_bare_answer(answer) and not is_verdict_line(answer)
