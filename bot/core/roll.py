"""The roll: who speaks for each seat, and which of their votes stand.

Answers are taken one at a time, in the order of receipt. An absence calls in the next substitute; a member may take
the seat back until the substitute has voted; never do two people count for one seat (kommuneloven § 7-10, and the
contract's settled details). What the standing votes decide is `tally`'s matter.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.core.answers import Answer
from bot.core.meeting import Meeting, Person, Role, Seat, VoteKey, canonical_address
from bot.core.persistent import PersistentMap, Vector
from bot.core.protocol import CastVote, Channel, RollAttendance, RollLine
from bot.core.reading import Attendance, NamedSubstitute, Vote


class Disposition(StrEnum):
    """What became of an answer."""

    COUNTED = "counted"
    NOTHING = "nothing"
    LATE = "late"
    NOT_CALLED = "not_called"
    SUBSTITUTE_VOTED = "substitute_voted"
    NO_VOTE = "no_vote"


def in_time(received: datetime, deadline: datetime) -> bool:
    """Whether a mail received then counts: the deadline's own second does, INTERNALDATE having whole seconds."""
    return received < deadline.replace(microsecond=0) + timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class SeatRoll:
    """One seat as it stands.

    `absent`: its member has reported absence. `substitute`: who was called in for the whole meeting, None where
    nobody was or could be. `awaiting`: the name of a substitute who is on no list, until the coordinator rules.
    `stand_ins`: who was called in for one case, the seat's holder being recused in it; None where nobody could be.
    `present`: the holder said so. `votes` and `recusals` are those that stand; a vote of `withdraw` on a point only
    says that the vote on the whole case does not cover it.
    """

    seat: Seat
    absent: bool = False
    present: bool = False
    substitute: Person | None = None
    awaiting: str | None = None
    declined: frozenset[Person] = frozenset()
    stand_ins: Mapping[str, Person | None] = field(default_factory=lambda: MappingProxyType({}))
    votes: Mapping[VoteKey, CastVote] = field(default_factory=lambda: MappingProxyType({}))
    recusals: Mapping[str, CastVote] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def holder(self) -> Person | None:
        """Who speaks for the seat now; None where the member is absent and nobody was called in."""
        return self.substitute if self.absent else self.seat.member

    @property
    def holder_role(self) -> Role:
        """In which role the holder speaks."""
        return Role.SUBSTITUTE if self.absent else Role.MEMBER

    @property
    def cast(self) -> tuple[CastVote, ...]:
        """Every vote and recusal that stands, for the record."""
        votes = [vote for vote in self.votes.values() if vote.vote is not Vote.WITHDRAW]
        return (*self.recusals.values(), *votes)

    @property
    def took_part(self) -> bool:
        """Whether the holder has a vote, an abstention or a recusal that stands, or said that they are present."""
        return self.present or bool(self.cast)

    @property
    def substitute_voted(self) -> bool:
        """Whether the substitute who holds the seat has a vote or a recusal that stands."""
        return self.absent and bool(self.cast)

    def called(self) -> tuple[tuple[Person, tuple[str, ...]], ...]:
        """Who is called in now: each with the cases it is for, or with none where it is for the whole meeting."""
        cases: dict[Person, tuple[str, ...]] = {}
        for number, person in self.stand_ins.items():
            if person is not None:
                cases[person] = (*cases.get(person, ()), number)
        whole = ((self.substitute, ()),) if self.absent and self.substitute is not None else ()
        return (*whole, *cases.items())

    def line(self) -> RollLine:
        """The seat's line in the protocol's roll."""
        took_part = self.took_part
        by = self.holder if took_part else None
        role = self.holder_role if by is not None else None
        if self.absent:
            return RollLine(self.seat, RollAttendance.ABSENT, by, role)
        return RollLine(self.seat, RollAttendance.PRESENT if took_part else RollAttendance.NO_ANSWER, by, role)


