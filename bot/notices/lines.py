"""A document's blocks with every line that marks a part of the notice standing by itself.

In text and in Word alike, «Sak 1/22 Budsjett» and «Forslag til vedtak:» often share a paragraph with what follows.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.notices import vocabulary as words
from bot.notices.columns import columns_like, columns_of
from bot.notices.dates import moment
from bot.notices.municipalities import is_municipality
from bot.notices.outline import Block, BlockKind, is_bold, plain

LONGEST_TITLE = 250
_WRAPPED_AT = 60
_UNFINISHED = 40
_ITEM = re.compile(r"(?P<marker>[-•·‣▪–]|\(?\d{1,2}[.)]|\(?[a-zæøå]\))\s+(?P<text>\S.*)", re.DOTALL)
_NAME = re.compile(
    r"(?:[A-ZÆØÅÄÖÉ][\w'’.-]*\.?)(?:\s+(?:von|van|de|der|af|av|da|la|le))?(?:\s+[A-ZÆØÅÄÖÉ][\w'’-]*\.?){1,4}"
)


@dataclass(frozen=True, slots=True)
class CaseMark:
    """Where a case begins, or is listed: its number and title as written, the title empty where there is none.

    `closed` is what the listing says of its exemption; `strong` marks a heading by form; `series` is the register's
    letters where it is one of what is only reported, such as «RS», else empty.
    """

    number: str
    title: str
    closed: str = ""
    strong: bool = False
    series: str = ""
    listed: bool = False
    source: Block | None = None


def lines(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, paragraphs and items cut where a line begins or ends a part of the notice or a list."""
    for block in itertools.chain.from_iterable(map(_apart, _untitled(blocks))):
        if block.kind is BlockKind.PARAGRAPH and block.text:
            yield from _cut(block.text)
        elif block.kind is BlockKind.ITEM and "\n" in block.text:
            yield from _cut_item(block)
        elif block.kind is BlockKind.TABLE and _is_form(block):
            yield from _unrolled(block)
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
    for row in form.rows:
        label, *rest = [cell for cell in row if cell] or [""]
        if case_mark(Block(BlockKind.HEADING, label)):
            yield Block(BlockKind.HEADING, " ".join(plain(cell) for cell in (label, *rest)), level=1)
            continue
        yield from _cut(f"**{plain(label)}**" if rest and len(plain(label)) <= LONGEST_TITLE else label)
        for cell in rest:
            yield from _cut(cell)


def _cut_item(item: Block) -> Iterator[Block]:
    """The item, and what stands right below it without an empty line but is a part of its own."""
    rows = item.text.split("\n")
    own = next((n for n, row in enumerate(rows) if n and _is_mark(row) and not _is_wrapped(rows[n - 1])), len(rows))
    yield replace(item, text=unwrapped("\n".join(rows[:own])))
    if own < len(rows):
        yield from _cut("\n".join(rows[own:]))


def _is_wrapped(line: str) -> bool:
    """Whether a line is so long, and so little at its end, that the next one may be the rest of its sentence."""
    return len(line) > _WRAPPED_AT and not line.rstrip().endswith((".", ":", "!", "?"))


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


def item_of(text: str) -> Block | None:
    """The list item that a typed line is; None for other lines, such as one that starts with a date."""
    match = _ITEM.fullmatch(text.strip())
    if match is None:
        return None
    found = moment(text)
    if match["marker"][0].isdigit() and found and found.has_date and re.match(r"\d{1,2}\.\s*[^\W\d]", text.strip()):
        starts_with_date = moment(" ".join(text.split()[:2]))
        if starts_with_date and starts_with_date.has_date:
            return None
    return Block(BlockKind.ITEM, match["text"], marker=match["marker"])


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
        return len(kept[0]) <= _WRAPPED_AT or not mark.title
    return bool(
        words.HEADING.fullmatch(bare) or words.AGENDA.fullmatch(bare.strip(" :")) or words.MISCELLANEOUS.fullmatch(bare)
    )


