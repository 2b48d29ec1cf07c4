"""People whom an installation already knows, by their names: those of the bodies in `config/bodies/`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.core.meeting import Person
from bot.notices.meeting_file import load_body
from bot.notices.people import folded


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person with the file that tells of them, and whether the seat that they are the member of has a vote."""

    person: Person
    file: Path
    votes: bool = True


def known_people(bodies_dir: Path | None) -> dict[str, KnownPerson]:
    """Each person with an address by their folded name; one name with several addresses is left out.

    Raises BadFileError where a body's file is wrong.
    """
    found: dict[str, KnownPerson] = {}
    ambiguous: set[str] = set()
    for known in _everybody(bodies_dir):
        name = folded(known.person.name)
        first = found.setdefault(name, known)
        if first.person.email != known.person.email:
            ambiguous.add(name)
    return {name: known for name, known in found.items() if name not in ambiguous}


def body_files(bodies_dir: Path | None) -> list[Path]:
    """The files of bodies, by name; a dot in the name marks an example."""
    if bodies_dir is None or not bodies_dir.is_dir():
        return []
    return sorted(path for path in bodies_dir.glob("*.toml") if "." not in path.stem)


def _everybody(bodies_dir: Path | None) -> Iterator[KnownPerson]:
    for path in body_files(bodies_dir):
        body = load_body(path)
        coordinator = body.coordinator
        yield KnownPerson(Person(coordinator.name, coordinator.email), path)
        for seat in body.seats:
            if seat.member.email:
                yield KnownPerson(seat.member, path, votes=seat.votes)
            yield from (KnownPerson(each, path) for each in seat.substitutes if each.email)
