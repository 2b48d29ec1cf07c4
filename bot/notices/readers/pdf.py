"""PDF → blocks, from where the characters stand: lines, cells, paragraphs, and what repeats on every page."""

import bisect
import ctypes
import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from bot.errors import BadFileError
from bot.notices.lines import item_of
from bot.notices.outline import Block, BlockKind, Outline, is_bold, plain
from bot.notices.readers.layout import emphasised
from bot.notices.readers.ruled import Box, Ruling, ruling_of
from bot.notices.readers.txt import clean

MOST_PAGES = 500
_MARGIN_SHARE = 0.12
_HEAVY = 600
_SAME_EDGE = 3.0
_HEADING_SIZE = 1.15
_PAGE_NUMBER = re.compile(r"(?:side|page|s\.)?\s*\d+\s*(?:(?:av|of|/)\s*\d+)?", re.IGNORECASE)
_NUMBERED_PAGE = re.compile(r"\b(?:side|page)\s*\d+(?:\s*(?:av|of|/)\s*\d+)?", re.IGNORECASE)
_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\u25cf\u25aa\u25cb\u2219\u00b7", "•"))


@dataclass(frozen=True, slots=True)
class _Glyph:
    """One character where it stands: left, right and baseline in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class _Cell:
    """A stretch of a line without a gap: its text as Markdown and where it begins and ends."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a page. `first` is the width of its first word, which tells whether the line before was full; `row`
    has the cells of a row between drawn lines, whose own lines they hold."""

    page: int
    cells: tuple[_Cell, ...]
    base: float
    size: float
    first: float
    edge: float = 0.0
    furniture: bool = False
    row: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells)

    @property
    def left(self) -> float:
        return self.cells[0].left

    @property
    def right(self) -> float:
        return self.cells[-1].right


def read_pdf(raw: bytes, name: str) -> Outline:
    """The outline of a PDF; BadFileError where it is encrypted, broken or has more than 500 pages."""
    lines, heights = _lines(raw, name)
    lines = _marked(lines, heights)
    kept = [line for line in lines if not line.furniture]
    top = [line for line in lines if line.furniture and line.page == 0 and line.base > heights[0] / 2]
    letterhead = tuple(text for line in top if sum(map(str.isalpha, text := plain(line.text))) > 3)
    return Outline(tuple(_Layout(kept).blocks()), letterhead=letterhead)


def _lines(raw: bytes, name: str) -> tuple[list[_Line], list[float]]:
    try:
        document = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as error:
        encrypted = error.err_code == pdfium_c.FPDF_ERR_PASSWORD
        what = "is encrypted; save it without a password" if encrypted else "is broken, or no PDF; export it again"
        raise BadFileError([f"{name}: {what}"]) from error
    try:
        if len(document) > MOST_PAGES:
            raise BadFileError([f"{name}: has {len(document)} pages; give the notice without its annexes"])
        return _read_pages(document)
    except pdfium.PdfiumError as error:
        raise BadFileError([f"{name}: is broken; export it again"]) from error
    finally:
        document.close()


def _read_pages(document: pdfium.PdfDocument) -> tuple[list[_Line], list[float]]:
    lines: list[_Line] = []
    heights: list[float] = []
    for number in range(len(document)):
        page = document[number]
        heights.append(page.get_height())
        lines += _lines_of(number, list(_glyphs(page)), ruling_of(page))
        page.close()
    return lines, heights


def _glyphs(page: pdfium.PdfPage) -> Iterator[_Glyph]:
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    weights: dict[bytes, bool] = {}
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    for index in range(text.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text, index)
        if code in {0, 0xFFFE, 0xFFFF} or (code < 32 and code not in {9, 10, 13, 2}):
            continue
        character = "-" if code == 2 else chr(code)
        made_up = bool(pdfium_c.FPDFText_IsGenerated(text, index))
        left, bottom, right, _ = text.get_charbox(index, loose=True)
        pdfium_c.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium_c.FPDFText_GetFontInfo(text, index, name, 200, flags)
        font = name.value
        if font not in weights:
            stated = pdfium_c.FPDFText_GetFontWeight(text, index)
            named = any(word in font.lower() for word in (b"bold", b"black", b"heavy"))
            weights[font] = named or stated >= _HEAVY
        size = pdfium_c.FPDFText_GetFontSize(text, index)
        yield _Glyph(character, left, right, y.value if not made_up else bottom, size, weights[font], made_up)
    text.close()


def _lines_of(page: int, glyphs: Sequence[_Glyph], ruling: Ruling) -> list[_Line]:
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
    lines = (_line(page, sorted(row, key=lambda each: each.left), writes_spaces=writes_spaces) for row in rows)
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
        if rows and abs(rows[-1][0].top - box.top) < _SAME_EDGE:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda each: each.left) for row in rows]


def _read_box(page: int, box: Box, rows: Sequence[list[_Glyph]], *, writes_spaces: bool) -> _Line | None:
    """What a box holds as one cell of a line; None for blanks."""
    found = (_line(page, sorted(row, key=lambda g: g.left), writes_spaces=writes_spaces) for row in rows)
    lines = [line for line in found if line is not None]
    return replace(lines[0], cells=(_Cell(_text_in(box, lines), box.left, box.right),)) if lines else None


def _ruled_row(page: int, boxes: Sequence[Box], read: dict[Box, _Line | None]) -> _Line | None:
    """A row of a table between drawn lines; a box that reaches down into it says there what it says above."""
    top = boxes[0].top
    reaching = [box for box in read if box.top > top + _SAME_EDGE and box.bottom < top - _SAME_EDGE]
    found = [line for box in (*boxes, *reaching) if (line := read[box]) is not None]
    if not any(read[box] for box in boxes):
        return None
    own = next(line for box in boxes if (line := read[box]) is not None)
    cells = tuple(sorted((cell for line in found for cell in line.cells), key=lambda cell: cell.left))
    return _Line(page, cells, own.base, own.size, 0.0, row=tuple(cell.text for cell in cells))


def _text_in(box: Box, lines: Sequence[_Line]) -> str:
    """The lines of a cell as its text: a full line goes on in the next one, a word that is wider than the cell too."""
    text = lines[0].text
    inset = max(0.0, lines[0].left - box.left)
    for above, line in itertools.pairwise(lines):
        room = box.right - inset - above.right
        word, rest = text.split()[-1], plain(line.text).split()[0]
        letter = line.first / max(len(rest), 1)
        broken = " " not in plain(above.text) and (room < 1.2 * letter or "@" in word or rest.startswith("@"))
        if word.endswith("-") or (broken and not rest[0].isupper()):
            text += line.text
        else:
            text += (" " if room < line.first + 0.3 * above.size else "\n") + line.text
    return text.replace("** **", " ").replace("****", "").replace("**\n**", "\n")


def _line(page: int, row: Sequence[_Glyph], *, writes_spaces: bool) -> _Line | None:
    visible = [glyph for glyph in row if glyph.text.strip()]
    if not visible:
        return None
    size = statistics.mode(round(glyph.size, 1) for glyph in visible)
    cells: list[list[tuple[str, bool]]] = [[]]
    edges: list[list[float]] = [[visible[0].left, visible[0].right]]
    previous: _Glyph | None = None
    blank: _Glyph | None = None
    first = 0.0
    for glyph in row:
        if not glyph.text.strip():
            blank = glyph
            continue
        gap = 0.0 if previous is None else glyph.left - previous.right
        is_column = previous is not None and _is_column(
            gap, size, written=blank is not None, writes_spaces=writes_spaces
        )
        if is_column:
            cells.append([])
            edges.append([glyph.left, glyph.right])
        elif previous is not None and (blank is not None or gap > 0.18 * size):
            cells[-1].append((" ", glyph.bold))
        if previous is not None and not first and (blank is not None or gap > 0.18 * size):
            first = previous.right - visible[0].left
        cells[-1].append((glyph.text.translate(_BULLETS), glyph.bold))
        edges[-1][1] = glyph.right
        previous, blank = glyph, None
    made = tuple(
        _Cell(clean(emphasised(pieces)).strip(), *edge) for pieces, edge in zip(cells, edges, strict=True) if pieces
    )
    return _Line(page, _with_marker(made), visible[0].base, size, first or visible[-1].right - visible[0].left)


def _is_column(gap: float, size: float, *, written: bool, writes_spaces: bool) -> bool:
    """Whether a gap parts cells: a wide one does, and a narrow one where the document writes spaces but here none."""
    return gap > (1.4 if written else 0.9) * size or (writes_spaces and not written and gap > 0.35 * size)


def _with_marker(cells: tuple[_Cell, ...]) -> tuple[_Cell, ...]:
    """The cells, a list's marker joined to its text."""
    if len(cells) >= 2 and item_of(f"{plain(cells[0].text)} x") and len(plain(cells[0].text)) <= 4:
        joined = _Cell(f"{plain(cells[0].text)} {cells[1].text}", cells[0].left, cells[1].right)
        return (joined, *cells[2:])
    return cells


