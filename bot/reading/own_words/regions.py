"""Every line of a mail with whose it is, as far as clients mark that: the sender's, quoted, or after a divider."""

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from bot.reading.own_words.boundaries import (
    Foreign,
    attribution,
    header_block,
    is_divider,
    is_notes_caption,
    near_attributions,
)
from bot.reading.own_words.lines import Flag, Line


class Where(Enum):
    """Where a line stands."""

    OWN = auto()
    MARKED = auto()  # covered by a mark of quoting, line by line
    OPEN = auto()  # after a divider or header, which only says where the quote begins


class Row(NamedTuple):
    """One line. `block` counts the quoted mails from the newest, from 1; `author` is what is said of its writer."""

    text: str
    where: Where
    depth: int = 0
    block: int = 0
    author: str = ""
    flag: Flag = Flag.NONE


class _Reading:
    """Goes through the lines once and keeps where it is."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._attributed = near_attributions(lines)
        self.open = False
        self.block = 0
        self.author = ""
        # Whether nothing was read since the last boundary: a divider and the header below it are one.
        self.fresh = False

    def rows(self) -> Iterator[Row]:
        at = 0
        while at < len(self.lines):
            foreign = self._boundary(at)
            if foreign is not None:
                self._cross(foreign)
                at = foreign.end
                continue
            yield self._row(self.lines[at])
            at += 1

    def _row(self, line: Line) -> Row:
        where = Where.MARKED if line.depth else Where.OPEN if self.open else Where.OWN
        if line.text and where is not Where.OWN:
            self.fresh = False
            self.block = max(self.block, 1)
        block = 0 if where is Where.OWN else self.block
        return Row(line.text, where, line.depth, block, self.author, line.flag)

    def _cross(self, foreign: Foreign) -> None:
        if not self.fresh:
            self.block += 1
            self.author = ""
        self.author = foreign.author or self.author
        self.fresh = True

    def _boundary(self, at: int) -> Foreign | None:
        line = self.lines[at]
        if line.flag is Flag.CUT:
            self.open = True
            return Foreign(at + 1, "")
        if line.flag is Flag.ATTRIBUTION:
            return self._flagged(at)
        text = line.text
        if not text:
            return None
        if ((text[0] in "-–—_=*>" or text[-1] in ":-") and is_divider(text)) or is_notes_caption(text):
            self.open |= line.depth == 0
            return Foreign(at + 1, "")
        header = header_block(self.lines, at)
        if header is not None:
            self.open |= line.depth == 0
            return header
        return self._attribution(at) if at in self._attributed else None

    def _flagged(self, at: int) -> Foreign:
        """Lines that the client marked as its own: everything after them is quoted, marked or not."""
        end = at
        while end < len(self.lines) and (self.lines[end].flag is Flag.ATTRIBUTION or not self.lines[end].text):
            end += 1
        text = " ".join(each.text for each in self.lines[at:end])
        self.open |= end < len(self.lines) and self.lines[end].depth == self.lines[at].depth == 0
        return Foreign(end, text)

    def _attribution(self, at: int) -> Foreign | None:
        found = attribution(self.lines, at)
        if found is None or self.lines[at].depth:
            return found
        following = next((line for line in self.lines[found.end : found.end + 5] if line.text), None)
        quoted = following is not None and following.depth > 0
        if not quoted and not found.certain:
            return None
        self.open |= not quoted
        return found


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """The lines as rows; dividers, headers and attributions themselves are left out."""
    return list(_Reading(lines).rows())
