"""A mail's bytes taken apart into header fields and parts (RFC 5322, RFC 2045, RFC 2046), never raising.

The time is linear in the size of the mail: a field is found with one pass of a pattern, a boundary with
`bytes.find`, nothing is decoded before somebody asks. Numbers of fields and parts and the depth of nesting are
limited while reading, and what lies beyond a limit is not read: the tree then says `over_limits`.
"""

import binascii
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from bot.reading.charsets import decode_bytes, decode_header

MAX_FIELDS: Final = 10_000
MAX_FIELD_BYTES: Final = 100_000
MAX_DECODED_CHARACTERS: Final = 10_000
MAX_PARTS: Final = 250
MAX_DEPTH: Final = 25
MAX_LOOKALIKES: Final = 1_000
MAX_PARAMETERS_BYTES: Final = 4_000

_FIELD = re.compile(rb"^([!-9;-~]{1,200})[ \t]*:(.*(?:\n[ \t].*)*)", re.MULTILINE)
_MBOX = re.compile(rb">?From [^\n:]*[^\n: ][^\n]*\n")
_FOLD = re.compile(rb"\n[ \t]+")
_PARAMETER = re.compile(r';\s*([^=;\s]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"|[^;\s]*)')
_EXTENDED = re.compile(r"([^*]+)\*(\d{1,3})?(\*)?$")
_ESCAPED = re.compile(r"\\(.)")
_MEDIA_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)")

# What stands in decoded bytes where a transfer encoding was broken: ASCII's own "substitute", which the text
# later shows as U+FFFD, so that damage is seen where it is and nowhere else.
DAMAGE: Final = b"\x1a"


class Headers:
    """The fields of one header: looked up in any case, unfolded, decoded, cut at a length no honest field has."""

    __slots__ = ("_fields", "over_limits")

    def __init__(self, block: bytes) -> None:
        self._fields: dict[str, list[bytes]] = {}
        found = _fields_of(block)
        self.over_limits = len(found) > MAX_FIELDS
        for name, value in found[:MAX_FIELDS]:
            self._fields.setdefault(name.decode("ascii").lower(), []).append(value)

    def __len__(self) -> int:
        return len(self._fields)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._fields

    def has_any(self, names: Collection[str]) -> bool:
        """Whether there is a field of one of those names, which are given in lower case."""
        return not self._fields.keys().isdisjoint(names)

    def raw_all(self, name: str) -> tuple[str, ...]:
        """Every field of that name, unfolded, its encoded words as they are."""
        values = self._fields.get(name.lower())
        return tuple(map(_unfolded, values)) if values else ()

    def raw(self, name: str) -> str:
        """The first field of that name as `raw_all` gives it; empty where there is none."""
        values = self._fields.get(name.lower())
        return _unfolded(values[0]) if values else ""

    def decoded_all(self, name: str) -> tuple[str, ...]:
        """Every field of that name with its encoded words decoded, without line ends and other controls."""
        return tuple(decode_header(each) for each in self.raw_all(name))

    def decoded(self, name: str) -> str:
        """The first field of that name as `decoded_all` gives it; empty where there is none."""
        value = self.raw(name)
        return decode_header(value) if value else ""


def _fields_of(block: bytes) -> list[tuple[bytes, bytes]]:
    """Names and values in the order of the header; of too many not all."""
    if block.count(b"\n") < MAX_FIELDS:
        return _FIELD.findall(block)
    return [(found[1], found[2][:MAX_FIELD_BYTES]) for found in islice(_FIELD.finditer(block), MAX_FIELDS + 1)]


def _unfolded(value: bytes) -> str:
    value = value[: 2 * MAX_DECODED_CHARACTERS]
    if b"\n" in value:
        value = _FOLD.sub(b" ", value)
    value = value.strip()
    text = value.decode("ascii") if value.isascii() else decode_bytes(value, "")
    return text[:MAX_DECODED_CHARACTERS]


@dataclass(frozen=True, slots=True)
class MediaType:
    """A Content-Type or Content-Disposition: its value in lower case and its parameters (RFC 2231 joined)."""

    value: str
    parameters: Mapping[str, str] = field(default_factory=dict)


def media_type(text: str, default: str) -> MediaType:
    """The value of a field with parameters; `default` where it has none that can be read."""
    return _media_type(text[:MAX_PARAMETERS_BYTES], default)


