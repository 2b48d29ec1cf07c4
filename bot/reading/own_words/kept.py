"""Answers about single lines, kept for the next mail.

Greetings, closings, signatures and footers come again in all mails of a person, answers in those of all, and a letter's
lines in every answer to it; and several rules ask the same of one line.
"""

from collections.abc import Callable
from typing import Final, TypeVar

R = TypeVar("R")
MOST_LINES: Final = 2_048
# What is longer is a paragraph, and comes once.
LONGEST: Final = 200


class _Answers(dict[str, R]):
    """What was answered of each line; the question is put where a line is missing."""

    def __init__(self, question: Callable[[str], R]) -> None:
        super().__init__()
        self._question = question

    def __missing__(self, text: str) -> R:
        answer = self._question(text)
        if len(text) <= LONGEST:
            if len(self) >= MOST_LINES:
                self.clear()
            self[text] = answer
        return answer


def kept(question: Callable[[str], R]) -> Callable[[str], R]:
    """The question about a line, with what was answered of the last ones: looking one up is no more than a dict's."""
    return _Answers(question).__getitem__
