"""What was made for an object, found again by the object itself: hashing a whole meeting costs as much as reading."""

from collections.abc import Callable
from typing import Any, Final, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
MAX_KEPT: Final = 64


def made_once(function: Callable[P, R]) -> Callable[P, R]:
    """The function, with its last results kept by the identity of its arguments.

    The arguments are kept with their result, so that no other object can come to have their identity.
    """
    kept: dict[tuple[int, ...], tuple[tuple[Any, ...], R]] = {}

    def found_or_made(*args: P.args, **kwargs: P.kwargs) -> R:
        key = tuple(map(id, args))
        known = kept.get(key)
        if known is not None:
            return known[1]
        result = function(*args, **kwargs)
        if len(kept) >= MAX_KEPT:
            kept.clear()
        kept[key] = (args, result)
        return result

    return found_or_made
