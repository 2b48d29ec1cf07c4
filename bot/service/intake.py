"""Taking in a mail: kept before it is understood, understood once, answered in the same transaction (ideas 3 and 4).

1. The raw bytes go to the archive; a mail whose bytes are there already is the same mail and changes nothing.
2. What DNS says of its sender's keys is gathered, where motebot checks signatures itself.
3. It is routed to its meeting, its sender judged and its words read.
4. Mail, reading and every letter that they call for are committed together; only then may it be marked on the server.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.core.approval import is_about_approval
from bot.core.journal import Fact, Keys, LetterFailed, MailRead, MailReceived
from bot.core.mails import Mail
from bot.core.reading import Kind, Reading, Reason
from bot.core.state import Delivery, State
from bot.reading import read_message
from bot.reading.kinds import bounced_message_ids, is_failed, kind_of
from bot.reading.message import Message, parse
from bot.reading.mime import Headers
from bot.service.office import Office
from bot.service.posting import post_due
from bot.service.quotable import sent_texts
from bot.service.routing import Derived, Route, Sent, referred_ids, route
from bot.service.senders import identified, keys_for
from bot.store.store import InboxRow, UnitOfWork

log = structlog.get_logger()

NO_HEADERS = Headers(b"")


@dataclass(frozen=True, slots=True)
class Delivered:
    """A mail as the server hands it over: where it lies, when it was received (aware UTC), and its bytes."""

    folder: str
    uid_validity: int
    uid: int
    received: datetime
    raw: bytes


@dataclass(frozen=True, slots=True)
class _Mail:
    """A mail that is kept, taken apart, and whose sender's keys are known as far as they are needed."""

    delivered: Delivered
    sha256: str
    message: Message
    keys: Keys | None


def take_in(office: Office, delivered: Delivered) -> None:
    """Keep, route, read and answer one mail. Taking in the same bytes again changes nothing."""
    sha256 = office.archive.put(delivered.raw)
    if office.rehearse is not None:
        office.rehearse(delivered.raw)
    message = parse(delivered.raw)
    mail = _Mail(delivered, sha256, message, keys_for(office, delivered.raw, message))
    with office.store.begin() as uow:
        seen = uow.taken_in(sha256)
        row = _row(delivered, sha256, message)
        if seen:
            uow.note_mail(row)
            return
        found = _route(office, uow, message, delivered.received)
        original = _original(office, uow, mail, found)
        if original is not None:
            uow.note_mail(replace(row, disposition=f"set aside: one more copy of mail {original[:8]}"))
            return
        uow.note_mail(replace(row, meeting_id=found.meeting_id, disposition=_disposition(found)))
        if found.meeting_id is not None:
            _register(office, uow, mail, found)
    log.info("mail taken in", mail=sha256[:8], uid=delivered.uid, meeting=found.meeting_id or "none")


def park(office: Office, delivered: Delivered, why: str) -> None:
    """Keep a mail that could not be handled, for a human to look at: it is in the archive and shown in `status`."""
    sha256 = office.archive.put(delivered.raw)
    with office.store.begin() as uow:
        row = _row(delivered, sha256, Message())
        uow.note_mail(replace(row, disposition=f"parked: {why}"))
    log.error("mail parked", mail=sha256[:8], uid=delivered.uid, why=why)


def _row(delivered: Delivered, sha256: str, message: Message) -> InboxRow:
    return InboxRow(
        sha256=sha256,
        folder=delivered.folder,
        uid_validity=delivered.uid_validity,
        uid=delivered.uid,
        received=delivered.received,
        message_id=message.message_id,
        sender=message.sender,
        meeting_id=None,
        disposition="",
    )


def _disposition(found: Route) -> str:
    return "read" if found.meeting_id is not None else "set aside: belongs to no meeting"


def _route(office: Office, uow: UnitOfWork, message: Message, received: datetime) -> Route:
    ids = referred_ids(message)
    place = {each: index for index, each in enumerate(ids)}
    rows = sorted(uow.letters_by_message_id(ids), key=lambda row: place[row.message_id])
    sent = [Sent(row.meeting_id, row.recipient) for row in rows]
    return route(message, received, office.states(uow), sent, Derived(office.sender))


