"""I9: the record is altered after the meeting, in every way a hand in the database or the archive may."""

import json
from typing import Any

from sqlalchemy import text

from bot.core.journal import GENESIS, canonical, link
from bot.service.verification import DifferenceError, verify
from tests.simulation.process import Process
from tests.simulation.record import BrokenError, Record
from tests.simulation.world import World

# Fields of facts in which any words may stand.
WORDS = ("response", "name", "subject", "reason")


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
    previous = GENESIS
    for entry, payload in zip(record.entries, payloads, strict=True):
        sealed = link(previous, record.state.meeting.id, entry.sequence, entry.at, payload)
        _execute(
            process,
            "UPDATE journal SET payload = :payload, previous = :previous, hash = :hash WHERE sequence = :at",
            payload=canonical(payload).decode(),
            previous=previous,
            hash=sealed,
            at=entry.sequence,
        )
        previous = sealed
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


TAMPERINGS = (_change_a_mail, _remove_a_mail, _change_a_fact, _rewrite_a_vote, _remove_a_fact, _swap_two_facts)
