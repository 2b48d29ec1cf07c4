"""A meeting file that is wrong is refused in one line, `file:key: what`, with exit status 2 and nothing stored."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.console import DEADLINE, MEETING, NOW, Console, changed

PAST = timedelta(days=1)
WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "unknown table": (MEETING | {"meting": {}}, "meting", "did you mean 'meeting'"),
    "unknown key": (changed("meeting.dedline", 1), "meeting.dedline", "did you mean 'deadline'"),
    "unknown key of a seat": (changed("body.seats.0.vote", value=True), "body.seats[0].vote", "did you mean 'votes'"),
    "unknown key of a member": (
        changed("body.seats.0.member.mail", "x@y.example"),
        "body.seats[0].member.mail",
        "did you mean 'email'",
    ),
    "unknown key of a case": (changed("cases.0.titel", "x"), "cases[0].titel", "did you mean 'title'"),
    "missing chair": (changed("body.seats.0.chair", ...), "body.seats", "chair = true"),
    "two chairs": (changed("body.seats.1.chair", value=True), "body.seats[1].chair", "one of them only"),
    "chair without a vote": (changed("body.seats.0.votes", value=False), "body.seats[0].chair", "votes = true"),
    "two seats with one address": (
        changed("body.seats.1.member.email", "Kari.Berg@hole.example"),
        "body.seats[1].member.email",
        "already the address of body.seats[0].member",
    ),
    "two seats with one id": (changed("body.seats.1.id", "hole"), "body.seats[1].id", "already the id"),
    "no seats": (changed("body.seats", []), "body.seats", "at least one"),
    "no rule": (changed("body.rule", ...), "body.rule", "majority"),
    "unknown rule": (changed("body.rule", "majorty"), "body.rule", "write majority"),
    "unknown silence": (changed("body.silence", "yes"), "body.silence", "consent"),
    "unknown language": (changed("body.language", "sv"), "body.language", "nb, nn, en"),
    "no coordinator": (changed("body.coordinator", ...), "body.coordinator", "is missing"),
    "no address": (changed("body.seats.0.member.email", ...), "body.seats[0].member.email", "is missing"),
    "bad address": (changed("body.seats.0.member.email", "kari"), "body.seats[0].member.email", "no mail address"),
    "line break in a name": (changed("body.seats.0.member.name", "a\nBcc: b"), "body.seats[0].member.name", "U+000A"),
    "no body of that name": (MEETING | {"body": "styret"}, "body", "write the table [body] here"),
    "body by a path": (MEETING | {"body": "../styret"}, "body", "is no name of a body"),
    "no deadline": (changed("meeting.deadline", ...), "meeting.deadline", "is missing"),
    "naive deadline": (changed("meeting.deadline", DEADLINE.replace(tzinfo=None)), "meeting.deadline", "no offset"),
    "date as deadline": (changed("meeting.deadline", DEADLINE.date()), "meeting.deadline", "no time of day"),
    "text as deadline": (changed("meeting.deadline", "2032-01-01T12:00:00Z"), "meeting.deadline", "quotation marks"),
    "deadline before the notice": (
        changed("meeting.notice_at", DEADLINE + timedelta(hours=1)),
        "meeting.deadline",
        "is not after notice_at",
    ),
    "deadline beyond all time": (
        changed("meeting.deadline", datetime.max.replace(microsecond=0, tzinfo=UTC)),
        "meeting.deadline",
        "the right year",
    ),
    "reminder after the deadline": (
        changed("meeting.remind_at", [DEADLINE + timedelta(hours=1)]),
        "meeting.remind_at[0]",
        "is not before the deadline",
    ),
    "bad id": (changed("meeting.id", "a/b"), "meeting.id", "is no id"),
    "no title": (changed("meeting.title", " "), "meeting.title", "is empty"),
    "no cases": (changed("cases", []), "cases", "at least one"),
    "no proposal": (changed("cases.0.proposal", ...), "cases[0].proposal", "is missing"),
    "proposal as a text": (changed("cases.0.proposal", "x"), "cases[0].proposal", "is a text"),
    "one number twice": (changed("cases.1.number", "01/22"), "cases[1].number", "already the number"),
    "closed without a section": (changed("cases.0.public", value=False), "cases[0].exempt_under", "offl. § 13"),
    "a document that is not there": (changed("cases.0.documents", ["a.pdf"]), "cases[0].documents[0]", "there is no"),
    "a document outside": (changed("cases.0.documents", ["../a"]), "cases[0].documents[0]", "leads out of"),
    "an absolute document": (changed("cases.0.documents", ["/etc/passwd"]), "cases[0].documents[0]", "absolute"),
    "written without its decision": (changed("body.rule", "unanimous-written"), "meeting.written", "decided_by"),
    "silence under written": (
        changed("body.silence", "consent")
        | {
            "body": changed("body.silence", "consent")["body"] | {"rule": "unanimous-written"},
            "meeting": MEETING["meeting"]
            | {"written": {"decided_by": "Kari Berg", "reason": "Haster", "decided_at": NOW}},
        },
        "body.silence",
        "needs every answer",
    ),
}
RAW: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "body: is missing"),
    "not TOML": (b"[body\nname = 1\n", "is not TOML"),
    "a key twice": (b'[meeting]\nid = "a"\nid = "b"\n', "is not TOML"),
    "not UTF-8": ("[body]\nname = 'Fjordløftet'\n".encode("latin-1"), "is not UTF-8"),
    "zeroes": (bytes(100), "is not TOML"),
    "an impossible date": (b"[meeting]\ndeadline = 2022-02-30T09:00:00Z\n", "invalid date"),
    "endless tables": (b"a = " + b"[" * 20_000, "nested too deeply"),
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("command", [["add"], ["interpret", "--json", "-", "--meeting"], ["preview"]])
def test_a_wrong_meeting_file_gives_its_one_line(name: str, command: list[str], console: Console) -> None:
    values, key, what = WRONG[name]
    line = console.refused(2, *command, console.file(values))
    assert line.startswith(f"{console.folder}/meeting.toml:{key}: ")
    assert what in line
    assert not console.data.exists()


@pytest.mark.parametrize("name", RAW)
def test_what_is_no_meeting_file_is_refused(name: str, console: Console) -> None:
    content, what = RAW[name]
    path = console.folder / "meeting.toml"
    path.write_bytes(content)
    ran = console.run("add", path)
    assert (2, b"") == (ran.status, ran.raw)
    assert what in ran.errors[0]
    assert all(line.startswith(f"{path}:") for line in ran.errors)
    assert not console.data.exists()


def test_a_meeting_whose_deadline_has_passed_is_shown_but_not_planned(console: Console) -> None:
    past = console.file(MEETING | {"meeting": MEETING["meeting"] | {"deadline": NOW - PAST, "remind_at": []}})
    assert "meeting.deadline: " in console.refused(2, "add", past)
    assert not console.data.exists()
    console.said("preview", past)
    console.said("interpret", "--meeting", past, "--json", "-")


def test_everything_that_is_wrong_is_said_at_once(console: Console) -> None:
    values = changed("body.seats.0.chair", ...)
    values["meeting"]["titel"] = values["meeting"].pop("title")
    ran = console.run("add", console.file(values))
    assert ["body.seats", "meeting.title", "meeting.titel"] == sorted(
        (line.split(":")[1] for line in ran.errors), key=["body.seats", "meeting.title", "meeting.titel"].index
    )


@pytest.mark.parametrize("command", [["add"], ["preview"], ["interpret", "--json", "-", "--meeting"]])
def test_a_file_that_is_not_there_is_refused(command: list[str], console: Console) -> None:
    assert "missing.toml: there is no such file" in console.refused(2, *command, "missing.toml")


@pytest.mark.parametrize("command", [["add"], ["import"], ["interpret", "--json", "-", "--meeting"]])
def test_a_folder_is_no_file(command: list[str], console: Console) -> None:
    assert "is not a file" in console.refused(2, *command, console.folder)


def test_a_wrong_body_is_named_by_its_own_file(console: Console) -> None:
    bodies = console.folder / "config" / "bodies"
    bodies.mkdir(parents=True)
    (bodies / "styret.toml").write_text('name = "Styret"\nrule = "majorty"\n')
    ran = console.run("add", console.file(MEETING | {"body": "styret"}))
    assert 2 == ran.status
    assert any(line.startswith("config/bodies/styret.toml:rule: ") for line in ran.errors)


def test_a_body_is_found_beside_the_named_configuration(console: Console) -> None:
    home = console.folder / "etc"
    console.file(MEETING["body"], "styret.toml").rename(_made(home / "bodies") / "styret.toml")
    (home / "motebot.toml").write_text(f'address = "mote@bot.example"\ndata_dir = "{console.data}"\n')
    console.said("add", console.file(MEETING | {"body": "styret"}), "--config", home / "motebot.toml")


def test_the_same_meeting_is_not_added_twice(console: Console) -> None:
    console.planned()
    line = console.refused(2, "add", console.file())
    assert line.startswith(f"{console.folder}/meeting.toml:meeting.id: there is a meeting 'vinter' already")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder
