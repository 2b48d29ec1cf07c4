"""A mail as its signer saw it: fields and body, told apart without any tolerance.

Whatever the reader of mails might see otherwise than a verifier of signatures does (a lone carriage return that ends a
line for one of them, a mark before the header) makes the mail one that cannot be judged.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# Far beyond what mail servers write; what is larger is not judged, so that time and memory stay small.
MAX_HEADER_BYTES: Final = 256_000
MAX_FIELDS: Final = 1_000
MAX_LINE_BYTES: Final = 100_000
CHUNK_BYTES: Final = 1_000_000

_HEADER_END: Final = re.compile(rb"\r?\n\r?\n")
_FIELD: Final = re.compile(rb"([!-9;-~]{1,200}):(.*)", re.DOTALL)
_NEXT_FIELD: Final = re.compile(rb"\r?\n(?![ \t])")
_FOLD: Final = re.compile(rb"\r?\n")
# Where a run of blanks begins and nowhere inside of it, so that a long run is looked at once.
_TRAILING: Final = re.compile(rb"(?<![\t ])[\t ]++\r\n")
_BLANKS: Final = re.compile(rb"[\t ]+")


@dataclass(frozen=True, slots=True)
class Opened:
    """The fields as they came, topmost first, each value with CRLF at the ends of its lines; and where the body begins
    in `raw`."""

    fields: tuple[tuple[bytes, bytes], ...]
    raw: bytes
    body_at: int

    def count(self, name: bytes) -> int:
        """How many fields of that name, which is in lower case, there are."""
        return sum(each.lower() == name for each, _ in self.fields)


def opened(raw: bytes) -> Opened | None:
    """The mail taken apart; None where it is not plainly a header of fields, an empty line and a body."""
    found = _HEADER_END.search(raw, 0, MAX_HEADER_BYTES)
    end, body_at = found.span() if found else (len(raw), len(raw))
    head = raw[:end].removesuffix(b"\r\n")
    if len(head) > MAX_HEADER_BYTES or b"\0" in head or head.count(b"\r") != head.count(b"\r\n"):
        return None
    lines = _NEXT_FIELD.split(head, MAX_FIELDS)
    fields = [_FIELD.fullmatch(each) for each in lines]
    if len(lines) > MAX_FIELDS or not all(fields):
        return None
    return Opened(tuple((each[1], _FOLD.sub(b"\r\n", each[2]) + b"\r\n") for each in fields if each), raw, body_at)


@dataclass(frozen=True, slots=True)
class BodyHash:
    """The SHA-256 of a body in its canonical form, and that form's length in octets."""

    digest: bytes
    length: int


def body_hash(mail: Opened, *, relaxed: bool) -> BodyHash | None:
    """RFC 6376 §3.4.3 and §3.4.4 and §3.7; None where a line is longer than any mail server lets through."""
    told, length, empty_lines = hashlib.sha256(), 0, 0
    for lines in _lines(mail):
        if lines is None:
            return None
        canonical = _relaxed(lines) if relaxed else lines
        kept = _without_empty_lines(canonical)
        if kept:
            waiting = b"\r\n" * empty_lines
            told.update(waiting)
            told.update(kept)
            length += len(waiting) + len(kept)
            empty_lines = 0
        empty_lines += (len(canonical) - len(kept)) // 2
    if length or not relaxed:
        told.update(b"\r\n")
        length += 2
    return BodyHash(told.digest(), length)


def _lines(mail: Opened) -> Iterator[bytes | None]:
    """The body in pieces of whole lines that end with CRLF; None for a line that is too long."""
    start, size = mail.body_at, len(mail.raw)
    while start < size:
        end = mail.raw.find(b"\n", start + CHUNK_BYTES) + 1 or size
        chunk = mail.raw[start:end]
        if end - start > CHUNK_BYTES + MAX_LINE_BYTES or len(chunk) - chunk.rfind(b"\n") > MAX_LINE_BYTES:
            yield None
            return
        yield chunk.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        start = end


def _relaxed(lines: bytes) -> bytes:
    return _BLANKS.sub(b" ", _TRAILING.sub(b"\r\n", lines))


def _without_empty_lines(lines: bytes) -> bytes:
    """The lines up to the last one that is not empty, without its CRLF; a lone carriage return is content."""
    bare = len(lines.rstrip(b"\r\n"))
    end = lines[bare:]
    lone = len(end) if end.endswith(b"\r") else end.rfind(b"\r\r") + 1
    return lines[: bare + lone]
