"""The tally: what the standing votes decide in each case, by the rule that binds it.

kommuneloven § 11-9 (quorum, majority, casting vote), § 11-8 (written procedure), aksjeloven §§ 6-24 and 6-25
(boards), § 18-4 (two thirds). No outcome is made by an `else`: what carries no proposal is said to be undecided, and
why. Who may vote, and which votes stand, is decided in `roll`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.meeting import Body, Case, Meeting, Rule, Silence, VoteKey
from bot.core.protocol import Basis, CaseResult, CastVote, Counts, Outcome, PointResult, Quorum
from bot.core.reading import Vote
from bot.core.roll import SeatRoll

Decided = tuple[Outcome, Basis]

WEAKEST_FIRST = tuple(Basis)


class Position(StrEnum):
    """Where one seat stands in one question.

    `split`: it voted on points only, and not all one way. `absent`: nobody takes part for it. `unconsented`: a
    substitute approved where only the member's own consent counts (§ 11-8). `unreached`: without a vote, but not
    in a way that says anything: `minutes.unreached`.
    """

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"
    RECUSED = "recused"
    MEETING = "meeting"
    SPLIT = "split"
    SILENT = "silent"
    UNREACHED = "unreached"
    ABSENT = "absent"
    UNCONSENTED = "unconsented"


SAID = {
    Vote.APPROVE: Position.FOR,
    Vote.OBJECT: Position.AGAINST,
    Vote.ABSTAIN: Position.ABSTAINED,
    Vote.RECUSED: Position.RECUSED,
    Vote.MEETING: Position.MEETING,
}
ANSWERED = frozenset(
    {
        Position.FOR,
        Position.UNCONSENTED,
        Position.AGAINST,
        Position.ABSTAINED,
        Position.MEETING,
        Position.SPLIT,
    }
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question put to the vote: where each seat with a vote stands in it, and who is there for the quorum."""

    rule: Rule
    positions: Mapping[str, Position]
    present: frozenset[str]
    chair: Position | None

    def count(self, *positions: Position) -> int:
        """How many seats stand there."""
        return sum(position in positions for position in self.positions.values())

    @property
    def quorum(self) -> Quorum:
        """The quorum of this question; a recused seat is neither needed nor counted."""
        entitled = len(self.positions) - self.count(Position.RECUSED)
        took_part = sum(
            position in ANSWERED or (seat in self.present and position is not Position.RECUSED)
            for seat, position in self.positions.items()
        )
        return Quorum(len(self.positions), needed(self.rule, entitled), took_part)

    @property
    def counts(self) -> Counts:
        """The votes, as they are told."""
        return Counts(
            approve=self.count(Position.FOR, Position.UNCONSENTED),
            object=self.count(Position.AGAINST),
            abstained=self.count(Position.ABSTAINED),
            recused=self.count(Position.RECUSED),
            silent=self.count(Position.SILENT, Position.UNREACHED),
        )


def needed(rule: Rule, entitled: int) -> int:
    """How many of those entitled must take part: all in a written procedure (§ 11-8), more than half in a board
    (aksjeloven § 6-24), otherwise at least half (§ 11-9)."""
    match rule:
        case Rule.UNANIMOUS_WRITTEN:
            return entitled
        case Rule.BOARD:
            return entitled // 2 + 1
        case Rule.MAJORITY | Rule.TWO_THIRDS:
            return (entitled + 1) // 2


def tally(meeting: Meeting, case: Case, seats: Mapping[str, SeatRoll], unreached: Collection[str] = ()) -> CaseResult:
    """The result of one case. `unreached` are the seats whose silence says nothing."""
    body, rule = meeting.body, meeting.rule_of(case)
    voting = [seats[seat.id] for seat in body.voting_seats]
    question = _question(meeting, case, voting, unreached, lambda seat: _case_position(seat, case))
    points = _points(meeting, case, voting, unreached)
    outcome, basis = _decide(body, question)
    if points:
        outcome, basis = _whole(rule, points)
        if rule is Rule.UNANIMOUS_WRITTEN and outcome is not Outcome.ADOPTED:
            points = tuple(PointResult(each.point, outcome, basis, each.votes) for each in points)
    return CaseResult(
        number=case.number,
        title=case.title,
        text=case.text,
        proposal=case.proposal,
        documents=case.documents,
        public=case.public,
        exempt_under=case.exempt_under,
        rule=rule,
        outcome=outcome,
        basis=basis,
        votes=question.counts,
        quorum=question.quorum,
        points=points,
        decision=_decision(case, outcome, points),
        cast=tuple(_cast(voting, case)),
    )


