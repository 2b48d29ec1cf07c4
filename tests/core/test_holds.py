"""Held mails: released they count as of their receipt, refused they never do, and those concerned are told."""

from datetime import timedelta

import pytest

from bot.core.holds import Obstacle, numbered, obstacle_to_refusal, obstacle_to_release
from bot.core.journal import MailRefused, MailReleased, MeetingApproved, MeetingCancelled, MeetingClosed
from bot.core.letters import LetterKind, NeedsYou, NotCounted, Receipt, Uncounted
from bot.core.mails import MOST_AN_HOUR
from bot.core.minutes import final_protocol, protocol, roll_of, seal, unreached
from bot.core.reading import Kind, NamedSubstitute, Reading, Reason
from bot.core.roll import Disposition
from tests.core.people import (
    ABSENT,
    ADA,
    DEADLINE,
    HOUR,
    IDA,
    KARI,
    MINUTE,
    MORNING,
    NO,
    PER,
    PLANNED_AT,
    SECOND,
    STRANGER,
    YES,
    Story,
    listed,
    reading,
    standing,
    votes,
)

KARIS, PERS, ADAS = str(KARI.email), str(PER.email), str(ADA.email)
NOON = MORNING + 3 * HOUR


def held(said: Reading, story: Story | None = None, *, at: timedelta = timedelta()) -> tuple[Story, str]:
    """A meeting in which that mail came, was held, and its sender was told so."""
    story = story or Story().opened()
    mail = story.mail(said, at=MORNING + at, trusted=False, why="no_thread")
    story.post(MORNING + at)
    return story, mail


def released(story: Story, mail: str, reason: str = "") -> Story:
    return story.happens(MailReleased(mail, reason, "anne"), at=NOON)


def refused(story: Story, mail: str) -> Story:
    return story.happens(MailRefused(mail, "ikke fra henne", "anne"), at=NOON)


def seat(story: Story, seat_id: str = "hole") -> dict[str, tuple[str, object]]:
    return dict(standing(roll_of(story.state).seats[seat_id]))


def content(story: Story, mail: str) -> object:
    """What the answer says that is due to the mail now; None where none is."""
    due = [letter for key, letter in story.due(NOON).items() if key.startswith(f"answer/{mail}")]
    assert len(due) <= 1
    return due[0].content if due else None


# Released.


def test_released_mail_counts_as_of_its_receipt() -> None:
    story, mail = held(reading(KARIS, votes(c1=YES)))
    assert seat(story) == {}
    released(story, mail, "på telefon")
    (cast,) = protocol(story.state).cases[0].cast
    assert (MORNING, "no_thread", True, "på telefon") == (cast.received, cast.identity, cast.released, cast.reason)
    assert (cast.as_json()["released"], cast.as_json()["how"]) == (True, "mail")


def test_released_mail_does_not_undo_a_later_one() -> None:
    story, mail = held(reading(KARIS, votes(c1=NO, c2=NO)))
    story.mail(reading(KARIS, votes(c1=YES)), at=MORNING + HOUR)
    released(story, mail)
    assert {"1/22": ("Kari Berg", YES), "2/22": ("Kari Berg", NO)} == seat(story)


def test_released_mail_undoes_an_earlier_one() -> None:
    story = Story().opened()
    story.mail(reading(KARIS, votes(c1=YES)), at=MORNING)
    story, mail = held(reading(KARIS, votes(c1=NO)), story, at=HOUR)
    assert {"1/22": ("Kari Berg", NO)} == seat(released(story, mail))


def test_release_sends_a_receipt_to_the_registered_address_in_place_of_the_first_answer() -> None:
    story, mail = held(reading("kberg@privat.example", votes(c1=YES)))
    (letter,) = [each for key, each in released(story, mail).due(NOON).items() if key.startswith("answer/")]
    assert (letter.to, letter.kind, letter.again) == (KARI, LetterKind.RECEIPT, True)
    assert letter.answers is not None
    assert (letter.answers.received, letter.answers.reference) == (MORNING, f"#{mail[:8]}")
    story.post(NOON)
    assert story.due(NOON) == {}


def test_receipt_of_a_released_mail_says_what_stands_by_a_later_one() -> None:
    story, mail = held(reading(KARIS, votes(c1=NO, c2=NO)))
    story.mail(reading(KARIS, votes(c1=YES)), at=MORNING + HOUR)
    story.post(MORNING + HOUR)
    told = content(released(story, mail), mail)
    assert isinstance(told, Receipt)
    assert (told.votes, told.standing, told.overtaken) == (votes(c2=NO), votes(c1=YES, c2=NO), True)


