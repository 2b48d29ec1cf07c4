"""PDF → blocks, from where the characters stand: lines, cells, paragraphs, and what repeats on every page."""

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from bot.errors import BadFileError
from bot.notices.lines import case_mark, item_of, proposal_label
from bot.notices.outline import Block, BlockKind, Outline, is_bold, plain
from bot.notices.readers.furniture import furnished
from bot.notices.readers.page import Line
from bot.notices.readers.pdf_lines import lines_of_page
from bot.notices.readers.ruled import SAME_EDGE
from bot.notices.readers.text_columns import in_reading_order
from bot.notices.readers.unruled import is_labelled, unruled_table

MOST_PAGES = 500
# The line pitch of text that is set wide, in shares of its size.
_TALLEST = 1.9
_LONGEST_TABLE = 500
# So many times its size is the gap between what stands at the two sides of a page.
_FAR = 10
# «Møtested: Nes» below «Tid: …» is a line of its own, however full the one above it is.
_LABEL = re.compile(r"[A-ZÆØÅ][\w/ -]{2,30}:\s\S")
_HEADING_SIZE = 1.15


def read_pdf(raw: bytes, name: str) -> Outline:
    """The outline of a PDF; BadFileError where it is encrypted, broken or has more than 500 pages."""
    lines, heights = _lines(raw, name)
    lines = furnished(lines, heights)
    kept = [line for line in lines if not line.furniture]
    pages = itertools.groupby(kept, key=lambda line: line.page)
    kept = [line for _, page in pages for line in in_reading_order(list(page))]
    top = [line for line in lines if line.furniture and line.page == 0 and line.base > heights[0] / 2]
    said = (plain(cell.text) for line in top for cell in line.cells)
    letterhead = tuple(text for text in said if sum(map(str.isalpha, text)) > 3)
    return Outline(tuple(_Layout(kept).blocks()), letterhead=letterhead)


def _lines(raw: bytes, name: str) -> tuple[list[Line], list[float]]:
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


def _read_pages(document: pdfium.PdfDocument) -> tuple[list[Line], list[float]]:
    lines: list[Line] = []
    heights: list[float] = []
    for number in range(len(document)):
        page = document[number]
        heights.append(page.get_height())
        lines += lines_of_page(number, page)
        page.close()
    return lines, heights


