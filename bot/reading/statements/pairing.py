"""Answers that name case after case with a vote each: which vote belongs to which cases.

«Sak 1 og 2 ja, sak 3 nei» has the cases first, «ja: 1, 2. nei: 3» the vote. What stands between two votes is told by
the order that the whole sentence keeps; where it keeps none, nobody can tell, and the cases between are asked about.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise, takewhile
from typing import Final

from bot.core.reading import Reason, Vote
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.reference import Scope
from bot.reading.statements.unit import Unit

# One vote and its case belong together anyway.
FEWEST: Final = 3
# Ways to read a sentence double with each vote.
MAX_PLACES: Final = 12
_REFERENCE, _VOTE, _NEGATION = Concept.REFERENCE, Concept.VOTE, Concept.NEGATION
_Stance = tuple[Vote | None, bool]
_ENDS: Final = frozenset({Concept.STOP, Concept.ASK, Concept.LINE_END})
_SEPARATING: Final = frozenset(
    {Concept.COMMA, Concept.AND, Concept.COLON, Concept.DASH, Concept.SLASH, Concept.BUT, Concept.WHILE}
)
_DOUBLED: Final = (_SEPARATING - {Concept.SLASH}) | {_VOTE}
# What a sentence may hold that says nothing but votes and cases.
_PLAIN: Final = _SEPARATING | {_REFERENCE, _VOTE, _NEGATION, Concept.SELF, Concept.FILLER, Concept.CAN}
_SCOPES: Final = frozenset({Scope.NAMED, Scope.PLACES, Scope.ITEM, Scope.POINTS, Scope.REST, Scope.OTHER, Scope.ALL})


def paired(units: list[Unit]) -> list[Unit]:
    """The units with a sentence for each vote and its cases, where a sentence has several of both."""
    concepts = [unit.concept for unit in units]
    votes, cases = concepts.count(_VOTE), concepts.count(_REFERENCE)
    if not votes or not cases or votes + cases < FEWEST:
        return units
    found: list[Unit] = []
    sentence: list[Unit] = []
    for unit in units:
        if unit.concept in _ENDS:
            found.extend((*_by_order(sentence), unit))
            sentence = []
        else:
            sentence.append(unit)
    if [unit.concept for unit in sentence[-2:]] == [_REFERENCE, Concept.COLON] and len(sentence) > 2:
        # «Sak 1: godkjent Sak 2:», a form that was not filled in to its end
        return [*found, *_by_order(sentence[:-2]), _stop(sentence[-3].end), *sentence[-2:]]
    return [*found, *_by_order(sentence)]


def _by_order(sentence: Sequence[Unit]) -> Iterable[Unit]:
    if not _is_plain(sentence):
        return sentence
    if not _has_points_of_a_case(sentence):
        return _paired_off(sentence)
    if sentence[0].concept is not _REFERENCE or sentence[1].concept is not Concept.COLON:
        return sentence
    # «Sak 2: nei til punkt 1, ja til punkt 2»
    labelled = sentence[2:]
    rest = _paired_off(labelled)
    return sentence if rest is labelled else (sentence[0], _stop(sentence[0].end), *rest)


def _paired_off(sentence: Sequence[Unit]) -> Sequence[Unit]:
    places = [at for at in range(len(sentence)) if _is_told(sentence, at)]
    votes = [at for at in places if sentence[at].concept is _VOTE]
    if len(votes) == 1:
        return _with_one_vote(sentence, votes[0])
    if not votes or len(votes) == len(places):
        return sentence
    if any(_is_refused(sentence, at) for at in places):
        return _held(sentence, places, [])
    if len({_stance(sentence, at) for at in votes}) == 1 or _is_followed(sentence, places):
        return sentence
    ways = _ways_in_order(sentence, places)
    if len(ways) == 1:
        return _cut(sentence, ways[0]) if _has_case(sentence, ways[0][0]) else sentence
    return _held(sentence, places, ways)


def _is_followed(sentence: Sequence[Unit], places: Sequence[int]) -> bool:
    """«Godkjent sak 1, avstår»: the last vote names no case, and something but a colon sets it off."""
    if [sentence[at].concept for at in places] != [_VOTE, _REFERENCE, _VOTE] or sentence[places[0]].shape is Form.LONE:
        return False
    between = [unit.concept for unit in sentence[places[1] + 1 : places[2]]]
    return Concept.COLON not in between and not _SEPARATING.isdisjoint(between)


def _ways_in_order(sentence: Sequence[Unit], places: Sequence[int]) -> list[list[list[int]]]:
    """The ways that part where something separates, else all; of a long list the one that keeps its order."""
    if len(places) <= MAX_PLACES:
        ways = list(_ways(sentence, places))
        return [way for way in ways if all(_is_separated(sentence, *each) for each in pairwise(way))] or ways
    runs = _runs(sentence, places)
    if len(runs) % 2 or not all(_is_one(sentence, run) for run in runs):
        return []
    return [[[*runs[at], *runs[at + 1]] for at in range(0, len(runs), 2)]]


def _is_told(sentence: Sequence[Unit], at: int) -> bool:
    """Whether a case is named there, or voted; «for sak 2: nei» only names it."""
    if sentence[at].concept is _REFERENCE:
        return not _is_all_of_rest(sentence, at)
    if sentence[at].concept is not _VOTE or sentence[at].shape is not Form.LONE:
        return sentence[at].concept is _VOTE
    if at and sentence[at - 1].shape is Form.WHOLE:
        # «Ingen innvendinger mot sak 2»
        return False
    return [unit.concept for unit in sentence[at + 1 : at + 3]] != [_REFERENCE, Concept.COLON]


def _is_all_of_rest(sentence: Sequence[Unit], at: int) -> bool:
    """«Ellers godkjenner jeg alt»: all that is left."""
    if not _is_of(sentence[at], Scope.ALL):
        return False
    before = (unit for unit in reversed(sentence[:at]) if unit.concept in {_VOTE, _REFERENCE})
    last_but_one = next(islice(before, 1, None), None)
    return last_but_one is not None and _is_of(last_but_one, Scope.REST)


def _is_of(unit: Unit, scope: Scope) -> bool:
    return unit.reference is not None and unit.reference.scope is scope


def _has_points_of_a_case(sentence: Sequence[Unit]) -> bool:
    """«I sak 2 godkjenner jeg punkt 1, men er imot punkt 2»."""
    references = [unit.reference for unit in sentence if unit.reference is not None]
    whole = any(each.of_cases and not any(key.point for key in each.keys) for each in references)
    return whole and any(each.scope in {Scope.POINTS, Scope.ITEM} for each in references)


def _has_case(sentence: Sequence[Unit], group: Sequence[int]) -> bool:
    return any(sentence[at].concept is _REFERENCE for at in group)


def _with_one_vote(sentence: Sequence[Unit], vote: int) -> Sequence[Unit]:
    """«Nei: alle de andre» as «nei alle de andre»; whom «ikke sak 1 ok: sak 2» is of, nobody can tell."""
    places = [at for at, unit in enumerate(sentence) if unit.concept is _REFERENCE]
    refused = [at for at in places if _is_refused(sentence, at)]
    if refused and refused[0] < vote < places[-1]:
        return _held(sentence, [*places, vote], [])
    labelled = vote == 0 and len(sentence) > 2 and sentence[1].concept is Concept.COLON
    return _pair(sentence) if labelled and not refused and sentence[2].concept is _REFERENCE else sentence


def _is_refused(sentence: Sequence[Unit], at: int) -> bool:
    """«…, ikke sak 2»: a «not» before a case that belongs to no vote."""
    if sentence[at].concept is not _REFERENCE or not at or sentence[at - 1].concept is not _NEGATION:
        return False
    return at == 1 or sentence[at - 2].concept in _SEPARATING or sentence[at - 2].concept is _REFERENCE


def _is_plain(sentence: Sequence[Unit]) -> bool:
    """Whether it says nothing but votes and cases, and labels none with another («sak 2: punkt 1 …»)."""
    if not sentence or sentence[0].form in marks("choosing_from"):
        return False
    for at, unit in enumerate(sentence):
        if unit.concept not in _PLAIN or unit.form in marks("binding"):
            return False
        if unit.reference is not None and unit.reference.scope not in _SCOPES:
            return False
        if unit.concept is Concept.SLASH and _is_choice(sentence[at - 1 : at + 2]):
            return False
        labelled = unit.concept is Concept.COLON and 0 < at < len(sentence) - 1
        if labelled and sentence[at - 1].reference is not None and sentence[at + 1].reference is not None:
            return False
    return True


def _is_choice(units: Sequence[Unit]) -> bool:
    """«ja/nei»."""
    return [unit.concept for unit in units] == [_VOTE, Concept.SLASH, _VOTE]


def _runs(sentence: Sequence[Unit], places: Sequence[int]) -> list[list[int]]:
    """The places of votes and of cases, those together that stand beside each other."""
    runs: list[list[int]] = []
    for at in places:
        if runs and sentence[runs[-1][0]].concept is sentence[at].concept:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _is_one(sentence: Sequence[Unit], run: Sequence[int]) -> bool:
    """«ja, godkjent» is one vote; and no «not» stands between cases."""
    between = sentence[run[0] : run[-1]]
    if sentence[run[0]].concept is _REFERENCE:
        return all(unit.concept is not _NEGATION for unit in between)
    return len({sentence[at].vote for at in run}) == 1 and all(unit.concept in _DOUBLED for unit in between)


def _ways(sentence: Sequence[Unit], places: Sequence[int], *, begun: bool = False) -> Iterator[list[list[int]]]:
    """Each way to part votes and cases into votes with their cases.

    A vote may go before all others by itself: «godkjent, men sak 2 nei».
    """
    if not places:
        yield []
        return
    for end in range(1, len(places) + 1):
        group, rest = list(places[:end]), places[end:]
        runs = _runs(sentence, group)
        if len(runs) > 2 or not all(_is_one(sentence, run) for run in runs):
            return
        alone = len(runs) == 1 and not begun and sentence[group[0]].concept is _VOTE
        if len(runs) == 2 or (alone and rest and _is_separated(sentence, group, rest)):
            for others in _ways(sentence, rest, begun=True):
                yield [group, *others]


def _is_separated(sentence: Sequence[Unit], before: Sequence[int], after: Sequence[int]) -> bool:
    return any(unit.concept in _SEPARATING for unit in sentence[before[-1] + 1 : after[0]])


def _cut(sentence: Sequence[Unit], groups: Sequence[Sequence[int]]) -> list[Unit]:
    """The groups as sentences of their own; what stands between two belongs to the vote beside it."""
    found: list[Unit] = []
    start = 0
    for before, after in pairwise(groups):
        between = sentence[before[-1] + 1 : after[0]]
        splits = [at for at, unit in enumerate(between) if unit.concept in _SEPARATING]
        vote_first = sentence[after[0]].concept is _VOTE
        end = before[-1] + 1 + (splits[-1] if splits else 0 if vote_first else len(between))
        found.extend((*_pair(sentence[start:end]), _stop(sentence[end - 1].end)))
        start = end
    return [*found, *_pair(sentence[start:]), _stop(sentence[-1].end)]


def _pair(units: Sequence[Unit]) -> list[Unit]:
    return [unit for unit in units if unit.concept not in _SEPARATING]


def _stop(at: int) -> Unit:
    return Unit(Concept.STOP, ".", at, at)


def _held(sentence: Sequence[Unit], places: Sequence[int], ways: Sequence[Sequence[Sequence[int]]]) -> Sequence[Unit]:
    """The sentence with the cases asked about that are voted on otherwise in one way to read it than in another."""
    if not ways:
        vote = next(sentence[at] for at in places if sentence[at].concept is _VOTE)
        return [vote, *(_contradicted(sentence[at]) for at in places if sentence[at].concept is _REFERENCE)]
    held = set(places)
    for at in places:
        votes = {_vote_of(sentence, group) for way in ways for group in way if at in group}
        held -= {at} if len(votes) == 1 else set()
    return [_contradicted(unit) if at in held else unit for at, unit in enumerate(sentence)]


def _contradicted(unit: Unit) -> Unit:
    if unit.reference is None:
        return unit
    return unit._replace(reference=unit.reference._replace(problem=Reason.CONTRADICTION))


def _vote_of(sentence: Sequence[Unit], group: Sequence[int]) -> _Stance | None:
    return next((_stance(sentence, at) for at in group if sentence[at].concept is _VOTE), None)


def _stance(sentence: Sequence[Unit], at: int) -> _Stance:
    """The vote there, and whether a «not» stands beside it."""
    behind = takewhile(_is_beside, sentence[at + 1 :])
    before = takewhile(_is_beside, reversed(sentence[:at]))
    denied = any(unit.concept is _NEGATION for unit in (*behind, *before))
    return sentence[at].vote, denied or sentence[at].negations > 0


def _is_beside(unit: Unit) -> bool:
    return unit.concept not in _SEPARATING and unit.concept not in {_VOTE, _REFERENCE}
