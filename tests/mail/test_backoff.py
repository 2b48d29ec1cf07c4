"""When a letter is tried again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.mail.backoff import GIVE_UP_AFTER, gives_up, next_attempt

NOW = datetime(2022, 3, 1, 12, 0, tzinfo=UTC)


def waits(attempts: int, jitter: float = 0.0) -> float:
    return (next_attempt(attempts, NOW, jitter) - NOW).total_seconds()


def test_waits_grow_from_seconds_to_an_hour() -> None:
    assert [waits(attempts) for attempts in (1, 3, 9, 100)] == [5, 60, 3600, 3600]


def test_greylisting_of_fifteen_minutes_is_passed_within_half_an_hour() -> None:
    moment, attempts = NOW, 1
    while moment < NOW + timedelta(minutes=15):
        moment = next_attempt(attempts, moment)
        attempts += 1
    assert moment < NOW + timedelta(minutes=30)


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_jitter_only_ever_adds_and_at_most_a_fifth(attempts: int, jitter: float) -> None:
    assert waits(attempts) <= waits(attempts, jitter) <= 1.2 * waits(attempts)


@given(st.integers(0, 100))
def test_waits_never_shrink(attempts: int) -> None:
    assert waits(attempts) <= waits(attempts + 1)


def test_letter_is_given_up_after_a_day_of_tries() -> None:
    assert gives_up(30, GIVE_UP_AFTER)
    assert not gives_up(30, GIVE_UP_AFTER - timedelta(seconds=1))


def test_letter_of_a_machine_that_slept_is_tried_again() -> None:
    assert not gives_up(2, timedelta(days=30))
