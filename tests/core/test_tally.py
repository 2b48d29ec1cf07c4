"""The tally: what a ballot decides under each rule, derived from law.md's table and the contract's settled details.

A ballot is one letter a seat, the chair's first: see `ballots`.
"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.meeting import Meeting, Person, Rule, Silence
from bot.core.protocol import CaseResult, Counts, Outcome, Quorum
from bot.core.reading import Vote
from bot.core.roll import roll
from bot.core.tally import needed, tally
from tests.core.ballots import ALL_LETTERS, decided, tallied
from tests.core.people import (
    ABSENT,
    ADA,
    BLANK,
    BODY,
    IDA,
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
    TWO,
    WITHDRAW,
    YES,
    answer,
    votes,
    with_rule,
)

WRITTEN = Rule.UNANIMOUS_WRITTEN
CONSENTING = replace(MEETING, body=replace(BODY, silence=Silence.CONSENT))
SUBSTITUTES_CONSENT = replace(MEETING, body=replace(BODY, substitutes_consent=True))


def points(result: CaseResult) -> list[tuple[int, str, str]]:
    return [(each.point, each.outcome.value, each.basis.value) for each in result.points]


@pytest.mark.parametrize(
    ("expected", "ballot"),
    [
        (("adopted", "unanimous"), "FFFFF"),
        (("adopted", "unanimous"), "FFF--"),
        (("adopted", "unanimous"), "FFFXX"),
        (("adopted", "unanimous"), "FFRR-"),
        (("adopted", "unanimous"), "FPP--"),
        (("adopted", "unanimous"), "fFf--"),
        (("adopted", "majority"), "FFFAA"),
        (("adopted", "majority"), "FFFB-"),
        (("adopted", "majority"), "FFFFM"),
        (("adopted", "majority"), "FFA--"),
        (("adopted", "majority"), "FBB--"),
        (("rejected", "majority"), "FFAAA"),
        (("rejected", "majority"), "FAAB-"),
        (("rejected", "majority"), "AAAB-"),
        (("rejected", "unanimous"), "AAAAA"),
        (("rejected", "unanimous"), "AAA--"),
        (("undecided", "no_quorum"), "FF---"),
        (("undecided", "no_quorum"), "FFXXX"),
        (("adopted", "unanimous"), "FFR--"),
        (("undecided", "no_quorum"), "FRR--"),
        (("undecided", "no_quorum"), "-----"),
        (("undecided", "no_quorum"), "XXXXX"),
        (("undecided", "missing_answer"), "BBB--"),
        (("undecided", "missing_answer"), "PPPPP"),
        (("undecided", "missing_answer"), "RRRRR"),
    ],
)
def test_majority_of_the_votes_cast_decides(expected: tuple[str, str], ballot: str) -> None:
    assert decided(ballot) == expected


@pytest.mark.parametrize(
    ("expected", "ballot"),
    [
        (("adopted", "casting_vote"), "FFAA-"),
        (("adopted", "casting_vote"), "FFAAB"),
        (("adopted", "casting_vote"), "FAP--"),
        (("rejected", "casting_vote"), "AFFA-"),
        (("undecided", "casting_vote"), "BFFAA"),
        (("undecided", "casting_vote"), "-FFAA"),
        (("undecided", "casting_vote"), "XFFAA"),
        (("undecided", "casting_vote"), "RFFAA"),
        (("undecided", "casting_vote"), "MFFAA"),
        (("undecided", "casting_vote"), "fFAA-"),
        (("undecided", "casting_vote"), "aFFA-"),
    ],
)
def test_tie_is_settled_by_the_chair_in_person(expected: tuple[str, str], ballot: str) -> None:
    """The casting vote is the chair's own: neither a substitute nor anybody else has it (§ 11-9)."""
    assert decided(ballot) == expected


def test_stand_in_of_a_recused_chair_has_no_casting_vote() -> None:
    seats = roll(
        MEETING,
        [
            answer(KARI, votes(c1=RECUSED)),
            answer(PER, votes(c1=YES), at=MORNING + MINUTE),
            answer(OLE, votes(c1=YES)),
            answer(LIV, votes(c1=NO)),
            answer(NILS, votes(c1=NO)),
        ],
    ).seats
    result = tally(MEETING, ONE, seats)
    assert (result.outcome.value, result.basis.value) == ("undecided", "casting_vote")


