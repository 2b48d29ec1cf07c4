"""A page of a PDF → its lines from top to bottom: words and cells by where the characters stand and what lines rule."""

import ctypes
import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from bot.notices.lines import item_of
from bot.notices.outline import plain
from bot.notices.readers.layout import emphasised
from bot.notices.readers.page import Cell, Line, text_in
from bot.notices.readers.ruled import SAME_EDGE, Box, Ruling, ruling_of
from bot.notices.readers.txt import clean

_HEAVY = 600
# What a tab leaves between two words where it leaves less than a space has, in shares of the letters' size.
_TAB = (0.1, 0.2)
# The gaps between words that are spread over a line differ by no more than this share of the widest.
_EVENLY = 0.05
# Between these heights above the base line, in shares of a letter's size, a line goes through it.
_STRUCK = (0.12, 0.45)
_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\u25cf\u25aa\u25cb\u2219\u00b7", "•"))
# Ligatures, and the letters of one whose bytes a program that wrote the file anew has exchanged.
_LETTERS = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_LETTERS |= {ord(letter) << 8: letter for letter in "filt"}


@dataclass(frozen=True, slots=True)
class _Glyph:
    """One character where it stands: left, right and baseline in points from the page's lower left corner. `bold` is
    what its font's name says, `heavy` what the weight does that the font states."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    heavy: bool = False
    made_up: bool = False


def lines_of_page(number: int, page: pdfium.PdfPage) -> list[Line]:
    """The page's lines, those between drawn lines as rows of cells."""
    ruling = ruling_of(page)
    glyphs = _weighed(list(_glyphs(page)))
    return _lines_of(number, [glyph for glyph in glyphs if not _is_struck(glyph, ruling)], ruling)


def _weighed(glyphs: list[_Glyph]) -> list[_Glyph]:
    """The letters, where no name of a font tells, bold by their weight; a weight that most letters have tells nothing,
    since programs that write a file anew state any."""
    heavy = sum(glyph.heavy for glyph in glyphs)
    if not heavy or heavy * 2 > len(glyphs) or any(glyph.bold for glyph in glyphs):
        return glyphs
    return [replace(glyph, bold=glyph.heavy) for glyph in glyphs]


def _is_struck(glyph: _Glyph, ruling: Ruling) -> bool:
    """Whether a line is drawn through a letter, as programs show what was deleted."""
    lowest, highest = (glyph.base + share * glyph.size for share in _STRUCK)
    return not glyph.made_up and ruling.crosses((glyph.left + glyph.right) / 2, lowest, highest)


def _glyphs(page: pdfium.PdfPage) -> Iterator[_Glyph]:
    text = page.get_textpage()
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium_c.FS_MATRIX()
    fonts: dict[bytes, tuple[bool, bool]] = {}
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    for index in range(text.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text, index)
        if code in {0, 0xFFFE, 0xFFFF} or (code < 32 and code not in {9, 10, 13, 2}):
            continue
        character = "-" if code == 2 else chr(code).translate(_LETTERS)
        made_up = bool(pdfium_c.FPDFText_IsGenerated(text, index))
        left, bottom, right, _ = text.get_charbox(index, loose=True)
        pdfium_c.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium_c.FPDFText_GetFontInfo(text, index, name, 200, flags)
        font = name.value
        if font not in fonts:
            named = any(word in font.lower() for word in (b"bold", b"black", b"heavy", b"demi"))
            fonts[font] = named, pdfium_c.FPDFText_GetFontWeight(text, index) >= _HEAVY
        # Some programs write letters of one size and scale the page.
        pdfium_c.FPDFText_GetMatrix(text, index, matrix)
        size = pdfium_c.FPDFText_GetFontSize(text, index) * (math.hypot(matrix.c, matrix.d) or 1.0)
        yield _Glyph(character, left, right, y.value if not made_up else bottom, size, *fonts[font], made_up)
    text.close()


