"""What a tick of the service costs: the meetings that run, and not those that are over."""

import pstats
from cProfile import Profile
from datetime import timedelta
from pathlib import Path

from world import BEGAN, MEETING, World, says

from bot.core import schedule
from bot.core.state import Phase
from bot.service.office import Office
from bot.service.planning import cancel
from bot.service.posting import send_due

ANNE, KARI, OLA = "anne.lie@region.example", "kari.berg@hole.example", "ola.vik@modum.example"
OVER = BEGAN + timedelta(hours=6, minutes=30)


def planned(world: World, office: Office, name: str, *, approves: bool = False) -> None:
    text = MEETING.read_text().replace('id = "2026-03-02"', f'id = "{name}"')
    path: Path = world.folder / f"{name}.toml"
    path.write_text(text.replace("[body]\n", "[body]\nchair_approves = true\n", 1) if approves else text)
    world.planned(office, path)


def asked(office: Office) -> int:
    """Of how many meetings a tick asks what is due."""
    profile = Profile()
    profile.runcall(send_due, office)
    code = schedule.due.__code__
    place = (code.co_filename, code.co_firstlineno, code.co_name)
    return pstats.Stats(profile).stats.get(place, (0,))[0]  # type: ignore[attr-defined] # typeshed leaves it out


def test_meetings_that_are_over_cost_a_tick_nothing(world: World, office: Office) -> None:
    for name in ("closed", "called-off"):
        planned(world, office, name)
    cancel(office, "called-off")
    world.run(office, OVER)
    assert 0 == asked(office)


def test_protocol_that_is_with_the_chair_is_asked_for_until_it_is_final(world: World, office: Office) -> None:
    world.habits[KARI] = says("Godkjent")
    planned(world, office, "a", approves=True)
    world.run(office, OVER)
    assert 1 == asked(office)
    world.write(KARI, "Godkjent", world.letters(KARI, "protocol")[0])
    world.turn(office)
    world.turn(office)
    assert 0 == asked(office)


def test_meeting_that_is_over_is_asked_again_when_something_happens(world: World, office: Office) -> None:
    planned(world, office, "a")
    world.run(office, OVER)
    assert (0, Phase.CLOSED) == (asked(office), world.state(office, "a").phase)
    world.write("ukjent@annet.example", "Gjelder møtet", world.letters(OLA, "protocol")[0])
    told = len(world.letters(ANNE, "coordinator"))
    world.turn(office)
    assert told + 1 == len(world.letters(ANNE, "coordinator"))
    assert (1, 0) == (asked(office), asked(office))
