"""What is due when: notices, summonses, reminders, moved and cancelled meetings, protocols, and when to close."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from bot.core.journal import (
    DeadlineMoved,
    LetterDoubted,
    MeetingCancelled,
    MeetingClosed,
    MeetingPlanned,
)
from bot.core.letters import (
    Cancelled,
    DeliveryFailed,
    Draft,
    Extended,
    LetterKind,
    NeedsYou,
    Notice,
    ProtocolOut,
    Reminder,
    Summons,
    SummonsWithdrawn,
)
from bot.core.meeting import Person, Role
from bot.core.minutes import final_protocol, seal
from bot.core.reading import NamedSubstitute, Reading, Reason
from bot.core.schedule import Due, coming, due, may_close, settled_at
from bot.core.state import Delivery
from tests.core.people import (
    ABSENT,
    ADA,
    BODY,
    DAY,
    DEADLINE,
    HOLE,
    HOUR,
    IDA,
    KARI,
    LIV,
    MEETING,
    MINUTE,
    MORNING,
    NILS,
    NOTICE_AT,
    OLE,
    PER,
    PLANNED_AT,
    RECUSED,
    REMIND_AT,
    SECOND,
    SIV,
    YES,
    Story,
    listed,
    reading,
    votes,
)

MEMBERS = [KARI, OLE, LIV, NILS, ADA, IDA]
SETTLED = DEADLINE + 3 * SECOND


def away(person: Person = KARI, substitute: NamedSubstitute | None = None) -> Reading:
    return reading(str(person.email), attendance=ABSENT, substitute=substitute)


def absent_hole() -> Story:
    story = Story().opened()
    story.mail(away())
    return story


def closed(story: Story) -> Story:
    return story.happens(MeetingClosed(seal(final_protocol(story.state))), at=SETTLED)


def kinds(story: Story, now: datetime) -> set[str]:
    return {letter.kind.value for letter in due(story.state, now)}


def named(story: Story, now: datetime, kind: LetterKind) -> list[str]:
    """Who is to have a letter of that kind now."""
    return [letter.to.name for letter in due(story.state, now) if letter.kind is kind]


# Planned and approved.


def test_draft_goes_to_the_coordinator_first() -> None:
    letters = Story().due(PLANNED_AT)
    assert {key: (letter.to.email, letter.seat) for key, letter in letters.items()} == {
        "draft/0": (BODY.coordinator.email, None)
    }


def test_draft_carries_the_warnings() -> None:
    story = Story()
    story.happens(MeetingPlanned(MEETING, "f" * 64, warnings=("short_notice",)), at=PLANNED_AT)
    assert story.due(PLANNED_AT)["draft/1"].content == Draft(("short_notice",))


def test_corrected_meeting_is_drafted_anew() -> None:
    story = Story()
    story.post(PLANNED_AT)
    story.happens(MeetingPlanned(MEETING, "e" * 64), at=PLANNED_AT + HOUR)
    assert list(story.due(PLANNED_AT + HOUR)) == ["draft/1"]


def test_nothing_goes_to_members_before_approval() -> None:
    assert kinds(Story(), NOTICE_AT + DAY) == {"coordinator"}


def test_notice_waits_for_its_time() -> None:
    assert kinds(Story().approved(), NOTICE_AT - SECOND) == set()


def test_notice_goes_to_every_member_at_its_time() -> None:
    """The adviser gets the papers too; nobody's substitute does."""
    assert named(Story().approved(), NOTICE_AT, LetterKind.NOTICE) == [person.name for person in MEMBERS]


def test_notice_is_the_members_own() -> None:
    letter = Story().approved().due(NOTICE_AT)["notice/hole"]
    assert (letter.to, letter.seat, letter.role, letter.content) == (KARI, HOLE, Role.MEMBER, Notice())


@pytest.mark.parametrize("notice_at", [None, PLANNED_AT - DAY], ids=["missing", "past"])
def test_notice_goes_out_at_approval(notice_at: datetime | None) -> None:
    story = Story(replace(MEETING, notice_at=notice_at)).approved()
    assert len(named(story, PLANNED_AT + HOUR, LetterKind.NOTICE)) == 6


