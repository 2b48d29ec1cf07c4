"""Whether the words beside a word of voting let it stand, and as what: negations, subjects, time, unknown words."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.core.reading import Reason, Vote
from bot.reading.statements.claim import OPPOSING, Claim, is_upon
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.people import People
from bot.reading.statements.reference import Reference, Scope
from bot.reading.statements.units import Unit

_FOREIGN: Final = frozenset(
    {
        Concept.UNKNOWN, Concept.PLAIN, Concept.NUMBER, Concept.SUMMON, Concept.DEPUTY, Concept.QUESTION,
        Concept.REMARK, Concept.PENDING,
    }
)  # fmt: skip


_DOUBTFUL: Final = frozenset({Concept.HEDGE, Concept.PAST, Concept.TIME, Concept.OTHER})


_INTENDING: Final = frozenset({Concept.CAN, Concept.CHOOSE, Concept.MUST})


_UNTURNABLE: Final = frozenset({Form.WHOLE, Form.WORD, Form.LONE})


def judged(units: Sequence[Unit], votes: list[Unit], people: People, *, changed: bool = False) -> Claim:
    """The claim of one segment, held where its words are not enough."""
    vote, held = (None, Reason.NOT_A_VOTE) if not votes else _value(units, votes)
    if not votes:
        vote = Vote.OBJECT
        held = None
    named, excluded, left_out = _named(units)
    concepts = {unit.concept for unit in units}
    open_exception = Concept.EXCEPT in concepts and not (excluded or left_out)
    claim = Claim(
        vote,
        units[0].start,
        units[-1].end,
        named,
        excluded,
        () if named else tuple(unit for unit in units if unit.concept is Concept.TOPIC and unit not in left_out),
        soft=bool(votes) and all(_is_soft(unit) for unit in votes),
        anaphoric=Concept.ANAPHOR in concepts,
        whole=any(unit.shape is Form.WHOLE for unit in votes),
        bare=Concept.PAPER not in concepts,
        excluded_topics=left_out,
    )
    if held is not None:
        return claim.hold(held, weak=held is Reason.NOT_A_VOTE)
    doubt = Reason.EXCEPTION_UNSAID if open_exception else _doubt(units, votes)
    if doubt is not None:
        return claim.hold(doubt)
    if not _is_carried(units, votes, vote, people, changed=changed):
        return claim.hold(Reason.NOT_A_VOTE, weak=not _may_oppose(claim, units))
    return claim


def _may_oppose(claim: Claim, units: Sequence[Unit]) -> bool:
    """«Etter drøfting imot sak 2», «Dissens: imot sak 2»: with nobody named who does, it may be the one who writes."""
    named = any(reference.scope is Scope.NAMED for reference in claim.references)
    told = any(
        unit.concept in {Concept.NAME, Concept.PAST} or unit.form in marks("copula") or unit.shape is Form.FINITE
        for unit in units
    )
    return claim.vote in OPPOSING and named and not told


def _doubt(units: Sequence[Unit], votes: list[Unit]) -> Reason | None:
    """What the segment's own words ask for beside its vote; None for nothing."""
    if _is_of_some(units, votes):
        return Reason.WHICH_CASE
    if votes and any(is_upon(units, at) for at in range(units.index(votes[-1]), len(units))):
        return Reason.CONDITIONAL
    moved = any(unit.concept in {Concept.COUNTER, Concept.INSTEAD} for unit in units)
    return Reason.COUNTER_PROPOSAL if moved else None


def _is_of_some(units: Sequence[Unit], votes: Sequence[Unit]) -> bool:
    """«Godkjenner noen av sakene»; «støtter ikke noen av dem» and «ikke noe imot noen av dem» are of all."""
    some = any(unit.reference is not None and unit.reference.scope is Scope.ANY for unit in units)
    if not some:
        return False
    negated = any(unit.concept is Concept.NEGATION or unit.negations for unit in units)
    return not (negated or any(unit.shape is Form.WHOLE for unit in votes))


def _is_soft(unit: Unit) -> bool:
    return unit.shape is Form.WORD or unit.form in marks("soft")


def _named(units: Sequence[Unit]) -> tuple[tuple[Reference, ...], tuple[Reference, ...], tuple[Unit, ...]]:
    """What is named, what is left out by its number, and what by a word of its title."""
    named: list[Reference] = []
    excluded: list[Reference] = []
    topics: list[Unit] = []
    excepting = False
    for unit in units:
        if unit.concept is Concept.EXCEPT:
            excepting = True
        elif excepting and unit.titled:
            topics.append(unit)
        elif unit.reference is not None:
            left_out = excepting and unit.reference.scope not in {Scope.ALL, Scope.REST}
            (excluded if left_out else named).append(unit.reference)
    return tuple(named), tuple(excluded), () if excluded else tuple(topics)


