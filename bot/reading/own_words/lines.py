"""The form in which every mail is looked at: lines, each with how deep it is quoted."""

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Final, NamedTuple, overload

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
OVERFLOW: Final = "\ufffd"


class Lines(Sequence[Line]):
    """The lines of a mail, kept as a plain text has them: marks of quoting before the words, without blanks around.

    They are taken apart when somebody looks at them: few do at a quote. `flags` has what the structure says, by place.
    """

    __slots__ = ("_flags", "texts")

    def __init__(self, texts: list[str], flags: dict[int, Flag] | None = None) -> None:
        self.texts = texts
        self._flags = flags or {}

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> list[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | list[Line]:
        if isinstance(at, int):
            line = plain_line(self.texts[at])
            return line._replace(flag=self._flags[at]) if at in self._flags else line
        if self._flags:
            return [self[each] for each in range(*at.indices(len(self.texts)))]
        return [*map(plain_line, self.texts[at])]

    def holding(self, part: str) -> list[int]:
        """The places of the lines with the part in them."""
        return [at for at, text in enumerate(self.texts) if part in text]

    def unmarked(self, start: int) -> list[str]:
        """The lines from there on that are not empty and not marked as quoted."""
        return [text for text in self.texts[start:] if text and text[0] != ">"]

    def marked(self, start: int) -> list[str]:
        """The lines from there on that are marked as quoted, with their marks."""
        return [text for text in self.texts[start:] if text[:1] == ">"]

    def alike(self, start: int, end: int, differs: Callable[[str], bool]) -> int:
        """Where the lines from `start` end, at `end` at the latest, that have no flag and do not differ."""
        texts, flags = self.texts, self._flags
        return next((at for at in range(start, end) if at in flags or differs(texts[at])), end)


def plain_lines(text: str) -> Lines:
    """The lines of a plain text; past the limit stands one line of damage, so that nothing is counted half read."""
    rows = text.split("\n", MAX_LINES)
    texts = [*map(str.strip, rows)]
    if DELIMITER in rows:
        texts = [row if row == DELIMITER else text for row, text in zip(rows, texts, strict=True)]
    if len(texts) > MAX_LINES:
        texts[MAX_LINES] = OVERFLOW
    return Lines(texts)


@kept
def plain_line(text: str) -> Line:
    """The line without the marks of quoting before it."""
    if text[:1] != ">":
        return Line(text) if text else _EMPTY
    content = text.lstrip("> ")
    return Line(content, text[: len(text) - len(content)].count(">"))
