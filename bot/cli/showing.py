"""The commands that show what is there: nothing is stored or sent by any of them."""

import json
from pathlib import Path

import click

from bot import settings
from bot.cli.arguments import echo_json, no_mail, raw_mail, write_file
from bot.cli.frame import configured, motebot
from bot.errors import BadFileError, RefusedError

FORMATS = ("json", "txt", "html", "pdf", "docx", "einnsyn")


@motebot.command()
@click.argument("target", metavar="ID|FILE")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("preview"), show_default=True)
@configured
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
@click.argument("meeting_id", metavar="[ID]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the contract's JSON.")
@configured
def status(meeting_id: str | None, config: Path | None, *, as_json: bool) -> None:
    """Show where each meeting stands: who has the notice, who has answered what, what waits for the coordinator.

    The exit status is 1 where the service has not been able to read its mailbox for half an hour.

    Example: motebot status 2022-03-02 --json
    """
    from bot.bootstrap import opened
    from bot.letters.overview import overview
    from bot.service import status as standing

    with opened(settings.load(config)) as office:
        shown = standing.status(office, meeting_id)
        if as_json:
            echo_json(shown)
        else:
            click.echo(overview(shown, office.sender.zone), nl=False)
        if trouble := standing.lasting_trouble(office, shown):
            raise RefusedError(trouble)


@motebot.command()
@click.option("--meeting", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The meeting file.")
@click.option("--json", "as_json", is_flag=True, help="One object a line; without it each is spread over lines.")
@click.argument("mails", nargs=-1, required=True, metavar="MAIL.eml...")
@configured
def interpret(meeting: Path, mails: tuple[str, ...], config: Path | None, *, as_json: bool) -> None:
    """Read mails as answers to a meeting and print what each says; nothing is stored. `-` is standard input.

    Example: motebot interpret --meeting meeting.toml --json reply.eml
    """
    from bot.notices.meeting_file import load
    from bot.reading import read

    loaded = load(meeting, bodies_dir=settings.bodies(config), now=None).meeting
    if problems := [problem for name in mails if (problem := no_mail(name))]:
        raise BadFileError(problems)
    for name in mails:
        shown = {"file": name, **read(raw_mail(name), loaded).as_json()}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=None if as_json else 2))


@motebot.command()
@click.argument("meeting_id", metavar="ID")
@click.option("--format", "form", type=click.Choice(FORMATS), default="txt", show_default=True)
@click.option("--draft", is_flag=True, help="As it stands now, before the deadline.")
@click.option("--public", is_flag=True, help="Leave out what is exempt from public access.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it here.")
@configured
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
        content = rendered(made(state), form, office.sender.zone, office.archive, public=public)
    if output is None:
        click.echo(content, nl=False)
    else:
        write_file(output, content)


@motebot.command()
@click.argument("meeting_id", metavar="ID")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Write it here.")
@configured
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
@configured
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
