"""Marks: named values that outlive a restart, such as when the mailbox was last read to its end."""

from sqlalchemy import Connection, insert, select, update

from bot.store import tables


class MarkRows:
    """Reads and sets marks, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def mark(self, name: str) -> str | None:
        """The value last set under the name; None where none was."""
        return self._connection.scalar(select(tables.marks.c.value).where(tables.marks.c.name == name))

    def set_mark(self, name: str, value: str) -> None:
        """Set the value of the name, in place of the one before."""
        changed = update(tables.marks).where(tables.marks.c.name == name).values(value=value)
        if not self._connection.execute(changed).rowcount:
            self._connection.execute(insert(tables.marks).values(name=name, value=value))
