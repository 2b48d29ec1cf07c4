"""A document as DOCX (ISO/IEC 29500): for those who edit it, file it in a system that wants Word, or import it again.

Headings are styles, so that the navigation of Word and LibreOffice shows them; tables have header rows; the language
is the document's own. The same document gives the same bytes: the package's times are its own, not the clock's.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from bot.letters.documents.pdf import png_of
from bot.letters.documents.tree import (
    Block,
    Box,
    Bullets,
    Code,
    Document,
    Facts,
    Heading,
    Mark,
    Numbered,
    Paragraph,
    Picture,
    Quote,
    Run,
    Table,
    Tone,
)

_REGION = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
_INK, _QUIET, _ACCENT, _WARNING = (RGBColor.from_string(each) for each in ("1C2430", "4F5B6B", "1F4E79", "9A2617"))
_SHADE = {
    Mark.DRAFT: ("FBF1EF", "9A2617"),
    Mark.CANCELLED: ("FBF1EF", "9A2617"),
    Mark.CLOSED: ("FDF7E7", "8A6500"),
    Mark.DECISION: ("F3F5F8", "1F4E79"),
    Mark.ASKED: ("F3F5F8", "1F4E79"),
}
_SIZES = {1: 23, 2: 14.5, 3: 11.5, 4: 10.5, 5: 10.5, 6: 10.5}
_AFTER_HYPHENATION = ("w:defaultTabStop", "w:characterSpacingControl", "w:compat", "w:rsids", "w:themeFontLang")
_TEXT_WIDTH = Cm(16)
_LABEL_WIDTH = Cm(2.9)
_LOGO_HEIGHT, _LOGO_WIDTH = Cm(1.5), Cm(8)
_DEEPEST_LIST = 3
# The earliest time that a ZIP file can tell.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def docx_of(document: Document) -> bytes:
    """The document as the bytes of a .docx file."""
    word = docx.Document(BytesIO(_blank()))
    _describe(word, document)
    _set_styles(word, _REGION[document.language])
    _set_page(word, document)
    _Writer(word).document(document)
    written = BytesIO()
    word.save(written)
    return _timeless(written.getvalue())


@cache
def _blank() -> bytes:
    """The package's empty document, read from the disk once."""
    return (Path(docx.__file__).parent / "templates" / "default.docx").read_bytes()


