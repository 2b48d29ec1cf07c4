"""Where a meeting stands: a fold over its journal.

`fold` turns facts into a `State`; everything else in core/ is a question asked of one. Nothing is decided here.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import assert_never

from bot.core.answers import Answer, after, from_mail, from_ruling, with_answer
from bot.core.journal import (
    DeadlineMoved,
    Entry,
    FollowUpMarked,
    FollowUpRemoved,
    LetterDoubted,
    LetterFailed,
    LetterQueued,
    LetterSent,
    MailRead,
    MailReceived,
    MailRefused,
    MailReleased,
    MeetingApproved,
    MeetingCancelled,
    MeetingClosed,
    MeetingPlanned,
    PreviousReported,
    ProtocolApproved,
    Ruled,
)
from bot.core.letters import LetterKind
from bot.core.mails import Mail, Ruling
from bot.core.meeting import FollowUp, Meeting, canonical_address
from bot.core.persistent import PersistentMap, Vector
from bot.core.protocol import Approval, Channel
from bot.core.reported import Reported
from bot.core.thread import registration_number

HOUR = timedelta(hours=1)
# How the keys of letters begin that tell the coordinator of one mail, of many mails of strangers, and of the mailbox.
SHOWN, LISTED, LOST, BACK = "needs-you/", "strangers/", "mailbox-lost/", "mailbox-back/"
CALLS = frozenset({LetterKind.NOTICE, LetterKind.SUMMONS, LetterKind.CANCELLED})


class Phase(StrEnum):
    """The life of a meeting. It is open once its notice has been queued."""

    PLANNED = "planned"
    APPROVED = "approved"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Delivery(StrEnum):
    """What became of a letter."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LetterState:
    """A letter that was decided, at `at`, and how far it has come; `response` is the mail server's last word."""

    queued: LetterQueued
    at: datetime
    delivery: Delivery = Delivery.QUEUED
    response: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """One move of the deadline: the deadline before it, and when it was decided."""

    before: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class State:
    """A meeting and all that has happened to it. Times that have not come are None.

    `corrections` counts how often the meeting's file was replaced before it was approved. `as_closed` is the state that
    the protocol was issued on; what happens after it changes no protocol. What is to be followed up may be marked
    later, which makes a new issue of the protocol's appendix: `appendix_at` is when that was last done. `reported` is
    what the notice lists of the meeting before. `approval` is the coordinator's; `approval.approval` finds the chair's.

    What is asked for at every step is kept beside what it follows from: `answers` in the order of receipt, `unanswered`
    the mails that were read and have no answer or may need another, `letters_to` the keys of what was written to each
    address, `registered` of what answers the mail with each number, `letter_ids` those of the letters by their
    Message-IDs, `calls` those of notices, summonses and what called them off, `failed` those of letters that will not
    arrive, `doubted` what a report that names none of them says of some, `written` when each person's mails were
    received, `strangers` the mails of those without a seat that the coordinator has not been told of, `strangers_shown`
    and `strangers_listed` when they were told of one alone and of many in one letter, `mailbox_lost` when they were
    told that the mailbox cannot be read, until they are told that it can.
    """

    meeting: Meeting
    planned_at: datetime
    documents: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    warnings: tuple[str, ...] = ()
    corrections: int = 0
    phase: Phase = Phase.PLANNED
    approved_at: datetime | None = None
    cancelled_at: datetime | None = None
    closed_at: datetime | None = None
    protocol_sha256: str = ""
    letters: PersistentMap[str, LetterState] = field(default_factory=PersistentMap)
    letters_to: PersistentMap[str, Vector[str]] = field(default_factory=PersistentMap)
    letter_ids: PersistentMap[str, str] = field(default_factory=PersistentMap)
    registered: PersistentMap[str, Vector[str]] = field(default_factory=PersistentMap)
    mails: PersistentMap[str, Mail] = field(default_factory=PersistentMap)
    rulings: tuple[Ruling, ...] = ()
    extensions: tuple[Extension, ...] = ()
    answers: Vector[Answer] = field(default_factory=Vector)
    unanswered: Mapping[str, Mail] = field(default_factory=lambda: MappingProxyType({}))
    calls: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    doubted: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    written: PersistentMap[str, Vector[datetime]] = field(default_factory=PersistentMap)
    strangers: Mapping[str, Mail] = field(default_factory=lambda: MappingProxyType({}))
    strangers_shown: tuple[datetime, ...] = ()
    strangers_listed: tuple[datetime, ...] = ()
    mailbox_lost: datetime | None = None
    as_closed: "State | None" = None
    appendix_at: datetime | None = None
    reported: Reported | None = None
    approval: Approval | None = None
    sequence: int = 0

    def after(self, entry: Entry) -> "State":
        """The state once the entry's fact has happened."""
        return replace(_happened(self, entry), sequence=entry.sequence)

    def with_letter(self, letter: LetterState) -> "State":
        """The state with one letter more, before anything follows from it."""
        queued, registered = letter.queued, self.registered
        if queued.answers is not None:
            registered = _and(registered, registration_number(queued.answers), queued.key)
        return replace(
            self,
            letters=self.letters.with_item(queued.key, letter),
            letters_to=_and(self.letters_to, queued.address, queued.key),
            letter_ids=self.letter_ids.with_item(queued.message_id, queued.key),
            registered=registered,
        )

    def written_to(self, address: str) -> Iterator[LetterState]:
        """The letters to that address, in the order in which they were decided."""
        return (self.letters[key] for key in self.letters_to.get(address, ()))

    def reaches(self, address: str) -> bool:
        """Whether nothing has told yet that what is written to that address does not arrive."""
        letters = list(self.written_to(address))
        told = {*self.failed, *self.doubted}
        return bool(letters) and not any(each.queued.key in told for each in letters)

    def letters_about(self, registration: str) -> Iterator[LetterState]:
        """The letters that answer the mail with that number of registration."""
        return (self.letters[key] for key in self.registered.get(registration, ()))

    def letter_with_id(self, message_id: str) -> LetterState | None:
        """The letter of that Message-ID; None where it is none of this meeting's."""
        key = self.letter_ids.get(message_id)
        return None if key is None else self.letters[key]


