"""Hands in the database and in the archive: whatever they alter, `verify` says so."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core.journal import GENESIS, canonical, link
from bot.service.office import Office
from bot.service.verification import DifferenceError, verify
from tests.service.world import BEGAN, World, says

KARI, SIV = "kari.berg@hole.example", "siv.aas@lier.example"
ID = "2026-03-02"
Facts = list[dict]


@pytest.fixture
def over(world: World, office: Office) -> World:
    world.habits |= {KARI: says("Godkjent"), SIV: says("Imot 2/26")}
    world.planned(office)
    world.run(office, BEGAN + timedelta(hours=7))
    verify(office, ID)
    return world


def rows(path: Path) -> list[tuple[int, str, str]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT sequence, at, payload FROM journal ORDER BY sequence").fetchall()


def seal_anew(world: World, change: Callable[[Facts], Facts]) -> None:
    """Change the facts, and write the journal anew so that its chain is whole, as one who has the database can."""
    path = world.folder / "motebot.sqlite"
    found = rows(path)
    facts = change([{"at": at, "payload": json.loads(payload)} for _, at, payload in found])
    previous, written = GENESIS, []
    for sequence, fact in enumerate(facts, start=1):
        sealed = link(previous, ID, sequence, datetime.fromisoformat(fact["at"]), fact["payload"])
        written.append((ID, sequence, fact["at"], canonical(fact["payload"]).decode(), previous, sealed))
        previous = sealed
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DELETE FROM journal")
        database.executemany("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?)", written)


def of_kind(facts: Facts, kind: str) -> dict:
    found: dict = next(each["payload"] for each in facts if each["payload"]["type"] == kind)
    return found


def another_vote(facts: Facts) -> Facts:
    of_kind(facts, "mail_read")["reading"]["votes"] = {"1/26": "object", "2/26": "object"}
    return facts


def another_speaker(facts: Facts) -> Facts:
    of_kind(facts, "mail_read")["reading"] |= {"seat": "modum"}
    return facts


def no_mail(facts: Facts) -> Facts:
    gone = of_kind(facts, "mail_received")["mail"]
    return [each for each in facts if each["payload"].get("mail") != gone]


def cut_off(facts: Facts) -> Facts:
    return facts[:-1] if facts[-1]["payload"]["type"] == "letter_queued" else facts[:-8]


def another_protocol(facts: Facts) -> Facts:
    of_kind(facts, "meeting_closed")["protocol_sha256"] = "0" * 64
    return facts


def later_deadline(facts: Facts) -> Facts:
    of_kind(facts, "meeting_planned")["meeting"]["deadline"] = "2026-03-02T09:00:30+01:00"
    return facts


def another_letter(facts: Facts) -> Facts:
    of_kind(facts, "letter_queued")["sha256"] = "0" * 64
    return facts


CHANGES = [another_vote, another_speaker, no_mail, cut_off, another_protocol, later_deadline, another_letter]


@pytest.mark.parametrize("change", CHANGES)
def test_database_that_was_changed_and_sealed_anew_is_found_out(over: World, change: Callable[[Facts], Facts]) -> None:
    seal_anew(over, change)
    with over.office() as office, pytest.raises(DifferenceError):
        verify(office, ID)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET payload = replace(payload, 'approve', 'object') WHERE payload LIKE '%mail_read%'",
        "DELETE FROM journal WHERE sequence = 7",
        "UPDATE journal SET at = '2026-03-02T08:00:01.000000+00:00' WHERE sequence = 5",
        "UPDATE journal SET sequence = sequence + 1000 WHERE sequence > 9",
        "UPDATE journal SET hash = previous WHERE sequence = 9",
    ],
)
def test_entry_that_does_not_fit_is_named(over: World, statement: str) -> None:
    with closing(sqlite3.connect(over.folder / "motebot.sqlite")) as database, database:
        assert database.execute(statement).rowcount
    with over.office() as office, pytest.raises(DifferenceError, match=r"entry|mail|letter"):
        verify(office, ID)


def test_change_that_is_taken_back_is_none(over: World) -> None:
    seal_anew(over, lambda facts: facts)
    with over.office() as office:
        assert 2 == verify(office, ID)


@pytest.mark.parametrize("kind", ["letter_queued", "mail_received"])
@pytest.mark.parametrize("hand", ["alter", "remove", "swap"])
def test_archive_that_was_touched_is_named(over: World, office: Office, kind: str, hand: str) -> None:
    facts = [json.loads(payload) for _, _, payload in rows(over.folder / "motebot.sqlite")]
    names = [fact.get("sha256") or fact["mail"] for fact in facts if fact["type"] == kind]
    first, second = (over.folder / "archive" / name[:2] / name for name in names[:2])
    if hand == "alter":
        first.write_bytes(first.read_bytes() + b" ")
    elif hand == "remove":
        first.unlink()
    else:
        first.write_bytes(second.read_bytes())
    with pytest.raises(DifferenceError):
        verify(office, ID)
