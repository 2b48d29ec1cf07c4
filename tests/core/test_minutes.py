"""From state to protocol: the contract's JSON, whom silence binds, and what closing freezes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.core.journal import DeadlineMoved, MeetingCancelled, MeetingClosed, Ruled, canonical
from bot.core.meeting import Meeting, Rule, Silence, Written
from bot.core.minutes import final_protocol, protocol, roll_of, seal, unreached
from bot.core.protocol import Quorum
from bot.core.reading import Kind, Reason
from bot.core.state import State
from tests.core.people import (
    ABSENT,
    ADA,
    BODY,
    DAY,
    DEADLINE,
    HOUR,
    IDA,
    KARI,
    LIV,
    MEETING,
    MINUTE,
    MORNING,
    NO,
    NOTICE_AT,
    OLE,
    ONE,
    OSLO,
    PER,
    PRESENT,
    RECUSED,
    SECOND,
    WITHDRAW,
    YES,
    Story,
    reading,
    votes,
    with_rule,
)

CLOSED_AT = DEADLINE + HOUR
CONSENTING = replace(MEETING, body=replace(BODY, silence=Silence.CONSENT), cases=(ONE,))
EVERYBODY = frozenset(seat.id for seat in BODY.seats)


def voted(meeting: Meeting = MEETING) -> Story:
    """Hole, Modum and Lier have answered; Sigdal is away and Flesberg is silent."""
    story = Story(meeting).opened()
    story.mail(reading("kari.berg@hole.example", votes(c1=YES, c2=YES, c2p2=NO)), uid=1)
    story.mail(reading("ole.moe@modum.example", votes(c1=YES, c2=RECUSED)), uid=2)
    story.mail(reading("nils.haug@sigdal.example", attendance=ABSENT), uid=3)
    story.recorded(Ruled("lier", "på telefon 1. mars", votes(c1=NO)))
    return story


def _cancelled(story: Story) -> State:
    return story.happens(MeetingCancelled(), at=MORNING + HOUR).state


def closed(story: Story) -> Story:
    return story.happens(MeetingClosed(seal(final_protocol(story.state))), at=CLOSED_AT)


def keys(value: Mapping[str, Any]) -> list[str]:
    return list(value)


# The contract's JSON.

JSON = final_protocol(voted().state).as_json()


def test_protocol_has_the_contracts_keys() -> None:
    assert keys(JSON) == ["meeting", "body", "status", "roll", "quorum", "cases"]


def test_meeting_is_told_with_the_contracts_keys() -> None:
    assert JSON["meeting"] == {
        "id": "2022-03-02",
        "title": "Styringsgruppemøte",
        "starts": "2022-03-02T09:00:00+01:00",
        "deadline": "2022-03-02T15:00:00+01:00",
        "place": "på mail",
    }


def test_body_is_told_with_the_contracts_keys() -> None:
    assert JSON["body"] == {
        "name": "Styringsgruppa for Fjordløftet",
        "organisation": "Interkommunalt politisk råd for Fjordregionen",
        "rule": "majority",
    }


def test_roll_has_every_seat_with_who_took_part() -> None:
    assert [(line["seat"], line["attendance"], line["by"]) for line in JSON["roll"]] == [
        ("hole", "present", {"name": "Kari Berg", "as": "member"}),
        ("modum", "present", {"name": "Ole Moe", "as": "member"}),
        ("lier", "present", {"name": "Liv Strand", "as": "member"}),
        ("sigdal", "absent", None),
        ("flesberg", "no_answer", None),
        ("fylke", "no_answer", None),
    ]


def test_roll_line_has_the_contracts_keys_and_the_names() -> None:
    assert keys(JSON["roll"][0]) == ["seat", "name", "member", "attendance", "by"]


def test_quorum_is_told_with_the_contracts_keys() -> None:
    assert JSON["quorum"] == {"seats": 5, "needed": 3, "took_part": 3, "met": True}


def test_case_has_the_contracts_keys() -> None:
    shown = JSON["cases"][0]
    assert keys(shown) == [
        "number",
        "title",
        "proposal",
        "public",
        "rule",
        "outcome",
        "basis",
        "votes",
        "quorum",
        "decision",
        "cast",
    ]


def test_case_is_told_in_full() -> None:
    shown = {key: value for key, value in JSON["cases"][0].items() if key != "cast"}
    assert shown == {
        "number": "1/22",
        "title": "Endring i styringsdokumentet",
        "proposal": ["Styringsdokumentet endres."],
        "public": True,
        "rule": "majority",
        "outcome": "adopted",
        "basis": "majority",
        "votes": {"for": 2, "against": 1, "abstained": 0, "recused": 0, "silent": 1},
        "quorum": {"seats": 5, "needed": 3, "took_part": 3, "met": True},
        "decision": ["Styringsdokumentet endres."],
    }


def test_points_are_told_where_one_was_voted_on_by_itself() -> None:
    assert JSON["cases"][1]["points"] == [
        {
            "point": 1,
            "outcome": "undecided",
            "basis": "no_quorum",
            "votes": {"for": 1, "against": 0, "abstained": 0, "recused": 1, "silent": 2},
        },
        {
            "point": 2,
            "outcome": "undecided",
            "basis": "no_quorum",
            "votes": {"for": 0, "against": 1, "abstained": 0, "recused": 1, "silent": 2},
        },
    ]


def test_vote_by_mail_is_told_with_its_mail() -> None:
    assert JSON["cases"][0]["cast"][0] == {
        "seat": "hole",
        "by": "Kari Berg",
        "as": "member",
        "vote": "approve",
        "how": "mail",
        "message_id": "<1@mail.example>",
        "received": "2022-02-24T09:00:00+01:00",
        "point": None,
        "identity": "dmarc",
    }


def test_recorded_vote_is_told_with_its_reason() -> None:
    row = JSON["cases"][0]["cast"][2]
    assert (row["by"], row["how"], row["message_id"], row["reason"], "identity" in row) == (
        "Liv Strand",
        "coordinator",
        None,
        "på telefon 1. mars",
        False,
    )


def test_recusal_is_a_row() -> None:
    assert [(row["seat"], row["vote"], row["point"]) for row in JSON["cases"][1]["cast"]] == [
        ("hole", "approve", None),
        ("hole", "object", 2),
        ("modum", "recused", None),
    ]


def test_closed_case_states_its_section() -> None:
    case = replace(ONE, public=False, exempt_under="offl. § 13")
    shown = protocol(Story(replace(MEETING, cases=(case,))).state).as_json()["cases"][0]
    assert (shown["public"], shown["exempt_under"]) == (False, "offl. § 13")


def test_meeting_without_a_start_says_so() -> None:
    assert protocol(Story(replace(MEETING, starts=None)).state).as_json()["meeting"]["starts"] is None


def test_written_procedure_states_who_decided_it_and_why() -> None:
    written = Written("Kari Berg", "Det haster.", datetime(2022, 2, 20, 9, tzinfo=OSLO))
    shown = protocol(Story(with_rule(Rule.UNANIMOUS_WRITTEN, replace(MEETING, written=written))).state).as_json()
    assert shown["written"] == {
        "decided_by": "Kari Berg",
        "reason": "Det haster.",
        "decided_at": "2022-02-20T09:00:00+01:00",
    }


def test_no_word_of_a_mail_is_in_the_protocol() -> None:
    """The reason for an absence stands in the mail's own words and nowhere else (GDPR art. 9)."""
    assert b"ord for ord" not in canonical(JSON)


