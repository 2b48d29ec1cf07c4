"""The systemd unit: accepted by systemd itself, and the service speaks with its manager as the unit says."""

import configparser
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.cli import motebot
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix

UNIT = Path(__file__).parents[1] / "config" / "motebot.service"
BOT = "unit@bot.example"
PATIENCE_SECONDS = 20.0


def unit() -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment, method-assign] - systemd's names have capitals
    parsed.read(UNIT)
    return parsed


def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("needs systemd-analyze: apt-get install systemd")
    there = UNIT.read_text().replace("/opt/motebot/bin/motebot", sys.executable)
    copy = tmp_path / "motebot.service"
    copy.write_text(there)
    done = subprocess.run(
        [program, "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (0, "") == (done.returncode, done.stdout + done.stderr)


def test_the_unit_starts_a_command_that_is_there() -> None:
    program, command, *options = unit()["Service"]["ExecStart"].split()
    assert "motebot" == Path(program).name
    assert {option for option in options if option.startswith("--")} <= {
        name for parameter in motebot.commands[command].params for name in parameter.opts
    }


def test_the_unit_is_notified_restarts_and_keeps_secrets_apart() -> None:
    service = unit()["Service"]
    assert ("notify", "on-failure", "motebot") == (service["Type"], service["Restart"], service["User"])
    assert service["StateDirectory"]
    assert int(service["WatchdogSec"]) >= 30
    names = [line.partition("=")[2].partition(":")[0] for line in UNIT.read_text().splitlines() if "LoadCred" in line]
    assert ["motebot_imap__password", "motebot_smtp__password"] == names


@pytest.mark.servers
def test_the_service_tells_its_manager_that_it_is_ready_and_stopping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dovecot: Dovecot, postfix: Postfix
) -> None:
    given = {
        "ADDRESS": BOT,
        "DATA_DIR": tmp_path / "data",
        "IMAP__HOST": dovecot.host,
        "IMAP__PORT": dovecot.imap_port,
        "IMAP__SECURITY": "plain",
        "IMAP__USER": BOT,
        "SMTP__HOST": postfix.smtp_host,
        "SMTP__PORT": postfix.smtp_port,
        "SMTP__SECURITY": "plain",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"MOTEBOT_{name}", str(value))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials" / "motebot_imap__password").write_text(dovecot.password + "\n")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(PATIENCE_SECONDS)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        with (tmp_path / "log").open("w") as log:
            process = subprocess.Popen([sys.executable, "-m", "bot", "serve"], stdout=log, stderr=log)
        try:
            assert {"READY=1", "WATCHDOG=1"} <= until(manager, set(), "READY=1", "WATCHDOG=1")
            process.send_signal(signal.SIGTERM)
            assert "STOPPING=1" in until(manager, set(), "STOPPING=1")
            assert 0 == process.wait(PATIENCE_SECONDS)
        finally:
            process.kill()
            process.wait()
    assert "motebot ready" in (tmp_path / "log").read_text().splitlines()
    assert "Traceback" not in (tmp_path / "log").read_text()


def until(manager: socket.socket, heard: set[str], *wanted: str) -> set[str]:
    """What the manager has heard once it has heard all that is wanted."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not heard.issuperset(wanted):
        assert time.monotonic() < end, heard
        heard = heard | {manager.recv(100).decode()}
    return heard


def test_the_unit_leaves_in_what_limits_the_reading_of_a_mail() -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("needs systemd-analyze: apt-get install systemd")
    allowed, refused = UNIT.read_text().split("SystemCallFilter=")[1:3]
    sets = {name: calls_of(program, name) for name in ("@default", "@system-service", "@privileged", "@resources")}
    assert ("@system-service", "~@privileged @resources") == (allowed.split("\n")[0], refused.split("\n")[0])
    assert "prlimit64" in sets["@default"] - sets["@privileged"] - sets["@resources"]
    assert "@timer" in sets["@system-service"]
    assert "setitimer" in calls_of(program, "@timer") - sets["@privileged"] - sets["@resources"]


def calls_of(program: str, name: str) -> set[str]:
    """The system calls and sets in one of systemd's sets."""
    done = subprocess.run([program, "syscall-filter", name], capture_output=True, text=True, check=True, timeout=60)
    return {line.strip() for line in done.stdout.splitlines() if line.startswith("    ")}
