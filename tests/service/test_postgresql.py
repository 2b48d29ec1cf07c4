"""The same meeting on PostgreSQL: the same protocol, crashes included."""

from pathlib import Path

import pytest
from test_crash import hold, people, restarted, result
from world import CrashError, World

from bot.service.verification import verify
from tests.servers.postgresql import Cluster

pytestmark = pytest.mark.postgresql


def test_a_meeting_on_postgresql_gives_the_protocol_that_sqlite_gives(tmp_path: Path, cluster: Cluster) -> None:
    made = []
    for name, url in (("sqlite", ""), ("postgresql", cluster.new_database())):
        (tmp_path / name).mkdir()
        world = people(World(tmp_path / name, url=url))
        with world.office() as office:
            hold(world, office)
            made.append(result(world, office))
    assert made[0] == made[1]


@pytest.mark.parametrize("dies_at", [3, 17, 40, 41])
def test_a_stop_on_postgresql_changes_nothing(tmp_path: Path, cluster: Cluster, dies_at: int) -> None:
    world = people(World(tmp_path, url=cluster.new_database()))
    with pytest.raises(CrashError), world.office(dies_at) as office:
        hold(world, office)
    with world.office() as office:
        restarted(office)
        hold(world, office)
        verify(office, "2026-03-02")
        assert all(len(copies) == 1 for copies in world.copies().values())
