"""What could not have been decided, written into the journal by somebody who knows how it is sealed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from test_reporting import AFTER, FIRST, KARI, OLA, SECOND, first_held, plan_next
from world import BEGAN, World, says

from bot.core.journal import (
    Fact,
    FollowUpMarked,
    MailRefused,
    MeetingClosed,
    PreviousReported,
)
from bot.core.meeting import FollowUp
from bot.core.minutes import final_protocol, protocol, seal
from bot.core.reported import reported
from bot.service.following_up import mark, remove
from bot.service.office import Office
from bot.service.planning import approve
from bot.service.verification import DifferenceError, verify


def sealed(world: World, office: Office, fact: Fact, meeting_id: str = FIRST) -> None:
    """Append a fact that nobody decided, properly sealed."""
    state = world.state(office, meeting_id)
    with office.store.begin() as uow:
        office.append(uow, state, [fact])


def test_mark_on_what_was_not_adopted_is_found(world: World, office: Office) -> None:
    world.habits |= {each: says("1/26 godkjent, 2/26 imot") for each in (KARI, OLA)}
    world.planned(office)
    world.run(office, AFTER)
    sealed(world, office, FollowUpMarked("2/26", FollowUp("Leder", point=1)))
    with pytest.raises(DifferenceError, match="could not be"):
        verify(office, FIRST)


def test_second_close_is_found(world: World, office: Office) -> None:
    first_held(world, office)
    sealed(world, office, MeetingClosed(seal(final_protocol(world.state(office)))))
    with pytest.raises(DifferenceError, match=r"entry \d+: MeetingClosed could not be, as the meeting stood then"):
        verify(office, FIRST)


def test_mail_that_was_refused_after_the_close_is_found(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    world.write(KARI, "Godkjent", None, subject="Sak 1/26")
    world.run(office, AFTER)
    verify(office, FIRST)
    sealed(world, office, MailRefused(next(iter(world.state(office).mails)), "nei"))
    with pytest.raises(DifferenceError, match=r"it was refused, and could not be \(over\)"):
        verify(office, FIRST)


def test_marks_that_could_be_made_are_not_doubted(world: World, office: Office) -> None:
    world.habits |= {KARI: says("Godkjent"), OLA: says("1/26 godkjent, 2/26 imot")}
    world.planned(office)
    mark(office, FIRST, "2/26", FollowUp("Leder", point=2))
    world.run(office, AFTER)
    mark(office, FIRST, "1/26", FollowUp("Leder"))
    remove(office, FIRST, "1/26", FollowUp("leder"))
    remove(office, FIRST, "2/26", FollowUp("Leder", point=2))
    verify(office, FIRST)


Forged = Callable[[PreviousReported], PreviousReported]
FORGED: dict[str, Forged] = {
    "of a meeting that there is not": lambda fact: PreviousReported(replace(fact.reported, meeting="x")),  # type: ignore[type-var]
    "under another title": lambda fact: PreviousReported(replace(fact.reported, title="Noe annet")),  # type: ignore[type-var]
    "without its cases": lambda fact: PreviousReported(replace(fact.reported, cases=())),  # type: ignore[type-var]
    "with another protocol": lambda fact: PreviousReported(replace(fact.reported, sealed="0" * 64)),  # type: ignore[type-var]
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_report_of_the_meeting_before_that_was_altered_is_found(world: World, office: Office, forged: Forged) -> None:
    first_held(world, office)
    plan_next(world, office)
    true = world.state(office, SECOND).reported
    sealed(world, office, forged(PreviousReported(true)), SECOND)
    with pytest.raises(DifferenceError, match="the meeting before"):
        verify(office, SECOND)


def test_report_stays_true_when_the_appendix_is_issued_anew(world: World, office: Office) -> None:
    first_held(world, office)
    plan_next(world, office)
    approve(office, SECOND)
    world.turn(office)
    mark(office, FIRST, "1/26", FollowUp("Leder"))
    made = protocol(world.state(office))
    before = world.state(office, SECOND).reported
    assert before is not None
    assert before != reported(made, seal(made), before.document)
    verify(office, SECOND)
