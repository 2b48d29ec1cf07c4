"""A file's bytes, or one line that says why they cannot be had."""

from pathlib import Path

from bot.errors import BadFileError


def read_bytes(path: Path, largest: int) -> bytes:
    """The file's bytes; BadFileError with one line where it cannot be read or has more than `largest` bytes."""
    try:
        if not path.exists():
            raise BadFileError([f"{path}: there is no such file; check the name and the folder"])
        if not path.is_file():
            raise BadFileError([f"{path}: is not a file; name the file itself"])
        with path.open("rb") as file:
            raw = file.read(largest + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadFileError([f"{path}: cannot be read ({reason}); check its name and permissions"]) from error
    if len(raw) > largest:
        limit = f"{largest // (1024 * 1024)} MB"
        raise BadFileError([f"{path}: is larger than {limit}; this is more than the program reads"])
    return raw
