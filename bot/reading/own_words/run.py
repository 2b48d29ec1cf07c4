"""Lines of the sender's that stand together, and what of our letter they stand under."""

from dataclasses import dataclass, field

from bot.core.meeting import VoteKey


@dataclass(slots=True)
class Run:
    """Lines of the sender's that nothing else stands between."""

    under: VoteKey | None
    # Whether the letter has been quoted above them, and they answer nothing of it that is voted on.
    astray: bool = False
    # How much of the letter had been read before them.
    after: int = 0
    # Whether they are the sender's only if other words inside the letter are.
    loose: bool = False
    # Whether a mark of quoting covers them with the rest of the letter, so that nobody can tell whose they are.
    covered: bool = False
    # The quoted line right above them, where that leaves open what case it is about.
    open_line: str = ""
    lines: list[str] = field(default_factory=list)
