"""What must hold of every meeting when all is over (design, I1 to I9), checked from outside.

The truth is what the people of the world said; the record is what motebot kept. Nothing here asks the code under test
to judge itself, but for `verify`, whose silence and alarms are what is checked.
"""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

from bot.core.journal import MailRead, MailReceived
from bot.mail.fetched import State as FetchState
from bot.service.verification import DifferenceError, verify
from bot.settings import Require
from tests.simulation.approvals import marks_are_listed
from tests.simulation.mails import Letter
from tests.simulation.plan import COORDINATOR
from tests.simulation.process import Process
from tests.simulation.record import BrokenError, Record, hold
from tests.simulation.servers import Post, Slot
from tests.simulation.votes import nothing_in_time_is_missed, votes_are_true
from tests.simulation.world import World

ANSWERS = frozenset({"receipt", "question", "not-counted"})
# Ten, and what was shown late by the mail server.
MOST_AN_HOUR = 15
LEFT_UNANSWERED = 10


def check(world: World, process: Process, post: Post) -> None:
    """BrokenError for the first invariant that does not hold."""
    record = Record(process, world.plan.meeting.id)
    mails_are_kept(world, record)
    mails_are_answered(world, record)
    nothing_in_time_is_missed(world, record)
    votes_are_true(world, record)
    marks_are_listed(record)
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
            copies[said.written.message_id or sha256].append(sha256)
    for group in copies.values():
        said = world.said[group[0]]
        assert said.by is not None
        routed = [sha256 for sha256 in group if kept[sha256].meeting_id is not None]
        # Without a thread, only a mail that came after the planning, by both clocks, tells that it is of the meeting.
        after = kept[group[0]].received >= record.state.planned_at
        belongs = said.threaded or (world.plan.trust.require is Require.NONE and after)
        hold(routed or not belongs, "I1", f"the answer of {said.by.email} was filed as nobody's")
        told = {f"{what}/{sha256}" for what in ("answer", "needs-you") for sha256 in routed} & keys
        enough = any(_crowded(record, sha256) for sha256 in routed)
        hold(told or enough or not routed, "I1", f"neither {said.by.email} nor the coordinator was told of a mail")


def _crowded(record: Record, sha256: str) -> bool:
    """Whether its sender had written so much within the hour before it that they are told nothing more."""
    mail = next(fact for fact in record.received if fact.mail == sha256)
    since = mail.received - timedelta(hours=1)
    writer = _writer(record, mail)
    recent = [
        each for each in record.received if _writer(record, each) == writer and since < each.received <= mail.received
    ]
    return len(recent) > LEFT_UNANSWERED


def _writer(record: Record, mail: MailReceived) -> str:
    speaker = record.state.meeting.speaker(mail.sender)
    return mail.sender if speaker is None else speaker.person.name


def letters_are_decided_once(world: World, record: Record, post: Post) -> None:
    """I6: each letter is decided once, under one Message-ID, and reaches its person or the coordinator knows."""
    bytes_of = defaultdict(set)
    for letter in world.delivered:
        bytes_of[letter.message_id].add(letter.raw)
    hold(all(len(found) == 1 for found in bytes_of.values()), "I6", "one Message-ID stands on two letters")
    purposes = defaultdict(set)
    asked = {row.message_id: row.key for row in record.outbox if row.key.startswith("approval/")}
    for letter in world.delivered:
        key = asked.get(letter.message_id)
        purposes[(key,) if key else _purpose(world, letter)].add(letter.message_id)
    for purpose, ids in purposes.items():
        # What the coordinator settles is answered anew, and so is what that turns.
        again = record.rulings_on_mails if purpose[0] in ANSWERS else 0
        hold(len(ids) <= 1 + again, "I6", f"{purpose} was written {len(ids)} times")
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


def _purpose(world: World, letter: Letter) -> tuple[str, ...]:
    """What tells two letters apart that may both be sent; for the rest the kind and the person are enough."""
    asked = any(said.human and letter.in_reply_to == said.written.message_id for said in world.said.values())
    if letter.kind in ANSWERS and asked:
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
    registered = {somebody.email for somebody in world.plan.everybody} | {COORDINATOR}
    answers = {each.queued.message_id: each.queued.answers or "" for each in record.state.letters.values()}
    by_itself = {each.queued.message_id for key, each in record.state.letters.items() if key.count("/") == 1}
    received = {fact.mail: fact.received for fact in record.received}
    times: dict[str, list[datetime]] = defaultdict(list)
    for letter in {letter.message_id: letter for letter in world.delivered}.values():
        hold(letter.address in registered, "I7", f"a letter went to {letter.address}, which nobody registered")
        if letter.kind in ANSWERS:
            mail = answers[letter.message_id]
            hold(world.said[mail].human, "I7", "an automatic mail was answered")
            if letter.message_id in by_itself:
                times[letter.address].append(received[mail])
    for address, written in times.items():
        most = max(sum(at <= other < at + timedelta(hours=1) for other in written) for at in written)
        hold(most <= MOST_AN_HOUR, "I7", f"{address} was sent {most} answers to what they wrote in an hour")


def verified(process: Process, meeting_id: str) -> None:
    """I9: the record agrees with itself."""
    try:
        verify(process.office, meeting_id)
    except DifferenceError as error:
        raise BrokenError(f"I9: {error}") from error
