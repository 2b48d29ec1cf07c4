"""`check`: a line for each thing that was tried, and what to do about what does not work."""

from pathlib import Path

import pytest

from tests.cli.console import BOT, Console
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.servers.process import free_ports


def test_closed_ports_are_told_one_line_each(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    imap, smtp = free_ports(2)
    monkeypatch.setenv("MOTEBOT_IMAP__PORT", str(imap))
    monkeypatch.setenv("MOTEBOT_SMTP__PORT", str(smtp))
    ran = console.run("check")
    configuration, database, imap_line, smtp_line = ran.out.splitlines()
    assert configuration.startswith("ok   configuration: ")
    assert database.startswith(f"ok   database: {console.data} can be written")
    assert imap_line.startswith(f"FAIL imap localhost:{imap}: nothing listens there; check host and port")
    assert smtp_line.startswith(f"FAIL smtp localhost:{smtp}: nothing listens there; check host and port")
    assert (1, ["motebot: 2 of 4 checks failed; the lines marked FAIL say what to do"]) == (ran.status, ran.errors)


def test_a_wrong_setting_is_told_and_nothing_else_tried(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTEBOT_IMAP__SECURITY", "ssl")
    ran = console.run("check")
    (line,) = ran.out.splitlines()
    assert line.startswith("FAIL configuration: MOTEBOT_IMAP__SECURITY: 'ssl' is not known; choose ")
    assert (1, 1) == (ran.status, len(ran.errors))
    assert not console.data.exists()


def test_a_broken_file_is_told(console: Console) -> None:
    Path("broken.toml").write_text("address = \n")
    ran = console.run("check", "--config", "broken.toml")
    assert ran.out.startswith("FAIL configuration: broken.toml: ")
    assert 1 == ran.status


def test_a_missing_address_is_told(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MOTEBOT_ADDRESS")
    assert "FAIL configuration: MOTEBOT_ADDRESS: is not set" in console.run("check").out


def test_a_database_that_is_none_is_told(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("text").write_text("no database at all, though long enough to hold the head of one " * 20)
    monkeypatch.setenv("MOTEBOT_DATABASE__URL", f"sqlite:///{console.folder}/text")
    assert "FAIL database: " in console.run("check").out


@pytest.mark.servers
def test_real_servers_are_told_to_work(
    console: Console, monkeypatch: pytest.MonkeyPatch, dovecot: Dovecot, postfix: Postfix
) -> None:
    at_real_servers(monkeypatch, dovecot, postfix)
    ran = console.run("check")
    assert (0, "", 4) == (ran.status, ran.err, len(ran.out.splitlines()))
    assert all(line.startswith("ok   ") for line in ran.out.splitlines())


@pytest.mark.servers
def test_a_wrong_password_is_told_without_it(
    console: Console, monkeypatch: pytest.MonkeyPatch, dovecot: Dovecot, postfix: Postfix
) -> None:
    at_real_servers(monkeypatch, dovecot, postfix)
    monkeypatch.setenv("MOTEBOT_IMAP__PASSWORD", "feil-passord")
    ran = console.run("check")
    (failed,) = [line for line in ran.out.splitlines() if line.startswith("FAIL")]
    assert "check user and password" in failed
    assert "feil-passord" not in ran.out + ran.err
    assert 1 == ran.status


def at_real_servers(monkeypatch: pytest.MonkeyPatch, dovecot: Dovecot, postfix: Postfix) -> None:
    given = {
        "IMAP__HOST": dovecot.host,
        "IMAP__PORT": dovecot.imap_port,
        "IMAP__SECURITY": "plain",
        "IMAP__USER": BOT,
        "IMAP__PASSWORD": dovecot.password,
        "SMTP__HOST": postfix.smtp_host,
        "SMTP__PORT": postfix.smtp_port,
        "SMTP__SECURITY": "plain",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"MOTEBOT_{name}", str(value))
