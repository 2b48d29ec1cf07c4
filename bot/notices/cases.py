"""One case of a notice: title, text as Markdown, proposal, exemption from public access."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.notices import vocabulary as words
from bot.notices.lines import LONGEST_TITLE, is_heading, is_lead_in, is_name, proposal_label, unwrapped
from bot.notices.outline import Block, BlockKind, plain
from bot.notices.sections import Section, is_signature, is_tail
from bot.notices.text import markdown, quoted

_ANNOUNCES = re.compile(r"\b(?:vedtak|fråsegn|uttalelse|innstilling|tilråding|decision)\s*:$", re.IGNORECASE)
_WHO_DECIDES = re.compile(
    r"\b(?:vedta[rk]?|vedtek|fatter|gjør|gjer|godkjenner|slikt?|følgende|fylgjande|følgjande|resolves|adopts|that)\s*:$"
    r"|^[\w-]+(?:\s[\w-]+)?\s*:$",
    re.IGNORECASE,
)
# «Saken er … etter» is all that a sentence says beside the exemption and its section.
_FEW_LETTERS = 16
# «Varslingssak (offl. § 13)» says in its title why it is closed.
_SECTION_BEHIND = re.compile(
    rf"\s*(?:[(\[]|[–-]\s)\s*(?P<section>(?=off){words.SECTION.pattern})\s*[)\]]?$", re.IGNORECASE
)
_MOST_WORDS_OF_HEADING = 5


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that was read and may be wrong: where it stands in the meeting file, what was read, and why."""

    path: str
    read: str
    why: str


@dataclass(slots=True)
class ReadCase:
    """A case's keys, the keys that it does not tell, and the doubts, both by their path within the case."""

    values: dict[str, Any]
    missing: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def read_case(section: Section) -> ReadCase:
    """The case that a section tells."""
    blocks = list(section.blocks)
    doubts: list[Doubt] = []
    title = _title(section, blocks)
    exempt, title = _exemption(section, blocks, title)
    proposal = _proposal(blocks, doubts)
    text = markdown(blocks)
    values: dict[str, Any] = {"number": section.number}
    if title:
        values["title"] = title
    if text:
        values["text"] = text
    if proposal:
        values["proposal"] = proposal
    missing = [key for key in ("title", "proposal") if key not in values]
    if words.ATTACHMENT.search(text) and not words.NO_ATTACHMENT.search(text):
        missing.append("documents")
    if exempt is not None:
        values["public"] = False
        if exempt:
            values["exempt_under"] = exempt
        else:
            missing.append("exempt_under")
    return ReadCase(values, missing, doubts)


def _title(section: Section, blocks: list[Block]) -> str:
    """The title: on the case's own line, else the line below it, else where the case was listed."""
    own = section.listings[-1].title
    listed = next((mark.title for mark in section.listings[:-1] if mark.title), "")
    if own:
        if blocks and blocks[0].plain == own:
            del blocks[0]
        same = own.isupper() and not listed.isupper() and _folded(own) == _folded(listed)
        return listed if same else own
    if blocks and _can_be_title(blocks[0], listed):
        return blocks.pop(0).plain
    return listed


def _can_be_title(block: Block, listed: str) -> bool:
    if block.kind not in {BlockKind.PARAGRAPH, BlockKind.HEADING}:
        return False
    bare = block.plain
    if listed:
        return _folded(bare) == _folded(listed)
    return (
        0 < len(bare) <= LONGEST_TITLE
        and not bare.endswith((".", ":", ";"))
        and proposal_label(bare) is None
        and words.HEADING.fullmatch(bare) is None
        and words.CLOSED.match(bare) is None
    )


