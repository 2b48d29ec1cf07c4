"""Stop the process at each commit, just before it and just after it: the meeting ends the same (invariant I8)."""

from datetime import timedelta
from pathlib import Path

import pytest
from world import BEGAN, CrashError, World, says

from bot.core.minutes import protocol
from bot.core.state import Phase
from bot.service.office import Office
from bot.service.planning import approve
from bot.service.verification import verify

END = BEGAN + timedelta(hours=7)
STEP = timedelta(minutes=30)


def people(world: World) -> World:
    world.habits |= {
        "kari.berg@hole.example": says("Godkjent", "reminder"),
        "ola.vik@modum.example": says("Jeg melder forfall"),
        "eva.moe@modum.example": says("Godkjenner sak 1. I sak 2 stemmer jeg imot punkt 2.", "summons"),
        "siv.aas@lier.example": says("Ser greit ut"),
    }
    return world


def hold(world: World, office: Office) -> None:
    if not world_is_planned(office):
        world.planned(office)
    world.run(office, END, STEP)


def world_is_planned(office: Office) -> bool:
    """Whether the coordinator has seen their approval through; a crash in between has them do it again."""
    with office.store.read() as uow:
        states = office.states(uow)
    for meeting_id, state in states.items():
        if state.phase is Phase.PLANNED:
            approve(office, meeting_id)
    return bool(states)


def result(world: World, office: Office) -> tuple[object, dict[str, int]]:
    letters = {key: len(found) for key, found in world.copies().items()}
    made = protocol(world.state(office)).as_json()
    return made, letters


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, dict[str, int], int]:
    world = people(World(tmp_path_factory.mktemp("undisturbed")))
    with world.office() as office:
        hold(world, office)
        return *result(world, office), office.store.points  # type: ignore[attr-defined]


def test_the_undisturbed_meeting_is_worth_disturbing(undisturbed: tuple[object, dict[str, int], int]) -> None:
    made, letters, points = undisturbed
    assert isinstance(made, dict)
    assert "final" == made["status"]
    assert ["for", "against"] == [name for name in ("for", "against") if made["cases"][1]["points"][1]["votes"][name]]
    assert len(letters) > 15
    assert points > 50


@pytest.mark.parametrize("share", range(8))
def test_a_stop_at_any_commit_changes_nothing(
    share: int, tmp_path: Path, undisturbed: tuple[object, dict[str, int], int]
) -> None:
    """Each share of the commit points, so that the workers divide them: at each the process dies once."""
    made, letters, points = undisturbed
    for dies_at in range(1 + share, points + 1, 8):
        world = people(World(tmp_path / str(dies_at)))
        world.folder.mkdir()
        with pytest.raises(CrashError), world.office(dies_at) as office:
            hold(world, office)
        with world.office() as office:
            restarted(office)
            hold(world, office)
            again, copies = result(world, office)
            assert made == again, f"died at commit point {dies_at}"
            assert letters == copies, f"died at commit point {dies_at}"
            verify(office, "2026-03-02")


def restarted(office: Office) -> None:
    """What the service does first when it starts."""
    with office.store.begin() as uow:
        uow.release_claims()
