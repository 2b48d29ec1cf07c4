"""The roll: who speaks for a seat and which votes stand, by reading-replies §4 and the contract's settled details."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answers import Answer
from bot.core.meeting import Person, Role, Rule, VoteKey
from bot.core.protocol import Channel, Outcome
from bot.core.reading import NamedSubstitute, Vote
from bot.core.roll import Disposition, SeatRoll, in_time, roll
from bot.core.tally import tally
from tests.core.people import (
    ABSENT,
    ADA,
    BLANK,
    DEADLINE,
    DEMAND,
    EVA,
    FLESBERG,
    GRO,
    HOLE,
    IDA,
    JON,
    KARI,
    LIV,
    MEETING,
    MINUTE,
    MORNING,
    NILS,
    NO,
    OLE,
    ONE,
    PER,
    PRESENT,
    RECUSED,
    SECOND,
    SIGDAL,
    SIV,
    TWO,
    WITHDRAW,
    YES,
    answer,
    hole,
    listed,
    rolled,
    ruling,
    standing,
    votes,
)

UNLISTED = NamedSubstitute("Finn Ny", None, listed=False)


def after(minutes: int) -> datetime:
    return MORNING + minutes * MINUTE


def dispositions(*given: Answer) -> list[Disposition]:
    return [step.disposition for step in rolled(*given).steps]


def by_whom(seat: SeatRoll) -> tuple[str, str | None, str | None]:
    """The seat's line in the roll: attendance, who took part, as what."""
    line = seat.line()
    return line.attendance.value, line.by.name if line.by else None, line.role.value if line.role else None


# What a member says.


@pytest.mark.parametrize("vote", [YES, NO, BLANK, DEMAND])
def test_members_vote_stands(vote: Vote) -> None:
    assert standing(hole(answer(KARI, votes(c1=vote)))) == {"1/22": ("Kari Berg", vote)}


def test_later_answer_replaces_the_earlier_case_by_case() -> None:
    seat = hole(answer(KARI, votes(c1=YES, c2=YES)), answer(KARI, votes(c2=NO), at=after(1)))
    assert standing(seat) == {"1/22": ("Kari Berg", YES), "2/22": ("Kari Berg", NO)}


def test_vote_on_a_point_leaves_the_whole_vote_standing() -> None:
    seat = hole(answer(KARI, votes(c2=YES)), answer(KARI, votes(c2p1=NO), at=after(1)))
    assert standing(seat) == {"2/22": ("Kari Berg", YES), "2/22#1": ("Kari Berg", NO)}


def test_whole_vote_replaces_earlier_votes_on_points() -> None:
    seat = hole(answer(KARI, votes(c2p1=NO, c2p2=YES)), answer(KARI, votes(c2=YES), at=after(1)))
    assert standing(seat) == {"2/22": ("Kari Berg", YES)}


@pytest.mark.parametrize("said", [votes(c2=YES, c2p1=NO), votes(c2p1=NO, c2=YES)], ids=["whole first", "point first"])
def test_point_beside_its_case_in_one_mail_keeps_its_own_vote(said: dict[VoteKey, Vote]) -> None:
    seat = hole(answer(KARI, said))
    assert standing(seat) == {"2/22": ("Kari Berg", YES), "2/22#1": ("Kari Berg", NO)}


def test_withdrawn_case_has_no_vote() -> None:
    seat = hole(answer(KARI, votes(c1=YES, c2=YES, c2p1=NO)), answer(KARI, votes(c2=WITHDRAW), at=after(1)))
    assert standing(seat) == {"1/22": ("Kari Berg", YES)}


def test_withdrawn_point_is_no_vote_in_the_record() -> None:
    seat = hole(answer(KARI, votes(c2p1=YES, c2p2=NO)), answer(KARI, votes(c2p1=WITHDRAW), at=after(1)))
    assert [(cast.point, cast.vote) for cast in seat.cast] == [(2, NO)]


