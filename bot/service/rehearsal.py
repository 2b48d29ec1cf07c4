"""A first reading of each mail in a process that can be ended, so that no mail can end or hold up the service.

That reading takes time linear in a mail's size is shown by tests, not proven; it runs through parsers written in C, and
a fault in one of them would end the whole interpreter. So each mail is read once where that does no harm, with limits
that the kernel keeps. Only then is it read here: the same code on the same bytes, which takes what it took there.

Nothing comes back but that it is done: what a mail may have made of that process is not listened to. The price is that
each mail is read twice: an ordinary answer of 5 kB takes a millisecond more of processor time. Small mails are not
excepted, since a pattern that takes exponential time needs no more than a line.

A timer in this process would do for patterns and parsers written in Python alone: a signal's handler gets its turn
between two instructions of the interpreter, and one long call into C is one instruction.
"""

import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

import bot
from bot.core.meeting import Meeting
from bot.service.frames import receive, send
from bot.service.given import Given
from bot.service.rehearsing import LAST, OUT_OF_MEMORY, packed

log = structlog.get_logger()

READER: Final = "bot.service.rehearsing:read"
# What it needs of the environment; passwords and the service manager's socket are not among it.
KEPT: Final = ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH")
# How long the kernel may take to clear a process away.
PATIENCE_SECONDS: Final = 5.0
# What a process ended with: by itself or by somebody else's hand, or by a limit.
ENDED: Final = {
    **dict.fromkeys((0, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP), ""),
    **dict.fromkeys((OUT_OF_MEMORY, -signal.SIGKILL), "reading it took too much memory"),
    -signal.SIGPROF: "reading it took too much processor time",
}


class OverBudgetError(Exception):
    """Reading the mail took more than it may, or ended its process; the text says which."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What reading one mail may take. `wall_seconds` is for what waits instead of working, and for a machine that is
    busy; `start_seconds` is how long a process may take to be ready, `idle_seconds` how long it waits for a mail.

    The worst mails of the tests take under 2 s and 200 MB on a slow machine; an answer takes milliseconds.
    """

    cpu_seconds: float = 5.0
    memory_bytes: int = 256 * 1024 * 1024
    wall_seconds: float = 20.0
    start_seconds: float = 10.0
    idle_seconds: float = 60.0


class Rehearsal:
    """Reads mails in a process of its own, which is started with the first or before, and anew after one that ended it.

    It is to be used by one thread. `reader` names the function that reads, as `module:name`.
    """

    def __init__(self, budget: Budget | None = None, reader: str = READER) -> None:
        self._budget = budget or Budget()
        self._reader = reader
        self._process: _Process | None = None
        self._last: tuple[Meeting, bytes] | None = None

    def __call__(self, raw: bytes, given: Given | None = None) -> None:
        """Return once the mail can be read within its budget; OverBudgetError where it cannot.

        Where no process can be had, the mail is let through, as if there were no rehearsal, and the log says so.
        """
        parts = [raw, *(packed(self._pickled(given.meeting), given) if given is not None else ())]
        for _ in range(2):
            process = self._ready()
            if process is None or self._asked(process, parts):
                return
        log.error("mail read without rehearsal", why="its process was ended twice by somebody else")

    def _pickled(self, meeting: Meeting) -> bytes:
        """The meeting as it is sent; most mails have the meeting of the mail before."""
        if self._last is None or self._last[0] is not meeting:
            self._last = (meeting, pickle.dumps(meeting))
        return self._last[1]

    def prepare(self) -> None:
        """Let the process start meanwhile, so that the first mail finds it ready."""
        with suppress(OSError):
            self._process = self._process or _Process(self._reader, self._budget)

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def _ready(self) -> "_Process | None":
        try:
            self._process = self._process or _Process(self._reader, self._budget)
            self._process.get_ready()
        except (OSError, EOFError) as error:
            self.close()
            log.error("mail read without rehearsal", why=f"no process can be started: {type(error).__name__}")  # noqa: TRY400 - no fault of the program's
        return self._process

    def _asked(self, process: "_Process", parts: Sequence[bytes]) -> bool:
        """Whether the mail was read; False where the process had ended for another reason than the mail."""
        try:
            last = process.ask(parts) == LAST
        except TimeoutError:
            self.close()
            raise OverBudgetError(f"reading it took over {self._budget.wall_seconds:g} s") from None
        except (EOFError, OSError):
            why = process.ended_by()
            self.close()
            if why:
                raise OverBudgetError(why) from None
            return False
        if last:
            self.close()
        return True


class _Process:
    """A process that reads, on its way; OSError where none can be started."""

    def __init__(self, reader: str, budget: Budget) -> None:
        self._door, inside = socket.socketpair()
        self._budget, self._is_ready = budget, False
        try:
            with inside:
                self._running = _started(inside.fileno(), reader, budget)
        except OSError:
            self._door.close()
            raise

    def get_ready(self) -> None:
        """Wait until it can be asked; EOFError or OSError where that does not come about."""
        if not self._is_ready:
            self._door.settimeout(self._budget.start_seconds)
            receive(self._door)
            self._door.settimeout(self._budget.wall_seconds)
            self._is_ready = True

    def ask(self, parts: Sequence[bytes]) -> bytes:
        """What it says when it is done. TimeoutError where it takes too long, EOFError or OSError where it ended."""
        send(self._door, *parts)
        (said,) = receive(self._door)
        return said

    def ended_by(self) -> str:
        """What of the mail ended it; empty where it ended by itself or somebody else did it."""
        self._door.close()
        try:
            code = self._running.wait(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            return "reading it closed the way back"
        return ENDED.get(code, f"reading it ended its process with status {code}")

    def end(self) -> None:
        """End it at once, whatever it does."""
        self._door.close()
        self._running.kill()
        self._running.wait()


def _started(file: int, reader: str, budget: Budget) -> "subprocess.Popen[bytes]":
    limits = (f"{budget.cpu_seconds}", f"{budget.memory_bytes}", f"{budget.idle_seconds}")
    return subprocess.Popen(
        [sys.executable, "-m", "bot.service.rehearsing", f"{file}", reader, *limits],
        pass_fds=[file],
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        # An error's text may quote a mail.
        stderr=subprocess.DEVNULL,
    )


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    ours = str(Path(bot.__file__).parents[1])
    return kept | {"PYTHONPATH": os.pathsep.join([ours, *filter(None, [kept.get("PYTHONPATH")])])}
