"""The minutes as what a mail is about: whoever is asked to approve them may name them where a voter names the cases.

In a vote, «protokollen» is another matter than the cases, and is asked about. So it is here too, but where the sentence
that names it approves all that there is: «Protokollen mangler Per» does not, whatever follows.
"""

import re
from dataclasses import replace

from bot.core.meeting import Meeting, Speaker
from bot.core.reading import Vote
from bot.reading.own_words import Passage
from bot.reading.statements import interpret
from bot.reading.statements.lexicon import marks
from bot.reading.statements.text import fold

_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
_WORD = re.compile(r"\w+")


def with_all_for_minutes(passages: tuple[Passage, ...], meeting: Meeting, speaker: Speaker) -> tuple[Passage, ...]:
    """The passages with a word for all that there is where a sentence approves the minutes."""

    def as_meant(found: re.Match[str]) -> str:
        said = _WORD.sub(_all_for_minutes, found[0])
        return said if said != found[0] and _approves_all(said, meeting, speaker) else found[0]

    def of(text: str) -> str:
        return _SENTENCE.sub(as_meant, text)

    return tuple(
        replace(each, text=of(each.text), sure=None if each.sure is None else of(each.sure)) for each in passages
    )


def _all_for_minutes(word: re.Match[str]) -> str:
    (everything,) = marks("everything")
    return everything if fold(word[0]) in marks("these_minutes") else word[0]


def _approves_all(text: str, meeting: Meeting, speaker: Speaker) -> bool:
    said = interpret((Passage(text),), meeting, speaker)
    return not said.reasons and said.votes == {case.key: Vote.APPROVE for case in meeting.cases}
