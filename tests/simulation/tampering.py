"""I9: the record is altered after the meeting, in every way a hand in the database or the archive may."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text

from bot.core.approval import awaits_approval
from bot.core.journal import (
    Fact,
    FollowUpMarked,
    MailRead,
    MailReceived,
    MailRefused,
    MailReleased,
    ProtocolApproved,
)
from bot.core.meeting import FollowUp
from bot.core.minutes import final_protocol
from bot.core.state import Phase
from bot.service.verification import DifferenceError, verify
from bot.store.codec import decode
from tests.simulation.process import Process
from tests.simulation.record import BrokenError, Record
from tests.simulation.world import World

# Fields of facts in which any words may stand.
WORDS = ("response", "name", "subject", "reason", "case")


def tampering_is_found(world: World, process: Process) -> None:
    """I9: whatever is altered afterwards, `verify` says so."""
    record = Record(process, world.plan.meeting.id)
    possible = (how for how in world.chance.sample(TAMPERINGS, len(TAMPERINGS)) if how(world, process, record))
    how = next(possible)
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


def _payloads(process: Process, record: Record) -> list[dict[str, Any]]:
    with process.office.store.read() as uow:
        return [dict(entry.payload) for entry in uow.stored_entries(record.state.meeting.id)]


def _change_a_fact(world: World, process: Process, record: Record) -> bool:
    payloads = _payloads(process, record)
    said = [(at, name) for at, payload in enumerate(payloads, 1) for name in WORDS if name in payload]
    if not said:
        return False
    at, name = world.chance.choice(said)
    changed = json.dumps({**payloads[at - 1], name: "something else"})
    _execute(process, "UPDATE journal SET payload = :payload WHERE sequence = :at", payload=changed, at=at)
    return True


def _rewrite_a_vote(world: World, process: Process, record: Record) -> bool:
    """Somebody who knows how the journal is sealed changes what a mail is said to say, and seals it anew."""
    payloads = _payloads(process, record)
    voting = [payload for payload in payloads if payload.get("reading", {}).get("votes")]
    if not voting:
        return False
    votes = world.chance.choice(voting)["reading"]["votes"]
    key = world.chance.choice(sorted(votes))
    votes[key] = "abstain" if votes[key] != "abstain" else "approve"
    _seal_anew(
        process,
        record,
        [(entry.at, decode(payload)) for entry, payload in zip(record.entries, payloads, strict=True)],
    )
    return True


def _seal_anew(process: Process, record: Record, facts: Sequence[tuple[datetime, Fact]]) -> None:
    """The journal as somebody writes it who knows how it is sealed; its first entry stays."""
    with process.office.store.begin() as uow:
        uow._connection.execute(text("DELETE FROM journal WHERE sequence > 1"))
        for at, fact in facts[1:]:
            uow.append(record.state.meeting.id, [fact], at)


def _without(process: Process, record: Record, *facts: Fact) -> bool:
    _seal_anew(process, record, [(each.at, each.fact) for each in record.entries if each.fact not in facts])
    return True


def _with(process: Process, record: Record, fact: Fact) -> bool:
    told = [(each.at, each.fact) for each in record.entries]
    _seal_anew(process, record, [*told, (told[-1][0], fact)])
    return True


def _forget_a_release(_world: World, process: Process, record: Record) -> bool:
    """The vote of a mail that was released is in the protocol, and nobody has released it."""
    cast = {row["message_id"] for case in record.protocol["cases"] for row in case["cast"] if row.get("released")}
    counted = {fact.mail for fact in record.received if fact.message_id in cast}
    found = [each.fact for each in record.entries if isinstance(each.fact, MailReleased) and each.fact.mail in counted]
    return record.state.phase is Phase.CLOSED and bool(found) and _without(process, record, found[0])


def _settle_a_mail_late(world: World, process: Process, record: Record) -> bool:
    """A mail is released or refused once the meeting is over."""
    if not record.received:
        return False
    mail = world.chance.choice(record.received).mail
    settled = world.chance.choice((MailReleased(mail, "på telefon"), MailRefused(mail, "ikke fra dem")))
    return _with(process, record, settled)


def _forget_a_mark(_world: World, process: Process, record: Record) -> bool:
    """What the sealed appendix lists was never marked."""
    closed = record.state.as_closed
    if closed is None:
        return False
    sealed = {(each.case, each.point, each.responsible) for each in final_protocol(closed).follow_up}
    marked = [
        each.fact
        for each in record.entries
        if isinstance(each.fact, FollowUpMarked) and each.sequence <= closed.sequence
    ]
    once = [
        fact
        for fact in marked
        if sum((fact.case, fact.follow_up.mark) == (other.case, other.follow_up.mark) for other in marked) == 1
        and (fact.case, fact.follow_up.point, fact.follow_up.responsible) in sealed
    ]
    return bool(once) and _without(process, record, once[0])


def _mark_what_was_not_adopted(_world: World, process: Process, record: Record) -> bool:
    lost = [case["number"] for case in record.protocol["cases"] if case["outcome"] in {"rejected", "undecided"}]
    return bool(lost) and _with(process, record, FollowUpMarked(lost[0], FollowUp("Leder", what="Følges opp.")))


def _approve_a_protocol_again(_world: World, process: Process, record: Record) -> bool:
    """The coordinator finishes a protocol that waits for nobody."""
    if awaits_approval(record.state):
        return False
    return _with(process, record, ProtocolApproved("på telefon"))


def _forget_the_chairs_approval(_world: World, process: Process, record: Record) -> bool:
    shown = record.protocol.get("approval")
    if not shown or shown["how"] != "mail":
        return False
    mails = {fact.mail for fact in record.received if fact.message_id == shown["message_id"]}
    found = [
        each.fact
        for each in record.entries
        if isinstance(each.fact, MailReceived | MailRead) and each.fact.mail in mails
    ]
    return _without(process, record, *found)


def _remove_a_fact(world: World, process: Process, record: Record) -> bool:
    entry = world.chance.choice(record.entries[:-1])
    _execute(process, "DELETE FROM journal WHERE sequence = :at", at=entry.sequence)
    return True


def _swap_two_facts(world: World, process: Process, record: Record) -> bool:
    entry = world.chance.choice(record.entries[:-1])
    for before, after in ((entry.sequence, -1), (entry.sequence + 1, entry.sequence), (-1, entry.sequence + 1)):
        _execute(process, "UPDATE journal SET sequence = :after WHERE sequence = :before", before=before, after=after)
    return True


TAMPERINGS = (
    _change_a_mail,
    _remove_a_mail,
    _change_a_fact,
    _rewrite_a_vote,
    _remove_a_fact,
    _swap_two_facts,
    _forget_a_release,
    _settle_a_mail_late,
    _forget_a_mark,
    _mark_what_was_not_adopted,
    _approve_a_protocol_again,
    _forget_the_chairs_approval,
)
