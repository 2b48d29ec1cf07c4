"""HTML to lines: what a client says by its elements about quotes, attributions and signatures, and what is shown."""

import re
from collections.abc import Collection, Iterator
from html import unescape
from itertools import islice
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.reading.charsets import visible
from bot.reading.own_words.lines import MAX_LINES, OVERFLOW, Flag, Line, Lines, plain_line
from bot.reading.own_words.wordlists import words

_INVISIBLE: Final = words(
    """head style script title template noscript object select textarea del s strike datalist iframe noframes audio
    video canvas"""
)
_BLOCKS: Final = words(
    """address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr
    li main nav ol p pre section table tbody tfoot thead tr ul"""
)
_CELLS: Final = frozenset({"td", "th"})
_HIDDEN = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|mso-hide:all|line-through|(?<![\w-])color:transparent"
    r"|opacity:0*\.?0*(?:[;!}]|$)|text-indent:-\d{3}|(?<![\w-])(?:max-)?(?:height|width):0(?:px|pt)?[;!].*overflow:hidden"
    r"|overflow:hidden.*(?<![\w-])(?:max-)?(?:height|width):0(?:px|pt)?(?:[;!]|$)"
)
_SIZE = re.compile(r"(?:font-size:|(?<![\w-])font:(?:[a-z]+\s?){0,3})(?P<size>\d*\.?\d+)?(?P<unit>[a-z%]*)")
# A point or less is drawn, and read by nobody.
LEAST_SIZE: Final = 1.0
_UNWRITTEN = re.compile(r"/\*.*?\*/|\s+", re.DOTALL)
_INDENT = re.compile(r"border(?:-[a-z]+)?:(?:none|0)")
# Proton's and Tutanota's stand around a blockquote, which is what they quote: answers are written before and after it.
_QUOTE_CLASSES: Final = ("wmquote", "crm_quote")
_BLOCKQUOTE_CLASSES: Final = ("gmail_quote", "protonmail_quote", "tutanota_quote")
_ATTRIBUTIONS: Final = ("gmail_attr", "moz-cite-prefix", "moz-email-headers-table", "OutlookMessageHeader")
_SIGNATURES: Final = ("gmail_signature", "moz-signature", "protonmail_signature_block", "tutanota_signature")
_SIGNATURE_IDS: Final = (
    "Signature",
    "ms-outlook-mobile-signature",
    "ms-outlook-ios-signature",
    "composer_signature",
    "AppleMailSignature",
    "lineBreakAtBeginningOfSignature",
)
_SPACES = re.compile(r"[ \n\t\r\f\u00a0]+")
# Outlook's own line above a quoted header: a top border and nothing else.
_TOP_BORDER = re.compile(r"border-top:(?:solid|1pt|1px|\.5pt|#)")
MAX_NESTING: Final = 5_000
_TAG = re.compile(r"<(/?)(?!br\b|hr\b|img\b|meta\b|link\b|input\b|col\b|wbr\b)[a-z]", re.IGNORECASE)
# Looking into an element costs its whole length, and they may be nested.
MAX_HEADERS: Final = 20
_HEADER_LABELS = re.compile(r"(?:^|\n)[^\n:]{2,14}:", re.MULTILINE)


class _Style(NamedTuple):
    """What holds inside an element."""

    depth: int = 0
    flag: Flag = Flag.NONE
    preformatted: bool = False
    tiny: bool = False


class _Writer:
    """Collects text into lines; a line takes the depth and the flag of where it began."""

    def __init__(self, hidden: Collection[str] = ()) -> None:
        self.lines: list[Line] = []
        # Selectors of the page's style sheets for what is not shown.
        self.hidden = hidden
        self.headers_sought = 0
        self._pieces: list[str] = []
        self._style = _Style()

    def text(self, text: str, style: _Style) -> None:
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
        if self._pieces:
            words = _SPACES.sub(" ", "".join(self._pieces)).strip()
            # HCL Notes and gateways that turn plain text into HTML keep its marks.
            marked = plain_line(words)
            self.lines.append(Line(marked.text, self._style.depth + marked.depth, self._style.flag))
            self._pieces = []

    def blank(self, style: _Style) -> None:
        """An empty line, never two of them."""
        self.end()
        if self.lines and self.lines[-1].text:
            self.lines.append(Line("", style.depth, style.flag))

    def mark(self, flag: Flag, style: _Style) -> None:
        self.end()
        self.lines.append(Line("", style.depth, flag))


