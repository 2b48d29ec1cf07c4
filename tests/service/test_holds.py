"""A mail that is held, settled by the coordinator, in the whole service: what counts, who is told, what verifies."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.journal import MailRefused, MailReleased, MeetingClosed
from bot.core.minutes import final_protocol, protocol, seal
from bot.errors import BadFileError, NotFoundError, RefusedError
from bot.service.holds import refuse, release
from bot.service.office import Office
from bot.service.packaged import recount_package
from bot.service.packaging import package
from bot.service.planning import cancel
from bot.service.status import status
from bot.service.verification import DifferenceError, verify
from tests.service.world import BEGAN, World

KARI, ANNE = "kari.berg@hole.example", "anne.lie@region.example"
ID = "2026-03-02"
SOON, LATER = BEGAN + timedelta(minutes=20), BEGAN + timedelta(hours=1)
OVER = BEGAN + timedelta(days=3)


def held(world: World, office: Office, words: str = "Godkjent", sender: str = KARI) -> str:
    """A called meeting with a vote that shows no token; its registration number, as the status has it."""
    world.planned(office)
    world.run(office, SOON)
    world.write(sender, words, None, subject="Sak 1/26 og 2/26")
    world.run(office, LATER)
    (waiting,) = status(office, ID)["meetings"][0]["waiting"]
    return str(waiting["reference"])


def votes(office: Office) -> dict[str, str]:
    found: dict[str, str] = status(office, ID)["meetings"][0]["seats"][0]["votes"]
    return found


def test_released_vote_counts_and_all_agrees(world: World, office: Office, tmp_path: Path) -> None:
    number = held(world, office)
    assert {} == votes(office)
    release(office, ID, number, reason="på telefon", by="anne")
    world.run(office, OVER, timedelta(hours=1))
    assert ({"1/26": "approve", "2/26": "approve"}, []) == (votes(office), status(office, ID)["meetings"][0]["waiting"])
    assert ["not-counted", "receipt"] == [each.kind for each in world.letters(KARI) if each.kind in SETTLING]
    assert "i stedet for det vi skrev" in world.letters(KARI, "receipt")[0].text
    (cast,) = protocol(world.state(office)).as_json()["cases"][0]["cast"]
    assert ("mail", "no_thread", True, "på telefon") == tuple(cast[each] for each in KEYS)
    assert 1 == verify(office, ID)
    package(office, ID, tmp_path / "packed.zip")
    assert 1 == recount_package(tmp_path / "packed.zip").mails


SETTLING = {"receipt", "not-counted", "question"}
KEYS = ("how", "identity", "released", "reason")


def test_released_vote_keeps_its_time_of_receipt(world: World, office: Office) -> None:
    number = held(world, office, "Imot i alle saker")
    world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
    world.run(office, LATER + timedelta(minutes=30))
    release(office, ID, number)
    world.run(office, LATER + timedelta(hours=1))
    assert {"1/26": "approve", "2/26": "approve"} == votes(office)
    assert "Det siste svaret gjelder" in world.letters(KARI, "receipt")[-1].text
    assert 2 == verify(office, ID)


def test_ruling_is_in_the_journal_with_who_and_why(world: World, office: Office) -> None:
    number = held(world, office)
    release(office, ID, number, reason="på telefon", by="anne")
    with office.store.read() as uow:
        (entry,) = [each for each in uow.entries(ID) if isinstance(each.fact, MailReleased)]
    (mail,) = world.state(office).mails
    assert (entry.fact, entry.at) == (MailReleased(mail, "på telefon", "anne"), world.now)


def test_refused_vote_never_counts_and_its_owner_is_told_once(world: World, office: Office) -> None:
    number = held(world, office)
    refuse(office, ID, number, reason="ikke fra henne", by="anne")
    world.run(office, LATER + timedelta(hours=1))
    assert ({}, []) == (votes(office), status(office, ID)["meetings"][0]["waiting"])
    first, second = world.letters(KARI, "not-counted")
    assert "ikke sikre på" in first.text
    assert "avgjort at det ikke telles med" in second.text
    assert "ikke fra henne" not in second.text
    assert 1 == verify(office, ID)


def test_copy_of_a_released_mail_says_nothing_anew(world: World, office: Office) -> None:
    number = held(world, office)
    raw = world.inbox[-1][1]
    release(office, ID, number)
    world.inbox.append((world.now, b"Received: from another.example by mx.region.example; today\n" + raw))
    world.run(office, LATER + timedelta(hours=1))
    assert 1 == len(world.state(office).mails)


def test_mail_of_a_stranger_is_taken_off_the_list_and_no_more(world: World, office: Office) -> None:
    number = held(world, office, sender="ukjent@annet.example")
    with pytest.raises(RefusedError, match=r"is from ukjent@annet\.example, who has no seat in the meeting: nobody"):
        release(office, ID, number)
    refuse(office, ID, number, reason="ukjent")
    assert [] == status(office, ID)["meetings"][0]["waiting"]
    assert [] == world.letters("ukjent@annet.example")


def test_what_cannot_be_settled_is_refused_in_one_line(world: World, office: Office) -> None:
    number = held(world, office)
    with pytest.raises(NotFoundError, match="has no mail '00000000'"):
        release(office, ID, "00000000")
    with pytest.raises(NotFoundError, match="there is no meeting 'ukjent'"):
        release(office, "ukjent", number)
    with pytest.raises(BadFileError, match="--reason"):
        refuse(office, ID, number, reason=" ")
    refuse(office, ID, number, reason="nei")
    with pytest.raises(RefusedError, match="was refused before"):
        release(office, ID, number)


@pytest.mark.parametrize("end", ["closed", "cancelled"])
def test_nothing_is_settled_once_the_meeting_is_over(world: World, office: Office, end: str) -> None:
    number = held(world, office)
    if end == "cancelled":
        cancel(office, ID)
    world.run(office, OVER, timedelta(hours=1))
    with pytest.raises(RefusedError, match=f"is {end}; a mail can be settled"):
        release(office, ID, number)


def test_release_that_could_not_be_is_found_by_verify(world: World, office: Office) -> None:
    held(world, office, sender="ukjent@annet.example")
    with office.store.begin() as uow:
        state = office.state(uow, ID)
        office.append(uow, state, [MailReleased(next(iter(state.mails)))])
    with pytest.raises(DifferenceError, match=r"it was released, and could not be \(nobody\)"):
        verify(office, ID)


def test_mail_that_was_settled_twice_is_found_by_verify(world: World, office: Office) -> None:
    number = held(world, office)
    state = release(office, ID, number)
    with office.store.begin() as uow:
        mail = next(iter(state.mails))
        uow.append(ID, [MailRefused(mail, "nei"), MeetingClosed(seal(final_protocol(state)))], world.now)
    with pytest.raises(DifferenceError, match="it cannot follow those before it"):
        verify(office, ID)
