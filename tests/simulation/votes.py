"""I2 to I5: what the protocol counts is what the model makes of what people said."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.core.journal import MailReceived, MailReleased, MeetingClosed, Ruled
from bot.core.meeting import Meeting, Rule
from bot.core.state import Phase
from tests.simulation.approvals import approval_is_true
from tests.simulation.model import Heard, Place, counted, expected
from tests.simulation.record import Record, hold
from tests.simulation.words import Meant
from tests.simulation.world import Said, World, role_of


def nothing_in_time_is_missed(world: World, record: Record) -> None:
    """I2: a meeting closes on what a reading of the mailbox after its deadline found, and all of that is in it."""
    called = any(row.key.startswith("notice/") for row in record.outbox)
    if record.state.phase is not Phase.CLOSED or not called:
        return
    deadline = record.state.meeting.deadline.replace(microsecond=0)
    after = [at for at, by_process in world.readings if by_process > deadline]
    # What was noted last may be earlier: a clock that ran ahead has been set right since.
    noted = record.mailbox_read_at is not None and record.mailbox_read_at > deadline
    hold(noted or bool(after), "I2", "the meeting was closed, and the mailbox had not been read after the deadline")
    if not after:
        # The process was stopped between noting that it had read and telling the simulation so.
        return
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
    approval_is_true(world, record, places)


def _heard(world: World, record: Record, meeting: Meeting) -> Iterator[Heard]:
    before_close = record.closed_with
    heard: set[str] = set()
    released = _released(record)
    for fact in record.received:
        said = world.said[fact.mail]
        again = said.written.message_id in heard
        heard |= {said.written.message_id} - {""}
        if fact.mail in before_close and not again and _may_count(said, released=fact.mail in released):
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
                seat=ruled.seat,
                who=None,
                is_member=True,
                votes=votes,
                attendance=attendance,
                named=ruled.substitute or "",
                listed=True,
                at=entry.at,
                order=entry.sequence,
                mark="ruling",
            )


def _released(record: Record) -> set[str]:
    """The mails that the coordinator let count; none can be once the meeting has closed."""
    return {entry.fact.mail for entry in record.entries if isinstance(entry.fact, MailReleased)}


def _may_count(said: Said, *, released: bool) -> bool:
    return said.by is not None and said.meant is not None and said.human and (said.authentic or released)


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
        (
            row["seat"],
            row["point"],
            row["vote"],
            row["by"],
            "ruling" if row["how"] == "coordinator" else row["message_id"],
        )
        for row in shown["cast"]
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
