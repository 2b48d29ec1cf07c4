"""The members as a table names them, row by row, with those who stand by and those who only attend."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.notices import vocabulary as words
from bot.notices.columns import columns_like, columns_of
from bot.notices.labels import label_like
from bot.notices.lines import case_mark, is_name
from bot.notices.municipalities import is_municipality
from bot.notices.outline import Block, BlockKind, plain
from bot.notices.people import ADDRESS, Participant, folded, people_in, person_in
from bot.notices.people_columns import MOSTLY, ROLE, cells_of, columns, header_row, is_strict
from bot.notices.people_list import Section, section_of
from bot.notices.people_rows import Row, each_in_a_row, even_rows, people_rows, title_of_rows
from bot.notices.vocabulary import Field

_STAYS_AWAY = re.compile(r"(?:nei|no|ikke|ikkje)\b|.*\b(?:forfall|fråfall)\b")
_NO = frozenset({"", "-", "–", "—", "nei", "ingen", "no"})
# A box that nobody has ticked says nothing, and neither does the word beside it.
_UNTICKED = re.compile(r"[☐□]\s*\w*")
_HEADS_OF_PEOPLE = frozenset({None, Field.MEMBERS, Field.BODY, Field.ORGANISATION})


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """The seats of a table, what its first heading calls the body, and those who are no members."""

    block: Block
    seats: tuple[Participant, ...]
    body: str = ""
    unplaced: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def people_table(block: Block, heading: str) -> PeopleTable | None:
    """The people of a table that stands below the heading; None where it is no table of members."""
    header_at = header_row(block.rows)
    titled = title_of_rows(block.rows[0]) if block.rows else ""
    announced = Section.MEMBERS in {section_of(heading), section_of(titled)}
    if not block.rows or any(_names_case(row) for row in block.rows) or _is_form(block.rows):
        return None
    head = () if header_at is None else tuple(map(plain, block.rows[header_at]))
    rows = people_rows(block.rows[0 if header_at is None else header_at + 1 :], head)
    if header_at is None:
        rows = each_in_a_row(even_rows(rows))
    header = columns(head, [row for row in rows if not title_of_rows(row)])
    strict = is_strict(head)
    if "name" not in header or not (strict or announced or _tells_members(rows, header, headed=bool(head))):
        return None
    reader = _Reader(header)
    for row in rows:
        reader.read(row)
    called = head[0] if head and words.GROUP.match(head[0]) else _group(heading)
    found = PeopleTable(block, tuple(reader.seats), called, tuple(reader.unplaced), tuple(reader.others))
    return found if found.seats else None


def deputies_in(block: Block) -> Iterator[Participant]:
    """The people of a table that lists substitutes, each with the seat or member it names."""
    header_at = next((n for n, row in enumerate(block.rows[:2]) if _heads_deputies(row)), None)
    head = () if header_at is None else tuple(map(plain, block.rows[header_at]))
    rows = people_rows(block.rows[0 if header_at is None else header_at + 1 :], ())
    header = columns(tuple("navn" if "substitute" in columns_like(cell) else cell for cell in head), rows)
    if "name" in header:
        yield from (_deputy(cells_of(row, header)) for row in rows)


def _bare_place(seat: str) -> str:
    """A seat as it is compared: «Hole kommune» and «Hole» are one."""
    return folded(seat).removesuffix(" kommune")


def _heads_deputies(row: Row) -> bool:
    cells = [plain(cell) for cell in row]
    return any(map(columns_of, cells)) and not any(map(is_name, cells))


def placed(seats: list[Participant], person: Participant) -> bool:
    """Whether the person could be put among the substitutes of the seat or member that is named with it."""
    wanted = _bare_place(person.seat)
    for index, each in enumerate(seats):
        if wanted and wanted in {_bare_place(each.seat), folded(each.name)} and is_name(person.name):
            seats[index] = replace(each, substitutes=(*each.substitutes, person))
            return True
    return False


def _names_case(row: Row) -> bool:
    return any(case_mark(Block(BlockKind.HEADING, plain(cell))) is not None for cell in row[:2] if cell)


def _is_form(rows: Sequence[Row]) -> bool:
    """Whether labels stand in the first cells, as at the head of a notice: «Sted», «Tid»."""
    heads = [label_like(plain(row[0]).partition(":")[0]) for row in rows]
    return sum(each not in _HEADS_OF_PEOPLE for each in heads) * 2 >= len(rows)


def _tells_members(rows: Sequence[Row], header: dict[str, int], *, headed: bool) -> bool:
    """Whether the cells alone tell a table of members: names, each with a municipality, an office or an address."""
    people = [cells_of(row, header) for row in rows if not title_of_rows(row)]
    named = [cells for cells in people if is_name(person_in(cells["name"]).name)]
    if len(named) < 2 or len(named) < MOSTLY * len(people):
        return False
    known = [cells for cells in named if headed or _says_whose(cells)]
    alone = all(person_in(cells["name"]).seat for cells in named)
    return (len(header) > 1 and len(known) >= MOSTLY * len(named)) or alone


def _says_whose(cells: dict[str, str]) -> bool:
    is_place = is_municipality(cells.get("seat", ""))
    has_role = ROLE.fullmatch(cells.get("role", "").strip()) is not None
    return is_place or has_role or ("title" in cells and "seat" in cells) or "email" in cells


def _group(heading: str) -> str:
    """The heading above the table where it is a body's own name, such as «Styringsgruppe»."""
    name = heading.rstrip(" :")
    return name if words.GROUP.match(name) and not words.NAMES_MEMBERS.search(name) else ""


