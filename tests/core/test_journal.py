"""The chain of hashes: whatever is done to a stored journal is found, and where."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.journal import GENESIS, StoredEntry, canonical, first_break, link

START = datetime(2022, 2, 23, 7, 0, tzinfo=UTC)


def chained(*payloads: Mapping[str, Any]) -> list[StoredEntry]:
    entries: list[StoredEntry] = []
    previous = GENESIS
    for number, payload in enumerate(payloads, 1):
        at = START + timedelta(minutes=number)
        sealed = link(previous, "m", number, at, payload)
        entries.append(StoredEntry(number, at, payload, previous, sealed))
        previous = sealed
    return entries


JOURNAL = chained({"fact": "a"}, {"fact": "b", "text": "Æ"}, {"fact": "c"}, {"fact": "d"})


@pytest.mark.parametrize("journal", [[], JOURNAL, JOURNAL[:2]], ids=["empty", "whole", "shorter"])
def test_whole_chain_has_no_break(journal: list[StoredEntry]) -> None:
    assert first_break("m", journal) is None


@pytest.mark.parametrize(
    "change",
    [
        {"payload": {"fact": "x"}},
        {"at": START},
        {"previous": GENESIS[:-1] + "1"},
        {"hash": "0" * 64},
        {"sequence": 9},
    ],
    ids=lambda change: next(iter(change)),
)
def test_changed_entry_is_found(change: dict[str, Any]) -> None:
    changed = [*JOURNAL[:1], replace(JOURNAL[1], **change), *JOURNAL[2:]]
    assert first_break("m", changed) == 2


def test_entry_changed_together_with_its_own_hash_breaks_the_next() -> None:
    payload = {"fact": "x"}
    forged = replace(JOURNAL[1], payload=payload, hash=link(JOURNAL[0].hash, "m", 2, JOURNAL[1].at, payload))
    assert first_break("m", [JOURNAL[0], forged, *JOURNAL[2:]]) == 3


def test_removed_entry_is_found() -> None:
    assert first_break("m", [JOURNAL[0], *JOURNAL[2:]]) == 2


def test_removed_first_entry_is_found() -> None:
    assert first_break("m", JOURNAL[1:]) == 1


def test_reordered_entries_are_found() -> None:
    assert first_break("m", [JOURNAL[0], JOURNAL[2], JOURNAL[1], JOURNAL[3]]) == 2


def test_inserted_entry_is_found() -> None:
    payload = {"fact": "x"}
    inserted = StoredEntry(3, START, payload, JOURNAL[1].hash, link(JOURNAL[1].hash, "m", 3, START, payload))
    assert first_break("m", [*JOURNAL[:2], inserted, *JOURNAL[2:]]) == 4


def test_journal_of_another_meeting_does_not_fit() -> None:
    assert first_break("another", JOURNAL) == 1


def test_entry_is_sealed_with_everything_it_says() -> None:
    seals = {
        link(GENESIS, "m", 1, START, {"fact": "a"}),
        link("1" * 64, "m", 1, START, {"fact": "a"}),
        link(GENESIS, "n", 1, START, {"fact": "a"}),
        link(GENESIS, "m", 2, START, {"fact": "a"}),
        link(GENESIS, "m", 1, START.astimezone(timezone(timedelta(hours=1))), {"fact": "a"}),
        link(GENESIS, "m", 1, START, {"fact": "b"}),
    }
    assert len(seals) == 6


def test_canonical_form_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"a": 1, "b": [2]}) == canonical({"b": [2], "a": 1}) == b'{"a":1,"b":[2]}'


def test_lone_surrogate_of_a_broken_mail_is_hashed() -> None:
    assert canonical("\udce6") == b'"\\udce6"'


@given(
    st.lists(st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=3), min_size=2, max_size=6), st.data()
)
def test_any_entry_taken_out_of_the_middle_is_found(payloads: list[dict[str, str]], data: st.DataObject) -> None:
    journal = chained(*payloads)
    gone = data.draw(st.integers(0, len(journal) - 2))
    assert first_break("m", journal[:gone] + journal[gone + 1 :]) == gone + 1
