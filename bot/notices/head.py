"""What a notice tells about the meeting as a whole: its name, who meets, where, and how they decide."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.notices import vocabulary as words
from bot.notices.cases import Doubt
from bot.notices.contact import Contact, read_chair, read_contact
from bot.notices.dates import is_only_moment, moment
from bot.notices.labels import Said, label
from bot.notices.lines import is_name
from bot.notices.municipalities import is_municipality
from bot.notices.outline import Block, Outline, plain
from bot.notices.participants import Participants, without_people
from bot.notices.people import PHONE, Signature, person_in, signatures
from bot.notices.times import COVERING, Times, read_covering_times, read_times, sentences
from bot.notices.vocabulary import Field

_SHOUTED = re.compile(r"\b[A-ZÆØÅ]{4,}\b")
# What a subject says of the answer that is wanted, and of the mail itself: «… – svar innen 2. mars [AB12-CD34]».
_BEHIND_SUBJECT = re.compile(
    r"(?:\s+[–-]\s+(?:svar(?:frist)?|frist|reply|answer)\s+(?:innen|innan|by|før)\b.*|\s*\[[^\]]*\])+\s*$",
    re.IGNORECASE,
)
_ANSWERED = re.compile(r"^(?:(?:sv|vs|re|fw|fwd|vb)\s*:\s*)+", re.IGNORECASE)


@dataclass(slots=True)
class Head:
    """The head of a notice, each part empty where it is not said. `chair` is the name of the one who chairs."""

    title: str
    body: str
    organisation: str
    place: str
    times: Times
    coordinator: Contact
    chair: str
    rule: str
    silence: str
    signed: tuple[Signature, ...] = ()
    doubts: list[Doubt] = field(default_factory=list)


def read_head(outline: Outline, general: Sequence[Block], numbers: Sequence[str], invited: Participants) -> Head:
    """The head, from the blocks outside of the cases and without those invited; `numbers` are the cases'."""
    said = Said(outline, tuple(without_people(general, invited)))
    return _HeadReader(said).head(numbers)


