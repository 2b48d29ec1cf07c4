"""Which of our letters a mail may quote, so that no word of theirs is taken for the sender's.

All letters of a meeting would make the reading of one who writes often slower with each mail.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from bot.core.approval import is_about_approval
from bot.core.journal import MailReceived
from bot.core.letters import LetterKind
from bot.core.state import LetterState, State
from bot.reading.message import Message, parse
from bot.service.given import Given
from bot.service.routing import printed_references, printed_registrations, referred_ids
from bot.store.archive import Archive

CALLING = frozenset({LetterKind.NOTICE, LetterKind.SUMMONS, LetterKind.REMINDER, LetterKind.EXTENDED})
LATEST = 3


def given_for(archive: Archive, state: State, message: Message, received: MailReceived) -> Given:
    """What a mail is read with in its meeting, as it stands before the mail."""
    sent = tuple(sent_texts(archive, state, message))
    return Given(state.meeting, sent, minutes=is_about_approval(state, received))


def sent_texts(archive: Archive, state: State, message: Message) -> Sequence[str]:
    """The plain texts of the letters that the mail may quote, each below its subject; none to a stranger.

    Those are what called its sender to the meeting, what they were sent last, and, to whomever they were sent, what the
    mail refers to, has the reference of or, as in a receipt, the number of registration: a letter is passed on within a
    municipality.
    """
    speaker = state.meeting.speaker(message.sender)
    if speaker is None:
        return ()
    own = list(state.written_to(speaker.person.email or ""))
    referred = [letter for each in referred_ids(message) if (letter := state.letter_with_id(each))]
    registered = [letter for each in sorted(printed_registrations(message)) for letter in state.letters_about(each)]
    calling = [letter for letter in own if letter.queued.kind in CALLING]
    groups = map(_by_age, ([*own[-LATEST:], *referred], registered, calling))
    quotable = dict.fromkeys(letter.queued.sha256 for letter in chain.from_iterable(groups))
    texts = [text for sha256 in quotable if (text := _plain_text(archive, sha256))]
    strange = {each for each in printed_references(message) if not any(each in text for text in texts)}
    return [*texts, *_with_reference(archive, state, strange)]


def _by_age(letters: Iterable[LetterState]) -> Sequence[LetterState]:
    return sorted(letters, key=lambda letter: letter.at)


def _with_reference(archive: Archive, state: State, references: set[str]) -> Iterator[str]:
    """The texts of the letters calling to the meeting in which one of those references is printed."""
    if not references:
        return
    for letter in state.letters.values():
        if letter.queued.kind in CALLING:
            text = _plain_text(archive, letter.queued.sha256)
            if any(each in text for each in references):
                yield text


@lru_cache(maxsize=1024)
def _plain_text(archive: Archive, sha256: str) -> str:
    """A letter's subject, which answers carry on, and its text."""
    letter = parse(archive.get(sha256))
    return f"{letter.subject}\n{letter.plain or ''}"
