"""What a sender adds where signatures and footers stand: postscripts, conditions, a word on a case."""

import re
from collections.abc import Callable, Sequence

from bot.reading.own_words.answers import (
    has_answer_word,
    is_bare_answer,
    is_certificate,
    is_told_to_others,
    is_verdict_line,
    names_case,
)
from bot.reading.own_words.disclaimers import disclaims, is_broken_off, is_of_mail, is_of_mailing, is_of_self
from bot.reading.own_words.footers import is_footer
from bot.reading.own_words.kept import kept
from bot.reading.own_words.reservations import is_condition, is_note, is_postscript, is_reservation
from bot.reading.own_words.signers import (
    LONGEST_LINE,
    Sender,
    announces_substitute,
    is_block_line,
    is_hours,
    tells_how_to_reach,
    votes,
)

# «Vår ref: 22/123» is the sender's administration's number.
_REFERENCE = re.compile(r"\b(?:ref|referanse|reference|arkiv\w*|saksnr|journal\w*|org)\b", re.IGNORECASE)
_DEMANDED = re.compile(
    r"\b(?:krev|forlang|ønsk|ynskj|ber om|bed om|vil ha|demand|request|want|require)\w*\b.{0,80}\b(?:møte|meeting)",
    re.IGNORECASE,
)
_LINK = re.compile(r"<?(?:https?://|www\.)\S+", re.IGNORECASE)


def added(lines: Sequence[str], sender: Sender, is_added: Callable[[str], bool]) -> list[str]:
    """The lines that were added, each with those that it goes on in."""
    kept: list[str] = []
    above = ""
    for text in lines:
        goes_on = above and text and (is_postscript(above) or _is_unfinished(above, text))
        if text and (
            is_added(text) or announces_substitute(text, sender) or (goes_on and not is_block_line(text, sender))
        ):
            kept.append(text)
            above = f"{above} {text}" if goes_on and len(above) < LONGEST_LINE else text
        else:
            above = ""
    return kept


def _is_unfinished(above: str, below: str) -> bool:
    """Whether the sentence, or what stands in brackets, goes on in the line below."""
    return above.count("(") > above.count(")") or is_broken_off(above, below)


@kept
def is_added(text: str) -> bool:
    """Below a closing only what is surely the sender's own counts, and what may take back something they said."""
    if is_added_anywhere(text):
        return True
    if not text or disclaims(text) or is_footer(text) or is_certificate(text):
        return False
    speaks = is_of_self(text) and not is_hours(text)
    return len(text.split()) >= 3 and speaks


@kept
def is_added_anywhere(text: str) -> bool:
    """A postscript, an answer, a word on a case, a condition, a doubt, a question: in no signature they stand."""
    if not text or is_postscript(text) or is_answer_anywhere(text):
        return bool(text)
    if len(text) > LONGEST_LINE or is_footer(text) or is_certificate(text) or _LINK.fullmatch(text):
        return False
    if is_condition(text):
        return not (is_of_mail(text) and disclaims(text))
    if disclaims(text) or is_hours(text):
        return False
    if is_note(text) and has_answer_word(text):
        return True
    return is_verdict_line(text) or _is_on_matter(text)


def _is_on_matter(text: str) -> bool:
    """Whether the line limits or doubts, asks, or names a case, and is not addressed to whoever gets the mail."""
    if is_told_to_others(text) or (is_of_mailing(text) and not names_case(text)):
        return False
    named = names_case(text) and not tells_how_to_reach(text) and _REFERENCE.search(text) is None
    return named or is_reservation(text) or text.endswith("?") or _DEMANDED.search(text) is not None


def is_own_in_signature(text: str) -> bool:
    """Whether the line is the sender's though the client keeps its place for a signature."""
    return is_added_anywhere(text)


def is_answer_anywhere(text: str) -> bool:
    """Whether the line answers even where a signature stands: alone on its line, or naming its case."""
    return is_bare_answer(text) or (len(text) <= 1000 and names_case(text) and votes(text))
