"""Who is invited: the seats of a notice, from its participants' table or a list of names."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.notices import vocabulary as words
from bot.notices.lines import is_name
from bot.notices.outline import Block, BlockKind, plain
from bot.notices.people import ADDRESS, PHONE, Participant, folded, people_in, person_in
from bot.notices.sections import columns
from bot.notices.vocabulary import LABELS, Field, tidy

_STAYS_AWAY = re.compile(r"(?:nei|no|ikke|ikkje)\b|.*\b(?:forfall|fråfall)\b")
_NO = frozenset({"", "-", "–", "—", "nei", "ingen", "no"})


@dataclass(frozen=True, slots=True)
class Participants:
    """The seats in order, and what the table's first header cell calls the body, empty where it calls it nothing.

    `block` is the table, None for a list of lines; `unplaced` names substitutes of whom nothing says for which seat.
    """

    seats: tuple[Participant, ...] = ()
    body: str = ""
    block: Block | None = field(default=None)
    unplaced: tuple[str, ...] = ()


def participants(blocks: Sequence[Block]) -> Participants:
    """Those invited, from the first table of people, else from a list of names under its heading; substitutes also from
    a table of their own."""
    invited, others = Participants(), list[Block]()
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.TABLE:
            continue
        heading = _heading_before(blocks, index)
        if words.SUBSTITUTES.fullmatch(tidy(heading)):
            others.append(block)
        elif not invited.seats:
            invited = _table(block, heading)
    invited = invited if invited.seats else _listed(blocks)
    for block in others:
        invited = _with_substitutes(invited, block)
    return invited


def _heading_before(blocks: Sequence[Block], index: int) -> str:
    return blocks[index - 1].plain if index and blocks[index - 1].kind is not BlockKind.TABLE else ""


def _table(block: Block, heading: str) -> Participants:
    header_at = next((n for n, row in enumerate(block.rows[:3]) if _is_header(row)), None)
    titled = _title_of_rows(block.rows[0]) if block.rows else ""
    announced = Field.MEMBERS in {LABELS.get(tidy(heading)), LABELS.get(tidy(titled))}
    if header_at is None and not announced:
        return Participants()
    header = {} if header_at is None else dict(columns(block.rows[header_at]))
    rows = block.rows[0 if header_at is None else header_at + 1 :]
    deputies = [] if header_at is None else _places_of("substitute", block.rows[header_at])
    gathered = (_gathered(row, deputies) for row in rows)
    rows = _people_rows(each for row in gathered for each in _one_each(row, header.get("name")))
    _complete(header, [row for row in rows if not _title_of_rows(row)])
    if "name" not in header:
        return Participants()
    seats, unplaced = _participants_of(rows, header)
    title = "" if header_at is None else plain(block.rows[header_at][0])
    called = title if title and not words.columns_of(title) else _group(heading)
    return Participants(seats, called, block, unplaced)


def _people_rows(rows: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The rows that are not empty, each cell on one line: «Kari Berg, Ordfører» where its lines say one thing each."""
    shown = (tuple(_one_line([plain(line) for line in cell.split("\n")]) for cell in row) for row in rows)
    return tuple(row for row in shown if any(row))


def _places_of(column: str, header: Sequence[str]) -> list[int]:
    return [n for n, cell in enumerate(header) if column in words.columns_of(plain(cell))]


def _gathered(row: Sequence[str], places: Sequence[int]) -> Sequence[str]:
    """The row, what stands at several places, such as «Vara 1» and «Vara 2», at the first of them."""
    if len(places) < 2:
        return row
    told = "; ".join(row[n] for n in places if row[n])
    return [told if n == places[0] else ("" if n in places else cell) for n, cell in enumerate(row)]


def _one_each(row: Sequence[str], name_at: int | None) -> Iterator[Sequence[str]]:
    """The row, or one for each person where the cell of the name holds several on lines of their own."""
    names = [] if name_at is None else [plain(line) for line in row[name_at].split("\n")]
    if len(names) < 2 or not all(is_name(name) and " " in name for name in names):
        yield row
        return
    for n in range(len(names)):
        yield [_share(cell, n, len(names)) for cell in row]


def _share(cell: str, at: int, people: int) -> str:
    """What a cell says of one of the people of its row; an address is one person's alone."""
    addresses, lines = ADDRESS.findall(cell), cell.split("\n")
    if addresses:
        return str(addresses[at]) if len(addresses) == people else ""
    return lines[at] if len(lines) == people else cell


def _one_line(lines: Sequence[str]) -> str:
    joined = lines[0] if lines else ""
    for line in lines[1:]:
        says_more = words.TITLE_WORD.search(line) or ADDRESS.search(line) or PHONE.search(line)
        joined += f", {line}" if says_more and is_name(lines[0]) else f" {line}"
    return joined.strip()