@pytest.mark.parametrize(
    ("expected", "ballot"),
    [
        (("adopted", "unanimous"), "FFF--"),
        (("adopted", "majority"), "FFA--"),
        (("adopted", "majority"), "FFFFA"),
        (("rejected", "majority"), "FFFAA"),
        (("rejected", "majority"), "FFAA-"),
        (("rejected", "majority"), "FAB--"),
        (("rejected", "unanimous"), "AAA--"),
        (("undecided", "no_quorum"), "FF---"),
        (("undecided", "missing_answer"), "BBB--"),
    ],
)
def test_two_thirds_of_the_votes_cast_decide(expected: tuple[str, str], ballot: str) -> None:
    assert decided(ballot, Rule.TWO_THIRDS) == expected


@pytest.mark.parametrize(
    ("expected", "ballot"),
    [
        (("adopted", "unanimous"), "FFF--"),
        (("adopted", "majority"), "FFFAA"),
        (("adopted", "majority"), "FFA--"),
        (("rejected", "majority"), "FFABB"),
        (("rejected", "majority"), "FFAB-"),
        (("rejected", "majority"), "FFPP-"),
        (("rejected", "majority"), "FBB--"),
        (("rejected", "majority"), "FFAAA"),
        (("adopted", "casting_vote"), "FFAA-"),
        (("rejected", "casting_vote"), "AFFA-"),
        (("undecided", "casting_vote"), "-FFAA"),
        (("rejected", "majority"), "FAP--"),
        (("undecided", "no_quorum"), "FF---"),
        (("undecided", "no_quorum"), "FF--"),
        (("undecided", "objection"), "FFFFM"),
        (("undecided", "objection"), "M----"),
        (("undecided", "missing_answer"), "BBB--"),
    ],
)
def test_board_decides_with_those_taking_part_and_a_third_of_all(expected: tuple[str, str], ballot: str) -> None:
    """Aksjeloven §§ 6-19, 6-24, 6-25: more than half take part, a majority of them and more than a third of all
    seats approve; any member may demand a meeting."""
    assert decided(ballot, Rule.BOARD) == expected


def test_board_needs_more_than_a_third_of_all_and_not_just_a_third() -> None:
    """Two of six is a third, and no more, though it is a majority of those who are not recused."""
    body = replace(BODY, seats=(*BODY.voting_seats, replace(BODY.seats[4], id="nes", chair=False)))
    meeting = with_rule(Rule.BOARD, replace(MEETING, body=body))
    given = [answer(person, votes(c1=YES)) for person in (KARI, OLE)]
    given += [answer(person, votes(c1=RECUSED)) for person in (LIV, NILS, ADA)]
    result = tally(meeting, ONE, roll(meeting, given).seats)
    assert (result.outcome, result.quorum) == (Outcome.REJECTED, Quorum(6, 2, 2))


@pytest.mark.parametrize(
    ("expected", "ballot"),
    [
        (("adopted", "unanimous"), "FFFFF"),
        (("adopted", "unanimous"), "FFFFR"),
        (("undecided", "objection"), "FFFFA"),
        (("undecided", "objection"), "FFFFB"),
        (("undecided", "objection"), "FFFFM"),
        (("undecided", "objection"), "FFF-A"),
        (("undecided", "objection"), "aFFFF"),
        (("undecided", "objection"), "bFFFF"),
        (("undecided", "objection"), "AAAAA"),
        (("undecided", "missing_answer"), "FFFF-"),
        (("undecided", "missing_answer"), "FFFFP"),
        (("undecided", "missing_answer"), "FFFFX"),
        (("undecided", "missing_answer"), "fFFFF"),
        (("undecided", "missing_answer"), "-----"),
        (("undecided", "missing_answer"), "RRRRR"),
    ],
)
def test_written_procedure_needs_every_member(expected: tuple[str, str], ballot: str) -> None:
    """§ 11-8: one objection, blank vote, demand for a meeting or missing answer puts the case before a meeting."""
    assert decided(ballot, WRITTEN) == expected


@pytest.mark.parametrize(
    ("expected", "ballot"),
    [
        (("adopted", "unanimous"), "fFfFF"),
        (("undecided", "objection"), "fFaFF"),
        (("undecided", "missing_answer"), "fFXFF"),
    ],
)
def test_substitutes_consent_where_the_body_says_so(expected: tuple[str, str], ballot: str) -> None:
    assert decided(ballot, WRITTEN, meeting=SUBSTITUTES_CONSENT) == expected


