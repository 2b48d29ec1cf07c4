"""`interpret` and `import`: what they print, and what they refuse."""

import json
import os
import tomllib
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from bot.notices.meeting_file import load
from tests.cli.console import DEADLINE, NOW, Console

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "innkalling-2022-03-02.txt"
KEYS = {
    "file": str,
    "kind": str,
    "sender": str,
    "seat": str,
    "speaker": str,
    "text": str,
    "attendance": type(None),
    "substitute": type(None),
    "votes": dict,
    "clarify": bool,
    "reasons": list,
    "evidence": list,
}
NOTICE = """Styringsgruppa for Fjordløftet

INNKALLING

Møte: Styringsgruppemøte
Tid: 3. mars 2032 kl. 09:00
Sted: på e-post

Sak 1/32 Ny leder

Saksframstilling
Lederen går av.

Forslag til vedtak
Kari Berg leder gruppa.
"""


def mail(text: str, sender: str = "kari.berg@hole.example") -> bytes:
    head = f"From: Kari Berg <{sender}>\r\nTo: mote@bot.example\r\nSubject: SV: Innkalling\r\nMessage-ID: <1@hole>\r\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()


def lines(console: Console, *arguments: object, stdin: bytes = b"") -> list[dict[str, Any]]:
    ran = console.run("interpret", "--meeting", console.file(), "--json", *arguments, stdin=stdin)
    assert (0, "") == (ran.status, ran.err)
    return [json.loads(line) for line in ran.out.splitlines()]


def test_a_reading_has_exactly_the_contracts_keys(console: Console) -> None:
    Path("reply.eml").write_bytes(mail("Godkjent sak 1. I sak 2 stemmer jeg imot punkt 2."))
    (reading,) = lines(console, "reply.eml")
    assert {key: type(value) for key, value in reading.items()} == KEYS
    assert list(KEYS) == list(reading)
    assert {"1/22": "approve", "2/22#2": "object"} == reading["votes"]
    assert ("reply.eml", "reply", "kari.berg@hole.example", "hole", "member") == tuple(reading.values())[:5]
    assert all({"about", "words"} == set(each) for each in reading["evidence"])
    assert not console.data.exists()


def test_a_named_substitute_is_told_with_name_address_and_whether_listed(console: Console) -> None:
    (reading,) = lines(console, "-", stdin=mail("Jeg melder forfall. Per Dal møter for meg."))
    assert "absent" == reading["attendance"]
    assert {"name": "Per Dal", "email": "per.dal@hole.example", "listed": True} == reading["substitute"]


def test_several_mails_are_told_in_their_order_one_line_each(console: Console) -> None:
    Path("b.eml").write_bytes(mail("Godkjent"))
    Path("a.eml").write_bytes(mail("Imot alle saker"))
    readings = lines(console, "b.eml", "-", "a.eml", "b.eml", stdin=mail("Godkjent", "ola.vik@modum.example"))
    assert [("b.eml", "hole"), ("-", "modum"), ("a.eml", "hole"), ("b.eml", "hole")] == [
        (each["file"], each["seat"]) for each in readings
    ]


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 50, b"\n\n\n", b"\xff\xfe\xfd"], ids=["empty", "nul", "lines", "bytes"]
)
def test_what_is_no_mail_is_unreadable_and_no_failure(content: bytes, console: Console) -> None:
    Path("broken.eml").write_bytes(content)
    (reading,) = lines(console, "broken.eml")
    assert set(KEYS) == set(reading)
    assert ("unrelated", True, ["unreadable"]) == (reading["kind"], reading["clarify"], reading["reasons"])
    assert {} == reading["votes"]


def test_a_file_name_that_is_no_utf8_is_told_as_json_escapes_it(console: Console) -> None:
    name = os.fsdecode(b"sv\xf8r.eml")
    Path(name).write_bytes(mail("Godkjent"))
    (reading,) = lines(console, name)
    assert name == reading["file"]


def test_a_mail_that_is_not_there_stops_before_any_is_read(console: Console) -> None:
    Path("a.eml").write_bytes(mail("Godkjent"))
    meeting = console.file()
    line = console.refused(2, "interpret", "--meeting", meeting, "--json", "a.eml", "missing.eml")
    assert line == "missing.eml: there is no such file"
    assert "is a folder" in console.refused(2, "interpret", "--meeting", meeting, "--json", "a.eml", ".")


def test_a_mail_that_cannot_be_read_is_one_line(console: Console) -> None:
    """Nobody can read a process's memory from its beginning."""
    line = console.refused(2, "interpret", "--meeting", console.file(), "/proc/self/mem")
    assert line.startswith("/proc/self/mem: cannot be read (")


