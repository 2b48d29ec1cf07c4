"""The answers of a meeting: what each person said, in the order in which the server received it.

An answer is one trusted, readable mail of a registered person, or one ruling of the coordinator. Whether it comes
in time and from the person entitled for the seat is decided in `roll`.
"""

from bisect import bisect, bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from bot.core.mails import Mail, Ruling
from bot.core.meeting import Meeting, Person, Role, VoteKey
from bot.core.persistent import Vector
from bot.core.protocol import Channel
from bot.core.reading import Attendance, Kind, NamedSubstitute, Vote

CHANNELS = MappingProxyType({Kind.REPLY: Channel.MAIL, Kind.CALENDAR: Channel.CALENDAR})


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person said at one time.

    `id` is the SHA-256 of the mail, or `ruling/<sequence>`. `received` is the server's time; `order` settles what
    came first within one second. `person` and `role` are None where the coordinator rules for whoever holds the
    seat. `reason` is the coordinator's, `identity` how the sender was judged; `released`: it was held, and the
    coordinator let it count.
    """

    id: str
    seat: str
    received: datetime
    order: int
    how: Channel
    person: Person | None = None
    role: Role | None = None
    attendance: Attendance | None = None
    substitute: NamedSubstitute | None = None
    votes: Mapping[VoteKey, Vote] = field(default_factory=lambda: MappingProxyType({}))
    message_id: str | None = None
    reason: str | None = None
    identity: str = ""
    released: bool = False


def with_answer(answers: Vector[Answer], answer: Answer | None) -> Vector[Answer]:
    """The answers with one more in its place: in the order of receipt, whatever order they were taken in."""
    if answer is None:
        return answers
    return answers.with_item(answer, bisect(answers, _order(answer), key=_order))


def after(answers: Vector[Answer], answer: Answer) -> tuple[Answer, ...]:
    """The answers that come after that one, which is among them."""
    rest = answers.since(bisect_left(answers, _order(answer), key=_order))
    return rest[rest.index(answer) + 1 :]


def _order(answer: Answer) -> tuple[datetime, int]:
    return answer.received, answer.order


def from_mail(meeting: Meeting, mail: Mail) -> Answer | None:
    """What the mail answers; None for one that was not read, is not trusted, or speaks for no seat."""
    read = mail.read
    if read is None or not mail.trusted or read.reading.kind not in CHANNELS:
        return None
    reading = read.reading
    speaker = meeting.speaker(reading.sender)
    if speaker is None or reading.seat != speaker.seat.id or reading.speaker is not speaker.role:
        return None
    return Answer(
        id=mail.received.mail,
        seat=speaker.seat.id,
        received=mail.received.received,
        order=mail.received.uid,
        how=CHANNELS[reading.kind],
        person=speaker.person,
        role=speaker.role,
        attendance=reading.attendance,
        substitute=reading.substitute,
        votes=reading.votes,
        message_id=mail.received.message_id,
        reason=(mail.settled and mail.settled.reason) or None,
        identity=read.identity.why,
        released=mail.released,
    )


def from_ruling(meeting: Meeting, ruling: Ruling) -> Answer:
    """What the coordinator recorded, as the answer of whoever holds the seat."""
    ruled = ruling.ruled
    return Answer(
        id=f"ruling/{ruling.sequence}",
        seat=ruled.seat,
        received=ruling.at,
        order=ruling.sequence,
        how=Channel.COORDINATOR,
        attendance=ruled.attendance,
        substitute=_ruled_substitute(meeting, ruled.seat, ruled.substitute),
        votes=ruled.votes,
        reason=ruled.reason,
    )


def _ruled_substitute(meeting: Meeting, seat_id: str, name: str | None) -> NamedSubstitute | None:
    if name is None:
        return None
    for person in meeting.body.seat(seat_id).substitutes:
        if person.name.casefold() == name.casefold():
            return NamedSubstitute(person.name, person.email, listed=True)
    return NamedSubstitute(name, None, listed=False)
