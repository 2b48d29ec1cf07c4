"""The members as a table names them.

A heading tells what its column holds only where the cells below agree; where it tells nothing known, they tell alone:
names, offices, municipalities, addresses, and the crosses of those who stay away.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.notices import vocabulary as words
from bot.notices.columns import columns_like, columns_of
from bot.notices.labels import label_like
from bot.notices.lines import case_mark, is_name
from bot.notices.municipalities import is_municipality
from bot.notices.outline import Block, BlockKind, plain
from bot.notices.people import ADDRESS, PHONE, Participant, folded, people_in, person_in
from bot.notices.people_list import Section, section_of
from bot.notices.people_rows import Row, even_rows, people_rows, title_of_rows
from bot.notices.vocabulary import Field

_STAYS_AWAY = re.compile(r"(?:nei|no|ikke|ikkje)\b|.*\b(?:forfall|fråfall)\b")
_NO = frozenset({"", "-", "–", "—", "nei", "ingen", "no"})
# A box that nobody has ticked says nothing, and neither does the word beside it.
_UNTICKED = re.compile(r"[☐□]\s*\w*")
_CROSS = re.compile(r"[x✓✗✔☒☑]|ja|(?:meldt |meld )?(?:forfall|fråfall)\b.*", re.IGNORECASE)
_ROLE = re.compile(
    r"(?:nest|vara)?(?:leder|leiar)|medlem|fast medlem|observatør|(?:deputy |vice )?chair|member", re.IGNORECASE
)
_MOSTLY = 0.6
_HEADS_OF_PEOPLE = frozenset({None, Field.MEMBERS, Field.BODY, Field.ORGANISATION})

_OF_PEOPLE = frozenset({"name", "seat", "role", "title", "absent", "attends", "substitute", "for", "email", "phone"})


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
    header_at = _header_at(block.rows)
    titled = title_of_rows(block.rows[0]) if block.rows else ""
    announced = Section.MEMBERS in {section_of(heading), section_of(titled)}
    if not block.rows or any(_names_case(row) for row in block.rows) or _is_form(block.rows):
        return None
    head = () if header_at is None else tuple(map(plain, block.rows[header_at]))
    rows = people_rows(block.rows[0 if header_at is None else header_at + 1 :], head)
    if header_at is None:
        rows = even_rows(rows)
    header = _columns(head, [row for row in rows if not title_of_rows(row)])
    strict = _is_strict(head)
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
    header = _columns(tuple("navn" if "substitute" in columns_like(cell) else cell for cell in head), rows)
    if "name" in header:
        yield from (_deputy(_cells(row, header)) for row in rows)


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


# -- which row heads the columns, and what they hold


def _header_at(rows: Sequence[Row]) -> int | None:
    """Where the row of headings is among the first three; None where there is none. A first row whose cells are none of
    what stands below them heads the columns, whatever it says."""
    for n, row in enumerate(rows[:3]):
        cells = [plain(cell) for cell in row]
        filled = [cell for cell in cells if cell]
        told = [cell for cell in filled if _OF_PEOPLE.intersection(columns_like(cell))]
        if _is_strict(cells):
            return n
        if any(is_name(person_in(cell).name) and not columns_like(cell) for cell in filled):
            break
        if len(filled) > 1 and len(told) * 2 >= len(filled):
            return n
    return 0 if len(rows) > 2 and _is_unlike(rows[0], rows[1:]) else None


def _is_unlike(row: Row, rows: Sequence[Row]) -> bool:
    """Whether no cell of the row is of the kind of those below it, where these are all of one."""
    unlike = 0
    for n, cell in enumerate(row):
        below = [plain(each[n]) for each in rows if each[n]]
        for is_kind in (ADDRESS.search, PHONE.search, is_municipality, words.TITLE_WORD.search, is_name):
            if below and sum(bool(is_kind(each)) for each in below) >= _MOSTLY * len(rows):
                if is_kind(plain(cell)) and is_kind is not is_name:
                    return False
                unlike += not is_kind(plain(cell))
    return unlike > 1


def _is_strict(row: Row) -> bool:
    """Whether the headings alone tell a table of members."""
    found = {name for cell in row for name in columns_of(plain(cell))}
    beside = found & {"seat", "role", "title", "email", "phone"}
    return bool(found & {"absent", "substitute", "for"}) or ("name" in found and bool(beside))


def _names_case(row: Row) -> bool:
    return any(case_mark(Block(BlockKind.HEADING, plain(cell))) is not None for cell in row[:2] if cell)


def _is_form(rows: Sequence[Row]) -> bool:
    """Whether labels stand in the first cells, as at the head of a notice: «Sted», «Tid»."""
    heads = [label_like(plain(row[0]).partition(":")[0]) for row in rows]
    return sum(each not in _HEADS_OF_PEOPLE for each in heads) * 2 >= len(rows)


def _tells_members(rows: Sequence[Row], header: dict[str, int], *, headed: bool) -> bool:
    """Whether the cells alone tell a table of members: names, each with a municipality, an office or an address."""
    people = [_cells(row, header) for row in rows if not title_of_rows(row)]
    named = [cells for cells in people if is_name(person_in(cells["name"]).name)]
    if len(named) < 2 or len(named) < _MOSTLY * len(people):
        return False
    known = [cells for cells in named if headed or _says_whose(cells)]
    alone = all(person_in(cells["name"]).seat for cells in named)
    return (len(header) > 1 and len(known) >= _MOSTLY * len(named)) or alone


def _says_whose(cells: dict[str, str]) -> bool:
    return is_municipality(cells.get("seat", "")) or ("title" in cells and "seat" in cells) or "email" in cells


def _columns(head: Row, rows: Sequence[Row]) -> dict[str, int]:
    """Where what stands: by the headings, as far as the cells agree, and by the cells where no heading tells."""
    header: dict[str, int] = {}
    headed = [(index, columns_like(cell)) for index, cell in enumerate(head)]
    # «Tittel/funksjon» leaves the function to a column that holds nothing else.
    for index, names in sorted(headed, key=lambda each: len(each[1])):
        for name in names:
            header.setdefault(name, index)
    cells = {n: [row[n] for row in rows if row[n]] for n in range(max((len(row) for row in rows), default=0))}
    _drop_shifted(header, cells, len(rows))
    _set_name(header, cells, len(rows))
    if "name" not in header:
        return header
    for column in ("title", "seat", "role"):
        # «Navn, tittel, kommune» heads one column, each of whose cells says all three.
        if header.get(column) == header["name"]:
            del header[column]
    for n, told in cells.items():
        if n not in header.values() and told:
            header.setdefault(_kind_of(told, behind_name=n > header["name"], rows=len(rows)), n)
    return header


def _set_name(header: dict[str, int], cells: dict[int, list[str]], rows: int) -> None:
    """Put the name where most cells hold one: where its heading stands, unless another column has far more."""
    taken = {index for column, index in header.items() if column in {"substitute", "for"}}
    share = {
        n: sum(is_name(person_in(cell).name) for cell in told) / rows for n, told in cells.items() if n not in taken
    }
    best = max(share, key=lambda n: share[n], default=None)
    headed = header.get("name")
    if best is None or (headed is not None and share.get(headed, 0) >= min(share[best], 0.5)):
        return
    if share[best] >= (_MOSTLY if headed is not None else 0.5):
        header["name"] = best
    elif headed is None:
        header.pop("name", None)
    for column in [column for column, index in header.items() if index == header.get("name") and column != "name"]:
        del header[column]


def _drop_shifted(header: dict[str, int], cells: dict[int, list[str]], rows: int) -> None:
    """Forget «Forfall» over names or offices, which no such column holds: in a table of tabs whose empty cells left no
    trace, the last headings stand over other columns."""
    if "absent" not in header or header["absent"] == header.get("substitute"):
        return
    told = cells.get(header["absent"], [])
    if sum(is_name(cell) or bool(words.TITLE_WORD.match(cell)) for cell in told) * 2 > rows:
        header.pop("absent")
        header.pop("substitute", None)


def _kind_of(cells: Sequence[str], *, behind_name: bool, rows: int) -> str:
    if all(ADDRESS.search(cell) for cell in cells):
        return "email"
    if all(PHONE.search(cell) for cell in cells):
        return "phone"
    if all(_CROSS.fullmatch(cell.strip()) for cell in cells) and len(cells) < rows:
        return "absent"
    if all(_ROLE.fullmatch(cell.strip()) for cell in cells):
        return "role"
    titled = sum(bool(words.TITLE_WORD.search(cell)) for cell in cells)
    return "title" if titled * 2 > len(cells) or (titled and behind_name) else "seat"


def _group(heading: str) -> str:
    """The heading above the table where it is a body's own name, such as «Styringsgruppe»."""
    name = heading.rstrip(" :")
    return name if words.GROUP.match(name) and not words.NAMES_MEMBERS.search(name) else ""