def test_notice_that_was_missed_goes_out_late() -> None:
    assert len(named(Story().approved(), DEADLINE, LetterKind.NOTICE)) == 6


def test_notice_does_not_go_out_after_the_deadline() -> None:
    assert kinds(Story().approved(), DEADLINE + SECOND) == set()


# Summonses.


def test_substitute_is_summoned_for_an_absent_member() -> None:
    letter = absent_hole().due(MORNING)["summons/hole/per.dal@hole.example/all/0"]
    assert (letter.kind, letter.to, letter.role, letter.content) == (
        LetterKind.SUMMONS,
        PER,
        Role.SUBSTITUTE,
        Summons(KARI),
    )


def test_stand_in_is_summoned_for_the_case() -> None:
    story = Story().opened()
    story.mail(reading(str(KARI.email), votes(c1=RECUSED)))
    letter = story.due(MORNING)["summons/hole/per.dal@hole.example/1/22/0"]
    assert (letter.to, letter.content) == (PER, Summons(KARI, ("1/22",)))


def test_nobody_is_summoned_before_the_notice() -> None:
    story = Story().approved()
    story.mail(away(), at=PLANNED_AT + HOUR)
    assert "summons" not in kinds(story, PLANNED_AT + HOUR)


def test_nobody_is_summoned_after_the_deadline() -> None:
    assert "summons" not in kinds(absent_hole(), DEADLINE + SECOND)


def test_unlisted_one_is_not_summoned() -> None:
    story = Story().opened()
    story.mail(away(substitute=replace(listed(PER), name="Finn Ny", email=None, listed=False)))
    assert "summons" not in kinds(story, MORNING)


def test_substitute_without_an_address_is_the_coordinators_matter() -> None:
    story = Story().opened()
    story.mail(away(NILS))
    letter = story.due(MORNING)["needs-you/summons/sigdal/Tor Eng"]
    assert isinstance(letter.content, NeedsYou)
    assert (letter.to.email, letter.content.reasons) == (BODY.coordinator.email, ("substitute_without_address",))


def test_summons_is_withdrawn_once_the_member_is_back() -> None:
    story = absent_hole()
    story.post(MORNING)
    story.mail(reading(str(KARI.email), votes(c1=YES)), at=MORNING + MINUTE)
    letter = story.due(MORNING + MINUTE)["withdrawn/hole/per.dal@hole.example/0"]
    assert (letter.kind, letter.to, letter.content) == (LetterKind.CANCELLED, PER, SummonsWithdrawn(KARI))


def test_one_who_was_never_summoned_is_not_told_that_they_are_not_needed() -> None:
    story = absent_hole()
    story.mail(reading(str(KARI.email), votes(c1=YES)), at=MORNING + MINUTE)
    assert not [key for key in story.due(MORNING + MINUTE) if key.startswith("withdrawn")]


def test_one_who_declined_is_not_told_that_they_are_not_needed() -> None:
    story = absent_hole()
    story.post(MORNING)
    story.mail(away(PER), at=MORNING + MINUTE)
    letters = story.due(MORNING + MINUTE)
    assert not [key for key in letters if key.startswith("withdrawn")]
    assert "summons/hole/siv.aas@hole.example/all/0" in letters


def test_substitute_is_summoned_anew_after_a_withdrawal() -> None:
    story = absent_hole()
    story.post(MORNING)
    for minute, said in enumerate([reading(str(KARI.email), votes(c1=YES)), away()], 1):
        story.mail(said, at=MORNING + minute * MINUTE)
        letters = story.post(MORNING + minute * MINUTE)
    assert "summons/hole/per.dal@hole.example/all/1" in {letter.key for letter in letters}


