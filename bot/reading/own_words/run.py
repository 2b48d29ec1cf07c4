"""Lines of the sender's that stand together, and what of our letter they stand under."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.core.meeting import VoteKey
from bot.reading.own_words.answers import begins_with_answer
from bot.reading.own_words.lines import LONG_LINE
from bot.reading.own_words.regions import Row


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


def is_spilled(rows: Sequence[Row], at: int) -> bool:
    """Whether the line is the end of a marked one that was broken on its way, and lost its mark."""
    if not 0 < at < len(rows) - 1 or not rows[at - 1].depth:
        return False
    above, text, below = rows[at - 1].text, rows[at].text, rows[at + 1]
    if not below.depth or len(above) < LONG_LINE:
        return False
    return text[:1].islower() and above[-1] not in ".:!?" and not begins_with_answer(text)
