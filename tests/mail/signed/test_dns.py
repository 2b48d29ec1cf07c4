"""Asking DNS for keys: against a real server of its protocol, on this machine."""

import time
from collections.abc import Iterator, Mapping

import pytest

from bot.mail.signed.dns import Resolver, records
from tests.mail.signed.signer import Rsa, Signer
from tests.servers.nameserver import SERVFAIL, SILENCE, Nameserver, nameserver

KEY = "v=DKIM1; k=rsa; p=AAAA"
LONG = Signer(key=Rsa(2048 - 512))
ZONE: Mapping[str, list[str] | str] = {
    LONG.name: [LONG.key.record],
    "one._domainkey.hole.example": [KEY],
    "two._domainkey.hole.example": [KEY, KEY.replace("AAAA", "BBBB")],
    "mixed._domainkey.hole.example": ["v=spf1 -all", KEY],
    "spf._domainkey.hole.example": ["v=spf1 -all"],
    "empty._domainkey.hole.example": [],
    "broken._domainkey.hole.example": SERVFAIL,
    "silent._domainkey.hole.example": SILENCE,
    "silent2._domainkey.hole.example": SILENCE,
}


@pytest.fixture
def server() -> Iterator[Nameserver]:
    with nameserver(ZONE) as running:
        yield running


def resolver(server: Nameserver) -> Resolver:
    return Resolver([("127.0.0.1", server.port)], seconds=0.4)


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("one", KEY),
        ("mixed", KEY),
        ("two", ""),
        ("spf", ""),
        ("empty", ""),
        ("nobody", ""),
        ("broken", None),
        ("silent", None),
        ("x" * 64, None),
    ],
)
def test_what_dns_says_of_a_name(server: Nameserver, selector: str, expected: str | None) -> None:
    assert expected == resolver(server)(f"{selector}._domainkey.hole.example")


def test_record_of_several_strings_is_joined(server: Nameserver) -> None:
    assert LONG.key.record == resolver(server)(LONG.name)


def test_answer_is_asked_for_once(server: Nameserver) -> None:
    ask = resolver(server)
    for selector in ("one", "one", "nobody", "nobody"):
        ask(f"{selector}._domainkey.hole.example")
    assert ["one._domainkey.hole.example", "nobody._domainkey.hole.example"] == server.asked


def test_server_that_is_silent_holds_up_one_mail_and_not_each(server: Nameserver) -> None:
    ask = resolver(server)
    ask("silent._domainkey.hole.example")
    questions, begun = len(server.asked), time.monotonic()
    assert ask("silent._domainkey.hole.example") is None
    assert time.monotonic() - begun < 0.1
    assert questions == len(server.asked)


def test_server_that_is_not_there_gives_no_answer() -> None:
    with nameserver({}) as gone:
        port = gone.port
    assert Resolver([("127.0.0.1", port)], seconds=0.3)("one._domainkey.hole.example") is None


def test_one_mail_gets_no_more_than_its_time(server: Nameserver) -> None:
    seconds = iter([0.0, 1.0, 7.0])
    names = ["one._domainkey.hole.example", "mixed._domainkey.hole.example"]
    assert {names[0]: KEY} == records(names, resolver(server), lambda: next(seconds))


def test_what_is_not_there_is_told_from_what_is_not_answered(server: Nameserver) -> None:
    names = [f"{each}._domainkey.hole.example" for each in ("nobody", "broken")]
    assert {names[0]: ""} == records(names, resolver(server))
