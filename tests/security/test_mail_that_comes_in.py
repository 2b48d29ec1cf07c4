"""What a stranger, a thief or a prankster can do with mail: a real store, real mails, no server."""

import re
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from bot.core.minutes import protocol
from bot.service.office import Office
from bot.service.status import status
from bot.settings import Require, TrustSettings
from tests.service.world import BEGAN, BOT, MEETING, Delivered, World

KARI, OLA, ANNE = "kari.berg@hole.example", "ola.vik@modum.example", "anne.lie@region.example"
ID = "2026-03-02"
SOON, LATER = BEGAN + timedelta(minutes=20), BEGAN + timedelta(hours=1)
MX = "mx.region.example"
FAILED = f"{MX}; dmarc=fail header.from=hole.example"
PASSED = f"{MX}; dmarc=pass header.from=hole.example"


def called(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, SOON)


def votes(office: Office, seat: int = 0) -> dict[str, str]:
    found: dict[str, str] = status(office, ID)["meetings"][0]["seats"][seat]["votes"]
    return found


def thief(world: World, results: str) -> None:
    """A vote in Kari's name from somebody who has a copy of her notice."""
    world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0], Authentication_Results=results)


def test_stolen_letter_votes_where_only_the_thread_is_asked_for_and_its_owner_is_told(
    world: World, office: Office
) -> None:
    """What `thread` does not stop: the receipt at the registered address is what reveals it."""
    called(world, office)
    thief(world, FAILED)
    world.run(office, LATER)
    assert {"1/26": "approve", "2/26": "approve"} == votes(office)
    assert 1 == len(world.letters(KARI, "receipt"))


@pytest.mark.parametrize("require", [Require.DMARC, Require.BOTH])
def test_stolen_letter_does_not_vote_where_the_domain_is_asked_for(tmp_path: Path, require: Require) -> None:
    world = World(tmp_path, trust=TrustSettings(require=require, authserv_id=MX))
    with world.office() as office:
        called(world, office)
        thief(world, FAILED)
        world.run(office, LATER)
        assert {} == votes(office)
        assert 1 == len(world.letters(KARI, "not-counted"))
        assert ["held"] == status(office, ID)["meetings"][0]["waiting"][0]["reasons"]


def test_results_that_the_thief_wrote_are_not_believed(tmp_path: Path) -> None:
    world = World(tmp_path, trust=TrustSettings(require=Require.BOTH, authserv_id=MX))
    with world.office() as office:
        called(world, office)
        notice = world.letters(KARI, "notice")[0]
        raw = world.write(KARI, "Godkjent", notice, Authentication_Results=PASSED)
        received, _ = world.inbox.pop()
        world.inbox.append((received, f"Authentication-Results: {FAILED}\n".encode() + raw))
        world.run(office, LATER)
        assert {} == votes(office)


@pytest.mark.parametrize(
    "sender",
    [
        '"Kari Berg kari.berg@hole.example" <x@evil.example>',
        "Kari Berg <kari.berg@hole.example>, x@evil.example",
        "<kari.berg@hole.example<x@evil.example>>",
        "Kari Berg <kari.berg@hоle.example>",
        "\u202eKari Berg <kari.berg@hole.example.evil.example>",
        "Kari: kari.berg@hole.example;",
    ],
)
def test_sender_that_only_looks_like_a_member_counts_nothing(world: World, office: Office, sender: str) -> None:
    called(world, office)
    world.write(OLA, "Godkjent", world.letters(KARI, "notice")[0])
    received, raw = world.inbox.pop()
    world.inbox.append((received, raw.replace(f"From: {OLA}".encode(), f"From: {sender}".encode(), 1)))
    world.run(office, LATER)
    assert not any(votes(office, seat) for seat in range(4))


def test_mail_sent_again_by_somebody_does_not_undo_a_later_one(world: World, office: Office) -> None:
    called(world, office)
    notice = world.letters(KARI, "notice")[0]
    first = world.write(KARI, "Godkjent", notice)
    world.run(office, LATER)
    world.write(KARI, "Imot i begge saker", notice)
    world.run(office, LATER + timedelta(minutes=30))
    world.inbox.append((world.now, b"Received: from evil.example by mx.region.example; today\n" + first))
    world.run(office, LATER + timedelta(hours=1))
    assert {"1/26": "object", "2/26": "object"} == votes(office)


def test_letter_of_one_meeting_votes_in_no_other(world: World, office: Office, tmp_path: Path) -> None:
    called(world, office)
    other = tmp_path / "other.toml"
    other.write_text(MEETING.read_text().replace(f'id = "{ID}"', 'id = "another"').replace("/26", "/27"))
    world.planned(office, other)
    world.run(office, SOON + timedelta(minutes=20))
    world.write(KARI, "Godkjent 1/27", next(each for each in world.letters(KARI, "notice") if ID in each.raw.decode()))
    world.run(office, LATER)
    assert [] == [seat for seat in status(office, "another")["meetings"][0]["seats"] if seat["votes"]]


