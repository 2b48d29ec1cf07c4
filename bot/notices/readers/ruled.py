"""The boxes that lines drawn on a page of a PDF rule off: the cells of its tables."""

import bisect
import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

# A page with more lines than this holds a drawing, which no table is.
_MOST_RULES = 3000
_THICKEST = 3.0
_SHORTEST = 4.0
_SLACK = 1.5
# Two edges are one where they are no more points apart than this.
SAME_EDGE = 3.0
# How wide a drawn bullet is, in points, and how far before the text of its item, in shares of the letters' size.
_DOT = (1.5, 6.0)
_HANGING = 2.5
# A longer bar is a page's ornament.
_LONGEST_BAR = 250.0


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """A straight line: its height (or distance from the left), and where it starts and ends, in points."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """How long the line is, in points."""
        return self.end - self.start

    def covers(self, where: float) -> bool:
        """Whether the line passes there."""
        return self.start - _SLACK <= where <= self.end + _SLACK


@dataclass(frozen=True, slots=True)
class Box:
    """A cell's edges, in points from the page's lower left corner."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A bullet that is drawn: its left edge and the height of its middle, in points."""

    left: float
    middle: float


@dataclass(frozen=True, slots=True)
class Ruling:
    """The lines of a page, and its dots."""

    across: Sequence[Rule] = field(default=())
    down: Sequence[Rule] = field(default=())
    dots: Sequence[Dot] = field(default=())

    def crosses(self, where: float, lowest: float, highest: float) -> bool:
        """Whether a line lies across that place between the two heights."""
        first = bisect.bisect_left(self.across, lowest, key=lambda rule: rule.at)
        last = bisect.bisect_right(self.across, highest, key=lambda rule: rule.at)
        return any(rule.start <= where <= rule.end for rule in self.across[first:last])

    def bullet(self, left: float, base: float, size: float) -> Dot | None:
        """The bullet of an item whose text begins there, letters of that size standing on that height; None where none
        is drawn."""
        near = (dot for dot in self.dots if base < dot.middle < base + size and 0 < left - dot.left < _HANGING * size)
        return next(near, None)

    def bars(self, left: float, base: float, size: float) -> bool:
        """Whether a bar stands before the text that begins there, as beside a quotation, and no other line upright."""
        walls = [rule for rule in self.down if rule.covers(base + size / 4)]
        return len(walls) == 1 and 0 < left - walls[0].at < _HANGING * size and walls[0].length < _LONGEST_BAR

    def boxes_at(self, base: float) -> "Row":
        """What the lines rule off at that height."""
        return Row(self, base, [rule.at for rule in self.down if rule.covers(base)])


@dataclass(frozen=True, slots=True)
class Row:
    """The boxes at one height of a page; `walls` are the distances of their sides, in order."""

    ruling: Ruling
    base: float
    walls: Sequence[float]

    def box(self, middle: float) -> Box | None:
        """The box around that place; None where it is open to a side."""
        at = bisect.bisect_right(self.walls, middle)
        if not 0 < at < len(self.walls):
            return None
        near = [rule.at for rule in self.ruling.across if rule.covers(middle)]
        above = [height for height in near if height >= self.base]
        below = [height for height in near if height < self.base]
        if not above or not below:
            return None
        return Box(self.walls[at - 1], self.walls[at], min(above), max(below))


def ruling_of(page: pdfium.PdfPage) -> Ruling:
    """The page's lines; none where it has so many that they are a drawing."""
    across, down, dots = list[Rule](), list[Rule](), list[Dot]()
    for count, path in enumerate(page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_PATH,), max_depth=3)):
        if count > _MOST_RULES:
            return Ruling()
        left, bottom, right, top = path.get_bounds()
        if _DOT[0] <= right - left <= _DOT[1] and abs(right - left - top + bottom) < 1:
            dots.append(Dot(left, (top + bottom) / 2))
            continue
        for rule, upright in _rules(left, bottom, right, top, framed=_is_framed(path)):
            (down if upright else across).append(rule)
    return Ruling(sorted(across), _merged(sorted(down)), dots)


def _rules(left: float, bottom: float, right: float, top: float, *, framed: bool) -> Iterator[tuple[Rule, bool]]:
    """The lines that a path draws, each with whether it stands upright."""
    if top - bottom <= _THICKEST and right - left >= _SHORTEST:
        yield Rule((top + bottom) / 2, left, right), False
    elif right - left <= _THICKEST and top - bottom >= _SHORTEST:
        yield Rule((left + right) / 2, bottom, top), True
    elif framed:
        yield from ((Rule(height, left, right), False) for height in (bottom, top))
        yield from ((Rule(side, bottom, top), True) for side in (left, right))


def _is_framed(path: pdfium.PdfObject) -> bool:
    """Whether the outline of a path is drawn, so that a rectangle has edges."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    drawn = pdfium_c.FPDFPath_GetDrawMode(path.raw, fill, stroke) and stroke.value
    return bool(drawn) and pdfium_c.FPDFPath_CountSegments(path.raw) in {4, 5}


def _merged(down: Sequence[Rule]) -> list[Rule]:
    """Upright lines that continue or double one another, as Word draws them cell by cell, as one."""
    merged: list[Rule] = []
    for rule in down:
        last = merged[-1] if merged else None
        if last and rule.at - last.at <= _SLACK and rule.start <= last.end + _SLACK and last.start <= rule.end + _SLACK:
            merged[-1] = Rule(last.at, min(last.start, rule.start), max(last.end, rule.end))
        else:
            merged.append(rule)
    return merged