def test_substitute_without_consent_still_took_part() -> None:
    """A seat took part when a vote of it stands, whatever the vote is worth."""
    result = tallied("fFFFF", WRITTEN)
    assert (result.quorum, result.votes) == (Quorum(5, 5, 5), Counts(approve=5))


@pytest.mark.parametrize(
    ("expected", "ballot"),
    [
        (("adopted", "unanimous"), "FFF--"),
        (("adopted", "majority"), "FFA--"),
        (("adopted", "silent_consent"), "FF---"),
        (("adopted", "silent_consent"), "-----"),
        (("adopted", "silent_consent"), "FAA--"),
        (("adopted", "silent_consent"), "-FFAA"),
        (("adopted", "silent_consent"), "--AAF"),
        (("rejected", "majority"), "AAA--"),
        (("rejected", "unanimous"), "AAAXX"),
        (("undecided", "no_quorum"), "FFXXX"),
        (("undecided", "no_quorum"), "XXXXX"),
    ],
)
def test_silence_consents_where_the_body_says_so(expected: tuple[str, str], ballot: str) -> None:
    """The silent count as for; the basis says so only where they carry it. The absent are not silent."""
    assert decided(ballot, meeting=CONSENTING) == expected


def test_silent_are_counted_as_silent_though_they_consent() -> None:
    result = tallied("F--X-", meeting=CONSENTING)
    assert result.votes == Counts(approve=1, silent=3)


def test_silence_is_no_consent_in_a_written_procedure() -> None:
    assert decided("FFFF-", WRITTEN, meeting=CONSENTING) == ("undecided", "missing_answer")


def test_silence_does_not_outvote_a_demand_for_a_meeting() -> None:
    assert decided("M----", Rule.BOARD, meeting=CONSENTING) == ("undecided", "objection")


@pytest.mark.parametrize(
    ("expected", "ballot"),
    [
        (("adopted", "majority"), "FFFA-"),
        (("adopted", "silent_consent"), "FA---"),
        (("rejected", "majority"), "FAA--"),
    ],
)
def test_silence_may_carry_two_thirds(expected: tuple[str, str], ballot: str) -> None:
    assert decided(ballot, Rule.TWO_THIRDS, meeting=CONSENTING) == expected


def test_nobody_consents_who_could_not_be_reached() -> None:
    result = tallied("FF---", meeting=CONSENTING, unreached={"lier", "sigdal", "flesberg"})
    assert (result.outcome.value, result.basis.value, result.votes) == (
        "undecided",
        "no_quorum",
        Counts(approve=2, silent=3),
    )


@pytest.mark.parametrize("rule", list(Rule))
def test_silence_is_no_vote_unless_the_body_says_so(rule: Rule) -> None:
    assert tallied("F----", rule).outcome is Outcome.UNDECIDED


@pytest.mark.parametrize(
    ("expected", "rule", "entitled"),
    [
        (0, Rule.MAJORITY, 0),
        (1, Rule.MAJORITY, 1),
        (2, Rule.MAJORITY, 4),
        (3, Rule.MAJORITY, 5),
        (2, Rule.TWO_THIRDS, 4),
        (3, Rule.TWO_THIRDS, 5),
        (3, Rule.BOARD, 4),
        (3, Rule.BOARD, 5),
        (4, WRITTEN, 4),
        (5, WRITTEN, 5),
    ],
)
def test_quorum_follows_the_rule(expected: int, rule: Rule, entitled: int) -> None:
    assert needed(rule, entitled) == expected


@pytest.mark.parametrize(
    ("expected", "ballot"),
    [
        (Quorum(5, 3, 5), "FFFFF"),
        (Quorum(5, 3, 0), "---XX"),
        (Quorum(5, 3, 3), "FAB--"),
        (Quorum(5, 3, 3), "FPP-X"),
        (Quorum(5, 3, 3), "faF--"),
        (Quorum(5, 3, 2), "FM---"),
        (Quorum(5, 2, 3), "FFFR-"),
        (Quorum(5, 1, 0), "RRR--"),
        (Quorum(4, 2, 2), "FF--"),
        (Quorum(4, 2, 2), "FFR-"),
    ],
)
def test_quorum_is_counted_in_the_case(expected: Quorum, ballot: str) -> None:
    """A recused seat is neither needed nor counted; being present counts, an answer to another case does not."""
    assert tallied(ballot).quorum == expected


