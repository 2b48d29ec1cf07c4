"""Starting a server, waiting until it answers, and ending it: by its own process alone."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

HOST = "127.0.0.1"
# Ends the server when whoever started it is gone, be it by SIGKILL: then its end of the pipe is closed.
WATCH = 'cat >/dev/null; kill -TERM "-$0"'
START_SECONDS = 15.0
STOP_SECONDS = 10.0


class MissingServerError(Exception):
    """A server cannot be run here; the text says what it wants."""


class FailedServerError(Exception):
    """A server did not start; the text has the end of its log."""


def free_ports(count: int) -> list[int]:
    """Ports that nothing listens on, different from one another."""
    sockets = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def programs(names: Iterable[str], package: str) -> list[str]:
    """The programs' paths, looked for where administrators' programs are too; MissingServerError names the package."""
    places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    found = [shutil.which(name, path=places) for name in names]
    if None in found:
        raise MissingServerError(f"{' '.join(names)} (apt-get install {package})")
    return [each for each in found if each is not None]


def scratch(prefix: str) -> Path:
    """A new directory that a server under another user can reach, which pytest's own cannot be."""
    directory = Path(tempfile.mkdtemp(prefix=f"motebot-{prefix}-"))
    directory.chmod(0o755)
    return directory


def unprivileged() -> pwd.struct_passwd:
    """The user that servers run as which want no root: ourselves, or nobody where we are root."""
    return pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())


def hand_over(directory: Path, user: pwd.struct_passwd) -> None:
    """Give the directory and what is in it to the user, where we may."""
    if os.getuid() != 0:
        return
    for each in (directory, *directory.rglob("*")):
        os.chown(each, user.pw_uid, user.pw_gid)


class Process:
    """One running server. Its log is kept in `log`."""

    def __init__(self, command: Sequence[str], log: Path, user: pwd.struct_passwd | None = None) -> None:
        other = user if os.getuid() == 0 else None
        self.log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                start_new_session=True,
                user=other.pw_uid if other else None,
                group=other.pw_gid if other else None,
                extra_groups=[] if other else None,
            )
        self._watcher = subprocess.Popen(
            ["sh", "-c", WATCH, str(self.pid)], stdin=subprocess.PIPE, start_new_session=True
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_for(self, *ports: int) -> None:
        """Return once all ports answer; FailedServerError where the server ends or takes too long."""
        until = time.monotonic() + START_SECONDS
        for port in ports:
            while not _answers(port):
                if self._process.poll() is not None or time.monotonic() > until:
                    self.stop()
                    raise FailedServerError(
                        f"port {port} does not answer\n{self.log.read_text(errors='replace')[-2000:]}"
                    )
                time.sleep(0.02)

    def stop(self) -> None:
        """End the server, wait for it, and end what is left of the processes it started, which are of its session."""
        with self._watcher:
            self._watcher.kill()
        if self._process.poll() is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(STOP_SECONDS)


def _answers(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True
