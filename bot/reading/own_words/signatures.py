"""Where a signature begins, and the words without it and without what stands below it."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from bot.reading.own_words.afterthoughts import added, is_added, is_added_anywhere
from bot.reading.own_words.answers import has_answer_word, is_bare_answer, may_be_told, names_case
from bot.reading.own_words.disclaimers import without_disclaimers
from bot.reading.own_words.lines import DELIMITER
from bot.reading.own_words.signers import Sender, is_block_line, is_closing, is_of_another, is_signature_line, is_slogan

_DELIMITERS: Final = frozenset({DELIMITER, "--", "—", "––"})


class Unsigned(NamedTuple):
    """The lines without the signature, with what its sender added below it all the same.

    `sure` are those above a delimiter alone: what stands below `--` is a signature, whatever it says (RFC 3676 §4.3).
    """

    lines: list[str]
    sure: list[str]


def without_signature(lines: Sequence[str], sender: Sender) -> Unsigned:
    """The lines up to the signature, and what its sender added below it all the same."""
    start = _signature_start(lines, sender)
    delimited = start < len(lines) and lines[start] in _DELIMITERS
    # What follows a delimiter is of every mail's; what follows a closing may be an afterthought.
    first = start if _is_surely_signed(lines[start:], sender) else start + 1
    end = next((at for at in range(first, len(lines)) if lines[at] in _DELIMITERS), len(lines))
    closed = added(without_disclaimers(lines[start:end]), sender, is_added)
    below = added(without_disclaimers(lines[end:]), sender, is_added_anywhere)
    above = _without_block(lines[:start], sender)
    if not delimited:
        return Unsigned(_joined(above, closed + below), _joined(above, closed))
    below = closed + below
    if lines[start] == DELIMITER and any(above) and not any(map(has_answer_word, above)):
        # «Ja» below «Takk!» takes nothing back.
        below = [text for text in below if not is_bare_answer(text) or names_case(text)]
    return Unsigned(_joined(above, below), above)


def _joined(above: list[str], below: list[str]) -> list[str]:
    return [*above, *([""] if below and above else []), *below]


def _signature_start(lines: Sequence[str], sender: Sender) -> int:
    for at, text in enumerate(lines):
        if text in _DELIMITERS and _looks_signed(text, lines[at + 1 :], sender):
            return at
        if is_closing(text):
            return at
    return len(lines)


def _is_surely_signed(lines: Sequence[str], sender: Sender) -> bool:
    """Whether a name, a title or the like stands right below the delimiter with which the lines begin."""
    if not lines or lines[0] not in _DELIMITERS:
        return False
    below = next((text for text in lines[1:] if text), "")
    return bool(below) and is_block_line(below, sender)


def _looks_signed(delimiter: str, lines: Sequence[str], sender: Sender) -> bool:
    """Whether what follows `--` is a signature: it may as well be a line that the sender drew above their answers."""
    written = [text for text in lines if text]
    if not written or delimiter == DELIMITER:
        return True
    if is_bare_answer(written[0]):
        return delimiter == "--" and not names_case(written[0])
    return any(is_block_line(text, sender) or is_closing(text) for text in written[:6])


def _without_block(lines: Sequence[str], sender: Sender) -> list[str]:
    """The lines without a signature that no closing announces: a name, a title, how to be reached."""
    lines = without_disclaimers(lines)
    first = next((at for at, text in enumerate(lines) if text), len(lines))
    end = signed = _without_slogans(lines, first, sender)
    while end > first and (not lines[end - 1] or _is_in_block(lines, end - 1, sender)):
        end -= 1
        if lines[end]:
            signed = end
    if signed == first and not _is_signed(lines[first:], sender):
        signed = next((at for at in range(first + 1, len(lines)) if lines[at]), len(lines))
    while signed < len(lines) and (not lines[signed] or may_be_told(lines[signed])):
        # Above every name and title «Godkjent av kommunestyret» is no certificate.
        signed += 1
    # What is announced with a colon is no signature: «Vara møter: Kari Li, varaordfører, …».
    return _without_name(list(lines if _is_announced(lines, signed) else lines[:signed]), sender)


MOST_SLOGANS: Final = 3


def _without_slogans(lines: Sequence[str], first: int, sender: Sender) -> int:
    """Where the lines end without the slogans below a name and the title, or the like, right under it."""
    end = len(lines)
    for _ in range(MOST_SLOGANS):
        while end and not lines[end - 1]:
            end -= 1
        if not end or not is_slogan(lines[end - 1]) or is_block_line(lines[end - 1], sender):
            break
        end -= 1
    if end == len(lines):
        return end
    above = [text for text in lines[first + 1 : end] if text]
    named = next((at for at in range(len(above) - 1, -1, -1) if not is_signature_line(above[at])), -1)
    return end if 0 <= named < len(above) - 1 and sender.signs(above[named]) else len(lines)


def _is_in_block(lines: Sequence[str], at: int, sender: Sender) -> bool:
    """Whether the line may stand in a signature; who else is the sender's deputy stands there among other lines."""
    if not is_block_line(lines[at], sender):
        return False
    return not is_of_another(lines[at], sender) or (
        at > 0 and bool(lines[at - 1]) and is_block_line(lines[at - 1], sender)
    )


def _without_name(lines: list[str], sender: Sender) -> list[str]:
    """The lines without the name, and the title below it, above what was added after them.

    An afterthought is read together with what it is one on: «Godkjent / Kari Berg / Men ikke den andre».
    """
    first = next((at for at, text in enumerate(lines) if text), len(lines))
    start = next((at for at in range(first + 1, len(lines)) if sender.signs(lines[at])), len(lines))
    end = next((at for at in range(start, len(lines)) if not _is_named(lines[at], sender)), len(lines))
    if end == len(lines) or not is_added(lines[end]) or _is_announced(lines, start):
        return lines
    return [*lines[:start], *([] if lines[start - 1] == "" else [""]), *lines[end:]]


def _is_named(text: str, sender: Sender) -> bool:
    return not text or is_block_line(text, sender)


def _is_announced(lines: Sequence[str], start: int) -> bool:
    """Whether the paragraph that the line belongs to, or the one before it, ends with a colon."""
    at = start
    while at > 0 and lines[at - 1]:
        at -= 1
    above = [text for text in lines[:at] if text][-1:] + list(lines[at:start])
    return any(text.endswith(":") for text in above)


def _is_signed(lines: Collection[str], sender: Sender) -> bool:
    return any(sender.signs(text) for text in lines)