@pytest.mark.parametrize(("met", "ballot"), [(True, "FA--"), (False, "F---"), (True, "FAB--"), (False, "FA---")])
def test_half_of_the_seats_are_enough(met: bool, ballot: str) -> None:  # noqa: FBT001 - a column of the table
    assert tallied(ballot).quorum.met is met


def test_recused_member_who_is_present_does_not_make_a_quorum() -> None:
    seats = roll(MEETING, [answer(KARI, votes(c1=RECUSED, c2=YES), attendance=PRESENT)]).seats
    assert tally(MEETING, ONE, seats).quorum == Quorum(5, 2, 0)


def test_stand_in_makes_the_recused_seat_needed_again() -> None:
    seats = roll(MEETING, [answer(KARI, votes(c1=RECUSED)), answer(PER, votes(c1=YES), at=MORNING + MINUTE)]).seats
    result = tally(MEETING, ONE, seats)
    assert (result.quorum, result.votes) == (Quorum(5, 3, 1), Counts(approve=1, silent=4))


def test_substitute_who_took_part_is_silent_where_they_said_nothing() -> None:
    seats = roll(MEETING, [answer(KARI, attendance=ABSENT), answer(PER, votes(c1=YES), at=MORNING + MINUTE)]).seats
    assert tally(MEETING, TWO, seats).votes == Counts(silent=5)


def test_both_recusal_and_the_stand_ins_vote_are_in_the_record() -> None:
    seats = roll(MEETING, [answer(KARI, votes(c1=RECUSED)), answer(PER, votes(c1=NO), at=MORNING + MINUTE)]).seats
    cast = tally(MEETING, ONE, seats).cast
    assert [(each.by, each.vote) for each in cast] == [("Kari Berg", RECUSED), ("Per Dal", NO)]


@pytest.mark.parametrize(
    ("expected", "ballot"),
    [
        (Counts(approve=5), "FFFFF"),
        (Counts(approve=1, object=1, abstained=1, recused=1, silent=1), "FABR-"),
        (Counts(approve=1, object=1), "faXXX"),
        (Counts(silent=5), "--PP-"),
        (Counts(approve=1, silent=3), "FM---"),
    ],
)
def test_votes_are_counted_by_what_was_said(expected: Counts, ballot: str) -> None:
    assert tallied(ballot).votes == expected


def test_case_may_have_a_rule_of_its_own() -> None:
    case = replace(ONE, rule=Rule.TWO_THIRDS)
    result = tallied("FFFAA", case=case)
    assert (result.rule, result.outcome) == (Rule.TWO_THIRDS, Outcome.REJECTED)


def test_written_case_in_a_body_that_decides_by_majority() -> None:
    case = replace(ONE, rule=WRITTEN)
    assert tallied("FFFFA", case=case).outcome is Outcome.UNDECIDED


def test_adviser_never_counts() -> None:
    seats = roll(
        MEETING, [answer(IDA, votes(c1=NO)), *(answer(each, votes(c1=YES)) for each in (KARI, OLE, LIV))]
    ).seats
    result = tally(MEETING, ONE, seats)
    assert (result.votes, result.quorum.seats, len(result.cast)) == (Counts(approve=3, silent=2), 5, 3)


@pytest.mark.parametrize(
    ("expected", "ballot"),
    [
        (("Styringsdokumentet endres.",), "FFFFF"),
        ((), "AAAAA"),
        ((), "FF---"),
    ],
)
def test_decision_is_the_text_that_was_adopted(expected: tuple[str, ...], ballot: str) -> None:
    assert tallied(ballot).decision == expected


def test_points_are_not_shown_where_nobody_voted_on_one() -> None:
    assert tallied("FFFAA", case=TWO).points == ()


