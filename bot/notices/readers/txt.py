"""Plain text → blocks: paragraphs by empty lines, lists by their markers, tables by tabs, bars or columns."""

import itertools
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.errors import BadFileError
from bot.notices.columns import columns_of
from bot.notices.lines import is_name, names_somebody
from bot.notices.outline import Block, BlockKind, Outline, plain

LARGEST_TEXT = 5 * 1024 * 1024

_ITEM = re.compile(r"(?P<indent>\s*)(?P<marker>[-*•·‣▪–]|\(?\d{1,2}[.)]|\(?[a-zæøå][.)]|o(?=\s{2,}))\s+(?P<text>\S.*)")
_MONTH = re.compile(r"(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec)[a-z]*\b", re.IGNORECASE)
_HASHES = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*\s*")
_RULE = re.compile(r"\s*([=_*~-])(?:\s*\1){2,}\s*")
# The line between two rows of a table that is drawn with signs: «+-----+----+».
_BORDER = re.compile(r"\s*\+(?:[-=]+\+)+\s*")
_BOXED = re.compile(r"\s*\|[^|]*\|\s*")
_PAGE = re.compile(r"\s*(?:side|page)\s*\d+(?:\s*(?:av|of|/)\s*\d+)?\s*", re.IGNORECASE)
# Two spaces after a full stop are an old typist's habit and no column.
_COLUMN_GAP = re.compile(r"(?<=[^\s.!?]) {2,}(?=\S)|(?<=[.!?]) {3,}(?=\S)")


_NO_TEXT = "[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]"
# The signs of Wingdings and Symbol that say something, at their places in the private use area.
_SYMBOLS = str.maketrans(
    {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "‣", 0xF0E0: "→"}
    | dict.fromkeys((0xF0FC, 0xF050), "✓")
    | dict.fromkeys((0xF0FB, 0xF04F), "✗")
    | dict.fromkeys((0xF0FD, 0xF0FE, 0xF051, 0xF052, 0xF053, 0xF054, 0xF078), "☒")
    | dict.fromkeys((0xF0A8, 0xF06F, 0xF071, 0xF0A3), "☐")
    | {"\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2011": "-"}
)


def read_txt(raw: bytes, name: str) -> Outline:
    """The outline of a text file; BadFileError where it is no text."""
    return Outline(tuple(blocks_of(decode(raw, name))))


def decode(raw: bytes, name: str) -> str:
    """The file's text: by its byte order mark, else UTF-8, else windows-1252, as Norwegian text files come."""
    if len(raw) > LARGEST_TEXT:
        limit = f"{LARGEST_TEXT // (1024 * 1024)} MB"
        raise BadFileError([f"{name}: is larger than {limit} of text; give the notice without its annexes"])
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
    if "\0" in text:
        raise BadFileError([f"{name}: is no text, whatever its name says; give the notice as it was written"])
    return text


def clean(text: str) -> str:
    """The text with plain spaces and without what only lays it out: soft hyphens, zero-width marks, controls."""
    # Nothing is laid out by more blanks than a page is wide.
    text = re.sub(" {200,}", " " * 200, text)
    # Any other sign of a symbol font is a bullet at the start of a line, and an ornament elsewhere.
    text = re.sub("(?m)^(\\s*)[\ue000-\uf8ff](?=\\s)", r"\1•", text.translate(_SYMBOLS))
    return re.sub(_NO_TEXT, "", text)


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of a text."""
    lines = textwrap.dedent(clean(re.sub("\r\n?", "\n", text)).replace("\f", "\n\n")).split("\n")
    previous: Block | None = None
    for block in itertools.chain.from_iterable(_blocks_of_run(run) for run in _runs(lines)):
        if previous is not None and _goes_on(previous, block):
            previous = replace(previous, text=f"{previous.text}\n\n{block.text.strip()}")
            continue
        if previous is not None:
            yield previous
        previous = replace(block, text=block.text.strip())
    if previous is not None:
        yield previous


def _goes_on(item: Block, block: Block) -> bool:
    """Whether the block is an indented paragraph that belongs to the item before it."""
    return item.kind is BlockKind.ITEM and block.kind is BlockKind.PARAGRAPH and block.text.startswith("  ")


def _runs(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines between empty ones; lines that only number a page, or draw a rule, count as empty."""
    run: list[str] = []
    for line in [*lines, ""]:
        if _BORDER.fullmatch(line):
            continue
        if line.strip() and not _PAGE.fullmatch(line):
            run.append(line.rstrip(" "))
        elif run:
            yield run
            run = []


def _blocks_of_run(run: Sequence[str]) -> Iterator[Block]:
    at = 0
    while at < len(run):
        end = _table_end(run, at)
        if end - at >= 2:
            yield Block(BlockKind.TABLE, rows=_rows(run[at:end]))
        else:
            end = _text_end(run, at)
            yield from _text_block(run[at:end])
        at = end


def _table_end(run: Sequence[str], at: int) -> int:
    """Where the table that starts at this line ends; `at` where none starts."""
    for is_row in (_has_bars, has_tabs, _has_columns):
        end = at
        while end < len(run) and (is_row(run[end]) or _ends_in_empty_cells(run, at, end)):
            end += 1
        if end - at >= 2:
            return end
    return at


def _ends_in_empty_cells(run: Sequence[str], at: int, row: int) -> bool:
    """Whether only tabs behind the line part it: its other cells are empty."""
    return row > at and "\t" in run[at].strip() and run[row].endswith("\t")


