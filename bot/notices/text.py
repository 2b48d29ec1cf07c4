"""A case's blocks as Markdown: headings, paragraphs, bold, lists, quotations and tables as the notice has them."""

import re
from collections.abc import Iterator, Sequence

from bot.notices import vocabulary as words
from bot.notices.lines import is_heading, unwrapped
from bot.notices.outline import Block, BlockKind

_HEADING_LEVEL = 3


def markdown(blocks: Sequence[Block], *, headings: bool = True) -> str:
    """The blocks' Markdown, empty for none; `headings` tells whether lines may become headings."""
    base = min((block.level for block in blocks if block.kind is BlockKind.HEADING), default=1)
    written: list[str] = []
    marks = list(quoted(blocks)) if headings else [block.kind is BlockKind.QUOTE for block in blocks]
    for index, block in enumerate(blocks):
        body = _body(block, base, headings=headings)
        if marks[index]:
            body = "\n".join(f"> {line}".rstrip() for line in body.split("\n"))
        if index:
            written.append(_gap(blocks[index - 1], block, both_quoted=marks[index - 1] and marks[index]))
        written.append(body)
    return "".join(written).strip()


def _gap(before: Block, block: Block, *, both_quoted: bool) -> str:
    tight = before.kind is BlockKind.ITEM and block.kind is BlockKind.ITEM
    if both_quoted:
        return "\n" if tight else "\n>\n"
    return "\n" if tight else "\n\n"


def _body(block: Block, base: int, *, headings: bool) -> str:
    match block.kind:
        case BlockKind.TABLE:
            return _table(block.rows)
        case BlockKind.ITEM:
            return _item(block)
        case BlockKind.HEADING:
            level = min(6, _HEADING_LEVEL + block.level - base)
            return f"{'#' * level} {block.plain}" if headings else block.text
        case BlockKind.PARAGRAPH | BlockKind.QUOTE:
            if headings and is_heading(block):
                return f"{'#' * _HEADING_LEVEL} {block.plain}"
            return unwrapped(block.text)


def _item(block: Block) -> str:
    marker = block.marker if any(character.isalnum() for character in block.marker) else "-"
    indent = "   " * block.level
    hanging = "\n" + indent + " " * (len(marker) + 1)
    return f"{indent}{marker} {block.text.replace(chr(10), hanging)}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    # A heading cell is bold anyway.
    heads = [re.sub(r"\A\*\*([^*]+)\*\*\Z", r"\1", cell) for cell in rows[0]] if rows else []
    shown = [[cell.replace("\n", " ").replace("|", "\\|") for cell in row] for row in [heads, *rows[1:]]]
    lines = [f"| {' | '.join(row)} |" for row in shown]
    return "\n".join([lines[0], "|" + " --- |" * len(shown[0]), *lines[1:]]) if lines else ""


def quoted(blocks: Sequence[Block]) -> Iterator[bool]:
    """Which blocks are quoted: by form, or announced by «I protokollen står følgende:»."""
    announced = open_quote = False
    for block in blocks:
        by_form = block.kind is BlockKind.QUOTE
        quotable = block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM} and not is_heading(block)
        is_quoted = by_form or (announced and quotable)
        yield is_quoted
        bare = block.plain
        if is_quoted and not by_form:
            open_quote = (open_quote or bare.startswith("«")) and "»" not in bare
            # A quoted resolution's own head, lead-in and list go on.
            unfinished = not bare.endswith((".", "»", "!", "?")) or block.kind is BlockKind.ITEM
            announced = open_quote or unfinished
        else:
            announced = block.kind is BlockKind.PARAGRAPH and words.QUOTING.search(bare) is not None
