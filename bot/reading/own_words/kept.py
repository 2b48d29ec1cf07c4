"""Answers about single lines, kept for the next mail.

Greetings, closings, signatures and footers come again in all mails of a person, answers in those of all, and a letter's
lines in every answer to it; and several rules ask the same of one line.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, Protocol, TypeVar

R = TypeVar("R")
MOST_LINES: Final = 2_048
# What is longer is a paragraph, and comes once; unless it is a letter's, which come back.
LONGEST: Final = 200
LONGEST_OF_LETTERS: Final = 600


class _Answers(dict[str, R]):
    """What was answered of each line; the question is put where a line is missing."""

    def __init__(self, question: Callable[[str], R], longest: int = LONGEST) -> None:
        super().__init__()
        self._question = question
        self._longest = longest

    def __missing__(self, text: str) -> R:
        answer = self._question(text)
        if len(text) <= self._longest:
            if len(self) >= MOST_LINES:
                self.clear()
            self[text] = answer
        return answer


def kept(question: Callable[[str], R]) -> Callable[[str], R]:
    """The question about a line, with what was answered of the last ones: looking one up is no more than a dict's."""
    return _Answers(question).__getitem__


# What was answered of lines, by the question.
Kept = dict[Callable[..., Any], Callable[[str], Any]]


class Keeper(Protocol):
    """What answers about lines are kept with, because they hold for it alone."""

    @property
    def kept(self) -> Kept:
        """The answers."""


K = TypeVar("K", bound=Keeper)


def kept_with(question: Callable[[str, K], R]) -> Callable[[K], Callable[[str], R]]:
    """The question about a line and what its answer depends on besides, with the answers kept there."""

    def asking(keeper: K) -> Callable[[str], R]:
        found = keeper.kept.get(question)
        if found is None:
            answers = _Answers(lambda text: question(text, keeper), LONGEST_OF_LETTERS)
            found = keeper.kept[question] = answers.__getitem__
        return found

    return asking


def kept_method(question: Callable[[K, str], R]) -> Callable[[K, str], R]:
    """The method that answers a question about a line, with the answers kept on its object."""

    def put(text: str, keeper: K) -> R:
        return question(keeper, text)

    asking = kept_with(put)

    @wraps(question)
    def answered(keeper: K, text: str) -> R:
        return asking(keeper)(text)

    return answered