def test_vote_after_a_withdrawal_counts() -> None:
    seat = hole(answer(KARI, votes(c1=WITHDRAW)), answer(KARI, votes(c1=NO), at=after(1)))
    assert standing(seat) == {"1/22": ("Kari Berg", NO)}


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        (("no_answer", None, None), []),
        (("present", "Kari Berg", "member"), [answer(KARI, votes(c1=YES))]),
        (("present", "Kari Berg", "member"), [answer(KARI, votes(c1=BLANK))]),
        (("present", "Kari Berg", "member"), [answer(KARI, votes(c1=RECUSED))]),
        (("present", "Kari Berg", "member"), [answer(KARI, attendance=PRESENT)]),
        (("no_answer", None, None), [answer(KARI)]),
        (("no_answer", None, None), [answer(KARI, votes(c1=YES)), answer(KARI, votes(c1=WITHDRAW), at=after(1))]),
        (("no_answer", None, None), [answer(KARI, votes(c1=YES), at=DEADLINE + SECOND)]),
        (("absent", None, None), [answer(KARI, attendance=ABSENT)]),
        (("absent", None, None), [answer(KARI, attendance=ABSENT, substitute=UNLISTED)]),
        (
            ("absent", "Per Dal", "substitute"),
            [answer(KARI, attendance=ABSENT), answer(PER, votes(c1=YES), at=after(1))],
        ),
        (
            ("absent", "Per Dal", "substitute"),
            [answer(KARI, attendance=ABSENT), answer(PER, attendance=PRESENT, at=after(1))],
        ),
        (
            ("present", "Kari Berg", "member"),
            [answer(KARI, votes(c1=RECUSED)), answer(PER, votes(c1=YES), at=after(1))],
        ),
    ],
)
def test_line_says_who_took_part(expected: tuple[str, str | None, str | None], given: list[Answer]) -> None:
    assert by_whom(hole(*given)) == expected


@pytest.mark.parametrize("person", [KARI, PER])
def test_presence_once_said_outlasts_a_vote_that_is_taken_back(person: Person) -> None:
    given = [
        answer(person, attendance=PRESENT, at=after(1)),
        answer(person, votes(c1=YES), at=after(2)),
        answer(person, votes(c1=WITHDRAW), at=after(3)),
    ]
    absence = [answer(KARI, attendance=ABSENT)] if person is PER else []
    assert hole(*absence, *given).took_part


def test_every_seat_is_in_the_roll_in_the_bodys_order() -> None:
    assert [seat.id for seat in MEETING.body.seats] == list(rolled(answer(OLE, votes(c1=YES))).seats)


def test_adviser_who_is_present_is_in_the_roll() -> None:
    assert by_whom(rolled(answer(IDA, attendance=PRESENT)).seats["fylke"]) == ("present", "Ida Holm", "member")


def test_advisers_vote_is_not_counted() -> None:
    made = rolled(answer(IDA, votes(c1=YES)))
    assert (made.steps[0].disposition, made.seats["fylke"].cast) == (Disposition.NO_VOTE, ())


# In time.


@pytest.mark.parametrize(
    ("expected", "received"),
    [
        (True, DEADLINE - SECOND),
        (True, DEADLINE),
        (True, DEADLINE + timedelta(milliseconds=999)),
        (False, DEADLINE + SECOND),
        (False, DEADLINE + MINUTE),
    ],
)
def test_deadlines_own_second_is_in_time(expected: bool, received: datetime) -> None:  # noqa: FBT001 - a column
    assert in_time(received, DEADLINE) is expected


def test_deadline_with_a_fraction_counts_its_whole_second() -> None:
    assert in_time(DEADLINE + timedelta(milliseconds=900), DEADLINE + timedelta(milliseconds=100))


def test_late_vote_is_not_counted() -> None:
    late = answer(KARI, votes(c1=NO), at=DEADLINE + SECOND)
    made = rolled(answer(KARI, votes(c1=YES)), late)
    assert (Disposition.LATE, {"1/22": ("Kari Berg", YES)}) == (made.steps[1].disposition, standing(made.seats["hole"]))


def test_late_absence_calls_nobody() -> None:
    assert hole(answer(KARI, attendance=ABSENT, at=DEADLINE + SECOND)).called() == ()


def test_answer_is_found_by_its_mail() -> None:
    said = answer(KARI, votes(c1=YES))
    step = rolled(said).step(said.id)
    assert step is not None
    assert (step.before.cast, len(step.after.cast)) == ((), 1)


def test_mail_that_is_no_answer_has_no_step() -> None:
    assert rolled().step("mail") is None


# Absence and substitutes.


def test_absence_calls_the_first_substitute() -> None:
    assert hole(answer(KARI, attendance=ABSENT)).called() == ((PER, ()),)


def test_absence_calls_the_one_who_is_named() -> None:
    assert hole(answer(KARI, attendance=ABSENT, substitute=listed(SIV))).called() == ((SIV, ()),)


def test_named_substitute_without_an_address_is_called_by_name() -> None:
    seat = rolled(answer(NILS, attendance=ABSENT, substitute=listed(GRO))).seats["sigdal"]
    assert seat.called() == ((GRO, ()),)


def test_named_substitute_is_called_by_address_where_the_name_is_spelt_otherwise() -> None:
    named = NamedSubstitute("Siv A.", SIV.email, listed=True)
    assert hole(answer(KARI, attendance=ABSENT, substitute=named)).called() == ((SIV, ()),)


