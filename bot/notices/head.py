"""What a notice tells about the meeting as a whole: when, where, who meets, who asks, by when to answer."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from bot.notices import vocabulary as words
from bot.notices.cases import Doubt
from bot.notices.dates import Moment, dates_in, moment, weekday_after, weekday_before
from bot.notices.lines import is_name
from bot.notices.outline import Block, BlockKind, Outline, plain
from bot.notices.people import ADDRESS, PHONE, Signature, folded, person_in, signatures
from bot.notices.vocabulary import LABELS, Field, tidy

_LONGEST_LABEL = 40
_SHOUTED = re.compile(r"\b[A-ZÆØÅ]{4,}\b")


@dataclass(frozen=True, slots=True)
class Contact:
    """The one to turn to; each part empty where it is not said."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(slots=True)
class Head:
    """The head of a notice. `starts` and `deadline` are dates where no time of day was written, None where nothing was."""

    title: str = ""
    body: str = ""
    organisation: str = ""
    place: str = ""
    starts: datetime | date | None = None
    deadline: datetime | date | None = None
    coordinator: Contact = field(default_factory=Contact)
    chair: str = ""
    rule: str = ""
    silence: str = ""
    signatures: tuple[Signature, ...] = ()
    doubts: list[Doubt] = field(default_factory=list)


def read_head(outline: Outline, general: Sequence[Block], numbers: Sequence[str], people: Block | None) -> Head:
    """The head, from the blocks outside of the cases; `numbers` are the cases', `people` the participants' block."""
    blocks = [block for block in general if block is not people]
    return _HeadReader(outline, blocks, numbers).head()


