"""The archive package of a meeting: one ZIP that an archive can keep and anybody can recount.

| in it | |
|---|---|
| `package.json` | of which meeting, by which program, in which zone, and the hash that ends the journal |
| `journal.jsonl` | the journal, an entry a line, exactly as it is stored |
| `protocol/` | the protocol as PDF/A-2a, JSON and text |
| `sent/`, `received/` | every letter and every mail, the bytes that went and came |
| `documents/` | the case documents |
| `arkivmelding.xml` | all of it described in the words of Fiks Arkiv v2 (`letters.arkivmelding`) |
| `fiks-arkiv/` | the same as messages that an archive takes, one a folder or record, in the order of sending |
| `SHA256SUMS` | the sum of every file but itself, for `sha256sum -c` |

The package is a function of the journal and of what it names in the archive: the same state gives the same bytes.
Nothing is compressed, so that they depend on no compressor and a damaged spot harms one file. It is complete, and so
holds cases exempt from public access and whatever members wrote about themselves: it goes to an archive, not to the
public. The installation's secret is not in it; `service.packaged` tells how it is recounted without.
"""

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO, Any
from zoneinfo import ZoneInfo

from bot.core.approval import awaits_approval
from bot.core.journal import (
    Entry,
    LetterQueued,
    LetterSent,
    MailRead,
    MailReceived,
    MailRefused,
    MailReleased,
    MeetingPlanned,
    PreviousReported,
    StoredEntry,
    canonical,
)
from bot.core.minutes import protocol
from bot.core.state import Phase, State
from bot.errors import BadFileError, NotFoundError, RefusedError
from bot.letters.arkivmelding import Contents, File, Post, arkivmelding, messages
from bot.reading.message import parse
from bot.service.office import Office
from bot.service.rendering import rendered
from bot.service.routing import Derived
from bot.service.verification import checked_entries, folded, recount
from bot.store.archive import Archive
from bot.store.durable import written_beside

FORMAT = 1
PROGRAM = f"motebot {version('motebot')}"
ABOUT, JOURNAL, DESCRIPTION, SUMS = "package.json", "journal.jsonl", "arkivmelding.xml", "SHA256SUMS"
MESSAGES = "fiks-arkiv/"
PROTOCOL = {form: f"protocol/protocol.{form}" for form in ("pdf", "json", "txt")}
# The day with which ZIP's time begins: how old a file is, is told by what is in it.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PRIVATE = 0o100600 << 16
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Record:
    """All that a package is made of: a journal, the state that it comes to, the archive with what it names, by which
    program the package is made and in which zone its documents tell the time."""

    stored: Sequence[StoredEntry]
    entries: Sequence[Entry]
    state: State
    archive: Archive
    zone: ZoneInfo
    program: str = PROGRAM

    @classmethod
    def of(
        cls, meeting_id: str, stored: Sequence[StoredEntry], archive: Archive, zone: ZoneInfo, program: str = PROGRAM
    ) -> "Record":
        """The record of a meeting that is over.

        DifferenceError where the journal's chain is broken or its facts cannot follow one another, RefusedError where
        the meeting is not over.
        """
        entries = checked_entries(meeting_id, stored)
        state = folded(entries)
        if awaits_approval(state):
            raise RefusedError(f"{meeting_id} waits for the chair to approve its protocol; it is archived after that")
        if state.phase not in {Phase.CLOSED, Phase.CANCELLED}:
            raise RefusedError(f"{meeting_id} is {state.phase}; a meeting is archived once it is closed or cancelled")
        return cls(stored, entries, state, archive, zone, program)


def package(office: Office, meeting_id: str, path: Path) -> str:
    """Write the meeting's package to the file, whole or not at all; the hash with which its journal ends.

    NotFoundError where there is no such meeting, RefusedError where it is not over, BadFileError where the file cannot
    be written, DifferenceError where the meeting does not verify: its package would not either.
    """
    with office.store.read() as uow:
        stored = uow.stored_entries(meeting_id)
    if not stored:
        raise NotFoundError(f"there is no meeting {meeting_id!r}; `motebot status` lists those there are")
    record = Record.of(meeting_id, stored, office.archive, office.sender.zone)
    recount(record.entries, office.archive, Derived(office.sender))
    try:
        with written_beside(path, b"") as beside:
            with beside.open("wb") as file:
                write(contents(record), file)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
    except OSError as error:
        raise BadFileError([f"{path}: cannot be written ({error.strerror}); name another file with -o"]) from error
    return stored[-1].hash


