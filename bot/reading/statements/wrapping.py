"""Lines that a mail program may have broken: the same words as their writer had them on one line.

Programs break at 60 to 80 characters, people where they like; which of both a line's end is, nobody can tell for sure.
"""

import re
from itertools import pairwise
from typing import Final

NARROWEST: Final = 60
WIDEST: Final = 80
_WORD = re.compile(r"\S+")
_GOES_ON: Final = (",", ":", ";", "-", "–", "(", "/")
_ENDS = re.compile(r"(?:[^\W\d]|[»\")])[.!?]+[»\")]?$")
# «Sak 2/22 …», «- Punkt 1 …», «2. …»: how a line begins where each case has its own.
_ITEM = re.compile(
    r"(?:[-–*•·]\s+)?(?:(?:sak|saken|ps|punkt|pkt|case|item)\b|\d{1,4}/\d{2}|\d{1,2}[.)]\s)", re.IGNORECASE
)
_PARTED = re.compile(r":\s|\s[-–]\s")


def unwrapped(text: str) -> str:
    """The text with a blank for each line's end that a program may have made; places in it stay the same."""
    if "\n" not in text or len(text) < NARROWEST:
        return text
    lines = text.split("\n")
    listed = sum(_ITEM.match(line) is not None for line in lines) > 1
    ends = [" " if _may_be_broken(above, below, listed=listed) else "\n" for above, below in pairwise(lines)]
    return "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))


def _may_be_broken(above: str, below: str, *, listed: bool) -> bool:
    """Whether the next word would have made the line too long, and may go on in what the line says.

    Where each case has a line of its own, people break the lines.
    """
    word = _WORD.match(below)
    if word is None or len(above) > WIDEST or len(above) + 1 + len(word[0]) <= NARROWEST:
        return False
    above = above.rstrip()
    if listed and _ITEM.match(below):
        return False
    if above.endswith(_GOES_ON) or below[0].islower():
        return True
    return _ENDS.search(above) is None and not (_PARTED.search(above) and _PARTED.search(below))
