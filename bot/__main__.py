"""`python -m bot` is `motebot`."""

from bot.cli import main

main()
