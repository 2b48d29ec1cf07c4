"""Which meeting is the one before, and what is listed of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.journal import MeetingCancelled, MeetingClosed, PreviousReported
from bot.core.letters import Draft, Notice, Summons
from bot.core.meeting import Meeting
from bot.core.minutes import final_protocol, protocol, seal
from bot.core.previous import previous
from bot.core.protocol import Approval, Channel
from bot.core.reported import Reported, reported
from bot.core.state import State
from tests.core.people import (
    ABSENT,
    BODY,
    DAY,
    DEADLINE,
    HOUR,
    MEETING,
    MORNING,
    NOTICE_AT,
    YES,
    Story,
    reading,
    votes,
)

NEXT = replace(MEETING, id="2022-04-06", deadline=DEADLINE + 35 * DAY)


def held(meeting: Meeting = MEETING) -> State:
    """A meeting that has closed: the first case decided, the second without a vote."""
    story = Story(meeting).opened()
    for place, sender in enumerate(("kari.berg@hole.example", "ole.moe@modum.example", "liv.strand@lier.example")):
        story.mail(reading(sender, votes(c1=YES)), uid=place)
    return story.happens(MeetingClosed(seal(final_protocol(story.state))), at=meeting.deadline + HOUR).state


def listed_of(state: State) -> Reported:
    made = protocol(state)
    return reported(made, seal(made), "d" * 64)


def found(meeting: Meeting, *others: State) -> str | None:
    before = previous(Story(meeting).state, others)
    return before and before.meeting.id


def earlier(days: int) -> State:
    return held(replace(MEETING, id=f"before-{days}", deadline=DEADLINE - timedelta(days=days)))


def test_the_bodys_last_meeting_that_has_closed_is_the_one_before() -> None:
    assert found(NEXT, earlier(60), held(), earlier(30)) == MEETING.id


def test_a_meeting_that_is_still_open_is_not_the_one_before() -> None:
    assert found(NEXT, Story(replace(MEETING, id="open")).opened().state, earlier(30)) == "before-30"


def test_a_meeting_that_was_called_off_is_not_the_one_before() -> None:
    called_off = Story(replace(MEETING, id="off")).opened().happens(MeetingCancelled(), at=MORNING).state
    assert found(NEXT, called_off) is None


@pytest.mark.parametrize("other", [{"name": "Rådet"}, {"organisation": "Fjellregionen"}], ids=["name", "organisation"])
def test_another_bodys_meeting_is_not_the_one_before(other: dict[str, str]) -> None:
    assert found(NEXT, held(replace(MEETING, body=replace(BODY, **other)))) is None


def test_the_meeting_file_may_name_the_one_before() -> None:
    assert found(replace(NEXT, previous="before-30"), held(), earlier(30)) == "before-30"


def test_the_meeting_file_may_say_that_there_is_none() -> None:
    assert found(replace(NEXT, previous=""), held()) is None


def test_a_named_meeting_is_listed_once_it_has_closed() -> None:
    named = replace(NEXT, previous="open")
    assert found(named, Story(replace(MEETING, id="open")).opened().state) is None


def test_what_another_notice_has_listed_is_not_listed_again() -> None:
    before = held()
    between = Story(replace(NEXT, id="between")).happens(PreviousReported(listed_of(before)), at=MORNING).opened()
    assert found(NEXT, before, between.state) is None
    off = between.happens(MeetingCancelled(), at=NOTICE_AT + HOUR).state
    assert found(NEXT, before, off) == MEETING.id


def test_a_protocol_that_the_chair_has_not_approved_is_not_listed() -> None:
    body = replace(BODY, chair_approves=True)
    before = held(replace(MEETING, body=body))
    assert found(replace(NEXT, body=body), before) is None
    approved = replace(before, approval=Approval("Anne Lie", Channel.COORDINATOR, MORNING, reason="x"))
    assert found(replace(NEXT, body=body), approved) == MEETING.id


def test_decided_and_undecided_cases_are_told_apart() -> None:
    told = listed_of(held())
    assert (["1/22"], ["2/22"]) == ([each.number for each in told.decided], [each.number for each in told.undecided])
    assert (MEETING.id, MEETING.title, MEETING.starts) == (told.meeting, told.title, told.held)


def test_draft_notice_and_summons_carry_what_is_reported() -> None:
    told = listed_of(held())
    story = Story(NEXT).happens(PreviousReported(told), at=MORNING)
    assert [Draft((), told)] == [each.content for each in story.due(MORNING).values()]
    story.opened()
    notices = story.due(NOTICE_AT)
    assert not notices
    story.mail(reading("kari.berg@hole.example", attendance=ABSENT))
    assert [told] == [
        each.content.reported for each in story.due(MORNING + HOUR).values() if isinstance(each.content, Summons)
    ]
    fresh = Story(NEXT).happens(PreviousReported(told), at=MORNING).approved()
    assert {Notice(told)} == {each.content for each in fresh.due(NOTICE_AT).values()}


def test_a_later_finding_takes_the_earlier_ones_place() -> None:
    story = Story(NEXT).happens(PreviousReported(listed_of(held())), PreviousReported(None), at=MORNING)
    assert story.state.reported is None
