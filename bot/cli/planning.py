"""The commands by which a person decides about a meeting."""

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from bot import settings
from bot.cli.arguments import echo_json, time_given, votes_given, write_file
from bot.cli.frame import configured, motebot
from bot.errors import BadFileError

if TYPE_CHECKING:
    from bot.core.state import State


@motebot.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the meeting file, what is missing and what is doubtful.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the meeting file here.")
@configured
def import_(file: Path, output: Path | None, config: Path | None, *, as_json: bool) -> None:
    """Read a notice document into a meeting file, and say what it does not tell.

    Example: motebot import innkalling.txt -o meeting.toml
    """
    from bot.notices.imported import import_notice

    imported = import_notice(file, bodies_dir=settings.bodies(config))
    if output is not None:
        write_file(output, imported.as_toml().encode())
    if as_json:
        echo_json(imported.as_json())
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
@configured
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
@configured
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
@configured
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
@configured
def extend(meeting_id: str, deadline: str, config: Path | None) -> None:
    """Move a meeting's deadline to a later time and tell everybody who was called.

    Example: motebot extend 2022-03-02 --deadline 2022-03-03T12:00+01:00
    """
    from bot.bootstrap import opened
    from bot.service import planning

    moved = time_given(deadline)
    with opened(settings.load(config)) as office:
        _say(planning.extend(office, meeting_id, moved), office.sender.zone)


@motebot.command()
@click.argument("meeting_id", metavar="ID")
@click.option("--seat", required=True, metavar="SEAT", help="The seat's id, as in the meeting file.")
@click.option("--vote", "votes", multiple=True, metavar="CASE=VOTE", help="Such as 1/22=approve or 2/22#1=object.")
@click.option("--absent", is_flag=True, help="The member has reported absence.")
@click.option("--present", is_flag=True, help="The one who holds the seat takes part.")
@click.option("--substitute", metavar="NAME", help="Who steps in for the member.")
@click.option("--reason", required=True, metavar="TEXT", help="How the answer came; it stands in the protocol.")
@configured
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
    ruled = Ruled(seat, reason, votes_given(votes), said, substitute)
    with opened(settings.load(config)) as office:
        planning.record(office, meeting_id, ruled)
    click.echo(f"recorded for {seat} in {meeting_id}")


def _say(state: "State", zone: ZoneInfo) -> None:
    deadline = state.meeting.deadline.astimezone(zone).isoformat(timespec="minutes")
    click.echo(f"{state.meeting.id} is {state.phase}; deadline {deadline}")
