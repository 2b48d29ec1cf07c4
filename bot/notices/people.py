"""The people of a notice: seats from its participants' table or list, signatures, and the one to turn to."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.notices import vocabulary as words
from bot.notices.lines import is_name
from bot.notices.outline import Block, BlockKind, plain
from bot.notices.sections import columns
from bot.notices.vocabulary import LABELS, Field, tidy

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
PHONE = re.compile(
    r"(?<![\d.,/:])(?:\+47|0047)?[ ]?(?:\d{2}(?: \d{2}){3}|\d{3} \d{2} \d{3}|\d{8})(?![\d/:]|,[-\d]|\.\d)"
)
# What a «Vara» cell says around the name: «1. vara Eva Moe», «Fast vara: Per Dal», «Eva Moe møter».
_AROUND_SUBSTITUTE = re.compile(
    r"^(?:fast\s+|\d+\.\s*)?vara(?:medlem|representant|person)?\b[:\s]*|\b(?:møter|møtte|møtar|deltar|stiller)\b.*$",
    re.IGNORECASE,
)
_NO = frozenset({"", "-", "–", "—", "nei", "ingen", "no"})


@dataclass(frozen=True, slots=True)
class Participant:
    """One line of the participants' table. `substitutes` are those named in its «Vara» cell; `unread` is a «Vara» cell
    that names nobody."""

    seat: str
    name: str
    title: str = ""
    email: str = ""
    absent: bool = False
    chair: bool = False
    votes: bool = True
    substitutes: tuple["Participant", ...] = ()
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A name with the office below it."""

    name: str
    office: str


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
    """Those invited, from the first table of people, else from a list of names under its heading."""
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.TABLE:
            found = _table(block, _heading_before(blocks, index))
            if found.seats:
                return found
    return _listed(blocks)


def _heading_before(blocks: Sequence[Block], index: int) -> str:
    return blocks[index - 1].plain if index and blocks[index - 1].kind is not BlockKind.TABLE else ""


def _table(block: Block, heading: str) -> Participants:
    header_at = next((n for n, row in enumerate(block.rows[:3]) if _is_header(row)), None)
    announced = LABELS.get(tidy(heading)) is Field.MEMBERS
    if header_at is None and not announced:
        return Participants()
    header = {} if header_at is None else dict(columns(block.rows[header_at]))
    rows = block.rows[0 if header_at is None else header_at + 1 :]
    rows = tuple(tuple(" ".join(plain(line) for line in cell.split("\n")) for cell in row) for row in rows)
    rows = tuple(row for row in rows if any(row))
    _complete(header, rows)
    if "name" not in header:
        return Participants()
    seats, unplaced = _participants_of(rows, header)
    title = "" if header_at is None else plain(block.rows[header_at][0])
    called = title if title and tidy(title) not in words.COLUMNS else _group(heading)
    return Participants(seats, called, block, unplaced)


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
    if "absent" not in header:
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
    for row in rows:
        cells = {column: row[index] if index < len(row) else "" for column, index in header.items()}
        if words.SUBSTITUTE_ROLE.search(cells.get("role", "")):
            _step_in(found, cells, unplaced)
        elif cells["name"]:
            found.append(_participant(cells))
        elif found and cells.get("substitute"):
            more = tuple(people_in(cells["substitute"]))
            found[-1] = replace(found[-1], substitutes=found[-1].substitutes + more)
    return tuple(found), tuple(unplaced)


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
    person = person_in(cells["name"], title, cells.get("email", ""))
    office = " / ".join(cell for cell in (cells.get("role", ""), cells.get("title", ""), person.title) if cell)
    vara = cells.get("substitute", "").strip()
    substitutes = tuple(people_in(vara))
    return Participant(
        seat=cells.get("seat", "") or person.seat or person.name,
        name=person.name,
        title=person.title,
        email=person.email,
        absent=cells.get("absent", "").strip().lower() not in _NO,
        chair=bool(words.CHAIR.search(office)) and not words.NO_CHAIR.search(office),
        votes=not words.NO_VOTE.search(f"{office} / {cells['name']}"),
        substitutes=substitutes,
        unread=vara if vara.lower() not in _NO and not substitutes else "",
    )


def people_in(cell: str) -> Iterator[Participant]:
    """The people whom a cell names, in its order."""
    for part in re.split(r"\s*(?:;|\n|\s/\s|(?:^|\s)\d[.)]\s+(?!vara)|\bog\b)\s*", cell):
        person = person_in(_AROUND_SUBSTITUTE.sub("", part).strip())
        if is_name(person.name):
            yield person


