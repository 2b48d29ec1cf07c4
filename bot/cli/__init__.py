"""The commands. Each gathers its arguments, calls one use case and shows what came of it.

The heavy rooms are imported by the commands that need them, so that `motebot interpret` starts at once.
"""

from bot.cli import planning, running, settling, showing
from bot.cli.frame import main, motebot

__all__ = ["main", "motebot", "planning", "running", "settling", "showing"]
