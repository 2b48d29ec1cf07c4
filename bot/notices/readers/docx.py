"""Word's .docx → blocks: ECMA-376 WordprocessingML, as a reader sees the document with all changes accepted.

Headers and footers stay outside (the first header with text is the letterhead), deleted and hidden text and
placeholders too; a text box stands after the paragraph that anchors it. Automatic numbers are counted as Word counts
them (§17.9).
"""

import collections
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from bot.notices.outline import Block, BlockKind, Outline
from bot.notices.readers.fields import Fields, is_placeholder, symbol
from bot.notices.readers.layout import Look, Piece, emphasised, letterhead_lines, settled, weighed, without_page_number
from bot.notices.readers.numbering import Counter, Numbering, is_caption
from bot.notices.readers.styles import Styles
from bot.notices.readers.word_parts import WordParts
from bot.notices.readers.wordml import MC, W, child, is_on, value

_DEEPEST = 40
_LEFT_OUT = frozenset({f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}sectPr", f"{MC}Fallback"})
_NOT_A_HEADING_NUMBER = 8


def read_docx(raw: bytes, name: str) -> Outline:
    """The outline of a Word document; BadFileError where it is encrypted, broken or carries macros."""
    parts = WordParts(raw, name)
    styles = Styles(parts.part("styles"))
    body = parts.document.find(f"{W}body")
    if body is None:
        return Outline((), letterhead=_letterhead(parts, styles))
    reader = _Reader(styles, Counter(Numbering(parts.part("numbering"))), _usual_size(body, styles))
    return Outline(tuple(settled(reader.blocks(body))), letterhead=_letterhead(parts, styles))


def _letterhead(parts: WordParts, styles: Styles) -> tuple[str, ...]:
    """The lines of the first header that has words: which page it belongs to makes no difference to who writes."""
    for root in parts.headers():
        if lines := letterhead_lines(_Reader(styles, Counter(Numbering(None))).blocks(root)):
            return lines
    return ()


def _usual_size(body: ET.Element, styles: Styles) -> float:
    """The size in half points of most of the body's letters."""
    letters = collections.Counter[float]()
    for paragraph in body.iter(f"{W}p"):
        look = styles.of_paragraph(paragraph.find(f"{W}pPr")).look
        for run in paragraph.findall(f"{W}r"):
            size = styles.look(run.find(f"{W}rPr"), look).size
            letters[size] += sum(len(text.text or "") for text in run.findall(f"{W}t"))
    return max(letters, key=lambda size: letters[size], default=0)


@dataclass(slots=True)
class _Piece(Piece):
    """A stretch of a paragraph, or the text box that is anchored there."""

    box: ET.Element | None = None


class _Reader:
    def __init__(self, styles: Styles, counter: Counter, usual_size: float = 0) -> None:
        self._styles = styles
        self._counter = counter
        self._usual_size = usual_size
        self._fields = Fields()
        self._in_contents = False
        # Pieces of a paragraph whose end was deleted: they begin the next one.
        self._carried: list[_Piece] = []

    def blocks(self, parent: ET.Element, depth: int = 0) -> Iterator[Block]:
        """The blocks of a body, a cell or a text box, in reading order."""
        if depth > _DEEPEST:
            return
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element, depth)
            elif element.tag == f"{W}tbl":
                yield from self._table(element, depth)
            elif element.tag == f"{W}sdt":
                yield from self._control(element, depth)
            elif element.tag not in _LEFT_OUT:
                yield from self.blocks(element, depth + 1)

    def _control(self, control: ET.Element, depth: int) -> Iterator[Block]:
        """The blocks of a content control that somebody has filled in, or of a table of contents."""
        gallery = value(child(control, "sdtPr", "docPartObj", "docPartGallery")) or ""
        outside = self._in_contents
        self._in_contents = outside or "contents" in gallery.lower()
        if not is_placeholder(control):
            for content in control.findall(f"{W}sdtContent"):
                yield from self.blocks(content, depth + 1)
        self._in_contents = outside

    def _paragraph(self, element: ET.Element, depth: int) -> Iterator[Block]:
        properties = element.find(f"{W}pPr")
        style = self._styles.of_paragraph(properties)
        pieces = [*self._carried, *self._pieces(element, style.look)]
        self._carried = []
        self._fields.end_paragraph()
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._carried = pieces
            return
        texts = [(piece.text, False) for piece in pieces] if style.is_heading else weighed(pieces)
        text = emphasised(without_page_number(texts) if style.contents or self._in_contents else texts)
        if text.strip():
            yield self._block(text, properties, style_level=style.level, quote=style.quote)
        for piece in pieces:
            if piece.box is not None:
                yield from self.blocks(piece.box, depth + 1)

    def _block(self, text: str, properties: ET.Element | None, *, style_level: int, quote: bool) -> Block:
        place = self._styles.numbering(properties)
        label = self._counter.label(*place) if place else None
        if label is not None and (style_level or is_caption(label)):
            # «Sak 1/22» may be an automatic number; a chapter's number is no part of its heading.
            text = f"{label} {text}" if is_caption(label) else text
            label = None
        if style_level:
            return Block(BlockKind.HEADING, text, level=style_level)
        if label is not None and place is not None:
            return Block(BlockKind.ITEM, text, level=min(place[1], _NOT_A_HEADING_NUMBER), marker=label)
        return Block(BlockKind.QUOTE if quote else BlockKind.PARAGRAPH, text)

    def _pieces(self, parent: ET.Element, look: Look, depth: int = 0) -> Iterator[_Piece]:
        for element in parent:
            if element.tag in _LEFT_OUT or depth > _DEEPEST:
                continue
            if element.tag == f"{W}r":
                yield from self._run(element, look)
            elif element.tag == f"{W}txbxContent":
                yield _Piece(box=element)
            elif element.tag != f"{W}sdt" or not is_placeholder(element):
                yield from self._pieces(element, look, depth + 1)

    def _run(self, run: ET.Element, look: Look) -> Iterator[_Piece]:
        properties = run.find(f"{W}rPr")
        if properties is not None and is_on(properties.find(f"{W}vanish")):
            return
        own = self._styles.look(properties, look)
        linked = child(properties, "rStyle") is not None
        apart = own.is_apart(self._usual_size) and not linked
        for element in run:
            if element.tag == f"{W}fldChar":
                yield _Piece(self._fields.read(element), own.bold, apart)
            elif text := _text(element):
                yield _Piece("" if self._fields.in_instruction else text, own.bold, apart)
            elif element.tag not in _LEFT_OUT:
                yield from self._pieces(element, look, 1)

    # -- tables

    def _table(self, table: ET.Element, depth: int) -> Iterator[Block]:
        rows = [list(self._cells(row)) for row in _rows(table)]
        if max((len(row) for row in rows), default=0) <= 1 or table.find(f".//{W}tc//{W}tbl") is not None:
            # One column is a frame around ordinary text, and so is what holds tables of its own.
            for row in rows:
                for cell, _ in row:
                    if cell is not None:
                        yield from self.blocks(cell, depth + 1)
            return
        shown: list[list[str]] = []
        for row in rows:
            texts: list[str] = []
            for cell, span in row:
                above = shown[-1][len(texts) : len(texts) + 1] if cell is not None and _continues(cell) else []
                texts += [*(above or [self._cell_text(cell, depth)]), *[""] * (span - 1)]
            shown.append(texts)
        width = max(len(row) for row in shown)
        yield Block(BlockKind.TABLE, rows=tuple(tuple(row + [""] * (width - len(row))) for row in shown))

    def _cells(self, row: ET.Element) -> Iterator[tuple[ET.Element | None, int]]:
        """Each cell with the columns that it spans; None for a place that the row leaves out."""
        skipped = value(child(row, "trPr", "gridBefore"))
        for _ in range(_small(skipped, 0)):
            yield None, 1
        for cell in _own_cells(row):
            yield cell, _small(value(child(cell, "tcPr", "gridSpan")), 1)

    def _cell_text(self, cell: ET.Element | None, depth: int) -> str:
        if cell is None:
            return ""
        blocks = self.blocks(cell, depth + 1)
        return "\n".join(_shown(block) for block in blocks).strip()