class _HeadReader:
    def __init__(self, outline: Outline, blocks: Sequence[Block], numbers: Sequence[str]) -> None:
        self._outline = outline
        self._blocks = blocks
        self._numbers = numbers
        self._fields: dict[Field, list[str]] = {}
        self._used: set[str] = set()
        for name, value, line in _labelled(blocks):
            self._fields.setdefault(name, []).append(value)
            self._used.add(line)
        self._lines = [plain(line) for block in blocks for line in block.text.split("\n") if plain(line)]
        self._doubts: list[Doubt] = []

    def head(self) -> Head:
        found = signatures(self._blocks)
        starts = self._starts()
        title = self._title()
        return Head(
            title=title,
            body=self._field(Field.BODY) or self._body_in(title) or self._body_in_prose(),
            organisation=self._organisation(),
            place=self._place(),
            starts=starts,
            deadline=self._deadline(starts),
            coordinator=self._coordinator(found),
            chair=self._chair(found),
            rule=self._rule(),
            silence=self._silence(),
            signatures=tuple(found),
            doubts=self._doubts,
        )

    def _field(self, name: Field) -> str:
        return next((value for value in self._fields.get(name, ()) if value), "")

    def _doubt(self, path: str, read: str, why: str) -> None:
        self._doubts.append(Doubt(path, read[:300], why))

    # -- title, organisation, place

    def _title(self) -> str:
        titled = self._line_like(words.NOTICE_TITLE)
        if titled:
            return _unshouted(_named(titled))
        if subject := re.sub(r"^(?:(?:sv|vs|re|fw|fwd|vb)\s*:\s*)+", "", self._outline.subject, flags=re.IGNORECASE):
            return _named(subject)
        return self._field(Field.TITLE) or _unshouted(self._line_like(words.MEETING_TITLE, among=8))

    def _line_like(self, pattern: re.Pattern[str], among: int = 200) -> str:
        """The first line of that form, joined with the line below where it goes on there; empty for none."""
        rows = [[plain(line) for line in block.text.split("\n")] for block in self._blocks]
        for row in rows[:among]:
            for line, below in pairwise([*row, ""]):
                if line in self._used or len(line) > 200 or line.endswith(".") or not pattern.fullmatch(line):
                    continue
                return f"{line} {below}" if below[:1].islower() else line
        return ""

    def _body_in(self, title: str) -> str:
        """The body that «Møte i styringsgruppa for Fjordløftet» names."""
        match = words.MEETING_OF.match(title)
        return match[1][:1].upper() + match[1][1:].rstrip() if match else ""

    def _body_in_prose(self) -> str:
        """The body that a sentence names, where all sentences name one."""
        if any(block.kind is BlockKind.TABLE for block in self._blocks):
            return ""
        found = {match[1] for line in self._lines for match in words.BODY_IN_PROSE.finditer(line)}
        longest = max(found, key=len, default="")
        if not longest or not all(longest.lower().startswith(each.lower()) for each in found):
            return ""
        self._doubt("body.name", longest, "named in a sentence")
        return longest[:1].upper() + longest[1:]

    def _organisation(self) -> str:
        if named := self._field(Field.ORGANISATION):
            return named
        candidates = [" ".join(self._outline.letterhead)] if self._outline.letterhead else []
        candidates += _joined(self._before_title())
        for candidate in candidates:
            if words.ORGANISATION.search(candidate) and _is_letterhead(candidate):
                return candidate
        return ""

    def _before_title(self) -> Iterator[str]:
        for line in self._lines[:8]:
            if _label(line.partition(":")[0]) and ":" in line:
                return
            if not words.NOTICE_TITLE.fullmatch(line):
                yield line

    def _place(self) -> str:
        if named := self._field(Field.PLACE):
            return named
        for line in self._lines:
            found = re.search(
                r"\b(?:møte\w*|behandl\w+|handsam\w+|held\w*|holdes|avholdes)\b[^.]*?\b((?:på|per|via)\s+(?:e-?post|mail|teams|zoom|telefon))\b",
                line,
                re.IGNORECASE,
            )
            if found:
                return found[1]
        return ""

    # -- times

    def _starts(self) -> datetime | date | None:
        values = self._fields.get(Field.DATE, [])
        found = [each for each in (moment(value, labelled=True) for value in values) if each]
        if not any(each.has_date for each in found):
            found = [*self._moments_in_prose(), *found]
        dated = next((each for each in found if each.has_date), None)
        if dated is None:
            return None
        day = self._day(dated, "meeting.starts", after=self._outline.sent and self._outline.sent.date())
        timed = dated if dated.clock else next((each for each in found if each.clock and not each.has_date), dated)
        return None if day is None else timed.at(day)

    def _moments_in_prose(self) -> list[Moment]:
        """Dates beside the word meeting: in the title, the subject, the first sentences."""
        said = [self._outline.subject, *self._lines]
        near = [text for text in said if re.search(r"\bmøte|\bmøtet|meeting|\binnkalling", text, re.IGNORECASE)]
        sentences = [part for text in near for part in re.split(r"(?<=[a-zæøå0-9][.!?])\s+(?=[A-ZÆØÅ])", text)]
        asking = [each for each in sentences if not (words.ANSWER.search(each) and words.BY.search(each))]
        return [each for each in map(moment, asking) if each and each.has_date]

    def _day(self, found: Moment, path: str, after: date | None = None) -> date | None:
        """The day of a moment, its year taken from what else the notice tells; what was concluded is a doubt."""
        day, why = found.full, ""
        if day is None:
            day, why = self._day_without_year(found, after)
        if day is None:
            self._doubt(path, found.words, "no year is said")
        elif why:
            self._doubt(path, found.words, why)
        if day is not None and not found.fits(day):
            self._doubt(path, found.words, f"{day.isoformat()} is another day of the week")
        return day

    def _day_without_year(self, found: Moment, after: date | None) -> tuple[date | None, str]:
        if after is not None:
            near = [each for year in (after.year, after.year + 1) if (each := found.on(year)) and each >= after]
            if near:
                return near[0], f"no year is said; {near[0].year} follows from the date of the mail"
        written = {each.year for line in self._lines for each in dates_in(line)}
        if len(written) == 1:
            year = written.pop()
            return found.on(year), f"no year is said here; {year} is that of the notice's other dates"
        years = {_year(number) for number in self._numbers} - {None}
        if len(years) == 1:
            year = years.pop() or 0
            return found.on(year), f"no year is said; {year} is that of the case numbers"
        return None, ""

    def _deadline(self, starts: datetime | date | None) -> datetime | date | None:
        labelled = [(value, True) for value in self._fields.get(Field.DEADLINE, ())]
        for text, is_label in [*labelled, *((text, False) for text in self._asking_sentences())]:
            found = moment(text, labelled=is_label)
            if found is None:
                continue
            resolved = self._resolved_deadline(found, starts)
            if resolved is not None:
                return resolved
        return None

    def _asking_sentences(self) -> Iterator[str]:
        """What is said about the time by which to answer; how long absence may be reported is another matter."""
        for block in self._blocks:
            if block.kind is BlockKind.TABLE:
                continue
            for sentence in re.split(r"(?<=[a-zæøå0-9][.!?])\s+(?=[A-ZÆØÅ])", block.plain):
                if words.BY.search(sentence) and words.ANSWER.search(sentence) and not _only_absence(sentence):
                    yield sentence[_by_at(sentence) :]

    def _resolved_deadline(self, found: Moment, starts: datetime | date | None) -> datetime | date | None:
        meeting = starts.date() if isinstance(starts, datetime) else starts
        if found.has_date:
            return self._dated_deadline(found, meeting)
        if found.weekday is not None:
            return self._weekday_deadline(found, found.weekday, meeting)
        if meeting is None:
            self._doubt("meeting.deadline", found.words, "no date is said")
            return None
        before = re.search(r"\bdagen før\b", found.words, re.IGNORECASE) is not None
        day = meeting - timedelta(days=1) if before else meeting
        self._doubt("meeting.deadline", found.words, "only the time of day is said; the day is that of the meeting")
        return found.at(day)

    def _weekday_deadline(self, found: Moment, weekday: int, meeting: date | None) -> datetime | date | None:
        """«Innen torsdag kl. 12»: the Thursday after the notice, which must be the one before the meeting too."""
        sent = self._sent()
        after = None if sent is None else weekday_after(weekday, sent)
        before = None if meeting is None else weekday_before(weekday, meeting)
        if after is not None and before is not None and after != before:
            self._doubt("meeting.deadline", found.words, f"it may be {after.isoformat()} or {before.isoformat()}")
            return None
        day = after or before
        if day is None:
            self._doubt("meeting.deadline", found.words, "no date is said, and none to count from")
            return None
        why = "the first such day after the notice's date" if after else "the last such day before the meeting"
        self._doubt("meeting.deadline", found.words, f"{why} is {day.isoformat()}")
        return found.at(day)

    def _dated_deadline(self, found: Moment, meeting: date | None) -> datetime | date | None:
        day = found.full
        if day is None and meeting is not None:
            near = [each for year in (meeting.year - 1, meeting.year, meeting.year + 1) if (each := found.on(year))]
            day = min(near, key=lambda each: abs(each - meeting), default=None)
            if day is not None:
                self._doubt(
                    "meeting.deadline", found.words, f"no year is said; {day.year} is the nearest to the meeting"
                )
            return None if day is None else found.at(day)
        day = self._day(found, "meeting.deadline", after=self._sent())
        return None if day is None else found.at(day)

    def _sent(self) -> date | None:
        """The notice's own date: the mail's, a labelled one, or the line «Hole, 20. februar 2022»."""
        if self._outline.sent is not None:
            return self._outline.sent.date()
        for value in self._fields.get(Field.NOTICE_DATE, ()):
            if days := dates_in(value):
                return days[0]
        for line in self._lines:
            if words.PLACE_AND_DATE.fullmatch(line) and (days := dates_in(line)):
                return days[0]
        return None

    # -- people

    def _coordinator(self, found: Sequence[Signature]) -> Contact:
        labelled = [person_in(value) for value in self._fields.get(Field.COORDINATOR, ())]
        named = next((person for person in labelled if is_name(person.name)), None)
        contact = self._contact_text()
        email = (named and named.email) or _first(ADDRESS, contact) or self._field(Field.EMAIL)
        name = named.name if named else self._contact_name(contact, email, found)
        email = email or self._address_of(name)
        phone = _first(PHONE, " ".join(self._fields.get(Field.COORDINATOR, ()))) or _first(PHONE, contact)
        phone = phone or _first(PHONE, self._field(Field.PHONE)) or self._phone_below(name)
        return Contact(name, email, phone)

    def _contact_text(self) -> str:
        """The paragraphs that tell whom to turn to."""
        told = [block.plain for block in self._blocks if block.kind is not BlockKind.TABLE]
        # In Word the line below «… meldes til:» is a paragraph of its own.
        joined = [f"{text} {below}" if text.endswith(":") else text for text, below in pairwise([*told, ""])]
        reachable = (text for text in joined if ADDRESS.search(text) or PHONE.search(text))
        return " ".join(text for text in reachable if words.CONTACT.search(text))

    def _contact_name(self, contact: str, email: str, found: Sequence[Signature]) -> str:
        mentioned = re.search(r"\b(?:til|kontakt|med|hos)\s+(?:[a-zæøå]+\s+){0,2}((?:[A-ZÆØÅ][\w-]+\s?){2,4})", contact)
        if mentioned and is_name(mentioned[1].strip()):
            return mentioned[1].strip()
        by_address = [each.name for each in found if email and _owns(each.name, email)]
        by_office = [each.name for each in found if words.SECRETARY.search(each.office)]
        sender = self._outline.sender
        by_sender = (
            [sender.name] if sender and is_name(sender.name) and (not email or _owns(sender.name, email)) else []
        )
        said = [*by_address, *by_office, *self._closing_name()]
        if not said and by_sender:
            self._doubt("body.coordinator.name", by_sender[0], "the sender of the mail; the notice names nobody")
        return next(iter([*said, *by_sender]), "")

    def _closing_name(self) -> list[str]:
        """The name below «Vennlig hilsen»."""
        return [below for above, below in pairwise(self._lines) if words.CLOSING.fullmatch(above) and is_name(below)]

    def _address_of(self, name: str) -> str:
        """An address of the notice that can only be that person's."""
        sender = self._outline.sender
        if sender and name and folded(sender.name) == folded(name):
            return sender.email
        found = {address for line in self._lines for address in ADDRESS.findall(line) if name and _owns(name, address)}
        return found.pop() if len(found) == 1 else ""

    def _phone_below(self, name: str) -> str:
        at = next((n for n, line in enumerate(self._lines) if name and line == name), None)
        return "" if at is None else _first(PHONE, " | ".join(self._lines[at : at + 5]))

    def _chair(self, found: Sequence[Signature]) -> str:
        """The name of the one who is said to chair the body; that a mayor signed does not say it."""
        labelled = next((person_in(value).name for value in self._fields.get(Field.CHAIR, ()) if value), "")
        if labelled:
            return labelled
        offices = [each for each in found if words.CHAIR.search(each.office) and not words.NO_CHAIR.search(each.office)]
        return offices[0].name if len({each.name for each in offices}) == 1 else ""

    # -- how it is decided

    def _rule(self) -> str:
        said = (
            ("unanimous-written", r"(?:skriftlig|skriftleg).{0,80}§\s*11-8|§\s*11-8.{0,80}(?:skriftlig|skriftleg)"),
            ("two-thirds", r"(?:to tredje\w*|2/3)[^.]*fleirtal\w*|(?:to tredje\w*|2/3)[^.]*flertall\w*"),
            ("board", r"\b(?:aksjeloven|aksjelova|asl\.?)\s*§+\s*6-(?:19|24|25)"),
            ("majority", r"(?:alminnelig|simpelt|vanlig|vanleg)\s+(?:flertall|fleirtal)"),
        )
        return self._said("body.rule", said)

    def _silence(self) -> str:
        said = (
            ("no-vote", r"(?:ikke|ikkje)\s+svar\w*[^.]*(?:ikke|ikkje)\s+(?:stemt|avgitt|som (?:samtykke|enig|ja))"),
            (
                "consent",
                r"(?:ikke|ikkje)\s+(?:svar\w*|høyrer|hører)[^.]*(?:regne\w*|rekne\w*|anse\w*|oppfatt\w*)[^.]*(?:samtykk\w*|enig\w*|einig\w*|godkjen\w*|tilslutning)",
            ),
        )
        return self._said("body.silence", said)

    def _said(self, path: str, patterns: Sequence[tuple[str, str]]) -> str:
        for block in self._blocks:
            for value, pattern in patterns:
                if block.kind is not BlockKind.TABLE and re.search(pattern, block.plain, re.IGNORECASE):
                    self._doubt(path, block.plain, f"read as {value!r}")
                    return value
        return ""


