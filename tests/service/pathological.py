"""A reader of mails that does what a mail says: what the real one must never do, and might."""

import ctypes
import os
import re
import signal
import time

from bot.service import rehearsing
from bot.service.given import Given


def read(raw: bytes, given: Given | None) -> None:
    rehearsing.read(raw, given)
    deed = re.search(rb"DO-(\w+)", raw) or (given and re.search(rb"THEN-(\w+)", raw))
    if deed:
        DEEDS[deed[1].decode()]()


def pattern() -> None:
    """One call into C that never ends: no handler of Python's gets a turn."""
    re.match(r"(a|a)*$", "a" * 64 + "b")


def spin() -> None:
    while True:
        pass


def allocate() -> None:
    bytes(10**9)


def hoard() -> None:
    kept = []
    while True:
        kept.append(bytearray(2**20))


def grow() -> None:
    KEPT.append(bytearray(b"x") * 100 * 2**20)


def sleep() -> None:
    time.sleep(60)


def crash() -> None:
    ctypes.string_at(0)


def leave() -> None:
    os._exit(7)


def fail() -> None:
    raise ValueError


def killed() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGTERM)


def write() -> None:
    """What the limits forbid besides: a file of any size."""
    with open("motebot-was-here", "w") as file:  # noqa: PTH123 - the plainest way
        file.write("x" * 10_000)


KEPT: list[bytearray] = []
DEEDS = {
    each.__name__: each for each in (pattern, spin, allocate, hoard, grow, sleep, crash, leave, fail, killed, write)
}
