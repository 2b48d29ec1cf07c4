"""The commands. Each gathers its arguments, calls one use case and shows what came of it.

Errors are one clear line each on standard error: exit status 2 for bad arguments and bad files, 1 for all else. The
heavy rooms are imported by the commands that need them, so that `motebot interpret` starts at once.
"""

import io
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click
import structlog

from bot import log, settings
from bot.errors import BadFileError, MotebotError, RefusedError

if TYPE_CHECKING:
    from bot.core.meeting import VoteKey
    from bot.core.reading import Vote
    from bot.core.state import State

FORMATS = ("json", "txt", "html", "pdf", "docx", "einnsyn")
Command = Callable[..., None]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command that the arguments name, those of the process by default, and end with its exit status."""
    _speak_utf8()
    log.configure_for_command(debug=os.environ.get("MOTEBOT_LOG_LEVEL", "").upper() == "DEBUG")
    try:
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


def _configured(command: Command) -> Command:
    """Give a command the option that names the configuration file."""
    return click.option(
        "--config",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE",
        help="Settings; config/motebot.toml or /etc/motebot/motebot.toml where none is named.",
    )(command)


class _Commands(click.Group):
    """Shows the commands in the order of their definition: the order in which a meeting uses them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the library's signature
        return list(self.commands)


@click.group(
    cls=_Commands,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="motebot", message="motebot %(version)s")
def motebot() -> None:
    """Meetings by e-mail: notice, replies, tally, protocol."""


@motebot.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("demo-out"), show_default=True)
@_configured
def demo(out: Path, config: Path | None) -> None:
    """Run one whole meeting on mail servers of its own, on this machine only.

    Example: motebot demo --out demo-out
    """
    del config  # Accepted as by every command; the demo brings its own settings.
    from bot.demo.meeting import run

    run(out)


@motebot.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the meeting file, what is missing and what is doubtful.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the meeting file here.")
@_configured
def import_(file: Path, output: Path | None, config: Path | None, *, as_json: bool) -> None:
    """Read a notice document into a meeting file, and say what it does not tell.

    Example: motebot import innkalling.txt -o meeting.toml
    """
    from bot.notices.imported import import_notice

    imported = import_notice(file, bodies_dir=settings.bodies(config))
    if output is not None:
        _write(output, imported.as_toml().encode())
    if as_json:
        _echo_json(imported.as_json())
        return
    if output is None:
        click.echo(imported.as_toml(), nl=False)
    for path in imported.missing:
        click.echo(f"missing: {path}", err=True)
    for doubt in imported.doubts:
        click.echo(f"doubtful: {doubt.path}: read as {doubt.read!r}: {doubt.why}", err=True)


@motebot.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Correct a meeting that is planned and not yet approved.")
@_configured
def add(file: Path, config: Path | None, *, replace: bool) -> None:
    """Plan a meeting from its file. Nothing goes out before it is approved.

    Example: motebot add meeting.toml
    """
    from bot.bootstrap import opened, utc_now
    from bot.letters.catalogue import Catalogue
    from bot.notices.meeting_file import load
    from bot.service.planning import add as plan

    loaded = load(file, bodies_dir=settings.bodies(config), now=utc_now())
    with opened(settings.load(config)) as office:
        try:
            plan(office, loaded, replace=replace)
        except BadFileError as error:
            raise BadFileError([f"{file}:{problem}" for problem in error.problems]) from None
    for warning in loaded.warnings:
        click.echo(f"warning: {Catalogue.of('en').phrase('warning', warning)}", err=True)
    click.echo(f"{loaded.meeting.id} is planned; `motebot approve {loaded.meeting.id}` lets its notice go out")


@motebot.command()
@click.argument("meeting_id", metavar="ID")
@_configured
def approve(meeting_id: str, config: Path | None) -> None:
    """Let a meeting's notice go out, at its time or now.

    Example: motebot approve 2022-03-02
    """
    from bot.bootstrap import opened
    from bot.service import planning

    with opened(settings.load(config)) as office:
        _say(planning.approve(office, meeting_id), office.sender.zone)


@motebot.command()
@click.argument("meeting_id", metavar="ID")
@_configured
def cancel(meeting_id: str, config: Path | None) -> None:
    """Call a meeting off and tell everybody who was called.

    Example: motebot cancel 2022-03-02
    """
    from bot.bootstrap import opened
    from bot.service import planning

    with opened(settings.load(config)) as office:
        _say(planning.cancel(office, meeting_id), office.sender.zone)


@motebot.command()
@click.argument("meeting_id", metavar="ID")
@click.option("--deadline", required=True, metavar="TIME", help="The new deadline, such as 2022-03-03T12:00+01:00.")
@_configured
def extend(meeting_id: str, deadline: str, config: Path | None) -> None:
    """Move a meeting's deadline to a later time and tell everybody who was called.

    Example: motebot extend 2022-03-02 --deadline 2022-03-03T12:00+01:00
    """
    from bot.bootstrap import opened
    from bot.service import planning

    moved = _time(deadline)
    with opened(settings.load(config)) as office:
        _say(planning.extend(office, meeting_id, moved), office.sender.zone)


