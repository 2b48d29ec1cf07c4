"""The names in the documents beside what the tally counts, on rolls of any kind."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.meeting import Case, Person, Role, Rule, Seat, Silence, VoteKey
from bot.core.protocol import Basis, CaseResult, CastVote, Channel, Counts, Outcome, Protocol, Status
from bot.core.reading import Vote
from bot.core.roll import SeatRoll
from bot.core.tally import tally
from bot.letters.documents import protocol_text
from bot.letters.documents.ballots import ballots
from bot.letters.documents.verdict import Verdict
from bot.letters.documents.words import Words
from bot.letters.einnsyn import einnsyn
from tests.letters.documents.people import FIRST_ANSWER, OSLO, SEATS, body, meeting

CASE = Case("1/22", "Plan", ("Første punkt.", "Andre punkt."))
OFTEN = (Vote.APPROVE,) * 5 + (Vote.OBJECT,) * 2 + (Vote.ABSTAIN, Vote.MEETING)


def cast(seat: Seat, by: Person, vote: Vote, point: int | None = None) -> CastVote:
    role = Role.MEMBER if by is seat.member else Role.SUBSTITUTE
    return CastVote(seat.id, by.name, role, vote, Channel.MAIL, FIRST_ANSWER, point, "<x@mail.example>")


def votes(chance: Random, seat: Seat, holder: Person) -> Iterator[CastVote]:
    """A vote on the whole case, on points, or none at all."""
    kind = chance.random()
    if kind < 0.6:
        yield cast(seat, holder, chance.choice(OFTEN))
    elif kind < 0.8:
        yield from (cast(seat, holder, chance.choice(OFTEN), point) for point in (1, 2) if chance.random() < 0.85)


def seat_roll(chance: Random, seat: Seat) -> SeatRoll:
    absent = chance.random() < 0.25
    substitute = seat.substitutes[0] if absent and chance.random() < 0.7 else None
    holder = substitute if absent else seat.member
    if holder is None or not seat.votes:
        return SeatRoll(seat, absent=absent, substitute=substitute)
    recused = chance.random() < 0.1
    speaker = seat.substitutes[0] if recused and not absent else holder
    standing = {VoteKey("1/22", row.point): row for row in votes(chance, seat, speaker)}
    return SeatRoll(
        seat,
        absent=absent,
        present=chance.random() < 0.1,
        substitute=substitute,
        votes={} if recused and absent else standing,
        recusals={"1/22": cast(seat, holder, Vote.RECUSED)} if recused else {},
    )


def any_protocol(chance: Random) -> Protocol:
    rule, silence = chance.choice(list(Rule)), chance.choice(list(Silence))
    of = replace(body("nb", rule, silence), substitutes_consent=chance.random() < 0.5)
    seats = {seat.id: seat_roll(chance, seat) for seat in SEATS}
    planned = meeting(of, (CASE,))
    case = tally(planned, CASE, seats)
    status = chance.choice((Status.FINAL, Status.DRAFT))
    return Protocol(planned, status, tuple(each.line() for each in seats.values()), case.quorum, (case,))


def counted(case: CaseResult) -> Iterator[tuple[int | None, Vote, int]]:
    """Every number that the tally gives, with what it counts."""
    questions: list[tuple[int | None, Counts]] = [(None, case.votes)]
    questions += [(result.point, result.votes) for result in case.points]
    for point, counts in questions:
        yield point, Vote.APPROVE, counts.approve
        yield point, Vote.OBJECT, counts.object
        yield point, Vote.ABSTAIN, counts.abstained


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_as_many_are_named_as_the_tally_counted(chance: Random) -> None:
    of = any_protocol(chance)
    named = ballots(of, of.cases[0])
    for point, vote, number in counted(of.cases[0]):
        assert number == len(named.seats_that(vote, number, point))
    assert of.cases[0].votes.silent == len(named.silent())


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False))
def test_every_protocol_can_be_written(chance: Random) -> None:
    of = any_protocol(chance)
    assert protocol_text(of, OSLO)
    assert einnsyn(of, OSLO)


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_written_procedure_that_failed_says_because_of_whom(chance: Random) -> None:
    of = any_protocol(chance)
    case = of.cases[0]
    failed = case.outcome is Outcome.UNDECIDED and case.basis in (Basis.OBJECTION, Basis.MISSING_ANSWER)
    if case.rule is Rule.UNANIMOUS_WRITTEN and failed:
        why = Verdict(Words.of("nb", OSLO), of, case).why()
        said = [{row.vote for row in case.cast if row.seat == seat.id} for seat in SEATS if seat.votes]
        everybody = all(votes == {Vote.RECUSED} for votes in said)
        assert why
        assert any("inhabile" in reason for reason in why) == everybody