def _shown(block: Block) -> str:
    if block.kind is BlockKind.TABLE:
        return "\n".join(" ".join(cell for cell in row if cell) for row in block.rows)
    return f"{block.marker} {block.text}" if block.kind is BlockKind.ITEM and block.numbered else block.text


def _rows(table: ET.Element) -> Iterator[ET.Element]:
    """The table's own rows, those of changes and controls included, deleted ones and nested tables' left out."""
    for element in table:
        if element.tag == f"{W}tr" and child(element, "trPr", "del") is None:
            yield element
        elif element.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _rows(element)


def _own_cells(row: ET.Element) -> Iterator[ET.Element | None]:
    """The row's own cells, those in controls included, nested tables' left out; None for one with a placeholder."""
    for element in row:
        if element.tag == f"{W}tc":
            yield element
        elif element.tag == f"{W}sdt" and is_placeholder(element):
            yield None
        elif element.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml"}:
            yield from _own_cells(element)


def _continues(cell: ET.Element) -> bool:
    """Whether a cell only goes on with the one above it, and so says the same."""
    merge = child(cell, "tcPr", "vMerge")
    return merge is not None and value(merge) in {None, "continue"}


def _text(element: ET.Element) -> str:
    if element.tag == f"{W}t":
        return element.text or ""
    if element.tag == f"{W}br":
        return "\n" if element.get(f"{W}type", "textWrapping") == "textWrapping" else " "
    if element.tag == f"{W}sym":
        return symbol(element)
    return {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}.get(element.tag, "")


def _small(text: str | None, default: int) -> int:
    return min(int(text), 60) if text and text.isdigit() else default
