"""«Sak 1, ikke sak 2, godkjennes»: a case that is named only to say that the vote which follows is not for it.

It is left out as by «unntatt»: whether the sender is of the other opinion there, the words do not say. Behind the vote
the «ikke» has its own vote: «godkjenner sak 1, ikke sak 2».
"""

from collections.abc import Sequence
from typing import Final

from bot.reading.statements.exceptions import end_of_sentence, start_of_sentence
from bot.reading.statements.lexicon import Concept
from bot.reading.statements.unit import Unit

_REFERENCE, _NEGATION, _VOTE, _COMMA = Concept.REFERENCE, Concept.NEGATION, Concept.VOTE, Concept.COMMA
_PARTIAL: Final = Concept.PARTIAL
EXCLUDING: Final = frozenset({_NEGATION, _PARTIAL})
_SETTING_OFF: Final = frozenset({_COMMA, Concept.AND, Concept.BUT, Concept.DASH})
_JOINING: Final = frozenset({_COMMA, Concept.AND})
# So many units may stand between the exclusion and the vote; further off nothing belongs to it.
MAX_APART: Final = 40


def with_exclusions(units: Sequence[Unit]) -> list[Unit]:
    """The units with an «unntatt» for what only leaves cases out of the vote that follows."""
    found: list[Unit] = []
    at = 0
    while at < len(units):
        begin, end, goes_on = _left_out(units, at)
        if end == at:
            found.append(_awaited(units, at))
            at += 1
        else:
            # What sets it off from the case before would make a clause of it.
            while found[-1].concept in _SETTING_OFF:
                found.pop()
            found.append(units[at]._replace(concept=Concept.EXCEPT, reference=None))
            found.extend(units[begin:end])
            at = goes_on + (units[goes_on].concept is _COMMA)
            if at < len(units) and units[at].concept is Concept.ANAPHOR:
                # «Det er sak 1, ikke sak 2, som jeg er imot»: of what stands first.
                found.append(units[at]._replace(concept=Concept.SELF))
                at += 1
    return found


def _awaited(units: Sequence[Unit], at: int) -> Unit:
    """The unit there; «sak 1 kommer senere» is of the case's answer and not of its sender."""
    of_case = units[at].concept is _PARTIAL and at > 0 and units[at - 1].concept is _REFERENCE
    return units[at]._replace(concept=Concept.PENDING) if of_case else units[at]


def _left_out(units: Sequence[Unit], at: int) -> tuple[int, int, int]:
    """From where to where the cases stand that are left out there, and where the rest goes on: «ikke sak 2», «sak 2
    kommer senere». All are `at` where none is left out."""
    nothing = (at, at, at)
    before = at - 1
    while before > 0 and units[before].concept in _SETTING_OFF:
        before -= 1
    if before in {-1, at - 1} or units[before].concept is not _REFERENCE:
        return nothing
    begin = at + (units[at].concept is _NEGATION)
    end = _past_cases(units, begin)
    later = begin == at and end < len(units) and units[end].concept is _PARTIAL
    if end == begin or (begin == at and not later) or end + later >= len(units):
        return nothing
    voted_before = any(unit.concept is _VOTE for unit in units[start_of_sentence(units, at, MAX_APART) : at])
    voted_behind = any(unit.concept is _VOTE for unit in units[end : end_of_sentence(units, end, MAX_APART)])
    return (begin, end, end + later) if voted_behind and not voted_before else nothing


def _past_cases(units: Sequence[Unit], at: int) -> int:
    """Behind the cases that are named from there on: «sak 2 og sak 3»."""
    while at < len(units) and units[at].concept is _REFERENCE:
        at += 1
        at += at + 1 < len(units) and units[at].concept in _JOINING and units[at + 1].concept is _REFERENCE
    return at
