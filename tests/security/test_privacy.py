"""What members write about themselves, and how they voted, stays where it belongs."""

import io
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from bot import log
from bot.bootstrap import opened, serving
from bot.core.minutes import protocol
from bot.errors import StoreError
from bot.letters.overview import overview
from bot.service.office import Office
from bot.service.rendering import FORMS, rendered
from bot.service.status import status
from bot.settings import ImapSettings, Security, Settings, SmtpSettings
from tests.security.seen import seen
from tests.service.world import BEGAN, SECRET, World, says

KARI, OLA, SIV, EVA, JO = (
    "kari.berg@hole.example",
    "ola.vik@modum.example",
    "siv.aas@lier.example",
    "eva.moe@modum.example",
    "jo.lund@viken.example",
)
ANNE = "anne.lie@region.example"
ID = "2026-03-02"
AFTER = BEGAN + timedelta(hours=6, minutes=30)
# Whatever could be told of a person: none of these words stands in a template.
ILLNESS = ("hjerneslag", "sykehuset", "cellegift")
WORDS = ("kvikksølvfabrikken", "hestehandel")


def held(world: World, office: Office) -> None:
    """A meeting with illness in a body and a subject, strange words beside a vote, a held mail and an unclear one."""
    world.habits |= {
        OLA: says("Jeg melder forfall, jeg har hatt hjerneslag og ligger på sykehuset."),
        KARI: says("Imot 1/26, dette er hestehandel. Godkjent 2/26."),
        EVA: says("Godkjent", "summons"),
    }
    world.planned(office)
    world.run(office, BEGAN + timedelta(hours=1))
    notice = world.letters(SIV, "notice")[0]
    world.write(SIV, "Kanskje. Hva med kvikksølvfabrikken?", notice)
    world.write(SIV, "Melder forfall.", notice, subject="Borte, får cellegift")
    world.write(JO, "Kvikksølvfabrikken må vekk, 1/26", None)
    world.run(office, AFTER)


@dataclass(frozen=True)
class Over:
    """A meeting that was held, and what the service logged of it, in its own configuration at its most talkative."""

    world: World
    office: Office
    logged: str


@pytest.fixture(scope="module")
def over(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Over]:
    world, out = World(tmp_path_factory.mktemp("world")), io.StringIO()
    with world.office() as office:
        with redirect_stdout(out):
            log.configure("DEBUG")
            held(world, office)
        structlog.reset_defaults()
        yield Over(world, office, out.getvalue())


def test_meeting_was_logged_at_all(over: Over) -> None:
    assert "mail taken in" in over.logged
    assert "meeting closed" in over.logged


@pytest.mark.parametrize("word", [*ILLNESS, *WORDS, "godkjent", "imot", "approve", "object"])
def test_no_word_of_a_mail_and_no_vote_is_in_the_log(over: Over, word: str) -> None:
    assert word not in over.logged.casefold()


def test_no_subject_is_in_the_log(over: Over) -> None:
    assert "SV:" not in over.logged
    assert "Borte" not in over.logged


def test_no_secret_is_in_the_log(over: Over) -> None:
    assert SECRET.hex() not in over.logged
    for letter in over.world.delivered:
        assert str(letter.mail["Message-ID"]) not in over.logged
        assert str(letter.mail["Subject"]).rpartition(" ")[2] not in over.logged


