"""The one place where real objects are put together from the settings."""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.errors import BadFileError, MotebotError, RefusedError, SettingsError, StoreError
from bot.letters.compose import Sender
from bot.mail.check import Checked, check_mail, check_trust
from bot.mail.imap import Mailbox
from bot.mail.smtp import Postman
from bot.service.clock import ClockWatch
from bot.service.office import LookUp, Office
from bot.service.rehearsal import Rehearsal
from bot.service.runner import Runner
from bot.settings import Settings, default_file, load
from bot.store.archive import Archive
from bot.store.secret import load_or_create
from bot.store.store import Store


def utc_now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


@contextmanager
def opened(settings: Settings, now: Callable[[], datetime] = utc_now) -> Iterator[Office]:
    """The office with its store open and at this program's schema; `now` returns aware UTC.

    SettingsError where the bot has no address, StoreError where the data directory or the database cannot be used.
    """
    _require_address(settings)
    _make(settings.data_dir)
    folder = settings.data_dir / "archive"
    with Store(settings.database_url, folder) as store:
        store.migrate()
        sender = Sender(settings.address, load_or_create(settings.data_dir), settings.zone)
        yield Office(store, Archive(folder), sender, settings.trust, now, look_up(settings))


def look_up(settings: Settings) -> LookUp | None:
    """What asks DNS for the keys of signatures; None where motebot checks none. Nothing is opened before it is used."""
    if not settings.trust.dkim:
        return None

    @cache
    def resolver() -> LookUp:
        # DNS and signatures take memory and time that whoever does not use them should not have to give.
        from bot.mail.signed.dns import Resolver  # noqa: PLC0415 - as said

        return Resolver(settings.trust.resolver_addresses)

    def asked(name: str) -> str | None:
        return resolver()(name)

    return asked


@contextmanager
def unstored(settings: Settings) -> Iterator[Office]:
    """An office that keeps nothing: its archive is a temporary folder, its store is never opened."""
    with tempfile.TemporaryDirectory(prefix="motebot-") as name:
        folder = Path(name)
        sender = Sender(settings.address or "motebot@localhost", load_or_create(folder), settings.zone)
        store = Store(f"sqlite:///{folder / 'unused.sqlite'}", folder)
        yield Office(store, Archive(folder), sender, settings.trust, utc_now)


def checked(config: Path | None) -> Iterator[Checked]:
    """What works and what does not, in the order in which a start would meet it; of a wrong configuration each line,
    and nothing further."""
    file = config or default_file()
    try:
        settings = load(config)
        _require_address(settings)
    except BadFileError as error:
        yield from (Checked(works=False, line=f"configuration: {problem}") for problem in error.problems)
        return
    yield Checked(works=True, line=f"configuration: {file or 'no file'} and the environment")
    yield _checked_database(settings)
    yield from check_trust(settings.trust, settings.address, look_up(settings))
    yield from check_mail(settings.imap, settings.smtp)


def _checked_database(settings: Settings) -> Checked:
    try:
        with opened(settings) as office, office.store.begin() as uow:
            count = len(uow.meeting_ids())
    except MotebotError as error:
        return Checked(works=False, line=f"database: {error}")
    where = "in the database of MOTEBOT_DATABASE__URL" if settings.database.url else "in it"
    return Checked(works=True, line=f"database: {settings.data_dir} can be written; meetings {where}: {count}")


def _require_address(settings: Settings) -> None:
    if not settings.address:
        raise SettingsError(["MOTEBOT_ADDRESS: is not set; give the bot's own mail address, mote@region.example"])


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made ({error.strerror}); set MOTEBOT_DATA_DIR to one that can") from None


@contextmanager
def serving(settings: Settings, office: Office) -> Iterator[Runner]:
    """The service, ready to run; RefusedError where another one serves the same data directory or database."""
    with _alone(settings.data_dir / "serve.lock"), office.store.served():
        postman = Postman(settings.smtp)
        rehearsal = Rehearsal()
        rehearsal.prepare()
        try:
            yield Runner(
                replace(office, rehearse=rehearsal),
                lambda: Mailbox(settings.imap),
                postman,
                folder=settings.imap.folder,
                poll_seconds=settings.poll_seconds,
                # Another clock than the machine's may go as it likes.
                clock=ClockWatch(office) if office.now is utc_now else None,
            )
        finally:
            rehearsal.close()
            postman.close()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    # Who may open it may also lock it, and keep the service from starting.
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefusedError(f"{path.parent}: another motebot serves it; stop that one first") from None
        yield
