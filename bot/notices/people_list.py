"""The members as lines, items or one sentence name them, with their substitutes and those who only attend.

Which of them a line tells of is said by the heading above it. What else a line of a list may be is little: a person,
the municipality of those below, the office of the one above; whatever is none of them ends the list.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from bot.notices import vocabulary as words
from bot.notices.labels import label
from bot.notices.lines import is_name
from bot.notices.municipalities import is_municipality
from bot.notices.outline import Block, BlockKind, plain
from bot.notices.people import ADDRESS, Participant, folded, is_request, person_in
from bot.notices.vocabulary import LABELS, Field, tidy

_LONGEST_HEADING = 70
_FEWEST_UNANNOUNCED = 3
# «og» in brackets or in the name of a municipality parts no two people.
_BETWEEN = re.compile(r"(\s*[,;]\s*(?![^(]*\))|\s+[–—]\s+(?![^(]*\))|\s+(?:og|and)\s+(?![^(]*\)))")
_KEPT = "\0"
# Places whose names have an «og» of their own.
_OF_TWO = re.compile(r"\b(?:Nore og Uvdal|Evje og Hornnes|[A-ZÆØÅ][\w-]+ og [A-ZÆØÅ][\w-]+(?= kommune))")
_NO_LABEL_OF_MEMBER = frozenset({Field.COORDINATOR, Field.EMAIL, Field.PHONE})


class Section(Enum):
    """Whom a heading announces."""

    MEMBERS = auto()
    OBSERVERS = auto()
    SUBSTITUTES = auto()
    OTHERS = auto()
    COPIES = auto()


def section_of(heading: str) -> Section | None:
    """Whom a heading or label announces; None where it is none."""
    name = tidy(heading)
    if not name or len(name) > _LONGEST_HEADING or re.search(r"@|\d{3}", name):
        return None
    known = LABELS.get(name) or label(name)
    if known in {Field.MEMBERS, Field.BODY, Field.COPY}:
        return Section.COPIES if known is Field.COPY else Section.MEMBERS
    if known:
        return None
    if words.NAMES_BOTH.search(name):
        return Section.MEMBERS
    for section, pattern in _ANNOUNCES.items():
        if pattern.search(name):
            return section
    return Section.MEMBERS if words.ADDRESSED.fullmatch(heading.strip(" :")) else None


_ANNOUNCES = {
    Section.COPIES: words.COPIES_TO,
    Section.SUBSTITUTES: words.NAMES_SUBSTITUTES,
    Section.OBSERVERS: words.NAMES_OBSERVERS,
    Section.OTHERS: words.NAMES_OTHERS,
    Section.MEMBERS: words.NAMES_MEMBERS,
}


@dataclass(slots=True)
class Roster:
    """Those whom lists name. `others` only attend; `announced` tells whether a heading says who the members are.

    With `any_heading` whatever ends with a colon announces people, if people follow.
    """

    members: list[Participant] = field(default_factory=list)
    substitutes: list[Participant] = field(default_factory=list)
    others: list[Participant] = field(default_factory=list)
    announced: bool = True
    any_heading: bool = False
    _section: Section | None = None
    _group: str = ""
    _bare: bool = False
    _closed: bool = False
    _deputy: Participant | None = None
    _each_has_deputy: bool = False

    def read(self, row: str) -> None:
        """Take in the next line of the notice; an empty one ends the list."""
        if not row:
            self._close()
        elif not self._opens(row) and self._section:
            self._go_on(row)

    def _opens(self, row: str) -> bool:
        """Whether the line is a heading of people, or a label with people behind it."""
        head, told, rest = _headed(row)
        section = section_of(head) or (Section.MEMBERS if told and self._may_announce(head) else None)
        if section is None and self._section and told and not rest and label(head) is Field.COORDINATOR:
            section = Section.OTHERS
        if section is None or _says_more_than_name(head) or (not told and _says_more_than_name(row)):
            return False
        people = [] if not rest or is_request(row) else people_beside(rest)
        # «Til: styringsgruppas medlemmer» heads them too.
        if rest and not people and section_of(rest) is not section:
            return False
        if section is Section.SUBSTITUTES and self._section is Section.MEMBERS and len(people) == 1 and self.members:
            self._deputy = people[0]
            return True
        self._begin(section)
        for person in people:
            self._add(person)
        return True

    def _may_announce(self, head: str) -> bool:
        free = self.any_heading and not self._section and len(head) <= _LONGEST_HEADING
        return free and label(head) is None and not words.AGENDA.fullmatch(head) and not is_municipality(head)

    def _begin(self, section: Section) -> None:
        self._place_deputy(more=False)
        if section is Section.MEMBERS and self._closed and len(self.members) > 1:
            section = Section.COPIES
        if section is Section.MEMBERS and self._closed:
            self.members.clear()
        self._section, self._group, self._bare, self._closed = section, "", False, False

    def _close(self) -> None:
        self._place_deputy(more=False)
        self._closed = self._closed or self._section is not None
        self._section, self._group, self._bare = None, "", False

    def _go_on(self, row: str) -> None:
        person = person_in(row)
        if ":" in row and label(row.partition(":")[0]) in _NO_LABEL_OF_MEMBER:
            return
        if words.CLOSING.fullmatch(row) or is_request(row) or words.AGENDA.fullmatch(row.strip(" :")):
            self._close()
        elif is_name(person.name):
            self._add(person)
            self._bare = not (person.seat or person.title)
        elif self._bare and self._completes(row):
            self._bare = False
        elif _is_group(row):
            self._group, self._bare = row.rstrip(" :"), False
        else:
            self._close()

    def _add(self, person: Participant) -> None:
        person = person if person.seat else replace(person, seat=self._group)
        match self._section:
            case Section.SUBSTITUTES:
                self.substitutes.append(person)
            case Section.OTHERS:
                self.others.append(person)
            case Section.COPIES | None:
                pass
            case Section.MEMBERS | Section.OBSERVERS:
                self._add_member(person)

    def _add_member(self, person: Participant) -> None:
        self._place_deputy(more=True)
        if words.SUBSTITUTE_ROLE.search(person.title) and not words.SUBSTITUTE_ROLE.search(person.name):
            self.substitutes.append(person)
        elif folded(person.name) not in {folded(each.name) for each in self.members}:
            votes = self._section is Section.MEMBERS
            self.members.append(replace(person, votes=person.votes and votes))

    def _place_deputy(self, *, more: bool) -> None:
        """«Vara: Per Dal» below one member is that one's deputy where each member, and not only the last, has one."""
        person, self._deputy = self._deputy, None
        if person is None:
            return
        if not (more or self._each_has_deputy):
            self.substitutes.append(person)
            return
        last = self.members[-1]
        self.members[-1] = replace(last, substitutes=(*last.substitutes, person))
        self._each_has_deputy = True

    def _completes(self, row: str) -> bool:
        """Whether a line tells the office, place or address of the person above it."""
        into = {Section.SUBSTITUTES: self.substitutes, Section.OTHERS: self.others}.get(
            self._section or Section.MEMBERS, self.members
        )
        if not into or self._group or row.endswith(":"):
            return False
        told = person_in(f"{into[-1].name}, {row}")
        known = words.TITLE_WORD.search(row) or is_municipality(told.seat) or ADDRESS.search(row)
        if not known or len(row) > _LONGEST_HEADING:
            return False
        into[-1] = replace(told, votes=into[-1].votes)
        return True


