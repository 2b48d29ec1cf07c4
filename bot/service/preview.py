"""Every letter and document of a meeting as it would look, without sending or keeping anything."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

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
from bot.letters.compose import Composed
from bot.service.office import Office
from bot.service.posting import written

Preview = tuple[str, Composed]


def preview(office: Office, state: State) -> Iterator[Preview]:
    """Each letter that the meeting can be foreseen to send, with a name for its file."""
    for letter in _letters(state):
        name = letter.key.replace("/", "-").replace("@", "-at-")
        yield name, written(office, state, letter)


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