def _value(units: Sequence[Unit], votes: list[Unit]) -> tuple[Vote, Reason | None]:
    """The vote after its negations; a choice left open, or two votes at once, is none."""
    negations = sum([unit.negations + (unit.concept is Concept.NEGATION) for unit in units])
    main = votes
    if len(votes) > 1 and votes[0].shape is Form.WORD:
        main = votes[1:]
    said = {unit.vote for unit in main if unit.vote is not None}
    vote = main[0].vote or Vote.OBJECT
    open_choice = len({unit.vote for unit in votes}) > 1 or (negations and len(votes) > 1)
    if open_choice and any(unit.concept is Concept.SLASH for unit in units):
        return vote, Reason.NOT_A_VOTE
    if len(said) > 1:
        return vote, Reason.CONTRADICTION
    if negations:
        if negations > 1 or vote is not Vote.APPROVE or any(unit.shape in _UNTURNABLE for unit in main):
            return vote, Reason.NOT_A_VOTE
        vote = Vote.OBJECT
    if main is not votes and votes[0].vote is not vote:
        return vote, Reason.CONTRADICTION
    return vote, None


def _is_carried(units: Sequence[Unit], votes: list[Unit], vote: Vote | None, people: People, *, changed: bool) -> bool:
    """Whether the other words of the segment let its vote stand."""
    units = _without_what_is_left_out(units)
    concepts = {unit.concept for unit in units}
    foreign = concepts & _FOREIGN or (
        not concepts.isdisjoint(_SELDOM_HARMLESS)
        and any(not _is_harmless(unit, at, units, people) for at, unit in enumerate(units))
    )
    doubtful = concepts & (_DOUBTFUL if not (changed or vote is Vote.WITHDRAW) else {Concept.HEDGE})
    if doubtful == {Concept.OTHER} and _own_office(units, people):
        doubtful = set()
    if changed and any(before.form in marks("exchanged") and unit in votes for before, unit in pairwise(units)):
        return False
    wanted = changed and any(unit.form in marks("wanting") for unit in units)
    only_meant = not wanted and _is_only_meant(votes, vote, concepts)
    if foreign or doubtful or only_meant or _is_about_something_else(units, votes, concepts):
        return False
    infinitive = any(unit.shape is Form.INFINITIVE for unit in votes) and not _may_be_infinitive(units, concepts)
    return not infinitive and not _others_are_subject(units, votes, concepts)


def _without_what_is_left_out(units: Sequence[Unit]) -> Sequence[Unit]:
    """«alt unntatt høringen i sak 9»: what the case is called that is left out, is nobody's doubt on the others."""
    excepting = next((at for at, unit in enumerate(units) if unit.concept is Concept.EXCEPT), None)
    if excepting is None:
        return units
    named = next((at for at in range(excepting, len(units)) if units[at].concept is Concept.REFERENCE), excepting)
    votes = any(unit.concept is Concept.VOTE for unit in units[excepting:named])
    return units if votes else [*units[: excepting + 1], *units[named:]]


def _is_about_something_else(units: Sequence[Unit], votes: Sequence[Unit], concepts: set[Concept]) -> bool:
    """«2. mars er ok», «enig i at dette er viktig», «greit å ta det på mail», «Godkjent:» with nothing behind it."""
    first, last = units.index(votes[0]) if votes else 0, units.index(votes[-1]) if votes else 0
    dated = first > 1 and any(
        each.concept is Concept.DATE and following.form in marks("copula")
        for each, following in pairwise(units[:first])
    )
    dated = dated and not any(unit.titled for unit in units[:first])
    idle = all(unit.shape is Form.WORD for unit in votes) and (
        len(votes) > len({unit.form for unit in votes})
        or any(unit.concept is Concept.GREETING and unit.form not in marks("within") for unit in units)
    )
    before = units[:first]
    softly = all(_is_soft(unit) for unit in votes)
    soft = bool(votes) and softly
    glad = not concepts.isdisjoint(_GLAD) and (
        any(unit.form in marks("that") for unit in before) and any(unit.concept in _GLAD for unit in before)
    )
    able = soft and Concept.CAN in concepts and concepts <= _ABLE
    filed = soft and any(unit.form in marks("papers") for unit in before)
    if glad or able or filed or _is_of_one(units) or (soft and _is_of_circumstances(units)):
        return True
    trailing = units[-1].form.startswith("...") and softly
    return (
        dated
        or trailing
        or idle
        or _states_a_fact(units)
        or units[-1].concept is Concept.COLON
        or _holds_opinion(units[last + 1 :])
    )


_GLAD: Final = frozenset({Concept.ASSENT, Concept.COURTESY})
_ABLE: Final = frozenset({Concept.VOTE, Concept.SELF, Concept.CAN})


def _is_of_circumstances(units: Sequence[Unit]) -> bool:
    """«Alt ok her», «nå er alt i orden», «ok 2. mars», «ok takk for info»."""
    if units[-1].concept is Concept.ASSENT and units[-1].form.startswith(tuple(marks("thanking"))):
        return True
    everything = any(unit.reference is not None and unit.reference.scope is Scope.ALL for unit in units)
    near = everything and any(unit.form in marks("near") for unit in units)
    return near or {unit.concept for unit in units} == {Concept.VOTE, Concept.DATE}