# Clients write few different ones, and parts of one mail the same.
@lru_cache(maxsize=512)
def _media_type(text: str, default: str) -> MediaType:
    value = text.partition(";")[0].strip().lower() or default
    return MediaType(value, _parameters(text) if ";" in text else {})


def _parameters(text: str) -> dict[str, str]:
    plain: dict[str, str] = {}
    extended: dict[str, list[tuple[int, bool, str]]] = {}
    for name, value in _PARAMETER.findall(text):
        if value.startswith('"'):
            value = _ESCAPED.sub(r"\1", value[1:-1])  # noqa: PLW2901 - the same value without its quotes
        pieces = _EXTENDED.match(name)
        if pieces is None:
            plain.setdefault(name.lower(), value)
        else:
            base, order, star = pieces.groups()
            encoded = order is None or star is not None
            extended.setdefault(base.lower(), []).append((int(order or 0), encoded, value))
    for base, sections in extended.items():
        plain[base] = _joined_sections(sections)
    return plain


def _joined_sections(sections: list[tuple[int, bool, str]]) -> str:
    """RFC 2231 §3 and §4: numbered sections in order, the first of which may name a charset."""
    ordered = sorted(sections)
    charset, text = "", bytearray()
    for place, (_, encoded, value) in enumerate(ordered):
        if encoded and place == 0 and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)  # noqa: PLW2901 - what is left of it
        raw = value.encode("utf-8", "replace")
        text += _percent_decoded(raw) if encoded else raw
    return decode_bytes(bytes(text), charset)


def _percent_decoded(value: bytes) -> bytes:
    return re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), value)


@dataclass(frozen=True, slots=True)
class Part:
    """One entity of a mail. A multipart has `parts` and an empty body, every other has its still encoded `body`.

    `broken` says that it calls itself a multipart and cannot be taken apart.
    """

    headers: Headers
    content: MediaType
    body: bytes = b""
    parts: tuple["Part", ...] = ()
    broken: bool = False

    @property
    def disposition(self) -> MediaType:
        """Its Content-Disposition; the value is empty where it has none (RFC 2183)."""
        return media_type(self.headers.raw("content-disposition"), "")

    @property
    def filename(self) -> str:
        """The name that its sender gave it, as it came: not safe as a path."""
        raw = self.disposition.parameters.get("filename") or self.content.parameters.get("name", "")
        return decode_header(raw)

    def decoded_body(self) -> bytes:
        """The body without its transfer encoding; DAMAGE stands where the encoding was broken."""
        encoding = self.headers.raw("content-transfer-encoding").lower().partition(";")[0].strip()
        if encoding == "base64":
            return _from_base64(self.body)
        if encoding == "quoted-printable":
            return _from_quoted_printable(self.body)
        return self.body

    def walk(self) -> Iterator["Part"]:
        """The part and all below it, in the order of the mail."""
        yield self
        for each in self.parts:
            yield from each.walk()


_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def _from_base64(body: bytes) -> bytes:
    packed = body.translate(None, b" \t\n\r\x0b\x0c")
    stop = _NOT_BASE64.search(packed)
    end = stop.start() if stop else len(packed)
    whole = end - end % 4
    decoded = binascii.a2b_base64(packed[:whole])
    rest = packed[whole:end]
    padding = packed[end : end + 2]
    if not rest:
        return decoded if end == len(packed) or padding.startswith(b"=") else decoded + DAMAGE
    if len(rest) == 1:
        return decoded + DAMAGE
    decoded += binascii.a2b_base64(rest + b"=" * (4 - len(rest)))
    return decoded if padding[: 4 - len(rest)] == b"=" * (4 - len(rest)) else decoded + DAMAGE


_BAD_ESCAPE = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]{0,80}\n|[ \t]{0,80}\Z)")


def _from_quoted_printable(body: bytes) -> bytes:
    return binascii.a2b_qp(_BAD_ESCAPE.sub(b"=1A", body))


