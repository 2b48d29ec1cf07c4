"""Who is invited: the seats of a notice, from its participants' table or a list of names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.notices import vocabulary as words
from bot.notices.lines import is_name
from bot.notices.outline import Block, BlockKind, plain
from bot.notices.people import Participant, folded, is_request, person_in
from bot.notices.people_list import Roster, Section, people_beside, roster, section_of
from bot.notices.people_table import PeopleTable, deputies_in, people_table, placed


@dataclass(frozen=True, slots=True)
class Participants:
    """The seats in order, and what the table's first header cell calls the body, empty where it calls it nothing.

    `block` is the table, None for a list of lines; `unplaced` names substitutes of whom nothing says for which seat;
    `others` those who meet and are no members; `announced` tells whether anything says that the seats are members.
    """

    seats: tuple[Participant, ...] = ()
    body: str = ""
    block: Block | None = field(default=None)
    unplaced: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    announced: bool = True


def participants(blocks: Sequence[Block]) -> Participants:
    """Those invited, from the first table of people, else from a list of names under its heading; substitutes also from
    tables and lists of their own."""
    found: PeopleTable | None = None
    standing: list[Block] = []
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.TABLE:
            continue
        heading = _heading_before(blocks, index)
        section = section_of(heading)
        if section is Section.SUBSTITUTES:
            standing.append(block)
        elif found is None and section not in {Section.OTHERS, Section.COPIES}:
            found = people_table(block, heading)
    invited = _of_table(found) if found else Participants()
    listed = roster([block for block in blocks if block is not invited.block])
    if not invited.seats:
        seats = tuple(_seat_of(each) for each in listed.members)
        invited = Participants(seats, announced=listed.announced)
    invited = _with_listed(invited, listed)
    for block in standing:
        invited = _with_standing(invited, block)
    return _with_absentees(invited, blocks)


def without_people(blocks: Iterable[Block], invited: Participants) -> Iterator[Block]:
    """The blocks without the participants' table, and without the lines that say of one of those invited more than the
    name: whoever has an address there need not be the one to turn to."""
    names = {folded(each.name) for seat in invited.seats for each in (seat, *seat.substitutes)}
    for block in blocks:
        if block is invited.block:
            continue
        kept = [line for line in block.text.split("\n") if not _is_line_of(names, plain(line))]
        if kept or block.kind is BlockKind.TABLE:
            yield replace(block, text="\n".join(kept))


def _is_line_of(names: set[str], line: str) -> bool:
    if is_request(line):
        return False
    person = person_in(line)
    return folded(person.name) in names and bool(person.seat or person.title or person.email)


def _heading_before(blocks: Sequence[Block], index: int) -> str:
    return blocks[index - 1].plain if index and blocks[index - 1].kind is not BlockKind.TABLE else ""


def _of_table(found: PeopleTable) -> Participants:
    return Participants(found.seats, found.body, found.block, found.unplaced, found.others)


def _with_listed(invited: Participants, listed: Roster) -> Participants:
    """Those invited, with the substitutes of a list and those whom one says to attend."""
    seats, unplaced = list(invited.seats), list(invited.unplaced)
    unplaced += [each.name for each in listed.substitutes if seats and not placed(seats, each)]
    others = tuple(each.name for each in listed.others)
    return replace(invited, seats=tuple(seats), unplaced=tuple(unplaced), others=(*invited.others, *others))


def _with_standing(invited: Participants, block: Block) -> Participants:
    """Those invited, with the people of a table that lists substitutes and for which seat each is."""
    seats, unplaced = list(invited.seats), list(invited.unplaced)
    deputies = (each for each in deputies_in(block) if is_name(each.name))
    unplaced += [each.name for each in deputies if seats and not placed(seats, each)]
    return replace(invited, seats=tuple(seats), unplaced=tuple(unplaced))


def _with_absentees(invited: Participants, blocks: Sequence[Block]) -> Participants:
    """Those invited, absent whom a line such as «Meldt forfall: Kari Berg» names."""
    rows = (plain(line).partition(":") for block in blocks for line in block.text.split("\n"))
    told = [rest for head, _, rest in rows if rest and words.ABSENTEES.fullmatch(head.strip()) and not is_request(rest)]
    away = {folded(person.name) for rest in told for person in people_beside(rest.strip())}
    seats = tuple(replace(each, absent=each.absent or folded(each.name) in away) for each in invited.seats)
    return replace(invited, seats=seats)


def _seat_of(person: Participant) -> Participant:
    office = person.title
    return replace(
        person,
        seat=person.seat or person.name,
        chair=bool(words.CHAIR.search(office)) and not words.NO_CHAIR.search(office),
        votes=person.votes and not words.NO_VOTE.search(office),
    )
