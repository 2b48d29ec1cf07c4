"""From the state of a meeting to its protocol.

The same state always gives the same protocol, so that anybody can recount it; who decided what is `tally`'s matter.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from bot.core.appendix import appendix
from bot.core.approval import approval, awaits_approval
from bot.core.journal import canonical
from bot.core.letters import LetterKind
from bot.core.meeting import Meeting
from bot.core.protocol import Basis, CaseResult, Outcome, Protocol, Quorum, Status
from bot.core.reading import SPOKEN, Vote
from bot.core.roll import Roll, SeatRoll, in_time, roll
from bot.core.state import Delivery, Phase, State
from bot.core.tally import needed, tally

CALLS = frozenset({LetterKind.NOTICE, LetterKind.SUMMONS})


def roll_of(state: State) -> Roll:
    """The roll of the meeting after every answer that came in."""
    return roll(state.meeting, state.answers)


def protocol(state: State) -> Protocol:
    """The meeting's protocol as it stands: a draft until the meeting has closed or was called off.

    What was marked for follow-up after that is in its appendix, and in nothing else of it.
    """
    made = replace(_protocol(state.as_closed or state, _status(state)), approval=approval(state))
    if state.appendix_at is None:
        return made
    return replace(made, follow_up=appendix(state.meeting.cases, made.cases), appendix_at=state.appendix_at)


def final_protocol(state: State) -> Protocol:
    """The protocol that closing the meeting now would issue: to the chair first, where the chair is to approve it."""
    return _protocol(state, Status.AWAITING if state.meeting.body.chair_approves else Status.FINAL)


def _status(state: State) -> Status:
    if state.phase is Phase.CANCELLED:
        return Status.CANCELLED
    if state.phase is not Phase.CLOSED:
        return Status.DRAFT
    return Status.AWAITING if awaits_approval(state) else Status.FINAL


def _protocol(state: State, status: Status) -> Protocol:
    seats = roll_of(state).seats
    unbound = unreached(state, seats)
    cases = tuple(tally(state.meeting, case, seats, unbound) for case in state.meeting.cases)
    if status is Status.CANCELLED:
        cases = tuple(_not_settled(case) for case in cases)
    return Protocol(
        meeting=state.meeting,
        status=status,
        roll=tuple(seats[seat.id].line() for seat in state.meeting.body.seats),
        quorum=_quorum(state.meeting, seats),
        cases=cases,
        cancelled_at=state.cancelled_at,
        follow_up=appendix(state.meeting.cases, cases),
    )


def _not_settled(case: CaseResult) -> CaseResult:
    """The case of a meeting that was called off: the votes given are kept, and decide nothing."""
    points = tuple(replace(point, outcome=Outcome.UNDECIDED, basis=_unsettled(point.basis)) for point in case.points)
    return replace(case, outcome=Outcome.UNDECIDED, basis=_unsettled(case.basis), points=points, decision=())


def _unsettled(basis: Basis) -> Basis:
    return basis if basis in {Basis.NO_QUORUM, Basis.OBJECTION} else Basis.MISSING_ANSWER


def _quorum(meeting: Meeting, seats: Mapping[str, SeatRoll]) -> Quorum:
    """The meeting's quorum: of the seats with a vote, those that took part in anything."""
    voting = meeting.body.voting_seats
    took_part = sum(seats[seat.id].took_part for seat in voting)
    return Quorum(len(voting), needed(meeting.body.rule, len(voting)), took_part)


def unreached(state: State, seats: Mapping[str, SeatRoll]) -> frozenset[str]:
    """The seats whose silence says nothing, and is no consent where silence consents: no notice or summons was taken
    for their holder, or somebody there has written what did not become a vote that stands."""
    return frozenset(
        seat_id for seat_id, seat in seats.items() if not _reached(state, seat) or _answered_otherwise(state, seat_id)
    )


def _reached(state: State, seat: SeatRoll) -> bool:
    holder = seat.holder
    return holder is not None and any(
        letter.delivery is Delivery.SENT
        for letter in (state.letters[key] for key in state.calls)
        if letter.queued.kind in CALLS and (letter.queued.seat, letter.queued.address) == (seat.seat.id, holder.email)
    )


def _answered_otherwise(state: State, seat_id: str) -> bool:
    """Whether a mail from the seat is held, was unclear or took a vote back: who wrote it is not silent.

    A mail that the coordinator refused is nobody's of the seat.
    """
    withdrawn = any(each.ruled.seat == seat_id and Vote.WITHDRAW in each.ruled.votes.values() for each in state.rulings)
    return withdrawn or any(
        read.reading.seat == seat_id
        and read.reading.kind in SPOKEN
        and in_time(mail.received.received, state.meeting.deadline)
        and not mail.refused
        and (mail.held or read.reading.clarify or Vote.WITHDRAW in read.reading.votes.values())
        for mail in state.mails.values()
        if (read := mail.read) is not None
    )


def seal(made: Protocol) -> str:
    """The SHA-256, in hexadecimal, of the protocol's canonical JSON: what the journal keeps and `verify` compares."""
    return hashlib.sha256(canonical(made.as_json())).hexdigest()
