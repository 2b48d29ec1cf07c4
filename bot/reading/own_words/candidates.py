"""Which quoted lines may hold words of the sender: the question that spares most mails the reading of their quotes.

A letter goes to everybody in a body and comes back in each of their answers, so what was found of a line is kept.
"""

from collections.abc import Iterable
from functools import lru_cache

from bot.reading.own_words.answers import answers_inside, may_be_answered
from bot.reading.own_words.kept import kept_with
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
    return _may_hold(known)(text)


@lru_cache(maxsize=2_048)
def may_be_covered(text: str) -> bool:
    """Whether the line, which a mark of quoting covers, may be an answer that its client marked with the rest."""
    return len(text) <= MAX_MARK and may_be_answered(text) and answers_inside(text)


def none_holds_words(lines: Iterable[str], known: Known) -> bool:
    """Whether `may_hold_words` says no of every one of the lines, none of which is marked as quoted."""
    return not any(map(_may_hold(known), lines))


def _asks(text: str, known: Known) -> bool:
    if known.letter:
        return not known.holds_line(text)
    if may_be_answered(text) and (answers_inside(text) or known.beyond(text, bare_letters(text)) is not None):
        return True
    return _fills_form(text, known) or (is_remark(text) and not known.holds_line(text))


_may_hold = kept_with(_asks)


def _fills_form(text: str, known: Known) -> bool:
    form = known.form_line(text)
    return form is not None and bool(form.filled)