@pytest.mark.parametrize(
    "named",
    [
        UNLISTED,
        NamedSubstitute("Finn Ny", "finn@ny.example", listed=True),
        NamedSubstitute("Per Dal", "per@annet.example", listed=False),
    ],
    ids=["unlisted", "not on this list", "namesake"],
)
def test_one_who_is_on_no_list_waits_for_the_coordinator(named: NamedSubstitute) -> None:
    seat = hole(answer(KARI, attendance=ABSENT, substitute=named))
    assert (seat.called(), seat.awaiting, seat.holder) == ((), named.name, None)


def test_seat_that_waits_is_not_filled_by_a_bare_absence() -> None:
    seat = hole(
        answer(KARI, attendance=ABSENT, substitute=UNLISTED),
        answer(KARI, attendance=ABSENT, at=after(1)),
    )
    assert (seat.called(), seat.awaiting) == ((), "Finn Ny")


def test_listed_one_may_be_named_after_an_unlisted() -> None:
    seat = hole(
        answer(KARI, attendance=ABSENT, substitute=UNLISTED),
        answer(KARI, attendance=ABSENT, substitute=listed(SIV), at=after(1)),
    )
    assert (seat.called(), seat.awaiting) == (((SIV, ()),), None)


def test_absence_said_twice_changes_nothing() -> None:
    once = hole(answer(KARI, attendance=ABSENT, substitute=listed(SIV)))
    twice = hole(
        answer(KARI, attendance=ABSENT, substitute=listed(SIV)),
        answer(KARI, attendance=ABSENT, at=after(1)),
        answer(KARI, attendance=ABSENT, substitute=listed(SIV), at=after(2)),
    )
    assert once == twice


def test_absent_seat_without_substitutes_has_no_holder() -> None:
    seat = rolled(answer(ADA, attendance=ABSENT)).seats["flesberg"]
    assert (seat.holder, seat.called()) == (None, ())


def test_absent_members_votes_no_longer_hold() -> None:
    assert hole(answer(KARI, votes(c1=YES, c2=RECUSED)), answer(KARI, attendance=ABSENT, at=after(1))).cast == ()


def test_one_who_declines_is_followed_by_the_next() -> None:
    given = [answer(KARI, attendance=ABSENT), answer(PER, attendance=ABSENT, at=after(1))]
    assert hole(*given).called() == ((SIV, ()),)


def test_nobody_is_called_once_all_have_declined() -> None:
    given = [answer(each, attendance=ABSENT, at=after(number)) for number, each in enumerate([KARI, PER, SIV, JON])]
    assert (hole(*given).called(), hole(*given).absent) == ((), True)


def test_one_who_declined_beforehand_is_passed_over() -> None:
    given = [answer(PER, attendance=ABSENT), answer(KARI, attendance=ABSENT, at=after(1))]
    assert hole(*given).called() == ((SIV, ()),)


def test_one_who_declined_is_not_called_though_named() -> None:
    given = [answer(PER, attendance=ABSENT), answer(KARI, attendance=ABSENT, substitute=listed(PER), at=after(1))]
    assert hole(*given).called() == ((SIV, ()),)


def test_next_in_order_is_called_where_the_named_one_declines() -> None:
    given = [
        answer(KARI, attendance=ABSENT, substitute=listed(JON)),
        answer(JON, attendance=ABSENT, at=after(1)),
    ]
    assert hole(*given).called() == ((PER, ()),)


def test_substitutes_vote_falls_where_they_decline_after_it() -> None:
    given = [
        answer(KARI, attendance=ABSENT),
        answer(PER, votes(c1=YES), at=after(1)),
        answer(PER, attendance=ABSENT, at=after(2)),
    ]
    assert (hole(*given).cast, hole(*given).called()) == ((), ((SIV, ()),))


def test_called_substitute_votes_for_the_seat() -> None:
    given = [answer(KARI, attendance=ABSENT), answer(PER, votes(c1=NO), at=after(1))]
    assert standing(hole(*given)) == {"1/22": ("Per Dal", NO)}


@pytest.mark.parametrize(
    "given",
    [
        [answer(PER, votes(c1=NO))],
        [answer(PER, attendance=PRESENT)],
        [answer(KARI, attendance=ABSENT), answer(SIV, votes(c1=NO), at=after(1))],
        [answer(KARI, votes(c1=RECUSED)), answer(SIV, votes(c1=NO), at=after(1))],
        [answer(KARI, votes(c1=RECUSED)), answer(PER, votes(c2=NO), at=after(1))],
        [answer(KARI, votes(c1=RECUSED)), answer(PER, votes(c2=RECUSED), at=after(1))],
    ],
    ids=["vote", "presence", "another is called", "another stands in", "another case", "recused in another case"],
)
def test_substitute_who_is_not_called_does_not_count(given: list[Answer]) -> None:
    assert dispositions(*given)[-1] is Disposition.NOT_CALLED
    assert "Per Dal" not in {cast.by for cast in hole(*given).cast}


