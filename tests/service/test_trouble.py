"""The service's own troubles: a mailbox that cannot be read, a clock that was set; who is told, and what waits."""

import socket
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from bot.core.clock import STEADY_SECONDS
from bot.errors import MailboxError
from bot.service.clock import ClockWatch
from bot.service.closing import close_due, mailbox_read
from bot.service.delivery import deliver_due
from bot.service.office import Office
from bot.service.runner import Runner
from bot.service.status import lasting_trouble, status
from tests.service.world import BEGAN, World

ID, ANNE = "2026-03-02", "anne.lie@region.example"
SOON, OVER = BEGAN + timedelta(minutes=20), BEGAN + timedelta(days=2)
SAID = "signing in was refused; check MOTEBOT_IMAP__PASSWORD"


class Refusing:
    """A mailbox that lets nobody in; the service is stopped once it has tried."""

    runner: Runner

    def __enter__(self) -> Self:
        self.runner.stop()
        raise MailboxError(SAID, authentication=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing was opened."""


def runner(office: Office, clock: ClockWatch | None = None) -> Runner:
    mailbox = Refusing()
    mailbox.runner = Runner(office, lambda: mailbox, None, folder="INBOX", poll_seconds=30, clock=clock)  # type: ignore[arg-type,return-value]
    return mailbox.runner


def troubles(world: World, office: Office) -> list[str]:
    """The subjects of the letters that tell the coordinator of the mailbox or the clock."""
    while deliver_due(office, world):
        pass
    subjects = [str(each.mail["Subject"]) for each in world.letters(ANNE, "coordinator")]
    return [each.partition(" – ")[0] for each in subjects if each.startswith(("Boten", "Klokka"))]


def test_coordinator_is_told_that_the_mailbox_is_not_read_and_that_it_is_again(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, SOON)
    service = runner(office)
    service._watch()
    world.now += timedelta(minutes=5)
    service._tick()
    assert [] == troubles(world, office)
    assert SAID == status(office)["service"]["mailbox_trouble"]
    assert "" == lasting_trouble(office, status(office))
    world.now += timedelta(minutes=40)
    service._tick()
    service._tick()
    assert ["Boten får ikke lest e-post"] == troubles(world, office)
    assert SAID in world.letters(ANNE, "coordinator")[-1].text
    assert SAID in lasting_trouble(office, status(office))
    world.now += timedelta(minutes=1)
    world.turn(office)
    service._tick()
    service._tick()
    assert ["Boten får ikke lest e-post", "Boten leser e-post igjen"] == troubles(world, office)
    assert "" == status(office)["service"]["mailbox_trouble"] == lasting_trouble(office, status(office))


def test_systemd_is_told_why_the_mailbox_is_not_read(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        runner(office)._watch()
        assert f"STATUS=mailbox not read: {SAID}" == systemd.recv(1000).decode()


class Machine:
    """The seconds since a boot, as a test has them, beside the world's clock."""

    def __init__(self, world: World, boot: str = "boot") -> None:
        self.world, self.boot, self.set_by = world, boot, timedelta()

    def elapsed(self) -> float:
        return (self.world.now - self.set_by - BEGAN).total_seconds() + 1000

    def set(self, by: timedelta) -> None:
        self.world.now += by
        self.set_by += by

    def clock(self, office: Office) -> ClockWatch:
        return ClockWatch(office, self.elapsed, lambda: self.boot)


def phase(office: Office) -> str:
    return str(status(office, ID)["meetings"][0]["state"])


def test_clock_that_was_set_past_the_deadline_closes_nothing_until_it_has_run_evenly(
    world: World, office: Office
) -> None:
    machine = Machine(world)
    service = runner(office, machine.clock(office))
    world.planned(office)
    world.run(office, SOON)
    service._tick()
    machine.set(timedelta(days=2))
    mailbox_read(office, world.now)
    service._tick()
    service._tick()
    assert "open" == phase(office)
    assert ["Klokka på tjeneren er usikker"] == troubles(world, office)
    machine.set(timedelta(days=-2))
    service._tick()
    world.now += timedelta(seconds=STEADY_SECONDS)
    service._tick()
    assert "open" == phase(office)


def test_clock_that_was_set_and_stays_closes_the_meeting_ten_minutes_later(world: World, office: Office) -> None:
    machine = Machine(world)
    service = runner(office, machine.clock(office))
    world.planned(office)
    world.run(office, SOON)
    service._tick()
    machine.set(timedelta(days=2))
    service._tick()
    world.now += timedelta(seconds=STEADY_SECONDS)
    mailbox_read(office, world.now)
    service._tick()
    assert "closed" == phase(office)


@pytest.mark.parametrize(("boot", "expected"), [("boot", "closed"), ("next boot", "open")])
def test_service_on_a_machine_that_was_started_waits_until_its_clock_is_steady(
    world: World, office: Office, boot: str, expected: str
) -> None:
    machine = Machine(world)
    world.planned(office)
    world.run(office, SOON)
    runner(office, machine.clock(office))._tick()
    world.now = OVER
    mailbox_read(office, world.now)
    machine.boot = boot
    runner(office, machine.clock(office))._tick()
    assert expected == phase(office)


def test_jump_while_the_service_was_down_is_seen(world: World, office: Office) -> None:
    machine = Machine(world)
    assert machine.clock(office).is_believed()
    machine.set(timedelta(hours=1))
    assert not machine.clock(office).is_believed()
    world.now += timedelta(seconds=STEADY_SECONDS - 1)
    assert not machine.clock(office).is_believed()
    world.now += timedelta(seconds=1)
    assert machine.clock(office).is_believed()


def test_real_clock_is_believed_from_the_first_look(world: World, office: Office) -> None:
    watch = ClockWatch(office)
    assert watch.is_believed()
    assert not close_due(office)