@dataclass(frozen=True, slots=True)
class Step:
    """One answer taken: the seat before and after it, and what became of it."""

    answer: Answer
    before: SeatRoll
    after: SeatRoll
    disposition: Disposition


@dataclass(frozen=True, slots=True)
class Roll:
    """Every seat as it stands, by id in the body's order, and how each answer was taken."""

    seats: Mapping[str, SeatRoll]
    by_answer: PersistentMap[str, Step] = field(default_factory=PersistentMap)

    @property
    def steps(self) -> tuple[Step, ...]:
        """How each answer was taken, in the order of receipt."""
        return tuple(self.by_answer.values())

    def step(self, answer_id: str) -> Step | None:
        """How that answer was taken; None for a mail that is no answer."""
        return self.by_answer.get(answer_id)


# Each meeting's last roll, to go on from: answers come one at a time, and nearly always in the order of receipt.
_LAST: dict[str, tuple[Meeting, Vector[Answer], Roll]] = {}


def roll(meeting: Meeting, answers: Iterable[Answer]) -> Roll:
    """The roll after those answers, which stand in the order of receipt."""
    answers = answers if isinstance(answers, Vector) else Vector.of(answers)
    before, taken, last = _LAST.get(meeting.id, (None, Vector[Answer](), None))
    if last is not None and before is meeting and answers.starts_with(taken):
        made = _after(last, answers.since(len(taken)), meeting)
    else:
        made = _after(Roll({seat.id: SeatRoll(seat) for seat in meeting.body.seats}), answers, meeting)
    _LAST[meeting.id] = (meeting, answers, made)
    return made


def _after(roll: Roll, answers: Iterable[Answer], meeting: Meeting) -> Roll:
    """The roll once those answers have been taken too."""
    seats, steps = dict(roll.seats), roll.by_answer
    for answer in answers:
        before = seats[answer.seat]
        after, disposition = _take(before, answer, meeting.deadline)
        seats[answer.seat] = after
        steps = steps.with_item(answer.id, Step(answer, before, after, disposition))
    return Roll(MappingProxyType(seats), steps)


def _take(seat: SeatRoll, answer: Answer, deadline: datetime) -> tuple[SeatRoll, Disposition]:
    if answer.votes == {} and answer.attendance is None and answer.substitute is None:
        return seat, Disposition.NOTHING
    if not in_time(answer.received, deadline):
        return seat, Disposition.LATE
    if answer.votes and not seat.seat.votes:
        return seat, Disposition.NO_VOTE
    if answer.how is Channel.COORDINATOR:
        return _ruled(seat, answer)
    if answer.role is Role.MEMBER:
        return _member_says(seat, answer)
    return _substitute_says(seat, answer)


def _ruled(seat: SeatRoll, answer: Answer) -> tuple[SeatRoll, Disposition]:
    named = answer.substitute
    if named is not None:
        seat = _seat_taken_by(seat, _listed(seat.seat, named) or Person(named.name, named.email))
    elif answer.attendance is Attendance.ABSENT:
        return _absent(seat, None), Disposition.COUNTED
    holder = seat.holder
    if holder is None or answer.attendance is Attendance.PRESENT:
        return _member_says(seat, answer)
    return _recorded(seat, answer, holder), Disposition.COUNTED


def _recorded(seat: SeatRoll, answer: Answer, holder: Person) -> SeatRoll:
    """The seat after recorded votes, each put down to who is entitled: the stand-in where the holder is recused."""
    entitled = {
        key: holder if vote is Vote.RECUSED else seat.stand_ins.get(key.case) or holder
        for key, vote in answer.votes.items()
    }
    for person in dict.fromkeys(entitled.values()):
        votes = {key: vote for key, vote in answer.votes.items() if entitled[key] == person}
        role = seat.holder_role if person == holder else Role.SUBSTITUTE
        seat = _voted(seat, replace(answer, votes=votes), person, role, standing_in=person != holder)
    return seat


