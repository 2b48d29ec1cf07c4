"""The words that people read: one catalogue and one set of templates a language.

Everything a person reads stands in `templates/`, never in code: single words and phrases in `words.toml`, whole
letters and documents as templates. A word that is missing stops the letter with its key; a letter with a hole in it
never leaves the house.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.errors import MotebotError

# Within the class the name is that of a method.
Day = date

LANGUAGES = ("nb", "nn", "en")


class MissingWordError(MotebotError):
    """A language lacks a word that a letter or document asks for."""

    def __init__(self, language: str, key: str) -> None:
        super().__init__(f"templates/{language}/words.toml: {key} is missing; add it in every language")
        self.language = language
        self.key = key


def templates_dir() -> Path:
    """The folder that holds `nb`, `nn`, `en` and `layout`: inside the wheel, else beside `bot/` in the source tree."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_templates"
    return shipped if shipped.is_dir() else package.parent / "templates"


@lru_cache(maxsize=len(LANGUAGES))
def _load(language: str) -> "Catalogue":
    if language not in LANGUAGES:
        raise MissingWordError(language, "language")
    words = tomllib.loads((templates_dir() / language / "words.toml").read_text(encoding="utf-8"))
    return Catalogue(language, words)


@dataclass(frozen=True, eq=False, slots=True)
class Catalogue:
    """The words of one language: `nb`, `nn` or `en`. Keys are dotted, such as `vote.approve`."""

    language: str
    words: Mapping[str, Any]

    @classmethod
    def of(cls, language: str) -> "Catalogue":
        """The language's catalogue, read once; MissingWordError for a language that there is none of."""
        return _load(language)

    def has(self, key: str) -> bool:
        """Whether the language has a word under the key."""
        return isinstance(self._find(key), str)

    def word(self, key: str, /, **values: object) -> str:
        """The word or phrase under the key, its `{names}` filled in; MissingWordError where there is none."""
        found = self._find(key)
        if not isinstance(found, str):
            raise MissingWordError(self.language, key)
        try:
            return found.format_map(values) if values else found
        except KeyError as error:
            raise MissingWordError(self.language, f"{key} without {{{error.args[0]}}}") from error

    def _find(self, key: str) -> object:
        found: object = self.words
        for part in key.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def phrase(self, section: str, key: str) -> str:
        """The phrase of an open set, such as why a sender was not trusted: the section's `other` with the key in it
        where the key has no words yet, so that the coordinator is told of it all the same."""
        full = f"{section}.{key}"
        return self.word(full) if self.has(full) else self.word(f"{section}.other", key=key)

    def listed(self, items: Iterable[object]) -> str:
        """The items as running text: «1/22, 2/22 og 3/22»."""
        *first, last = [str(item) for item in items] or [""]
        return f"{', '.join(first)} {self.word('format.and')} {last}" if first else last

    def moment(self, when: datetime, zone: ZoneInfo) -> str:
        """Day and time in the zone: «onsdag 2. mars 2022 kl. 15.00»."""
        return self._dated("moment", when, zone)

    def exact(self, when: datetime, zone: ZoneInfo) -> str:
        """The same to the second: «onsdag 2. mars 2022 kl. 15.00.07»."""
        return self._dated("exact", when, zone)

    def date(self, when: datetime, zone: ZoneInfo) -> str:
        """The day in the zone: «onsdag 2. mars 2022»."""
        return self._dated("date", when, zone)

    def day(self, when: Day) -> str:
        """A day that has no time: «1. april 2022»."""
        return format_date(when, self.word("format.day"), locale=Locale.parse(self.word("format.locale")))

    def time(self, when: datetime, zone: ZoneInfo) -> str:
        """The time of day in the zone: «kl. 15.00»."""
        return self._dated("time", when, zone)

    def short(self, when: datetime, zone: ZoneInfo) -> str:
        """Day and time in the zone as a subject has room for: «2. mars kl. 15.00»."""
        return self._dated("short", when, zone)

    def _dated(self, form: str, when: datetime, zone: ZoneInfo) -> str:
        locale = Locale.parse(self.word("format.locale"))
        return format_datetime(when.astimezone(zone), self.word(f"format.{form}"), locale=locale)

    def environment(
        self,
        zone: ZoneInfo,
        *,
        autoescape: bool | Callable[[str | None], bool] = lambda name: name is not None and ".html" in name,
        finalize: Callable[[Any], Any] | None = None,
    ) -> ImmutableSandboxedEnvironment:
        """A sandboxed environment over the language's templates and the shared layouts.

        `word`, `phrase` and `listed` are at hand as functions, `moment`, `exact`, `date`, `time` and `short` as filters
        in the zone, `day` as that of a day without a time. Names that nothing was given for raise; templates with
        `.html` in their name escape.
        """
        folder = templates_dir()
        environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader([folder / self.language, folder / "layout"]),
            undefined=StrictUndefined,
            autoescape=autoescape,
            finalize=finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.globals |= {"word": self.word, "phrase": self.phrase, "listed": self.listed}
        environment.filters["day"] = self.day
        for form in (self.moment, self.exact, self.date, self.time, self.short):
            environment.filters[form.__name__] = lambda when, form=form: form(when, zone)
        return environment
