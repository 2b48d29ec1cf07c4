"""Taking in a mail: kept before it is understood, understood once, answered in the same transaction (ideas 3 and 4).

1. The raw bytes go to the archive; a mail whose bytes are there already is the same mail and changes nothing.
2. What DNS says of its sender's keys is gathered, where motebot checks signatures itself.
3. It is routed to its meeting, and read there in a process of its own first (`rehearsal`).
4. Its sender is judged and its words are read. Mail, reading and every letter that they call for are committed
   together; only then may it be marked on the server.

A mail may take its time in step 3, so that is done before the transaction of step 4, beside which nobody can write.
Where it would be read with something else once in there, nothing is written, and step 3 is done again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.core.journal import Fact, Keys, LetterDoubted, LetterFailed, MailRead, MailReceived
from bot.core.mails import Mail
from bot.core.reading import Kind, Reading, Reason
from bot.core.state import Delivery, State
from bot.reading.kinds import bounced_message_ids, is_failed, kind_of
from bot.reading.message import Message, parse
from bot.reading.mime import Headers
from bot.service.given import Given
from bot.service.office import Office
from bot.service.posting import post_due
from bot.service.quotable import given_for
from bot.service.routing import Derived, Route, Sent, referred_ids, route, unreached, written_to
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


@dataclass(frozen=True, slots=True)
class _Found:
    """What is found of a mail as the journals stand, which end with `heads`.

    `seen`: its bytes were taken in before. `original` is the SHA-256 of the mail of which it is a copy, None where it
    is a mail of its own; `given` what it is read with, None where it is not read.
    """

    heads: Mapping[str, int]
    seen: bool
    route: Route
    original: str | None = None
    given: Given | None = None


def take_in(office: Office, delivered: Delivered) -> None:
    """Keep, route, read and answer one mail. Taking in the same bytes again changes nothing."""
    sha256 = office.archive.put(delivered.raw)
    if office.rehearse is not None:
        office.rehearse(delivered.raw)
    message = parse(delivered.raw)
    mail = _Mail(delivered, sha256, message, keys_for(office, delivered.raw, message))
    with office.store.read() as uow:
        found = _find(office, uow, mail)
    while (changed := _rehearsed_and_noted(office, mail, found)) is not None:
        found = changed
    if not found.seen and found.original is None:
        log.info("mail taken in", mail=sha256[:8], uid=delivered.uid, meeting=found.route.meeting_id or "none")


def _find(office: Office, uow: UnitOfWork, mail: _Mail) -> _Found:
    heads = uow.heads()
    if uow.taken_in(mail.sha256):
        return _Found(heads, seen=True, route=Route(None))
    found = _route(office, uow, mail.message, mail.delivered.received)
    original = _original(office, uow, mail, found)
    if found.meeting_id is None or original is not None:
        return _Found(heads, seen=False, route=found, original=original)
    state = office.state(uow, found.meeting_id)
    given = given_for(office.archive, state, mail.message, _received(office, mail, found))
    return _Found(heads, seen=False, route=found, given=given)


def _rehearsed_and_noted(office: Office, mail: _Mail, found: _Found) -> _Found | None:
    """None once the mail is noted as it was found; where it is to be read with something else by now, what is found
    now, and nothing is noted."""
    if office.rehearse is not None and found.given is not None:
        office.rehearse(mail.delivered.raw, found.given)
    with office.store.begin() as uow:
        now = found if uow.heads() == found.heads else _find(office, uow, mail)
        if office.rehearse is not None and now.given is not None and now.given != found.given:
            return now
        _note(office, uow, mail, now)
    return None


def _note(office: Office, uow: UnitOfWork, mail: _Mail, found: _Found) -> None:
    row = _row(mail.delivered, mail.sha256, mail.message)
    if found.original is not None:
        row = replace(row, disposition=f"set aside: one more copy of mail {found.original[:8]}")
    elif not found.seen:
        row = replace(row, meeting_id=found.route.meeting_id, disposition=_disposition(found.route))
    uow.note_mail(row)
    if found.given is not None:
        _register(office, uow, mail, found.route, found.given)


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


def _register(office: Office, uow: UnitOfWork, mail: _Mail, found: Route, given: Given) -> None:
    state = office.state(uow, given.meeting.id)
    received = _received(office, mail, found)
    reading = interpreted(mail.message, received, given)
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


def interpreted(message: Message, received: MailReceived, given: Given) -> Reading:
    """The reading of a mail in its meeting; `verify` comes to the same."""
    reading = given.reading(message)
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
    """Which letters a delivery status says will not arrive; only letters of ours count (mail-facts §1.9).

    Where it names none of them, those who were not reached are the registered people whom it names: that is doubted
    of the last letter to each, once, for the coordinator to find out about.
    """
    if reading.kind is not Kind.BOUNCE or not is_failed(message):
        return []
    named = [each for sent in dict.fromkeys(bounced_message_ids(message)) if (each := state.letter_with_id(sent))]
    arrived = (each.queued.key for each in named if each.delivery is not Delivery.FAILED)
    if named:
        return [LetterFailed(key, message.subject) for key in arrived]
    doubtful = (each for each in written_to(state, unreached(message)) if state.reaches(each))
    return [LetterDoubted(state.letters_to[each][-1], message.subject) for each in doubtful]
