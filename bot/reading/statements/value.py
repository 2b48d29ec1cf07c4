"""Which vote the words of voting in a segment make together: after a «not», beside another one, within another one."""

from collections.abc import Sequence
from typing import Final

from bot.core.reading import Reason, Vote
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.unit import Unit

_NEGATION = Concept.NEGATION
_UNTURNABLE: Final = frozenset({Form.WHOLE, Form.WORD, Form.LONE})
_NAMING: Final = frozenset({Concept.REFERENCE, Concept.TOPIC})


def value_of(units: Sequence[Unit], votes: list[Unit]) -> tuple[Vote, Reason | None]:
    """The vote after its negations, and why it is none: a choice left open, or two votes at once; None where it is."""
    negations = sum([unit.negations + (unit.concept is _NEGATION) for unit in units])
    if len(votes) == 1 and votes[0].form in marks("against_something"):
        return _of_something(units, negations)
    if not negations and len(votes) == 1:
        return votes[0].vote or Vote.OBJECT, None
    main = votes[1:] if len(votes) > 1 and votes[0].shape is Form.WORD else votes
    vote = main[0].vote or Vote.OBJECT
    doubt = _doubt_between(units, votes, main, negated=negations > 0)
    if doubt is not None:
        return vote, doubt
    if negations:
        if negations > 1 or vote is not Vote.APPROVE or any(unit.shape in _UNTURNABLE for unit in main):
            return (Vote.APPROVE if _is_denied(units, vote) else vote), Reason.NOT_A_VOTE
        vote = Vote.OBJECT
    return vote, Reason.CONTRADICTION if main is not votes and votes[0].vote is not vote else None


def _of_something(units: Sequence[Unit], negations: int) -> tuple[Vote, Reason | None]:
    """«Har noe imot sak 2», «ingen av sakene har jeg noe imot»; but «gjøre noe imot»."""
    held = negations < 2 and any(unit.concept is Concept.HAVE for unit in units)
    return Vote.APPROVE if negations else Vote.OBJECT, None if held else Reason.NOT_A_VOTE


def _doubt_between(
    units: Sequence[Unit], votes: Sequence[Unit], main: Sequence[Unit], *, negated: bool
) -> Reason | None:
    """Why several words of voting leave open which of them is meant; None where they do not."""
    open_choice = len({unit.vote for unit in votes}) > 1 or (negated and len(votes) > 1)
    if open_choice and any(unit.concept is Concept.SLASH for unit in units):
        return Reason.NOT_A_VOTE
    if len({unit.vote for unit in main if unit.vote is not None}) > 1:
        return Reason.CONTRADICTION
    if len(main) > 1 and main[0].vote is Vote.OBJECT and _is_within(units, main[0], main[1]):
        return Reason.NOT_A_VOTE
    return None


def _is_within(units: Sequence[Unit], vote: Unit, other: Unit) -> bool:
    """«Imot at sak 2 avvises»: the other vote is in what the first one is on."""
    between = units[units.index(vote) + 1 : units.index(other)]
    return any(unit.form in marks("subordinating") for unit in between)


def _is_denied(units: Sequence[Unit], vote: Vote) -> bool:
    """«Ser ingen grunn til å gå imot» is no vote, but nothing against one; what is said of a case leaves that open."""
    return vote is Vote.OBJECT and not any(
        unit.concept in _NAMING or unit.form in marks("other_than") for unit in units
    )
