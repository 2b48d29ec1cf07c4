"""Where in a clause one vote ends and the next begins, and which of its words vote at all."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from bot.core.reading import Vote
from bot.reading.statements.claim import BESIDE_LONE
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.references import Scope
from bot.reading.statements.sentences import Sentence
from bot.reading.statements.units import Unit

_REMARKS: Final = frozenset({Concept.COURTESY, Concept.ASSENT, Concept.WISH})
_SPOKEN: Final = frozenset({Concept.UNKNOWN, Concept.PLAIN, Concept.NEGATION})


def without_remarks(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The clause up to a comment that runs on without a comma: «godkjent takk for godt arbeid med sak 2»."""
    seen = False
    for at, unit in enumerate(units):
        if unit.concept is Concept.VOTE:
            seen = True
        elif seen and unit.form in marks("that"):
            return units
        elif seen and unit.concept in _REMARKS:
            rest = units[at:]
            whole = any(each.concept is Concept.VOTE for each in rest) or _is_answer_to_more(units[:at], rest)
            return units if whole else units[:at]
    return units


def _is_answer_to_more(before: Sequence[Unit], rest: Sequence[Unit]) -> bool:
    """«Nei takk til lunsj»: what follows the thanks is what the soft word answers."""
    soft = [unit.shape is Form.WORD for unit in before if unit.concept is Concept.VOTE]
    return all(soft) and rest[0].concept is Concept.ASSENT and any(each.concept in _SPOKEN for each in rest[1:])


def is_vote(unit: Unit, units: Sequence[Unit], sentence: Sentence) -> bool:
    """«for», «mot» and «no» vote only where nothing but a case stands beside them."""
    if unit.shape is not Form.LONE:
        return True
    others = [each for each in units if each is not unit]
    personal = any(each.concept is Concept.SELF for each in others)
    allowed = BESIDE_LONE | {Concept.PAPER, Concept.ANAPHOR} if personal else BESIDE_LONE
    if any(each.concept not in allowed for each in others):
        return False
    named = [each for each in others if each.concept is Concept.REFERENCE]
    if any(before.concept is Concept.COLON and each is unit for before, each in pairwise(units)):
        return True
    if not named or named[0].start < unit.start:
        return True
    return (
        unit.vote is Vote.OBJECT
        or personal
        or (_is_whole_answer(unit, units, named[-1]) and (sentence.stops or _is_of_all(named[-1])))
        or len(sentence.clauses) > 1
        or any(each.form in marks("polling") for each in others)
    )


def _is_whole_answer(unit: Unit, units: Sequence[Unit], named: Unit) -> bool:
    """«For 1/22.» says all that it has to say."""
    return unit is units[0] and named is units[-1]


def _is_of_all(unit: Unit) -> bool:
    return unit.reference is not None and unit.reference.scope is Scope.ALL


def segments(units: Sequence[Unit], votes: list[Unit]) -> Iterator[tuple[Sequence[Unit], list[Unit]]]:
    """The clause cut where a second vote, or «ikke sak 2», begins: «godkjent sak 1 imot sak 2»."""
    cuts = _cuts(units, votes)
    for start, end in zip([0, *cuts], [*cuts, len(units)], strict=True):
        part = units[start:end]
        yield part, [unit for unit in part if unit in votes]


def _cuts(units: Sequence[Unit], votes: list[Unit]) -> list[int]:
    if len(votes) < 2:
        return _elliptic_cut(units, votes)
    places = [at for at, unit in enumerate(units) if unit in votes]
    named = [at for at, unit in enumerate(units) if unit.concept is Concept.REFERENCE]
    if not named or (len({unit.vote for unit in votes}) == 1 and len(named) < 2):
        return []
    if named[0] < places[0]:
        return [
            next(at for at in named if at > place)
            for place, following in pairwise(places)
            if any(place < at < following for at in named)
        ]
    return [
        _with_negation(units, following)
        for place, following in pairwise(places)
        if any(place < at < following for at in named)
    ]


def _with_negation(units: Sequence[Unit], at: int) -> int:
    """Where a vote starts, the negation before it included."""
    while at and units[at - 1].concept in {Concept.NEGATION, Concept.CAN, Concept.SELF}:
        at -= 1
    return at


def _elliptic_cut(units: Sequence[Unit], votes: list[Unit]) -> list[int]:
    """«godkjenner sak 1 ikke sak 2»: the negation belongs to what follows it."""
    vote_at = next((at for at, unit in enumerate(units) if unit in votes), len(units))
    named = [at for at, unit in enumerate(units) if unit.concept is Concept.REFERENCE]
    for at in range(vote_at + 1, len(units)):
        if units[at].concept is Concept.NEGATION and any(vote_at < each < at or each < vote_at for each in named):
            following = [unit.concept for unit in units[at + 1 :] if unit.concept is not Concept.FILLER]
            if following[:1] == [Concept.REFERENCE]:
                return [at]
    return []
