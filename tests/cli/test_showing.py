"""What the commands show: exactly the contract's JSON, and text for a terminal of 100 columns."""

import re
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from bot.core.letters import LetterKind
from tests.cli.console import DEADLINE, ID, Console, changed

VOTES = {"for": int, "against": int, "abstained": int, "recused": int, "silent": int}
QUORUM = {"seats": int, "needed": int, "took_part": int, "met": bool}
CASE_KEYS = {"number", "title", "proposal", "outcome", "basis", "votes", "quorum", "decision", "cast"}


def typed(value: dict[str, Any], types: dict[str, type]) -> bool:
    return {key: type(value[key]) for key in types} == types


def test_status_has_the_contracts_keys(console: Console) -> None:
    console.approved()
    console.said("record", ID, "--seat", "hole", "--vote", "1/22=approve", "--reason", "på telefon")
    (meeting,) = console.said("status", "--json").json["meetings"]
    assert {"id", "title", "state", "deadline", "seats", "waiting", "next"} == set(meeting)
    assert (ID, "Styringsgruppemøte", "open") == (meeting["id"], meeting["title"], meeting["state"])
    assert DEADLINE == datetime.fromisoformat(meeting["deadline"])
    assert ["hole", "modum", "lier", "fylket"] == [seat["seat"] for seat in meeting["seats"]]
    hole, modum = meeting["seats"][:2]
    assert {"seat", "by", "notice", "answered", "votes"} <= set(hole)
    assert {"name": "Kari Berg", "as": "member"} == hole["by"]
    assert ("queued", True, {"1/22": "approve"}) == (hole["notice"], hole["answered"], hole["votes"])
    assert (False, {}) == (modum["answered"], modum["votes"])
    assert [] == meeting["waiting"]
    assert ["reminder", "deadline"] == [each["what"] for each in meeting["next"]]
    assert all(datetime.fromisoformat(each["at"]).tzinfo for each in meeting["next"])


def test_status_names_every_state(console: Console) -> None:
    notice = DEADLINE - timedelta(days=5)
    shown = []

    def look() -> None:
        shown.append(console.said("status", ID, "--json").json["meetings"][0]["state"])

    console.said("add", console.file(changed("meeting.notice_at", notice)))
    look()
    console.said("approve", ID)
    look()
    console.later(notice)
    look()
    console.later(DEADLINE + timedelta(minutes=1))
    look()
    assert ["planned", "approved", "open", "closed"] == shown


def test_no_meetings_are_an_empty_list(console: Console) -> None:
    assert [] == console.said("status", "--json").json["meetings"]
    assert "motebot add" in console.said("status").out


def test_status_fits_a_terminal_of_100_columns(console: Console) -> None:
    cases = [{"number": f"{n}/22", "title": "Sak", "text": "Tekst.", "proposal": ["Vedtas."]} for n in range(1, 21)]
    values = changed("body.seats.1.name", "Interkommunalt politisk råd for Midt-Fjordregionen") | {"cases": cases}
    console.said("add", console.file(values))
    console.said("approve", ID)
    votes = [part for n in range(1, 20) for part in ("--vote", f"{n}/22=approve")]
    console.said("record", ID, "--seat", "hole", *votes, "--vote", "20/22=object", "--reason", "på telefon")
    lines = console.said("status").out.splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[0] == f"{ID}  Styringsgruppemøte"
    assert lines[1].startswith("  open, deadline ")
    assert lines[3].split() == ["seat", "held", "by", "notice", "attendance", "votes"]
    starts = {line.index(name) for line, name in zip(lines[4:], ["Kari Berg"], strict=False)}
    assert {lines[3].index("held by")} == starts
    assert "approve 1/22, 2/22" in " ".join(" ".join(lines[4:10]).split())


def test_the_protocol_has_the_contracts_keys(console: Console) -> None:
    console.closed("1/22=approve", "2/22#1=approve", "2/22#2=object")
    made = console.said("protocol", ID, "--format", "json").json
    assert {"meeting", "body", "status", "roll", "quorum", "cases"} <= set(made)
    assert {"id", "title", "starts", "deadline", "place"} <= set(made["meeting"])
    assert {"name", "organisation", "rule"} <= set(made["body"])
    assert "final" == made["status"]
    assert typed(made["quorum"], QUORUM)
    assert [("hole", "present"), ("modum", "no_answer"), ("lier", "no_answer"), ("fylket", "no_answer")] == [
        (line["seat"], line["attendance"]) for line in made["roll"]
    ]
    assert [{"name": "Kari Berg", "as": "member"}, None] == [line["by"] for line in made["roll"][:2]]
    for case in made["cases"]:
        assert set(case) >= CASE_KEYS
        assert typed(case["votes"], VOTES)
        assert typed(case["quorum"], QUORUM)
    first, second = made["cases"]
    assert "points" not in first
    assert [1, 2] == [point["point"] for point in second["points"]]
    assert all({"point", "outcome", "basis", "votes"} <= set(point) for point in second["points"])
    (row,) = first["cast"]
    assert {"seat", "by", "vote", "how", "message_id", "received", "point", "reason"} <= set(row)
    assert ("hole", "Kari Berg", "approve", "coordinator", "på telefon") == (
        row["seat"],
        row["by"],
        row["vote"],
        row["how"],
        row["reason"],
    )
    assert datetime.fromisoformat(row["received"]).tzinfo


