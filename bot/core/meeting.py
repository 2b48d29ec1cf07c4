"""The meeting and its body: who is entitled, what is decided, and when.

Frozen values only. How a meeting file is read and checked is `notices.meeting_file`'s matter, what has
happened to a meeting is `journal`'s and `state`'s.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


class Rule(StrEnum):
    """How a body adopts a proposal; the sections are in docs/law.md."""

    MAJORITY = "majority"
    UNANIMOUS_WRITTEN = "unanimous-written"
    TWO_THIRDS = "two-thirds"
    BOARD = "board"


class Silence(StrEnum):
    """What it means that a seat answers nothing before the deadline."""

    NO_VOTE = "no-vote"
    CONSENT = "consent"


class Role(StrEnum):
    """In which role a person speaks for a seat."""

    MEMBER = "member"
    SUBSTITUTE = "substitute"


def canonical_address(address: str) -> str:
    """The address by which a mailbox is recognised: lower case, `kari+x@hole.example` as `kari@hole.example`."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


@dataclass(frozen=True, slots=True)
class Person:
    """One who may speak for a seat; `email` is None where the notice did not say and nobody filled it in."""

    name: str
    email: str | None = None
    title: str = ""
    also: tuple[str, ...] = ()

    @property
    def addresses(self) -> frozenset[str]:
        """Every canonical address that the person may write from; letters go to `email` only."""
        return frozenset(canonical_address(each) for each in (self.email, *self.also) if each)


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in the body: one vote (or none, for an adviser), one member, substitutes in elected order."""

    id: str
    name: str
    member: Person
    votes: bool = True
    chair: bool = False
    substitutes: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Coordinator:
    """The person who plans the body's meetings and receives the protocol."""

    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Logo:
    """The picture that stands on the body's documents: its file's name, the SHA-256 of its content in hexadecimal, and
    in words what it shows, for those who do not see it."""

    name: str
    sha256: str
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """Who meets, and by which rule they decide."""

    name: str
    rule: Rule
    coordinator: Coordinator
    seats: tuple[Seat, ...]
    organisation: str = ""
    language: str = "nb"
    silence: Silence = Silence.NO_VOTE
    substitutes_consent: bool = False
    notice_days: int = 0
    logo: Logo | None = None
    chair_approves: bool = False

    @property
    def voting_seats(self) -> tuple[Seat, ...]:
        """The seats with a vote, in the body's order."""
        return tuple(seat for seat in self.seats if seat.votes)

    @property
    def chair(self) -> Seat:
        """The one seat that chairs; the meeting file is refused unless there is exactly one."""
        return next(seat for seat in self.seats if seat.chair)

    def seat(self, seat_id: str) -> Seat:
        """The seat of that id; KeyError where the body has none."""
        for seat in self.seats:
            if seat.id == seat_id:
                return seat
        raise KeyError(seat_id)


class VoteKey(NamedTuple):
    """What a vote is about: a case by its number, or one numbered point (from 1) of its proposal."""

    case: str
    point: int | None = None

    def __str__(self) -> str:
        """As the contract writes it: `2/22`, `2/22#1`."""
        return self.case if self.point is None else f"{self.case}#{self.point}"

    @classmethod
    def parse(cls, text: str) -> "VoteKey":
        """The key that `2/22` or `2/22#1` names; ValueError where what follows `#` is no number."""
        case, hash_sign, point = text.partition("#")
        return cls(case, int(point) if hash_sign else None)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """That somebody has to act once the case, or one point of it, is adopted: who, and until when.

    `due` is the last day, None where there is none. `what` says it in the coordinator's words; empty where the
    proposal's own words are what is to be done.
    """

    responsible: str
    due: date | None = None
    point: int | None = None
    what: str = ""

    @property
    def mark(self) -> tuple[int | None, str]:
        """What one follow-up of a case is told from another by: its point and who is responsible."""
        return self.point, self.responsible.casefold()


@dataclass(frozen=True, slots=True)
class Case:
    """An agenda item with the proposal that is voted on.

    A proposal of one entry is unnumbered; several entries are points, numbered from 1, that may be voted on by
    themselves. `rule` overrides the body's. A case that is not public states the section in `exempt_under`.
    `follow_up` is what the coordinator has marked so far.
    """

    number: str
    title: str
    proposal: tuple[str, ...]
    text: str = ""
    documents: tuple[str, ...] = ()
    public: bool = True
    exempt_under: str = ""
    rule: Rule | None = None
    follow_up: tuple[FollowUp, ...] = ()

    @property
    def points(self) -> range:
        """The numbers of the points; empty where the proposal is one whole."""
        return range(1, len(self.proposal) + 1) if len(self.proposal) > 1 else range(0)

    @property
    def key(self) -> VoteKey:
        """The key of a vote on the whole case."""
        return VoteKey(self.number)

    @property
    def point_keys(self) -> tuple[VoteKey, ...]:
        """The keys of votes on single points, in order."""
        return tuple(VoteKey(self.number, point) for point in self.points)

    def words_of(self, point: int | None) -> str:
        """The proposal's words for a point, or as a whole where `point` is None."""
        return "\n".join(self.proposal) if point is None else self.proposal[point - 1]


@dataclass(frozen=True, slots=True)
class Written:
    """The chair's decision to settle cases in writing, kommuneloven § 11-8; the protocol states all three."""

    decided_by: str
    reason: str
    decided_at: datetime


class Speaker(NamedTuple):
    """A registered person: for which seat, and in which role."""

    seat: Seat
    person: Person
    role: Role


# Without slots, for the index of its speakers, which is asked for with every mail.
@dataclass(frozen=True)
class Meeting:
    """One meeting by mail. Times are aware; `starts` and `notice_at` are None where not given.

    A missing or past `notice_at` means that the notice goes out at approval. A vote received in the deadline's
    own second still counts. `previous` is the id of the meeting whose protocol the notice lists for approval: None
    where the service is to find the body's last one, empty where there is none to list.
    """

    id: str
    title: str
    deadline: datetime
    body: Body
    cases: tuple[Case, ...]
    starts: datetime | None = None
    place: str = ""
    notice_at: datetime | None = None
    remind_at: tuple[datetime, ...] = field(default=())
    written: Written | None = None
    previous: str | None = None

    def case(self, number: str) -> Case:
        """The case of that number; KeyError where the meeting has none."""
        for case in self.cases:
            if case.number == number:
                return case
        raise KeyError(number)

    def rule_of(self, case: Case) -> Rule:
        """The rule that decides the case: its own, else the body's."""
        return case.rule or self.body.rule

    def speakers(self) -> Iterator[Speaker]:
        """Every registered person, seat by seat, the member first and the substitutes in elected order."""
        for seat in self.body.seats:
            yield Speaker(seat, seat.member, Role.MEMBER)
            for substitute in seat.substitutes:
                yield Speaker(seat, substitute, Role.SUBSTITUTE)

    def speaker(self, address: str) -> Speaker | None:
        """Who writes from that address; None for anybody not registered. The first match wins: a person who is a
        member of one seat and a substitute of another speaks as the member."""
        return self._by_address.get(canonical_address(address))

    @cached_property
    def _by_address(self) -> Mapping[str, Speaker]:
        found: dict[str, Speaker] = {}
        for speaker in sorted(self.speakers(), key=lambda each: each.role is Role.SUBSTITUTE):
            for address in speaker.person.addresses:
                found.setdefault(address, speaker)
        return found
