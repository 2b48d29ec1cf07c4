"""What a notice says under labels: «Tid: …», two cells of a table, a label above its value.

Together with the lines outside of tables it is all that the readers of the head look at.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from bot.notices.columns import columns_of
from bot.notices.dates import moment
from bot.notices.outline import Block, BlockKind, Outline, is_bold, plain
from bot.notices.vocabulary import (
    HELD,
    LABEL_WITHIN,
    LABELS,
    LETTER_REFERENCE,
    REPORTED_TO,
    TELLING_LABELS,
    Field,
    tidy,
)

_LONGEST_LABEL = 40
_MOST_WORDS = 5
_MOST_LABELS = 8
_LONGEST_TITLE = 200
_MAY_HEAD = frozenset({Field.DATE, Field.DATE_AND_PLACE, Field.PLACE, Field.DEADLINE})


@dataclass(frozen=True)
class Said:
    """What a notice says outside of its cases: its `blocks` without the participants', and their wrapping's."""

    outline: Outline
    blocks: tuple[Block, ...]

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Every line that is not in a table, without its marks."""
        rows = (plain(line) for block in self.blocks for line in block.text.split("\n"))
        return tuple(row for row in rows if row)

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """Every block that is no table, on one line."""
        return tuple(block.plain for block in self.blocks if block.kind is not BlockKind.TABLE)

    @cached_property
    def _labelled(self) -> tuple[tuple[Field, str, str], ...]:
        return tuple(_labelled(self.blocks))

    @cached_property
    def fields(self) -> Mapping[Field, tuple[str, ...]]:
        """The values that stand under each label."""
        found: dict[Field, tuple[str, ...]] = {}
        for name, value, _ in self._labelled:
            found[name] = (*found.get(name, ()), value)
        return found

    def all(self, name: Field) -> tuple[str, ...]:
        """Every value of that field."""
        return self.fields.get(name, ())

    def first(self, name: Field) -> str:
        """The field's first value that is not empty; empty where the notice has none."""
        return next((value for value in self.all(name) if value), "")

    def line_like(self, pattern: re.Pattern[str], among: int = 200) -> str:
        """The first line of that form that no label claims, joined with the line below where it goes on there."""
        claimed = {line for _, _, line in self._labelled}
        for block in self.blocks[:among]:
            rows = [plain(line) for line in block.text.split("\n")]
            for line, below in pairwise([*rows, ""]):
                fits = line not in claimed and len(line) <= _LONGEST_TITLE and not line.endswith(".")
                if fits and pattern.fullmatch(line):
                    return f"{line} {below}" if below[:1].islower() else line
        return ""


def _labelled(blocks: Sequence[Block]) -> Iterator[tuple[Field, str, str]]:
    """Each label with its value and the whole line: «Tid: …», two cells of a table, or a label above its value."""
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.TABLE:
            yield from _labelled_cells(block)
            continue
        rows = [part for line in block.text.split("\n") for part in _labelled_parts(plain(line))]
        if name := _headed_by(block):
            yield name, _value_below((), blocks[index + 1 :]), rows[0]
            continue
        is_letter = any(LETTER_REFERENCE.match(line) for line in rows)
        for at, line in enumerate(rows):
            head, colon, value = line.partition(":")
            name = _told_by(head, value) if colon else None
            if name is Field.DATE and is_letter:
                name = Field.NOTICE_DATE
            if name and not value.strip():
                value = _value_below(rows[at + 1 :], blocks[index + 1 :])
            if name:
                yield name, value.strip(), line


def _labelled_parts(line: str) -> list[str]:
    """A line, parted where a label stands in the middle of it: «Tid: 13. juni kl. 10. Sted: Kvam»; «Når?» asks with a
    sign of its own for what another notice labels."""
    return [re.sub(r"^(\w{2,9})\s?\?\s*", r"\1: ", part) for part in LABEL_WITHIN.split(line, _MOST_LABELS)]


def _headed_by(block: Block) -> Field | None:
    """The field of a heading whose value stands below it: «**Møtested**»."""
    is_set_apart = block.kind is BlockKind.HEADING or is_bold(block.text)
    name = label_like(block.plain) if is_set_apart and ":" not in block.text and len(block.plain) > 2 else None
    return name if name in _MAY_HEAD else None


def _value_below(rows: Sequence[str], blocks: Sequence[Block]) -> str:
    below = rows[0] if rows else (blocks[0].plain if blocks and blocks[0].kind is not BlockKind.TABLE else "")
    return "" if len(below) > 120 or label(below.partition(":")[0]) else below


def _labelled_cells(block: Block) -> Iterator[tuple[Field, str, str]]:
    first, below = [[label(plain(cell)) for cell in row] for row in (*block.rows, (), ())[:2]]
    if len(first) > 1 and all(first) and below and not any(below):
        # Labels side by side, their values below them.
        heads = [plain(cell) for cell in block.rows[0]]
        yield from (
            (name, plain(cell), head) for head, cell in zip(heads, block.rows[1], strict=True) if (name := label(head))
        )
        return
    for row in block.rows:
        cells = [plain(cell) for cell in row]
        for at, cell in enumerate(cells):
            head, colon, value = cell.partition(":")
            name = _told_by(head, value or next(iter(cells[at + 1 :]), "")) if colon or not at else label(head)
            # Cells that are joined over several columns leave empty ones.
            beside = next((each for each in cells[at + 1 :] if each), "")
            if name and (value.strip() or (beside and not _is_head_beside(beside, labelled=bool(colon)))):
                yield name, (value.strip() or beside).lstrip(": "), cell


def _is_head_beside(cell: str, *, labelled: bool) -> bool:
    """Whether the cell beside a heading is one too, as in a table of people or cases; beside «Utvalg:» the board is the
    value, though «Styre» is a label elsewhere."""
    if labelled and not cell.endswith(":"):
        return False
    return bool(columns_of(cell)) or label(cell) is not None


def _told_by(head: str, value: str) -> Field | None:
    """The field of a label; «Møtet holdes» leaves it to the value whether that is the time or the place, and «Forfall»
    whether that is to whom it is reported or who has reported it."""
    if tidy(head) in {"forfall", "fråfall"} and REPORTED_TO.match(value.strip()):
        return Field.COORDINATOR
    if HELD.search(head):
        return Field.DATE if moment(value, labelled=True) else Field.PLACE
    return label_like(head)


@lru_cache(maxsize=4096)
def label(head: str) -> Field | None:
    """The field of a label, also where it is misspelt by a letter."""
    name = tidy(head)
    if not name or len(name) > _LONGEST_LABEL:
        return None
    if name in LABELS:
        return LABELS[name]
    near = difflib.get_close_matches(name, LABELS, 1, 0.87) if len(name) > 5 else []
    return LABELS[near[0]] if near else None


def label_like(head: str) -> Field | None:
    """The field of what stands where a label does: of the label, or of any word of it that tells, as in «Dato og
    klokkeslett»."""
    name = tidy(head)
    if known := label(head):
        return known
    if len(name) > _LONGEST_LABEL or len(name.split()) > _MOST_WORDS:
        return None
    return next((field for field, pattern in TELLING_LABELS if pattern.search(name)), None)
