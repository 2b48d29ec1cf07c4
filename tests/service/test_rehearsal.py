"""A mail that would end or hold up the service ends a process of its own: against real processes and real limits."""

import os
import pickle
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from test_approval import answered, held
from world import BEGAN, MEETING, World

from bot.core.journal import Ruled
from bot.core.reading import Attendance
from bot.notices.meeting_file import load
from bot.reading.message import parse
from bot.service.closing import mailbox_read
from bot.service.given import Given
from bot.service.office import Office
from bot.service.planning import extend, record
from bot.service.rehearsal import Budget, OverBudgetError, Rehearsal
from bot.service.rehearsing import GROWTH_BYTES, packed, unpacked
from bot.service.status import status

KARI, OLA = "kari.berg@hole.example", "ola.vik@modum.example"
ID = "2026-03-02"
READER = "tests.service.pathological:read"
SMALL = Budget(cpu_seconds=0.3, memory_bytes=150 * 1024 * 1024, wall_seconds=3.0)
MAIL = b"From: kari.berg@hole.example\r\nSubject: x\r\n\r\nGodkjent\r\n"


def doing(deed: str) -> bytes:
    return MAIL + f"DO-{deed}\r\n".encode()


@pytest.fixture
def rehearsal() -> Iterator[Rehearsal]:
    made = Rehearsal(SMALL, READER)
    yield made
    made.close()


def number(rehearsal: Rehearsal) -> int:
    return running(rehearsal).pid


def running(rehearsal: Rehearsal) -> "subprocess.Popen[bytes]":
    assert rehearsal._process is not None
    return rehearsal._process._running


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        ("pattern", "too much processor time"),
        ("spin", "too much processor time"),
        ("allocate", "too much memory"),
        ("hoard", "too much memory"),
        ("sleep", "over 3 s"),
        ("crash", "ended its process with status -11"),
        ("leave", "ended its process with status 7"),
    ],
)
def test_mail_that_takes_too_much_is_told_and_the_next_is_read(rehearsal: Rehearsal, deed: str, why: str) -> None:
    rehearsal(MAIL)
    begun = time.monotonic()
    with pytest.raises(OverBudgetError, match=why):
        rehearsal(doing(deed))
    assert time.monotonic() - begun < 5
    rehearsal(MAIL)


def test_one_process_reads_many_mails(rehearsal: Rehearsal) -> None:
    rehearsal(MAIL)
    first = number(rehearsal)
    for _ in range(20):
        rehearsal(MAIL)
    assert first == number(rehearsal)


def test_process_that_was_prepared_is_the_one_that_reads(rehearsal: Rehearsal) -> None:
    rehearsal.prepare()
    first = number(rehearsal)
    rehearsal.prepare()
    rehearsal(MAIL)
    assert first == number(rehearsal)


def test_process_that_waited_too_long_before_its_first_mail_is_replaced() -> None:
    patient = Rehearsal(Budget(idle_seconds=0.2), READER)
    try:
        patient.prepare()
        assert 0 == running(patient).wait(timeout=20)
        patient(MAIL)
        with pytest.raises(OverBudgetError):
            patient(doing("leave"))
    finally:
        patient.close()


def test_time_is_each_mails_own(rehearsal: Rehearsal) -> None:
    """Many mails together may take far more than one of them may."""
    for number in range(40):
        rehearsal(MAIL + b"Et ord og to ord til.\r\n" * 2_000 + str(number).encode())


def test_process_that_has_grown_is_replaced_before_the_next_mail(rehearsal: Rehearsal) -> None:
    assert GROWTH_BYTES < 100 * 2**20
    rehearsal(doing("grow"))
    assert rehearsal._process is None
    rehearsal(MAIL)


def test_process_that_somebody_ended_is_no_fault_of_the_mail(rehearsal: Rehearsal) -> None:
    rehearsal(MAIL)
    os.kill(number(rehearsal), signal.SIGTERM)
    rehearsal(MAIL)
    rehearsal(doing("killed"))


def test_process_ends_when_there_is_no_mail_for_long() -> None:
    patient = Rehearsal(Budget(idle_seconds=0.2), READER)
    try:
        patient(MAIL)
        assert 0 == running(patient).wait(timeout=5)
        patient(MAIL)
    finally:
        patient.close()


def test_process_ends_with_the_service(rehearsal: Rehearsal) -> None:
    rehearsal(MAIL)
    process = running(rehearsal)
    assert rehearsal._process is not None
    rehearsal._process._door.close()
    assert 0 == process.wait(timeout=5)


def test_signal_that_stops_the_service_leaves_the_mail_in_hand(rehearsal: Rehearsal) -> None:
    rehearsal(MAIL)
    first = number(rehearsal)
    os.kill(first, signal.SIGINT)
    rehearsal(MAIL)
    assert first == number(rehearsal)


def test_mail_that_the_reader_fails_on_is_left_to_the_service_to_tell_of(rehearsal: Rehearsal) -> None:
    rehearsal(doing("fail"))