def _lines_of(page: int, glyphs: Sequence[_Glyph], ruling: Ruling) -> list[Line]:
    """The page's lines from top to bottom, each with its glyphs from left to right; a row of ruled cells is one."""
    shown = [each for each in glyphs if not each.made_up and each.text.strip()]
    spaces = sum(not each.made_up and each.text == " " for each in glyphs)
    writes_spaces = spaces * 20 > len(shown)
    rows: list[list[_Glyph]] = []
    for glyph in sorted((each for each in glyphs if not each.made_up), key=lambda each: -each.base):
        if rows and abs(rows[-1][0].base - glyph.base) < max(0.35 * glyph.size, 1.5):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    boxed, rows = _boxed(rows, ruling)
    read_lines = (_line(page, sorted(row, key=lambda each: each.left), writes_spaces=writes_spaces) for row in rows)
    lines = (line and _drawn_beside(line, ruling) for line in read_lines)
    read = {box: _read_box(page, box, boxed[box], writes_spaces=writes_spaces) for box in boxed}
    ruled = (_ruled_row(page, boxes, read) for boxes in _rows_of_boxes(boxed))
    found = [line for line in (*lines, *ruled) if line is not None]
    return sorted(found, key=lambda line: -line.base)


_Boxed = dict[Box, list[list[_Glyph]]]


def _boxed(rows: Sequence[list[_Glyph]], ruling: Ruling) -> tuple[_Boxed, list[list[_Glyph]]]:
    """The glyphs that stand in the boxes of a table, box by box and line by line, and the lines of the others."""
    boxed: _Boxed = {}
    free: list[list[_Glyph]] = []
    for row in rows:
        at = ruling.boxes_at(row[0].base + 0.2 * row[0].size)
        parts: dict[Box | None, list[_Glyph]] = {}
        for glyph in row:
            box = at.box((glyph.left + glyph.right) / 2) if len(at.walls) > 2 else None
            parts.setdefault(box, []).append(glyph)
        free += [parts.pop(None)] if None in parts else []
        for box, part in parts.items():
            boxed.setdefault(box, []).append(part) if box else None
    return boxed, free


def _rows_of_boxes(boxed: _Boxed) -> list[list[Box]]:
    """The boxes in rows, those with one upper edge together."""
    rows: list[list[Box]] = []
    for box in sorted(boxed, key=lambda each: (-each.top, each.left)):
        if rows and abs(rows[-1][0].top - box.top) < SAME_EDGE:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda each: each.left) for row in rows]


def _read_box(page: int, box: Box, rows: Sequence[list[_Glyph]], *, writes_spaces: bool) -> Line | None:
    """What a box holds as one cell of a line; None for blanks."""
    found = (_line(page, sorted(row, key=lambda g: g.left), writes_spaces=writes_spaces) for row in rows)
    lines = [line for line in found if line is not None]
    return replace(lines[0], cells=(Cell(text_in(box, lines), box.left, box.right),)) if lines else None


def _ruled_row(page: int, boxes: Sequence[Box], read: dict[Box, Line | None]) -> Line | None:
    """A row of a table between drawn lines; a box that reaches down into it says there what it says above."""
    top = boxes[0].top
    reaching = [box for box in read if box.top > top + SAME_EDGE and box.bottom < top - SAME_EDGE]
    found = [line for box in (*boxes, *reaching) if (line := read[box]) is not None]
    if not any(read[box] for box in boxes):
        return None
    own = next(line for box in boxes if (line := read[box]) is not None)
    cells = tuple(sorted((cell for line in found for cell in line.cells), key=lambda cell: cell.left))
    around = Box(boxes[0].left, boxes[-1].right, top, min(box.bottom for box in boxes))
    return Line(page, cells, own.base, own.size, 0.0, box=around)


