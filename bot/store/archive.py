"""The archive: every mail, letter and document as a file that is named by the SHA-256 of its content.

A file is written once and never changed, so that the same bytes kept twice are one file, and a file that does not
match its name was altered.
"""

import hashlib
import re
from pathlib import Path

from bot.errors import StoreError
from bot.store.durable import sync_folder, written_beside

_NAME = re.compile(r"[0-9a-f]{64}")


class Archive:
    """The files below one folder, as `ab/abcdef…`. Folders are made with mode 0700 and files with 0600."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """The content's SHA-256 in hexadecimal, once the content is on the disk to stay.

        StoreError where it could not be written; then nothing is left of it but, after a crash, a `.new-` file.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        try:
            if not self._holds(path, content):
                self._write(path, content)
        except OSError as error:
            raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """The content of that SHA-256; StoreError where it is missing, unreadable or altered."""
        path = self._path(sha256)
        try:
            content = path.read_bytes()
        except FileNotFoundError as error:
            raise StoreError(f"{path} is missing from the archive; restore it from a backup") from error
        except OSError as error:
            raise StoreError(f"{path} cannot be read: {error.strerror or error}") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise StoreError(f"{path} was altered: its content does not match its name; restore it from a backup")
        return content

    def has(self, sha256: str) -> bool:
        """Whether there is a file of that name; whether it is whole only `get` can tell."""
        return self._path(sha256).is_file()

    def _path(self, sha256: str) -> Path:
        # Names come from the database too: nothing but a hash may become a path.
        if not _NAME.fullmatch(sha256):
            raise StoreError(f"{sha256!r} is no SHA-256 of an archived file")
        return self.folder / sha256[:2] / sha256

    @staticmethod
    def _holds(path: Path, content: bytes) -> bool:
        """Whether the file is there and whole; a damaged one is written anew."""
        try:
            return path.read_bytes() == content
        except FileNotFoundError:
            return False

    def _write(self, path: Path, content: bytes) -> None:
        """Write beside the final name and rename, so that a name never stands for half a content."""
        self._make(path.parent)
        with written_beside(path, content) as written:
            written.replace(path)
        sync_folder(path.parent)

    def _make(self, folder: Path) -> None:
        """Make the folder and those above it; a new name in a folder lasts once that folder is synchronised."""
        if folder.is_dir():
            return
        self._make(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)
