"""The service as a process that can be stopped: its office, its store, and one pass of each of its threads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot.errors import StoreError
from bot.letters.compose import Sender
from bot.service.delivery import deliver_due
from bot.service.office import Office
from bot.service.runner import Runner
from bot.settings import TrustSettings
from bot.store.archive import Archive
from bot.store.store import Store, UnitOfWork
from tests.simulation.plan import BOT
from tests.simulation.servers import Fate, Folder, Post, Session

SECRET = bytes(range(32))
_TABLES = ("mail_uids", "mails", "outbox", "journal", "meetings", "marks")


class MortalStore(Store):
    """A store in which the process may die just before or just after each commit, and the disk may fail.

    It is emptied for each meeting and not made anew: what the database library has compiled stays compiled.
    """

    fate: Fate | None = None
    fault: Callable[[], None] = staticmethod(lambda: None)

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        """A write transaction as in `Store`."""
        if self.fate is not None and self.fate.fails(0.05):
            self.fault()
            raise StoreError("database is locked")
        with super().begin() as uow:
            yield uow
            if self.fate is not None:
                self.fate.step()
        if self.fate is not None:
            self.fate.step()

    def empty(self) -> None:
        """Forget everything; only between two meetings."""
        self.fate = None
        with super().begin() as uow:
            for name in _TABLES:
                uow._connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - fixed names


class MortalArchive(Archive):
    """An archive after each file of which the process may die."""

    def __init__(self, folder: Path, fate: Fate) -> None:
        super().__init__(folder)
        self._fate = fate

    def put(self, content: bytes) -> str:
        """The content's SHA-256, as `Archive.put`."""
        sha256 = super().put(content)
        self._fate.step()
        return sha256


def store_in(folder: Path) -> MortalStore:
    """A store for many meetings in that folder, its tables made."""
    store = MortalStore(f"sqlite:///{folder / 'motebot.sqlite'}", folder / "archive")
    store.migrate()
    return store


class Process:
    """The service, running from its construction until it is dropped; what it knew goes with it."""

    def __init__(  # noqa: PLR0917 - what a process is given when it starts
        self,
        store: MortalStore,
        archive: Path,
        fate: Fate,
        trust: TrustSettings,
        now: Callable[[], datetime],
        has_read: Callable[[], None],
    ) -> None:
        self._has_read = has_read
        self._store = store
        self._fate = fate
        store.fate, store.fault = fate, lambda: None
        sender = Sender(BOT, SECRET, ZoneInfo("Europe/Oslo"))
        self.office = Office(store, MortalArchive(archive, fate), sender, trust, now)
        self._nested = False
        with store.begin() as uow:
            uow.release_claims()

    def turn(self, folder: Folder, post: Post) -> None:
        """What its threads do until the mailbox has been read once: watch, tick and send, also in between.

        The order is drawn: threads keep none.
        """
        doings: list[Callable[[], None]] = [lambda: self.watch(folder, post), self.tick, lambda: self.send(post)]
        self._fate.chance.shuffle(doings)
        for do in doings:
            do()

    def watch(self, folder: Folder, post: Post) -> None:
        """The watcher's loop for one reading of the mailbox; errors end it early, as a lost connection does."""
        with self._runner() as runner:
            session = Session(
                folder,
                self._fate,
                between=lambda: self._meanwhile(folder, post, watching=True),
                read=self._has_read,
                ended=runner.stop,
            )
            runner._mailbox = lambda: session
            self._store.fault = runner.stop
            try:
                runner._watch()
            finally:
                self._store.fault = lambda: None

    def tick(self) -> None:
        """One tick of the scheduler."""
        with self._runner() as runner:
            runner._tick()

    def send(self, post: Post) -> None:
        """One pass of the sender."""
        try:
            while deliver_due(self.office, post):
                pass
        except StoreError:
            return

    @contextmanager
    def _runner(self) -> Iterator[Runner]:
        runner = Runner(self.office, None, None, folder="INBOX", poll_seconds=30)  # type: ignore[arg-type]
        try:
            yield runner
        finally:
            runner._look.close()

    def meanwhile(self, folder: Folder, post: Post) -> None:
        """What the other threads do while a letter is handed over: the mailbox may be read."""
        self._meanwhile(folder, post, watching=False)

    def _meanwhile(self, folder: Folder, post: Post, *, watching: bool) -> None:
        if self._nested or self._fate.chance.random() > 0.1:
            return
        self._nested = True
        try:
            self.tick()
            if watching:
                self.send(post)
            else:
                self.watch(folder, post)
        finally:
            self._nested = False