def _happened(state: State, entry: Entry) -> State:  # noqa: C901, PLR0911, PLR0912 - one arm a fact, and no more than that
    match entry.fact:
        case MeetingPlanned() as planned:
            return _corrected(state, planned)
        case MeetingApproved():
            return replace(state, phase=Phase.APPROVED, approved_at=entry.at)
        case MeetingCancelled():
            return replace(state, phase=Phase.CANCELLED, cancelled_at=entry.at)
        case DeadlineMoved(deadline=deadline):
            moved = Extension(state.meeting.deadline, entry.at)
            meeting = replace(state.meeting, deadline=deadline)
            return replace(state, meeting=meeting, extensions=(*state.extensions, moved))
        case LetterQueued() as queued:
            return _queued(state, LetterState(queued, entry.at))
        case LetterSent(key=key, response=response):
            return _delivered(state, key, Delivery.SENT, response)
        case LetterDoubted(key=key, said=said):
            return replace(state, doubted={**state.doubted, key: said})
        case LetterFailed(key=key, response=response):
            return _delivered(state, key, Delivery.FAILED, response)
        case MailReceived() as received:
            return _received(state, received)
        case MailRead() as read:
            return _read(state, read)
        case Ruled() as ruled:
            return _ruled(state, Ruling(ruled, entry.at, entry.sequence))
        case MailReleased() | MailRefused() as settled:
            return _settled(state, settled, entry.sequence)
        case MeetingClosed(protocol_sha256=protocol_sha256):
            closed = replace(state, phase=Phase.CLOSED, closed_at=entry.at, protocol_sha256=protocol_sha256)
            return replace(closed, as_closed=state)
        case FollowUpMarked(case=case, follow_up=follow_up):
            return _followed_up(state, case, follow_up.mark, follow_up, entry.at)
        case FollowUpRemoved(case=case, responsible=responsible, point=point):
            return _followed_up(state, case, (point, responsible.casefold()), None, entry.at)
        case PreviousReported(reported=reported):
            return replace(state, reported=reported)
        case ProtocolApproved(reason=reason):
            by = state.meeting.body.coordinator.name
            return replace(state, approval=Approval(by, Channel.COORDINATOR, entry.at, reason=reason))
        case other:
            assert_never(other)


def _and(keys: PersistentMap[str, Vector[str]], of: str, key: str) -> PersistentMap[str, Vector[str]]:
    return keys.with_item(of, keys.get(of, Vector()).with_item(key))


def _planned(planned: MeetingPlanned, at: datetime) -> State:
    return State(planned.meeting, at, planned.documents, planned.warnings)


def _corrected(state: State, planned: MeetingPlanned) -> State:
    """The meeting of the new file, with the mails and letters that there were; no answer can have counted yet."""
    meeting = planned.meeting
    answers: Vector[Answer] = Vector()
    for mail in state.mails.values():
        answers = with_answer(answers, from_mail(meeting, mail))
    return replace(
        state,
        meeting=meeting,
        documents=planned.documents,
        warnings=planned.warnings,
        corrections=state.corrections + 1,
        rulings=(),
        answers=answers,
    )


def _followed_up(state: State, number: str, mark: tuple[int | None, str], now: FollowUp | None, at: datetime) -> State:
    """The case with that mark in the place of the one like it, or without; KeyError where there is no such case."""
    case = state.meeting.case(number)
    kept = tuple(each for each in case.follow_up if each.mark != mark)
    changed = replace(case, follow_up=kept if now is None else (*kept, now))
    cases = tuple(changed if each is case else each for each in state.meeting.cases)
    closed = state.phase is Phase.CLOSED
    return replace(
        state,
        meeting=replace(state.meeting, cases=cases),
        appendix_at=at if closed else state.appendix_at,
    )