# Status and quorum of the meeting.


def test_protocol_is_a_draft_before_the_meeting_has_closed() -> None:
    assert protocol(voted().state).as_json()["status"] == "draft"


def test_protocol_is_final_once_the_meeting_has_closed() -> None:
    assert protocol(closed(voted()).state).as_json()["status"] == "final"


def test_cancelled_meeting_says_so_and_when() -> None:
    shown = protocol(voted().happens(MeetingCancelled(), at=MORNING + HOUR).state).as_json()
    assert (shown["status"], shown["cancelled_at"]) == ("cancelled", "2022-02-24T09:00:00+00:00")


def test_cancelled_meeting_decides_nothing_and_keeps_the_votes() -> None:
    story = voted()
    story.mail(reading(str(ADA.email), votes(c1=YES, c2=YES)))
    before, shown = (protocol(state).as_json()["cases"] for state in (story.state, _cancelled(story)))
    assert [case["outcome"] for case in before] == ["adopted", "partly_adopted"]
    for was, case in zip(before, shown, strict=True):
        results = [case, *case.get("points", [])]
        assert {(each["outcome"], each["basis"]) for each in results} <= {
            ("undecided", "missing_answer"),
            ("undecided", "no_quorum"),
        }
        assert (case["decision"], case["votes"], case["cast"]) == ([], was["votes"], was["cast"])


def test_seats_that_took_part_in_anything_make_the_meetings_quorum() -> None:
    story = Story().opened()
    story.mail(reading(str(KARI.email), votes(c1=YES)))
    story.mail(reading(str(OLE.email), votes(c2=NO)))
    story.mail(reading(str(LIV.email), attendance=PRESENT))
    story.mail(reading(str(IDA.email), attendance=PRESENT))
    assert protocol(story.state).quorum == Quorum(5, 3, 3)


def test_written_procedure_needs_every_seat() -> None:
    assert protocol(Story(with_rule(Rule.UNANIMOUS_WRITTEN)).state).quorum == Quorum(5, 5, 0)


# Whom silence binds.


def test_nobody_is_bound_by_silence_before_the_notice() -> None:
    state = Story().approved().state
    assert unreached(state, roll_of(state).seats) == EVERYBODY


def test_nobody_is_bound_by_silence_whose_notice_still_waits() -> None:
    story = Story().approved()
    story.post(NOTICE_AT)
    assert unreached(story.state, roll_of(story.state).seats) == EVERYBODY


