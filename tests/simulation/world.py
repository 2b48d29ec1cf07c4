"""Everything that is not motebot: people with their habits, the coordinator, the servers, and what was really said.

All of it outlives a crash of the process. Whatever happens is drawn from one seed.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

from bot.core.journal import Ruled
from bot.core.meeting import FollowUp, Role, VoteKey
from bot.core.reading import Attendance, Vote
from bot.mail.envelope import Outgoing
from bot.mail.fetched import State as FetchState
from bot.settings import Require
from tests.simulation import mails
from tests.simulation.mails import Letter, Written
from tests.simulation.plan import BEGAN, COORDINATOR, Plan, Somebody
from tests.simulation.servers import Fate, Folder, Slot
from tests.simulation.words import APPROVE_MINUTES, Meant, approve_all, utter

ANSWERING = {
    "notice": 0.75,
    "summons": 0.8,
    "reminder": 0.6,
    "question": 0.5,
    "receipt": 0.1,
    "not-counted": 0.1,
    "extended": 0.2,
    "protocol": 0.03,
    "cancelled": 0.1,
}


@dataclass(frozen=True, slots=True)
class Said:
    """A mail that somebody handed in, and the truth about it.

    `by` is None for strangers and machines. `meant` is what its own words mean, None where nobody said anything.
    `authentic`: it shows what the installation asks for. `human`: a person wrote it. `copy_of` is the Message-ID of
    which it is one more copy.
    """

    written: Written
    by: Somebody | None = None
    meant: Meant | None = None
    authentic: bool = False
    human: bool = False
    threaded: bool = False
    failed_letter: str = ""
    is_copy: bool = False


@dataclass
class World:
    """What there is besides the process: see the module's docstring.

    `readings` are the times, by the world's clock and the process's, at which the folder was read to its end.
    """

    plan: Plan
    chance: Random
    fate: Fate
    now: datetime = BEGAN
    skew: timedelta = timedelta()
    folder: Folder = field(default_factory=Folder)
    delivered: list[Letter] = field(default_factory=list)
    said: dict[str, Said] = field(default_factory=dict)
    readings: list[tuple[datetime, datetime]] = field(default_factory=list)
    bouncing: frozenset[str] = frozenset()
    looping: frozenset[str] = frozenset()
    away: frozenset[str] = frozenset()
    on_delivery: Callable[[], None] = field(default=lambda: None)

    def __post_init__(self) -> None:
        self._events: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = count(1)
        self._dealt_with: set[str] = set()
        self._people = {somebody.email: somebody for somebody in self.plan.everybody}

    @property
    def process_now(self) -> datetime:
        """What the process's own clock says."""
        return self.now + self.skew

    def office_now(self) -> datetime:
        return self.process_now.astimezone(UTC)

    # Time.

    def at(self, moment: datetime, deed: Callable[[], None]) -> None:
        heapq.heappush(self._events, (moment, next(self._numbers), deed))

    def advance(self, to: datetime) -> None:
        """Let everything happen that happens until then."""
        while self._events and self._events[0][0] <= to:
            moment, _, deed = heapq.heappop(self._events)
            self.now = max(self.now, moment)
            deed()
        self.now = max(self.now, to)
        self.folder.show(self.now)

    def next_event(self) -> datetime | None:
        """When something is going to happen by itself; None where nothing is."""
        hidden = [slot.visible for slot in self.folder.slots if not slot.uid]
        return min((*hidden, *(moment for moment, _, _ in self._events[:1])), default=None)

    # Letters arrive.

    def receive(self, outgoing: Outgoing) -> None:
        """The mail server has taken a letter, and delivers it at once."""
        letter = Letter(outgoing.recipient, outgoing.raw)
        self.delivered.append(letter)
        somebody = self._people.get(letter.address)
        first = letter.message_id not in self._dealt_with
        self._dealt_with.add(letter.message_id)
        if letter.address in self.bouncing:
            self._bounces(letter)
        elif somebody is not None and first:
            self._read(somebody, letter)
        self.folder.show(self.now)
        self.on_delivery()

    def _bounces(self, letter: Letter) -> None:
        failed = self.chance.random() < 0.8
        bounced = mails.bounce(next(self._numbers), letter, failed=failed)
        said = Said(bounced, failed_letter=letter.message_id if failed else "")
        # A report may come before the process has noted that the letter was taken.
        self._soon(said, self.chance.choice((0, 0, 60, 3600)))

    def _read(self, somebody: Somebody, letter: Letter) -> None:
        if letter.address in self.away:
            self._soon(Said(mails.automatic(self.chance, next(self._numbers), somebody.email, letter)), 1)
            return
        if letter.address in self.looping:
            meant = Meant("Takk for din e-post. Jeg svarer så snart jeg kan.")
            self._soon(self._answer(somebody, letter, meant, "headers"), 0)
            return
        if self.chance.random() < 0.05:
            self._soon(Said(mails.receipt(next(self._numbers), somebody.email, letter)), 5)
        if self._asks_for_approval(letter):
            if self.chance.random() < 0.8:
                self._later(lambda: self._approves(somebody, letter))
        elif self.chance.random() < ANSWERING.get(letter.kind, 0.0):
            self._later(lambda: self._answers(somebody, letter))
            if self.chance.random() < 0.25:
                self._later(lambda: self._answers(somebody, letter))

    def _asks_for_approval(self, letter: Letter) -> bool:
        """Whether the protocol comes for approval: before it goes out to all, it goes to the chair."""
        first = next((each.message_id for each in self.delivered if each.kind == "protocol"), "")
        return self.plan.meeting.body.chair_approves and letter.message_id == first

    def _later(self, deed: Callable[[], None]) -> None:
        left = max((self.plan.meeting.deadline - self.now).total_seconds(), 600.0)
        self.at(self.now + timedelta(seconds=self.chance.expovariate(2.5) * left), deed)

    def _soon(self, said: Said, seconds: int) -> None:
        self.at(self.now + timedelta(seconds=seconds), lambda: self.hand_in(said))
        if seconds == 0:
            self.advance(self.now)

    # People write.

    def _answers(self, somebody: Somebody, letter: Letter) -> None:
        meant = utter(self.chance, self.plan.meeting, somebody.seat, somebody.role)
        number = next(self._numbers)
        match self.chance.choices(
            ("answer", "calendar", "unthreaded", "foreign", "forged", "forwarded"), (80, 5, 5, 4, 2, 2)
        )[0]:
            case "calendar":
                self._calendar(number, somebody, letter)
            case "unthreaded":
                self.hand_in(self._answer(somebody, None, meant, "none"))
            case "foreign":
                other = self.chance.choice(self.delivered)
                self.hand_in(self._answer(somebody, other, meant, self.chance.choice(("headers", "printed"))))
            case "forged":
                self.hand_in(Said(mails.two_senders(number, somebody.email, letter), human=True))
            case "forwarded":
                written = mails.forwarded(number, somebody.email, letter)
                self.hand_in(Said(written, somebody, Meant(""), authentic=False, human=True))
            case _:
                thread = self.chance.choice(("headers", "headers", "references", "printed"))
                self.hand_in(self._answer(somebody, letter, meant, thread))

    def _approves(self, somebody: Somebody, letter: Letter) -> None:
        """Whoever chairs approves the protocol, or says something else, and at times says it anew."""
        if self.chance.random() < 0.5:
            self._answers(somebody, letter)
        if self.chance.random() < 0.7:
            meant = approve_all(self.chance, self.plan.meeting, APPROVE_MINUTES)
            self.hand_in(self._answer(somebody, letter, meant, self.chance.choice(("headers", "references"))))

    def _answer(self, somebody: Somebody, letter: Letter | None, meant: Meant, thread: str) -> Said:
        verdict = self._verdict()
        address = self._address(somebody)
        own = letter is not None and letter.address == somebody.email
        written = mails.answer(
            self.chance,
            next(self._numbers),
            address,
            meant.text,
            letter,
            thread,
            verdict,
            self.now,
            somebody.person.name,
        )
        return Said(written, somebody, meant, self._authentic(verdict, threaded=own), human=True, threaded=own)

    def _calendar(self, number: int, somebody: Somebody, letter: Letter) -> None:
        attendance = self.chance.choice(("absent", "present"))
        verdict = self._verdict()
        participation = {"absent": "DECLINED", "present": "ACCEPTED"}[attendance]
        written = mails.calendar(number, somebody.email, letter, participation, verdict)
        authentic = self._authentic(verdict, threaded=True)
        self.hand_in(Said(written, somebody, Meant("", attendance=attendance), authentic, human=True, threaded=True))

    def _address(self, somebody: Somebody) -> str:
        local, _, domain = somebody.email.partition("@")
        return self.chance.choice((somebody.email, somebody.email, f"{local}+mote@{domain}", *somebody.person.also))

    def _verdict(self) -> str:
        if self.plan.trust.require in {Require.DMARC, Require.BOTH}:
            return self.chance.choice(("pass",) * 8 + ("fail", "none", ""))
        return ""

    def _authentic(self, verdict: str, *, threaded: bool) -> bool:
        match self.plan.trust.require:
            case Require.NONE:
                return True
            case Require.THREAD:
                return threaded
            case Require.DMARC:
                return verdict == "pass"
            case Require.BOTH:
                return threaded and verdict == "pass"

    def hand_in(self, said: Said) -> None:
        """The bot's mail server receives a mail now; it may show it later, twice, or stamp a copy of its own."""
        self.said[Slot(self.now, self.now, said.written.raw).sha256] = said
        self._arrives(said.written.raw)
        if self.chance.random() < 0.06:
            self.at(self._some_time(), lambda: self._arrives(said.written.raw))
        if self.chance.random() < 0.04 and said.written.message_id:
            copy = mails.stamped_anew(said.written, self.chance)
            self.at(self._some_time(), lambda: self._copy_arrives(said, copy))

    def _copy_arrives(self, said: Said, copy: Written) -> None:
        truth = Said(
            copy, said.by, said.meant, said.authentic, said.human, said.threaded, said.failed_letter, is_copy=True
        )
        self.said[Slot(self.now, self.now, copy.raw).sha256] = truth
        self._arrives(copy.raw)

    def _some_time(self) -> datetime:
        return self.now + timedelta(seconds=self.chance.expovariate(1 / 7200))

    def _arrives(self, raw: bytes) -> None:
        # INTERNALDATE has whole seconds (contract, settled details).
        received = self.now.replace(microsecond=0)
        delay = self.chance.choice((0,) * 9 + (2400,))
        self.folder.slots.append(Slot(received, self.now + timedelta(seconds=delay), raw))
        self.folder.show(self.now)

    # Strangers, machines and accidents.

    def something_comes(self) -> None:
        """A mail that nobody of the meeting sent."""
        number = next(self._numbers)
        letter = self.chance.choice(self.delivered) if self.delivered else None
        match self.chance.choice(("stranger", "garbage", "own", "large", "spam")):
            case "stranger" if letter is not None:
                written = mails.answer(
                    self.chance, number, "stranger@hole.example", "Godkjent", letter, "headers", "pass", self.now
                )
                self.hand_in(Said(written, human=True))
            case "own" if letter is not None:
                self.hand_in(Said(Written(letter.raw, letter.message_id)))
            case "large":
                self._arrives(f"Subject: {number}\r\n\r\n".encode())
                self.folder.slots[-1].state = FetchState.TOO_LARGE
            case "garbage":
                self.hand_in(Said(mails.garbage(self.chance)))
            case _:
                written = mails.answer(self.chance, number, "shop@spam.example", "Tilbud!", None, "none", "", self.now)
                self.hand_in(Said(written, human=True))

    # The coordinator decides.

    def mark(self) -> tuple[str, FollowUp]:
        """Who is to act on which case or point."""
        case = self.chance.choice(self.plan.meeting.cases)
        point = self.chance.choice((None, *case.points))
        who = self.chance.choice(("Prosjektleder", "prosjektleder", "Leder"))
        return case.number, FollowUp(who, point=point, what=self.chance.choice(("", "Følges opp.")))

    def ruling(self) -> Ruled:
        """An answer that reached the coordinator by telephone."""
        seat = self.chance.choice(self.plan.meeting.body.voting_seats)
        substitute = (
            self.chance.choice(seat.substitutes).name if seat.substitutes and self.chance.random() < 0.3 else None
        )
        votes: dict[VoteKey, Vote] = {}
        attendance = None
        kind = self.chance.choice(("votes", "votes", "absent", "present"))
        if kind == "votes":
            values = (Vote.APPROVE, Vote.APPROVE, Vote.OBJECT, Vote.ABSTAIN)
            votes = {case.key: self.chance.choice(values) for case in self.plan.meeting.cases}
        elif kind == "absent":
            attendance = Attendance.ABSENT
        else:
            attendance, substitute = Attendance.PRESENT, None
        return Ruled(seat.id, "på telefon", votes, attendance, substitute)


def role_of(somebody: Somebody) -> str:
    """The role as the protocol has it."""
    return "member" if somebody.role is Role.MEMBER else "substitute"


def is_coordinator(letter: Letter) -> bool:
    """Whether the letter went to the coordinator."""
    return letter.address == COORDINATOR
