"""A protocol that the chair approves by mail: from the deadline to the members, and recounted from the mails."""

from datetime import timedelta
from pathlib import Path

import pytest
from world import BEGAN, MEETING, World, says

from bot.core.minutes import protocol
from bot.core.protocol import Status
from bot.errors import RefusedError
from bot.service.office import Office
from bot.service.packaged import recount_package
from bot.service.packaging import package
from bot.service.planning import approve_protocol
from bot.service.preview import write
from bot.service.status import status
from bot.service.verification import verify

ANNE, KARI, OLA, SIV = (
    "anne.lie@region.example",
    "kari.berg@hole.example",
    "ola.vik@modum.example",
    "siv.aas@lier.example",
)
ID = "2026-03-02"
AFTER = BEGAN + timedelta(hours=6, minutes=30)


def with_approval(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "meeting.toml"
    path.write_text(MEETING.read_text().replace("[body]\n", "[body]\nchair_approves = true\n", 1))
    return path


def held(world: World, office: Office) -> None:
    world.habits |= {KARI: says("Godkjent"), OLA: says("Godkjent"), SIV: says("Imot 2/26, ellers godkjent")}
    world.planned(office, with_approval(world.folder / "file"))
    world.run(office, AFTER)
    world.habits.clear()


def answered(world: World, office: Office, text: str, sender: str = KARI) -> None:
    """The chair answers the letter that asks for approval."""
    [asked] = world.letters(KARI, "protocol")
    world.write(sender, text, asked)
    world.turn(office)


def test_members_get_the_protocol_once_the_chair_has_approved(world: World, office: Office) -> None:
    held(world, office)
    assert [] == world.letters(SIV, "protocol")
    assert Status.AWAITING is protocol(world.state(office)).status
    answered(world, office, "Godkjent\n\nHilsen Kari")
    [letter] = world.letters(SIV, "protocol")
    assert "Vedtatt" in letter.text
    assert "Protokollen er godkjent" in world.letters(KARI, "receipt")[-1].text
    assert Status.FINAL is protocol(world.state(office)).status
    verify(office, ID)


def test_a_remark_goes_to_the_coordinator_who_finishes(world: World, office: Office) -> None:
    held(world, office)
    answered(world, office, "Godkjent, men navnet mitt er feil i sak 1.")
    assert [] == world.letters(SIV, "protocol")
    assert "ikke regnet som godkjent" in world.letters(KARI, "receipt")[-1].text
    told = world.letters(ANNE, "coordinator")[-1].text
    assert "navnet mitt er feil" in told
    assert f"motebot approve-protocol {ID}" in told
    assert "motebot record" not in told
    approve_protocol(office, ID, "Avklart på telefon 3. mars")
    world.turn(office)
    assert 1 == len(world.letters(SIV, "protocol"))
    verify(office, ID)


def test_chair_approves_by_answering_what_was_said_of_a_remark(world: World, office: Office) -> None:
    """The receipt asks for just that; a client that keeps no References names nothing but the receipt."""
    held(world, office)
    answered(world, office, "Det mangler et møtested.")
    world.write(KARI, "Godkjent", world.letters(KARI, "receipt")[-1])
    world.turn(office)
    assert "Protokollen er godkjent" in world.letters(KARI, "receipt")[-1].text
    assert 1 == len(world.letters(SIV, "protocol"))
    verify(office, ID)


def test_chair_may_call_the_protocol_by_its_name(world: World, office: Office) -> None:
    held(world, office)
    answered(world, office, "Jeg godkjenner protokollen.\n\nHilsen Kari")
    assert 1 == len(world.letters(SIV, "protocol"))
    verify(office, ID)


def test_answer_to_a_receipt_for_a_vote_is_no_approval(world: World, office: Office) -> None:
    held(world, office)
    answered(world, office, "Det mangler et møtested.")
    world.write(KARI, "Godkjent", world.letters(KARI, "receipt")[0])
    world.turn(office)
    assert "etter fristen" in world.letters(KARI, "not-counted")[-1].text
    assert [] == world.letters(SIV, "protocol")


def test_a_vote_after_the_deadline_is_no_approval(world: World, office: Office) -> None:
    held(world, office)
    world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
    world.turn(office)
    assert "etter fristen" in world.letters(KARI, "not-counted")[-1].text
    assert [] == world.letters(SIV, "protocol")


def test_status_tells_who_is_waited_for(world: World, office: Office) -> None:
    held(world, office)
    [meeting] = status(office, ID)["meetings"]
    assert {"what": "approval", "from": "Kari Berg", "seat": "hole", "reasons": ["chair_approves"]} in meeting[
        "waiting"
    ]
    answered(world, office, "Godkjent")
    assert [] == [each for each in status(office, ID)["meetings"][0]["waiting"] if each["what"] == "approval"]


def test_a_meeting_is_packed_once_it_is_approved_and_recounted_with_it(world: World, office: Office) -> None:
    held(world, office)
    path = world.folder / "m.zip"
    with pytest.raises(RefusedError, match="waits for the chair"):
        package(office, ID, path)
    answered(world, office, "Godkjent")
    package(office, ID, path)
    assert recount_package(path).made_again


def test_only_what_waits_can_be_finished(world: World, office: Office) -> None:
    world.planned(office)
    with pytest.raises(RefusedError, match="this can be done while it is closed"):
        approve_protocol(office, ID, "x")
    world.run(office, AFTER)
    with pytest.raises(RefusedError, match="waits for nobody"):
        approve_protocol(office, ID, "x")


def test_the_preview_shows_the_letters_to_chair_and_coordinator(world: World, office: Office) -> None:
    world.planned(office, with_approval(world.folder / "file"))
    folder = world.folder / "preview"
    write(office, world.state(office), folder)
    assert "hvis du godkjenner protokollen" in (folder / "protocol-for-approval-hole.txt").read_text()
    assert "motebot approve-protocol 2026-03-02" in (folder / "coordinator-for-approval.txt").read_text()
