"""Vectors and maps of which the next shares with the one before: they hold what a list and a dictionary would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.persistent import CHUNK, PersistentMap, Vector

ITEMS = st.lists(st.integers(0, 9), max_size=3 * CHUNK)
MANY = 10_000


@given(st.lists(st.tuples(st.integers(), st.floats(0, 1)), max_size=3 * CHUNK))
def test_vector_holds_what_a_list_would(insertions: list[tuple[int, float]]) -> None:
    expected: list[int] = []
    made: Vector[int] = Vector()
    for item, where in insertions:
        place = round(where * len(expected))
        expected.insert(place, item)
        made = made.with_item(item, place)
    assert (expected, len(expected), Vector.of(expected)) == (list(made), len(made), made)
    assert expected == [made[place] for place in range(len(made))]


@given(ITEMS, st.integers(0, 3 * CHUNK))
def test_rest_of_a_vector_is_that_of_a_list(items: list[int], count: int) -> None:
    made = Vector.of(items)
    assert (items[count:], items[-count:] if count else []) == (list(made.since(count)), list(made.last(count)))


@given(ITEMS, ITEMS, st.integers(0, 3 * CHUNK))
def test_vector_starts_with_its_own_first_items_alone(items: list[int], others: list[int], count: int) -> None:
    made = Vector.of(items)
    assert made.starts_with(Vector.of(items[:count]))
    assert (items[: len(others)] == others) == made.starts_with(Vector.of(others))


def test_vector_has_no_item_past_its_ends() -> None:
    made = Vector.of(range(CHUNK + 1))
    assert (CHUNK, CHUNK, 0) == (made[-1], made[CHUNK], made[-CHUNK - 1])
    for place in (CHUNK + 1, -CHUNK - 2):
        with pytest.raises(IndexError):
            made[place]
    assert (True, False) == (CHUNK in made, CHUNK + 1 in made)


def test_vector_before_is_as_it_was() -> None:
    before = Vector.of(range(CHUNK))
    after = before.with_item(-1, 0)
    assert (list(range(CHUNK)), [-1, *range(CHUNK)]) == (list(before), list(after))


@given(st.lists(st.tuples(st.integers(0, 99), st.integers())))
def test_map_holds_what_a_dictionary_would_in_its_order(items: list[tuple[int, int]]) -> None:
    expected: dict[int, int] = {}
    made: PersistentMap[int, int] = PersistentMap()
    for key, value in items:
        expected[key] = value
        made = made.with_item(key, value)
    assert list(expected.items()) == list(made.items())
    assert (expected, PersistentMap.of(expected), len(expected)) == (made, made, len(made))


def test_map_lacks_what_was_never_put_in() -> None:
    made = PersistentMap.of({"a": 1})
    assert ("b" in made, made.get("b"), made["a"]) == (False, None, 1)
    with pytest.raises(KeyError):
        made["b"]


def test_map_before_is_as_it_was() -> None:
    before = PersistentMap.of({"a": 1, "b": 2})
    assert ({"a": 3, "b": 2, "c": 4}, {"a": 1, "b": 2}) == (before.with_items({"a": 3, "c": 4}), before)


def test_one_item_more_copies_a_small_part() -> None:
    """All else is not only equal but the same."""
    vector, many = Vector.of(range(MANY)), PersistentMap.of(dict.fromkeys(range(MANY)))
    longer, more = vector.with_item(MANY), many.with_item(MANY, None)
    shared = sum(len(one) for one, other in zip(vector.chunks, longer.chunks, strict=False) if one is other)
    kept = sum(len(one) for one, other in zip(many.buckets, more.buckets, strict=True) if one is other)
    assert (MANY - CHUNK <= shared, MANY * 0.95 < kept) == (True, True)