def test_it_reads_without_an_address_or_settings(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MOTEBOT_ADDRESS")
    assert 1 == len(lines(console, "-", stdin=mail("Godkjent")))


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.doc", b"x", "save it as .docx"),
        ("a.docx", b"no zip", "a.docx"),
        ("a.odt", b"no zip", "a.odt"),
        ("a.pdf", b"%PDF-1.7 broken", "a.pdf"),
        ("a.eml", b"", "is empty"),
        ("a.txt", b" \n", "is empty"),
        ("a.xlsx", b"x", "is not read; give the notice as one of"),
        ("notice", b"x", "a file without an ending"),
        ("missing.txt", None, "there is no such file"),
    ],
)
def test_a_notice_that_cannot_be_read_is_one_line(
    name: str, content: bytes | None, what: str, console: Console
) -> None:
    if content is not None:
        Path(name).write_bytes(content)
    line = console.refused(2, "import", name, "-o", "meeting.toml")
    assert line.startswith(f"{name}: ")
    assert what in line
    assert not Path("meeting.toml").exists()


def test_an_import_says_what_is_missing_and_invents_nothing(console: Console) -> None:
    Path("notice.txt").write_text(NOTICE)
    shown = console.said("import", "notice.txt", "--json").json
    assert {"file", "missing", "doubts"} == set(shown)
    assert all(isinstance(path, str) for path in shown["missing"])
    assert all({"path", "read", "why"} == set(each) for each in shown["doubts"])
    assert "meeting.deadline" in shown["missing"]
    assert "deadline" not in shown["file"]["meeting"]
    assert "rule" not in shown["file"].get("body", {})


def test_an_import_goes_into_a_file_and_says_what_is_missing(console: Console) -> None:
    Path("notice.txt").write_text(NOTICE)
    ran = console.said("import", "notice.txt", "-o", "meeting.toml")
    assert "" == ran.out
    assert "missing: meeting.deadline" in ran.errors
    assert "# missing: meeting.deadline" in Path("meeting.toml").read_text().splitlines()
    both = console.said("import", "notice.txt", "--json", "-o", "both.toml")
    assert Path("both.toml").read_text() == Path("meeting.toml").read_text()
    assert both.json["file"]["meeting"]["title"] == tomllib.loads(Path("both.toml").read_text())["meeting"]["title"]


def test_an_import_that_cannot_be_written_is_a_bad_argument(console: Console) -> None:
    Path("notice.txt").write_text(NOTICE)
    assert "cannot be written" in console.refused(2, "import", "notice.txt", "-o", "nowhere/meeting.toml")


def test_a_case_s_document_is_written_beside_the_meeting_file(console: Console) -> None:
    mail = EmailMessage()
    mail.set_content("Sak 1/22 Plan\n\nVedlegg: plan.pdf\n")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan.pdf")
    Path("notice.eml").write_bytes(mail.as_bytes())

    console.said("import", "notice.eml", "-o", "meeting.toml")

    assert ["vedlegg/plan.pdf"] == tomllib.loads(Path("meeting.toml").read_text())["cases"][0]["documents"]
    assert b"%PDF" == Path("vedlegg/plan.pdf").read_bytes()


def test_a_document_that_is_there_already_is_not_written_over(console: Console) -> None:
    mail = EmailMessage()
    mail.set_content("Sak 1/22 Plan\n\nVedlegg: plan.pdf\n")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan.pdf")
    Path("notice.eml").write_bytes(mail.as_bytes())
    Path("vedlegg").mkdir()
    Path("vedlegg/plan.pdf").write_bytes(b"last year's")

    assert "is there already" in console.refused(2, "import", "notice.eml", "-o", "meeting.toml")
    assert b"last year's" == Path("vedlegg/plan.pdf").read_bytes()
    assert not Path("meeting.toml").exists()


def test_the_seeds_notice_is_planned_once_its_gaps_are_filled(console: Console) -> None:
    if not SEED.is_file():
        pytest.skip(f"the seed's notice is not here: {SEED}")
    console.said("import", SEED, "-o", "meeting.toml")
    file = tomllib.loads(Path("meeting.toml").read_text())
    missing = console.said("import", SEED, "--json").json["missing"]
    filled = {"meeting.starts", "meeting.deadline", "body.rule", "body.silence", "body.seats.chair"}
    for index, seat in enumerate(file["body"]["seats"]):
        filled.add(f"body.seats[{index}].member.email")
        seat["member"]["email"] = f"{seat['id']}@seed.example"
    file["meeting"] |= {"starts": DEADLINE, "deadline": DEADLINE}
    file["body"] |= {"rule": "majority", "silence": "no-vote"}
    for index, seat in enumerate(file["body"]["seats"]):
        seat["chair"] = index == 0
    assert set(missing) <= filled | {f"cases[{index}].documents" for index in range(len(file["cases"]))}
    path = Path("filled.toml")
    path.write_bytes(tomli_w.dumps(file, multiline_strings=True).encode())
    console.said("add", path)
    console.said("preview", path, "--out", "shown")
    assert len(file["body"]["seats"]) == len(load(path, bodies_dir=None, now=NOW).meeting.body.seats)
    assert NOW + timedelta(days=1) < datetime.fromisoformat(
        console.said("status", file["meeting"]["id"], "--json").json["meetings"][0]["deadline"]
    )