def roster(blocks: Sequence[Block]) -> Roster:
    """Those whom the lists of a notice name; from a run of lines that all name people with office or place, where no
    heading announces them."""
    rows = list(_rows(blocks))
    found = Roster()
    for row in [*rows, ""]:
        found.read(row)
    if len(found.members) > 1:
        return found
    return _loosely_announced(blocks) or Roster(_unannounced(rows), announced=False)


def _loosely_announced(blocks: Sequence[Block]) -> Roster | None:
    """Those below any heading, where all of them are said to be of a place or to have an office."""
    found = Roster(announced=False, any_heading=True)
    for row in [*_rows(blocks, any_label=True), ""]:
        found.read(row)
    told = all(each.seat or words.TITLE_WORD.search(each.title) for each in found.members)
    return found if len(found.members) > 1 and told else None


def people_beside(rest: str) -> list[Participant]:
    """Those whom one line names: each name begins a person, and what follows up to the next is said of them; none
    where it does not begin with a name."""
    told: list[str] = []
    between = ""
    whole = _OF_TWO.sub(lambda place: place[0].replace(" ", _KEPT), _without_offices(rest).rstrip(". "))
    for at, part in enumerate(_BETWEEN.split(whole)):
        if at % 2:
            between = part
        elif told and part[:1].islower() and words.SUBSTITUTE_ROLE.search(part):
            # «…, medlem (vara: Eva Moe)» names a deputy of the one before.
            told[-1] += between + part
        elif is_name(person_in(part.replace(_KEPT, " ")).name):
            told.append(part)
        elif told:
            told[-1] += between + part
        else:
            return []
    return [person_in(each.replace(_KEPT, " ")) for each in told]


