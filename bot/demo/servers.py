"""Mail servers inside this process: SMTP that takes mail in, IMAP that shows it, on loopback alone.

Every address below `.example` has a mailbox from the first time it is used; all share one password. A mail handed in
for an address is in its INBOX before SMTP's 250. Nothing is kept when the servers stop. aiosmtpd and pymap stay
behind this module.
"""

import asyncio
import logging
import socket
import threading
from argparse import Namespace
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from email.utils import format_datetime
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, Envelope, Session
from proxyprotocol.result import ProxyResultLocal
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Identity, Login
from pymap.exceptions import InvalidAuth
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from bot.core.meeting import canonical_address

_log = logging.getLogger(__name__)

HOST = "127.0.0.1"
# RFC 2606 §2: no mail to it can ever leave for somebody real.
DOMAIN = ".example"
_LARGEST_MAIL_BYTES = 50 * 1024 * 1024
_STOP_SECONDS = 5.0

Now = Callable[[], datetime]


def utc_now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


class EmbeddedServers:
    """An SMTP and an IMAP server on free ports, in a thread of their own, until `stop` or the end of the `with`.

    `imap_port` and `smtp_port` are 0 until they run; `password` is that of every address.
    """

    def __init__(self, password: str = "demo", now: Now = utc_now) -> None:  # noqa: S107 - nobody else reaches them
        self.password = password
        self._now = now
        self.imap_port = 0
        self.smtp_port = 0
        self._mails: dict[str, list[bytes]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread: threading.Thread | None = None
        self._servers = AsyncExitStack()

    def start(self) -> None:
        """Return once both servers take connections. OSError where they cannot listen."""
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail servers", daemon=True)
        self._thread.start()
        try:
            self._in_thread(self._open())
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End every connection, then return; the servers cannot be started again."""
        if self._thread:
            self._in_thread(self._close())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._thread = None
        self._loop.close()

    def mails(self, address: str) -> tuple[bytes, ...]:
        """Every mail that was delivered to the address so far, in order, as the mailbox holds it."""
        return tuple(self._mails.get(canonical_address(address), ()))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _in_thread(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _open(self) -> None:
        mailboxes = Mailboxes(self.password, self._now)
        self.imap_port = await _Imap(mailboxes).start(self._servers)
        self.smtp_port = await _Smtp(mailboxes, self._mails, self._now).start(self._servers)

    async def _close(self) -> None:
        """Hang up, let what runs come to its end, and end what does not."""
        await self._servers.aclose()
        running = asyncio.all_tasks() - {asyncio.current_task()}
        if running:
            _, stuck = await asyncio.wait(running, timeout=_STOP_SECONDS)
            for task in stuck:
                task.cancel()


class _Config(Config):
    """pymap's settings, without its greeting, which looks this machine's name up in the DNS."""

    @property
    def greeting(self) -> bytes:
        return b"motebot demo"


class Mailboxes(Login):
    """pymap's accounts in memory: whoever names an address of ours and the password is let in."""

    def __init__(self, password: str, now: Now) -> None:
        self._now = now
        args = Namespace(passlib_cfg=None, proxy_protocol=None)
        config = _Config(
            args,
            host=HOST,
            port=0,
            tls_enabled=False,
            demo_data=False,
            demo_user="",
            demo_password="",
            hash_context=Cleartext(),
        )
        config.apply_context()
        super().__init__(config)
        self._password = password

    async def authenticate(self, credentials: Any) -> Identity:
        """The identity of the address; InvalidAuth where the password is wrong or the address not ours."""
        claimed = UserMetadata(self.config, credentials.authcid, password=self._password)
        # Checked here and not in pymap's pool of threads: one shared password needs no slow hash.
        if not credentials.verify(claimed) or not canonical_address(claimed.name).endswith(DOMAIN):
            raise InvalidAuth
        return self.identity(claimed.name)

    async def authorize(self, authenticated: Any, authzid: str) -> Identity:
        """The same identity: nobody reads in another's name."""
        return await super().authorize(authenticated, canonical_address(authzid))

    def identity(self, address: str) -> Identity:
        """The account of the address, opened where there is none yet."""
        name = canonical_address(address)
        account = UserMetadata(self.config, name, password=self._password)
        self.users_dict.setdefault(name, account)
        return Identity(name, self, None, frozenset())

    async def deliver(self, address: str, content: bytes) -> None:
        """Put a mail into the INBOX of the address, received now."""
        mail = AppendMessage(content, self._now())
        async with self.identity(address).new_session() as session:
            await session.append_messages("INBOX", [mail])


class _Imap:
    """The IMAP server; remembers its connections so that it can end them."""

    def __init__(self, mailboxes: Mailboxes) -> None:
        self._serve = IMAPServer(mailboxes, mailboxes.config)
        self._open: dict[asyncio.Task[None], StreamWriter] = {}

    async def start(self, stack: AsyncExitStack) -> int:
        server = await asyncio.start_server(self._connected, HOST, 0)
        stack.callback(self._close)
        stack.callback(server.close)
        return _port(server)

    async def _connected(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer, SocketInfo.get(writer, ProxyResultLocal())))
        self._open[task] = writer
        task.add_done_callback(self._closed)

    def _closed(self, task: "asyncio.Task[None]") -> None:
        self._open.pop(task)
        error = None if task.cancelled() else task.exception()
        # A client that hangs up in the middle of a command is no fault of ours.
        if error and not isinstance(error, ConnectionError | EOFError):
            _log.error("the IMAP server gave up on a connection", exc_info=error)

    def _close(self) -> None:
        for writer in self._open.values():
            writer.close()


