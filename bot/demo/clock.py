"""The demo's clock: a day of a meeting goes by in seconds, and nothing depends on how fast the machine is."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

OFFICE_HOURS = time(8, 0)


class Clock:
    """Runs as any clock does, from eight in the morning of today in the zone, and can be put forward."""

    def __init__(self, zone: ZoneInfo) -> None:
        morning = datetime.combine(datetime.now(zone).date(), OFFICE_HOURS, zone)
        self._ahead = morning.astimezone(UTC) - datetime.now(UTC)

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return datetime.now(UTC) + self._ahead

    def forward(self, time: timedelta) -> None:
        """Let that much time pass at once."""
        self._ahead += time

    def forward_to(self, at: datetime) -> None:
        """Let time pass until then; nothing happens where it has come already."""
        self.forward(max(at - self.now(), timedelta()))
