"""Recounting a meeting from its archived mails: whoever doubts a protocol can check it (invariant I9)."""

from collections.abc import Iterable, Iterator, Sequence

from bot.core.decided import could_be_decided
from bot.core.holds import obstacle_to_refusal, obstacle_to_release
from bot.core.journal import (
    Entry,
    LetterDoubted,
    LetterFailed,
    LetterQueued,
    LetterSent,
    MailRead,
    MailReceived,
    MailRefused,
    MailReleased,
    MeetingClosed,
    MeetingPlanned,
    PreviousReported,
    StoredEntry,
    first_break,
)
from bot.core.minutes import final_protocol, protocol, seal
from bot.core.reported import Reported, reported
from bot.core.state import Phase, State, fold
from bot.errors import MotebotError, NotFoundError, StoreError
from bot.reading.message import Message, parse
from bot.service.intake import interpreted
from bot.service.office import Office
from bot.service.quotable import given_for
from bot.service.routing import Derived, Sent, Tokens, referred_ids, route
from bot.service.senders import identified
from bot.store.archive import Archive
from bot.store.codec import decode
from bot.store.store import InboxRow, OutboxRow, UnitOfWork

# What becomes of letters changes no protocol.
LETTERS = (LetterQueued, LetterSent, LetterFailed, LetterDoubted)


class DifferenceError(MotebotError):
    """The record does not agree with itself; the text names the first place where it does not."""


def verify(office: Office, meeting_id: str) -> int:
    """How many mails were read again, when all agrees; DifferenceError for the first thing that does not.

    To what `recount` finds, the database adds what was taken in and queued, which tells of entries that were cut off,
    and the journal of the meeting before, if the notice lists one.
    """
    with office.store.read() as uow:
        stored = uow.stored_entries(meeting_id)
        if not stored:
            raise NotFoundError(f"there is no meeting {meeting_id!r}; `motebot status` lists those there are")
        entries = checked_entries(meeting_id, stored)
        _check_tail(folded(entries), uow.inbox(meeting_id), uow.outbox(meeting_id))
        for entry in entries:
            if isinstance(entry.fact, PreviousReported) and entry.fact.reported is not None:
                _check_reported(uow, entry.fact.reported)
    return recount(entries, office.archive, Derived(office.sender))


def checked_entries(meeting_id: str, stored: Sequence[StoredEntry]) -> tuple[Entry, ...]:
    """The entries of a journal whose chain is whole; DifferenceError for the first that does not fit the one before."""
    broken = first_break(meeting_id, stored)
    if broken is not None:
        raise DifferenceError(f"journal of {meeting_id}, entry {broken}: it was changed, or one before it is gone")
    return tuple(Entry(each.sequence, each.at, decode(each.payload), each.previous, each.hash) for each in stored)


def recount(entries: Sequence[Entry], archive: Archive, tokens: Tokens) -> int:
    """How many mails of a journal were read again, when all agrees; DifferenceError for the first thing that does not.

    1. Every mail, letter and case document must be in the archive unaltered.
    2. Every mail must read as it was read, and its sender be judged as they were judged.
    3. Whatever somebody decided must be what could be decided then: no mail released that could not be, no mark on what
       was not adopted.
    4. Roll, tally and protocol, from those readings, must be those that the meeting was closed with.
    """
    return sum(_check(archive, tokens, state, entry) for state, entry in _history(entries))


def _check_tail(state: State, mails: Iterable[InboxRow], letters: Iterable[OutboxRow]) -> None:
    """Entries cut off the journal's end leave a chain that is whole; what came in and went out still tells of them."""
    for mail in mails:
        if mail.sha256 not in state.mails:
            raise DifferenceError(f"mail {mail.sha256[:8]} of {mail.sender} was taken in, but is not in the journal")
    for letter in letters:
        if letter.key not in state.letters:
            raise DifferenceError(f"letter {letter.key} was queued, but is not in the journal")


def folded(entries: Sequence[Entry]) -> State:
    """The state that the entries come to; DifferenceError for the first that cannot follow those before it."""
    if not entries:
        raise DifferenceError("the journal is empty")
    *_, (before, last) = _history(entries)
    return _after(before, last)


