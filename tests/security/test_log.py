"""The service's log: one line an event, whatever stands in a mail, and never its words."""

import re
from datetime import timedelta

import pytest
import structlog

from bot import log
from bot.core.journal import MailReceived
from bot.service.office import Office
from tests.service.world import BEGAN, World

EVENTS = (
    "mail taken in",
    "letter handed over",
    "meeting closed",
    "mail parked",
    "mail not handled",
    "letter not written",
)
LIE = "letter handed over key=notice/hole outcome=accepted"
HOSTILE = [f"x\n{LIE}", f"x\r{LIE}", f"x\u2028{LIE}", f"x\x85{LIE}", f"\x1b[2J{LIE}", f"x\x00{LIE}", f'" {LIE} "']


@pytest.mark.parametrize("words", HOSTILE)
def test_header_writes_no_line_of_its_own(
    world: World, office: Office, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure("DEBUG")
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    head = (
        f"From: {words} <kari.berg@hole.example>\nSubject: {words} 1/26\nMessage-ID: <{words}@hole.example>\n\nGodkjent"
    )
    world.inbox.append((world.now, head.encode()))
    world.run(office, BEGAN + timedelta(minutes=40))
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith(EVENTS) for line in lines), lines
    assert not any(line == LIE for line in lines)
    assert not any(re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028]", line) for line in lines)


@pytest.mark.parametrize("value", ["a\nb", "a\x1b[31mb", "a\u202eb", 'a" key="b', "a\u2028b", "\ud800", ""])
def test_any_value_stays_on_its_line_and_in_its_quotes(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("INFO")
    structlog.get_logger().warning("something", subject=value, last=1)
    (line,) = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r'something level=warning subject="[^"]*" last=1', line)


def test_error_that_quotes_a_mail_is_told_by_its_kind_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    """What goes wrong while a mail is read may have its words in the error's text."""
    log.configure("DEBUG")
    try:
        try:
            int("Imot 1/26, hestehandel")
        except ValueError as cause:
            raise KeyError("hestehandel") from cause
    except KeyError:
        structlog.get_logger().exception("mail not handled", uid=7)
    (line,) = capsys.readouterr().out.splitlines()
    assert "hestehandel" not in line
    assert re.search(r'exception="KeyError at test_log\.py:\d+ from ValueError at test_log\.py:\d+"', line)


def test_facts_about_a_mail_are_in_the_journal_and_not_in_the_log(
    world: World, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure("INFO")
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    world.write("kari.berg@hole.example", "Godkjent", world.letters("kari.berg@hole.example")[0])
    world.run(office, BEGAN + timedelta(minutes=40))
    with office.store.read() as uow:
        (fact,) = [each.fact for each in uow.entries("2026-03-02") if isinstance(each.fact, MailReceived)]
    told = capsys.readouterr().out
    assert fact.mail[:8] in told
    assert fact.sender not in told
