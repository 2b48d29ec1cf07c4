"""Mails that somebody else who is registered has signed: pasted without a mark, or sent from a colleague's mailbox."""

from pathlib import Path

import pytest

from bot.core.reading import Reading, Reason, Vote
from bot.notices import meeting_file
from bot.reading.reader import read as read_mail
from tests.reading.test_own_words import STANDARD


def read(body: str, sender: str = "Kari Berg <kari.berg@solvik.example>") -> Reading:
    return read_mail(f"From: {sender}\nSubject: SV: Innkalling\n\n{body}".encode(), STANDARD)


@pytest.mark.parametrize(
    "body",
    [
        "Godkjent begge\n\nMvh\nOlav Haugen",
        "Takk!\n\nGodkjent begge\nHilsen Olav Haugen, Fjellbygd kommune",
        "Videresender.\n\nHei Anne,\nGodkjent begge sakene.\n\nVennlig hilsen\n\nHaugen, Olav\nOrdfører",
        "Se svaret under.\n\nGodkjent begge sakene.\n\nOlav Haugen\nOrdfører i Fjellbygd",
        "Godkjent begge\n\nMvh\nIngrid Nilsen",
        "Godkjent begge\n\nMvh\nPer Dal",
        "Olav Haugen\nGodkjent begge",
    ],
)
def test_words_that_somebody_else_has_signed_count_for_nobody(body: str) -> None:
    reading = read(body)
    assert (reading.seat, dict(reading.votes), reading.reasons) == (None, {}, (Reason.UNKNOWN_SENDER,))
    assert "Godkjent begge" in reading.text


@pytest.mark.parametrize("own", ["Kari", "Mvh\nKari Berg\nOrdfører", "Hilsen Kari"])
def test_what_somebody_else_signed_below_the_senders_signature_is_left_out(own: str) -> None:
    reading = read(f"Imot begge.\n\n{own}\n\nHei alle!\nFjellbygd godkjenner begge sakene.\nMvh Olav Haugen")
    assert (reading.text, set(reading.votes.values()), reading.reasons) == ("Imot begge.", {Vote.OBJECT}, ())


@pytest.mark.parametrize(
    "body",
    [
        "Olav Haugen",
        "Godkjent begge\n\nMvh Kari\n\nKopi til:\nOlav Haugen",
        "Godkjent begge, hils\nOlav Haugen\nfra meg",
        "Godkjent begge\n\nMvh\nOlav",
        "Godkjent begge\n\nMvh\nKari Berg\nOrdfører\nPer Dal\nVaraordfører",
        "Godkjent begge\n\nPer Dal\nVaraordfører",
        "Godkjent begge\n\nMvh\nMona Lund\nSekretær",
    ],
)
def test_name_of_somebody_else_is_no_signature_of_theirs(body: str) -> None:
    assert read(body).seat == "solvik"


def test_substitute_with_a_name_like_the_members_signs_as_themselves() -> None:
    reading = read("Godkjent begge\n\nMvh\nKari Li", "kari.li@sandoey.example")
    assert (reading.seat, reading.clarify) == ("sandoey", False)


def test_absence_with_the_substitutes_name_below_it_is_the_members() -> None:
    reading = read("Jeg melder forfall. Min vara møter:\n\nPer Dal\nVaraordfører\nper.dal@solvik.example")
    assert reading.seat == "solvik"
    assert reading.attendance is not None


def test_meeting_with_two_of_one_name_takes_neither_for_the_other(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "mails" / "meetings" / "standard.toml").read_text()
    path = tmp_path / "namesakes.toml"
    path.write_text(text.replace("Olav Haugen", "Kari Berg"))
    raw = b"From: kari.berg@solvik.example\nSubject: SV: Innkalling\n\nGodkjent begge\n\nMvh\nKari Berg"
    assert read_mail(raw, meeting_file.read(path)).seat == "solvik"