def test_a_cancelled_meetings_protocol_says_so_and_verifies(console: Console) -> None:
    console.approved()
    console.said("cancel", ID)
    assert "cancelled" == console.said("protocol", ID, "--format", "json").json["status"]
    assert console.said("protocol", ID).out.startswith("AVLYST")
    console.said("verify", ID)


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!"), ("json", b"{")])
def test_the_protocol_goes_into_a_file_as_onto_the_screen(form: str, start: bytes, console: Console) -> None:
    console.closed()
    shown = console.said("protocol", ID, "--format", form).raw
    silent = console.said("protocol", ID, "--format", form, "-o", "protocol.out")
    assert (b"", "") == (silent.raw, silent.err)
    assert shown == Path("protocol.out").read_bytes()
    assert shown.lower().startswith(start.lower())


def test_what_is_unusual_in_a_meeting_is_said_in_words(console: Console) -> None:
    values = changed("cases.0.text", "")
    ran = console.said("add", console.file(values))
    assert "warning: At least one case has neither a presentation nor documents." in ran.errors


@pytest.mark.parametrize("by", ["file", "id"])
def test_a_preview_shows_every_kind_of_letter_and_sends_none(by: str, console: Console) -> None:
    if by == "id":
        console.planned()
    before = files(console.data)
    target = ID if by == "id" else console.file()
    assert "nothing was sent" in console.said("preview", target, "--out", "shown").out
    shown = Path("shown")
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in shown.glob("*.eml")]
    assert {kind.value for kind in LetterKind} == {mail["X-Motebot-Kind"] for mail in mails}
    for path in shown.glob("*.eml"):
        assert path.with_suffix(".txt").read_text().strip()
        assert "<html" in path.with_suffix(".html").read_text()
    assert {"notice.pdf", "notice.docx", "protocol-draft.pdf", "protocol-draft.json"} <= set(map(str, files(shown)))
    assert before == files(console.data)
    assert (by == "id") == console.data.exists()


def test_a_preview_is_the_letter_itself(console: Console) -> None:
    console.said("add", console.file())
    console.said("preview", ID, "--out", "shown")
    notice = message_from_bytes(Path("shown/notice-hole.eml").read_bytes(), policy=policy.default)
    assert ["application/pdf"] == [part.get_content_type() for part in notice.iter_attachments()][:1]
    reminder = message_from_bytes(Path("shown/reminder-hole.eml").read_bytes(), policy=policy.default)
    assert notice["Message-ID"] in reminder["References"]


def test_documents_are_found_beside_the_file_and_go_along(console: Console) -> None:
    Path("mote/vedlegg").mkdir(parents=True)
    Path("mote/vedlegg/kart.pdf").write_bytes(b"%PDF-1.7 a map\n")
    path = console.file(changed("cases.1.documents", ["vedlegg/kart.pdf"]), "mote/meeting.toml")
    console.said("preview", path, "--out", "shown")
    console.said("add", path)
    Path("mote/vedlegg/kart.pdf").unlink()
    console.said("preview", ID, "--out", "again")
    for folder in ("shown", "again"):
        notice = message_from_bytes(Path(folder, "notice-hole.eml").read_bytes(), policy=policy.default)
        attached = {part.get_filename(): part.get_content() for part in notice.iter_attachments()}
        assert b"%PDF-1.7 a map\n" == attached["kart.pdf"]


def test_a_preview_tells_of_a_deadline_that_moves_ahead(console: Console) -> None:
    console.said("preview", console.file(changed("body.language", "en")), "--out", "shown")
    new, old = re.findall(r"\d+ [A-Z][a-z]+ \d{4}", Path("shown/extended-hole.txt").read_text())[:2]
    assert datetime.strptime(new, "%d %B %Y") - datetime.strptime(old, "%d %B %Y") == timedelta(days=1)  # noqa: DTZ007


def test_a_substitute_who_was_recorded_holds_the_seat(console: Console) -> None:
    console.approved()
    console.said("record", ID, "--seat", "hole", "--absent", "--substitute", "Per Dal", "--reason", "på telefon")
    (meeting,) = console.said("status", ID, "--json").json["meetings"]
    assert {"name": "Per Dal", "as": "substitute"} == meeting["seats"][0]["by"]
    assert "Per Dal (substitute)" in console.said("status").out


def test_a_database_that_cannot_be_reached_is_told_without_its_password(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTEBOT_DATABASE__URL", "postgresql+psycopg://m:hemmelig@127.0.0.1:1/motebot")
    line = console.refused(1, "status")
    assert "cannot be reached" in line
    assert "hemmelig" not in line


def test_a_preview_shows_the_language_of_the_body(console: Console) -> None:
    console.said("preview", console.file(changed("body.language", "en")), "--out", "shown")
    assert "approved" in Path("shown/receipt-approves-hole.txt").read_text()


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
