"""A page that is set in two columns of running text, in the order in which it is read."""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.notices.outline import plain
from bot.notices.readers.page import Line

_FEWEST_LINES = 4
_FEWEST_WORDS = 3
_FULL_SHARE = 0.65
_SLACK = 4.0


def in_reading_order(page: Sequence[Line]) -> list[Line]:
    """The lines of one page, the left column's before the right one's where its lines are those of two columns."""
    middle = _middle(page)
    if middle is None:
        return list(page)
    both = [n for n, line in enumerate(page) if _is_parted(line, middle)]
    start = end = both[0]
    while end < len(page) and _is_within(page[end], middle):
        end += 1
    # What stands below the last line with two parts is most often of the page's whole width again.
    end = max(n for n in both if n < end) + 1
    columned = page[start:end]
    if not _is_running_text([line for line in columned if _is_parted(line, middle)], middle):
        return list(page)
    left = _column([line for line in columned if line.left < middle - _SLACK], 0)
    right = _column([line for line in columned if line.right >= middle], -1)
    return [*page[:start], *left, *right, *in_reading_order(page[end:])]


def _middle(page: Sequence[Line]) -> float | None:
    """Where the right column begins; None where too few lines have a second part that begins at one place."""
    begins = Counter(round(line.cells[1].left) for line in page if len(line.cells) == 2 and not line.box)
    place, count = begins.most_common(1)[0] if begins else (0, 0)
    return float(place) if count >= _FEWEST_LINES else None


def _is_parted(line: Line, middle: float) -> bool:
    return (
        len(line.cells) == 2
        and not line.box
        and abs(line.cells[1].left - middle) <= _SLACK
        and line.cells[0].right < middle - _SLACK
    )


def _is_within(line: Line, middle: float) -> bool:
    """Whether a line stands in one of the columns, or has a part in each."""
    alone = len(line.cells) == 1 and (line.right < middle - _SLACK or line.left >= middle - _SLACK)
    return not line.box and (alone or _is_parted(line, middle))


def _is_running_text(lines: Sequence[Line], middle: float) -> bool:
    """Whether the lines fill their columns, as the cells of a table do not."""
    if len(lines) < _FEWEST_LINES:
        return False
    width = middle - min(line.left for line in lines)
    filled = statistics.median((line.cells[0].right - line.left) / width for line in lines)
    words = statistics.median(min(len(plain(cell.text).split()) for cell in line.cells) for line in lines)
    return filled >= _FULL_SHARE and words >= _FEWEST_WORDS


def _column(lines: Sequence[Line], at: int) -> list[Line]:
    """The lines' part in one column, as lines of a page of its own width."""
    cells = [line.cells[at] for line in lines]
    edge = max((cell.right for cell in cells), default=0.0)
    parts = []
    for line, cell in zip(lines, cells, strict=True):
        words = plain(cell.text).split() or [""]
        first = (cell.right - cell.left) * len(words[0]) / max(len(plain(cell.text)), 1)
        parts.append(replace(line, cells=(cell,), first=first, edge=edge))
    return parts
