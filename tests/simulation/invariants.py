"""What must hold of every meeting when all is over (design, I1 to I9), checked from outside.

The truth is what the people of the world said; the record is what motebot kept. Nothing here asks the code under test
to judge itself, but for `verify`, whose silence and alarms are what is checked.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from bot.core.journal import MailRead, MailReceived, MeetingClosed, Ruled
from bot.core.meeting import Meeting, Rule
from bot.core.minutes import protocol
from bot.core.state import State
from bot.mail.fetched import State as FetchState
from bot.service.verification import DifferenceError, verify
from bot.settings import Require
from bot.store.store import InboxRow, OutboxRow
from tests.simulation.mails import Letter
from tests.simulation.model import Ballot, Heard, Place, counted, expected
from tests.simulation.plan import COORDINATOR
from tests.simulation.process import Process
from tests.simulation.servers import Post, Slot
from tests.simulation.words import Meant
from tests.simulation.world import Said, World, role_of

ANSWERS = frozenset({"receipt", "question", "not-counted"})
# Ten, and what was shown late by the mail server.
MOST_AN_HOUR = 20
LEFT_UNANSWERED = 10


class BrokenError(AssertionError):
    """An invariant does not hold; the text names it."""


def hold(condition: object, invariant: str, why: str) -> None:
    """BrokenError unless the condition holds."""
    if not condition:
        raise BrokenError(f"{invariant}: {why}")


class Record:
    """What motebot kept of the meeting."""

    def __init__(self, process: Process, meeting_id: str) -> None:
        self.office = process.office
        with self.office.store.read() as uow:
            self.state: State = self.office.state(uow, meeting_id)
            self.entries = uow.entries(meeting_id)
            self.outbox: tuple[OutboxRow, ...] = uow.outbox(meeting_id)
            self.inbox: tuple[InboxRow, ...] = (*uow.inbox(meeting_id), *uow.inbox(None))
        self.received = [entry.fact for entry in self.entries if isinstance(entry.fact, MailReceived)]
        self.protocol: dict[str, Any] = protocol(self.state).as_json()

    @property
    def closed_with(self) -> set[str]:
        """The mails that were in the journal when the meeting closed; all of them where it did not."""
        before: set[str] = set()
        for entry in self.entries:
            if isinstance(entry.fact, MeetingClosed):
                break
            if isinstance(entry.fact, MailReceived):
                before.add(entry.fact.mail)
        return before


def check(world: World, process: Process, post: Post) -> None:
    """BrokenError for the first invariant that does not hold."""
    record = Record(process, world.plan.meeting.id)
    mails_are_kept(world, record)
    mails_are_answered(world, record)
    nothing_in_time_is_missed(world, record)
    votes_are_true(world, record)
    letters_are_decided_once(world, record, post)
    nothing_loops(world, record)
    verified(process, world.plan.meeting.id)


def mails_are_kept(world: World, record: Record) -> None:
    """I1: every mail that reached the mailbox is in the archive, once, and is answered for."""
    rows = Counter(row.sha256 for row in record.inbox)
    by_hash = {row.sha256: row for row in record.inbox}
    received = Counter(fact.mail for fact in record.received)
    for slot in world.folder.slots:
        if slot.vanished and not slot.fetched:
            continue
        if slot.state is not FetchState.WHOLE:
            place = f"{len(slot.raw)} bytes"
            hold(any(place in row.disposition for row in record.inbox), "I1", "a large mail is not parked")
            continue
        hold(rows[slot.sha256] == 1, "I1", f"a mail was noted {rows[slot.sha256]} times")
        hold(record.office.archive.get(slot.sha256) == slot.raw, "I1", "a mail is not in the archive as it came")
        row = by_hash[slot.sha256]
        hold(row.disposition, "I1", "a mail is not answered for")
        hold(not row.disposition.startswith("parked"), "I1", f"a mail could not be handled: {row.disposition}")
        hold(received[slot.sha256] == int(row.meeting_id is not None), "I1", "a mail is not in the journal once")
    read = Counter(entry.fact.mail for entry in record.entries if isinstance(entry.fact, MailRead))
    hold(read == received, "I1", "not every mail was read once")
    _received_when_the_server_says(world.folder.slots, record)


def _received_when_the_server_says(slots: list[Slot], record: Record) -> None:
    times = defaultdict(set)
    for slot in slots:
        times[slot.sha256].add(slot.received)
    for fact in record.received:
        hold(fact.received in times[fact.mail], "I2", "a mail's time of receipt is not the server's")


def mails_are_answered(world: World, record: Record) -> None:
    """I1: what a person of the meeting wrote is answered to them or told to the coordinator, whichever copy came."""
    kept = {row.sha256: row for row in record.inbox}
    keys = {row.key for row in record.outbox}
    copies: dict[str, list[str]] = defaultdict(list)
    for sha256, said in world.said.items():
        if sha256 in kept and said.by is not None and said.human:
            copies[said.written.message_id].append(sha256)
    for group in copies.values():
        said = world.said[group[0]]
        assert said.by is not None
        routed = [sha256 for sha256 in group if kept[sha256].meeting_id is not None]
        belongs = said.threaded or world.plan.trust.require is Require.NONE
        hold(routed or not belongs, "I1", f"the answer of {said.by.email} was filed as nobody's")
        told = {f"{what}/{sha256}" for what in ("answer", "needs-you") for sha256 in routed} & keys
        enough = any(_crowded(record, sha256) for sha256 in routed)
        hold(told or enough or not routed, "I1", f"neither {said.by.email} nor the coordinator was told of a mail")


def _crowded(record: Record, sha256: str) -> bool:
    """Whether its sender had written so much within the hour before it that they are told nothing more."""
    mail = next(fact for fact in record.received if fact.mail == sha256)
    since = mail.received - timedelta(hours=1)
    recent = [each for each in record.received if each.sender == mail.sender and since < each.received <= mail.received]
    return len(recent) > LEFT_UNANSWERED


def nothing_in_time_is_missed(world: World, record: Record) -> None:
    """I2: a meeting closes on what a reading of the mailbox after its deadline found, and all of that is in it."""
    if record.protocol["status"] != "final" or not any(row.key.startswith("notice/") for row in record.outbox):
        return
    deadline = record.state.meeting.deadline.replace(microsecond=0)
    after = [at for at, by_process in world.readings if by_process > deadline]
    hold(after, "I2", "the meeting was closed, and the mailbox had not been read after the deadline")
    held = record.closed_with
    heard = {world.said[sha256].written.message_id for sha256 in held if sha256 in world.said}
    routed = {fact.mail for fact in record.received}
    for slot in world.folder.slots:
        in_time = slot.received <= deadline and slot.visible < after[-1] and not slot.vanished
        if in_time and slot.sha256 in routed:
            message_id = world.said[slot.sha256].written.message_id
            hold(slot.sha256 in held or message_id in heard, "I2", "a mail that was there in time came after the close")


def votes_are_true(world: World, record: Record) -> None:
    """I2 to I5: what stands is what was said, by those entitled, in time; the latest, and one a seat and case."""
    meeting = record.state.meeting
    places = expected(meeting, _heard(world, record, meeting))
    if record.protocol["status"] == "cancelled":
        return
    for case, shown in zip(meeting.cases, record.protocol["cases"], strict=True):
        _same_ballots(places, case.number, shown)
        counts = {name: shown["votes"][name] for name in ("for", "against", "abstained", "recused")}
        wanted = counted(places, case)
        hold(counts == wanted, "I4", f"case {case.number} counts {counts} instead of {wanted}")
        _carried(meeting.rule_of(case), shown)
    _same_roll(places, record)


def _heard(world: World, record: Record, meeting: Meeting) -> Iterator[Heard]:
    before_close = record.closed_with
    heard: set[str] = set()
    for fact in record.received:
        said = world.said[fact.mail]
        again = said.written.message_id in heard
        heard.add(said.written.message_id)
        if fact.mail in before_close and not again and _may_count(said):
            assert said.by is not None and said.meant is not None  # noqa: PT018 - what _may_count says
            yield _from_mail(said, said.meant, fact)
    for entry in record.entries:
        if isinstance(entry.fact, MeetingClosed):
            return
        if isinstance(entry.fact, Ruled):
            ruled = entry.fact
            votes = {(key.case, key.point): vote.value for key, vote in ruled.votes.items()}
            attendance = ruled.attendance.value if ruled.attendance else ""
            yield Heard(
                ruled.seat, None, True, votes, attendance, ruled.substitute or "", True, entry.at, entry.sequence, "ruling"
            )


def _may_count(said: Said) -> bool:
    return said.by is not None and said.meant is not None and said.human and said.authentic


def _from_mail(said: Said, meant: Meant, fact: MailReceived) -> Heard:
    assert said.by is not None
    return Heard(
        seat=said.by.seat.id,
        who=said.by.person.name,
        is_member=role_of(said.by) == "member",
        votes=meant.votes,
        attendance=meant.attendance,
        named=meant.named,
        listed=meant.listed,
        at=fact.received,
        order=fact.uid,
        mark=said.written.message_id,
    )


def _same_ballots(places: dict[str, Place], number: str, shown: dict[str, Any]) -> None:
    stands = Counter((row["seat"], row["point"], row["vote"] == "recused") for row in shown["cast"])
    hold(max(stands.values(), default=1) == 1, "I3", f"a seat has two votes in case {number}")
    found = {
        (row["seat"], row["point"], row["vote"], row["by"], row["message_id"] or "ruling") for row in shown["cast"]
    }
    wanted = {
        (seat, point, ballot.vote, ballot.who, ballot.mark)
        for seat, place in places.items()
        for (case, point), ballot in place.ballots.items()
        if case == number
    }
    wanted |= {
        (seat, None, "recused", ballot.who, ballot.mark)
        for seat, place in places.items()
        for case, ballot in place.recused.items()
        if case == number
    }
    hold(
        found == wanted,
        "I2/I4/I5",
        f"case {number}: counted though not said {sorted(map(str, found - wanted))}, "
        f"said and not counted {sorted(map(str, wanted - found))}",
    )


def _carried(rule: Rule, shown: dict[str, Any]) -> None:
    """What no rule may do, whatever else it does: carry a proposal against most, or without all in writing."""
    votes, adopted = shown["votes"], shown["outcome"] == "adopted"
    if not adopted or "points" in shown:
        return
    against_most = votes["against"] > votes["for"] + votes["silent"]
    hold(not against_most, "I4", f"case {shown['number']} is adopted against most")
    if rule is Rule.UNANIMOUS_WRITTEN:
        hold(votes["against"] + votes["abstained"] + votes["silent"] == 0, "I4", "written adoption without all")


def _same_roll(places: dict[str, Place], record: Record) -> None:
    for line in record.protocol["roll"]:
        place = places[line["seat"]]
        wanted = "absent" if place.away else "present" if place.took_part else "no_answer"
        by = place.holder if place.took_part else None
        found = (line["attendance"], line["by"] and line["by"]["name"])
        hold(found == (wanted, by or None), "I3", f"the roll has {line['seat']} as {found} instead of {(wanted, by)}")


def letters_are_decided_once(world: World, record: Record, post: Post) -> None:
    """I6: each letter is decided once, under one Message-ID, and reaches its person or the coordinator knows."""
    bytes_of = defaultdict(set)
    for letter in world.delivered:
        bytes_of[letter.message_id].add(letter.raw)
    hold(all(len(found) == 1 for found in bytes_of.values()), "I6", "one Message-ID stands on two letters")
    purposes = defaultdict(set)
    for letter in world.delivered:
        purposes[_purpose(letter)].add(letter.message_id)
    for purpose, ids in purposes.items():
        hold(len(ids) == 1, "I6", f"{purpose} was written {len(ids)} times")
    keys = {row.key for row in record.outbox}
    hold(set(record.state.letters) == keys, "I6", "journal and outbox hold different letters")
    failed = {said.failed_letter for sha, said in world.said.items() if _taken_in(record, sha)}
    for row in record.outbox:
        reached = row.message_id in bytes_of
        hold(row.state in {"sent", "failed"}, "I6", f"{row.key} is still {row.state}")
        hold(reached or row.state == "failed", "I6", f"{row.key} is said to be sent and was not")
        hold(reached or row.message_id in post.refused, "I6", f"{row.key} was given up without a refusal")
        lost = row.message_id in failed or row.state == "failed"
        if lost and row.recipient != COORDINATOR:
            hold(f"failed/{row.key}" in keys, "I6", f"the coordinator was not told that {row.key} failed")
    _called(record)


def _taken_in(record: Record, sha256: str) -> bool:
    return any(fact.mail == sha256 for fact in record.received)


def _purpose(letter: Letter) -> tuple[str, ...]:
    """What tells two letters apart that may both be sent; for the rest the kind and the person are enough."""
    if letter.kind in ANSWERS:
        return (letter.kind, letter.address, letter.in_reply_to)
    if letter.kind == "notice":
        return (letter.kind, letter.address)
    if letter.kind == "protocol":
        return (letter.kind, letter.address)
    return (letter.kind, letter.address, letter.message_id)


def _called(record: Record) -> None:
    """Everybody with a seat was called once the notice went out."""
    if record.state.phase.value in {"open", "closed"} and record.outbox:
        keys = {row.key for row in record.outbox}
        for seat in record.state.meeting.body.seats:
            if any(key.startswith("notice/") for key in keys):
                hold(f"notice/{seat.id}" in keys, "I6", f"{seat.id} was never called")


def nothing_loops(world: World, record: Record) -> None:
    """I7: nothing answers an automatic mail, a stranger or ourselves, and no address gets answers without end."""
    by_id = defaultdict(list)
    for said in world.said.values():
        by_id[said.written.message_id].append(said)
    registered = {somebody.email for somebody in world.plan.everybody} | {COORDINATOR}
    answered: dict[str, list[datetime]] = defaultdict(list)
    received = {fact.message_id: fact.received for fact in record.received}
    for letter in {letter.message_id: letter for letter in world.delivered}.values():
        hold(letter.address in registered, "I7", f"a letter went to {letter.address}, which nobody registered")
        if letter.kind in ANSWERS:
            answered[letter.address].append(received[letter.in_reply_to])
            hold(all(said.human for said in by_id[letter.in_reply_to]), "I7", "an automatic mail was answered")
    for address, times in answered.items():
        most = max(sum(at <= other < at + timedelta(hours=1) for other in times) for at in times)
        hold(most <= MOST_AN_HOUR, "I7", f"{address} was sent {most} answers to what they wrote in an hour")


def verified(process: Process, meeting_id: str) -> None:
    """I9: the record agrees with itself."""
    try:
        verify(process.office, meeting_id)
    except DifferenceError as error:
        raise BrokenError(f"I9: {error}") from error


def tampering_is_found(world: World, process: Process) -> None:
    """I9: whatever is altered afterwards, `verify` says so."""
    record = Record(process, world.plan.meeting.id)
    how = world.chance.choice(TAMPERINGS)
    if not how(world, process, record):
        return
    process.office._folds.clear()
    try:
        verify(process.office, world.plan.meeting.id)
    except DifferenceError:
        return
    raise BrokenError(f"I9: {how.__name__} was not found")


def _change_a_mail(world: World, process: Process, record: Record) -> bool:
    if not record.received:
        return False
    sha256 = world.chance.choice(record.received).mail
    path = process.office.archive.folder / sha256[:2] / sha256
    path.write_bytes(path.read_bytes() + b"!")
    return True


def _remove_a_mail(world: World, process: Process, record: Record) -> bool:
    if not record.received:
        return False
    sha256 = world.chance.choice(record.received).mail
    (process.office.archive.folder / sha256[:2] / sha256).unlink()
    return True


def _execute(process: Process, statement: str, **values: Any) -> None:
    with process.office.store.begin() as uow:
        uow._connection.execute(text(statement), values)


def _change_a_fact(world: World, process: Process, record: Record) -> bool:
    entry = world.chance.choice(record.entries)
    with process.office.store.read() as uow:
        payload = uow.stored_entries(record.state.meeting.id)[entry.sequence - 1].payload
    changed = json.dumps({**payload, "added": hashlib.sha256(entry.hash.encode()).hexdigest()})
    _execute(process, "UPDATE journal SET payload = :payload WHERE sequence = :at", payload=changed, at=entry.sequence)
    return True


def _remove_a_fact(world: World, process: Process, record: Record) -> bool:
    entry = world.chance.choice(record.entries[:-1])
    _execute(process, "DELETE FROM journal WHERE sequence = :at", at=entry.sequence)
    return True


def _swap_two_facts(world: World, process: Process, record: Record) -> bool:
    entry = world.chance.choice(record.entries[:-1])
    for before, after in ((entry.sequence, -1), (entry.sequence + 1, entry.sequence), (-1, entry.sequence + 1)):
        _execute(process, "UPDATE journal SET sequence = :after WHERE sequence = :before", before=before, after=after)
    return True


TAMPERINGS = (_change_a_mail, _remove_a_mail, _change_a_fact, _remove_a_fact, _swap_two_facts)

__all__ = ["Ballot", "BrokenError", "check", "tampering_is_found"]
