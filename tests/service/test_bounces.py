"""Delivery reports: which letter they are about, and whom the coordinator is told of where they name none of ours."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from world import BEGAN, BOT, MEETING, World

from bot.core.state import Delivery, Phase
from bot.service.office import Office
from bot.service.planning import cancel
from bot.service.status import status
from bot.service.verification import verify

ANNE, KARI, OLA = "anne.lie@region.example", "kari.berg@hole.example", "ola.vik@modum.example"
ID = "2026-03-02"
CALLED, AFTER = BEGAN + timedelta(minutes=20), BEGAN + timedelta(hours=6, minutes=30)
GMAIL = """Delivery to the following recipient failed permanently:

     {address}

Technical details of permanent failure:
Google tried to deliver your message, but it was rejected by the server for the recipient domain.
The error that the other server returned was: 550 5.1.1 No such user
"""


def bounced(world: World, address: str, *, subject: str = "Delivery Status Notification (Failure)") -> None:
    """A report in words alone, as Google writes it, with nothing of the letter in it."""
    head = f"From: Mail Delivery Subsystem <mailer-daemon@mail.example>\nTo: {BOT}\nSubject: {subject}\n"
    raw = f"{head}Message-ID: <{len(world.inbox)}@mail.example>\n\n{GMAIL.format(address=address)}"
    world.inbox.append((world.now.replace(microsecond=0), raw.encode()))


def called(world: World, office: Office, path: Path = MEETING, until: datetime = CALLED) -> None:
    world.planned(office, path)
    world.run(office, until)


def told(world: World) -> list[str]:
    return [each.text for each in world.letters(ANNE, "coordinator") if "returmelding" in each.text]


def test_coordinator_is_told_once_whom_a_report_names(world: World, office: Office) -> None:
    called(world, office)
    for _ in range(2):
        bounced(world, KARI)
    world.turn(office)
    (text,) = told(world)
    assert KARI in text
    waiting = status(office, ID)["meetings"][0]["waiting"]
    assert [(KARI, ["Delivery Status Notification (Failure)"])] == [(each["from"], each["reasons"]) for each in waiting]


def test_address_is_known_however_it_is_written(world: World, office: Office) -> None:
    called(world, office)
    bounced(world, "Kari.Berg@Hole.Example")
    world.turn(office)
    assert 1 == len(told(world))


@pytest.mark.parametrize("address", ["ukjent@hole.example", "per.dal@hole.example", ANNE])
def test_nobody_is_told_of_whom_nothing_was_written_to(world: World, office: Office, address: str) -> None:
    called(world, office)
    bounced(world, address)
    world.turn(office)
    assert [] == told(world)


def test_letter_that_was_delayed_is_not_told_of(world: World, office: Office) -> None:
    called(world, office)
    bounced(world, KARI, subject="Delivery Status Notification (Delay)")
    world.inbox[-1] = (world.inbox[-1][0], world.inbox[-1][1].replace(b"failed permanently", b"has been delayed"))
    world.turn(office)
    assert [] == told(world)


def test_meeting_that_is_over_has_nobody_to_reach(world: World, office: Office) -> None:
    called(world, office)
    cancel(office, ID)
    bounced(world, KARI)
    world.turn(office)
    assert (Phase.CANCELLED, []) == (world.state(office).phase, told(world))


def test_meeting_that_wrote_last_is_the_one_that_is_told(world: World, office: Office) -> None:
    called(world, office)
    other = world.folder / "other.toml"
    other.write_text(MEETING.read_text().replace(f'id = "{ID}"', 'id = "senere"'))
    called(world, office, other, world.now + timedelta(minutes=20))
    bounced(world, KARI)
    world.turn(office)
    assert ({}, 1) == (world.state(office).doubted, len(world.state(office, "senere").doubted))


def test_report_that_anybody_could_write_changes_no_decision(world: World, office: Office) -> None:
    """Where silence consents, the silence of whom no notice reached would not; a stranger cannot make it so."""
    path = world.folder / "silent.toml"
    path.write_text(MEETING.read_text().replace("[body]\n", '[body]\nsilence = "consent"\n', 1))
    called(world, office, path)
    bounced(world, KARI)
    bounced(world, OLA)
    world.run(office, AFTER)
    state = world.state(office)
    assert (Phase.CLOSED, 2) == (state.phase, len(state.doubted))
    assert {Delivery.SENT} == {each.delivery for each in state.letters.values()}
    (protocol,) = [each.text for each in world.letters(ANNE, "protocol")]
    assert "Vedtatt" in protocol
    verify(office, ID)
