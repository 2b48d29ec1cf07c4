"""A mail as the server hands it over, and when it was received."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Self

# No mail to motebot is older than this, and no server's clock is further ahead of ours.
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD: Final = timedelta(days=1)


class State(StrEnum):
    """What a fetch brought.

    `SHORT`: fewer bytes than the server's size, twice the same; Exchange, which estimates sizes, does so by rule.
    `GONE`: moved or deleted before it was fetched. `NO_BODY`: it is there, and the server gave no bytes of it.
    `BROKEN`: the connection broke over this mail time after time.
    """

    WHOLE = "whole"
    SHORT = "short"
    TOO_LARGE = "too_large"
    GONE = "gone"
    NO_BODY = "no_body"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Listed:
    """What the server says of a mail before its bytes are asked for: its size, and when it came, None where it does
    not say so or where it cannot be right."""

    size: int
    received: datetime | None

    @classmethod
    def of(cls, items: Mapping[bytes, Any], now: datetime) -> Self:
        """From an answer's items; nothing in them is taken to be of the right type."""
        size = items.get(b"RFC822.SIZE")
        return cls(size if isinstance(size, int) else 0, _received(items.get(b"INTERNALDATE"), now))


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail as the server has it. `raw` is empty unless the state is WHOLE or SHORT.

    `received` is the server's INTERNALDATE in UTC; our own clock's time of fetching where `by_our_clock` says that the
    server gave none that can be right. `size` is what the server says, 0 where it says nothing.
    """

    uid: int
    uid_validity: int
    received: datetime
    size: int
    raw: bytes = b""
    state: State = State.WHOLE
    by_our_clock: bool = False

    @property
    def too_large(self) -> bool:
        """Whether the mail was left on the server for its size."""
        return self.state is State.TOO_LARGE

    @property
    def gone(self) -> bool:
        """Whether the mail is not in the folder any more."""
        return self.state is State.GONE


def _received(date: object, now: datetime) -> datetime | None:
    if not isinstance(date, datetime) or date.tzinfo is None:
        return None
    try:
        received = date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return received if EARLIEST <= received <= now + AHEAD else None
