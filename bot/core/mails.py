"""What came in to a meeting: its mails, and what the coordinator recorded.

How a mail reads is a fact of the journal; what it counts for is decided in `answers` and `roll`.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.core.journal import MailRead, MailReceived, Ruled


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail of the meeting; `read` is None until it has been read.

    `crowd` is how many mails the same person, from whichever of their addresses, had written in the hour before it.
    """

    received: MailReceived
    read: MailRead | None = None
    crowd: int = 0


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the coordinator recorded, when, and as which entry of the journal."""

    ruled: Ruled
    at: datetime
    sequence: int
