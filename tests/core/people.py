"""The people, the body and the meeting that every test of the core shares, and how their answers are written down.

Everybody is invented. Five seats have a vote, Hole chairs, the county sits in without one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot.core.answers import Answer
from bot.core.journal import (
    GENESIS,
    Entry,
    Fact,
    Identity,
    LetterFailed,
    LetterQueued,
    LetterSent,
    MailRead,
    MailReceived,
    MeetingApproved,
    MeetingPlanned,
    Ruled,
)
from bot.core.letters import Letter
from bot.core.meeting import Body, Case, Coordinator, Meeting, Person, Rule, Seat, VoteKey
from bot.core.protocol import Channel
from bot.core.reading import Attendance, Evidence, Kind, NamedSubstitute, Reading, Reason, Vote
from bot.core.roll import Roll, SeatRoll, roll
from bot.core.schedule import due
from bot.core.state import State, fold

OSLO = ZoneInfo("Europe/Oslo")
PLANNED_AT = datetime(2022, 2, 22, 12, 0, tzinfo=OSLO)
NOTICE_AT = datetime(2022, 2, 23, 8, 0, tzinfo=OSLO)
REMIND_AT = datetime(2022, 3, 1, 8, 0, tzinfo=OSLO)
DEADLINE = datetime(2022, 3, 2, 15, 0, tzinfo=OSLO)
MORNING = datetime(2022, 2, 24, 9, 0, tzinfo=OSLO)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

KARI = Person("Kari Berg", "kari.berg@hole.example", "Ordfører", also=("kberg@privat.example",))
PER = Person("Per Dal", "per.dal@hole.example", "Varaordfører")
SIV = Person("Siv Aas", "siv.aas@hole.example")
JON = Person("Jon Vik", "jon.vik@hole.example")
OLE = Person("Ole Moe", "ole.moe@modum.example", "Ordfører")
EVA = Person("Eva Lund", "eva.lund@modum.example", "Varaordfører")
LIV = Person("Liv Strand", "liv.strand@lier.example", "Ordfører")
ARE = Person("Are Skog", "are.skog@lier.example", "Varaordfører")
NILS = Person("Nils Haug", "nils.haug@sigdal.example", "Ordfører")
TOR = Person("Tor Eng", None)
GRO = Person("Gro Lien", None)
ADA = Person("Ada Foss", "ada.foss@flesberg.example", "Ordfører")
IDA = Person("Ida Holm", "ida.holm@fylke.example", "Rådgiver")
ANNE = Coordinator("Anne Lie", "anne.lie@region.example", "00 00 00 00")
STRANGER = "ukjent@annet.example"

HOLE = Seat("hole", "Hole", KARI, chair=True, substitutes=(PER, SIV, JON))
MODUM = Seat("modum", "Modum", OLE, substitutes=(EVA,))
LIER = Seat("lier", "Lier", LIV, substitutes=(ARE,))
SIGDAL = Seat("sigdal", "Sigdal", NILS, substitutes=(TOR, GRO))
FLESBERG = Seat("flesberg", "Flesberg", ADA)
FYLKE = Seat("fylke", "Fylkeskommunen", IDA, votes=False)
VOTING = (HOLE, MODUM, LIER, SIGDAL, FLESBERG)

BODY = Body(
    name="Styringsgruppa for Fjordløftet",
    rule=Rule.MAJORITY,
    coordinator=ANNE,
    seats=(*VOTING, FYLKE),
    organisation="Interkommunalt politisk råd for Fjordregionen",
)
ONE = Case("1/22", "Endring i styringsdokumentet", ("Styringsdokumentet endres.",))
TWO = Case("2/22", "Grønn kyst", ("Delprosjektet føres videre.", "Rammen er 400 000 kroner."))
MEETING = Meeting(
    id="2022-03-02",
    title="Styringsgruppemøte",
    deadline=DEADLINE,
    body=BODY,
    cases=(ONE, TWO),
    starts=datetime(2022, 3, 2, 9, 0, tzinfo=OSLO),
    place="på mail",
    notice_at=NOTICE_AT,
    remind_at=(REMIND_AT,),
)

YES, NO, BLANK = Vote.APPROVE, Vote.OBJECT, Vote.ABSTAIN
RECUSED, WITHDRAW, DEMAND = Vote.RECUSED, Vote.WITHDRAW, Vote.MEETING
ABSENT, PRESENT = Attendance.ABSENT, Attendance.PRESENT


def votes(**said: Vote) -> dict[VoteKey, Vote]:
    """`votes(c1=YES, c2p1=NO)`: approval of 1/22, objection to point 1 of 2/22."""
    return {_key(name): vote for name, vote in said.items()}


def _key(name: str) -> VoteKey:
    number, _, point = name.removeprefix("c").partition("p")
    return VoteKey(f"{number}/22", int(point) if point else None)


def listed(person: Person) -> NamedSubstitute:
    return NamedSubstitute(person.name, person.email, listed=True)


def with_rule(rule: Rule, meeting: Meeting = MEETING) -> Meeting:
    return replace(meeting, body=replace(meeting.body, rule=rule))


def seat_of(person: Person, meeting: Meeting = MEETING) -> Seat:
    return next(each.seat for each in meeting.speakers() if each.person == person)


def answer(
    person: Person,
    said: Mapping[VoteKey, Vote] | None = None,
    *,
    at: datetime = MORNING,
    order: int = 0,
    attendance: Attendance | None = None,
    substitute: NamedSubstitute | None = None,
) -> Answer:
    """What a member or a substitute wrote in a mail."""
    speaker = next(each for each in MEETING.speakers() if each.person == person)
    return Answer(
        id=f"mail-{person.name}-{at.isoformat()}-{order}",
        seat=speaker.seat.id,
        received=at,
        order=order,
        how=Channel.MAIL,
        person=person,
        role=speaker.role,
        attendance=attendance,
        substitute=substitute,
        votes=said or {},
        message_id=f"<{order}@{person.name.split()[0].lower()}.example>",
    )


def ruling(
    seat: Seat,
    said: Mapping[VoteKey, Vote] | None = None,
    *,
    attendance: Attendance | None = None,
    substitute: NamedSubstitute | None = None,
) -> Answer:
    """What the coordinator recorded for a seat."""
    return Answer(
        id="ruling/9",
        seat=seat.id,
        received=MORNING,
        order=9,
        how=Channel.COORDINATOR,
        attendance=attendance,
        substitute=substitute,
        votes=said or {},
        reason="på telefon",
    )


def rolled(*given: Answer, meeting: Meeting = MEETING) -> Roll:
    return roll(meeting, given)


def hole(*given: Answer) -> SeatRoll:
    """The seat of Hole after those answers."""
    return rolled(*given).seats["hole"]


def standing(seat: SeatRoll) -> dict[str, tuple[str, Vote]]:
    """Who has voted what for the seat: `{"1/22": ("Kari Berg", YES)}`."""
    return {str(key): (cast.by, cast.vote) for key, cast in seat.votes.items()}


def reading(
    sender: str,
    said: Mapping[VoteKey, Vote] | None = None,
    *,
    kind: Kind = Kind.REPLY,
    attendance: Attendance | None = None,
    substitute: NamedSubstitute | None = None,
    reasons: tuple[Reason, ...] = (),
    meeting: Meeting = MEETING,
) -> Reading:
    """A reading as the reader makes it: seat and speaker by the registered address."""
    speaker = meeting.speaker(sender)
    return Reading(
        kind=kind,
        sender=sender,
        seat=speaker and speaker.seat.id,
        speaker=speaker and speaker.role,
        text="Svaret, ord for ord.",
        attendance=attendance,
        substitute=substitute,
        votes=said or {},
        clarify=bool(reasons),
        reasons=reasons,
        evidence=tuple(Evidence(str(key), "ord for ord") for key in said or {}),
    )


@dataclass
class Story:
    """A meeting's journal as a test writes it, entry by entry; `post` queues what is due as the service would."""

    meeting: Meeting = MEETING
    entries: list[Entry] = field(default_factory=list)
    state: State = field(init=False)

    def __post_init__(self) -> None:
        self.happens(MeetingPlanned(self.meeting, "f" * 64), at=PLANNED_AT)

    def happens(self, *facts: Fact, at: datetime) -> "Story":
        for fact in facts:
            entry = Entry(len(self.entries) + 1, at.astimezone(UTC), fact, GENESIS, GENESIS)
            self.entries.append(entry)
            self.state = fold([entry], getattr(self, "state", None))
        return self

    def approved(self, at: datetime = PLANNED_AT + HOUR) -> "Story":
        return self.happens(MeetingApproved(), at=at)

    def opened(self) -> "Story":
        """The notice is queued and taken for everybody."""
        self.approved()
        return self.sent(*self.post(NOTICE_AT), at=NOTICE_AT)

    def post(self, now: datetime) -> tuple[Letter, ...]:
        """Queue every letter that is due, once; returns them."""
        letters = due(self.state, now)
        mails = list(self.state.mails)
        for letter in letters:
            answers = next((mail for mail in mails if f"{letter.key}/".startswith(f"answer/{mail}/")), None)
            self.happens(_queued(letter, answers), at=now)
        return letters

    def queued(self, letter: Letter, *, at: datetime) -> "Story":
        """Queue that letter, which `due` does not name."""
        return self.happens(_queued(letter, None), at=at)

    def sent(self, *letters: Letter, at: datetime) -> "Story":
        return self.happens(*(LetterSent(letter.key, "250 Ok") for letter in letters), at=at)

    def failed(self, key: str, *, at: datetime) -> "Story":
        return self.happens(LetterFailed(key, "550 No such user"), at=at)

    def mail(
        self, said: Reading, *, at: datetime = MORNING, uid: int | None = None, trusted: bool = True, why: str = "dmarc"
    ) -> str:
        """A mail is received and read; returns its SHA-256."""
        uid = len(self.entries) if uid is None else uid
        sealed = sha256(f"{said.sender} {uid} {at.isoformat()}".encode()).hexdigest()
        received = MailReceived(sealed, at, uid, f"<{uid}@mail.example>", (), "SV: Møte", said.sender)
        self.happens(received, MailRead(sealed, said, Identity(trusted, why)), at=at)
        return sealed

    def recorded(self, ruled: Ruled, *, at: datetime = MORNING) -> "Story":
        return self.happens(ruled, at=at)

    def due(self, now: datetime) -> dict[str, Letter]:
        """What is due then, by key."""
        return {letter.key: letter for letter in due(self.state, now)}


def _queued(letter: Letter, answers: str | None) -> LetterQueued:
    return LetterQueued(
        key=letter.key,
        kind=letter.kind,
        name=letter.to.name,
        address=letter.to.email or "",
        message_id=f"<{sha256(letter.key.encode()).hexdigest()[:16]}@region.example>",
        sha256=sha256(letter.key.encode()).hexdigest(),
        seat=letter.seat.id if letter.seat else None,
        role=letter.role,
        answers=answers,
    )
