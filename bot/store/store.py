"""The store: one database and one archive, and the one unit of work through which both are used."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Text, column, inspect, select, table
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import RefusedError, StoreError
from bot.store import tables
from bot.store.archive import Archive
from bot.store.connections import connect_to, locked_to_serve, reading, refuse_other_encodings
from bot.store.faults import explained
from bot.store.inbox import InboxRow, InboxRows
from bot.store.journal import JournalRows
from bot.store.marks import MarkRows
from bot.store.outbox import LetterState, OutboxRow, OutboxRows

__all__ = ["InboxRow", "LetterState", "OutboxRow", "Store", "UnitOfWork"]


class UnitOfWork(JournalRows, InboxRows, OutboxRows, MarkRows):
    """Everything that can be read and written in one transaction; of no use after it."""


class Store:
    """The database of that URL and the archive in that folder. Usable by several threads and processes at once
    (`sqlite://`, which lives in memory, by one thread). A write transaction waits `busy_seconds` for its turn.

    Every error of the database is raised as a StoreError.
    """

    def __init__(self, url: str, archive_folder: Path, *, busy_seconds: float = 15.0) -> None:
        self._engine = connect_to(url, busy_seconds)
        self.archive = Archive(archive_folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def migrate(self) -> None:
        """Bring the tables to what this program needs; nothing happens where they are so already.

        StoreError where a newer program has been at the database.
        """
        # Most starts find all as it should be, and need not wait for whoever is writing.
        with self._connection() as connection, reading(connection).begin():
            if _revision(connection) == tables.SCHEMA:
                return
        with self._connection() as connection, connection.begin():
            refuse_other_encodings(connection)
            _upgrade(connection)

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        """A write transaction, the only one at a time: committed at the end, rolled back by an exception."""
        with self._connection() as connection, connection.begin():
            yield UnitOfWork(connection)

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """The state at one moment, whatever others write meanwhile; to write in it is a StoreError."""
        with self._connection() as connection, reading(connection).begin():
            yield UnitOfWork(connection)

    @contextmanager
    def served(self) -> Iterator[None]:
        """Hold the database for one service, until the end or until the connection to it is lost. RefusedError where
        another one holds it: each would keep in its own archive what the other looks for in vain."""
        with self._connection() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            if not locked_to_serve(connection):
                raise RefusedError(f"{self._where}: another motebot serves this database; stop that one first")
            try:
                yield
            finally:
                # The lock is the connection's: given back to the pool, it would keep it.
                connection.invalidate()

    def close(self) -> None:
        """Close the connections that are kept open; the store can be used again all the same."""
        self._engine.dispose()

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise explained(error, self._where) from error

    @property
    def _where(self) -> str:
        url = self._engine.url
        return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string()


def _revision(connection: Connection) -> str | None:
    """The revision of the tables; None where there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(select(column("version_num", Text)).select_from(table("alembic_version")))


def _upgrade(connection: Connection) -> None:
    # Alembic takes as long to import as the rest of the store; only the first start after an update needs it.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above
    from alembic.util import CommandError  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(f"the database was made by a newer motebot; update motebot ({error})") from error