def _title_of_rows(row: Sequence[str]) -> str:
    """What a row says that only heads the ones below it, such as «Varamedlemmer»; empty for others."""
    filled = {plain(cell) for cell in row if cell}
    title = filled.pop() if len(filled) == 1 else ""
    known = words.SUBSTITUTES.fullmatch(tidy(title)) or LABELS.get(tidy(title)) is Field.MEMBERS
    return title if known else ""


def _with_substitutes(invited: Participants, block: Block) -> Participants:
    """Those invited, with the people of a table that lists substitutes and for which seat each is."""
    header = next((dict(found) for row in block.rows[:2] if "name" in (found := columns(row))), dict[str, int]())
    rows = [row for row in _people_rows(block.rows) if "name" not in columns(row)]
    if "substitute" in header:
        header["name"] = header.pop("substitute")
    _complete(header, rows)
    if "name" not in header or not invited.seats:
        return invited
    seats, unplaced = list(invited.seats), list(invited.unplaced)
    for row in rows:
        _stand_by(seats, _cells(row, header), unplaced)
    return replace(invited, seats=tuple(seats), unplaced=tuple(unplaced))


def _group(heading: str) -> str:
    """The heading above the table where it is a body's own name, such as «Styringsgruppe»."""
    return heading.rstrip(" :") if words.GROUP.match(heading) else ""


def _is_header(row: Sequence[str]) -> bool:
    found = columns(row)
    return bool(found.keys() & {"absent", "substitute", "for"}) or (
        "name" in found and bool(found.keys() & {"seat", "role", "title", "email", "phone"})
    )


def _complete(header: dict[str, int], rows: Sequence[Sequence[str]]) -> None:
    """Find the columns that the header does not name by what stands in them."""
    width = max((len(row) for row in rows), default=0)
    if _is_shifted(header, rows):
        # A table of tabs whose empty cells left no trace: its last headings stand over other columns.
        header.pop("absent")
        header.pop("substitute", None)
    free = [n for n in range(width) if n not in header.values()]
    cells = {n: [row[n] for row in rows if row[n]] for n in range(width)}
    if "name" not in header:
        share = {n: sum(is_name(_bare_name(cell)) for cell in cells[n]) / len(rows) for n in free if rows}
        best = max(share, key=lambda n: share[n], default=None)
        if best is None or share[best] < 0.5:
            return
        header["name"] = best
        free.remove(best)
    for n in free:
        if not cells[n]:
            continue
        kind = _kind_of(cells[n])
        if kind == "seat" and n > header["name"] and any(words.TITLE_WORD.search(cell) for cell in cells[n]):
            kind = "title"
        header.setdefault(kind, n)


def _is_shifted(header: dict[str, int], rows: Sequence[Sequence[str]]) -> bool:
    """Whether «Forfall» stands over names or offices, which no such column holds."""
    if "absent" not in header or header["absent"] == header.get("substitute"):
        return False
    cells = [row[header["absent"]] for row in rows if row[header["absent"]]]
    return sum(is_name(cell) or bool(words.TITLE_WORD.match(cell)) for cell in cells) * 2 > len(rows)


def _kind_of(cells: Sequence[str]) -> str:
    if all(ADDRESS.search(cell) for cell in cells):
        return "email"
    if all(PHONE.search(cell) for cell in cells):
        return "phone"
    titled = sum(bool(words.TITLE_WORD.search(cell)) for cell in cells)
    return "title" if titled * 2 > len(cells) else "seat"


def _participants_of(
    rows: Sequence[Sequence[str]], header: dict[str, int]
) -> tuple[tuple[Participant, ...], tuple[str, ...]]:
    """The seats in order, and the substitutes on lines of their own of whom nothing says for which seat."""
    found: list[Participant] = []
    unplaced: list[str] = []
    stand_by = False
    for row in rows:
        cells = _cells(row, header)
        if title := _title_of_rows(row):
            stand_by = words.SUBSTITUTES.fullmatch(tidy(title)) is not None
        elif stand_by:
            _stand_by(found, cells, unplaced)
        elif words.SUBSTITUTE_ROLE.search(cells.get("role", "")):
            _step_in(found, cells, unplaced)
        elif cells["name"]:
            found.append(_participant(cells))
        elif found and cells.get("substitute"):
            more = tuple(people_in(cells["substitute"]))
            found[-1] = replace(found[-1], substitutes=found[-1].substitutes + more)
    return tuple(found), tuple(unplaced)


def _cells(row: Sequence[str], header: dict[str, int]) -> dict[str, str]:
    return {column: row[index] if index < len(row) else "" for column, index in header.items()}


