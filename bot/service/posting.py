"""Queueing letters: whatever is due in a meeting is written and queued in the transaction at hand (idea 4)."""

import mimetypes
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import PurePosixPath

import jinja2
import structlog

from bot.core.journal import LetterQueued
from bot.core.letters import ForApproval, Letter, NeedsYou, Notice, ProtocolOut, Summons
from bot.core.persistent import Vector
from bot.core.protocol import Protocol
from bot.core.schedule import due
from bot.core.state import State
from bot.errors import StoreError
from bot.letters.calendar import invitation
from bot.letters.catalogue import Catalogue, MissingWordError
from bot.letters.compose import AddressError, Attachment, Composed, compose
from bot.letters.documents import notice_pdf, protocol_pdf
from bot.letters.mime import MOST_REFERENCES
from bot.service.office import Office
from bot.service.rendering import logo_of
from bot.service.reporting import with_previous
from bot.store.store import OutboxRow, UnitOfWork

log = structlog.get_logger()

# A larger one would be refused on its way to the coordinator, and the letter's words with it.
LARGEST_ATTACHED_MAIL_BYTES = 5 * 1024 * 1024
# Every member gets the same document, in one transaction: it is laid out once.
_notice_pdf = lru_cache(maxsize=2)(notice_pdf)
_protocol_pdf = lru_cache(maxsize=2)(protocol_pdf)
LETTER_ERRORS = (jinja2.TemplateError, MissingWordError, AddressError, StoreError)


def send_due(office: Office) -> bool:
    """Queue whatever is due in every meeting; whether anything was."""
    with office.store.read() as uow:
        states = office.states(uow)
    waiting = [meeting_id for meeting_id, state in states.items() if office.awaits(state)]
    for meeting_id in waiting:
        _send_due_in(office, meeting_id)
    return bool(waiting)


def _send_due_in(office: Office, meeting_id: str) -> None:
    with office.store.begin() as uow:
        post_due(office, uow, office.state(uow, meeting_id))


def post_due(office: Office, uow: UnitOfWork, state: State) -> State:
    """The state once every letter that is due has been queued in `uow`."""
    return post(office, uow, with_previous(office, uow, state), lambda each: due(each, office.now()))


def post(office: Office, uow: UnitOfWork, state: State, due_in: Callable[[State], Sequence[Letter]]) -> State:
    """The state once every letter that `due_in` names, asked again after each round, has been queued in `uow`.

    A letter that cannot be written does not hold up the others: it stays due, and the log says why.
    """
    unwritten: set[str] = set()
    while letters := [letter for letter in due_in(state) if letter.key not in unwritten]:
        for letter in letters:
            try:
                composed = written(office, state, letter)
            except LETTER_ERRORS as error:
                unwritten.add(letter.key)
                log.exception("letter not written", meeting=state.meeting.id, key=letter.key, error=str(error))
            else:
                state = _queue(office, uow, state, letter, composed)
    return state


def _queue(office: Office, uow: UnitOfWork, state: State, letter: Letter, composed: Composed) -> State:
    sha256 = office.archive.put(composed.raw)
    address = letter.to.email or ""
    fact = LetterQueued(
        key=letter.key,
        kind=letter.kind,
        name=letter.to.name,
        address=address,
        message_id=composed.message_id,
        sha256=sha256,
        seat=letter.seat.id if letter.seat else None,
        role=letter.role,
        answers=_answers(letter),
    )
    row = OutboxRow(
        meeting_id=state.meeting.id,
        key=letter.key,
        message_id=composed.message_id,
        sender=office.sender.address,
        recipient=address,
        sha256=sha256,
        due=office.now(),
    )
    uow.queue(row)
    return office.append(uow, state, [fact])


def _answers(letter: Letter) -> str | None:
    return letter.key.split("/")[1] if letter.answers is not None else None


def written(office: Office, state: State, letter: Letter) -> Composed:
    """The letter as it would be sent now, with all its attachments."""
    attachments = list(_attachments(office, state, letter))
    entry = invitation(letter, state.meeting, office.sender, now=office.now())
    if entry is not None:
        attachments.append(entry)
    return compose(
        letter,
        state.meeting,
        office.sender,
        now=office.now(),
        thread=_thread(state, letter.to.email or ""),
        attachments=tuple(attachments),
    )


def _thread(state: State, address: str) -> tuple[str, ...]:
    """The Message-IDs of the letters to that address that one more is threaded to: the first, and the latest."""
    keys = state.letters_to.get(address, Vector())
    threaded = dict.fromkeys((keys[0], *keys.last(MOST_REFERENCES))) if keys else ()
    return tuple(state.letters[key].queued.message_id for key in threaded)


def _attachments(office: Office, state: State, letter: Letter) -> Iterator[Attachment]:
    match letter.content:
        case Notice() | Summons():
            yield from notice_papers(office, state)
        case ProtocolOut(protocol=protocol) | ForApproval(protocol=protocol):
            yield protocol_paper(office, protocol)
        case NeedsYou(raw_sha256=sha256) if sha256:
            raw = office.archive.get(sha256)
            if len(raw) <= LARGEST_ATTACHED_MAIL_BYTES:
                # Octets and not message/rfc822, which no transfer encoding may touch (RFC 2046 §5.2.1).
                yield Attachment(f"{sha256[:8]}.eml", "application/octet-stream", raw)
        case _:
            return


def notice_papers(office: Office, state: State) -> Iterator[Attachment]:
    """The notice as a document, the protocol of the meeting before where it lists one, and every case document that
    may go by plain mail."""
    meeting, before = state.meeting, state.reported
    logo = logo_of(meeting, office.archive)
    public = not office.sender.closed_by_mail
    pdf = _notice_pdf(meeting, office.sender.zone, public=public, before=before, logo=logo)
    name_of = Catalogue.of(meeting.body.language).word
    yield Attachment(name_of("attachment.notice", meeting=meeting.id), "application/pdf", pdf)
    if before is not None:
        name = name_of("attachment.protocol", meeting=before.meeting)
        yield Attachment(name, "application/pdf", office.archive.get(before.document))
    for case in meeting.cases:
        if not (case.public or office.sender.closed_by_mail):
            continue
        for path in case.documents:
            name = PurePosixPath(path).name
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            yield Attachment(name, kind, office.archive.get(state.documents[path]))


def protocol_paper(office: Office, protocol: Protocol) -> Attachment:
    """The protocol as a document, closed parts left out unless the installation's mail is fit for them."""
    logo = logo_of(protocol.meeting, office.archive)
    pdf = _protocol_pdf(protocol, office.sender.zone, public=not office.sender.closed_by_mail, logo=logo)
    meeting = protocol.meeting
    name = Catalogue.of(meeting.body.language).word("attachment.protocol", meeting=meeting.id)
    return Attachment(name, "application/pdf", pdf)
