"""Words that their writer struck out: in plain text «~~Ja~~ / Nei», «J̶a̶ Nei»; of HTML a stroke is left."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.reading.statements.lexicon import Concept
from bot.reading.statements.unit import Unit

# The combining strokes through a letter.
_STROKES: Final = "\u0335-\u0338"
_STRUCK = re.compile(rf"~~(?=\S)[^~\n]{{1,200}}(?<=\S)~~|(?:\w[{_STROKES}]+[ ]?[{_STROKES}]*){{2,200}}")


_STRIKING: Final = ("~~", "\u0335", "\u0336", "\u0337", "\u0338")


def without_struck(units: list[Unit], text: str) -> list[Unit]:
    """The units without those that are struck out, and without the stroke that parted one from what was left."""
    spans = [found.span() for found in _STRUCK.finditer(text)] if any(map(text.__contains__, _STRIKING)) else []
    if not spans and Concept.SLASH not in [unit.concept for unit in units]:
        return units
    left = [unit for unit in units if not any(start <= unit.start < end for start, end in spans)]
    return [unit for before, unit, after in _with_neighbours(left) if not _is_loose(before, unit, after)]


def _with_neighbours(units: Sequence[Unit]) -> list[tuple[Unit | None, Unit, Unit | None]]:
    around = [None, *units, None]
    return [(before, unit, after) for (before, unit), after in zip(pairwise(around), around[2:], strict=False) if unit]


def _is_loose(before: Unit | None, unit: Unit, after: Unit | None) -> bool:
    """Whether a slash has lost what stood on one side of it."""
    return unit.concept is Concept.SLASH and (_ends(before) or _ends(after))


def _ends(unit: Unit | None) -> bool:
    return unit is None or unit.concept in _AROUND


_AROUND: Final = frozenset({Concept.LINE_END, Concept.COLON, Concept.STOP, Concept.COMMA, Concept.SLASH})
