"""The journal: everything that happens to a meeting, as appended facts that seal one another.

The journal is the truth and the state of a meeting a fold over it (`state.fold`). Each entry carries the hash of
the one before it, so that a changed, removed or reordered fact is found by `first_break`. How facts are kept is the
store's matter; it hands over each fact's JSON form exactly as it is stored.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from bot.core.letters import LetterKind
from bot.core.meeting import FollowUp, Meeting, Role, VoteKey
from bot.core.reading import Attendance, Reading, Vote
from bot.core.reported import Reported


@dataclass(frozen=True, slots=True)
class MeetingPlanned:
    """The meeting was added, or corrected before it was approved; nothing goes out until then.

    `file_sha256` is the meeting file's, `documents` the SHA-256 of each case document by the path that the case names,
    `warnings` the catalogue keys of what the coordinator should look at before approving.
    """

    meeting: Meeting
    file_sha256: str
    documents: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingApproved:
    """The coordinator let the notice go out."""


@dataclass(frozen=True, slots=True)
class MeetingCancelled:
    """The meeting was called off."""


@dataclass(frozen=True, slots=True)
class DeadlineMoved:
    """The deadline is another from now on."""

    deadline: datetime


@dataclass(frozen=True, slots=True)
class LetterQueued:
    """A letter was decided and written; its bytes are in the archive under `sha256`.

    `seat` and `role` are None for the coordinator. `answers` is the SHA-256 of the mail it answers, or None.
    """

    key: str
    kind: LetterKind
    name: str
    address: str
    message_id: str
    sha256: str
    seat: str | None = None
    role: Role | None = None
    answers: str | None = None


@dataclass(frozen=True, slots=True)
class LetterSent:
    """The mail server took the letter for its recipient."""

    key: str
    response: str


@dataclass(frozen=True, slots=True)
class LetterFailed:
    """The letter will not reach its recipient: refused for good, given up, or bounced."""

    key: str
    response: str


@dataclass(frozen=True, slots=True)
class Identity:
    """How the sender was judged: whether their answer may count, and why, as a key of the trust catalogue."""

    trusted: bool
    why: str


@dataclass(frozen=True, slots=True)
class Keys:
    """What was known, when a mail came, of the keys by which its sender's domain signs; with it the check of the
    signatures can be made again without DNS.

    `organisation` is the shortest name at or above the sender's domain that belongs to one organisation by the public
    suffix list of the day, empty where none does. `records` is the TXT record of each key by its name: empty where
    DNS said that there is none, and missing where DNS did not answer.
    """

    organisation: str
    records: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class LetterDoubted:
    """A delivery report that names no letter of ours says that this one's recipient was not reached; `said` is its
    subject. Anybody can write such a report, so that the letter stays what it was."""

    key: str
    said: str


@dataclass(frozen=True, slots=True)
class MailReceived:
    """A mail of this meeting is in the archive under its SHA-256, which is its identity.

    `received` is the server's INTERNALDATE, in whole seconds; `uid` orders mails of one second. `message_id` is
    empty where the mail has none. `threaded`: it answers a letter of ours to its own sender. `ambiguous`: its sender
    has several meetings and named none. `require` and `authserv_id` are the settings by which its sender was judged;
    `keys` is None where motebot checked no signature itself.
    """

    mail: str
    received: datetime
    uid: int
    message_id: str
    references: tuple[str, ...]
    subject: str
    sender: str
    threaded: bool = False
    ambiguous: bool = False
    require: str = ""
    authserv_id: str = ""
    keys: Keys | None = None


@dataclass(frozen=True, slots=True)
class MailRead:
    """What the mail said, and how its sender was judged."""

    mail: str
    reading: Reading
    identity: Identity


@dataclass(frozen=True, slots=True)
class Ruled:
    """The coordinator recorded an answer that came by telephone or that they read out of an unclear mail.

    `substitute` is the name of the one who steps in; None where none was named.
    """

    seat: str
    reason: str
    votes: Mapping[VoteKey, Vote] = field(default_factory=lambda: MappingProxyType({}))
    attendance: Attendance | None = None
    substitute: str | None = None


@dataclass(frozen=True, slots=True)
class MailReleased:
    """The coordinator found that a mail which was held is its sender's: it counts from now on, as of its receipt.

    `reason` is empty where none was given. `by` is the account on the machine under which it was decided.
    """

    mail: str
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class MailRefused:
    """The coordinator found that a mail which was held is not to count; `by` is the account on the machine."""

    mail: str
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class MeetingClosed:
    """The deadline passed and every mail received before it has been read; `protocol_sha256` seals the outcome."""

    protocol_sha256: str


@dataclass(frozen=True, slots=True)
class ProtocolApproved:
    """The coordinator recorded that the protocol is final, where the chair's approval by mail is asked for."""

    reason: str


@dataclass(frozen=True, slots=True)
class FollowUpMarked:
    """The coordinator marked who is to act on a case; it takes the place of a mark of the same point and person.

    Before the meeting has closed it belongs to the protocol. Afterwards the protocol stands as it was sealed, and the
    mark makes a new issue of its appendix only.
    """

    case: str
    follow_up: FollowUp


@dataclass(frozen=True, slots=True)
class FollowUpRemoved:
    """The coordinator took a mark back: that of the point, or of the whole case, and of who was responsible."""

    case: str
    responsible: str
    point: int | None = None


@dataclass(frozen=True, slots=True)
class PreviousReported:
    """What the notice lists of the body's meeting before: its protocol and its decisions. None: nothing after all."""

    reported: Reported | None


Fact = (
    MeetingPlanned
    | MeetingApproved
    | MeetingCancelled
    | DeadlineMoved
    | LetterQueued
    | LetterSent
    | LetterFailed
    | LetterDoubted
    | MailReceived
    | MailRead
    | Ruled
    | MailReleased
    | MailRefused
    | MeetingClosed
    | ProtocolApproved
    | FollowUpMarked
    | FollowUpRemoved
    | PreviousReported
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact in its place: `sequence` from 1, `at` in UTC, the hash of the entry before it and its own."""

    sequence: int
    at: datetime
    fact: Fact
    previous: str
    hash: str


GENESIS = "0" * 64


def canonical(value: Any) -> bytes:
    """The bytes that are hashed for a JSON value: sorted keys, no spaces, ASCII.

    Everything else is escaped: mail holds lone surrogates, for which UTF-8 has no bytes.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


def link(previous: str, meeting_id: str, sequence: int, at: datetime, payload: Mapping[str, Any]) -> str:
    """The hash of an entry, in hexadecimal: SHA-256 over the hash before it and everything the entry says."""
    said = {
        "at": at.isoformat(),
        "fact": payload,
        "meeting": meeting_id,
        "previous": previous,
        "sequence": sequence,
    }
    return hashlib.sha256(canonical(said)).hexdigest()


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as the store holds it, its fact still in JSON form."""

    sequence: int
    at: datetime
    payload: Mapping[str, Any]
    previous: str
    hash: str


def first_break(meeting_id: str, entries: Iterable[StoredEntry]) -> int | None:
    """The sequence number of the first entry that does not fit the chain; None where the chain is whole."""
    previous, expected = GENESIS, 1
    for entry in entries:
        sealed = link(previous, meeting_id, expected, entry.at, entry.payload)
        if (entry.sequence, entry.previous, entry.hash) != (expected, previous, sealed):
            return expected
        previous, expected = entry.hash, expected + 1
    return None
