"""Where each meeting stands, for the coordinator: never a reason for an absence, never a vote's words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.core.approval import approver, awaits_approval
from bot.core.letters import LetterKind
from bot.core.mails import Mail
from bot.core.meeting import Seat, VoteKey
from bot.core.minutes import roll_of
from bot.core.reading import Reading
from bot.core.roll import SeatRoll
from bot.core.schedule import coming
from bot.core.state import Delivery, State
from bot.core.thread import registration_number
from bot.core.trouble import LONG
from bot.service.closing import MAILBOX_TROUBLE, mailbox_read_at
from bot.service.office import Office
from bot.store.store import InboxRow

NOT_FOR_STATUS = frozenset({"read"})


def status(office: Office, meeting_id: str | None = None) -> dict[str, Any]:
    """The contract's object: every meeting, or the one of that id; NotFoundError where there is none.

    `mailbox` holds the mails that belong to no meeting and were not read, `service` when the mailbox was read last and
    why it cannot be (empty where it can).
    """
    with office.store.read() as uow:
        states = [office.state(uow, meeting_id)] if meeting_id else list(office.states(uow).values())
        read_at, trouble = mailbox_read_at(uow), uow.mark(MAILBOX_TROUBLE) or ""
        loose = [row for row in uow.inbox(None) if row.disposition not in NOT_FOR_STATUS]
    shown: dict[str, Any] = {"meetings": [_meeting(office, state) for state in states]}
    shown["service"] = _service(read_at, trouble)
    if meeting_id is None:
        shown["mailbox"] = [_loose(row) for row in loose]
    return shown


def lasting_trouble(office: Office, shown: Mapping[str, Any]) -> str:
    """Why the mailbox has not been read for long, as one line; empty where it has, or nobody has tried."""
    service = shown["service"]
    read_at = service["mailbox_read_at"]
    if not service["mailbox_trouble"] or (read_at and office.now() - datetime.fromisoformat(read_at) < LONG):
        return ""
    return f"the mailbox has not been read since {read_at or 'the service was set up'}: {service['mailbox_trouble']}"


def _service(read_at: datetime | None, trouble: str) -> dict[str, Any]:
    return {"mailbox_read_at": read_at and read_at.isoformat(), "mailbox_trouble": trouble}


def _meeting(office: Office, state: State) -> dict[str, Any]:
    seats = roll_of(state).seats
    return {
        "id": state.meeting.id,
        "title": state.meeting.title,
        "state": state.phase.value,
        "deadline": state.meeting.deadline.isoformat(),
        "seats": [_seat(state, seat, seats[seat.id]) for seat in state.meeting.body.seats],
        "waiting": [*_waiting_mails(state), *_waiting_substitutes(seats.values()), *_waiting_approval(state)],
        "next": [{"what": each.what, "at": each.at.isoformat()} for each in coming(state, office.now())],
    }


def _seat(state: State, seat: Seat, line: SeatRoll) -> dict[str, Any]:
    holder = line.holder
    cast = {VoteKey(case): recused for case, recused in line.recusals.items()} | dict(line.votes)
    return {
        "seat": seat.id,
        "name": seat.name,
        "by": holder and {"name": holder.name, "as": line.holder_role.value},
        "notice": _notice(state, seat, line),
        "attendance": line.line().attendance.value,
        "answered": line.took_part or line.absent,
        "votes": {str(key): cast[key].vote.value for key in sorted(cast, key=_place_in(state))},
    }


def _place_in(state: State) -> Callable[[VoteKey], tuple[int, int]]:
    """Where a vote stands on the agenda, whose numbers need not be in the order of their letters."""
    places = {case.number: place for place, case in enumerate(state.meeting.cases)}
    return lambda key: (places[key.case], key.point or 0)


def _notice(state: State, seat: Seat, line: SeatRoll) -> str | None:
    """How far the notice to the seat's member, or the summons to whoever was called in, has come; None before it."""
    calls = [
        letter
        for letter in state.letters.values()
        if letter.queued.seat == seat.id and letter.queued.kind in {LetterKind.NOTICE, LetterKind.SUMMONS}
    ]
    mine = [letter for letter in calls if line.holder and letter.queued.address == line.holder.email] or calls
    return mine[-1].delivery.value if mine else None


def _waiting_mails(state: State) -> list[dict[str, Any]]:
    """What was put before the coordinator, or came in numbers and was only listed, and no ruling has settled."""
    waiting, shown = [], set()
    for key, letter in state.letters.items():
        what, _, about = key.partition("/")
        sha256, _, again = about.partition("/")
        mail = state.mails.get(sha256) if what == "needs-you" else None
        if mail is not None and mail.read is not None and not _settled(state, mail, again):
            waiting.append(_waiting_mail(mail, mail.read.reading))
            shown.add(sha256)
        elif letter.queued.seat is not None and (letter.delivery is Delivery.FAILED or key in state.doubted):
            who = {"from": letter.queued.address, "seat": letter.queued.seat}
            said = letter.response if letter.delivery is Delivery.FAILED else state.doubted[key]
            waiting.append({"what": "delivery", **who, "reasons": [said]})
    for sha256, mail in state.mails.items():
        if sha256 not in shown and mail.read and (mail.held or mail.strange) and not _settled(state, mail, ""):
            waiting.append(_waiting_mail(mail, mail.read.reading))
    return waiting


def _waiting_mail(mail: Mail, reading: Reading) -> dict[str, Any]:
    return {
        "what": "mail",
        "reference": registration_number(mail.received.mail),
        "from": reading.sender,
        "seat": reading.seat,
        "reasons": [*(["held"] if mail.held else []), *(reason.value for reason in reading.reasons)],
    }


def _settled(state: State, mail: Mail, again: str) -> bool:
    """Whether the coordinator has settled the mail, which was not put before them `again`, or ruled for its seat."""
    seat = mail.read and mail.read.reading.seat
    ruled = seat is not None and any(
        each.ruled.seat == seat and each.at >= mail.received.received for each in state.rulings
    )
    return ruled or (mail.settled is not None and not again)


def _waiting_substitutes(lines: Any) -> list[dict[str, Any]]:
    return [
        {"what": "substitute", "from": line.awaiting, "seat": line.seat.id, "reasons": ["unknown_substitute"]}
        for line in lines
        if line.awaiting is not None
    ]


def _waiting_approval(state: State) -> list[dict[str, Any]]:
    """The chair, as long as the protocol is with them."""
    if not awaits_approval(state):
        return []
    asked = approver(state)
    return [{"what": "approval", "from": asked.person.name, "seat": asked.seat.id, "reasons": ["chair_approves"]}]


def _loose(row: InboxRow) -> dict[str, Any]:
    return {"mail": row.sha256, "from": row.sender, "received": row.received.isoformat(), "what": row.disposition}
