"""Hold many simulated meetings, or one again: `python -m tests.simulation --meetings 10000 --seconds 120`."""

import argparse
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing import Pool

from tests.simulation.simulation import stage


@dataclass(frozen=True, slots=True)
class Job:
    """The seeds of one worker, for how long at the most, and whether it goes on after a failure."""

    seeds: Sequence[int]
    seconds: float
    go_on: bool


@dataclass(slots=True)
class Sum:
    """What came of a worker's meetings."""

    phases: Counter[str] = field(default_factory=Counter)
    mails: int = 0
    letters: int = 0
    crashes: int = 0
    broken: int = 0

    def add(self, other: "Sum") -> None:
        self.phases += other.phases
        self.mails += other.mails
        self.letters += other.letters
        self.crashes += other.crashes
        self.broken += other.broken


def main() -> int:
    """0 where all held, 1 where an invariant was broken; the failing seed is printed with its replay."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--meetings", type=int, default=10_000, help="how many at the most (default 10000)")
    parser.add_argument("--seconds", type=float, default=120, help="how long at the most (default 120)")
    parser.add_argument("--first", type=int, default=1, help="the first seed (default 1)")
    parser.add_argument("--seed", type=int, help="hold the meeting of this seed only")
    parser.add_argument("--workers", type=int, default=1, help="how many processes share them (default 1)")
    parser.add_argument("--go-on", action="store_true", help="go on after a failure, and count")
    asked = parser.parse_args()
    seeds = [asked.seed] if asked.seed is not None else range(asked.first, asked.first + asked.meetings)
    jobs = [Job(seeds[share :: asked.workers], asked.seconds, asked.go_on) for share in range(asked.workers)]
    began, total = time.monotonic(), Sum()
    if len(jobs) == 1:
        total.add(held(jobs[0]))
    else:
        with Pool(len(jobs)) as pool:
            for part in pool.imap_unordered(held, jobs):
                total.add(part)
    took, number = time.monotonic() - began, total.phases.total()
    _say(
        f"{number} meetings held in {took:.1f} s ({number / took:.1f} a second): {dict(total.phases)}, "
        f"{total.mails} mails, {total.letters} letters, {total.crashes} crashes, {total.broken} broken"
    )
    return int(total.broken > 0)


def held(job: Job) -> Sum:
    """Hold the meetings of a job, one after the other; what breaks is printed with its seed."""
    began, total = time.monotonic(), Sum()
    with stage() as scene:
        for seed in job.seeds:
            if time.monotonic() - began > job.seconds or (total.broken and not job.go_on):
                break
            try:
                meeting = scene.hold(seed)
            except Exception as error:  # noqa: BLE001 - whatever the service raises is what is looked for
                total.broken += 1
                _tell(seed, error, whole=not job.go_on)
            else:
                total.add(Sum(Counter([meeting.phase]), meeting.mails, meeting.letters, meeting.crashes))
    return total


def _tell(seed: int, error: Exception, *, whole: bool) -> None:
    if whole:
        traceback.print_exception(error, file=sys.stdout)
    _say(f"seed {seed}: {type(error).__name__}: {error}")
    _say(f"  again: python -m tests.simulation --seed {seed}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
