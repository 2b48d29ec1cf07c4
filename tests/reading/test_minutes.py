"""The chair approves the minutes, and may call them by their name; a remark on them is no approval."""

from datetime import UTC, datetime

import pytest

from bot.core.meeting import Body, Case, Coordinator, Meeting, Person, Rule, Seat
from bot.core.reading import Reading, Reason, Vote
from bot.reading.message import parse
from bot.reading.reader import read_message

KARI = "kari.berg@hole.example"
MEETING = Meeting(
    id="2026-03-02",
    title="Styringsgruppemøte",
    deadline=datetime(2026, 3, 2, 15, tzinfo=UTC),
    body=Body(
        name="Styringsgruppa",
        rule=Rule.MAJORITY,
        coordinator=Coordinator("Anne Lie", "anne.lie@region.example"),
        seats=(Seat("hole", "Hole", Person("Kari Berg", KARI, "Ordfører"), chair=True),),
    ),
    cases=(
        Case("1/26", "Ny leder", ("Kari Berg leder gruppa.",)),
        Case("2/26", "Sykkelrute", ("Ruta merkes.", "Kartet trykkes.")),
    ),
)


def said(words: str, *, minutes: bool) -> Reading:
    head = f"From: {KARI}\r\nSubject: SV: Protokoll\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    return read_message(parse(f"{head}{words}\r\n".encode()), MEETING, minutes=minutes)


def approves(reading: Reading) -> bool:
    return not reading.reasons and reading.votes == {case.key: Vote.APPROVE for case in MEETING.cases}


APPROVALS = [
    "Godkjent",
    "Jeg godkjenner protokollen.",
    "Protokollen er godkjent.",
    "Protokollen kan godkjennes",
    "Møteprotokollen godkjennes.",
    "Takk, protokollen er godkjent.\n\nHilsen Kari",
    "Eg godkjenner møteboka",
    "I approve the minutes.",
]
REMARKS = [
    "Jeg godkjenner ikke protokollen",
    "Protokollen er ikke ok",
    "Protokollen mangler Per. Godkjent.",
    "Jeg har en merknad til protokollen. Godkjent.",
    "Godkjent, men protokollen mangler Per.",
    "Protokollen godkjennes når Per er lagt til.",
    "Godkjenner protokollen, bortsett fra sak 2.",
    "Godkjenner protokollen med den endring at Ola var til stede.",
    "Kan protokollen godkjennes?",
    "Sak 2 i protokollen er feil. Godkjent.",
    "Jeg leser protokollen i morgen",
]


@pytest.mark.parametrize("words", APPROVALS)
def test_who_is_asked_about_the_minutes_approves_them_by_name(words: str) -> None:
    assert approves(said(words, minutes=True))


@pytest.mark.parametrize("words", REMARKS)
def test_remark_on_the_minutes_is_no_approval(words: str) -> None:
    assert not approves(said(words, minutes=True))


def test_text_stays_as_it_was_written() -> None:
    assert "Jeg godkjenner protokollen." == said("Jeg godkjenner protokollen.", minutes=True).text


def test_minutes_are_another_matter_where_votes_are_asked_for() -> None:
    assert (Reason.NOT_A_VOTE,) == said("Jeg godkjenner protokollen.", minutes=False).reasons
