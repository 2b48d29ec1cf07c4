"""Tables as a notice means them: parted where two only touch, and those that hold whole cases as headings and text.

A case may be written into a form, labels in its first cells, or all cases into one table, a row each, with their
proposals in a column or below the title in its cell.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.notices import vocabulary as words
from bot.notices.columns import columns_in, columns_like, columns_of
from bot.notices.lines import LONGEST_TITLE, case_mark, is_name, proposal_label
from bot.notices.outline import Block, BlockKind, plain

# What a column without a heading of a case's parts must hold to be text.
_FEWEST_WORDS = 4


def tables_apart(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, tables parted and those that hold cases as what they say; a table of cases stands below them too,
    for its other columns tell of each, and it ends the last."""
    for block in itertools.chain.from_iterable(map(_apart, _untitled(blocks))):
        if block.kind is BlockKind.TABLE and _is_form(block):
            yield from _unrolled(block)
        elif block.kind is BlockKind.TABLE and (cases := list(_cases(block))):
            yield from cases
            yield block
        else:
            yield block


def _untitled(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, the notice's title or the agenda's heading in the first row of a table as a line above it."""
    for block in blocks:
        filled = [cell for cell in block.rows[0] if cell] if len(block.rows) > 1 else []
        alone = plain(filled[0]) if len(filled) == 1 else ""
        if words.NOTICE_TITLE.fullmatch(alone) or words.AGENDA.fullmatch(alone.strip(" :")):
            yield Block(BlockKind.PARAGRAPH, filled[0])
            yield replace(block, rows=block.rows[1:])
        else:
            yield block


def _apart(block: Block) -> Iterator[Block]:
    """A table, cut before each row of headings and each form's head: tables that touch one another look like one."""
    cuts = [n for n, row in enumerate(block.rows) if n and _begins_table(block.rows, n)]
    if not cuts:
        yield block
        return
    for start, end in itertools.pairwise([0, *cuts, len(block.rows)]):
        rows = block.rows[start:end]
        used = [n for n in range(len(rows[0])) if any(row[n] for row in rows)]
        yield replace(block, rows=tuple(tuple(row[n] for n in used) for row in rows))


def _begins_table(rows: Sequence[Sequence[str]], at: int) -> bool:
    return _is_header(rows[at]) or _heads_form(rows, at) or _heads_people(rows, at)


def _heads_people(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a row heads the names below it, and none stand above it."""
    told = [columns_like(plain(cell)) for cell in rows[at] if cell]
    is_header = len(told) > 1 and all(told) and len({column for each in told for column in each}) > 1
    named = [any(is_name(plain(cell)) for cell in row) for row in rows]
    return is_header and at + 1 < len(rows) and named[at + 1] and not any(named[: at + 1])


def _is_header(row: Sequence[str]) -> bool:
    filled = [plain(cell) for cell in row if cell]
    known = sum(bool(columns_of(cell)) for cell in filled)
    return len(filled) >= 3 and known >= max(2, len(filled) - 1)


def _heads_form(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a row is a case's number and title with a label such as «Forslag til vedtak» in a row below."""
    if case_mark(Block(BlockKind.HEADING, rows[at][0])) is None:
        return False
    below = itertools.takewhile(lambda row: not case_mark(Block(BlockKind.HEADING, row[0])), rows[at + 1 :])
    return any(proposal_label(plain(row[0])) == "" for row in below)


def _is_form(table: Block) -> bool:
    """Whether a table is a case written into a form: labels in its first cells, «Forslag til vedtak» among them."""
    heads = [row[0] for row in table.rows if row]
    filled = [[cell for cell in row if cell] for row in table.rows]
    has_proposal = any(proposal_label(plain(head)) == "" for head in heads)
    return has_proposal and max(map(len, filled), default=0) <= 2


def _unrolled(form: Block) -> Iterator[Block]:
    """The rows of a form as headings and the text below them."""
    for row in _with_number_and_title(form.rows):
        label, *rest = [cell for cell in row if cell] or [""]
        if case_mark(Block(BlockKind.HEADING, label)):
            yield Block(BlockKind.HEADING, " ".join(plain(cell) for cell in (label, *rest)), level=1)
            continue
        is_label = bool(rest) and len(plain(label)) <= LONGEST_TITLE
        yield Block(BlockKind.PARAGRAPH, f"**{plain(label)}**" if is_label else label)
        yield from (Block(BlockKind.PARAGRAPH, cell) for cell in rest)


def _with_number_and_title(rows: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """The rows of a form; number and title that have rows of their own, «Sak | 1/22» and «Tittel | Plan», are one."""
    above: Sequence[str] = ()
    for row in rows:
        told = columns_of(plain(row[0]))
        if "number" in told:
            above = (f"Sak {plain(' '.join(row[1:]))}",)
            continue
        is_title = bool(above) and ({"subject", "title"} & set(told))
        if above:
            yield (*above, *row[1:]) if is_title else above
            above = ()
        if not is_title:
            yield row
    if above:
        yield above


def _cases(table: Block) -> Iterator[Block]:
    """The cases of a table that holds one a row, each with a proposal; nothing of other tables."""
    head = [plain(cell) for cell in table.rows[0]]
    header, rows = columns_in(head), table.rows[1:]
    subject = header.get("subject", header.get("title", header.get("number", 0) + 1))
    proposed = [n for n, cell in enumerate(head) if proposal_label(cell) == ""]
    if "number" not in header or subject >= len(head) or subject in proposed:
        return
    for row in rows:
        mark = case_mark(Block(BlockKind.HEADING, row[header["number"]]))
        title, *told = row[subject].split("\n")
        has_proposal = any(row[n] for n in proposed) or any(proposal_label(plain(line)) is not None for line in told)
        if mark is not None and has_proposal:
            yield Block(BlockKind.HEADING, f"{plain(row[header['number']])} {plain(title)}", level=1)
            yield from ([Block(BlockKind.PARAGRAPH, "\n".join(told))] if told else [])
            yield from _columns_of_case(head, row, {header["number"], subject})


def _columns_of_case(head: Sequence[str], row: Sequence[str], taken: set[int]) -> Iterator[Block]:
    """What the other columns say of a case, below their headings."""
    for n, (label, cell) in enumerate(zip(head, row, strict=True)):
        told = words.HEADING.fullmatch(label) or proposal_label(label) == "" or len(cell.split()) >= _FEWEST_WORDS
        if n not in taken and cell and told:
            yield Block(BlockKind.PARAGRAPH, f"**{label}**" if label else "")
            yield Block(BlockKind.PARAGRAPH, cell)