def test_everybody_is_bound_whose_notice_was_taken() -> None:
    state = Story().opened().state
    assert unreached(state, roll_of(state).seats) == frozenset()


def test_nobody_is_bound_whose_notice_came_back() -> None:
    state = Story().opened().failed("notice/hole", at=MORNING).state
    assert unreached(state, roll_of(state).seats) == {"hole"}


@pytest.mark.parametrize(
    ("expected", "story"),
    [
        ("adopted", []),
        ("adopted", [reading(str(ADA.email), kind=Kind.AUTO_REPLY)]),
        ("adopted", [reading(str(ADA.email), attendance=PRESENT)]),
        ("no_quorum", [reading(str(ADA.email), reasons=(Reason.CONDITIONAL,))]),
        ("no_quorum", [reading(str(ADA.email), reasons=(Reason.NOT_A_VOTE,), kind=Kind.REACTION)]),
        ("no_quorum", [reading(str(ADA.email), votes(c1=YES)), reading(str(ADA.email), votes(c1=WITHDRAW))]),
        ("no_quorum", [reading(str(ADA.email), attendance=ABSENT)]),
    ],
    ids=["silent", "automatic answer", "present", "unclear", "reaction", "withdrawn", "absent"],
)
def test_silence_consents_only_where_nothing_was_written(expected: str, story: list[Any]) -> None:
    """Two approve and three are silent, of whom two could not be reached: Flesberg's silence settles it."""
    told = Story(CONSENTING).opened()
    told.failed("notice/lier", at=MORNING).failed("notice/sigdal", at=MORNING)
    for person in (KARI, OLE):
        told.mail(reading(str(person.email), votes(c1=YES)))
    for minute, said in enumerate(story):
        told.mail(said, at=MORNING + minute * MINUTE)
    case = protocol(told.state).cases[0]
    assert expected in {case.outcome.value, case.basis.value}


def test_held_mail_is_no_silence() -> None:
    story = Story(CONSENTING).opened()
    story.mail(reading(str(ADA.email), votes(c1=NO)), trusted=False)
    assert unreached(story.state, roll_of(story.state).seats) == {"flesberg"}


def test_recorded_withdrawal_is_no_silence() -> None:
    state = Story(CONSENTING).opened().recorded(Ruled("flesberg", "på telefon", votes(c1=WITHDRAW))).state
    assert unreached(state, roll_of(state).seats) == {"flesberg"}


def test_unclear_mail_after_the_deadline_leaves_the_silence_as_it_was() -> None:
    story = Story(CONSENTING).opened()
    story.mail(reading(str(ADA.email), reasons=(Reason.CONDITIONAL,)), at=DEADLINE + SECOND)
    assert unreached(story.state, roll_of(story.state).seats) == frozenset()


def test_called_substitute_is_bound_once_the_summons_was_taken() -> None:
    story = Story(CONSENTING).opened()
    story.mail(reading(str(KARI.email), attendance=ABSENT))
    before = unreached(story.state, roll_of(story.state).seats)
    story.sent(*story.post(MORNING), at=MORNING)
    assert before == {"hole"}
    assert unreached(story.state, roll_of(story.state).seats) == frozenset()


# What closing freezes.


def test_protocol_of_the_closed_meeting_is_the_one_that_was_sealed() -> None:
    state = closed(voted()).state
    assert state.protocol_sha256 == seal(protocol(state))


@pytest.mark.parametrize("what", ["mail in time", "late mail", "bounce", "ruling", "deadline"])
def test_nothing_that_comes_after_closing_changes_the_protocol(what: str) -> None:
    story = closed(voted(CONSENTING))
    before = protocol(story.state)
    match what:
        case "mail in time":
            story.mail(reading(str(ADA.email), votes(c1=NO)))
        case "late mail":
            story.mail(reading(str(ADA.email), votes(c1=NO)), at=CLOSED_AT)
        case "bounce":
            story.failed("notice/flesberg", at=CLOSED_AT)
        case "ruling":
            story.recorded(Ruled("hole", "på telefon", votes(c1=NO)), at=MORNING)
        case _:
            story.happens(DeadlineMoved(DEADLINE + DAY), at=CLOSED_AT)
    assert protocol(story.state) == before


def test_same_history_gives_the_same_bytes() -> None:
    assert canonical(final_protocol(voted().state).as_json()) == canonical(JSON)


def test_another_vote_gives_another_seal() -> None:
    story = voted()
    before = seal(final_protocol(story.state))
    story.mail(reading(str(PER.email), votes(c1=NO)), at=MORNING + MINUTE)
    same = seal(final_protocol(story.state))
    story.mail(reading(str(KARI.email), votes(c1=NO)), at=MORNING + MINUTE)
    assert (before == same, before == seal(final_protocol(story.state))) == (True, False)


def test_letters_do_not_change_the_protocol() -> None:
    story = voted()
    before = seal(final_protocol(story.state))
    story.sent(*story.post(MORNING + HOUR), at=MORNING + HOUR)
    assert seal(final_protocol(story.state)) == before