def _has_bars(line: str) -> bool:
    return line.count("|") >= 2 or (line.lstrip().startswith("|") and line.count("|") >= 1)


def has_tabs(line: str) -> bool:
    """Whether tabs part the line into cells, and not only a list item's text from its marker."""
    return "\t" in line.strip() and not (_ITEM.fullmatch(line) and line.strip().count("\t") == 1)


def _has_columns(line: str) -> bool:
    return _COLUMN_GAP.search(line.strip()) is not None and not _ITEM.fullmatch(line)


def _rows(lines: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    if _has_bars(lines[0]):
        rows = [tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in lines]
        rows = [row for row in rows if not all(re.fullmatch(r":?-*:?", cell) for cell in row)]
    elif has_tabs(lines[0]):
        return tab_rows(lines)
    else:
        rows = _column_rows(lines)
    return _even(rows)


def tab_rows(lines: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The rows of lines whose cells are parted by tabs, all of one width."""
    rows = [tuple(cell.strip() for cell in line.split("\t")) for line in lines]
    return _even(_aligned(rows) if is_labelled(lines[0]) or _is_header(rows[0]) else rows)


def is_labelled(line: str) -> bool:
    """Whether the line's first cell is a label: «Tid:»."""
    return line.partition("\t")[0].strip().rstrip("*").endswith(":")


def _is_header(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    return len(filled) >= 3 and "" in row and all(columns_of(plain(cell)) for cell in filled)


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows of lines where several tabs in a row only reach the next column, each cell moved below its heading."""
    header = [column for cell in rows[0] if cell for column in columns_of(plain(cell))[:1]]
    aligned = []
    for row in rows:
        cells = [cell for cell in row if cell]
        at = len(cells) - 1
        if 0 <= at < len(header) - 1 and header[at] == "absent" and is_name(plain(cells[at])):
            # Nothing stands under «Forfall», a name under «Vara».
            cells.insert(at, "")
        aligned.append(tuple(cells))
    return aligned


def _even(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    width = max(len(row) for row in rows) if rows else 0
    return tuple(row + ("",) * (width - len(row)) for row in rows)


def _column_rows(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Rows whose cells stand under one another: a cell belongs to the last column that starts no later than it."""
    spans = [[(m.start(), m[0].strip()) for m in re.finditer(r"\S+(?: \S+)*", line)] for line in lines]
    if len(lines) > 1 and len(spans[0]) > 2 and len({len(row) for row in spans}) == 1:
        return [tuple(text for _, text in row) for row in spans]
    starts: list[int] = []
    for start in sorted(start for row in spans for start, _ in row):
        if not starts or start > starts[-1] + 2:
            starts.append(start)
    rows = []
    for row in spans:
        cells = [""] * len(starts)
        for start, text in row:
            column = max(n for n, begin in enumerate(starts) if begin <= start)
            cells[column] = f"{cells[column]} {text}".strip()
        rows.append(tuple(cells))
    return rows


def _text_end(run: Sequence[str], at: int) -> int:
    """Where the paragraph, item, quotation or heading that starts at this line ends."""
    first = run[at]
    if _HASHES.fullmatch(first):
        return at + 1
    end = at + 1
    while end < len(run) and not _starts_block(run, end, quoted=first.startswith(">")):
        end += 1
    return end


def _starts_block(run: Sequence[str], at: int, *, quoted: bool) -> bool:
    line = run[at]
    return (
        _item(line) is not None
        or _HASHES.fullmatch(line) is not None
        or line.startswith(">") is not quoted
        or _table_end(run, at) - at >= 2
    )


def _item(line: str) -> re.Match[str] | None:
    """The match of a list item; a date at the start of a line, «2. mars», is none."""
    match = _ITEM.fullmatch(line)
    if match is None:
        return None
    dated = match["marker"][0].isdigit() and _MONTH.match(match["text"]) and not names_somebody(match["text"])
    if dated:
        return None
    return match


def _text_block(lines: Sequence[str]) -> Iterator[Block]:
    first = lines[0]
    if hashes := _HASHES.fullmatch(first):
        yield Block(BlockKind.HEADING, hashes[2], level=len(hashes[1]))
    elif first.startswith(">"):
        yield Block(BlockKind.QUOTE, "\n".join(line.removeprefix(">").strip() for line in lines))
    elif item := _item(first):
        text = "\n".join([item["text"].strip(), *(line.strip() for line in lines[1:])])
        level = min(len(item["indent"].expandtabs(4)) // 2, 8)
        yield Block(BlockKind.ITEM, text, level=level, marker=item["marker"])
    else:
        yield from _paragraph(lines)


def _paragraph(lines: Sequence[str]) -> Iterator[Block]:
    if len(lines) == 2 and _RULE.fullmatch(lines[1]):
        yield Block(BlockKind.HEADING, lines[0].strip(), level=1 if "=" in lines[1] else 2)
        return
    indent = "  " if lines[0].startswith("  ") else ""
    # Bars at both ends of a line alone draw a box around it.
    bare = [line.strip().strip("|") if _BOXED.fullmatch(line) else line for line in lines if not _RULE.fullmatch(line)]
    kept = [" ".join(part.strip() for part in line.strip().split("\t")) for line in bare]
    if kept:
        yield Block(BlockKind.PARAGRAPH, indent + "\n".join(kept))