def _stand_by(found: list[Participant], cells: dict[str, str], unplaced: list[str]) -> None:
    """A standing substitute of the seat that the line names."""
    title = "" if words.SUBSTITUTE_ROLE.search(cells.get("title", "")) else cells.get("title", "")
    person = person_in(cells["name"], title, cells.get("email", ""))
    wanted = folded(cells.get("seat", "") or person.seat)
    for index, each in enumerate(found):
        if wanted and wanted == folded(each.seat) and is_name(person.name):
            found[index] = replace(each, substitutes=(*each.substitutes, person))
            return
    if is_name(person.name):
        unplaced.append(cells["name"])


def _step_in(found: list[Participant], cells: dict[str, str], unplaced: list[str]) -> None:
    """A substitute on a line of their own, who meets for the one whom the line names, if it names one."""
    wanted = folded(cells.get("for") or "")
    for index, each in enumerate(found):
        if wanted and wanted in {folded(each.name), folded(each.seat)}:
            person = person_in(cells["name"], cells.get("title", ""), cells.get("email", ""))
            found[index] = replace(each, absent=True, substitutes=(*each.substitutes, person))
            return
    unplaced.append(cells["name"])


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
        substitutes=substitutes,
        unread=vara if vara.lower() not in _NO and not substitutes else "",
    )


def _is_absent(cells: dict[str, str]) -> bool:
    """Whether the cell under «Forfall» is filled, or the one under «Møter» says no."""
    attends = cells.get("attends", "").strip().lower()
    return cells.get("absent", "").strip().lower() not in _NO or _STAYS_AWAY.match(attends) is not None


def _bare_name(cell: str) -> str:
    return person_in(cell).name


def _listed(blocks: Sequence[Block]) -> Participants:
    """People listed below «Medlemmer:», as items, lines or on the label's own line."""
    rows = list(_rows(blocks))
    for index, row in enumerate(rows):
        label, colon, rest = row.partition(":")
        if not _announces_people(label) or (not colon and index and rows[index - 1].endswith(",")):
            continue
        told = _people_beside(rest.strip()) if rest.strip() else _people_below(rows[index + 1 :])
        people = [person_in(each) for each in told if not words.SUBSTITUTE_ROLE.match(each)]
        seats = [person for person in people if not words.SUBSTITUTE_ROLE.match(person.title)]
        if len(people) > 1 and all(is_name(person.name) for person in people):
            unplaced = tuple(person.name for person in people if person not in seats)
            return Participants(tuple(_seat_of(person) for person in seats), unplaced=unplaced)
    return Participants()


def _announces_people(label: str) -> bool:
    """Whether names stand under a label: «Medlemmer», «Til styret i Fjordvarme AS»."""
    return LABELS.get(tidy(label)) is Field.MEMBERS or words.ADDRESSED.fullmatch(label) is not None


def _rows(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines outside of tables; a table leaves an empty one, and its rows of a label and names."""
    for block in blocks:
        if block.kind is not BlockKind.TABLE:
            yield from [plain(line) for line in block.text.split("\n")]
            continue
        yield ""
        for label, *cells in block.rows:
            filled = [[plain(line) for line in cell.split("\n")] for cell in cells if cell]
            if len(filled) == 1 and _announces_people(plain(label).rstrip(":")):
                first, *more = filled[0]
                yield from (
                    [f"{plain(label).rstrip(':')}:", first, *more] if more else [f"{plain(label).rstrip(':')}: {first}"]
                )
                yield ""


def _people_beside(rest: str) -> list[str]:
    """Those whom one line names, parted by semicolons, or by commas where every part is a name of its own."""
    rest = rest.rstrip(". ")
    by_comma = re.split(r"\s*,\s*(?![^(]*\))|\s+(?:og|and)\s+(?![^(]*\))", rest)
    each_named = len(by_comma) > 1 and all(is_name(_bare_name(part)) for part in by_comma)
    return by_comma if each_named else re.split(r"\s*;\s*", rest)


def _people_below(rows: Iterable[str]) -> list[str]:
    def is_person(row: str) -> bool:
        label = LABELS.get(tidy(row.partition(":")[0])) if ":" in row else None
        return label is not Field.COORDINATOR and (
            is_name(_bare_name(row)) or words.SUBSTITUTE_ROLE.match(row) is not None
        )

    return list(itertools.takewhile(is_person, rows))


def _seat_of(person: Participant) -> Participant:
    office = person.title
    return Participant(
        seat=person.seat or person.name,
        name=person.name,
        title=person.title,
        email=person.email,
        absent=person.absent,
        chair=bool(words.CHAIR.search(office)) and not words.NO_CHAIR.search(office),
        votes=not words.NO_VOTE.search(office),
    )
