"""`motebot release` and `motebot refuse`, by the number that `motebot status` shows."""

import pytest

from bot import settings
from bot.bootstrap import opened
from bot.service.intake import Delivered, take_in
from tests.cli.console import ID, Console

VOTE = b"From: %s\r\nMessage-ID: <1@hole.example>\r\nSubject: Sak 1/22\r\n\r\nGodkjent\r\n"


@pytest.fixture
def number(console: Console) -> str:
    """That of a vote by Kari that shows no token."""
    return waiting(console, b"kari.berg@hole.example")


def waiting(console: Console, sender: bytes) -> str:
    console.approved()
    with opened(settings.load(None)) as office:
        take_in(office, Delivered("INBOX", 1, 1, office.now(), VOTE % sender))
    (meeting,) = console.said("status", ID, "--json").json["meetings"]
    return str(meeting["waiting"][0]["reference"])


def seat(console: Console) -> dict[str, object]:
    (meeting,) = console.said("status", ID, "--json").json["meetings"]
    return dict(meeting["seats"][0]["votes"])


def test_status_shows_the_number_as_it_is_typed(console: Console, number: str) -> None:
    shown = console.said("status", ID).out
    assert f"waits for the coordinator: mail {number[1:]} from kari.berg@hole.example for hole: held" in shown


@pytest.mark.parametrize("mark", ["", "#"])
def test_release_counts_a_held_mail(console: Console, number: str, mark: str) -> None:
    told = console.said("release", ID, mark + number[1:]).out
    assert f"mail {number[1:]} of {ID} is released; it counts as of when it came" in told
    assert {"1/22": "approve", "2/22": "approve"} == seat(console)
    assert "Kari Berg" in console.said("protocol", ID, "--draft").out


def test_refuse_settles_it(console: Console, number: str) -> None:
    assert "is refused" in console.said("refuse", ID, number, "--reason", "ikke fra henne").out
    assert {} == seat(console)
    assert f"mail {number} was refused before" in console.refused(1, "release", ID, number)


def test_refuse_asks_for_a_reason(console: Console, number: str) -> None:
    assert "--reason" in console.refused(2, "refuse", ID, number)
    assert "--reason: say why" in console.refused(2, "refuse", ID, number, "--reason", " ")


@pytest.mark.parametrize("command", [["release"], ["refuse", "--reason", "x"]], ids=lambda each: each[0])
def test_unknown_mail_and_meeting_are_refused(console: Console, number: str, command: list[str]) -> None:
    assert "has no mail '12345678'" in console.refused(1, *command, ID, "12345678")
    assert "there is no meeting 'ukjent'" in console.refused(1, *command, "ukjent", number)


def test_release_of_a_strangers_mail_says_why_not(console: Console) -> None:
    number = waiting(console, b"ukjent@annet.example")
    assert "who has no seat in the meeting: nobody is entitled" in console.refused(1, "release", ID, number)


def test_who_settled_it_is_in_the_journal(console: Console, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUDO_USER", "anne")
    console.said("release", ID, number, "--reason", "på telefon")
    with opened(settings.load(None)) as office, office.store.read() as uow:
        (settled,) = [mail.settled for mail in office.state(uow, ID).mails.values()]
    assert settled is not None
    assert ("anne", "på telefon") == (settled.by, settled.reason)
