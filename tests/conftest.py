"""Real servers for tests that ask for them, started once a worker and only then; what is left out is counted aloud."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.servers.postgresql import Cluster
from tests.servers.process import MissingServerError

# No test is timed: a machine may be busy. On CI the examples are the same each time: a change is judged by itself.
settings.register_profile("motebot", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("motebot")

SERVERS = frozenset({"dovecot", "postfix"})


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A Dovecot in which every address has a mailbox."""
    try:
        server = Dovecot()
    except MissingServerError as missing:
        pytest.skip(f"needs {missing}")
    yield server
    server.remove()


@pytest.fixture(scope="session")
def postfix(dovecot: Dovecot) -> Iterator[Postfix]:
    """A Postfix that delivers every address in `.example` to `dovecot`."""
    try:
        server = Postfix(dovecot)
    except MissingServerError as missing:
        pytest.skip(f"needs {missing}")
    yield server
    server.remove()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server with no database yet."""
    folder = Path(tempfile.mkdtemp(prefix="motebot-postgresql-"))
    try:
        server = Cluster(folder)
        server.start()
        yield server
        server.stop()
    except MissingServerError as missing:
        pytest.skip(f"needs {missing}")
    finally:
        shutil.rmtree(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs real mail servers, so that it can be chosen or left out by `-m servers`."""
    for item in items:
        if SERVERS.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.servers)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were left out, and for want of what."""
    reports = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in reports)
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"left out: {count} test{'s' if count > 1 else ''}: {reason}", yellow=True)
