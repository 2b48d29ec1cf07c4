"""The meeting file's values: who may speak, under which address, about what."""

from dataclasses import replace

import pytest

from bot.core.meeting import Case, Person, Role, Rule, Seat, VoteKey, canonical_address
from tests.core.people import ADA, BODY, HOLE, KARI, MEETING, ONE, PER, STRANGER, TWO, VOTING


@pytest.mark.parametrize(
    ("expected", "address"),
    [
        ("kari@hole.example", "kari@hole.example"),
        ("kari@hole.example", "kari+x@hole.example"),
        ("kari@hole.example", " Kari+Noe.Mer@Hole.Example "),
        ("kari@hole.example", "kari+a+b@hole.example"),
        ("kari@a+b.example", "kari@a+b.example"),
        ("", ""),
    ],
)
def test_address_is_recognised_whatever_its_spelling(expected: str, address: str) -> None:
    assert expected == canonical_address(address)


def test_person_is_recognised_by_each_registered_address() -> None:
    assert {"kari.berg@hole.example", "kberg@privat.example"} == KARI.addresses


def test_person_without_an_address_is_recognised_by_none() -> None:
    assert frozenset() == Person("Tor Eng").addresses


@pytest.mark.parametrize("address", ["kari.berg@hole.example", "KBERG@privat.example", "kari.berg+ipad@hole.example"])
def test_member_speaks_from_each_of_their_addresses(address: str) -> None:
    assert MEETING.speaker(address) == (HOLE, KARI, Role.MEMBER)


def test_substitute_speaks_for_the_seat_of_the_list() -> None:
    assert MEETING.speaker("per.dal@hole.example") == (HOLE, PER, Role.SUBSTITUTE)


@pytest.mark.parametrize("address", [STRANGER, "", "anne.lie@region.example", "berg@hole.example"])
def test_nobody_else_speaks(address: str) -> None:
    assert MEETING.speaker(address) is None


def test_member_of_one_seat_who_is_substitute_of_another_speaks_as_member() -> None:
    first = replace(HOLE, substitutes=(ADA,))
    meeting = replace(MEETING, body=replace(BODY, seats=(first, *BODY.seats[1:])))
    speaker = meeting.speaker("ada.foss@flesberg.example")
    assert speaker is not None
    assert (speaker.seat.id, speaker.role) == ("flesberg", Role.MEMBER)


def test_adviser_holds_no_voting_seat() -> None:
    assert BODY.voting_seats == VOTING


def test_chair_is_the_seat_that_chairs() -> None:
    assert BODY.chair == HOLE


def test_seat_and_case_are_found_by_their_ids() -> None:
    assert (BODY.seat("hole"), MEETING.case("2/22")) == (HOLE, TWO)


def test_unknown_seat_is_an_error() -> None:
    with pytest.raises(KeyError, match="nes"):
        BODY.seat("nes")


def test_unknown_case_is_an_error() -> None:
    with pytest.raises(KeyError, match="9/22"):
        MEETING.case("9/22")


@pytest.mark.parametrize(("text", "key"), [("1/22", VoteKey("1/22")), ("2/22#1", VoteKey("2/22", 1))])
def test_vote_key_is_read_and_written_as_in_the_contract(text: str, key: VoteKey) -> None:
    assert (key, text) == (VoteKey.parse(text), str(key))


@pytest.mark.parametrize("text", ["2/22#", "2/22#x", "2/22#1#2"])
def test_vote_key_with_no_number_after_the_hash_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        VoteKey.parse(text)


def test_unnumbered_proposal_has_no_points() -> None:
    assert (ONE.point_keys, list(ONE.points)) == ((), [])


def test_numbered_proposal_has_a_key_for_each_point() -> None:
    assert (VoteKey("2/22", 1), VoteKey("2/22", 2)) == TWO.point_keys


def test_case_without_a_rule_follows_the_body() -> None:
    assert Rule.MAJORITY is MEETING.rule_of(ONE)


def test_case_with_a_rule_follows_its_own() -> None:
    assert Rule.TWO_THIRDS is MEETING.rule_of(replace(ONE, rule=Rule.TWO_THIRDS))


def test_whole_case_has_its_own_key() -> None:
    assert VoteKey("3/22") == Case("3/22", "Ny sak", ("Vedtas.",)).key


def test_seat_has_a_vote_unless_said_otherwise() -> None:
    assert Seat("nes", "Nes", ADA).votes
