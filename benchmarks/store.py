"""What one durable append to the journal costs, as a multiple of appending the same bytes to a file and fdatasync.

    python benchmarks/store.py [--transactions N] [--folder DIR]

Every round does one transaction in each store and one bare append, so that all meet the same disk at the same time;
the figures are medians. PostgreSQL runs as a cluster of its own where its programs are there. The folder should be on
the disk that the service would use.
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.core.journal import Identity, MailRead, canonical
from bot.core.meeting import Role, VoteKey
from bot.core.reading import Evidence, Kind, Reading, Vote
from bot.store.codec import encode
from bot.store.store import Store

NOW = datetime(2022, 3, 2, 8, tzinfo=UTC)
FACT = MailRead(
    "a" * 64,
    Reading(
        Kind.REPLY,
        sender="kari.berg@hole.example",
        seat="hole",
        speaker=Role.MEMBER,
        text="Godkjent begge saker. Mvh Kari Berg",
        votes={VoteKey("1/22"): Vote.APPROVE, VoteKey("2/22"): Vote.APPROVE},
        evidence=(Evidence("1/22", "Godkjent begge saker"), Evidence("2/22", "Godkjent begge saker")),
    ),
    Identity(trusted=True, why="thread"),
)


def bare(folder: Path) -> Callable[[], None]:
    """Appends the fact's bytes to a file and waits for the disk."""
    descriptor = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    content = canonical(encode(FACT)) + b"\n"

    def append() -> None:
        os.write(descriptor, content)
        os.fdatasync(descriptor)

    return append


def journal(store: Store) -> Callable[[], None]:
    """Appends the fact to the journal of a meeting in a transaction of its own."""
    store.migrate()

    def append() -> None:
        with store.begin() as work:
            work.append("m", [FACT], NOW)

    return append


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The URL of a cluster below the folder. LookupError where PostgreSQL's programs are missing."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))
    if not folders:
        raise LookupError
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        folder.chmod(0o711)
    data = folder / "postgresql"
    data.mkdir()
    if user:
        shutil.chown(data, user)

    def run(program: str, *arguments: str) -> None:
        command = [folders[-1] / program, "-D", data, *arguments]
        subprocess.run(command, user=user, cwd=data, check=True, stdout=subprocess.DEVNULL)

    run("initdb", "--username=motebot", "--auth=trust", "--encoding=UTF8", "--no-locale")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
    run("pg_ctl", "start", "-w", "-l", str(data / "log"), "-o", options)
    try:
        yield f"postgresql+psycopg://motebot@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "stop", "-w")


def measure(ways: dict[str, Callable[[], None]], transactions: int) -> dict[str, float]:
    """The median seconds of each way, all taken in turn."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for name, way in list(ways.items()) * transactions:
        started = time.perf_counter()
        way()
        taken[name].append(time.perf_counter() - started)
    return {name: statistics.median(each) for name, each in taken.items()}


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--transactions", type=int, default=500)
    arguments.add_argument("--folder", type=Path, help="where to write (default: the system's temporary folder)")
    wanted = arguments.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=wanted.folder)))
        ways = {"append and fdatasync": bare(folder)}
        sqlite = stack.enter_context(Store(f"sqlite:///{folder}/m.sqlite", folder))
        ways["SQLite"] = journal(sqlite)
        try:
            url = stack.enter_context(postgresql(folder))
        except LookupError:
            print("PostgreSQL left out: its programs initdb and pg_ctl are missing (apt-get install postgresql)")
        else:
            ways["PostgreSQL"] = journal(stack.enter_context(Store(url, folder)))
        medians = measure(ways, wanted.transactions)
    floor = medians["append and fdatasync"]
    for name, seconds in medians.items():
        print(f"{name:22} {seconds * 1000:8.2f} ms {seconds / floor:6.2f}")


main()
