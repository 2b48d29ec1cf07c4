"""How wide a table's columns are to be beside each other, and which of them hold numbers.

Widths follow from what stands in the columns, so that no number and no ordinary word is parted where there is room for
it, and the rest of the width goes to the columns that have most to say.
"""

import re
from collections.abc import Iterable, Sequence

# A number with its thousands, its sign and its unit, or a telephone number: read as one, and never parted.
_NUMBER = re.compile(r"(?:kr\.? )?[-+−–]?\d+(?:[ \u00a0.,]\d+)*(?: ?(?:%|kr|,-|mill\.?|mrd\.?))?", re.IGNORECASE)
_EMPTY = frozenset({"", "–", "-"})
# As many characters of a table's type as a line of the page has room for, the gaps between columns taken off below.
_ROOM = 96
_GAP = 2
# A longer word is hyphenated sooner than it takes the room of all others.
_LONGEST_WORD = 20
_USUAL_TEXT, _LONGEST_TEXT = 26, 40


def weights(head: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[int, ...]:
    """The columns' shares of the width.

    Each gets what its longest word or number needs; what is left goes first to what most of its cells need to stand on
    one line, then to the longer texts.
    """
    # Titles are set in bold, which is wider.
    columns = list(zip([f"{title}m" for title in head], *rows, strict=True))
    shares = [max(map(_longest_word, column)) + _GAP for column in columns]
    for wanted in (_usual, _longest):
        wants = [max(share, wanted(column) + _GAP) for share, column in zip(shares, columns, strict=True)]
        shares = _widened(shares, wants)
    return tuple(shares)


def _widened(shares: Sequence[int], wants: Sequence[int]) -> list[int]:
    """The shares brought as near to what is wanted as there is room for, each by the same part of what it lacks."""
    lacking = sum(wants) - sum(shares)
    part = min(1, max(_ROOM - sum(shares), 0) / lacking) if lacking else 0
    return [round(share + (want - share) * part) for share, want in zip(shares, wants, strict=True)]


def _usual(column: Sequence[str]) -> int:
    """The length that four of five cells do not exceed."""
    lengths = sorted(map(len, column))
    return min(lengths[(len(lengths) - 1) * 4 // 5], _USUAL_TEXT)


def _longest(column: Sequence[str]) -> int:
    return min(max(map(len, column)), _LONGEST_TEXT)


def numeric(head: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[bool, ...]:
    """Which columns hold numbers alone, the first aside, which says what a row is about."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(head)
    return tuple(place > 0 and _is_numeric(column) for place, column in enumerate(columns))


def _is_numeric(column: Iterable[str]) -> bool:
    told = [cell.strip() for cell in column if cell.strip() not in _EMPTY]
    return bool(told) and all(_NUMBER.fullmatch(cell) for cell in told)


def _longest_word(text: str) -> int:
    if _NUMBER.fullmatch(text.strip()):
        # Figures are wider than most letters, and a column of them stands off from the next.
        return len(text.strip()) + _GAP
    return max((min(len(word), _LONGEST_WORD) for word in re.split(r"[\s/]+|(?<=-)", text)), default=0)