def test_second_withdrawal_is_told_too() -> None:
    story = absent_hole()
    story.post(MORNING)
    back = reading(str(KARI.email), votes(c1=YES))
    for minute, said in enumerate([back, away(), back], 1):
        story.mail(said, at=MORNING + minute * MINUTE)
        letters = story.post(MORNING + minute * MINUTE)
    assert "withdrawn/hole/per.dal@hole.example/1" in {letter.key for letter in letters}


def test_another_substitute_takes_the_place_of_the_first() -> None:
    story = absent_hole()
    story.post(MORNING)
    story.mail(away(substitute=listed(SIV)), at=MORNING + MINUTE)
    assert {"withdrawn/hole/per.dal@hole.example/0", "summons/hole/siv.aas@hole.example/all/0"} <= set(
        story.due(MORNING + MINUTE)
    )


# Reminders.


def test_everybody_with_a_vote_is_reminded_who_has_not_answered() -> None:
    story = Story().opened()
    story.mail(reading(str(KARI.email), votes(c1=YES)))
    story.mail(reading(str(OLE.email), votes(c1=RECUSED)))
    story.mail(reading(str(LIV.email), reasons=(Reason.CONDITIONAL,)))
    assert named(story, REMIND_AT, LetterKind.REMINDER) == ["Liv Strand", "Nils Haug", "Ada Foss"]


def test_reminder_is_the_seats_own() -> None:
    letter = Story().opened().due(REMIND_AT)["reminder/2022-03-01T08:00:00+01:00/hole/kari.berg@hole.example"]
    assert (letter.to, letter.seat, letter.role, letter.content) == (KARI, HOLE, Role.MEMBER, Reminder())


def test_reminder_waits_for_its_time() -> None:
    assert "reminder" not in kinds(Story().opened(), REMIND_AT - SECOND)


def test_absent_seat_with_nobody_called_is_not_reminded() -> None:
    story = Story().opened()
    story.mail(away(ADA))
    assert "Ada Foss" not in named(story, REMIND_AT, LetterKind.REMINDER)


def test_called_substitute_is_reminded_in_the_members_place() -> None:
    story = absent_hole()
    story.post(MORNING)
    reminded = named(story, REMIND_AT, LetterKind.REMINDER)
    assert ("Per Dal" in reminded, "Kari Berg" in reminded) == (True, False)


def test_substitute_who_was_called_after_the_reminders_time_is_not_reminded() -> None:
    story = Story().opened()
    story.post(REMIND_AT)
    story.mail(away(), at=REMIND_AT + HOUR)
    story.post(REMIND_AT + HOUR)
    assert named(story, REMIND_AT + 2 * HOUR, LetterKind.REMINDER) == []


def test_member_who_was_called_after_the_reminders_time_is_not_reminded() -> None:
    story = Story().approved()
    story.post(REMIND_AT + HOUR)
    assert named(story, REMIND_AT + HOUR, LetterKind.REMINDER) == []


def test_only_the_latest_missed_reminder_goes_out() -> None:
    times = tuple(REMIND_AT - days * DAY for days in (2, 1, 0))
    story = Story(replace(MEETING, remind_at=times)).opened()
    reminders = [key for key in story.due(REMIND_AT) if key.startswith("reminder/")]
    assert {key.split("/")[1] for key in reminders} == {REMIND_AT.isoformat()}


def test_each_reminder_goes_out_at_its_own_time() -> None:
    story = Story(replace(MEETING, remind_at=(REMIND_AT - DAY, REMIND_AT))).opened()
    story.post(REMIND_AT - DAY)
    assert (named(story, REMIND_AT - HOUR, LetterKind.REMINDER), len(named(story, REMIND_AT, LetterKind.REMINDER))) == (
        [],
        5,
    )


def test_nobody_is_reminded_after_the_deadline() -> None:
    assert "reminder" not in kinds(Story().opened(), DEADLINE + SECOND)


# The deadline moves, the meeting is cancelled.


def moved(story: Story, at: datetime = MORNING) -> Story:
    return story.happens(DeadlineMoved(DEADLINE + DAY), at=at)


