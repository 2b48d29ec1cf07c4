"""Arguments made into values, and files read and written, each refused in one line where it cannot be."""

import contextlib
import getpass
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from bot.errors import BadFileError

if TYPE_CHECKING:
    from bot.core.meeting import VoteKey
    from bot.core.reading import Vote


def echo_json(value: Any) -> None:
    """Print the value as JSON over lines, times in ISO 8601."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_json_value))


def _json_value(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    msg = f"{type(value).__name__} is no JSON value"
    raise TypeError(msg)


def write_file(path: Path, content: bytes) -> None:
    """Write the file; BadFileError, a bad argument, where it cannot be written."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise BadFileError([f"{path}: cannot be written ({error.strerror}); name another file with -o"]) from None


def write_beside(path: Path, documents: Mapping[str, bytes]) -> None:
    """Write the documents by their names in the folder of the file; BadFileError, with none of them written, where
    another document of that name is there, or where one cannot be written."""
    places = {path.parent / name: content for name, content in documents.items()}
    for place, content in places.items():
        if place.exists() and not (place.is_file() and place.read_bytes() == content):
            raise BadFileError([f"{place}: is there already and is another document; write {path.name} elsewhere"])
    for place, content in places.items():
        with contextlib.suppress(OSError):
            place.parent.mkdir(exist_ok=True)
        write_file(place, content)


def no_mail(name: str) -> str | None:
    """Why the name cannot be that of a mail's file, as a line; None where it can. `-` is standard input."""
    path = Path(name)
    if name == "-" or (path.exists() and not path.is_dir()):
        return None
    return f"{name}: is a folder; name the mails in it" if path.is_dir() else f"{name}: there is no such file"


def raw_mail(name: str) -> bytes:
    """The mail in the file; BadFileError where it cannot be read. `-` is standard input."""
    try:
        if name != "-":
            return Path(name).read_bytes()
        return sys.stdin.buffer.read() if sys.stdin is not None else b""
    except OSError as error:
        raise BadFileError([f"{name}: cannot be read ({error.strerror})"]) from None


def time_given(text: str) -> datetime:
    """The time that `--deadline` gives, aware; BadParameter where it is none or has no offset."""
    at: datetime | None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or not 2000 <= at.year < 9000:
        raise click.BadParameter(f"{text!r} is no time; write 2022-03-03T12:00+01:00", param_hint="--deadline")
    if at.tzinfo is None:
        meant = at.replace(tzinfo=ZoneInfo("Europe/Oslo")).isoformat(timespec="minutes")
        raise click.BadParameter(f"{text!r} has no offset; write {meant} for Norwegian time", param_hint="--deadline")
    return at


class OneLine(click.ParamType[str]):
    """Words that stand in letters and protocols: blanks and line ends as one blank each; BadParameter for characters
    that have no place in a text, and for more than a line of a meeting file may hold."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The words as they are kept."""
        from bot.notices.table import LONGEST_LINE, forbidden

        words = " ".join(value.split())
        if code := forbidden(words):
            self.fail(f"holds the character {code}; write plain text", param, ctx)
        if len(words) > LONGEST_LINE:
            self.fail(f"has {len(words)} characters; write at most {LONGEST_LINE}", param, ctx)
        return words


def day_given(text: str | None) -> date | None:
    """The day that `--due` gives; BadParameter where it is none."""
    try:
        day = None if text is None else date.fromisoformat(text)
    except ValueError:
        day = date.min
    if day is not None and not 2000 <= day.year < 9000:
        raise click.BadParameter(f"{text!r} is no date; write 2022-04-01", param_hint="--due")
    return day


def account() -> str:
    """The account under which the command was given, as the system names it; sudo's caller rather than its target."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):
        # A user that no database knows, as in a container.
        return f"uid {os.getuid()}"


def votes_given(texts: Sequence[str]) -> "dict[VoteKey, Vote]":
    """The votes that `--vote` gives; BadParameter where one is none, or two are given for one case or point."""
    votes: dict[VoteKey, Vote] = {}
    for key, vote in map(_vote, texts):
        if votes.setdefault(key, vote) is not vote:
            raise click.BadParameter(f"{key} is given both {votes[key]} and {vote}; give one", param_hint="--vote")
    return votes


def _vote(text: str) -> "tuple[VoteKey, Vote]":
    from bot.core.meeting import VoteKey
    from bot.core.reading import Vote

    about, _, value = text.rpartition("=")
    try:
        return VoteKey.parse(about), Vote(value)
    except ValueError:
        choices = ", ".join(Vote)
        raise click.BadParameter(
            f"{text!r} is no vote; write CASE=VOTE or CASE#POINT=VOTE with one of {choices}", param_hint="--vote"
        ) from None
