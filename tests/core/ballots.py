"""Ballots in one line, for the tables of the tally: one letter for each voting seat, in the body's order.

`F` for, `A` against, `B` blank, `R` recused, `M` demands a meeting, `P` present without a vote, `-` nothing said,
`X` absent and nobody votes in their place, `f` `a` `b` absent and the substitute votes so.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from bot.core.answers import Answer
from bot.core.meeting import Case, Meeting, Rule, Seat, VoteKey
from bot.core.protocol import CaseResult
from bot.core.reading import Vote
from bot.core.roll import roll
from bot.core.tally import tally
from tests.core.people import ABSENT, MEETING, MINUTE, MORNING, PRESENT, answer, with_rule

LETTERS = {
    "F": Vote.APPROVE,
    "A": Vote.OBJECT,
    "B": Vote.ABSTAIN,
    "R": Vote.RECUSED,
    "M": Vote.MEETING,
}
ALL_LETTERS = "FABRMP-Xfab"


def cast(seat: Seat, letter: str, case: Case) -> Iterator[Answer]:
    """The answers by which a seat comes to stand where the letter says."""
    if letter in LETTERS:
        yield answer(seat.member, {case.key: LETTERS[letter]})
    if letter == "P":
        yield answer(seat.member, attendance=PRESENT)
    if letter in "Xfab":
        yield answer(seat.member, attendance=ABSENT)
    if letter in "fab":
        vote = {case.key: LETTERS[letter.upper()]}
        yield answer(seat.substitutes[0], vote, at=MORNING + MINUTE)


def of_points(seat: Seat, letters: str, case: Case) -> Iterator[Answer]:
    """A member's answer on the points alone: `FA` approves the first and objects to the second, `.` says nothing."""
    said = {
        VoteKey(case.number, point): LETTERS[letter] for point, letter in enumerate(letters, 1) if letter in LETTERS
    }
    yield answer(seat.member, said)


def tallied(
    ballot: str,
    rule: Rule = Rule.MAJORITY,
    *,
    case: Case | None = None,
    meeting: Meeting = MEETING,
    unreached: Collection[str] = (),
) -> CaseResult:
    """The result of a ballot on one case. `FA` in a word of its own is a vote on points: `"F A FA - -"`."""
    meeting, case = with_rule(rule, meeting), case or meeting.cases[0]
    words = ballot.split() if " " in ballot else list(ballot)
    seats = meeting.body.voting_seats[: len(words)]
    meeting = replace(meeting, body=replace(meeting.body, seats=seats))
    given: list[Answer] = []
    for seat, word in zip(seats, words, strict=True):
        given += of_points(seat, word, case) if len(word) > 1 else cast(seat, word, case)
    return tally(meeting, case, roll(meeting, given).seats, unreached)


def decided(ballot: str, rule: Rule = Rule.MAJORITY, *, meeting: Meeting = MEETING) -> tuple[str, str]:
    """Outcome and basis of a ballot, as the protocol writes them."""
    result = tallied(ballot, rule, meeting=meeting)
    return result.outcome.value, result.basis.value
