"""The documents' words in one language: phrases by name from `templates/<language>/documents.toml`.

The texts of people go in as values and are never read as a pattern. Times are told in the given zone.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale

from bot.letters.catalogue import Catalogue, Day, MissingWordError, templates_dir


@dataclass(frozen=True, slots=True)
class Words:
    """The phrases of one language, and how it writes times and enumerations."""

    catalogue: Catalogue
    phrases: Mapping[str, str]
    locale: Locale
    zone: ZoneInfo

    @classmethod
    def of(cls, language: str, zone: ZoneInfo) -> "Words":
        """The words of `nb`, `nn` or `en`; MissingWordError for another language."""
        catalogue = Catalogue.of(language)
        return cls(catalogue, _phrases(language), Locale.parse(catalogue.word("format.locale")), zone)

    def __call__(self, name: str, /, **values: object) -> str:
        """The phrase filled in; MissingWordError where the language lacks it."""
        if name not in self.phrases:
            raise MissingWordError(self.catalogue.language, name)
        return self.phrases[name].format_map(values)

    def counted(self, name: str, count: int, /, **values: object) -> str:
        """The phrase in the form that the number asks for, `one` or `other`; `{count}` in it is the number."""
        return self(f"{name}.{self.locale.plural_form(count)}", count=count, **values)

    def first(self, *names: str) -> str:
        """The first of these names that there is a phrase for; the last where there is none before it."""
        return next((name for name in names if name in self.phrases), names[-1])

    def listed(self, items: Iterable[object]) -> str:
        """The items as running text: «Hole, Modum og Viken»."""
        return self.catalogue.listed(items)

    def moment(self, when: datetime) -> str:
        """Day and time: «onsdag 2. mars 2022 kl. 15.00»."""
        return self.catalogue.moment(when, self.zone)

    def date(self, when: datetime) -> str:
        """The day: «onsdag 2. mars 2022»."""
        return self.catalogue.date(when, self.zone)

    def day(self, when: Day) -> str:
        """A day that has no time: «1. april 2022»."""
        return self.catalogue.day(when)

    def short(self, when: datetime) -> str:
        """Day and time as a table has room for: «2. mars kl. 15.00»."""
        return self.catalogue.short(when, self.zone)


@cache
def _phrases(language: str) -> Mapping[str, str]:
    table = tomllib.loads((templates_dir() / language / "documents.toml").read_text(encoding="utf-8"))
    return dict(_flat(table, ""))


def _flat(table: Mapping[str, Any], prefix: str) -> Iterable[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
