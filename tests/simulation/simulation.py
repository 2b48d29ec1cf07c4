"""One meeting from its seed: planned, held among faults, closed in calm, and checked."""

import logging
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import structlog

from bot.core.schedule import settled_at
from bot.core.state import Phase
from bot.errors import BadFileError, RefusedError, StoreError
from bot.mail.envelope import Outgoing
from bot.service import following_up, holds, planning
from tests.simulation.invariants import check
from tests.simulation.letters import plain_letters
from tests.simulation.plan import Plan, draw_plan
from tests.simulation.process import MortalStore, Process, store_in
from tests.simulation.record import BrokenError
from tests.simulation.servers import CrashError, Fate, Post
from tests.simulation.tampering import tampering_is_found
from tests.simulation.world import World

STEPS = 16
# A letter that a server keeps putting off is given up after a day; retries come every hour.
CALM = timedelta(hours=40)
CALM_STEPS = 200
ROUNDS = 60
# Every so many meetings are held with the real letters and documents.
WHOLE_LETTERS = 10


@dataclass(frozen=True, slots=True)
class Held:
    """What a simulated meeting was worth; `seal` is the hash of its journal's last entry."""

    seed: int
    seal: str
    mails: int
    letters: int
    crashes: int
    phase: str


class Simulation:
    """One meeting with all that happens around it."""

    def __init__(self, seed: int, store: MortalStore, archive: Path) -> None:
        self.seed = seed
        self.chance = Random(seed)  # noqa: S311 - a game of chance, not a secret
        self.plan: Plan = draw_plan(self.chance)
        self.fate = Fate(
            self.chance, crash=self.chance.choice((0, 0, 0.002, 0.01)), fault=self.chance.choice((0, 0.02, 0.1, 0.3))
        )
        self.store = store
        self.archive = archive
        self.world = self._world()
        self.post = Post(self.fate, self._receive, self._some(0.04))
        self.process: Process | None = None
        self.crashes = 0

    def _world(self) -> World:
        world = World(self.plan, self.chance, self.fate)
        world.now = min(self.plan.meeting.deadline, *self._starts()) - timedelta(minutes=30)
        if self.chance.random() < 0.3:
            world.skew = timedelta(seconds=self.chance.choice((-3600, -300, -2, 2, 300, 3600)))
        world.bouncing, world.looping, world.away = self._some(0.04), self._some(0.02), self._some(0.1)
        return world

    def _starts(self) -> list[datetime]:
        at = self.plan.meeting.notice_at or self.plan.meeting.deadline - timedelta(hours=4)
        return [at]

    def _some(self, share: float) -> frozenset[str]:
        return frozenset(each.email for each in self.plan.everybody if self.chance.random() < share)

    def _receive(self, outgoing: Outgoing) -> None:
        self.world.receive(outgoing)
        if self.process is not None:
            self.process.meanwhile(self.world.folder, self.post)

    def run(self) -> Held:
        """Hold the meeting and check it; BrokenError where an invariant does not hold."""
        self._until_planned()
        self._disturbed()
        self._calm()
        if self._alive("_afterwards"):
            self._calm()
        assert self.process is not None
        check(self.world, self.process, self.post)
        phase = self._phase()
        with self.store.read() as uow:
            seal = uow.entries(self.plan.meeting.id)[-1].hash
        mails, letters = len(self.world.folder.slots), len(self.world.delivered)
        if self.chance.random() < 0.5:
            self.store.fate = None
            tampering_is_found(self.world, self.process)
        return Held(self.seed, seal, mails, letters, self.crashes, phase.value)

    def _phase(self) -> Phase:
        with self.store.read() as uow:
            assert self.process is not None
            return self.process.office.state(uow, self.plan.meeting.id).phase

    # The process.

    def _alive(self, deed: str) -> bool:
        """Do it in a process that runs; whether it survived. A new one is started where none runs."""
        try:
            if self.process is None:
                self.process = self._started()
            getattr(self, deed)(self.process)
        except CrashError:
            self.process = None
            self.crashes += 1
            return False
        except StoreError:
            return False
        return True

    def _started(self) -> Process:
        return Process(self.store, self.archive, self.fate, self.plan.trust, self.world.office_now, self._has_read)

    def _has_read(self) -> None:
        """Note when the folder was read to its end, as long as the meeting has not closed."""
        if self.process is not None and self._phase() is Phase.OPEN:
            self.world.readings.append((self.world.now, self.world.process_now))

    def _turn(self, process: Process) -> None:
        process.turn(self.world.folder, self.post)

    # The coordinator, who looks what became of it and does it again where it came to nothing.

    def _until_planned(self) -> None:
        while not self._alive("_add"):
            pass
        while not self._alive("_approve"):
            pass

    def _add(self, process: Process) -> None:
        with self.store.read() as uow:
            known = uow.meeting_ids()
        if not known:
            planning.add(process.office, self.plan.loaded)

    def _approve(self, process: Process) -> None:
        if self._phase() is Phase.PLANNED:
            planning.approve(process.office, self.plan.meeting.id)

    def _interfere(self, process: Process) -> None:
        office, meeting_id = process.office, self.plan.meeting.id
        try:
            match self.chance.choices(("settle", "record", "mark", "extend", "cancel"), (10, 10, 5, 3, 1))[0]:
                case "settle":
                    self._settle(process)
                case "record":
                    planning.record(office, meeting_id, self.world.ruling())
                case "mark":
                    self._mark(process)
                case "extend":
                    later = timedelta(minutes=self.chance.randint(1, 300))
                    planning.extend(office, meeting_id, self.plan.meeting.deadline + later)
                case _:
                    planning.cancel(office, meeting_id)
        except (RefusedError, BadFileError):
            return

    def _settle(self, process: Process) -> None:
        """The coordinator releases or refuses mails that wait, and one that does not."""
        with self.store.read() as uow:
            mails = process.office.state(uow, self.plan.meeting.id).mails
        waiting = [sha256 for sha256, mail in mails.items() if mail.held]
        others = self.chance.sample(list(mails), min(1, len(mails)))
        for sha256 in [*self.chance.sample(waiting, len(waiting)), *others]:
            with suppress(RefusedError):
                if self.chance.random() < 0.7:
                    holds.release(process.office, self.plan.meeting.id, sha256, reason="på telefon")
                else:
                    holds.refuse(process.office, self.plan.meeting.id, sha256, reason="ikke fra dem")

    def _mark(self, process: Process) -> None:
        """The coordinator marks who is to act, or takes a mark back."""
        number, marked = self.world.mark()
        decide = following_up.mark if self.chance.random() < 0.7 else following_up.remove
        with suppress(RefusedError, BadFileError):
            decide(process.office, self.plan.meeting.id, number, marked)

    def _afterwards(self, process: Process) -> None:
        """What the coordinator does when the meeting is over: they mark, and finish the protocol where that waits."""
        for _ in range(self.chance.choice((0, 0, 1, 3))):
            self._mark(process)
        if self.chance.random() < 0.5:
            with suppress(RefusedError):
                planning.approve_protocol(process.office, self.plan.meeting.id, "på telefon")

    # The time passes.

    def _disturbed(self) -> None:
        ends = self.plan.meeting.deadline + timedelta(hours=1)
        span = (ends - self.world.now) / STEPS
        down = 0
        while self.world.now < ends:
            self._accidents()
            if down > 0:
                down -= 1
            elif not self._alive("_turn"):
                down = self.chance.choice((0, 0, 1, 4))
            elif self.chance.random() < 0.06:
                self._alive("_interfere")
            self.world.advance(self._next(span * self.chance.uniform(0.1, 2)))

    def _next(self, span: timedelta) -> datetime:
        """Not past the deadline at once: the seconds around it are looked at."""
        to = self.world.now + span
        for seconds in (-1, 0, 1, 3, 4):
            edge = self.plan.meeting.deadline + timedelta(seconds=seconds)
            if self.world.now < edge < to:
                return edge
        return to

    def _accidents(self) -> None:
        if self.chance.random() < 0.08:
            self.world.something_comes()
        if not self.fate.fault:
            return
        if self.chance.random() < 0.02:
            self.world.folder.renumber(self.chance)
        if self.chance.random() < 0.02:
            self.world.skew += timedelta(seconds=self.chance.choice((-7200, -60, 60, 7200)))
        if self.chance.random() < 0.02:
            self.process = None

    def _calm(self) -> None:
        """Nothing fails any more: what was disturbed comes right, to the end."""
        self.fate.calm()
        self.world.skew = timedelta()
        ends = self.world.now + CALM
        for _ in range(CALM_STEPS):
            self._until_quiet()
            ahead = self._ahead()
            if ahead is None or ahead > ends:
                return
            self.world.advance(max(ahead, self.world.now))
        raise BrokenError("I6: a letter stays queued, and is not handed over when it is due")

    def _ahead(self) -> datetime | None:
        """When something will happen next: a letter is tried again, or a mail comes."""
        assert self.process is not None
        with self.store.read() as uow:
            due = uow.next_due()
            state = self.process.office.state(uow, self.plan.meeting.id)
        closes = settled_at(state) if state.phase in {Phase.APPROVED, Phase.OPEN} else None
        return min((at for at in (due, self.world.next_event(), closes) if at is not None), default=None)

    def _moves(self) -> tuple[int, int, int]:
        """How many letters were delivered, mails sent, and mails that the folder shows."""
        folder = self.world.folder
        return len(self.world.delivered), len(folder.slots), len(folder.shown())

    def _until_quiet(self) -> None:
        for _ in range(ROUNDS):
            before = self._moves()
            self._alive("_turn")
            self.world.advance(self.world.now + timedelta(seconds=5))
            if before == self._moves():
                return
        raise BrokenError("I7: mails go to and fro without end")


class Stage:
    """Where simulations run one after the other: one store, emptied in between."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store = store_in(folder)

    def hold(self, seed: int) -> Held:
        """The meeting of that seed; BrokenError or whatever the service raised where it does not end well."""
        self._store.empty()
        # Letters that failed together are spread out by the interpreter's own chance.
        random.seed(seed)
        archive = self._folder / str(seed)
        letters = nullcontext() if seed % WHOLE_LETTERS == 0 else plain_letters()
        try:
            with letters:
                return Simulation(seed, self._store, archive).run()
        finally:
            shutil.rmtree(archive, ignore_errors=True)


@contextmanager
def stage() -> Iterator[Stage]:
    """A stage in memory where the machine has a file system there, with motebot's log turned off meanwhile."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    with tempfile.TemporaryDirectory(prefix="motebot-", dir=memory if memory.is_dir() else None) as name:
        try:
            yield Stage(Path(name))
        finally:
            structlog.configure(**before)


__all__ = ["BrokenError", "Held", "Stage", "stage"]
