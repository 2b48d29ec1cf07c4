"""What comes after the votes: a protocol that the chair is to approve waits for them, and marks for follow-up are
listed for what was adopted. Worked out from what people said and the coordinator did, as in `model`."""

import re
from collections.abc import Iterator
from typing import Any

from bot.core.journal import FollowUpMarked, FollowUpRemoved, MailRead, MailReceived, MeetingClosed, ProtocolApproved
from bot.core.meeting import Meeting
from bot.core.state import Phase
from tests.simulation.model import Place
from tests.simulation.record import Record, hold
from tests.simulation.world import Said, World

_ID = re.compile(rb"<[^<>\s]+>")
_FIELD = re.compile(rb"^(?:References|In-Reply-To):(.*(?:\r\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)
ADOPTED = frozenset({"adopted", "partly_adopted"})


def approval_is_true(world: World, record: Record, places: dict[str, Place]) -> None:
    """I2 to I6: the protocol goes out once whoever held the chair's seat has approved it, by a mail that answers the
    request and leaves no doubt, or the coordinator has recorded that they have."""
    if record.state.phase is not Phase.CLOSED or not record.state.meeting.body.chair_approves:
        return
    status = record.protocol["status"]
    asked = [row for row in record.outbox if row.key.startswith("approval/")]
    chair = places[record.state.meeting.body.chair.id]
    approver = next((each for each in world.plan.everybody if each.person.name == chair.holder), None)
    address = approver.email if approver else record.state.meeting.body.chair.member.email
    hold({row.recipient for row in asked} == {address}, "I6", "another than who held the chair was asked to approve")
    given = next(_approvals(world, record, str(address)), None)
    shown = record.protocol["approval"]
    mark = shown and (shown["message_id"] or "" if shown["how"] == "mail" else "recorded")
    hold(mark == given, "I2/I5", f"the protocol is approved by {mark!r} instead of {given!r}")
    hold((status == "final") == (given is not None), "I2", f"the protocol is {status}")
    out = [row.key for row in record.outbox if row.key.startswith("protocol/")]
    hold(bool(out) == (given is not None), "I6", "the protocol went out, and was not approved, or the other way round")


def _approvals(world: World, record: Record, address: str) -> Iterator[str]:
    """The marks of what approves the protocol, in the order in which it came to the record."""
    meeting = record.state.meeting
    thread = {row.message_id for row in record.outbox if row.key.startswith("approval/")}
    written_back = {each.queued.answers: each.queued.message_id for each in record.state.letters.values()}
    received: dict[str, MailReceived] = {}
    for entry in record.entries:
        match entry.fact:
            case MailReceived() as fact:
                received[fact.mail] = fact
            case ProtocolApproved():
                yield "recorded"
            case MailRead(mail=mail):
                said = world.said[mail]
                if not thread & _refers_to(said):
                    continue
                thread.add(written_back.get(mail, ""))
                if _approves(said, meeting, address):
                    yield received[mail].message_id
            case _:
                pass


def _approves(said: Said, meeting: Meeting, address: str) -> bool:
    wholly = {(case.number, None): "approve" for case in meeting.cases}
    meant = said.meant
    ours = said.by is not None and said.by.email == address and said.human and said.authentic
    return ours and meant is not None and meant.votes == wholly and not meant.attendance and not meant.named


def _refers_to(said: Said) -> set[str]:
    head = said.written.raw.partition(b"\r\n\r\n")[0]
    return {each.decode() for field in _FIELD.findall(head) for each in _ID.findall(field)}


def marks_are_listed(record: Record) -> None:
    """The appendix lists each mark that stands, of what was adopted; where one came after the close, it says so."""
    cases = {case["number"]: case for case in record.protocol["cases"]}
    wanted = {mark for mark in _marks(record) if _is_adopted(cases[mark[0]], mark[1])}
    listed = record.protocol.get("follow_up", [])
    found = {(each["case"], each["point"], each["responsible"]) for each in listed}
    hold(len(listed) == len(found), "I4", "a mark is listed twice")
    hold(found == wanted, "I4", f"the appendix lists {found} instead of {wanted}")
    later = _closed_at(record) < max((entry.sequence for entry in record.entries if _is_mark(entry.fact)), default=0)
    hold(later == ("appendix_at" in record.protocol), "I4", "a later issue of the appendix is not told as one")


def _marks(record: Record) -> set[tuple[str, int | None, str]]:
    marks: dict[tuple[str, int | None, str], str] = {}
    for entry in record.entries:
        match entry.fact:
            case FollowUpMarked(case=case, follow_up=mark):
                marks[case, mark.point, mark.responsible.casefold()] = mark.responsible
            case FollowUpRemoved(case=case, point=point, responsible=responsible):
                del marks[case, point, responsible.casefold()]
            case _:
                pass
    return {(case, point, name) for (case, point, _), name in marks.items()}


def _is_adopted(case: dict[str, Any], point: int | None) -> bool:
    if point is None:
        return case["outcome"] in ADOPTED
    points = {each["point"]: each["outcome"] for each in case.get("points", [])}
    return bool(points.get(point, case["outcome"]) == "adopted")


def _is_mark(fact: object) -> bool:
    return isinstance(fact, FollowUpMarked | FollowUpRemoved)


def _closed_at(record: Record) -> int:
    """The number of the entry that closed the meeting; one past all others where it did not close."""
    closes = (entry.sequence for entry in record.entries if isinstance(entry.fact, MeetingClosed))
    return next(closes, len(record.entries) + 1)
