"""Every letter and document of a meeting as it would look, without sending or keeping anything.

What the meeting will send in any case is written for each of its people, and what only an answer or a mishap would
call for once, for the first seat that has a vote.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.core.journal import LetterQueued
from bot.core.letters import (
    AnsweredMail,
    Cancelled,
    Content,
    DeliveryFailed,
    Draft,
    Extended,
    ForApproval,
    Letter,
    LetterKind,
    NeedsYou,
    NotCounted,
    Notice,
    ProtocolOut,
    Question,
    Receipt,
    Reminder,
    Summons,
    SummonsWithdrawn,
    Uncounted,
)
from bot.core.meeting import Meeting, Person, Role, Seat, VoteKey
from bot.core.minutes import protocol
from bot.core.reading import Attendance, Evidence, Reason, Vote
from bot.core.replies import to_coordinator
from bot.core.state import LetterState, State
from bot.core.thread import registration_number
from bot.errors import RefusedError
from bot.letters.catalogue import Catalogue
from bot.letters.compose import Composed
from bot.letters.documents import notice_docx, notice_html, notice_pdf
from bot.letters.leaves import Leaf, leaves_page
from bot.reading.message import Message, parse
from bot.service.office import Office
from bot.service.posting import written
from bot.service.rendering import ENDINGS, FORMS, logo_of, rendered

_UNFIT = re.compile(r"[^\w.-]+")


def write(office: Office, state: State, folder: Path) -> int:
    """Write every letter and document that the meeting can be foreseen to send below the folder; how many files.

    A letter is three files: the mail itself, its text and its page. `index.html` is there to leaf through all of them.
    RefusedError where the folder cannot be written.
    """
    count = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in _files(office, state):
            (folder / name).write_bytes(content)
            count += 1
    except OSError as error:
        raise RefusedError(f"{folder}: cannot be written ({error.strerror}); name another with --out") from error
    return count


def _files(office: Office, state: State) -> Iterator[tuple[str, bytes]]:
    zone, leaves = office.sender.zone, []
    for letter, raw in _written(office, state):
        message, name = parse(raw), _file_name(letter)
        yield f"{name}.eml", raw
        yield f"{name}.txt", (message.plain or "").encode()
        yield f"{name}.html", (message.html or "").encode()
        leaves.append(_leaf(letter, message, name))
    for title, name, forms in _documents(office, state):
        yield from ((f"{name}.{ending}", content) for ending, content in forms.items())
        heading = Catalogue.of(state.meeting.body.language).word(f"preview.{title}")
        files = tuple(f"{name}.{ending}" for ending in forms)
        text = forms.get("txt", b"").decode()
        leaves.append(Leaf(name, None, heading, heading, f"{name}.html", files, text))
    yield "index.html", leaves_page(state.meeting, leaves, zone).encode()


def _written(office: Office, state: State) -> Iterator[tuple[Letter, bytes]]:
    """Each letter with its bytes, threaded to those before it."""
    sent = state
    for letter in _letters(state, office.now()):
        composed = written(office, _moved(sent) if letter.kind is LetterKind.EXTENDED else sent, letter)
        sent = _as_sent(sent, letter, composed, office.now())
        yield letter, composed.raw


def _documents(office: Office, state: State) -> Iterator[tuple[str, str, Mapping[str, bytes]]]:
    """The word for each document, the name of its files, and its forms by their ending."""
    meeting, zone, archive = state.meeting, office.sender.zone, office.archive
    logo = logo_of(meeting, archive)
    yield (
        "notice",
        "notice",
        {
            "pdf": notice_pdf(meeting, zone, before=state.reported, logo=logo),
            "html": notice_html(meeting, zone, before=state.reported, logo=logo).encode(),
            "docx": notice_docx(meeting, zone, before=state.reported, logo=logo),
        },
    )
    made = protocol(state)
    yield "protocol", "protocol-draft", {ENDINGS.get(form, form): rendered(made, form, zone, archive) for form in FORMS}


def _file_name(letter: Letter) -> str:
    """The letter's key as the name of its files: nothing of it leads to another folder."""
    return _UNFIT.sub("-", letter.key.replace("@", "-at-")).strip(".-")


def _leaf(letter: Letter, message: Message, name: str) -> Leaf:
    return Leaf(
        id=name,
        kind=letter.kind,
        to=letter.to.name,
        heading=message.subject,
        page=f"{name}.html",
        files=(f"{name}.html", f"{name}.txt", f"{name}.eml"),
        text=message.plain or "",
        address=letter.to.email or "",
        attachments=message.attachments,
    )


