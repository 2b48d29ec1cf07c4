"""A body's logo: an SVG or PNG file that every format of a document can hold, and that fetches and runs nothing."""

import hashlib
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from bot.core.meeting import Logo
from bot.notices.table import Table

LARGEST_BYTES = 256 * 1024
LARGEST_PIXELS = 4000
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}svg"
_DRAWN_ELSEWHERE = frozenset({"script", "foreignObject", "image", "iframe", "audio", "video", "handler"})
_FETCHES = re.compile(r"@import|javascript:|url\(\s*['\"]?(?!#)", re.IGNORECASE)


def read_logo(table: Table, folder: Path, organisation: str) -> Logo | None:
    """The logo that the body's table names, its text that of `logo_text` or else `organisation`.

    None where it names none, or where what is wrong with it is in the table's report.
    """
    name, text = (
        table.line("logo", "a file beside this one, such as logo.svg"),
        table.line("logo_text", "what it shows"),
    )
    if not name:
        if text:
            table.note("logo_text", "is there without a logo; write logo = a file beside this one")
        return None
    if Path(name).name != name or name.startswith("."):
        table.note("logo", f"{name!r} is no file beside this one; put the logo there and write its name alone")
        return None
    try:
        raw = _read(folder / name)
    except OSError as error:
        table.note("logo", f"{folder / name} cannot be read ({error.strerror}); put the logo there or correct the name")
        return None
    if wrong := next(_wrong_in(name, raw), ""):
        table.note("logo", f"{name!r} {wrong}")
        return None
    return Logo(name, hashlib.sha256(raw).hexdigest(), text or organisation)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST_BYTES + 1)


def _wrong_in(name: str, raw: bytes) -> Iterator[str]:
    if len(raw) > LARGEST_BYTES:
        yield f"is larger than {LARGEST_BYTES // 1024} KiB; save a smaller one"
    elif name.lower().endswith(".png"):
        yield from _wrong_png(raw)
    elif name.lower().endswith(".svg"):
        yield from _wrong_svg(raw)
    else:
        yield "is neither .svg nor .png; save the logo as one of them"


def _wrong_png(raw: bytes) -> Iterator[str]:
    chunks = list(_chunks(raw)) if raw.startswith(_PNG) else []
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13 or chunks[-1][0] != b"IEND":
        yield "is no whole PNG picture; save the logo as PNG again"
        return
    width, height = (int.from_bytes(chunks[0][1][place : place + 4]) for place in (0, 4))
    if not (0 < width <= LARGEST_PIXELS and 0 < height <= LARGEST_PIXELS):
        yield f"has {width} by {height} pixels; save it with at most {LARGEST_PIXELS} each way"


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The picture's chunks up to the first that is not whole (ISO/IEC 15948 §5.3)."""
    at = len(_PNG)
    while at + 12 <= len(raw):
        length = int.from_bytes(raw[at : at + 4])
        kind, content = raw[at + 4 : at + 8], raw[at + 8 : at + 8 + length]
        if raw[at + 8 + length : at + 12 + length] != zlib.crc32(kind + content).to_bytes(4):
            return
        yield kind, content
        at += 12 + length


def _wrong_svg(raw: bytes) -> Iterator[str]:
    # A document type may declare entities, which grow without bound or are fetched.
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw or b"\0" in raw:
        yield "declares a document type; save it as plain SVG"
        return
    try:
        root = ET.fromstring(raw)  # noqa: S314 - it is small and declares no entity
    except (ET.ParseError, ValueError) as error:
        yield f"is no SVG picture ({error}); save the logo as SVG again"
        return
    if root.tag != _SVG:
        yield "is no SVG picture; save the logo as SVG again"
        return
    for element in root.iter():
        yield from _wrong_element(element)


def _wrong_element(element: ET.Element) -> Iterator[str]:
    kind = str(element.tag).rpartition("}")[2]
    if kind in _DRAWN_ELSEWHERE:
        yield f"holds <{kind}>; save it as plain SVG, with nothing in it but what is drawn"
    for key, value in element.attrib.items():
        name = key.rpartition("}")[2].lower()
        if name.startswith("on"):
            yield f"runs a script ({name}); save it as plain SVG"
        if (name == "href" and not value.startswith("#")) or _FETCHES.search(value):
            yield f"refers to what is outside of it ({name}); save it as plain SVG"
    if kind == "style" and _FETCHES.search("".join(element.itertext())):
        yield "refers to what is outside of it (style); save it as plain SVG"
