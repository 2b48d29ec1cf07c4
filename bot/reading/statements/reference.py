"""A reference: what a few words name of the cases and points that a meeting decides."""

from enum import StrEnum
from typing import Final, NamedTuple

from bot.core.meeting import VoteKey
from bot.core.reading import Reason


class Scope(StrEnum):
    """What sort of naming it is."""

    NAMED = "named"
    POINTS = "points"
    PLACES = "places"
    ITEM = "item"
    ALL = "all"
    REST = "rest"
    OTHER = "other"
    ALL_POINTS = "all_points"
    ANY = "any"
    NONE = "none"
    LETTER = "letter"


class Reference(NamedTuple):
    """`keys` are what is named; `numbers` the points or list items whose case the reference does not say, or how many
    «alle tre» and «begge» claim there are, 0 where «alle» is said of cases and of nothing else. «Den siste» has the
    cases at those places for keys, and may be of points. `problem` says why the naming itself fails, else None."""

    scope: Scope
    keys: tuple[VoteKey, ...] = ()
    numbers: tuple[int, ...] = ()
    problem: Reason | None = None

    @property
    def of_cases(self) -> bool:
        """Whether cases or points are named by number, title or place."""
        return self.scope is Scope.NAMED or self.scope is Scope.PLACES


# The number of «alle sakene», which says of what they are all.
OF_CASES: Final = 0
# The number of «det andre», which is the rest or the second one.
SECOND: Final = 2
Found = tuple[Reference, int]
