"""What sort of mail it is (reading-replies §2)."""

from bot.core.reading import Kind
from bot.reading.message import Message


def kind_of(message: Message) -> Kind:
    """The kind; `unrelated` only for what has no header at all: whether a reply is related is the reader's matter."""
    if not message.is_mail:
        return Kind.UNRELATED
    return Kind.CALENDAR if message.calendar else Kind.REPLY


def bounced_message_ids(message: Message) -> tuple[str, ...]:
    """The Message-IDs, angle brackets included, of the letters that the bounce is about; empty where it names none."""
    return ()


def bounced_recipients(message: Message) -> tuple[str, ...]:
    """The canonical addresses that the bounce says were not reached; empty where it names none."""
    return ()


def is_failed(message: Message) -> bool:
    """Whether the bounce is final; false for one that says the letter is only delayed."""
    return True
