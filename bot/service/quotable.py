"""Which of our letters a mail may quote, so that no word of theirs is taken for the sender's.

All letters of a meeting would make the reading of one who writes often slower with each mail.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from bot.core.journal import LetterQueued
from bot.core.letters import LetterKind
from bot.core.state import State
from bot.core.thread import registration_number
from bot.reading.message import Message, parse
from bot.service.routing import printed_references, printed_registrations, referred_ids
from bot.store.archive import Archive

CALLING = frozenset({LetterKind.NOTICE, LetterKind.SUMMONS, LetterKind.REMINDER, LetterKind.EXTENDED})
LATEST = 3


def sent_texts(archive: Archive, state: State, message: Message) -> Sequence[str]:
    """The plain texts of the letters that the mail may quote, each below its subject; none to a stranger.

    Those are what called its sender to the meeting, what they were sent last, and, to whomever they were sent, what the
    mail refers to, has the reference of or, as in a receipt, the number of registration: a letter is passed on within a
    municipality.
    """
    speaker = state.meeting.speaker(message.sender)
    if speaker is None:
        return ()
    address, referred = speaker.person.email, set(referred_ids(message))
    queued = [letter.queued for letter in state.letters.values()]
    calling = [letter for letter in queued if letter.kind in CALLING]
    latest = [letter for letter in queued if letter.address == address][-LATEST:]
    quotable = [letter for letter in queued if letter.message_id in referred or letter in latest]
    registrations = printed_registrations(message)
    quotable += [letter for letter in queued if _registered_as(letter) in registrations and letter not in quotable]
    quotable += [letter for letter in calling if letter.address == address and letter not in quotable]
    texts = [text for letter in quotable if (text := _plain_text(archive, letter.sha256))]
    strange = {each for each in printed_references(message) if not any(each in text for text in texts)}
    return [*texts, *_with_reference(archive, calling, strange)]


def _registered_as(letter: LetterQueued) -> str | None:
    """The number of registration that the letter tells of; None where it answers no mail."""
    return None if letter.answers is None else registration_number(letter.answers)


def _with_reference(archive: Archive, letters: Iterable[LetterQueued], references: set[str]) -> Iterator[str]:
    """The texts of the letters in which one of those references is printed."""
    if not references:
        return
    for letter in letters:
        text = _plain_text(archive, letter.sha256)
        if any(each in text for each in references):
            yield text


@lru_cache(maxsize=1024)
def _plain_text(archive: Archive, sha256: str) -> str:
    """A letter's subject, which answers carry on, and its text."""
    letter = parse(archive.get(sha256))
    return f"{letter.subject}\n{letter.plain or ''}"
