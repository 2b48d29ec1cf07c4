"""A server that says what a test has it say, byte for byte, over a real socket: for what no server does by will.

The test gives one script for each connection that is expected; each is a function that is handed the `Talk`.
"""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.servers.process import HOST

PATIENCE_SECONDS = 10.0


@dataclass(slots=True)
class Talk:
    """One connection, seen from the server."""

    socket: socket.socket
    heard: list[bytes]
    _rest: bytearray = field(default_factory=bytearray)

    def say(self, *lines: bytes) -> None:
        """Send lines, each with its end."""
        self.send(b"".join(line + b"\r\n" for line in lines))

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.socket.sendall(data)

    def hear(self) -> bytes:
        """The client's next line without its end; EOFError once it has hung up."""
        while b"\n" not in self._rest:
            received = self.socket.recv(65_536)
            if not received:
                raise EOFError
            self._rest += received
        line, _, rest = bytes(self._rest).partition(b"\n")
        self._rest[:] = rest
        self.heard.append(line.rstrip(b"\r"))
        return line.rstrip(b"\r")

    def hang_up(self) -> None:
        """Close the connection."""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

    def wait_for_end(self) -> None:
        """Say nothing until the client hangs up."""
        with suppress(EOFError):
            while True:
                self.hear()


Script = Callable[[Talk], None]


@dataclass(frozen=True, slots=True)
class Scripted:
    """Where the server listens, and every line that clients have said to it."""

    port: int
    heard: list[bytes]


@contextmanager
def scripted(scripts: Sequence[Script]) -> Iterator[Scripted]:
    """A server that plays the scripts, one a connection in their order, each in a thread; later ones are refused."""
    listener = socket.create_server((HOST, 0))
    heard: list[bytes] = []
    players: list[threading.Thread] = []

    def accept() -> None:
        for script in scripts:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.settimeout(PATIENCE_SECONDS)
            player = threading.Thread(target=_play, args=(script, Talk(connection, heard)))
            players.append(player)
            player.start()

    door = threading.Thread(target=accept)
    door.start()
    try:
        yield Scripted(listener.getsockname()[1], heard)
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        door.join(PATIENCE_SECONDS)
        for player in players:
            player.join(PATIENCE_SECONDS)


def _play(script: Script, talk: Talk) -> None:
    # A client that hangs up early ends the script; what it should have done is for the test to check.
    with suppress(EOFError, OSError):
        script(talk)
    talk.hang_up()
