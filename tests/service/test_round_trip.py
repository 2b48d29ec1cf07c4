"""The notice that motebot writes is one that it can read: what it tells comes back, and stays the same."""

import json
import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import tomli_w

from bot.core.letters import LetterKind, Notice
from bot.core.meeting import Meeting, Rule
from bot.core.protocol import Basis, Outcome
from bot.core.reported import Reported, ReportedCase
from bot.letters.documents import notice_docx, notice_pdf
from bot.notices.imported import import_notice
from bot.notices.meeting_file import read
from tests.letters.samples import MEETING, letter, written_out

OSLO = ZoneInfo("Europe/Oslo")
STARTS = datetime(2026, 3, 2, 9, 0, tzinfo=OSLO)
Write = Callable[[Meeting, ZoneInfo], bytes]


@pytest.fixture
def original(tmp_path: Path) -> dict[str, Any]:
    file = tomllib.loads(files("bot.demo").joinpath("meeting.toml").read_text(encoding="utf-8"))
    file["meeting"] |= {"starts": STARTS, "deadline": STARTS + timedelta(hours=6)}
    return file


def meeting(file: dict[str, Any], folder: Path) -> Meeting:
    path = folder / "meeting.toml"
    path.write_text(tomli_w.dumps(file), encoding="utf-8")
    return read(path)


def imported(written: bytes, form: str, folder: Path) -> dict[str, Any]:
    path = folder / f"notice.{form}"
    path.write_bytes(written)
    told = json.loads(json.dumps(import_notice(path, bodies_dir=None).as_json()["file"], default=str))
    assert isinstance(told, dict)
    return told


def completed(told: dict[str, Any], original: dict[str, Any]) -> dict[str, Any]:
    """What no notice tells, filled in as the coordinator does."""
    told["body"]["rule"] = original["body"]["rule"]
    for seat, known in zip(told["body"]["seats"], original["body"]["seats"], strict=True):
        seat["member"]["email"] = known["member"]["email"]
    for name in ("starts", "deadline"):
        told["meeting"][name] = datetime.fromisoformat(told["meeting"][name])
    return told


@pytest.mark.parametrize(("form", "write"), [("docx", notice_docx), ("pdf", notice_pdf)])
def test_a_notice_that_is_read_and_written_again_is_read_the_same(
    form: str, write: Write, original: dict[str, Any], tmp_path: Path
) -> None:
    once = imported(write(meeting(original, tmp_path), OSLO), form, tmp_path)
    again = imported(write(meeting(completed(json.loads(json.dumps(once)), original), tmp_path), OSLO), form, tmp_path)
    assert once == again


@pytest.mark.parametrize(("form", "write"), [("docx", notice_docx), ("pdf", notice_pdf)])
def test_what_a_notice_lists_of_the_meeting_before_is_no_case_of_it(
    form: str, write: Callable[..., bytes], original: dict[str, Any], tmp_path: Path
) -> None:
    held = meeting(original, tmp_path)
    cases = (
        ReportedCase(
            "7/25",
            "Møteplan",
            public=True,
            exempt_under="",
            rule=Rule.MAJORITY,
            outcome=Outcome.ADOPTED,
            basis=Basis.UNANIMOUS,
        ),
        ReportedCase(
            "8/25",
            "Budsjett",
            public=True,
            exempt_under="",
            rule=Rule.MAJORITY,
            outcome=Outcome.REJECTED,
            basis=Basis.MAJORITY,
        ),
    )
    before = Reported("2025-12-01", "Styringsgruppemøte", STARTS - timedelta(days=91), cases, "a" * 64, "d" * 64)
    assert imported(write(held, OSLO), form, tmp_path) == imported(write(held, OSLO, before=before), form, tmp_path)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize(("form", "write"), [("docx", notice_docx), ("pdf", notice_pdf)])
def test_a_notice_tells_its_body_and_a_closed_case_in_every_language(
    form: str, write: Write, language: str, original: dict[str, Any], tmp_path: Path
) -> None:
    original["body"]["language"] = language
    closed: dict[str, Any] = {"number": "9/26", "title": "Ansettelse", "text": "### Bakgrunn\n\nTo har søkt."}
    closed |= {"proposal": ["Første:\na) en\nb) to", "To."], "public": False, "exempt_under": "offl. § 13"}
    original["cases"].append(closed)

    told = imported(write(meeting(original, tmp_path), OSLO), form, tmp_path)

    assert closed == told["cases"][-1]
    assert [original["body"][key] for key in ("name", "organisation", "coordinator")] == [
        told["body"][key] for key in ("name", "organisation", "coordinator")
    ]
    assert [(seat.get("chair"), seat.get("votes"), seat.get("substitutes")) for seat in told["body"]["seats"]] == [
        (seat.get("chair"), seat.get("votes"), named_only(seat)) for seat in original["body"]["seats"]
    ]
    assert original["meeting"]["title"] == told["meeting"]["title"]


def named_only(seat: dict[str, Any]) -> list[dict[str, str]] | None:
    """A seat's substitutes as the notice tells them: by their names."""
    return [{"name": each["name"]} for each in seat["substitutes"]] if "substitutes" in seat else None


@pytest.mark.parametrize(("form", "write"), [("docx", notice_docx), ("pdf", notice_pdf)])
def test_a_notice_tells_title_times_seats_cases_and_proposals(
    form: str, write: Write, original: dict[str, Any], tmp_path: Path
) -> None:
    told = imported(write(meeting(original, tmp_path), OSLO), form, tmp_path)
    assert (original["meeting"]["title"], STARTS.isoformat(), (STARTS + timedelta(hours=6)).isoformat()) == (
        told["meeting"]["title"],
        told["meeting"]["starts"],
        told["meeting"]["deadline"],
    )
    assert [(seat["name"], seat["member"]["name"], seat.get("votes", True)) for seat in original["body"]["seats"]] == [
        (seat["name"], seat["member"]["name"], seat.get("votes", True)) for seat in told["body"]["seats"]
    ]
    assert [(case["number"], case["title"], case["proposal"]) for case in original["cases"]] == [
        (case["number"], case["title"], case["proposal"]) for case in told["cases"]
    ]


@pytest.mark.parametrize(("form", "write"), [("docx", notice_docx), ("pdf", notice_pdf)])
def test_a_quotation_comes_back_as_one(form: str, write: Write, original: dict[str, Any], tmp_path: Path) -> None:
    words = "> Ledelsen går på omgang mellom kommunene."
    original["cases"][0]["text"] += f"\n\n{words}\n"
    made = meeting(original, tmp_path)
    assert words in imported(write(made, OSLO), form, tmp_path)["cases"][0]["text"]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_notice_mail_tells_meeting_body_and_cases(language: str, tmp_path: Path) -> None:
    mail = written_out(letter(Notice(), LetterKind.NOTICE), language=language).raw

    told = imported(mail, "eml", tmp_path)

    assert (MEETING.title, MEETING.deadline) == (
        told["meeting"]["title"],
        datetime.fromisoformat(told["meeting"]["deadline"]),
    )
    assert (MEETING.body.name, MEETING.body.organisation) == (told["body"]["name"], told["body"]["organisation"])
    assert MEETING.body.coordinator.name == told["body"]["coordinator"]["name"]
    # What is closed is not in the mail.
    assert [(case.number, case.title, list(case.proposal)) for case in MEETING.cases if case.public] == [
        (case["number"], case["title"], case["proposal"]) for case in told["cases"] if "title" in case
    ]
    assert [case.number for case in MEETING.cases] == [case["number"] for case in told["cases"]]