def _line(page: int, row: Sequence[_Glyph], *, writes_spaces: bool) -> Line | None:
    visible = [glyph for glyph in row if glyph.text.strip()]
    if not visible:
        return None
    size = statistics.mode(round(glyph.size, 1) for glyph in visible)
    gaps = list(_gaps(row))
    spread = _is_spread(gaps, size)
    cells: list[list[tuple[str, bool]]] = [[(visible[0].text.translate(_BULLETS), visible[0].bold)]]
    edges: list[list[float]] = [[visible[0].left, visible[0].right]]
    first = 0.0
    for gap in gaps:
        glyph = gap.after
        parted = gap.written or gap.width > _between_words(gap) * size
        if not spread and _is_column(gap, size, writes_spaces=writes_spaces):
            cells.append([])
            edges.append([glyph.left, glyph.right])
        elif parted:
            cells[-1].append((" ", glyph.bold))
        first = first or (gap.before.right - visible[0].left if parted else 0.0)
        cells[-1].append((glyph.text.translate(_BULLETS), glyph.bold))
        edges[-1][1] = glyph.right
    made = tuple(Cell(clean(emphasised(pieces)).strip(), *edge) for pieces, edge in zip(cells, edges, strict=True))
    return Line(page, _with_marker(made), visible[0].base, size, first or visible[-1].right - visible[0].left)


@dataclass(frozen=True, slots=True)
class _Gap:
    """What is between two letters that follow one another: `written` tells whether a space is."""

    before: _Glyph
    after: _Glyph
    written: bool

    @property
    def width(self) -> float:
        """How far apart they are, in points."""
        return self.after.left - self.before.right


def _gaps(row: Sequence[_Glyph]) -> Iterator[_Gap]:
    before: _Glyph | None = None
    written = False
    for glyph in row:
        if not glyph.text.strip():
            written = True
            continue
        if before is not None:
            yield _Gap(before, glyph, written)
        before, written = glyph, False


def _is_spread(gaps: Sequence[_Gap], size: float) -> bool:
    """Whether all words of a line stand equally far apart and go on in small letters, as where a sentence is spread
    over the width of its column."""
    words = [gap for gap in gaps if gap.written or gap.width > _between_words(gap) * size]
    widths = [gap.width for gap in words]
    small = sum(gap.after.text.islower() for gap in words) * 2 >= len(words)
    return len(words) > 1 and small and max(widths) - min(widths) < _EVENLY * max(widths)


def _between_words(gap: _Gap) -> float:
    """How wide the gap between two words is at least, in shares of the size: a tab may leave little of it."""
    return _TAB[0] if gap.before.text.islower() and gap.after.text.isupper() else 0.18


def _is_column(gap: _Gap, size: float, *, writes_spaces: bool) -> bool:
    """Whether a gap parts cells: a wide one does; where the document writes spaces but here none, one does that is
    narrower or wider than a space."""
    if writes_spaces and not gap.written:
        is_tab = gap.before.text.islower() and gap.after.text.isupper() and gap.width < _TAB[1] * size
        if gap.width > 0.35 * size or (is_tab and gap.width > _TAB[0] * size):
            return True
    return gap.width > (1.4 if gap.written else 0.9) * size


def _drawn_beside(line: Line, ruling: Ruling) -> Line:
    """The line, a bullet before it that is drawn as one that is written, and whether a bar is drawn there."""
    first = line.cells[0]
    line = replace(line, barred=ruling.bars(first.left, line.base, line.size))
    if item_of(plain(first.text)) or (dot := ruling.bullet(first.left, line.base, line.size)) is None:
        return line
    return replace(line, cells=(Cell(f"• {first.text}", dot.left, first.right), *line.cells[1:]))


def _with_marker(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells, a list's marker joined to its text."""
    if len(cells) >= 2 and item_of(f"{plain(cells[0].text)} x") and len(plain(cells[0].text)) <= 4:
        joined = Cell(f"{plain(cells[0].text)} {cells[1].text}", cells[0].left, cells[1].right)
        return (joined, *cells[2:])
    return cells
