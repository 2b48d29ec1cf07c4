"""One connection to the submission server, and one letter after the other over it."""

import asyncio
import re
import socket
import time
from contextlib import suppress
from typing import Final

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPResponse,
    SMTPResponseException,
)

from bot.mail.advice import advice, one_line
from bot.mail.envelope import Accepted, Delivery, Outgoing, Refused, Unknown, address_problem
from bot.mail.security import Token, TokenError, tls_context
from bot.settings import Security, SmtpSettings

# A connection that has rested longer is replaced rather than tried: servers and firewalls drop it without a word.
RESTED_SECONDS: Final = 30.0
GOODBYE_SECONDS: Final = 1.0
# RFC 5321 §4.5.3.2.6 asks for ten minutes after the final dot, lest a letter be sent twice; five at the default.
PATIENCE_AFTER_DOT: Final = 10
SLOWEST_BYTES_A_SECOND: Final = 20_000
# RFC 4954 §6: the server wants us to sign in first, or differently. That is no judgement on the letter.
SIGN_IN_CODES: Final = frozenset({454, 530, 534, 535, 538})

LOWEST_CODE: Final = 200
COMPLETED: Final = 250
GO_AHEAD: Final = 354
HANGING_UP: Final = 421
BAD_SEQUENCE: Final = 503

_ANY_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT: Final = re.compile(rb"^\.", re.MULTILINE)


class UnreachableError(Exception):
    """No server could be used; the text is one line for whoever runs motebot."""


