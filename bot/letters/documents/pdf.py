"""A document as PDF: PDF/A-2a (ISO 19005-2) for the archive and PDF/UA-1 (ISO 14289-1) for every reader, in one file.

The engine refuses to write what does not conform. Texts reach the layout as data and are never read as its markup.
"""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache, lru_cache
from threading import Lock
from typing import Any, Literal

import typst

from bot.errors import MotebotError
from bot.letters.catalogue import templates_dir
from bot.letters.documents.streams import with_plain_ends
from bot.letters.documents.tree import (
    Block,
    Box,
    Bullets,
    Code,
    Document,
    Facts,
    Heading,
    Numbered,
    Paragraph,
    Picture,
    Quote,
    Run,
    Table,
)

_STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
# More rounds than characters that only fail together with their neighbours are likely to be in one document.
_ROUNDS = 40
_LOGO_PPI = 400
_UNDISPLAYED = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
# One compiler serves all threads in turn: its caches make the second document many times faster than the first.
_TURN = Lock()


class LayoutError(MotebotError):
    """A document could not be laid out; the text is the engine's own."""


def pdf_of(document: Document) -> bytes:
    """The document as PDF. A character that no font here has is written as its code, such as [U+1F600].

    LayoutError where the engine refuses for another reason.
    """
    data = json.dumps(_document(document), ensure_ascii=False)
    timestamp = int(document.dated.timestamp())
    for _ in range(_ROUNDS):
        try:
            return _compiled("document.typ", data, timestamp)
        except typst.TypstError as error:
            strange = _undisplayable(data) or _cluster(str(error))
            if not strange:
                raise LayoutError(f"document.typ: {error}") from error
            data = data.translate({ord(char): f"[U+{ord(char):04X}]" for char in strange})
    raise LayoutError("document.typ: the text has too many characters that cannot be shown")


@cache
def _compiler() -> typst.Compiler:
    root = templates_dir() / "layout" / "documents"
    fonts = [str(root / "fonts")]
    return typst.Compiler(str(root / "document.typ"), str(root), font_paths=fonts, ignore_system_fonts=True)


def _compiled(template: str, data: str, timestamp: int) -> bytes:
    path = templates_dir() / "layout" / "documents" / template
    with _TURN:
        written = _compiler().compile(
            input=str(path),
            format="pdf",
            sys_inputs={"data": data},
            pdf_standards=[*_STANDARDS],
            timestamp=timestamp,
        )
    if not isinstance(written, bytes):
        raise LayoutError(f"{template}: the engine gave no PDF")
    return with_plain_ends(written)


def _undisplayable(data: str) -> frozenset[str]:
    """The characters of the data that no font here has. Only asked once a document has failed."""
    return frozenset(char for char in set(data) if char > "\u017f" and not _is_displayable(char))


@lru_cache(maxsize=4096)
def _is_displayable(char: str) -> bool:
    try:
        _compiled("glyph.typ", char, 0)
    except typst.TypstError:
        return False
    return True


def _cluster(message: str) -> frozenset[str]:
    """The characters that fail only together, such as a mark on a letter that the font cannot carry it on."""
    found = _UNDISPLAYED.search(message)
    if found is None:
        return frozenset()
    text = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), found["text"])
    return frozenset(char for char in text if char > "~")


def _document(document: Document) -> dict[str, Any]:
    """What `document.typ` reads."""
    return {
        "language": document.language,
        "title": document.title,
        "author": document.author,
        "eyebrow": document.eyebrow,
        "heading": document.heading,
        "subtitle": document.subtitle,
        "running": document.running,
        "stamp": document.stamp,
        "page": document.page,
        "dated": _parts(document.dated),
        "blocks": _blocks(document.blocks),
        "logo": None if document.logo is None else _picture(document.logo),
    }


def png_of(picture: Picture) -> bytes:
    """The picture as PNG, fit for print at the size of a logo; LayoutError where it cannot be drawn."""
    return picture.content if picture.kind == "png" else _drawn(picture, _LOGO_PPI)


def is_drawable(picture: Picture) -> bool:
    """Whether the engine can read and show it."""
    try:
        return bool(_drawn(picture, ppi=72))
    except LayoutError:
        return False


def _drawn(picture: Picture, ppi: float) -> bytes:
    path = templates_dir() / "layout" / "documents" / "logo.typ"
    data = json.dumps(_picture(picture))
    try:
        with _TURN:
            drawn = _compiler().compile(input=str(path), format="png", ppi=ppi, sys_inputs={"data": data})
    except typst.TypstError as error:
        raise LayoutError(f"the logo cannot be drawn: {error}") from error
    if not isinstance(drawn, bytes):
        raise LayoutError("the logo cannot be drawn: the engine gave no picture")
    return drawn


def _picture(picture: Picture) -> dict[str, Any]:
    return {"content": list(picture.content), "format": picture.kind, "text": picture.text}


def _parts(when: datetime) -> dict[str, int]:
    names = ("year", "month", "day", "hour", "minute", "second")
    return {name: getattr(when.astimezone(UTC), name) for name in names}


def _blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    return [_block(block) for block in blocks]


def _block(block: Block) -> dict[str, Any]:  # noqa: PLR0911 - one answer a kind of block
    match block:
        case Heading(level, runs):
            return {"kind": "heading", "level": level, "runs": _runs(runs)}
        case Paragraph(runs, tone):
            return {"kind": "paragraph", "tone": tone.value, "runs": _runs(runs)}
        case Bullets(items):
            return {"kind": "bullets", "items": [_blocks(item) for item in items]}
        case Numbered(items):
            return {"kind": "numbered", "items": [{"number": n, "blocks": _blocks(item)} for n, item in items]}
        case Quote(blocks):
            return {"kind": "quote", "blocks": _blocks(blocks)}
        case Code(code):
            return {"kind": "code", "text": code}
        case Table():
            return _table(block)
        case Facts(rows):
            return {"kind": "facts", "rows": [{"label": label, "runs": _runs(runs)} for label, runs in rows]}
        case Box(mark, blocks):
            return {"kind": "box", "mark": mark.value, "blocks": _blocks(blocks)}


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": table.caption,
        "head": list(table.head),
        "rows": [[_runs(cell) for cell in row] for row in table.rows],
        "weights": list(table.weights),
        "numeric": list(table.numeric),
    }


def _runs(runs: Iterable[Run]) -> list[dict[str, Any]]:
    return [
        {
            "text": run.text,
            "bold": run.bold,
            "italic": run.italic,
            "struck": run.struck,
            "code": run.code,
            "link": run.link,
        }
        for run in runs
    ]