def _is_of_one(units: Sequence[Unit]) -> bool:
    """«Støtter én sak», «godkjent en»: nobody can tell which."""
    single = marks("single")
    return any(
        unit.form in single
        and at
        and (at + 1 == len(units) or (at + 2 == len(units) and units[at + 1].concept is Concept.PAPER))
        for at, unit in enumerate(units)
    )


def _names_proposals(units: Sequence[Unit]) -> bool:
    return any(unit.concept in {Concept.PAPER, Concept.REFERENCE, Concept.TOPIC} for unit in units)


def _states_a_fact(units: Sequence[Unit]) -> bool:
    """«Sak 7 er blank», «saken er behandlet i møte», «jeg støttet»: no vote that is being given."""
    well = marks("well")
    copula, blank, past_too, oneself = marks("copula"), marks("blank"), marks("past_too"), marks("oneself")
    for before, unit in pairwise(units):
        if before.form in copula and (unit.form in blank or unit.vote is Vote.MEETING):
            return True
        if before.form in copula and unit.form in well and units[0].form in oneself and not _names_proposals(units):
            return True
        if before.form in oneself and unit.form in past_too:
            return True
    return len(units) == 1 and units[0].form in past_too


def _holds_opinion(behind: Sequence[Unit]) -> bool:
    """Whether what stands behind the vote makes it one on an opinion or on what is to be done."""
    for at, unit in enumerate(behind):
        if unit.form in marks("to_do"):
            return True
        if unit.form in marks("that"):
            rest = behind[at + 1 :]
            personal = bool(rest) and rest[0].concept is Concept.SELF
            return personal or any(each.concept in {Concept.COURTESY, Concept.REMARK, Concept.WISH} for each in rest)
    return False


def _is_only_meant(votes: list[Unit], vote: Vote | None, concepts: set[Concept]) -> bool:
    """«Skal godkjenne», «må godkjennes», «har ikke godkjent (ennå)»; but «vil ikke støtte» and «må si nei» refuse."""
    refused = vote is Vote.OBJECT and Concept.NEGATION in concepts | _inner(votes)
    undone = refused and Concept.HAVE in concepts and any(unit.shape is Form.PARTICIPLE for unit in votes)
    obliged = Concept.MUST in concepts and vote not in OPPOSING
    return undone or obliged or (Concept.FUTURE in concepts and not refused)


def _inner(votes: list[Unit]) -> set[Concept]:
    return {Concept.NEGATION} if any(unit.negations for unit in votes) else set()


def _may_be_infinitive(units: Sequence[Unit], concepts: set[Concept]) -> bool:
    """«kan støtte», «velger å avstå»; dialects have «eg stemme for» for the present."""
    if concepts & (_INTENDING | {Concept.FUTURE}):
        return True
    return any(
        unit.shape is Form.INFINITIVE and at and units[at - 1].concept is Concept.SELF for at, unit in enumerate(units)
    )


def _others_are_subject(units: Sequence[Unit], votes: list[Unit], concepts: set[Concept]) -> bool:
    """«Alle godkjenner», «begge er enige» tell of others; «begge godkjenner jeg» does not."""
    if Concept.SELF in concepts:
        return False
    for at, unit in enumerate(units[1:], 1):
        if unit in votes and (unit.shape is Form.FINITE or unit.form in marks("agreed")):
            before = [each for each in units[:at] if each.concept not in {Concept.FILLER, Concept.HAVE}]
            reference = before[-1].reference if before else None
            if reference is not None and reference.scope is Scope.ALL:
                return before[-1].form.split()[-1] in marks("plural")
            if reference is not None and before[-1].form in marks("others") and unit.form in marks("agreed"):
                return True
    return any(_joins_others(each, following) for each, following in pairwise(units))


def _joins_others(unit: Unit, following: Unit) -> bool:
    """«Slutter meg til de andre», «enig med de andre»: people are meant."""
    joining = unit.form.rpartition(" ")[2] in marks("joins_people") and unit.concept in {Concept.VOTE, Concept.FILLER}
    return joining and following.form in marks("others")


def _own_office(units: Sequence[Unit], people: People) -> bool:
    """«Ordføreren i Hole godkjenner» is the sender where Hole is the sender's."""
    others = [unit for unit in units if unit.concept is Concept.OTHER]
    own = any(unit.concept is Concept.NAME and unit.form in people.own for unit in units)
    return own and all(unit.form in marks("mayor") for unit in others)


def _is_harmless(unit: Unit, at: int, units: Sequence[Unit], people: People) -> bool:
    if unit.concept is Concept.NAME:
        if at and units[at - 1].form in marks("acting"):
            # «Som vara for Bjørn godkjenner jeg» tells who votes.
            return True
        if unit.form in people.own or unit.form.removesuffix("s") in people.own:
            return True
        last = not any(each.concept in {Concept.VOTE, Concept.FILLER} for each in units[at:])
        alone = units[at - 1].concept is not Concept.FILLER and not any(each.shape is Form.FINITE for each in units)
        return unit.form in people.coordinator and last and alone
    return not (unit.concept is Concept.EXCEPT and at + 1 == len(units))


_SELDOM_HARMLESS: Final = frozenset({Concept.NAME, Concept.EXCEPT})