SUBJECTS = [
    "=?utf-8?q?Sv=0D=0ABcc:_x@evil.example=0D=0A=0D=0AGodkjent?=",
    "Sv\rBcc: x@evil.example",
    "=?utf-8?b?U3YNCkJjYzogeEBldmlsLmV4YW1wbGU=?=",
    "Sv\x00\x1b[2J\u2028Bcc: x@evil.example",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_subject_writes_no_header_into_our_letters(world: World, office: Office, subject: str) -> None:
    called(world, office)
    world.write(KARI, "Godkjent?", world.letters(KARI, "notice")[0])
    received, raw = world.inbox.pop()
    told = re.sub(
        rb"^Subject: .*$", b"Subject: " + subject.encode().replace(b"\\", b""), raw, count=1, flags=re.MULTILINE
    )
    world.inbox.append((received, told))
    world.run(office, LATER)
    answers = [each for each in world.delivered if each.kind in {"receipt", "question", "coordinator"}]
    assert answers
    for letter in answers:
        head = message_from_bytes(letter.raw)
        assert head["Bcc"] is None
        assert 1 == len(head.get_all("To"))
        assert BOT in head["From"]


def test_script_in_a_mail_does_nothing_in_the_coordinators_letter(world: World, office: Office) -> None:
    called(world, office)
    script = "<script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1)) 1/26"
    world.write("stranger@nowhere.example", script, None)
    world.run(office, LATER)
    (letter,) = [each for each in world.letters(ANNE, "coordinator") if "stranger" in each.text]
    html = letter.mail.get_body(("html",))
    assert html is not None
    shown = html.get_content()
    assert "<script" not in shown
    assert "<img" not in shown
    assert 'href="javascript' not in shown


def test_flood_of_one_sender_is_kept_and_answered_ten_times_an_hour(world: World, office: Office) -> None:
    called(world, office)
    notice = world.letters(KARI, "notice")[0]
    for number in range(40):
        world.write(KARI, f"Hva mener du med dette, nummer {number}?", notice)
    world.run(office, BEGAN + timedelta(minutes=50))
    assert 40 == len(world.state(office).mails)
    assert 10 >= sum(len(world.letters(KARI, kind)) for kind in ("receipt", "question", "not-counted"))


def test_robot_without_any_mark_is_answered_ten_times_an_hour(world: World, office: Office) -> None:
    """A loop that nothing in its mails gives away: two robots would go on for ever."""

    def answers(world: World, letter: object) -> None:
        world.write(KARI, "Takk for din henvendelse. Vi svarer så snart vi kan.", letter)  # type: ignore[arg-type]

    world.habits[KARI] = answers
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=55), step=timedelta(minutes=1))
    assert 12 >= len(world.letters(KARI))


def test_own_letter_that_comes_back_is_not_answered(world: World, office: Office) -> None:
    called(world, office)
    before = len(world.delivered)
    for letter in world.letters(KARI):
        world.inbox.append((world.now.replace(microsecond=0), letter.raw))
    world.run(office, LATER)
    assert before == len(world.delivered)
    assert not any(votes(office, seat) for seat in range(4))


def test_nobodys_words_reach_another_member_before_the_deadline(world: World, office: Office) -> None:
    called(world, office)
    world.write(KARI, "Imot begge. Fiskekvoten er en skandale.", world.letters(KARI, "notice")[0])
    world.run(office, LATER)
    for letter in world.delivered:
        if letter.address not in {KARI, ANNE}:
            assert b"skandale" not in letter.raw
    assert protocol(world.state(office)).as_json()["status"] == "draft"


def test_flood_of_strangers_is_three_letters_and_then_one_an_hour(world: World, office: Office) -> None:
    """Nothing is hidden from the coordinator: the list and `status` name every one, and the archive has it."""
    called(world, office)
    for number in range(15):
        world.write(f"stranger{number}@nowhere.example", "Godkjent 1/26", None)
    world.run(office, LATER)
    assert 3 == len(about_strangers(world))
    world.run(office, LATER + timedelta(hours=2))
    *_, collected = about_strangers(world)
    assert 4 == len(about_strangers(world))
    assert 12 == sum(f"stranger{number}@nowhere.example" in collected.text for number in range(15))
    waiting = status(office, ID)["meetings"][0]["waiting"]
    assert {f"stranger{number}@nowhere.example" for number in range(15)} == {each["from"] for each in waiting}
    assert not any("stranger" in each.address for each in world.delivered)


def about_strangers(world: World) -> list[Delivered]:
    return [each for each in world.letters(ANNE, "coordinator") if "nowhere.example" in each.text]


def test_delivery_report_of_a_letter_that_is_not_ours_fails_none(world: World, office: Office) -> None:
    called(world, office)
    report = (
        b"From: MAILER-DAEMON@mx.hole.example\nSubject: Undelivered\nAuto-Submitted: auto-replied\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        b"--b\nContent-Type: text/plain\n\nNo such user 1/26.\n"
        b"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.hole.example\n\n"
        b"Final-Recipient: rfc822; kari.berg@hole.example\nAction: failed\nStatus: 5.1.1\n\n"
        b"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <made.up@region.example>\n\n--b--\n"
    )
    world.inbox.append((world.now.replace(microsecond=0), report))
    world.run(office, LATER)
    assert {"sent"} == {seat["notice"] for seat in status(office, ID)["meetings"][0]["seats"]}
