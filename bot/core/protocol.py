"""The protocol as a frozen view model: everything that kommuneloven § 11-4 asks for, before any layout.

It is built by `minutes.protocol` from the state of a meeting and rendered by the room `letters`. Its JSON form
is fixed by the contract and is what `verify` compares, byte for byte.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.core.meeting import Meeting, Person, Role, Rule, Seat
from bot.core.reading import Vote


class RollAttendance(StrEnum):
    """Whether a seat's member took part, had reported absence, or was not heard from."""

    PRESENT = "present"
    ABSENT = "absent"
    NO_ANSWER = "no_answer"


class Outcome(StrEnum):
    """What became of a proposal."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    PARTLY_ADOPTED = "partly_adopted"
    UNDECIDED = "undecided"


class Basis(StrEnum):
    """What an outcome rests on, weakest first: a partly adopted case takes the basis of its weakest point."""

    NO_QUORUM = "no_quorum"
    OBJECTION = "objection"
    MISSING_ANSWER = "missing_answer"
    SILENT_CONSENT = "silent_consent"
    CASTING_VOTE = "casting_vote"
    MAJORITY = "majority"
    UNANIMOUS = "unanimous"


class Channel(StrEnum):
    """How an answer came in."""

    MAIL = "mail"
    CALENDAR = "calendar"
    COORDINATOR = "coordinator"


class Status(StrEnum):
    """Where a protocol stands: before the deadline, with the chair for approval, after that, or of a meeting that was
    called off."""

    DRAFT = "draft"
    AWAITING = "awaiting"
    FINAL = "final"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Counts:
    """Votes counted; seats that are absent with nobody in their place, or that voted on points only, are in none."""

    approve: int = 0
    object: int = 0
    abstained: int = 0
    recused: int = 0
    silent: int = 0

    def as_json(self) -> dict[str, int]:
        """The contract's object."""
        return {
            "for": self.approve,
            "against": self.object,
            "abstained": self.abstained,
            "recused": self.recused,
            "silent": self.silent,
        }


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many seats with a vote there are, how many must take part, how many did."""

    seats: int
    needed: int
    took_part: int

    @property
    def met(self) -> bool:
        """Whether enough took part."""
        return self.took_part >= self.needed

    def as_json(self) -> dict[str, Any]:
        """The contract's object."""
        return {"seats": self.seats, "needed": self.needed, "took_part": self.took_part, "met": self.met}


@dataclass(frozen=True, slots=True)
class CastVote:
    """One vote that stands. `message_id` is None and `reason` is given for what the coordinator recorded.

    `identity` says how the sender was judged to be who they say, in the words of the trust room. `released`: the mail
    was held for that, and the coordinator let it count; `reason` is then theirs, None where they gave none.
    """

    seat: str
    by: str
    role: Role
    vote: Vote
    how: Channel
    received: datetime
    point: int | None = None
    message_id: str | None = None
    reason: str | None = None
    identity: str = ""
    released: bool = False

    def as_json(self) -> dict[str, Any]:
        """The contract's object."""
        shown: dict[str, Any] = {
            "seat": self.seat,
            "by": self.by,
            "as": self.role.value,
            "vote": self.vote.value,
            "how": self.how.value,
            "message_id": self.message_id,
            "received": self.received.isoformat(),
            "point": self.point,
        }
        if self.reason is not None:
            shown["reason"] = self.reason
        if self.identity:
            shown["identity"] = self.identity
        if self.released:
            shown["released"] = True
        return shown


@dataclass(frozen=True, slots=True)
class RollLine:
    """One seat: whether its member took part, and who did. `by` is None where nobody took part."""

    seat: Seat
    attendance: RollAttendance
    by: Person | None
    role: Role | None

    def as_json(self) -> dict[str, Any]:
        """The contract's object."""
        by = None if self.by is None or self.role is None else {"name": self.by.name, "as": self.role.value}
        return {
            "seat": self.seat.id,
            "name": self.seat.name,
            "member": self.seat.member.name,
            "attendance": self.attendance.value,
            "by": by,
        }


