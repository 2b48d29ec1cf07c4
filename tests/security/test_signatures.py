"""Where the mail server says nothing of the sender's domain, and motebot checks the signature itself."""

import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.journal import MailReceived
from bot.service.office import Office
from bot.service.packaged import recount_package
from bot.service.packaging import package
from bot.service.status import status
from bot.service.verification import DifferenceError, verify
from bot.settings import Require, TrustSettings
from tests.mail.signed.signer import Rsa, Signer
from tests.service.world import BEGAN, World, says

KARI, OLA, STRANGER = "kari.berg@hole.example", "ola.vik@modum.example", "x@nowhere.example"
ID = "2026-03-02"
SOON, LATER = BEGAN + timedelta(minutes=20), BEGAN + timedelta(hours=1)
MX = "mx.region.example"
HOLE = Signer("hole.example")
THIEF = Signer("nowhere.example")


@dataclass
class Dns:
    """What DNS says; a name that is not there gets no answer."""

    records: Mapping[str, str] = field(default_factory=lambda: {**HOLE.records, **THIEF.records})
    asked: list[str] = field(default_factory=list)

    def __call__(self, name: str) -> str | None:
        self.asked.append(name)
        return self.records.get(name)


def world_with(folder: Path, dns: Dns | None, require: Require = Require.BOTH, authserv_id: str = "") -> World:
    return World(folder, trust=TrustSettings(require=require, authserv_id=authserv_id), look_up=dns)


def called(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, SOON)


def votes(office: Office) -> dict[str, str]:
    found: dict[str, str] = status(office, ID)["meetings"][0]["seats"][0]["votes"]
    return found


def waiting(office: Office) -> Sequence[str]:
    return [reason for each in status(office, ID)["meetings"][0]["waiting"] for reason in each["reasons"]]


def answer(world: World, signer: Signer | None = HOLE, sender: str = KARI, **headers: str) -> None:
    """An answer to Kari's notice, signed by the domain."""
    world.write(sender, "Godkjent", world.letters(KARI, "notice")[0], **headers)
    received, raw = world.inbox.pop()
    world.inbox.append((received, signer.sign(raw) if signer else raw))


def whys(office: Office) -> list[str]:
    with office.store.read() as uow:
        return [mail.read.identity.why for mail in office.state(uow, ID).mails.values() if mail.read]


def received(office: Office) -> MailReceived:
    with office.store.read() as uow:
        (mail,) = office.state(uow, ID).mails.values()
    return mail.received


@pytest.mark.parametrize("require", [Require.DMARC, Require.BOTH])
def test_signed_answer_counts_where_no_server_says_anything(tmp_path: Path, require: Require) -> None:
    world = world_with(tmp_path, Dns(), require)
    with world.office() as office:
        called(world, office)
        answer(world)
        world.run(office, LATER)
        assert {"1/26": "approve", "2/26": "approve"} == votes(office)
        assert ["dkim" if require is Require.DMARC else "thread_and_dkim"] == whys(office)


@pytest.mark.parametrize("signer", [None, THIEF, Signer(key=Rsa(1536))])
def test_answer_that_its_domain_did_not_sign_is_held(tmp_path: Path, signer: Signer | None) -> None:
    world = world_with(tmp_path, Dns())
    with world.office() as office:
        called(world, office)
        answer(world, signer)
        world.run(office, LATER)
        assert ({}, ["held"]) == (votes(office), waiting(office))


def test_dns_that_is_silent_holds_the_answer_and_counts_nothing(tmp_path: Path) -> None:
    world = world_with(tmp_path, Dns({}))
    with world.office() as office:
        called(world, office)
        answer(world)
        world.run(office, LATER)
        assert ({}, ["held"], ["dkim_undecided"]) == (votes(office), waiting(office), whys(office))


def test_word_of_the_server_stands_against_a_signature_that_holds(tmp_path: Path) -> None:
    dns = Dns()
    world = world_with(tmp_path, dns, authserv_id=MX)
    with world.office() as office:
        called(world, office)
        answer(world, Authentication_Results=f"{MX}; dmarc=fail header.from=hole.example")
        world.run(office, LATER)
        assert ({}, ["dmarc_fail"], []) == (votes(office), whys(office), dns.asked)


def test_signature_alone_does_not_vote_where_the_thread_is_asked_for(tmp_path: Path) -> None:
    world = world_with(tmp_path, Dns())
    with world.office() as office:
        called(world, office)
        world.write(KARI, "Godkjent 1/26", None)
        at, raw = world.inbox.pop()
        world.inbox.append((at, HOLE.sign(raw)))
        world.run(office, LATER)
        assert ({}, ["no_thread"]) == (votes(office), whys(office))


def test_dns_is_asked_of_no_strangers_domain(tmp_path: Path) -> None:
    dns = Dns()
    world = world_with(tmp_path, dns)
    with world.office() as office:
        called(world, office)
        answer(world, THIEF, sender=STRANGER)
        answer(world, THIEF)
        world.run(office, LATER)
        assert [] == dns.asked


@pytest.mark.parametrize("require", [Require.NONE, Require.THREAD])
def test_dns_is_not_asked_where_nobody_asks_for_the_domain(tmp_path: Path, require: Require) -> None:
    dns = Dns()
    world = world_with(tmp_path, dns, require)
    with world.office() as office:
        called(world, office)
        answer(world)
        world.run(office, LATER)
        assert ([], None) == (dns.asked, received(office).keys)


def test_unsigned_copy_of_an_answer_does_not_undo_the_signed_one(tmp_path: Path) -> None:
    """The unsigned one came first and was held; the signed one with the same words is no mere copy of it."""
    world = world_with(tmp_path, Dns())
    with world.office() as office:
        called(world, office)
        answer(world, None)
        world.run(office, SOON + timedelta(minutes=20))
        at, raw = world.inbox[-1]
        world.inbox.append((at, HOLE.sign(raw)))
        world.run(office, LATER)
        assert {"1/26": "approve", "2/26": "approve"} == votes(office)


def test_recount_judges_the_signature_again_without_dns(tmp_path: Path) -> None:
    world = world_with(tmp_path, Dns())
    with world.office() as office:
        called(world, office)
        answer(world)
        world.run(office, LATER)
    world.look_up = None
    with world.office() as office:
        assert 1 == verify(office, ID)


def test_package_judges_the_signature_again_on_another_machine(tmp_path: Path) -> None:
    world = world_with(tmp_path, Dns(), Require.DMARC)
    world.habits[OLA] = says("Godkjent")
    with world.office() as office:
        called(world, office)
        answer(world)
        world.run(office, datetime(2026, 3, 5, tzinfo=UTC))
        package(office, ID, tmp_path / "møte.zip")
        assert "dkim" in whys(office)
    shutil.rmtree(tmp_path / "archive")
    assert 2 == recount_package(tmp_path / "møte.zip").mails


def test_key_that_is_exchanged_in_the_journal_is_found_by_its_chain(tmp_path: Path) -> None:
    world = world_with(tmp_path, Dns())
    with world.office() as office:
        called(world, office)
        answer(world)
        world.run(office, LATER)
        keys = received(office).keys
        assert keys is not None
        assert ("hole.example", dict(HOLE.records)) == (keys.organisation, dict(keys.records))
        with closing(sqlite3.connect(tmp_path / "motebot.sqlite")) as database, database:
            database.execute("UPDATE journal SET payload = replace(payload, 'k=rsa; p=', 'k=rsa; p=A')")
        with pytest.raises(DifferenceError, match="it was changed"):
            verify(office, ID)
