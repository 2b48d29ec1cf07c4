"""What each mail of a member is answered with: a receipt, a question, a word that it is not counted, or nothing.

Nothing automatic is ever answered (RFC 3834 §2), a doubt is asked about once and then is the coordinator's, and
whatever a human has to look at goes to the coordinator with the mail attached. Mail of others: `strangers`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.core.approval import answers_request, approval_by, awaits_approval
from bot.core.holds import obstacle_to_release
from bot.core.journal import LetterQueued
from bot.core.letters import (
    AnsweredMail,
    ApprovalReceipt,
    Content,
    Letter,
    LetterKind,
    NeedsYou,
    NotCounted,
    Question,
    Receipt,
    Uncounted,
)
from bot.core.mails import MOST_AN_HOUR, Mail
from bot.core.meeting import Person, Role, Speaker, VoteKey
from bot.core.reading import SPOKEN, Attendance, Kind, Reading, Reason, Vote
from bot.core.roll import Disposition, Roll, SeatRoll, Step, in_time
from bot.core.state import SHOWN, Phase, State
from bot.core.thread import registration_number

KINDS = {
    Receipt: LetterKind.RECEIPT,
    ApprovalReceipt: LetterKind.RECEIPT,
    Question: LetterKind.QUESTION,
    NotCounted: LetterKind.NOT_COUNTED,
}
FOR_COORDINATOR = frozenset(
    {Reason.UNKNOWN_SENDER, Reason.UNKNOWN_SUBSTITUTE, Reason.QUESTION, Reason.COUNTER_PROPOSAL, Reason.UNREADABLE}
)
PASSED_ON = frozenset({Reason.UNKNOWN_SUBSTITUTE, Reason.UNREADABLE})
DISPOSED = {
    Disposition.LATE: Uncounted.LATE,
    Disposition.NOT_CALLED: Uncounted.NOT_CALLED,
    Disposition.SUBSTITUTE_VOTED: Uncounted.SUBSTITUTE_VOTED,
    Disposition.NO_VOTE: Uncounted.NO_VOTE,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What one mail leads to: the answer to its sender (None where there is none) and what the coordinator is told
    (empty where they need not look)."""

    content: Content | None = None
    tell: tuple[str, ...] = ()


def due(state: State, roll: Roll) -> Iterator[Letter]:
    """The letters that the mails read so far call for and that have not been decided yet.

    Who writes more than `MOST_AN_HOUR` mails in an hour is not answered for the rest of it, so that no loop can come
    about with a program that hides what it is (RFC 3834 §2); what they say counts all the same, and the coordinator is
    told once. What the coordinator settles is answered whatever was written before: no program releases a mail.
    """
    for mail in state.unanswered.values():
        told = _told(state, mail)
        if told or mail.settled is not None:
            if _is_new(roll, mail, told):
                yield from _letters(state, roll, mail, again=f"/{mail.revised}")
        elif mail.crowd < MOST_AN_HOUR:
            yield from _letters(state, roll, mail)
        elif _is_one_too_many(mail) and f"{SHOWN}{mail.received.mail}" not in state.letters:
            yield needs_you(state, mail, ("too_many_mails",))


def _is_one_too_many(mail: Mail) -> bool:
    return mail.crowd == MOST_AN_HOUR and mail.read is not None and mail.read.reading.kind in SPOKEN


def _told(state: State, mail: Mail) -> tuple[LetterQueued, ...]:
    """How a mail was answered before a ruling made another answer of it possible; nothing where none did."""
    if not mail.revised:
        return ()
    letters = (letter.queued for letter in state.letters.values())
    return tuple(queued for queued in letters if queued.answers == mail.received.mail)


def _is_new(roll: Roll, mail: Mail, told: tuple[LetterQueued, ...]) -> bool:
    """Whether the sender does not know yet what became of the mail: it was settled, or it counts though they were told
    that it does not, or the other way round."""
    if mail.settled is not None and not any(queued.key.startswith(f"answer/{queued.answers}/") for queued in told):
        return True
    step = roll.step(mail.received.mail)
    if step is None:
        return False
    last = told[-1].kind
    unsaid = step.disposition in DISPOSED and last is LetterKind.RECEIPT
    return unsaid or (step.disposition is Disposition.COUNTED and last is LetterKind.NOT_COUNTED)