@pytest.mark.parametrize(
    "answered",
    [answer(KARI, votes(c1=YES), at=after(1)), answer(KARI, attendance=PRESENT, at=after(1))],
    ids=["vote", "presence"],
)
def test_member_takes_the_seat_back_before_the_substitute_has_voted(answered: Answer) -> None:
    seat = hole(answer(KARI, attendance=ABSENT), answered)
    assert (seat.called(), seat.holder, seat.absent) == ((), KARI, False)


def test_substitutes_word_of_presence_does_not_keep_the_seat() -> None:
    given = [
        answer(KARI, attendance=ABSENT),
        answer(PER, attendance=PRESENT, at=after(1)),
        answer(KARI, votes(c1=NO), at=after(2)),
    ]
    assert by_whom(hole(*given)) == ("present", "Kari Berg", "member")


@pytest.mark.parametrize("vote", [YES, NO, BLANK, RECUSED])
def test_member_does_not_take_the_seat_back_after_the_substitute_has_voted(vote: Vote) -> None:
    given = [
        answer(KARI, attendance=ABSENT),
        answer(PER, votes(c1=vote), at=after(1)),
        answer(KARI, votes(c1=NO), at=after(2)),
    ]
    assert dispositions(*given)[-1] is Disposition.SUBSTITUTE_VOTED
    assert [(cast.by, cast.vote) for cast in hole(*given).cast] == [("Per Dal", vote)]


def test_absence_said_again_after_the_substitute_has_voted_is_no_conflict() -> None:
    given = [
        answer(KARI, attendance=ABSENT),
        answer(PER, votes(c1=YES), at=after(1)),
        answer(KARI, attendance=ABSENT, at=after(2)),
    ]
    assert dispositions(*given)[-1] is Disposition.COUNTED
    assert standing(hole(*given)) == {"1/22": ("Per Dal", YES)}


def test_member_does_not_name_another_after_the_substitute_has_voted() -> None:
    given = [
        answer(KARI, attendance=ABSENT),
        answer(PER, votes(c1=YES), at=after(1)),
        answer(KARI, attendance=ABSENT, substitute=listed(SIV), at=after(2)),
    ]
    assert dispositions(*given)[-1] is Disposition.SUBSTITUTE_VOTED
    assert hole(*given).called() == ((PER, ()),)


def test_named_one_who_declined_does_not_replace_the_one_who_is_called() -> None:
    given = [
        answer(SIV, attendance=ABSENT),
        answer(KARI, attendance=ABSENT, at=after(1)),
        answer(KARI, attendance=ABSENT, substitute=listed(SIV), at=after(2)),
    ]
    assert hole(*given).called() == ((PER, ()),)


def test_member_names_another_before_the_substitute_has_voted() -> None:
    given = [answer(KARI, attendance=ABSENT), answer(KARI, attendance=ABSENT, substitute=listed(SIV), at=after(1))]
    assert hole(*given).called() == ((SIV, ()),)


def test_member_takes_the_seat_back_once_the_substitutes_vote_is_withdrawn() -> None:
    given = [
        answer(KARI, attendance=ABSENT),
        answer(PER, votes(c1=YES), at=after(1)),
        answer(PER, votes(c1=WITHDRAW), at=after(2)),
        answer(KARI, votes(c1=NO), at=after(3)),
    ]
    assert standing(hole(*given)) == {"1/22": ("Kari Berg", NO)}


def test_substitute_is_not_called_any_more_once_the_member_is_back() -> None:
    given = [
        answer(KARI, attendance=ABSENT),
        answer(KARI, votes(c1=YES), at=after(1)),
        answer(PER, votes(c1=NO), at=after(2)),
    ]
    assert dispositions(*given)[-1] is Disposition.NOT_CALLED


# Recusal.


def test_recusal_calls_a_stand_in_for_that_case_only() -> None:
    seat = hole(answer(KARI, votes(c1=RECUSED, c2=YES)))
    assert (seat.called(), standing(seat)) == (((PER, ("1/22",)),), {"2/22": ("Kari Berg", YES)})


def test_one_stands_in_for_all_cases_of_the_recusal() -> None:
    assert hole(answer(KARI, votes(c1=RECUSED, c2=RECUSED))).called() == ((PER, ("1/22", "2/22")),)


def test_stand_in_votes_in_that_case_only() -> None:
    given = [answer(KARI, votes(c1=RECUSED, c2=YES)), answer(PER, votes(c1=NO, c2=NO), at=after(1))]
    assert standing(hole(*given)) == {"1/22": ("Per Dal", NO), "2/22": ("Kari Berg", YES)}


