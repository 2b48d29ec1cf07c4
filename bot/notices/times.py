"""When a notice says that the meeting is, and by when it wants an answer.

Nothing is concluded without a doubt that says so: a year that only the case numbers tell, a weekday without a date.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.notices import vocabulary as words
from bot.notices.cases import Doubt
from bot.notices.dates import Moment, dates_in, is_only_moment, moment, weekday_after, weekday_before
from bot.notices.labels import Said
from bot.notices.vocabulary import Field

# Why something is doubtful that only the mail says in which the notice came.
COVERING = "said in the mail, not in the notice"
_SENTENCE_END = re.compile(r"(?<=[a-zæøå0-9][.!?])\s+(?=[A-ZÆØÅ])")


@dataclass(slots=True)
class Times:
    """A meeting's times: dates where no time of day was written, None where nothing was."""

    starts: datetime | date | None = None
    deadline: datetime | date | None = None
    doubts: list[Doubt] = field(default_factory=list)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return _SENTENCE_END.split(text)


def read_times(said: Said, numbers: Sequence[str]) -> Times:
    """The times of a notice; `numbers` are its cases', which may tell the year."""
    reader = _TimesReader(said, numbers)
    starts = reader.starts()
    return Times(starts, reader.deadline(starts), reader.doubts)


def read_covering_times(said: Said, numbers: Sequence[str], times: Times) -> Times:
    """The times, those that the notice leaves open from the mail that carries it, each with a doubt that says so."""
    reader = _TimesReader(said, numbers)
    starts, deadline = _clocked(times.starts, reader.starts()), times.deadline
    found = [("meeting.starts", starts)] if starts and starts != times.starts else []
    if deadline is None and (deadline := reader.deadline(starts)):
        found.append(("meeting.deadline", deadline))
    told = [Doubt(path, each.isoformat(), COVERING) for path, each in found]
    paths = {path for path, _ in found}
    more = [each for each in reader.doubts if each.path in paths and each not in times.doubts]
    return Times(starts, deadline, [*times.doubts, *more, *told])


def _clocked(told: datetime | date | None, covering: datetime | date | None) -> datetime | date | None:
    """When the meeting is, the hour of the same day from the covering mail where only that says it."""
    if told is None:
        return covering
    is_same_day = isinstance(covering, datetime) and covering.date() == told
    return covering if is_same_day and not isinstance(told, datetime) else told


class _TimesReader:
    def __init__(self, said: Said, numbers: Sequence[str]) -> None:
        self.doubts: list[Doubt] = []
        self._said = said
        self._numbers = numbers

    def _doubt(self, path: str, read: str, why: str) -> None:
        self.doubts.append(Doubt(path, read[:300], why))

    def starts(self) -> datetime | date | None:
        """When the meeting is: under its label, else beside the word meeting."""
        values = [*self._said.all(Field.DATE), *self._said.all(Field.DATE_AND_PLACE)]
        found = [each for each in (moment(value, labelled=True) for value in values) if each]
        if not any(each.has_date for each in found):
            found = [*(self._moments_in_prose() or self._bare_moments()), *found]
        dated = next((each for each in found if each.has_date), None)
        if dated is None:
            return None
        # The subject says the day alone, a sentence the same day with its hour.
        same_day = [each for each in found if (each.day, each.month) == (dated.day, dated.month)]
        dated = next((each for each in same_day if each.clock and each.year), dated)
        undated = [each for each in found if not each.has_date]
        timed = next((each for each in [dated, *same_day, *undated] if each.clock), dated)
        day = self._day(dated, "meeting.starts", after=self._said.outline.sent and self._said.outline.sent.date())
        return None if day is None else timed.at(day)

    def _moments_in_prose(self) -> list[Moment]:
        """Dates beside the word meeting: in the title, the subject, the first sentences."""
        said = [self._said.outline.subject, *self._said.lines]
        near = [text for text in said if words.MEETING.search(text)]
        telling = [each for text in near for each in sentences(text)]
        telling = [each for each in telling if not words.UNTIL.search(each)]
        telling = [each for each in telling if not (words.ANSWER.search(each) and words.BY.search(each))]
        return [each for each in map(moment, telling) if each and each.has_date]

    def _bare_moments(self) -> list[Moment]:
        """A line at the head that is nothing but a day: «Torsdag 19. mai 2022, kl. 12.00 – 14.00»."""
        for line in self._said.lines[:12]:
            found = moment(line, labelled=True)
            placed = words.PLACE_AFTER_TIME.match(line)
            if found and found.has_date and is_only_moment(placed["when"] if placed else line):
                self._doubt("meeting.starts", line, "no label says that it is the day of the meeting")
                return [found]
        return []

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
        written = {each.year for line in self._said.lines for each in dates_in(line)}
        if len(written) == 1:
            year = written.pop()
            return found.on(year), f"no year is said here; {year} is that of the notice's other dates"
        years = {_year(number) for number in self._numbers} - {None}
        if len(years) == 1:
            year = years.pop() or 0
            return found.on(year), f"no year is said; {year} is that of the case numbers"
        return None, ""

    def deadline(self, starts: datetime | date | None) -> datetime | date | None:
        """By when to answer: under its label, else in a sentence that asks for an answer."""
        labelled = [(value, True) for value in self._said.all(Field.DEADLINE)]
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
        for text in self._said.paragraphs:
            for sentence in sentences(text):
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
        if self._said.outline.sent is not None:
            return self._said.outline.sent.date()
        for value in self._said.all(Field.NOTICE_DATE):
            if days := dates_in(value):
                return days[0]
        for line in self._said.lines:
            if words.PLACE_AND_DATE.fullmatch(line) and (days := dates_in(line)):
                return days[0]
        return None


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
