"""Whom a text names: the persons and seats of the meeting, seen from the one who writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.meeting import Meeting, Person, Seat, Speaker
from bot.core.reading import NamedSubstitute
from bot.reading.recent import made_once
from bot.reading.statements.agenda import words_of
from bot.reading.statements.text import fold

# Definite and other endings that a title takes in a sentence: «varaordføreren», «varaordføraren».
_TITLE_ENDINGS = ("", "en", "n", "et", "a", "ane", "ene")


@dataclass(frozen=True, slots=True)
class People:
    """The names of a meeting as folded words. `own` are those of the speaker's seat, municipality and person, `called`
    those of everybody, each in the genitive too.

    `occasion` are the words of the meeting's own name, body and place, `days` the day and month of its start and of
    its deadline, in the time zone that they are given in, `weekdays` their days of the week, Monday being 1, `weeks`
    the weeks of the year, `times` hour and minute.
    """

    own: frozenset[str]
    called: frozenset[str]
    coordinator: frozenset[str]
    substitutes: tuple[Person, ...]
    occasion: frozenset[str] = frozenset()
    days: frozenset[tuple[int, int]] = frozenset()
    weekdays: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    times: frozenset[tuple[int, int]] = frozenset()

    def substitute(self, words: Sequence[str], written: str) -> NamedSubstitute:
        """The one who is named, from the seat's list where the name fits one on it only."""
        fitting = [each for each in self.substitutes if _fits(each, words)]
        if len(fitting) == 1:
            return NamedSubstitute(fitting[0].name, fitting[0].email, listed=True)
        return NamedSubstitute(written, None, listed=False)

    def titled(self, word: str) -> tuple[Person, ...]:
        """The substitutes whose title the word is, in any inflection."""
        return tuple(each for each in self.substitutes if each.title and _is_title(word, fold(each.title)))


def _is_title(word: str, title: str) -> bool:
    if " " in title:
        return False
    # Nynorsk has «ordførar» where Bokmål has «ordfører».
    word, title = (each.replace("forar", "forer") for each in (word, title))
    return word.removeprefix(title) in _TITLE_ENDINGS if word.startswith(title) else False


def _fits(person: Person, words: Sequence[str]) -> bool:
    """One word fits any part of the name; several must stand in it in their order, up to the last one, or all but
    that: «Geir Roger»."""
    name = words_of(person.name)
    if len(words) == 1:
        return words[0] in name
    places = iter(name)
    ended = words[-1] == name[-1] or tuple(words) == tuple(name[:-1])
    return ended and all(word in places for word in words)


def _called(names: Iterable[str]) -> frozenset[str]:
    return frozenset(form for name in names for form in (name, f"{name}s"))


def _names(seat: Seat) -> set[str]:
    people = (seat.member, *seat.substitutes)
    return {word for each in people for word in words_of(each.name)}


def people_of(meeting: Meeting, speaker: Speaker) -> People:
    """The people of a meeting as the speaker sees them, made once for each."""
    return _people_of(meeting, speaker.seat, speaker.person)


@made_once
def _people_of(meeting: Meeting, own_seat: Seat, person: Person) -> People:
    own = {*words_of(person.name), *words_of(own_seat.name)}
    others: set[str] = set()
    for seat in meeting.body.seats:
        others |= _names(seat)
        if seat.id != own_seat.id:
            others |= set(words_of(seat.name))
    substitutes = tuple(each for each in own_seat.substitutes if each is not person)
    coordinator = frozenset(words_of(meeting.body.coordinator.name))
    occasion = [word for word in words_of(f"{meeting.title} {meeting.body.name} {meeting.place}") if len(word) > 3]
    dates = [each for each in (meeting.starts, meeting.deadline) if each is not None]
    days = frozenset((each.day, each.month) for each in dates)
    weekdays = frozenset(each.isoweekday() for each in dates)
    return People(
        frozenset(own),
        _called(own | others | coordinator),
        coordinator - own,
        substitutes,
        frozenset(occasion),
        days,
        weekdays,
        frozenset(each.isocalendar().week for each in dates),
        frozenset((each.hour, each.minute) for each in dates),
    )