def _letters(state: State, roll: Roll, mail: Mail, again: str = "") -> Iterator[Letter]:
    """The coordinator's letter before the answer: a mail that has its answer is done with."""
    assert mail.read is not None  # noqa: S101 - due() passes only mails that were read
    reading = mail.read.reading
    speaker = state.meeting.speaker(reading.sender) if reading.seat else None
    reply = _reply(state, roll, mail)
    if reply.tell:
        yield needs_you(state, mail, reply.tell, again)
    if reply.content is not None and speaker is not None:
        yield Letter(
            key=f"answer/{mail.received.mail}{again}",
            kind=KINDS[type(reply.content)],
            to=speaker.person,
            content=reply.content,
            seat=speaker.seat,
            role=speaker.role,
            answers=answered(mail),
            again=again != "",
        )


def needs_you(state: State, mail: Mail, reasons: tuple[str, ...], again: str = "") -> Letter:
    """The letter by which the coordinator gets a mail to look at, for those reasons."""
    assert mail.read is not None  # noqa: S101 - due() passes only mails that were read
    reading, identity = mail.read.reading, mail.read.identity
    speaker = state.meeting.speaker(reading.sender) if reading.seat else None
    why = "" if mail.trusted else identity.why
    seat = speaker.seat if speaker else None
    needs = NeedsYou(reading.sender, reading.text, reasons, seat, why, mail.received.mail)
    return to_coordinator(state, f"{SHOWN}{mail.received.mail}{again}", needs)


def to_coordinator(state: State, key: str, content: Content) -> Letter:
    """A letter of the meeting to its coordinator."""
    coordinator = state.meeting.body.coordinator
    return Letter(key, LetterKind.COORDINATOR, Person(coordinator.name, coordinator.email), content)


def answered(mail: Mail) -> AnsweredMail:
    """The mail as a letter answers it."""
    received = mail.received
    number = registration_number(received.mail)
    return AnsweredMail(received.message_id, received.references, received.subject, received.received, number)


def _reply(state: State, roll: Roll, mail: Mail) -> Reply:
    assert mail.read is not None  # noqa: S101 - due() passes only mails that were read
    reading = mail.read.reading
    if mail.refused:
        return Reply(NotCounted(Uncounted.REFUSED, reading.text))
    if reading.kind is Kind.RECALL or Reason.UNREADABLE in reading.reasons:
        return Reply(tell=words(reading))
    if reading.kind not in SPOKEN:
        return Reply()
    speaker = state.meeting.speaker(reading.sender)
    if speaker is None:
        # The meeting was corrected since, and they have no seat any more.
        return Reply(tell=words(reading))
    if answers_request(state, mail):
        return _to_approver(state, mail)
    reply = _not_counted(state, mail) or _to_speaker(state, roll, mail, speaker)
    return _without_what_is_known(reply, reading) if mail.released else reply


def _without_what_is_known(reply: Reply, reading: Reading) -> Reply:
    """The reply to a mail that the coordinator has read, and released knowing what is unclear in it."""
    return replace(reply, tell=tuple(each for each in reply.tell if each not in words(reading)))


def _to_approver(state: State, mail: Mail) -> Reply:
    """Whoever was asked to approve the protocol is told what came of it; a remark is the coordinator's, as is a mail
    that may be somebody else's."""
    assert mail.read is not None  # noqa: S101 - due() passes only mails that were read
    text = mail.read.reading.text
    if approval_by(state, mail) is not None:
        return Reply(ApprovalReceipt(approved=True, text=text))
    if awaits_approval(state):
        return Reply(ApprovalReceipt(approved=False, text=text), ("protocol_remark",))
    return Reply(ApprovalReceipt(approved=True, text=text), ("after_approval",))


def _not_counted(state: State, mail: Mail) -> Reply | None:
    """The reply to a mail that may not count whatever it says; None for one that may."""
    assert mail.read is not None  # noqa: S101 - due() passes only mails that were read
    reading = mail.read.reading
    if not mail.trusted:
        held = "held" if obstacle_to_release(state, mail) is None else "doubtful"
        return Reply(NotCounted(Uncounted.NOT_TRUSTED, reading.text), (held, *_reasons(reading)))
    too_late = _too_late(state, mail)
    if too_late is None:
        return None
    received_in_time = in_time(mail.received.received, state.meeting.deadline)
    tell = ("after_close",) if too_late is Uncounted.LATE and received_in_time else ()
    return Reply(NotCounted(too_late, reading.text), tell)


