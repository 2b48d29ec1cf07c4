from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.service.office import Office
from tests.service.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def office(world: World) -> Iterator[Office]:
    with world.office() as office:
        yield office


@pytest.fixture(autouse=True)
def log_as_it_was() -> Iterator[None]:
    """Give back the log's configuration that a test has set."""
    yield
    structlog.reset_defaults()
