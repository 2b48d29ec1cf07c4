"""The inbox's rows: each mail once by the SHA-256 of its bytes, wherever and however often the server shows it.

The same bytes may be seen under several UIDs: after a changed UIDVALIDITY, as a copy, in another folder. All of them
are remembered, so that none is fetched twice.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, func, insert, select

from bot.store import tables


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A mail in the archive. `folder`, `uid_validity` and `uid` are where it was first seen, `received` the server's
    INTERNALDATE. `meeting_id` is None while it belongs to no meeting. `disposition` is what became of it."""

    sha256: str
    folder: str
    uid_validity: int
    uid: int
    received: datetime
    message_id: str
    sender: str
    meeting_id: str | None
    disposition: str


_COLUMNS = tables.mails.c
_PLACES = tables.mail_uids.c
_ROW = [_COLUMNS[name] for name in InboxRow.__dataclass_fields__]
_OF_BYTES = _COLUMNS.sha256 == bindparam("sha256")
_OF_FOLDER = (
    _PLACES.folder == bindparam("folder", type_=tables.AnyText()),
    _PLACES.uid_validity == bindparam("uid_validity"),
)
_IN_ORDER = select(*_ROW).order_by(_COLUMNS.received, _COLUMNS.uid, _COLUMNS.sha256)
_TAKEN_IN = select(exists().where(_OF_BYTES))
_KNOWS_UID = select(exists().where(*_OF_FOLDER, _PLACES.uid == bindparam("uid")))
_HIGHEST_UID = select(func.max(_PLACES.uid)).where(*_OF_FOLDER)
_NOTE_MAIL = insert(tables.mails)
_NOTE_PLACE = insert(tables.mail_uids)


class InboxRows:
    """Reads and notes the mails taken in, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def taken_in(self, sha256: str) -> bool:
        """Whether a mail of those bytes has been noted."""
        return bool(self._connection.scalar(_TAKEN_IN, {"sha256": sha256}))

    def knows_uid(self, folder: str, uid_validity: int, uid: int) -> bool:
        """Whether the mail that the server shows there has been noted."""
        place = {"folder": folder, "uid_validity": uid_validity, "uid": uid}
        return bool(self._connection.scalar(_KNOWS_UID, place))

    def forget_places(self, folder: str, uid_validity: int) -> None:
        """Forget under which UIDs mails were seen in that folder under that UIDVALIDITY; the mails stay noted."""
        places = tables.mail_uids.c
        seen = delete(tables.mail_uids).where(places.folder == folder, places.uid_validity == uid_validity)
        self._connection.execute(seen)

    def highest_uid(self, folder: str, uid_validity: int) -> int:
        """The highest UID noted in that folder under that UIDVALIDITY; 0 where there is none."""
        return self._connection.scalar(_HIGHEST_UID, {"folder": folder, "uid_validity": uid_validity}) or 0

    def note_mail(self, row: InboxRow) -> None:
        """Note the mail, or, where its bytes are known already, only the place in which it was seen now."""
        if not self.taken_in(row.sha256):
            self._connection.execute(_NOTE_MAIL, asdict(row))
        place = (row.folder, row.uid_validity, row.uid)
        if not self.knows_uid(*place):
            values = {"folder": row.folder, "uid_validity": row.uid_validity, "uid": row.uid, "sha256": row.sha256}
            self._connection.execute(_NOTE_PLACE, values)

    def mail(self, sha256: str) -> InboxRow | None:
        """The mail of those bytes; None where none was noted."""
        rows = _mails(self._connection, _COLUMNS.sha256 == sha256)
        return rows[0] if rows else None

    def mails_with_id(self, message_id: str) -> tuple[InboxRow, ...]:
        """The mails that bear that Message-ID, in the order received."""
        return _mails(self._connection, _COLUMNS.message_id == message_id)

    def inbox(self, meeting_id: str | None, disposition: str | None = None) -> tuple[InboxRow, ...]:
        """The meeting's mails in the order received, or, for None, those that belong to no meeting; with a
        disposition, only those of that."""
        wanted = [_COLUMNS.meeting_id.is_(None) if meeting_id is None else _COLUMNS.meeting_id == meeting_id]
        if disposition is not None:
            wanted.append(_COLUMNS.disposition == disposition)
        return _mails(self._connection, *wanted)


def _mails(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[InboxRow, ...]:
    return tuple(InboxRow(*row) for row in connection.execute(_IN_ORDER.where(*conditions)))
