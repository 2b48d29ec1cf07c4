"""When the machine's clock is doubted: after it was set, and after the machine was started."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.clock import STEADY_SECONDS, STEP_SECONDS, Clock, seen

NOW = datetime(2022, 3, 2, 14, 0, tzinfo=UTC)
FIRST = seen(None, "boot", NOW, 1000.0)


def later(seconds: float, jump: float = 0.0, boot: str = "boot", before: Clock = FIRST) -> tuple[Clock, float]:
    """The clock so many seconds on, set ahead meanwhile by `jump`."""
    return seen(before, boot, NOW + timedelta(seconds=seconds + jump), 1000.0 + seconds), 1000.0 + seconds


def test_clock_that_was_never_seen_is_believed() -> None:
    assert FIRST.is_believed(1000.0)


@pytest.mark.parametrize("drift", [0.0, 1.0, -1.0, STEP_SECONDS])
def test_clock_that_runs_evenly_is_believed(drift: float) -> None:
    clock, elapsed = later(3600.0, drift)
    assert clock.is_believed(elapsed)


@pytest.mark.parametrize("jump", [STEP_SECONDS + 1, -STEP_SECONDS - 1, 86_400.0 * 400])
def test_clock_that_was_set_is_doubted_until_it_has_run_evenly(jump: float) -> None:
    clock, elapsed = later(60.0, jump)
    assert not clock.is_believed(elapsed)
    clock, elapsed = later(60.0 + STEADY_SECONDS - 1, jump, before=clock)
    assert not clock.is_believed(elapsed)
    clock, elapsed = later(60.0 + STEADY_SECONDS, jump, before=clock)
    assert clock.is_believed(elapsed)


def test_clock_that_is_set_right_again_is_doubted_anew() -> None:
    clock, _ = later(60.0, 86_400.0)
    clock, _ = later(660.0, 0.0, before=clock)
    clock, elapsed = later(661.0, 0.0, before=clock)
    assert not clock.is_believed(elapsed)


def test_clock_of_a_machine_that_was_started_is_doubted_at_first() -> None:
    clock = seen(FIRST, "next boot", NOW + timedelta(days=2), 30.0)
    assert not clock.is_believed(30.0)
    assert seen(clock, "next boot", NOW + timedelta(days=2, seconds=600), 630.0).is_believed(630.0)


def test_slow_drift_is_no_jump() -> None:
    clock = FIRST
    for hour in range(1, 100):
        clock, elapsed = later(hour * 3600.0, hour * 60.0, before=clock)
        assert clock.is_believed(elapsed)
