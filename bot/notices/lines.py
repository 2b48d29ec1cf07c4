"""What a line of a notice is: a case's number and title, a proposal's label, a heading, an item, a name."""

import itertools
import re
from dataclasses import dataclass

from bot.notices import vocabulary as words
from bot.notices.dates import moment
from bot.notices.municipalities import is_municipality
from bot.notices.outline import Block, BlockKind, is_bold

LONGEST_TITLE = 250
WRAPPED_AT = 60
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


def item_of(text: str) -> Block | None:
    """The list item that a typed line is; None for other lines, such as one that starts with a date."""
    match = _ITEM.fullmatch(text.strip())
    if match is None:
        return None
    found = moment(text)
    if match["marker"][0].isdigit() and found and found.has_date and re.match(r"\d{1,2}\.\s*[^\W\d]", text.strip()):
        starts_with_date = moment(" ".join(text.split()[:2]))
        if starts_with_date and starts_with_date.has_date and not names_somebody(match["text"]):
            return None
    return Block(BlockKind.ITEM, match["text"], marker=match["marker"])


def names_somebody(text: str) -> bool:
    """Whether two words with capitals begin it: «2. Jan Kristensen velges» is no day of January."""
    return re.match(r"[A-ZÆØÅ][a-zæøå]+ [A-ZÆØÅ]", text) is not None


def proposal_label(bare: str, *, weak: bool = False) -> str | None:
    """What follows on the line of a label such as «Forslag til vedtak:», often nothing; None where it is no label."""
    pattern = words.WEAK_PROPOSAL if weak else words.PROPOSAL
    match = pattern.fullmatch(bare.strip(" *#"))
    if match is None:
        return None
    label = bare[: match.start("rest")] if match["rest"] else bare
    # «Innstilling fra utvalget ble vedtatt» tells of one.
    if words.NOT_PROPOSAL.search(label) or words.BECAME.search(label):
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
        and not words.OFFICES.search(text)
        and not words.NOTICE_TITLE.fullmatch(text)
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
    short = bare.endswith(":") and len(bare) <= WRAPPED_AT and len(bare.split()) <= 6 and bare[0].isupper()
    capitals = len(bare) <= WRAPPED_AT and bare.isupper() and sum(c.isalpha() for c in bare) >= 4
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
            bool(above and line) and not numbered and (line[0].islower() or unfinished or len(above) >= WRAPPED_AT)
        )
        joined += f" {line}" if wrapped else f"\n{line}"
    return joined.strip()
