"""A unit: one thing that a passage says, a phrase, a name, a reference or a sign."""

from typing import NamedTuple

from bot.core.reading import Vote
from bot.reading.statements.lexicon import Concept, Form
from bot.reading.statements.reference import Reference


class Unit(NamedTuple):
    """One thing that a passage says; `start` and `end` are places in its text, `form` its folded words.

    `head` are the cases that have a compound in title or proposal which ends with an unknown word.
    """

    concept: Concept
    form: str
    start: int
    end: int
    vote: Vote | None = None
    shape: Form | None = None
    negations: int = 0
    reference: Reference | None = None
    topic: frozenset[int] = frozenset()
    titled: bool = False
    capital: bool = False
    head: frozenset[int] = frozenset()
