"""The votes of a case as tables: by name, and counted."""

from collections.abc import Iterator

from bot.core.meeting import Role
from bot.core.protocol import CastVote, Channel, Counts, RollAttendance, RollLine
from bot.letters.documents.ballots import grouped, is_empty
from bot.letters.documents.parts import cells
from bot.letters.documents.prose import one_line
from bot.letters.documents.tree import NOTHING, Runs, Table
from bot.letters.documents.verdict import Verdict
from bot.letters.documents.words import Words


def vote_table(verdict: Verdict) -> Table:
    """Every seat with a vote in the body's order: what was said for it, by whom, when and how it came in.

    What the vote is about has a column only where somebody voted on single points.
    """
    words, by_point = verdict.words, any(row.point is not None for row in verdict.case.cast)
    columns = ("seat", "by", *(("about",) if by_point else ()), "vote", "how", "received")
    rows = tuple(row for line in verdict.protocol.roll if line.seat.votes for row in _rows(verdict, line, by_point))
    caption = words("vote.caption", number=one_line(verdict.case.number))
    return Table(caption, tuple(words(f"vote.{column}") for column in columns), rows)


def _rows(verdict: Verdict, line: RollLine, by_point: bool) -> Iterator[tuple[Runs, ...]]:  # noqa: FBT001 - a column or not
    words, seat, none = verdict.words, line.seat, NOTHING
    groups = grouped(verdict.ballots.rows(seat))
    for row, points in groups:
        by = words("vote.substitute", name=row.by) if row.role is Role.SUBSTITUTE else row.by
        about = (_about(words, points),) if by_point else ()
        how = _how(words, row)
        yield cells(seat.name, by, *about, words(f"vote.{row.vote.value}"), how, words.short(row.received))
    if not groups:
        yield cells(seat.name, seat.member.name, *((none,) if by_point else ()), _unsaid(verdict, line), none, none)


def _about(words: Words, points: tuple[int, ...]) -> str:
    return words.counted("vote.point", len(points), points=words.listed(points)) if points else words("vote.whole")


def _how(words: Words, row: CastVote) -> str:
    """How the vote came in, and what the coordinator did about it."""
    if row.how is not Channel.COORDINATOR and not row.released:
        return words(f"vote.{row.how.value}")
    deed = "released" if row.released else "coordinator"
    return words(f"vote.{deed}", reason=row.reason) if row.reason else words(f"vote.{deed}_bare")


def _unsaid(verdict: Verdict, line: RollLine) -> str:
    """What stands in the place of a vote where there is none."""
    words = verdict.words
    if is_empty(line):
        return words("vote.away")
    if line.attendance is RollAttendance.NO_ANSWER:
        return words(verdict.name("vote.silent"))
    return words("vote.present")


def count_table(verdict: Verdict) -> Table:
    """The numbers of the case, or of each of its points where they were voted on by themselves, with the result."""
    words, case = verdict.words, verdict.case
    columns = ("about", "approve", "object", "abstained", "recused", "silent", "result")
    if case.points:
        rows = tuple(_count(verdict, result.votes, result.point) for result in case.points)
    else:
        rows = (_count(verdict, case.votes, None),)
    caption = words("count.caption", number=one_line(case.number))
    return Table(caption, tuple(words(f"count.{column}") for column in columns), rows)


def _count(verdict: Verdict, votes: Counts, point: int | None) -> tuple[Runs, ...]:
    words = verdict.words
    about = words("count.whole") if point is None else words("count.point", point=point)
    numbers = (votes.approve, votes.object, votes.abstained, votes.recused, votes.silent)
    return cells(about, *map(str, numbers), verdict.short(point))
