"""The rows of a table of people, one a person: cells that hold several are parted, what runs on is joined."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from bot.notices import vocabulary as words
from bot.notices.columns import columns_like
from bot.notices.lines import is_name
from bot.notices.outline import plain
from bot.notices.people import ADDRESS, PHONE, person_in
from bot.notices.people_list import section_of

Row = Sequence[str]


def people_rows(rows: Iterable[Row], head: Row) -> tuple[tuple[str, ...], ...]:
    """The rows that are not empty, one a person, each cell on one line: «Kari Berg, Ordfører» where its lines say one
    thing each."""
    deputies = [n for n, cell in enumerate(head) if "substitute" in columns_like(cell)]
    name_at = next((n for n, cell in enumerate(head) if "name" in columns_like(cell)), None)
    turned = name_at is not None and re.match(r"etternavn|etternamn", head[name_at], re.IGNORECASE) is not None
    parted = [each for row in rows for each in _one_each(_gathered(row, deputies), name_at)]
    lines = [[[plain(line) for line in cell.split("\n")] for cell in row] for row in parted]
    titled = {n for row in lines for n, cell in enumerate(row) if _is_titled(cell)}
    shown = (tuple(_one_line(cell, titled=n in titled) for n, cell in enumerate(row)) for row in lines)
    if turned:
        shown = (tuple(_turned(cell) if n == name_at else cell for n, cell in enumerate(row)) for row in shown)
    return tuple(_joined(row for row in shown if any(row)))


def _joined(rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    """The rows, what is only the end of the names and addresses of the row above joined to it: a page shows no more of
    where a row without lines around it ends."""
    last: tuple[str, ...] = ()
    for row in rows:
        if last and _is_rest(row, last):
            last = tuple(_cell_joined(above, cell) for above, cell in zip(last, row, strict=True))
            continue
        if last:
            yield last
        last = tuple(row)
    if last:
        yield last


def _is_rest(row: Row, above: Row) -> bool:
    filled = [n for n, cell in enumerate(row) if cell]
    few = len(filled) * 2 <= sum(map(bool, above))
    return few and not title_of_rows(row) and all(above[n] and " " not in row[n] for n in filled)


def _cell_joined(above: str, below: str) -> str:
    is_address = "@" in above or "@" in below
    return f"{above}{'' if is_address else ' '}{below}".strip()


def even_rows(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The rows of lines that are laid out by tabs, whose cells stand under one another only by chance, as one cell
    each; other rows as they are."""
    places = [{n for n, cell in enumerate(row) if cell} for row in rows if not title_of_rows(row)]
    by_chance = any(not (one <= other or other <= one) for one, other in itertools.combinations(places, 2))
    return tuple((", ".join(cell for cell in row if cell),) for row in rows) if by_chance else rows


def each_in_a_row(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The rows, or one for each cell where every one of them names somebody of another place: «Kari Berg, Hole» beside
    «Ola Vik, Nes»."""
    people = [person_in(cell) for row in rows if not title_of_rows(row) for cell in row if cell]
    places = [person.seat for person in people if is_name(person.name) and person.seat]
    if len(people) <= len(rows) or len(places) < len(people) or len(set(places)) < len(places):
        return rows
    return tuple((cell,) for row in rows for cell in row if cell)


def _turned(cell: str) -> str:
    """«Berg, Kari» below «Etternavn, fornavn» as «Kari Berg»."""
    last, comma, first = cell.partition(",")
    return f"{first.strip()} {last.strip()}" if comma else cell


def _gathered(row: Row, places: Sequence[int]) -> Row:
    """The row, what stands at several places, such as «Vara 1» and «Vara 2», at the first of them."""
    if len(places) < 2:
        return row
    told = "; ".join(row[n] for n in places if row[n])
    return [told if n == places[0] else ("" if n in places else cell) for n, cell in enumerate(row)]


def _one_each(row: Row, name_at: int | None) -> Iterator[Row]:
    """The row, or one for each person where the cell of the name holds several on lines of their own."""
    lines = [] if name_at is None else [plain(line) for line in row[name_at].split("\n")]
    names = [person_in(line).name for line in lines]
    if len(names) < 2 or not all(is_name(name) and " " in name for name in names):
        yield row
        return
    for n in range(len(names)):
        yield [lines[n] if at == name_at else _share(cell, n, len(names)) for at, cell in enumerate(row)]


def _share(cell: str, at: int, people: int) -> str:
    """What a cell says of one of the people of its row; an address is one person's alone."""
    addresses, lines = ADDRESS.findall(cell), cell.split("\n")
    if addresses:
        return str(addresses[at]) if len(addresses) == people else ""
    return lines[at] if len(lines) == people else cell


def _is_titled(cell: Sequence[str]) -> bool:
    """Whether a cell has an office on the line below a name."""
    return len(cell) == 2 and is_name(cell[0]) and words.TITLE_WORD.search(cell[1]) is not None


def _one_line(lines: Sequence[str], *, titled: bool) -> str:
    """A cell on one line; in a column whose cells have an office below the name, what stands there is one."""
    joined = lines[0] if lines else ""
    office = titled and len(lines) == 2 and not is_name(lines[1])
    for line in lines[1:]:
        says_more = office or words.TITLE_WORD.search(line) or ADDRESS.search(line) or PHONE.search(line)
        joined += f", {line}" if says_more and is_name(lines[0]) else f" {line}"
    return joined.strip()


def title_of_rows(row: Row) -> str:
    """What a row says that only heads the ones below it, such as «Varamedlemmer»; empty for others."""
    filled = {plain(cell) for cell in row if cell}
    title = filled.pop() if len(filled) == 1 else ""
    return title if section_of(title) else ""
