"""The fold: what each fact makes of a meeting, and what closing freezes."""

from dataclasses import replace
from datetime import UTC

import pytest

from bot.core.journal import (
    GENESIS,
    DeadlineMoved,
    Entry,
    MeetingApproved,
    MeetingCancelled,
    MeetingClosed,
    MeetingPlanned,
    Ruled,
)
from bot.core.letters import LetterKind
from bot.core.state import Delivery, Extension, Phase, fold
from tests.core.people import (
    DAY,
    DEADLINE,
    HOUR,
    KARI,
    MEETING,
    MORNING,
    NOTICE_AT,
    PLANNED_AT,
    YES,
    Story,
    reading,
    votes,
)


def test_planned_meeting_is_planned() -> None:
    state = Story().state
    assert (state.phase, state.meeting, state.planned_at, state.sequence) == (Phase.PLANNED, MEETING, PLANNED_AT, 1)


def test_planned_meeting_keeps_documents_and_warnings() -> None:
    planned = MeetingPlanned(MEETING, "f" * 64, {"a.pdf": "e" * 64}, ("short_notice",))
    state = fold([Entry(1, PLANNED_AT, planned, GENESIS, GENESIS)])
    assert (dict(state.documents), state.warnings) == ({"a.pdf": "e" * 64}, ("short_notice",))


def test_correction_keeps_what_was_sent_and_received() -> None:
    story = Story()
    story.post(PLANNED_AT)
    story.mail(reading(str(KARI.email)), at=PLANNED_AT)
    before = story.state
    state = story.happens(MeetingPlanned(replace(MEETING, title="Nytt"), "e" * 64), at=MORNING).state
    assert (state.meeting.title, state.planned_at, state.letters, state.mails, state.corrections) == (
        "Nytt",
        PLANNED_AT,
        before.letters,
        before.mails,
        1,
    )


def test_approval_does_not_open_the_meeting() -> None:
    state = Story().approved().state
    assert (state.phase, state.approved_at) == (Phase.APPROVED, PLANNED_AT + HOUR)


def test_notice_opens_the_meeting() -> None:
    assert Story().opened().state.phase is Phase.OPEN


def test_draft_to_the_coordinator_does_not_open_the_meeting() -> None:
    story = Story()
    story.post(PLANNED_AT)
    assert story.state.phase is Phase.PLANNED


def test_answer_to_an_early_mail_does_not_open_the_meeting() -> None:
    """A member who writes before the notice has gone out is answered; the others have not been called."""
    story = Story().approved()
    story.mail(reading(str(KARI.email), votes(c1=YES)), at=PLANNED_AT + HOUR)
    letters = story.post(PLANNED_AT + HOUR)
    assert [letter.kind for letter in letters if letter.seat] == [LetterKind.RECEIPT]
    assert story.state.phase is Phase.APPROVED


def test_cancelled_meeting_is_cancelled() -> None:
    state = Story().opened().happens(MeetingCancelled(), at=MORNING).state
    assert (state.phase, state.cancelled_at) == (Phase.CANCELLED, MORNING)


def test_moved_deadline_holds_from_then_on() -> None:
    state = Story().opened().happens(DeadlineMoved(DEADLINE + DAY), at=MORNING).state
    assert (state.meeting.deadline, state.extensions) == (DEADLINE + DAY, (Extension(DEADLINE, MORNING),))


def test_letter_is_queued_then_sent() -> None:
    story = Story().approved()
    letters = story.post(NOTICE_AT)
    before = story.state.letters["notice/hole"].delivery
    after = story.sent(*letters, at=NOTICE_AT).state.letters["notice/hole"]
    assert (before, after.delivery, after.response) == (Delivery.QUEUED, Delivery.SENT, "250 Ok")


def test_letter_that_bounces_has_failed() -> None:
    letter = Story().opened().failed("notice/hole", at=MORNING).state.letters["notice/hole"]
    assert (letter.delivery, letter.response) == (Delivery.FAILED, "550 No such user")


def test_mail_is_known_with_its_reading() -> None:
    story = Story().opened()
    said = reading(str(KARI.email), votes(c1=YES))
    mail = story.mail(said)
    read = story.state.mails[mail].read
    assert read is not None
    assert read.reading == said


def test_ruling_is_known_by_its_place_in_the_journal() -> None:
    story = Story().opened().recorded(Ruled("hole", "på telefon", votes(c1=YES)))
    assert [(each.at, each.sequence) for each in story.state.rulings] == [(MORNING, len(story.entries))]


def test_closing_keeps_the_state_it_was_decided_on() -> None:
    story = Story().opened()
    before = story.state
    state = story.happens(MeetingClosed("a" * 64), at=DEADLINE + HOUR).state
    assert (state.phase, state.closed_at, state.protocol_sha256, state.as_closed) == (
        Phase.CLOSED,
        DEADLINE + HOUR,
        "a" * 64,
        before,
    )


def test_fold_goes_on_from_where_it_was() -> None:
    story = Story().opened()
    assert story.state == fold(story.entries[5:], fold(story.entries[:5])) == fold(story.entries)


def test_sequence_is_that_of_the_last_entry() -> None:
    story = Story().opened()
    assert story.state.sequence == len(story.entries)


def test_times_are_those_of_the_entries() -> None:
    assert Story().approved().state.approved_at == (PLANNED_AT + HOUR).astimezone(UTC)


def test_empty_journal_is_an_error() -> None:
    with pytest.raises(ValueError, match="the journal is empty"):
        fold([])


def test_journal_that_starts_in_the_middle_is_an_error() -> None:
    with pytest.raises(ValueError, match="starts with MeetingApproved instead of MeetingPlanned"):
        fold([Entry(1, PLANNED_AT, MeetingApproved(), GENESIS, GENESIS)])