def _labelled(blocks: Sequence[Block]) -> Iterator[tuple[Field, str, str]]:
    """Each label with its value and the whole line: «Tid: …», two cells of a table, or a label above its value."""
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.TABLE:
            yield from _labelled_cells(block)
            continue
        rows = [plain(line) for line in block.text.split("\n")]
        for at, line in enumerate(rows):
            head, colon, value = line.partition(":")
            name = _label(head) if colon else None
            if name and not value.strip():
                value = _value_below(rows[at + 1 :], blocks[index + 1 :])
            if name:
                yield name, value.strip(), line


def _value_below(rows: Sequence[str], blocks: Sequence[Block]) -> str:
    below = rows[0] if rows else (blocks[0].plain if blocks and blocks[0].kind is not BlockKind.TABLE else "")
    return "" if len(below) > 120 or _label(below.partition(":")[0]) else below


def _labelled_cells(block: Block) -> Iterator[tuple[Field, str, str]]:
    for row in block.rows:
        cells = [plain(cell) for cell in row]
        for at, cell in enumerate(cells):
            head, _, value = cell.partition(":")
            name = _label(head)
            if name and (value.strip() or (at + 1 < len(cells) and cells[at + 1])):
                yield name, value.strip() or cells[at + 1], cell


def _label(head: str) -> Field | None:
    """The field of a label, also where it is misspelt by a letter."""
    label = tidy(head)
    if not label or len(label) > _LONGEST_LABEL:
        return None
    if label in LABELS:
        return LABELS[label]
    near = difflib.get_close_matches(label, LABELS, 1, 0.87) if len(label) > 5 else []
    return LABELS[near[0]] if near else None


