"""Which quoted lines may hold words of the sender: the question that spares most mails the reading of their quotes.

A letter goes to everybody in a body and comes back in each of their answers, so what was found of a line is kept.
"""

from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final

from bot.reading.own_words.answers import answers_inside, may_be_answered
from bot.reading.own_words.known import Known, bare_letters
from bot.reading.own_words.lines import MAX_MARK
from bot.reading.own_words.remarks import is_remark


def may_hold_words(text: str, depth: int, known: Known) -> bool:
    """Whether the sender may have written into the line, if it stands in a quote: an answer, or a form filled in.

    In a letter that is known it may be anything that the letter does not say; a mark of quoting leaves the form.
    """
    if not text or depth > 1 or (depth and not known.letter):
        return False
    if depth:
        return _fills_form(text, known)
    return _may_hold(text, known) if len(text) <= MAX_MARK else _asks(text, known)


@lru_cache(maxsize=2_048)
def may_be_covered(text: str) -> bool:
    """Whether the line, which a mark of quoting covers, may be an answer that its client marked with the rest."""
    return len(text) <= MAX_MARK and may_be_answered(text) and answers_inside(text)


# How many lines that hold no words of a sender are remembered for a meeting.
MOST_LINES: Final = 4_096


def none_holds_words(lines: AbstractSet[str], known: Known) -> bool:
    """Whether `may_hold_words` says no of every one of the lines, none of which is marked as quoted."""
    if lines <= known.silent:
        return True
    unheard = lines - known.silent
    if any(may_hold_words(text, 0, known) for text in unheard):
        return False
    if len(known.silent) > MOST_LINES:
        known.silent.clear()
    known.silent.update(text for text in unheard if len(text) <= MAX_MARK)
    return True


def _asks(text: str, known: Known) -> bool:
    if known.letter:
        return not known.holds_line(text)
    if may_be_answered(text) and (answers_inside(text) or known.beyond(text, bare_letters(text)) is not None):
        return True
    return _fills_form(text, known) or (is_remark(text) and not known.holds_line(text))


_may_hold = lru_cache(maxsize=2_048)(_asks)


def _fills_form(text: str, known: Known) -> bool:
    form = known.form_line(text)
    return form is not None and bool(form.filled)
