"""Whether somebody else has signed what stands in a mail: a member may paste a colleague's mail without any mark."""

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from bot.reading.own_words.signers import Sender, after_closing, is_block_line, is_closing, parts_of


class Signed(NamedTuple):
    """The lines that are not surely somebody else's; `by_another` says that they may be all the same."""

    lines: Sequence[str]
    by_another: bool


def without_signed_by_others(lines: Sequence[str], sender: Sender) -> Signed:
    """The lines above the sender's own signature, where somebody else registered has signed below it.

    Without one nobody can tell which words are whose.
    """
    if not sender.may_be_signed_by_another(lines) or sum(map(bool, lines)) < 2:
        # A name alone may be whom they vote for.
        return Signed(lines, by_another=False)
    signed = next((at for at, text in enumerate(lines) if text and _is_signed_by_another(lines, at, sender)), None)
    if signed is None:
        return Signed(lines, by_another=False)
    own = next((at for at in range(signed - 1, -1, -1) if sender.signs(lines[at]) or is_closing(lines[at])), None)
    return Signed(lines, by_another=True) if own is None else Signed(lines[: own + 1], by_another=False)


def _is_signed_by_another(lines: Sequence[str], at: int, sender: Sender) -> bool:
    """Whether somebody registered closes with the line, or stands alone on it above or below what they say."""
    if is_closing(lines[at]):
        named = after_closing(lines[at]) or next((text for text in lines[at + 1 : at + 4] if text), "")
        return sender.is_other(named) or sender.is_other(parts_of(named)[0])
    if not sender.is_from_elsewhere(lines[at]) or _is_announced(lines, at):
        return False
    return _begins_paragraph(lines, at) or _ends_paragraph(lines, at, sender)


def _is_announced(lines: Sequence[str], at: int) -> bool:
    """Whether the line above ends with a colon: «Kopi til:»."""
    above = next((lines[each] for each in range(at - 1, -1, -1) if lines[each]), "")
    return above.endswith(":")


def _begins_paragraph(lines: Sequence[str], at: int) -> bool:
    return (at == 0 or not lines[at - 1]) and at + 1 < len(lines) and bool(lines[at + 1])


def _ends_paragraph(lines: Sequence[str], at: int, sender: Sender) -> bool:
    following = (lines[below] for below in range(at + 1, len(lines)))
    return all(is_block_line(text, sender) for text in takewhile(bool, following))
