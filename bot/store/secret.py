"""The installation's secret, from which thread tokens are made (`core.thread`)."""

import secrets
from contextlib import suppress
from pathlib import Path

from bot.errors import StoreError
from bot.store.durable import sync_folder, written_beside

LENGTH_BYTES = 32


def load_or_create(folder: Path) -> bytes:
    """The 32 bytes of `secret.key` in the folder, drawn at random and written with mode 0600 the first time.

    StoreError where the file cannot be read or written, or is not of that length: then every thread token of letters
    already sent would be wrong, so no other secret is made in its place.
    """
    path = folder / "secret.key"
    try:
        if not path.exists():
            _create(path)
        secret = path.read_bytes()
    except OSError as error:
        raise StoreError(f"{path} cannot be used: {error.strerror or error}") from error
    if len(secret) != LENGTH_BYTES:
        raise StoreError(
            f"{path} has {len(secret)} bytes instead of {LENGTH_BYTES}; restore it from a backup, or remove it and "
            "accept that answers to letters already sent are held for the coordinator"
        )
    return secret


def _create(path: Path) -> None:
    """Link a complete file to the name: of two processes that start at once, the first one's secret holds."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with written_beside(path, secrets.token_bytes(LENGTH_BYTES)) as written, suppress(FileExistsError):
        path.hardlink_to(written)
    sync_folder(path.parent)