def _without_offices(rest: str) -> str:
    """The names behind an office that all of them have."""
    match = words.OFFICES.match(rest)
    return rest[match.end() :].lstrip(" :,") if match else rest


def _headed(row: str) -> tuple[str, str, str]:
    """A line as heading, what parts it from the rest, and the rest: «Styringsgruppa består av Kari Berg, …»."""
    addressed = re.match(r"(?:Til|To)\s+(?=[A-ZÆØÅ])", row)
    if addressed and len(people_beside(row[addressed.end() :])) > 1:
        return addressed[0].strip(), ":", row[addressed.end() :]
    match = re.search(r":|(?<=\w)\s?\?|(?<=\w)\s+(?=består av\b)", row)
    if match is None:
        return row, "", ""
    rest = re.sub(
        r"^(?:består av)?\s*(?:følgende|fylgjande|følgjande|desse|disse)?\s*:?", "", row[match.end() :]
    ).strip()
    return row[: match.start()] + (" består av" if match[0].isspace() else ""), ":", rest


def _says_more_than_name(row: str) -> bool:
    person = person_in(row)
    return is_name(person.name) and bool(person.seat or person.title)


def _is_group(row: str) -> bool:
    """Whether a line names the municipality or organisation of those below it."""
    short = row.endswith(":") and len(row) < _LONGEST_HEADING and row[0].isupper() and len(row.split()) <= 5
    return short or is_municipality(row) or re.fullmatch(r"[\w\s-]{2,40}kommune", row) is not None


def _unannounced(rows: Sequence[str]) -> list[Participant]:
    run: list[Participant] = []
    copies = False
    for row in [*rows, ""]:
        person = person_in(row)
        if is_name(person.name) and (person.seat or words.TITLE_WORD.search(person.title)) and not copies:
            run.append(person)
            continue
        # Only a body's own members are said to lead it or to be its members.
        sure = len(run) > 1 and all(words.MEMBERS_ROLE.fullmatch(each.title) for each in run)
        if sure or (len(run) >= _FEWEST_UNANNOUNCED and all(each.seat for each in run)):
            return run
        run = []
        copies = section_of(row.partition(":")[0]) in {Section.COPIES, Section.SUBSTITUTES, Section.OTHERS} or (
            copies and bool(row)
        )
    return []


def _rows(blocks: Iterable[Block], *, any_label: bool = False) -> Iterator[str]:
    """The lines outside of tables; a table leaves an empty one, and its rows of a label of people, or any label, and
    names."""
    for block in blocks:
        if block.kind is not BlockKind.TABLE:
            yield from [plain(line) for line in block.text.split("\n")]
            continue
        yield ""
        for head, *cells in block.rows:
            filled = [[plain(line) for line in cell.split("\n")] for cell in cells if cell]
            if len(filled) == 1 and (section_of(plain(head)) or (any_label and len(filled[0]) > 1)):
                yield from _beside_label(plain(head).rstrip(" :"), filled[0])
                yield ""


def _beside_label(head: str, lines: Sequence[str]) -> Iterator[str]:
    if len(lines) > 1:
        yield f"{head}:"
        yield from lines
    else:
        yield f"{head}: {lines[0]}"
