"""Lines of the fault list held to the whole service: a mail is handled or parked, it invents no vote, and the next one
counts. What the parts do with each line is tested beside them; `docs/faults.md` has the list."""

import io
import time
import zipfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.state import Delivery
from bot.mail.envelope import Accepted, Outgoing
from bot.mail.envelope import Delivery as Outcome
from bot.mail.fetched import Fetched
from bot.mail.fetched import State as FetchState
from bot.service.delivery import deliver_due
from bot.service.office import Office
from bot.service.status import status
from tests.service.world import BEGAN, MEETING, World, says

KARI, OLA, ANNE = "kari.berg@hole.example", "ola.vik@modum.example", "anne.lie@region.example"
ID = "2026-03-02"
SOON, LATER = BEGAN + timedelta(minutes=20), BEGAN + timedelta(minutes=50)
FROM = b"From: kari.berg@hole.example\n"


def bomb() -> bytes:
    """A megabyte that would unpack to a gigabyte."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made, made.open("a.txt", "w", force_zip64=True) as file:
        for _ in range(256):
            file.write(bytes(4_000_000))
    return packed.getvalue()


def attached(kind: bytes, content: bytes) -> bytes:
    head = b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: " + kind
    return FROM + head + b"\nContent-Disposition: attachment; filename=a\n\n" + content + b"\n--b--\n"


MAILS = {
    "nothing": b"",
    "newlines": b"\n\n\n",
    "nul": b"\0" * 100,
    "binary": bytes(range(256)),
    "no_header": b"Godkjent",
    "message_id_twice": FROM + b"Message-ID: <a@b.example>\nMessage-ID: <c@d.example>\n\nGodkjent",
    "message_id_with_nul": FROM + b"Message-ID: <a\0@b.example>\n\nGodkjent",
    "no_message_id": FROM + b"\nGodkjent",
    "zip_bomb": attached(b"application/zip", bomb()),
    "words_only_in_an_attachment": attached(b"text/plain", b"Godkjent"),
    "winmail": attached(b"application/ms-tnef", b"\x78\x9f\x3e\x22Godkjent"),
    "enciphered": FROM + b"Content-Type: application/pkcs7-mime\n\nMIIB",
    "date_of_no_calendar": FROM + b"Date: 30 Feb 99999 25:61 +9999\n\nGodkjent",
    "date_in_norwegian": FROM + b"Date: ons, 2 mai 2026 08:00 norsk tid\n\nGodkjent",
    "subject_of_unknown_charset": FROM + b"Subject: =?x-none?q?=FF?= =?utf-8?b?!!!?=\n\nGodkjent",
    "right_to_left_name": b"From: =?utf-8?q?=E2=80=AEgreB_iraK?= <x@evil.example>\n\nGodkjent",
    "idn_address": "From: kari.berg@høle.example\n\nGodkjent".encode(),
    "nul_in_the_body": FROM + b"\nGod\0kjent",
    "lone_surrogates": FROM + b"Content-Type: text/plain; charset=utf-8\n\n\xed\xa0\x80Godkjent",
    "iso_2022_jp": FROM + b'Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B$"\x1b(BGodkjent',
    "nested": FROM + b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(300)),
    "many_parts": FROM + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nGodkjent\n" * 100_000,
    "deep_html": FROM + b"Content-Type: text/html\n\n" + b"<div>" * 100_000 + b"Godkjent",
    "huge_text": FROM + b"\n" + b"Godkjent er et fint ord\n" * 400_000,
}


@pytest.mark.parametrize("raw", MAILS.values(), ids=MAILS)
def test_odd_mail_is_kept_invents_no_vote_and_holds_up_nobody(world: World, office: Office, raw: bytes) -> None:
    """Without a thread no mail here may count, whatever it says; the one after it has one."""
    world.planned(office)
    world.run(office, SOON)
    world.inbox.append((world.now.replace(microsecond=0), raw))
    world.write(OLA, "Godkjent", world.letters(OLA, "notice")[0])
    began = time.process_time()
    world.turn(office)
    assert time.process_time() - began < 10
    kari, ola = status(office, ID)["meetings"][0]["seats"][:2]
    assert ({}, {"1/26": "approve", "2/26": "approve"}) == (kari["votes"], ola["votes"])
    with office.store.read() as uow:
        kept = [*uow.inbox(None), *uow.inbox(ID)]
    assert 2 == len(kept)
    assert all(row.disposition for row in kept)
    assert all(office.archive.has(row.sha256) for row in kept)


@pytest.mark.parametrize("state", [FetchState.TOO_LARGE, FetchState.NO_BODY, FetchState.BROKEN])
def test_mail_that_was_never_fetched_is_parked_and_shown(tmp_path: Path, state: FetchState) -> None:
    class Withholding(World):
        def fetch(self, uids: Sequence[int], *, max_bytes: int) -> Iterator[Fetched]:
            for each in super().fetch(uids, max_bytes=max_bytes):
                yield Fetched(each.uid, each.uid_validity, each.received, 99, b"", state) if each.uid == 1 else each

    world = Withholding(tmp_path)
    with world.office() as office:
        world.planned(office)
        world.run(office, SOON)
        world.inbox.append((world.now.replace(microsecond=0), b"withheld"))
        world.write(OLA, "Godkjent", world.letters(OLA, "notice")[0])
        world.turn(office)
        shown = status(office)
    assert ["parked" in each["what"] for each in shown["mailbox"]] == [True]
    assert {"1/26": "approve", "2/26": "approve"} == shown["meetings"][0]["seats"][1]["votes"]


def test_bounce_that_comes_before_the_server_has_said_250_is_not_lost(world: World, office: Office) -> None:
    class Hasty:
        """Returns the letter to Ola while it is still taking it."""

        def deliver(self, letters: Sequence[Outgoing]) -> Iterator[Outcome]:
            for letter in letters:
                if letter.recipient == OLA:
                    world.inbox.append((world.now.replace(microsecond=0), bounce_of(letter)))
                    world.turn(office)
                yield Accepted(letter.key, "250 taken")

    world.planned(office)
    deliver_due(office, Hasty())
    world.run(office, SOON)
    notice = next(each for key, each in world.state(office).letters.items() if key.startswith("notice/modum"))
    assert Delivery.FAILED is notice.delivery
    assert any("Ola Vik" in each.text for each in world.letters(ANNE, "coordinator"))


def bounce_of(letter: Outgoing) -> bytes:
    return (
        b"From: MAILER-DAEMON@mx.modum.example\nTo: mote@region.example\nSubject: Undelivered Mail\n"
        b"Auto-Submitted: auto-replied\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        b"--b\nContent-Type: text/plain\n\nNo such user.\n"
        b"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.modum.example\n\n"
        b"Final-Recipient: rfc822; ola.vik@modum.example\nAction: failed\nStatus: 5.1.1\n\n"
        b"--b\nContent-Type: text/rfc822-headers\n\n" + letter.raw.partition(b"\r\n\r\n")[0] + b"\n--b--\n"
    )


def test_storm_of_automatic_replies_is_answered_by_nothing(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, SOON)
    before = len(world.letters(KARI))
    notice = world.letters(KARI, "notice")[0]
    for number in range(200):
        world.write(KARI, f"Jeg er ikke på kontoret, {number}. Godkjent.", notice, Auto_Submitted="auto-replied")
    world.run(office, LATER)
    assert before == len(world.letters(KARI))
    assert {} == status(office, ID)["meetings"][0]["seats"][0]["votes"]
    assert 200 == len(world.state(office).mails)


@pytest.mark.parametrize(("received", "counts"), [("00:20", True), ("00:30", True), ("00:31", False), ("01:20", False)])
def test_deadline_in_the_hour_that_comes_twice_is_the_one_that_was_said(
    tmp_path: Path, received: str, *, counts: bool
) -> None:
    """25 October 2026, 02:30 in summer time is 00:30 UTC; 02:20 in winter time comes after it."""
    text = MEETING.read_text().replace("2026-03-02T15:00:00+01:00", "2026-10-25T02:30:00+02:00")
    meeting = tmp_path / "meeting.toml"
    meeting.write_text(text.replace("remind_at = [2026-03-02T12:00:00+01:00]", ""))
    world = World(tmp_path / "world", now=BEGAN.replace(month=10, day=24, hour=22))
    with world.office() as office:
        world.planned(office, meeting)
        world.run(office, world.now + timedelta(minutes=10))
        hour, minute = map(int, received.split(":"))
        world.now = BEGAN.replace(month=10, day=25, hour=hour, minute=minute)
        world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
        world.turn(office)
        assert counts == bool(status(office, ID)["meetings"][0]["seats"][0]["votes"])


@pytest.mark.parametrize("jump", [timedelta(hours=-3), timedelta(days=-400), timedelta(hours=3)])
def test_clock_that_jumps_repeats_no_letter_and_loses_none(world: World, office: Office, jump: timedelta) -> None:
    world.habits[KARI] = says("Godkjent")
    world.planned(office)
    world.run(office, SOON)
    true_time = world.now
    world.now += jump
    world.turn(office)
    world.now = true_time
    world.run(office, BEGAN + timedelta(hours=7))
    notices = [each.address for each in world.delivered if each.kind == "notice"]
    assert len(notices) == len(set(notices)) == 4
    assert 1 == len(world.letters(ANNE, "protocol"))


def test_clock_set_past_the_deadline_closes_the_meeting_and_the_coordinator_is_told(
    world: World, office: Office
) -> None:
    """Where the clock stays wrong motebot cannot mend it: later votes are not counted, and somebody has to see that."""
    world.planned(office)
    world.run(office, SOON)
    true_time = world.now
    world.now += timedelta(days=2)
    world.turn(office)
    world.now = true_time
    world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
    world.run(office, LATER)
    assert "closed" == status(office, ID)["meetings"][0]["state"]
    assert 1 == len(world.letters(KARI, "not-counted"))
    assert any("Kari Berg" in each.text and each.kind == "coordinator" for each in world.letters(ANNE))


def test_old_mails_of_the_first_start_are_filed_and_not_answered(world: World, office: Office) -> None:
    for number in range(300):
        world.write(KARI, f"Godkjent 1/26, nummer {number}", None)
    world.now += timedelta(hours=1)
    world.planned(office)
    world.run(office, world.now + timedelta(minutes=20))
    assert ["notice"] == [each.kind for each in world.letters(KARI)]
    assert {} == status(office, ID)["meetings"][0]["seats"][0]["votes"]
    with office.store.read() as uow:
        assert 300 == len(uow.inbox(None))


def test_same_content_under_another_message_id_says_the_same_again(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, SOON)
    raw = world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
    world.inbox.append((world.now, raw.replace(b"Message-ID: <", b"Message-ID: <again.", 1)))
    world.run(office, LATER)
    assert {"1/26": "approve", "2/26": "approve"} == status(office, ID)["meetings"][0]["seats"][0]["votes"]
    assert 2 == len(world.letters(KARI, "receipt"))


def test_letter_that_cannot_be_written_holds_up_no_other(world: World, office: Office, tmp_path: Path) -> None:
    """Its case document is gone from the archive; the summons that should carry it goes out once it is back."""
    (tmp_path / "kart.txt").write_text("Kartet over ruta.")
    meeting = tmp_path / "meeting.toml"
    meeting.write_text(f'{MEETING.read_text()}documents = ["kart.txt"]\n')
    world.planned(office, meeting)
    world.run(office, SOON)
    (sha256,) = world.state(office).documents.values()
    kept = world.folder / "archive" / sha256[:2] / sha256
    content = kept.read_bytes()
    kept.unlink()
    world.write(OLA, "Jeg melder forfall.", world.letters(OLA, "notice")[0])
    world.run(office, SOON + timedelta(minutes=20))
    assert 1 == len(world.letters(OLA, "receipt"))
    assert [] == world.letters("eva.moe@modum.example")
    kept.write_bytes(content)
    world.run(office, LATER)
    assert ["summons"] == [each.kind for each in world.letters("eva.moe@modum.example")]