def html_lines(html: str) -> Lines:
    """The lines that a reader of the HTML sees; hidden and struck out text is nobody's words."""
    if _is_too_deep(html):
        return Lines([OVERFLOW])
    page = LexborHTMLParser(html)
    body = page.body
    writer = _Writer(_hidden_selectors(page) if "<style" in html[:LARGE].lower() else ())
    if body is not None:
        _walk(body, writer)
    return Lines([*writer.lines])


_SELECTOR = re.compile(r"[a-z0-9]{0,20}([.#][\w-]{1,200})", re.IGNORECASE)
LONGEST_STYLE: Final = 2_000


def _hidden_selectors(page: LexborHTMLParser) -> frozenset[str]:
    """The classes and ids, as `.name` and `#name`, that a style sheet of the page says are not shown.

    Rules for some screens only (`@media`) say nothing of what the others see, and what follows them is not read.
    """
    sheets = (each.text() for each in islice(page.css("style"), MAX_SHEETS))
    return frozenset(name for sheet in sheets for name in _hidden_in(sheet[:LARGE].partition("@media")[0]))


def _hidden_in(sheet: str) -> Iterator[str]:
    for rule in sheet.split("}"):
        selectors, _, declared = rule.partition("{")
        if declared and _HIDDEN.search(_UNWRITTEN.sub("", declared[:LONGEST_STYLE]).lower()):
            simple = (_SELECTOR.fullmatch(each.strip()) for each in selectors.split(","))
            yield from (each[1] for each in simple if each)


MAX_SHEETS: Final = 10
_HIDING: Final = (
    *("<s>", "<s ", "<del", "<strike", "line-through", "display:none", "display: none", "visibility", "mso-hide"),
    *(" hidden>", " hidden ", " hidden=", "font-size:0", "font-size: 0", "font-size:1p", "font-size: 1p", "font:0"),
    *("opacity:", "transparent", "overflow:", "text-indent:-", "text-indent: -", "<iframe", "<canvas", "<datalist"),
    # Outlook's signature: nothing in the plain form tells it from words.
    *('id="signature"', "id=signature"),
)
# Outlook on the web hides its own style sheet once more.
_HIDDEN_STYLE: Final = '<style type="text/css" style="display:none;">'


def knows_better(html: str) -> bool:
    """Whether it marks text as struck out, not shown or a signature, which plain text cannot."""
    low = html.lower().replace(_HIDDEN_STYLE, "")
    return any(map(low.__contains__, _HIDING))


_ANY_TAG = re.compile(r"<[^<>]*>")
LARGE: Final = 100_000


def stripped_text(html: str) -> str:
    """All text of the body, got without taking the HTML apart: what a browser shows only where the HTML is sound.

    Empty for what is large, where it would be no cheaper.
    """
    if len(html) > LARGE:
        return ""
    body = html[max(html.find("<body"), 0) :]
    return unescape(_ANY_TAG.sub("", body))


def shown_text(html: str) -> str:
    """All text of the body without its structure; hidden text too."""
    body = None if _is_too_deep(html) else LexborHTMLParser(html).body
    return body.text(separator="\n") if body is not None else ""


def _is_too_deep(html: str) -> bool:
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
    stack: list[tuple[LexborNode, _Style]] = []
    node, style = body.first_child, _Style()
    while node is not None:
        if len(writer.lines) > MAX_LINES:
            writer.lines.append(OVERFLOW)
            return
        inner = _entered(node, style, writer)
        child = node.first_child if inner else None
        if inner and child:
            stack.append((node, style))
            node, style = child, inner
            continue
        if inner:
            _left(node, style, writer)
        following = node.next
        while following is None and stack:
            node, style = stack.pop()
            _left(node, style, writer)
            following = node.next
        node = following
    writer.end()


def _entered(node: LexborNode, style: _Style, writer: _Writer) -> _Style | None:
    """The style inside the element; None where nothing of it is shown."""
    tag = node.tag or ""
    if tag == "-text":
        _write(node.text_content or "", style, writer)
        return None
    if tag in _INVISIBLE or tag.startswith("-") or tag == "!doctype":
        return None
    if tag == "br":
        writer.text("", style)
        writer.end()
        return None
    attributes = node.attributes
    css = _UNWRITTEN.sub("", (attributes.get("style") or "")[:LONGEST_STYLE]).lower()
    if (css and _HIDDEN.search(css)) or "hidden" in attributes or (writer.hidden and _is_hidden(attributes, writer)):
        return None
    if tag in _BLOCKS:
        writer.end()
        _open_block(node, tag, css, style, writer)
    return _inside(tag, attributes, css, style, writer)