class _Span(NamedTuple):
    """Some of a mail's bytes, given by where they begin and end: only what is no multipart is copied."""

    data: bytes
    start: int
    end: int

    def split_head(self) -> tuple[bytes, "_Span"]:
        """The header and the body."""
        data, start, end = self
        if data.startswith(b"\n", start, end):
            return b"", _Span(data, start + 1, end)
        found = data.find(b"\n\n", start, end)
        return (data[start:end], _Span(b"", 0, 0)) if found < 0 else (data[start:found], _Span(data, found + 2, end))

    def next_delimiter(self, delimiter: bytes, at: int) -> int:
        """Where the next delimiter line begins at or after `at`; -1 where there is none."""
        data, _, end = self
        if data.startswith(delimiter, at, end) and self._ends_line(at + len(delimiter)):
            return at
        line = b"\n" + delimiter
        found = data.find(line, max(at - 1, 0), end)
        for _ in range(MAX_LOOKALIKES):
            if found < 0 or self._ends_line(found + len(line)):
                return found + 1 if found >= 0 else -1
            found = data.find(line, found + 1, end)
        return -1

    def _ends_line(self, at: int) -> bool:
        """Whether nothing but `--` and blanks follows, so that `--ab` is no delimiter where the boundary is `a`."""
        stop = min(self.end, at + 200)
        line_end = self.data.find(b"\n", at, stop)
        rest = self.data[at : line_end if line_end >= 0 else stop]
        return not rest.removeprefix(b"--").strip()

    def past_delimiter(self, delimiter: bytes, found: int) -> int:
        """Where the line after the delimiter line at `found` begins; -1 where it is the closing or the last one."""
        if self.data.startswith(b"--", found + len(delimiter), self.end):
            return -1
        return self.data.find(b"\n", found, self.end) + 1 or -1


class _Reader:
    """Reads one mail's tree and counts what it has read against the limits."""

    def __init__(self) -> None:
        self.left = MAX_PARTS
        self.over_limits = False

    def part(self, span: _Span, depth: int, default: str = "text/plain") -> Part:
        head, body = span.split_head()
        headers = Headers(head)
        self.over_limits |= headers.over_limits
        content = media_type(headers.raw("content-type"), default)
        if not _MEDIA_TYPE.match(content.value):
            content = MediaType("text/plain", content.parameters)
        if not content.value.startswith("multipart/"):
            return Part(headers, content, body.data[body.start : body.end])
        return self._multipart(headers, content, body, depth)

    def _multipart(self, headers: Headers, content: MediaType, body: _Span, depth: int) -> Part:
        boundary = content.parameters.get("boundary", "").rstrip()
        if depth >= MAX_DEPTH:
            self.over_limits = True
            return Part(headers, content, broken=True)
        if not boundary:
            return Part(headers, content, broken=True)
        delimiter = b"--" + boundary.encode("utf-8", "replace")
        if body.data.find(delimiter, body.start, body.end) < 0:
            # RFC 2045 §6.4 forbids to encode a multipart; some gateways do it all the same.
            decoded = Part(headers, content, body.data[body.start : body.end]).decoded_body()
            body = _Span(decoded, 0, len(decoded))
        default = "message/rfc822" if content.value == "multipart/digest" else "text/plain"
        parts = tuple(self.part(each, depth + 1, default) for each in self._pieces(body, delimiter))
        return Part(headers, content, parts=parts, broken=not parts)

    def _pieces(self, body: _Span, delimiter: bytes) -> Iterator[_Span]:
        """The bodies between the delimiter lines (RFC 2046 §5.1.1); an unclosed one ends with the mail."""
        found = body.next_delimiter(delimiter, body.start)
        while found >= 0 and (start := body.past_delimiter(delimiter, found)) >= 0:
            if self.left == 0:
                self.over_limits = True
                return
            self.left -= 1
            found = body.next_delimiter(delimiter, start)
            yield _Span(body.data, start, max(found - 1, start) if found >= 0 else body.end)


@dataclass(frozen=True, slots=True)
class Tree:
    """A mail taken apart, and whether something of it lies beyond the limits and was not read."""

    root: Part
    over_limits: bool


def read_tree(raw: bytes) -> Tree:
    """The parts of a mail. Line ends may be of any kind; a byte order mark and an mbox line before it are skipped."""
    data = raw.replace(b"\r\n", b"\n")
    if b"\r" in data:
        # A gateway that ends lines twice leaves a carriage return over before each line feed.
        data = data.replace(b"\r\n", b"\n")
        data = data.replace(b"\r", b"\n")
    data = data.removeprefix(b"\xef\xbb\xbf")
    if _MBOX.match(data):
        data = data[data.find(b"\n") + 1 :]
    reader = _Reader()
    root = reader.part(_Span(data, 0, len(data)), 0)
    return Tree(root, reader.over_limits)
