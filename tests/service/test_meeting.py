"""A whole meeting through the service, on a real store, with a clock that the test holds."""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from icalendar import Calendar, Component
from world import BEGAN, BOT, MEETING, Delivered, World, says

from bot.core.journal import Ruled
from bot.core.meeting import VoteKey
from bot.core.minutes import protocol
from bot.core.reading import Vote
from bot.core.state import Delivery, Phase
from bot.errors import BadFileError, RefusedError
from bot.mail.envelope import Refused
from bot.notices.meeting_file import load
from bot.service import planning
from bot.service.closing import close_due
from bot.service.delivery import deliver_due
from bot.service.office import Office
from bot.service.status import status
from bot.service.verification import DifferenceError, verify

KARI, OLA, SIV, EVA, JO = (
    "kari.berg@hole.example",
    "ola.vik@modum.example",
    "siv.aas@lier.example",
    "eva.moe@modum.example",
    "jo.lund@viken.example",
)
ANNE = "anne.lie@region.example"
ID = "2026-03-02"
DEADLINE = BEGAN + timedelta(hours=6)
AFTER = DEADLINE + timedelta(minutes=30)


def outcome(world: World, office: Office) -> dict[str, tuple[str, str]]:
    made = protocol(world.state(office)).as_json()
    return {case["number"]: (case["outcome"], case["basis"]) for case in made["cases"]}


def test_everybody_is_sent_the_notice_once_with_its_papers(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=30))
    notices = [each for each in world.delivered if each.kind == "notice"]
    assert [KARI, OLA, SIV, JO] == [each.address for each in notices]
    assert all(
        [part.get_content_type() for part in each.mail.iter_attachments()][:1] == ["application/pdf"]
        for each in notices
    )


@pytest.mark.parametrize(
    ("language", "notice", "entry", "protocol"),
    [
        ("nb", "innkalling", "frist.ics", "protokoll"),
        ("nn", "innkalling", "frist.ics", "protokoll"),
        ("en", "notice", "deadline.ics", "minutes"),
    ],
)
def test_attachments_have_names_in_the_bodys_language(  # noqa: PLR0917 - a language and its words
    world: World, office: Office, tmp_path: Path, language: str, notice: str, entry: str, protocol: str
) -> None:
    meeting = tmp_path / "meeting.toml"
    meeting.write_text(MEETING.read_text().replace("[body]", f'[body]\nlanguage = "{language}"', 1))
    world.planned(office, meeting)
    world.run(office, AFTER + timedelta(hours=1), timedelta(hours=1))
    assert {f"{notice}-2026-03-02.pdf", entry} <= attached(world.letters(KARI, "notice")[0])
    assert f"{protocol}-2026-03-02.pdf" in attached(world.letters(KARI, "protocol")[0])


def attached(letter: Delivered) -> set[str]:
    """The names of all that a letter carries."""
    return {str(part.get_filename()) for part in letter.mail.walk() if part.get_filename()}


def test_nothing_goes_to_members_before_the_coordinator_approves(world: World, office: Office) -> None:
    planning.add(office, load(MEETING, bodies_dir=None, now=world.now))
    world.run(office, BEGAN + timedelta(minutes=30))
    assert {ANNE} == {each.address for each in world.delivered}


def test_an_approval_is_receipted_and_adopted(world: World, office: Office) -> None:
    world.habits |= {KARI: says("Godkjent"), OLA: says("Godkjent"), SIV: says("Godkjent")}
    world.planned(office)
    world.run(office, AFTER)
    assert {"1/26": ("adopted", "unanimous"), "2/26": ("adopted", "unanimous")} == outcome(world, office)
    (receipt,) = world.letters(KARI, "receipt")
    assert world.letters(KARI, "notice")[0].mail["Message-ID"] in receipt.mail["References"]


