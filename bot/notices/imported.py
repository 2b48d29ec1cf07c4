"""A notice document → a meeting file's tables and keys, with what it does not say and what is doubtful.

Only what the notice says is written. What it leaves open is named in `missing`; what was concluded, completed or
ambiguous is named in `doubts` with the words that were read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.notices.attachments import FOLDER, CaseWords, Tie, ties
from bot.notices.cases import Doubt, ReadCase, read_case
from bot.notices.dump import dump
from bot.notices.head import Head, read_head
from bot.notices.known import KnownPerson, known_people
from bot.notices.outline import Attachment, Outline
from bot.notices.participants import Participants, participants
from bot.notices.people import Participant, folded, seat_id
from bot.notices.reader import read_outline
from bot.notices.sections import parts


@dataclass(frozen=True, slots=True)
class Imported:
    """What a notice says. `file` has the meeting file's tables and keys, times as dates or aware datetimes; `missing`
    the keys that are still to be filled in; `doubts` what a person should look at; `documents` the files that the mail
    carries for the cases, by their paths in the meeting file."""

    file: Mapping[str, Any]
    missing: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    documents: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def as_json(self) -> dict[str, Any]:
        """The contract's object, times as ISO 8601 text."""
        return {
            "file": _plain(self.file),
            "missing": list(self.missing),
            "doubts": [{"path": each.path, "read": each.read, "why": each.why} for each in self.doubts],
        }

    def as_toml(self) -> str:
        """The meeting file's text, what is missing and doubtful in comments at its head."""
        remarks = [f"missing: {key}" for key in self.missing]
        remarks += [f"look at {each.path}: read «{each.read}»; {each.why}" for each in self.doubts]
        return dump(self.file, tuple(remarks))


def import_notice(path: Path, *, bodies_dir: Path | None) -> Imported:
    """What the notice in the file says, its known people completed from the bodies in `bodies_dir` (None: from none).

    Raises BadFileError with one line where the file cannot be read as a notice.
    """
    return import_outline(read_outline(path), known_people(bodies_dir))


def import_outline(outline: Outline, known: Mapping[str, KnownPerson]) -> Imported:
    """What the outline of a notice says; `known` are people by their folded names."""
    cut = parts(outline.blocks, outline.sender.name if outline.sender else "")
    invited = participants(cut.general)
    head = read_head(outline, cut.general, [section.number for section in cut.sections], invited)
    writer = _Writer(head, invited, [read_case(section) for section in cut.sections], known)
    return writer.imported(outline)