def _timeless(package: bytes) -> bytes:
    """The same package with every entry's time the same."""
    made = BytesIO()
    with ZipFile(BytesIO(package)) as read, ZipFile(made, "w", ZIP_DEFLATED) as write:
        for name in read.namelist():
            entry = ZipInfo(name, _NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            write.writestr(entry, read.read(name))
    return made.getvalue()


def _describe(word: WordDocument, document: Document) -> None:
    about = word.core_properties
    when = document.dated.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about.title, about.author, about.last_modified_by = document.title, document.author, document.author
    about.language = _REGION[document.language]
    about.created = about.modified = when
    about.comments = ""
    about.revision = 1


def _set_styles(word: WordDocument, region: str) -> None:
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:val"), region)
    # Narrow columns would part long Norwegian words anywhere otherwise.
    word.settings.element.insert_element_before(_element("w:autoHyphenation"), *_AFTER_HYPHENATION)
    normal = _style(word, "Normal")
    _font(normal, 10.5, _INK)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    quotation = _style(word, "Quote")
    _font(quotation, 10.5, _INK)
    quotation.paragraph_format.left_indent = Cm(1)
    for level, size in _SIZES.items():
        style = _style(word, f"Heading {level}")
        _font(style, size, _ACCENT if level == 2 else _INK, bold=True)
        style.paragraph_format.space_before = Pt(0 if level == 1 else 20 if level == 2 else 12)
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.keep_with_next = True


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    return cast("ParagraphStyle", word.styles[name])


def _font(style: ParagraphStyle, size: float, color: RGBColor, *, bold: bool = False) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = "Calibri", Pt(size), bold, False
    font.color.rgb = color
    # The template's headings take their face from the theme, which would win over the name.
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for face in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{face}"), "Calibri")


def _set_page(word: WordDocument, document: Document) -> None:
    """A4 with the body's name on top and the page's number below."""
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin, page.bottom_margin = Cm(2.6), Cm(2.4)
    head = page.header.paragraphs[0]
    _small(head, document.running)
    if document.stamp:
        stamp = head.add_run(f"\t{document.stamp}")
        stamp.font.size, stamp.font.bold, stamp.font.color.rgb = Pt(8.5), True, _WARNING
    foot = page.footer.paragraphs[0]
    _small(foot, f"{document.author}\t")
    _page_number(foot, document.page)
    for line in (head, foot):
        line.paragraph_format.tab_stops.clear_all()
        line.paragraph_format.tab_stops.add_tab_stop(_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _small(line: WordParagraph, text: str) -> None:
    line.style = "Normal"
    run = line.add_run(text)
    run.font.size, run.font.color.rgb = Pt(8.5), _QUIET


def _page_number(line: WordParagraph, pattern: str) -> None:
    """The pattern with fields in the place of its two numbers."""
    before, _, rest = pattern.partition("{page}")
    between, _, after = rest.partition("{pages}")
    _small(line, before)
    _field(line, "PAGE")
    _small(line, between)
    _field(line, "NUMPAGES")
    _small(line, after)


def _field(line: WordParagraph, code: str) -> None:
    parts = (
        _element("w:fldChar", fldCharType="begin"),
        _element("w:instrText", text=code),
        _element("w:fldChar", fldCharType="separate"),
        _element("w:t", text="1"),
        _element("w:fldChar", fldCharType="end"),
    )
    for part in parts:
        run = line.add_run()
        run.font.size, run.font.color.rgb = Pt(8.5), _QUIET
        run._r.append(part)  # noqa: SLF001 - the library has no fields


def _element(tag: str, /, text: str | None = None, **values: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    if text is not None:
        element.text = text
    return element


class _Writer:
    """Adds blocks at the end of a document. `mark` is that of the box that is being filled, `depth` the list's."""

    def __init__(self, word: WordDocument) -> None:
        self._word = word
        self._mark: Mark | None = None
        self._depth = 0
        self._quoted = False

    def document(self, document: Document) -> None:
        if document.logo is not None:
            self._logo(document.logo)
        if document.eyebrow:
            _small(self._word.add_paragraph(), document.eyebrow)
        self._word.add_heading(document.heading, 1)
        subtitle = self._word.add_paragraph().add_run(document.subtitle)
        subtitle.font.size = Pt(13)
        self._blocks(document.blocks)

    def _logo(self, picture: Picture) -> None:
        """The logo with its text, at the size that the PDF gives it; Word takes no SVG by itself."""
        shown = self._word.add_picture(BytesIO(png_of(picture)), height=_LOGO_HEIGHT)
        if shown.width > _LOGO_WIDTH:
            shown.height, shown.width = Emu(int(shown.height * _LOGO_WIDTH / shown.width)), _LOGO_WIDTH
        shown._inline.docPr.set("descr", picture.text)  # noqa: SLF001 - the library has no alternative texts
        self._word.paragraphs[-1].paragraph_format.space_after = Pt(12)

    def _blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Heading(level, runs):
                _write(self._word.add_heading(level=level), runs)
            case Paragraph(runs, tone):
                self._paragraph(runs, tone)
            case Bullets(items):
                self._list("List Bullet", items)
            case Numbered(items):
                self._numbered(items)
            case Quote(blocks):
                self._quoted = True
                self._blocks(blocks)
                self._quoted = False
            case Code(code):
                _write(self._shaded(self._word.add_paragraph()), (Run(code, code=True),))
            case Table():
                self._table(block)
            case Facts(rows):
                self._facts(rows)
            case Box(mark, blocks):
                self._mark = mark
                self._blocks(blocks)
                self._mark = None
                self._gap(6)

    def _paragraph(self, runs: Sequence[Run], tone: Tone) -> None:
        # By its style, and not by its looks alone, a quotation is one for those who hear it or read it by a program.
        line = self._shaded(self._word.add_paragraph(style="Quote" if self._quoted else None))
        _write(line, runs, bold=tone is Tone.RESULT)
        for run in line.runs:
            if tone is Tone.FINE:
                run.font.size, run.font.color.rgb = Pt(9.5), _QUIET
        if tone is Tone.RESULT:
            line.paragraph_format.keep_with_next = True

    def _shaded(self, line: WordParagraph) -> WordParagraph:
        """The line with the shade and the bar of the box that it stands in, if it stands in one."""
        if self._mark is not None:
            shade, bar = _SHADE[self._mark]
            properties = line._p.get_or_add_pPr()  # noqa: SLF001 - the library has no paragraph borders
            borders = _element("w:pBdr")
            borders.append(_element("w:left", val="single", sz="24", space="8", color=bar))
            properties.insert_element_before(borders, *_AFTER_BORDERS)
            properties.insert_element_before(_element("w:shd", val="clear", color="auto", fill=shade), *_AFTER_SHADE)
        return line

    def _list(self, style: str, items: Iterable[Sequence[Block]], numbers: Sequence[int] = ()) -> None:
        self._depth += 1
        suffix = "" if self._depth == 1 else f" {min(self._depth, _DEEPEST_LIST)}"
        started = _starts(numbers)
        for place, item in enumerate(items):
            first, *rest = item or (Paragraph(()),)
            line = self._shaded(self._word.add_paragraph(style=style + suffix))
            if place in started:
                number = self._new_numbering(style + suffix, numbers[place])
            if numbers:
                _set_numbering(line, number)
            runs, rest = (first.runs, rest) if isinstance(first, Paragraph) else ((), [first, *rest])
            _write(line, runs)
            self._blocks(rest)
        self._depth -= 1

    def _numbered(self, items: Sequence[tuple[int, tuple[Block, ...]]]) -> None:
        self._list("List Number", [blocks for _, blocks in items], [number for number, _ in items])

    def _new_numbering(self, style: str, start: int) -> int:
        """A numbering of its own that begins at `start`; without it Word goes on from the list before."""
        numbering = self._word.part.numbering_part.element
        own = _style(self._word, style).element.pPr.numPr.numId.val
        abstract = next(num for num in numbering.num_lst if num.numId == own).abstractNumId.val
        added = numbering.add_num(abstract)
        added.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(added.numId)

    def _facts(self, rows: Iterable[tuple[str, Sequence[Run]]]) -> None:
        for label, runs in rows:
            line = self._word.add_paragraph()
            line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = _LABEL_WIDTH, -_LABEL_WIDTH
            line.paragraph_format.space_after = Pt(1)
            line.paragraph_format.tab_stops.add_tab_stop(_LABEL_WIDTH)
            line.add_run(f"{label}:\t").font.color.rgb = _QUIET
            _write(line, runs)
        self._gap(6)

    def _table(self, table: Table) -> None:
        made = self._word.add_table(rows=0, cols=len(table.head))
        made.autofit = False
        _rule(made._tbl)  # noqa: SLF001 - the library has no borders
        if table.caption:
            made._tbl.tblPr.append(_element("w:tblCaption", val=table.caption))  # noqa: SLF001
        share = _TEXT_WIDTH / sum(table.weights)
        widths = [int(weight * share) for weight in table.weights]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Emu(width)
        head = tuple((Run(title, bold=True),) for title in table.head)
        for place, row in enumerate((head, *table.rows)):
            added = made.add_row()
            properties = added._tr.get_or_add_trPr()  # noqa: SLF001
            properties.append(_element("w:cantSplit"))
            if place == 0:
                properties.append(_element("w:tblHeader"))
            for cell, runs, width, number in zip(added.cells, row, widths, table.numeric, strict=True):
                _fill(cell, runs, width)
                if number:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._gap(4)

    def _gap(self, points: float) -> None:
        """Room after a block whose last line cannot carry it."""
        line = self._word.add_paragraph().paragraph_format
        line.space_after, line.line_spacing = Pt(0), Pt(points)


# What must follow borders and shading within a paragraph's properties (the schema's sequence).
_AFTER_SHADE = ("w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
_AFTER_BORDERS = ("w:shd", *_AFTER_SHADE)


def _write(line: WordParagraph, runs: Iterable[Run], *, bold: bool = False) -> None:
    for run in runs:
        added = line.add_run(run.text)
        added.bold = True if bold or run.bold else None
        added.italic = True if run.italic else None
        added.font.strike = True if run.struck else None
        if run.code:
            added.font.name = "Consolas"


def _fill(cell: _Cell, runs: Sequence[Run], width: int) -> None:
    cell.width = Emu(width)
    line = cell.paragraphs[0]
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
    line.paragraph_format.line_spacing = 1
    _write(line, runs)
    for run in line.runs:
        run.font.size = Pt(9.5)


def _rule(table: BaseOxmlElement) -> None:
    """Thin lines between the rows and under the last, none upright; text that begins where paragraphs do."""
    borders = _element("w:tblBorders")
    for side in ("w:bottom", "w:insideH"):
        borders.append(_element(side, val="single", sz="4", space="0", color="C9D0D9"))
    margins = _element("w:tblCellMar")
    margins.append(_element("w:left", w="0", type="dxa"))
    margins.append(_element("w:right", w="100", type="dxa"))
    for part in (borders, margins):
        table.tblPr.insert_element_before(part, "w:tblLook", "w:tblCaption")


def _starts(numbers: Sequence[int]) -> frozenset[int]:
    """The places at which the numbers do not simply go on."""
    return frozenset(place for place, number in enumerate(numbers) if place == 0 or number != numbers[place - 1] + 1)


def _set_numbering(line: WordParagraph, number: int) -> None:
    line._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number  # noqa: SLF001