def _marked(lines: Sequence[_Line], heights: Sequence[float]) -> list[_Line]:
    """The lines, each with its page's right edge; page furniture marked: page numbers, and what stands in the margin
    of several pages alike, from the page's end inwards until the first line that does not."""
    pages = [list(group) for _, group in itertools.groupby(lines, key=lambda line: line.page)]
    seen = Counter(_alike(line) for line in lines)
    marked: list[_Line] = []
    for page in pages:
        edge = max(line.right for line in page)
        outer = {*_outermost(page, seen, heights), *_outermost(page[::-1], seen, heights)}
        marked += [replace(line, edge=edge, furniture=line in outer) for line in page]
    return marked


def _outermost(page: Sequence[_Line], seen: Counter[tuple[str, int]], heights: Sequence[float]) -> Iterator[_Line]:
    for line in page:
        share = line.base / (heights[line.page] or 1.0)
        is_number = _PAGE_NUMBER.fullmatch(plain(line.text)) is not None
        if _MARGIN_SHARE <= share <= 1 - _MARGIN_SHARE or not (is_number or seen[_alike(line)] > 1):
            return
        yield line


def _alike(line: _Line) -> tuple[str, int]:
    """What makes two lines the same furniture: their words, page numbers aside, and their height on the page."""
    return _NUMBERED_PAGE.sub("#", plain(line.text)), round(line.base / 4)