def write(files: Iterable[tuple[str, bytes]], file: IO[bytes]) -> None:
    """Write the files as a ZIP whose bytes depend on their names and contents alone."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.create_system = _UNIX
            entry.external_attr = _PRIVATE
            packed.writestr(entry, content)


def contents(record: Record) -> Iterator[tuple[str, bytes]]:
    """Every file of the package with its content, one at a time, in the order in which they lie in it.

    StoreError where the archive lacks one or holds it altered.
    """
    files: dict[str, File] = {}
    for name, content in _files(record):
        files[name] = _file(name, content)
        yield name, content
    made, told = protocol(record.state), _told(record, files)
    described = [(DESCRIPTION, arkivmelding(made, told, record.zone))]
    described += [(MESSAGES + name, content) for name, content in messages(made, told, record.zone)]
    for name, content in described:
        files[name] = _file(name, content)
        yield name, content
    yield SUMS, "".join(f"{file.sha256}  {file.name}\n" for file in files.values()).encode()


def _file(name: str, content: bytes) -> File:
    return File(name, hashlib.sha256(content).hexdigest(), len(content))


def _files(record: Record) -> Iterator[tuple[str, bytes]]:
    yield ABOUT, (json.dumps(_about(record), ensure_ascii=False, indent=2) + "\n").encode()
    yield JOURNAL, b"".join(_line(record.state.meeting.id, entry) for entry in record.stored)
    for form, name in PROTOCOL.items():
        yield name, rendered(protocol(record.state), form, record.zone, record.archive)
    for name, sha256 in places(record.entries).items():
        yield name, record.archive.get(sha256)


def _about(record: Record) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "program": record.program,
        "meeting": record.state.meeting.id,
        "timezone": record.zone.key,
        "entries": len(record.stored),
        "head": record.stored[-1].hash,
    }


def _line(meeting_id: str, entry: StoredEntry) -> bytes:
    """An entry with all that its hash is made over, in the form in which it is hashed."""
    said = {
        "at": entry.at.isoformat(),
        "fact": entry.payload,
        "hash": entry.hash,
        "meeting": meeting_id,
        "previous": entry.previous,
        "sequence": entry.sequence,
    }
    return canonical(said) + b"\n"


def places(entries: Iterable[Entry]) -> dict[str, str]:
    """The SHA-256 of each letter, mail and case document that the journal names, by the name that it has in a package.

    The name tells the entry's number, so that all lie in the order in which they came about.
    """
    found: dict[str, str] = {}
    for entry in entries:
        match entry.fact:
            case LetterQueued() | MailReceived():
                found[_post_name(entry)] = _sha256(entry.fact)
            case MeetingPlanned(documents=documents):
                found |= {_paper_name(path, sha256): sha256 for path, sha256 in documents.items()}
            case PreviousReported(reported=reported) if reported is not None:
                found[_paper_name(f"protocol-{reported.meeting}.pdf", reported.document)] = reported.document
            case _:
                pass
    return found


def _sha256(fact: LetterQueued | MailReceived) -> str:
    return fact.sha256 if isinstance(fact, LetterQueued) else fact.mail


def _post_name(entry: Entry) -> str:
    match entry.fact:
        case LetterQueued(kind=kind, seat=seat):
            return f"sent/{entry.sequence:05}-{kind}-{_fit(seat or 'coordinator')}.eml"
        case MailReceived(mail=mail):
            return f"received/{entry.sequence:05}-{mail[:8]}.eml"
    raise TypeError(f"{type(entry.fact).__name__} is no letter and no mail")


def _paper_name(path: str, sha256: str) -> str:
    return f"documents/{sha256[:12]}-{_fit(PurePosixPath(path).name)}"


def _fit(text: str) -> str:
    """The text as part of a file's name on any system; the whole of it is in the journal."""
    return _UNFIT.sub("-", text)[-80:].strip("-.") or "x"


def _told(record: Record, files: Mapping[str, File]) -> Contents:
    """What the description tells of the files: a correction's case documents that no case names any more come last."""
    state = record.state
    papers = {
        case.number: tuple(_paper(files, path, state.documents[path]) for path in case.documents)
        for case in state.meeting.cases
    }
    named = {file.name for each in papers.values() for file in each}
    rest = [files[name] for name in files if name.startswith("documents/") and name not in named]
    over = state.closed_at or state.cancelled_at
    assert over is not None  # noqa: S101 - Record.of takes only meetings that are over
    return Contents(
        program=record.program,
        registered=state.planned_at,
        closed=over,
        protocol=[files[name] for name in PROTOCOL.values()],
        papers=papers,
        posts=list(_posts(record, files)),
        rest=[files[JOURNAL], files[ABOUT], *rest],
    )


def _paper(files: Mapping[str, File], path: str, sha256: str) -> File:
    return replace(files[_paper_name(path, sha256)], title=PurePosixPath(path).name)


def _posts(record: Record, files: Mapping[str, File]) -> Iterator[Post]:
    sent = {entry.fact.key: entry.at for entry in record.entries if isinstance(entry.fact, LetterSent)}
    judged = {entry.fact.mail: entry.fact for entry in record.entries if isinstance(entry.fact, MailRead)}
    settled = {entry.fact.mail: entry for entry in record.entries if isinstance(entry.fact, MailReleased | MailRefused)}
    for entry in record.entries:
        match entry.fact:
            case LetterQueued() as letter:
                title = parse(record.archive.get(letter.sha256)).subject
                yield Post(
                    id=entry.hash,
                    incoming=False,
                    title=title,
                    name=letter.name,
                    address=letter.address,
                    registered=entry.at,
                    at=sent.get(letter.key),
                    file=files[_post_name(entry)],
                )
            case MailReceived() as mail:
                post = _received(record, entry, mail, judged.get(mail.mail), files[_post_name(entry)])
                yield _with_ruling(post, settled.get(mail.mail))
            case _:
                pass


def _with_ruling(post: Post, ruled: Entry | None) -> Post:
    """What the coordinator found of a mail that was held stands beside how its sender was judged."""
    if ruled is None:
        return post
    found = "released" if isinstance(ruled.fact, MailReleased) else "refused"
    return replace(post, settled=found, settled_at=ruled.at)


def _received(record: Record, entry: Entry, mail: MailReceived, read: MailRead | None, file: File) -> Post:
    speaker = record.state.meeting.speaker(mail.sender)
    return Post(
        id=entry.hash,
        incoming=True,
        title=mail.subject,
        name=speaker.person.name if speaker else "",
        address=mail.sender,
        registered=entry.at,
        at=mail.received,
        file=file,
        judged=read.identity.why if read else "",
    )