def test_the_protocol_reaches_the_coordinator_and_members_with_pdf(world: World, office: Office) -> None:
    world.habits |= {KARI: says("Godkjent"), OLA: says("Godkjent")}
    world.planned(office)
    world.run(office, AFTER)
    for address in (ANNE, KARI, OLA, SIV, JO):
        (letter,) = world.letters(address, "protocol")
        assert "application/pdf" in [part.get_content_type() for part in letter.mail.iter_attachments()]


def test_an_absent_member_is_replaced_by_the_summoned_substitute(world: World, office: Office) -> None:
    world.habits |= {
        KARI: says("Godkjent"),
        OLA: says("Jeg melder forfall."),
        EVA: says("Godkjent", "summons"),
        SIV: says("Godkjent"),
    }
    world.planned(office)
    world.run(office, AFTER)
    line = next(line for line in protocol(world.state(office)).as_json()["roll"] if line["seat"] == "modum")
    assert ("absent", {"name": "Eva Moe", "as": "substitute"}) == (line["attendance"], line["by"])
    assert {"1/26": ("adopted", "unanimous"), "2/26": ("adopted", "unanimous")} == outcome(world, office)


def test_reminders_go_only_to_those_who_have_not_answered(world: World, office: Office) -> None:
    world.habits[KARI] = says("Godkjent")
    world.planned(office)
    world.run(office, BEGAN + timedelta(hours=4))
    assert {OLA, SIV} == {each.address for each in world.delivered if each.kind == "reminder"}


def test_an_unclear_answer_is_asked_back_and_counts_nothing(world: World, office: Office) -> None:
    world.habits[KARI] = says("Ser greit ut")
    world.planned(office)
    world.run(office, BEGAN + timedelta(hours=1))
    assert 1 == len(world.letters(KARI, "question"))
    assert {} == status(office, ID)["meetings"][0]["seats"][0]["votes"]


def test_a_late_vote_is_answered_and_not_counted(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, AFTER)
    before = protocol(world.state(office)).as_json()
    world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
    world.run(office, world.now + timedelta(minutes=30))
    assert 1 == len(world.letters(KARI, "not-counted"))
    assert before == protocol(world.state(office)).as_json()