def test_process_writes_no_file(rehearsal: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rehearsal(doing("write"))
    assert [] == [each for each in tmp_path.iterdir() if each.stat().st_size]


def test_process_has_no_secrets_in_its_environment(rehearsal: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTEBOT_IMAP__PASSWORD", "hemmelig")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "/run/credentials/motebot")
    rehearsal(MAIL)
    given = Path(f"/proc/{number(rehearsal)}/environ").read_text()
    assert not any(each in given for each in ("MOTEBOT", "CREDENTIALS", "hemmelig"))


def test_mails_are_read_all_the_same_where_no_process_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    for command in ("/nowhere/python", "/bin/false"):
        monkeypatch.setattr("sys.executable", command)
        Rehearsal(SMALL, READER)(MAIL)


def test_mail_over_its_budget_is_parked_and_the_rest_is_counted(tmp_path: Path, rehearsal: Rehearsal) -> None:
    world = World(tmp_path, rehearse=rehearsal)
    with world.office() as office:
        world.planned(office)
        world.run(office, BEGAN + timedelta(minutes=20))
        world.write(OLA, "Godkjent DO-pattern", world.letters(OLA, "notice")[0])
        world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
        world.run(office, BEGAN + timedelta(hours=1))
        assert ["parked: reading it took too much processor time"] == parked(office)
        seats = {seat["seat"]: seat["votes"] for seat in status(office, ID)["meetings"][0]["seats"]}
        assert {"1/26": "approve", "2/26": "approve"} == seats["hole"]
        assert not any(votes for seat, votes in seats.items() if seat != "hole")


def parked(office: Office) -> list[str]:
    with office.store.read() as uow:
        return [row.disposition for row in uow.inbox(None)]


def test_whole_meeting_is_the_same_with_a_rehearsal(tmp_path: Path) -> None:
    """The real reader, with meetings and letters as the service has them."""
    made = Rehearsal()
    try:
        world = World(tmp_path, rehearse=made)
        with world.office() as office:
            world.planned(office)
            world.run(office, BEGAN + timedelta(minutes=20))
            world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
            world.run(office, BEGAN + timedelta(hours=1))
            assert "approve" == status(office, ID)["meetings"][0]["seats"][0]["votes"]["1/26"]
            assert [] == parked(office)
        assert made._process is not None
    finally:
        made.close()


@dataclass
class Noting:
    """A rehearsal that notes what mails are read with, and does something beside the first that is read so."""

    beside: Callable[[], object]
    given: list[Given] = field(default_factory=list)

    def __call__(self, raw: bytes, given: Given | None = None) -> None:
        if given is not None:
            self.given.append(given)
            if len(self.given) == 1:
                self.beside()


def opened(world: World, office: Office, path: Path = MEETING) -> None:
    world.planned(office, path)
    world.run(office, BEGAN + timedelta(minutes=20))


def test_others_write_while_a_mail_takes_its_time(tmp_path: Path) -> None:
    noting = Noting(lambda: mailbox_read(office, BEGAN))
    world = World(tmp_path, rehearse=noting)
    with world.office() as office:
        opened(world, office)
        world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
        world.turn(office)
        assert (1, 1) == (len(noting.given), len(world.letters(KARI, "receipt")))


def test_mail_is_rehearsed_again_where_its_meeting_changed_meanwhile(tmp_path: Path) -> None:
    noting = Noting(lambda: extend(office, ID, later))
    world = World(tmp_path, rehearse=noting)
    with world.office() as office:
        opened(world, office)
        before = world.state(office).meeting.deadline
        later = before + timedelta(days=1)
        world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
        world.turn(office)
        assert [before, later] == [each.meeting.deadline for each in noting.given]
        assert 1 == len(world.letters(KARI, "receipt"))


def test_mail_is_not_rehearsed_again_for_what_leaves_its_reading_as_it_is(tmp_path: Path) -> None:
    noting = Noting(lambda: record(office, ID, Ruled("modum", "på telefon", attendance=Attendance.PRESENT)))
    world = World(tmp_path, rehearse=noting)
    with world.office() as office:
        opened(world, office)
        world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
        world.turn(office)
        assert (1, 1) == (len(noting.given), len(world.letters(KARI, "receipt")))


def test_mail_about_the_protocol_is_rehearsed_as_one(tmp_path: Path) -> None:
    noting = Noting(lambda: None)
    world = World(tmp_path, rehearse=noting)
    with world.office() as office:
        held(world, office)
        answered(world, office, "Protokollen godkjennes")
        read = list(world.state(office).mails.values())[-1].read
        assert read is not None
        assert noting.given[-1].minutes
        assert read.reading == noting.given[-1].reading(parse(world.inbox[-1][1]))


def test_what_a_mail_is_read_with_arrives_whole_in_its_process() -> None:
    for minutes in (False, True):
        given = Given(load(MEETING, bodies_dir=None).meeting, ("Innkalling\n\udce5", ""), minutes=minutes)
        assert given == unpacked(packed(pickle.dumps(given.meeting), given))


def test_mail_that_takes_too_much_with_its_meeting_is_parked(tmp_path: Path, rehearsal: Rehearsal) -> None:
    world = World(tmp_path, rehearse=rehearsal)
    with world.office() as office:
        opened(world, office)
        world.write(OLA, "Godkjent THEN-pattern", world.letters(OLA, "notice")[0])
        world.turn(office)
        assert ["parked: reading it took too much processor time"] == parked(office)
