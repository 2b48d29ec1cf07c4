"""The own words of a mail, put together."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.meeting import Meeting, VoteKey
from bot.reading.message import Message


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that stand together; `under` is the case or point of our notice under which they were written, or None."""

    text: str
    under: VoteKey | None = None


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the sender wrote.

    `passages` are in the order of the mail. `subject` holds the words that the sender put into the subject
    themselves, empty where it is unchanged; `from_subject` says that the body holds none and the passage is the
    subject. `alternative` is None where the mail says the same in all its forms; where its plain and HTML parts
    differ in the sender's words, it is what the other one says, and only what both say may count.
    """

    passages: tuple[Passage, ...] = ()
    from_subject: bool = False
    subject: str = ""
    alternative: tuple[Passage, ...] | None = None

    @property
    def text(self) -> str:
        """The passages, a blank line between them."""
        return "\n\n".join(passage.text for passage in self.passages)

    @property
    def damaged(self) -> bool:
        """Whether bytes of the sender's own words were damaged on the way: U+FFFD stands where."""
        return "\ufffd" in self.text


def extract(message: Message, meeting: Meeting, sent: Sequence[str] = ()) -> OwnWords:
    """The own words of the sender; `sent` are the plain texts of the letters that we sent to them."""
    words = (message.plain or "").partition("\n>")[0].strip()
    return OwnWords((Passage(words),) if words else ())
