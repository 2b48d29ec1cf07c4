"""The frame around the commands: what every one of them has, and how each one ends.

Errors are one clear line each on standard error: exit status 2 for bad arguments and bad files, 1 for all else.
"""

import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import structlog

from bot import log
from bot.errors import BadFileError, MotebotError

Command = Callable[..., None]

# The order in which a meeting uses them, and in which `--help` shows them.
ORDER = (
    "demo",
    "import",
    "preview",
    "add",
    "approve",
    "extend",
    "cancel",
    "serve",
    "status",
    "release",
    "refuse",
    "record",
    "approve-protocol",
    "follow-up",
    "interpret",
    "protocol",
    "verify",
    "archive",
    "check",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command that the arguments name, those of the process by default, and end with its exit status."""
    _speak_utf8()
    log.configure_for_command(debug=os.environ.get("MOTEBOT_LOG_LEVEL", "").upper() == "DEBUG")
    try:
        _refuse_unnameable(sys.argv[1:] if arguments is None else arguments)
        status = motebot.main(arguments, prog_name="motebot", standalone_mode=False) or 0
    except click.exceptions.Exit as leave:
        status = leave.exit_code
    except click.Abort:
        status = _fail("stopped", 130)
    except click.ClickException as error:
        status = _fail(_usage(error), 2)
    except BadFileError as error:
        # `file:key: what`, as compilers write it, for whoever jumps to the place.
        click.echo(str(error), err=True)
        status = error.exit_status
    except MotebotError as error:
        status = _fail(str(error), error.exit_status)
    except OSError as error:
        status = _fail(f"{error.filename or 'the system'}: {error.strerror or error}", 1)
    except Exception as error:  # noqa: BLE001 - the last resort: a traceback tells its reader nothing to act on
        structlog.get_logger().debug("internal error", exc_info=error)
        status = _fail(_internal(error), 1)
    sys.exit(status)


def _refuse_unnameable(arguments: Sequence[str]) -> None:
    """Refuse what no file or meeting can be named: the system's answer to it is no line that a person can act on."""
    for argument in arguments:
        if "\0" in argument or not _is_encodable(argument):
            raise click.UsageError(f"{argument!r} holds a character that no name can hold")


def _is_encodable(argument: str) -> bool:
    try:
        os.fsencode(argument)
    except UnicodeEncodeError:
        return False
    return True


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale; lone surrogates, which mails and file names hold, as JSON escapes them."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _fail(text: str, status: int) -> int:
    for line in text.splitlines() or ["stopped"]:
        click.echo(f"motebot: {line}", err=True)
    return status


def _usage(error: click.ClickException) -> str:
    """What is wrong with the arguments, and where the right ones are shown."""
    said = " ".join(error.format_message().split()).rstrip(".")
    context = error.ctx if isinstance(error, click.UsageError) else None
    joined = f"{said} See" if said.endswith("?") else f"{said}; see"
    return f"{joined} `{context.command_path if context else 'motebot'} --help`"


def _internal(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return f"internal error: {said} ({Path(place.filename).name}:{place.lineno}); please report it"


def configured(command: Command) -> Command:
    """Give a command the option that names the configuration file."""
    return click.option(
        "--config",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE",
        help="Settings; config/motebot.toml or /etc/motebot/motebot.toml where none is named.",
    )(command)


class _Commands(click.Group):
    """Shows the commands in their order."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of `ORDER`."""
        return sorted(super().list_commands(ctx), key=ORDER.index)


@click.group(
    cls=_Commands,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="motebot", message="motebot %(version)s")
def motebot() -> None:
    """Meetings by e-mail: notice, replies, tally, protocol."""