class _Smtp:
    """The SMTP server, and what it does with a mail: aiosmtpd calls the methods that start with `handle_`."""

    def __init__(self, mailboxes: Mailboxes, mails: dict[str, list[bytes]], now: Now) -> None:
        self._now = now
        self._mailboxes = mailboxes
        self._mails = mails
        self._open: list[SMTP] = []

    async def start(self, stack: AsyncExitStack) -> int:
        server = await asyncio.get_running_loop().create_server(self._connection, HOST, 0)
        stack.callback(self._close)
        stack.callback(server.close)
        return _port(server)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """250, or 550 for an address that is not ours."""
        if not canonical_address(address).endswith(DOMAIN):
            return f"550 5.7.1 only addresses that end in {DOMAIN} are served here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Ok"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """250 once the mail is in the mailbox of each recipient, every mailbox once."""
        content = _traced(session, envelope, self._now())
        for address in dict.fromkeys(map(canonical_address, envelope.rcpt_tos)):
            self._mails.setdefault(address, []).append(content)
            await self._mailboxes.deliver(address, content)
        return "250 2.0.0 Ok: delivered"

    def _connection(self) -> SMTP:
        smtp = SMTP(
            self,
            hostname="localhost",
            ident="motebot demo",
            data_size_limit=_LARGEST_MAIL_BYTES,
            enable_SMTPUTF8=True,
            loop=asyncio.get_running_loop(),
        )
        self._open = [each for each in self._open if each.transport is not None]
        self._open.append(smtp)
        return smtp

    def _close(self) -> None:
        for smtp in self._open:
            if smtp.transport is not None:
                smtp.transport.close()


def _traced(session: Session, envelope: Envelope, now: datetime) -> bytes:
    """The mail with the trace that final delivery puts on top, RFC 5321 §4.4."""
    # The null sender comes with its brackets, every other without.
    sender = (envelope.mail_from or "").strip("<>")
    trace = (
        f"Return-Path: <{sender}>\r\n"
        f"Received: from {session.host_name} ([{HOST}])\r\n"
        f" by localhost with ESMTP; {format_datetime(now)}\r\n"
    )
    return trace.encode() + (envelope.original_content or b"")


def _port(server: asyncio.Server) -> int:
    listening: socket.socket = server.sockets[0]
    return int(listening.getsockname()[1])
