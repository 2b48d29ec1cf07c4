"""A few dozen whole meetings among faults, in every run of the tests; `python -m tests.simulation` holds thousands."""

from collections.abc import Iterator

import pytest

from tests.simulation.simulation import Stage, stage

SEEDS = range(1, 81)
SHARES = 8


@pytest.fixture(scope="module")
def scene() -> Iterator[Stage]:
    with stage() as scene:
        yield scene


@pytest.mark.parametrize("share", range(SHARES))
def test_no_invariant_breaks_in_meetings_among_faults(scene: Stage, share: int) -> None:
    """Each share of the seeds, so that the workers divide them; a failure names the seed and how to replay it."""
    for seed in SEEDS[share::SHARES]:
        try:
            scene.hold(seed)
        except Exception as error:
            error.add_note(f"again: python -m tests.simulation --seed {seed}")
            raise


def test_the_same_seed_gives_the_same_meeting(scene: Stage) -> None:
    assert scene.hold(7) == scene.hold(7)
