"""Tables of an HTML mail in which cells hold ticks and boxes: what a mark chooses is told by its column."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from selectolax.lexbor import LexborNode

_MARK: Final = r"(?:[xX☒☑☐□✓✔√]|&#\d{3,6};|[\[(](?:\s|&nbsp;)?[xX]?(?:\s|&nbsp;)?[\])])"
_MARKED = re.compile(rf">\s*{_MARK}\s*<")
_MARKED_CELL = re.compile(_MARK)
_CELLS: Final = frozenset({"td", "th"})
MAX_CELLS: Final = 500
MAX_SPAN: Final = 20


def may_hold_marks(html: str) -> bool:
    """Whether an element of the page may hold nothing but a mark of choice."""
    return ("<td" in html or "<TD" in html) and _MARKED.search(html) is not None


def cells_of(row: LexborNode) -> list[tuple[LexborNode, int]]:
    """The cells of a table's row, with the number of columns that each spans; none where it holds other things."""
    cells = [node for node in _children(row) if node.tag != "-text"]
    if len(cells) < 2 or any(cell.tag not in _CELLS for cell in cells):
        return []
    return [(cell, _span(cell.attributes.get("colspan"))) for cell in cells]


def _span(told: str | None) -> int:
    return min(int(told), MAX_SPAN) if told is not None and told.isdecimal() and told != "0" else 1


def table_of(row: LexborNode) -> LexborNode | None:
    """The table that a row stands in."""
    around = row.parent
    return around.parent if around is not None and around.tag in {"tbody", "thead", "tfoot"} else around


def is_form(table: LexborNode) -> bool:
    """Whether a cell holds nothing but a mark, and each row has its own cells and no table inside."""
    cells = list(islice(table.css("td, th"), MAX_CELLS + 1))
    if len(cells) > MAX_CELLS or len(table.css("table")) > 1:
        return False
    if any((cell.attributes.get("rowspan") or "1") != "1" for cell in cells):
        return False
    return any(_MARKED_CELL.fullmatch(cell.text(strip=True)) for cell in cells)


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next
