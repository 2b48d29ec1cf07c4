"""The status of meetings as a page of text, for whoever runs the installation."""

import textwrap
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.letters.catalogue import Catalogue

WIDTH = 100
WIDEST_COLUMN = 28
GAP = "  "


def overview(shown: Mapping[str, Any], zone: ZoneInfo) -> str:
    """The contract's status object as text of at most 100 columns, times in the zone, ending in a line feed."""
    environment = Catalogue.of("en").environment(zone)
    environment.filters |= {"time_of": datetime.fromisoformat, "votes": _votes, "table": _table, "wrapped": _wrapped}
    return environment.get_template("status.txt.j2").render({"mailbox": [], **shown})


def _votes(votes: Mapping[str, str]) -> str:
    """The votes by what they say: `approve 1/22, 3/22; object 2/22#1`."""
    said: dict[str, list[str]] = defaultdict(list)
    for about, vote in votes.items():
        said[vote].append(about)
    return "; ".join(f"{vote} {', '.join(about)}" for vote, about in said.items())


def _wrapped(text: str, indent: int) -> str:
    """The text over as many lines as it needs, the later ones set in by `indent` more than the first."""
    first = text[: len(text) - len(text.lstrip())]
    return "\n".join(textwrap.wrap(text, WIDTH, subsequent_indent=first + " " * indent))


def _table(rows: Sequence[Sequence[str]], indent: int) -> str:
    """The rows in columns as wide as they need; what is too long is cut, in the last column carried on below."""
    widths = [min(max(map(len, column)), WIDEST_COLUMN) for column in zip(*(row[:-1] for row in rows), strict=True)]
    return "\n".join(line for row in rows for line in _lines(row, widths, " " * indent))


def _lines(row: Sequence[str], widths: Sequence[int], margin: str) -> list[str]:
    cells = [_cut(cell, width).ljust(width) for cell, width in zip(row, widths, strict=False)]
    head = margin + "".join(cell + GAP for cell in cells)
    last = textwrap.wrap(row[-1], max(WIDTH - len(head), 20)) or [""]
    return [(head + last[0]).rstrip(), *(" " * len(head) + more for more in last[1:])]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