def test_fault_of_the_archive_is_told_without_the_mails_words(
    world: World, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure("DEBUG")
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    for letter in world.state(office).letters.values():
        (world.folder / "archive" / letter.queued.sha256[:2] / letter.queued.sha256).unlink()
    world.write(KARI, "Imot, dette er hestehandel.", world.letters(KARI, "notice")[0])
    with pytest.raises(StoreError, match="missing from the archive") as error:
        world.run(office, BEGAN + timedelta(hours=1))
    assert "hestehandel" not in capsys.readouterr().out
    assert "hestehandel" not in str(error.value)


def letters_to_others(world: World, writer: str) -> Iterator[str]:
    return (seen(each) for each in world.delivered if each.address not in {ANNE, writer})


@pytest.mark.parametrize(("word", "writer"), [(ILLNESS[0], OLA), (ILLNESS[1], OLA), (ILLNESS[2], SIV)])
def test_reason_for_absence_is_in_no_letter_to_another_member(over: Over, word: str, writer: str) -> None:
    told = list(letters_to_others(over.world, writer))
    assert told
    assert not any(word in text.casefold() for text in told)


def test_reason_for_absence_is_not_repeated_to_the_one_who_gave_it(over: Over) -> None:
    """It would stand in one more mailbox, and on the screen of whoever reads along."""
    told = [seen(each) for each in over.world.letters(OLA)]
    assert told
    assert not any(word in text.casefold() for word in ILLNESS for text in told)


@pytest.mark.parametrize("form", sorted(FORMS.keys() - {"pdf", "docx"}))
def test_protocol_says_nothing_of_illness_and_quotes_nobody(over: Over, form: str) -> None:
    office = over.office
    made = protocol(over.world.state(office))
    shown = rendered(made, form, office.sender.zone, office.archive).decode().casefold()
    assert not any(word in shown for word in (*ILLNESS, *WORDS))


def test_attached_protocol_says_nothing_of_illness(over: Over) -> None:
    letters = [seen(each) for each in over.world.delivered if each.kind == "protocol"]
    assert all("Eva Moe" in each for each in letters)
    assert not any(word in each.casefold() for word in (*ILLNESS, *WORDS) for each in letters)


def test_status_tells_no_reason_and_no_words(over: Over) -> None:
    shown = status(over.office, ID)
    told = f"{shown}{overview(shown, over.office.sender.zone)}".casefold()
    assert not any(word in told for word in (*ILLNESS, *WORDS))


def test_coordinator_is_told_what_a_human_has_to_see(over: Over) -> None:
    assert any("kvikksølvfabrikken" in seen(each).casefold() for each in over.world.letters(ANNE))


def test_nobodys_vote_reaches_another_member_before_the_deadline(world: World, office: Office) -> None:
    world.habits[KARI] = says("Imot 1/26. Godkjent 2/26.")
    world.planned(office)
    world.run(office, BEGAN + timedelta(hours=5))
    for letter in world.delivered:
        if letter.address not in {KARI, ANNE}:
            assert "Imot 1/26" not in seen(letter)
            assert letter.kind in {"notice", "reminder"}


def nowhere(folder: Path) -> Settings:
    """An installation whose mail servers are not there."""
    settings = {"host": "127.0.0.1", "port": 1, "security": Security.PLAIN, "user": "mote"}
    return Settings(
        address="mote@region.example",
        data_dir=folder / "data",
        imap=ImapSettings(**settings, password="hemmelig-imap"),
        smtp=SmtpSettings(**settings, password="hemmelig-smtp"),
    )


@pytest.fixture
def careless() -> Iterator[None]:
    """A umask that lets everybody read and write."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("careless")
def test_data_directory_is_the_services_alone(tmp_path: Path) -> None:
    settings = nowhere(tmp_path)
    with opened(settings) as office, serving(settings, office):
        office.archive.put(b"Godkjent")
        kept = (settings.data_dir, *settings.data_dir.rglob("*"))
        found = {path: stat.S_IMODE(path.stat().st_mode) for path in kept}
        wanted = {path: 0o700 if path.is_dir() else 0o600 for path in kept}
    names = {path.name for path in found}
    assert {"data", "archive", "motebot.sqlite", "motebot.sqlite-wal", "secret.key", "serve.lock"} <= names
    assert wanted == found


def test_passwords_are_not_in_the_log_of_a_service_that_cannot_connect(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure("DEBUG")
    settings = nowhere(tmp_path)
    with opened(settings) as office, serving(settings, office) as runner:
        threading.Timer(1.5, runner.stop).start()
        runner.run()
    told = capsys.readouterr().out
    assert "mailbox not read" in told
    assert "hemmelig" not in told
