"""What one mail said: the value that the reader makes and that the journal keeps.

Which words mean what is decided in the room `reading`; who may speak for a seat, and whether it is in time, in
`roll`. The JSON form is fixed by the contract.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bot.core.meeting import Role, VoteKey


class Kind(StrEnum):
    """What sort of mail it is. Only `reply` and `calendar` can carry votes."""

    REPLY = "reply"
    CALENDAR = "calendar"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    RECEIPT = "receipt"
    RECALL = "recall"
    REACTION = "reaction"
    UNRELATED = "unrelated"


# The kinds in which a person says something, and may be answered.
SPOKEN = frozenset({Kind.REPLY, Kind.CALENDAR, Kind.REACTION})


class Vote(StrEnum):
    """What somebody said about a case or a point."""

    APPROVE = "approve"
    OBJECT = "object"
    ABSTAIN = "abstain"
    RECUSED = "recused"
    WITHDRAW = "withdraw"
    MEETING = "meeting"


class Attendance(StrEnum):
    """What somebody said about taking part."""

    PRESENT = "present"
    ABSENT = "absent"


class Reason(StrEnum):
    """Why somebody has to be asked."""

    CONDITIONAL = "conditional"
    WHICH_CASE = "which_case"
    CONTRADICTION = "contradiction"
    QUESTION = "question"
    COUNTER_PROPOSAL = "counter_proposal"
    UNKNOWN_SENDER = "unknown_sender"
    UNKNOWN_CASE = "unknown_case"
    UNKNOWN_SUBSTITUTE = "unknown_substitute"
    WHICH_MEETING = "which_meeting"
    ABSENCE_WITH_VOTE = "absence_with_vote"
    EXCEPTION_UNSAID = "exception_unsaid"
    NO_VOTE = "no_vote"
    NOT_A_VOTE = "not_a_vote"
    NOTHING_SAID = "nothing_said"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class NamedSubstitute:
    """The one whom an absent member named. `listed` says whether the seat's list holds them."""

    name: str
    email: str | None
    listed: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sender's own words behind one thing read; `about` is a vote key, `attendance`, `substitute` or a reason."""

    about: str
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one mail said.

    `seat` and `speaker` are None for an unknown sender. `text` holds the sender's own words, complete. `votes`
    holds only what leaves no doubt. `clarify` is true when the sender or the coordinator has to be asked, with at
    least one reason in `reasons`.
    """

    kind: Kind
    sender: str = ""
    seat: str | None = None
    speaker: Role | None = None
    text: str = ""
    attendance: Attendance | None = None
    substitute: NamedSubstitute | None = None
    votes: Mapping[VoteKey, Vote] = field(default_factory=lambda: MappingProxyType({}))
    clarify: bool = False
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The contract's object, without `file`."""
        substitute = self.substitute
        return {
            "kind": self.kind.value,
            "sender": self.sender,
            "seat": self.seat,
            "speaker": self.speaker and self.speaker.value,
            "text": self.text,
            "attendance": self.attendance and self.attendance.value,
            "substitute": substitute
            and {"name": substitute.name, "email": substitute.email, "listed": substitute.listed},
            "votes": {str(key): vote.value for key, vote in self.votes.items()},
            "clarify": self.clarify,
            "reasons": [reason.value for reason in self.reasons],
            "evidence": [{"about": each.about, "words": each.words} for each in self.evidence],
        }
