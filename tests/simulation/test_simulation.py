"""Whole meetings among faults in every run of the tests; `python -m tests.simulation` holds as many as one likes.

Where CI is set, two workers hold ten thousand meetings or as many as two minutes let them, always from seed 1 on, and a
few dozen on a developer's machine. `--meetings 10000 --first 1` holds those ten thousand to the end.
"""

import os
import time
from collections.abc import Iterator
from itertools import count

import pytest

from tests.simulation.mutations import MUTATIONS, ROOT, Mutation
from tests.simulation.simulation import Stage, stage

SHARES = 16
SECONDS_OF_A_SHARE = 15.0 if os.environ.get("CI") else 1.5
LEAST_OF_A_SHARE, MOST_OF_A_SHARE = 4, 10_000 // SHARES


@pytest.fixture(scope="module")
def scene() -> Iterator[Stage]:
    with stage() as scene:
        yield scene


@pytest.mark.parametrize("share", range(SHARES))
def test_no_invariant_breaks_in_meetings_among_faults(scene: Stage, share: int) -> None:
    """Each share of the seeds, so that the workers divide them; a failure names the seed and how to replay it."""
    began = time.monotonic()
    seeds = count(share + 1, SHARES)
    for held, seed in enumerate(seeds):
        late = time.monotonic() - began > SECONDS_OF_A_SHARE
        if held == MOST_OF_A_SHARE or (held >= LEAST_OF_A_SHARE and late):
            return
        try:
            scene.hold(seed)
        except Exception as error:
            error.add_note(f"again: python -m tests.simulation --seed {seed}")
            raise


def test_the_same_seed_gives_the_same_meeting(scene: Stage) -> None:
    assert scene.hold(7) == scene.hold(7)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.name)
def test_each_mutation_still_has_its_place(mutation: Mutation) -> None:
    """A mutation whose words are gone breaks nothing, and says so only when somebody runs it."""
    assert 1 == (ROOT / mutation.file).read_text(encoding="utf-8").count(mutation.old)
