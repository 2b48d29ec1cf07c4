"""Which case each document belongs to that a mail carries beside its notice.

A case has a document when its text names the file, or the file the case: «budsjett.pdf», «Vedlegg 2», «Sak 3-22 plan»,
or when all words of the file's name stand where the case lists its attachments. What several cases may mean alike, and
what no case names, is given to none of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from bot.notices import vocabulary as words
from bot.notices.outline import Attachment, plain
from bot.notices.people import folded

FOLDER = "vedlegg"
_CALLED = r"(?:vedlegg|vedl|attachments?|annex|appendix)\.?(?:\s+nr\.?)?"
_NUMBERS = re.compile(rf"\b{_CALLED}((?:\s*(?:,|og|and|–|-|til|to)?\s*\d{{1,2}}(?!\d|/\d|\.\s?\d))+)", re.IGNORECASE)
_OF_NUMBER = re.compile(rf"\W*{_CALLED}\W*0*(\d{{1,2}})(?!\d)", re.IGNORECASE)
_OF_CASE = re.compile(
    r"(?:(?:sak(?:snr|sframlegg|sfremlegg)?|case|item|(?-i:[A-ZÆØÅ]{2,3}))\W+(?:nr\W+)?)?0*(\d{1,4})(?:[-_./](?:20)?(\d\d))?(?!\d)",
    re.IGNORECASE,
)
_LISTS = re.compile(r"(?:[\w-]+\s)?(?:vedlegg|saksdokument\w*|attachments?)\s*:?", re.IGNORECASE)
_FILE = re.compile(r"\w\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|txt|md|csv|png|jpe?g)\b", re.IGNORECASE)
# Words of a file's name that tell nothing of what is in it.
_EMPTY = re.compile(
    r"\d{1,8}|v\d{1,2}|vedl(?:egg)?|nr|endelig|final|kopi|copy|og|i|for|til|av|om|the|of|and|attachment|annex"
)


@dataclass(frozen=True, slots=True)
class Tie:
    """A document and the cases, by their places in the notice, that have it; `why` is the reason to look at it."""

    attachment: Attachment
    cases: tuple[int, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class CaseWords:
    """A case's number and text as Markdown."""

    number: str
    text: str

    @cached_property
    def listing(self) -> str:
        """The lines that list attachments or say that something is attached, folded."""
        found: list[str] = []
        listed = False
        for row in self.text.split("\n"):
            line = plain(row.lstrip("-# "))
            if _LISTS.fullmatch(line):
                listed = True
            elif row.startswith("#"):
                listed = False
            elif listed or words.ATTACHMENT.search(line):
                found.append(line)
        return "\n".join(map(_bare, found))

    @cached_property
    def bare(self) -> str:
        """All of the text, folded."""
        return _bare(self.text)

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The numbers of the attachments that the text names."""
        return frozenset(n for match in _NUMBERS.finditer(_plain_lines(self.text)) for n in _counted(match[1]))

    def lacks(self, documents: Sequence[Attachment]) -> bool:
        """Whether the text names more attachments than these."""
        named = max(len(self.numbers), len(_FILE.findall(self.text)), 1)
        return len(documents) < named


def ties(attachments: Sequence[Attachment], cases: Sequence[CaseWords]) -> list[Tie]:
    """Each document with the cases that have it."""
    return [_tie(each, cases) for each in attachments]


def _tie(attachment: Attachment, cases: Sequence[CaseWords]) -> Tie:
    places = tuple(range(len(cases)))
    narrowed = False
    for fits in (_is_named_by, _is_titled, _is_numbered, _is_listed):
        found = tuple(n for n in places if fits(attachment, cases[n]))
        if len(found) == 1 or (found and fits is _is_titled):
            return Tie(attachment, found)
        places, narrowed = found or places, narrowed or bool(found)
    if narrowed:
        several = ", ".join(cases[n].number for n in places)
        return Tie(attachment, why=f"the mail carries it; it may belong to any of {several}")
    found = tuple(n for n in places if _is_told(attachment, cases[n]))
    if len(found) == 1:
        return Tie(attachment, found, "the case lists an attachment with a like name")
    return Tie(attachment, why="the mail carries it; no case names it")


# -- what ties a document to a case


def _is_named_by(attachment: Attachment, case: CaseWords) -> bool:
    """Whether the file's name begins with the case's number."""
    match = _OF_CASE.match(attachment.name)
    if match is None:
        return False
    number, _, year = case.number.rpartition(" ")[2].partition("/")
    same_year = match[2] == year[-2:] if match[2] else not year or not match[0][:1].isdigit()
    return match[1] == number and same_year


def _is_titled(attachment: Attachment, case: CaseWords) -> bool:
    """Whether the text names the file, with its ending or, where attachments are listed, without."""
    name, stem = _bare(attachment.name), _bare(PurePath(attachment.name).stem)
    tells = len(stem.split()) > 1 and bool(_telling(attachment))
    return _holds(case.bare, name) or (tells and _holds(case.listing, stem))


def _is_numbered(attachment: Attachment, case: CaseWords) -> bool:
    match = _OF_NUMBER.match(attachment.name)
    return match is not None and int(match[1]) in case.numbers


def _is_listed(attachment: Attachment, case: CaseWords) -> bool:
    told = _telling(attachment)
    lines = (set(line.split()) for line in case.listing.split("\n"))
    return len(told) > 1 and any(told <= line for line in lines)


def _is_told(attachment: Attachment, case: CaseWords) -> bool:
    told = _telling(attachment)
    return len(told) == 1 and told <= set(case.listing.split())


def _telling(attachment: Attachment) -> set[str]:
    stem = _bare(PurePath(attachment.name).stem)
    return {word for word in stem.split() if not _EMPTY.fullmatch(word)}


def _holds(text: str, part: str) -> bool:
    return bool(part) and f" {part} " in f" {' '.join(text.split())} "


def _bare(text: str) -> str:
    return "\n".join(" ".join(re.sub(r"[\W_]+", " ", folded(line)).split()) for line in text.split("\n"))


def _plain_lines(text: str) -> str:
    """The text without its marks, line by line."""
    return "\n".join(map(plain, text.split("\n")))


def _counted(listed: str) -> list[int]:
    """The numbers of «1, 2 og 4» and «1–3»."""
    if span := re.fullmatch(r"\s*(\d+)\s*(?:–|-|til|to)\s*(\d+)", listed):
        return list(range(int(span[1]), int(span[2]) + 1))
    return [int(each) for each in re.findall(r"\d+", listed)]
