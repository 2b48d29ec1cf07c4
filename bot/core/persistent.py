"""Sequences and mappings that never change; one with an item more shares nearly all that it holds with the one before.

A meeting's state is made anew by each fact. Were its mails a tuple or a dictionary, each mail would cost a copy of all
before it. Here it costs a copy of the part that it falls into: of ten thousand, some three hundred.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")
T_co = TypeVar("T_co", covariant=True)

CHUNK = 64
BUCKETS = 32
_EMPTY: tuple[dict[Any, Any], ...] = ({},) * BUCKETS


@dataclass(frozen=True, slots=True)
class Vector(Collection[T_co]):
    """Items in their order. They lie in chunks of which all but the last are full."""

    chunks: tuple[tuple[T_co, ...], ...] = ()

    @staticmethod
    def of(items: Iterable[V]) -> "Vector[V]":
        """The vector of those items."""
        return Vector(_chunked(tuple(items)))

    def __len__(self) -> int:
        return (len(self.chunks) - 1) * CHUNK + len(self.chunks[-1]) if self.chunks else 0

    def __iter__(self) -> Iterator[T_co]:
        return chain.from_iterable(self.chunks)

    def __contains__(self, item: object) -> bool:
        return any(item in chunk for chunk in self.chunks)

    def __getitem__(self, place: int) -> T_co:
        """The item at that place, from 0, or from -1 at the end; IndexError where there is none."""
        counted = place if place >= 0 else len(self) + place
        if counted < 0:
            raise IndexError(place)
        return self.chunks[counted // CHUNK][counted % CHUNK]

    def since(self, place: int) -> tuple[T_co, ...]:
        """The items from that place on, which costs no more than they are many."""
        return tuple(chain.from_iterable(self.chunks[place // CHUNK :]))[place % CHUNK :]

    def last(self, count: int) -> tuple[T_co, ...]:
        """The last so many items, or all where there are no more."""
        return self.since(max(0, len(self) - count))

    def starts_with(self, other: "Vector[object]") -> bool:
        """Whether the other's items are its first ones; the chunks that the two share are not looked into."""
        full = len(other) // CHUNK
        if len(self) < len(other) or self.chunks[:full] != other.chunks[:full]:
            return False
        rest = other.since(full * CHUNK)
        return not rest or self.chunks[full][: len(rest)] == rest

    def with_item(self: "Vector[V]", item: V, place: int | None = None) -> "Vector[V]":
        """These items and that one, at that place or, for None, at the end."""
        place = len(self) if place is None else place
        kept = place // CHUNK
        changed = list(chain.from_iterable(self.chunks[kept:]))
        changed.insert(place - kept * CHUNK, item)
        return Vector((*self.chunks[:kept], *_chunked(tuple(changed))))


@dataclass(frozen=True, slots=True, eq=False)
class PersistentMap(Mapping[K, V]):
    """Values by their keys, in the order in which the keys came. They lie in buckets by the hash of their key."""

    order: Vector[K] = Vector()
    buckets: tuple[Mapping[K, V], ...] = _EMPTY

    @staticmethod
    def of(items: Mapping[K, V]) -> "PersistentMap[K, V]":
        """The map of those items."""
        buckets: tuple[dict[K, V], ...] = tuple({} for _ in range(BUCKETS))
        for key, value in items.items():
            buckets[hash(key) % BUCKETS][key] = value
        return PersistentMap(Vector.of(items), buckets)

    def __len__(self) -> int:
        return len(self.order)

    def __iter__(self) -> Iterator[K]:
        return iter(self.order)

    def __getitem__(self, key: K) -> V:
        """The value of that key; KeyError where there is none."""
        return self.buckets[hash(key) % BUCKETS][key]

    def __contains__(self, key: object) -> bool:
        return key in self.buckets[hash(key) % BUCKETS]

    def with_item(self, key: K, value: V) -> "PersistentMap[K, V]":
        """This map with that value for the key, which keeps its place where it had one."""
        number = hash(key) % BUCKETS
        bucket = self.buckets[number]
        order = self.order if key in bucket else self.order.with_item(key)
        return PersistentMap(order, (*self.buckets[:number], {**bucket, key: value}, *self.buckets[number + 1 :]))

    def with_items(self, items: Mapping[K, V]) -> "PersistentMap[K, V]":
        """This map with those values for their keys."""
        made = self
        for key, value in items.items():
            made = made.with_item(key, value)
        return made


def _chunked(items: tuple[V, ...]) -> tuple[tuple[V, ...], ...]:
    return tuple(items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