def _points(
    meeting: Meeting, case: Case, voting: Collection[SeatRoll], unreached: Collection[str]
) -> tuple[PointResult, ...]:
    """The result of each point, if any of them was voted on by itself."""
    if not any(_parted(seat, case) for seat in voting):
        return ()
    results = []
    for number, key in zip(case.points, case.point_keys, strict=True):
        question = _question(meeting, case, voting, unreached, _point_position(case, key))
        outcome, basis = _decide(meeting.body, question)
        results.append(PointResult(number, outcome, basis, question.counts))
    return tuple(results)


def _parted(seat: SeatRoll, case: Case) -> bool:
    """Whether the seat stands differently in some point than its vote on the whole case says."""
    on_points = [seat.votes[key] for key in case.point_keys if key in seat.votes]
    return any(case.key in seat.votes or cast.vote is not Vote.WITHDRAW for cast in on_points)


def _question(
    meeting: Meeting,
    case: Case,
    voting: Collection[SeatRoll],
    unreached: Collection[str],
    stands: Callable[[SeatRoll], Position],
) -> Question:
    body, rule = meeting.body, meeting.rule_of(case)
    positions = {seat.seat.id: stands(seat) for seat in voting}
    for seat in voting:
        position = positions[seat.seat.id]
        if position is Position.SILENT and seat.seat.id in unreached:
            positions[seat.seat.id] = Position.UNREACHED
        if position is Position.FOR and not _consents(body, rule, seat):
            positions[seat.seat.id] = Position.UNCONSENTED
    chair = next((positions[seat.seat.id] for seat in voting if seat.seat.chair and _in_person(seat, case)), None)
    present = frozenset(seat.seat.id for seat in voting if seat.present)
    return Question(rule, positions, present, chair)


def _in_person(seat: SeatRoll, case: Case) -> bool:
    """Whether the member votes in the case; the casting vote is the chair's own and passes to no substitute."""
    return not seat.absent and case.number not in seat.recusals


def _consents(body: Body, rule: Rule, seat: SeatRoll) -> bool:
    """Whether an approval of that seat is a consent: a substitute's is not, unless the body says so (§ 11-8)."""
    return rule is not Rule.UNANIMOUS_WRITTEN or body.substitutes_consent or not seat.absent


def _case_position(seat: SeatRoll, case: Case) -> Position:
    cast = seat.votes.get(case.key)
    if cast is not None:
        return SAID[cast.vote]
    on_points = [seat.votes[key].vote for key in case.point_keys if key in seat.votes]
    given = [vote for vote in on_points if vote is not Vote.WITHDRAW]
    if not given:
        return Position.RECUSED if case.number in seat.recusals else _without_vote(seat)
    if len(given) == len(case.point_keys) and set(given) in ({Vote.APPROVE}, {Vote.OBJECT}):
        return SAID[given[0]]
    return Position.SPLIT


def _point_position(case: Case, key: VoteKey) -> Callable[[SeatRoll], Position]:
    def stands(seat: SeatRoll) -> Position:
        cast = seat.votes.get(key) or seat.votes.get(case.key)
        if cast is not None and cast.vote is not Vote.WITHDRAW:
            return SAID[cast.vote]
        return Position.RECUSED if case.number in seat.recusals else _without_vote(seat)

    return stands


def _without_vote(seat: SeatRoll) -> Position:
    return Position.ABSENT if seat.absent and not seat.took_part else Position.SILENT


def _decide(body: Body, question: Question) -> Decided:
    """The outcome, counting the silent as consenting only where the body's silence is consent and it is needed."""
    decided = _by_rule(question)
    silent = [seat for seat, position in question.positions.items() if position is Position.SILENT]
    consent = body.silence is Silence.CONSENT and question.rule is not Rule.UNANIMOUS_WRITTEN
    if not (consent and silent) or decided[0] is Outcome.ADOPTED:
        return decided
    consenting = {**question.positions, **dict.fromkeys(silent, Position.FOR)}
    outcome, basis = _by_rule(Question(question.rule, consenting, question.present, question.chair))
    return outcome, Basis.SILENT_CONSENT if outcome is Outcome.ADOPTED else basis


def _by_rule(question: Question) -> Decided:
    match question.rule:
        case Rule.UNANIMOUS_WRITTEN:
            return _unanimous_written(question)
        case Rule.BOARD:
            return _board(question)
        case Rule.TWO_THIRDS:
            return _two_thirds(question)
        case Rule.MAJORITY:
            return _majority(question)


