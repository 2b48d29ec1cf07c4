"""The outbox's rows: letters that were decided, until the mail server has taken or refused them.

A row is `queued` until a sender claims it, `sending` while it is under way, then `sent`, `failed`, or `queued` again
with a later due time. What is `sending` when the service starts was interrupted: nobody knows whether the server took
it, so it is sent again, under the same Message-ID.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, bindparam, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import StoreError
from bot.store import tables

LetterState = Literal["queued", "sending", "sent", "failed"]


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A letter to one recipient; its bytes are in the archive under `sha256`. `sender` and `recipient` are the
    envelope's. It goes out at `due`, which each retry moves; `first_due` stays, and is None only before it is queued.
    `attempts` counts how often it was claimed; `response` is the server's last."""

    meeting_id: str
    key: str
    message_id: str
    sender: str
    recipient: str
    sha256: str
    due: datetime
    state: LetterState = "queued"
    attempts: int = 0
    response: str = ""
    first_due: datetime | None = None


_COLUMNS = tables.outbox.c
_ROW = [_COLUMNS[name] for name in OutboxRow.__dataclass_fields__]
_QUEUED = _COLUMNS.state == "queued"
_QUEUE = insert(tables.outbox)
_DUE = (
    select(_COLUMNS.position, *_ROW)
    .where(_QUEUED, _COLUMNS.due <= bindparam("now", type_=tables.Instant()))
    .order_by(_COLUMNS.due, _COLUMNS.position)
    .limit(bindparam("limit"))
)
_NEXT_DUE = select(_COLUMNS.due).where(_QUEUED).order_by(_COLUMNS.due).limit(literal(1))
# A statement with one bound value for each id: databases bound how many there may be.
_BATCH = 500


class OutboxRows:
    """Queues letters and keeps what became of them, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def queue(self, row: OutboxRow) -> None:
        """Queue a letter. StoreError where the meeting has a letter of that key, or any has that Message-ID:
        each letter is decided once."""
        try:
            self._connection.execute(_QUEUE, asdict(replace(row, first_due=row.due)))
        except IntegrityError as error:
            raise StoreError(
                f"letter {row.key} of meeting {row.meeting_id} ({row.message_id}) was queued before"
            ) from error

    def claim(self, now: datetime, limit: int) -> tuple[OutboxRow, ...]:
        """At most `limit` letters that are due, the longest overdue first; they are `sending` from here on."""
        found = self._connection.execute(_DUE, {"now": now, "limit": limit}).all()
        if not found:
            return ()
        claimed = _COLUMNS.position.in_([row.position for row in found])
        self._update(claimed, state="sending", attempts=_COLUMNS.attempts + 1)
        rows = (OutboxRow(*row[1:]) for row in found)
        return tuple(replace(row, state="sending", attempts=row.attempts + 1) for row in rows)

    def settle(
        self,
        message_id: str,
        state: Literal["sent", "failed", "queued"],
        response: str,
        next_due: datetime | None = None,
    ) -> None:
        """Keep what became of a letter: taken, refused for good, or to be tried again at `next_due` (None: as soon
        as it was due before). StoreError where no letter has that Message-ID."""
        values: dict[str, Any] = {"state": state, "response": response}
        if next_due is not None:
            values["due"] = next_due
        if not self._update(_COLUMNS.message_id == message_id, **values):
            raise StoreError(f"no letter has the Message-ID {message_id}; its outcome cannot be kept")

    def release_claims(self) -> int:
        """How many letters a stopped sender left under way; they are queued again. Only while no sender runs."""
        return self._update(_COLUMNS.state == "sending", state="queued")

    def next_due(self) -> datetime | None:
        """When the next letter is due, in UTC, which may have been long ago; None where none is queued."""
        return self._connection.scalar(_NEXT_DUE)

    def outbox(self, meeting_id: str) -> tuple[OutboxRow, ...]:
        """Every letter of the meeting in the order queued."""
        return _letters(self._connection, _COLUMNS.meeting_id == meeting_id)

    def letters_by_message_id(self, ids: Sequence[str]) -> tuple[OutboxRow, ...]:
        """The letters that have one of those Message-IDs, in the order of the ids; unknown ids give nothing."""
        wanted = list(dict.fromkeys(ids))
        found: dict[str, OutboxRow] = {}
        for start in range(0, len(wanted), _BATCH):
            batch = _letters(self._connection, _COLUMNS.message_id.in_(wanted[start : start + _BATCH]))
            found |= {row.message_id: row for row in batch}
        return tuple(found[each] for each in wanted if each in found)

    def _update(self, condition: ColumnElement[bool], **values: Any) -> int:
        return self._connection.execute(update(tables.outbox).where(condition).values(**values)).rowcount


def _letters(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[OutboxRow, ...]:
    query = select(*_ROW).where(*conditions).order_by(_COLUMNS.position)
    return tuple(OutboxRow(*row) for row in connection.execute(query))
