"""The form in which every mail is looked at: lines, each with how deep it is quoted."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Final, NamedTuple, overload

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


_EMPTY: Final = Line("")
OVERFLOW: Final = Line("\ufffd")


class Lines(Sequence[Line]):
    """The lines of a mail. Those of a plain text are taken apart when somebody looks at them: few do at a quote."""

    __slots__ = ("_rows",)

    def __init__(self, rows: list[str | Line]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> list[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | list[Line]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self._rows)))]
        row = self._rows[at]
        if isinstance(row, str):
            row = self._rows[at] = plain_line(row)
        return row

    def from_(self, start: int, *, marked: bool) -> Iterator[tuple[str, int]]:
        """Text and depth of each line from there on that is not empty; of those marked as quoted only if `marked`."""
        for row in self._rows[start:]:
            if isinstance(row, str):
                text = row.strip()
                if text[:1] != ">":
                    if text:
                        yield text, 0
                    continue
                line = plain_line(text) if marked else _EMPTY
            else:
                line = row
            if line.text and (marked or not line.depth):
                yield line.text, line.depth


def plain_lines(text: str) -> Lines:
    """The lines of a plain text; past the limit stands one line of damage, so that nothing is counted half read."""
    rows: list[str | Line] = [*text.split("\n", MAX_LINES)]
    if len(rows) > MAX_LINES:
        rows[MAX_LINES] = OVERFLOW
    return Lines(rows)


def plain_line(row: str) -> Line:
    """The line without the marks of quoting before it."""
    text = row.strip()
    if text[:1] != ">":
        return Line(text) if text else _EMPTY
    content = text.lstrip("> ")
    return Line(content, text[: len(text) - len(content)].count(">"))
