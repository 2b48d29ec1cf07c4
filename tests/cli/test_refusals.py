"""What cannot be done to a meeting now is refused in one line with exit status 1, and changes nothing."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.console import DEADLINE, ID, Console

LATER = (DEADLINE + timedelta(days=1)).isoformat()
EARLIER = (DEADLINE - timedelta(days=1)).isoformat()
RECORD = ["record", ID, "--seat", "hole", "--reason", "på telefon"]
UNKNOWN = [
    ["approve", "ukjent"],
    ["cancel", "ukjent"],
    ["extend", "ukjent", "--deadline", LATER],
    ["preview", "ukjent"],
    ["status", "ukjent"],
    ["status", "ukjent", "--json"],
    ["record", "ukjent", "--seat", "hole", "--vote", "1/22=approve", "--reason", "x"],
    ["approve-protocol", "ukjent", "--reason", "x"],
    ["protocol", "ukjent"],
    ["protocol", "ukjent", "--draft"],
    ["verify", "ukjent"],
]


# No time in a name: two workers name their tests at different seconds.
@pytest.mark.parametrize("arguments", UNKNOWN, ids=[" ".join(each).partition(" --deadline")[0] for each in UNKNOWN])
def test_an_unknown_meeting_is_refused(arguments: list[str], console: Console) -> None:
    assert "motebot: there is no meeting 'ukjent'; " in console.refused(1, *arguments)


@pytest.mark.parametrize("form", ["json", "txt", "html", "pdf", "docx", "einnsyn"])
def test_no_protocol_before_the_deadline(form: str, console: Console) -> None:
    console.approved()
    assert "--draft" in console.refused(1, "protocol", ID, "--format", form)
    assert console.said("protocol", ID, "--format", form, "--draft").raw


def test_a_meeting_is_not_approved_twice(console: Console) -> None:
    console.approved()
    assert "is open" in console.refused(1, "approve", ID)


def test_a_deadline_is_not_moved_back_nor_left(console: Console) -> None:
    console.approved()
    assert "is not after the deadline" in console.refused(1, "extend", ID, "--deadline", EARLIER)
    assert "is not after the deadline" in console.refused(1, "extend", ID, "--deadline", DEADLINE.isoformat())
    console.said("extend", ID, "--deadline", LATER)
    assert LATER == console.said("status", ID, "--json").json["meetings"][0]["deadline"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["approve", ID],
        ["cancel", ID],
        ["extend", ID, "--deadline", LATER],
        [*RECORD, "--vote", "1/22=approve"],
    ],
    ids=lambda arguments: arguments[0],
)
@pytest.mark.parametrize("end", ["closed", "cancelled"])
def test_what_has_ended_is_not_changed(arguments: list[str], end: str, console: Console) -> None:
    if end == "closed":
        console.closed()
    else:
        console.planned()
        console.said("cancel", ID)
    before = console.said("status", ID, "--json").json
    assert end in console.refused(1, *arguments)
    assert before == console.said("status", ID, "--json").json


def test_nothing_is_recorded_before_the_notice(console: Console) -> None:
    console.planned()
    assert "is planned" in console.refused(1, *RECORD, "--vote", "1/22=approve")


@pytest.mark.parametrize(
    ("given", "what"),
    [
        (["--seat", "nes", "--vote", "1/22=approve"], "there is no seat 'nes'; the meeting has hole, modum"),
        (["--seat", "fylket", "--vote", "1/22=approve"], "has no vote"),
        (["--seat", "hole"], "nothing to record"),
        (["--seat", "hole", "--vote", "9/22=approve"], "there is no case '9/22'; the meeting has 1/22, 2/22"),
        (["--seat", "hole", "--vote", "2/22#3=approve"], "has 2 points"),
        (["--seat", "hole", "--vote", "2/22#0=approve"], "has 2 points"),
        (["--seat", "hole", "--vote", "1/22=approve", "--absent"], "an absent seat casts no vote"),
    ],
)
def test_what_cannot_be_recorded_is_a_bad_argument(given: list[str], what: str, console: Console) -> None:
    console.approved()
    assert what in console.refused(2, "record", ID, "--reason", "x", *given)
    assert {} == console.said("status", ID, "--json").json["meetings"][0]["seats"][0]["votes"]


def test_a_planned_meeting_is_corrected_and_an_open_one_is_not(console: Console) -> None:
    console.planned()
    path = console.file()
    path.write_text(path.read_text().replace("Ny leder", "Ny nestleder"))
    console.said("add", path, "--replace")
    console.said("approve", ID)
    assert "Ny nestleder" in console.said("protocol", ID, "--draft").out
    assert "meeting.id: " in console.refused(2, "add", path, "--replace")


def test_a_data_directory_that_cannot_be_made_is_told(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    (console.folder / "file").write_text("")
    monkeypatch.setenv("MOTEBOT_DATA_DIR", str(console.folder / "file" / "data"))
    assert "set MOTEBOT_DATA_DIR" in console.refused(1, "status")


@pytest.mark.parametrize("arguments", [["status"], ["add", "meeting.toml"], ["serve"]], ids=" ".join)
def test_a_data_directory_that_cannot_be_written_is_told(
    arguments: list[str], console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even root may write into /proc."""
    console.file()
    monkeypatch.setenv("MOTEBOT_DATA_DIR", "/proc")
    assert "/proc" in console.refused(1, *arguments)


def test_a_database_that_is_none_is_told(console: Console) -> None:
    console.data.mkdir()
    (console.data / "motebot.sqlite").write_text("No database, but long enough to be read as the head of one.\n" * 9)
    for arguments in (["status"], ["add", console.file()], ["serve"]):
        assert "is no SQLite database" in console.refused(1, *arguments)


def test_a_secret_of_another_length_is_told(console: Console) -> None:
    console.data.mkdir()
    (console.data / "secret.key").write_bytes(b"short")
    assert "restore it from a backup" in console.refused(1, "status")


@pytest.mark.parametrize("arguments", [["protocol", ID, "-o"], ["preview", ID, "--out"]], ids=" ".join)
def test_an_output_that_cannot_be_written_is_told(arguments: list[str], console: Console) -> None:
    console.closed()
    target = Path("meeting.toml") / "below"
    assert "cannot be written" in console.refused(2 if "-o" in arguments else 1, *arguments, target)


def test_a_database_whose_meeting_was_altered_does_not_verify(console: Console) -> None:
    console.closed("1/22=approve", "2/22=approve")
    console.said("verify", ID)
    for path in (console.data / "archive").rglob("*"):
        if path.is_file():
            path.chmod(0o600)
            path.write_bytes(path.read_bytes() + b"x")
    assert "altered" in console.refused(1, "verify", ID)
