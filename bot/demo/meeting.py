"""The demo's course: the servers, the service and the people, and what a newcomer is told of it all."""

import itertools
import json
import shutil
import smtplib
import tempfile
import threading
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import format_datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click
import structlog
import tomli_w
from pydantic import SecretStr

from bot.bootstrap import opened, serving
from bot.core.meeting import Meeting, Person
from bot.core.minutes import protocol
from bot.core.schedule import SETTLE
from bot.core.state import Delivery, Phase, State
from bot.demo.clients import Answered, answer
from bot.demo.clock import Clock
from bot.demo.servers import HOST, EmbeddedServers
from bot.errors import MotebotError
from bot.letters.documents import protocol_text
from bot.notices.meeting_file import load
from bot.reading.message import Message, parse
from bot.service.office import Office
from bot.service.planning import add, approve
from bot.service.rendering import ENDINGS, FORMS, rendered
from bot.service.verification import verify
from bot.settings import DatabaseSettings, ImapSettings, Security, Settings, SmtpSettings

BOT = "mote@fjordregionen.example"
ZONE = "Europe/Oslo"
REMINDER_AFTER = timedelta(hours=4)
DEADLINE_AFTER = timedelta(hours=7)
BETWEEN_STEPS = timedelta(minutes=13)
PATIENCE_SECONDS = 30.0
LOOK_SECONDS = 0.05
GLANCE = 150

T = TypeVar("T")


class DemoError(MotebotError):
    """Something that the demo waited for did not happen."""


def run(out: Path) -> None:
    """Hold the meeting, showing what happens, and leave every mail and document in the folder `out`.

    What an earlier demo left there is replaced. DemoError where a step does not come about.
    """
    structlog.configure(processors=[structlog.processors.KeyValueRenderer()], logger_factory=_silent)
    out.mkdir(parents=True, exist_ok=True)
    clock = Clock(ZoneInfo(ZONE))
    with tempfile.TemporaryDirectory(prefix="motebot-demo-") as folder, EmbeddedServers(now=clock.now) as servers:
        data = Path(folder)
        settings = _settings(servers, data)
        with opened(settings, clock.now) as office, _served(settings, office):
            Demo(office, servers, clock, data, out).hold()


def _silent(*_: object) -> Any:
    return structlog.ReturnLogger()


def _settings(servers: EmbeddedServers, data: Path) -> Settings:
    """Settings of the demo's own: nothing of the environment or a configuration file gets in."""
    plain = Security.PLAIN
    password = SecretStr(servers.password)
    return Settings.model_construct(
        address=BOT,
        data_dir=data,
        database=DatabaseSettings(),
        imap=ImapSettings(host=HOST, port=servers.imap_port, security=plain, user=BOT, password=password),
        smtp=SmtpSettings(host=HOST, port=servers.smtp_port, security=plain),
        # The clock is put forward while the service waits for mail.
        poll_seconds=0.2,
        timezone=ZONE,
    )


@contextmanager
def _served(settings: Settings, office: Office) -> Iterator[None]:
    with serving(settings, office) as runner:
        thread = threading.Thread(target=runner.run, name="service")
        thread.start()
        try:
            yield
        finally:
            runner.stop()
            thread.join()