def test_a_vote_without_the_thread_is_held_and_its_owner_told(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    world.write(KARI, "Godkjent", None)
    world.run(office, BEGAN + timedelta(hours=1))
    assert {} == status(office, ID)["meetings"][0]["seats"][0]["votes"]
    assert 1 == len(world.letters(KARI, "not-counted"))
    assert ["held"] == status(office, ID)["meetings"][0]["waiting"][0]["reasons"]


def test_a_forwarded_notice_gives_its_new_owner_no_vote(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    world.write("stranger@hole.example", "Godkjent", world.letters(KARI, "notice")[0])
    world.write(OLA, "Godkjent", world.letters(KARI, "notice")[0])
    world.run(office, BEGAN + timedelta(hours=1))
    assert not any(seat["votes"] for seat in status(office, ID)["meetings"][0]["seats"])
    assert [] == world.letters("stranger@hole.example")


def test_a_vote_from_an_also_address_is_receipted_at_the_registered_one(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    world.write("kberg@privat.example", "Godkjent", world.letters(KARI, "notice")[0])
    world.run(office, BEGAN + timedelta(hours=1))
    assert 1 == len(world.letters(KARI, "receipt"))
    assert {"1/26": "approve", "2/26": "approve"} == status(office, ID)["meetings"][0]["seats"][0]["votes"]


def test_nothing_answers_an_automatic_reply(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    notice = world.letters(KARI, "notice")[0]
    world.write(KARI, "Alt er godkjent herfra", notice, Auto_Submitted="auto-replied")
    world.run(office, BEGAN + timedelta(hours=1))
    assert [notice] == world.letters(KARI)


def test_a_cancelled_meeting_tells_everybody_and_counts_nothing(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    planning.cancel(office, ID)
    world.run(office, AFTER)
    assert {KARI, OLA, SIV, JO} == {each.address for each in world.delivered if each.kind == "cancelled"}
    assert "cancelled" == protocol(world.state(office)).as_json()["status"]
    verify(office, ID)


def test_a_moved_deadline_is_told_and_holds(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    planning.extend(office, ID, DEADLINE + timedelta(hours=2))
    world.run(office, DEADLINE + timedelta(hours=1))
    world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
    world.run(office, DEADLINE + timedelta(hours=3))
    assert {KARI, OLA, SIV, JO} == {each.address for each in world.delivered if each.kind == "extended"}
    assert 1 == protocol(world.state(office)).as_json()["cases"][0]["votes"]["for"]


def test_a_recorded_vote_counts_as_the_coordinators(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    planning.record(office, ID, Ruled("hole", "på telefon", {VoteKey("1/26"): Vote.APPROVE}))
    (row,) = protocol(world.state(office)).as_json()["cases"][0]["cast"]
    assert ("coordinator", "på telefon", "Kari Berg") == (row["how"], row["reason"], row["by"])


def test_what_cannot_be_recorded_is_refused_line_by_line(world: World, office: Office) -> None:
    world.planned(office)
    with pytest.raises(BadFileError) as refused:
        planning.record(
            office, ID, Ruled("hole", " ", {VoteKey("9/26"): Vote.APPROVE, VoteKey("2/26", 3): Vote.OBJECT})
        )
    assert ["--reason", "--vote 9/26", "--vote 2/26#3"] == [line.partition(": ")[0] for line in refused.value.problems]


def test_a_meeting_is_approved_once(world: World, office: Office) -> None:
    world.planned(office)
    with pytest.raises(RefusedError, match="is open"):
        planning.approve(office, ID)


def test_the_meeting_waits_for_the_mailbox_before_it_closes(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    world.now = AFTER
    close_due(office)
    assert Phase.OPEN is world.state(office).phase
    world.turn(office)
    assert Phase.CLOSED is world.state(office).phase


def test_a_letter_that_is_refused_for_good_is_told_to_the_coordinator(world: World, office: Office) -> None:
    class Refusing:
        def deliver(self, letters):  # noqa: ANN001, ANN202 - a stand-in for the mail server
            for letter in letters:
                if letter.recipient == OLA:
                    yield Refused(letter.key, "550 no such user", permanent=True)
                else:
                    yield from world.deliver([letter])

    world.planned(office)
    deliver_due(office, Refusing())
    world.run(office, BEGAN + timedelta(minutes=20))
    assert Delivery.FAILED is world.state(office).letters["notice/modum"].delivery
    assert any("550 no such user" in each.text for each in world.letters(ANNE, "coordinator"))


def test_verify_reads_the_archived_mails_again(world: World, office: Office) -> None:
    world.habits |= {KARI: says("Godkjent"), OLA: says("Sak 1 godkjent, sak 2 imot")}
    world.planned(office)
    world.run(office, AFTER)
    assert 2 == verify(office, ID)


def test_verify_finds_a_mail_that_was_altered(world: World, office: Office) -> None:
    world.habits[KARI] = says("Godkjent")
    world.planned(office)
    world.run(office, AFTER)
    (mail,) = world.state(office).mails
    path = world.folder / "archive" / mail[:2] / mail
    path.write_bytes(path.read_bytes().replace(b"Godkjent", b"Imot    "))
    with pytest.raises(DifferenceError, match="altered"):
        verify(office, ID)


def test_the_same_mail_twice_is_counted_and_answered_once(world: World, office: Office) -> None:
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    raw = world.write(KARI, "Godkjent", world.letters(KARI, "notice")[0])
    world.inbox.append((world.now, raw))
    world.run(office, BEGAN + timedelta(hours=1))
    assert 1 == len(world.letters(KARI, "receipt"))


def test_a_new_uidvalidity_repeats_nothing(world: World, office: Office) -> None:
    world.habits[KARI] = says("Godkjent")
    world.planned(office)
    world.run(office, BEGAN + timedelta(hours=1))
    world.uid_validity += 1
    world.run(office, BEGAN + timedelta(hours=2))
    assert 1 == len(world.letters(KARI, "receipt"))


def test_mail_from_before_the_meeting_was_planned_is_not_answered(world: World, office: Office) -> None:
    world.write(KARI, "Sak 1/26 godkjent", None)
    world.now += timedelta(hours=1)
    world.planned(office)
    world.run(office, BEGAN + timedelta(hours=2))
    assert ["notice"] == [each.kind for each in world.letters(KARI)]
    assert BOT not in {each.address for each in world.delivered}


DECLINED = """BEGIN:VCALENDAR
METHOD:REPLY
PRODID:-//Example//Calendar//NO
VERSION:2.0
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20260302T090000Z
ATTENDEE;PARTSTAT={answer}:mailto:{attendee}
END:VEVENT
END:VCALENDAR
"""


def calendar_reply(world: World, address: str, answer: str, uid: str) -> None:
    """A reply as calendar programs send it: no thread, only the entry's UID."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = address, BOT, "Avslått: Svarfrist"
    mail["Message-ID"] = f"<{answer}.{len(world.inbox)}@calendar.example>"
    mail.set_content("")
    text = DECLINED.format(uid=uid, answer=answer, attendee=address).replace("\n", "\r\n")
    mail.add_alternative(text.encode(), "text", "calendar", params={"method": "REPLY"})
    world.inbox.append((world.now.replace(microsecond=0), mail.as_bytes()))


def entry(letter: Delivered) -> Component:
    (part,) = [part for part in letter.mail.walk() if part.get_content_type() == "text/calendar"]
    (event,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
    return event


def test_the_notice_puts_the_deadline_into_the_members_calendar(world: World, office: Office) -> None:
    world.planned(office)
    world.turn(office)
    assert DEADLINE == entry(world.letters(KARI)[0]).get("dtend").dt


def test_a_declined_entry_is_an_absence_whose_receipt_says_how_to_undo_it(world: World, office: Office) -> None:
    world.planned(office)
    world.turn(office)
    calendar_reply(world, OLA, "DECLINED", str(entry(world.letters(OLA)[0]).get("uid")))
    world.run(office, BEGAN + timedelta(hours=1))
    (receipt,) = world.letters(OLA, "receipt")
    assert "avslo oppføringen i kalenderen" in receipt.text.partition("\n\n")[0]
    assert 1 == len(world.letters(EVA, "summons"))


def test_another_persons_entry_declines_nothing(world: World, office: Office) -> None:
    world.planned(office)
    world.turn(office)
    calendar_reply(world, OLA, "DECLINED", str(entry(world.letters(KARI)[0]).get("uid")))
    world.run(office, BEGAN + timedelta(hours=1))
    assert [] == world.letters(EVA)
    assert "no_answer" == status(office, ID)["meetings"][0]["seats"][1]["attendance"]


def test_an_absence_that_the_meeting_file_states_calls_in_the_substitute(
    world: World, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "absent.toml"
    path.write_text(MEETING.read_text().replace('name = "Modum"\n', 'name = "Modum"\nabsent = true\n'))
    world.planned(office, path)
    world.run(office, BEGAN + timedelta(minutes=20))
    assert 1 == len(world.letters(EVA, "summons"))
    assert "absent" == status(office, ID)["meetings"][0]["seats"][1]["attendance"]


def test_a_mail_server_that_cannot_be_reached_fails_no_letter(world: World, office: Office) -> None:
    class Away:
        def deliver(self, letters):  # noqa: ANN001, ANN202 - a stand-in for the mail server
            for letter in letters:
                yield Refused(letter.key, "535 wrong password", permanent=True, reached=False)

    world.planned(office)
    for _ in range(40):
        deliver_due(office, Away())
        world.now += timedelta(hours=1)
    assert Delivery.QUEUED is world.state(office).letters["notice/hole"].delivery
