"""What need not be read: most answers stand above a letter that came back as it went out, marked or not.

A sound short form of what `regions` and `runs` do line by line. What it lets pass holds no words of the sender's
whatever the quoted mail turns out to be; what it does not is read in full. A letter goes to everybody in a body and
comes back in each of their answers, so what was found of its lines is kept.
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
from bot.reading.own_words.candidates import may_be_covered, may_hold_words, none_holds_words
from bot.reading.own_words.footers import is_footer
from bot.reading.own_words.kept import kept, kept_with
from bot.reading.own_words.known import SHORTEST_FRAGMENT, Known, bare_letters, is_reference
from bot.reading.own_words.lines import MAX_MARK, Lines, plain_line
from bot.reading.own_words.remarks import ends_cases, is_explained, is_remark
from bot.reading.own_words.signers import is_closing, is_signature_line


def references_in(lines: Lines) -> list[int]:
    """The places of the lines on which a letter of ours gives its «Referanse» or “Reference”, marked or not."""
    return [at for at in lines.holding("efer") if is_reference(lines[at].text)]


def can_be_left(lines: Lines, boundary: int, start: int, known: Known, *, is_open: bool) -> bool:
    """Whether no line from `start` on, below the first boundary of the mail, can hold words of the sender's.

    `is_open` says that the boundary makes all that follows somebody else's, marked or not.
    """
    unmarked, marked = lines.unmarked(start), lines.marked(start)
    if unmarked and (not is_open or (marked and not known.letter)):
        return False
    references = references_in(lines)
    if marked and references and any(map(_covers_answer, marked)):
        return False
    if not none_holds_words(unmarked, known):
        return False
    if known.letter:
        return not any(map(_is_filled_with(known), marked))
    end = next((at for at in references if at >= start), None) if unmarked else None
    return end is None or (
        # What stands below a letter of ours may be the sender's again; what they have copied of it tells of its cases.
        not any(lines.texts[end + 1 :])
        and are_untied(lines.texts[:boundary], known)
        and is_untouched(lines.texts[start:], known)
    )


@kept
def _covers_answer(text: str) -> bool:
    """Whether a mark of quoting covers in the line what may be an answer in a letter of ours."""
    return text[:1] == ">" and (line := plain_line(text)).depth == 1 and may_be_covered(line.text)


def _is_filled(text: str, known: Known) -> bool:
    """Whether a mark of quoting covers in the line a form of our letter that is filled in."""
    line = plain_line(text)
    return may_hold_words(line.text, line.depth, known)


_is_filled_with = kept_with(_is_filled)


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
    heading = known.heading(text) if len(text) <= MAX_MARK else None
    if heading or known.place(letters, -1):
        # Below a line of a form that is left empty no case's texts stand.
        return ENDING if heading and text.rstrip(" *_").endswith(":") else KNOWN
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
