"""Dates and times as people write them in a notice, in Norwegian or English.

«Onsdag 2. mars 2022», «02.03.2022 kl. 09.00–10.30», «2.3.22», «2/3-22», «torsdag kl. 12», «3 March 2022 at 9:30». Only
reading is done here: whatever the words leave open stays None, and who asks decides what may be concluded.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan",
            "februar february feb",
            "mars march mar",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mandag måndag monday",
            "tirsdag tysdag tuesday",
            "onsdag wednesday",
            "torsdag thursday",
            "fredag friday",
            "lørdag laurdag saturday",
            "søndag sundag sunday",
        )
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_NAMES = "|".join(_WEEKDAYS)
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})(?:en)?\b", re.IGNORECASE)
# Two digits after a month are a year unless they are the hour of a time.
_YEAR = r"(?P<year>\d{4}|'?\d{2}(?![\d.:]))"
_FORMS = (
    re.compile(r"(?<![\d.])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)"),
    re.compile(
        rf"(?<![\d.])(?P<day>\d{{1,2}})\.?\s*(?:(?:[-–]|og|til|to)\s*(?:(?:{_DAY_NAMES})\s+)?(?:den\s+)?\d{{1,2}}\.?\s*)?"
        rf"(?P<word>{_MONTH})\b\.?(?:,?\s+{_YEAR})?",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<word>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})", re.IGNORECASE),
    re.compile(r"(?<![\d.:])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d{2})(?![\d:]|\.\d)"),
    re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})\s?[-–/ ]\s?(?P<year>\d{4}|\d{2})(?![\d.:])"),
    re.compile(r"(?<![\d-])(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})(?!\d)"),
)
# Without a year these are dates only beside a weekday: «2/3» may be a fraction, «1.2.» a heading's number.
_SHORT = (
    re.compile(r"(?<![\d.:])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.?(?![\d:]|\s*[-–]\s*\d)"),
    re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/])"),
)
_CLOCK = re.compile(
    r"\b(?:kl|klokken|klokka|klokkeslett|klokkeslettet)\b\.?:?\s*(?P<hour>\d{1,2})(?:[.:]?(?P<minute>\d{2}))?(?!\d)",
    re.IGNORECASE,
)
_NOON = re.compile(r"\b(?:at|by|before)\s+noon\b", re.IGNORECASE)
# «13–15» behind a label of the time.
_HOURS = re.compile(r"\s*(?P<hour>\d{1,2})(?P<minute>)\s*(?:[-–]|til)\s*\d{1,2}\s*")
_BARE_CLOCK = re.compile(r"(?<![\d.:/])(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?![\d/]|[.:]\d)")


@dataclass(frozen=True, slots=True)
class Moment:
    """What was written about one point in time; None for each part that was not. `weekday` is 0 for Monday.

    `clock` is a time of day, None where there was none; `midnight` tells that it was written as 24.00, the end of the
    day. `words` is what was read.
    """

    words: str
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    clock: time | None = None
    midnight: bool = False

    @property
    def has_date(self) -> bool:
        """Whether day and month were written."""
        return self.day is not None and self.month is not None

    def on(self, year: int) -> date | None:
        """The date in that year; None where there is no such day."""
        if self.day is None or self.month is None:
            return None
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    @property
    def full(self) -> date | None:
        """The date, where day, month and year were written and there is such a day."""
        return None if self.year is None else self.on(self.year)

    def at(self, day: date) -> datetime | date:
        """The moment on that day in Norwegian time; the day itself where no time of day was written."""
        if self.clock is None:
            return day
        local = datetime.combine(day, self.clock, tzinfo=OSLO)
        return local + timedelta(days=1) if self.midnight else local

    def fits(self, day: date) -> bool:
        """Whether the written weekday is that day's, or none was written."""
        return self.weekday is None or self.weekday == day.weekday()


def moment(text: str, *, labelled: bool = False) -> Moment | None:
    """The first point in time that the text tells; None where it tells none.

    `labelled` says that the text is the value of a label such as «Tid:», where a bare «09.00» is a time of day.
    """
    weekday = _WEEKDAY.search(text)
    found = _first_date(text, with_short=weekday is not None)
    rest = text if found is None else text[: found.start()] + " , " + text[found.end() :]
    clock = _CLOCK.search(rest) or (_BARE_CLOCK.search(rest) if labelled or found else None)
    clock = clock or (_HOURS.fullmatch(text) if labelled else None)
    at, midnight = _clock(clock)
    if at is None and _NOON.search(rest):
        at = time(12)
    if found is None and weekday is None and at is None:
        return None
    day, month, year = _parts(found)
    number = None if weekday is None else _WEEKDAYS[weekday[1].lower()]
    return Moment(" ".join(text.split()), day, month, year, number, at, midnight)


def is_only_moment(text: str) -> bool:
    """Whether a text says nothing beside a day and its times."""
    rest = text
    for form in (_WEEKDAY, *_FORMS, _CLOCK, _BARE_CLOCK):
        rest = form.sub(" ", rest)
    return not re.sub(r"\b(?:den|fra|frå|til|kl|at|from|to)\b|[\s,.:–-]", "", rest, flags=re.IGNORECASE)


def dates_in(text: str) -> list[date]:
    """Every complete date that the text tells, in its order."""
    found = [match for form in _FORMS for match in form.finditer(text)]
    moments = (Moment("", *_parts(match)).full for match in sorted(found, key=lambda match: match.start()))
    return [each for each in moments if each is not None]


def _first_date(text: str, *, with_short: bool) -> re.Match[str] | None:
    forms = (*_FORMS, *_SHORT) if with_short else _FORMS
    for group in (forms[: len(_FORMS)], forms[len(_FORMS) :]):
        matches = [match for form in group for match in form.finditer(text) if _possible(match)]
        if matches:
            return min(matches, key=lambda match: match.start())
    return None


def _possible(match: re.Match[str]) -> bool:
    day, month, year = _parts(match)
    # 2024 is a leap year: 29 February is possible while the year is open.
    return Moment("", day, month).on(year or 2024) is not None


def _parts(match: re.Match[str] | None) -> tuple[int | None, int | None, int | None]:
    if match is None:
        return None, None, None
    groups = match.groupdict()
    month = _MONTHS[groups["word"].lower()] if groups.get("word") else int(groups["month"])
    year = int(groups["year"].lstrip("'")) if groups.get("year") else None
    if year is not None and year < 100:
        year += 2000
    return int(groups["day"]), month, year


def _clock(match: re.Match[str] | None) -> tuple[time | None, bool]:
    """The time of day, and whether it was written as the day's end."""
    if match is None:
        return None, False
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if (hour, minute) == (24, 0):
        return time(0), True
    return (time(hour, minute), False) if hour < 24 and minute < 60 else (None, False)


def weekday_before(number: int, day: date) -> date:
    """The last day of that weekday that is not after the day."""
    return day - timedelta(days=(day.weekday() - number) % 7)


def weekday_after(number: int, day: date) -> date:
    """The first day of that weekday after the day."""
    return day + timedelta(days=(number - day.weekday() - 1) % 7 + 1)
