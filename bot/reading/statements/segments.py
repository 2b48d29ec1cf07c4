"""Where in a clause one vote ends and the next begins, and which of its words vote at all."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.core.reading import Vote
from bot.reading.statements.claim import BESIDE_LONE
from bot.reading.statements.clauses import Clause, clause_of
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.reference import Scope
from bot.reading.statements.sentences import Sentence
from bot.reading.statements.unit import Unit

REMARKS: Final = frozenset({Concept.COURTESY, Concept.ASSENT, Concept.WISH})
_SPOKEN: Final = frozenset({Concept.UNKNOWN, Concept.PLAIN, Concept.NEGATION})


def without_remarks(clause: Clause) -> Clause:
    """The clause up to one of its `REMARKS` that runs on without a comma: «godkjent takk for godt arbeid med sak 2»."""
    seen, units = False, clause.units
    for at, unit in enumerate(units):
        if unit.concept is Concept.VOTE:
            seen = True
        elif seen and (unit.form in marks("that") or unit.form in marks("upon")):
            return clause
        elif seen and unit.concept in REMARKS:
            rest = units[at:]
            whole = any(each.concept is Concept.VOTE for each in rest) or _is_answer_to_more(units[:at], rest)
            return clause if whole else clause_of(units[:at], clause.opening)
    return clause


def _is_answer_to_more(before: Sequence[Unit], rest: Sequence[Unit]) -> bool:
    """«Nei takk til lunsj»: what follows the thanks is what the soft word answers."""
    soft = [
        unit.shape is Form.WORD or unit.form.split()[-1] in marks("yes_no")
        for unit in before
        if unit.concept is Concept.VOTE
    ]
    if rest[0].form.startswith(tuple(marks("thanking"))) and rest[0].concept is Concept.ASSENT:
        return True
    return all(soft) and rest[0].concept is Concept.ASSENT and any(each.concept in _SPOKEN for each in rest[1:])


def against_approving(clause: Clause) -> Clause:
    """«Imot at vi vedtar sak 2», «imot å godkjenne sak 2» as «imot sak 2»: what is opposed is that it be approved."""
    votes = [at for at, unit in enumerate(clause.units) if unit.concept is Concept.VOTE]
    if len(votes) != 2:
        return clause
    opposing, approving = (clause.units[at] for at in votes)
    between = clause.units[votes[0] + 1 : votes[1]]
    if opposing.vote is not Vote.OBJECT or opposing.shape is Form.WORD or approving.vote is not Vote.APPROVE:
        return clause
    begins = next((at for at, unit in enumerate(between) if unit.form in marks("subordinating")), len(between))
    if approving.shape not in _PROPOSED or any(unit.concept not in _OF_PROPOSED for unit in between) or begins > 1:
        return clause
    named = [unit for unit in between if unit.concept in _PROPOSALS]
    return clause_of((*clause.units[: votes[0] + 1], *named, *clause.units[votes[1] + 1 :]), clause.opening)


_PROPOSED: Final = frozenset({Form.FINITE, Form.PASSIVE, Form.INFINITIVE})
_PROPOSALS: Final = frozenset({Concept.REFERENCE, Concept.PAPER, Concept.TOPIC})
_OF_PROPOSED: Final = _PROPOSALS | {Concept.SELF, Concept.FILLER, Concept.FUTURE, Concept.CAN}


def is_vote(unit: Unit, units: Sequence[Unit], sentence: Sentence) -> bool:
    """«for», «mot» and «no» vote only where nothing but a case stands beside them."""
    if unit.shape is not Form.LONE:
        return True
    if _stands_in_title(unit, units):
        return False
    if _stands_between_cases(unit, units) or _is_changed_to(unit, units, sentence):
        return True
    others = [each for each in units if each is not unit]
    personal = any(each.concept is Concept.SELF for each in others) or _begins_with_copula(unit, units)
    allowed = BESIDE_LONE | {Concept.PAPER, Concept.ANAPHOR} if personal else BESIDE_LONE
    if _is_for_somebody(unit, units) or any(each.concept not in allowed for each in others):
        return False
    named = [each for each in others if each.concept is Concept.REFERENCE]
    answering = any(before.concept is Concept.COLON and each is unit for before, each in pairwise(units))
    if answering or not named or named[0].start < unit.start:
        return True
    return (
        unit.vote is Vote.OBJECT
        or personal
        or (_is_whole_answer(unit, units, named[-1]) and (sentence.stops or _is_of_all(named[-1])))
        or len(sentence.clauses) > 1
        or any(each.form in marks("polling") for each in others)
    )


def _begins_with_copula(unit: Unit, units: Sequence[Unit]) -> bool:
    """«(Har lest det og) er for forslaget»: the one who writes need not be named again."""
    return len(units) > 1 and units[0].form in marks("copula") and units[1] is unit


def _is_changed_to(unit: Unit, units: Sequence[Unit], sentence: Sentence) -> bool:
    """«Endrer stemmen i sak 2 fra imot til for»."""
    at = units.index(unit)
    return sentence.has(Concept.CHANGE) and at > 0 and units[at - 1].form in marks("within")


def _stands_in_title(unit: Unit, units: Sequence[Unit]) -> bool:
    """«Møteplan for høsten» is what a case is called, and votes for nothing."""
    at = units.index(unit)
    if not 0 < at < len(units) - 1:
        return False
    before, after = units[at - 1], units[at + 1]
    return before.titled and not before.topic.isdisjoint(after.topic)


def _stands_between_cases(unit: Unit, units: Sequence[Unit]) -> bool:
    """«imot sak 1 for sak 2»."""
    at = units.index(unit)
    near = [each.concept for each in units[max(0, at - 1) : at + 2]]
    return near == [Concept.REFERENCE, unit.concept, Concept.REFERENCE]


def _is_for_somebody(unit: Unit, units: Sequence[Unit]) -> bool:
    """«viktig for Solvik»."""
    at = units.index(unit)
    return any(each.concept is Concept.NAME for each in units[at + 1 : at + 2]) or any(
        each.concept in {Concept.COURTESY, Concept.REMARK} for each in units[:at]
    )


def _is_whole_answer(unit: Unit, units: Sequence[Unit], named: Unit) -> bool:
    """«For 1/22.» says all that it has to say."""
    return unit is units[0] and named is units[-1]


def _is_of_all(unit: Unit) -> bool:
    return unit.reference is not None and unit.reference.scope in {Scope.ALL, Scope.REST}


def segments(clause: Clause, votes: list[Unit]) -> list[tuple[Clause, list[Unit]]]:
    """The clause cut where a second vote, or «ikke sak 2», begins: «godkjent sak 1 imot sak 2»."""
    units = clause.units
    if len(votes) > 1:
        cuts = _cuts(units, votes)
    else:
        cuts = _elliptic_cut(units, votes) if Concept.NEGATION in clause.concepts else []
    if not cuts:
        return [(clause, votes)]
    parts = [clause_of(units[start:end]) for start, end in pairwise([0, *cuts, len(units)])]
    return [(part, [unit for unit in part.units if unit in votes]) for part in parts]


def _cuts(units: Sequence[Unit], votes: list[Unit]) -> list[int]:
    """Where each vote with its case begins, in whatever order they stand: «sak 1 er grei jeg støtter ikke sak 2»."""
    marked = _votes_and_cases(units, votes)
    pairs = [marked[at : at + 2] for at in range(0, len(marked), 2)]
    if not all(len(pair) == 2 and (units[pair[0]] in votes) is not (units[pair[1]] in votes) for pair in pairs):
        return []
    if any(_shares_negation(units[before[1] : pair[0] + 1], votes) for before, pair in pairwise(pairs)):
        return []
    return [_with_negation(units, pair[0]) if units[pair[0]] in votes else pair[0] for pair in pairs[1:]]


def _shares_negation(units: Sequence[Unit], votes: list[Unit]) -> bool:
    """«sak 1 støtter jeg ikke enig i sak 2»: the «not» may belong to either vote."""
    between = units[0] in votes and units[-1] in votes
    return between and any(unit.concept is Concept.NEGATION for unit in units[1:-1])


def _votes_and_cases(units: Sequence[Unit], votes: list[Unit]) -> list[int]:
    """The places of votes and of named cases; «ja, godkjent» is one vote, «7/22: 1.» one case."""
    places = [at for at, unit in enumerate(units) if unit in votes or unit.concept is Concept.REFERENCE]
    leading = {at for at, following in pairwise(places) if _says_one_thing(units[at : following + 1])}
    return [at for at in places if at not in leading]


def _says_one_thing(units: Sequence[Unit]) -> bool:
    """Whether the first and the last of the units belong together."""
    first, last = units[0], units[-1]
    if first.reference is not None and last.reference is not None:
        return last.reference.scope in {Scope.ITEM, Scope.POINTS, Scope.LETTER}
    return len(units) == 2 and first.vote is not None and first.vote is last.vote


def is_tangled(clause: Clause, votes: Sequence[Unit]) -> bool:
    """Whether nobody can tell which of several different votes a case has: «godkjent sak 1, og 2/22 støttes ikke»."""
    if len(votes) < 2 or Concept.REFERENCE not in clause.concepts:
        return False
    negated = any(unit.concept is Concept.NEGATION or unit.negations for unit in clause.units)
    cases = sum(len(reference.keys) for reference in clause.references)
    several = cases > 1 or any(not reference.keys for reference in clause.references)
    return several and (negated or len({unit.vote for unit in votes}) > 1)


def _with_negation(units: Sequence[Unit], at: int) -> int:
    """Where a vote starts, the negation before it included."""
    while at and units[at - 1].concept in {Concept.NEGATION, Concept.CAN, Concept.SELF}:
        at -= 1
    return at


def _elliptic_cut(units: Sequence[Unit], votes: list[Unit]) -> list[int]:
    """«godkjenner sak 1 ikke sak 2»: the negation belongs to what follows it."""
    negated = [at for at, unit in enumerate(units) if unit.concept is Concept.NEGATION]
    vote_at = next((at for at, unit in enumerate(units) if unit in votes), len(units))
    named = [at for at, unit in enumerate(units) if unit.concept is Concept.REFERENCE]
    for at in negated:
        if at > vote_at and any(vote_at < each < at or each < vote_at for each in named):
            following = [unit.concept for unit in units[at + 1 :] if unit.concept is not Concept.FILLER]
            if following[:1] == [Concept.REFERENCE]:
                return [at]
    return []