def _member_says(seat: SeatRoll, answer: Answer) -> tuple[SeatRoll, Disposition]:
    if answer.attendance is Attendance.ABSENT:
        if seat.substitute_voted and answer.substitute is not None:
            return seat, Disposition.SUBSTITUTE_VOTED
        return _absent(seat, answer.substitute), Disposition.COUNTED
    if seat.substitute_voted:
        return seat, Disposition.SUBSTITUTE_VOTED
    if seat.absent:
        seat = _taken_back(seat)
    present = seat.present or answer.attendance is Attendance.PRESENT
    seat = replace(seat, present=present)
    return _voted_where_open(seat, answer, seat.seat.member)


def _voted_where_open(seat: SeatRoll, answer: Answer, member: Person) -> tuple[SeatRoll, Disposition]:
    """Takes a holder's votes except in cases where, they being recused, the stand-in has already voted."""
    settled = {number for number in seat.stand_ins if _stand_in_voted(seat, number)}
    votes = {key: vote for key, vote in answer.votes.items() if key.case not in settled}
    if answer.votes and not votes:
        return seat, Disposition.SUBSTITUTE_VOTED
    seat = _voted(seat, replace(answer, votes=votes), member, seat.holder_role)
    return seat, Disposition.COUNTED


def _stand_in_voted(seat: SeatRoll, number: str) -> bool:
    votes = (cast.vote for key, cast in seat.votes.items() if key.case == number)
    return number in seat.recusals and any(vote is not Vote.WITHDRAW for vote in votes)


def _substitute_says(seat: SeatRoll, answer: Answer) -> tuple[SeatRoll, Disposition]:
    person = answer.person
    assert person is not None  # noqa: S101 - a mail's answer always has its person
    if answer.attendance is Attendance.ABSENT:
        return _declined(seat, person), Disposition.COUNTED
    if seat.absent and seat.substitute == person:
        present = seat.present or answer.attendance is Attendance.PRESENT
        return _voted_where_open(replace(seat, present=present), answer, person)
    cases = {number for number, stand_in in seat.stand_ins.items() if stand_in == person}
    said = {key: vote for key, vote in answer.votes.items() if key.case in cases}
    if not cases or (answer.votes and not said):
        return seat, Disposition.NOT_CALLED
    recused = {key.case for key, vote in said.items() if vote is Vote.RECUSED}
    votes = {key: vote for key, vote in said.items() if key.case not in recused}
    seat = _passed_on(seat, person, recused)
    return _voted(seat, replace(answer, votes=votes), person, Role.SUBSTITUTE, standing_in=True), Disposition.COUNTED


def _passed_on(seat: SeatRoll, person: Person, cases: Collection[str]) -> SeatRoll:
    """The seat where that stand-in steps down in those cases: their votes fall, and the next in order is called in."""
    votes = {key: vote for key, vote in seat.votes.items() if key.case not in cases}
    stand_ins = {**seat.stand_ins, **dict.fromkeys(cases, _next(seat, after=person))}
    return replace(seat, votes=votes, stand_ins=stand_ins)


def _absent(seat: SeatRoll, named: NamedSubstitute | None) -> SeatRoll:
    """The member is away: what they said before no longer holds, and one substitute is called in."""
    person = _listed(seat.seat, named)
    if named is not None and person is None:
        return replace(_emptied(seat), absent=True, substitute=None, awaiting=named.name)
    if person is not None and person not in seat.declined:
        return _seat_taken_by(seat, person)
    if seat.absent and (seat.substitute is not None or seat.awaiting is not None):
        return seat
    return _seat_taken_by(seat, _next(seat))


def _seat_taken_by(seat: SeatRoll, person: Person | None) -> SeatRoll:
    """The seat held by that substitute, who keeps what they already voted as a stand-in."""
    if seat.absent and person is not None and person == seat.substitute:
        return seat
    kept = {key: vote for key, vote in seat.votes.items() if _is_by(vote, person)}
    return replace(_emptied(seat), absent=True, substitute=person, awaiting=None, votes=kept)


