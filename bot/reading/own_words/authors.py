"""Whose letter is quoted: only one that came from us can have been answered line by line.

A member may as well send on a colleague's advice or an administration's draft, which holds every word of an answer.
"""

import re
from enum import Enum, auto
from functools import lru_cache
from typing import Final, NamedTuple

from bot.core.meeting import Meeting, canonical_address

_ADDRESS = re.compile(r"[^\s<>@\"'()\[\],;:]{1,80}@[^\s<>@\"'()\[\],;:]{1,120}")
_BETWEEN = re.compile(r"<[^<>]*>|[,;]")
SHORTEST_NAME: Final = 3


class Standing(Enum):
    """What a quoted mail's header says of its writer."""

    OURS = auto()  # the address that is answered, the coordinator, the body
    FOREIGN = auto()  # a member, be it the sender on another day, or somebody in a member's administration
    UNSAID = auto()  # nothing that would tell


class Authors(NamedTuple):
    """Who is who in quoted headers: `ours` and `people` are names and addresses in lower case."""

    ours: frozenset[str]
    our_domains: frozenset[str]
    people: frozenset[str]
    their_domains: frozenset[str]

    def standing(self, author: str) -> Standing:
        """Whether what an attribution or a `Fra:` says of a writer names us."""
        told = author.lower()
        addresses = {canonical_address(each.strip(".")) for each in _ADDRESS.findall(told)}
        if any(each in told for each in self.people):
            return Standing.FOREIGN
        if not addresses:
            return Standing.OURS if any(each in told for each in self.ours) else Standing.UNSAID
        domains = set(map(_domain, addresses))
        if addresses & self.ours or domains & self.our_domains:
            return Standing.OURS
        return Standing.FOREIGN if domains & self.their_domains else Standing.UNSAID


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


@lru_cache(maxsize=512)
def authors_of(meeting: Meeting, recipients: tuple[str, ...], to: str) -> Authors:
    """The authors that a mail may quote: `recipients` are the addresses it went to, `to` is its decoded To field."""
    people, coordinator = _people(meeting), meeting.body.coordinator
    domains = {_domain(each) for each in people if "@" in each}
    office = canonical_address(coordinator.email)
    addressed = {canonical_address(each) for each in recipients} - people
    if len(addressed) > 1:
        # Of several, those at the members' own administrations may be colleagues who get the answer too.
        addressed = {each for each in addressed if _domain(each) not in domains}
    ours = addressed | {office}
    names = {coordinator.name, meeting.body.name, meeting.body.organisation} | (_names_in(to) if addressed else set())
    named = {each.lower() for each in names if len(each) >= SHORTEST_NAME}
    own_domains = {_domain(each) for each in ours} - domains
    return Authors(frozenset(ours | named - people), frozenset(own_domains), people, frozenset(domains))


def _names_in(field: str) -> set[str]:
    return {each.strip("\"' ") for each in _BETWEEN.split(field) if "@" not in each}


@lru_cache(maxsize=64)
def _people(meeting: Meeting) -> frozenset[str]:
    """Names and addresses of everybody registered, in lower case."""
    people = [speaker.person for speaker in meeting.speakers()]
    named = {person.name.lower() for person in people if " " in person.name}
    return frozenset(named.union(*(person.addresses for person in people)))
