"""A meeting file read and checked: everything that is wrong with it is said at once, a line each.

The keys and what is required are fixed by the contract. Relative documents are looked for beside the meeting file,
and never outside its folder.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import MappingProxyType
from typing import Any

from bot.core.meeting import Body, Case, Meeting, Rule, Written
from bot.errors import BadFileError
from bot.notices.body import read_body
from bot.notices.files import read_bytes
from bot.notices.follow_up import read_follow_up
from bot.notices.table import Report, Table, forbidden

DEFAULT_BODIES = Path("config/bodies")
LARGEST_BYTES = 4 * 1024 * 1024

_NUMBER = re.compile(r"[\w](?:[\w ./-]{0,30}[\w])?")
_BODY_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class LoadedMeeting:
    """A meeting file that passed every check.

    `documents` maps the path that a case names to the file, `sha256` is that of the file's bytes. `warnings` are
    catalogue keys of what the coordinator should be told and may leave so. `absent` holds the ids of the seats whose
    member's absence the notice already stated.
    """

    meeting: Meeting
    documents: Mapping[str, Path]
    sha256: str
    warnings: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def read(path: Path) -> Meeting:
    """The meeting that the file describes, bodies looked for in `config/bodies`; BadFileError as `load`."""
    return load(path, bodies_dir=DEFAULT_BODIES).meeting


def load(path: Path, *, bodies_dir: Path | None, now: datetime | None = None) -> LoadedMeeting:
    """The meeting that the file describes, with all that was checked on the way.

    `bodies_dir` holds the bodies that a file may name; None where there are none. With `now` a deadline that has
    passed is refused, and the length of the notice is measured from it. Raises BadFileError with every problem.
    """
    raw = read_bytes(path, LARGEST_BYTES)
    report = Report(str(path))
    reader = _MeetingReader(Table(_parse(raw, path), "", report), path.parent, bodies_dir, now)
    meeting = reader.meeting()
    if report.lines or meeting is None:
        raise BadFileError(report.lines)
    return LoadedMeeting(
        meeting=meeting,
        documents=MappingProxyType(reader.documents),
        sha256=hashlib.sha256(raw).hexdigest(),
        warnings=tuple(_warnings(meeting, now)),
        absent=reader.absent,
    )


def load_body(path: Path) -> Body:
    """The body that a file in `config/bodies/` describes; BadFileError with every problem."""
    report = Report(str(path))
    body = read_body(Table(_body_values(path), "", report), path.parent)
    if report.lines:
        raise BadFileError(report.lines)
    return body


def _parse(raw: bytes, path: Path) -> dict[str, Any]:
    try:
        # Notepad writes a byte order mark, which TOML does not know.
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadFileError([f"{path}:{line}: is not UTF-8 text; save the file with the encoding UTF-8"]) from error
    except RecursionError as error:
        raise BadFileError([f"{path}: is nested too deeply; write plain tables and lists"]) from error
    except tomllib.TOMLDecodeError as error:
        raise BadFileError([_syntax_line(path, str(error), raw)]) from error
    except ValueError as error:
        # tomllib lets a date such as 2022-02-30T09:00:00 and an endless number through to Python.
        raise BadFileError([f"{path}: holds a value that cannot be ({error}); correct it"]) from error


def _syntax_line(path: Path, message: str, raw: bytes) -> str:
    place = re.search(r"\s*\(at (?:line (\d+), column \d+|end of document)\)", message)
    what = re.sub(r"\s*\(at .*\)", "", message)
    line = place[1] if place and place[1] else str(raw.count(b"\n") + 1)
    quoted = what[:1].lower() + what[1:].replace("\n", " ")
    return f'{path}:{line}: is not TOML: {quoted}; write lines such as title = "Styringsgruppemøte"'


def _body_values(path: Path) -> dict[str, Any]:
    values = _parse(read_bytes(path, LARGEST_BYTES), path)
    inner = values.get("body")
    return inner if isinstance(inner, dict) and len(values) == 1 else values


class _MeetingReader:
    """One meeting file on its way to a meeting; `documents` and `absent` are filled as it is read."""

    def __init__(self, top: Table, folder: Path, bodies_dir: Path | None, now: datetime | None) -> None:
        self.documents: dict[str, Path] = {}
        self.absent: tuple[str, ...] = ()
        self._top = top
        self._folder = folder
        self._bodies_dir = bodies_dir
        self._now = now

    def meeting(self) -> Meeting | None:
        """The meeting; None where something is in the report that leaves none."""
        body = self._body()
        about = self._top.table("meeting", required=True)
        cases = tuple(self._case(each) for each in self._top.tables("cases", required=True))
        self._check_numbers(cases)
        self._top.refuse_unknown()
        return None if about is None else self._assembled(about, body, cases)

    def _assembled(self, about: Table, body: Body | None, cases: tuple[Case, ...]) -> Meeting | None:
        deadline = about.instant("deadline", required=True)
        meeting_id = about.identifier("id", 'an id such as "2022-03-02"')
        title = about.line("title", "the meeting's title", required=True)
        starts = about.instant("starts")
        place = about.line("place", "where the meeting takes place")
        notice_at = about.instant("notice_at")
        remind_at = about.instants("remind_at")
        written = self._written(about, deadline, body, cases)
        previous = self._previous(about, meeting_id)
        about.refuse_unknown()
        self._check_times(about, deadline, notice_at, remind_at)
        self._check_due(deadline, cases)
        if deadline is None or body is None:
            return None
        return Meeting(meeting_id, title, deadline, body, cases, starts, place, notice_at, remind_at, written, previous)

    def _previous(self, about: Table, meeting_id: str) -> str | None:
        """The id of the meeting before, empty where the file says that there is none, None where it says nothing."""
        named = about.line("previous", 'the id of the meeting before, or "" for none')
        if named and named == meeting_id:
            about.note("previous", f'{named!r} is this meeting itself; write the id of the one before, or "" for none')
        return named if about.has("previous") else None

    def _body(self) -> Body | None:
        named = self._top.values.get("body")
        table = self._named_body() if isinstance(named, str) else self._top.table("body", required=True)
        if table is None:
            return None
        folder = self._bodies_dir if isinstance(named, str) and self._bodies_dir else self._folder
        body = read_body(table, folder)
        if body.logo is not None:
            self.documents[f"body.logo/{body.logo.name}"] = folder / body.logo.name
        seats = table.values.get("seats")
        if isinstance(seats, list):
            stated = (seat for seat in seats if isinstance(seat, dict) and seat.get("absent") is True)
            self.absent = tuple(str(seat.get("id")) for seat in stated)
        return body

    def _named_body(self) -> Table | None:
        name = self._top.line("body", "the name of a body", required=True)
        if not name:
            return None
        if not _BODY_NAME.fullmatch(name):
            self._top.note("body", f"{name!r} is no name of a body; write letters, digits, '_' and '-'")
            return None
        path = self._bodies_dir and self._bodies_dir / f"{name}.toml"
        if path is None or not path.is_file():
            self._top.note("body", self._no_body(name))
            return None
        try:
            values = _body_values(path)
        except BadFileError as error:
            self._top.report.lines.extend(error.problems)
            return None
        return Table(values, "", Report(str(path), self._top.report.lines))

    def _no_body(self, name: str) -> str:
        if self._bodies_dir is None or not self._bodies_dir.is_dir():
            return f"{name!r} cannot be looked up, there is no folder of bodies; write the table [body] here"
        known = ", ".join(sorted(each.stem for each in self._bodies_dir.glob("*.toml"))) or "none"
        return f"there is no {self._bodies_dir / name}.toml; write [body] here, or one of the known: {known}"

    def _case(self, table: Table) -> Case:
        documents = table.lines("documents", 'a list of files such as ["vedlegg/plan.pdf"]')
        case = Case(
            number=table.line("number", 'the case\'s number such as "1/22"', required=True),
            title=table.line("title", "the case's title", required=True),
            text=table.text("text", "the case's text in Markdown"),
            proposal=table.texts("proposal", 'a list such as ["The plan is adopted."], one entry a point'),
            documents=documents,
            public=table.flag("public", default=True),
            exempt_under=table.line("exempt_under", 'a section such as "offl. § 13"'),
            rule=table.choice("rule", Rule),
        )
        case = replace(case, follow_up=read_follow_up(table, case))
        table.refuse_unknown()
        self._check_case(table, case)
        for index, name in enumerate(documents):
            if name:
                self._find_document(table, f"documents[{index}]", name)
        return case

    def _check_case(self, table: Table, case: Case) -> None:
        if case.number and not _NUMBER.fullmatch(case.number):
            table.note("number", f"{case.number!r} is no case number; write one such as 1/22")
        if not case.public and not case.exempt_under:
            table.note("exempt_under", 'is missing for public = false; write the section such as "offl. § 13"')
        if case.exempt_under and case.public:
            table.note("public", "is true although exempt_under names a section; write public = false or leave it out")

    def _check_numbers(self, cases: Iterable[Case]) -> None:
        first: dict[str, int] = {}
        for index, case in enumerate(cases):
            same = re.sub(r"(?<!\d)0+(?=\d)", "", case.number.lower().replace(" ", ""))
            where = first.setdefault(same, index)
            if case.number and where != index:
                wrong = f"{case.number!r} is already the number of cases[{where}]; write one of its own"
                self._top.note(f"cases[{index}].number", wrong)

    def _find_document(self, table: Table, key: str, name: str) -> None:
        if forbidden(name) or PureWindowsPath(name).is_absolute() or PurePosixPath(name).is_absolute():
            table.note(key, f"{name!r} is an absolute path; write it relative to this file")
        elif ".." in PureWindowsPath(name).parts or "\\" in name:
            table.note(key, f"{name!r} leads out of this file's folder; put it there and write folder/name with '/'")
        else:
            self._take_document(table, key, name, self._folder / name)

    def _take_document(self, table: Table, key: str, name: str, path: Path) -> None:
        try:
            inside = path.resolve().is_relative_to(self._folder.resolve())
            if not inside:
                table.note(key, f"{name!r} is a link out of this file's folder; copy the document there")
            elif not path.exists():
                table.note(key, f"there is no {path}; put the document there or correct the name")
            elif not path.is_file():
                table.note(key, f"{path} is not a file; name the document itself")
            else:
                with path.open("rb") as file:
                    file.read(1)
                self.documents[name] = path
        except OSError as error:
            table.note(key, f"{path} cannot be read ({error.strerror}); check its permissions")

    def _written(
        self, about: Table, deadline: datetime | None, body: Body | None, cases: tuple[Case, ...]
    ) -> Written | None:
        table = about.table("written")
        if table is None:
            if needing := _needs_written(body, cases):
                wrong = f"is missing; {needing} unanimous-written, so write decided_by, reason and decided_at"
                about.note("written", f"{wrong} (kommuneloven § 11-8)")
            return None
        by = table.line("decided_by", "who decided that the cases are settled in writing", required=True)
        reason = table.line("reason", "why they are settled in writing", required=True)
        at = table.instant("decided_at", required=True)
        table.refuse_unknown()
        if at and deadline and at > deadline:
            table.note("decided_at", f"{at.isoformat()} is after the deadline; write when it was decided")
        return Written(by, reason, at) if at else None

    def _check_times(
        self, about: Table, deadline: datetime | None, notice_at: datetime | None, remind_at: tuple[datetime, ...]
    ) -> None:
        if deadline is None:
            return
        if self._now is not None and deadline <= self._now:
            about.note("deadline", f"{deadline.isoformat()} has passed; write a time to come")
        if notice_at is not None and deadline <= notice_at:
            wrong = f"{deadline.isoformat()} is not after notice_at ({notice_at.isoformat()}); write a later time"
            about.note("deadline", wrong)
        for index, at in enumerate(remind_at):
            if at >= deadline:
                wrong = f"{at.isoformat()} is not before the deadline ({deadline.isoformat()}); write an earlier time"
                about.note(f"remind_at[{index}]", wrong)
            elif notice_at is not None and at <= notice_at < deadline:
                wrong = f"{at.isoformat()} is not after notice_at ({notice_at.isoformat()}); write a later time"
                about.note(f"remind_at[{index}]", wrong)

    def _check_due(self, deadline: datetime | None, cases: tuple[Case, ...]) -> None:
        """What is decided at the deadline can be done no earlier."""
        for index, case in enumerate(cases):
            for place, each in enumerate(case.follow_up):
                if deadline is not None and each.due is not None and each.due < deadline.date():
                    wrong = f"{each.due.isoformat()} is before the deadline; write a day to come"
                    self._top.note(f"cases[{index}].follow_up[{place}].due", wrong)


def _needs_written(body: Body | None, cases: tuple[Case, ...]) -> str:
    if body is not None and body.rule is Rule.UNANIMOUS_WRITTEN:
        return "the body's rule is"
    return next((f"case {case.number}'s rule is" for case in cases if case.rule is Rule.UNANIMOUS_WRITTEN), "")


def _warnings(meeting: Meeting, now: datetime | None) -> Iterable[str]:
    body = meeting.body
    sent = max((at for at in (meeting.notice_at, now) if at is not None), default=None)
    if sent is not None and meeting.deadline - sent < timedelta(days=body.notice_days):
        yield "short_notice"
    if any(not case.documents and not case.text.strip() for case in meeting.cases):
        yield "no_documents"
    if any(not person.email for seat in body.seats for person in seat.substitutes):
        yield "substitute_without_address"
    if meeting.speaker(body.coordinator.email):
        yield "coordinator_holds_seat"