def _is_by(vote: CastVote, person: Person | None) -> bool:
    return vote.role is Role.SUBSTITUTE and person is not None and vote.by == person.name


def _taken_back(seat: SeatRoll) -> SeatRoll:
    return replace(_emptied(seat), absent=False, substitute=None, awaiting=None)


def _emptied(seat: SeatRoll) -> SeatRoll:
    none = MappingProxyType[str, Person | None]({})
    return replace(seat, present=False, votes={}, recusals={}, stand_ins=none)


def _declined(seat: SeatRoll, person: Person) -> SeatRoll:
    seat = replace(seat, declined=seat.declined | {person})
    seat = _passed_on(seat, person, [number for number, stand_in in seat.stand_ins.items() if stand_in == person])
    if seat.absent and seat.substitute == person:
        seat = _seat_taken_by(seat, _next(seat))
    return seat


def _next(seat: SeatRoll, *, after: Person | None = None) -> Person | None:
    """The first substitute in elected order who has not declined and does not hold the seat already.

    With `after`, the first one behind that substitute: those before them have stepped down in the case.
    """
    order = seat.seat.substitutes
    behind = order if after is None else order[order.index(after) + 1 :]
    return next((person for person in behind if person not in seat.declined and person != seat.substitute), None)


def _listed(seat: Seat, named: NamedSubstitute | None) -> Person | None:
    """The one on the seat's list who was named, by address or else by name; None where nobody was, or is on no list."""
    if named is None or not named.listed:
        return None
    if named.email is not None:
        address = canonical_address(named.email)
        for person in seat.substitutes:
            if address in person.addresses:
                return person
    return next((person for person in seat.substitutes if person.name == named.name), None)


def _voted(seat: SeatRoll, answer: Answer, person: Person, role: Role, *, standing_in: bool = False) -> SeatRoll:
    """The seat after that person's votes, whole cases first so that a point named beside its case keeps its own."""
    for key in sorted(answer.votes, key=lambda key: key.point is not None):
        cast = CastVote(
            seat=seat.seat.id,
            by=person.name,
            role=role,
            vote=answer.votes[key],
            how=answer.how,
            received=answer.received,
            point=key.point,
            message_id=answer.message_id,
            reason=answer.reason,
            identity=answer.identity,
            released=answer.released,
        )
        seat = _cast(seat, key, cast, standing_in=standing_in)
    return seat


def _cast(seat: SeatRoll, key: VoteKey, cast: CastVote, *, standing_in: bool) -> SeatRoll:
    if not standing_in and key.case in seat.recusals and cast.vote not in (Vote.RECUSED, Vote.WITHDRAW):
        seat = _no_longer_recused(seat, key.case)
    if key.point is not None:
        covered = not standing_in and key.case in seat.recusals
        return seat if covered else replace(seat, votes={**seat.votes, key: cast})
    others = {each: vote for each, vote in seat.votes.items() if each.case != key.case}
    if cast.vote is Vote.RECUSED:
        stand_ins = seat.stand_ins if key.case in seat.stand_ins else {**seat.stand_ins, key.case: _next(seat)}
        return replace(seat, votes=others, recusals={**seat.recusals, key.case: cast}, stand_ins=stand_ins)
    votes = others if cast.vote is Vote.WITHDRAW else {**others, key: cast}
    return replace(seat, votes=votes)


def _no_longer_recused(seat: SeatRoll, number: str) -> SeatRoll:
    votes = {key: vote for key, vote in seat.votes.items() if key.case != number}
    recusals = {case: cast for case, cast in seat.recusals.items() if case != number}
    stand_ins = {case: person for case, person in seat.stand_ins.items() if case != number}
    return replace(seat, votes=votes, recusals=recusals, stand_ins=stand_ins)
