"""The bot's mailbox over IMAP: one connection, used by one thread. IMAPClient stops inside this module.

An error of any kind closes the connection; it is never used again after one (`connect` makes a new one).
"""

import imaplib
import select
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Self

from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, IMAPClientAbortError, LoginError

from bot.errors import MailboxError
from bot.mail.advice import advice, one_line
from bot.mail.fetched import Fetched, Listed, State
from bot.mail.security import Token, TokenError, tls_context, token_source
from bot.mail.wake import Wake
from bot.mail.wire import SMALL_ANSWER, Wire
from bot.settings import ImapSettings, Security

BATCH: Final = 50
BATCH_BYTES: Final = 8_000_000
LISTED: Final = 500
TRIES: Final = 3
# Below the 29 minutes of RFC 2177 §3 and below the patience of most firewalls.
LONGEST_IDLE_SECONDS: Final = 540.0
# How long the server is waited for once the process has been asked to stop.
STOPPING_SECONDS: Final = 2.0
SLOWEST_BYTES_A_SECOND: Final = 20_000
KEYWORD: Final = "motebot"

# What the library raises: its own errors, the socket's, and whatever its parsers stumble over in a broken answer.
FAULTS: Final = (
    imaplib.IMAP4.error,
    OSError,
    EOFError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RecursionError,
    AssertionError,
)
# Response codes of a refused sign-in that will pass by themselves (RFC 5530).
PASSING: Final = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "[CONTACTADMIN]")


class _Client(IMAPClient):  # type: ignore[misc] # the library has no types
    """The library's client over our bounded stream."""

    def __init__(self, settings: ImapSettings) -> None:
        self._patience = settings.timeout_seconds
        tls = settings.security is not Security.PLAIN
        context = tls_context(settings.ca_file) if tls else None
        encrypted = settings.security is Security.TLS
        super().__init__(settings.host, settings.port, ssl=encrypted, ssl_context=context, timeout=self._patience)
        self.wire: Wire = self._imap
        # The library has imaplib format every line for a log that we do not keep, vote texts included.
        self.wire.debug = 0
        self.normalise_times = False

    def _create_IMAP4(self) -> Wire:  # noqa: N802 - the library's name
        return Wire(self.host, self.port, self.ssl_context if self.ssl else None, self._patience)


