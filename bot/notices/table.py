"""One TOML table read key by key, every mistake noted and none raised.

A wrong value is noted and replaced by an empty one, so that reading goes on and a person sees everything that is
wrong in their file at once. Nothing that was read may be used while the report has lines.
"""

import difflib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
LONGEST_LINE = 1000
LONGEST_TEXT = 1_000_000

_Choice = TypeVar("_Choice", bound=StrEnum)
_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "a number"),
    (float, "a number"),
    (str, "a text"),
    (list, "a list"),
    (dict, "a table"),
    (datetime, "a time"),
    (date, "a date"),
    (time, "a time of day without a date"),
)
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# An RFC 5321 §4.1.2 dot-string mailbox; quoted local parts and address literals reach nobody's real mailbox.
_ADDRESS = re.compile(rf"(?=.{{3,254}}\Z)(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_BARE = re.compile(r"[A-Za-z0-9_.\[\]-]+")
_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Report:
    """What is wrong in one file, a line each; the lists of two files may be one."""

    file: str
    lines: list[str] = field(default_factory=list)

    def note(self, key: str, what: str) -> None:
        """Add the line `file:key: what`."""
        self.lines.append(f"{self.file}:{key}: {what}" if key else f"{self.file}: {what}")


def kind_of(value: object) -> str:
    """What a TOML value is, in words."""
    return next((words for kind, words in _KINDS if isinstance(value, kind)), "something else")


def is_address(text: str) -> bool:
    """Whether it is an ASCII mail address of the form name@domain."""
    return _ADDRESS.fullmatch(text) is not None


def forbidden(text: str, allowed: str = "") -> str | None:
    """The name of the first character that has no place in a text: controls, line separators, direction overrides,
    which could start a header of their own or show a name that is another; None where there is none."""
    for character in text:
        if character in allowed:
            continue
        if unicodedata.category(character) in {"Cc", "Zl", "Zp", "Cs"} or character in "\u202a\u202b\u202c\u202d\u202e":
            return f"U+{ord(character):04X}"
    return None


class Table:
    """A TOML table at a path of its file."""

    def __init__(self, values: Mapping[str, Any], path: str, report: Report) -> None:
        """Reads from `values`; `path` is the table's own key in the file, empty for the whole file."""
        self.values = values
        self.path = path
        self.report = report
        self._known: list[str] = []

    def key(self, name: str) -> str:
        """The key's full path, such as `body.seats[2].member`."""
        shown = name if _BARE.fullmatch(name) else json.dumps(name)
        return f"{self.path}.{shown}" if self.path else shown

    def note(self, name: str, what: str) -> None:
        """Note what is wrong with a key of this table."""
        self.report.note(self.key(name), what)

    def has(self, name: str) -> bool:
        """Whether the table holds the key at all."""
        return name in self.values

    def _take(self, name: str, kind: type, want: str, *, required: bool) -> Any:
        self._known.append(name)
        value = self.values.get(name)
        if value is None:
            if required:
                self.note(name, f"is missing; write {want}")
            return None
        wrong_bool = isinstance(value, bool) and kind is not bool
        if wrong_bool or not isinstance(value, kind):
            self.note(name, f"is {kind_of(value)}; write {want}")
            return None
        return value

    def line(self, name: str, want: str, *, required: bool = False) -> str:
        """A text of one line, stripped; empty where it is missing or wrong."""
        value = self._take(name, str, want, required=required)
        return "" if value is None else self._checked_line(name, value, want, required=required)

    def _checked_line(self, name: str, value: str, want: str, *, required: bool) -> str:
        if code := forbidden(value):
            self.note(name, f"holds the character {code}; write one line of plain text")
        elif len(value) > LONGEST_LINE:
            self.note(name, f"has {len(value)} characters; write at most {LONGEST_LINE}")
        elif required and not value.strip():
            self.note(name, f"is empty; write {want}")
        else:
            return value.strip()
        return ""

    def text(self, name: str, want: str) -> str:
        """A text of any number of lines, its line ends as one newline each."""
        return self._checked_text(name, self._take(name, str, want, required=False) or "")

    def _checked_text(self, name: str, value: str) -> str:
        if code := forbidden(value, allowed="\r\n\t"):
            self.note(name, f"holds the character {code}; write plain text")
        elif len(value) > LONGEST_TEXT:
            self.note(name, f"has {len(value)} characters; write at most {LONGEST_TEXT}")
        else:
            return value.replace("\r\n", "\n").replace("\r", "\n")
        return ""

    def identifier(self, name: str, want: str) -> str:
        """A name that is safe in file names and addresses of pages: letters, digits, `.`, `_` and `-`."""
        value = self.line(name, want, required=True)
        if value and not _ID.fullmatch(value):
            self.note(name, f"{value!r} is no id; write letters a-z, digits, '.', '_' and '-', at most 64")
            return ""
        return value

    def address(self, name: str, *, required: bool) -> str | None:
        """A mail address; None where it is missing or wrong."""
        want = 'a mail address such as "kari.berg@hole.example"'
        value = self.line(name, want, required=required)
        if self.has(name) and value and not is_address(value):
            self.note(name, f"{value!r} is no mail address; write one such as kari.berg@hole.example")
            return None
        return value or None

    def addresses(self, name: str) -> tuple[str, ...]:
        """A list of mail addresses."""
        found = self.lines(name, 'a list of mail addresses such as ["kari@privat.example"]')
        for index, value in enumerate(found):
            if value and not is_address(value):
                wrong = f"{value!r} is no mail address; write one such as kari@privat.example"
                self.note(f"{name}[{index}]", wrong)
        return tuple(value for value in found if is_address(value))

    def _entries(self, name: str, kind: type, want: str, *, required: bool) -> list[tuple[str, Any]]:
        """The list's entries of the wanted kind, each with its own key."""
        values = self._take(name, list, want, required=required) or []
        found = []
        for index, value in enumerate(values):
            if isinstance(value, kind):
                found.append((f"{name}[{index}]", value))
            else:
                self.note(f"{name}[{index}]", f"is {kind_of(value)}; write {want}")
        if required and self.has(name) and isinstance(self.values[name], list) and not values:
            self.note(name, f"is empty; write {want}")
        return found

    def lines(self, name: str, want: str) -> tuple[str, ...]:
        """A list of texts of one line."""
        entries = self._entries(name, str, want, required=False)
        return tuple(self._checked_line(key, value, want, required=True) for key, value in entries)

    def texts(self, name: str, want: str) -> tuple[str, ...]:
        """A list, with at least one entry, of texts of any number of lines, none of them empty."""
        found = []
        for key, value in self._entries(name, str, want, required=True):
            if not value.strip():
                self.note(key, f"is empty; write {want}")
            found.append(self._checked_text(key, value).strip())
        return tuple(found)

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false."""
        value = self._take(name, bool, "true or false", required=False)
        return default if value is None else bool(value)

    def count(self, name: str, want: str) -> int:
        """A whole number from 0 to 365; 0 where it is missing."""
        value = self._take(name, int, want, required=False)
        if value is not None and not 0 <= value <= 365:
            self.note(name, f"{value} cannot be; write {want}")
        return value or 0

    def place(self, name: str, last: int, want: str) -> int | None:
        """A number from 1 to `last`; None where it is missing or wrong."""
        value = self._take(name, int, want, required=False)
        if value is not None and not 1 <= value <= last:
            self.note(name, f"{value} cannot be; write {want}")
            return None
        return None if value is None else int(value)

    def choice(self, name: str, of: type[_Choice], *, required: bool = False) -> _Choice | None:
        """One of the names of an enumeration; None where it is missing or wrong."""
        want = f"one of {', '.join(of)}"
        value = self.line(name, want, required=required)
        if value and value not in set(of):
            near = difflib.get_close_matches(value, [each.value for each in of], 1)
            self.note(name, f"{value!r} is not known; write {near[0] if near else want}")
            return None
        return of(value) if value else None

    def day(self, name: str) -> date | None:
        """A day; None where it is missing or wrong."""
        value = self._take(name, object, "a date", required=False)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.note(name, f"is {kind_of(value)}; write a date such as 2022-04-01, without quotation marks")
            return None
        if not 1900 < value.year < 9000:
            self.note(name, f"{value.isoformat()} cannot be; write the right year")
            return None
        return value

    def instant(self, name: str, *, required: bool = False) -> datetime | None:
        """A time with its offset; None where it is missing or wrong."""
        want = "a time with date and offset such as 2022-03-02T15:00:00+01:00"
        self._known.append(name)
        return self._instant(name, self.values.get(name), want, required=required)

    def instants(self, name: str) -> tuple[datetime, ...]:
        """A list of times with their offsets, in order of time."""
        want = "a list of times such as [2022-03-01T08:00:00+01:00]"
        found = (
            self._instant(key, value, want, required=True)
            for key, value in self._entries(name, object, want, required=False)
        )
        return tuple(sorted({value for value in found if value}))

    def _instant(self, name: str, value: object, want: str, *, required: bool) -> datetime | None:
        if isinstance(value, datetime) and not 1900 < value.year < 9000:
            # Beyond them a time cannot be told in every zone.
            self.note(name, f"{value.isoformat()} cannot be; write the right year")
            return None
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value
        if isinstance(value, datetime):
            meant = value.replace(tzinfo=OSLO).isoformat()
            self.note(name, f"{value.isoformat()} has no offset; write {meant} for Norwegian time")
        elif isinstance(value, date):
            meant = datetime(value.year, value.month, value.day, 15, tzinfo=OSLO).isoformat()
            self.note(name, f"{value.isoformat()} has no time of day; write it with one, such as {meant}")
        elif value is not None:
            self.note(name, f"is {kind_of(value)}; write {want}, without quotation marks")
        elif required:
            self.note(name, f"is missing; write {want}")
        return None

    def table(self, name: str, want: str = "", *, required: bool = False) -> "Table | None":
        """The table of that name; None where it is missing or no table."""
        values = self._take(name, dict, want or f"a table [{self.key(name)}]", required=required)
        return None if values is None else Table(values, self.key(name), self.report)

    def tables(self, name: str, *, required: bool = False) -> tuple["Table", ...]:
        """The tables of a list of tables, in order."""
        want = f"at least one table [[{self.key(name)}]]"
        entries = self._entries(name, dict, want, required=required)
        return tuple(Table(values, self.key(key), self.report) for key, values in entries)

    def refuse_unknown(self) -> None:
        """Note every key that nothing has asked for, with the nearest known one."""
        for name in self.values:
            if name not in self._known:
                self.note(name, f"is not a known key; {_suggestion(name, self._known)}")


def _suggestion(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name.lower(), known, 1)
    return f"did you mean {near[0]!r}?" if near else f"known here are {', '.join(known)}"
