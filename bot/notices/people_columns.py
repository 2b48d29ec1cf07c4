"""What the columns of a table of people hold.

A heading tells it only where the cells below agree; where it tells nothing known, they tell alone: names, offices,
municipalities, addresses, and the crosses of those who stay away.
"""

import re
from collections.abc import Sequence

from bot.notices import vocabulary as words
from bot.notices.columns import columns_like, columns_of
from bot.notices.lines import is_name
from bot.notices.municipalities import is_municipality
from bot.notices.outline import plain
from bot.notices.people import ADDRESS, PHONE, person_in
from bot.notices.people_rows import Row

# So many of the cells make a column what it is.
MOSTLY = 0.6
ROLE = re.compile(
    r"(?:nest|vara)?(?:leder|leiar)|medlem|fast medlem|observatør|(?:deputy |vice )?chair|member", re.IGNORECASE
)
_CROSS = re.compile(r"[x✓✗✔☒☑]|ja|(?:meldt |meld )?(?:forfall|fråfall)\b.*", re.IGNORECASE)
_DEPUTY = re.compile(
    r"(?:\d\.\s*)?(?:personlig |personleg |fast )?vara(?:medlem|representant)?\s*:\s*\S", re.IGNORECASE
)
_OF_PEOPLE = frozenset({"name", "seat", "role", "title", "absent", "attends", "substitute", "for", "email", "phone"})


def header_row(rows: Sequence[Row]) -> int | None:
    """Where the row of headings is among the first three; None where there is none. A first row whose cells are none of
    what stands below them heads the columns, whatever it says."""
    for n, row in enumerate(rows[:3]):
        cells = [plain(cell) for cell in row]
        filled = [cell for cell in cells if cell]
        told = [cell for cell in filled if _OF_PEOPLE.intersection(columns_like(cell))]
        if is_strict(cells):
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
            if below and sum(bool(is_kind(each)) for each in below) >= MOSTLY * len(rows):
                if is_kind(plain(cell)) and is_kind is not is_name:
                    return False
                unlike += not is_kind(plain(cell))
    return unlike > 1


def is_strict(row: Row) -> bool:
    """Whether the headings alone tell a table of members."""
    found = {name for cell in row for name in columns_of(plain(cell))}
    beside = found & {"seat", "role", "title", "email", "phone"}
    return bool(found & {"absent", "substitute", "for"}) or ("name" in found and bool(beside))


def columns(head: Row, rows: Sequence[Row]) -> dict[str, int]:
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
            kind = _kind_of(told, behind_name=n > header["name"], rows=len(rows))
            if kind == "role" and "title" not in header and not _is_role(cells.get(header.get("role", n), [])):
                # «Verv i kommunen» headed offices; this is the role in the body.
                header["title"] = header.pop("role", n)
            header.setdefault(kind, n)
    return header


def _is_role(cells: Sequence[str]) -> bool:
    return any(ROLE.fullmatch(cell.strip()) for cell in cells)


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
    if share[best] >= (MOSTLY if headed is not None else 0.5):
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
    if all(_DEPUTY.match(cell) for cell in cells):
        return "substitute"
    if all(ADDRESS.search(cell) for cell in cells):
        return "email"
    if all(PHONE.search(cell) for cell in cells):
        return "phone"
    if all(_CROSS.fullmatch(cell.strip()) for cell in cells) and len(cells) < rows:
        return "absent"
    if all(ROLE.fullmatch(cell.strip()) for cell in cells):
        return "role"
    titled = sum(bool(words.TITLE_WORD.search(cell)) for cell in cells)
    return "title" if titled * 2 > len(cells) or (titled and behind_name) else "seat"


def cells_of(row: Row, header: dict[str, int]) -> dict[str, str]:
    """What the row says under each heading; empty where it says nothing."""
    return {column: row[index] if index < len(row) else "" for column, index in header.items()}