def _original(office: Office, uow: UnitOfWork, mail: _Mail, found: Route) -> str | None:
    """The SHA-256 of the mail of which this one is a copy with another trace; None where it is a mail of its own.

    A server that loses the connection after the last dot hands the mail over again (RFC 5321 §4.5.3.2.6), and an alias
    may lead here twice. Such a copy says nothing anew: read later, it would undo what its sender has said since.
    A copy whose sender can be trusted is one only of a mail whose sender could be, or that was released.
    """
    message = mail.message
    if found.meeting_id is None or not message.message_id:
        return None
    mails = office.state(uow, found.meeting_id).mails
    for row in uow.mails_with_id(message.message_id):
        earlier = mails.get(row.sha256)
        if earlier is None or earlier.read is None or earlier.received.sender != message.sender:
            continue
        if _is_copy(office, earlier, mail, found):
            return row.sha256
    return None


def _is_copy(office: Office, earlier: Mail, mail: _Mail, found: Route) -> bool:
    original = parse(office.archive.get(earlier.received.mail))
    if kind_of(original) is not kind_of(mail.message) or _without_trace(original) != _without_trace(mail.message):
        return False
    identity = identified(mail.delivered.raw, mail.message, _received(office, mail, found))
    return earlier.trusted or not identity.trusted


def _without_trace(message: Message) -> Message:
    """All that its sender gave the mail; whom each way of it names as the recipient is the way's."""
    return replace(message, headers=NO_HEADERS, recipients=())


def _register(office: Office, uow: UnitOfWork, mail: _Mail, found: Route) -> None:
    assert found.meeting_id is not None  # noqa: S101 - the caller has a meeting
    state = office.state(uow, found.meeting_id)
    received = _received(office, mail, found)
    sent = sent_texts(office.archive, state, mail.message)
    if office.rehearse is not None:
        office.rehearse(mail.delivered.raw, state.meeting, sent)
    reading = interpreted(state, mail.message, received, sent)
    identity = identified(mail.delivered.raw, mail.message, received)
    facts: list[Fact] = [received, MailRead(mail.sha256, reading, identity)]
    facts += _bounced(state, mail.message, reading)
    post_due(office, uow, office.append(uow, state, facts))


def _received(office: Office, mail: _Mail, found: Route) -> MailReceived:
    message = mail.message
    return MailReceived(
        mail=mail.sha256,
        received=mail.delivered.received,
        uid=mail.delivered.uid,
        message_id=message.message_id,
        references=(*message.references, *message.in_reply_to)[-20:],
        subject=message.subject,
        sender=message.sender,
        threaded=found.threaded,
        ambiguous=found.ambiguous,
        require=office.trust.require.value,
        authserv_id=office.trust.authserv_id,
        keys=mail.keys,
    )


def interpreted(state: State, message: Message, received: MailReceived, sent: Sequence[str]) -> Reading:
    """The reading of a mail in its meeting, given the texts of the letters that it may quote.

    Pure in the state and those letters: `verify` comes to the same.
    """
    minutes = is_about_approval(state, received)
    reading = read_message(message, state.meeting, sent, minutes=minutes)
    if received.ambiguous and reading.kind in {Kind.REPLY, Kind.CALENDAR}:
        return Reading(
            kind=reading.kind,
            sender=reading.sender,
            seat=reading.seat,
            speaker=reading.speaker,
            text=reading.text,
            clarify=True,
            reasons=(Reason.WHICH_MEETING,),
        )
    return reading


def _bounced(state: State, message: Message, reading: Reading) -> Sequence[Fact]:
    """Which letters a delivery status says will not arrive; only letters of ours count (mail-facts §1.9)."""
    if reading.kind is not Kind.BOUNCE or not is_failed(message):
        return []
    named = filter(None, map(state.letter_with_id, dict.fromkeys(bounced_message_ids(message))))
    return [LetterFailed(each.queued.key, message.subject) for each in named if each.delivery is not Delivery.FAILED]
