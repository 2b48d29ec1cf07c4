"""Marks of choice in a passage: boxes, ticks, crosses and lines to write on, typed by hand or drawn by a program.

What they choose is told by `forms` and `columns`; here they are only found, and put among the units as symbols.
"""

import re
from collections.abc import Sequence
from typing import Final

from bot.reading.statements.lexicon import Concept
from bot.reading.statements.unit import Unit

# What a mark's unit has for a form. The last three may be bullets, letters or rules where no choice is beside them.
TICK, BOX, SIGN, CROSS, LINE = "☒", "☐", "✓", "x", "_"
# In place of choices that are left open; the other where it is not sure that they were to answer a proposal.
OPEN, ASIDE = "[ ]", "( )"
TICKED: Final = frozenset({TICK, SIGN, CROSS})
# These are a form's even where nothing else is.
DRAWN: Final = frozenset({TICK, BOX})

# Beside the signs for boxes, those of Wingdings in the places that Word gives them.
_FULL: Final = "☒☑🗹⊠⌧⦿◉\uf0fe\uf0fd\uf052\uf054"
_EMPTY: Final = "☐□◻⬜▢❏❐❑❒◯\uf0a8\uf06f\uf071"
_SIGNS: Final = "✓✔✅🗸√✗✘❌❎✕✖●⚫\uf0fc\uf0fb"
_RINGS: Final = "○⚪"
_FOUND = re.compile(
    rf"(?P<tick>[{_FULL}]|[\[({{][ ]{{0,3}}(?:[xXo{_FULL}{_SIGNS}*•·]|(?<=\[)[vV](?=\]))[ ]{{0,3}}[\])}}])"
    rf"|(?P<cross>_+[ ]?[xX✓✔√][ ]?_*|(?<!\w)[xX](?:_+|(?!\w)))"
    rf"|(?P<box>[{_EMPTY}]|\[[ _.]{{0,4}}\]|\([ _]{{0,4}}\))"
    rf"|(?P<sign>[{_SIGNS}])"
    rf"|(?P<line>[{_RINGS}]|_+|\.{{4,}}|…{{2,}})"
)
# What each of these marks begins with: most texts have none of it, and are read past in one look.
_BEGINNING = re.compile(rf"[{_FULL}{_EMPTY}{_SIGNS}{_RINGS}_xX\[({{…]|\.{{4}}")
_FORMS: Final = {"tick": TICK, "cross": CROSS, "box": BOX, "sign": SIGN, "line": LINE}


def is_mark(unit: Unit) -> bool:
    """Whether the unit is a mark of choice."""
    return unit.concept is Concept.SYMBOL and unit.form in _ALL


def is_ticked(unit: Unit) -> bool:
    """Whether the mark chooses what it stands at."""
    return unit.form in TICKED


_ALL: Final = frozenset(_FORMS.values())


def is_left_open(unit: Unit) -> bool:
    """Whether the unit stands for choices that are left open."""
    return unit.concept is Concept.SYMBOL and unit.form in _OPEN


_OPEN: Final = frozenset({OPEN, ASIDE})


def with_marks(units: Sequence[Unit], text: str) -> list[Unit]:
    """The units with one for each mark; as they are where there is none. Linear in the text."""
    found = list(_FOUND.finditer(text)) if _BEGINNING.search(text) else []
    if not found:
        return list(units)
    marked: list[Unit] = []
    at = 0
    for mark in found:
        while at < len(units) and units[at].start < mark.start():
            marked.append(units[at])
            at += 1
        if marked and marked[-1].end > mark.start():
            # Inside a phrase it is none.
            continue
        while at < len(units) and units[at].start < mark.end():
            at += 1
        marked.append(Unit(Concept.SYMBOL, _FORMS[mark.lastgroup or ""], *mark.span()))
    return [*marked, *units[at:]]
