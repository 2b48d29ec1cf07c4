"""The notice of a body's next meeting lists the protocol of the one before, and the decisions made in it."""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from world import BEGAN, MEETING, World, says

from bot.core.meeting import FollowUp
from bot.errors import BadFileError
from bot.notices.meeting_file import load
from bot.service.following_up import mark
from bot.service.office import Office
from bot.service.packaged import recount_package
from bot.service.packaging import package
from bot.service.planning import add, approve, cancel
from bot.service.preview import write
from bot.service.verification import DifferenceError, verify

ANNE, KARI, OLA = "anne.lie@region.example", "kari.berg@hole.example", "ola.vik@modum.example"
FIRST, SECOND = "2026-03-02", "2026-04-06"
AFTER = BEGAN + timedelta(hours=6, minutes=30)


def next_file(world: World, said: str = "") -> Path:
    """The same body's meeting five weeks later."""
    text = MEETING.read_text()
    for old, new in ((FIRST, SECOND), ("1/26", "3/26"), ("2/26", "4/26"), ("[meeting]\n", f"[meeting]\n{said}")):
        text = text.replace(old, new)
    path = world.folder / "next.toml"
    path.write_text(text)
    return path


def plan_next(world: World, office: Office, said: str = "") -> None:
    add(office, load(next_file(world, said), bodies_dir=None, now=world.now))
    world.turn(office)


def first_held(world: World, office: Office) -> None:
    """The first meeting: 1/26 adopted, 2/26 without enough votes."""
    world.habits |= {KARI: says("1/26 godkjent, 2/26 godkjent"), OLA: says("1/26 godkjent, 2/26 imot")}
    world.planned(office)
    world.run(office, AFTER)
    world.habits.clear()
    world.delivered.clear()


def attached(mail: EmailMessage) -> list[str]:
    return [str(part.get_filename()) for part in mail.iter_attachments() if part.get_filename() != "frist.ics"]


def test_the_next_notice_lists_protocol_and_decisions(world: World, office: Office) -> None:
    first_held(world, office)
    plan_next(world, office)
    approve(office, SECOND)
    world.turn(office)
    [notice] = world.letters(KARI, "notice")
    assert "Protokollen fra Styringsgruppemøte mandag 2. mars 2026 legges fram til godkjenning" in notice.text
    assert "Ny leder av styringsgruppa (sak 1/26): Vedtatt enstemmig" in notice.text
    assert "Du skal ikke stemme over dem når du svarer." in notice.text
    assert [f"innkalling-{SECOND}.pdf", f"protokoll-{FIRST}.pdf"] == attached(notice.mail)


def test_the_draft_shows_the_coordinator_what_will_be_listed(world: World, office: Office) -> None:
    first_held(world, office)
    plan_next(world, office)
    [draft] = world.letters(ANNE, "coordinator")
    assert "Protokollen fra Styringsgruppemøte" in draft.text


def test_a_meeting_that_closes_after_the_plan_is_listed_all_the_same(world: World, office: Office) -> None:
    world.habits[KARI] = says("Godkjent")
    world.planned(office)
    plan_next(world, office)
    approve_at = "notice_at = 2026-03-10T08:00:00+01:00\n"
    cancel(office, SECOND)
    add(office, load(_renamed(next_file(world, approve_at), "2026-05-04"), bodies_dir=None, now=world.now))
    approve(office, "2026-05-04")
    assert world.state(office, "2026-05-04").reported is None
    world.run(office, AFTER)
    world.now = BEGAN + timedelta(days=9)
    world.delivered.clear()
    world.turn(office)
    [notice] = world.letters(KARI, "notice")
    assert f"protokoll-{FIRST}.pdf" in attached(notice.mail)


def _renamed(path: Path, name: str) -> Path:
    path.write_text(path.read_text().replace(SECOND, name))
    return path


def test_the_protocol_goes_with_its_latest_appendix(world: World, office: Office) -> None:
    first_held(world, office)
    plan_next(world, office)
    before = world.state(office, SECOND).reported
    mark(office, FIRST, "1/26", FollowUp("Prosjektleder"))
    approve(office, SECOND)
    after = world.state(office, SECOND).reported
    assert before is not None
    assert after is not None
    assert before.document != after.document


def test_nothing_is_listed_where_the_file_says_so(world: World, office: Office) -> None:
    first_held(world, office)
    plan_next(world, office, 'previous = ""\n')
    approve(office, SECOND)
    world.turn(office)
    [notice] = world.letters(KARI, "notice")
    assert [f"innkalling-{SECOND}.pdf"] == attached(notice.mail)
    assert "forrige møte" not in notice.text


def test_a_named_meeting_that_is_unknown_is_refused(world: World, office: Office) -> None:
    with pytest.raises(BadFileError, match=r"meeting\.previous: there is no meeting 'x'"):
        plan_next(world, office, 'previous = "x"\n')


def test_a_named_meeting_that_was_called_off_is_refused(world: World, office: Office) -> None:
    world.planned(office)
    cancel(office, FIRST)
    with pytest.raises(BadFileError, match=rf"meeting\.previous: '{FIRST}' was called off"):
        plan_next(world, office, f'previous = "{FIRST}"\n')


def test_a_named_meeting_that_is_not_over_is_pointed_out(world: World, office: Office) -> None:
    world.planned(office)
    plan_next(world, office, f'previous = "{FIRST}"\n')
    assert "previous_not_closed" in world.state(office, SECOND).warnings


def test_the_preview_shows_what_will_be_listed(world: World, office: Office) -> None:
    first_held(world, office)
    plan_next(world, office)
    folder = world.folder / "preview"
    write(office, world.state(office, SECOND), folder)
    assert "legges fram til godkjenning" in (folder / "notice.html").read_text()
    assert "legges fram til godkjenning" in (folder / "notice-hole.txt").read_text()


def test_the_reported_protocol_is_packed_and_verified(world: World, office: Office) -> None:
    first_held(world, office)
    plan_next(world, office)
    approve(office, SECOND)
    cancel(office, SECOND)
    world.turn(office)
    verify(office, SECOND)
    path = world.folder / "next.zip"
    package(office, SECOND, path)
    assert recount_package(path).meeting_id == SECOND
    reported = world.state(office, SECOND).reported
    assert reported is not None
    sealed = reported.document
    (world.folder / "archive" / sealed[:2] / sealed).unlink()
    with pytest.raises(DifferenceError, match="journal entry"):
        verify(office, SECOND)
