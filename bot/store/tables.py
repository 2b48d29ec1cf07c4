"""The tables. What they mean is in the modules that use them: `journal`, `inbox`, `outbox`, `marks`.

A change here needs a migration in `migrations/versions` and its revision in `SCHEMA`; a test compares the two.
"""

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from bot.errors import StoreError

SCHEMA = "0003"

_ESCAPE = "\x1a"
_UNSTORABLE = re.compile("[\0\x1a\ud800-\udfff]")
_ESCAPED = re.compile("\x1a([0-9a-f]{4})")


class AnyText(TypeDecorator[str]):
    """Text of any characters. Mail holds NUL and lone surrogates, which PostgreSQL and UTF-8 refuse: they are
    stored as U+001A (substitute) and four hexadecimal digits, and so is U+001A itself."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The text as it is stored."""
        if value is None:
            return None
        return _UNSTORABLE.sub(lambda found: f"{_ESCAPE}{ord(found[0]):04x}", value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The text as it was given."""
        if value is None or _ESCAPE not in value:
            return value
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC; ValueError for a naive time, which could be any."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment} has no offset; times are aware")
    return moment.astimezone(UTC)


class Instant(TypeDecorator[datetime]):
    """A moment, kept as ISO 8601 text in UTC with microseconds: both databases give back exactly what the hash
    was made over, and text order is order in time."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The text that is stored; ValueError for a naive time."""
        return None if value is None else in_utc(value).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The moment in UTC; StoreError where the text was altered so that it is none."""
        try:
            return None if value is None else in_utc(datetime.fromisoformat(value))
        except (TypeError, ValueError) as error:
            raise StoreError(f"a time in the database was altered: {value!r}") from error


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# SQLite numbers rows by itself only in a column of exactly INTEGER.
_POSITION = BigInteger().with_variant(Integer(), "sqlite")

meetings = Table(
    "meetings",
    metadata,
    Column("position", _POSITION, primary_key=True),
    Column("id", AnyText, nullable=False),
    UniqueConstraint("id"),
)

journal = Table(
    "journal",
    metadata,
    Column("meeting_id", AnyText, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    PrimaryKeyConstraint("meeting_id", "sequence"),
    ForeignKeyConstraint(["meeting_id"], ["meetings.id"]),
    # One tree instead of a table and its index: half as much to write before the disk can answer.
    sqlite_with_rowid=False,
)

mails = Table(
    "mails",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("folder", AnyText, nullable=False),
    Column("uid_validity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("received", Instant, nullable=False),
    Column("message_id", AnyText, nullable=False),
    Column("sender", AnyText, nullable=False),
    Column("meeting_id", AnyText),
    Column("disposition", AnyText, nullable=False),
    Index(None, "meeting_id", "received", "uid"),
    Index(None, "message_id"),
)

mail_uids = Table(
    "mail_uids",
    metadata,
    Column("folder", AnyText, nullable=False),
    Column("uid_validity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("sha256", Text, ForeignKey("mails.sha256"), nullable=False),
    PrimaryKeyConstraint("folder", "uid_validity", "uid"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("position", _POSITION, primary_key=True),
    Column("meeting_id", AnyText, nullable=False),
    Column("key", AnyText, nullable=False),
    Column("message_id", AnyText, nullable=False),
    Column("sender", AnyText, nullable=False),
    Column("recipient", AnyText, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("due", Instant, nullable=False),
    Column("first_due", Instant, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("response", AnyText, nullable=False),
    UniqueConstraint("meeting_id", "key"),
    UniqueConstraint("message_id"),
    Index(None, "state", "due"),
)

marks = Table(
    "marks",
    metadata,
    Column("name", AnyText, primary_key=True),
    Column("value", AnyText, nullable=False),
)
