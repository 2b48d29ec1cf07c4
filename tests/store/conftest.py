"""Stores on real databases: a SQLite file, and a PostgreSQL cluster of its own."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from bot.store.store import Store

REPOSITORY = Path(__file__).parents[2]


def _programs() -> Path:
    """The newest folder that holds PostgreSQL's programs; skips the test where there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))
    if folders and (folders[-1] / "initdb").exists():
        return folders[-1]
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    pytest.skip("PostgreSQL's programs initdb and pg_ctl are missing; apt-get install postgresql")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A PostgreSQL server that lives for the tests; it refuses to run as root, so root runs it as `postgres`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.user = "postgres" if os.geteuid() == 0 else None
        self._programs = _programs()
        if self.user:
            shutil.chown(folder, self.user)
        self._run("initdb", "--username=motebot", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, "-D", self.folder / "data", *arguments],
            user=self.user,
            cwd=self.folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._run("pg_ctl", "start", "-w", "-l", str(self.folder / "log"), "-o", options)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-w", "-m", "immediate")

    def new_database(self) -> str:
        """The URL of a new, empty database."""
        name = f"test_{uuid4().hex}"
        address = f"host=127.0.0.1 port={self.port} user=motebot dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql+psycopg://motebot@127.0.0.1:{self.port}/{name}"


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="motebot-postgresql-"))
    try:
        server = Cluster(folder)
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder)


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
