"""Somebody's mailbox as their mail client sees it, by plain imaplib."""

import imaplib
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Inbox:
    """The inbox of one address."""

    host: str
    port: int
    user: str
    password: str

    def messages(self) -> list[bytes]:
        """Every mail, oldest first; they stay unread."""
        with self.open() as client:
            _, found = client.uid("SEARCH", "ALL")
            return [_body(client, uid) for uid in found[0].split()]

    def wait(self, count: int, timeout_seconds: float = 10.0) -> list[bytes]:
        """Every mail once there are so many; AssertionError where they do not come in time."""
        until = time.monotonic() + timeout_seconds
        with self.open() as client:
            while len(found := _uids(client)) < count:
                assert time.monotonic() < until, f"{self.user} has {len(found)} of {count} mails"
                time.sleep(0.02)
            return [_body(client, uid) for uid in found]

    def append(self, raw: bytes, internal_date: str | None = None) -> None:
        """Put a mail into the inbox past all mail servers; `internal_date` as IMAP writes it, with its quotes."""
        with self.open() as client:
            kind, said = client.append("INBOX", "", internal_date or "", raw)
            assert kind == "OK", said

    @contextmanager
    def open(self) -> Iterator[imaplib.IMAP4]:
        """A client with the inbox open."""
        client = imaplib.IMAP4(self.host, self.port, timeout=10)
        try:
            client.login(self.user, self.password)
            client.select("INBOX")
            yield client
        finally:
            client.shutdown()


def _uids(client: imaplib.IMAP4) -> Sequence[bytes]:
    client.noop()
    _, found = client.uid("SEARCH", "ALL")
    uids: Sequence[bytes] = found[0].split()
    return uids


def _body(client: imaplib.IMAP4, uid: bytes) -> bytes:
    _, answer = client.uid("FETCH", uid.decode(), "(BODY.PEEK[])")
    body: bytes = answer[0][1]
    return body
