"""A table of a PDF that no lines are drawn around.

Its columns are what no line of it crosses; its rows are told by how wide the columns and how far apart the lines are.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.notices.outline import is_bold, plain
from bot.notices.readers.page import Cell, Line, text_in
from bot.notices.readers.ruled import Box

# Shares of the letters' size: the space between columns, a cell's inner edges, and a line that follows closely.
_BETWEEN = 0.25
_INSET = 0.9
# What word processors leave between the texts of two cells at least, in points.
_LEAST_INSET = 9.9
_CLOSE = 1.1
_FAR = 1.9
# Lines that stand closer than one line's height are beside one another.
_OVERLAPPING = 0.8


@dataclass(slots=True)
class _Column:
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Unruled:
    """A table's rows, and how many of the page's lines it took."""

    rows: tuple[tuple[str, ...], ...]
    lines: int


def unruled_table(lines: Sequence[Line], pitch: float) -> Unruled | None:
    """The table that begins with the first of the lines; None where none does. `pitch` is the height of one line in
    shares of its size."""
    run = _Run(pitch)
    taken = list(itertools.takewhile(run.takes, lines))
    columns = sorted(run.columns, key=lambda each: each.left)
    if len(taken) < 2 or len(columns) < 2 or run.crossed:
        return None
    reader = _Rows(columns, taken, pitch)
    rows = reader.rows()
    if len(rows) < 2:
        return None
    return Unruled(tuple(reader.shown(row) for row in rows), sum(map(len, rows)))


def is_labelled(line: Line) -> bool:
    """Whether a line is a label and, apart from it, what it stands for: «Tid:    2. mars»."""
    return len(line.cells) == 2 and plain(line.cells[0].text).endswith(":")


@dataclass(slots=True)
class _Run:
    """The lines that stand in columns, as far as none crosses them."""

    pitch: float
    columns: list[_Column] = field(default_factory=list)
    widest: float = 0.0
    above: Line | None = None
    labelled: bool = False
    crossed: bool = False

    def takes(self, line: Line) -> bool:
        """Whether the next line is one of them; the columns are then as wide as its cells too. `crossed` tells whether
        it is a row of cells that stand in no columns."""
        gap = 0.0 if self.above is None else self.above.base - line.base
        follows = self.above is None or (self.above.page == line.page and gap > 0)
        if line.box or not follows or not (len(line.cells) > 1 or self._takes_alone(line, gap)):
            return False
        is_apart = gap > max(_FAR * self.widest, _FAR * 2 * self.pitch * line.size)
        if (self.widest and is_apart) or (self.labelled and not is_labelled(line) and len(line.cells) > 1):
            return False
        if not _fits(line, self.columns):
            self.crossed = len(line.cells) > 1
            return False
        self.labelled = is_labelled(line) if self.above is None else self.labelled
        self.widest, self.above = max(self.widest, gap), line
        return True

    def _takes_alone(self, line: Line, gap: float) -> bool:
        """Whether a line with one cell may be a part of the table: as the rest of a cell, or, among several columns, as
        a row that is no heading."""
        if self.above is None:
            return False
        line_height = self.pitch * line.size
        if gap < _CLOSE * line_height:
            return True
        if line.left > min(each.right for each in self.columns):
            return gap <= max(self.widest, 2 * line_height) * _CLOSE
        heads = line.text.rstrip(" *").endswith(":") or is_bold(line.text)
        return len(self.columns) > 2 and not heads and gap <= _CLOSE * self.widest


def _fits(line: Line, columns: list[_Column]) -> bool:
    """Whether each cell of the line stands in a column of its own; the columns are then as wide as the cells too."""
    space = _BETWEEN * line.size
    found: list[_Column | None] = []
    for cell in line.cells:
        over = [each for each in columns if cell.left < each.right + space and each.left < cell.right + space]
        if len(over) > 1 or (over and any(each is over[0] for each in found)):
            return False
        found.append(over[0] if over else None)
    for cell, column in zip(line.cells, found, strict=True):
        if column is None:
            columns.append(_Column(cell.left, cell.right))
        else:
            column.left, column.right = min(column.left, cell.left), max(column.right, cell.right)
    return True


@dataclass(frozen=True)
class _Rows:
    """Lines in columns → rows of cells."""

    columns: Sequence[_Column]
    lines: Sequence[Line]
    pitch: float

    def rows(self) -> list[list[Line]]:
        """The lines of each row; what stands alone below the last one is no row of the table."""
        rows: list[list[Line]] = []
        for line in self.lines:
            if rows and self._goes_on(rows[-1], line):
                rows[-1].append(line)
            else:
                rows.append([line])
        alone = [len({n for line in row for n in self._placed(line)}) < 2 for row in rows]
        last = max(n for n, single in enumerate(alone) if not single)
        # Where each row has a second line of its own, the last one has it too.
        twofold = last > 1 and all(single is (n % 2 == 0) for n, single in enumerate(alone[1 : last + 1], 1))
        return rows[: last + 1 + (twofold and last + 1 < len(rows))]

    @cached_property
    def _is_spaced(self) -> bool:
        """Whether the rows stand further apart than the lines of one."""
        begins = [
            above.base - line.base > self._near(above, line)
            for above, line in itertools.pairwise(self.lines)
            if len(line.cells) > 1 and 0 in self._placed(line)
        ]
        return sum(begins) * 2 > len(begins)

    def _near(self, above: Line, line: Line) -> float:
        return _CLOSE * self.pitch * max(line.size, above.size)

    def _goes_on(self, row: Sequence[Line], line: Line) -> bool:
        """Whether a line holds the rest of the row's cells: it stands closer below than rows do, or it has few cells or
        parts of sentences, and what stands above them had no room for more."""
        gap, near = row[-1].base - line.base, self._near(row[-1], line)
        own = self._placed(line)
        if gap > near:
            return len(own) == 1 and 0 not in own
        if self._is_spaced or gap < _OVERLAPPING * near:
            return True
        filled = {n for each in row for n in self._placed(each)}
        if not own.keys() <= filled:
            return False
        few = len(own) * 2 <= len(filled)
        full = all(self._was_full(row, n, cell, line.size) for n, cell in own.items())
        # In narrow columns every cell may be full; a row of its own has most of them and begins with capitals.
        goes_on = all(plain(cell.text)[:1].islower() for cell in own.values())
        parted = any(self._parts_word(row, n, cell, line.size) for n, cell in own.items())
        return (full and (few or goes_on or parted)) or (few and 0 not in own)

    def _was_full(self, row: Sequence[Line], column: int, cell: Cell, size: float) -> bool:
        """Whether the cell's first word had no room on the line above it."""
        room = self._limit(column, size) - self._last(row, column).right
        return room < _first_word(cell) + 0.2 * size or self._parts_word(row, column, cell, size)

    def _parts_word(self, row: Sequence[Line], column: int, cell: Cell, size: float) -> bool:
        """Whether the cell begins with the rest of a word that is wider than the column."""
        last = self._last(row, column)
        is_rest = plain(cell.text)[:1].islower() and " " not in plain(last.text)
        return is_rest and self._limit(column, size) - last.right < size

    def _last(self, row: Sequence[Line], column: int) -> Cell:
        return next(placed[column] for each in reversed(row) if column in (placed := self._placed(each)))

    def _limit(self, column: int, size: float) -> float:
        """Where the text of a column must end."""
        if column + 1 < len(self.columns):
            return self.columns[column + 1].left - max(_INSET * size, _LEAST_INSET)
        return self.columns[column].right + 1

    def _placed(self, line: Line) -> dict[int, Cell]:
        return {
            max((n for n, column in enumerate(self.columns) if column.left <= cell.left + 1), default=0): cell
            for cell in line.cells
        }

    def shown(self, row: Sequence[Line]) -> tuple[str, ...]:
        """The row's cells, each as its text."""
        return tuple(self._cell(row, column) for column in range(len(self.columns)))

    def _cell(self, row: Sequence[Line], column: int) -> str:
        """What the lines of a row say in that column; those that stand apart say one thing each."""
        paragraphs: list[list[Line]] = []
        for line in row:
            if (cell := self._placed(line).get(column)) is None:
                continue
            own = replace(line, cells=(cell,), first=_first_word(cell))
            if paragraphs and paragraphs[-1][-1].base - line.base <= self._near(paragraphs[-1][-1], line):
                paragraphs[-1].append(own)
            else:
                paragraphs.append([own])
        return "\n".join(self._paragraph(lines, column) for lines in paragraphs)

    def _paragraph(self, lines: Sequence[Line], column: int) -> str:
        box = Box(self.columns[column].left, self._limit(column, lines[0].size), lines[0].base, lines[-1].base)
        return text_in(box, lines)


def _first_word(cell: Cell) -> float:
    """The width of a cell's first word."""
    shown = plain(cell.text) or " "
    return (cell.right - cell.left) * len((shown.split() or [""])[0]) / len(shown)