def _as_sent(state: State, letter: Letter, composed: Composed, now: datetime) -> State:
    """The state with the letter in it, so that those after it are threaded to it."""
    if letter.kind not in {LetterKind.NOTICE, LetterKind.SUMMONS}:
        return state
    queued = LetterQueued(letter.key, letter.kind, letter.to.name, letter.to.email or "", composed.message_id, "")
    return state.with_letter(LetterState(queued, now))


def _moved(state: State) -> State:
    """The state with the deadline a day later."""
    return replace(state, meeting=replace(state.meeting, deadline=state.meeting.deadline + timedelta(days=1)))


def _letters(state: State, now: datetime) -> Iterator[Letter]:
    body = state.meeting.body
    yield to_coordinator(state, "coordinator/draft", Draft(state.warnings, state.reported))
    for seat in body.seats:
        yield _to_member("notice", seat, Notice(state.reported))
    for seat in body.seats:
        yield from _summonses(state, seat)
    for seat in body.voting_seats:
        yield _to_member("reminder", seat, Reminder())
    yield from _answers(state.meeting, body.voting_seats[0], now)
    yield from _turns(state, body.voting_seats[0])
    if body.chair_approves:
        asked = ForApproval(protocol(state), body.chair.member)
        yield _to_member("protocol/for-approval", body.chair, asked)
        yield to_coordinator(state, "coordinator/for-approval", asked)
    made = ProtocolOut(protocol(state))
    coordinator = Person(body.coordinator.name, body.coordinator.email)
    yield Letter("protocol/coordinator", LetterKind.PROTOCOL, coordinator, made)
    for seat in body.seats:
        yield _to_member("protocol", seat, made)


def _to_member(name: str, seat: Seat, content: Content, answers: AnsweredMail | None = None) -> Letter:
    kind = LetterKind(name.partition("/")[0])
    return Letter(f"{name}/{seat.id}", kind, seat.member, content, seat, Role.MEMBER, answers)


def _summonses(state: State, seat: Seat) -> Iterator[Letter]:
    for person in _reachable(seat):
        key = f"summons/{seat.id}/{person.email}"
        yield Letter(
            key, LetterKind.SUMMONS, person, Summons(seat.member, reported=state.reported), seat, Role.SUBSTITUTE
        )


def _answers(meeting: Meeting, seat: Seat, now: datetime) -> Iterator[Letter]:
    """What a member is answered: who approves all, who is absent, who is unclear and who is late."""
    word = Catalogue.of(meeting.body.language).word
    mail = AnsweredMail("", (), "", now, registration_number("0" * 64))
    votes = {VoteKey(case.number): Vote.APPROVE for case in meeting.cases}
    approved = Receipt(votes=votes, standing=votes, text=word("answer.approve"))
    called = next(_reachable(seat), None)
    absent = Receipt(
        attendance=Attendance.ABSENT,
        called=called,
        absent_without_substitute=called is None,
        text=word("answer.absent"),
    )
    yield _to_member("receipt/approves", seat, approved, mail)
    yield _to_member("receipt/absent", seat, absent, mail)
    yield _to_member("question", seat, _unclear(meeting), mail)
    yield _to_member("not-counted", seat, NotCounted(Uncounted.LATE, word("answer.approve")), mail)


def _unclear(meeting: Meeting) -> Question:
    """What is asked back of an objection that may be to any of several cases, or of a mail without words."""
    if len(meeting.cases) == 1:
        return Question((Reason.NOTHING_SAID,))
    said = Catalogue.of(meeting.body.language).word("answer.object")
    return Question((Reason.WHICH_CASE,), (Evidence(Reason.WHICH_CASE, said),), said)


def _turns(state: State, seat: Seat) -> Iterator[Letter]:
    """What is told when the meeting takes another course."""
    yield _to_member("extended", seat, Extended(state.meeting.deadline))
    yield _to_member("cancelled", seat, Cancelled())
    for person in list(_reachable(seat))[:1]:
        content = SummonsWithdrawn(seat.member)
        yield Letter(f"summons/withdrawn/{seat.id}", LetterKind.CANCELLED, person, content, seat, Role.SUBSTITUTE)
    member = seat.member
    unsaid = _unclear(state.meeting)
    needs = NeedsYou(member.email or "", unsaid.text, unsaid.reasons, seat)
    failed = DeliveryFailed(member.name, member.email or "", LetterKind.NOTICE, "550 5.1.1 User unknown")
    yield to_coordinator(state, "coordinator/needs-you", needs)
    yield to_coordinator(state, "coordinator/delivery-failed", failed)


def _reachable(seat: Seat) -> Iterator[Person]:
    return (person for person in seat.substitutes if person.email is not None)
