"""The cases that a mail speaks of: what was named somewhere is no part of «resten», whatever was said of it."""

from collections.abc import Sequence
from typing import Final

from bot.core.meeting import VoteKey
from bot.core.reading import Reason
from bot.reading.statements.agenda import Agenda
from bot.reading.statements.claim import Claim
from bot.reading.statements.context import Context
from bot.reading.statements.finding import Finding, left_unsaid
from bot.reading.statements.lexicon import Concept, marks
from bot.reading.statements.sentences import Sentence

# Longer numbers are no cases.
MAX_DIGITS: Final = 3
_NAMING: Final = frozenset({Concept.REFERENCE, Concept.TOPIC})
_NUMBER, _VOTE = Concept.NUMBER, Concept.VOTE


class Mentions:
    """Notes what the sentences of a mail name, and tells the context what «resten» leaves out."""

    def __init__(self, agenda: Agenda, context: Context) -> None:
        self._agenda = agenda
        self._context = context
        self._titled: dict[VoteKey, str] = {}

    def note(self, sentence: Sentence, text: str) -> None:
        """Keep what the sentence names by number or title; «av sakene 1 og 2 …» only says what is chosen from."""
        if sentence.concepts.isdisjoint(_NAMING) or sentence.units[0].form in marks("choosing_from"):
            return
        for reference in sentence.references:
            if reference.of_cases:
                self._context.pass_over(reference.keys)
        for unit in sentence.units:
            if unit.titled and len(unit.topic) == 1:
                key = self._agenda.keys[next(iter(unit.topic))]
                self._titled[key] = text[unit.start : unit.end]
                self._context.pass_over((key,))

    def unread(self, sentence: Sentence, text: str, found: Sequence[Finding]) -> list[Finding]:
        """What asks about the cases whose numbers stand beside a vote, and no finding of the sentence is about."""
        if not {_NUMBER, _VOTE} <= sentence.concepts or len(self._agenda.cases) == 1:
            return []
        keys = tuple(
            key
            for unit in sentence.all_of(_NUMBER)
            if unit.form.isdecimal() and len(unit.form) <= MAX_DIGITS
            for key in self._agenda.numbered(int(unit.form))
            if not any(key in each.keys for each in found if not each.general)
        )
        if not keys:
            return []
        self._context.pass_over(keys)
        claim = Claim(None, sentence.start, sentence.end, held=Reason.NOT_A_VOTE)
        return [Finding(claim, text[claim.start : claim.end], keys, held=claim.held)]

    def unsaid(self, findings: Sequence[Finding]) -> list[Finding]:
        """What asks about the cases that a title named, and «resten» left out."""
        if not any(each.vote and each.claim.is_of_rest for each in findings):
            return []
        told = {key.case for each in findings if not each.general for key in (*each.keys, *each.left_out)}
        return [left_unsaid(words, key) for key, words in self._titled.items() if key.case not in told]