class Courier:
    """Carries letters over one kept connection; used by one task."""

    def __init__(self, settings: SmtpSettings, token: Token | None) -> None:
        self._settings = settings
        self._token = token
        self._smtp: SMTP | None = None
        self._used = 0.0

    async def carry(self, letter: Outgoing) -> Delivery:
        """What became of the letter. Raises nothing that the network or the server can cause."""
        refused = _refused_here(letter)
        if refused is not None:
            return refused
        try:
            delivery = await self._try(letter)
            # A kept connection may have been closed since its last use; nothing was handed over, so try a fresh one.
            return delivery or await self._try(letter) or Refused(letter.key, "the server hung up", permanent=False)
        except UnreachableError as error:
            return Refused(letter.key, str(error), permanent=False, reached=False)

    async def open(self) -> SMTP:
        """A connection ready for a letter, new where there is none; raises UnreachableError."""
        if self._smtp is not None and self._smtp.is_connected and time.monotonic() - self._used < RESTED_SECONDS:
            return self._smtp
        self.drop()
        try:
            self._smtp = await self._connected()
        except TokenError as error:
            raise UnreachableError(f"{self._where}: {error}") from error
        except SMTPAuthenticationError as error:
            said = one_line(f"{error.code} {error.message}")
            raise UnreachableError(f"{self._where}: sign-in refused ({said}); check user and password") from error
        except SMTPException as error:
            raise UnreachableError(f"{self._where}: {advice(error.__cause__ or error)}") from error
        except (OSError, ValueError) as error:
            raise UnreachableError(f"{self._where}: {advice(error)}") from error
        return self._smtp

    def drop(self) -> None:
        """Close the connection without a word."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        transport = smtp.transport
        smtp.close()
        if isinstance(transport, asyncio.WriteTransport):
            # Closing alone would wait for the server's half of the TLS farewell.
            transport.abort()

    async def close(self) -> None:
        """Say goodbye, and close the connection whatever the server says to it."""
        if self._smtp is not None and self._smtp.is_connected:
            with suppress(SMTPException, OSError):
                await self._smtp.quit(timeout=GOODBYE_SECONDS)
        self.drop()

    async def _connected(self) -> SMTP:
        settings = self._settings
        encrypted = settings.security is not Security.PLAIN
        smtp = SMTP(
            hostname=settings.host,
            port=settings.port,
            timeout=settings.timeout_seconds,
            use_tls=settings.security is Security.TLS,
            start_tls=settings.security is Security.STARTTLS,
            tls_context=tls_context(settings.ca_file) if encrypted else None,
            local_hostname=_own_name(),
        )
        try:
            await smtp.connect()
            await self._sign_in(smtp)
        except (SMTPException, OSError, ValueError, TokenError):
            smtp.close()
            raise
        self._used = time.monotonic()
        return smtp

    async def _sign_in(self, smtp: SMTP) -> None:
        # After STARTTLS the library knows no extensions until it has asked again.
        await smtp.ehlo()
        user = self._settings.user
        if self._token is not None:
            await smtp.auth_xoauth2(user, await asyncio.to_thread(self._token))
        elif user:
            await smtp.login(user, self._settings.password.get_secret_value())

    async def _try(self, letter: Outgoing) -> Delivery | None:
        """The outcome; None where a connection that was kept turned out to be closed before the letter was sent."""
        kept = self._smtp
        smtp = await self.open()
        fresh = smtp is not kept
        try:
            refused = await self._offer(smtp, letter)
        except (SMTPException, OSError) as error:
            self.drop()
            return Refused(letter.key, advice(error), permanent=False) if fresh else None
        if refused is None:
            return await self._hand_over(smtp, letter)
        if not fresh and refused.code == HANGING_UP:
            self.drop()
            return None
        await self._reset(smtp)
        return _refusal(letter, refused)

    async def _offer(self, smtp: SMTP, letter: Outgoing) -> SMTPResponse | None:
        """Announce the letter up to DATA; the refusal, or None where the server waits for the letter itself."""
        limit = smtp.esmtp_extensions.get("size", "")
        if limit.isdigit() and 0 < int(limit) < len(letter.raw):
            return SMTPResponse(552, f"the letter has {len(letter.raw)} bytes, the server takes {limit} at most")
        try:
            await smtp.mail(letter.sender, options=_mail_options(smtp, letter.raw))
            await smtp.rcpt(letter.recipient)
        except SMTPResponseException as error:
            if error.code < LOWEST_CODE:
                raise
            return SMTPResponse(error.code, error.message)
        answer = await smtp.execute_command(b"DATA")
        return None if answer.code == GO_AHEAD else answer

    async def _hand_over(self, smtp: SMTP, letter: Outgoing) -> Delivery:
        """Send the letter and its final dot; from here on a break leaves the outcome unknown."""
        patience = self._settings.timeout_seconds * PATIENCE_AFTER_DOT + len(letter.raw) / SLOWEST_BYTES_A_SECOND
        protocol = smtp.protocol
        if protocol is None:
            return Refused(letter.key, "the server hung up", permanent=False)
        try:
            protocol.write(on_the_wire(letter.raw))
            answer = await protocol.read_response(timeout=patience)
        except (SMTPException, OSError) as error:
            self.drop()
            return Unknown(letter.key, advice(error))
        self._used = time.monotonic()
        if answer.code == COMPLETED:
            return Accepted(letter.key, _said(answer))
        if answer.code == HANGING_UP or not 400 <= answer.code < 600:
            self.drop()
        if 400 <= answer.code < 600:
            return _refusal(letter, answer)
        return Unknown(letter.key, _said(answer))

    async def _reset(self, smtp: SMTP) -> None:
        """Make the connection fit for the next letter, or drop it."""
        try:
            await smtp.rset()
            self._used = time.monotonic()
        except (SMTPException, OSError):
            self.drop()

    @property
    def _where(self) -> str:
        return f"smtp {self._settings.host}:{self._settings.port}"


def on_the_wire(raw: bytes) -> bytes:
    """The letter as DATA carries it: every line ends in CRLF, a leading dot is doubled, and the final dot (RFC 5321
    §4.5.2). A bare CR or LF, by which one letter could be made to look like two, is a line end like any other."""
    lines = _ANY_LINE_END.sub(b"\r\n", raw)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return _LEADING_DOT.sub(b"..", lines) + b".\r\n"


def _refused_here(letter: Outgoing) -> Refused | None:
    for address in (letter.sender, letter.recipient):
        if problem := address_problem(address):
            return Refused(letter.key, f"{one_line(address)}: {problem}", permanent=True)
    return None


def _mail_options(smtp: SMTP, raw: bytes) -> list[str]:
    options = [f"SIZE={len(raw)}"] if smtp.supports_extension("size") else []
    if not raw.isascii() and smtp.supports_extension("8bitmime"):
        options.append("BODY=8BITMIME")
    return options


def _refusal(letter: Outgoing, answer: SMTPResponse) -> Refused:
    """A refusal by its code: 5yz for good, 4yz for now (RFC 5321 §4.2.1)."""
    if answer.code in SIGN_IN_CODES:
        return Refused(letter.key, f"sign-in is asked for ({_said(answer)})", permanent=False, reached=False)
    return Refused(letter.key, _said(answer), permanent=500 <= answer.code < 600 and answer.code != BAD_SEQUENCE)


def _said(answer: SMTPResponse) -> str:
    return one_line(f"{answer.code} {answer.message}")


def _own_name() -> str:
    """What we call ourselves in EHLO; an address literal where this machine has no full name (RFC 5321 §4.1.4).

    The library's default asks the name service, which may take half a minute to fail.
    """
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"