class _HeadReader:
    def __init__(self, said: Said) -> None:
        self._said = said
        self._doubts: list[Doubt] = []

    def head(self, numbers: Sequence[str]) -> Head:
        """The head."""
        said, signed = self._said, signatures(self._said.blocks)
        times, contact = self._times(numbers), read_contact(said, signed)
        self._doubts += [*times.doubts, *contact.doubts]
        title, organisation = self._title(), self._organisation()
        body = self._labelled_body() or _body_in(title) or self._body_line() or self._body_in_prose(title, organisation)
        body = body or self._body_of_kind(title, organisation)
        return Head(
            title=title,
            body=_unshouted(body),
            organisation=organisation
            or _organisation_in(title)
            or _organisation_in(body)
            or self._organisation_in_prose(body),
            place=self._place(),
            times=times,
            coordinator=contact,
            chair=read_chair(said, signed),
            rule=self._decided("body.rule", words.RULES),
            silence=self._decided("body.silence", words.SILENCES),
            signed=tuple(signed),
            doubts=self._doubts,
        )

    def _times(self, numbers: Sequence[str]) -> Times:
        times = read_times(self._said, numbers)
        return read_covering_times(self._covering, numbers, times) if self._covering.blocks else times

    @property
    def _covering(self) -> Said:
        """What the mail says that carried the notice."""
        return Said(self._said.outline, self._said.outline.cover)

    def _place(self) -> str:
        if told := self._place_in(self._said):
            return told
        if covering := self._place_in(self._covering):
            self._doubts.append(Doubt("meeting.place", covering, COVERING))
        return covering

    def _place_in(self, said: Said) -> str:
        return said.first(Field.PLACE) or _place_beside_time(said) or _place_in_prose(said)

    def _title(self) -> str:
        titled, labelled = self._said.line_like(words.NOTICE_TITLE), self._said.first(Field.TITLE)
        # «Møteinnkalling» alone is the document's title; the meeting's own may stand behind a label.
        if words.BARE_TITLE.fullmatch(titled) and words.MEETING_TITLE.fullmatch(labelled):
            return labelled
        if titled:
            return _unshouted(_named(titled))
        if subject := _BEHIND_SUBJECT.sub("", _ANSWERED.sub("", self._said.outline.subject)):
            return _named(subject)
        return _meeting_parts(labelled)[0] or _unshouted(self._said.line_like(words.MEETING_TITLE, among=8))

    def _labelled_body(self) -> str:
        """The body behind its label, where that does not head its members; «Møte: Bydelsutvalget» labels it too."""
        values = (value for value in self._said.all(Field.BODY) if value and not re.search(r"@|[.:]$|\bsaker\b", value))
        named = next((value for value in values if not is_name(person_in(value).name)), "")
        titled = words.BODY_LINE.fullmatch(self._said.first(Field.TITLE))
        return named or (titled["body"] if titled else "") or _meeting_parts(self._said.first(Field.TITLE))[1]

    def _body_line(self) -> str:
        """The body whose name is a line of its own above the notice's title, or right below it."""
        lines = self._said.lines[:8]
        titled = next((n for n, line in enumerate(lines) if words.NOTICE_TITLE.fullmatch(line)), 0)
        parts = (part for line in lines[: titled + 2] for part in _parts(line) if not words.VERB.search(part))
        above = (part for line in self._said.outline.letterhead for part in _parts(line))
        found = (match["body"] for part in itertools.chain(parts, above) if (match := words.BODY_LINE.fullmatch(part)))
        return next((body[:1].upper() + body[1:] for body in found), "")

    def _body_of_kind(self, title: str, organisation: str) -> str:
        """The board that «Styremøte» alone names, or the council that the organisation is itself, with a doubt."""
        kinds = (name for kind, name in words.MEETING_OF_KIND if kind.match(title) and not _organisation_in(title))
        name = next(kinds, "") or (organisation if organisation.lower().endswith("fellesråd") else "")
        if name:
            self._doubts.append(Doubt("body.name", title or organisation, "no line names the body otherwise"))
        return name

    def _body_in_prose(self, title: str, organisation: str) -> str:
        """The body that a sentence names, where all sentences name one, and one of the kind that the title tells."""
        called = {match["body"] for line in self._said.lines for match in words.MEETING_OF.finditer(line)}
        called |= {match["body"] for line in self._said.lines[:3] if (match := words.GREETED.fullmatch(line))}
        found = called | {match[1] for line in self._said.lines for match in words.BODY_IN_PROSE.finditer(line)}
        kind = words.BODY_KIND.match(title)
        found = {each for each in found if not organisation.lower().startswith(each.lower())}
        found = {each for each in found if kind is None or _is_of_kind(each, kind[0])}
        longest = max(found, key=len, default="")
        if not longest or not all(longest.lower().startswith(each.lower()) for each in found):
            return ""
        self._doubts.append(Doubt("body.name", longest, "named in a sentence"))
        return longest[:1].upper() + longest[1:]

    def _organisation(self) -> str:
        if named := self._said.first(Field.ORGANISATION) or _meeting_parts(self._said.first(Field.TITLE))[2]:
            return named
        letterhead = [line for line in self._said.outline.letterhead if not words.CLOSED.search(line)]
        candidates = [part for line in _joined(letterhead) for part in _parts(line)] + [" ".join(letterhead)]
        candidates += _joined(self._before_title())
        candidates += self._cells_before_title()
        candidates = [PHONE.sub("", _without_body(each)).strip(" ,|–-") for each in candidates]
        fitting = (each for each in candidates if words.ORGANISATION.search(each) and _is_letterhead(each))
        return next((each for each in fitting if not words.BODY_LINE.fullmatch(each)), "")

    def _organisation_in_prose(self, body: str) -> str:
        """The organisation of which a sentence tells what it does, where only one is told of; with a doubt."""
        told = (match["who"] for line in self._said.lines for match in words.ASKS.finditer(line))
        found = {each for each in told if words.ORGANISATION.search(each) and not words.BODY_LINE.fullmatch(each)}
        found.discard(body)
        if len(found) != 1:
            return ""
        named = found.pop()
        self._doubts.append(Doubt("body.organisation", named, "named in a sentence"))
        return named

    def _before_title(self) -> Iterator[str]:
        for line in self._said.lines[:8]:
            name = label(line.partition(":")[0]) if ":" in line else None
            if name and name not in {Field.COORDINATOR, Field.EMAIL, Field.PHONE}:
                return
            if not words.NOTICE_TITLE.fullmatch(line) and name is None:
                yield from _parts(line)

    def _cells_before_title(self) -> list[str]:
        """The cells of a table that only lays out the head of the page."""
        blocks = self._said.blocks[:3]
        titled = next((n for n, block in enumerate(blocks) if words.NOTICE_TITLE.fullmatch(block.plain)), 0)
        return [plain(cell) for block in blocks[:titled] for row in block.rows for cell in row if cell]

    def _decided(self, path: str, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> str:
        """The value whose words the notice uses, with a doubt that quotes them; empty where it uses none."""
        for text in self._said.paragraphs:
            for value, pattern in patterns:
                if pattern.search(text):
                    self._doubts.append(Doubt(path, text[:300], f"read as {value!r}"))
                    return value
        return ""


def _place_in_prose(said: Said) -> str:
    """The place that stands behind the meeting's time, or the way in which it is held."""
    for line in (sentence for each in said.lines for sentence in sentences(each)):
        match = words.PLACE_AFTER_TIME.match(line)
        if (
            match is None
            or words.UNTIL.search(line)
            or not (words.MEETING.search(line) or is_only_moment(match["when"]))
        ):
            continue
        place = next(part for part in match.group("place", "home", "bracketed", "named") if part)
        is_person = not match["place"] and not match["home"] and is_name(place)
        if moment(place) is None and not words.VERB.search(place) and not is_person:
            return place
    found = (match for line in said.lines if (match := words.PLACE_IN_PROSE.search(line)))
    held = (match for line in said.lines for each in sentences(line) if (match := words.HELD_AT.match(each)))
    return next((match[1] for match in found), "") or next(
        (match["place"] for match in held if moment(match["place"]) is None), ""
    )


def _place_beside_time(said: Said) -> str:
    """The place out of «Tid og sted: torsdag 3. mars 2022 kl. 10, Nes rådhus»."""
    for value in said.all(Field.DATE_AND_PLACE):
        parts = [part.strip() for part in re.split(r"[,;]|\s[–-]\s", value)]
        timed = max((n for n, part in enumerate(parts) if moment(part, labelled=True)), default=len(parts))
        if rest := [part for part in parts[timed + 1 :] if part]:
            return ", ".join(rest)
    return ""


def _body_in(title: str) -> str:
    """The body that «Møte i styringsgruppa for Fjordløftet» names."""
    behind = re.sub(r"^(?:møte)?innkalling\s+(?:til\s+|for\s+)?", "", title, flags=re.IGNORECASE)
    parts = (words.BODY_LINE.fullmatch(part) for part in (*_parts(title), behind))
    match = words.MEETING_OF.match(title) or next((each for each in parts if each), None)
    name = match["body"] if match else ""
    return name[:1].upper() + name[1:].rstrip()


def _organisation_in(name: str) -> str:
    """The organisation at the end of «Styremøte i Nes Renovasjon IKS» or «Arbeidsutvalget, Nes regionråd»."""
    match = re.search(r"(?P<by>\s(?:i|for|av|in|of)|,|\s[–-])\s+(?P<name>(?-i:[A-ZÆØÅ])[^,]{2,80})$", name)
    is_one = match and words.ORGANISATION.search(match["name"]) and not words.BODY_LINE.fullmatch(match["name"])
    return match["name"] if match and is_one and _is_of(match["by"], match["name"]) else ""


def _is_of_kind(body: str, kind: str) -> bool:
    """Whether a body is of the kind that a title tells: «Styringsgruppa for Kystled» of «Styringsgruppemøte», but
    «Styringsgruppa» alone says no more than the title."""
    stem = kind.lower().removesuffix("e")
    return body.lower().startswith(stem if " " in body else kind.lower())


def _without_body(line: str) -> str:
    """The organisation that «Arbeidsutvalget i Nes regionråd» is of; the line itself where it names no body first."""
    match = words.OF_BODY.match(line)
    if match is None:
        return line
    return line[match.end() :] if _is_of(match["by"], line[match.end() :]) else ""


def _is_of(by: str, name: str) -> bool:
    """Whether a body is of that organisation, and not for something that is called so, as «for Digital kommune»."""
    sure = words.SURE_ORGANISATION.search(name) or is_municipality(name.removesuffix(" kommune"))
    return by.strip() != "for" or bool(sure)


def _meeting_parts(labelled: str) -> tuple[str, str, str]:
    """Title, body and organisation of «Styringsgruppemøte, Styringsgruppa for Fjordløftet, Nes regionråd»; all of it is
    the title where what follows names no body."""
    title, *rest = labelled.split(", ")
    body = next((part for part in rest if words.BODY_LINE.fullmatch(part)), "")
    if not body:
        return labelled, "", ""
    return title, body, next((part for part in rest if part != body and words.ORGANISATION.search(part)), "")


def _parts(line: str) -> list[str]:
    """A line, or its two parts where one of them is a body: «Nes kommune – Administrasjonsutvalget»."""
    parts = re.split(r"\s+[–-]\s+", line)
    return parts if len(parts) == 2 and any(words.BODY_LINE.fullmatch(part) for part in parts) else [line]


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
    """The title, where its first word alone or only common words are in capitals, as an ordinary sentence; where more
    are, nobody can tell which of them are names, and it stays as it is written."""
    bare = re.sub(r"[«“\"][^»”\"]*[»”\"]", "", title)
    if bare.isupper() and all(words.COMMON_WORD.fullmatch(word) for word in bare.split()):
        lower = re.sub(
            r"[«“\"][^»”\"]*[»”\"]|[^«“\"]+", lambda part: part[0] if part[0][0] in '«“"' else part[0].lower(), title
        )
        return lower[:1].upper() + lower[1:]
    shouted = [match[0] for match in _SHOUTED.finditer(title)]
    if len(shouted) != 1 or not title.startswith(shouted[0]):
        return title
    return shouted[0].capitalize() + title[len(shouted[0]) :]


def _is_letterhead(text: str) -> bool:
    told = re.search(r"[@:?!|]|\d{4}|\.$|\b(?:et|eit|en|ein|ei|a)\s", text)
    told = told or words.VERB.search(text) or words.MEETING.search(text)
    return len(text) <= 120 and not told and not is_name(person_in(text).name)
