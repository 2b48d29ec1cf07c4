"""An archive package recounted from itself alone: on a machine without database, settings or secret.

The package is made anew from its own journal, letters and mails, and has to come out byte for byte. Before that the
journal's chain is checked, every mail read again, every sender judged again and the votes recounted, as `verification`
does with a database.

Whether an answer showed a token of ours cannot be derived here, since the secret that makes tokens stays where it is.
It is found in what was really sent, which the journal seals by its SHA-256: a Message-ID among those of the letters in
the package, a printed reference in the subject of the letters to that person, a calendar entry's UID in the entry that
the letters carried. That is enough, since a token counts only of those who have had a letter (`routing`).

What the package cannot tell is whether somebody rewrote all of it, journal and mails alike, or cut entries off its end
and everything of theirs: such a package agrees with itself. Its last hash is then another one than `motebot archive`
told, and than the installation's journal still ends with; that hash is to be kept apart from the package.

Nothing is unpacked to the disk, and no name in the package is ever a path.
"""

import filecmp
import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.journal import Entry, LetterQueued, StoredEntry, canonical
from bot.errors import BadFileError, RefusedError, StoreError
from bot.reading.message import Message, parse
from bot.service.packaging import (
    ABOUT,
    DESCRIPTION,
    JOURNAL,
    MESSAGES,
    PROGRAM,
    PROTOCOL,
    SUMS,
    Record,
    contents,
    write,
)
from bot.service.verification import DifferenceError, recount
from bot.store.archive import Archive