class _Reader:
    """The rows one after the other, each below the last row that only heads others."""

    def __init__(self, header: dict[str, int]) -> None:
        self.seats: list[Participant] = []
        self.unplaced: list[str] = []
        self.others: list[str] = []
        self._header = header
        self._section = Section.MEMBERS

    def read(self, row: Row) -> None:
        """Take in the next row."""
        cells = cells_of(row, self._header)
        if title := title_of_rows(row):
            self._section = section_of(title) or self._section
        elif _only_heads(row):
            return
        elif self._section is Section.SUBSTITUTES:
            self._stand_by(_deputy(cells))
        elif self._section in {Section.OTHERS, Section.COPIES}:
            self.others.append(person_in(cells["name"]).name)
        elif words.SUBSTITUTE_ROLE.search(cells.get("role", "")):
            self._step_in(cells)
        elif cells["name"]:
            seat = _participant(cells)
            remarks = " / ".join(cell for n, cell in enumerate(row) if n not in self._header.values())
            votes = seat.votes and self._section is Section.MEMBERS and not words.NO_VOTE.search(remarks)
            self.seats.append(replace(seat, votes=votes))
        elif self.seats and cells.get("substitute"):
            last = self.seats[-1]
            self.seats[-1] = replace(last, substitutes=(*last.substitutes, *people_in(cells["substitute"])))

    def _stand_by(self, person: Participant) -> None:
        if is_name(person.name) and not placed(self.seats, person):
            self.unplaced.append(person.name)

    def _step_in(self, cells: dict[str, str]) -> None:
        """A substitute on a line of their own, who meets for the one whom the line names, if it names one."""
        wanted = folded(cells.get("for") or "")
        for index, each in enumerate(self.seats):
            if wanted and wanted in {folded(each.name), folded(each.seat)}:
                person = person_in(cells["name"], cells.get("title", ""), cells.get("email", ""))
                self.seats[index] = replace(each, absent=True, substitutes=(*each.substitutes, person))
                return
        self.unplaced.append(cells["name"])


def _only_heads(row: Row) -> bool:
    """Whether a row of several columns says one thing alone that names nobody, such as «Ordførerne»."""
    filled = [cell for cell in row if cell]
    return len(row) > 2 and len(filled) == 1 and not is_name(person_in(filled[0]).name)


def _deputy(cells: dict[str, str]) -> Participant:
    """A standing substitute, with the seat that the row names."""
    title = "" if words.SUBSTITUTE_ROLE.search(cells.get("title", "")) else cells.get("title", "")
    person = person_in(cells["name"], title, cells.get("email", ""))
    return replace(person, seat=cells.get("seat", "") or person.seat)


def _participant(cells: dict[str, str]) -> Participant:
    title = cells.get("title") or cells.get("role", "")
    address = ADDRESS.search(cells.get("email", ""))
    person = person_in(cells["name"], title, address[0] if address else "")
    stated = person_in(cells["name"]).title
    office = " / ".join(cell for cell in (cells.get("role", ""), cells.get("title", ""), stated) if cell)
    vara = cells.get("substitute", "").strip()
    substitutes = tuple(people_in(vara))
    if cells.get("absent") == vara and not substitutes:
        vara = ""
    return Participant(
        seat=cells.get("seat", "") or person.seat or person.name,
        name=person.name,
        title=person.title or _office_beside(person, cells),
        email=person.email,
        absent=_is_absent(cells) or person.absent,
        chair=bool(words.CHAIR.search(office)) and not words.NO_CHAIR.search(office),
        votes=not words.NO_VOTE.search(f"{office} / {cells['name']}"),
        substitutes=(*substitutes, *person.substitutes),
        unread=vara if vara.lower() not in _NO and not substitutes else "",
    )


def _office_beside(person: Participant, cells: dict[str, str]) -> str:
    """What stands behind the name where another cell tells the place, such as «Fastlege»."""
    place = cells.get("seat", "")
    is_same = _bare_place(person.seat) == _bare_place(place)
    return person.seat if place and not is_same and not is_municipality(person.seat) else ""


def _is_absent(cells: dict[str, str]) -> bool:
    """Whether the cell under «Forfall» is filled, or the one under «Møter» says no."""
    attends = cells.get("attends", "").strip().lower()
    absent = _UNTICKED.sub("", cells.get("absent", "")).strip().lower()
    return absent not in _NO or _STAYS_AWAY.match(attends) is not None
