"""The invariants of design.md that deciding has to keep, over random lives of a meeting."""

from hypothesis import given, settings

from bot.core.journal import MailRead, MailReceived, MailRefused, MailReleased, MeetingApproved
from bot.core.letters import LetterKind
from bot.core.minutes import final_protocol, protocol
from bot.core.protocol import Channel, RollAttendance
from bot.core.reading import Kind, Vote
from bot.core.roll import in_time
from bot.core.schedule import due
from bot.core.state import Phase, State, fold
from tests.core.lives import EVENTS, PEOPLE, Event, lived
from tests.core.people import DAY, NOTICE_AT, PLANNED_AT, Story

OF_A_MAIL = (MailReceived, MailRead, MailReleased, MailRefused)
SPEAKING = {Kind.REPLY, Kind.CALENDAR}


def life(events: list[Event], *, posting: bool = True) -> Story:
    """A meeting whose notice is out, after those events."""
    story, now = Story().opened(), NOTICE_AT
    for pause, event in events:
        now += pause
        lived(story, event, now)
        if posting:
            story.post(now)
    return story


def without(story: Story, *left_out: str) -> State:
    """The state had those mails never come."""
    kept = [entry for entry in story.entries if not (isinstance(entry.fact, OF_A_MAIL) and entry.fact.mail in left_out)]
    return fold(kept)


@given(EVENTS)
@settings(max_examples=150)
def test_every_mail_of_a_registered_person_is_answered_for(events: list[Event]) -> None:
    """I1: who wrote in their own words has an answer, or the coordinator has the mail."""
    story = life(events)
    for sealed, mail in story.state.mails.items():
        assert mail.read is not None
        if mail.read.reading.kind in SPEAKING and mail.read.reading.seat is not None:
            assert {f"answer/{sealed}", f"needs-you/{sealed}"} & set(story.state.letters)


@given(EVENTS)
@settings(max_examples=150)
def test_every_vote_that_counts_is_in_a_mail_in_time_or_in_a_ruling(events: list[Event]) -> None:
    """I2: by the person it is put down to, trusted, not automatic; or the coordinator's."""
    state = life(events).state
    frozen = state.as_closed or state
    said = {
        (each.person.name, key.case, key.point, vote)
        for each in frozen.answers
        if each.person is not None and in_time(each.received, frozen.meeting.deadline)
        for key, vote in each.votes.items()
    }
    for case in protocol(state).cases:
        for cast in case.cast:
            assert cast.how is Channel.COORDINATOR or (cast.by, case.number, cast.point, cast.vote) in said


@given(EVENTS)
@settings(max_examples=150)
def test_one_seat_has_one_vote_in_a_case(events: list[Event]) -> None:
    """I3."""
    for case in protocol(life(events).state).cases:
        whole = [cast.seat for cast in case.cast if cast.point is None and cast.vote is not Vote.RECUSED]
        assert len(whole) == len(set(whole))
        counted = case.votes.approve + case.votes.object + case.votes.abstained + case.votes.recused + case.votes.silent
        assert counted <= case.quorum.seats


@given(EVENTS)
@settings(max_examples=150)
def test_nothing_automatic_or_unauthentic_or_late_changes_the_votes(events: list[Event]) -> None:
    """I5."""
    story = life(events, posting=False)
    idle = [
        sealed
        for sealed, mail in story.state.mails.items()
        if mail.read is not None
        and (
            mail.read.reading.kind not in SPEAKING
            or not mail.trusted
            or mail.read.reading.seat is None
            or not in_time(mail.received.received, story.state.meeting.deadline)
        )
    ]
    before, after = final_protocol(story.state), final_protocol(without(story, *idle))
    assert (before.roll, before.cases) == (after.roll, after.cases)


@given(EVENTS)
@settings(max_examples=150)
def test_roll_names_one_person_a_seat_who_belongs_to_it(events: list[Event]) -> None:
    for line in protocol(life(events).state).roll:
        if line.by is not None and line.attendance is RollAttendance.PRESENT:
            assert line.by == line.seat.member
        if line.by is not None and line.attendance is RollAttendance.ABSENT:
            assert line.by != line.seat.member


@given(EVENTS, EVENTS)
@settings(max_examples=100)
def test_closed_meeting_keeps_its_protocol(events: list[Event], later: list[Event]) -> None:
    """I9: whatever comes after closing changes nothing."""
    story = life([*events, (30 * DAY, "close")])
    before = protocol(story.state)
    if story.state.phase is not Phase.CLOSED:
        return
    for pause, event in later:
        lived(story, event, NOTICE_AT + 60 * DAY + pause)
    assert protocol(story.state) == before


@given(EVENTS)
@settings(max_examples=100)
def test_meeting_goes_on_where_it_was_stopped(events: list[Event]) -> None:
    """I8: the state folded anew from the journal is the one that was lived, wherever it was cut."""
    story = life(events)
    cut = len(story.entries) // 2 or 1
    assert fold(story.entries[cut:], fold(story.entries[:cut])) == story.state


@given(EVENTS)
@settings(max_examples=150)
def test_what_is_due_is_decided_once(events: list[Event]) -> None:
    """I6: each letter is decided once, each goes to one person, and nothing is left over once it has been queued."""
    story, now = Story().happens(MeetingApproved(), at=PLANNED_AT), NOTICE_AT
    story.post(now)
    for pause, event in events:
        now += pause
        lived(story, event, now)
        letters = story.post(now)
        assert len({letter.key for letter in letters}) == len(letters)
        assert due(story.state, now) == ()


@given(EVENTS)
@settings(max_examples=150)
def test_no_letter_goes_to_a_member_after_the_deadline_but_answers_and_protocol(
    events: list[Event],
) -> None:
    story, now = Story().opened(), NOTICE_AT
    for pause, event in events:
        now += pause
        lived(story, event, now)
        late = now > story.state.meeting.deadline and story.state.phase is not Phase.CANCELLED
        to_members = {letter.kind for letter in story.post(now) if letter.seat is not None}
        answers = {LetterKind.RECEIPT, LetterKind.QUESTION, LetterKind.NOT_COUNTED, LetterKind.PROTOCOL}
        assert not late or to_members <= answers


@given(EVENTS)
@settings(max_examples=100)
def test_nothing_automatic_and_no_stranger_is_answered(events: list[Event]) -> None:
    """I7: no mail loop."""
    story, now = Story().opened(), NOTICE_AT
    for pause, event in events:
        now += pause
        lived(story, event, now)
        story.post(now)
    for letter in story.state.letters.values():
        if letter.queued.answers is not None:
            read = story.state.mails[letter.queued.answers].read
            assert read is not None
            assert read.reading.kind in {Kind.REPLY, Kind.CALENDAR, Kind.REACTION}
            assert read.reading.sender in PEOPLE
