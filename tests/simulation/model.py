"""What must come of what was said: a second, plain counting by the contract, unknown to the code under test.

It works on what people meant, not on what the reader read. Only the order in which the mail server received the mails,
and which of them were there when the meeting closed, are taken from the record.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.meeting import Case, Meeting, Seat
from tests.simulation.words import Key


@dataclass(frozen=True, slots=True)
class Heard:
    """One utterance that may count: by `who` (None where the coordinator rules for whoever holds the seat)."""

    seat: str
    who: str | None
    is_member: bool
    votes: Mapping[Key, str]
    attendance: str
    named: str
    listed: bool
    at: datetime
    order: int
    mark: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote that stands: what, whose, and the mark of the mail or ruling that it is from."""

    vote: str
    who: str
    mark: str


@dataclass
class Place:
    """One seat while the utterances are gone through. `substitute` holds it while the member is `away`."""

    seat: Seat
    away: bool = False
    present: bool = False
    substitute: str = ""
    outsider: bool = False
    unwilling: set[str] = field(default_factory=set)
    ballots: dict[Key, Ballot] = field(default_factory=dict)
    recused: dict[str, Ballot] = field(default_factory=dict)
    stand_in: dict[str, str] = field(default_factory=dict)

    @property
    def holder(self) -> str:
        return self.substitute if self.away else self.seat.member.name

    @property
    def voted(self) -> bool:
        return bool(self.ballots or self.recused)

    @property
    def took_part(self) -> bool:
        return self.present or self.voted

    def clear(self) -> None:
        self.ballots, self.recused, self.stand_in, self.present = {}, {}, {}, False

    def next_substitute(self, after: str = "") -> str:
        names = [person.name for person in self.seat.substitutes]
        behind = names[names.index(after) + 1 :] if after else names
        return next((name for name in behind if name not in self.unwilling and name != self.substitute), "")


def expected(meeting: Meeting, heard: Iterable[Heard]) -> dict[str, Place]:
    """Each seat as it has to stand at the end."""
    places = {seat.id: Place(seat) for seat in meeting.body.seats}
    for each in sorted(heard, key=lambda one: (one.at, one.order)):
        place = places[each.seat]
        if each.at.replace(microsecond=0) > meeting.deadline.replace(microsecond=0):
            continue
        if not (each.votes or each.attendance or each.named) or (each.votes and not place.seat.votes):
            continue
        if each.who is None:
            _ruled(place, each)
        elif each.is_member:
            _member(place, each)
        else:
            _substitute(place, each)
    return places


def _ruled(place: Place, said: Heard) -> None:
    if said.named:
        _hand_over(place, said.named)
    elif said.attendance == "absent":
        _leave(place, "", listed=True)
        return
    if not place.holder or said.attendance == "present":
        _member(place, said)
        return
    for key, vote in _whole_first(said.votes):
        called = place.stand_in.get(key[0], "") if vote != "recused" else ""
        _put(place, key, Ballot(vote, called or place.holder, said.mark), stand_in=bool(called))


def _member(place: Place, said: Heard) -> None:
    substitute_voted = place.away and place.voted
    if said.attendance == "absent":
        if not (substitute_voted and said.named):
            _leave(place, said.named, listed=said.listed)
        return
    if substitute_voted:
        return
    if place.away:
        place.clear()
        place.away, place.substitute, place.outsider = False, "", False
    _holder_votes(place, said, place.seat.member.name)


def _holder_votes(place: Place, said: Heard, who: str) -> None:
    place.present = place.present or said.attendance == "present"
    # A recused holder does not undo what the one called in for the case has voted.
    settled = {case for case in place.stand_in if any(key[0] == case for key in place.ballots)}
    for key, vote in _whole_first(said.votes):
        if key[0] not in settled:
            _put(place, key, Ballot(vote, who, said.mark), stand_in=False)


def _substitute(place: Place, said: Heard) -> None:
    assert said.who is not None
    if said.attendance == "absent":
        place.unwilling.add(said.who)
        for case in [case for case, name in place.stand_in.items() if name == said.who]:
            _pass_on(place, case, said.who)
        if place.away and place.substitute == said.who:
            _hand_over(place, place.next_substitute())
        return
    if place.away and place.substitute == said.who:
        _holder_votes(place, said, said.who)
        return
    for key, vote in _whole_first(said.votes):
        if place.stand_in.get(key[0]) != said.who:
            continue
        if vote == "recused":
            _pass_on(place, key[0], said.who)
        else:
            _put(place, key, Ballot(vote, said.who, said.mark), stand_in=True)


def _pass_on(place: Place, case: str, who: str) -> None:
    place.ballots = {key: ballot for key, ballot in place.ballots.items() if key[0] != case}
    place.stand_in[case] = place.next_substitute(after=who)


def _leave(place: Place, named: str, *, listed: bool) -> None:
    if named and not listed:
        place.clear()
        place.away, place.substitute, place.outsider = True, "", True
    elif named and named not in place.unwilling:
        _hand_over(place, named)
    elif not (place.away and (place.substitute or place.outsider)):
        _hand_over(place, place.next_substitute())


def _hand_over(place: Place, name: str) -> None:
    if place.away and name and name == place.substitute:
        return
    kept = {key: ballot for key, ballot in place.ballots.items() if ballot.who == name}
    place.clear()
    place.away, place.substitute, place.outsider, place.ballots = True, name, False, kept


def _put(place: Place, key: Key, ballot: Ballot, *, stand_in: bool) -> None:
    case, point = key
    if not stand_in and case in place.recused and ballot.vote not in {"recused", "withdraw"}:
        place.ballots = {each: one for each, one in place.ballots.items() if each[0] != case}
        del place.recused[case]
        place.stand_in.pop(case, None)
    if point is not None:
        place.ballots[key] = ballot
        return
    place.ballots = {each: one for each, one in place.ballots.items() if each[0] != case}
    if ballot.vote == "recused":
        place.recused[case] = ballot
        place.stand_in.setdefault(case, place.next_substitute())
    elif ballot.vote != "withdraw":
        place.ballots[key] = ballot


def _whole_first(votes: Mapping[Key, str]) -> list[tuple[Key, str]]:
    return sorted(votes.items(), key=lambda item: item[0][1] is not None)


def counted(places: Mapping[str, Place], case: Case) -> dict[str, int]:
    """How many seats with a vote stand where in a case, silence left out."""
    found = {"for": 0, "against": 0, "abstained": 0, "recused": 0}
    for place in places.values():
        if place.seat.votes and (where := _stands(place, case)):
            found[where] += 1
    return found


def _stands(place: Place, case: Case) -> str:
    words = {"approve": "for", "object": "against", "abstain": "abstained"}
    whole = place.ballots.get((case.number, None))
    if whole is not None:
        return words.get(whole.vote, "")
    points = {place.ballots[case.number, point].vote for point in case.points if (case.number, point) in place.ballots}
    complete = all((case.number, point) in place.ballots for point in case.points)
    if points:
        return words.get(points.pop(), "") if complete and len(points) == 1 else ""
    return "recused" if case.number in place.recused else ""
