"""A small world for the service: a clock, a mail server in memory and people who answer, around a real store.

Everything that is not motebot outlives a crash of it: the mailbox, what was delivered, and what people have done.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

from bot.core.state import State
from bot.letters.compose import Sender
from bot.mail.envelope import Accepted, Delivery, Outgoing
from bot.mail.fetched import Fetched
from bot.mail.fetched import State as FetchState
from bot.notices.meeting_file import load
from bot.service.closing import close_due, mailbox_read
from bot.service.delivery import deliver_due
from bot.service.mailbox import catch_up
from bot.service.office import LookUp, Office, Rehearsal
from bot.service.planning import add, approve
from bot.service.posting import send_due
from bot.settings import TrustSettings
from bot.store.archive import Archive
from bot.store.store import Store, UnitOfWork

BOT = "mote@region.example"
BEGAN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MEETING = Path(__file__).parent / "meeting.toml"
SECRET = bytes(range(32))


class CrashError(BaseException):
    """The process was killed here."""


class MortalStore(Store):
    """A store whose process dies just before or just after one commit, counted from 1."""

    dies_at: int | None = None
    points = 0

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        with super().begin() as uow:
            yield uow
            self._point()
        self._point()

    def _point(self) -> None:
        self.points += 1
        if self.points == self.dies_at:
            raise CrashError


@dataclass
class Delivered:
    """A letter as its recipient has it."""

    address: str
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        mail = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        return mail

    @property
    def kind(self) -> str:
        return str(self.mail["X-Motebot-Kind"])

    @property
    def text(self) -> str:
        body = self.mail.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


Habit = Callable[["World", Delivered], None]


@dataclass
class World:
    """What there is besides the process: see the module's docstring."""

    folder: Path
    now: datetime = BEGAN
    inbox: list[tuple[datetime, bytes]] = field(default_factory=list)
    delivered: list[Delivered] = field(default_factory=list)
    habits: dict[str, Habit] = field(default_factory=dict)
    answered: set[tuple[str, str]] = field(default_factory=set)
    uid_validity: int = 7
    uid_next: int | None = None
    marked: list[list[int]] = field(default_factory=list)
    trust: TrustSettings = field(default_factory=TrustSettings)
    url: str = ""
    look_up: LookUp | None = None
    rehearse: Rehearsal | None = None

    def __post_init__(self) -> None:
        self._stop = Event()

    @contextmanager
    def office(self, dies_at: int | None = None) -> Iterator[Office]:
        """The process's office; with `dies_at` it dies at that commit."""
        archive = self.folder / "archive"
        with MortalStore(self.url or f"sqlite:///{self.folder / 'motebot.sqlite'}", archive) as store:
            store.migrate()
            store.dies_at = dies_at
            sender = Sender(BOT, SECRET, ZoneInfo("Europe/Oslo"))
            yield Office(store, Archive(archive), sender, self.trust, lambda: self.now, self.look_up, self.rehearse)

    # What the mail server does, as the service's adapters see it.

    def uids_after(self, uid: int) -> list[int]:
        return list(range(uid + 1, len(self.inbox) + 1))

    def fetch(self, uids: Sequence[int], *, max_bytes: int) -> Iterator[Fetched]:
        for uid in uids:
            received, raw = self.inbox[uid - 1]
            yield Fetched(uid, self.uid_validity, received, len(raw), raw, FetchState.WHOLE)

    def mark(self, uids: Sequence[int]) -> None:
        assert all(uid <= len(self.inbox) for uid in uids)
        self.marked.append(list(uids))

    def deliver(self, letters: Sequence[Outgoing]) -> Iterator[Delivery]:
        for letter in letters:
            self.delivered.append(Delivered(letter.recipient, letter.raw))
            yield Accepted(letter.key, "250 taken")

    # What people do.

    def write(self, sender: str, text: str, to: Delivered | None, *, subject: str = "", **headers: str) -> bytes:
        """Hand a mail in to the bot; as an answer to the letter `to`, if there is one."""
        mail = EmailMessage()
        mail["From"] = sender
        mail["To"] = BOT
        mail["Subject"] = subject or (f"SV: {to.mail['Subject']}" if to else "Møtet")
        mail["Message-ID"] = f"<{len(self.inbox) + 1}.{self.now.timestamp():.0f}@{sender.partition('@')[2]}>"
        if to is not None:
            mail["In-Reply-To"] = to.mail["Message-ID"]
            quoted = "\n".join(f"> {line}" for line in to.text.splitlines())
            text = f"{text}\n\nDen man. 2. mars 2026 kl. 09:00 skrev Mote <{BOT}>:\n{quoted}\n"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        self.inbox.append((self.now.replace(microsecond=0), mail.as_bytes()))
        return self.inbox[-1][1]

    def people_act(self) -> None:
        """Everybody does what they do about letters they have not dealt with; each letter once, copies too."""
        for letter in list(self.delivered):
            habit = self.habits.get(letter.address)
            deed = (letter.address, str(letter.mail["Message-ID"]))
            if habit is not None and deed not in self.answered:
                self.answered.add(deed)
                habit(self, letter)

    # What the process does.

    def turn(self, office: Office) -> None:
        """One turn of the service: what its threads do between two ticks of the clock."""
        began = self.now
        catch_up(office, self, "INBOX", self._stop)  # type: ignore[arg-type]
        mailbox_read(office, began)
        send_due(office)
        close_due(office)
        while deliver_due(office, self):
            pass

    def run(self, office: Office, until: datetime, step: timedelta = timedelta(minutes=10)) -> None:
        """Let time pass, the service and the people taking turns."""
        while self.now <= until:
            self.turn(office)
            self.people_act()
            self.now += step

    def planned(self, office: Office, path: Path = MEETING) -> None:
        """Add and approve the meeting."""
        loaded = load(path, bodies_dir=None, now=self.now)
        add(office, loaded)
        approve(office, loaded.meeting.id)

    # What came of it.

    def state(self, office: Office, meeting_id: str = "2026-03-02") -> State:
        with office.store.read() as uow:
            return office.state(uow, meeting_id)

    def letters(self, address: str, kind: str = "") -> list[Delivered]:
        return [each for each in self.delivered if each.address == address and kind in {"", each.kind}]

    def copies(self) -> dict[str, set[bytes]]:
        """The bytes of every letter under each Message-ID."""
        found: dict[str, set[bytes]] = defaultdict(set)
        for each in self.delivered:
            found[str(each.mail["Message-ID"])].add(each.raw)
        return found


def says(text: str, kind: str = "notice") -> Habit:
    """The habit of answering letters of that kind with those words."""

    def habit(world: World, letter: Delivered) -> None:
        if letter.kind == kind:
            world.write(letter.address, text, letter)

    return habit
