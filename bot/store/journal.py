"""The journal's rows: facts in their order, each sealed by the hash of the one before it (`core.journal`)."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, literal, select

from bot.core.journal import GENESIS, Entry, Fact, StoredEntry, canonical, link
from bot.errors import StoreError
from bot.store import tables
from bot.store.codec import decode, encode

# Built once: this is the way that every fact takes.
_COLUMNS = tables.journal.c
_OF_MEETING = _COLUMNS.meeting_id == bindparam("meeting", type_=tables.AnyText())
_LAST = select(_COLUMNS.sequence, _COLUMNS.hash).where(_OF_MEETING).order_by(_COLUMNS.sequence.desc()).limit(literal(1))
_ENTRIES = (
    select(_COLUMNS.sequence, _COLUMNS.at, _COLUMNS.payload, _COLUMNS.previous, _COLUMNS.hash)
    .where(_OF_MEETING, _COLUMNS.sequence > bindparam("after"))
    .order_by(_COLUMNS.sequence)
)
_APPEND = insert(tables.journal)
_ADD_MEETING = insert(tables.meetings)
_MEETING_IDS = select(tables.meetings.c.id).order_by(tables.meetings.c.position)
# One step into the index for each meeting; grouping would go through all that ever happened.
_OF_EACH = select(func.max(_COLUMNS.sequence)).where(_COLUMNS.meeting_id == tables.meetings.c.id).scalar_subquery()
_HEADS = select(tables.meetings.c.id, _OF_EACH.label("last")).order_by(tables.meetings.c.position)


class JournalRows:
    """Reads and appends the facts of meetings, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def meeting_ids(self) -> tuple[str, ...]:
        """Every meeting that has a fact, in the order in which they were added."""
        return tuple(self._connection.scalars(_MEETING_IDS))

    def heads(self) -> dict[str, int]:
        """The sequence number of each meeting's last entry, in the order in which the meetings were added."""
        return {row.id: row.last for row in self._connection.execute(_HEADS)}

    def entries(self, meeting_id: str, after: int = 0) -> tuple[Entry, ...]:
        """The meeting's entries past that sequence number, in order; empty for a meeting that is not known.

        StoreError where an entry was altered so that it is no fact any more.
        """
        return tuple(
            Entry(row.sequence, row.at, decode(_payload(row)), row.previous, row.hash)
            for row in self._rows(meeting_id, after)
        )

    def stored_entries(self, meeting_id: str) -> tuple[StoredEntry, ...]:
        """The meeting's entries with the facts as they are stored, for `core.journal.first_break`."""
        return tuple(
            StoredEntry(row.sequence, row.at, _payload(row), row.previous, row.hash)
            for row in self._rows(meeting_id, after=0)
        )

    def append(self, meeting_id: str, facts: Sequence[Fact], at: datetime) -> tuple[Entry, ...]:
        """The entries that the facts became, in the order given; the first fact of a meeting adds the meeting.

        `at` is kept in UTC. Two transactions cannot append after the same entry: the second waits for the first.
        """
        if not facts:
            return ()
        sequence, previous = self._last(meeting_id)
        if not sequence:
            self._connection.execute(_ADD_MEETING, {"id": meeting_id})
        sealed = list(_seal(meeting_id, facts, tables.in_utc(at), sequence, previous))
        self._connection.execute(_APPEND, [row for _, row in sealed])
        return tuple(entry for entry, _ in sealed)

    def _last(self, meeting_id: str) -> tuple[int, str]:
        row = self._connection.execute(_LAST, {"meeting": meeting_id}).first()
        return (row.sequence, row.hash) if row else (0, GENESIS)

    def _rows(self, meeting_id: str, after: int) -> Sequence[Row[*tuple[Any, ...]]]:
        return self._connection.execute(_ENTRIES, {"meeting": meeting_id, "after": after}).all()


def _seal(
    meeting_id: str, facts: Sequence[Fact], at: datetime, sequence: int, previous: str
) -> Iterator[tuple[Entry, dict[str, Any]]]:
    for fact in facts:
        sequence += 1
        text = canonical(encode(fact)).decode()
        # What is sealed and handed out is what will be read back.
        payload = json.loads(text)
        sealed = link(previous, meeting_id, sequence, at, payload)
        yield (
            Entry(sequence, at, decode(payload), previous, sealed),
            {
                "meeting_id": meeting_id,
                "sequence": sequence,
                "at": at,
                "payload": text,
                "previous": previous,
                "hash": sealed,
            },
        )
        previous = sealed


def _payload(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    try:
        payload: dict[str, Any] = json.loads(row.payload)
    except ValueError as error:
        raise StoreError(f"entry {row.sequence} of the journal was altered: it is not JSON ({error})") from error
    return payload
