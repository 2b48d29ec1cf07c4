"""The form in which every mail is looked at: lines, each with how deep it is quoted."""

from enum import IntEnum
from typing import Final, NamedTuple

MAX_LINES: Final = 20_000
# What is longer is no line that a client wrote by itself: no divider, attribution, heading or footer.
MAX_MARK: Final = 600
# A line of this length may have been broken by a client on its way.
LONG_LINE: Final = 60


class Flag(IntEnum):
    """What the structure of an HTML mail says of a line; a plain one says nothing."""

    NONE = 0
    CUT = 1  # from here on the words are somebody else's, though nothing marks them line by line
    ATTRIBUTION = 2  # «Den … skrev …:», written by the client
    SIGNATURE = 3  # inside an element that the client keeps for the signature


class Line(NamedTuple):
    """One line without its quote marks; `depth` counts them."""

    text: str
    depth: int = 0
    flag: Flag = Flag.NONE


OVERFLOW: Final = Line("\ufffd")


def plain_lines(text: str) -> list[Line]:
    """The lines of a plain text; past the limit stands one line of damage, so that nothing is counted half read."""
    rows = text.split("\n", MAX_LINES)
    lines = [plain_line(row) for row in rows[:MAX_LINES]]
    return [*lines, OVERFLOW] if len(rows) > MAX_LINES else lines


def plain_line(row: str) -> Line:
    """The line without the marks of quoting before it."""
    text = row.strip()
    if not text.startswith(">"):
        return Line(text)
    content = text.lstrip("> ")
    return Line(content, text[: len(text) - len(content)].count(">"))
