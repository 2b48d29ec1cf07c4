"""Marks: named values that outlive a restart, such as when the mailbox was last read to its end."""

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.store import tables

# Built once, as in every module of the rows: to build a statement takes longer than to execute it.
_COLUMNS = tables.marks.c
_NAMED = _COLUMNS.name == bindparam("named")
_VALUE = select(_COLUMNS.value).where(_NAMED)
_CHANGE = update(tables.marks).where(_NAMED).values(value=bindparam("new"))
_INSERT = insert(tables.marks)


class MarkRows:
    """Reads and sets marks, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def mark(self, name: str) -> str | None:
        """The value last set under the name; None where none was."""
        return self._connection.scalar(_VALUE, {"named": name})

    def set_mark(self, name: str, value: str) -> None:
        """Set the value of the name, in place of the one before."""
        if not self._connection.execute(_CHANGE, {"named": name, "new": value}).rowcount:
            self._connection.execute(_INSERT, {"name": name, "value": value})
