"""The byte stream under the IMAP library, bounded: in time, in memory, and never mistaken about what has arrived.

imaplib reads through a buffered file whose buffer nobody can see, allocates whatever literal a server announces, and
waits anew for every byte. This stream replaces that: one command may take so many seconds and so many bytes.
"""

import imaplib
import socket
import ssl
import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

CHUNK: Final = 65_536
LONGEST_LINE: Final = 1_000_000
SMALL_ANSWER: Final = 4_000_000


class Wire(imaplib.IMAP4):
    """One connection; raises `abort` or OSError when it can no longer be used, and must then be shut down."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None, timeout_seconds: float) -> None:
        self._context = context
        self._patience = timeout_seconds
        self._received = bytearray()
        self.allow()
        super().__init__(host, port, timeout_seconds)

    def allow(self, answer_bytes: int = SMALL_ANSWER, seconds: float | None = None) -> None:
        """Bound what follows, until the next call: bytes received, and seconds (the time-out by default)."""
        self._bytes_left = answer_bytes
        self._until = time.monotonic() + (self._patience if seconds is None else seconds)

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes. A literal over the bound is refused before anything is set aside for it."""
        if size > self._bytes_left + len(self._received):
            raise self.abort(f"the server announced {size} bytes, more than what was asked for can have")
        while len(self._received) < size:
            self._receive()
        return self._take(size)

    def readline(self) -> bytes:
        """One line with its end."""
        searched = 0
        while (end := self._received.find(b"\n", searched)) < 0:
            searched = len(self._received)
            if searched > LONGEST_LINE:
                raise self.abort("the server sent a line without an end")
            self._receive()
        return self._take(end + 1)

    def send(self, data: "Buffer") -> None:
        """Send bytes; the last answer's remaining time is not theirs."""
        self.sock.settimeout(self._patience)
        super().send(data)

    def starttls(self, ssl_context: ssl.SSLContext | None = None) -> tuple[Any, Any]:
        """Turn to TLS; what was sent in the open after the answer cannot pass for something said under it."""
        kind, data = self._simple_command("STARTTLS")
        if kind != "OK" or ssl_context is None:
            raise self.error("the server would not turn to TLS")
        if self._received:
            raise self.abort("the server sent more in the open after agreeing to TLS; somebody may be in between")
        self.sock = ssl_context.wrap_socket(self.sock, server_hostname=self.host)
        self._tls_established = True
        self._get_capabilities()
        return kind, data

    def forget(self, *kinds: str) -> None:
        """Drop untagged responses of those kinds that nobody has asked for."""
        for kind in kinds:
            self.untagged_responses.pop(kind, None)

    @property
    def has_news(self) -> bool:
        """Whether the server has told of mail since `forget("EXISTS")`, in whatever answer it came along."""
        return "EXISTS" in self.untagged_responses

    def start_idle(self) -> bytes | None:
        """Begin IDLE (RFC 2177); the tag to end it with, or None where the server refuses."""
        tag: bytes = self._command("IDLE")
        # Untagged responses may come before the "+".
        while self._get_response() is not None:
            if self.tagged_commands[tag]:
                del self.tagged_commands[tag]
                return None
        return tag

    def end_idle(self, tag: bytes) -> None:
        """End IDLE and read to its answer; news may still come along."""
        self.send(b"DONE\r\n")
        while not self.tagged_commands[tag]:
            self._get_response()
            self._check_bye()
        # What typeshed calls a list of bytes is a pair of the answer's kind and its text.
        answer: Any = self.tagged_commands.pop(tag)
        if answer[0] != "OK":
            raise self.abort(f"the server ended IDLE with {answer!r}")

    def take_news(self) -> None:
        """Read the complete lines that have arrived, without waiting for one."""
        self._receive_ready()
        while b"\n" in self._received:
            self._get_response()
            self._check_bye()
        if len(self._received) > LONGEST_LINE:
            raise self.abort("the server sent a line without an end")

    @property
    def pending(self) -> bool:
        """Whether bytes are here already that polling the socket would not show."""
        held = self.sock.pending() if isinstance(self.sock, ssl.SSLSocket) else 0
        return bool(held) or b"\n" in self._received

    def _create_socket(self, timeout: float | None) -> socket.socket:
        sock: socket.socket = super()._create_socket(timeout)  # type: ignore[misc]
        if self._context is None:
            return sock
        try:
            return self._context.wrap_socket(sock, server_hostname=self.host)
        except (OSError, ValueError):
            sock.close()
            raise

    def _receive(self) -> None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self.sock.settimeout(min(left, self._patience))
        self._keep(self.sock.recv(CHUNK))

    def _receive_ready(self) -> None:
        self.sock.settimeout(0)
        # Under TLS a readable socket may hold a record without a byte for us, such as a session ticket.
        try:
            self._keep(self.sock.recv(CHUNK))
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return
        finally:
            self.sock.settimeout(self._patience)

    def _keep(self, received: bytes) -> None:
        if not received:
            raise self.abort("the server closed the connection")
        self._bytes_left -= len(received)
        if self._bytes_left < 0:
            raise self.abort("the server sent more than what was asked for can have")
        self._received += received

    def _take(self, size: int) -> bytes:
        # A slice of a bytearray would be a copy of its own: a large mail would be here three times.
        with memoryview(self._received) as received, received[:size] as wanted:
            taken = bytes(wanted)
        del self._received[:size]
        return taken
