"""HTML to the lines that its reader sees, each with what the client says of it by its elements."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple
from unicodedata import category

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.reading.charsets import visible
from bot.reading.own_words.cells import cells_of, is_form, may_hold_marks, table_of
from bot.reading.own_words.elements import Element, css_of, element_of, hides
from bot.reading.own_words.lines import MAX_LINES, OVERFLOW, Flag, Lines

LARGE: Final = 100_000
MAX_NESTING: Final = 5_000
# Nobody asks how deep a line is quoted beyond the first few times.
MOST_MARKS: Final = 20
_TAG = re.compile(r"<(/?)(?!br\b|hr\b|img\b|meta\b|link\b|input\b|col\b|wbr\b)[a-z]", re.IGNORECASE)
# Looking into an element costs its whole length, and they may be nested.
MAX_HEADERS: Final = 20
# No client has more between an item and the list below it than white space.
MAX_BETWEEN: Final = 4
_HEADER_LABELS = re.compile(r"(?:^|\n)[^\n:]{2,14}:", re.MULTILINE)
_SHEET = re.compile(r"<[sS][tT][yY][lL][eE]")
# The text is normalised: characters that cannot be seen come only from entities other than these.
_USUAL_ENTITIES: Final = (
    "&nbsp;",
    "&amp;",
    "&lt;",
    "&gt;",
    "&quot;",
    "&aring;",
    "&oslash;",
    "&aelig;",
    "&laquo;",
    "&raquo;",
)


class _Style(NamedTuple):
    """What holds inside an element."""

    depth: int = 0
    flag: Flag = Flag.NONE
    preformatted: bool = False
    tiny: bool = False


class _Writer:
    """Collects text into lines; a line takes the depth and the flag of where it began."""

    def __init__(self, hidden: Collection[str] = (), *, odd: bool = False) -> None:
        self.texts: list[str] = []
        self.flags: dict[int, Flag] = {}
        # Selectors of the page's style sheets for what is not shown.
        self.hidden = hidden
        self.headers_sought = 0
        # Whether a table is one whose columns tell what is ticked; None where the page has no such tables.
        self.forms: dict[int, bool] | None = None
        self.odd = odd
        self._pieces: list[str] = []
        self._style = _Style()

    def write(self, text: str, style: _Style) -> None:
        """Adds text as it stands in the source."""
        if style.tiny:
            return
        if self.odd:
            text = visible(text)
        if not style.preformatted or "\n" not in text:
            self.text(text, style)
            return
        first, *rest = text.split("\n")
        self.text(first, style)
        for each in rest:
            self.end()
            self.text(each, style)

    def text(self, text: str, style: _Style) -> None:
        """Adds text to the line in hand."""
        if not self._pieces:
            if text.isspace() and "\u00a0" not in text:
                # White space between elements is the source's, not the page's.
                return
            self._style = style
        elif style.depth != self._style.depth:
            self.end()
            self._style = style
        self._pieces.append(text)

    def end(self) -> None:
        """Ends the line in hand, if there is any."""
        pieces = self._pieces
        if pieces:
            text = "".join(pieces) if len(pieces) > 1 else pieces[0]
            self._add(" ".join(text.split()), self._style.depth, self._style.flag)
            pieces.clear()

    def _add(self, text: str, depth: int, flag: Flag) -> None:
        """Adds a line; HCL Notes and gateways that turn plain text into HTML have kept the marks in its text."""
        if flag:
            self.flags[len(self.texts)] = flag
        self.texts.append(">" * min(depth, MOST_MARKS) + text if depth else text)

    def row(self, cells: Sequence[str], style: _Style) -> None:
        """A row of a form as one line, its cells parted by tabs."""
        self.end()
        self._add("\t".join(cells).rstrip(), style.depth, style.flag)

    def blank(self, style: _Style) -> None:
        """An empty line below the last one, never two of them."""
        if self.texts and self.texts[-1].strip("> "):
            self._add("", style.depth, style.flag)

    def mark(self, flag: Flag, style: _Style) -> None:
        """An empty line that says something of those that follow."""
        self.end()
        self._add("", style.depth, flag)


def html_lines(html: str) -> Lines:
    """The lines that a reader of the HTML sees; hidden and struck out text is nobody's words."""
    if is_too_deep(html):
        return Lines([OVERFLOW])
    page = LexborHTMLParser(html)
    body = page.body
    hidden = _hidden_selectors(page) if _SHEET.search(html, 0, LARGE) else ()
    writer = _Writer(hidden, odd=_has_odd_entities(html))
    writer.forms = {} if may_hold_marks(html) else None
    if body is not None:
        _walk(body, writer)
    return Lines(writer.texts, writer.flags)


def _has_odd_entities(html: str) -> bool:
    found = html.count("&")
    return found > 0 and found > sum(map(html.count, _USUAL_ENTITIES))


_SELECTOR = re.compile(r"[a-z0-9]{0,20}([.#][\w-]{1,200})", re.IGNORECASE)
MAX_SHEETS: Final = 10


def _hidden_selectors(page: LexborHTMLParser) -> frozenset[str]:
    """The classes and ids, as `.name` and `#name`, that a style sheet of the page says are not shown.

    Rules for some screens only (`@media`) say nothing of what the others see, and what follows them is not read.
    """
    sheets = (each.text() for each in islice(page.css("style"), MAX_SHEETS))
    return frozenset(name for sheet in sheets for name in _hidden_in(sheet[:LARGE].partition("@media")[0]))


def _hidden_in(sheet: str) -> Iterator[str]:
    for rule in sheet.split("}"):
        selectors, _, declared = rule.partition("{")
        if declared and hides(css_of(declared)):
            simple = (_SELECTOR.fullmatch(each.strip()) for each in selectors.split(","))
            yield from (each[1] for each in simple if each)


