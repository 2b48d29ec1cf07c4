"""The machine's clock, watched for jumps, across restarts of the service (`core.clock` says what follows)."""

import time
from collections.abc import Callable
from pathlib import Path

import structlog

from bot.core.clock import STEADY_SECONDS, Clock, seen
from bot.service.office import Office

log = structlog.get_logger()

SEEN = "clock"
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> str:
    """What names this run of the machine; empty where the kernel does not say."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def since_boot() -> float:
    """The seconds since the machine was started, those asleep included; nobody can set them."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class ClockWatch:
    """Looks at the clock each time it is asked, and remembers in the store when it was last doubted."""

    def __init__(
        self, office: Office, elapsed: Callable[[], float] = since_boot, boot: Callable[[], str] = boot_id
    ) -> None:
        self._office = office
        self._elapsed = elapsed
        self._boot = boot()
        with office.store.read() as uow:
            self._seen = _read(uow.mark(SEEN))

    def is_believed(self) -> bool:
        """Whether a deadline that has passed by the clock may be taken for passed."""
        elapsed = self._elapsed()
        before, self._seen = self._seen, seen(self._seen, self._boot, self._office.now(), elapsed)
        if before is None or before.doubted_until != self._seen.doubted_until or before.boot != self._boot:
            self._keep(before)
        return self._seen.is_believed(elapsed)

    def _keep(self, before: Clock | None) -> None:
        clock = self._seen
        assert clock is not None  # noqa: S101 - it has just been seen
        if before is not None:
            moved = "started anew" if before.boot != clock.boot else f"moved by {clock.ahead - before.ahead:.0f} s"
            log.warning("clock doubted", why=moved, no_meeting_closes_for_seconds=STEADY_SECONDS)
        with self._office.store.begin() as uow:
            uow.set_mark(SEEN, f"{clock.boot or '-'} {clock.ahead!r} {clock.doubted_until!r}")


def _read(noted: str | None) -> Clock | None:
    boot, *numbers = (noted or "").split() or [""]
    if len(numbers) != 2:
        return None
    return Clock(boot if boot != "-" else "", float(numbers[0]), float(numbers[1]))
