"""The log: one line an event, of the service on standard output, for the service manager's journal to stamp and keep.

A line starts with what happened and goes on with `key=value`; values are escaped, so that no header of a mail can
write a line of its own. Secrets and the words of votes are never given to it: of an error that nobody foresaw the
service logs its kind and its places, not its text, which may quote the mail; the mail itself is in the archive.
"""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from traceback import walk_tb
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger


def configure(level: str) -> None:
    """Log to standard output from this level up; `level` is a name of the standard library's logging."""
    _configure(level, sys.stdout, _kinds_and_places)


def configure_for_command(*, debug: bool) -> None:
    """Log to standard error what a command has to warn of, as lines without tracebacks; with `debug` everything."""
    if debug:
        _configure("DEBUG", sys.stderr, structlog.processors.format_exc_info)
    else:
        _configure("WARNING", sys.stderr, _without_traceback)


def _configure(level: str, stream: TextIO, errors: Processor) -> None:
    structlog.configure(
        processors=[structlog.processors.add_log_level, errors, _line],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )


def _kinds_and_places(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["exception"] = " from ".join(_told(error))
    return event


def _told(error: BaseException | None) -> Iterator[str]:
    """The error and those it came from: `ValueError at mailbox.py:60 intake.py:58`, the last place the innermost."""
    while error is not None:
        places = (f"{Path(frame.f_code.co_filename).name}:{line}" for frame, line in walk_tb(error.__traceback__))
        yield " ".join([f"{type(error).__name__} at", *places])
        error = error.__cause__ or error.__context__


def _without_traceback(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event.pop("exc_info", None)
    return event


def _line(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    """The event as one line; the level is told only where it is not `info`."""
    what = str(event.pop("event"))
    level = event.pop("level", "info")
    if level != "info":
        event = {"level": level, **event}
    return " ".join([_escaped(what), *(f"{key}={_quoted(value)}" for key, value in event.items())])


def _quoted(value: Any) -> str:
    text = str(value)
    plain = text and all(sign.isprintable() and sign not in ' "=' for sign in text)
    return text if plain else f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text.replace('"', "'"))
