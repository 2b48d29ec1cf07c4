"""Settling a mail that is held: the coordinator lets it count as of its receipt, or finds that it never does."""

from collections.abc import Callable
from functools import partial

from bot.core.holds import Obstacle, numbered, obstacle_to_refusal, obstacle_to_release
from bot.core.journal import Fact, MailRefused, MailReleased
from bot.core.mails import Mail
from bot.core.state import State
from bot.core.thread import registration_number
from bot.errors import BadFileError, NotFoundError, RefusedError
from bot.service.office import Office
from bot.service.posting import post_due

SAID = {
    Obstacle.OVER: "the meeting {meeting} is {phase}; a mail can be settled from its approval until it closes",
    Obstacle.NOT_HELD: "mail {mail} is not held: nothing about its sender has to be settled",
    Obstacle.RELEASED: "mail {mail} was released before; `motebot record` puts something else on record",
    Obstacle.REFUSED: "mail {mail} was refused before; `motebot record` puts something else on record",
    Obstacle.NOBODY: "mail {mail} is from {sender}, who has no seat in the meeting: nobody is entitled to its votes",
    Obstacle.LATE: "mail {mail} was received after the deadline; it does not count whoever wrote it",
    Obstacle.UNREADABLE: "mail {mail} could not be read; put what it says on record with `motebot record`",
}


def release(office: Office, meeting_id: str, number: str, *, reason: str = "", by: str = "") -> State:
    """Let a held mail count as of its receipt; its receipt goes to the registered address.

    `number` is its registration number, `by` the account under which it is decided. NotFoundError where the meeting
    has no such mail, RefusedError where it cannot be released (any more).
    """
    return _settle(office, meeting_id, number, obstacle_to_release, partial(MailReleased, reason=reason, by=by))


def refuse(office: Office, meeting_id: str, number: str, *, reason: str, by: str = "") -> State:
    """Find that a held mail never counts; whoever holds its address is told.

    Errors as of `release`; BadFileError (a bad argument) where no reason is given.
    """
    if not reason.strip():
        raise BadFileError(["--reason: say why it does not count, such as «not from her, by telephone 1 March»"])
    return _settle(office, meeting_id, number, obstacle_to_refusal, partial(MailRefused, reason=reason, by=by))


def _settle(
    office: Office,
    meeting_id: str,
    number: str,
    obstacle_to: Callable[[State, Mail], Obstacle | None],
    fact: Callable[[str], Fact],
) -> State:
    with office.store.begin() as uow:
        state = office.state(uow, meeting_id)
        mail = _one(state, number)
        if obstacle := obstacle_to(state, mail):
            raise RefusedError(_said(state, mail, obstacle))
        return post_due(office, uow, office.append(uow, state, [fact(mail.received.mail)]))


def _one(state: State, number: str) -> Mail:
    found = numbered(state, number)
    if len(found) > 1:
        raise RefusedError(f"{number} names {len(found)} mails; give more digits of their SHA-256")
    if not found:
        where = f"`motebot status {state.meeting.id}` lists those that wait"
        raise NotFoundError(f"the meeting {state.meeting.id} has no mail {number!r}; {where}")
    return found[0]


def _said(state: State, mail: Mail, obstacle: Obstacle) -> str:
    return SAID[obstacle].format(
        mail=registration_number(mail.received.mail),
        sender=mail.received.sender or "nobody",
        meeting=state.meeting.id,
        phase=state.phase,
    )