def _joined(lines: Iterable[str]) -> list[str]:
    """The lines, one that ends in the middle of a name with the next: «Interkommunalt politisk råd for»."""
    joined: list[str] = []
    for line in lines:
        if joined and joined[-1].endswith((" for", " i", " av", " og")):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


def _named(title: str) -> str:
    """The meeting's name out of «Innkalling til styringsgruppemøte …»."""
    match = words.INVITATION.match(title)
    if match is None:
        return title
    name = str(next(part for part in match.groups() if part)).rstrip(" .:")
    return name[:1].upper() + name[1:]


def _unshouted(title: str) -> str:
    """The title, where its first word alone is in capitals, as an ordinary sentence; where more are, nobody can tell
    which of them are names, and it stays as it is written."""
    shouted = _SHOUTED.findall(title)
    if len(shouted) != 1 or not title.startswith(shouted[0]):
        return title
    return shouted[0].capitalize() + title[len(shouted[0]) :]


def _is_letterhead(text: str) -> bool:
    return len(text) <= 120 and not re.search(r"[@:?!]|\d{4}|\.$", text)


def _only_absence(sentence: str) -> bool:
    said = re.sub(r"\b(?:forfall|fråfall)\w*", "", sentence, flags=re.IGNORECASE)
    return words.ABSENCE.search(sentence) is not None and not re.search(
        r"\b(?:svar|stemme|stem|vot|godkjenn|røyst)\w*", said, re.IGNORECASE
    )


def _by_at(sentence: str) -> int:
    match = words.BY.search(sentence)
    return match.start() if match else 0


def _year(number: str) -> int | None:
    year = number.rpartition("/")[2] if "/" in number else ""
    return int(year) + (2000 if len(year) == 2 else 0) if year.isdigit() else None


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[0].strip().rstrip(".") if match else ""


def _owns(name: str, address: str) -> bool:
    """Whether the address is written with the person's first and last name, or initials of the first."""
    local = folded(address.partition("@")[0])
    parts = folded(name).replace("-", " ").split()
    if len(parts) < 2:
        return False
    tokens = re.split(r"[._-]", local)
    first, last = parts[0], parts[-1]
    return (first in tokens and last in tokens) or local in {first + last, first[0] + last, f"{first[0]}.{last}"}