class _Layout:
    """Lines → blocks."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        weights = Counter[float]()
        for line in lines:
            weights[line.size] += len(line.text)
        self._size = weights.most_common(1)[0][0] if weights else 0.0
        self._pitch = _pitch(lines)
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
            if table := unruled_table(self._lines[at : at + _LONGEST_TABLE], self._pitch):
                yield Block(BlockKind.TABLE, rows=table.rows)
                at += table.lines
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
        while end < len(self._lines) and self._lines[end].box and (end == at or self._touches(end)):
            end += 1
        return end

    def _touches(self, at: int) -> bool:
        """Whether a row between drawn lines begins where the one above it ends, or on the page after it."""
        above, line = self._lines[at - 1], self._lines[at]
        apart = above.box is None or line.box is None or above.box.bottom - line.box.top > SAME_EDGE
        return line.page != above.page or not apart

    def _table_end(self, at: int) -> int:
        end = at
        labelled = is_labelled(self._lines[at])
        while (
            end < len(self._lines)
            and not self._lines[end].box
            and (len(self._lines[end].cells) >= 2 or self._is_rest_of_row(at, end))
            and (not labelled or is_labelled(self._lines[end]) or len(self._lines[end].cells) < 2)
        ):
            end += 1
        return end

    def _is_rest_of_row(self, at: int, end: int) -> bool:
        """Whether a line is the second line of a cell: it stands below one that is not in the first column."""
        if end <= at:
            return False
        above, line = self._lines[end - 1], self._lines[end]
        close = above.page == line.page and 0 < above.base - line.base < 1.3 * self._pitch * line.size
        return close and line.left > self._lines[at].left + self._size and len(self._lines[at].cells) >= 2

    def _text_end(self, at: int) -> int:
        end = at + 1
        while end < len(self._lines) and self._goes_on(end, self._lines[at]):
            end += 1
        return end

    def _goes_on(self, at: int, first: Line) -> bool:
        """Whether a line belongs to the block of the line above it, which begins with `first`."""
        above, line = self._lines[at - 1], self._lines[at]
        if line.box or line.barred is not above.barred:
            return False
        if item_of(plain(line.text)) or (len(line.cells) > 1 and self._starts_table(at)):
            return False
        if abs(above.size - line.size) > 0.5 or is_bold(above.text) is not is_bold(line.text):
            return False
        if above.page != line.page or above.base < line.base:
            return self._is_full(above, line) and plain(line.text)[:1].islower()
        close = above.base - line.base < 1.3 * self._pitch * line.size
        is_item = item_of(plain(first.text)) is not None
        if is_item and line.left < first.left + 2 and not self._is_full(above, line):
            return False
        return close

    def _starts_table(self, at: int) -> bool:
        following = self._lines[at + 1 : at + 2]
        return bool(following) and (len(following[0].cells) > 1 or self._is_rest_of_row(at, at + 1))

    def _is_full(self, above: Line, line: Line) -> bool:
        """Whether the next line's first word had no room on the line above."""
        return above.right + 0.3 * above.size + line.first > above.edge - 1

    def _text_block(self, lines: Sequence[Line]) -> Block:
        text = _shown(lines[0])
        labelled = _LABEL.match(plain(lines[0].text)) is not None
        for above, line in itertools.pairwise(lines):
            # A word is parted behind its own hyphen: «e-post», «jan-erik@…».
            gap = "" if re.search(r"\w-$", text) else " "
            goes_on = self._is_full(above, line) and not (labelled and _LABEL.match(plain(line.text)))
            text += (gap if goes_on else "\n") + _shown(line)
        text = text.replace("** **", " ").replace("**\n**", "\n")
        if lines[0].size in self._sizes:
            level = min(self._sizes.index(lines[0].size) + 1, 6)
            return Block(BlockKind.HEADING, plain(text), level=level)
        item = item_of(text if not is_bold(text) else plain(text))
        if item is None:
            return Block(BlockKind.QUOTE if self._is_quoted(lines, text) else BlockKind.PARAGRAPH, text)
        return replace(item, text=item.text.replace("\n", " "), level=self._level(lines[0]))

    def _is_quoted(self, lines: Sequence[Line], text: str) -> bool:
        """Whether a bar stands before all the lines, which are set in: before others one shows that they were changed;
        and they are no part of the notice's own frame."""
        if not all(line.barred for line in lines):
            return False
        heads = case_mark(Block(BlockKind.PARAGRAPH, text)) or proposal_label(plain(text)) is not None
        edge = min(line.left for line in self._lines if line.page == lines[0].page)
        return not heads and all(line.left > edge + self._size / 2 for line in lines)

    def _level(self, line: Line) -> int:
        """An item's depth by its indentation, among the items of the document."""
        return max((n for n, left in enumerate(self._indents) if round(line.left / 9) >= left), default=0)


def _pitch(lines: Sequence[Line]) -> float:
    """The height of a line in shares of its size: the least that is common where lines begin below one another."""
    pitches = Counter(
        round((above.base - below.base) / below.size, 1)
        for above, below in itertools.pairwise(line for line in lines if not line.box)
        if above.page == below.page and abs(above.left - below.left) < 2 and above.size == below.size > 0
    )
    common = {pitch: count for pitch, count in pitches.items() if 0 < pitch < _TALLEST}
    return min((pitch for pitch, count in common.items() if count * 6 >= max(common.values())), default=1.3)


def _shown(line: Line) -> str:
    """The line's text; what stands at the two sides of a page is no one sentence."""
    text = line.cells[0].text
    for before, cell in itertools.pairwise(line.cells):
        far = cell.left - before.right > _FAR * line.size and not plain(before.text).endswith(":")
        text += ("\n" if far else " ") + cell.text
    return text


def _ruled_blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """The rows between drawn lines as a table; a cell goes below the last side that is not right of its own."""
    sides: list[float] = []
    for left in sorted(cell.left for line in lines for cell in line.cells):
        if not sides or left > sides[-1] + SAME_EDGE:
            sides.append(left)
    rows = []
    for line in lines:
        cells = [""] * len(sides)
        for cell in line.cells:
            cells[bisect.bisect_right(sides, cell.left + SAME_EDGE) - 1] = cell.text
        rows.append(tuple(cells))
    if len(sides) > 1:
        yield Block(BlockKind.TABLE, rows=tuple(rows))
    else:
        yield from (Block(BlockKind.PARAGRAPH, text) for (text,) in rows)


def _indents(lines: Sequence[Line]) -> list[int]:
    """Where the items of a document begin, in steps of a small indentation, from the left."""
    lefts = sorted({round(line.left / 9) for line in lines if item_of(plain(line.text))})
    return [left for n, left in enumerate(lefts) if n == 0 or left - lefts[n - 1] > 1]


def _table_rows(lines: Sequence[Line]) -> tuple[tuple[str, ...], ...]:
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