def _to_speaker(state: State, roll: Roll, mail: Mail, speaker: Speaker) -> Reply:
    assert mail.read is not None  # noqa: S101 - due() passes only mails that were read
    reading = mail.read.reading
    if not speaker.seat.votes:
        return _to_adviser(reading)
    step = roll.step(mail.received.mail)
    if step is not None and step.disposition in DISPOSED:
        return Reply(NotCounted(DISPOSED[step.disposition], reading.text), (step.disposition.value,))
    if not _entitled(roll.seats[speaker.seat.id], speaker, step):
        return Reply(NotCounted(Uncounted.NOT_CALLED, reading.text), (Uncounted.NOT_CALLED.value,))
    return _to_voter(state, reading, roll.seats[speaker.seat.id], step, speaker)


def _entitled(seat: SeatRoll, speaker: Speaker, step: Step | None) -> bool:
    """Whether that person has a say: a substitute has none until they are called in, except to decline."""
    counted = step is not None and step.disposition is Disposition.COUNTED
    return speaker.role is Role.MEMBER or counted or speaker.person in dict(seat.called())


def _too_late(state: State, mail: Mail) -> Uncounted | None:
    if state.phase is Phase.CANCELLED:
        return Uncounted.CANCELLED
    if not in_time(mail.received.received, state.meeting.deadline):
        return Uncounted.LATE
    if state.as_closed is not None and mail.received.mail not in state.as_closed.mails:
        return Uncounted.LATE
    return None


def _reasons(reading: Reading) -> tuple[str, ...]:
    return tuple(reason.value for reason in reading.reasons)


def words(reading: Reading) -> tuple[str, ...]:
    """Why the coordinator has to look at what was read: its reasons, or else its kind."""
    return _reasons(reading) or (reading.kind.value,)


def _to_adviser(reading: Reading) -> Reply:
    """An adviser's words are received and passed on; a vote of theirs is said not to count."""
    if Reason.NO_VOTE in reading.reasons:
        return Reply(NotCounted(Uncounted.NO_VOTE, reading.text), (Reason.NO_VOTE.value,))
    tell = () if reading.attendance and not reading.clarify else ("comment",)
    return Reply(Receipt(attendance=reading.attendance, text=reading.text), tell)


def _to_voter(state: State, reading: Reading, seat: SeatRoll, step: Step | None, speaker: Speaker) -> Reply:
    receipt = _receipt(state, reading, seat, step, speaker)
    tell = (*_for_coordinator(reading, receipt), *_outvoted(reading, step, speaker))
    ask = tuple(reason for reason in reading.reasons if reason not in PASSED_ON)
    if ask and _asked_before(state, speaker, frozenset(ask)):
        tell, ask = (*tell, *(reason.value for reason in ask if reason.value not in tell)), ()
    if ask and not _registered(receipt):
        return Reply(Question(ask, reading.evidence, reading.text), tell)
    return Reply(replace(receipt, reasons=ask), tell)


def _registered(receipt: Receipt) -> bool:
    return bool(receipt.votes or receipt.withdrawn or receipt.attendance is not None or receipt.overtaken)


def _asked_before(state: State, speaker: Speaker, reasons: frozenset[Reason]) -> bool:
    """Whether that person has been asked about just this before, in an answer to an earlier mail."""
    for letter in state.written_to(speaker.person.email or ""):
        asked = state.mails.get(letter.queued.answers or "")
        if asked is None or asked.read is None:
            continue
        if letter.queued.kind in {LetterKind.QUESTION, LetterKind.RECEIPT} and reasons <= set(
            asked.read.reading.reasons
        ):
            return True
    return False