def _folded(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def _exemption(section: Section, blocks: list[Block], title: str) -> tuple[str | None, str]:
    """The section of law that closes the case, empty where it is closed without one, None where it is public; and the
    title without it."""
    if words.CLOSED.search(title):
        section_of_law = words.SECTION.search(title)
        cut = re.sub(r"\s*[-–,]?\s*[(\[]?\s*" + words.CLOSED.pattern + r".*$", "", title, flags=re.IGNORECASE)
        behind = title[section_of_law.end() :] if section_of_law else ""
        return (section_of_law[0] if section_of_law else ""), cut.strip(" (-–,") or behind.strip(" )]:–-.,")
    if named := _SECTION_BEHIND.search(title):
        return named["section"], title[: named.start()]
    cell = next((mark.closed for mark in section.listings if mark.closed), "")
    if cell and cell.lower() not in {"nei", "-", "–", "no"}:
        section_of_law = words.SECTION.search(cell)
        return (section_of_law[0] if section_of_law else _exempt_block(blocks) or ""), title
    return _exempt_block(blocks), title


def _exempt_block(blocks: list[Block]) -> str | None:
    """The section that a block of the case states; a block that says nothing else is taken out."""
    for index, block in enumerate(blocks):
        bare = block.plain if block.kind is not BlockKind.TABLE else " ".join(plain(c) for r in block.rows for c in r)
        closed = words.CLOSED.search(bare)
        # In the middle of a sentence it is told of, not stated.
        if closed and (closed.start() < 40 or block.kind is BlockKind.TABLE) and len(bare) < LONGEST_TITLE:
            section_of_law = words.SECTION.search(bare, closed.start())
            told = words.SECTION.sub("", words.CLOSED.sub("", bare))
            if block.kind is not BlockKind.TABLE and (closed.start() < 4 or sum(map(str.isalpha, told)) < _FEW_LETTERS):
                del blocks[index]
            return section_of_law[0] if section_of_law else ""
    return None


def _proposal(blocks: list[Block], doubts: list[Doubt]) -> list[str]:
    """The proposal's points, taken out of the blocks."""
    labels = [n for n, block in enumerate(blocks) if _label(block) is not None]
    # A quoted record has proposals of its own.
    labels = [n for n, is_quoted in enumerate(quoted(blocks)) if n in labels and not is_quoted] or labels
    if not labels:
        labels = [n for n, block in enumerate(blocks) if _label(block, weak=True) is not None][-1:]
    found = [(at, _extent(blocks, at)) for at in labels]
    found = [(at, end) for at, end in found if end > at + 1 or _label(blocks[at]) or _label(blocks[at], weak=True)]
    if not found:
        return []
    # What a minority proposes is voted on against the proposal; it is none where there is another.
    at, end = next((each for each in found if not words.MINORITY.search(blocks[each[0]].plain)), found[0])
    label = blocks[at].plain
    points, sure = _points(_content(blocks, at, end))
    others = [_points(_content(blocks, *each))[0] for each in found if each[0] != at]
    if any(other != points for other in others):
        heads = ", ".join(f"«{blocks[other].plain[:60]}»" for other, _ in found if other != at)
        doubts.append(Doubt("proposal", label[:80], f"the case also has {heads}"))
    if not sure:
        doubts.append(Doubt("proposal", points[-1][:200], "a paragraph without a number follows the numbered points"))
    if end < len(blocks) and _heads_prose(blocks, end):
        head = plain(blocks[end].text.split("\n")[0])
        doubts.append(Doubt("proposal", head, "read as a heading, so that the proposal ends above it"))
    if points:
        del blocks[at:end]
    return points


def _label(block: Block, *, weak: bool = False) -> str | None:
    if block.kind in {BlockKind.TABLE, BlockKind.QUOTE}:
        return None
    return proposal_label(block.text.replace("**", ""), weak=weak)


def _extent(blocks: Sequence[Block], at: int) -> int:
    """Where the proposal whose label stands at this block ends."""
    end = at + 1
    while end < len(blocks) and not _ends_proposal(blocks, end, first=end == at + 1):
        end += 1
    return end


def _ends_proposal(blocks: Sequence[Block], at: int, *, first: bool) -> bool:
    block = blocks[at]
    if _label(block) is not None or is_signature(blocks, at) or is_tail(block) or words.ATTACHED.fullmatch(block.plain):
        return True
    if block.kind is BlockKind.PARAGRAPH and block.plain.endswith("?") and not first:
        # Nothing that is decided is a question.
        return True
    if not is_heading(block):
        return not first and _heads_prose(blocks, at)
    # «Styringsgruppa vedtar:» leads in, and a proposal may be one bold line.
    leads_in = is_lead_in(block) and words.LEAD_IN.search(block.plain) is not None
    known = words.HEADING.fullmatch(block.plain) is not None
    return known or not (leads_in or (first and block.kind is not BlockKind.HEADING))


def _heads_prose(blocks: Sequence[Block], at: int) -> bool:
    """Whether a plain line that nobody made a heading heads what follows it: a few words without a verb, behind what is
    complete and before sentences."""
    block, above = blocks[at], blocks[at - 1]
    line, _, rest = block.text.partition("\n")
    bare = plain(line)
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    prose = plain(rest) or (below.plain if below and below.kind is BlockKind.PARAGRAPH else "")
    complete = above.kind is BlockKind.ITEM or above.plain.endswith((".", "»"))
    return (
        block.kind is BlockKind.PARAGRAPH
        and not is_heading(block)
        and complete
        and len(bare.split()) <= _MOST_WORDS_OF_HEADING
        and bare[:1].isupper()
        and bare[-1:].isalpha()
        and not words.VERB.search(bare)
        and not is_name(bare)
        and len(prose.split()) > _MOST_WORDS_OF_HEADING
        and prose[:1].isupper()
    )


def _content(blocks: Sequence[Block], at: int, end: int) -> list[Block]:
    rest = _label(blocks[at]) or _label(blocks[at], weak=True)
    head = [Block(BlockKind.PARAGRAPH, rest)] if rest else []
    return [*head, *blocks[at + 1 : end]]


def _points(content: list[Block]) -> tuple[list[str], bool]:
    """The numbered points, or one entry; and whether it is sure that nothing follows them."""
    if len(content) > 1 and is_lead_in(content[0]) and _decides(content[0], numbered=content[1].numbered):
        content = content[1:]
    top = [n for n, block in enumerate(content) if block.numbered and block.level == _top_level(content)]
    if not top or top[0] != 0:
        whole = markdown(content, headings=False)
        return ([whole] if whole else []), True
    groups = [content[start:end] for start, end in zip(top, [*top[1:], len(content)], strict=True)]
    trailing = any(block.kind is BlockKind.PARAGRAPH for block in groups[-1][1:])
    return [_point(group) for group in groups], not trailing


def _decides(block: Block, *, numbered: bool) -> bool:
    """Whether the lead-in announces the decision's own words, so that they say everything without it; before numbered
    points a lead-in that only says who decides does too. «Rådet ber fylket om å:» is a part of what it leads in."""
    if _ANNOUNCES.search(block.plain):
        return True
    return numbered and _WHO_DECIDES.search(block.plain) is not None


def _top_level(content: Sequence[Block]) -> int:
    return min((block.level for block in content if block.numbered), default=0)


def _point(group: Sequence[Block]) -> str:
    first, rest = group[0], group[1:]
    more = markdown([*_outdented(rest)], headings=False)
    return f"{unwrapped(first.text)}\n{more}" if more else unwrapped(first.text)


def _outdented(blocks: Sequence[Block]) -> Iterator[Block]:
    base = min((block.level for block in blocks if block.kind is BlockKind.ITEM), default=0)
    for block in blocks:
        is_item = block.kind is BlockKind.ITEM
        yield Block(block.kind, block.text, block.level - base if is_item else block.level, block.marker, block.rows)
