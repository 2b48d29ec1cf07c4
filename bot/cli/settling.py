"""The commands by which the coordinator settles a mail that is held."""

from pathlib import Path

import click

from bot import settings
from bot.cli.arguments import OneLine, account
from bot.cli.frame import configured, motebot


@motebot.command()
@click.argument("meeting_id", metavar="ID")
@click.argument("number", metavar="MAIL")
@click.option(
    "--reason",
    type=OneLine(),
    default="",
    metavar="TEXT",
    help="How you know that it is theirs; it stands in the protocol.",
)
@configured
def release(meeting_id: str, number: str, reason: str, config: Path | None) -> None:
    """Let a mail that is held count, as of when it came: it is from whom it says.

    MAIL is its registration number, as `motebot status` and your letter show it.

    Example: motebot release 2022-03-02 1a2b3c4d --reason "she says so, by telephone 1 March"
    """
    from bot.bootstrap import opened
    from bot.service import holds

    with opened(settings.load(config)) as office:
        holds.release(office, meeting_id, number, reason=reason, by=account())
    click.echo(f"mail {number.strip().removeprefix('#')} of {meeting_id} is released; it counts as of when it came")


@motebot.command()
@click.argument("meeting_id", metavar="ID")
@click.argument("number", metavar="MAIL")
@click.option(
    "--reason", type=OneLine(), required=True, metavar="TEXT", help="Why it does not count; it stays in the journal."
)
@configured
def refuse(meeting_id: str, number: str, reason: str, config: Path | None) -> None:
    """Settle that a mail that is held never counts; whoever holds its address is told.

    MAIL is its registration number, as `motebot status` and your letter show it.

    Example: motebot refuse 2022-03-02 1a2b3c4d --reason "not from her, by telephone 1 March"
    """
    from bot.bootstrap import opened
    from bot.service import holds

    with opened(settings.load(config)) as office:
        holds.refuse(office, meeting_id, number, reason=reason, by=account())
    click.echo(f"mail {number.strip().removeprefix('#')} of {meeting_id} is refused; it does not count")
