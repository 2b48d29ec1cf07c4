"""Answers about single lines, kept for the next mail.

Greetings, closings, signatures and footers come again in all mails of a person, answers in those of all, and a letter's
lines in every answer to it; and several rules ask the same of one line.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeVar

R = TypeVar("R")
MOST_LINES: Final = 1_024
# What is longer is a paragraph, and comes once.
LONGEST: Final = 200


def kept(question: Callable[[str], R]) -> Callable[[str], R]:
    """The question about a line, with what was last answered of each."""
    remembered = lru_cache(maxsize=MOST_LINES)(question)

    def asked(text: str) -> R:
        return remembered(text) if len(text) <= LONGEST else question(text)

    asked.__doc__ = question.__doc__
    return asked