# What another version of the program may lay out otherwise without a vote being another.
_LAID_OUT = frozenset({*PROTOCOL.values(), DESCRIPTION, SUMS})
_SUM = re.compile(r"([0-9a-f]{64})  ([^\n]+)")
_REFERENCE = re.compile(r"\[([A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4})\]\s*$")
_FOLD = re.compile(rb"\r?\n[ \t]")
_UID = re.compile(rb"^UID:(\S{1,200})\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Recounted:
    """A package in which all agrees: how many mails were read again and the hash with which its journal ends.

    `made_again` is false where another version of the program made the package: then its documents were held to their
    sums and not made anew.
    """

    meeting_id: str
    mails: int
    head: str
    program: str
    made_again: bool


def recount_package(path: Path) -> Recounted:
    """What the package comes to when all in it agrees.

    DifferenceError for the first thing that does not: a file that was altered, removed or added, an entry, a reading, a
    vote. BadFileError where there is no file to read.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            return _recounted(_Package(packed), path)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise DifferenceError(f"{path}: is no whole package ({error})") from error
    except OSError as error:
        raise BadFileError([f"{path}: cannot be read ({error.strerror or error})"]) from error


def _recounted(package: "_Package", path: Path) -> Recounted:
    """The steps, each of which may rest on those before it."""
    package.check_sums()
    about = package.about()
    archive = PackedArchive(package)
    try:
        record = Record.of(about.meeting_id, package.journal(about.meeting_id), archive, about.zone, about.program)
        mails = recount(record.entries, archive, Printed.of(record.entries, archive))
        _check_made_again(package, record, path)
    except (StoreError, RefusedError) as error:
        raise DifferenceError(f"{path}: {error}") from error
    return Recounted(about.meeting_id, mails, record.stored[-1].hash, about.program, about.program == PROGRAM)


def _check_made_again(package: "_Package", record: Record, path: Path) -> None:
    """Make the package anew beside the one there is: every file must be the same, and then the whole."""
    with tempfile.TemporaryDirectory(prefix="motebot-") as folder:
        again = Path(folder) / "again.zip"
        with again.open("wb") as file:
            write(_compared(package, contents(record), same_program=record.program == PROGRAM), file)
        if not filecmp.cmp(again, path, shallow=False):
            raise DifferenceError(f"{path}: holds something beside its files, or they lie otherwise than they were put")


def _compared(
    package: "_Package", made: Iterable[tuple[str, bytes]], *, same_program: bool
) -> Iterator[tuple[str, bytes]]:
    """The files as they are in the package, each compared with what was made of the journal before it is passed on."""
    expected = {SUMS}
    for name, content in made:
        expected.add(name)
        if name == SUMS and (added := next((each for each in package.names if each not in expected), None)):
            raise DifferenceError(f"{added}: was added; the journal does not know of it")
        found = package.read(name)
        if found != content and (same_program or not _is_laid_out(name)):
            raise DifferenceError(f"{name}: is not what the journal and the mails come to")
        yield name, found


def _is_laid_out(name: str) -> bool:
    return name in _LAID_OUT or name.startswith(MESSAGES)


@dataclass(frozen=True, slots=True)
class _About:
    meeting_id: str
    program: str
    zone: ZoneInfo


class _Package:
    """The files of a ZIP by name; each is read when it is asked for, and none is written anywhere."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self._entries = {entry.filename: entry for entry in packed.infolist()}
        self.by_sum: dict[str, str] = {}
        if len(self._entries) != len(packed.infolist()):
            raise DifferenceError(f"{packed.filename}: two of its files have the same name")

    @property
    def names(self) -> Sequence[str]:
        """Every file's name, in their order."""
        return tuple(self._entries)

    def read(self, name: str) -> bytes:
        """The file's content; DifferenceError where it is missing, or packed as `motebot archive` packs nothing."""
        entry = self._entries.get(name)
        if entry is None:
            raise DifferenceError(f"{name}: is missing")
        # What is compressed may be larger than any memory; what is stored is no larger than the file.
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1:
            raise DifferenceError(f"{name}: was packed anew")
        try:
            return self._packed.read(entry)
        except zipfile.BadZipFile as error:
            raise DifferenceError(f"{name}: was altered") from error

    def check_sums(self) -> None:
        """Hold every file to its sum."""
        told = self._sums()
        for name, sha256 in told.items():
            if hashlib.sha256(self.read(name)).hexdigest() != sha256:
                raise DifferenceError(f"{name}: was altered")
            self.by_sum[sha256] = name
        for name in self.names:
            if name not in told and name != SUMS:
                raise DifferenceError(f"{name}: was added")

    def _sums(self) -> Mapping[str, str]:
        lines = self.read(SUMS).decode("utf-8", "replace").splitlines()
        found = [_SUM.fullmatch(line) for line in lines]
        if not found or not all(found):
            raise DifferenceError(f"{SUMS}: was altered")
        return {each[2]: each[1] for each in found if each is not None}

    def about(self) -> _About:
        """What the package says of itself; DifferenceError where it says nothing that can be right."""
        try:
            said = json.loads(self.read(ABOUT))
            return _About(str(said["meeting"]), str(said["program"]), ZoneInfo(str(said["timezone"])))
        except (ValueError, KeyError, TypeError, ZoneInfoNotFoundError) as error:
            raise DifferenceError(f"{ABOUT}: was altered") from error

    def journal(self, meeting_id: str) -> tuple[StoredEntry, ...]:
        """The journal's entries, whose chain is still to be checked; DifferenceError where a line is none."""
        lines = self.read(JOURNAL).splitlines()
        return tuple(_entry(meeting_id, number, line) for number, line in enumerate(lines, start=1))


def _entry(meeting_id: str, number: int, line: bytes) -> StoredEntry:
    try:
        said: dict[str, Any] = json.loads(line)
        at = datetime.fromisoformat(said["at"])
        entry = StoredEntry(said["sequence"], at, said["fact"], said["previous"], said["hash"])
        whole = canonical(said) == line and said["meeting"] == meeting_id
    except (ValueError, KeyError, TypeError, RecursionError):
        whole = False
    if not whole:
        raise DifferenceError(f"{JOURNAL}, line {number}: is no entry of the journal of {meeting_id}")
    return entry


class PackedArchive(Archive):
    """The letters, mails and documents of a package as an archive that can only be read."""

    def __init__(self, package: _Package) -> None:
        super().__init__(Path())
        self._package = package

    def put(self, content: bytes) -> str:
        """Nothing is put into a package: TypeError."""
        raise TypeError(f"a package takes in nothing, {len(content)} bytes neither")

    def get(self, sha256: str) -> bytes:
        """The content of that SHA-256, by which all of it has been checked; StoreError where it is not there."""
        name = self._package.by_sum.get(sha256)
        if name is None:
            raise StoreError(f"what has the SHA-256 {sha256} is missing, or was altered")
        return self._package.read(name)

    def has(self, sha256: str) -> bool:
        """Whether the package has a file of that SHA-256."""
        return sha256 in self._package.by_sum


@dataclass(frozen=True, slots=True)
class Printed:
    """The tokens as they stand in the letters themselves, by the address that each letter went to."""

    references: Mapping[str, str]
    uids: Mapping[str, str]

    @classmethod
    def of(cls, entries: Iterable[Entry], archive: Archive) -> "Printed":
        """Read off every letter that the journal names; StoreError where one is missing."""
        references: dict[str, str] = {}
        uids: dict[str, str] = {}
        for entry in entries:
            if isinstance(entry.fact, LetterQueued):
                letter = parse(archive.get(entry.fact.sha256))
                references.setdefault(entry.fact.address, _printed(letter))
                if uid := _uid(letter):
                    uids.setdefault(entry.fact.address, uid)
        return cls(references, uids)

    def reference(self, meeting_id: str, address: str) -> str:  # noqa: ARG002 - a package is of one meeting
        """The reference that letters to that address print; empty where there is none."""
        return self.references.get(address, "")

    def calendar_uid(self, meeting_id: str, address: str) -> str:  # noqa: ARG002 - a package is of one meeting
        """The UID of the calendar entry that letters to that address carry; empty where there is none."""
        return self.uids.get(address, "")


def _printed(letter: Message) -> str:
    found = _REFERENCE.search(letter.subject)
    return found[1] if found else ""


def _uid(letter: Message) -> str:
    found = _UID.search(_FOLD.sub(b"", letter.calendar or b""))
    return found[1].decode("ascii", "replace") if found else ""
