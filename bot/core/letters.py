"""The letters that a meeting can decide to send: to whom, of which kind, saying what.

`schedule.due` decides which of them are due; the room `letters` writes them out in the body's language; `service`
queues them in the transaction that decides them. A letter's `key` names its purpose within the meeting: a key is
decided once, whatever stops and starts in between (invariant I6).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from bot.core.meeting import Person, Role, Seat, VoteKey
from bot.core.protocol import Protocol
from bot.core.reading import Attendance, Evidence, Reason, Vote
from bot.core.reported import Reported


class LetterKind(StrEnum):
    """The value of the header X-Motebot-Kind."""

    NOTICE = "notice"
    SUMMONS = "summons"
    REMINDER = "reminder"
    RECEIPT = "receipt"
    QUESTION = "question"
    NOT_COUNTED = "not-counted"
    CANCELLED = "cancelled"
    EXTENDED = "extended"
    PROTOCOL = "protocol"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class AnsweredMail:
    """The mail that a letter answers: its Message-ID (empty where it had none), its References, its subject, when
    it was received, and the reference number that the receipt gives."""

    message_id: str
    references: tuple[str, ...]
    subject: str
    received: datetime
    reference: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The call to the meeting, with all papers; `reported` is what it lists of the meeting before, None for nothing."""

    reported: Reported | None = None


@dataclass(frozen=True, slots=True)
class Summons:
    """A substitute is called in: for the whole meeting, or only for `cases` where the member is recused.

    `reported` is what the notice lists of the meeting before.
    """

    absent: Person
    cases: tuple[str, ...] = ()
    reported: Reported | None = None


@dataclass(frozen=True, slots=True)
class SummonsWithdrawn:
    """The member takes part after all; the substitute who was called in is not needed. It goes as `cancelled`."""

    member: Person


@dataclass(frozen=True, slots=True)
class Reminder:
    """To one who has not answered; carries the papers' list and the form again."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was registered, in words.

    `votes` are the votes that this mail registered, `standing` all that now stand for the person, `unanswered` the
    cases still without one. `replaced` holds the keys whose earlier, different vote this mail replaced, `withdrawn`
    those whose vote was taken back. `called` is the substitute called in by this mail; `absent_without_substitute`
    says that nobody could be. `reasons` and `evidence` tell what is asked back in the same letter: empty where all was
    clear. `text` holds the sender's own words. `by_calendar`: it answers a reply to the calendar entry, which some
    clients send when an entry is merely deleted. `overtaken`: some of what this mail says does not hold, since its
    sender has said otherwise in a later one, which was taken in before it.
    """

    votes: Mapping[VoteKey, Vote] = field(default_factory=lambda: MappingProxyType({}))
    standing: Mapping[VoteKey, Vote] = field(default_factory=lambda: MappingProxyType({}))
    unanswered: tuple[str, ...] = ()
    replaced: tuple[VoteKey, ...] = ()
    withdrawn: tuple[VoteKey, ...] = ()
    attendance: Attendance | None = None
    called: Person | None = None
    absent_without_substitute: bool = False
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    text: str = ""
    by_calendar: bool = False
    overtaken: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Nothing was registered; what was not understood is quoted and asked about, with the form to fill in."""

    reasons: tuple[Reason, ...]
    evidence: tuple[Evidence, ...] = ()
    text: str = ""


class Uncounted(StrEnum):
    """Why a mail was not counted."""

    LATE = "late"
    CANCELLED = "cancelled"
    NOT_OPEN = "not_open"
    NOT_CALLED = "not_called"
    SUBSTITUTE_VOTED = "substitute_voted"
    NO_VOTE = "no_vote"
    NOT_TRUSTED = "not_trusted"
    REFUSED = "refused"
    NO_MEETING = "no_meeting"


@dataclass(frozen=True, slots=True)
class NotCounted:
    """The mail is kept, and not counted, for the one reason given."""

    why: Uncounted
    text: str = ""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The meeting is called off."""


@dataclass(frozen=True, slots=True)
class Extended:
    """The deadline was moved; `before` is the deadline that no longer holds."""

    before: datetime


@dataclass(frozen=True, slots=True)
class ProtocolOut:
    """The finished protocol, to members and to the coordinator, with its documents attached."""

    protocol: Protocol


@dataclass(frozen=True, slots=True)
class ForApproval:
    """The protocol as it was counted, to the chair, who is asked to approve it, or to the coordinator, who is told so.

    `reminder` is 0 for the first letter, then the reminder's number. `approver` is who is asked.
    """

    protocol: Protocol
    approver: Person
    reminder: int = 0


@dataclass(frozen=True, slots=True)
class ApprovalReceipt:
    """What came of the chair's answer: the protocol is approved, or their remark is the coordinator's to deal with."""

    approved: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """To the coordinator: the meeting as the bot has it, before anything goes out. `warnings` are catalogue keys.

    `reported` is what the notice will list of the meeting before, None for nothing.
    """

    warnings: tuple[str, ...] = ()
    reported: Reported | None = None


@dataclass(frozen=True, slots=True)
class NeedsYou:
    """To the coordinator: a mail that a human has to look at, attached as it came.

    `sender` is the address the mail came from; `seat` is None for one nobody knows. `identity` tells in words of the
    catalogue why the sender could not be trusted; empty where that is not the matter.
    """

    sender: str
    text: str
    reasons: tuple[str, ...]
    seat: Seat | None = None
    identity: str = ""
    raw_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Strangers:
    """To the coordinator: mails of senders who have no seat, in one letter where they came in numbers.

    `mails` are each mail's registration number and how it was received, the first of them where there are many; `count`
    is how many there are.
    """

    mails: tuple["StrangersMail", ...]
    count: int


class StrangersMail(NamedTuple):
    """A mail of a stranger: the number under which it is registered, when it was received, from whom, about what."""

    reference: str
    received: datetime
    sender: str
    subject: str


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    """To the coordinator: somebody could not be reached; `response` is what their server said. `doubtful`: it was said
    by a report that names no letter of ours, which anybody can write."""

    person: str
    address: str
    kind: LetterKind
    response: str
    doubtful: bool = False


class TroubleKind(StrEnum):
    """What is the matter with the service."""

    MAILBOX_LOST = "mailbox_lost"
    MAILBOX_BACK = "mailbox_back"
    CLOCK_DOUBTED = "clock_doubted"


@dataclass(frozen=True, slots=True)
class Trouble:
    """To the coordinator: the service itself is in trouble, or no more. `since` is when it began, or was over.

    `said` is what the mail server said, empty where it said nothing.
    """

    what: TroubleKind
    since: datetime
    said: str = ""


Content = (
    Notice
    | Summons
    | SummonsWithdrawn
    | Reminder
    | Receipt
    | Question
    | NotCounted
    | Cancelled
    | Extended
    | ProtocolOut
    | ForApproval
    | ApprovalReceipt
    | Draft
    | NeedsYou
    | Strangers
    | Trouble
    | DeliveryFailed
)


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person. `seat` is None for the coordinator; `role` then too.

    `answers` is the mail that it is an answer to; where it is None the letter is threaded to the person's notice.
    `again`: it takes the place of an earlier answer to the same mail.
    """

    key: str
    kind: LetterKind
    to: Person
    content: Content
    seat: Seat | None = None
    role: Role | None = None
    answers: AnsweredMail | None = None
    again: bool = False
