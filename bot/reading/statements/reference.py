"""A reference: what a few words name of the cases and points that a meeting decides."""

from enum import StrEnum
from typing import NamedTuple

from bot.core.meeting import VoteKey
from bot.core.reading import Reason


class Scope(StrEnum):
    """What sort of naming it is."""

    NAMED = "named"
    POINTS = "points"
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
    «alle tre» and «begge» claim there are. `problem` says why the naming itself fails, else None."""

    scope: Scope
    keys: tuple[VoteKey, ...] = ()
    numbers: tuple[int, ...] = ()
    problem: Reason | None = None


Found = tuple[Reference, int]
