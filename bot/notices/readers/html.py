"""HTML of a mail → blocks: what a mail program shows, styles and scripts left out."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.notices.outline import Block, BlockKind
from bot.notices.readers.layout import emphasised, settled

_DEEPEST = 120
_LEFT_OUT = frozenset({"style", "script", "head", "title", "template", "noscript", "svg", "-comment", "_comment"})
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "header", "footer", "main", "center", "address", "pre", "form", "fieldset"}
    | {"tr", "td", "th", "tbody", "thead", "dl", "dt", "dd", "hr"}
)
_HEADING = re.compile(r"h([1-6])")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_LIGHT = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)


def html_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a page of HTML."""
    root = LexborHTMLParser(text).body
    return () if root is None else tuple(settled(_Walk().read(root)))


class _Walk:
    """Reads a tree in order; text is gathered until a block begins or ends."""

    def __init__(self) -> None:
        self._pieces: list[tuple[str, bool]] = []
        self._lists: list[tuple[bool, int]] = []
        self._quotes = 0
        self._marker: str | None = None

    def read(self, node: LexborNode) -> Iterator[Block]:
        """The blocks of a node."""
        yield from self._children(node, bold=False, depth=0)
        yield from self._flush()

    def _children(self, node: LexborNode, *, bold: bool, depth: int) -> Iterator[Block]:
        if depth > _DEEPEST:
            self._pieces.append((node.text(deep=True), bold))
            return
        for child in node.iter(include_text=True):
            yield from self._node(child, bold=bold, depth=depth)

    def _node(self, node: LexborNode, *, bold: bool, depth: int) -> Iterator[Block]:
        tag, style = node.tag or "", (node.attributes or {}).get("style") or ""
        if tag == "-text":
            self._pieces.append((re.sub(r"\s+", " ", node.text_content or ""), bold))
        elif tag == "br":
            self._pieces.append(("\n", bold))
        elif tag in _LEFT_OUT or _HIDDEN.search(style):
            return
        elif tag == "table":
            yield from self._flush()
            yield from self._table(node, bold=bold, depth=depth)
        elif tag in {"ol", "ul", "li", "blockquote"} or _HEADING.fullmatch(tag):
            yield from self._flush()
            yield from self._structured(node, tag, bold=bold, depth=depth)
        else:
            heavy = (bold or tag in {"b", "strong"} or bool(_HEAVY.search(style))) and not _LIGHT.search(style)
            yield from self._plain(node, tag, bold=heavy, depth=depth)

    def _plain(self, node: LexborNode, tag: str, *, bold: bool, depth: int) -> Iterator[Block]:
        if tag in _BLOCKS:
            yield from self._flush()
        yield from self._children(node, bold=bold, depth=depth + 1)
        if tag in _BLOCKS:
            yield from self._flush()

    def _structured(self, node: LexborNode, tag: str, *, bold: bool, depth: int) -> Iterator[Block]:
        if heading := _HEADING.fullmatch(tag):
            text = " ".join(node.text(deep=True).split())
            yield Block(BlockKind.HEADING, text, level=int(heading[1]))
            return
        if tag in {"ol", "ul"}:
            start = (node.attributes or {}).get("start") or ""
            self._lists.append((tag == "ol", int(start) - 1 if start.isdigit() else 0))
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "li":
            self._marker = self._next_marker()
        yield from self._children(node, bold=bold, depth=depth + 1)
        yield from self._flush()
        if tag in {"ol", "ul"}:
            self._lists.pop()
        elif tag == "blockquote":
            self._quotes -= 1
        self._marker = None

    def _next_marker(self) -> str:
        if not self._lists or not self._lists[-1][0]:
            return "-"
        self._lists[-1] = (True, self._lists[-1][1] + 1)
        return f"{self._lists[-1][1]}."

    def _flush(self) -> Iterator[Block]:
        text = emphasised(self._pieces)
        self._pieces = []
        text = "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))
        if not text.strip():
            return
        if self._marker is not None:
            yield Block(BlockKind.ITEM, text, level=max(len(self._lists) - 1, 0), marker=self._marker)
            self._marker = None
        else:
            # Empty lines part paragraphs also where a mail program writes <br><br>.
            kind = BlockKind.QUOTE if self._quotes else BlockKind.PARAGRAPH
            yield from (Block(kind, part) for part in re.split(r"\n\s*\n", text))

    def _table(self, table: LexborNode, *, bold: bool, depth: int) -> Iterator[Block]:
        nested = table.css_first("td table, th table") is not None
        rows = [] if nested else [row.css("td, th") for row in table.css("tr")]
        if max((len(row) for row in rows), default=0) <= 1:
            yield from self._children(table, bold=bold, depth=depth + 1)
            yield from self._flush()
            return
        shown = [[_cell(cell) for cell in row] for row in rows]
        width = max(len(row) for row in shown)
        yield Block(BlockKind.TABLE, rows=tuple(tuple(row + [""] * (width - len(row))) for row in shown))


def _cell(node: LexborNode) -> str:
    blocks = html_blocks(node.inner_html or "")
    return "\n".join(block.text for block in blocks if block.text)
