"""A remark on taking part: who comes, who does not, and who comes instead."""

from dataclasses import dataclass
from enum import StrEnum

from bot.core.reading import NamedSubstitute, Reason


class Said(StrEnum):
    """What is said of taking part."""

    PRESENT = "present"
    ABSENT = "absent"
    UNCLEAR = "unclear"
    AWAY = "away"
    STANDS_IN = "stands_in"


@dataclass(frozen=True, slots=True)
class Presence:
    """One remark on taking part. `substitute` is who is named to stand in; None where nobody is."""

    said: Said
    start: int
    end: int
    substitute: NamedSubstitute | None = None
    reason: Reason | None = None
