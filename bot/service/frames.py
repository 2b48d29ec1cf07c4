"""Messages of several byte strings over a socket between two processes of ours."""

import socket
import struct
from collections.abc import Sequence
from typing import Final

_NUMBER: Final = struct.Struct(">Q")


def send(door: socket.socket, *parts: bytes) -> None:
    """Send the parts as one message. Raises what the socket raises, TimeoutError where nobody takes it."""
    sizes = b"".join(_NUMBER.pack(each) for each in (len(parts), *map(len, parts)))
    door.sendall(sizes + b"".join(parts))


def receive(door: socket.socket) -> Sequence[bytes]:
    """The parts of the next message. EOFError where the other end is gone, TimeoutError where it says nothing."""
    (count,) = _NUMBER.unpack(_exactly(door, _NUMBER.size))
    sizes = struct.unpack(f">{count}Q", _exactly(door, _NUMBER.size * count))
    return [bytes(_exactly(door, size)) for size in sizes]


def _exactly(door: socket.socket, size: int) -> bytearray:
    filled = bytearray(size)
    view, at = memoryview(filled), 0
    while at < size:
        received = door.recv_into(view[at:])
        if not received:
            raise EOFError
        at += received
    return filled
