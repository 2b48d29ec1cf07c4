"""When a letter that was not taken is tried again, and when it is given up: pure, `now` is a parameter.

The first tries come within seconds, for a server that is being restarted; then minutes, for greylisting, which lets
a sender in after one to fifteen of them; then once an hour.
"""

from datetime import datetime, timedelta
from typing import Final

DELAYS_SECONDS: Final = (5, 15, 60, 180, 300, 600, 1200, 2400, 3600)
JITTER: Final = 0.2
GIVE_UP_AFTER: Final = timedelta(days=1)
# A machine that slept for a day has not tried for a day.
LEAST_ATTEMPTS: Final = len(DELAYS_SECONDS)


def next_attempt(attempts: int, now: datetime, jitter: float = 0.0) -> datetime:
    """The moment of the next try after `attempts` tries without success.

    `jitter` from 0 to 1 spreads letters that failed together over up to a fifth more than the delay.
    """
    last = len(DELAYS_SECONDS) - 1
    delay = DELAYS_SECONDS[min(max(attempts - 1, 0), last)]
    return now + timedelta(seconds=delay * (1 + JITTER * min(max(jitter, 0.0), 1.0)))


def gives_up(attempts: int, elapsed: timedelta) -> bool:
    """Whether a letter is given up that has been tried so often, the first time so long ago.

    A day is enough: only our own submission server is tried, and it retries on its own once it has taken a letter.
    """
    return elapsed >= GIVE_UP_AFTER and attempts >= LEAST_ATTEMPTS
