"""What ends a wait at once: a flag that can be polled beside a socket, raised from any thread or signal handler."""

import os
from contextlib import suppress
from types import TracebackType
from typing import Self


class Wake:
    """A flag with a file descriptor (the self-pipe); once set it stays set until it is cleared."""

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)
        self._set = False

    def set(self) -> None:
        """Raise the flag. Does nothing after `close`."""
        self._set = True
        # A full pipe is readable, which is all that is asked of it.
        with suppress(BlockingIOError, OSError):
            os.write(self._writer, b"\0")

    def clear(self) -> None:
        """Lower the flag."""
        with suppress(BlockingIOError):
            while os.read(self._reader, 4096):
                pass
        self._set = False

    def is_set(self) -> bool:
        """Whether the flag is raised."""
        return self._set

    def fileno(self) -> int:
        """The descriptor that is readable while the flag is raised."""
        return self._reader

    def close(self) -> None:
        """Give both ends of the pipe back."""
        if self._reader >= 0:
            os.close(self._reader)
            os.close(self._writer)
            self._reader = self._writer = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