def _for_coordinator(reading: Reading, receipt: Receipt) -> tuple[str, ...]:
    tell = [reason.value for reason in reading.reasons if reason in FOR_COORDINATOR]
    said = set(reading.votes.values())
    tell += [vote.value for vote in (Vote.RECUSED, Vote.ABSTAIN, Vote.MEETING) if vote in said]
    if receipt.absent_without_substitute and Reason.UNKNOWN_SUBSTITUTE not in reading.reasons:
        tell.append("no_substitute")
    return tuple(tell)


def _outvoted(reading: Reading, step: Step | None, speaker: Speaker) -> tuple[str, ...]:
    """Tells of a member who, among other things, voted in a case in which the stand-in had voted already."""
    if step is None or speaker.role is Role.SUBSTITUTE or step.disposition is not Disposition.COUNTED:
        return ()
    mine = _votes_of(step.after, speaker)
    given = ((key, vote) for key, vote in reading.votes.items() if vote not in {Vote.WITHDRAW, Vote.RECUSED})
    outvoted = any(mine.get(key) is not vote for key, vote in given)
    return (Disposition.SUBSTITUTE_VOTED.value,) if outvoted else ()


def _receipt(state: State, reading: Reading, seat: SeatRoll, step: Step | None, speaker: Speaker) -> Receipt:
    """What the mail registered, as far as it holds in the seat as it stands: a later mail may have been taken in
    before it, as where this one was held."""
    if step is None:
        return Receipt(evidence=reading.evidence, text=reading.text)
    mine, at_once, earlier = (_votes_of(each, speaker) for each in (seat, step.after, step.before))
    said = {key: vote for key, vote in reading.votes.items() if vote is Vote.WITHDRAW or at_once.get(key) is vote}
    held_to = {key: vote for key, vote in said.items() if _holds(mine.get(key), vote)}
    votes = {key: vote for key, vote in held_to.items() if vote is not Vote.WITHDRAW}
    attendance = reading.attendance if _takes_part_as_said(seat, reading.attendance, speaker) else None
    nobody = seat.absent and seat.substitute is None and attendance is Attendance.ABSENT
    return Receipt(
        votes=votes,
        standing=mine,
        unanswered=_unanswered(state, mine) if speaker.person == seat.holder else (),
        replaced=tuple(key for key, vote in votes.items() if key in earlier and earlier[key] is not vote),
        withdrawn=tuple(key for key, vote in held_to.items() if vote is Vote.WITHDRAW),
        attendance=attendance,
        called=_newly_called(step.before, step.after, seat),
        absent_without_substitute=nobody,
        evidence=reading.evidence,
        text=reading.text,
        by_calendar=reading.kind is Kind.CALENDAR,
        overtaken=held_to != said or attendance is not reading.attendance,
    )


def _holds(stands: Vote | None, said: Vote) -> bool:
    """Whether that which was said is what stands: nothing, where a vote was taken back."""
    return stands is None if said is Vote.WITHDRAW else stands is said


def _takes_part_as_said(seat: SeatRoll, said: Attendance | None, speaker: Speaker) -> bool:
    """Whether the seat is as the speaker's word on taking part made it."""
    member = speaker.role is Role.MEMBER
    match said:
        case Attendance.ABSENT:
            return seat.absent if member else speaker.person in seat.declined
        case Attendance.PRESENT:
            return not seat.absent if member else speaker.person in dict(seat.called())
        case None:
            return True


def _votes_of(seat: SeatRoll, speaker: Speaker) -> dict[VoteKey, Vote]:
    """The votes and recusals of that person that stand, by what they are about."""
    mine = {key: cast.vote for key, cast in seat.votes.items() if cast.role is speaker.role}
    if speaker.role is seat.holder_role:
        mine |= {VoteKey(number): Vote.RECUSED for number in seat.recusals}
    return {key: vote for key, vote in mine.items() if vote is not Vote.WITHDRAW}


def _unanswered(state: State, mine: dict[VoteKey, Vote]) -> tuple[str, ...]:
    about = {key.case for key in mine}
    return tuple(case.number for case in state.meeting.cases if case.number not in about)


def _newly_called(before: SeatRoll, after: SeatRoll, now: SeatRoll) -> Person | None:
    """Whom the step from one to the other called in, and who still is."""
    known, still = dict(before.called()), dict(now.called())
    return next((person for person, _ in after.called() if person not in known and person in still), None)
