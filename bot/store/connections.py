"""Connections to SQLite and PostgreSQL that keep what they say they kept.

Every write transaction waits for the one before it: with BEGIN IMMEDIATE in SQLite, with an advisory lock in
PostgreSQL. Whoever reads inside such a transaction therefore decides on what is true until they commit.
"""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from bot.errors import StoreError

# One number for all of motebot's write transactions, among whatever else locks in the same database: "motebot".
_WRITE_LOCK = int.from_bytes(b"motebot")
_SERVE_LOCK = _WRITE_LOCK + 1
_SWITCH_PAUSE_SECONDS = 0.01
_EXAMPLES = "sqlite:////var/lib/motebot/motebot.sqlite or postgresql+psycopg://user@host/motebot"


def connect_to(url: str, busy_seconds: float) -> Engine:
    """An engine for the URL; nothing is opened yet. StoreError where the URL names no database we know.

    A write transaction waits `busy_seconds` for its turn and then fails.
    """
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        if backend == "sqlite":
            return _sqlite(parsed, busy_seconds)
        if backend == "postgresql":
            return _postgresql(parsed, busy_seconds)
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(f"database.url is no database URL ({error}); write {_EXAMPLES}") from error
    raise StoreError(f"database.url names {backend}, which motebot cannot use; write {_EXAMPLES}")


def reading(connection: Connection) -> Connection:
    """The connection, its next transaction a snapshot in which nothing can be written."""
    if connection.dialect.name == "postgresql":
        return connection.execution_options(
            motebot_reads=True, isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    return connection.execution_options(motebot_reads=True)


def locked_to_serve(connection: Connection) -> bool:
    """Whether the connection holds, until it is closed, what only one service may hold of a PostgreSQL database. An
    SQLite file lies on the service's own machine, where the data directory's lock does the same."""
    if connection.dialect.name != "postgresql":
        return True
    return bool(connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_SERVE_LOCK})").scalar())


def refuse_other_encodings(connection: Connection) -> None:
    """StoreError where the database cannot hold every name: a PostgreSQL database in an older encoding."""
    if connection.dialect.name != "postgresql":
        return
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise StoreError(f"the database's encoding is {encoding}; create it with ENCODING 'UTF8' TEMPLATE template0")


def _sqlite(url: URL, busy_seconds: float) -> Engine:
    # What members write has no place in a log, nor in an error.
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": busy_seconds})

    @event.listens_for(engine, "do_connect")
    def prepare(*_: Any) -> None:
        # Not for a database in memory, nor for one that is named by a URI of its own.
        if url.database and not url.database.startswith((":memory:", "file:")):
            _make_private(Path(url.database))

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: Any) -> None:
        # The driver's own BEGIN comes too late and is deferred; ours is in `begin`.
        connection.isolation_level = None
        _use_wal(connection, busy_seconds)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("motebot_reads", False)
        connection.exec_driver_sql(f"PRAGMA query_only={int(reads)}")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _use_wal(connection: sqlite3.Connection, busy_seconds: float) -> None:
    """Switch to the write-ahead log. SQLite does not wait for others at the switch, which a new file meets once."""
    give_up = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(_SWITCH_PAUSE_SECONDS)
        else:
            return


def _make_private(path: Path) -> None:
    """An empty file that only the service may read; SQLite gives its -wal and -shm files the same mode."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreError(f"database {path} cannot be made: {error.strerror or error}") from error


def _postgresql(url: URL, busy_seconds: float) -> Engine:
    options = f"-c lock_timeout={int(busy_seconds * 1000)} -c synchronous_commit=on"
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        # What members write has no place in a log, nor in an error.
        hide_parameters=True,
        # A server that was restarted since the last transaction is met with a new connection.
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 10,
            "application_name": "motebot",
            "client_encoding": "utf8",
            "options": options,
        },
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("motebot_reads", False):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")

    return engine
