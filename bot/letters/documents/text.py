"""A document as plain text: for a mail, a terminal, or whoever wants no file format at all."""

import textwrap
from collections.abc import Iterable, Sequence

from bot.letters.documents.tree import (
    NOTHING,
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
    Quote,
    Run,
    Table,
    words_of,
)

_WIDTH = 78
_GAP = "  "
_UNFRAMED = (Mark.DECISION, Mark.ASKED)
_UNDERLINE = {1: "=", 2: "="}


def text_of(document: Document) -> str:
    """The document in lines of at most 78 characters where words allow, ending in a line feed."""
    head = [document.stamp, document.eyebrow, _underlined(document.heading, 1), document.subtitle]
    parts = ["\n".join(part for part in head if part), *(_block(block) for block in document.blocks)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block) -> str:  # noqa: PLR0911 - one answer a kind of block
    match block:
        case Heading(level, runs):
            return _underlined(_plain(runs), level)
        case Paragraph(runs):
            return _wrapped(_plain(runs))
        case Bullets(items):
            return "\n".join(_item("- ", item) for item in items)
        case Numbered(items):
            return "\n".join(_item(f"{number}. ", item) for number, item in items)
        case Quote(blocks):
            return textwrap.indent(_joined(blocks), "> ", lambda _: True)
        case Code(code):
            return textwrap.indent(code, "    ")
        case Table():
            return _table(block)
        case Facts(rows):
            return _facts(rows)
        case Box(mark, blocks):
            return _joined(blocks) if mark in _UNFRAMED else _framed(_joined(blocks))


def _framed(text: str) -> str:
    return textwrap.indent(text, "! ", lambda _: True)


def _joined(blocks: Iterable[Block]) -> str:
    return "\n\n".join(_block(block) for block in blocks)


def _item(marker: str, blocks: Iterable[Block]) -> str:
    body = "\n".join(_block(block) for block in blocks)
    return marker + textwrap.indent(body, " " * len(marker)).lstrip(" ")


def _plain(runs: Sequence[Run]) -> str:
    return words_of(runs)


def _underlined(title: str, level: int) -> str:
    line = _UNDERLINE.get(level, "-")
    return f"{title}\n{line * min(len(title), _WIDTH)}" if level <= 3 else title


def _wrapped(text: str, indent: str = "") -> str:
    return "\n".join(
        textwrap.fill(line, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )


def _facts(rows: Sequence[tuple[str, Sequence[Run]]]) -> str:
    width = max(len(label) for label, _ in rows) + 3
    return "\n".join(_wrapped(f"{label}:".ljust(width) + _plain(value), " " * width) for label, value in rows)


def _table(table: Table) -> str:
    """Aligned columns where they fit the line, else one one line a row under a legend."""
    rows: list[Sequence[str]] = [[_plain(cell).replace("\n", " ") for cell in row] for row in table.rows]
    columns = zip(table.head, *rows, strict=True)
    widths = [max(map(len, column)) for column in columns]
    if sum(widths) + len(_GAP) * (len(widths) - 1) <= _WIDTH:
        rule = ["-" * width for width in widths]
        lines: list[Sequence[str]] = [table.head, rule, *rows]
        aligned = (_GAP.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
        return "\n".join(line.rstrip() for line in aligned)
    legend, *told = (_row(line) for line in [table.head, *rows])
    return "\n".join((_wrapped(f"({legend})"), *(_wrapped(f"- {line}", "  ") for line in told)))


def _row(cells: Sequence[str]) -> str:
    """A row too wide for columns: what it is about, and the rest of it, empty cells left out."""
    first, *rest = cells
    return f"{first}: {' · '.join(cell for cell in rest if cell not in ('', NOTHING))}"
