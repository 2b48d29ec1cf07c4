"""Which reader reads a file: by its name's ending, checked against what the file begins with."""

from collections.abc import Callable
from pathlib import Path

from bot.errors import BadFileError
from bot.notices.meeting_file import read_bytes
from bot.notices.outline import Outline
from bot.notices.readers.markdown import read_markdown
from bot.notices.readers.txt import read_txt

LARGEST_BYTES = 50 * 1024 * 1024

READERS: dict[str, Callable[[bytes, str], Outline]] = {
    ".txt": read_txt,
    ".md": read_markdown,
}


def read_outline(path: Path) -> Outline:
    """The outline of a notice document; BadFileError with one line where it cannot be read."""
    return outline_of(read_bytes(path, LARGEST_BYTES), str(path), path.suffix)


def outline_of(raw: bytes, name: str, suffix: str) -> Outline:
    """The outline of a document's bytes, read as the suffix says; `name` is what error lines call it."""
    reader = READERS.get(suffix.lower())
    if reader is None:
        known = ", ".join(READERS)
        raise BadFileError([f"{name}: {suffix or 'a file without an ending'} is not read; give the notice as {known}"])
    if not raw.strip():
        raise BadFileError([f"{name}: is empty; give the notice as it was written"])
    outline = reader(raw, name)
    if not outline.blocks:
        raise BadFileError([f"{name}: holds no text; give the notice as text, not as a picture of it"])
    return outline
