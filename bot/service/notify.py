"""Telling systemd that the service is ready, alive or stopping: sd_notify(3), one datagram."""

import os
import socket


def notify(state: str) -> None:
    """Send `READY=1`, `WATCHDOG=1` or the like; nothing happens where no service manager asked for it."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
        channel.connect(address)
        channel.sendall(state.encode())
