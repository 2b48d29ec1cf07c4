"""What a mail is read with: the same in its first reading (`rehearsal`), in that which counts, and in `verify`."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.meeting import Meeting
from bot.core.reading import Reading
from bot.reading import read_message
from bot.reading.message import Message


@dataclass(frozen=True, slots=True)
class Given:
    """The mail's meeting, the texts of the letters that it may quote, and whether it is about the protocol."""

    meeting: Meeting
    sent: Sequence[str] = ()
    minutes: bool = False

    def reading(self, message: Message) -> Reading:
        """What the mail says."""
        return read_message(message, self.meeting, self.sent, minutes=self.minutes)
