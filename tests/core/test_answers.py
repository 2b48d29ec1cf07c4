"""Answers: which mails and rulings say something for a seat, and in which order."""

from dataclasses import replace

import pytest

from bot.core.answers import Answer
from bot.core.journal import MailReceived, Ruled
from bot.core.meeting import Role
from bot.core.persistent import Vector
from bot.core.protocol import Channel
from bot.core.reading import Kind, NamedSubstitute, Reading
from tests.core.people import (
    ABSENT,
    DEADLINE,
    KARI,
    MINUTE,
    MORNING,
    NO,
    PER,
    SECOND,
    STRANGER,
    YES,
    Story,
    listed,
    reading,
    votes,
)

FROM_KARI = reading("kari.berg@hole.example", votes(c1=YES))


def only(story: Story) -> Answer:
    (found,) = story.state.answers
    return found


def test_members_mail_is_an_answer() -> None:
    story = Story().opened()
    mail = story.mail(FROM_KARI, uid=7)
    assert only(story) == Answer(
        id=mail,
        seat="hole",
        received=MORNING,
        order=7,
        how=Channel.MAIL,
        person=KARI,
        role=Role.MEMBER,
        votes=votes(c1=YES),
        message_id="<7@mail.example>",
        identity="dmarc",
    )


def test_substitutes_mail_is_the_substitutes() -> None:
    story = Story().opened()
    story.mail(reading("per.dal@hole.example", votes(c1=YES)))
    assert (only(story).person, only(story).role, only(story).seat) == (PER, Role.SUBSTITUTE, "hole")


def test_absence_and_the_named_one_are_kept() -> None:
    story = Story().opened()
    story.mail(reading("kberg@privat.example", attendance=ABSENT, substitute=listed(PER)))
    assert (only(story).attendance, only(story).substitute) == (ABSENT, listed(PER))


def test_calendar_reply_is_told_as_one() -> None:
    story = Story().opened()
    story.mail(reading("kari.berg@hole.example", kind=Kind.CALENDAR, attendance=ABSENT))
    assert only(story).how is Channel.CALENDAR


def test_late_mail_is_an_answer_still() -> None:
    story = Story().opened()
    story.mail(FROM_KARI, at=DEADLINE + SECOND)
    assert only(story).received == DEADLINE + SECOND


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in {Kind.REPLY, Kind.CALENDAR}])
def test_nothing_else_is_an_answer(kind: Kind) -> None:
    """I5: whatever an automatic mail is taken to say, it never counts."""
    story = Story().opened()
    story.mail(replace(FROM_KARI, kind=kind))
    assert story.state.answers == Vector()


def test_mail_whose_sender_is_not_trusted_is_no_answer() -> None:
    story = Story().opened()
    story.mail(FROM_KARI, trusted=False)
    assert story.state.answers == Vector()


@pytest.mark.parametrize(
    "said",
    [
        reading(STRANGER, votes(c1=YES)),
        replace(FROM_KARI, sender=STRANGER),
        replace(FROM_KARI, seat=None, speaker=None),
        replace(FROM_KARI, seat="modum"),
        replace(FROM_KARI, speaker=Role.SUBSTITUTE),
    ],
    ids=["stranger", "another address", "nobody's seat", "another seat", "another role"],
)
def test_mail_that_is_not_the_registered_persons_is_no_answer(said: Reading) -> None:
    story = Story().opened()
    story.mail(said)
    assert story.state.answers == Vector()


def test_mail_that_was_not_read_yet_is_no_answer() -> None:
    received = MailReceived("a" * 64, MORNING, 1, "", (), "", "kari.berg@hole.example")
    assert Story().opened().happens(received, at=MORNING).state.answers == Vector()


def test_answers_stand_in_the_order_of_receipt() -> None:
    story = Story().opened()
    later, earlier = story.mail(FROM_KARI, at=MORNING + MINUTE), story.mail(FROM_KARI, at=MORNING)
    assert [each.id for each in story.state.answers] == [earlier, later]


def test_answers_of_one_second_stand_in_the_order_of_their_uids() -> None:
    story = Story().opened()
    second, first = story.mail(FROM_KARI, uid=12), story.mail(FROM_KARI, uid=9)
    assert [each.id for each in story.state.answers] == [first, second]


def test_ruling_is_an_answer_of_whoever_holds_the_seat() -> None:
    story = Story().opened().recorded(Ruled("hole", "på telefon", votes(c1=NO)), at=MORNING)
    number = len(story.entries)
    assert only(story) == Answer(
        id=f"ruling/{number}",
        seat="hole",
        received=MORNING,
        order=number,
        how=Channel.COORDINATOR,
        votes=votes(c1=NO),
        reason="på telefon",
    )


@pytest.mark.parametrize(
    ("expected", "seat", "name"),
    [
        (NamedSubstitute("Siv Aas", "siv.aas@hole.example", listed=True), "hole", "siv aas"),
        (NamedSubstitute("Gro Lien", None, listed=True), "sigdal", "Gro Lien"),
        (NamedSubstitute("Finn Ny", None, listed=False), "hole", "Finn Ny"),
        (None, "hole", None),
    ],
)
def test_recorded_substitute_is_looked_up_by_name(
    expected: NamedSubstitute | None, seat: str, name: str | None
) -> None:
    story = Story().opened().recorded(Ruled(seat, "på telefon", attendance=ABSENT, substitute=name))
    assert only(story).substitute == expected
