"""What coordinators are told of the service's own troubles, and how often."""

from datetime import datetime

from bot.core.journal import MeetingClosed
from bot.core.letters import LetterKind, Trouble, TroubleKind
from bot.core.minutes import final_protocol, seal
from bot.core.schedule import settled_at
from bot.core.trouble import LONG, Running, due
from tests.core.people import DEADLINE, HOUR, MINUTE, MORNING, SECOND, Story

SAID = "mail.region.example:993: signing in was refused"


def told(story: Story, now: datetime, running: Running) -> list[Trouble]:
    """The troubles that are told then; each letter is queued."""
    letters = tuple(due(story.state, now, running))
    for letter in letters:
        assert letter.kind is LetterKind.COORDINATOR
        story.queued(letter, at=now)
    return [letter.content for letter in letters if isinstance(letter.content, Trouble)]


def unread(since: datetime, *, read_at: datetime | None = MORNING, clock: bool = True) -> Running:
    return Running(since, read_at, SAID, clock)


def test_mailbox_that_is_not_read_for_long_is_told_once() -> None:
    story, running = Story().opened(), unread(MORNING - HOUR)
    assert [] == told(story, MORNING + LONG - SECOND, running)
    assert [Trouble(TroubleKind.MAILBOX_LOST, MORNING, SAID)] == told(story, MORNING + LONG, running)
    assert [] == told(story, MORNING + 5 * HOUR, running)


def test_restart_meanwhile_tells_nothing_again() -> None:
    story = Story().opened()
    told(story, MORNING + LONG, unread(MORNING - HOUR))
    assert [] == told(story, MORNING + 5 * HOUR, unread(MORNING + HOUR))


def test_mailbox_that_is_read_again_is_told_once() -> None:
    story = Story().opened()
    told(story, MORNING + LONG, unread(MORNING))
    back = unread(MORNING, read_at=MORNING + HOUR)
    assert [Trouble(TroubleKind.MAILBOX_BACK, MORNING + HOUR)] == told(story, MORNING + HOUR, back)
    assert [] == told(story, MORNING + HOUR + MINUTE, back)


def test_next_outage_is_told_anew() -> None:
    story = Story().opened()
    told(story, MORNING + LONG, unread(MORNING))
    back = unread(MORNING, read_at=MORNING + HOUR)
    told(story, MORNING + HOUR, back)
    (again,) = told(story, MORNING + 2 * HOUR, back)
    assert (again.what, again.since) == (TroubleKind.MAILBOX_LOST, MORNING + HOUR)


def test_service_that_was_down_has_not_failed_to_read() -> None:
    assert [] == told(Story().opened(), MORNING + 10 * HOUR, unread(MORNING + 10 * HOUR - MINUTE))


def test_service_that_never_could_read_says_so() -> None:
    (first,) = told(Story().opened(), MORNING + LONG, unread(MORNING, read_at=None))
    assert first.since == MORNING


def test_only_open_meetings_are_told() -> None:
    planned, closed = Story(), Story().opened()
    closed.happens(MeetingClosed(seal(final_protocol(closed.state))), at=DEADLINE + HOUR)
    for story in (planned, closed):
        assert [] == told(story, DEADLINE + 2 * HOUR, unread(MORNING))


def test_doubted_clock_is_told_once_the_deadline_seems_to_have_passed() -> None:
    story = Story().opened()
    at = settled_at(story.state)
    doubted = unread(at, read_at=at, clock=False)
    assert [] == told(story, at - SECOND, doubted)
    assert [Trouble(TroubleKind.CLOCK_DOUBTED, at)] == told(story, at, doubted)
    assert [] == told(story, at + MINUTE, doubted)
