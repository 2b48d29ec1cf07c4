"""The process in which a mail is read for the first time: nothing of what it makes is used, and it may be ended.

    python -m bot.service.rehearsing SOCKET READER CPU_SECONDS MEMORY_BYTES IDLE_SECONDS

It is started by `rehearsal`, with one end of a socket pair. The kernel ends it when a mail takes more processor time
than it may, in the middle of a pattern or a parser written in C too: no handler of Python's would get a turn there.
What a mail takes of memory beyond its budget is refused to it.
"""

import importlib
import os
import pickle
import resource
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from bot.core.meeting import Meeting
from bot.reading.message import Message, parse
from bot.service.frames import receive, send
from bot.service.given import Given

READY: Final = b"ready"
DONE: Final = b"done"
# Done, and the process has grown so much that another one is to take its place.
LAST: Final = b"last"
OUT_OF_MEMORY: Final = 3
# The mail is about the protocol.
MINUTES: Final = b"minutes"
GROWTH_BYTES: Final = 64 * 1024 * 1024
# Which figure of /proc/self/statm (proc(5)) is which.
SPACE: Final = 0
IN_USE: Final = 1

Reader = Callable[[bytes, Given | None], None]


def main(arguments: Sequence[str]) -> None:
    """Read what comes until nobody asks any more."""
    # Whoever stops the service stops it alone; this process ends with the socket.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    file, reader, cpu_seconds, memory_bytes, idle_seconds = arguments
    resource.prlimit(0, resource.RLIMIT_CORE, (0, 0))
    # It has no file to write.
    resource.prlimit(0, resource.RLIMIT_FSIZE, (0, 0))
    with socket.socket(fileno=int(file)) as door:
        door.settimeout(float(idle_seconds))
        _serve(door, _named(reader), float(cpu_seconds), int(memory_bytes))


def read(raw: bytes, given: Given | None) -> None:
    """Take the mail apart, and read its words where it is said what they are read with."""
    message = _parsed(raw)
    if given is not None:
        given.reading(message)


# A mail is asked about twice: by itself, and with what it is read with once that is known.
@lru_cache(maxsize=1)
def _parsed(raw: bytes) -> Message:
    return parse(raw)


def packed(meeting: bytes, given: Given) -> tuple[bytes, ...]:
    """What a mail is read with, on its way into this process; the meeting is pickled already."""
    sent = (each.encode("utf-8", "surrogatepass") for each in given.sent)
    return (meeting, MINUTES if given.minutes else b"", *sent)


def unpacked(parts: Sequence[bytes]) -> Given:
    """What was packed."""
    meeting, minutes, *sent = parts
    texts = tuple(each.decode("utf-8", "surrogatepass") for each in sent)
    return Given(_meeting(meeting), texts, minutes=minutes == MINUTES)


# Of each meeting one object, since what is made for a meeting is found by its identity.
@lru_cache(maxsize=32)
def _meeting(pickled: bytes) -> Meeting:
    found: Meeting = pickle.loads(pickled)  # noqa: S301 - it comes from the process that started this one
    return found


def _named(reader: str) -> Reader:
    module, _, name = reader.partition(":")
    found: Reader = getattr(importlib.import_module(module), name)
    return found


def _serve(door: socket.socket, reader: Reader, cpu_seconds: float, memory_bytes: int) -> None:
    base = _bytes_of(IN_USE)
    send(door, READY)
    while True:
        try:
            raw, *given = receive(door)
        except (EOFError, TimeoutError):
            return
        _within(cpu_seconds, memory_bytes, reader, raw, unpacked(given) if given else None)
        grown = _bytes_of(IN_USE) - base > GROWTH_BYTES
        send(door, LAST if grown else DONE)
        if grown:
            return


def _within(cpu_seconds: float, memory_bytes: int, reader: Reader, raw: bytes, given: Given | None) -> None:
    before, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _bytes_of(SPACE) + memory_bytes
    resource.prlimit(0, resource.RLIMIT_AS, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    try:
        reader(raw, given)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception:  # noqa: BLE001, S110 - whoever asked reads the mail next, meets the same, and tells of it
        pass
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.prlimit(0, resource.RLIMIT_AS, (before, most))


def _bytes_of(which: int) -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[which]) * resource.getpagesize()


if __name__ == "__main__":
    main(sys.argv[1:])
