"""Whether a letter of ours came back as it went out, though no mark covers it: most answers stand above one.

A sound short form of what `runs` does line by line. What it lets pass holds no words of the sender's whatever the
letter turns out to be; what it does not is read in full. A letter comes back in each of its answers, so what was found
of a line is kept with what is known.
"""

from collections.abc import Iterable
from enum import Enum, auto

from bot.reading.own_words.answers import (
    answers_inside,
    is_bare_answer,
    is_instruction,
    is_of_letter,
    is_told_to_reader,
    without_name,
)
from bot.reading.own_words.candidates import may_hold_words
from bot.reading.own_words.footers import is_footer
from bot.reading.own_words.kept import kept_with
from bot.reading.own_words.known import SHORTEST_FRAGMENT, Known, bare_letters
from bot.reading.own_words.lines import MAX_MARK
from bot.reading.own_words.remarks import ends_cases, is_explained, is_remark
from bot.reading.own_words.signers import is_closing, is_signature_line


class Sort(Enum):
    """What a line is in a letter of ours, wherever it stands there."""

    KNOWN = auto()  # it stands in a known text: what follows may stand among the texts of a case
    ENDING = auto()  # what follows stands among none
    LETTERS = auto()  # it has nothing of an answer
    BESIDE = auto()  # it has nothing of an answer where no case's texts stand around it
    OPEN = auto()  # it may be an answer


# Looking a member up in its class takes as long as all else that is done with a line.
KNOWN, ENDING, LETTERS, BESIDE, OPEN = Sort


def is_untouched(texts: Iterable[str], known: Known) -> bool:
    """Whether none of the lines, of which no mark covers one, was put into a letter of ours by who answers it."""
    in_case = False
    for sort in map(_sort_with(known), texts):
        if sort is KNOWN:
            in_case = True
        elif sort is ENDING:
            in_case = False
        elif sort is OPEN or (sort is BESIDE and in_case):
            return False
    return True


def _sort(text: str, known: Known) -> Sort:
    if without_name(text) != text or may_hold_words(text, 0, known) or (is_bare_answer(text) and answers_inside(text)):
        return OPEN
    letters = bare_letters(text)
    if known.place(letters, -1) or (len(text) <= MAX_MARK and known.heading(text, letters)):
        return KNOWN
    sort = _sort_of_unknown(text, letters, known)
    if not letters or letters not in known.text:
        return sort
    # Right below a known line it may stand in a known text after all.
    return KNOWN if sort in {ENDING, LETTERS} else OPEN


def _sort_of_unknown(text: str, letters: str, known: Known) -> Sort:
    beyond = known.beyond(text, letters) if len(letters) > SHORTEST_FRAGMENT else None
    if beyond is not None and answers_inside(beyond[1]):
        return OPEN
    closing = is_closing(text) or is_signature_line(text)
    if closing or is_footer(text):
        return ENDING if closing or is_instruction(text) else LETTERS
    if answers_inside(text) or is_remark(text):
        return OPEN
    instruction = is_instruction(text)
    if is_explained(text, known) or (instruction and is_of_letter(text)):
        return ENDING if instruction or ends_cases(text) else LETTERS
    return BESIDE


_sort_with = kept_with(_sort)


def are_untied(texts: Iterable[str], known: Known) -> bool:
    """Whether all of the lines, written by the sender, are theirs and say by nothing of our texts what they are on."""
    return all(map(_untied_with(known), texts))


def _is_untied(text: str, known: Known) -> bool:
    if is_told_to_reader(text) or known.without_blank_labels(text) != text:
        return False
    form = known.form_line(text)
    if form is not None and not form.filled:
        return False
    return is_bare_answer(text) or not (known.place(bare_letters(text), -1) or known.beside_proposal(text))


_untied_with = kept_with(_is_untied)
