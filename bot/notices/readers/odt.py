"""LibreOffice's .odt → blocks: OpenDocument 1.2 text, changes accepted, page headers and footers left out."""

import collections
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from bot.notices.outline import Block, BlockKind, Outline
from bot.notices.readers.layout import Look, Piece, emphasised, letterhead_lines, settled, weighed, without_page_number
from bot.notices.readers.numbering import formatted, is_caption
from bot.notices.readers.odt_styles import DRAW, LOEXT, OFFICE, STYLE, TABLE, TEXT, OdtStyles, small
from bot.notices.readers.package import Package

_DEEPEST = 40
_MOST_REPEATS = 60
_LEFT_OUT = frozenset(
    {
        f"{TEXT}tracked-changes",
        f"{TEXT}note",
        f"{OFFICE}annotation",
        f"{OFFICE}forms",
        f"{TEXT}sequence-decls",
        f"{TEXT}page-number",
        f"{TEXT}page-count",
        f"{TEXT}placeholder",
    }
)

_BLANKS = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_HEADERS = (f"{STYLE}header-first", f"{STYLE}header", f"{STYLE}header-left")


def read_odt(raw: bytes, name: str) -> Outline:
    """The outline of an OpenDocument text; BadFileError where it is encrypted, broken or carries macros."""
    package = Package(raw, name, kind="OpenDocument")
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and any(element.tag.endswith("}encryption-data") for element in manifest.iter()):
        raise package.bad("is encrypted; save it without a password")
    if any(member.startswith(("Basic/", "Scripts/")) and not member.endswith("/") for member in package.members):
        raise package.bad("carries macros; save it without them")
    content = package.xml("content.xml")
    body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
    if content is None or body is None:
        raise package.bad("is no text document; save the notice as .odt")
    styles = OdtStyles([root for root in (package.xml("styles.xml"), content) if root is not None])
    blocks = tuple(settled(_Reader(styles, _usual_size(body, styles)).blocks(body)))
    return Outline(blocks, letterhead=_letterhead(package, styles))


def _letterhead(package: Package, styles: OdtStyles) -> tuple[str, ...]:
    root = package.xml("styles.xml")
    headers = [] if root is None else [each for each in root.iter() if each.tag in _HEADERS]
    for header in sorted(headers, key=lambda each: _HEADERS.index(each.tag)):
        if lines := letterhead_lines(_Reader(styles).blocks(header)):
            return lines
    return ()


def _usual_size(body: ET.Element, styles: OdtStyles) -> float:
    """The size in points of most of the body's letters."""
    letters = collections.Counter[float]()
    for paragraph in body.iter(f"{TEXT}p"):
        look = styles.of_paragraph(paragraph.get(f"{TEXT}style-name"))
        letters[look.size] += len(paragraph.text or "") + sum(len(each.tail or "") for each in paragraph)
        for span in paragraph.iter(f"{TEXT}span"):
            letters[styles.look("text", span.get(f"{TEXT}style-name"), look).size] += len(span.text or "")
    return max(letters, key=lambda size: letters[size], default=0)


@dataclass(slots=True)
class _Place:
    """Where in a list the reader is: its style, the level from 0, whether the next paragraph gets the label."""

    style: str | None
    level: int
    labelled: bool


@dataclass(slots=True)
class _Counts:
    """The numbers that lists have reached, by list style."""

    reached: dict[str | None, list[int | None]] = field(default_factory=dict)

    def start(self, style: str | None, level: int) -> None:
        self.reached.setdefault(style, [None] * 10)[level:] = [None] * (10 - level)

    def next(self, style: str | None, level: int, start: int, given: int | None) -> list[int | None]:
        counts = self.reached.setdefault(style, [None] * 10)
        before = counts[level]
        counts[level] = given if given is not None else (start if before is None else before + 1)
        counts[level + 1 :] = [None] * (9 - level)
        return counts