class _Layout:
    """Lines → blocks."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        self._lines = lines
        weights = Counter[float]()
        for line in lines:
            weights[line.size] += len(line.text)
        self._size = weights.most_common(1)[0][0] if weights else 0.0
        pitches = Counter(
            round(above.base - below.base, 0)
            for above, below in itertools.pairwise(lines)
            if above.page == below.page and 0 < above.base - below.base < 2.2 * max(self._size, 1)
        )
        closest = [pitch for pitch, count in pitches.items() if count * 6 >= max(pitches.values())]
        self._pitch = min(closest, default=1.2 * self._size)
        self._sizes = sorted({line.size for line in lines if line.size > _HEADING_SIZE * self._size}, reverse=True)
        self._indents = _indents(lines)

    def blocks(self) -> Iterator[Block]:
        """The blocks in reading order."""
        at = 0
        while at < len(self._lines):
            end = self._ruled_end(at)
            if end > at:
                yield from _ruled_blocks(self._lines[at:end])
                at = end
                continue
            end = self._table_end(at)
            if end - at >= 2:
                yield Block(BlockKind.TABLE, rows=_table_rows(self._lines[at:end]))
            else:
                end = self._text_end(at)
                yield self._text_block(self._lines[at:end])
            at = end

    def _ruled_end(self, at: int) -> int:
        end = at
        while end < len(self._lines) and self._lines[end].row:
            end += 1
        return end

    def _table_end(self, at: int) -> int:
        end = at
        while (
            end < len(self._lines)
            and not self._lines[end].row
            and (len(self._lines[end].cells) >= 2 or self._is_rest_of_row(at, end))
        ):
            end += 1
        return end

    def _is_rest_of_row(self, at: int, end: int) -> bool:
        """Whether a line is the second line of a cell: it stands below one that is not in the first column."""
        if end <= at:
            return False
        above, line = self._lines[end - 1], self._lines[end]
        close = above.page == line.page and above.base - line.base < 1.3 * self._pitch
        return close and line.left > self._lines[at].left + self._size and len(self._lines[at].cells) >= 2

    def _text_end(self, at: int) -> int:
        end = at + 1
        while end < len(self._lines) and self._goes_on(end, self._lines[at]):
            end += 1
        return end

    def _goes_on(self, at: int, first: _Line) -> bool:
        """Whether a line belongs to the block of the line above it, which begins with `first`."""
        above, line = self._lines[at - 1], self._lines[at]
        if line.row:
            return False
        if item_of(plain(line.text)) or (len(line.cells) > 1 and self._starts_table(at)):
            return False
        if abs(above.size - line.size) > 0.5 or is_bold(above.text) is not is_bold(line.text):
            return False
        if above.page != line.page:
            return self._is_full(above, line) and plain(line.text)[:1].islower()
        close = above.base - line.base < 1.3 * self._pitch * max(line.size / max(self._size, 1), 1)
        is_item = item_of(plain(first.text)) is not None
        if is_item and line.left < first.left + 2 and not self._is_full(above, line):
            return False
        return close

    def _starts_table(self, at: int) -> bool:
        following = self._lines[at + 1 : at + 2]
        return bool(following) and (len(following[0].cells) > 1 or self._is_rest_of_row(at, at + 1))

    def _is_full(self, above: _Line, line: _Line) -> bool:
        """Whether the next line's first word had no room on the line above."""
        return above.right + 0.3 * above.size + line.first > above.edge - 1

    def _text_block(self, lines: Sequence[_Line]) -> Block:
        text = lines[0].text
        for above, line in itertools.pairwise(lines):
            text += (" " if self._is_full(above, line) else "\n") + line.text
        text = text.replace("** **", " ").replace("**\n**", "\n")
        if lines[0].size in self._sizes:
            level = min(self._sizes.index(lines[0].size) + 1, 6)
            return Block(BlockKind.HEADING, plain(text), level=level)
        item = item_of(text if not is_bold(text) else plain(text))
        if item is None:
            return Block(BlockKind.PARAGRAPH, text)
        return replace(item, text=item.text.replace("\n", " "), level=self._level(lines[0]))

    def _level(self, line: _Line) -> int:
        """An item's depth by its indentation, among the items of the document."""
        return max((n for n, left in enumerate(self._indents) if round(line.left / 9) >= left), default=0)


