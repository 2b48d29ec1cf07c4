"""The chair's approval of a protocol, where the body asks for it: who gives it, and whether it has been given.

The votes are settled when the meeting closes; what is approved is the record of them. Until then the protocol goes to
nobody but the chair and the coordinator. An approval is a mail of the chair that answers the letter which asks for it,
is trusted as a vote must be, and says without any doubt or remark that all is approved; or the coordinator records it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.core.journal import MailReceived
from bot.core.mails import Mail
from bot.core.meeting import Role, Speaker
from bot.core.protocol import Approval, Channel
from bot.core.reading import Kind, Vote
from bot.core.roll import roll
from bot.core.state import Phase, State

ASKS = "approval/"
# Days after the close on which the chair is reminded; with the last of them the coordinator is told.
REMINDERS = (timedelta(days=2), timedelta(days=5))


def awaits_approval(state: State) -> bool:
    """Whether the meeting has closed and its protocol is still with the chair."""
    return state.phase is Phase.CLOSED and state.meeting.body.chair_approves and approval(state) is None


def is_over(state: State) -> bool:
    """Whether nothing of the meeting's record is outstanding: it was called off, or its protocol is final."""
    return state.phase is Phase.CANCELLED or (state.phase is Phase.CLOSED and not awaits_approval(state))


def approver(state: State) -> Speaker:
    """Who approves: the one who held the chair's seat when the meeting closed, else its member."""
    closed = state.as_closed or state
    chair = closed.meeting.body.chair
    held = roll(closed.meeting, closed.answers).seats[chair.id]
    if held.holder is not None and held.holder.email is not None:
        return Speaker(chair, held.holder, held.holder_role)
    return Speaker(chair, chair.member, Role.MEMBER)


def approval(state: State) -> Approval | None:
    """The first approval that was given; None while there is none, or where the body asks for none."""
    if state.phase is not Phase.CLOSED or not state.meeting.body.chair_approves:
        return None
    # The coordinator can only record one where no mail has given it.
    if state.approval is not None:
        return state.approval
    return next((given for mail in _answers(state) if (given := approval_by(state, mail)) is not None), None)


def answers_request(state: State, mail: Mail) -> bool:
    """Whether a mail that was read answers the request for approval and is of the one who was asked."""
    speaker = None if mail.read is None else state.meeting.speaker(mail.read.reading.sender)
    asked = state.meeting.body.chair_approves and speaker is not None and speaker.person == approver(state).person
    return asked and any(each.received.mail == mail.received.mail for each in _answers(state))


def approval_by(state: State, mail: Mail) -> Approval | None:
    """The approval that the mail gives; None where it leaves a doubt, has a remark, or is not the approver's."""
    read = mail.read
    if read is None or not mail.trusted or read.reading.kind is not Kind.REPLY:
        return None
    reading, received = read.reading, mail.received
    wholly = {case.key: Vote.APPROVE for case in state.meeting.cases}
    if reading.clarify or reading.reasons or reading.attendance is not None or reading.votes != wholly:
        return None
    if not answers_request(state, mail):
        return None
    by = approver(state).person.name
    return Approval(by, Channel.MAIL, received.received, received.message_id, identity=read.identity.why)


def is_about_approval(state: State, received: MailReceived) -> bool:
    """Whether a mail answers a letter which asks for approval, or what was written back to such an answer."""
    return not _thread(state).isdisjoint(received.references)


def _answers(state: State) -> Iterator[Mail]:
    """The mails that are about approval, in the order in which they were taken in."""
    thread = _thread(state)
    yield from (mail for mail in state.mails.values() if not thread.isdisjoint(mail.received.references))


def _thread(state: State) -> set[str]:
    """The Message-IDs of the letters that ask for approval, and of what was written back to the answers."""
    requests = (state.letters.get(f"{ASKS}{number}") for number in range(len(REMINDERS) + 1))
    asked = {letter.queued.message_id for letter in requests if letter is not None}
    if not asked:
        return asked
    letters = (letter.queued for letter in state.letters.values())
    written_back = {queued.answers: queued.message_id for queued in letters if queued.answers}
    for mail in state.mails.values():
        if not asked.isdisjoint(mail.received.references):
            asked.add(written_back.get(mail.received.mail, ""))
    return asked


def reminders_due(state: State, now: datetime) -> tuple[int, ...]:
    """The numbers, from 1, of the reminders whose time has come; of several that have passed only the latest."""
    closed = state.closed_at
    passed = [number for number, after in enumerate(REMINDERS, 1) if closed is not None and now >= closed + after]
    return tuple(passed[-1:])