@pytest.mark.parametrize(
    ("whole", "expected", "ballot"),
    [
        (("adopted", "unanimous"), [(1, "adopted", "unanimous"), (2, "adopted", "unanimous")], "F F FF - -"),
        (("partly_adopted", "majority"), [(1, "adopted", "unanimous"), (2, "rejected", "majority")], "FA FA F FA FA"),
        (
            ("partly_adopted", "casting_vote"),
            [(1, "adopted", "majority"), (2, "rejected", "casting_vote")],
            "FA F FA AF -",
        ),
        (("adopted", "majority"), [(1, "adopted", "unanimous"), (2, "adopted", "majority")], "F F F F FA"),
        (("rejected", "majority"), [(1, "rejected", "majority"), (2, "rejected", "unanimous")], "A A A A FA"),
        (("partly_adopted", "no_quorum"), [(1, "adopted", "unanimous"), (2, "undecided", "no_quorum")], "F F F. - -"),
        (("undecided", "no_quorum"), [(1, "rejected", "unanimous"), (2, "undecided", "no_quorum")], "A A A. - -"),
    ],
)
def test_points_make_the_whole(whole: tuple[str, str], expected: list[tuple[int, str, str]], ballot: str) -> None:
    """A case is adopted where all its points are, partly where some are, with the basis of the weakest point."""
    result = tallied(ballot, case=TWO)
    assert ((result.outcome.value, result.basis.value), points(result)) == (whole, expected)


def test_whole_vote_covers_the_points_that_are_not_named() -> None:
    given = [answer(KARI, votes(c2=YES, c2p2=NO)), answer(OLE, votes(c2=YES)), answer(LIV, votes(c2=YES))]
    result = tally(MEETING, TWO, roll(MEETING, given).seats)
    assert [each.votes for each in result.points] == [
        Counts(approve=3, silent=2),
        Counts(approve=2, object=1, silent=2),
    ]


def test_whole_vote_is_counted_in_the_case_beside_a_point() -> None:
    given = [answer(KARI, votes(c2=YES, c2p2=NO)), answer(OLE, votes(c2=YES)), answer(LIV, votes(c2=YES))]
    assert tally(MEETING, TWO, roll(MEETING, given).seats).votes == Counts(approve=3, silent=2)


@pytest.mark.parametrize(
    ("expected", "ballot"),
    [
        (Counts(approve=1, silent=4), "FF - - - -"),
        (Counts(object=1, silent=4), "AA - - - -"),
        (Counts(silent=4), "FA - - - -"),
        (Counts(silent=4), "F. - - - -"),
        (Counts(silent=4), "BB - - - -"),
    ],
)
def test_seat_that_voted_on_points_only_counts_where_they_agree(expected: Counts, ballot: str) -> None:
    """For when it approved all points, against when it objected to all, otherwise not at all, and never silent."""
    assert tallied(ballot, case=TWO).votes == expected


def test_seat_that_voted_on_points_only_took_part_in_the_case() -> None:
    assert tallied("FA F. BB - -", case=TWO).quorum == Quorum(5, 3, 3)


def test_adopted_points_are_the_decision() -> None:
    assert tallied("FA FA F FA FA", case=TWO).decision == ("Delprosjektet føres videre.",)


def test_point_taken_back_is_not_covered_by_the_whole() -> None:
    given = [answer(KARI, votes(c2=YES)), answer(KARI, votes(c2p1=WITHDRAW), at=MORNING + MINUTE)]
    result = tally(MEETING, TWO, roll(MEETING, given).seats)
    assert [each.votes.approve for each in result.points] == [0, 1]


def test_point_that_was_never_voted_on_and_is_taken_back_makes_no_point() -> None:
    given = [answer(KARI, votes(c2p1=WITHDRAW)), *(answer(each, votes(c2=YES)) for each in (OLE, LIV, NILS))]
    assert tally(MEETING, TWO, roll(MEETING, given).seats).points == ()


def test_recused_member_is_recused_in_every_point() -> None:
    given = [answer(KARI, votes(c2=RECUSED)), answer(OLE, votes(c2p1=YES))]
    result = tally(MEETING, TWO, roll(MEETING, given).seats)
    assert [each.votes.recused for each in result.points] == [1, 1]


@pytest.mark.parametrize(
    ("expected", "ballot"),
    [
        (("adopted", "unanimous"), "FF F F F F"),
        (("undecided", "objection"), "FA F F F F"),
        (("undecided", "objection"), "FB F F F F"),
        (("undecided", "missing_answer"), "F. F F F F"),
        (("undecided", "missing_answer"), "FF F F F -"),
        (("undecided", "objection"), "F. F F F A"),
        (("undecided", "objection"), "FF F F F M"),
    ],
)
def test_written_procedure_settles_a_case_whole_or_not_at_all(expected: tuple[str, str], ballot: str) -> None:
    """§ 11-8: where a point is not approved by all, the whole case goes to a meeting, its points with it."""
    result = tallied(ballot, WRITTEN, case=TWO)
    assert ((result.outcome.value, result.basis.value), {each[1:] for each in points(result)}) == (expected, {expected})


