"""Recounting a meeting from its archived mails: whoever doubts a protocol can check it (invariant I9)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.core.journal import Entry, LetterQueued, MailRead, MailReceived, MeetingClosed, first_break
from bot.core.minutes import final_protocol, seal
from bot.core.state import State, fold
from bot.errors import MotebotError, NotFoundError, StoreError
from bot.reading.message import parse
from bot.service.intake import identified, interpreted
from bot.service.office import Office
from bot.service.routing import Sent, referred_ids, route
from bot.store.store import InboxRow, OutboxRow


class DifferenceError(MotebotError):
    """The record does not agree with itself; the text names the first place where it does not."""


def verify(office: Office, meeting_id: str) -> int:
    """How many mails were read again, when all agrees; DifferenceError for the first thing that does not.

    1. Each entry of the journal must fit the one before it.
    2. Every mail and letter must be in the archive unaltered, and every mail must read as it was read.
    3. Roll, tally and protocol, from those readings, must be those that the meeting was closed with.
    """
    with office.store.read() as uow:
        stored = uow.stored_entries(meeting_id)
        if not stored:
            raise NotFoundError(f"there is no meeting {meeting_id!r}; `motebot status` lists those there are")
        broken = first_break(meeting_id, stored)
        if broken is not None:
            raise DifferenceError(f"journal of {meeting_id}, entry {broken}: it was changed, or one before it is gone")
        entries = uow.entries(meeting_id)
        _check_tail(fold(entries), uow.inbox(meeting_id), uow.outbox(meeting_id))
    return sum(_check(office, state, entry) for state, entry in _history(entries))


def _check_tail(state: State, mails: Iterable[InboxRow], letters: Iterable[OutboxRow]) -> None:
    """Entries cut off the journal's end leave a chain that is whole; what came in and went out still tells of them."""
    for mail in mails:
        if mail.sha256 not in state.mails:
            raise DifferenceError(f"mail {mail.sha256[:8]} of {mail.sender} was taken in, but is not in the journal")
    for letter in letters:
        if letter.key not in state.letters:
            raise DifferenceError(f"letter {letter.key} was queued, but is not in the journal")


def _history(entries: Iterable[Entry]) -> Iterator[tuple[State | None, Entry]]:
    """Each entry with the state before it."""
    state: State | None = None
    for entry in entries:
        yield state, entry
        state = fold([entry], state)


def _check(office: Office, before: State | None, entry: Entry) -> int:
    if before is None:
        return 0
    try:
        match entry.fact:
            case MailRead() as read:
                _check_reading(office, before, read)
                return 1
            case LetterQueued(sha256=sha256):
                office.archive.get(sha256)
            case MeetingClosed(protocol_sha256=sealed):
                _check_protocol(before, sealed)
            case _:
                pass
    except StoreError as error:
        raise DifferenceError(f"journal of {before.meeting.id}, entry {entry.sequence}: {error}") from error
    return 0


def _check_reading(office: Office, state: State, read: MailRead) -> None:
    received = state.mails[read.mail].received
    message = parse(office.archive.get(read.mail))
    where = f"mail {read.mail[:8]} of {received.sender or 'nobody'}"
    if _threaded(office, state, received) != received.threaded:
        raise DifferenceError(f"{where}: whether it answers a letter to its sender is not as the journal says")
    # The mail is known to the state, but the letters sent after it are not: so it was when it was first read.
    if interpreted(office, state, message, received) != read.reading:
        raise DifferenceError(f"{where}: it no longer reads as the journal says")
    if identified(message, received) != read.identity:
        raise DifferenceError(f"{where}: its sender is not judged as the journal says")


def _threaded(office: Office, state: State, received: MailReceived) -> bool:
    message = parse(office.archive.get(received.mail))
    ours = {letter.queued.message_id: letter.queued.address for letter in state.letters.values()}
    sent = [Sent(state.meeting.id, ours[each]) for each in referred_ids(message) if each in ours]
    earlier = replace(state, planned_at=min(state.planned_at, received.received))
    return route(message, received.received, {state.meeting.id: earlier}, sent, office.sender).threaded


def _check_protocol(state: State, sealed: str) -> None:
    if seal(final_protocol(state)) != sealed:
        raise DifferenceError(f"protocol of {state.meeting.id}: recounting the votes gives another protocol")
