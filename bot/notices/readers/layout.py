"""What the formats of word processors share: how text looks, and lines that are laid out by tabs.

A line that is set apart as a whole, by its size or underlined, counts as bold: so many write headings.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.notices.outline import Block, BlockKind, plain
from bot.notices.readers.txt import clean, has_tabs, is_labelled, tab_rows

# How much larger than running text a line is that heads some.
_LARGER = 1.15
_LONGEST_APART = 100
_LONGEST_PAGE_NUMBER = 5
_PAGE = re.compile(r"(?:side|page)\s*\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks; the unit of its size is the format's own."""

    bold: bool
    underlined: bool
    size: float

    def is_apart(self, usual_size: float) -> bool:
        """Whether it differs from running text of that size, 0 where that is not known."""
        return self.underlined or self.size > usual_size * _LARGER > 0


@dataclass(slots=True)
class Piece:
    """A stretch of a paragraph: text with its weight and whether it is set apart."""

    text: str = ""
    bold: bool = False
    apart: bool = False


def weighed(pieces: Sequence[Piece]) -> list[tuple[str, bool]]:
    """The text of the pieces, each with whether it counts as bold: all where the line is set apart as a whole and short
    enough to head what follows."""
    worded = [piece for piece in pieces if piece.text.strip()]
    short = sum(len(piece.text) for piece in worded) <= _LONGEST_APART
    heads = short and all(piece.apart or piece.bold for piece in worded)
    return [(piece.text, heads or piece.bold) for piece in pieces]


def letterhead_lines(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The lines of a page's header that have words, and what tabs set apart as lines of its own; no page numbers."""
    parts = (part for block in blocks for part in re.split(r"[\n\t]+", clean(block.text)))
    lines = (plain(part) for part in parts)
    return tuple(line for line in lines if sum(map(str.isalpha, line)) > 3 and not _PAGE.match(line))


def without_page_number(pieces: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The pieces of a line of a table of contents, up to the tab before its page number."""
    head, tab, page = "".join(text for text, _ in pieces).rpartition("\t")
    left = len(head) if tab and page.strip().isalnum() and len(page.strip()) <= _LONGEST_PAGE_NUMBER else None
    cut: list[tuple[str, bool]] = []
    for text, bold in pieces:
        cut.append((text[:left], bold))
        left = None if left is None else max(0, left - len(text))
    return cut


def emphasised(pieces: Iterable[tuple[str, bool]]) -> str:
    """The pieces of text, each with whether it is bold, as Markdown; neighbours of one kind are joined first."""
    joined: list[tuple[str, bool]] = []
    for text, bold in pieces:
        # Bold blanks carry no weight of their own: they belong to what stands beside them.
        weight = joined[-1][1] if joined and not text.strip() else bold
        if joined and joined[-1][1] is weight:
            joined[-1] = (joined[-1][0] + text, weight)
        else:
            joined.append((text, weight))
    return "".join(_bold(text) if weight else text for text, weight in joined)


def _bold(text: str) -> str:
    """The text in bold, line by line, its outer blanks outside of the marks."""
    lines = []
    for line in text.split("\n"):
        inner = line.strip()
        lines.append(line.replace(inner, f"**{inner}**", 1) if inner else line)
    return "\n".join(lines)


def settled(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, cleaned, empty ones left out, neighbouring paragraphs of two or more tabbed lines as one table."""
    tabbed: list[str] = []
    for block in blocks:
        text = clean(block.text)
        lines = [line.strip(" ") for line in text.split("\n") if line.strip()]
        if block.kind is BlockKind.PARAGRAPH and lines and all(has_tabs(line) for line in lines):
            if tabbed and is_labelled(tabbed[-1]) is not is_labelled(lines[0]):
                yield from _table(tabbed)
                tabbed = []
            tabbed += lines
            continue
        yield from _table(tabbed)
        tabbed = []
        if block.kind is BlockKind.TABLE:
            rows = tuple(tuple(clean(cell).strip() for cell in row) for row in block.rows)
            yield Block(BlockKind.TABLE, rows=rows)
        elif lines:
            yield Block(block.kind, "\n".join(_untabbed(lines)), block.level, block.marker)
    yield from _table(tabbed)


def _table(lines: list[str]) -> Iterator[Block]:
    if len(lines) >= 2:
        yield Block(BlockKind.TABLE, rows=tab_rows(lines))
    elif lines:
        yield Block(BlockKind.PARAGRAPH, "\n".join(_untabbed(lines)))


def _untabbed(lines: Iterable[str]) -> list[str]:
    return [" ".join(line.split()) for line in lines]
