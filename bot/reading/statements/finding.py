"""A finding: a claim in its place in the mail, with the cases and points that it is about."""

from typing import NamedTuple

from bot.core.meeting import VoteKey
from bot.core.reading import Reason, Vote
from bot.reading.statements.claim import Claim


class Finding(NamedTuple):
    """A claim and what it is about.

    `general` is a vote on all cases, which what is said of a named case wins over; `unscoped` names none at all.
    `left_out` are the exceptions it makes. `points_unknown` says that a point was named whose case nobody can tell.
    """

    claim: Claim
    words: str
    keys: tuple[VoteKey, ...] = ()
    general: bool = False
    unscoped: bool = False
    left_out: tuple[VoteKey, ...] = ()
    held: Reason | None = None
    points_unknown: bool = False

    @property
    def vote(self) -> Vote | None:
        """The vote that it carries; None for a remark."""
        return self.claim.vote


def left_unsaid(words: str, key: VoteKey) -> Finding:
    """What words under a case or point are that answer it, and nobody knows what: a vote on all does not go for it."""
    claim = Claim(None, 0, len(words), held=Reason.NOT_A_VOTE)
    return Finding(claim, words, (key,), held=Reason.NOT_A_VOTE)
