"""Arguments: what is wrong with them is one line and exit status 2; every command shows an example."""

import shlex
import subprocess
import sys

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cli import motebot
from tests.cli.console import ID, Console

COMMANDS = sorted(motebot.commands)
CONTRACT = {
    *("demo", "import", "add", "approve", "cancel", "extend", "preview", "serve", "status", "interpret", "record"),
    *("protocol", "verify", "check"),
}
BAD = [
    [],
    ["nope"],
    ["--nope"],
    ["status", "--nope"],
    ["status", "a", "b"],
    ["status", "--config", "missing.toml"],
    ["status", "--config", "."],
    ["add"],
    ["import"],
    ["approve"],
    ["approve", ID, "more"],
    ["cancel"],
    ["extend", ID],
    ["extend", ID, "--deadline"],
    ["extend", ID, "--deadline", "tomorrow"],
    ["extend", ID, "--deadline", "2032-03-03"],
    ["extend", ID, "--deadline", "2032-03-03T12:00"],
    ["extend", ID, "--deadline", "9999-12-31T23:59-12:00"],
    ["extend", ID, "--deadline", "0001-01-01T00:00+12:00"],
    ["preview"],
    ["preview", "meeting.toml", "--out", __file__],
    ["demo", "--out", __file__],
    ["interpret", "mail.eml"],
    ["interpret", "--meeting", "meeting.toml"],
    ["record", ID],
    ["record", ID, "--seat", "hole"],
    ["record", ID, "--seat", "hole", "--reason", "x", "--vote", "1/22"],
    ["record", ID, "--seat", "hole", "--reason", "x", "--vote", "1/22=ja"],
    ["record", ID, "--seat", "hole", "--reason", "x", "--vote", "2/22#a=approve"],
    ["record", ID, "--seat", "hole", "--reason", "x", "--vote", "1/22=approve", "--vote", "1/22=object"],
    ["record", ID, "--seat", "hole", "--reason", "x", "--absent", "--present"],
    ["protocol", ID, "--format", "doc"],
    ["protocol"],
    ["verify"],
    ["archive", ID],
    ["check", "more"],
    ["serve", "more"],
]


def test_every_command_of_the_contract_is_there() -> None:
    assert set(COMMANDS) >= CONTRACT


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_and_takes_a_configuration(name: str, console: Console) -> None:
    shown = console.said(name, "--help").out
    assert f"Example: motebot {name}" in shown
    assert "--config FILE" in shown


@pytest.mark.parametrize("arguments", BAD, ids=" ".join)
def test_a_wrong_argument_gives_one_line(arguments: list[str], console: Console) -> None:
    assert console.refused(2, *arguments).startswith("motebot: ")
    assert not console.data.exists()


WORDED = [
    ["record", ID, "--seat", "hole", "--absent", "--reason"],
    ["record", ID, "--seat", "hole", "--reason", "x", "--substitute"],
    ["release", ID, "12345678", "--reason"],
    ["refuse", ID, "12345678", "--reason"],
    ["approve-protocol", ID, "--reason"],
    ["follow-up", ID, "--case", "1/22", "--responsible"],
    ["follow-up", ID, "--case", "1/22", "--responsible", "Leder", "--what"],
]


@pytest.mark.parametrize("words", ["på \x1b[31mtelefon", "a\udcffb", "\u202enofelet", "x" * 1001], ids=ascii)
@pytest.mark.parametrize("arguments", WORDED, ids=" ".join)
def test_words_that_no_letter_can_hold_are_refused(arguments: list[str], words: str, console: Console) -> None:
    assert f"Invalid value for '{arguments[-1]}': h" in console.refused(2, *arguments, words)
    assert not console.data.exists()


def test_reason_of_several_lines_is_kept_as_one(console: Console) -> None:
    console.approved()
    console.said("record", ID, "--seat", "hole", "--vote", "1/22=approve", "--reason", "på telefon\n\n# 1. mars ")
    [cast] = console.said("protocol", ID, "--draft", "--format", "json").json["cases"][0]["cast"]
    assert "på telefon # 1. mars" == cast["reason"]


def test_substitute_without_a_name_is_refused(console: Console) -> None:
    console.approved()
    line = console.refused(2, "record", ID, "--seat", "hole", "--absent", "--reason", "x", "--substitute", " ")
    assert "--substitute: write the name" in line


def test_a_misspelt_command_is_told_the_right_one(console: Console) -> None:
    assert "Did you mean 'status'?" in console.refused(2, "statsu")


@given(st.lists(st.sampled_from([*COMMANDS, "--json", "--out", "--meeting", "-o", "-", "", "\0", "é\ud800", ID, "--"])))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_arguments_at_all_show_a_traceback(console: Console, arguments: list[str]) -> None:
    if arguments[:1] in (["demo"], ["serve"]):
        arguments = [*arguments, "--nope"]
    ran = console.run(*arguments)
    assert ran.status in {0, 1, 2}
    assert "internal error" not in ran.err
    assert "Traceback" not in ran.err


def test_the_version_is_told(console: Console) -> None:
    assert console.said("--version").out.startswith("motebot ")


def test_it_runs_as_a_module_and_ends_with_the_status(console: Console) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "status", "nowhere"], capture_output=True, text=True, check=False, timeout=60
    )
    assert (1, "", 1) == (done.returncode, done.stdout, len(done.stderr.splitlines()))
    assert "motebot: there is no meeting 'nowhere'" in done.stderr


@pytest.mark.parametrize("streams", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", "| true", "> /dev/full"])
def test_streams_that_are_closed_or_full_show_no_traceback(streams: str, console: Console) -> None:
    command = f"{shlex.quote(sys.executable)} -m bot interpret --meeting {console.file()} --json - {streams}"
    done = subprocess.run(["sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)
    assert b"Traceback" not in done.stderr
    assert b"internal error" not in done.stderr
    assert done.returncode in {0, 1}


def test_what_nobody_foresaw_is_one_line(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(motebot.commands["status"], "callback", _fails)
    line = console.refused(1, "status")
    assert line.startswith("motebot: internal error: KeyError: 'x' (test_arguments.py:")
    assert line.endswith("; please report it")


def test_what_nobody_foresaw_is_logged_in_full_on_demand(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(motebot.commands["status"], "callback", _fails)
    monkeypatch.setenv("MOTEBOT_LOG_LEVEL", "debug")
    assert "Traceback" in console.run("status").err


def _fails(**_: object) -> None:
    click.echo("", nl=False)
    raise KeyError("x")
