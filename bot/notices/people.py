"""People as a notice names them: in a cell or a line, and by their signatures."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.notices import vocabulary as words
from bot.notices.lines import is_name
from bot.notices.outline import Block, BlockKind, plain

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
PHONE = re.compile(
    r"(?<![\d.,/:])(?:\+47|0047)?[ ]?(?:\d{2}(?: \d{2}){3}|\d{3} \d{2} \d{3}|\d{8})(?![\d/:]|,[-\d]|\.\d)"
)
# What a «Vara» cell says around the name: «1. vara Eva Moe», «Fast vara: Per Dal», «Eva Moe møter».
_AROUND_SUBSTITUTE = re.compile(
    r"^(?:fast\s+|\d+\.\s*)?vara(?:medlem|representant|person)?\b[:\s]*|\b(?:møter|møtte|møtar|deltar|stiller)\b.*$",
    re.IGNORECASE,
)


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
    office, name = _office_beside(name)
    said = [part for part in (*labelled, office, *more, *re.split(r"\s*,\s*", bracketed)) if part]
    titles = [part for part in said if words.TITLE_WORD.search(part) or words.NO_VOTE.search(part)]
    absent = [part for part in said if words.ABSENCE.search(part)]
    # «kasserer» is an office that no list of them knows; a place has a capital.
    titles += [part for part in said if part[0].islower() and part not in titles and part not in absent]
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


def _office_beside(name: str) -> tuple[str, str]:
    """«Ordfører Kari Berg» or «Kari Berg Ordfører» as office and name."""
    first, _, rest = name.partition(" ")
    if words.TITLE_WORD.fullmatch(first) and is_name(rest):
        return first, rest
    rest, _, last = name.rpartition(" ")
    if words.TITLE_WORD.fullmatch(last) and is_name(rest):
        return last, rest
    return "", name


def _without_place(office: str) -> tuple[str, str]:
    """«Ordfører i Hole» or «ordfører Hole» as office and place."""
    match = re.search(r"\s+(?:i|for|frå|fra)\s+([A-ZÆØÅ][\w -]*)$", office)
    if match is None:
        match = re.search(r"\s+([A-ZÆØÅ][a-zæøå]\w*(?:[ -](?:og\s|i\s)?[A-ZÆØÅ]\w+)*)$", office)
        match = match if match and words.TITLE_WORD.fullmatch(office[: match.start()]) else None
    return (office[: match.start()], match[1].strip()) if match else (office, "")


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
