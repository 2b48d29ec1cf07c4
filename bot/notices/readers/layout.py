"""Blocks that were laid out by tabs, put into tables, for the formats whose paragraphs may hold tabs."""

from collections.abc import Iterable, Iterator

from bot.notices.outline import Block, BlockKind
from bot.notices.readers.txt import clean, has_tabs, is_labelled, tab_rows


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
