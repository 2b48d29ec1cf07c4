"""What a notice tells about the meeting as a whole: its name, who meets, where, and how they decide."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.notices import vocabulary as words
from bot.notices.cases import Doubt
from bot.notices.contact import Contact, read_chair, read_contact
from bot.notices.labels import Said, label
from bot.notices.outline import Block, BlockKind, Outline
from bot.notices.people import Signature, signatures
from bot.notices.times import Times, read_times
from bot.notices.vocabulary import Field

_SHOUTED = re.compile(r"\b[A-ZÆØÅ]{4,}\b")
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


def read_head(outline: Outline, general: Sequence[Block], numbers: Sequence[str], people: Block | None) -> Head:
    """The head, from the blocks outside of the cases; `numbers` are the cases', `people` the participants' table."""
    said = Said(outline, tuple(block for block in general if block is not people))
    return _HeadReader(said).head(numbers)


class _HeadReader:
    def __init__(self, said: Said) -> None:
        self._said = said
        self._doubts: list[Doubt] = []

    def head(self, numbers: Sequence[str]) -> Head:
        """The head."""
        said, signed = self._said, signatures(self._said.blocks)
        times, contact = read_times(said, numbers), read_contact(said, signed)
        self._doubts += [*times.doubts, *contact.doubts]
        title = self._title()
        return Head(
            title=title,
            body=said.first(Field.BODY) or _body_in(title) or self._body_in_prose(),
            organisation=self._organisation(),
            place=said.first(Field.PLACE) or self._place_in_prose(),
            times=times,
            coordinator=contact,
            chair=read_chair(said, signed),
            rule=self._decided("body.rule", words.RULES),
            silence=self._decided("body.silence", words.SILENCES),
            signed=tuple(signed),
            doubts=self._doubts,
        )

    def _title(self) -> str:
        titled, labelled = self._said.line_like(words.NOTICE_TITLE), self._said.first(Field.TITLE)
        # «Møteinnkalling» alone is the document's title; the meeting's own may stand behind a label.
        if " " not in titled and words.MEETING_TITLE.fullmatch(labelled):
            return labelled
        if titled:
            return _unshouted(_named(titled))
        if subject := _ANSWERED.sub("", self._said.outline.subject):
            return _named(subject)
        return labelled or _unshouted(self._said.line_like(words.MEETING_TITLE, among=8))

    def _body_in_prose(self) -> str:
        """The body that a sentence names, where all sentences name one."""
        if any(block.kind is BlockKind.TABLE for block in self._said.blocks):
            return ""
        found = {match[1] for line in self._said.lines for match in words.BODY_IN_PROSE.finditer(line)}
        longest = max(found, key=len, default="")
        if not longest or not all(longest.lower().startswith(each.lower()) for each in found):
            return ""
        self._doubts.append(Doubt("body.name", longest, "named in a sentence"))
        return longest[:1].upper() + longest[1:]

    def _organisation(self) -> str:
        if named := self._said.first(Field.ORGANISATION):
            return named
        letterhead = self._said.outline.letterhead
        candidates = [" ".join(letterhead)] if letterhead else []
        candidates += _joined(self._before_title())
        fitting = (each for each in candidates if words.ORGANISATION.search(each) and _is_letterhead(each))
        return next(fitting, "")

    def _before_title(self) -> Iterator[str]:
        for line in self._said.lines[:8]:
            if ":" in line and label(line.partition(":")[0]):
                return
            if not words.NOTICE_TITLE.fullmatch(line):
                yield line

    def _place_in_prose(self) -> str:
        found = (match for line in self._said.lines if (match := words.PLACE_IN_PROSE.search(line)))
        return next((match[1] for match in found), "")

    def _decided(self, path: str, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> str:
        """The value whose words the notice uses, with a doubt that quotes them; empty where it uses none."""
        for text in self._said.paragraphs:
            for value, pattern in patterns:
                if pattern.search(text):
                    self._doubts.append(Doubt(path, text[:300], f"read as {value!r}"))
                    return value
        return ""


def _body_in(title: str) -> str:
    """The body that «Møte i styringsgruppa for Fjordløftet» names."""
    match = words.MEETING_OF.match(title)
    return match[1][:1].upper() + match[1][1:].rstrip() if match else ""


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
    shouted = [match[0] for match in _SHOUTED.finditer(title)]
    if len(shouted) != 1 or not title.startswith(shouted[0]):
        return title
    return shouted[0].capitalize() + title[len(shouted[0]) :]


def _is_letterhead(text: str) -> bool:
    return len(text) <= 120 and not re.search(r"[@:?!]|\d{4}|\.$", text)
