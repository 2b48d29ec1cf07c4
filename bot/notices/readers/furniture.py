"""What stands on every page of a PDF and is no part of its text: running headers, footers, page numbers."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.notices import vocabulary as words
from bot.notices.lines import proposal_label
from bot.notices.outline import plain
from bot.notices.readers.page import Line

_MARGIN_SHARE = 0.12
# What stands right above the text is a header only where so many of the pages have it.
_NEARLY_ALL = 0.8
# The gap between a header and the text, in shares of the letters' size; paragraphs stand closer.
_APART = 2.6
_SMALLER = 0.9
_PAGE_NUMBER = re.compile(r"(?:side|page|s\.)?\s*\d+\s*(?:(?:av|of|/)\s*\d+)?", re.IGNORECASE)
# «Styringsgruppa – innkalling – side 1», also where there is no second page.
_FOOTER = re.compile(r"(?:\s[–|•·-]\s|[|•·]\s*|[.,]\s)(?:side|page)\s*\d+(?:\s*(?:av|of|/)\s*\d+)?$", re.IGNORECASE)
_NUMBERED_PAGE = re.compile(r"\b(?:side|page)\s*\d+(?:\s*(?:av|of|/)\s*\d+)?", re.IGNORECASE)


def furnished(lines: Sequence[Line], heights: Sequence[float]) -> list[Line]:
    """The lines, each with its page's right edge; page furniture marked: page numbers, and what stands in the margin
    of several pages alike, from the page's end inwards until the text. `heights` are the pages'."""
    pages = [list(group) for _, group in itertools.groupby(lines, key=lambda line: line.page)]
    margins = _Margins(Counter(_alike(line) for line in lines), len(pages), heights)
    marked: list[Line] = []
    for page in pages:
        edge = max(line.right for line in page)
        outer = {*margins.outermost(page), *margins.outermost(page[::-1])}
        marked += [replace(line, edge=edge, furniture=line in outer) for line in page]
    return marked


@dataclass(frozen=True, slots=True)
class _Margins:
    """The margins of a document: how often each line stands on its `pages`, and how high these are."""

    seen: Counter[tuple[str, int]]
    pages: int
    heights: Sequence[float]

    def outermost(self, page: Sequence[Line]) -> list[Line]:
        """The furniture at the page's end where its lines begin: what is alike on several pages and stands apart from
        the text, or on nearly all of them."""
        outer = list(itertools.takewhile(self._may_be_furniture, page))
        while outer and not (_is_number(outer[-1]) or self._is_apart(page, len(outer))):
            outer.pop()
        return outer

    def _may_be_furniture(self, line: Line) -> bool:
        share = line.base / (self.heights[line.page] or 1.0)
        in_margin = not _MARGIN_SHARE <= share <= 1 - _MARGIN_SHARE
        return in_margin and (_is_number(line) or (self.seen[_alike(line)] > 1 and not _heads_text(line)))

    def _is_apart(self, page: Sequence[Line], at: int) -> bool:
        """Whether the line before the place belongs to the margin, and not to the text that begins there."""
        line, text = page[at - 1], page[at] if at < len(page) else None
        if text is None or self.seen[_alike(line)] >= _NEARLY_ALL * self.pages:
            return True
        gap = abs(line.base - text.base)
        return gap > _APART * max(line.size, text.size) or line.size < _SMALLER * text.size


def _is_number(line: Line) -> bool:
    bare = plain(line.text)
    return _PAGE_NUMBER.fullmatch(bare) is not None or _FOOTER.search(bare) is not None


def _heads_text(line: Line) -> bool:
    """Whether a line heads what follows in a case, such as «Forslag til vedtak»."""
    bare = plain(line.text)
    return proposal_label(bare) is not None or words.HEADING.fullmatch(bare) is not None


def _alike(line: Line) -> tuple[str, int]:
    """What makes two lines the same furniture: their words, page numbers aside, and their height on the page."""
    return _NUMBERED_PAGE.sub("#", plain(line.text)), round(line.base / 4)