def is_too_deep(html: str) -> bool:
    """Whether elements are nested so deep that the parser, which looks for open ones, takes quadratic time."""
    if html.count("<") <= MAX_NESTING:
        return False
    depth = deepest = 0
    for closing in _TAG.findall(html):
        depth += -1 if closing else 1
        deepest = max(deepest, depth)
    return deepest > MAX_NESTING


def _walk(body: LexborNode, writer: _Writer) -> None:
    """Depth first without recursion: a mail may nest its elements as deep as it likes."""
    stack: list[tuple[LexborNode, Element, _Style]] = []
    node, style = body.first_child, _Style()
    while node is not None:
        if len(writer.texts) > MAX_LINES:
            writer.texts.append(OVERFLOW)
            return
        tag = node.tag or ""
        if tag == "-text":
            writer.write(node.text_content or "", style)
        elif tag == "br":
            writer.text("", style)
            writer.end()
        elif tag == "tr" and writer.forms is not None and (cells := _form_row(node, writer)):
            writer.row(cells, style)
        else:
            attributes = node.attributes
            element = element_of(tag, attributes)
            if element.is_shown and not (writer.hidden and _is_hidden(attributes, writer)):
                _enter(node, element, style, writer)
                if tag == "img" and (sign := _sign(attributes)):
                    writer.text(sign, style)
                child = node.first_child
                if child:
                    stack.append((node, element, style))
                    node, style = child, _inside(element, style) if element.changes_style else style
                    continue
                _leave(element, style, writer)
        following = node.next
        while following is None and stack:
            node, element, style = stack.pop()
            _leave(element, style, writer)
            following = node.next
        node = following
    writer.end()


def _form_row(row: LexborNode, writer: _Writer) -> list[str]:
    """The texts of a row's cells where its table is a form, an empty one for each column more that a cell spans."""
    table = table_of(row)
    if table is None or writer.forms is None:
        return []
    if table.mem_id not in writer.forms:
        writer.forms[table.mem_id] = len(writer.forms) < MAX_FORMS and is_form(table)
    if not writer.forms[table.mem_id]:
        return []
    texts: list[str] = []
    for cell, columns in cells_of(row):
        inside = _Writer(writer.hidden, odd=writer.odd)
        _walk(cell, inside)
        texts.extend((" ".join(filter(None, inside.texts)), *[""] * (columns - 1)))
    return texts


MAX_FORMS: Final = 20


LONGEST_SIGN: Final = 8


def _sign(image: dict[str, str | None]) -> str:
    """The emoji that the picture shows, which Gmail and others put for one; empty for any other picture."""
    told = (image.get("data-emoji") or image.get("alt") or "").strip()
    return told if len(told) <= LONGEST_SIGN and any(category(each) == "So" for each in told) else ""


def _is_hidden(attributes: dict[str, str | None], writer: _Writer) -> bool:
    names = (attributes.get("class") or "").split()
    return any(f".{each}" in writer.hidden for each in names) or f"#{attributes.get('id')}" in writer.hidden


def _enter(node: LexborNode, element: Element, style: _Style, writer: _Writer) -> None:
    if element.is_block:
        writer.end()
        if element.tag == "li":
            writer.text(_bullet(node), style)
        elif element.has_header and writer.headers_sought < MAX_HEADERS:
            writer.headers_sought += 1
            if _is_header(node):
                writer.mark(Flag.CUT, style)
    for _ in range(element.cuts):
        writer.mark(Flag.CUT, style)


def _is_header(node: LexborNode) -> bool:
    """Whether the element holds a quoted header and is no frame of the sender's own: `Fra: … Sendt: … Til: …`."""
    text = node.text(separator="\n", strip=True)[:600]
    return len(_HEADER_LABELS.findall(text)) >= 3


def _bullet(item: LexborNode) -> str:
    """The item's number, with that of the item that its list stands in: «1. » below «2. » is no first case."""
    number = _number(item)
    outer = _outer(item) if number else None
    return f"{_number(outer) if outer is not None else ''}{number} " if number else "- "


def _number(item: LexborNode) -> str:
    parent = item.parent
    if parent is None or parent.tag != "ol":
        return ""
    start = (item.attributes.get("value") or parent.attributes.get("start") or "1")[:6]
    number = int(start) if start.isdecimal() else 1
    return f"{number + (0 if item.attributes.get('value') else _items_before(item))}."


def _outer(item: LexborNode) -> LexborNode | None:
    """The item in which the item's list stands, or below which, as Outlook nests lists; None where it stands alone."""
    listed = item.parent
    around = listed.parent if listed is not None else None
    if listed is None or around is None or around.tag == "li":
        return around
    node = listed.prev if around.tag in {"ol", "ul"} else None
    for _ in range(MAX_BETWEEN):
        if node is None or node.tag == "li":
            break
        node = node.prev
    return node if node is not None and node.tag == "li" else None


def _items_before(item: LexborNode) -> int:
    """How many items stand before it; a list of more than a hundred has no cases in it."""
    count, node = 0, item.prev
    while node is not None and count < 100:
        count += node.tag == "li"
        node = node.prev
    return count


def _inside(element: Element, style: _Style) -> _Style:
    return _Style(
        style.depth + element.depth,
        style.flag if element.flag is None else element.flag,
        style.preformatted or element.preformatted,
        style.tiny if element.tiny is None else element.tiny,
    )


def _leave(element: Element, style: _Style, writer: _Writer) -> None:
    if element.is_cell:
        writer.text(" ", style)
    elif element.is_block:
        writer.end()
        if element.ends_paragraph:
            writer.blank(style)
