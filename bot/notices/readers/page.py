"""What stands on a page of a PDF: its lines, their cells, and the text of a cell that has several lines."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.notices.outline import plain
from bot.notices.readers.ruled import Box


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of a line without a gap: its text as Markdown and where it begins and ends."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page. `first` is the width of its first word, which tells whether the line before was full; `box`
    is that of a row between drawn lines, whose cells hold all lines between them; `barred` tells whether a bar stands
    before it."""

    page: int
    cells: tuple[Cell, ...]
    base: float
    size: float
    first: float
    edge: float = 0.0
    furniture: bool = False
    box: Box | None = None
    barred: bool = False

    @property
    def text(self) -> str:
        """The cells' text, parted by blanks."""
        return " ".join(cell.text for cell in self.cells)

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.cells[0].left

    @property
    def right(self) -> float:
        """Where the line ends."""
        return self.cells[-1].right


# The height from one line to the next, in shares of the letters' size, that no spacing within a paragraph has.
_NEXT_PARAGRAPH = 1.95


# «Kari Berg, ordfører i Hole» on each line of a cell is a list, however full its lines are.
_TOLD = re.compile(r"(?:[A-ZÆØÅ][\w.’'-]*\s){1,3}[A-ZÆØÅ][\w’'-]*(?:,|\s[–(-])\s?\S.*[^,–-]$")


def text_in(box: Box, lines: Sequence[Line]) -> str:
    """The lines of a cell as its text: a full line goes on in the next one, a word that is wider than the cell too."""
    told = [_TOLD.match(plain(line.text)) is not None for line in lines]
    is_list = told[0] and sum(told) > max(1, len(lines) // 2)
    text = lines[0].text
    inset = max(0.0, lines[0].left - box.left)
    for at, (above, line) in enumerate(itertools.pairwise(lines), 1):
        room = box.right - inset - above.right
        word, rest = text.split()[-1], plain(line.text).split()[0]
        letter = line.first / max(len(rest), 1)
        broken = " " not in plain(above.text) and (
            room < 1.2 * letter or rest.startswith("@") or ("@" in word and "@" not in rest)
        )
        if (
            (is_list and told[at])
            or ("@" in word[1:] and "@" in rest[1:])
            or above.base - line.base > _NEXT_PARAGRAPH * above.size
        ):
            # Two addresses are two people's, and what stands apart says one thing each.
            text += "\n" + line.text
        elif word.endswith("-") or (broken and not rest[0].isupper()):
            text += line.text
        else:
            text += (" " if room < line.first + 0.3 * above.size else "\n") + line.text
    return text.replace("** **", " ").replace("****", "").replace("**\n**", "\n")