def _is_hidden(attributes: dict[str, str | None], writer: _Writer) -> bool:
    names = (attributes.get("class") or "").split()
    return any(f".{each}" in writer.hidden for each in names) or f"#{attributes.get('id')}" in writer.hidden


def _is_tiny(css: str, *, inherited: bool) -> bool:
    """Whether the element's text is too small to be seen; a size of its own counts more than what it stands in."""
    declared = list(_SIZE.finditer(css))
    if not declared:
        return inherited
    found = declared[-1]
    if found["size"] is None:
        return False
    size = float(found["size"])
    return size <= LEAST_SIZE if found["unit"] in {"px", "pt"} else size == 0


def _write(text: str, style: _Style, writer: _Writer) -> None:
    if style.tiny:
        return
    text = visible(text)
    if not style.preformatted:
        writer.text(text, style)
        return
    first, *rest = text.split("\n")
    writer.text(first, style)
    for each in rest:
        writer.end()
        writer.text(each, style)


def _open_block(node: LexborNode, tag: str, css: str, style: _Style, writer: _Writer) -> None:
    if tag == "li":
        writer.text(_bullet(node), style)
    elif tag == "div" and writer.headers_sought < MAX_HEADERS and _TOP_BORDER.search(css):
        writer.headers_sought += 1
        if _is_header(node):
            writer.mark(Flag.CUT, style)


def _is_header(node: LexborNode) -> bool:
    """Whether the element holds a quoted header and is no frame of the sender's own: `Fra: … Sendt: … Til: …`."""
    text = node.text(separator="\n", strip=True)[:600]
    return len(_HEADER_LABELS.findall(text)) >= 3


def _bullet(item: LexborNode) -> str:
    parent = item.parent
    if parent is None or parent.tag != "ol":
        return "- "
    start = (item.attributes.get("value") or parent.attributes.get("start") or "1")[:6]
    number = int(start) if start.isdecimal() else 1
    return f"{number + (0 if item.attributes.get('value') else _items_before(item))}. "


def _items_before(item: LexborNode) -> int:
    """How many items stand before it; a list of more than a hundred has no cases in it."""
    count, node = 0, item.prev
    while node is not None and count < 100:
        count += node.tag == "li"
        node = node.prev
    return count


def _inside(tag: str, attributes: dict[str, str | None], css: str, style: _Style, writer: _Writer) -> _Style | None:
    depth, flag, preformatted, tiny = style
    if "font" in css:
        tiny = _is_tiny(css, inherited=tiny)
    if tag == "a" and "?" in (href := attributes.get("href") or "") and href.lower().startswith("mailto:"):
        # A button of our own letters: it has the answer in it, and nobody pressed it.
        return None
    if tag == "blockquote":
        cited = attributes.get("type") == "cite" or "cite" in attributes or "border-left" in css
        names = attributes.get("class") or ""
        depth += cited or any(each in names for each in _BLOCKQUOTE_CLASSES) or not _INDENT.search(css)
    elif tag == "pre" or "white-space:pre" in css:
        preformatted = True
    names = attributes.get("class") or ""
    if names:
        depth += tag != "blockquote" and any(each in names for each in _QUOTE_CLASSES)
        flag = _flag_of(names, flag)
        if "yahoo_quoted" in names:
            writer.mark(Flag.CUT, style)
    ident = attributes.get("id") or ""
    marker = attributes.get("data-marker") or ""
    if ident or marker:
        if ident.endswith("divRplyFwdMsg") or marker in {"__DIVIDER__", "__HEADERS__", "__QUOTED_TEXT__"}:
            writer.mark(Flag.CUT, style)
        elif ident.endswith(_SIGNATURE_IDS) or marker.startswith("__SIG"):
            flag = Flag.SIGNATURE
    inner = _Style(depth, flag, preformatted, tiny)
    return style if inner == style else inner


def _flag_of(names: str, flag: Flag) -> Flag:
    if any(each in names for each in _ATTRIBUTIONS):
        return Flag.ATTRIBUTION
    return Flag.SIGNATURE if any(each in names for each in _SIGNATURES) else flag


def _left(node: LexborNode, style: _Style, writer: _Writer) -> None:
    tag = node.tag
    if tag in _CELLS:
        writer.text(" ", style)
    elif tag in _BLOCKS:
        writer.end()
        if tag == "p" and "Mso" not in (node.attributes.get("class") or ""):
            writer.blank(style)