class Demo:
    """One demo under way."""

    def __init__(self, office: Office, servers: EmbeddedServers, clock: Clock, data: Path, out: Path) -> None:
        self._office = office
        self._clock = clock
        self._servers = servers
        self._data = data
        self._out = out
        self._script = tomllib.loads(_resource("script.toml"))
        self._shown: set[str] = set()
        self._numbers = itertools.count(1)
        self._meeting = self._loaded()

    def hold(self) -> None:
        """Plan the meeting, play every step, wait for the protocol and leave everything in the folder."""
        click.secho(self._script["opening"].strip(), bold=True)
        self._tell("servers", smtp=self._servers.smtp_port, imap=self._servers.imap_port)
        approve(self._office, self._meeting.id)
        self._tell("planned", deadline=self._meeting.deadline)
        for step in self._script["steps"]:
            if step["wait"] == "reminder":
                self._clock.forward_to(self._meeting.remind_at[0])
            else:
                self._clock.forward(BETWEEN_STEPS)
            self._play(step)
        self._close()
        self._keep()

    def _loaded(self) -> Meeting:
        """The demo's meeting with its times, read and added as any meeting file is."""
        file = tomllib.loads(_resource("meeting.toml"))
        now = self._now().replace(second=0, microsecond=0)
        file["meeting"] |= {"starts": now, "deadline": now + DEADLINE_AFTER, "remind_at": [now + REMINDER_AFTER]}
        path = self._data / "meeting.toml"
        path.write_text(tomli_w.dumps(file), encoding="utf-8")
        loaded = load(path, bodies_dir=None, now=now)
        add(self._office, loaded)
        return loaded.meeting

    def _play(self, step: Mapping[str, Any]) -> None:
        speaker = self._meeting.speaker(step["who"])
        assert speaker is not None  # noqa: S101 - the script's people are the meeting's
        letter = self._letter(speaker.person, step["wait"])
        words = " / ".join(line for line in step["words"].splitlines() if line)
        told = "automatic" if "then" not in step else "writes"
        self._tell(told, name=speaker.person.name, client=step["client"], words=words)
        self._hand_in(speaker.person, letter, step)
        if "then" in step:
            self._letter(speaker.person, step["then"], new=True)

    def _hand_in(self, person: Person, letter: Message, step: Mapping[str, Any]) -> None:
        sent = letter.header("Date")
        now = format_datetime(self._now())
        number = next(self._numbers)
        domain = step["who"].partition("@")[2]
        raw = answer(step["client"], Answered(letter, person, sent), step["words"], f"<demo.{number}@{domain}>", now)
        with smtplib.SMTP(HOST, self._servers.smtp_port) as smtp:
            smtp.sendmail(step["who"], [BOT], raw)

    def _letter(self, person: Person, kind: str, *, new: bool = False) -> Message:
        """The person's newest letter of that kind, one they have not been shown to have if it is to be `new`; waits
        for it to come."""

        def came() -> Message | None:
            letters = [parse(raw) for raw in self._servers.mails(person.email or "")]
            wanted = [each for each in letters if each.header("X-Motebot-Kind") == kind]
            return next((each for each in reversed(wanted) if not (new and each.message_id in self._shown)), None)

        letter = came_in_time(came, f"{person.name} got no {kind}")
        if letter.message_id not in self._shown:
            self._shown.add(letter.message_id)
            # Everybody's notice begins alike; one is enough to see.
            told = "letter" if kind != "notice" or len(self._shown) == 1 else "notice"
            self._tell(told, name=person.name, kind=kind, beginning=_beginning(letter))
        return letter

    def _now(self) -> datetime:
        return self._clock.now().astimezone(self._office.sender.zone)

    def _close(self) -> None:
        self._clock.forward_to(self._meeting.deadline + SETTLE * 2)
        self._tell("deadline")

        def closed() -> State | None:
            with self._office.store.read() as uow:
                state = self._office.state(uow, self._meeting.id)
            protocols = [letter for key, letter in state.letters.items() if key.startswith("protocol/")]
            sent = bool(protocols) and all(letter.delivery is not Delivery.QUEUED for letter in protocols)
            return state if state.phase is Phase.CLOSED and sent else None

        state = came_in_time(closed, "the meeting did not close")
        click.echo()
        click.echo(protocol_text(protocol(state), self._office.sender.zone))
        coordinator = self._meeting.body.coordinator
        self._letter(Person(coordinator.name, coordinator.email), "protocol")
        self._tell("verified", count=verify(self._office, self._meeting.id))

    def _keep(self) -> None:
        """Write what the meeting left: each person's mails, the protocol in every form, the journal."""
        with self._office.store.read() as uow:
            state = self._office.state(uow, self._meeting.id)
            entries = uow.stored_entries(self._meeting.id)
        mails = self._out / "mails"
        shutil.rmtree(mails, ignore_errors=True)
        for address in self._addresses():
            for number, raw in enumerate(self._servers.mails(address), start=1):
                _write(mails / address / f"{number:02}-{_kind(raw)}.eml", raw)
        for form in FORMS:
            _write(
                self._out / f"protocol.{ENDINGS.get(form, form)}",
                rendered(protocol(state), form, self._office.sender.zone, self._office.archive),
            )
        lines = [{"sequence": e.sequence, "at": e.at.isoformat(), **e.payload, "hash": e.hash} for e in entries]
        journal = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        _write(self._out / "journal.jsonl", journal.encode())
        shutil.copy(self._data / "meeting.toml", self._out / "meeting.toml")
        self._tell("kept", folder=self._out)

    def _addresses(self) -> Iterator[str]:
        yield BOT
        yield self._meeting.body.coordinator.email
        yield from (speaker.person.email for speaker in self._meeting.speakers() if speaker.person.email)

    def _tell(self, what: str, **values: object) -> None:
        click.echo(f"{click.style(f'{self._now():%H:%M}', dim=True)}  {self._script['told'][what].format(**values)}")


def came_in_time(look: Callable[[], T | None], otherwise: str) -> T:
    """What `look` finds, looking again and again; DemoError with the words of `otherwise` where patience ends."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        found = look()
        if found is not None:
            return found
        time.sleep(LOOK_SECONDS)
    raise DemoError(f"the demo stopped: {otherwise} within {PATIENCE_SECONDS:.0f} seconds")


def _beginning(letter: Message) -> str:
    """What the letter says first, as its recipient sees it at a glance, on one line."""
    paragraphs = [" ".join(each.split()) for each in (letter.plain or "").split("\n\n")]
    return " ".join(each for each in paragraphs if each)[:GLANCE]


def _kind(raw: bytes) -> str:
    return parse(raw).header("X-Motebot-Kind") or "mail"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _resource(name: str) -> str:
    return files("bot.demo").joinpath(name).read_text(encoding="utf-8")
