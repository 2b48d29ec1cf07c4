"""Address fields, read strictly: a sender that can be understood in two ways is no sender (RFC 5322 §3.4)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from bot.reading.charsets import decode_header

MAX_FIELD: Final = 2_000
MAX_COMMENTS: Final = 8

_LOCAL = r"[^\s()<>\[\]:;@\\,\"\x00-\x1f]+"
_ADDRESS = re.compile(rf"{_LOCAL}@[^\s()<>\[\]:;@\\,\"\x00-\x1f.]+(?:\.[^\s()<>\[\]:;@\\,\"\x00-\x1f.]+)*")
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>"]*>|[^"<>,;:]+|.', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A display name and a bare address, as they came; both empty where there is none."""

    name: str = ""
    address: str = ""


def only_mailbox(value: str) -> Mailbox | Literal["several", "defect"]:
    """The one mailbox of a From or Sender field.

    `several` for a list or a group, `defect` for anything that is not exactly `name <address>` or an address.
    """
    return "defect" if len(value) > MAX_FIELD else _only_mailbox(value)


# The same few people write again and again.
@lru_cache(maxsize=256)
def _only_mailbox(value: str) -> Mailbox | Literal["several", "defect"]:
    value, balanced = _without_comments(value)
    pieces = [each.strip() for each in _PIECE.findall(value) if each.strip()]
    if any(each in {",", ";", ":"} for each in pieces):
        return "several"
    if not balanced or not pieces or any(each in {'"', "<", ">"} for each in pieces):
        return "defect"
    return _mailbox(pieces)


def _mailbox(pieces: list[str]) -> Mailbox | Literal["defect"]:
    *phrase, last = pieces
    if any(each.startswith("<") for each in phrase):
        return "defect"
    if not last.startswith("<"):
        return Mailbox(address=last) if not phrase and _ADDRESS.fullmatch(last) else "defect"
    address = last[1:-1].strip()
    if not _ADDRESS.fullmatch(address):
        return "defect"
    return Mailbox(decode_header(" ".join(map(_unquoted, phrase))), address)


def _unquoted(piece: str) -> str:
    return _ESCAPED.sub(r"\1", piece[1:-1]) if piece.startswith('"') else piece


def _without_comments(value: str) -> tuple[str, bool]:
    """The field without its comments (RFC 5322 §3.2.2), and whether they were closed and not too deep."""
    if "(" not in value and ")" not in value:
        return value, True
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for each in value:
        if escaped or each == "\\":
            escaped = not escaped
        elif each == '"' and depth == 0:
            quoted = not quoted
        elif not quoted and each in "()":
            depth += 1 if each == "(" else -1
            if not 0 <= depth <= MAX_COMMENTS:
                return value, False
            continue
        if depth == 0:
            kept.append(each)
    return "".join(kept), depth == 0


_BETWEEN = re.compile(r"[\s,;:<>()\"\[\]\\]+")


def addresses_in(value: str) -> list[str]:
    """Everything in a recipient field that looks like an address, in lower case, in order, at most 200."""
    return [each.lower() for each in _BETWEEN.split(value) if each.isascii() and 0 < each.find("@") < len(each) - 1][
        :200
    ]
