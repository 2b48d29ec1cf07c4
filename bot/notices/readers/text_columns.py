"""A page that is set in two columns of running text, in the order in which it is read."""

import itertools
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.notices.outline import plain
from bot.notices.readers.page import Cell, Line

_FEWEST_LINES = 4
_FEWEST_WORDS = 3
_FULL_SHARE = 0.65
_SLACK = 4.0
_MOST_TRIED = 3
# Lines of one paragraph are no further apart than this, in shares of the letters' size.
_NEXT_LINE = 1.7


def in_reading_order(page: Sequence[Line]) -> list[Line]:
    """The lines of one page, the left column's before the right one's where its lines are those of two columns."""
    begins = Counter(round(cell.left) for line in page if not line.box for cell in line.cells)
    places = [place for place, count in begins.most_common(_MOST_TRIED) if count >= _FEWEST_LINES]
    found = [zone for place in places for zone in _zones(page, float(place)) if zone.is_running_text()]
    if not found:
        return list(page)
    zone = min(found, key=lambda each: each.start)
    before, after = page[: zone.start], page[zone.end :]
    return [*before, *_column(zone.side(left=True)), *_column(zone.side(left=False)), *in_reading_order(after)]


@dataclass(frozen=True, slots=True)
class _Zone:
    """The lines of a page between two places that stand on either side of a middle."""

    page: Sequence[Line]
    middle: float
    start: int
    end: int

    def side(self, *, left: bool) -> list[tuple[Line, tuple[Cell, ...]]]:
        """The lines that have a part on one side, each with its cells there."""
        parts = ((line, _cells(line, self.middle, left=left)) for line in self.page[self.start : self.end])
        return [(line, cells) for line, cells in parts if cells]

    def is_running_text(self) -> bool:
        """Whether the lines of both sides fill their columns, as the cells of a table do not."""
        return all(_fills([cells for _, cells in self.side(left=left)]) for left in (True, False))


def _zones(page: Sequence[Line], middle: float) -> Iterator[_Zone]:
    """Where one line after the other stands on one side of the middle or on both, from the first that has a part on the
    right."""
    right: list[int] = []
    for at, line in enumerate([*page, None]):
        if line is not None and _is_parted(line, middle):
            right += [at] if line.cells[-1].left >= middle - _SLACK else []
            continue
        if right:
            yield _Zone(page, middle, _start(page, right[0], middle), _end(page, right, at, middle))
        right = []


def _start(page: Sequence[Line], first: int, middle: float) -> int:
    """Where the columns begin that first have a part on the right there: the left one may begin a little higher."""
    above = page[first - 1] if first else None
    beside = above is not None and above.base - page[first].base < page[first].size
    return first - 1 if beside and above and _is_parted(above, middle) else first


def _end(page: Sequence[Line], right: Sequence[int], end: int, middle: float) -> int:
    """Where the columns end that have parts on the right there: what stands alone on the left below them is a part of
    the left one as far as its lines run on as they do in a column; below, the page is of its whole width again."""
    left = [n for n in range(right[0], end) if page[n].left < middle - _SLACK]
    edge = max((_cells(page[n], middle, left=True)[-1].right for n in left if n <= right[-1]), default=0.0)
    last = right[-1]
    for above, below in itertools.pairwise(left):
        cells, line = _cells(page[above], middle, left=True), page[below]
        close = page[above].base - line.base < _NEXT_LINE * line.size
        if below > last and close and cells[-1].right + line.first + 0.3 * line.size > edge:
            last = below
    return last + 1


def _is_parted(line: Line, middle: float) -> bool:
    return not line.box and all(cell.right < middle - _SLACK or cell.left >= middle - _SLACK for cell in line.cells)


def _cells(line: Line, middle: float, *, left: bool) -> tuple[Cell, ...]:
    return tuple(cell for cell in line.cells if (cell.left < middle - _SLACK) is left)


def _fills(lines: Sequence[tuple[Cell, ...]]) -> bool:
    if len(lines) < _FEWEST_LINES or sum(len(cells) > 1 for cells in lines) * _FEWEST_LINES > len(lines):
        return False
    width = max(cells[-1].right for cells in lines) - min(cells[0].left for cells in lines)
    filled = statistics.median(cells[-1].right - cells[0].left for cells in lines)
    words = statistics.median(sum(len(plain(cell.text).split()) for cell in cells) for cells in lines)
    return filled >= _FULL_SHARE * width and words >= _FEWEST_WORDS


def _column(parts: Sequence[tuple[Line, tuple[Cell, ...]]]) -> list[Line]:
    """The lines' part in one column, as lines of a page of its own width."""
    edge = max((cells[-1].right for _, cells in parts), default=0.0)
    return [replace(line, cells=cells, first=_first_word(cells[0]), edge=edge) for line, cells in parts]


def _first_word(cell: Cell) -> float:
    shown = plain(cell.text) or " "
    return (cell.right - cell.left) * len((shown.split() or [""])[0]) / len(shown)