def _cells(row: Row, header: dict[str, int]) -> dict[str, str]:
    return {column: row[index] if index < len(row) else "" for column, index in header.items()}


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
        cells = _cells(row, self._header)
        if title := title_of_rows(row):
            self._section = section_of(title) or self._section
        elif self._section is Section.SUBSTITUTES:
            self._stand_by(_deputy(cells))
        elif self._section in {Section.OTHERS, Section.COPIES}:
            self.others.append(person_in(cells["name"]).name)
        elif words.SUBSTITUTE_ROLE.search(cells.get("role", "")):
            self._step_in(cells)
        elif cells["name"]:
            seat = _participant(cells)
            self.seats.append(replace(seat, votes=seat.votes and self._section is Section.MEMBERS))
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
        title=person.title,
        email=person.email,
        absent=_is_absent(cells) or person.absent,
        chair=bool(words.CHAIR.search(office)) and not words.NO_CHAIR.search(office),
        votes=not words.NO_VOTE.search(f"{office} / {cells['name']}"),
        substitutes=(*substitutes, *person.substitutes),
        unread=vara if vara.lower() not in _NO and not substitutes else "",
    )


def _is_absent(cells: dict[str, str]) -> bool:
    """Whether the cell under «Forfall» is filled, or the one under «Møter» says no."""
    attends = cells.get("attends", "").strip().lower()
    absent = _UNTICKED.sub("", cells.get("absent", "")).strip().lower()
    return absent not in _NO or _STAYS_AWAY.match(attends) is not None