def person_in(text: str, title: str = "", email: str = "") -> Participant:
    """The person whom «Kari Berg, ordfører», «Ordfører Kari Berg (Hole)» or «Hole: Kari Berg» names."""
    address = ADDRESS.search(text)
    rest = PHONE.sub("", ADDRESS.sub("", text)).replace("<>", "").replace("()", "").strip(" ,;:–-|")
    seat = ""
    if ":" in rest:
        seat, rest = (part.strip() for part in rest.split(":", 1))
    # «Observatør: Jon Rud» labels an office and no place.
    labelled = [seat] if words.TITLE_WORD.search(seat) or words.NO_VOTE.search(seat) else []
    seat = "" if labelled else seat
    rest, bracketed = _brackets(rest)
    name, *more = [part.strip() for part in re.split(r"\s*[,–|]\s*|\s+-\s+", rest) if part.strip()] or [""]
    office, name = _office_before(name)
    said = [part for part in (*labelled, office, *more, *re.split(r"\s*,\s*", bracketed)) if part]
    titles = [part for part in said if words.TITLE_WORD.search(part) or words.NO_VOTE.search(part)]
    absent = [part for part in said if words.ABSENCE.search(part)]
    places = [part for part in said if part not in titles and part not in absent]
    cut = [_without_place(part) for part in titles]
    seat = seat or next(iter(places), "") or next((place for _, place in cut if place), "")
    stated = ", ".join(office for office, _ in cut)
    return Participant(seat, name, title or stated, email or (address[0] if address else ""), bool(absent))


def _brackets(text: str) -> tuple[str, str]:
    match = re.search(r"\(([^)]*)\)", text)
    if match is None:
        return text, ""
    return (text[: match.start()] + text[match.end() :]).strip(" ,"), match[1].strip()


def _office_before(name: str) -> tuple[str, str]:
    """«Ordfører Kari Berg» as office and name."""
    first, _, rest = name.partition(" ")
    if words.TITLE_WORD.fullmatch(first) and is_name(rest):
        return first, rest
    return "", name


def _without_place(office: str) -> tuple[str, str]:
    """«Ordfører i Hole» as office and place."""
    match = re.search(r"\s+(?:i|for|frå|fra)\s+([A-ZÆØÅ][\w -]*)$", office)
    return (office[: match.start()], match[1].strip()) if match else (office, "")


def _bare_name(cell: str) -> str:
    return person_in(cell).name


def _listed(blocks: Sequence[Block]) -> Participants:
    """People listed below «Medlemmer:», as items, lines or on the label's own line."""
    rows = list(_rows(blocks))
    for index, row in enumerate(rows):
        label, colon, rest = row.partition(":")
        if LABELS.get(tidy(label)) is not Field.MEMBERS or (not colon and index and rows[index - 1].endswith(",")):
            continue
        told = _people_beside(rest.strip()) if rest.strip() else _people_below(rows[index + 1 :])
        people = [person_in(each) for each in told if not words.SUBSTITUTE_ROLE.match(each)]
        if len(people) > 1 and all(is_name(person.name) for person in people):
            return Participants(tuple(_seat_of(person) for person in people))
    return Participants()


def _rows(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines outside of tables; a table leaves an empty one."""
    for block in blocks:
        yield from [""] if block.kind is BlockKind.TABLE else [plain(line) for line in block.text.split("\n")]


def _people_beside(rest: str) -> list[str]:
    """Those whom one line names, parted by semicolons, or by commas where every part is a name of its own."""
    by_comma = re.split(r"\s*,\s*(?![^(]*\))", rest)
    each_named = len(by_comma) > 1 and all(is_name(_bare_name(part)) for part in by_comma)
    return by_comma if each_named else re.split(r"\s*;\s*", rest)


def _people_below(rows: Iterable[str]) -> list[str]:
    return list(itertools.takewhile(lambda row: is_name(_bare_name(row)) or words.SUBSTITUTE_ROLE.match(row), rows))


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


def signatures(blocks: Sequence[Block]) -> list[Signature]:
    """Every name with an office below it, also where two stand side by side."""
    rows: list[list[str]] = []
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            rows += [[plain(cell) for cell in row if cell] for row in block.rows]
        elif block.kind is BlockKind.PARAGRAPH:
            rows += [[plain(line)] for line in block.text.split("\n")]
        else:
            rows.append([])
    found = []
    for above, below in itertools.pairwise(rows):
        for name, office in zip(above, below, strict=False):
            if is_name(name) and len(office) < 80 and words.TITLE_WORD.search(office):
                found.append(Signature(name, office))
    return found


def folded(name: str) -> str:
    """A name as it is compared: lower case, æ ø å and accents as plain letters, single spaces."""
    lower = name.lower().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    letters = unicodedata.normalize("NFKD", lower)
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def seat_id(name: str) -> str:
    """A seat's id: its name in lower case, æ ø å as ae o a, spaces and hyphens as `-`, nothing else than letters and
    digits beside."""
    return re.sub(r"[^a-z0-9-]", "", re.sub(r"[\s–-]+", "-", folded(name))).strip("-")
