"""How a connection to a mail server is secured and signed in to: verified TLS, passwords, OAuth tokens."""

import shlex
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

from bot.errors import MotebotError
from bot.settings import Auth, ImapSettings, SmtpSettings

Token = Callable[[], str]


class TokenError(MotebotError):
    """No access token could be had; the text names the setting to look at."""


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """A context that verifies certificate and host name, by the system's authorities or by those in `ca_file` alone.

    Raises OSError where the file cannot be read, ssl.SSLError where it holds no certificate.
    """
    context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def token_source(settings: ImapSettings | SmtpSettings) -> Token | None:
    """What gives a fresh access token for XOAUTH2; None where motebot signs in with a password."""
    if settings.auth is not Auth.XOAUTH2:
        return None
    return lambda: token_of(settings.token_command, settings.timeout_seconds)


def token_of(command: str, timeout_seconds: float) -> str:
    """The token that a command prints. The command is split as a shell would and run without one.

    Raises TokenError when it prints none, fails or takes too long. What it printed is never in the error.
    """
    if not command.strip():
        raise TokenError("token_command is not set; xoauth2 needs a command that prints an access token")
    try:
        done = subprocess.run(shlex.split(command), capture_output=True, text=True, timeout=timeout_seconds, check=True)
    except subprocess.TimeoutExpired as error:
        raise TokenError(f"token_command gave no token within {timeout_seconds:g} s") from error
    except subprocess.CalledProcessError as error:
        raise TokenError(f"token_command ended with status {error.returncode}; run it by hand to see why") from error
    except (OSError, ValueError) as error:
        raise TokenError(f"token_command cannot be run: {error}") from error
    token = done.stdout.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise TokenError("token_command printed no access token; it has to print the token alone")
    return token
