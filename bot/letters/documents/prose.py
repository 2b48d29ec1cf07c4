"""Markdown as the case texts use it → blocks; and the cleaning of what people wrote.

Raw HTML is text. An image is its alternative text: documents go along as attachments, and nothing is ever fetched.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.letters.documents.tree import (
    Block,
    Bullets,
    Code,
    Heading,
    Numbered,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    plain,
    words_of,
)

_DEEPEST_HEADING = 6
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
# Word writes its bullets from the private area of the Symbol and Wingdings fonts.
_SYMBOLS = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0e0": "→", "\uf02d": "–"})
# Bidirectional overrides make a text read otherwise than it stands, controls and surrogates fit no file format.
_UNFIT = re.compile(
    "[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)


def clean(text: str) -> str:
    """The text in composed form (NFC), without characters that no document can hold."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").translate(_SYMBOLS)
    return _UNFIT.sub("", unicodedata.normalize("NFC", unified))


def one_line(text: str) -> str:
    """The cleaned text with every run of white space as one space."""
    return " ".join(clean(text).split())


def blocks_of(markdown: str, top: int) -> tuple[Block, ...]:
    """The blocks of a Markdown text; its highest heading gets the level `top`, and none below it is skipped."""
    tokens = _MARKDOWN.parse(clean(markdown))
    return _levelled(_blocks(SyntaxTreeNode(tokens).children), top)


def _levelled(blocks: tuple[Block, ...], top: int) -> tuple[Block, ...]:
    """The blocks with headings that begin at `top` and go down one step at a time, as PDF/UA-1 demands."""
    parents: list[int] = []
    levelled: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            while parents and parents[-1] >= block.level:
                parents.pop()
            parents.append(block.level)
            level = min(top + len(parents) - 1, _DEEPEST_HEADING)
            levelled.append(replace(block, level=level))
        else:
            levelled.append(block)
    return tuple(levelled)


def _blocks(nodes: Sequence[SyntaxTreeNode], *, nested: bool = False) -> tuple[Block, ...]:
    return tuple(block for node in nodes if (block := _block(node, nested=nested)) is not None)


def _block(node: SyntaxTreeNode, *, nested: bool) -> Block | None:  # noqa: PLR0911 - one answer a kind of node
    """The block of a node; None for a rule between paragraphs and for what is empty."""
    match node.type:
        case "heading":
            return _heading(node, nested=nested)
        case "paragraph":
            return _paragraph(_inline_child(node))
        case "bullet_list":
            return Bullets(tuple(_blocks(item.children, nested=True) for item in node.children))
        case "ordered_list":
            first = int(node.attrs.get("start", 1))
            items = enumerate((_blocks(item.children, nested=True) for item in node.children), first)
            return Numbered(tuple(items))
        case "blockquote":
            return Quote(_blocks(node.children, nested=True))
        case "fence" | "code_block":
            return Code(node.content.rstrip("\n"))
        case "table":
            return _table(node)
        case _:
            return None


def _heading(node: SyntaxTreeNode, *, nested: bool) -> Block | None:
    """A heading; within a list or a quotation it is a bold paragraph, since it opens no section of the document."""
    runs = tuple(replace(run, text=run.text.replace("\n", " ")) for run in _inline_child(node))
    if not words_of(runs).strip():
        return None
    if nested:
        return Paragraph(tuple(replace(run, bold=True) for run in runs))
    return Heading(int(node.tag[1:]), runs)


def _paragraph(runs: Runs) -> Paragraph | None:
    return Paragraph(runs) if runs else None


def _table(node: SyntaxTreeNode) -> Table:
    head, *body = node.children
    titles = tuple(words_of(_inline_child(cell)) for cell in head.children[0].children)
    rows = tuple(tuple(_inline_child(cell) for cell in row.children) for part in body for row in part.children)
    return Table("", titles, rows)


def _inline_child(node: SyntaxTreeNode) -> Runs:
    return _merged(_inline(node.children[0].children)) if node.children else ()


def _inline(nodes: Sequence[SyntaxTreeNode]) -> Runs:
    return tuple(run for node in nodes for run in _runs(node))


def _runs(node: SyntaxTreeNode) -> Runs:  # noqa: PLR0911 - one answer a kind of node
    match node.type:
        case "softbreak":
            return (Run(" "),)
        case "hardbreak":
            return (Run("\n"),)
        case "strong":
            return tuple(replace(run, bold=True) for run in _inline(node.children))
        case "em":
            return tuple(replace(run, italic=True) for run in _inline(node.children))
        case "s":
            return tuple(replace(run, struck=True) for run in _inline(node.children))
        case "code_inline":
            return (Run(node.content, code=True),)
        case "link":
            return _link(node)
        case "image":
            return plain(f"[{node.content}]" if node.content else "")
        case _:
            return plain(node.content)


def _link(node: SyntaxTreeNode) -> Runs:
    """The link's text, with its address after it where the text does not say it: paper cannot be clicked."""
    address, shown = str(node.attrs.get("href", "")), _inline(node.children)
    if not _SAFE_LINK.fullmatch(address):
        return shown
    linked = tuple(replace(run, link=address) for run in shown)
    return linked if words_of(shown) in address else (*linked, Run(f" ({address})"))


def _merged(runs: Runs) -> Runs:
    """Neighbours of one style as one run, so that no format breaks a word between them."""
    merged: list[Run] = []
    for run in runs:
        if merged and replace(merged[-1], text="") == replace(run, text=""):
            merged[-1] = replace(run, text=merged[-1].text + run.text)
        else:
            merged.append(run)
    return tuple(merged)
