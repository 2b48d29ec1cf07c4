"""What a database's own exceptions mean to the one who runs motebot, in one line."""

from sqlalchemy.exc import SQLAlchemyError, StatementError

from bot.errors import StoreError

# What the driver's text holds, and what to do about it. The first that fits is said.
_MEANINGS = (
    ("database is locked", "another process holds it; see that only one motebot writes, then try again"),
    ("lock timeout", "another transaction holds it; see that only one motebot writes, then try again"),
    ("readonly", "it cannot be written; give the service's user write access to the file and its folder"),
    ("read-only", "it cannot be written; connect to the primary server, or make it writable"),
    ("database or disk is full", "the disk is full; make room, then try again"),
    ("No space left", "the disk is full; make room, then try again"),
    ("disk I/O error", "the disk failed; look into the system's log"),
    ("file is not a database", "the file is no SQLite database; correct database.url or restore a backup"),
    ("malformed", "the file is damaged; restore a backup"),
    ("unable to open database file", "the file cannot be opened; correct database.url or the folder's access"),
    ("no such table", "it has no tables yet; `motebot add` or `motebot serve` makes them"),
    ("UndefinedTable", "it has no tables yet; `motebot add` or `motebot serve` makes them"),
    ("FATAL: database", "it is not there; create it, or correct database.url"),
    ("FATAL: role", "its user is not there; create the user, or correct database.url"),
    ("too many c", "the server has no connection free; raise its max_connections"),
    ("password authentication failed", "the password is wrong; correct database.url"),
    ("connection", "the server cannot be reached; see that it runs and that database.url is right"),
)


def explained(error: SQLAlchemyError, where: str) -> StoreError:
    """The error as one line: where it happened, what to do, and what the driver said."""
    # SQLAlchemy's own text goes on about the statement.
    cause = error.orig if isinstance(error, StatementError) and error.orig is not None else error
    said = " ".join(str(cause).split())
    kind = type(cause).__name__
    meaning = next((meaning for sign, meaning in _MEANINGS if sign in said or sign == kind), None)
    return StoreError(f"database {where}: {meaning} ({said})" if meaning else f"database {where}: {said}")