class _Writer:
    def __init__(
        self, head: Head, invited: Participants, cases: list[ReadCase], known: Mapping[str, KnownPerson]
    ) -> None:
        self._head = head
        self._invited = invited
        self._cases = cases
        self._known = known
        self._missing: list[str] = []
        self._doubts = list(head.doubts)

    def imported(self, outline: Outline) -> Imported:
        body, meeting = self._body(outline), self._meeting()
        tied = ties(outline.attachments, [_words_of(case) for case in self._cases])
        file = {"body": body, "meeting": meeting, "cases": list(self._case_tables(tied))}
        if not self._cases:
            self._missing.append("cases")
        self._doubts += [Doubt("cases", each.attachment.name, each.why) for each in tied if not each.cases]
        documents = {_path(each.attachment): each.attachment.content for each in tied if each.cases}
        told = {key: value for key, value in file.items() if value}
        return Imported(told, tuple(self._missing), tuple(self._doubts), documents)

    def _take(self, table: dict[str, Any], path: str, key: str, value: object) -> None:
        """Write the key where the notice tells it, else name it as missing."""
        if value:
            table[key] = value
        else:
            self._missing.append(f"{path}.{key}")

    # -- the meeting

    def _meeting(self) -> dict[str, Any]:
        head, meeting = self._head, dict[str, Any]()
        day = head.times.starts.date() if isinstance(head.times.starts, datetime) else head.times.starts
        self._take(meeting, "meeting", "id", day and day.isoformat())
        self._take(meeting, "meeting", "title", head.title)
        self._take_time(meeting, "starts", head.times.starts)
        self._take_time(meeting, "deadline", head.times.deadline)
        self._take(meeting, "meeting", "place", head.place)
        if head.rule == "unanimous-written":
            self._missing.append("meeting.written")
        return meeting

    def _take_time(self, meeting: dict[str, Any], key: str, value: datetime | date | None) -> None:
        self._take(meeting, "meeting", key, value)
        if value is not None and not isinstance(value, datetime):
            self._missing.append(f"meeting.{key}")

    # -- the body

    def _body(self, outline: Outline) -> dict[str, Any]:
        head, body = self._head, dict[str, Any]()
        name = head.body or self._invited.body
        if name and not head.body:
            self._doubts.append(Doubt("body.name", name, "the heading of the participants' table"))
        self._take(body, "body", "name", name)
        self._take(body, "body", "organisation", head.organisation)
        self._take(body, "body", "rule", head.rule)
        self._take(body, "body", "silence", head.silence)
        coordinator = dict[str, Any]()
        self._take(coordinator, "body.coordinator", "name", head.coordinator.name)
        self._take(
            coordinator,
            "body.coordinator",
            "email",
            head.coordinator.email or self._known_address("body.coordinator", head.coordinator.name),
        )
        if head.coordinator.phone:
            coordinator["phone"] = head.coordinator.phone
        if coordinator:
            body["coordinator"] = coordinator
        self._take(body, "body", "seats", self._seats(outline))
        return body

    def _seats(self, outline: Outline) -> list[dict[str, Any]]:
        mails = {folded(each.name): each.email for each in outline.recipients}
        named = self._seat_names()
        seats: list[dict[str, Any]] = []
        chairs = [each for each in self._invited.seats if self._chairs(each)]
        for index, (each, name) in enumerate(zip(self._invited.seats, named, strict=True)):
            path = f"body.seats[{index}]"
            seat: dict[str, Any] = {"id": _unique_id(name, seats), "name": name}
            if not each.votes:
                seat["votes"] = False
            if chairs == [each]:
                seat["chair"] = True
            if each.absent:
                seat["absent"] = True
            seat["member"] = self._person(f"{path}.member", each, mails)
            if each.substitutes:
                seat["substitutes"] = [
                    self._person(f"{path}.substitutes[{n}]", vara, mails) for n, vara in enumerate(each.substitutes)
                ]
            if each.unread:
                self._doubts.append(Doubt(f"{path}.substitutes", each.unread, "the cell names nobody"))
            self._doubt_vote(path, each)
            seats.append(seat)
        self._doubts += [
            Doubt("body.seats", each, "a substitute; nothing says for which seat") for each in self._invited.unplaced
        ]
        self._doubts += [Doubt("body.seats", each, "meets, but is no member") for each in self._invited.others]
        if not self._invited.announced and seats:
            read = ", ".join(each.name for each in self._invited.seats)
            self._doubts.append(Doubt("body.seats", read[:300], "no heading says that they are the members"))
        self._tell_chair(chairs)
        return seats

    def _doubt_vote(self, path: str, each: Participant) -> None:
        """Tell of one who has no vote where they are known, and of whom the notice says nothing like it."""
        known = self._known.get(folded(each.name))
        if each.votes and known is not None and not known.votes:
            self._doubts.append(Doubt(f"{path}.votes", each.name, f"has no vote in {known.file.name}"))

    def _seat_names(self) -> list[str]:
        """The seats' names; where several members stand for one party or place, each seat is named by its member."""
        seats = self._invited.seats
        names = [each.seat for each in seats]
        return names if len(set(map(folded, names))) == len(names) else [each.name for each in seats]

    def _chairs(self, each: Participant) -> bool:
        if any(other.chair for other in self._invited.seats):
            return each.chair
        return bool(self._head.chair) and folded(each.name) == folded(self._head.chair)

    def _tell_chair(self, chairs: list[Participant]) -> None:
        if self._invited.seats and len(chairs) != 1:
            self._missing.append("body.seats.chair")
        if len(chairs) > 1:
            self._doubts.append(
                Doubt("body.seats", ", ".join(each.name for each in chairs), "several are said to chair")
            )
        elif chairs and not chairs[0].chair:
            office = next((s.office for s in self._head.signed if folded(s.name) == folded(chairs[0].name)), "")
            index = self._invited.seats.index(chairs[0])
            read = f"{chairs[0].name}, {office}" if office else chairs[0].name
            self._doubts.append(Doubt(f"body.seats[{index}].chair", read, "the signature or a label says who chairs"))

    def _person(self, path: str, each: Participant, mails: Mapping[str, str]) -> dict[str, Any]:
        person: dict[str, Any] = {"name": each.name}
        if each.title:
            person["title"] = each.title
        address = each.email or mails.get(folded(each.name), "")
        self._take(person, path, "email", address or self._known_address(path, each.name))
        return person

    def _known_address(self, path: str, name: str) -> str:
        known = self._known.get(folded(name))
        if known is None or known.person.email is None:
            return ""
        why = f"the notice has no address; this is that of {known.person.name} in {known.file.name}"
        self._doubts.append(Doubt(f"{path}.email", known.person.email, why))
        return known.person.email

    # -- the cases

    def _case_tables(self, tied: Sequence[Tie]) -> Iterator[dict[str, Any]]:
        for index, case in enumerate(self._cases):
            own = [each for each in tied if index in each.cases]
            complete = bool(own) and not _words_of(case).lacks([each.attachment for each in own])
            lacking = [key for key in case.missing if not (key == "documents" and complete)]
            self._missing += [f"cases[{index}].{key}" for key in lacking]
            self._doubts += [Doubt(f"cases[{index}].{each.path}", each.read, each.why) for each in case.doubts]
            self._doubts += [
                Doubt(f"cases[{index}].documents", each.attachment.name, each.why) for each in own if each.why
            ]
            paths = [_path(each.attachment) for each in own]
            yield {**case.values, "documents": paths} if paths else case.values


def _words_of(case: ReadCase) -> CaseWords:
    return CaseWords(case.values["number"], f"{case.values.get('title', '')}\n{case.values.get('text', '')}")


def _path(attachment: Attachment) -> str:
    return f"{FOLDER}/{attachment.name}"


def _unique_id(name: str, seats: list[dict[str, Any]]) -> str:
    """The id that the name gives; a second one of the same gets a number."""
    wanted = seat_id(name) or "seat"
    taken = {seat["id"] for seat in seats}
    return next(each for each in [wanted, *(f"{wanted}-{n}" for n in range(2, len(seats) + 3))] if each not in taken)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
