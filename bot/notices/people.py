"""People as a notice names them: in a cell or a line, and by their signatures."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.notices import vocabulary as words
from bot.notices.lines import is_name
from bot.notices.municipalities import is_municipality
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
# «…, vara: Per Dal» behind a member; «vara for Kari Berg» is said of the deputy.
_DEPUTY = re.compile(
    r"[\s(,;.–-]+(?:(?:personlig|personleg|fast|møtende|møtande|innkalt|innkalla|\d+\.)\s+)?"
    r"vara(?:medlem(?:mer|mar)?|representant(?:er|ar)?|person)?\b(?!\s+for\b)\s*(?:er\b)?",
    re.IGNORECASE,
)
# «forfall – Eva Moe møter» says who meets instead.
_STANDS_IN = re.compile(
    r"[\s(,;.–-]+(?P<name>(?-i:[A-ZÆØÅ])[\w.-]*(?:\s(?-i:[A-ZÆØÅ])[\w.-]*){1,3})\s+(?:møter|møtar|stiller)\b[^,;]*",
    re.IGNORECASE,
)
# «Forfall, møter: Eva Moe».
_MEETS = re.compile(r"^.*\b(?:møter|møtar|stiller)\s*:\s*", re.IGNORECASE)
_REACHED_BY = re.compile(r"\b(?:tlf|telefon|mob|mobil|e-?post|mail)\b\.?:?", re.IGNORECASE)
_STAYS_AWAY = re.compile(
    r"\b(?:forfall|fråfall|avbud|avbod|forhindret|fravær|fråvær|permisjon"
    r"|(?:kan\s+)?(?:ikke|ikkje)\s+møt\w+)\b",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[,;|()\[\]\t]|(?<=[a-zæøå]{2})\.\s+|\s[–—/-]+\s|(?<=\w)[–—]\s|(?:^|\s)v/|:")
_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+(?!vara)", re.IGNORECASE)
# «Medlemmene bes melde forfall til sekretær» is no office.
_LONGEST_OFFICE = 4
# More is never said of one person, and the time to read it must not grow with whatever a file holds.
_LONGEST_LINE = 600
_AROUND_PART = " .<>*–—-:"
_REPORTED = re.compile(r"\b(?:(?:har )?meldt )?(?:forfall|fråfall|avbud|avbod)\b", re.IGNORECASE)
_COMES_FROM = re.compile(r"\s+(?:fra|frå|from)\s+(?=[A-ZÆØÅ])")
_FROM = re.compile(r"(?:fra|frå|i|for|from)\s+(?=[A-ZÆØÅ])", re.IGNORECASE)


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


def is_request(line: str) -> bool:
    """Whether a line says whom to turn to, and not only that somebody has reported absence."""
    return words.CONTACT.search(_REPORTED.sub("", line)) is not None


def people_in(cell: str) -> Iterator[Participant]:
    """The people whom a cell names, in its order."""
    for part in re.split(r"\s*(?:;|\n|\s/\s|(?:^|\s)\d[.)]\s+(?!vara)|\bog\b)\s*", cell):
        person = person_in(_AROUND_SUBSTITUTE.sub("", _MEETS.sub("", part)).strip())
        if is_name(person.name):
            yield person


def person_in(text: str, title: str = "", email: str = "") -> Participant:
    """The person whom «Kari Berg, ordfører», «Ordfører Kari Berg (Hole)», «Hole: Kari Berg» or «Hole kommune
    v/ordfører Kari Berg – forfall. Vara: Per Dal» names; the name is the text's first part where none looks like one.
    """
    address = ADDRESS.search(text)
    own, deputies = _deputies(
        _REACHED_BY.sub("", PHONE.sub("", ADDRESS.sub("", _NUMBER.sub("", text[:_LONGEST_LINE]))))
    )
    said = _said_of(own)
    _office_first(said)
    return Participant(
        seat=next(iter(said.places), ""),
        name=said.name,
        title=title or ", ".join(said.offices),
        email=email or (address[0] if address else ""),
        absent=said.absent,
        substitutes=deputies,
    )


def _deputies(text: str) -> tuple[str, tuple[Participant, ...]]:
    """What is said of the member, and those who are named as deputies behind it."""
    match = _DEPUTY.search(text)
    standing_in = _STANDS_IN.search(text) if match is None and _STAYS_AWAY.search(text) else None
    if standing_in and any(people_in(text[: standing_in.start()])):
        return text[: standing_in.start()], tuple(people_in(standing_in["name"]))
    if match is None or not any(people_in(text[: match.start()])):
        return text, ()
    deputies = tuple(people_in(text[match.end() :].strip(" :.()")))
    return (text[: match.start()], deputies) if deputies else (text, ())


@dataclass(slots=True)
class _Told:
    """What the parts of a line say: a name, offices, places, and that somebody stays away."""

    name: str = ""
    offices: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    absent: bool = False

    def office(self, text: str) -> None:
        """Note «ordfører i Hole» as office and place."""
        office, place = _without_place(text)
        self.offices.append(office)
        self.places += [place] if place else []

    def place_or_office(self, text: str) -> None:
        """Note a part that names nobody."""
        if _STAYS_AWAY.search(text):
            self.absent = True
        # «kasserer» is an office that no list of them knows; a place has a capital.
        elif (
            words.TITLE_WORD.search(text) or words.NO_VOTE.search(text) or (text[0].islower() and not _FROM.match(text))
        ):
            self.office(text)
        else:
            self.places.append(_FROM.sub("", text))

    def part(self, text: str) -> None:
        """Note a part of a line: a name, with an office or place beside it or not, or what is said of it."""
        if (come := _COMES_FROM.search(text)) and not self.name:
            self.part(text[: come.start()])
            self.places.append(text[come.end() :])
            return
        office, name, place = ("", text, "") if is_name(text) else _beside_name(text)
        if self.name or not name:
            self.place_or_office(text)
            return
        self.name = name
        if office:
            self.office(office)
        self.places += [place] if place else []


def _said_of(text: str) -> _Told:
    label, colon, rest = text.partition(":")
    # «Øvre Dal: Kari Berg» begins with a place, though it looks like a name.
    if colon and label.strip() and (told := _said_of(rest)).name and is_name(told.name):
        labelled = _Told()
        labelled.place_or_office(label.strip(" *"))
        told.offices, told.places = labelled.offices + told.offices, labelled.places + told.places
        return told
    told = _Told()
    parts = [part for each in _SEPARATOR.split(text) if (part := each.strip(_AROUND_PART))]
    for part in parts:
        told.part(part)
    if not told.name and parts:
        # Whatever stands first in the cell of a name is the name.
        told = _Told(name=parts[0], absent=told.absent)
        for part in parts[1:]:
            told.place_or_office(part)
    return told


def _beside_name(text: str) -> tuple[str, str, str]:
    """Office, name and place of «Ordfører Kari Berg», «Kari Berg Ordfører», «Kari Berg fra Hole» or «Hole kommune Kari
    Berg»; three empty texts for other texts."""
    row = text.split()
    for cut in range(1, len(row)):
        before, after = " ".join(row[:cut]), " ".join(row[cut:])
        if is_name(after) and cut <= _LONGEST_OFFICE and words.TITLE_WORD.search(row[cut - 1]):
            return before, after, ""
        if is_name(after) and before.lower().endswith("kommune"):
            return "", after, before
        if is_name(before) and words.TITLE_WORD.match(after):
            return after, before, ""
        if is_name(before) and (come := _FROM.match(after)):
            return "", before, after[come.end() :]
    return "", "", ""


def _office_first(told: _Told) -> None:
    """Take «CDO» in «Sofia Berg, CDO, Bergen» for an office: of two places the municipality is the one."""
    if len(told.places) > 1 and not told.offices and is_municipality(told.places[-1].removesuffix(" kommune")):
        told.offices, told.places = told.places[:1], told.places[1:]


def _without_place(office: str) -> tuple[str, str]:
    """«Ordfører i Hole» or «ordfører Hole» as office and place."""
    match = re.search(r"\s+(?:i|for|frå|fra)\s+([A-ZÆØÅ][\w -]*)$", office)
    if match is None:
        match = re.search(r"\s+([A-ZÆØÅ][a-zæøå]\w*(?:[ -](?:og\s|i\s)?(?:[A-ZÆØÅ]\w+|kommune))*)$", office)
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
