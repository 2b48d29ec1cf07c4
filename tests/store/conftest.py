"""Stores on real databases: a SQLite file, and a PostgreSQL cluster of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.store.store import Store
from tests.servers.postgresql import Cluster

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'motebot.sqlite'}"
    server: Cluster = request.getfixturevalue("cluster")
    return server.new_database()


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    with Store(url, tmp_path / "archive", busy_seconds=20) as store:
        store.migrate()
        yield store


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    return tmp_path / "motebot.sqlite"


@pytest.fixture
def sqlite_store(sqlite_file: Path, tmp_path: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{sqlite_file}", tmp_path / "archive", busy_seconds=0.1) as store:
        store.migrate()
        yield store


Appender = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start_appender(url: str, tmp_path: Path) -> Iterator[Appender]:
    """Starts `appender.py` with a name and a count on the test's database; what still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(name: str, count: int | str) -> subprocess.Popen[str]:
        program = Path(__file__).with_name("appender.py")
        process = subprocess.Popen(
            [sys.executable, program, url, tmp_path / "archive", name, str(count)],
            env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with process:
            process.kill()
