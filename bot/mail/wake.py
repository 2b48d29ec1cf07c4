"""What ends a wait at once: a flag that can be polled beside a socket, raised from any thread or signal handler."""

import os
import select
from contextlib import suppress
from types import TracebackType
from typing import Self


class Wake:
    """A flag that is a pipe (the self-pipe): it is raised while there is a byte in it, whoever wrote that."""

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)

    def set(self) -> None:
        """Raise the flag, until it is cleared. Does nothing after `close`."""
        # A full pipe is readable, which is all that is asked of it.
        with suppress(OSError):
            os.write(self._writer, b"\0")

    def clear(self) -> None:
        """Lower the flag."""
        with suppress(OSError):
            while os.read(self._reader, 65_536):
                pass

    def is_set(self) -> bool:
        """Whether the flag is raised."""
        poller = select.poll()
        poller.register(self._reader, select.POLLIN)
        return bool(poller.poll(0))

    def fileno(self) -> int:
        """The descriptor that is readable while the flag is raised."""
        return self._reader

    def close(self) -> None:
        """Give both ends of the pipe back."""
        reader, writer, self._reader, self._writer = self._reader, self._writer, -1, -1
        for each in (reader, writer):
            if each >= 0:
                os.close(each)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
