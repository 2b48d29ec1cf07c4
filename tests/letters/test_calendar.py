"""The deadline as a calendar entry."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from bot.core.letters import Cancelled, Content, Extended, LetterKind, Notice, Reminder, Summons, SummonsWithdrawn
from bot.letters.calendar import invitation
from bot.letters.catalogue import LANGUAGES
from tests.letters.samples import KARI, MEETING, NOW, OSLO, PER, SENDER, in_language, letter, parsed, written_out


def entry(content: Content, minutes: int = 0, title: str = MEETING.title) -> Calendar:
    written = letter(content, LetterKind.NOTICE)
    found = invitation(written, replace(MEETING, title=title), SENDER, now=NOW + timedelta(minutes=minutes))
    assert found is not None
    calendar = Calendar.from_ical(found.content)
    assert isinstance(calendar, Calendar)
    return calendar


def test_entry_ends_with_the_deadline() -> None:
    [event] = entry(Notice()).walk("VEVENT")
    assert event["dtend"].dt == MEETING.deadline
    assert event["dtstart"].dt == datetime(2022, 3, 2, 14, 30, tzinfo=OSLO)
    assert event["dtstart"].dt.utcoffset() == timedelta(0)
    assert event["summary"] == "Svarfrist: Styringsgruppemøte"


def test_entry_is_from_the_bot_to_one_person() -> None:
    [event] = entry(Notice()).walk("VEVENT")
    assert event["organizer"] == "mailto:mote@region.example"
    assert event["attendee"] == "mailto:kari.berg@hole.example"
    assert event["attendee"].params["CN"] == "Kari Berg"


@pytest.mark.parametrize(
    ("content", "method"),
    [
        (Notice(), "REQUEST"),
        (Summons(KARI), "REQUEST"),
        (Extended(NOW), "REQUEST"),
        (Cancelled(), "CANCEL"),
        (SummonsWithdrawn(KARI), "CANCEL"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_method_follows_the_letter(content: Content, method: str) -> None:
    calendar = entry(content)
    [event] = calendar.walk("VEVENT")
    assert calendar["method"] == method
    assert event["status"] == ("CANCELLED" if method == "CANCEL" else "CONFIRMED")


def test_later_letters_are_about_the_same_entry() -> None:
    [notice], [extended] = entry(Notice()).walk("VEVENT"), entry(Extended(NOW), minutes=5).walk("VEVENT")
    assert notice["uid"] == extended["uid"]
    assert notice["sequence"] < extended["sequence"]


def test_each_person_has_an_entry_of_their_own() -> None:
    others = invitation(letter(Notice(), LetterKind.NOTICE, to=PER), MEETING, SENDER, now=NOW)
    assert others is not None
    [event] = entry(Notice()).walk("VEVENT")
    assert str(event["uid"]).encode() not in others.content


def test_reminder_brings_no_entry() -> None:
    assert invitation(letter(Reminder(), LetterKind.REMINDER), MEETING, SENDER, now=NOW) is None


@pytest.mark.parametrize("title", ["Møte\r\nBEGIN:VALARM", 'Møte; "A", B: C\\', "M" * 500])
def test_titles_cannot_break_the_entry(title: str) -> None:
    calendar = entry(Notice(), title=title)
    [event] = calendar.walk("VEVENT")
    assert not calendar.walk("VALARM")
    assert event["summary"] == f"Svarfrist: {' '.join(title.split())}"


@pytest.mark.parametrize(
    "name", ['Kari "Kaia" Berg', "Kari;X=1:mailto:x@y.example", "Kari\r\nX-EVIL:1", "Åse, Ødegård"]
)
def test_names_cannot_break_the_entry(name: str) -> None:
    written = letter(Notice(), LetterKind.NOTICE, to=replace(KARI, name=name))
    found = invitation(written, MEETING, SENDER, now=NOW)
    assert found is not None
    [event] = Calendar.from_ical(found.content).walk("VEVENT")
    assert event["attendee"] == "mailto:kari.berg@hole.example"
    assert event["attendee"].params["CN"] == " ".join(name.replace('"', "'").split())
    assert "X-EVIL" not in event


@pytest.mark.parametrize("language", LANGUAGES)
def test_entry_is_the_same_bytes_and_speaks_the_language(language: str) -> None:
    meeting = in_language(MEETING, language)
    one, other = (invitation(letter(Notice(), LetterKind.NOTICE), meeting, SENDER, now=NOW) for _ in range(2))
    assert one == other
    assert one is not None
    assert ("Answer by" if language == "en" else "Svarfrist").encode() in one.content


def test_letter_carries_the_entry_as_one_of_its_forms() -> None:
    notice = letter(Notice(), LetterKind.NOTICE)
    found = invitation(notice, MEETING, SENDER, now=NOW)
    assert found is not None
    message = parsed(written_out(notice, attachments=(found,)))
    assert message.get_content_type() == "multipart/alternative"
    last = list(message.iter_parts())[-1]
    assert last.get_content_type() == "text/calendar"
    assert last["content-type"].params["method"] == "REQUEST"
