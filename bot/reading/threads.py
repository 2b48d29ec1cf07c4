"""Message-IDs as they come in header fields (RFC 5322 §3.6.4), Exchange's and other people's habits included."""

import re
from collections.abc import Iterable
from typing import Final

MAX_REFERENCES: Final = 200

_ID = re.compile(r"<[^<>\s,\x00-\x1f\x7f]{1,980}>")


def message_ids_in(fields: Iterable[str]) -> tuple[str, ...]:
    """Every id, angle brackets included, blanks or commas between; of too many the newest, which stand last."""
    found = [each for value in fields for each in _ID.findall(value)]
    return tuple(dict.fromkeys(found))[-MAX_REFERENCES:] if len(found) > 1 else tuple(found)


def message_id_in(fields: tuple[str, ...]) -> str:
    """The mail's own id; empty where it has none, two different ones, or none that is an id with an @."""
    found = message_ids_in(fields)
    return found[0] if len(found) == 1 and "@" in found[0] else ""
