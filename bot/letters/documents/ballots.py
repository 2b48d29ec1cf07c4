"""Who did what in one case, by name: read out of the protocol's rows, for the sentences that name people.

Nothing is counted here: the numbers are the protocol's own. Names are given only where as many are found as the
protocol counted, so that no document names somebody whom the tally did not mean.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.meeting import Seat
from bot.core.protocol import CaseResult, CastVote, Counts, Protocol, RollAttendance, RollLine
from bot.core.reading import Vote


@dataclass(frozen=True, slots=True)
class Ballots:
    """The votes that stand in one case beside the roll of the meeting."""

    case: CaseResult
    roll: tuple[RollLine, ...]

    def rows(self, seat: Seat) -> tuple[CastVote, ...]:
        """The seat's own rows."""
        return tuple(row for row in self.case.cast if row.seat == seat.id)

    def vote(self, seat: Seat, point: int | None = None) -> Vote | None:
        """What counts for the seat in the case, or in one point of it; None where nothing does.

        Point by point, a vote on the whole case covers what has no vote of its own; a seat that voted on points only
        counts in the case where it approved or objected to all of them.
        """
        said = {row.point: row.vote for row in self.rows(seat) if row.vote is not Vote.RECUSED}
        if point is not None:
            return said.get(point, said.get(None))
        if None in said:
            return said[None]
        points = {said.get(number) for number in range(1, len(self.case.proposal) + 1)}
        return points.pop() if points in ({Vote.APPROVE}, {Vote.OBJECT}) else None

    def seats_that(self, vote: Vote, counted: int, point: int | None = None) -> tuple[Seat, ...]:
        """The seats that voted so; none where they are not as many as were counted."""
        found = tuple(seat for seat in self._voting() if self.vote(seat, point) is vote)
        return found if len(found) == counted else ()

    def recusals(self) -> tuple[tuple[CastVote, CastVote | None], ...]:
        """Each recusal with the vote of the substitute who took part in the case instead, if one did."""
        return tuple(
            (row, next((other for other in self.case.cast if _stands_in(other, row)), None))
            for row in self.case.cast
            if row.vote is Vote.RECUSED
        )

    def silent(self) -> tuple[Seat, ...]:
        """The seats that said nothing in the case though somebody could have; none where the tally counts others."""
        found = tuple(
            line.seat for line in self.roll if line.seat.votes and not self.rows(line.seat) and not is_empty(line)
        )
        return found if len(found) == self.case.votes.silent else ()

    def line(self, seat: Seat) -> RollLine:
        """The seat's line in the roll."""
        return next(line for line in self.roll if line.seat.id == seat.id)

    def _voting(self) -> Iterable[Seat]:
        return (line.seat for line in self.roll if line.seat.votes)


def ballots(protocol: Protocol, case: CaseResult) -> Ballots:
    """The ballots of a case of that protocol."""
    return Ballots(case, protocol.roll)


def is_empty(line: RollLine) -> bool:
    """Whether the member was absent and nobody met for the seat."""
    return line.attendance is RollAttendance.ABSENT and line.by is None


def grouped(rows: Iterable[CastVote]) -> tuple[tuple[CastVote, tuple[int, ...]], ...]:
    """Rows that differ in the point only, as one with the points; no points for a vote on the whole case."""
    groups: dict[CastVote, tuple[int, ...]] = {}
    for row in rows:
        key = replace(row, point=None if row.point is None else 0)
        groups[key] = (*groups.get(key, ()), *(() if row.point is None else (row.point,)))
    return tuple(groups.items())


def decided_points(case: CaseResult) -> tuple[int, ...]:
    """The number of each entry of the decision: that of the point it was proposed under, else its place."""
    numbers: list[int] = []
    for entry in case.decision:
        later = range(numbers[-1] + 1 if numbers else 1, len(case.proposal) + 1)
        found = next((number for number in later if case.proposal[number - 1] == entry), None)
        if found is None:
            return tuple(range(1, len(case.decision) + 1))
        numbers.append(found)
    return tuple(numbers)


def has_votes(counts: Counts) -> bool:
    """Whether anything at all was counted."""
    return counts != Counts()


def _stands_in(other: CastVote, recusal: CastVote) -> bool:
    return other.seat == recusal.seat and other.by != recusal.by and other.vote is not Vote.RECUSED