def test_everybody_who_was_called_is_told_of_the_new_deadline() -> None:
    story = absent_hole()
    story.post(MORNING)
    moved(story, MORNING + MINUTE)
    assert set(named(story, MORNING + MINUTE, LetterKind.EXTENDED)) == {*(person.name for person in MEMBERS), "Per Dal"}


def test_letter_names_the_deadline_that_no_longer_holds() -> None:
    letter = moved(Story().opened()).due(MORNING)["extended/1/hole/kari.berg@hole.example"]
    assert letter.content == Extended(DEADLINE)


def test_each_move_is_told() -> None:
    story = moved(Story().opened())
    story.post(MORNING)
    story.happens(DeadlineMoved(DEADLINE + 2 * DAY), at=MORNING + HOUR)
    assert story.due(MORNING + HOUR)["extended/2/hole/kari.berg@hole.example"].content == Extended(DEADLINE + DAY)


def test_move_before_the_notice_is_told_by_the_notice() -> None:
    story = moved(Story().approved(), PLANNED_AT + 2 * HOUR)
    story.post(NOTICE_AT)
    assert named(story, NOTICE_AT, LetterKind.EXTENDED) == []


def test_one_who_is_called_after_the_move_is_told_by_the_summons() -> None:
    story = moved(Story().opened())
    story.post(MORNING)
    story.mail(away(), at=MORNING + HOUR)
    story.post(MORNING + HOUR)
    assert named(story, MORNING + HOUR, LetterKind.EXTENDED) == []


def test_move_is_not_told_once_the_new_deadline_has_passed() -> None:
    story = moved(Story().opened())
    assert named(story, DEADLINE + DAY + SECOND, LetterKind.EXTENDED) == []


def test_vote_counts_by_the_new_deadline() -> None:
    story = moved(Story().opened())
    story.mail(reading(str(KARI.email), votes(c1=YES)), at=DEADLINE + HOUR)
    assert final_protocol(story.state).cases[0].votes.approve == 1


def test_everybody_who_was_called_is_told_of_the_cancellation() -> None:
    story = Story().opened().happens(MeetingCancelled(), at=MORNING)
    letters = story.due(MORNING)
    assert {letter.to.name for letter in letters.values()} == {person.name for person in MEMBERS}
    assert {type(letter.content) for letter in letters.values()} == {Cancelled}


@pytest.mark.parametrize("story", [Story(), Story().approved()], ids=["planned", "approved"])
def test_nobody_is_told_of_the_cancellation_who_was_not_called(story: Story) -> None:
    assert kinds(story.happens(MeetingCancelled(), at=PLANNED_AT + 2 * HOUR), NOTICE_AT) == set()


def test_cancelled_meeting_sends_nothing_else() -> None:
    story = absent_hole()
    story.post(MORNING)
    story.happens(MeetingCancelled(), at=MORNING + MINUTE)
    assert kinds(story, DEADLINE + DAY) == {"cancelled"}


# Closing.


@pytest.mark.parametrize(
    ("expected", "now", "read_at"),
    [
        (True, SETTLED, SETTLED),
        (True, SETTLED + DAY, SETTLED + SECOND),
        (False, SETTLED, SETTLED - SECOND),
        (False, SETTLED + DAY, DEADLINE),
        (False, SETTLED - SECOND, SETTLED - SECOND),
        (False, SETTLED + DAY, None),
        (False, SETTLED + SECOND, SETTLED + DAY),
    ],
)
def test_meeting_closes_once_the_mailbox_was_read_past_its_deadline(
    expected: bool,  # noqa: FBT001 - a column of the table
    now: datetime,
    read_at: datetime | None,
) -> None:
    assert may_close(Story().opened().state, now, read_at) is expected


@pytest.mark.parametrize(
    ("expected", "story"),
    [
        (False, Story),
        (True, lambda: Story().approved()),
        (True, lambda: Story().opened()),
        (False, lambda: closed(Story().opened())),
        (False, lambda: Story().opened().happens(MeetingCancelled(), at=MORNING)),
    ],
    ids=["planned", "approved", "open", "closed", "cancelled"],
)
def test_only_a_running_meeting_closes(expected: bool, story: Callable[[], Story]) -> None:  # noqa: FBT001 - a column
    assert may_close(story().state, SETTLED, SETTLED) is expected


