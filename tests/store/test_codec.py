import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.journal import DeadlineMoved, Fact, MailRead, MeetingApproved, Ruled, canonical
from bot.core.meeting import VoteKey
from bot.core.reading import Vote
from bot.errors import StoreError
from bot.store.codec import decode, encode

# Every character, NUL and lone surrogates too: mail holds them.
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=8)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: ANY_TEXT,
    int: st.integers(0, 2**32 - 1),
    bool: st.booleans(),
    NoneType: st.none(),
    date: st.dates(),
    datetime: st.datetimes(timezones=OFFSETS | st.just(UTC)),
    VoteKey: st.builds(VoteKey, ANY_TEXT.map(lambda text: text.replace("#", "/")), st.none() | st.integers(1, 99)),
}


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type that facts are made of."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in LEAVES:
        return LEAVES[kind]
    if origin in (Union, UnionType):
        return st.one_of([values_of(each) for each in arguments])
    if origin is tuple:
        return st.lists(values_of(arguments[0]), max_size=3).map(tuple)
    if origin is Mapping:
        return st.dictionaries(values_of(arguments[0]), values_of(arguments[1]), max_size=3)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{each.name: values_of(hints[each.name]) for each in fields(kind)})
    assert issubclass(kind, Enum)
    return st.sampled_from(list(kind))


@pytest.mark.parametrize("kind", get_args(Fact), ids=lambda kind: kind.__name__)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_fact_comes_back_equal(kind: Any, data: st.DataObject) -> None:
    fact = data.draw(values_of(kind))
    assert fact == decode(encode(fact))


@settings(max_examples=100, deadline=None)
@given(fact=values_of(MailRead))
def test_stored_text_has_the_same_hash(fact: MailRead) -> None:
    text = canonical(encode(fact))
    assert text == canonical(json.loads(text))


def test_fact_says_its_type_in_snake_case() -> None:
    assert encode(MeetingApproved()) == {"type": "meeting_approved"}


def test_vote_key_is_written_as_in_the_contract() -> None:
    ruled = Ruled("hole", "ringte", {VoteKey("2/22", 1): Vote.APPROVE, VoteKey("1/22"): Vote.OBJECT})
    assert encode(ruled)["votes"] == {"2/22#1": "approve", "1/22": "object"}


def test_time_keeps_its_offset() -> None:
    moved = DeadlineMoved(datetime(2022, 7, 2, 15, tzinfo=ZoneInfo("Europe/Oslo")))
    assert encode(moved)["deadline"] == "2022-07-02T15:00:00+02:00"
    read = decode(encode(moved))
    assert isinstance(read, DeadlineMoved)
    assert timedelta(hours=2) == read.deadline.utcoffset()


def test_mapping_that_comes_back_cannot_be_changed() -> None:
    read = decode(encode(Ruled("hole", "ringte", {VoteKey("1/22"): Vote.OBJECT})))
    assert isinstance(read, Ruled)
    with pytest.raises(TypeError):
        read.votes[VoteKey("1/22")] = Vote.APPROVE  # type: ignore[index]


def test_field_that_an_older_program_lacked_takes_its_default() -> None:
    assert Ruled("hole", "ringte") == decode({"type": "ruled", "seat": "hole", "reason": "ringte"})


def test_naive_time_is_not_written() -> None:
    with pytest.raises(ValueError, match="no offset"):
        encode(DeadlineMoved(datetime(2022, 3, 2, 15)))  # noqa: DTZ001 - that is the fault


def test_case_number_that_would_come_back_otherwise_is_not_written() -> None:
    with pytest.raises(ValueError, match="no «#»"):
        encode(Ruled("hole", "ringte", {VoteKey("2/22#1"): Vote.APPROVE}))


RULED = {"type": "ruled", "seat": "hole", "reason": "ringte"}


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"type": "no_such_fact"},
        {"type": ["ruled"]},
        {"type": "ruled"},
        RULED | {"unknown": 1},
        RULED | {"seat": 7},
        RULED | {"votes": {"1/22": "yes"}},
        RULED | {"votes": {"1/22#one": "approve"}},
        RULED | {"votes": {"1/22": ["approve"]}},
        RULED | {"votes": ["1/22"]},
        RULED | {"attendance": "perhaps"},
        {"type": "deadline_moved", "deadline": "2022-03-02T15:00:00"},
        {"type": "deadline_moved", "deadline": "soon"},
        {"type": "deadline_moved", "deadline": 20220302},
        {"type": "mail_read", "mail": "a", "reading": {"kind": "reply", "clarify": 1}, "identity": {}},
        {"type": "mail_read", "mail": "a", "reading": {"kind": "reply", "reasons": "no_vote"}, "identity": {}},
    ],
    ids=str,
)
def test_altered_fact_is_refused(payload: dict[str, Any]) -> None:
    with pytest.raises(StoreError, match="no fact of this program"):
        decode(payload)


@pytest.mark.parametrize("payload", [None, 7, "ruled", ["ruled"]], ids=str)
def test_what_is_no_object_is_refused(payload: Any) -> None:
    with pytest.raises(StoreError):
        decode(payload)
