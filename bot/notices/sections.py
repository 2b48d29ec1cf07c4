"""The parts of a notice: what concerns the whole meeting, and each case's own blocks.

A number that is first listed and later treated is one case: its section is where there is most to read.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.notices import vocabulary as words
from bot.notices.archive import is_archived, is_route, without_head
from bot.notices.columns import columns_in
from bot.notices.cutting import lines
from bot.notices.labels import label
from bot.notices.lines import (
    CaseMark,
    case_mark,
    is_heading,
    is_name,
    proposal_label,
    tidy_number,
)
from bot.notices.outline import Block, BlockKind, plain
from bot.notices.people import ADDRESS, PHONE
from bot.notices.vocabulary import Field

_WHO = frozenset({Field.COORDINATOR, Field.CHAIR, Field.MEMBERS, Field.EMAIL, Field.PHONE, Field.COPY})


@dataclass(frozen=True, slots=True)
class Section:
    """One case as the notice has it, without what the archive writes at its head: `listings` are the marks by which it
    was named, the section's own last."""

    number: str
    listings: tuple[CaseMark, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """A notice cut up: what concerns the meeting, before and after the cases, and the cases in order."""

    general: tuple[Block, ...]
    sections: tuple[Section, ...]


@dataclass(slots=True)
class _Occurrence:
    mark: CaseMark
    blocks: list[Block] = field(default_factory=list)

    @property
    def weight(self) -> tuple[bool, bool, int]:
        """How much of a section it is: with a proposal, with headings, with many words."""
        labels = any(proposal_label(block.plain) is not None for block in self.blocks)
        headings = any(is_heading(block) for block in self.blocks)
        return labels, headings, sum(len(block.text) for block in self.blocks)


def parts(blocks: Iterable[Block], sender: str = "") -> Parts:
    """The notice's parts; `sender` is the name of the one whose mail it is, who may sign it."""
    general, found = _walk(list(lines(blocks)))
    found = _apart(_without_mentions(found))
    chosen = {number: _section_of(number, found) for number in dict.fromkeys(each.mark.number for each in found)}
    for each in found:
        if each is not chosen[each.mark.number]:
            general.extend(each.blocks)
    _cut_tail(found, chosen, general, sender)
    sections = tuple(
        Section(number, _listings(number, found, occurrence), tuple(_told(occurrence.blocks)))
        for number, occurrence in chosen.items()
    )
    return Parts(tuple(general), sections)


def _told(blocks: Iterable[Block]) -> Iterator[Block]:
    return (block for block in blocks if not is_route(block) and not is_archived(block))


def _apart(found: list[_Occurrence]) -> list[_Occurrence]:
    """The places, a reported letter of the same number as a case called by its register too: «RS 3/22»."""
    decided = {each.mark.number for each in found if not each.mark.series}
    for each in found:
        if each.mark.series and each.mark.number in decided:
            each.mark = replace(each.mark, number=f"{each.mark.series} {each.mark.number}")
    return found


def _section_of(number: str, found: Sequence[_Occurrence]) -> _Occurrence:
    own = [each for each in found if each.mark.number == number]
    return max(reversed(own), key=lambda each: each.weight)


def _listings(number: str, found: Sequence[_Occurrence], section: _Occurrence) -> tuple[CaseMark, ...]:
    others = [each.mark for each in found if each.mark.number == number and each is not section]
    return (*others, section.mark)


def _walk(blocks: Sequence[Block]) -> tuple[list[Block], list[_Occurrence]]:
    """The blocks outside of all cases, and every place where a case is named, with the blocks that follow it."""
    general: list[Block] = []
    found: list[_Occurrence] = []
    into = general
    agenda = 0
    above: list[CaseMark] = []
    for block in blocks:
        bare = block.plain
        before, above = above, []
        if words.AGENDA.fullmatch(bare.strip(" :")):
            into, agenda = general, 1
            general.append(block)
            continue
        marks = _route_marks(block, found, into) if is_route(block) else list(_marks(block, agenda))
        if marks and not _is_repeated(marks, found, into) and not _is_reported(marks, found, into):
            if found:
                del into[without_head(into, is_sure=is_route(block)) :]
            found += [_Occurrence(mark) for mark in marks]
            above = marks
            only_lists = (block.kind is BlockKind.TABLE and len(marks) > 1) or _only_numbers([*before, *marks])
            into = general if only_lists else found[-1].blocks
            # A plain list is the agenda only while its numbers are all that names cases.
            agenda = agenda + 1 if marks[0].number == str(agenda) and block.numbered else 0
            continue
        agenda = 0 if is_heading(block) else agenda
        untitled = bool(found) and found[-1].blocks is into and not into and not found[-1].mark.title
        if words.MISCELLANEOUS.fullmatch(bare) and not untitled:
            into = general
            continue
        if words.REPORTED_HEADING.fullmatch(bare.strip(" :")) and is_heading(block) and not untitled:
            into = general
        into.append(block)
    return general, found


def _only_numbers(marks: Sequence[CaseMark]) -> bool:
    """Whether lines below one another only number cases, as those do that an answer is to be written on."""
    return len({mark.number for mark in marks}) > 1 and not any(mark.title for mark in marks)


def _is_repeated(marks: Sequence[CaseMark], found: Sequence[_Occurrence], into: list[Block]) -> bool:
    """Whether the mark repeats the number of the case in hand: in the middle of what is said about it, or as the table
    that records where it is treated."""
    if len(marks) != 1 or not found or found[-1].blocks is not into:
        return False
    current, mark = found[-1], marks[0]
    is_record = mark.source is not None and mark.source.kind is BlockKind.TABLE and not mark.title
    return current.mark.number == mark.number and (is_record or any(current.weight[:2]))


def _is_reported(marks: Sequence[CaseMark], found: Sequence[_Occurrence], into: list[Block]) -> bool:
    """Whether the mark only names a letter that the case in hand reports: «RS 3/22» below «Referatsaker»."""
    if not found or found[-1].blocks is not into or not all(mark.series for mark in marks):
        return False
    return words.REPORTS.match(found[-1].mark.title) is not None


def _marks(block: Block, agenda: int) -> Iterator[CaseMark]:
    """The cases that a block names; `agenda` is the number that the next item of a plain agenda must have, or 0."""
    if block.kind is BlockKind.TABLE:
        yield from _table_marks(block)
    elif mark := case_mark(block):
        yield mark
    elif agenda and block.numbered and block.level == 0 and block.marker.strip("().") == str(agenda):
        yield CaseMark(str(agenda), block.plain, listed=True, source=block)


def _table_marks(block: Block) -> Iterator[CaseMark]:
    """The cases that a table lists."""
    header = columns_in(block.rows[0]) if block.rows else {}
    for row in block.rows:
        cells = [plain(cell) for cell in row]
        for index, cell in enumerate(cells):
            if mark := case_mark(Block(BlockKind.PARAGRAPH, f"**{cell}**" if cell else "")):
                closed = _closed_cell(cells, index, header)
                title = mark.title or _title_cell(cells, index, header, closed)
                yield replace(mark, title=title, closed=closed, listed=True, source=block, strong=False)
                break


def _route_marks(block: Block, found: Sequence[_Occurrence], into: list[Block]) -> list[CaseMark]:
    """The case at whose head the committees stand that treat it, each with its own number; none where they stand below
    the case's own heading. A number that the notice has listed is the case's, else the last one is."""
    rows = [mark for row in block.rows[1:] if (mark := next(_table_marks(replace(block, rows=(row,))), None))]
    in_hand = found[-1] if found and found[-1].blocks is into else None
    if in_hand and not in_hand.blocks and in_hand.mark.source is not None and not is_route(in_hand.mark.source):
        return []
    listed = {each.mark.number for each in found}
    own = [mark for mark in rows if mark.number in listed] or rows[-1:]
    if in_hand and in_hand.mark.number in {mark.number for mark in rows}:
        return []
    return [replace(mark, title="", source=block) for mark in own[-1:]]


def _closed_cell(cells: Sequence[str], number_at: int, header: dict[str, int]) -> str:
    """What the row says of the case's exemption, in its own column or in one without a heading."""
    if "closed" in header:
        return cells[header["closed"]]
    others = (cell for index, cell in enumerate(cells) if index != number_at)
    return next((cell for cell in others if words.CLOSED.match(cell) or words.SECTION.match(cell)), "")


def _title_cell(cells: Sequence[str], number_at: int, header: dict[str, int], closed: str) -> str:
    named = header.get("subject", header.get("title"))
    if named is not None and named != number_at:
        return cells[named]
    others = [cell for index, cell in enumerate(cells) if index != number_at and cell != closed]
    return max(others, key=len, default="")


def _without_mentions(found: list[_Occurrence]) -> list[_Occurrence]:
    """Where the notice has a list of cases, a number that is not on it is only mentioned, unless it is a heading."""
    listed = {each.mark.number for each in found if each.mark.listed}
    for before, after in itertools.pairwise(found):
        if not before.blocks and before.mark.title and after.mark.title:
            listed |= {before.mark.number, after.mark.number}
    if not listed:
        return found
    for each in found:
        # A case that follows the last one by its number is no mention of an older one.
        if _number_before(each.mark.number) in listed and each.mark.title:
            listed.add(each.mark.number)
    kept: list[_Occurrence] = []
    for each in found:
        if each.mark.number in listed or each.mark.strong or not kept:
            kept.append(each)
        elif each.mark.source is not None:
            kept[-1].blocks += [each.mark.source, *each.blocks]
    return kept


def _number_before(number: str) -> str:
    """The number of the case before: `2/22` for `3/22`; empty where there is none."""
    count, slash, year = number.partition("/")
    return f"{int(count) - 1}{slash}{year}" if count.isdigit() else ""


def _cut_tail(found: Sequence[_Occurrence], chosen: dict[str, _Occurrence], general: list[Block], sender: str) -> None:
    """What closes the notice is no part of its last case: the closing formula, how to answer, how to report absence."""
    if not found or found[-1] is not chosen[found[-1].mark.number]:
        return
    last = found[-1].blocks
    tails = (
        n
        for n, block in enumerate(last)
        if is_tail(block)
        or is_signature(last, n)
        or _is_contact(last, n)
        or (sender and plain(block.text.split("\n")[0]) == sender)
    )
    cut = next(tails, len(last))
    cut = _labels_before(last, cut)
    general.extend(last[cut:])
    del last[cut:]


def _is_contact(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line behind all parts of the last case says whom to ask: «Ta kontakt på 900 11 222 …»."""
    block, rest = blocks[index], blocks[index + 1 :]
    asked = block.kind is BlockKind.PARAGRAPH and words.ASKED.search(block.plain)
    reached = ADDRESS.search(block.plain) or PHONE.search(block.plain)
    return bool(asked and reached) and not any(
        is_heading(each) or proposal_label(each.plain) is not None for each in rest
    )


def _labels_before(blocks: Sequence[Block], end: int) -> int:
    """Where the lines begin that say, right before the end, who asks and who is asked: «Sekretær: …», «Innkalt: …»."""
    at = end
    while at and blocks[at - 1].kind is BlockKind.PARAGRAPH and all(map(_says_who, blocks[at - 1].text.split("\n"))):
        at -= 1
    reachable = any(words.REACHABLE.search(block.plain) for block in blocks[at:end])
    return at if reachable or end < len(blocks) else end


def _says_who(line: str) -> bool:
    return label(plain(line).partition(":")[0]) in _WHO if ":" in line else False


def is_tail(block: Block) -> bool:
    """Whether a block belongs to the end of a notice: closing, answer wanted, absence to be reported."""
    bare = block.plain
    if block.text.startswith("--\n"):
        # RFC 3676 §4.3: what follows is the mail's signature.
        return True
    if block.kind is not BlockKind.PARAGRAPH or is_heading(block):
        return False
    asks = words.ANSWER.search(bare) and words.BY.search(bare) and ("frist" in bare.lower() or _asks(bare))
    reports = words.ABSENCE.search(bare) and words.CONTACT.search(bare) and words.BY.search(bare + " frist")
    first = plain(block.text.split("\n")[0])
    closes = words.CLOSING.fullmatch(first) or words.PLACE_AND_DATE.fullmatch(first)
    return bool(closes or asks or (reports and len(bare) < 500))


def _asks(bare: str) -> bool:
    """Whether the words ask somebody to answer, instead of telling of an answer."""
    return words.REQUEST.search(bare) is not None


def is_signature(blocks: Sequence[Block], index: int) -> bool:
    """Whether a signature starts here: a name with an office below it, in one block or two."""
    block = blocks[index]
    if block.kind is not BlockKind.PARAGRAPH:
        return False
    rows = [plain(line) for line in block.text.split("\n")]
    if index + 1 < len(blocks) and len(rows) == 1 and blocks[index + 1].kind is BlockKind.PARAGRAPH:
        rows.append(plain(blocks[index + 1].text.split("\n")[0]))
    return len(rows) >= 2 and is_name(rows[0]) and len(rows[1]) < 80 and bool(words.TITLE_WORD.search(rows[1]))


__all__ = ["Parts", "Section", "is_signature", "is_tail", "parts", "tidy_number"]
