import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from bot.core.journal import (
    GENESIS,
    DeadlineMoved,
    LetterFailed,
    LetterSent,
    MeetingApproved,
    MeetingCancelled,
    first_break,
)
from bot.errors import StoreError
from bot.store.store import Store

NOW = datetime(2022, 3, 2, 8, 0, 0, 123456, tzinfo=UTC)
SENT = LetterSent("notice/hole", "250 2.0.0 Ok")
FAILED = LetterFailed("notice/modum", "550 5.1.1 Ukjent")


def append(store: Store, *facts: LetterSent | LetterFailed | MeetingApproved, meeting: str = "m") -> None:
    with store.begin() as work:
        work.append(meeting, facts, NOW)


def alter(store: Store, statement: str) -> None:
    with store._connection() as connection, connection.begin():
        connection.execute(text(statement))


def test_facts_come_back_in_the_order_appended(store: Store) -> None:
    append(store, MeetingApproved(), SENT)
    append(store, FAILED)
    with store.read() as work:
        entries = work.entries("m")
    assert [entry.fact for entry in entries] == [MeetingApproved(), SENT, FAILED]
    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert {entry.at for entry in entries} == {NOW}


def test_append_gives_what_is_read_back(store: Store) -> None:
    with store.begin() as work:
        appended = work.append("m", [SENT, FAILED], NOW)
        assert work.entries("m") == appended
    with store.read() as work:
        assert work.entries("m") == appended


def test_each_entry_seals_the_one_before(store: Store) -> None:
    append(store, SENT, FAILED)
    append(store, SENT)
    with store.read() as work:
        entries = work.stored_entries("m")
    assert [entry.previous for entry in entries] == [GENESIS, entries[0].hash, entries[1].hash]
    assert first_break("m", entries) is None


def test_only_entries_past_a_number_are_read(store: Store) -> None:
    append(store, MeetingApproved(), SENT, FAILED)
    with store.read() as work:
        assert [entry.sequence for entry in work.entries("m", after=2)] == [3]
        assert work.entries("m", after=3) == ()


def test_meetings_come_in_the_order_added(store: Store) -> None:
    for meeting in ("z", "a", "z", "æ\0\ud800"):
        append(store, SENT, meeting=meeting)
    with store.read() as work:
        assert work.meeting_ids() == ("z", "a", "æ\0\ud800")
        assert len(work.entries("z")) == 2
        assert first_break("æ\0\ud800", work.stored_entries("æ\0\ud800")) is None


def test_nothing_is_known_of_an_unknown_meeting(store: Store) -> None:
    with store.begin() as work:
        assert work.append("m", [], NOW) == ()
        assert work.meeting_ids() == ()
        assert work.entries("m") == ()
        assert work.stored_entries("m") == ()


def test_time_of_an_entry_is_kept_in_utc(store: Store) -> None:
    oslo = NOW.astimezone(timezone(timedelta(hours=1)))
    with store.begin() as work:
        work.append("m", [SENT], oslo)
    with store.read() as work:
        entry = work.entries("m")[0]
        assert first_break("m", work.stored_entries("m")) is None
    assert entry.at.isoformat() == "2022-03-02T08:00:00.123456+00:00"


def test_naive_time_of_an_entry_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no offset"), store.begin() as work:
        work.append("m", [SENT], NOW.replace(tzinfo=None))


@pytest.mark.parametrize("words", ["\0", "\udc80", "\ud83d\ude00", "😀", "\x1a0000", "\\u0000", "æøå'\"\r\n"])
def test_any_text_is_kept_and_sealed(store: Store, words: str) -> None:
    with store.begin() as work:
        appended = work.append("m", [LetterSent("k", words)], NOW)
    with store.read() as work:
        assert work.entries("m") == appended
        assert first_break("m", work.stored_entries("m")) is None


