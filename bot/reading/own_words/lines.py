"""The form in which every mail is looked at: lines, each with how deep it is quoted."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Final, NamedTuple, cast, overload

from bot.reading.own_words.kept import kept

MAX_LINES: Final = 20_000
# What is longer is no line that a client wrote by itself: no divider, attribution, heading or footer.
MAX_MARK: Final = 600
# What parts a signature from the words above it, with its blank (RFC 3676 §4.3); without it the line may be drawn.
DELIMITER: Final = "-- "
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
        row = self._rows[at]
        if isinstance(row, str):
            row = self._rows[cast("int", at)] = plain_line(row)
        elif isinstance(row, list):
            return [self[each] for each in range(*cast("slice", at).indices(len(self._rows)))]
        return row

    def holding(self, part: str) -> list[int]:
        """The places of the lines with the part in them."""
        return [at for at, row in enumerate(self._rows) if part in (row if isinstance(row, str) else row.text)]

    def from_(self, start: int) -> Iterator[Line]:
        """Each line from there on."""
        return (self[at] for at in range(start, len(self._rows)))

    def has_marks(self, start: int) -> bool:
        """Whether any line from there on is marked as quoted."""
        rows = self._rows
        return any(_is_marked(row.lstrip()) if isinstance(row, str) else row.depth > 0 for row in rows[start:])

    def unmarked(self, start: int) -> set[str]:
        """What the lines from there on say that are not empty and not marked as quoted."""
        rows = self._rows[start:]
        texts = {row.strip() if isinstance(row, str) else "" if row.depth else row.text for row in rows}
        texts.discard("")
        return {text for text in texts if text[0] != ">"} if any(map(_is_marked, texts)) else texts


def _is_marked(text: str) -> bool:
    return text[:1] == ">"


def plain_lines(text: str) -> Lines:
    """The lines of a plain text; past the limit stands one line of damage, so that nothing is counted half read."""
    rows: list[str | Line] = [*text.split("\n", MAX_LINES)]
    if len(rows) > MAX_LINES:
        rows[MAX_LINES] = OVERFLOW
    return Lines(rows)


@kept
def plain_line(row: str) -> Line:
    """The line without the marks of quoting before it."""
    text = row.strip()
    if text[:1] != ">":
        return Line(DELIMITER if row == DELIMITER else text) if text else _EMPTY
    content = text.lstrip("> ")
    return Line(content, text[: len(text) - len(content)].count(">"))