def test_receipt_of_a_released_absence_that_was_taken_back_registers_none() -> None:
    story, mail = held(reading(KARIS, attendance=ABSENT))
    story.mail(reading(KARIS, votes(c1=YES)), at=MORNING + HOUR)
    story.post(MORNING + HOUR)
    told = content(released(story, mail), mail)
    assert isinstance(told, Receipt)
    assert (told.attendance, told.called, told.overtaken) == (None, None, True)
    assert "summons/hole/per.dal@hole.example/all/0" not in story.due(NOON)


def test_released_absence_calls_in_the_substitute() -> None:
    story, mail = held(reading(KARIS, attendance=ABSENT, substitute=listed(PER)))
    due = released(story, mail).due(NOON)
    assert f"summons/hole/{PERS}/all/0" in due


def test_coordinator_is_told_what_the_release_led_to_and_not_what_they_know() -> None:
    said = reading(ADAS, attendance=ABSENT, reasons=(Reason.QUESTION,))
    story, mail = held(said)
    tells = [each.content for key, each in released(story, mail).due(NOON).items() if key.startswith("needs-you/")]
    assert [("no_substitute",)] == [each.reasons for each in tells if isinstance(each, NeedsYou)]


def test_release_is_answered_however_much_was_written() -> None:
    story = Story().opened()
    for minute in range(MOST_AN_HOUR + 2):
        story, mail = held(reading(KARIS, votes(c1=YES)), story, at=minute * SECOND)
    assert isinstance(content(released(story, mail), mail), Receipt)


def test_released_mail_of_one_who_is_not_called_in_is_told_so() -> None:
    story, mail = held(reading(PERS, votes(c1=YES)))
    assert NotCounted(Uncounted.NOT_CALLED, "Svaret, ord for ord.") == content(released(story, mail), mail)


def test_those_whose_answers_a_release_turns_are_told() -> None:
    """Kari's absence was held; Per voted for nobody, then she did. Released, it makes his vote count and hers not."""
    story, absence = held(reading(KARIS, attendance=ABSENT))
    pers = story.mail(reading(PERS, votes(c1=NO)), at=MORNING + MINUTE)
    story.post(MORNING + MINUTE)
    karis = story.mail(reading(KARIS, votes(c1=YES)), at=MORNING + HOUR)
    story.post(MORNING + HOUR)
    released(story, absence)
    assert {"1/22": ("Per Dal", NO)} == seat(story)
    assert isinstance(content(story, pers), Receipt)
    assert NotCounted(Uncounted.SUBSTITUTE_VOTED, "Svaret, ord for ord.") == content(story, karis)
    assert any(key.startswith(f"needs-you/{karis}/") for key in story.due(NOON))
    story.post(NOON)
    assert story.due(NOON + HOUR) == {}


def test_answers_that_a_release_leaves_as_they_were_are_not_told_again() -> None:
    story, mail = held(reading(KARIS, votes(c1=NO)))
    later = story.mail(reading(KARIS, votes(c1=YES)), at=MORNING + HOUR)
    story.post(MORNING + HOUR)
    assert content(released(story, mail), later) is None


def test_second_release_tells_the_first_one_only_where_it_turned() -> None:
    story, first = held(reading(KARIS, votes(c1=NO)))
    story, second = held(reading(KARIS, votes(c1=YES)), story, at=MINUTE)
    released(story, second).post(NOON)
    released(story, first)
    assert content(story, second) is None
    assert isinstance(content(story, first), Receipt)


# Refused.


def test_refused_mail_never_counts_and_its_owner_is_told() -> None:
    story, mail = held(reading(KARIS, votes(c1=NO)))
    refused(story, mail)
    assert seat(story) == {}
    assert NotCounted(Uncounted.REFUSED, "Svaret, ord for ord.") == content(story, mail)


def test_refused_mail_leaves_its_seat_silent() -> None:
    story, mail = held(reading(ADAS, votes(c1=NO)))
    assert "flesberg" in unreached(story.state, roll_of(story.state).seats)
    refused(story, mail)
    assert "flesberg" not in unreached(story.state, roll_of(story.state).seats)


def test_released_mail_that_says_nothing_leaves_its_seat_not_silent() -> None:
    story, mail = held(reading(ADAS, reasons=(Reason.NOTHING_SAID,)))
    released(story, mail)
    assert "flesberg" in unreached(story.state, roll_of(story.state).seats)


def test_refused_mail_of_a_stranger_is_answered_by_nothing() -> None:
    story, mail = held(reading(STRANGER, reasons=(Reason.UNKNOWN_SENDER,)))
    assert story.due(NOON) == {}
    assert refused(story, mail).due(NOON) == {}