def test_exception_takes_everything_back(store: Store) -> None:
    append(store, MeetingApproved())

    def break_off() -> None:
        with store.begin() as work:
            work.append("m", [MeetingCancelled(), DeadlineMoved(NOW)], NOW)
            work.set_mark("a", "b")
            raise LookupError

    with pytest.raises(LookupError):
        break_off()
    with store.read() as work:
        assert len(work.entries("m")) == 1
        assert work.mark("a") is None


@pytest.mark.parametrize(
    ("alteration", "broken"),
    [
        ("UPDATE journal SET payload = replace(payload, '550', '250') WHERE sequence = 2", 2),
        ("DELETE FROM journal WHERE sequence = 2", 2),
        ("UPDATE journal SET at = replace(at, '2022', '2021') WHERE sequence = 3", 3),
        ("UPDATE journal SET sequence = CASE sequence WHEN 1 THEN -1 ELSE sequence END", 1),
    ],
)
def test_alteration_is_found_in_the_chain(store: Store, alteration: str, broken: int) -> None:
    append(store, SENT, FAILED, SENT, FAILED)
    alter(store, alteration)
    with store.read() as work:
        assert first_break("m", work.stored_entries("m")) == broken


@pytest.mark.parametrize("change", ["payload = 'x'", "payload = '{'", "at = 'x'", "at = '2022-03-02T08:00:00'"])
def test_text_that_is_no_value_is_one_clear_line(store: Store, change: str) -> None:
    append(store, SENT)
    alter(store, f"UPDATE journal SET {change}")  # noqa: S608 - the changes stand right above
    with pytest.raises(StoreError, match="altered"), store.read() as work:
        work.stored_entries("m")


def test_payload_that_is_no_object_is_one_clear_line(store: Store) -> None:
    append(store, SENT)
    alter(store, "UPDATE journal SET payload = '[1]'")
    with pytest.raises(StoreError), store.read() as work:
        work.entries("m")


def test_stored_payload_is_plain_json(store: Store) -> None:
    append(store, SENT)
    with store._connection() as connection, connection.begin():
        stored = connection.execute(text("SELECT payload FROM journal")).scalar_one()
    assert json.loads(stored) == {
        "type": "letter_sent",
        "key": "notice/hole",
        "response": "250 2.0.0 Ok",
    }


def test_processes_that_append_at_once_keep_the_chain(
    store: Store, start_appender: Callable[..., subprocess.Popen[str]]
) -> None:
    processes = [start_appender(name, 25) for name in ("a", "b")]
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0
    with store.read() as work:
        assert first_break("m", work.stored_entries("m")) is None
        facts = [entry.fact for entry in work.entries("m")]
    assert len(facts) == 100
    for sent, failed in zip(facts[::2], facts[1::2], strict=True):
        assert isinstance(sent, LetterSent)
        assert isinstance(failed, LetterFailed)
        assert sent.key == failed.key


def test_killed_process_loses_nothing_committed(
    store: Store, start_appender: Callable[..., subprocess.Popen[str]]
) -> None:
    process = start_appender("a", 100_000)
    assert process.stdout
    lines = [process.stdout.readline() for _ in range(20)]
    process.kill()
    committed = [*lines, *process.communicate(timeout=30)[0].splitlines()][1:]
    with store.begin() as work:
        entries = work.stored_entries("m")
        assert first_break("m", entries) is None
        assert len(committed) * 2 <= len(entries) <= len(committed) * 2 + 2
        assert len(entries) % 2 == 0


def test_process_killed_inside_a_transaction_leaves_nothing(
    store: Store, start_appender: Callable[..., subprocess.Popen[str]]
) -> None:
    append(store, SENT)
    process = start_appender("a", "half")
    assert process.stdout
    assert [process.stdout.readline() for _ in range(2)] == ["ready\n", "inside\n"]
    process.kill()
    process.wait(timeout=30)
    with store.begin() as work:
        assert [entry.fact for entry in work.entries("m")] == [SENT]
        assert work.outbox("m") == work.inbox("m") == ()
        assert work.mark("half") is None
        work.append("m", [FAILED], NOW)
        assert first_break("m", work.stored_entries("m")) is None
