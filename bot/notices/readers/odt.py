"""LibreOffice's .odt → blocks: OpenDocument 1.2 text, changes accepted, page headers and footers left out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from bot.notices.outline import Block, BlockKind, Outline, plain
from bot.notices.readers.layout import emphasised, settled
from bot.notices.readers.numbering import formatted
from bot.notices.readers.package import Package

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"

_DEEPEST = 40
_MOST_REPEATS = 60
_LEFT_OUT = frozenset(
    {
        f"{_TEXT}tracked-changes",
        f"{_TEXT}note",
        f"{_OFFICE}annotation",
        f"{_OFFICE}forms",
        f"{_TEXT}sequence-decls",
        f"{_TEXT}page-number",
        f"{_TEXT}page-count",
    }
)


def read_odt(raw: bytes, name: str) -> Outline:
    """The outline of an OpenDocument text; BadFileError where it is encrypted, broken or carries macros."""
    package = Package(raw, name, kind="OpenDocument")
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and any(element.tag.endswith("}encryption-data") for element in manifest.iter()):
        raise package.bad("is encrypted; save it without a password")
    if any(member.startswith(("Basic/", "Scripts/")) and not member.endswith("/") for member in package.members):
        raise package.bad("carries macros; save it without them")
    content = package.xml("content.xml")
    body = None if content is None else content.find(f"{_OFFICE}body/{_OFFICE}text")
    if content is None or body is None:
        raise package.bad("is no text document; save the notice as .odt")
    styles = _Styles([root for root in (package.xml("styles.xml"), content) if root is not None])
    blocks = tuple(settled(_Reader(styles).blocks(body)))
    return Outline(blocks, letterhead=_letterhead(package, styles))


def _letterhead(package: Package, styles: "_Styles") -> tuple[str, ...]:
    root = package.xml("styles.xml")
    for header in () if root is None else root.iter(f"{_STYLE}header"):
        blocks = settled(_Reader(styles).blocks(header))
        lines = [plain(line) for block in blocks for line in block.text.split("\n")]
        if lines := [line for line in lines if sum(map(str.isalpha, line)) > 3]:
            return tuple(lines)
    return ()


@dataclass(frozen=True, slots=True)
class _ListLevel:
    """How one level of a list counts; `form` is empty for a bullet."""

    form: str
    prefix: str
    suffix: str
    start: int
    levels_shown: int


class _Styles:
    """The styles of a document, those of its content over those of its template."""

    def __init__(self, roots: list[ET.Element]) -> None:
        self._styles = {
            (s.get(f"{_STYLE}family"), s.get(f"{_STYLE}name")): s for r in roots for s in r.iter(f"{_STYLE}style")
        }
        self._lists = {each.get(f"{_STYLE}name"): each for r in roots for each in r.iter(f"{_TEXT}list-style")}

    def _chain(self, family: str, name: str | None) -> list[ET.Element]:
        chain: list[ET.Element] = []
        while (family, name) in self._styles and len(chain) < 12:
            chain.append(self._styles[family, name])
            name = chain[-1].get(f"{_STYLE}parent-style-name")
        return chain

    def is_bold(self, family: str, name: str | None, *, default: bool = False) -> bool:
        """Whether text of that style is bold."""
        for style in self._chain(family, name):
            weight = style.find(f"{_STYLE}text-properties")
            if weight is not None and (stated := weight.get(f"{_FO}font-weight")):
                return stated == "bold" or (stated.isdigit() and int(stated) >= 600)
        return default

    def is_hidden(self, name: str | None) -> bool:
        """Whether text of that style is not shown."""
        properties = (style.find(f"{_STYLE}text-properties") for style in self._chain("text", name))
        return any(each is not None and each.get(f"{_TEXT}display") == "none" for each in properties)

    def names(self, name: str | None) -> str:
        """The display names of a paragraph's style and those it is based on, in one lower-case text."""
        chain = self._chain("paragraph", name)
        own = [name or ""]
        return " ".join(
            [*own, *(style.get(f"{_STYLE}display-name", style.get(f"{_STYLE}name", "")) for style in chain)]
        ).lower()

    def list_of(self, name: str | None) -> str | None:
        """The list style that a paragraph's style names; None where it names none."""
        chain = self._chain("paragraph", name)
        return next((stated for style in chain if (stated := style.get(f"{_STYLE}list-style-name"))), None)

    def level(self, list_name: str | None, level: int) -> _ListLevel | None:
        """How that level (from 0) of the list counts; None where the document does not say."""
        style = self._lists.get(list_name)
        for each in () if style is None else style:
            if each.get(f"{_TEXT}level") != str(level + 1):
                continue
            is_number = each.tag == f"{_TEXT}list-level-style-number"
            return _ListLevel(
                form=each.get(f"{_STYLE}num-format", "") if is_number else "",
                prefix=each.get(f"{_STYLE}num-prefix", "") if is_number else "",
                suffix=each.get(f"{_STYLE}num-suffix", "") if is_number else "",
                start=_small(each.get(f"{_TEXT}start-value"), 1),
                levels_shown=_small(each.get(f"{_TEXT}display-levels"), 1),
            )
        return None


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
    def __init__(self, styles: _Styles) -> None:
        self._styles = styles
        self._counts = _Counts()

    def blocks(self, parent: ET.Element, depth: int = 0) -> Iterator[Block]:
        """The blocks of a body, a section, a cell or a frame."""
        if depth > _DEEPEST:
            return
        for element in parent:
            if element.tag in _LEFT_OUT:
                continue
            if element.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
                yield from self._paragraph(element, None, depth)
            elif element.tag == f"{_TEXT}list":
                yield from self._list(element, None, 0, depth)
            elif element.tag == f"{_TABLE}table":
                yield from self._table(element, depth)
            else:
                yield from self.blocks(element, depth + 1)

    # -- paragraphs

    def _paragraph(self, element: ET.Element, place: _Place | None, depth: int) -> Iterator[Block]:
        name = element.get(f"{_TEXT}style-name")
        is_heading = element.tag == f"{_TEXT}h"
        bold = self._styles.is_bold("paragraph", name) and not is_heading
        pieces = list(self._pieces(element, bold=bold))
        text = emphasised((piece, weight and not is_heading) for piece, weight in pieces)
        if text.strip():
            yield self._block(element, text, place, name)
        for frame in element.iter():
            # A text box of Word's is a shape with words in it.
            if frame.tag in {f"{_DRAW}text-box", f"{_DRAW}custom-shape"}:
                yield from self.blocks(frame, depth + 1)

    def _block(self, element: ET.Element, text: str, place: _Place | None, name: str | None) -> Block:
        label = self._label(element, place) if place and place.labelled else None
        names = self._styles.names(name)
        if element.tag == f"{_TEXT}h":
            level = _small(element.get(f"{_TEXT}outline-level"), 1)
            caption = label is not None and "/" in label
            return Block(BlockKind.HEADING, f"{label} {text}" if caption else text, level=level)
        if label is not None and place is not None:
            if "/" in label or sum(map(str.isalpha, label)) > 4:
                return Block(BlockKind.PARAGRAPH, f"{label} {text}")
            return Block(BlockKind.ITEM, text, level=place.level, marker=label)
        if names.split()[:1] == ["title"] or " title" in f" {names.split(' ', 1)[-1]}":
            return Block(BlockKind.HEADING, text.replace("**", ""), level=1)
        quoted = any(word in names for word in ("quotations", "quote", "sitat", "block text"))
        return Block(BlockKind.QUOTE if quoted else BlockKind.PARAGRAPH, text)

    def _label(self, element: ET.Element, place: _Place) -> str | None:
        place.labelled = False
        style = place.style or self._styles.list_of(element.get(f"{_TEXT}style-name"))
        level = self._styles.level(style, place.level)
        if level is None or not level.form:
            return "-"
        numbers = self._counts.next(style, place.level, level.start, None)
        shown = []
        for at in range(max(0, place.level + 1 - level.levels_shown), place.level + 1):
            form = self._styles.level(style, at)
            shown.append(formatted(numbers[at] or 1, form.form if form and form.form else "1"))
        return f"{level.prefix}{'.'.join(shown)}{level.suffix}".strip() or None

    def _pieces(self, element: ET.Element, *, bold: bool, depth: int = 0) -> Iterator[tuple[str, bool]]:
        yield element.text or "", bold
        for each in element:
            if each.tag not in _LEFT_OUT and not each.tag.startswith(_DRAW) and depth < _DEEPEST:
                yield from self._inner(each, bold=bold, depth=depth)
            yield each.tail or "", bold

    def _inner(self, element: ET.Element, *, bold: bool, depth: int) -> Iterator[tuple[str, bool]]:
        if element.tag == f"{_TEXT}s":
            yield " " * _small(element.get(f"{_TEXT}c"), 1), bold
        elif element.tag == f"{_TEXT}tab":
            yield "\t", bold
        elif element.tag == f"{_TEXT}line-break":
            yield "\n", bold
        else:
            name = element.get(f"{_TEXT}style-name")
            is_span = element.tag == f"{_TEXT}span"
            if not (is_span and self._styles.is_hidden(name)):
                weight = self._styles.is_bold("text", name, default=bold) if is_span else bold
                yield from self._pieces(element, bold=weight, depth=depth + 1)

    # -- lists and tables

    def _list(self, element: ET.Element, style: str | None, level: int, depth: int) -> Iterator[Block]:
        style = element.get(f"{_TEXT}style-name") or style
        goes_on = element.get(f"{_TEXT}continue-numbering") == "true" or element.get(f"{_TEXT}continue-list")
        if not goes_on and level == 0:
            self._counts.start(style, 0)
        for item in element:
            if item.tag not in {f"{_TEXT}list-item", f"{_TEXT}list-header"} or depth > _DEEPEST:
                continue
            if given := item.get(f"{_TEXT}start-value"):
                self._counts.next(style, level, 1, _small(given, 1) - 1)
            place = _Place(style, level, labelled=item.tag == f"{_TEXT}list-item")
            for each in item:
                if each.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
                    yield from self._paragraph(each, place, depth)
                elif each.tag == f"{_TEXT}list":
                    yield from self._list(each, style, min(level + 1, 8), depth + 1)

    def _table(self, table: ET.Element, depth: int) -> Iterator[Block]:
        rows = [list(self._cells(row)) for row in _rows(table)]
        if max((len(row) for row in rows), default=0) <= 1 or table.find(f".//{_TABLE}table") is not None:
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell, depth + 1)
            return
        shown: list[list[str]] = []
        spans: dict[int, tuple[int, str]] = {}
        for row in rows:
            texts = [self._cell_text(cell, depth) for cell in row]
            for at, cell in enumerate(row):
                if (span := _small(cell.get(f"{_TABLE}number-rows-spanned"), 1)) > 1:
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
            if cell.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                for _ in range(min(_small(cell.get(f"{_TABLE}number-columns-repeated"), 1), _MOST_REPEATS)):
                    yield cell

    def _cell_text(self, cell: ET.Element, depth: int) -> str:
        blocks = list(self.blocks(cell, depth + 1))
        texts = (f"{each.marker} {each.text}" if each.numbered else each.text for each in blocks)
        return "\n".join(text for text in texts if text)


def _rows(table: ET.Element) -> Iterator[ET.Element]:
    for element in table:
        if element.tag == f"{_TABLE}table-row":
            yield element
        elif element.tag in {f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"}:
            yield from _rows(element)


def _small(text: str | None, default: int) -> int:
    return min(int(text), 9999) if text and text.isdigit() else default
