"""Every letter and document of a meeting as it would look, without sending or keeping anything."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.core.letters import (
    Cancelled,
    Content,
    Extended,
    Letter,
    LetterKind,
    Notice,
    ProtocolOut,
    Reminder,
    Summons,
)
from bot.core.meeting import Person, Role
from bot.core.minutes import protocol
from bot.core.state import State
from bot.letters.documents import notice_docx, notice_html, notice_pdf
from bot.reading.message import parse
from bot.service.office import Office
from bot.service.posting import written
from bot.service.rendering import ENDINGS, FORMS, rendered


def write(office: Office, state: State, folder: Path) -> int:
    """Write every letter and document that the meeting can be foreseen to send below the folder; how many files.

    A letter is three files: the mail itself, its text and its page.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, content in _files(office, state):
        (folder / name).write_bytes(content)
        count += 1
    return count


def _files(office: Office, state: State) -> Iterator[tuple[str, bytes]]:
    zone = office.sender.zone
    for letter in _letters(state):
        name = letter.key.replace("/", "-").replace("@", "-at-")
        yield from _as_files(name, written(office, state, letter).raw)
    yield "notice.pdf", notice_pdf(state.meeting, zone)
    yield "notice.html", notice_html(state.meeting, zone).encode()
    yield "notice.docx", notice_docx(state.meeting, zone)
    for form in FORMS:
        yield f"protocol-draft.{ENDINGS.get(form, form)}", rendered(protocol(state), form, zone)


def _as_files(name: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    message = parse(raw)
    yield f"{name}.eml", raw
    yield f"{name}.txt", (message.plain or "").encode()
    yield f"{name}.html", (message.html or "").encode()


def _letters(state: State) -> Iterator[Letter]:
    meeting = state.meeting
    for seat in meeting.body.seats:
        yield Letter(f"notice/{seat.id}", LetterKind.NOTICE, seat.member, Notice(), seat, Role.MEMBER)
    seat = meeting.body.voting_seats[0]
    moved = replace(state, meeting=replace(meeting, deadline=meeting.deadline + timedelta(days=1)))
    contents: list[tuple[str, LetterKind, Content]] = [
        ("reminder", LetterKind.REMINDER, Reminder()),
        ("extended", LetterKind.EXTENDED, Extended(moved.meeting.deadline)),
        ("cancelled", LetterKind.CANCELLED, Cancelled()),
        ("protocol", LetterKind.PROTOCOL, ProtocolOut(protocol(state))),
    ]
    for key, kind, content in contents:
        yield Letter(key, kind, seat.member, content, seat, Role.MEMBER)
    for each in meeting.body.seats:
        for person in _reachable(each.substitutes):
            key = f"summons/{each.id}/{person.email}"
            yield Letter(key, LetterKind.SUMMONS, person, Summons(each.member), each, Role.SUBSTITUTE)


def _reachable(people: tuple[Person, ...]) -> Iterator[Person]:
    return (person for person in people if person.email is not None)
