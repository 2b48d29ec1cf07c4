"""Mail of people who have no seat: the coordinator sees all of it, and nobody can flood them with it."""

from datetime import datetime, timedelta

import pytest

from bot.core.journal import MailRefused
from bot.core.letters import LetterKind, NeedsYou, Strangers
from bot.core.reading import Kind, Reason
from bot.core.strangers import LAST_CALL, MOST_LISTED
from tests.core.people import (
    BODY,
    DEADLINE,
    HOUR,
    KARI,
    MINUTE,
    MORNING,
    NO,
    SECOND,
    YES,
    Story,
    reading,
    votes,
)

UNKNOWN = (Reason.UNKNOWN_SENDER,)


def stranger(story: Story, number: int, at: datetime, kind: Kind = Kind.REPLY) -> str:
    said = reading(f"ukjent{number}@annet.example", votes(c1=YES), reasons=UNKNOWN, kind=kind)
    return story.mail(said, at=at, trusted=False, why="no_thread")


def posted(story: Story, at: datetime) -> list[NeedsYou | Strangers]:
    """What the coordinator is told then."""
    letters = story.post(at)
    assert all(letter.kind is LetterKind.COORDINATOR for letter in letters)
    return [letter.content for letter in letters if isinstance(letter.content, NeedsYou | Strangers)]


def flooded(count: int, start: datetime = MORNING) -> Story:
    """An open meeting into which that many strangers write, one a second."""
    story = Story().opened()
    for number in range(count):
        stranger(story, number, start + number * SECOND)
        story.post(start + number * SECOND)
    return story


def told(story: Story) -> list[str]:
    return [key.partition("/")[0] for key in story.state.letters if key.startswith(("needs-you/", "strangers/"))]


def test_first_few_are_shown_one_by_one() -> None:
    assert ["needs-you"] * 3 == told(flooded(3))


def test_flood_is_listed_an_hour_after_the_last_that_was_shown() -> None:
    story = flooded(40)
    assert ["needs-you"] * 3 == told(story)
    assert [] == posted(story, MORNING + HOUR)
    (listed,) = posted(story, MORNING + HOUR + 3 * SECOND)
    assert isinstance(listed, Strangers)
    assert (37, 37) == (listed.count, len(listed.mails))
    assert ("ukjent3@annet.example", MORNING + 3 * SECOND) == (listed.mails[0].sender, listed.mails[0].received)
    assert {} == story.due(MORNING + 3 * HOUR)


def test_flood_that_goes_on_is_one_letter_an_hour() -> None:
    story = Story().opened()
    for minute in range(6 * 60):
        stranger(story, minute, MORNING + minute * MINUTE)
        story.post(MORNING + minute * MINUTE)
    kinds = told(story)
    assert (3, 5) == (kinds.count("needs-you"), kinds.count("strangers"))


def test_after_a_quiet_hour_they_are_shown_one_by_one_again() -> None:
    story = flooded(40)
    posted(story, MORNING + 2 * HOUR)
    stranger(story, 50, MORNING + 4 * HOUR)
    (shown,) = posted(story, MORNING + 4 * HOUR)
    assert isinstance(shown, NeedsYou)


def test_few_in_an_hour_are_never_listed() -> None:
    story = Story().opened()
    for number in range(12):
        stranger(story, number, MORNING + number * 30 * MINUTE)
        story.post(MORNING + number * 30 * MINUTE)
    assert ["needs-you"] * 12 == told(story)


def test_list_comes_in_time_before_the_deadline() -> None:
    story = flooded(10, DEADLINE - 50 * MINUTE)
    assert [] == posted(story, DEADLINE - LAST_CALL - SECOND)
    (listed,) = posted(story, DEADLINE - LAST_CALL)
    assert isinstance(listed, Strangers)


def test_long_list_is_cut_and_counted() -> None:
    (listed,) = posted(flooded(3 + 60), MORNING + 2 * HOUR)
    assert isinstance(listed, Strangers)
    assert (60, MOST_LISTED) == (listed.count, len(listed.mails))


def test_refused_mail_is_not_listed() -> None:
    story = flooded(5)
    mail = list(story.state.mails)[-1]
    story.happens(MailRefused(mail, "søppel"), at=MORNING + HOUR)
    (shown,) = posted(story, MORNING + 2 * HOUR)
    assert isinstance(shown, NeedsYou)
    assert shown.sender == "ukjent3@annet.example"


@pytest.mark.parametrize("kind", [Kind.AUTO_REPLY, Kind.BOUNCE, Kind.RECEIPT, Kind.UNRELATED])
def test_machines_are_not_shown(kind: Kind) -> None:
    story = Story().opened()
    stranger(story, 1, MORNING, kind)
    assert {} == story.due(MORNING)


def test_members_are_not_held_up_by_a_flood() -> None:
    story = flooded(40)
    mail = story.mail(reading(str(KARI.email), votes(c1=NO)), at=MORNING + MINUTE, trusted=False)
    assert {f"answer/{mail}", f"needs-you/{mail}"} == set(story.due(MORNING + MINUTE))


def test_what_the_coordinator_writes_leads_to_nothing_and_they_are_told() -> None:
    story = Story().opened()
    story.mail(reading(BODY.coordinator.email, votes(c1=YES), reasons=UNKNOWN), trusted=False)
    (shown,) = posted(story, MORNING)
    assert isinstance(shown, NeedsYou)
    assert shown.reasons == ("from_coordinator",)


def test_clock_that_was_ahead_holds_up_no_list() -> None:
    story = flooded(10, MORNING + timedelta(days=3))
    assert ["needs-you"] * 3 == told(story)
    (listed,) = posted(story, MORNING)
    assert isinstance(listed, Strangers)