@motebot.command()
@click.argument("target", metavar="ID|FILE")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("preview"), show_default=True)
@_configured
def preview(target: str, out: Path, config: Path | None) -> None:
    """Write every mail and document of a meeting as it would be sent; nothing is sent.

    Example: motebot preview meeting.toml --out preview
    """
    from bot import bootstrap
    from bot.service.planning import as_planned
    from bot.service.preview import write

    path = Path(target)
    if path.suffix == ".toml" or path.is_file():
        from bot.notices.meeting_file import load

        loaded = load(path, bodies_dir=settings.bodies(config), now=None)
        with bootstrap.unstored(settings.load(config)) as office:
            count = write(office, as_planned(office, loaded), out)
    else:
        with bootstrap.opened(settings.load(config)) as office, office.store.read() as uow:
            count = write(office, office.state(uow, target), out)
    click.echo(f"{count} files in {out}; nothing was sent")


@motebot.command()
@_configured
def serve(config: Path | None) -> None:
    """Run the service: it sends what is due, reads what comes in and closes what has ended.

    Example: motebot serve --config /etc/motebot/motebot.toml
    """
    from bot.bootstrap import opened, serving

    loaded = settings.load(config)
    log.configure(loaded.log_level)
    with opened(loaded) as office, serving(loaded, office) as runner:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: runner.stop())
        runner.run()


@motebot.command()
@click.argument("meeting_id", metavar="[ID]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the contract's JSON.")
@_configured
def status(meeting_id: str | None, config: Path | None, *, as_json: bool) -> None:
    """Show where each meeting stands: who has the notice, who has answered what, what waits for the coordinator.

    Example: motebot status 2022-03-02 --json
    """
    from bot.bootstrap import opened
    from bot.letters.overview import overview
    from bot.service import status as standing

    with opened(settings.load(config)) as office:
        shown = standing.status(office, meeting_id)
        if as_json:
            _echo_json(shown)
        else:
            click.echo(overview(shown, office.sender.zone), nl=False)


@motebot.command()
@click.option("--meeting", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The meeting file.")
@click.option("--json", "as_json", is_flag=True, help="One object a line; without it each is spread over lines.")
@click.argument("mails", nargs=-1, required=True, metavar="MAIL.eml...")
@_configured
def interpret(meeting: Path, mails: tuple[str, ...], config: Path | None, *, as_json: bool) -> None:
    """Read mails as answers to a meeting and print what each says; nothing is stored. `-` is standard input.

    Example: motebot interpret --meeting meeting.toml --json reply.eml
    """
    from bot.notices.meeting_file import load
    from bot.reading import read

    loaded = load(meeting, bodies_dir=settings.bodies(config), now=None).meeting
    if problems := [problem for name in mails if (problem := _no_mail(name))]:
        raise BadFileError(problems)
    for name in mails:
        shown = {"file": name, **read(_raw(name), loaded).as_json()}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=None if as_json else 2))


@motebot.command()
@click.argument("meeting_id", metavar="ID")
@click.option("--seat", required=True, metavar="SEAT", help="The seat's id, as in the meeting file.")
@click.option("--vote", "votes", multiple=True, metavar="CASE=VOTE", help="Such as 1/22=approve or 2/22#1=object.")
@click.option("--absent", is_flag=True, help="The member has reported absence.")
@click.option("--present", is_flag=True, help="The one who holds the seat takes part.")
@click.option("--substitute", metavar="NAME", help="Who steps in for the member.")
@click.option("--reason", required=True, metavar="TEXT", help="How the answer came; it stands in the protocol.")
@_configured
def record(
    meeting_id: str,
    seat: str,
    votes: tuple[str, ...],
    substitute: str | None,
    reason: str,
    config: Path | None,
    *,
    absent: bool,
    present: bool,
) -> None:
    """Record an answer that came by telephone or that you read out of an unclear mail.

    Example: motebot record 2022-03-02 --seat hole --vote 1/22=approve --reason "by telephone 1 March"
    """
    from bot.bootstrap import opened
    from bot.core.journal import Ruled
    from bot.core.reading import Attendance
    from bot.service import planning

    if absent and present:
        raise click.UsageError("--absent and --present say the opposite; give one of them")
    said = Attendance.ABSENT if absent else Attendance.PRESENT if present else None
    ruled = Ruled(seat, reason, _votes(votes), said, substitute)
    with opened(settings.load(config)) as office:
        planning.record(office, meeting_id, ruled)
    click.echo(f"recorded for {seat} in {meeting_id}")