def proposal_label(bare: str, *, weak: bool = False) -> str | None:
    """What follows on the line of a label such as «Forslag til vedtak:», often nothing; None where it is no label."""
    pattern = words.WEAK_PROPOSAL if weak else words.PROPOSAL
    match = pattern.fullmatch(bare.strip(" *#"))
    if match is None or words.NOT_PROPOSAL.search(bare[: match.start("rest") if match["rest"] else None]):
        return None
    return (match["rest"] or "").strip()


def case_mark(block: Block) -> CaseMark | None:
    """The case that a block's line begins; None where it only mentions one."""
    if block.kind in {BlockKind.TABLE, BlockKind.QUOTE}:
        return None
    bare = block.plain
    strong = block.kind is BlockKind.HEADING or is_bold(block.text)
    match = words.CASE.fullmatch(bare) or words.CASE_BARE.fullmatch(bare)
    if match is None or not _is_title(match, strong=strong):
        return None
    number = tidy_number(match["number"])
    listed = block.kind is BlockKind.ITEM
    series = next((each for each in (match["series"], match["prefix"]) if each in words.REPORTED), "")
    return CaseMark(number, match["title"].strip(), strong=strong, series=series, listed=listed, source=block)


def _is_title(match: re.Match[str], *, strong: bool) -> bool:
    title, separated = match["title"].strip(), bool(match["sep"].strip())
    prefixed = bool(match["prefix"] or match["series"])
    # An archive numbers by year first: «2023/60».
    if len(title) > LONGEST_TITLE or (not prefixed and re.match(r"20\d\d\D", match["number"])):
        return False
    if not title:
        return prefixed or strong
    if separated and re.match(r"\d{2,4}\b", title) and not prefixed:
        return False
    if strong or (separated and prefixed):
        return True
    return (title[0].isupper() or title[0] in "«\"“'(0123456789") and not title.endswith((".", ",", ";"))


def tidy_number(number: str) -> str:
    """A case's number without spaces and leading zeros: `031/22` is `31/22`."""
    return re.sub(r"^0+(?=\d)", "", re.sub(r"\s", "", number))


def is_name(text: str) -> bool:
    """Whether a text looks like a person's name: two to five words, each with a capital, no word of an office."""
    text = text.strip()
    return (
        len(text) <= 60
        and _NAME.fullmatch(text) is not None
        and not words.TITLE_WORD.search(text)
        and not words.ORGANISATION.search(text)
        and not is_municipality(text)
    )


def is_heading(block: Block) -> bool:
    """Whether a block is a heading within a case: by style, by bold alone, by its words, or short with a colon."""
    if block.kind is BlockKind.HEADING:
        return True
    if block.kind is not BlockKind.PARAGRAPH or "\n" in block.text or not block.text:
        return False
    bare = block.plain
    if words.HEADING.fullmatch(bare) or proposal_label(bare) == "":
        return True
    if is_bold(block.text) and len(bare) <= 100 and not bare.endswith((".", "!", "?")):
        return True
    short = bare.endswith(":") and len(bare) <= _WRAPPED_AT and len(bare.split()) <= 6 and bare[0].isupper()
    capitals = len(bare) <= _WRAPPED_AT and bare.isupper() and sum(c.isalpha() for c in bare) >= 4
    sentence = words.LEAD_IN.search(bare) or words.VERB.search(bare)
    return (short and not sentence) or capitals


def is_lead_in(block: Block) -> bool:
    """Whether a block only leads to the points that follow: «Styringsgruppa fatter slikt vedtak:»."""
    return block.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING} and block.plain.endswith(":")


def unwrapped(text: str) -> str:
    """The text with the line breaks of a wrapped text file taken out; a short line that is complete keeps its own."""
    rows = text.split("\n")
    joined = rows[0]
    for above, line in itertools.pairwise(rows):
        unfinished = len(above) >= _UNFINISHED and not above.rstrip().endswith((".", ":", ";", "!", "?"))
        numbered = re.match(r"\d{1,2}\s+[A-ZÆØÅ«]", line) is not None or item_of(line) is not None
        wrapped = (
            bool(above and line) and not numbered and (line[0].islower() or unfinished or len(above) >= _WRAPPED_AT)
        )
        joined += f" {line}" if wrapped else f"\n{line}"
    return joined.strip()