def _history(entries: Iterable[Entry]) -> Iterator[tuple[State | None, Entry]]:
    """Each entry with the state before it."""
    state: State | None = None
    for entry in entries:
        yield state, entry
        state = _after(state, entry)


def _check_reported(uow: UnitOfWork, told: Reported) -> None:
    """That the protocol which a notice lists was that of the meeting before at some time after it had closed."""
    where = f"the meeting before, {told.meeting}"
    stored = uow.stored_entries(told.meeting)
    if not stored:
        raise DifferenceError(f"{where}: there is none, and the notice lists its protocol")
    history = _history(checked_entries(told.meeting, stored))
    told_of = (_after(before, entry) for before, entry in history if not isinstance(entry.fact, LETTERS))
    made = (protocol(state) for state in told_of if state.phase is Phase.CLOSED)
    if not any(reported(each, seal(each), told.document) == told for each in made):
        raise DifferenceError(f"{where}: its protocol and decisions never were what the notice lists")


def _after(state: State | None, entry: Entry) -> State:
    try:
        return fold([entry], state)
    except (KeyError, ValueError) as error:
        # A fact about a letter or mail that nothing before it tells of.
        raise DifferenceError(f"journal entry {entry.sequence}: it cannot follow those before it") from error


def _check(archive: Archive, tokens: Tokens, before: State | None, entry: Entry) -> int:
    if before is not None and not could_be_decided(before, entry.fact):
        fact = type(entry.fact).__name__
        raise DifferenceError(f"journal entry {entry.sequence}: {fact} could not be, as the meeting stood then")
    try:
        match entry.fact:
            case MeetingPlanned(documents=documents):
                _check_kept(archive, documents.values())
            case LetterQueued(sha256=sha256):
                _check_kept(archive, [sha256])
            case PreviousReported(reported=reported) if reported is not None:
                _check_kept(archive, [reported.document])
            case MailRead() as read if before is not None:
                _check_reading(archive, tokens, before, read)
                return 1
            case (MailReleased() | MailRefused()) as settled if before is not None:
                _check_settled(before, settled)
            case MeetingClosed(protocol_sha256=sealed) if before is not None:
                _check_protocol(before, sealed)
            case _:
                pass
    except StoreError as error:
        raise DifferenceError(f"journal entry {entry.sequence}: {error}") from error
    return 0


def _check_kept(archive: Archive, names: Iterable[str]) -> None:
    for sha256 in names:
        archive.get(sha256)


def _check_reading(archive: Archive, tokens: Tokens, state: State, read: MailRead) -> None:
    received = state.mails[read.mail].received
    raw = archive.get(read.mail)
    message = parse(raw)
    where = f"mail {read.mail[:8]} of {received.sender or 'nobody'}"
    if _threaded(message, tokens, state, received) != received.threaded:
        raise DifferenceError(f"{where}: whether it answers a letter to its sender is not as the journal says")
    # The mail is known to the state, but the letters sent after it are not: so it was when it was first read.
    if interpreted(message, received, given_for(archive, state, message, received)) != read.reading:
        raise DifferenceError(f"{where}: it no longer reads as the journal says")
    if identified(raw, message, received) != read.identity:
        raise DifferenceError(f"{where}: its sender is not judged as the journal says")


def _check_settled(state: State, settled: MailReleased | MailRefused) -> None:
    """That a mail which was released could be: of somebody of the meeting, in time, and before it closed; likewise one
    that was refused."""
    released = isinstance(settled, MailReleased)
    obstacle_to, done = (obstacle_to_release, "released") if released else (obstacle_to_refusal, "refused")
    if obstacle := obstacle_to(state, state.mails[settled.mail]):
        raise DifferenceError(f"mail {settled.mail[:8]}: it was {done}, and could not be ({obstacle})")


def _threaded(message: Message, tokens: Tokens, state: State, received: MailReceived) -> bool:
    letters = filter(None, map(state.letter_with_id, referred_ids(message)))
    sent = [Sent(state.meeting.id, letter.queued.address) for letter in letters]
    return route(message, received.received, {state.meeting.id: state}, sent, tokens).threaded


def _check_protocol(state: State, sealed: str) -> None:
    if seal(final_protocol(state)) != sealed:
        raise DifferenceError(f"protocol of {state.meeting.id}: recounting the votes gives another protocol")
