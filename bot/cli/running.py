"""The commands that run something: the service, its check before the start, and the demo."""

import signal
from pathlib import Path

import click

from bot import log, settings
from bot.cli.frame import configured, motebot
from bot.errors import RefusedError


@motebot.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("demo-out"), show_default=True)
@configured
def demo(out: Path, config: Path | None) -> None:
    """Run one whole meeting on mail servers of its own, on this machine only.

    Example: motebot demo --out demo-out
    """
    del config  # Accepted as by every command; the demo brings its own settings.
    from bot.demo.meeting import run

    run(out)


@motebot.command()
@configured
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
@configured
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
