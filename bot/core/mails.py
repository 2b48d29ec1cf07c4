"""What came in to a meeting: its mails, and what the coordinator recorded.

How a mail reads is a fact of the journal; what it counts for is decided in `answers` and `roll`.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.core.journal import MailRead, MailReceived, MailRefused, MailReleased, Ruled
from bot.core.reading import SPOKEN, Kind, Reading, Reason

MOST_AN_HOUR = 10


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail of the meeting; `read` is None until it has been read.

    `crowd` is how many mails the same person, from whichever of their addresses, had written in the hour before it.
    `settled` is what the coordinator found of one that was held, None until then. `revised` is the journal's entry by
    which what it is answered with may have become another, 0 where there is none.
    """

    received: MailReceived
    read: MailRead | None = None
    crowd: int = 0
    settled: MailReleased | MailRefused | None = None
    revised: int = 0

    @property
    def held(self) -> bool:
        """Whether a person wrote it who has no seat, or who may not be who they say, and nobody has settled it."""
        if self.read is None or self.settled is not None or self.read.reading.kind not in SPOKEN:
            return False
        return not self.read.identity.trusted or self.read.reading.seat is None

    @property
    def calls_for_a_letter(self) -> bool:
        """Whether it is to be answered or shown. A machine's is not, nor one whose sender had written too many in the
        hour before, of which the coordinator was told with an earlier one; what that says counts all the same."""
        return self.read is not None and self.crowd <= MOST_AN_HOUR and _is_for_people(self.read.reading)

    @property
    def strange(self) -> bool:
        """Whether the coordinator has to look at it because whoever wrote it has no seat; machines are not shown."""
        return self.read is not None and self.read.reading.seat is None and _is_for_people(self.read.reading)

    @property
    def trusted(self) -> bool:
        """Whether it may count as its sender's: by how they were judged, or because the coordinator released it."""
        return self.read is not None and (self.read.identity.trusted or self.released)

    @property
    def released(self) -> bool:
        """Whether the coordinator has let it count."""
        return isinstance(self.settled, MailReleased)

    @property
    def refused(self) -> bool:
        """Whether the coordinator has found that it is not to count."""
        return isinstance(self.settled, MailRefused)


def _is_for_people(reading: Reading) -> bool:
    return reading.kind in SPOKEN or reading.kind is Kind.RECALL or Reason.UNREADABLE in reading.reasons


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the coordinator recorded, when, and as which entry of the journal."""

    ruled: Ruled
    at: datetime
    sequence: int