def test_deadlines_own_second_is_waited_for() -> None:
    assert settled_at(Story().state) > DEADLINE + SECOND


def test_moved_deadline_moves_the_closing() -> None:
    assert not may_close(moved(Story().opened()).state, SETTLED, SETTLED)


def test_protocol_goes_to_the_coordinator_and_all_who_were_called() -> None:
    story = absent_hole()
    story.post(MORNING)
    names = named(closed(story), SETTLED, LetterKind.PROTOCOL)
    assert (names[0], set(names[1:])) == ("Anne Lie", {*(person.name for person in MEMBERS), "Per Dal"})


def test_protocol_that_goes_out_is_the_final_one() -> None:
    story = closed(Story().opened())
    content = story.due(SETTLED)["protocol/hole/kari.berg@hole.example"].content
    assert isinstance(content, ProtocolOut)
    assert seal(content.protocol) == story.state.protocol_sha256


def test_protocol_of_a_meeting_that_called_nobody_goes_to_the_coordinator() -> None:
    assert named(closed(Story().approved()), SETTLED, LetterKind.PROTOCOL) == ["Anne Lie"]


def test_coordinator_is_told_of_a_letter_that_did_not_arrive() -> None:
    story = Story().opened().failed("notice/hole", at=MORNING)
    letter = story.due(MORNING)["failed/notice/hole"]
    assert (letter.seat, letter.content) == (
        None,
        DeliveryFailed("Kari Berg", "kari.berg@hole.example", LetterKind.NOTICE, "550 No such user"),
    )


def test_coordinator_is_told_of_a_letter_that_may_not_have_arrived() -> None:
    """The letter itself stays what it was: what anybody can write makes no silence of anybody's."""
    story = Story().opened().happens(LetterDoubted("notice/hole", "Undelivered"), at=MORNING)
    said = DeliveryFailed("Kari Berg", "kari.berg@hole.example", LetterKind.NOTICE, "Undelivered", doubtful=True)
    assert said == story.due(MORNING)["doubted/notice/hole"].content
    assert Delivery.SENT is story.state.letters["notice/hole"].delivery


def test_letter_that_did_not_arrive_is_not_doubted_too() -> None:
    story = Story().opened().failed("notice/hole", at=MORNING)
    story.happens(LetterDoubted("notice/hole", "Undelivered"), at=MORNING)
    assert {"failed/notice/hole"} == story.due(MORNING).keys()


def test_letter_to_the_coordinator_that_did_not_arrive_calls_for_no_other() -> None:
    story = Story()
    story.post(PLANNED_AT)
    assert story.failed("draft/0", at=PLANNED_AT).due(PLANNED_AT) == {}


# What comes.


def test_what_comes_stands_in_order() -> None:
    assert coming(Story().approved().state, PLANNED_AT) == (
        Due("notice", NOTICE_AT),
        Due("reminder", REMIND_AT),
        Due("deadline", DEADLINE),
    )


def test_notice_without_a_time_comes_now() -> None:
    state = Story(replace(MEETING, notice_at=None)).approved().state
    assert coming(state, PLANNED_AT)[0] == Due("notice", PLANNED_AT)


def test_what_is_done_does_not_come_again() -> None:
    assert coming(Story().opened().state, REMIND_AT) == (Due("deadline", DEADLINE),)


@pytest.mark.parametrize(
    "story",
    [Story, lambda: closed(Story().opened()), lambda: Story().happens(MeetingCancelled(), at=MORNING)],
    ids=["planned", "closed", "cancelled"],
)
def test_nothing_comes_by_itself_in_a_meeting_that_does_not_run(story: Callable[[], Story]) -> None:
    assert coming(story().state, MORNING) == ()