class Mailbox:
    """The folder that the bot's mail comes into. Every method but `close` raises MailboxError.

    `uid_validity` and `uid_next` are what the server said when the folder was opened last; `uid_next`, which the next
    mail's UID is not below, is None where it said nothing of it.
    """

    def __init__(
        self,
        settings: ImapSettings,
        token: Token | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._token = token or token_source(settings)
        self._clock = clock
        self._client: _Client | None = None
        self._broke: Counter[int] = Counter()
        self._idles = True
        self._keywords = False
        self.uid_validity = 0
        self.uid_next: int | None = None

    @property
    def connected(self) -> bool:
        """Whether there is a connection that may be used."""
        return self._client is not None

    @property
    def idles(self) -> bool:
        """Whether the server tells of new mail by itself; of the last connection."""
        return self._idles

    def connect(self) -> None:
        """Connect anew, sign in and open the folder."""
        self.close()
        with self._translated():
            self._client = client = _Client(self._settings)
            if self._settings.security is Security.STARTTLS:
                client.starttls(client.ssl_context)
            self._sign_in(client)
            self._open_folder(client)

    def close(self) -> None:
        """Say goodbye where that is possible at once, and close the connection. Never raises."""
        client, self._client = self._client, None
        if client is None:
            return
        client.wire.allow(seconds=min(self._settings.timeout_seconds, STOPPING_SECONDS))
        with suppress(*FAULTS):
            client.logout()
        _shut(client)

    def uids_after(self, uid: int) -> list[int]:
        """The UIDs in the folder that are higher, in rising order: of every mail that was there at the call."""
        with self._sealed() as client:
            client.wire.allow()
            # A server may answer a search from what it told last; after NOOP it has told of everything.
            client.noop()
            client.wire.forget("EXISTS", "SEARCH", "FETCH", "EXPUNGE", "OK")
            # "n:*" always names the last mail, also where its UID is below n (RFC 3501 §6.4.8).
            return sorted({int(each) for each in client.search(["UID", f"{uid + 1}:*"]) if each > uid})

    def fetch(self, uids: Sequence[int], *, max_bytes: int) -> Iterator[Fetched]:
        """Each of the mails, in the order asked for, as soon as its batch is here; marks nothing on the server.

        A mail that is gone, too large, or that breaks the connection time after time is reported as such, and the
        others come all the same.
        """
        for start in range(0, len(uids), LISTED):
            part = uids[start : start + LISTED]
            listed = self._list(part)
            for batch in self._batches(part, listed, max_bytes):
                yield from self._fetch_batch(batch, listed, max_bytes)

    def wait(self, timeout_seconds: float, wake: Wake) -> bool:
        """Whether the folder is to be looked at, as soon as that is known: news came, or, where the server cannot
        tell of news, the time is up. False when `wake` was set, or when the time passed without news.
        """
        with self._sealed() as client:
            if client.wire.has_news:
                return True
            client.wire.allow()
            if self._idles:
                tag = client.wire.start_idle()
                if tag is not None:
                    return _idle(client.wire, tag, min(timeout_seconds, LONGEST_IDLE_SECONDS), wake)
                self._idles = False
        return not _sleeps(timeout_seconds, wake)

    def mark(self, uids: Iterable[int]) -> None:
        """Mark mails as seen, for people who look into the folder; only to be called once they are committed here."""
        marked = list(uids)
        flags = [b"\\Seen", KEYWORD.encode()] if self._keywords else [b"\\Seen"]
        with self._sealed() as client:
            for start in range(0, len(marked), LISTED):
                client.wire.allow()
                client.add_flags(marked[start : start + LISTED], flags, silent=True)

    def __enter__(self) -> Self:
        self.connect()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _sign_in(self, client: _Client) -> None:
        user, password = self._settings.user, self._settings.password.get_secret_value()
        client.wire.allow()
        try:
            if self._token is not None:
                client.oauth2_login(user, self._token())
            elif user and client.has_capability("AUTH=PLAIN"):
                client.plain_login(user, password)
            elif user:
                client.login(user, password)
            elif client.wire.state == "NONAUTH":
                raise MailboxError(
                    f"{self._where}: the server wants somebody to sign in; set user", authentication=True
                )
        except LoginError as error:
            if isinstance(error.__context__, IMAPClientAbortError):
                raise
            passing = any(code in str(error).upper() for code in PASSING)
            raise self._refused(error, authentication=not passing) from error

    def _refused(self, error: Exception, *, authentication: bool) -> MailboxError:
        said = one_line(str(error))
        hint = "check user and password (or token_command)" if authentication else "it is tried again"
        return MailboxError(f"{self._where}: sign-in refused ({said}); {hint}", authentication=authentication)

    def _open_folder(self, client: _Client) -> None:
        client.wire.allow()
        try:
            opened = client.select_folder(self._settings.folder)
        except imaplib.IMAP4.readonly as error:
            raise MailboxError(
                f"{self._where}: the folder is read-only; give {self._settings.user} write access"
            ) from error
        validity = opened.get(b"UIDVALIDITY")
        if not isinstance(validity, int):
            raise MailboxError(f"{self._where}: the server gives the folder no UIDVALIDITY; it cannot be read safely")
        announced = opened.get(b"UIDNEXT")
        self.uid_next = announced if isinstance(announced, int) else None
        self._keywords = b"\\*" in opened.get(b"PERMANENTFLAGS", ())
        self._idles = bool(client.has_capability("IDLE"))
        if validity != self.uid_validity:
            self._broke.clear()
        self.uid_validity = validity

    def _list(self, uids: Sequence[int]) -> dict[int, Listed]:
        with self._sealed():
            answer = self._ask(uids, ["RFC822.SIZE", "INTERNALDATE"])
            now = self._clock()
            return {uid: Listed.of(items, now) for uid, items in answer.items() if b"RFC822.SIZE" in items}

    def _batches(self, uids: Sequence[int], listed: Mapping[int, Listed], max_bytes: int) -> Iterator[list[int]]:
        """The UIDs in batches bounded by number and bytes; a mail that a connection broke over before goes alone."""
        batch: list[int] = []
        filled = 0
        for uid in uids:
            size = min(listed[uid].size, max_bytes) if uid in listed else 0
            alone = self._broke[uid] > 0
            if batch and (alone or len(batch) >= BATCH or filled + size > BATCH_BYTES):
                yield batch
                batch, filled = [], 0
            batch.append(uid)
            filled += BATCH_BYTES if alone else size
        if batch:
            yield batch

    def _fetch_batch(self, uids: Sequence[int], listed: Mapping[int, Listed], max_bytes: int) -> Iterator[Fetched]:
        wanted = [uid for uid in uids if uid in listed and listed[uid].size <= max_bytes]
        wanted = [uid for uid in wanted if self._broke[uid] < TRIES]
        self._broke.update(wanted)
        bodies = self._bodies(wanted, listed)
        self._confirm({uid: body for uid, body in bodies.items() if len(body) < listed[uid].size}, listed)
        there = self._there([uid for uid in uids if uid not in listed or (uid in wanted and uid not in bodies)])
        for uid in wanted:
            del self._broke[uid]
        for uid in uids:
            yield self._fetched(uid, listed.get(uid), bodies.get(uid), max_bytes, there=uid in there)

    def _fetched(self, uid: int, listed: Listed | None, body: bytes | None, max_bytes: int, *, there: bool) -> Fetched:
        size, received = (listed.size, listed.received) if listed else (0, None)
        if body is not None and len(body) > max_bytes:
            size, body = len(body), None
        if body is not None:
            state = State.SHORT if len(body) < size else State.WHOLE
        elif size > max_bytes:
            state = State.TOO_LARGE
        elif self._broke[uid] >= TRIES:
            state = State.BROKEN
        else:
            state = State.NO_BODY if there else State.GONE
        return Fetched(
            uid, self.uid_validity, received or self._clock(), size, body or b"", state, by_our_clock=not received
        )

    def _bodies(self, uids: Sequence[int], listed: Mapping[int, Listed]) -> dict[int, bytes]:
        """The mails' bytes; without those that the server gave none of."""
        if not uids:
            return {}
        with self._sealed():
            # Twice the size: where sizes are estimates, they may be too low as well.
            answer = self._ask(uids, ["BODY.PEEK[]"], 2 * sum(listed[uid].size for uid in uids))
            found = {uid: items.get(b"BODY[]") for uid, items in answer.items()}
            return {uid: body for uid, body in found.items() if isinstance(body, bytes) and body}

    def _confirm(self, short: Mapping[int, bytes], listed: Mapping[int, Listed]) -> None:
        """Fetch mails that are shorter than the server's size once more: what was cut on its way differs."""
        again = self._bodies(list(short), listed)
        for uid, body in short.items():
            if again.get(uid) != body:
                with self._sealed():
                    raise ValueError(f"mail {uid} came with other bytes the second time")

    def _there(self, uids: Sequence[int]) -> set[int]:
        """Which of the mails are in the folder after all, though the server gave nothing of them."""
        if not uids:
            return set()
        with self._sealed() as client:
            client.wire.allow()
            client.wire.forget("SEARCH", "FETCH", "EXPUNGE", "OK")
            return {int(uid) for uid in client.search(["UID", ",".join(map(str, uids))])}

    def _ask(self, uids: Sequence[int], items: Sequence[str], answer_bytes: int = 0) -> dict[int, dict[bytes, Any]]:
        with self._sealed() as client:
            patience = self._settings.timeout_seconds + answer_bytes / SLOWEST_BYTES_A_SECOND
            client.wire.allow(SMALL_ANSWER + answer_bytes, patience)
            client.wire.forget("FETCH", "EXPUNGE", "OK")
            answer: dict[int, dict[bytes, Any]] = client.fetch(list(uids), list(items))
            return answer

    @property
    def _where(self) -> str:
        return f"imap {self._settings.host}:{self._settings.port}"

    @contextmanager
    def _sealed(self) -> Iterator[_Client]:
        """The connection; whatever goes wrong with it closes it and comes out as MailboxError."""
        if self._client is None:
            raise MailboxError(f"{self._where}: not connected")
        with self._translated():
            yield self._client

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except MailboxError:
            self._abandon()
            raise
        except TokenError as error:
            self._abandon()
            raise MailboxError(f"{self._where}: {error}", authentication=True) from error
        except CapabilityError as error:
            self._abandon()
            raise MailboxError(f"{self._where}: {one_line(str(error))}; check port and security") from error
        except FAULTS as error:
            self._abandon()
            raise MailboxError(f"{self._where}: {advice(error)}") from error

    def _abandon(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            _shut(client)


def _shut(client: _Client) -> None:
    with suppress(*FAULTS):
        client.shutdown()


def _idle(wire: Wire, tag: bytes, seconds: float, wake: Wake) -> bool:
    """Whether news came while the server was idling; it is out of IDLE afterwards."""
    until = time.monotonic() + seconds
    wire.allow()
    while not wire.has_news and not wake.is_set() and (left := until - time.monotonic()) > 0:
        if wire.pending or wire.sock.fileno() in _readable([wire.sock.fileno(), wake.fileno()], left):
            wire.take_news()
    wire.allow(seconds=STOPPING_SECONDS if wake.is_set() else None)
    wire.end_idle(tag)
    return wire.has_news


def _sleeps(seconds: float, wake: Wake) -> bool:
    """Sleep; whether the sleep was ended by the flag."""
    return wake.is_set() or bool(_readable([wake.fileno()], seconds))


def _readable(descriptors: Iterable[int], seconds: float) -> set[int]:
    """Those of the descriptors that can be read, or are broken, as soon as there are any (mail-facts §1.5)."""
    poller = select.poll()
    for each in descriptors:
        poller.register(each, select.POLLIN)
    return {descriptor for descriptor, _ in poller.poll(max(seconds, 0) * 1000)}
