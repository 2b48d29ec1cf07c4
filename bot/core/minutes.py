"""From the state of a meeting to its protocol.

The same state always gives the same protocol, so that anybody can recount it; who decided what is `tally`'s matter.
"""

import hashlib
from collections.abc import Mapping

from bot.core.answers import answers
from bot.core.journal import canonical
from bot.core.meeting import Meeting
from bot.core.protocol import Protocol, Quorum, Status
from bot.core.roll import Roll, SeatRoll, roll
from bot.core.state import Delivery, Phase, State
from bot.core.tally import needed, tally

STATUS = {Phase.CLOSED: Status.FINAL, Phase.CANCELLED: Status.CANCELLED}


def roll_of(state: State) -> Roll:
    """The roll of the meeting after every answer that came in."""
    return roll(state.meeting, answers(state))


def protocol(state: State) -> Protocol:
    """The meeting's protocol as it stands: a draft until the meeting has closed or was called off."""
    return _protocol(state.as_closed or state, STATUS.get(state.phase, Status.DRAFT))


def final_protocol(state: State) -> Protocol:
    """The protocol that closing the meeting now would issue."""
    return _protocol(state, Status.FINAL)


def _protocol(state: State, status: Status) -> Protocol:
    seats = roll_of(state).seats
    cases = tuple(tally(state.meeting, case, seats, unreached(state, seats)) for case in state.meeting.cases)
    return Protocol(
        meeting=state.meeting,
        status=status,
        roll=tuple(seats[seat.id].line() for seat in state.meeting.body.seats),
        quorum=_quorum(state.meeting, seats),
        cases=cases,
        cancelled_at=state.cancelled_at,
    )


def _quorum(meeting: Meeting, seats: Mapping[str, SeatRoll]) -> Quorum:
    """The meeting's quorum: of the seats with a vote, those that took part in anything."""
    voting = meeting.body.voting_seats
    took_part = sum(seats[seat.id].took_part for seat in voting)
    return Quorum(len(voting), needed(meeting.body.rule, len(voting)), took_part)


def unreached(state: State, seats: Mapping[str, SeatRoll]) -> frozenset[str]:
    """The seats whose holder the notice, or the summons, did not reach for good."""
    return frozenset(seat_id for seat_id, seat in seats.items() if not _reached(state, seat))


def _reached(state: State, seat: SeatRoll) -> bool:
    holder = seat.holder
    if holder is None or holder.email is None:
        return holder is not None
    calls = [letter for letter in state.letters.values() if _calls(letter.queued.key, letter.queued.seat, seat)]
    to_holder = [letter for letter in calls if letter.queued.address == holder.email]
    return not to_holder or any(letter.delivery is not Delivery.FAILED for letter in to_holder)


def _calls(key: str, seat_id: str | None, seat: SeatRoll) -> bool:
    return seat_id == seat.seat.id and key.partition("/")[0] in {"notice", "summons"}


def seal(made: Protocol) -> str:
    """The SHA-256, in hexadecimal, of the protocol's canonical JSON: what the journal keeps and `verify` compares."""
    return hashlib.sha256(canonical(made.as_json())).hexdigest()
