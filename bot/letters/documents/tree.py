"""A document before any layout: blocks of text that each format renders in its own way.

Everything a reader is told is decided before this tree stands; the renderers (`text`, `page`, `pdf`, `word`) only lay
it out, so that all formats say the same. Texts in it are what people wrote, never markup of any format.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from bot.letters.documents import columns


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style; `text` of a line break is a newline. `link` is an address, or empty."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    link: str = ""


Runs: TypeAlias = tuple[Run, ...]

# What a table's cell shows where there is nothing to tell, in every language.
NOTHING = "–"


def plain(text: str) -> Runs:
    """The text as one run without style; no run for an empty text."""
    return (Run(text),) if text else ()


def words_of(runs: Iterable[Run]) -> str:
    """The text of the runs without their styles."""
    return "".join(run.text for run in runs)


class Tone(StrEnum):
    """What a paragraph is for, which decides how much it stands out."""

    BODY = "body"
    RESULT = "result"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 to 6; level 1 is the document's own. No level is skipped on the way down."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    runs: Runs
    tone: Tone = Tone.BODY


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without numbers; each item is a row of blocks."""

    items: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A list in which each item has its own number: an adopted point keeps the one it was proposed under."""

    items: tuple[tuple[int, tuple["Block", ...]], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What is quoted from elsewhere."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Text whose spaces and lines are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row, as many cells in each row as in `head`; `caption` says what it shows."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]

    @property
    def weights(self) -> tuple[int, ...]:
        """The columns' shares of the width."""
        return columns.weights(self.head, self._words)

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Which columns hold numbers, and are set so that their last digits stand below each other."""
        return columns.numeric(self.head, self._words)

    @property
    def _words(self) -> list[list[str]]:
        return [[words_of(cell) for cell in row] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what they stand for: time, place and the like."""

    rows: tuple[tuple[str, Runs], ...]


class Mark(StrEnum):
    """Why a box stands out."""

    DRAFT = "draft"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    DECISION = "decision"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks that are set off from the rest."""

    mark: Mark
    blocks: tuple["Block", ...]


Block: TypeAlias = Heading | Paragraph | Bullets | Numbered | Quote | Code | Table | Facts | Box


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a format that `kind` names, `svg` or `png`, with what it shows in words."""

    content: bytes
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document: `logo` stands above all, `eyebrow` over the heading, `subtitle` under it, `running` on top of each
    page.

    `title` is what a reader's program lists it under, `stamp` a word that every page of an unfinished document carries,
    `page` the pattern of a page's number. `dated` is the time in the file's metadata, the same for the same state.
    """

    language: str
    title: str
    author: str
    eyebrow: str
    heading: str
    subtitle: str
    running: str
    stamp: str
    page: str
    dated: datetime
    blocks: tuple[Block, ...]
    logo: Picture | None = None
