"""When a meeting closes: not before what came in time has been read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self

from world import BEGAN, World

from bot.core.minutes import protocol
from bot.core.state import Phase
from bot.mail.fetched import Fetched
from bot.mail.wake import Wake
from bot.service.office import Office
from bot.service.runner import Runner

KARI = "kari.berg@hole.example"
SOON, OVER = BEGAN + timedelta(minutes=20), BEGAN + timedelta(hours=6, minutes=30)


@dataclass
class Slow:
    """The world's mailbox, so slow that the service ticks while it is read; read once, the service is stopped."""

    world: World
    office: Office
    phase_while_read: Phase | None = None
    uid_next: int | None = None

    def __post_init__(self) -> None:
        self.runner = Runner(self.office, lambda: self, None, folder="INBOX", poll_seconds=30)  # type: ignore[arg-type,return-value]
        self.uid_validity = self.world.uid_validity
        self.uids_after, self.mark = self.world.uids_after, self.world.mark

    def fetch(self, uids: Sequence[int], *, max_bytes: int) -> Iterator[Fetched]:
        self.runner._tick()
        self.phase_while_read = self.world.state(self.office).phase
        yield from self.world.fetch(uids, max_bytes=max_bytes)

    def wait(self, timeout_seconds: float, wake: Wake) -> None:
        self.runner.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing was opened."""


def test_meeting_does_not_close_while_votes_that_came_in_time_are_being_read(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, SOON)
    world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
    world.now = OVER
    mailbox = Slow(world, office)
    mailbox.runner._watch()
    assert Phase.OPEN is mailbox.phase_while_read
    mailbox.runner._tick()
    assert Phase.CLOSED is world.state(office).phase
    assert 1 == protocol(world.state(office)).as_json()["cases"][0]["votes"]["for"]