@motebot.command()
@click.argument("meeting_id", metavar="ID")
@click.option("--format", "form", type=click.Choice(FORMATS), default="txt", show_default=True)
@click.option("--draft", is_flag=True, help="As it stands now, before the deadline.")
@click.option("--public", is_flag=True, help="Leave out what is exempt from public access.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it here.")
@_configured
def protocol(
    meeting_id: str, form: str, output: Path | None, config: Path | None, *, draft: bool, public: bool
) -> None:
    """Write a meeting's protocol.

    Example: motebot protocol 2022-03-02 --format pdf -o protokoll.pdf
    """
    from bot.bootstrap import opened
    from bot.core.minutes import protocol as made
    from bot.core.state import Phase
    from bot.service.rendering import rendered

    with opened(settings.load(config)) as office:
        with office.store.read() as uow:
            state = office.state(uow, meeting_id)
        if state.phase not in {Phase.CLOSED, Phase.CANCELLED} and not draft:
            at = state.meeting.deadline.astimezone(office.sender.zone).isoformat(timespec="minutes")
            raise RefusedError(f"{meeting_id} has not closed; its deadline is {at}. --draft shows it as it stands")
        content = rendered(made(state), form, office.sender.zone, public=public)
    if output is None:
        click.echo(content, nl=False)
    else:
        _write(output, content)


@motebot.command()
@click.argument("meeting_id", metavar="ID")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Write it here.")
@_configured
def archive(meeting_id: str, output: Path, config: Path | None) -> None:
    """Pack a meeting that is over for an archive: protocol, letters, replies, documents, journal and a description.

    Example: motebot archive 2022-03-02 -o 2022-03-02.zip
    """
    from bot.bootstrap import opened
    from bot.service.packaging import package

    with opened(settings.load(config)) as office:
        head = package(office, meeting_id, output)
    click.echo(f"{output}: {meeting_id} is packed; its journal ends with {head}")
    click.echo("keep that hash apart from the package: whoever rewrote all of it could not make it end so")


@motebot.command()
@click.argument("target", metavar="ID|FILE.zip")
@_configured
def verify(target: str, config: Path | None) -> None:
    """Recount a meeting from its archived mails and check that nothing was altered; a package from itself alone.

    Example: motebot verify 2022-03-02
    """
    from bot.bootstrap import opened
    from bot.service.packaged import recount_package
    from bot.service.verification import verify as recount

    if target.lower().endswith(".zip"):
        found = recount_package(Path(target))
        click.echo(f"{found.meeting_id}: {_agreement(found.mails)}; the journal ends with {found.head}")
        if not found.made_again:
            click.echo(f"its documents were held to their sums only: {found.program} made them")
        return
    with opened(settings.load(config)) as office:
        count = recount(office, target)
    click.echo(f"{target}: {_agreement(count)}")


def _agreement(mails: int) -> str:
    return f"the journal is whole; {mails} mails read again; roll, tally and protocol agree"


@motebot.command()
@_configured
def check(config: Path | None) -> None:
    """Try the settings, the database and both mail servers, and say what to do about what does not work.

    Example: motebot check --config /etc/motebot/motebot.toml
    """
    from bot.bootstrap import checked

    failed = tried = 0
    for finding in checked(config):
        tried, failed = tried + 1, failed + (not finding.works)
        click.echo(f"{'ok  ' if finding.works else 'FAIL'} {finding.line}")
    if failed:
        raise RefusedError(f"{failed} of {tried} checks failed; the lines marked FAIL say what to do")


def _say(state: "State", zone: ZoneInfo) -> None:
    deadline = state.meeting.deadline.astimezone(zone).isoformat(timespec="minutes")
    click.echo(f"{state.meeting.id} is {state.phase}; deadline {deadline}")


def _echo_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_json_value))


def _json_value(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    msg = f"{type(value).__name__} is no JSON value"
    raise TypeError(msg)


def _write(path: Path, content: bytes) -> None:
    """BadFileError, a bad argument, where the file cannot be written."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise BadFileError([f"{path}: cannot be written ({error.strerror}); name another file with -o"]) from None


def _no_mail(name: str) -> str | None:
    path = Path(name)
    if name == "-" or (path.exists() and not path.is_dir()):
        return None
    return f"{name}: is a folder; name the mails in it" if path.is_dir() else f"{name}: there is no such file"


def _raw(name: str) -> bytes:
    """BadFileError where the file cannot be read."""
    try:
        if name != "-":
            return Path(name).read_bytes()
        return sys.stdin.buffer.read() if sys.stdin is not None else b""
    except OSError as error:
        raise BadFileError([f"{name}: cannot be read ({error.strerror})"]) from None


def _time(text: str) -> datetime:
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


def _votes(texts: Sequence[str]) -> "dict[VoteKey, Vote]":
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