@dataclass(frozen=True, slots=True)
class PointResult:
    """A numbered point that was voted on by itself."""

    point: int
    outcome: Outcome
    basis: Basis
    votes: Counts

    def as_json(self) -> dict[str, Any]:
        """The contract's object."""
        return {
            "point": self.point,
            "outcome": self.outcome.value,
            "basis": self.basis.value,
            "votes": self.votes.as_json(),
        }


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case with its outcome; `decision` holds the adopted text, entry by entry, and is empty if nothing was."""

    number: str
    title: str
    text: str
    proposal: tuple[str, ...]
    documents: tuple[str, ...]
    public: bool
    exempt_under: str
    rule: Rule
    outcome: Outcome
    basis: Basis
    votes: Counts
    quorum: Quorum
    points: tuple[PointResult, ...]
    decision: tuple[str, ...]
    cast: tuple[CastVote, ...]

    def as_json(self) -> dict[str, Any]:
        """The contract's object; `points` is there only where a point was voted on by itself."""
        shown: dict[str, Any] = {
            "number": self.number,
            "title": self.title,
            "proposal": list(self.proposal),
            "public": self.public,
            "rule": self.rule.value,
            "outcome": self.outcome.value,
            "basis": self.basis.value,
            "votes": self.votes.as_json(),
            "quorum": self.quorum.as_json(),
        }
        if self.exempt_under:
            shown["exempt_under"] = self.exempt_under
        if self.points:
            shown["points"] = [point.as_json() for point in self.points]
        shown["decision"] = list(self.decision)
        shown["cast"] = [vote.as_json() for vote in self.cast]
        return shown


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """A line of the appendix: who is to act on what was adopted in the case, or in one point of it, and until when.

    `what` is the coordinator's words, or else those that were adopted; `due` is the last day, None where there is none.
    """

    case: str
    point: int | None
    what: str
    responsible: str
    due: date | None

    def as_json(self) -> dict[str, Any]:
        """The object in the protocol's `follow_up`."""
        return {
            "case": self.case,
            "point": self.point,
            "what": self.what,
            "responsible": self.responsible,
            "due": self.due and self.due.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Approval:
    """That the chair approved the protocol: by whom it is said, when and how it came.

    `message_id` is None and `reason` is given for what the coordinator recorded.
    """

    by: str
    how: Channel
    received: datetime
    message_id: str | None = None
    reason: str | None = None
    identity: str = ""

    def as_json(self) -> dict[str, Any]:
        """The object in the protocol's `approval`."""
        shown: dict[str, Any] = {
            "by": self.by,
            "how": self.how.value,
            "message_id": self.message_id,
            "received": self.received.isoformat(),
        }
        if self.reason is not None:
            shown["reason"] = self.reason
        if self.identity:
            shown["identity"] = self.identity
        return shown


@dataclass(frozen=True, slots=True)
class Protocol:
    """The whole record of one meeting. `cancelled_at` is None unless the meeting was called off.

    `follow_up` is its appendix. The protocol is sealed with the appendix as it stood when the meeting closed; where
    `appendix_at` is given the appendix is of a later issue, made then, and all the rest is as it was sealed. `approval`
    is None until the chair has approved it, and where the body does not ask for that.
    """

    meeting: Meeting
    status: Status
    roll: tuple[RollLine, ...]
    quorum: Quorum
    cases: tuple[CaseResult, ...]
    cancelled_at: datetime | None = None
    follow_up: tuple[FollowedUp, ...] = ()
    appendix_at: datetime | None = None
    approval: Approval | None = None

    def as_json(self) -> dict[str, Any]:
        """The contract's object; the same state gives the same object, key order included."""
        meeting, body = self.meeting, self.meeting.body
        about: Mapping[str, Any] = {
            "id": meeting.id,
            "title": meeting.title,
            "starts": meeting.starts and meeting.starts.isoformat(),
            "deadline": meeting.deadline.isoformat(),
            "place": meeting.place,
        }
        shown: dict[str, Any] = {
            "meeting": dict(about),
            "body": {"name": body.name, "organisation": body.organisation, "rule": body.rule.value},
            # The contract knows no protocol between draft and final.
            "status": (Status.DRAFT if self.status is Status.AWAITING else self.status).value,
            "roll": [line.as_json() for line in self.roll],
            "quorum": self.quorum.as_json(),
            "cases": [case.as_json() for case in self.cases],
        }
        if meeting.written is not None:
            written = meeting.written
            shown["written"] = {
                "decided_by": written.decided_by,
                "reason": written.reason,
                "decided_at": written.decided_at.isoformat(),
            }
        if self.cancelled_at is not None:
            shown["cancelled_at"] = self.cancelled_at.isoformat()
        return shown | self._approved() | self._appendix()

    def _approved(self) -> dict[str, Any]:
        if not self.meeting.body.chair_approves or self.status not in {Status.AWAITING, Status.FINAL}:
            return {}
        return {"approval": self.approval and self.approval.as_json()}

    def _appendix(self) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        if self.follow_up:
            shown["follow_up"] = [each.as_json() for each in self.follow_up]
        if self.appendix_at is not None:
            shown["appendix_at"] = self.appendix_at.isoformat()
        return shown
