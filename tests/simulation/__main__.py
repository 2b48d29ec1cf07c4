"""Hold many simulated meetings, or one again: `python -m tests.simulation --meetings 10000 --seconds 120`."""

import argparse
import sys
import time
import traceback
from collections import Counter

from tests.simulation.simulation import stage


def main() -> int:
    """0 where all held, 1 where an invariant was broken; the failing seed is printed with its replay."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--meetings", type=int, default=10_000, help="how many at the most (default 10000)")
    parser.add_argument("--seconds", type=float, default=120, help="how long at the most (default 120)")
    parser.add_argument("--first", type=int, default=1, help="the first seed (default 1)")
    parser.add_argument("--seed", type=int, help="hold the meeting of this seed only")
    parser.add_argument("--go-on", action="store_true", help="go on after a failure, and count")
    asked = parser.parse_args()
    seeds = [asked.seed] if asked.seed is not None else range(asked.first, asked.first + asked.meetings)
    return _hold(seeds, asked.seconds, go_on=asked.go_on)


def _hold(seeds: "list[int] | range", seconds: float, *, go_on: bool) -> int:
    began, phases, broken, mails = time.monotonic(), Counter[str](), 0, 0
    with stage() as scene:
        for seed in seeds:
            if time.monotonic() - began > seconds:
                break
            try:
                held = scene.hold(seed)
            except Exception as error:  # noqa: BLE001 - whatever the service raises is what is looked for
                broken += 1
                _tell(seed, error, whole=not go_on)
                if not go_on:
                    break
            else:
                phases[held.phase] += 1
                mails += held.mails
    took = time.monotonic() - began
    total = sum(phases.values())
    _say(f"{total} meetings held in {took:.1f} s ({total / took:.1f} a second), {mails} mails: {dict(phases)}")
    return int(broken > 0)


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