def _unanimous_written(question: Question) -> Decided:
    """§ 11-8: every member approves the proposal and its being settled in writing, or it goes to a meeting."""
    if question.count(Position.AGAINST, Position.ABSTAINED, Position.MEETING):
        return Outcome.UNDECIDED, Basis.OBJECTION
    if not question.count(Position.FOR) or question.count(Position.FOR) < question.quorum.needed:
        return Outcome.UNDECIDED, Basis.MISSING_ANSWER
    return Outcome.ADOPTED, Basis.UNANIMOUS


def _majority(question: Question) -> Decided:
    """§ 11-9: a majority of the votes cast; a tie is settled by the chair's vote."""
    missing = _no_vote_possible(question)
    if missing is not None:
        return missing
    approve, against = question.count(Position.FOR), question.count(Position.AGAINST)
    if approve == against:
        return _casting_vote(question)
    return _voted(question, carried=approve > against)


def _two_thirds(question: Question) -> Decided:
    """§ 18-4 as agreements use it: two thirds of the votes cast."""
    missing = _no_vote_possible(question)
    if missing is not None:
        return missing
    approve, against = question.count(Position.FOR), question.count(Position.AGAINST)
    return _voted(question, carried=3 * approve >= 2 * (approve + against))


def _board(question: Question) -> Decided:
    """Aksjeloven §§ 6-19, 6-25: a majority of those taking part and more than a third of all; anybody may demand a
    meeting."""
    if question.count(Position.MEETING):
        return Outcome.UNDECIDED, Basis.OBJECTION
    missing = _no_vote_possible(question)
    if missing is not None:
        return missing
    approve, against = question.count(Position.FOR), question.count(Position.AGAINST)
    third = 3 * approve > len(question.positions)
    if approve == against:
        outcome, basis = _casting_vote(question)
        return (outcome, basis) if third or outcome is not Outcome.ADOPTED else (Outcome.REJECTED, Basis.MAJORITY)
    return _voted(question, carried=third and 2 * approve > question.quorum.took_part)


def _no_vote_possible(question: Question) -> Decided | None:
    if not question.quorum.met:
        return Outcome.UNDECIDED, Basis.NO_QUORUM
    if not question.count(Position.FOR, Position.AGAINST):
        return Outcome.UNDECIDED, Basis.MISSING_ANSWER
    return None


def _casting_vote(question: Question) -> Decided:
    """What the chair voted; undecided where the chair did not vote in person."""
    match question.chair:
        case Position.FOR:
            return Outcome.ADOPTED, Basis.CASTING_VOTE
        case Position.AGAINST:
            return Outcome.REJECTED, Basis.CASTING_VOTE
        case _:
            return Outcome.UNDECIDED, Basis.CASTING_VOTE


def _voted(question: Question, *, carried: bool) -> Decided:
    """The outcome, which is unanimous where nobody who voted wanted another or none."""
    outcome, contrary = (Outcome.ADOPTED, Position.AGAINST) if carried else (Outcome.REJECTED, Position.FOR)
    divided = question.count(contrary, Position.ABSTAINED, Position.MEETING)
    return outcome, Basis.MAJORITY if divided else Basis.UNANIMOUS


def _whole(rule: Rule, points: tuple[PointResult, ...]) -> Decided:
    """What the points make of their case. A written procedure settles a case whole or not at all (§ 11-8)."""
    outcomes = {point.outcome for point in points}
    weakest = min((point.basis for point in points), key=WEAKEST_FIRST.index)
    if len(outcomes) == 1:
        return outcomes.pop(), weakest
    if Outcome.ADOPTED in outcomes and rule is not Rule.UNANIMOUS_WRITTEN:
        return Outcome.PARTLY_ADOPTED, weakest
    return Outcome.UNDECIDED, weakest


def _decision(case: Case, outcome: Outcome, points: tuple[PointResult, ...]) -> tuple[str, ...]:
    match outcome:
        case Outcome.ADOPTED:
            return case.proposal
        case Outcome.PARTLY_ADOPTED:
            carried = (point.point for point in points if point.outcome is Outcome.ADOPTED)
            return tuple(case.proposal[number - 1] for number in carried)
        case Outcome.REJECTED | Outcome.UNDECIDED:
            return ()


def _cast(voting: Iterable[SeatRoll], case: Case) -> Iterable[CastVote]:
    """Every vote and recusal in the case that stands, seat by seat, the whole case before its points."""
    for seat in voting:
        if case.number in seat.recusals:
            yield seat.recusals[case.number]
        for key in (case.key, *case.point_keys):
            cast = seat.votes.get(key)
            if cast is not None and cast.vote is not Vote.WITHDRAW:
                yield cast
