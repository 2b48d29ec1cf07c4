"""A meeting drawn by chance: who meets, by which rule, about what, and until when."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from bot.core.meeting import Body, Case, Coordinator, Meeting, Person, Role, Rule, Seat, Silence, Written
from bot.notices.meeting_file import LoadedMeeting
from bot.settings import Require, TrustSettings

BEGAN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
BOT = "mote@region.example"
COORDINATOR = "anne.lie@region.example"
SERVER = "mx.region.example"

_PLACES = ("hole", "modum", "lier", "sigdal", "rollag", "flesberg", "nesbyen", "gol", "hol", "ringerike", "jevnaker")
_FIRST = (
    *("Kari", "Ola", "Siv", "Per", "Eva", "Jo", "Nils", "Berit", "Tore", "Gro", "Lars", "Randi", "Odd", "Unni"),
    *("Knut", "Hilde", "Geir", "Marit", "Arne", "Tone", "Svein", "Ellen", "Rolf", "Liv", "Terje", "Bodil", "Egil"),
    *("Solveig", "Magne", "Torill", "Stein", "Vigdis", "Jostein", "Ragnhild", "Halvor", "Synnøve", "Gunnar", "Oddny"),
)
_LAST = ("Berg", "Vik", "Aas", "Dal", "Moe", "Lund", "Haugen", "Bakke", "Lien", "Solberg", "Strand", "Nygård", "Foss")
_TITLES = ("Sykkelrute langs fjorden", "Ny leder av styringsgruppa", "Årsbudsjett", "Felles innkjøpsordning")
_POINTS = ("Forprosjektet tas til etterretning.", "Restmidlene brukes til avtaler.", "Planen legges fram til høsten.")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A registered person, for which seat and in which role; their address is known to the meeting."""

    person: Person
    seat: Seat
    role: Role

    @property
    def email(self) -> str:
        assert self.person.email is not None
        return self.person.email


@dataclass(frozen=True, slots=True)
class Plan:
    """One meeting as it is to be held, and how the installation judges senders."""

    loaded: LoadedMeeting
    trust: TrustSettings
    everybody: tuple[Somebody, ...]

    @property
    def meeting(self) -> Meeting:
        return self.loaded.meeting


def draw_plan(chance: Random) -> Plan:
    """A body of three to nine voting seats and up to two advisers, with one to four cases to decide."""
    names = iter(chance.sample(_FIRST, len(_FIRST)))
    voting = chance.randint(3, 9)
    advisers = chance.choice((0, 0, 1, 2))
    places = chance.sample(_PLACES, voting + advisers)
    chair = chance.randrange(voting)
    seats = tuple(
        _seat(chance, names, place, votes=index < voting, chair=index == chair) for index, place in enumerate(places)
    )
    rule = chance.choice(tuple(Rule))
    body = Body(
        name="Styringsgruppa for Fjordløftet",
        rule=rule,
        coordinator=Coordinator("Anne Lie", COORDINATOR),
        seats=seats,
        organisation="Interkommunalt politisk råd for Fjordregionen",
        language=chance.choice(("nb", "nn", "en")),
        silence=chance.choice((Silence.NO_VOTE, Silence.NO_VOTE, Silence.CONSENT)),
        substitutes_consent=chance.random() < 0.3,
        chair_approves=chance.random() < 0.4,
    )
    meeting = _meeting(chance, body)
    loaded = LoadedMeeting(meeting, {}, "0" * 64)
    return Plan(loaded, _trust(chance), tuple(_everybody(meeting)))


def _seat(chance: Random, names: "iter[str]", place: str, *, votes: bool, chair: bool) -> Seat:  # type: ignore[valid-type]
    member = _person(chance, next(names), place, "Ordfører")
    count = chance.choice((0, 1, 1, 2)) if votes else 0
    substitutes = tuple(_person(chance, next(names), place, "Varamedlem") for _ in range(count))
    return Seat(place, place.capitalize(), member, votes, chair, substitutes)


def _person(chance: Random, first: str, place: str, title: str) -> Person:
    last = chance.choice(_LAST)
    local = f"{first}.{last}".lower().replace("ø", "o").replace("å", "a")
    also = (f"{local}@privat.example",) if chance.random() < 0.2 else ()
    return Person(f"{first} {last}", f"{local}@{place}.example", title, also)


def _meeting(chance: Random, body: Body) -> Meeting:
    began = BEGAN + timedelta(seconds=chance.randrange(86_400))
    ends = began + timedelta(hours=chance.randint(3, 30), seconds=chance.randrange(3_600))
    cases = tuple(_case(chance, number) for number in range(1, chance.choice((1, 2, 2, 3, 4)) + 1))
    reminders = sorted(began + (ends - began) * chance.uniform(0.3, 0.9) for _ in range(chance.choice((0, 1, 1, 2))))
    written = any((case.rule or body.rule) is Rule.UNANIMOUS_WRITTEN for case in cases)
    return Meeting(
        id="2026-03-02",
        title="Styringsgruppemøte",
        deadline=ends,
        body=body,
        cases=cases,
        place="på mail",
        notice_at=chance.choice((None, began + timedelta(minutes=chance.randint(0, 60)))),
        remind_at=tuple(each.replace(microsecond=0) for each in reminders),
        written=Written("Kari Berg", "Saken haster.", began) if written else None,
    )


def _case(chance: Random, number: int) -> Case:
    points = _POINTS[: chance.choice((1, 1, 2, 3))]
    rule = chance.choice((None, None, None, None, Rule.TWO_THIRDS))
    return Case(f"{number}/26", _TITLES[number - 1], points, rule=rule)


def _trust(chance: Random) -> TrustSettings:
    require = chance.choice((Require.THREAD, Require.THREAD, Require.THREAD, Require.NONE, Require.DMARC, Require.BOTH))
    return TrustSettings(authserv_id=SERVER, require=require)


def _everybody(meeting: Meeting) -> "list[Somebody]":
    return [Somebody(person, seat, role) for seat, person, role in meeting.speakers() if person.email is not None]
