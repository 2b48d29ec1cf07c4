"""Calendar replies are read by what their one attendee answers (rule 4.5)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.calendar import CalendarReply, Participation, read_calendar


def _reply(status: str, *, method: str = "REPLY", extra: str = "", parameters: str = "") -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        "UID:mote-1@region.example",
        "DTSTAMP:20220301T080000Z",
        "DTSTART:20220302T080000Z",
        f'ATTENDEE;PARTSTAT={status};CN="Marit Holm"{parameters}:MAILTO:Marit.Holm@sandoey.example',
        *([extra] if extra else []),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize("status", ["ACCEPTED", "DECLINED", "TENTATIVE"])
def test_status_is_the_attendees_answer(status: str) -> None:
    expected = CalendarReply(Participation(status), ("marit.holm@sandoey.example",))
    assert expected == read_calendar(_reply(status))


def test_delegation_names_the_delegate() -> None:
    raw = _reply("DELEGATED", parameters=';DELEGATED-TO="mailto:Kari.Li@sandoey.example"')
    reply = read_calendar(raw)
    assert (Participation.DELEGATED, "kari.li@sandoey.example") == (reply.participation, reply.delegated_to)


def test_comment_is_the_persons_words() -> None:
    assert (
        read_calendar(_reply("ACCEPTED", extra="COMMENT:Godkjent\\, begge sakene")).comment == "Godkjent, begge sakene"
    )


def test_comment_that_google_keeps_with_the_attendee_is_the_persons_words() -> None:
    raw = _reply("ACCEPTED", parameters=';X-RESPONSE-COMMENT="Godkjenner begge sakene"')
    assert read_calendar(raw).comment == "Godkjenner begge sakene"


def test_counter_is_no_acceptance() -> None:
    assert read_calendar(_reply("ACCEPTED", method="COUNTER")).participation is Participation.COUNTER


@pytest.mark.parametrize("method", ["REQUEST", "PUBLISH", "CANCEL", ""])
def test_other_methods_answer_nothing(method: str) -> None:
    assert CalendarReply() == read_calendar(_reply("ACCEPTED", method=method))


def test_unknown_status_answers_nothing() -> None:
    assert read_calendar(_reply("MAYBE")).participation is Participation.NONE


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 300))
def test_damaged_calendars_answer_nothing_or_the_same(junk: bytes, at: int) -> None:
    whole = _reply("DECLINED")
    damaged = whole[:at] + junk + whole[at:]
    assert read_calendar(damaged).participation in {Participation.DECLINED, Participation.NONE}
