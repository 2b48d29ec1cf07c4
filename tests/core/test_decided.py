"""What a person can decide about a meeting in each phase of its life, as the journal may tell of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.decided import could_be_decided
from bot.core.journal import (
    DeadlineMoved,
    Fact,
    FollowUpMarked,
    FollowUpRemoved,
    LetterSent,
    MeetingApproved,
    MeetingCancelled,
    MeetingClosed,
    MeetingPlanned,
    PreviousReported,
    ProtocolApproved,
    Ruled,
)
from bot.core.meeting import FollowUp
from bot.core.minutes import final_protocol, seal
from tests.core.people import ABSENT, BODY, DEADLINE, HOUR, MEETING, MORNING, YES, Story, reading, votes

MARKED, MARKED_POINT = FollowUpMarked("1/22", FollowUp("Leder")), FollowUpMarked("2/22", FollowUp("Leder", point=2))
FACTS: dict[str, Fact] = {
    "planned": MeetingPlanned(MEETING, "f" * 64),
    "approved": MeetingApproved(),
    "reported": PreviousReported(None),
    "cancelled": MeetingCancelled(),
    "extended": DeadlineMoved(DEADLINE + timedelta(days=1)),
    "recorded": Ruled("hole", "på telefon", attendance=ABSENT),
    "closed": MeetingClosed("0" * 64),
    "finished": ProtocolApproved("på telefon"),
    "marked": MARKED,
    "sent": LetterSent("notice/hole", "250"),
}
POSSIBLE = {
    "planned": {"planned", "approved", "reported", "cancelled", "extended", "recorded", "sent"},
    "approved": {"reported", "cancelled", "extended", "recorded", "closed", "marked", "sent"},
    "open": {"cancelled", "extended", "recorded", "closed", "marked", "sent"},
    "closed": {"marked", "sent"},
    "awaiting": {"finished", "marked", "sent"},
    "cancelled": {"sent"},
}


def closed(story: Story) -> Story:
    """1/22 adopted, 2/22 not."""
    for seat in MEETING.body.voting_seats:
        story.mail(reading(str(seat.member.email), votes(c1=YES)), at=MORNING)
    return story.happens(MeetingClosed(seal(final_protocol(story.state))), at=DEADLINE + HOUR)


STORIES: dict[str, Callable[[], Story]] = {
    "planned": Story,
    "approved": lambda: Story().approved(),
    "open": lambda: Story().opened(),
    "closed": lambda: closed(Story().opened()),
    "awaiting": lambda: closed(Story(replace(MEETING, body=replace(BODY, chair_approves=True))).opened()),
    "cancelled": lambda: Story().opened().happens(MeetingCancelled(), at=MORNING),
}


@pytest.mark.parametrize("phase", STORIES)
@pytest.mark.parametrize("name", FACTS)
def test_each_phase_has_what_can_be_decided_in_it(phase: str, name: str) -> None:
    assert (name in POSSIBLE[phase]) == could_be_decided(STORIES[phase]().state, FACTS[name])


def test_mark_is_of_a_point_that_there_is() -> None:
    state = Story().opened().state
    assert could_be_decided(state, MARKED_POINT)
    assert not could_be_decided(state, FollowUpMarked("2/22", FollowUp("Leder", point=3)))


def test_what_was_not_adopted_cannot_be_marked_after_the_close() -> None:
    assert not could_be_decided(closed(Story().opened()).state, MARKED_POINT)


def test_only_a_mark_that_there_is_can_be_taken_back() -> None:
    state = Story().opened().happens(MARKED, at=MORNING).state
    assert could_be_decided(state, FollowUpRemoved("1/22", "LEDER"))
    assert not could_be_decided(state, FollowUpRemoved("1/22", "Nestleder"))
    assert not could_be_decided(state, FollowUpRemoved("2/22", "Leder"))


def test_protocol_is_finished_once() -> None:
    story = STORIES["awaiting"]().happens(FACTS["finished"], at=DEADLINE + 2 * HOUR)
    assert not could_be_decided(story.state, FACTS["finished"])