class _Reader:
    def __init__(self, styles: OdtStyles, usual_size: float = 0) -> None:
        self._styles = styles
        self._usual_size = usual_size
        self._counts = _Counts()
        self._in_contents = False

    def blocks(self, parent: ET.Element, depth: int = 0) -> Iterator[Block]:
        """The blocks of a body, a section, a cell or a frame."""
        if depth > _DEEPEST:
            return
        for element in parent:
            if element.tag in _LEFT_OUT:
                continue
            if element.tag in {f"{TEXT}p", f"{TEXT}h"}:
                yield from self._paragraph(element, None, depth)
            elif element.tag == f"{TEXT}list":
                yield from self._list(element, None, 0, depth)
            elif element.tag == f"{TABLE}table":
                yield from self._table(element, depth)
            else:
                outside = self._in_contents
                self._in_contents = outside or element.tag == f"{TEXT}table-of-content"
                yield from self.blocks(element, depth + 1)
                self._in_contents = outside

    # -- paragraphs

    def _paragraph(self, element: ET.Element, place: _Place | None, depth: int) -> Iterator[Block]:
        name = element.get(f"{TEXT}style-name")
        is_heading = element.tag == f"{TEXT}h"
        pieces = list(self._pieces(element, self._styles.of_paragraph(name)))
        texts = [(piece.text, False) for piece in pieces] if is_heading else weighed(pieces)
        contents = self._in_contents or "contents " in self._styles.names(name)
        text = emphasised(without_page_number(texts) if contents else texts)
        if text.strip():
            yield self._block(element, text, place, name)
        for frame in element.iter():
            # A text box of Word's is a shape with words in it.
            if frame.tag in {f"{DRAW}text-box", f"{DRAW}custom-shape"}:
                yield from self.blocks(frame, depth + 1)

    def _block(self, element: ET.Element, text: str, place: _Place | None, name: str | None) -> Block:
        label = self._label(element, place) if place and place.labelled else None
        names = self._styles.names(name)
        if element.tag == f"{TEXT}h":
            level = small(element.get(f"{TEXT}outline-level"), 1)
            caption = label is not None and is_caption(label)
            return Block(BlockKind.HEADING, f"{label} {text}" if caption else text, level=level)
        if label is not None and place is not None:
            if is_caption(label):
                return Block(BlockKind.PARAGRAPH, f"{label} {text}")
            return Block(BlockKind.ITEM, text, level=place.level, marker=label)
        if names.split()[:1] == ["title"] or " title" in f" {names.split(' ', 1)[-1]}":
            return Block(BlockKind.HEADING, text.replace("**", ""), level=1)
        quoted = any(word in names for word in ("quotations", "quote", "sitat", "block text"))
        return Block(BlockKind.QUOTE if quoted else BlockKind.PARAGRAPH, text)

    def _label(self, element: ET.Element, place: _Place) -> str | None:
        place.labelled = False
        style = place.style or self._styles.list_of(element.get(f"{TEXT}style-name"))
        level = self._styles.level(style, place.level)
        if level is None or not level.form:
            return "-"
        numbers = self._counts.next(style, place.level, level.start, None)
        shown = []
        for at in range(max(0, place.level + 1 - level.levels_shown), place.level + 1):
            form = self._styles.level(style, at)
            shown.append(formatted(numbers[at] or 1, form.form if form and form.form else "1"))
        return f"{level.prefix}{'.'.join(shown)}{level.suffix}".strip() or None

    def _pieces(self, element: ET.Element, look: Look, depth: int = 0, *, linked: bool = False) -> Iterator[Piece]:
        yield self._piece(element.text, look, linked=linked)
        for each in element:
            if each.tag not in _LEFT_OUT and not each.tag.startswith(DRAW) and depth < _DEEPEST:
                yield from self._inner(each, look, depth, linked=linked)
            yield self._piece(each.tail, look, linked=linked)

    def _piece(self, text: str | None, look: Look, *, linked: bool) -> Piece:
        """A piece with the text's white space as OpenDocument 1.2 §6.1.2 has it."""
        return Piece(re.sub(r"[ \t\r\n]+", " ", text or ""), look.bold, look.is_apart(self._usual_size) and not linked)

    def _inner(self, element: ET.Element, look: Look, depth: int, *, linked: bool) -> Iterator[Piece]:
        name = element.get(f"{TEXT}style-name")
        if element.tag in _BLANKS:
            yield Piece(_BLANKS[element.tag] * small(element.get(f"{TEXT}c"), 1), look.bold)
        elif element.get(f"{LOEXT}showing-place-holder") == "true":
            return
        elif element.tag != f"{TEXT}span":
            yield from self._pieces(element, look, depth + 1, linked=linked or element.tag == f"{TEXT}a")
        elif not self._styles.is_hidden(name):
            yield from self._pieces(element, self._styles.look("text", name, look), depth + 1, linked=linked)

    # -- lists and tables

    def _list(self, element: ET.Element, style: str | None, level: int, depth: int) -> Iterator[Block]:
        style = element.get(f"{TEXT}style-name") or style
        goes_on = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
        if not goes_on and level == 0:
            self._counts.start(style, 0)
        for item in element:
            if item.tag not in {f"{TEXT}list-item", f"{TEXT}list-header"} or depth > _DEEPEST:
                continue
            if given := item.get(f"{TEXT}start-value"):
                self._counts.next(style, level, 1, small(given, 1) - 1)
            place = _Place(style, level, labelled=item.tag == f"{TEXT}list-item")
            for each in item:
                if each.tag in {f"{TEXT}p", f"{TEXT}h"}:
                    yield from self._paragraph(each, place, depth)
                elif each.tag == f"{TEXT}list":
                    yield from self._list(each, style, min(level + 1, 8), depth + 1)

    def _table(self, table: ET.Element, depth: int) -> Iterator[Block]:
        rows = [list(self._cells(row)) for row in _rows(table)]
        if max((len(row) for row in rows), default=0) <= 1 or table.find(f".//{TABLE}table") is not None:
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell, depth + 1)
            return
        shown: list[list[str]] = []
        spans: dict[int, tuple[int, str]] = {}
        for row in rows:
            texts = [self._cell_text(cell, depth) for cell in row]
            for at, cell in enumerate(row):
                if (span := small(cell.get(f"{TABLE}number-rows-spanned"), 1)) > 1:
                    spans[at] = (span, texts[at])
                if at in spans:
                    # A covered cell says what the one above it says.
                    left, texts[at] = spans.pop(at)
                    spans |= {at: (left - 1, texts[at])} if left > 1 else {}
            shown.append(texts)
        width = max(len(row) for row in shown)
        yield Block(BlockKind.TABLE, rows=tuple(tuple(row + [""] * (width - len(row))) for row in shown))

    def _cells(self, row: ET.Element) -> Iterator[ET.Element]:
        for cell in row:
            if cell.tag in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
                for _ in range(min(small(cell.get(f"{TABLE}number-columns-repeated"), 1), _MOST_REPEATS)):
                    yield cell

    def _cell_text(self, cell: ET.Element, depth: int) -> str:
        blocks = list(self.blocks(cell, depth + 1))
        texts = (f"{each.marker} {each.text}" if each.numbered else each.text for each in blocks)
        return "\n".join(text for text in texts if text)


def _rows(table: ET.Element) -> Iterator[ET.Element]:
    for element in table:
        if element.tag == f"{TABLE}table-row":
            yield element
        elif element.tag in {f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"}:
            yield from _rows(element)
