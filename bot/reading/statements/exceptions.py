"""Exceptions that say their own vote: «alt unntatt sak 1 og sak 2, som jeg er imot», «Unntak: jeg avstår i sak 3».

They are what a «men» would bring in; an exception without a vote leaves its cases out.
"""

from collections.abc import Sequence
from typing import Final

from bot.reading.statements.lexicon import Concept, marks
from bot.reading.statements.reference import Scope
from bot.reading.statements.unit import Unit

_EXCEPT, _REFERENCE, _VOTE = Concept.EXCEPT, Concept.REFERENCE, Concept.VOTE
# No sentence of a reply has so many units; to look further would cost a long line its square.
FURTHEST: Final = 250
_ENDS: Final = frozenset({Concept.STOP, Concept.ASK, Concept.LINE_END})
_JOINING: Final = frozenset({Concept.AND, Concept.COMMA})
_LABELLING: Final = frozenset({Concept.COLON, Concept.DASH})


def with_contrasts(units: Sequence[Unit]) -> list[Unit]:
    """The units with a «men» for each exception that has a vote of its own, and its cases beside each other."""
    found: list[Unit] = []
    at = 0
    while at < len(units):
        if units[at].concept is _EXCEPT:
            more, at = _exception(units, at)
            found.extend(more)
        else:
            found.append(units[at])
            at += 1
    return found


def _exception(units: Sequence[Unit], at: int) -> tuple[list[Unit], int]:
    """What stands for the exception there, and where the rest goes on."""
    sentence = units[at + 1 : end_of_sentence(units, at)]
    voted = any(unit.concept is _VOTE for unit in sentence)
    contrast = units[at]._replace(concept=Concept.BUT)
    if sentence and sentence[0].concept in _LABELLING:
        cases, end = _cases(units, at + 2)
        return ([contrast], at + 2) if voted else ([units[at], *cases], end)
    cases, end = _cases(units, at + 1)
    behind = units[end : end + 2]
    before = units[start_of_sentence(units, at) : at]
    if not _are_whole(cases) or not voted or not any(unit.concept is _VOTE for unit in before):
        return [units[at], *cases], end
    if behind and behind[0].concept is Concept.COMMA:
        bracketed = len(behind) == 2 and behind[0].form == "(" and behind[1].concept is _VOTE
        if bracketed:
            return [contrast, *cases], end + 1
        end, behind = end + 1, units[end + 1 : end + 2]
    if behind and (behind[0].concept is Concept.ANAPHOR or behind[0].form in marks("them")):
        return [contrast, *cases, behind[0]._replace(concept=Concept.SELF)], end + 1
    return [units[at], *cases], end - (units[end - 1].concept is Concept.COMMA)


def _cases(units: Sequence[Unit], at: int) -> tuple[list[Unit], int]:
    """«sak 1 og sak 2»: the cases that stand there, without what joins them, and where they end."""
    cases: list[Unit] = []
    end = at
    while end < len(units) and units[end].concept is _REFERENCE:
        cases.append(units[end])
        joined = end + 2 < len(units) and units[end + 1].concept in _JOINING
        if not joined or units[end + 2].concept is not _REFERENCE:
            return cases, end + 1
        end += 2
    return cases, end


def _are_whole(cases: Sequence[Unit]) -> bool:
    """Whether cases are named, and no points: without those, the others of their case are left."""
    references = [unit.reference for unit in cases if unit.reference is not None]
    return bool(references) and all(
        each.scope is Scope.ITEM or (each.of_cases and not any(key.point for key in each.keys)) for each in references
    )


def end_of_sentence(units: Sequence[Unit], at: int, within: int = FURTHEST) -> int:
    """Where the sentence ends that goes on there, so many units ahead at the most."""
    furthest = min(len(units), at + within)
    return next((place for place in range(at, furthest) if units[place].concept in _ENDS), furthest)


def start_of_sentence(units: Sequence[Unit], at: int, within: int = FURTHEST) -> int:
    """Where the sentence begins that goes on there, so many units back at the most."""
    furthest = max(0, at - within)
    return next((place + 1 for place in range(at - 1, furthest - 1, -1) if units[place].concept in _ENDS), furthest)
