"""What stands on every page of a PDF and is no part of its text: running headers, footers, page numbers."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.notices import vocabulary as words
from bot.notices.lines import case_mark, proposal_label
from bot.notices.outline import Block, BlockKind, plain
from bot.notices.readers.page import Line

_MARGIN_SHARE = 0.12
# What stands right above the text is a header only where so many of the pages have it.
_NEARLY_ALL = 0.8
# The gap between a header and the text, in shares of the letters' size; paragraphs stand closer.
_APART = 2.6
_SMALLER = 0.9
_FEWEST_PAGES = 3
_PAGE_NUMBER = re.compile(r"(?:side|page|s\.)?\s*\d+\s*(?:(?:av|of|/)\s*\d+)?", re.IGNORECASE)
# «Styringsgruppa – innkalling – side 1», also where there is no second page.
_FOOTER = re.compile(r"(?:\s[–|•·-]\s|[|•·]\s*|[.,]\s)(?:side|page)\s*\d+(?:\s*(?:av|of|/)\s*\d+)?$", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"\s[–|•·-]\s(\d{1,3})$")
_NUMBERED_PAGE = re.compile(r"\b(?:side|page)\s*\d+(?:\s*(?:av|of|/)\s*\d+)?", re.IGNORECASE)


def furnished(lines: Sequence[Line], heights: Sequence[float]) -> list[Line]:
    """The lines, each with its page's right edge; page furniture marked: page numbers, and what stands in the margin
    of several pages alike, from the page's end inwards until the text. `heights` are the pages'."""
    pages = [list(group) for _, group in itertools.groupby(lines, key=lambda line: line.page)]
    margins = _Margins(Counter(_alike(line) for line in lines), _placed(pages), len(pages), heights)
    marked: list[Line] = []
    for page in pages:
        edge = max(line.right for line in page)
        outer = {*margins.outermost(page), *margins.outermost(page[::-1])}
        marked += [replace(line, edge=edge, furniture=line in outer) for line in page]
    return marked


@dataclass(frozen=True, slots=True)
class _Margins:
    """The margins of a document: how often each line stands on its `pages`, how high these are, and at which heights
    most of them have a line apart from the text, `placed`, whatever it says."""

    seen: Counter[tuple[str, int]]
    placed: frozenset[int]
    pages: int
    heights: Sequence[float]

    def outermost(self, page: Sequence[Line]) -> list[Line]:
        """The furniture at the page's end where its lines begin: what is alike on several pages and stands apart from
        the text, or on nearly all of them."""
        outer = list(itertools.takewhile(self._may_be_furniture, page))
        if not outer and len(page) > 1 and _height(page[0]) in self.placed and _stands_apart(page[0], page[1]):
            return [page[0]]
        while outer and not (_is_number(outer[-1]) or self._is_apart(page, len(outer))):
            outer.pop()
        return outer

    def _may_be_furniture(self, line: Line) -> bool:
        share = line.base / (self.heights[line.page] or 1.0)
        in_margin = not _MARGIN_SHARE <= share <= 1 - _MARGIN_SHARE
        numbered = _is_number(line) or (share < _MARGIN_SHARE and _ends_with_page(line))
        return in_margin and (numbered or (self.seen[_alike(line)] > 1 and not _heads_text(line)))

    def _is_apart(self, page: Sequence[Line], at: int) -> bool:
        """Whether the line before the place belongs to the margin, and not to the text that begins there."""
        line, text = page[at - 1], page[at] if at < len(page) else None
        if text is None or self.seen[_alike(line)] >= _NEARLY_ALL * self.pages:
            return True
        return _stands_apart(line, text) or line.size < _SMALLER * text.size


def _placed(pages: Sequence[Sequence[Line]]) -> frozenset[int]:
    """The heights at which most pages of a document begin or end with a line apart from the text, in no larger print:
    each section may have a header of its own."""
    ends = [(page[0], page[1]) for page in pages if len(page) > 1]
    ends += [(page[-1], page[-2]) for page in pages if len(page) > 1]
    found = Counter(_height(line) for line, text in ends if _stands_apart(line, text) and not _heads_text(line))
    return frozenset(
        height for height, count in found.items() if count >= _FEWEST_PAGES and count * 3 >= 2 * len(pages)
    )


def _stands_apart(line: Line, text: Line) -> bool:
    gap = abs(line.base - text.base)
    return gap > _APART * (line.size + text.size) / 2 and line.size <= text.size and not line.box


def _height(line: Line) -> int:
    return round(line.base / 4)


def _ends_with_page(line: Line) -> bool:
    """Whether a line ends with the number of its page behind a sign that parts it: «Styringsgruppa - 1»."""
    match = _LAST_NUMBER.search(plain(line.text))
    return match is not None and int(match[1]) == line.page + 1


def _is_number(line: Line) -> bool:
    bare = plain(line.text)
    return _PAGE_NUMBER.fullmatch(bare) is not None or _FOOTER.search(bare) is not None


def _heads_text(line: Line) -> bool:
    """Whether a line heads what follows, such as «Forslag til vedtak» or a case's number and title."""
    bare = plain(line.text)
    is_label = proposal_label(bare) is not None or words.HEADING.fullmatch(bare) is not None
    return is_label or _heads_case(line)


def _heads_case(line: Line) -> bool:
    mark = case_mark(Block(BlockKind.PARAGRAPH, line.text))
    return mark is not None and bool(mark.title)


def _alike(line: Line) -> tuple[str, int]:
    """What makes two lines the same furniture: their words, page numbers aside, and their height on the page."""
    bare = _NUMBERED_PAGE.sub("#", plain(line.text))
    if not _heads_case(line):
        number = line.page + 1
        bare = re.sub(rf"(?:^{number}\b|\b{number}(?:\s*(?:/|av|of)\s*\d+)?$)", "#", bare)
    return bare, _height(line)