def test_recused_seat_without_substitutes_calls_nobody() -> None:
    seat = rolled(answer(ADA, votes(c1=RECUSED))).seats["flesberg"]
    assert (seat.called(), list(seat.recusals)) == ((), ["1/22"])


def test_recusal_after_a_vote_takes_the_vote_away() -> None:
    seat = hole(answer(KARI, votes(c2=YES, c2p1=NO)), answer(KARI, votes(c2=RECUSED), at=after(1)))
    assert [(cast.by, cast.vote) for cast in seat.cast] == [("Kari Berg", RECUSED)]


@pytest.mark.parametrize("said", [votes(c2=YES), votes(c2p1=YES)], ids=["case", "point"])
def test_vote_after_a_recusal_takes_the_recusal_back(said: dict[VoteKey, Vote]) -> None:
    seat = hole(answer(KARI, votes(c2=RECUSED)), answer(KARI, said, at=after(1)))
    assert ({}, (), [YES]) == (dict(seat.recusals), seat.called(), [cast.vote for cast in seat.cast])


@pytest.mark.parametrize("vote", [RECUSED, WITHDRAW])
@pytest.mark.parametrize("said", [votes(c2=RECUSED, c2p1=RECUSED), votes(c2=RECUSED)], ids=["at once", "later"])
def test_recused_member_adds_nothing_by_a_point(said: dict[VoteKey, Vote], vote: Vote) -> None:
    seat = hole(answer(KARI, said), answer(KARI, votes(c2p1=vote), at=after(1)))
    assert ([(cast.point, cast.vote) for cast in seat.cast], dict(seat.votes)) == ([(None, RECUSED)], {})


def test_withdrawal_leaves_the_recusal_standing() -> None:
    """«Trekker min stemme» speaks of a vote; who was recused has none in that case."""
    seat = hole(answer(KARI, votes(c1=RECUSED)), answer(KARI, votes(c1=WITHDRAW), at=after(1)))
    assert list(seat.recusals) == ["1/22"]


def test_member_does_not_vote_after_the_stand_in_has() -> None:
    given = [
        answer(KARI, votes(c1=RECUSED)),
        answer(PER, votes(c1=NO), at=after(1)),
        answer(KARI, votes(c1=YES), at=after(2)),
    ]
    assert dispositions(*given)[-1] is Disposition.SUBSTITUTE_VOTED
    assert standing(hole(*given)) == {"1/22": ("Per Dal", NO)}


def test_member_votes_in_the_other_cases_after_the_stand_in_has() -> None:
    given = [
        answer(KARI, votes(c1=RECUSED)),
        answer(PER, votes(c1=NO), at=after(1)),
        answer(KARI, votes(c1=YES, c2=YES), at=after(2)),
    ]
    assert dispositions(*given)[-1] is Disposition.COUNTED
    assert standing(hole(*given)) == {"1/22": ("Per Dal", NO), "2/22": ("Kari Berg", YES)}


def test_member_votes_after_the_stand_in_took_their_point_back() -> None:
    given = [
        answer(KARI, votes(c2=RECUSED)),
        answer(PER, votes(c2p1=NO), at=after(1)),
        answer(PER, votes(c2p1=WITHDRAW), at=after(2)),
        answer(KARI, votes(c2=YES), at=after(3)),
    ]
    assert standing(hole(*given)) == {"2/22": ("Kari Berg", YES)}


def test_point_that_the_stand_in_took_back_does_not_stay_in_the_members_seat() -> None:
    given = [
        answer(KARI, votes(c2=RECUSED)),
        answer(PER, votes(c2p1=NO), at=after(1)),
        answer(PER, votes(c2p1=WITHDRAW), at=after(2)),
        answer(KARI, votes(c2p2=YES), at=after(3)),
    ]
    assert standing(hole(*given)) == {"2/22#2": ("Kari Berg", YES)}


def test_stand_in_changes_their_vote() -> None:
    given = [
        answer(KARI, votes(c1=RECUSED)),
        answer(PER, votes(c1=NO), at=after(1)),
        answer(PER, votes(c1=YES), at=after(2)),
    ]
    assert standing(hole(*given)) == {"1/22": ("Per Dal", YES)}


def test_stand_in_who_declines_is_followed_by_the_next() -> None:
    given = [
        answer(KARI, votes(c1=RECUSED)),
        answer(PER, votes(c1=NO), at=after(1)),
        answer(PER, attendance=ABSENT, at=after(2)),
    ]
    assert (hole(*given).called(), standing(hole(*given))) == (((SIV, ("1/22",)),), {})


