"""Facts as JSON values and back.

The JSON form is read off the types of the facts once, when this module is loaded: a dataclass is an object of its
fields, a tuple an array, an enum its value, a time ISO 8601 with its own offset, a mapping an object whose vote keys
are written as the contract writes them (`2/22#1`). Pydantic would write that key as `2/22,1` and guess between the
facts of a union; here a fact says in `type` which one it is, and anything that does not fit its type is refused.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from sys import intern
from types import MappingProxyType, NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from bot.core.journal import Fact
from bot.core.meeting import VoteKey
from bot.errors import StoreError


class _Form(NamedTuple):
    """How the values of one type are written and read."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


class _UnfitError(Exception):
    """A JSON value is not what its type says."""


def encode(fact: Fact) -> dict[str, Any]:
    """The fact as a JSON object, its type's name in snake case under `type`.

    ValueError where a time is naive or a case number holds `#`: neither would come back as it was.
    """
    name, form = _WRITERS[type(fact)]
    return {"type": name, **form.write(fact)}


def decode(payload: Mapping[str, Any]) -> Fact:
    """The fact that `encode` wrote; fields that the payload lacks take their default. StoreError where it is none."""
    try:
        said = dict(payload)
        fact: Fact = _READERS[said.pop("type")].read(said)
    # What was altered may be of any type at any place.
    except (_UnfitError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise StoreError(f"the journal holds what is no fact of this program: {error!r}") from error
    return fact


def _form(kind: Any) -> _Form:
    """The form of a type that facts are made of; TypeError for any other, so that a new one is not forgotten."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _optional(next(each for each in arguments if each is not NoneType))
    if origin is tuple:
        return _array(arguments[0])
    if origin is Mapping:
        return _mapping(*arguments)
    if kind in (str, int, bool):
        return _plain(kind)
    if isinstance(kind, type):
        return _of_class(kind)
    raise TypeError(f"facts hold no {kind}")


def _of_class(kind: type) -> _Form:
    if kind is datetime:
        return _Form(_write_time, _read_time)
    if kind is date:
        return _Form(date.isoformat, _read_date)
    if kind is VoteKey:
        return _Form(_write_key, _read_key)
    if issubclass(kind, Enum):
        return _Form(lambda value: value.value, _guarded(kind))
    if is_dataclass(kind):
        return _object(kind)
    raise TypeError(f"facts hold no {kind}")


def _plain(kind: type) -> _Form:
    def same(value: Any) -> Any:
        # By identity: a bool is an int to isinstance.
        if type(value) is not kind:
            raise _UnfitError(f"{value!r} is no {kind.__name__}")
        return value

    # A meeting's facts say the same few names and ids over and over; each is kept once.
    return _Form(lambda value: value, (lambda value: intern(same(value))) if kind is str else same)


def _optional(kind: Any) -> _Form:
    inner = _form(kind)
    return _Form(
        lambda value: None if value is None else inner.write(value),
        lambda value: None if value is None else inner.read(value),
    )


def _array(kind: Any) -> _Form:
    inner = _form(kind)

    def read(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise _UnfitError(f"{value!r} is no array")
        return tuple(map(inner.read, value))

    return _Form(lambda value: list(map(inner.write, value)), read)


def _mapping(key_kind: Any, value_kind: Any) -> _Form:
    key, value = _form(key_kind), _form(value_kind)

    def read(said: Any) -> Mapping[Any, Any]:
        return MappingProxyType({key.read(each): value.read(item) for each, item in said.items()})

    return _Form(lambda held: {key.write(each): value.write(item) for each, item in held.items()}, read)


def _object(kind: Any) -> _Form:
    hints = get_type_hints(kind)
    forms = {each.name: _form(hints[each.name]) for each in fields(kind)}
    required = frozenset(
        each.name for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING
    )

    def write(value: Any) -> dict[str, Any]:
        return {name: form.write(getattr(value, name)) for name, form in forms.items()}

    def read(said: Any) -> Any:
        if missing := required - said.keys():
            raise _UnfitError(f"{kind.__name__} lacks {sorted(missing)}")
        return kind(**{name: forms[name].read(value) for name, value in said.items()})

    return _Form(write, read)


def _guarded(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        try:
            return kind(value)
        except ValueError as error:
            raise _UnfitError(str(error)) from error

    return read


def _write_time(value: datetime) -> str:
    if value.utcoffset() is None:
        raise ValueError(f"{value} has no offset; times of facts are aware")
    return value.isoformat()


def _read_time(value: Any) -> datetime:
    try:
        read = datetime.fromisoformat(value)
    except ValueError as error:
        raise _UnfitError(str(error)) from error
    if read.utcoffset() is None:
        raise _UnfitError(f"{value!r} has no offset")
    return read


def _read_date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise _UnfitError(str(error)) from error


def _write_key(key: VoteKey) -> str:
    written = str(key)
    if VoteKey.parse(written) != key:
        raise ValueError(f"{key!r} cannot be written: a case number holds no «#»")
    return written


@lru_cache(maxsize=1024)
def _read_key(value: Any) -> VoteKey:
    try:
        return VoteKey.parse(value)
    except ValueError as error:
        raise _UnfitError(str(error)) from error


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


_WRITERS = {kind: (_snake(kind.__name__), _form(kind)) for kind in get_args(Fact)}
_READERS = dict(_WRITERS.values())
