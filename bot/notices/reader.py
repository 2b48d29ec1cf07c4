"""Which reader reads a file: by its name's ending, and what the file must not be."""

from collections.abc import Callable
from pathlib import Path

from bot.errors import BadFileError
from bot.notices.files import read_bytes
from bot.notices.outline import Outline
from bot.notices.readers.docx import read_docx
from bot.notices.readers.eml import read_eml
from bot.notices.readers.markdown import read_markdown
from bot.notices.readers.odt import read_odt
from bot.notices.readers.pdf import read_pdf
from bot.notices.readers.txt import read_txt

LARGEST_BYTES = 50 * 1024 * 1024

READERS: dict[str, Callable[[bytes, str], Outline]] = {
    ".docx": read_docx,
    ".odt": read_odt,
    ".pdf": read_pdf,
    ".txt": read_txt,
    ".md": read_markdown,
}
ADVICE = {
    ".doc": "open it in Word and save it as .docx",
    ".docm": "it may carry macros; save it as .docx",
    ".dotm": "it may carry macros; save it as .docx",
    ".rtf": "open it in Word and save it as .docx",
    ".msg": "save the mail as .eml, or give the document that it carries",
}


def read_outline(path: Path) -> Outline:
    """The outline of a notice document; BadFileError with one line where it cannot be read."""
    return outline_of(read_bytes(path, LARGEST_BYTES), str(path), path.suffix)


def outline_of(raw: bytes, name: str, suffix: str) -> Outline:
    """The outline of a document's bytes, read as the suffix says; `name` is what error lines call it."""
    suffix = suffix.lower()
    if suffix not in READERS and suffix != ".eml":
        known = ", ".join([*READERS, ".eml"])
        advice = ADVICE.get(suffix, f"give the notice as one of {known}")
        raise BadFileError([f"{name}: {suffix or 'a file without an ending'} is not read; {advice}"])
    if not raw.strip():
        raise BadFileError([f"{name}: is empty; give the notice as it was written"])
    is_mail = suffix == ".eml"
    outline = read_eml(raw, name, frozenset(READERS), outline_of) if is_mail else READERS[suffix](raw, name)
    if not outline.blocks:
        raise BadFileError([f"{name}: holds no text; give the notice as text, not as a picture of it"])
    return outline