def test_stand_in_who_is_recused_too_is_followed_by_the_next() -> None:
    given = [answer(KARI, votes(c1=RECUSED)), answer(PER, votes(c1=RECUSED), at=after(1))]
    assert hole(*given).called() == ((SIV, ("1/22",)),)


def test_vote_of_a_stand_in_falls_with_their_recusal() -> None:
    given = [
        answer(KARI, votes(c1=RECUSED)),
        answer(PER, votes(c1=YES), at=after(1)),
        answer(PER, votes(c1=RECUSED), at=after(2)),
    ]
    assert standing(hole(*given)) == {}


def test_recused_stand_ins_are_not_called_again() -> None:
    given = [answer(each, votes(c1=RECUSED), at=after(number)) for number, each in enumerate([KARI, PER, SIV, JON])]
    called = [hole(*given[:count]).called() for count in range(1, 5)]
    assert called == [((PER, ("1/22",)),), ((SIV, ("1/22",)),), ((JON, ("1/22",)),), ()]


def test_recused_stand_in_is_not_called_where_the_next_declines() -> None:
    given = [
        answer(KARI, votes(c1=RECUSED)),
        answer(PER, votes(c1=RECUSED), at=after(1)),
        answer(SIV, attendance=ABSENT, at=after(2)),
    ]
    assert hole(*given).called() == ((JON, ("1/22",)),)


def test_recusal_said_twice_calls_nobody_anew() -> None:
    given = [
        answer(OLE, votes(c1=RECUSED)),
        answer(EVA, votes(c1=RECUSED), at=after(1)),
        answer(OLE, votes(c1=RECUSED), at=after(2)),
    ]
    assert rolled(*given).seats["modum"].called() == ()


def test_recusal_of_a_called_substitute_calls_the_next() -> None:
    given = [answer(KARI, attendance=ABSENT), answer(PER, votes(c1=RECUSED), at=after(1))]
    assert hole(*given).called() == ((PER, ()), (SIV, ("1/22",)))


def test_stand_in_who_gets_the_whole_seat_keeps_their_vote() -> None:
    given = [
        answer(KARI, votes(c1=RECUSED)),
        answer(PER, votes(c1=NO), at=after(1)),
        answer(KARI, attendance=ABSENT, at=after(2)),
    ]
    assert (hole(*given).called(), standing(hole(*given))) == (((PER, ()),), {"1/22": ("Per Dal", NO)})


# What the coordinator records.


def test_recorded_vote_is_the_holders() -> None:
    seat = hole(ruling(HOLE, votes(c1=NO)))
    cast = seat.votes[ONE.key]
    assert (cast.by, cast.role, cast.how, cast.message_id, cast.reason) == (
        "Kari Berg",
        Role.MEMBER,
        Channel.COORDINATOR,
        None,
        "på telefon",
    )


def test_recorded_vote_is_the_called_substitutes() -> None:
    seat = hole(answer(KARI, attendance=ABSENT), ruling(HOLE, votes(c1=NO)))
    assert standing(seat) == {"1/22": ("Per Dal", NO)}


def test_recorded_vote_replaces_the_earlier() -> None:
    assert standing(hole(answer(KARI, votes(c1=YES)), ruling(HOLE, votes(c1=NO)))) == {"1/22": ("Kari Berg", NO)}


def test_later_mail_replaces_the_recorded_vote() -> None:
    seat = hole(ruling(HOLE, votes(c1=NO)), answer(KARI, votes(c1=YES), at=after(1)))
    assert standing(seat) == {"1/22": ("Kari Berg", YES)}


def test_recorded_absence_calls_the_first_substitute() -> None:
    assert hole(ruling(HOLE, attendance=ABSENT)).called() == ((PER, ()),)


def test_absence_recorded_with_a_vote_casts_none() -> None:
    """Nobody said whose vote it is; a vote for an absent seat names the substitute."""
    assert hole(ruling(HOLE, votes(c1=YES), attendance=ABSENT)).cast == ()


def test_recorded_presence_is_presence() -> None:
    assert by_whom(hole(ruling(HOLE, attendance=PRESENT))) == ("present", "Kari Berg", "member")


def test_recorded_presence_gives_the_member_the_seat_back() -> None:
    seat = hole(answer(KARI, attendance=ABSENT), ruling(HOLE, attendance=PRESENT))
    assert (by_whom(seat), seat.called()) == (("present", "Kari Berg", "member"), ())


def test_recorded_presence_does_not_undo_the_substitutes_vote() -> None:
    given = [
        answer(KARI, attendance=ABSENT),
        answer(PER, votes(c1=NO), at=after(1)),
        ruling(HOLE, votes(c1=YES), attendance=PRESENT),
    ]
    assert dispositions(*given)[-1] is Disposition.SUBSTITUTE_VOTED
    assert standing(hole(*given)) == {"1/22": ("Per Dal", NO)}


