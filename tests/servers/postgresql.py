"""PostgreSQL in a cluster of its own, which lives for the tests."""

import os
import shutil
import socket
import subprocess
from pathlib import Path
from uuid import uuid4

import psycopg

from tests.servers.process import MissingServerError


def _programs() -> Path:
    """The newest folder that holds PostgreSQL's programs; MissingServerError where there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))
    if folders and (folders[-1] / "initdb").exists():
        return folders[-1]
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise MissingServerError("postgresql (initdb, pg_ctl)")


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