def _ruled_blocks(lines: Sequence[_Line]) -> Iterator[Block]:
    """The rows between drawn lines as a table; a cell goes below the last side that is not right of its own."""
    sides: list[float] = []
    for left in sorted(cell.left for line in lines for cell in line.cells):
        if not sides or left > sides[-1] + _SAME_EDGE:
            sides.append(left)
    rows = []
    for line in lines:
        cells = [""] * len(sides)
        for cell in line.cells:
            cells[bisect.bisect_right(sides, cell.left + _SAME_EDGE) - 1] = cell.text
        rows.append(tuple(cells))
    if len(sides) > 1:
        yield Block(BlockKind.TABLE, rows=tuple(rows))
    else:
        yield from (Block(BlockKind.PARAGRAPH, text) for (text,) in rows)


def _indents(lines: Sequence[_Line]) -> list[int]:
    """Where the items of a document begin, in steps of a small indentation, from the left."""
    lefts = sorted({round(line.left / 9) for line in lines if item_of(plain(line.text))})
    return [left for n, left in enumerate(lefts) if n == 0 or left - lefts[n - 1] > 1]


def _table_rows(lines: Sequence[_Line]) -> tuple[tuple[str, ...], ...]:
    """Rows by where the cells begin; where they do not stand under one another, by their order."""
    size = lines[0].size
    starts: list[float] = []
    for left in sorted(cell.left for line in lines for cell in line.cells):
        if not starts or left > starts[-1] + size:
            starts.append(left)
    widest = max(len(line.cells) for line in lines)
    if len(starts) > widest + 2:
        return tuple(tuple(c.text for c in line.cells) + ("",) * (widest - len(line.cells)) for line in lines)
    rows: list[list[str]] = []
    for line in lines:
        cells = [""] * len(starts)
        for cell in line.cells:
            column = max(n for n, start in enumerate(starts) if start <= cell.left + 1)
            cells[column] = f"{cells[column]} {cell.text}".strip()
        if rows and not cells[0] and len(line.cells) < len([each for each in rows[-1] if each]) and cells[0] == "":
            rows[-1] = [f"{above}\n{below}".strip() for above, below in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return tuple(tuple(row) for row in rows)
