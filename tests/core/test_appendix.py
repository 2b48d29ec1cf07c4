"""The appendix: what is marked for follow-up is listed once it is adopted, and is sealed as it stood at the close."""

from dataclasses import replace
from datetime import date

import pytest

from bot.core.journal import FollowUpMarked, FollowUpRemoved, MeetingClosed
from bot.core.meeting import FollowUp, Meeting
from bot.core.minutes import final_protocol, protocol, seal
from bot.core.protocol import Protocol
from tests.core.people import DEADLINE, HOUR, MEETING, MORNING, NO, ONE, TWO, YES, Story, reading, votes

APRIL = date(2022, 4, 1)
LEADER = FollowUp("Prosjektleder", APRIL, 1)
CLERK = FollowUp("Anne Lie", None, 2, "Sender rammen til kommunene")
WHOLE = FollowUp("Kari Berg", APRIL)
MARKED = replace(MEETING, cases=(replace(ONE, follow_up=(WHOLE,)), replace(TWO, follow_up=(CLERK, LEADER))))
CLOSED_AT = DEADLINE + HOUR


def voted(meeting: Meeting = MARKED) -> Story:
    """Three seats approve all but the second point of 2/22, which they reject."""
    story = Story(meeting).opened()
    for place, sender in enumerate(("kari.berg@hole.example", "ole.moe@modum.example", "liv.strand@lier.example")):
        story.mail(reading(sender, votes(c1=YES, c2p1=YES, c2p2=NO)), uid=place)
    return story


def closed(story: Story) -> Story:
    return story.happens(MeetingClosed(seal(final_protocol(story.state))), at=CLOSED_AT)


def lines(of: Protocol) -> list[tuple[str, int | None, str, str]]:
    return [(each.case, each.point, each.what, each.responsible) for each in of.follow_up]


def test_what_is_adopted_is_listed_with_its_own_words() -> None:
    assert [
        ("1/22", None, "Styringsdokumentet endres.", "Kari Berg"),
        ("2/22", 1, "Delprosjektet føres videre.", "Prosjektleder"),
    ] == lines(protocol(closed(voted()).state))


def test_a_rejected_point_is_not_followed_up() -> None:
    assert not [each for each in protocol(voted().state).follow_up if each.point == 2]


def test_the_coordinators_words_are_listed_where_there_are_any() -> None:
    worded = replace(MEETING, cases=(replace(ONE, follow_up=(replace(WHOLE, what="Retter dokumentet"),)), TWO))
    assert [("1/22", None, "Retter dokumentet", "Kari Berg")] == lines(protocol(voted(worded).state))


def test_a_case_that_is_partly_adopted_is_followed_up_as_a_whole() -> None:
    partly = replace(TWO, follow_up=(FollowUp("Kari Berg", what="Melder fra"),))
    assert [("2/22", None, "Melder fra", "Kari Berg")] == lines(
        protocol(voted(replace(MEETING, cases=(ONE, partly))).state)
    )


def test_json_holds_the_appendix_where_there_is_one() -> None:
    expected = {"case": "2/22", "point": 1, "what": "Delprosjektet føres videre."}
    assert {**expected, "responsible": "Prosjektleder", "due": "2022-04-01"} == protocol(voted().state).as_json()[
        "follow_up"
    ][1]
    assert "follow_up" not in protocol(voted(MEETING).state).as_json()


def test_a_mark_before_the_close_is_sealed_with_the_protocol() -> None:
    story = voted(MEETING).happens(FollowUpMarked("2/22", LEADER), at=MORNING + HOUR)
    made = protocol(closed(story).state)
    assert [("2/22", 1, "Delprosjektet føres videre.", "Prosjektleder")] == lines(made)
    assert (seal(made), None) == (story.state.protocol_sha256, made.appendix_at)


def test_a_mark_after_the_close_changes_the_appendix_only() -> None:
    story = closed(voted(MEETING))
    sent = protocol(story.state)
    later = protocol(story.happens(FollowUpMarked("2/22", LEADER), at=CLOSED_AT + HOUR).state)
    assert replace(later, follow_up=(), appendix_at=None) == sent
    assert ([("2/22", 1, "Delprosjektet føres videre.", "Prosjektleder")], CLOSED_AT + HOUR) == (
        lines(later),
        later.appendix_at,
    )
    assert seal(sent) == story.state.protocol_sha256


@pytest.mark.parametrize("name", ["Prosjektleder", "PROSJEKTLEDER"])
def test_a_second_mark_of_the_same_takes_the_first_ones_place(name: str) -> None:
    moved = FollowUp(name, date(2022, 5, 1), 1)
    story = voted().happens(FollowUpMarked("2/22", moved), at=MORNING + HOUR)
    assert [(name, date(2022, 5, 1))] == [
        (each.responsible, each.due) for each in protocol(story.state).follow_up if each.case == "2/22"
    ]


def test_a_mark_that_is_taken_back_is_gone() -> None:
    story = voted().happens(FollowUpRemoved("1/22", "kari berg"), at=MORNING + HOUR)
    assert ["2/22"] == [each.case for each in protocol(story.state).follow_up]


def test_an_appendix_emptied_after_the_close_says_when() -> None:
    story = closed(voted(replace(MEETING, cases=(replace(ONE, follow_up=(WHOLE,)), TWO))))
    made = protocol(story.happens(FollowUpRemoved("1/22", "Kari Berg"), at=CLOSED_AT + HOUR).state)
    shown = made.as_json()
    assert ((), (CLOSED_AT + HOUR).astimezone(made.appendix_at and made.appendix_at.tzinfo).isoformat()) == (
        made.follow_up,
        shown["appendix_at"],
    )
    assert "follow_up" not in shown


def test_a_mark_of_no_case_cannot_have_happened() -> None:
    with pytest.raises(KeyError):
        voted().happens(FollowUpMarked("9/22", LEADER), at=MORNING)
