"""A mail is taken in once, whatever ways it comes and whatever the clocks say."""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from world import BEGAN, BOT, World

from bot.service.mailbox import forget_if_set_back
from bot.service.office import Office
from bot.service.status import status

KARI = "kari.berg@hole.example"
ID = "2026-03-02"


def votes(office: Office) -> dict[str, str]:
    """What stands for Hole."""
    shown: dict[str, str] = status(office, ID)["meetings"][0]["seats"][0]["votes"]
    return shown


def test_a_copy_that_comes_another_way_undoes_nothing(world: World, office: Office) -> None:
    """RFC 5321 §4.5.3.2.6: a server that lost the connection after the last dot hands the mail over once more."""
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    notice = world.letters(KARI, "notice")[0]
    first = world.write(KARI, "Godkjent", notice)
    world.now += timedelta(minutes=5)
    world.write(KARI, "Stemmer imot alle sakene", notice)
    world.run(office, world.now + timedelta(minutes=5))
    world.inbox.append((world.now, b"Received: from mx2.hole.example by mx.region.example\n" + first))
    world.run(office, BEGAN + timedelta(hours=1))
    assert {"1/26": "object", "2/26": "object"} == votes(office)
    assert 2 == len(world.letters(KARI, "receipt"))
    assert ["copy" in each["what"] for each in status(office)["mailbox"]] == [True]


def test_other_words_under_the_same_message_id_are_another_mail(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    first = world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
    world.inbox.append((world.now, first.replace(b"Godkjent", b"Stemmer imot alle sakene", 1)))
    world.run(office, BEGAN + timedelta(hours=1))
    assert {"1/26": "object", "2/26": "object"} == votes(office)


def test_numbers_that_went_back_hide_no_mail(world: World, office: Office) -> None:
    """A restored backup: the same UIDVALIDITY, and a new mail under a number that another had before."""
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    for words in ("Imot i alle saker", "Er det kaffe?"):
        world.write(KARI, words, world.letters(KARI, "notice")[0])
    world.turn(office)
    world.inbox.pop()
    world.now += timedelta(minutes=1)
    world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
    world.turn(office)
    assert 2 == len(world.state(office).mails)
    world.uid_next = 2
    forget_if_set_back(office, world, "INBOX")  # type: ignore[arg-type]
    world.turn(office)
    assert (3, {"1/26": "approve", "2/26": "approve"}) == (len(world.state(office).mails), votes(office))


@pytest.mark.parametrize("uid_next", [None, 2, 100])
def test_numbers_that_go_on_leave_the_folder_as_read(world: World, office: Office, uid_next: int | None) -> None:
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
    world.turn(office)
    world.uid_next = uid_next
    forget_if_set_back(office, world, "INBOX")  # type: ignore[arg-type]
    with office.store.read() as uow:
        assert 1 == uow.highest_uid("INBOX", world.uid_validity)


def test_mails_are_marked_on_the_server_together(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    for number in range(3):
        world.write(KARI, f"Godkjent {number}", world.letters(KARI, "notice")[0])
    world.turn(office)
    assert [[1, 2, 3]] == world.marked


def test_an_answer_counts_though_our_clock_runs_ahead(world: World, office: Office) -> None:
    """The mail server's clock says that the answer came before the meeting was planned; its thread knows better."""
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=1))
    world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
    received, raw = world.inbox.pop()
    world.inbox.append((received - timedelta(hours=2), raw))
    world.run(office, BEGAN + timedelta(minutes=30))
    assert {"1/26": "approve", "2/26": "approve"} == votes(office)


def test_an_installation_that_planned_nothing_answers_nothing(world: World, office: Office, tmp_path: Path) -> None:
    """Two installations read one mailbox: each has the meetings of its own store, and only those."""
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
    world.run(office, world.now + timedelta(minutes=5))
    before = len(world.delivered)
    other = World(tmp_path / "other", now=world.now, inbox=list(world.inbox))
    with other.office() as second:
        other.run(second, BEGAN + timedelta(hours=1))
        assert ["set aside: belongs to no meeting"] == [each["what"] for each in status(second)["mailbox"]]
    assert [] == other.delivered
    world.run(office, BEGAN + timedelta(hours=1))
    assert before == len(world.delivered)
    assert {"1/26": "approve", "2/26": "approve"} == votes(office)


@pytest.mark.parametrize("threaded", [True, False])
def test_words_of_a_letter_to_somebody_else_are_not_the_senders(
    world: World, office: Office, *, threaded: bool
) -> None:
    """A letter is passed on within a municipality, and its text answered with no mark of quoting."""
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    passed_on = world.letters("ola.vik@modum.example", "notice")[0]
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = KARI, BOT, "SV: Innkalling"
    mail["Message-ID"] = "<1@hole.example>"
    if threaded:
        mail["References"] = passed_on.mail["Message-ID"]
    mail.set_content(f"Godkjent\n\n{'_' * 32}\nFra: Mote <{BOT}>\nTil: Ola Vik\nEmne: Innkalling\n\n{passed_on.text}")
    world.inbox.append((world.now, mail.as_bytes()))
    world.run(office, world.now + timedelta(minutes=20))
    [read] = [each.read for each in world.state(office).mails.values() if each.read is not None]
    assert ("Godkjent", ()) == (read.reading.text, read.reading.reasons)


def test_words_of_a_receipt_to_somebody_else_are_not_the_senders(world: World, office: Office) -> None:
    """It has no reference of a notice; what it prints is the number under which their mail is registered."""
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    adviser = "jo.lund@viken.example"
    world.write(adviser, "Godkjent", world.letters(adviser, "notice")[0])
    world.run(office, world.now + timedelta(minutes=20))
    passed_on = world.letters(adviser)[-1]
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = KARI, BOT, "SV: Innkalling"
    mail["Message-ID"] = "<1@hole.example>"
    mail.set_content(f"Godkjent\n\n{'_' * 32}\nFra: Mote <{BOT}>\nTil: Jo Lund\nEmne: Innkalling\n\n{passed_on.text}")
    world.inbox.append((world.now, mail.as_bytes()))
    world.run(office, world.now + timedelta(minutes=20))
    read = [each.read for each in world.state(office).mails.values() if each.read is not None]
    assert ("Godkjent", ()) == (read[-1].reading.text, read[-1].reading.reasons)
