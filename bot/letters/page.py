"""A letter's words in two equal forms: plain text for every reader, HTML for those who like it better.

A letter is one Markdown template a language. Both forms are written from the same pieces of it, so that they cannot
come to say different things. What a template puts in of names, titles and other people's words is escaped and stays
words; the texts of cases are Markdown themselves and are parsed on their own, so that nothing in them can swallow the
rest of the letter. HTML in them is shown as text, images are left out.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from bot.letters.catalogue import Catalogue
from bot.letters.mime import clean
from bot.letters.plain import INDENT, plain_line, plain_text

_OPEN, _CLOSE = "\ue000", "\ue001"
_SLOT = re.compile(rf"^{_OPEN}([0-9]+){_CLOSE}$", re.MULTILINE)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_NOT_TEXT = re.compile(f"[\0-\x08\x0b-\x1f\x7f{_OPEN}{_CLOSE}]")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
_BELOW_THE_LETTERS_OWN = 3


@dataclass(frozen=True, slots=True)
class Page:
    """A letter's subject, without reference, and its two equal forms."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A stretch of parsed Markdown."""

    tokens: Sequence[Token]
    kind: str = "prose"

    @property
    def text(self) -> str:
        """The plain form."""
        return plain_text(self.tokens)

    @property
    def html(self) -> Markup:
        """The HTML form; safe, since HTML in Markdown is escaped and links to scripts are none."""
        return Markup(_MARKDOWN.renderer.render(self.tokens, _MARKDOWN.options, {}))  # noqa: S704 - see above


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that stay as they are: a `form` to be filled in, a `quote` of somebody's words, a `command`."""

    kind: str
    lines: Sequence[str]

    @property
    def text(self) -> str:
        """The plain form; all but the form is set in."""
        indent = "" if self.kind == "form" else INDENT
        return "\n".join(f"{indent}{line}" if line else "" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Button:
    """A link to tap: a `mailto:` with the answer already written."""

    label: str
    link: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Buttons:
    """Links to tap; plain text has none and says in words what they do."""

    buttons: Sequence[Button]
    kind: str = "buttons"
    text: str = ""


Piece = Prose | Lines | Buttons


@dataclass(slots=True)
class _Slots:
    """What a template puts in as whole pieces; each leaves a mark on a line of its own."""

    pieces: list[Piece] = field(default_factory=list)

    def prose(self, markdown: str) -> Markup:
        """Somebody's Markdown, its headings below the letter's own."""
        return self._put(_isolated(markdown))

    def proposal(self, markdown: str) -> Markup:
        """The same, for what is voted on or was decided: it stands out."""
        return self._put(_isolated(markdown, "proposal"))

    def form(self, lines: Sequence[str]) -> Markup:
        """Lines to be filled in."""
        return self._put(Lines("form", lines))

    def quote_lines(self, words: str) -> Markup:
        """Somebody's words, line by line."""
        return self._put(Lines("quote", [_NOT_TEXT.sub(" ", line) for line in words.splitlines()]))

    def command(self, line: str) -> Markup:
        """A command to be typed."""
        return self._put(Lines("command", [line]))

    def buttons(self, buttons: Sequence[Button]) -> Markup:
        """Links to tap."""
        return self._put(Buttons(buttons))

    def functions(self) -> dict[str, Callable[..., Markup]]:
        """What templates call to put a piece in."""
        every = (self.prose, self.proposal, self.form, self.quote_lines, self.command, self.buttons)
        return {each.__name__: each for each in every}

    def _put(self, piece: Piece) -> Markup:
        self.pieces.append(piece)
        mark = f"{_OPEN}{len(self.pieces) - 1}{_CLOSE}"
        return Markup(f"\n\n{mark}\n\n")  # noqa: S704 - a number between two marks

    def filled(self, source: str) -> Iterator[Piece]:
        """The letter piece by piece, in order."""
        for place, part in enumerate(_SLOT.split(source)):
            if place % 2:
                yield self.pieces[int(part)]
            elif part.strip():
                yield Prose(_MARKDOWN.parse(part))


def _isolated(markdown: str, kind: str = "prose") -> Prose:
    tokens = _MARKDOWN.parse(_NOT_TEXT.sub(" ", markdown))
    return Prose([_lowered(token) for token in tokens], kind)


def _lowered(token: Token) -> Token:
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(6, int(token.tag[1]) + _BELOW_THE_LETTERS_OWN)}"
    return token


def _words_only(value: Any) -> Markup:
    """The value as one line of words: no Markdown in it means anything."""
    if isinstance(value, Markup):
        return value
    line = clean(_NOT_TEXT.sub(" ", str(value)))
    return Markup(_PUNCTUATION.sub(r"\\\1", line))  # noqa: S704 - Markdown, escaped just here


@lru_cache(maxsize=16)
def _environments(language: str, zone: ZoneInfo) -> tuple[Environment, Environment]:
    """Those of the letters' Markdown and of their HTML frame; kept, since they hold the compiled templates."""
    catalogue = Catalogue.of(language)
    return catalogue.environment(zone, autoescape=True, finalize=_words_only), catalogue.environment(zone)


def render(catalogue: Catalogue, zone: ZoneInfo, template: str, values: Mapping[str, object]) -> Page:
    """The letter that the template `letters/<template>.md.j2` gives; its first line is the subject.

    UndefinedError or MissingWordError where the template asks for what is not there.
    """
    slots = _Slots()
    letters, layouts = _environments(catalogue.language, zone)
    source = letters.get_template(f"letters/{template}.md.j2").render(values, **slots.functions()).lstrip()
    heading, _, body = source.partition("\n")
    subject = plain_line(_MARKDOWN.parse(heading))
    pieces = list(slots.filled(body))
    html = layouts.get_template("letter.html.j2").render(subject=subject, language=catalogue.language, pieces=pieces)
    return Page(subject, _joined(pieces), html)


def _joined(pieces: Sequence[Piece]) -> str:
    return "\n\n".join(piece.text for piece in pieces if piece.text).strip("\n") + "\n"
