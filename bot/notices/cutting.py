"""A document's blocks with every line that marks a part of the notice standing by itself.

In text and in Word alike, «Sak 1/22 Budsjett» and «Forslag til vedtak:» often share a paragraph with what follows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.notices import vocabulary as words
from bot.notices.case_tables import tables_apart
from bot.notices.lines import LONGEST_TITLE, WRAPPED_AT, case_mark, item_of, proposal_label, unwrapped
from bot.notices.outline import Block, BlockKind, plain


def lines(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, paragraphs and items cut where a line begins or ends a part of the notice or a list."""
    for block in tables_apart(blocks):
        if block.kind is BlockKind.PARAGRAPH and block.text:
            yield from _cut(block.text)
        elif block.kind is BlockKind.ITEM and "\n" in block.text:
            yield from _cut_item(block)
        else:
            yield block


def _cut_item(item: Block) -> Iterator[Block]:
    """The item, and what stands right below it without an empty line but is a part of its own."""
    rows = item.text.split("\n")
    own = next((n for n, row in enumerate(rows) if n and _is_mark(row) and not _is_wrapped(rows[n - 1])), len(rows))
    yield replace(item, text=unwrapped("\n".join(rows[:own])))
    if own < len(rows):
        yield from _cut("\n".join(rows[own:]))


def _is_wrapped(line: str) -> bool:
    """Whether a line is so long, and so little at its end, that the next one may be the rest of its sentence."""
    return len(line) > WRAPPED_AT and not line.rstrip().endswith((".", ":", "!", "?"))


def _cut(text: str) -> Iterator[Block]:
    kept: list[str] = []
    for line in text.split("\n"):
        wrapped = bool(kept) and _is_wrapped(kept[-1])
        item = None if wrapped else item_of(line)
        if kept and (item or (not wrapped and _is_mark(line)) or _stands_alone(kept)):
            yield _block("\n".join(kept))
            kept = []
        kept.append(line)
    if kept:
        yield _block("\n".join(kept))


def _block(text: str) -> Block:
    return item_of(text) or Block(BlockKind.PARAGRAPH, text)


def _is_mark(line: str) -> bool:
    bare = plain(line)
    return bool(
        case_mark(Block(BlockKind.PARAGRAPH, line))
        or proposal_label(bare) is not None
        or (":" in bare and proposal_label(bare, weak=True))
        or words.HEADING.fullmatch(bare)
        or words.AGENDA.fullmatch(bare.strip(" :"))
        or words.MISCELLANEOUS.fullmatch(bare)
        or words.CLOSING.fullmatch(bare)
        or words.ATTACHED.fullmatch(bare)
        or (words.CLOSED.match(bare.lstrip("( ")) and len(bare) < LONGEST_TITLE)
    )


def _stands_alone(kept: list[str]) -> bool:
    """Whether the lines so far are complete: a case's or part's heading with nothing of its own on the line."""
    bare = plain("\n".join(kept))
    label = proposal_label(bare)
    if label is not None:
        return not label
    if len(kept) == 1 and (mark := case_mark(Block(BlockKind.PARAGRAPH, kept[0]))):
        # A long title goes on in the next line of the text file.
        return len(kept[0]) <= WRAPPED_AT or not mark.title
    return bool(
        words.HEADING.fullmatch(bare) or words.AGENDA.fullmatch(bare.strip(" :")) or words.MISCELLANEOUS.fullmatch(bare)
    )