def test_substitutes_votes_are_told_as_theirs() -> None:
    cast = tallied("fFF--").cast
    assert [(each.seat, each.by, each.role.value) for each in cast] == [
        ("hole", "Per Dal", "substitute"),
        ("modum", "Ole Moe", "member"),
        ("lier", "Liv Strand", "member"),
    ]


def test_votes_are_told_seat_by_seat_with_the_whole_before_its_points() -> None:
    given = [
        answer(LIV, votes(c2=YES)),
        answer(KARI, votes(c2p2=NO, c2=YES)),
        answer(OLE, votes(c2p2=BLANK, c2p1=YES)),
    ]
    cast = tally(MEETING, TWO, roll(MEETING, given).seats).cast
    assert [(each.seat, each.point) for each in cast] == [
        ("hole", None),
        ("hole", 2),
        ("modum", 1),
        ("modum", 2),
        ("lier", None),
    ]


def test_case_is_told_with_all_its_papers() -> None:
    case = replace(ONE, text="Bakgrunn.", documents=("a.pdf",), public=False, exempt_under="offl. § 13")
    result = tallied("FFF--", case=case)
    assert (result.text, result.documents, result.public, result.exempt_under) == (
        "Bakgrunn.",
        ("a.pdf",),
        False,
        "offl. § 13",
    )


BALLOTS = st.text(ALL_LETTERS, min_size=1, max_size=5).filter(lambda text: not set(text[4:]) & set("fab"))
MEETINGS = st.sampled_from([MEETING, CONSENTING, SUBSTITUTES_CONSENT])


@given(BALLOTS, st.sampled_from(Rule), MEETINGS)
def test_votes_add_up_to_the_roll(ballot: str, rule: Rule, meeting: Meeting) -> None:
    """Whoever is neither absent nor demanding a meeting is in exactly one count."""
    votes = tallied(ballot, rule, meeting=meeting).votes
    counted = votes.approve + votes.object + votes.abstained + votes.recused + votes.silent
    assert counted == len(ballot) - ballot.count("X") - ballot.count("M")


@given(BALLOTS, st.sampled_from(Rule), MEETINGS)
def test_nothing_is_adopted_against_the_votes(ballot: str, rule: Rule, meeting: Meeting) -> None:
    result = tallied(ballot, rule, meeting=meeting)
    consenting = result.votes.silent if meeting is CONSENTING else 0
    assert result.outcome is not Outcome.ADOPTED or result.votes.approve + consenting >= result.votes.object


@given(BALLOTS, st.sampled_from(Rule))
def test_nothing_is_decided_without_a_quorum(ballot: str, rule: Rule) -> None:
    result = tallied(ballot, rule)
    assert result.quorum.met or result.outcome is Outcome.UNDECIDED


@given(BALLOTS, st.sampled_from(Rule), MEETINGS)
def test_one_more_vote_for_never_makes_it_worse(ballot: str, rule: Rule, meeting: Meeting) -> None:
    """An objection turned into an approval keeps what was adopted."""
    better = ballot.replace("A", "F", 1)
    adopted = tallied(ballot, rule, meeting=meeting).outcome is Outcome.ADOPTED
    assert not adopted or tallied(better, rule, meeting=meeting).outcome is Outcome.ADOPTED


FOUR = (KARI, OLE, LIV, NILS)


@given(st.permutations(FOUR), st.lists(st.sampled_from([YES, NO, BLANK]), min_size=4, max_size=4))
def test_order_of_the_seats_answers_does_not_matter(order: list[Person], said: list[Vote]) -> None:
    given_by = dict(zip(FOUR, said, strict=True))
    shuffled, plain = ([answer(each, votes(c1=given_by[each])) for each in people] for people in (order, FOUR))
    first, second = (tally(MEETING, ONE, roll(MEETING, each).seats) for each in (plain, shuffled))
    assert (first.outcome, first.basis, first.votes) == (second.outcome, second.basis, second.votes)
