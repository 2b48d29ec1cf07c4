"""The chair's approval of the protocol: who gives it, what counts as one, and what goes out when."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.core.approval import approval, approver, awaits_approval, is_over
from bot.core.journal import Identity, MailRead, MailReceived, MeetingCancelled, MeetingClosed, ProtocolApproved
from bot.core.letters import ApprovalReceipt, ForApproval, NeedsYou, ProtocolOut
from bot.core.minutes import final_protocol, protocol, seal
from bot.core.protocol import Channel, Status
from bot.core.reading import Kind, Reading, Reason
from bot.core.state import State
from tests.core.people import (
    ABSENT,
    BODY,
    DAY,
    DEADLINE,
    HOUR,
    KARI,
    MEETING,
    MINUTE,
    MORNING,
    NO,
    PER,
    PRESENT,
    YES,
    Story,
    reading,
    votes,
)

APPROVED = replace(MEETING, body=replace(BODY, chair_approves=True))
CLOSED_AT = DEADLINE + MINUTE
ALL = votes(c1=YES, c2=YES)
CHAIR = str(KARI.email)


def closed(story: Story | None = None) -> Story:
    """The deadline has passed; the chair and the coordinator have their letters."""
    story = story or Story(APPROVED).opened()
    story.happens(MeetingClosed(seal(final_protocol(story.state))), at=CLOSED_AT)
    story.post(CLOSED_AT)
    return story


def answer(
    story: Story, said: Reading, *, to: str = "approval/0", at: datetime = CLOSED_AT + HOUR, trusted: bool = True
) -> str:
    """A mail that answers one of our letters."""
    referred = story.state.letters[to].queued.message_id
    mail = f"{len(story.entries):064x}"
    received = MailReceived(mail, at, 50, f"<{mail[-4:]}@hole.example>", (referred,), "SV: Protokoll", said.sender)
    story.happens(received, MailRead(mail, said, Identity(trusted, "thread")), at=at)
    return mail


def kinds(story: Story, at: datetime = CLOSED_AT + HOUR) -> dict[str, type]:
    return {key: type(letter.content) for key, letter in story.due(at).items()}


def test_nobody_but_chair_and_coordinator_gets_the_protocol_first() -> None:
    story = Story(APPROVED).opened()
    before = set(story.state.letters)
    assert {"approval/0", "with-the-chair/0"} == set(closed(story).state.letters) - before
    assert ("Kari Berg", "Anne Lie") == tuple(
        story.state.letters[key].queued.name for key in ("approval/0", "with-the-chair/0")
    )


def test_a_body_that_asks_for_no_approval_sends_at_once() -> None:
    story = closed(Story(MEETING).opened())
    assert (False, None) == (awaits_approval(story.state), approval(story.state))
    assert "protocol/coordinator" in story.state.letters


def test_the_protocol_is_a_draft_until_it_is_approved() -> None:
    story = closed()
    made = protocol(story.state)
    assert (Status.AWAITING, "draft", None) == (made.status, made.as_json()["status"], made.as_json()["approval"])
    assert seal(made) == story.state.protocol_sha256
    answer(story, reading(CHAIR, ALL))
    after = protocol(story.state)
    assert (Status.FINAL, "final", "Kari Berg") == (
        after.status,
        after.as_json()["status"],
        after.as_json()["approval"]["by"],
    )
    assert (made.cases, made.roll, made.quorum) == (after.cases, after.roll, after.quorum)


def test_a_draft_of_an_open_meeting_tells_of_no_approval() -> None:
    assert "approval" not in protocol(Story(APPROVED).opened().state).as_json()


def test_the_chairs_approval_sends_the_protocol_to_everybody() -> None:
    story = closed()
    mail = answer(story, reading(CHAIR, ALL))
    due = story.due(CLOSED_AT + HOUR)
    assert ApprovalReceipt(approved=True, text="Svaret, ord for ord.") == due[f"answer/{mail}"].content
    assert {ProtocolOut} == {type(each.content) for key, each in due.items() if key.startswith("protocol/")}
    assert 7 == sum(key.startswith("protocol/") for key in due)


REMARKS = {
    "some": reading(CHAIR, votes(c1=YES)),
    "objects": reading(CHAIR, votes(c1=YES, c2=NO)),
    "point": reading(CHAIR, ALL | votes(c2p1=NO)),
    "unclear": reading(CHAIR, ALL, reasons=(Reason.QUESTION,)),
    "absent": reading(CHAIR, ALL, attendance=ABSENT),
    "present": reading(CHAIR, ALL, attendance=PRESENT),
    "nothing": reading(CHAIR),
    "calendar": reading(CHAIR, ALL, kind=Kind.CALENDAR),
}


@pytest.mark.parametrize("said", REMARKS.values(), ids=REMARKS)
def test_anything_but_a_plain_approval_is_the_coordinators(said: Reading) -> None:
    story = closed()
    mail = answer(story, said)
    due = story.due(CLOSED_AT + HOUR)
    assert awaits_approval(story.state)
    assert ApprovalReceipt(approved=False, text="Svaret, ord for ord.") == due[f"answer/{mail}"].content
    told = due[f"needs-you/{mail}"].content
    assert isinstance(told, NeedsYou)
    assert ("protocol_remark",) == told.reasons
    assert not [key for key in due if key.startswith("protocol/")]


def test_an_approval_that_is_not_trusted_is_the_coordinators() -> None:
    story = closed()
    mail = answer(story, reading(CHAIR, ALL), trusted=False)
    due = story.due(CLOSED_AT + HOUR)
    assert awaits_approval(story.state)
    assert ApprovalReceipt(approved=False, text="Svaret, ord for ord.") == due[f"answer/{mail}"].content
    told = due[f"needs-you/{mail}"].content
    assert isinstance(told, NeedsYou)
    assert (("protocol_remark",), "thread") == (told.reasons, told.identity)


def test_an_automatic_answer_approves_nothing() -> None:
    story = closed()
    answer(story, reading(CHAIR, ALL, kind=Kind.AUTO_REPLY))
    assert awaits_approval(story.state)
    assert not kinds(story)


def test_a_late_vote_in_answer_to_the_notice_approves_nothing() -> None:
    story = closed()
    answer(story, reading(CHAIR, ALL), to="notice/hole")
    assert awaits_approval(story.state)


@pytest.mark.parametrize("sender", ["ole.moe@modum.example", "per.dal@hole.example", "ukjent@annet.example"])
def test_nobody_else_approves(sender: str) -> None:
    story = closed()
    answer(story, reading(sender, ALL))
    assert awaits_approval(story.state)


def test_the_substitute_who_held_the_chairs_seat_approves() -> None:
    story = Story(APPROVED).opened()
    story.mail(reading(CHAIR, attendance=ABSENT))
    story.post(MORNING)
    story.mail(reading(str(PER.email), ALL), at=MORNING + HOUR)
    closed(story)
    assert PER == approver(story.state).person
    answer(story, reading(CHAIR, ALL))
    assert awaits_approval(story.state)
    answer(story, reading(str(PER.email), ALL))
    assert "Per Dal" == protocol(story.state).as_json()["approval"]["by"]


def test_the_first_approval_stands() -> None:
    story = closed()
    answer(story, reading(CHAIR, ALL))
    first = approval(story.state)
    later = answer(story, reading(CHAIR, ALL), at=CLOSED_AT + 2 * HOUR)
    assert first == approval(story.state)
    assert isinstance(story.due(CLOSED_AT + DAY)[f"answer/{later}"].content, ApprovalReceipt)


def test_a_remark_after_the_approval_is_passed_on() -> None:
    story = closed()
    answer(story, reading(CHAIR, ALL))
    mail = answer(story, reading(CHAIR), at=CLOSED_AT + 2 * HOUR)
    due = story.due(CLOSED_AT + DAY)
    told = due[f"needs-you/{mail}"].content
    assert isinstance(told, NeedsYou)
    assert ("after_approval",) == told.reasons
    assert ApprovalReceipt(approved=True, text="Svaret, ord for ord.") == due[f"answer/{mail}"].content


def test_the_coordinator_may_record_the_approval() -> None:
    story = closed().happens(ProtocolApproved("på telefon 3. mars"), at=CLOSED_AT + DAY)
    given = approval(story.state)
    assert given is not None
    assert ("Anne Lie", Channel.COORDINATOR, "på telefon 3. mars") == (given.by, given.how, given.reason)
    assert "på telefon 3. mars" == protocol(story.state).as_json()["approval"]["reason"]
    answer(story, reading(CHAIR, ALL), at=CLOSED_AT + 2 * DAY)
    assert given == approval(story.state)


def reminders(story: Story, at: datetime) -> list[tuple[str, int]]:
    return [
        (letter.to.name, letter.content.reminder)
        for letter in story.post(at)
        if isinstance(letter.content, ForApproval)
    ]


def test_the_chair_is_reminded_and_at_last_the_coordinator_told() -> None:
    story = closed()
    assert [] == reminders(story, CLOSED_AT + DAY)
    assert [("Kari Berg", 1)] == reminders(story, CLOSED_AT + timedelta(days=2))
    assert [] == reminders(story, CLOSED_AT + timedelta(days=4))
    assert [("Kari Berg", 2), ("Anne Lie", 2)] == reminders(story, CLOSED_AT + timedelta(days=5))


def test_of_several_reminders_that_were_missed_only_the_last_goes() -> None:
    assert [("Kari Berg", 2), ("Anne Lie", 2)] == reminders(closed(), CLOSED_AT + timedelta(days=9))


def test_an_approval_of_a_reminder_counts() -> None:
    story = closed()
    story.post(CLOSED_AT + timedelta(days=2))
    answer(story, reading(CHAIR, ALL), to="approval/1", at=CLOSED_AT + timedelta(days=2, hours=1))
    assert not awaits_approval(story.state)
    assert [] == reminders(story, CLOSED_AT + timedelta(days=5))


def over(state: State) -> tuple[bool, bool]:
    return is_over(state), awaits_approval(state)


def test_a_meeting_is_over_once_nothing_is_outstanding() -> None:
    story = Story(APPROVED).opened()
    assert (False, False) == over(story.state)
    assert (False, True) == over(closed(story).state)
    assert (True, False) == over(story.happens(ProtocolApproved("x"), at=CLOSED_AT + DAY).state)
    assert (True, False) == over(Story(APPROVED).opened().happens(MeetingCancelled(), at=MORNING).state)


def test_a_chair_without_an_address_in_use_is_the_member() -> None:
    story = Story(APPROVED).opened()
    for person in (KARI, *APPROVED.body.chair.substitutes):
        story.mail(reading(str(person.email), attendance=ABSENT), at=MORNING)
        story.post(MORNING)
    assert KARI == approver(closed(story).state).person