def test_coordinator_is_not_asked_to_settle_what_cannot_count_any_more() -> None:
    for at, expected in ((DEADLINE, "held"), (DEADLINE + SECOND, "doubtful")):
        story = Story().opened()
        mail = story.mail(reading(KARIS, votes(c1=YES)), at=at, trusted=False)
        told = story.due(at)[f"needs-you/{mail}"].content
        assert isinstance(told, NeedsYou)
        assert told.reasons == (expected,)


# Which mail, and whether.


@pytest.mark.parametrize("cut", [8, 12, 64])
@pytest.mark.parametrize("mark", ["", "#", " #"])
def test_mail_is_found_by_its_number(cut: int, mark: str) -> None:
    story, mail = held(reading(KARIS, votes(c1=YES)))
    assert [mail] == [each.received.mail for each in numbered(story.state, mark + mail[:cut].upper())]


@pytest.mark.parametrize("number", ["", "#", "1234567", "00000000", "kari"])
def test_no_mail_is_found_by_what_is_no_number_of_one(number: str) -> None:
    story, _ = held(reading(KARIS, votes(c1=YES)))
    assert () == numbered(story.state, number)


@pytest.mark.parametrize(
    ("obstacle", "said", "at"),
    [
        (None, reading(KARIS, votes(c1=YES)), MORNING),
        (None, reading(KARIS, votes(c1=YES)), DEADLINE),
        (None, reading(str(IDA.email)), MORNING),
        (Obstacle.LATE, reading(KARIS, votes(c1=YES)), DEADLINE + SECOND),
        (Obstacle.NOBODY, reading(STRANGER, votes(c1=YES)), MORNING),
        (Obstacle.UNREADABLE, reading(KARIS, reasons=(Reason.UNREADABLE,)), MORNING),
        (Obstacle.NOT_HELD, reading(KARIS, kind=Kind.AUTO_REPLY), MORNING),
    ],
)
def test_only_a_held_mail_of_the_meeting_in_time_can_be_released(
    obstacle: Obstacle | None, said: Reading, at: object
) -> None:
    story = Story().opened()
    mail = story.mail(said, at=at, trusted=False)  # type: ignore[arg-type]
    assert obstacle is obstacle_to_release(story.state, story.state.mails[mail])


def test_trusted_mail_is_neither_released_nor_refused() -> None:
    story = Story().opened()
    sealed = story.mail(reading(KARIS, votes(c1=YES)))
    mail = story.state.mails[sealed]
    assert obstacle_to_release(story.state, mail) is obstacle_to_refusal(story.state, mail) is Obstacle.NOT_HELD


def test_what_was_settled_is_not_settled_again() -> None:
    story, one = held(reading(KARIS, votes(c1=YES)))
    story, other = held(reading(ADAS, votes(c1=YES)), story)
    released(story, one)
    refused(story, other)
    mails = story.state.mails
    assert obstacle_to_refusal(story.state, mails[one]) is Obstacle.RELEASED
    assert obstacle_to_release(story.state, mails[other]) is Obstacle.REFUSED
    with pytest.raises(ValueError, match="is not held"):
        story.happens(MailReleased(one), at=NOON)


@pytest.mark.parametrize("end", ["closed", "cancelled"])
def test_nothing_is_settled_once_the_meeting_is_over(end: str) -> None:
    story, mail = held(reading(KARIS, votes(c1=YES)))
    over = MeetingCancelled() if end == "cancelled" else MeetingClosed(seal(final_protocol(story.state)))
    story.happens(over, at=DEADLINE + HOUR)
    assert obstacle_to_release(story.state, story.state.mails[mail]) is Obstacle.OVER


def test_mail_can_be_released_after_the_deadline_until_the_meeting_closes() -> None:
    story, mail = held(reading(KARIS, votes(c1=YES)))
    story.happens(MailReleased(mail), at=DEADLINE + HOUR)
    step = roll_of(story.state).step(mail)
    assert step is not None
    assert step.disposition is Disposition.COUNTED


def test_unlisted_substitute_of_a_released_absence_waits_for_the_coordinator() -> None:
    named = NamedSubstitute("Finn Ny", None, listed=False)
    story, mail = held(reading(KARIS, attendance=ABSENT, substitute=named, reasons=(Reason.UNKNOWN_SUBSTITUTE,)))
    released(story, mail)
    assert "Finn Ny" == roll_of(story.state).seats["hole"].awaiting


def test_approval_is_enough_for_a_ruling() -> None:
    story = Story().happens(MeetingApproved(), at=PLANNED_AT)
    mail = story.mail(reading(KARIS, votes(c1=YES)), trusted=False)
    assert obstacle_to_release(story.state, story.state.mails[mail]) is None
