"""What an archive writes at the head of a case: who has it in hand, under which numbers, and which committees treat it.

It tells where a case begins, and is no part of what members read about it.
"""

from collections.abc import Sequence

from bot.notices import vocabulary as words
from bot.notices.columns import columns_in
from bot.notices.labels import label
from bot.notices.outline import Block, BlockKind, plain
from bot.notices.vocabulary import Field

_LONGEST_NAME = 6


def is_route(block: Block) -> bool:
    """Whether a table says where and when a case is treated: «Utvalgssak | Utvalgsnavn | Møtedato»."""
    header = columns_in(block.rows[0]) if len(block.rows) > 1 else {}
    treated = {"committee", "date"} & header.keys()
    return bool(treated) and ("number" in header or len(treated) > 1) and not {"subject", "title"} & header.keys()


def is_archived(block: Block) -> bool:
    """Whether all that a block says stands behind labels of an archive: «Saksbehandler: …», «Arkivsaksnr.: …»."""
    if block.kind is BlockKind.TABLE:
        labels = [plain(cell) for row in block.rows for cell in row[::2] if cell]
    elif block.kind is BlockKind.PARAGRAPH:
        lines = [plain(line) for line in block.text.split("\n")]
        labels = [_label_of(line) for line in lines] if all(map(_label_of, lines)) else []
    else:
        labels = []
    archived = [words.ARCHIVED_LABEL.fullmatch(each.rstrip(" :")) is not None for each in labels]
    dated = (label(each.rstrip(" :")) is Field.DATE for each in labels)
    return any(archived) and all(each or date for each, date in zip(archived, dated, strict=True))


def _label_of(line: str) -> str:
    """The label that a line begins with, also where no colon parts it from a number or name; empty for others."""
    head, colon, _ = line.partition(":")
    match = words.ARCHIVED_LABEL.match(line)
    is_short = len(line.split()) <= _LONGEST_NAME and not line.endswith(".") and not words.VERB.search(line)
    bare = match[0].rstrip() if match and is_short else ""
    return head if colon else bare if line[len(bare) :].startswith(" ") else ""


def without_head(blocks: Sequence[Block], *, is_sure: bool) -> int:
    """How many of the blocks are left without the head of the case that begins behind them; where it is not sure that
    one does, only lines of an archive tell."""
    at = len(blocks)
    while at and (is_archived(blocks[at - 1]) or words.CASE_PAPER.fullmatch(blocks[at - 1].plain)):
        at -= 1
    if not is_sure and not any(map(is_archived, blocks[at:])):
        return len(blocks)
    above = blocks[at - 1].plain if at else ""
    is_name = len(above.split()) <= _LONGEST_NAME and words.ORGANISATION.search(above) and above[-1:].isalpha()
    return at - 1 if is_name and at < len(blocks) else at
