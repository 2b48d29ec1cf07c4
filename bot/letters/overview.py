"""The status of meetings as a page of text, for whoever runs the installation."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.letters.catalogue import Catalogue


def overview(shown: Mapping[str, Any], zone: ZoneInfo) -> str:
    """The contract's status object as text, ending in a line feed."""
    template = Catalogue.of("en").environment(zone).get_template("status.txt.j2")
    return template.render(**shown, votes=_votes)


def _votes(votes: Mapping[str, str]) -> str:
    return ", ".join(f"{about} {vote}" for about, vote in votes.items())
