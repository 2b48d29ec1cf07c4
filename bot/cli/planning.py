"""The commands by which a person decides about a meeting."""

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from bot import settings
from bot.cli.arguments import OneLine, day_given, echo_json, time_given, votes_given, write_beside, write_file
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
        write_beside(output, imported.documents)
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
            planned = plan(office, loaded, replace=replace)
        except BadFileError as error:
            raise BadFileError([f"{file}:{problem}" for problem in error.problems]) from None
    for warning in planned.warnings:
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
@click.option("--substitute", type=OneLine(), metavar="NAME", help="Who steps in for the member.")
@click.option(
    "--reason", type=OneLine(), required=True, metavar="TEXT", help="How the answer came; it stands in the protocol."
)
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


@motebot.command("approve-protocol")
@click.argument("meeting_id", metavar="ID")
@click.option(
    "--reason", type=OneLine(), required=True, metavar="TEXT", help="How it was approved; it stands in the protocol."
)
@configured
def approve_protocol(meeting_id: str, reason: str, config: Path | None) -> None:
    """Make a protocol final that the chair has not approved by mail, and send it out.

    Example: motebot approve-protocol 2022-03-02 --reason "the chair approved it by telephone 3 March"
    """
    from bot.bootstrap import opened
    from bot.service import planning

    with opened(settings.load(config)) as office:
        planning.approve_protocol(office, meeting_id, reason)
    click.echo(f"the protocol of {meeting_id} is final and goes out")


@motebot.command("follow-up")
@click.argument("meeting_id", metavar="ID")
@click.option("--case", "number", required=True, metavar="CASE", help="The case's number, such as 2/22.")
@click.option("--point", type=click.IntRange(min=1), metavar="N", help="One point of it; all of the case without.")
@click.option(
    "--responsible", type=OneLine(), required=True, metavar="WHO", help="Who is to act, such as Prosjektleder."
)
@click.option("--due", metavar="DATE", help="The last day, such as 2022-04-01.")
@click.option(
    "--what", type=OneLine(), default="", metavar="TEXT", help="What is to be done; the proposal's own words without."
)
@click.option("--remove", is_flag=True, help="Take the mark back.")
@configured
def follow_up(
    meeting_id: str,
    number: str,
    point: int | None,
    responsible: str,
    due: str | None,
    what: str,
    config: Path | None,
    *,
    remove: bool,
) -> None:
    """Mark who is to act on what is decided; the appendix of the protocol lists it if it is adopted.

    Before the meeting has closed it becomes part of the protocol. The protocol that was sent stays as it is: what is
    marked later makes a new issue of its appendix, which goes out with the notice of the body's next meeting.

    Example: motebot follow-up 2022-03-02 --case 2/22 --point 1 --responsible Prosjektleder --due 2022-04-01
    """
    from bot.bootstrap import opened
    from bot.core.meeting import FollowUp
    from bot.service import following_up

    marked = FollowUp(responsible, day_given(due), point, what)
    with opened(settings.load(config)) as office:
        decide = following_up.remove if remove else following_up.mark
        state = decide(office, meeting_id, number, marked)
    about = number if point is None else f"point {point} of {number}"
    click.echo(f"{meeting_id}: {marked.responsible} is {'no longer ' if remove else ''}marked for {about}")
    if state.appendix_at is not None:
        click.echo("the protocol stays as it was sent; its appendix is a new issue, shown by `motebot protocol`")


def _say(state: "State", zone: ZoneInfo) -> None:
    deadline = state.meeting.deadline.astimezone(zone).isoformat(timespec="minutes")
    click.echo(f"{state.meeting.id} is {state.phase}; deadline {deadline}")