def test_recorded_vote_of_an_absent_seat_with_nobody_called_is_the_members() -> None:
    seat = hole(answer(KARI, attendance=ABSENT, substitute=UNLISTED), ruling(HOLE, votes(c1=YES)))
    assert (standing(seat), seat.awaiting) == ({"1/22": ("Kari Berg", YES)}, None)


@pytest.mark.parametrize("named", [listed(SIV), UNLISTED], ids=["listed", "unlisted"])
def test_recorded_substitute_is_called(named: NamedSubstitute) -> None:
    seat = hole(answer(KARI, attendance=ABSENT, substitute=UNLISTED), ruling(HOLE, substitute=named))
    assert ([person.name for person, _ in seat.called()], seat.awaiting) == ([named.name], None)


def test_recorded_vote_goes_to_the_substitute_recorded_with_it() -> None:
    assert standing(hole(ruling(HOLE, votes(c1=YES), substitute=listed(SIV)))) == {"1/22": ("Siv Aas", YES)}


def test_recorded_substitute_without_an_address_is_the_one_of_that_name() -> None:
    seat = rolled(ruling(SIGDAL, votes(c1=YES), substitute=listed(GRO))).seats["sigdal"]
    assert standing(seat) == {"1/22": ("Gro Lien", YES)}


def test_substitute_recorded_again_keeps_what_they_said() -> None:
    given = [answer(KARI, attendance=ABSENT), answer(PER, votes(c1=RECUSED, c2=YES), at=after(1))]
    assert hole(*given) == hole(*given, ruling(HOLE, substitute=listed(PER)))


def test_members_vote_falls_where_a_substitute_is_recorded() -> None:
    seat = hole(answer(KARI, votes(c1=YES, c2=YES)), ruling(HOLE, votes(c1=NO), substitute=listed(PER)))
    assert standing(seat) == {"1/22": ("Per Dal", NO)}


@pytest.mark.parametrize("said", [votes(c2=YES), votes(c2p1=YES)], ids=["case", "point"])
def test_vote_recorded_in_a_recused_case_is_the_stand_ins(said: dict[VoteKey, Vote]) -> None:
    """The recused member is not entitled in that case; who was called in for it is."""
    given = [answer(KARI, votes(c2=RECUSED)), answer(PER, votes(c2=NO), at=after(1)), ruling(HOLE, said)]
    cast = hole(*given).cast
    assert {(each.by, each.vote) for each in cast if each.how is Channel.COORDINATOR} == {("Per Dal", YES)}
    assert {each.by for each in cast if each.vote is not RECUSED} == {"Per Dal"}


def test_votes_recorded_together_are_each_of_the_one_entitled() -> None:
    seat = hole(answer(KARI, votes(c1=RECUSED)), ruling(HOLE, votes(c1=NO, c2=YES)))
    assert standing(seat) == {"2/22": ("Kari Berg", YES), "1/22": ("Per Dal", NO)}


def test_recusal_recorded_again_keeps_the_stand_in() -> None:
    seat = hole(answer(KARI, votes(c1=RECUSED)), ruling(HOLE, votes(c1=RECUSED)))
    assert (seat.called(), [cast.by for cast in seat.cast]) == (((PER, ("1/22",)),), ["Kari Berg"])


def test_vote_recorded_in_a_recused_case_without_a_stand_in_is_the_members() -> None:
    seat = rolled(answer(ADA, votes(c1=RECUSED)), ruling(FLESBERG, votes(c1=YES))).seats["flesberg"]
    assert ([(each.by, each.vote) for each in seat.cast]) == [("Ada Foss", YES)]


def test_presence_recorded_with_a_vote_takes_the_recusal_back() -> None:
    seat = hole(answer(KARI, votes(c1=RECUSED)), ruling(HOLE, votes(c1=YES), attendance=PRESENT))
    assert (standing(seat), seat.called()) == ({"1/22": ("Kari Berg", YES)}, ())


def test_advisers_vote_is_not_recorded() -> None:
    assert dispositions(ruling(MEETING.body.seat("fylke"), votes(c1=YES))) == [Disposition.NO_VOTE]


# What must hold whatever is said, in whatever order.

HOLES_PEOPLE = (KARI, PER, SIV, JON)
KEYS = (*(case.key for case in (ONE, TWO)), *TWO.point_keys)
SAID = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(Vote), max_size=3)


