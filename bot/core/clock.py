"""Whether the machine's clock is believed when it says that a deadline has passed.

The time of day can be set, by a person or by a time server that has just been reached; the seconds since the machine
was started cannot. Where the one moves against the other by more than `STEP`, or the machine was started anew, the
clock is doubted until it has run evenly for `STEADY_SECONDS`: long enough for a time server to put right what a machine
that was resumed or started believes. A clock that is wrong and stays wrong is believed after that.
"""

from dataclasses import dataclass, replace
from datetime import datetime

STEP_SECONDS = 120.0
STEADY_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Clock:
    """What was last seen of the clock: in which boot, how many seconds the time of day was ahead of the seconds since
    that boot, and until which of them it is doubted."""

    boot: str
    ahead: float
    doubted_until: float = 0.0

    def is_believed(self, elapsed: float) -> bool:
        """Whether it is, so many seconds after the boot."""
        return elapsed >= self.doubted_until


def seen(before: Clock | None, boot: str, now: datetime, elapsed: float) -> Clock:
    """The clock as it is seen now, `elapsed` seconds after the boot; `before` is None where it never was seen."""
    ahead = now.timestamp() - elapsed
    if before is None:
        return Clock(boot, ahead)
    if before.boot != boot or abs(ahead - before.ahead) > STEP_SECONDS:
        return Clock(boot, ahead, elapsed + STEADY_SECONDS)
    return replace(before, ahead=ahead)