def _received(state: State, received: MailReceived) -> State:
    speaker = state.meeting.speaker(received.sender)
    person = canonical_address((speaker and speaker.person.email) or received.sender)
    times = state.written.get(person, Vector())
    place = bisect(times, received.received)
    mail = Mail(received, crowd=place - bisect(times, received.received - HOUR))
    return replace(
        state,
        mails=state.mails.with_item(received.mail, mail),
        written=state.written.with_item(person, times.with_item(received.received, place)),
    )


def _read(state: State, read: MailRead) -> State:
    mail = replace(state.mails[read.mail], read=read)
    state = replace(state, mails=state.mails.with_item(read.mail, mail))
    if read.reading.seat is None:
        return replace(state, strangers={**state.strangers, read.mail: mail}) if mail.strange else state
    return replace(
        state,
        unanswered={**state.unanswered, read.mail: mail} if mail.calls_for_a_letter else state.unanswered,
        answers=with_answer(state.answers, from_mail(state.meeting, mail)),
    )


def _ruled(state: State, ruling: Ruling) -> State:
    answers = with_answer(state.answers, from_ruling(state.meeting, ruling))
    return replace(state, rulings=(*state.rulings, ruling), answers=answers)


def _settled(state: State, settled: MailReleased | MailRefused, sequence: int) -> State:
    """The state once a held mail has been released or refused; ValueError where it is not held."""
    mail = state.mails[settled.mail]
    if not mail.held:
        msg = f"mail {settled.mail[:8]} is not held"
        raise ValueError(msg)
    mail = replace(mail, settled=settled)
    if mail.strange:
        return replace(_shown(state, settled.mail), mails=state.mails.with_item(settled.mail, mail))
    answer = from_mail(state.meeting, mail)
    answers = with_answer(state.answers, answer)
    overtaking = after(answers, answer) if answer is not None else ()
    seat = answer and answer.seat
    mails = {each.id: state.mails[each.id] for each in overtaking if each.seat == seat and each.id in state.mails}
    revised = {sha256: replace(each, revised=sequence) for sha256, each in {**mails, settled.mail: mail}.items()}
    return replace(
        state,
        mails=state.mails.with_items(revised),
        unanswered={**state.unanswered, **revised},
        answers=answers,
    )


def _shown(state: State, *mails: str) -> State:
    """The state where the coordinator need not be told of those strangers' mails any more."""
    return replace(state, strangers={each: mail for each, mail in state.strangers.items() if each not in mails})


def _told(state: State, key: str, at: datetime) -> State:
    """The state after a letter to the coordinator, which may have told them of strangers' mails or of the mailbox."""
    if key.startswith((LOST, BACK)):
        return replace(state, mailbox_lost=at if key.startswith(LOST) else None)
    if key.startswith(LISTED):
        return replace(state, strangers=MappingProxyType({}), strangers_listed=(*state.strangers_listed, at))
    mail = key.removeprefix(SHOWN)
    if mail in state.strangers:
        return replace(_shown(state, mail), strangers_shown=(*state.strangers_shown, at))
    return state


def _queued(state: State, letter: LetterState) -> State:
    queued = letter.queued
    if queued.kind is LetterKind.COORDINATOR:
        state = _told(state, queued.key, letter.at)
    opens = state.phase is Phase.APPROVED and queued.kind is LetterKind.NOTICE
    unanswered = state.unanswered
    if queued.answers in unanswered:
        unanswered = {mail: each for mail, each in unanswered.items() if mail != queued.answers}
    return replace(
        state.with_letter(letter),
        phase=Phase.OPEN if opens else state.phase,
        calls=(*state.calls, queued.key) if queued.kind in CALLS else state.calls,
        unanswered=unanswered,
    )


def _delivered(state: State, key: str, delivery: Delivery, response: str) -> State:
    letter = replace(state.letters[key], delivery=delivery, response=response)
    failed = tuple(each for each in state.failed if each != key)
    if delivery is Delivery.FAILED:
        failed = (*failed, key)
    return replace(state, letters=state.letters.with_item(key, letter), failed=failed)


def fold(entries: Iterable[Entry], before: State | None = None) -> State:
    """The state after all entries, in order, starting from `before` or from nothing.

    ValueError where the first fact of a meeting is not that it was planned.
    """
    state = before
    for entry in entries:
        if state is not None:
            state = state.after(entry)
        elif isinstance(entry.fact, MeetingPlanned):
            state = replace(_planned(entry.fact, entry.at), sequence=entry.sequence)
        else:
            msg = f"the journal starts with {type(entry.fact).__name__} instead of MeetingPlanned"
            raise ValueError(msg)
    if state is None:
        msg = "the journal is empty"
        raise ValueError(msg)
    return state