@st.composite
def an_answer(draw: st.DrawFn) -> Answer:
    """Anything that anybody of Hole, or the coordinator, may say; in or out of time."""
    late = draw(st.integers(0, 9)) == 0
    said, attendance = draw(SAID), draw(st.sampled_from([None, None, ABSENT, PRESENT]))
    named = draw(st.sampled_from([None, None, *map(listed, HOLES_PEOPLE[1:]), UNLISTED]))
    if draw(st.integers(0, 4)) == 0:
        return ruling(HOLE, said, attendance=attendance, substitute=named)
    person = draw(st.sampled_from(HOLES_PEOPLE))
    named = named if attendance is ABSENT and person is KARI else None
    at = DEADLINE + SECOND if late else MORNING
    return answer(person, said if attendance is not ABSENT else {}, at=at, attendance=attendance, substitute=named)


ANSWERS = st.lists(an_answer(), max_size=8)


@given(ANSWERS)
@settings(max_examples=200)
def test_one_seat_has_one_voter_in_a_case(given_: Sequence[Answer]) -> None:
    seat = hole(*given_)
    for case in MEETING.cases:
        voters = {cast.by for key, cast in seat.votes.items() if key.case == case.number}
        assert len(voters) <= 1


@given(ANSWERS)
@settings(max_examples=200)
def test_seat_is_counted_once_at_most(given_: Sequence[Answer]) -> None:
    seats = roll(MEETING, given_).seats
    for case in MEETING.cases:
        counts = tally(MEETING, case, seats).votes
        assert counts.approve + counts.object + counts.abstained + counts.recused <= 1


@given(ANSWERS)
@settings(max_examples=200)
def test_only_those_called_have_votes_that_stand(given_: Sequence[Answer]) -> None:
    """I2: a vote stands only for the holder, or for who stands in for a case in which the holder is recused."""
    seat = hole(*given_)
    for key, cast in seat.votes.items():
        stand_in = seat.stand_ins.get(key.case) if key.case in seat.recusals else seat.holder
        assert stand_in is not None
        assert cast.by == stand_in.name


@given(ANSWERS)
@settings(max_examples=200)
def test_every_standing_vote_was_said_in_time_by_the_one_it_is_put_down_to(given_: Sequence[Answer]) -> None:
    said = {
        (each.person.name if each.person else None, key, vote)
        for each in given_
        if in_time(each.received, DEADLINE)
        for key, vote in each.votes.items()
    }
    for key, cast in hole(*given_).votes.items():
        assert (cast.by if cast.how is Channel.MAIL else None, key, cast.vote) in said


@given(ANSWERS)
def test_nobody_is_called_who_declined_or_is_away(given_: Sequence[Answer]) -> None:
    if any(each.how is Channel.COORDINATOR for each in given_):
        return
    seat = hole(*given_)
    assert not {person for person, _ in seat.called()} & {*seat.declined, KARI}


@given(ANSWERS, st.sampled_from(HOLES_PEOPLE))
def test_answer_that_says_nothing_changes_nothing(given_: Sequence[Answer], person: Person) -> None:
    made = rolled(*given_, answer(person, order=1000))
    assert (made.steps[-1].disposition, made.seats) == (Disposition.NOTHING, rolled(*given_).seats)


@given(ANSWERS)
def test_late_answer_changes_nothing(given_: Sequence[Answer]) -> None:
    late = replace(answer(KARI, votes(c1=YES, c2=NO)), received=DEADLINE + SECOND)
    assert rolled(*given_, late).seats == rolled(*given_).seats


@given(ANSWERS, st.lists(st.sampled_from([OLE, LIV, NILS]), max_size=3), st.randoms())
def test_answers_of_other_seats_change_nothing(given_: Sequence[Answer], others: list[Person], random: Random) -> None:
    mixed = list(given_)
    for person in others:
        mixed.insert(random.randint(0, len(mixed)), answer(person, votes(c1=NO)))
    assert rolled(*mixed).seats["hole"] == hole(*given_)


@given(ANSWERS)
def test_latest_vote_of_a_member_who_was_never_away_stands(given_: Sequence[Answer]) -> None:
    own = [each for each in given_ if each.person is KARI and each.attendance is not ABSENT]
    own = [each for each in own if Vote.RECUSED not in each.votes.values()]
    seat = hole(*own, answer(KARI, votes(c1=YES), at=after(9)))
    assert standing(seat)["1/22"] == ("Kari Berg", YES)


@given(ANSWERS)
@settings(max_examples=200)
def test_written_case_needs_the_members_own_consent(given_: Sequence[Answer]) -> None:
    others = [answer(person, votes(c1=YES)) for person in (OLE, LIV, NILS, ADA)]
    made = roll(MEETING, [*given_, *others])
    result = tally(MEETING, replace(ONE, rule=Rule.UNANIMOUS_WRITTEN), made.seats)
    seat = made.seats["hole"]
    consents = standing(seat).get("1/22") == ("Kari Berg", YES)
    assert result.outcome is not Outcome.ADOPTED or consents or "1/22" in seat.recusals
