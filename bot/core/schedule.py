"""What is due in a meeting at a given time: which letters are to be queued, and whether it can be closed.

`due` names every letter that ought to have been decided by now and has not been. It is asked again after each change
and each tick, so that a stop at any instruction loses nothing: what was missed is due still.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.core import replies, strangers
from bot.core.approval import ASKS, REMINDERS, approver, awaits_approval, is_over, reminders_due
from bot.core.letters import (
    Cancelled,
    DeliveryFailed,
    Draft,
    Extended,
    ForApproval,
    Letter,
    LetterKind,
    NeedsYou,
    Notice,
    ProtocolOut,
    Reminder,
    Summons,
    SummonsWithdrawn,
)
from bot.core.meeting import Person, Role, Seat
from bot.core.minutes import protocol, roll_of
from bot.core.replies import to_coordinator
from bot.core.roll import Roll, SeatRoll
from bot.core.state import LetterState, Phase, State

# A mail that was delivered in the deadline's own second may become visible a moment later.
SETTLE = timedelta(seconds=2)


class Due(NamedTuple):
    """Something that will happen by itself, and when."""

    what: str
    at: datetime


def due(state: State, now: datetime) -> tuple[Letter, ...]:
    """Every letter that is due at `now` and has not been decided, in the order in which it is to be sent."""
    roll = roll_of(state)
    letters = [
        *_draft(state),
        *_notices(state, now),
        *replies.due(state, roll),
        *strangers.due(state, now),
        *_summonses(state, roll, now),
        *_reminders(state, roll, now),
        *_extended(state, now),
        *_cancelled(state),
        *_approvals(state, now),
        *_protocols(state),
        *_failures(state),
    ]
    return tuple(letter for letter in letters if letter.key not in state.letters)


def rests(state: State) -> bool:
    """Whether time alone makes nothing due in the meeting any more: it is over, and nobody waits to be told of."""
    return not state.strangers and is_over(state)


def may_close(state: State, now: datetime, mailbox_read_at: datetime | None) -> bool:
    """Whether the meeting can be closed: its deadline has passed, and the mailbox has been read to its end since.

    `mailbox_read_at` is when the last complete reading of the mailbox began; None where there was none. One that seems
    to lie ahead was noted while the clock was wrong, and says nothing.
    """
    if state.phase not in {Phase.APPROVED, Phase.OPEN} or mailbox_read_at is None:
        return False
    settled = settled_at(state)
    return settled <= mailbox_read_at <= now


def settled_at(state: State) -> datetime:
    """When every mail that is in time can be seen in the mailbox."""
    return state.meeting.deadline.replace(microsecond=0) + timedelta(seconds=1) + SETTLE


def coming(state: State, now: datetime) -> tuple[Due, ...]:
    """What will happen by itself after `now`, soonest first."""
    meeting = state.meeting
    if state.phase not in {Phase.APPROVED, Phase.OPEN}:
        return ()
    ahead = [Due("deadline", meeting.deadline)]
    ahead += [Due("reminder", at) for at in meeting.remind_at if at > now]
    if state.phase is Phase.APPROVED:
        ahead.append(Due("notice", meeting.notice_at or now))
    return tuple(sorted(ahead, key=lambda each: each.at))


def _draft(state: State) -> Iterator[Letter]:
    if state.phase is Phase.PLANNED:
        yield to_coordinator(state, f"draft/{state.corrections}", Draft(state.warnings, state.reported))


def _notices(state: State, now: datetime) -> Iterator[Letter]:
    meeting = state.meeting
    if state.phase not in {Phase.APPROVED, Phase.OPEN} or now > meeting.deadline:
        return
    if meeting.notice_at is None or now >= meeting.notice_at:
        for seat in meeting.body.seats:
            yield _to_seat(f"notice/{seat.id}", LetterKind.NOTICE, seat, seat.member, Notice(state.reported))


def _to_seat(key: str, kind: LetterKind, seat: Seat, person: Person, content: Notice | Reminder | Summons) -> Letter:
    role = Role.MEMBER if person == seat.member else Role.SUBSTITUTE
    return Letter(key, kind, person, content, seat, role)


def _summonses(state: State, roll: Roll, now: datetime) -> Iterator[Letter]:
    if state.phase is not Phase.OPEN or now > state.meeting.deadline:
        return
    for line in roll.seats.values():
        for person, cases in line.called():
            yield from _summons(state, line, person, cases)
        yield from _withdrawals(state, line)


def _summons(state: State, line: SeatRoll, person: Person, cases: tuple[str, ...]) -> Iterator[Letter]:
    seat = line.seat
    if person.email is None:
        key = f"needs-you/summons/{seat.id}/{person.name}"
        yield to_coordinator(state, key, NeedsYou("", person.name, ("substitute_without_address",), seat))
        return
    scope = "+".join(cases) or "all"
    before = len(_withdrawn(state, line, person))
    key = f"summons/{seat.id}/{person.email}/{scope}/{before}"
    yield _to_seat(key, LetterKind.SUMMONS, seat, person, Summons(seat.member, cases, state.reported))


def _withdrawn(state: State, line: SeatRoll, person: Person) -> list[str]:
    return [key for key in state.calls if key.startswith(f"withdrawn/{line.seat.id}/{person.email}/")]


def _withdrawals(state: State, line: SeatRoll) -> Iterator[Letter]:
    """To each who was summoned and, without having declined, is not called in any more."""
    still = {person for person, _ in line.called()} | line.declined
    for person in line.seat.substitutes:
        if person in still:
            continue
        count = len(_withdrawn(state, line, person))
        summoned = (key for key in state.calls if key.startswith(f"summons/{line.seat.id}/{person.email}/"))
        if any(key.endswith(f"/{count}") for key in summoned):
            key = f"withdrawn/{line.seat.id}/{person.email}/{count}"
            content = SummonsWithdrawn(line.seat.member)
            yield Letter(key, LetterKind.CANCELLED, person, content, line.seat, Role.SUBSTITUTE)


def _reminders(state: State, roll: Roll, now: datetime) -> Iterator[Letter]:
    """To whoever speaks for a seat with a vote, was called before the reminder's time and has no vote that stands.

    Of several times that have passed, while the service was down, only the latest is used.
    """
    passed = [at for at in state.meeting.remind_at if at <= now]
    if state.phase is not Phase.OPEN or now > state.meeting.deadline or not passed:
        return
    at = max(passed)
    for seat in state.meeting.body.voting_seats:
        line = roll.seats[seat.id]
        if line.holder is None or line.cast or not _called_before(state, line, at):
            continue
        key = f"reminder/{at.isoformat()}/{seat.id}/{line.holder.email}"
        yield _to_seat(key, LetterKind.REMINDER, seat, line.holder, Reminder())


def _called_before(state: State, line: SeatRoll, at: datetime) -> bool:
    holder = line.holder
    return any(
        letter.at < at and letter.queued.seat == line.seat.id and letter.queued.address == (holder and holder.email)
        for letter in _calls(state)
    )


def _calls(state: State) -> Iterator[LetterState]:
    """Every notice and summons that was decided."""
    for letter in (state.letters[key] for key in state.calls):
        if letter.queued.kind in {LetterKind.NOTICE, LetterKind.SUMMONS}:
            yield letter


def _called_people(state: State, by: datetime | None = None) -> Iterator[tuple[Seat, Person, Role]]:
    """Everybody who was called to the meeting, or had been at the time given, once each."""
    calls = (letter for letter in _calls(state) if by is None or letter.at <= by)
    called = {(letter.queued.seat, letter.queued.address) for letter in calls}
    for seat, person, role in state.meeting.speakers():
        if (seat.id, person.email) in called:
            yield seat, person, role


def _extended(state: State, now: datetime) -> Iterator[Letter]:
    """To everybody who was called with the deadline that no longer holds."""
    if state.phase is not Phase.OPEN or now > state.meeting.deadline or not state.extensions:
        return
    last, moved = len(state.extensions), state.extensions[-1]
    content = Extended(moved.before)
    for seat, person, role in _called_people(state, by=moved.at):
        yield Letter(f"extended/{last}/{seat.id}/{person.email}", LetterKind.EXTENDED, person, content, seat, role)


def _cancelled(state: State) -> Iterator[Letter]:
    if state.phase is Phase.CANCELLED:
        for seat, person, role in _called_people(state):
            key = f"cancelled/{seat.id}/{person.email}"
            yield Letter(key, LetterKind.CANCELLED, person, Cancelled(), seat, role)


def _protocols(state: State) -> Iterator[Letter]:
    """To the coordinator first, then to everybody who was called, once it is final."""
    if state.phase is not Phase.CLOSED or awaits_approval(state):
        return
    content = ProtocolOut(protocol(state))
    coordinator = state.meeting.body.coordinator
    to = Person(coordinator.name, coordinator.email)
    yield Letter("protocol/coordinator", LetterKind.PROTOCOL, to, content)
    for seat, person, role in _called_people(state):
        yield Letter(f"protocol/{seat.id}/{person.email}", LetterKind.PROTOCOL, person, content, seat, role)


def _approvals(state: State, now: datetime) -> Iterator[Letter]:
    """To the chair, who is asked and reminded, and to the coordinator, who is told; nothing once it is approved."""
    if not awaits_approval(state):
        return
    asked, made = approver(state), protocol(state)
    for number in (0, *reminders_due(state, now)):
        content = ForApproval(made, asked.person, number)
        yield Letter(f"{ASKS}{number}", LetterKind.PROTOCOL, asked.person, content, asked.seat, asked.role)
        if number in {0, len(REMINDERS)}:
            yield to_coordinator(state, f"with-the-chair/{number}", content)


def _failures(state: State) -> Iterator[Letter]:
    """To the coordinator, in time to telephone: each letter that will not reach its recipient, or may not."""
    for key in state.failed:
        queued, response = state.letters[key].queued, state.letters[key].response
        if queued.seat is not None:
            content = DeliveryFailed(queued.name, queued.address, queued.kind, response)
            yield to_coordinator(state, f"failed/{key}", content)
    for key, said in state.doubted.items():
        queued = state.letters[key].queued
        if key in state.failed or queued.seat is None:
            continue
        content = DeliveryFailed(queued.name, queued.address, queued.kind, said, doubtful=True)
        yield to_coordinator(state, f"doubted/{key}", content)
