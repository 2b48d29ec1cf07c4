from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import StoreError
from bot.store.store import OutboxRow, Store

NOW = datetime(2022, 2, 23, 7, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BOT = "mote@region.example"
KARI = OutboxRow("m", "notice/hole", "<1@region.example>", BOT, "kari.berg@hole.example", "a" * 64, NOW, first_due=NOW)
EVA = replace(
    KARI,
    key="notice/modum",
    message_id="<2@region.example>",
    recipient="eva.moe@modum.example",
    due=NOW - MINUTE,
    first_due=NOW - MINUTE,
)


@pytest.fixture
def queued(store: Store) -> Store:
    """A store with a letter to Kari, due now, and one to Eva, due a minute ago."""
    with store.begin() as work:
        work.queue(KARI)
        work.queue(EVA)
    return store


def test_letter_comes_back_as_queued(queued: Store) -> None:
    with queued.read() as work:
        assert work.outbox("m") == (KARI, EVA)
        assert work.outbox("n") == ()


@pytest.mark.parametrize(
    "again",
    [KARI, replace(KARI, message_id="<other@region.example>"), replace(KARI, key="other")],
    ids=["same", "same key", "same Message-ID"],
)
def test_letter_is_queued_only_once(queued: Store, again: OutboxRow) -> None:
    with pytest.raises(StoreError, match="was queued before"), queued.begin() as work:
        work.queue(again)
    with queued.read() as work:
        assert work.outbox("m") == (KARI, EVA)


def test_same_key_in_another_meeting_is_another_letter(queued: Store) -> None:
    with queued.begin() as work:
        work.queue(replace(KARI, meeting_id="n", message_id="<3@region.example>"))
        assert len(work.outbox("n")) == 1


def test_longest_overdue_letter_is_claimed_first(queued: Store) -> None:
    with queued.begin() as work:
        claimed = work.claim(NOW, limit=1)
        assert claimed == (replace(EVA, state="sending", attempts=1),)
        assert work.outbox("m") == (KARI, *claimed)
        assert work.claim(NOW, limit=5) == (replace(KARI, state="sending", attempts=1),)
        assert work.claim(NOW, limit=5) == ()


def test_letter_that_is_not_due_is_not_claimed(queued: Store) -> None:
    with queued.begin() as work:
        assert work.claim(NOW - timedelta(microseconds=1), limit=5) == (replace(EVA, state="sending", attempts=1),)
        assert work.claim(NOW - 2 * MINUTE, limit=5) == ()


def test_next_due_is_the_earliest_queued(queued: Store) -> None:
    with queued.begin() as work:
        assert work.next_due() == EVA.due
        work.claim(NOW, limit=1)
        assert work.next_due() == KARI.due
        work.claim(NOW, limit=1)
        assert work.next_due() is None


def test_sent_letter_is_never_claimed_again(queued: Store) -> None:
    with queued.begin() as work:
        work.claim(NOW, limit=1)
        work.settle(EVA.message_id, "sent", "250 2.0.0 Ok")
        assert work.release_claims() == 0
        assert [row.key for row in work.claim(NOW + MINUTE, limit=5)] == [KARI.key]
        assert work.outbox("m")[1] == replace(EVA, state="sent", attempts=1, response="250 2.0.0 Ok")


def test_refused_letter_waits_for_its_next_time(queued: Store) -> None:
    later = NOW + 15 * MINUTE
    with queued.begin() as work:
        work.claim(NOW, limit=5)
        work.settle(EVA.message_id, "queued", "451 4.7.1 greylisted", later)
        assert work.claim(later - MINUTE, limit=5) == ()
        assert work.next_due() == later
        (again,) = work.claim(later, limit=5)
    assert (again.attempts, again.response) == (2, "451 4.7.1 greylisted")
    assert (again.due, again.first_due) == (later, EVA.due)


def test_letter_without_a_first_time_takes_its_due_time(store: Store) -> None:
    with store.begin() as work:
        work.queue(replace(KARI, first_due=None))
        assert work.outbox("m") == (KARI,)


def test_retry_without_a_time_keeps_the_due_time(queued: Store) -> None:
    with queued.begin() as work:
        work.claim(NOW, limit=1)
        work.settle(EVA.message_id, "queued", "421 4.3.2 stopping", None)
        assert work.next_due() == EVA.due


def test_outcome_of_an_unknown_letter_is_refused(queued: Store) -> None:
    with pytest.raises(StoreError, match="no letter"), queued.begin() as work:
        work.settle("<other@region.example>", "sent", "250")


def test_interrupted_letters_are_queued_again(queued: Store) -> None:
    with queued.begin() as work:
        work.claim(NOW, limit=5)
    with queued.begin() as work:
        assert work.release_claims() == 2
        assert work.outbox("m") == (replace(KARI, attempts=1), replace(EVA, attempts=1))
        assert work.release_claims() == 0


def test_letters_are_found_by_message_id(queued: Store) -> None:
    unknown = [f"<{number}@other.example>" for number in range(2000)]
    with queued.read() as work:
        assert work.letters_by_message_id([EVA.message_id, *unknown, KARI.message_id, EVA.message_id]) == (
            EVA,
            KARI,
        )
        assert work.letters_by_message_id(["\0", "\udc80"]) == work.letters_by_message_id([]) == ()


def test_letter_of_any_characters_is_kept(store: Store) -> None:
    odd = replace(KARI, key="k\0", message_id="<\udc80>", recipient="\x1a", meeting_id="æ\0")
    with store.begin() as work:
        work.queue(odd)
        work.settle("<\udc80>", "failed", "550 \0\ud800")
    with store.read() as work:
        assert work.outbox("æ\0") == (replace(odd, state="failed", response="550 \0\ud800"),)


def test_naive_due_time_is_refused_without_its_statement(store: Store) -> None:
    with pytest.raises(StoreError, match=r"has no offset; times are aware$"), store.begin() as work:
        work.queue(replace(KARI, due=NOW.replace(tzinfo=None)))
