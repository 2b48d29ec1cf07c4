"""What keeps the votes of a sentence from counting: its questions, conditions, counter-proposals, doubts and limits."""

from collections.abc import Sequence
from typing import Final

from bot.core.reading import Reason, Vote
from bot.reading.statements.claim import (
    Claim,
    asks_in_return,
    first_content,
    is_amount,
    only_names,
)
from bot.reading.statements.clauses import CONDITIONS, Clause, is_bare_doubt, is_bare_negation
from bot.reading.statements.conditions import conditioned, held_where, in_reason
from bot.reading.statements.lexicon import Concept, marks
from bot.reading.statements.motions import is_motion, is_refused, orders
from bot.reading.statements.reference import Reference, Scope
from bot.reading.statements.sentences import Sentence, asks_by_order
from bot.reading.statements.soft import softened
from bot.reading.statements.unit import Unit

_QUESTION, _VOTE = Concept.QUESTION, Concept.VOTE
_MOVING: Final = frozenset({Concept.COUNTER, Concept.INSTEAD})
# What makes a remark on a case one that leaves its vote open: «sak 2 har jeg ikke lest», «… vil jeg gjerne diskutere».
OPEN_QUESTIONS: Final = (
    Concept.HEDGE, Concept.NEGATION, Concept.MUST, Concept.FUTURE, Concept.CHOOSE, Concept.TIME, Concept.PENDING,
)  # fmt: skip


def doubted(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """The claims as the sentence's questions, conditions and counter-proposals leave them, and those themselves."""
    several = len(sentence.clauses) > 1
    if several:
        claims = _excepted(claims, sentence)
        claims = _hedged(_denied(claims, sentence), sentence)
    claims = conditioned(_asked(claims, sentence), sentence)
    if not sentence.concepts.isdisjoint(_MOVING):
        claims = _countered(claims, sentence)
    return (
        _left_open(softened(_limited(claims, sentence), sentence), sentence) if several else softened(claims, sentence)
    )


def _denied(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«Ikke – godkjent», «Godkjent, not!»: a «not» by itself may belong to the vote beside it."""
    voted = {claim.clause for claim in claims}
    denied = any(is_bare_negation(each) for place, each in enumerate(sentence.clauses) if place not in voted)
    return [claim.hold(Reason.NOT_A_VOTE) if claim.vote else claim for claim in claims] if denied else claims


def _excepted(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«Bortsett fra beløpet, godkjent», «har lest referatet, godkjent»: who knows what is left out, or meant."""
    open_exception = any(
        clause.has(Concept.EXCEPT) and not clause.has(Concept.REFERENCE, Concept.VOTE) for clause in sentence.clauses
    )
    if open_exception:
        return [claim.hold(Reason.EXCEPTION_UNSAID) for claim in claims]
    documents = any(
        not clause.has(Concept.VOTE, Concept.WISH, Concept.CONTACT, Concept.BECAUSE)
        and not clause.opens(Concept.BECAUSE)
        and clause.says("documents")
        for clause in sentence.clauses
    )
    if documents:
        return [claim if claim.names else claim.hold(Reason.NOT_A_VOTE) for claim in claims]
    return claims


def _hedged(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«Godkjent, tror jeg», «enig – nesten»: a doubt by itself is one on the vote before it."""
    doubts = [place for place, clause in enumerate(sentence.clauses) if is_bare_doubt(clause)]
    return held_where(claims, doubts, Reason.NOT_A_VOTE) if doubts else claims


def _remark(sentence: Sentence, reason: Reason, *, weak: bool = False) -> Claim:
    named = sentence.references
    return Claim(None, sentence.start, sentence.end, named, held=reason, weak=weak)


def _asked(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    questioning = (
        sentence.asks
        or asks_by_order(sentence)
        or (_QUESTION in sentence.concepts and any(_questions(clause, sentence) for clause in sentence.clauses))
    )
    if not questioning:
        return claims
    if not any(claim.vote for claim in claims):
        if all(only_names(clause) for clause in sentence.clauses):
            # «Sak 2: ???» asks nothing, and leaves the case open.
            return [*claims, _remark(sentence, Reason.QUESTION)]
        return [*claims, _remark(sentence, Reason.QUESTION)._replace(references=())]
    return [claim._replace(held=Reason.QUESTION, weak=False) for claim in claims]


def _questions(clause: Clause, sentence: Sentence) -> bool:
    if first_content(clause) is not Concept.QUESTION or clause.opens(Concept.BECAUSE):
        return False
    return not sentence.has(Concept.CONTACT) or clause.has(Concept.VOTE)


def _countered(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    found = [
        place
        for place, clause in enumerate(sentence.clauses)
        if clause.has(Concept.COUNTER, Concept.INSTEAD) and _proposes(clause) and not in_reason(sentence, place)
    ]
    # «Hvilke systemer byttes ut?» proposes nothing, «Kan vi bruke 100 000 i stedet?» does.
    asking = sentence.asks and first_content(sentence.clauses[0]) is Concept.QUESTION
    if not found or (asking and not any(claim.vote for claim in claims)):
        return claims
    own = tuple(unit.reference for at in found for unit in sentence.clauses[at].units if unit.reference is not None)
    apart = bool(own) and all(each.of_cases for each in own)
    kept = [
        claim.hold(Reason.COUNTER_PROPOSAL)
        if claim.vote is Vote.APPROVE and not (apart and claim.names and set(own).isdisjoint(claim.references))
        else claim
        for claim in claims
        if not (apart and claim.vote is None and set(own) <= set(claim.references))
    ]
    votes = [claim for claim in kept if claim.vote]
    references = votes[-1].references if votes else _remark(sentence, Reason.COUNTER_PROPOSAL).references
    references = own if apart else references
    remark = Claim(None, sentence.clauses[found[0]].start, sentence.end, references, held=Reason.COUNTER_PROPOSAL)
    return [*kept, remark]


def _proposes(clause: Clause) -> bool:
    """«som rådmannen foreslår» proposes nothing; nor does «i stedet» beside taking part."""
    if clause.has(Concept.PRESENT, Concept.ABSENT, Concept.PLACE, Concept.DEPUTY, Concept.SUMMON):
        return clause.has(Concept.COUNTER)
    counters = clause.all_of(Concept.COUNTER)
    if is_refused(clause):
        return False
    others = clause.has(Concept.OTHER) and not clause.says("oneself")
    return not (others and counters and all(unit.form in marks("referring") for unit in counters))


def _limited(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«godkjent, men bare for 2022», «… og pengene må komme fra Viken», «ingen innvendinger, men …»."""
    voted = {claim.clause for claim in claims}
    for place, clause in enumerate(sentence.clauses):
        named = clause.references
        leads = not any(claim.clause < place for claim in claims)
        if place in voted or not claims or in_reason(sentence, place) or (leads and not named):
            continue
        if leads and (only_names(clause) or any(claim.spoken_of for claim in claims)):
            continue
        if named and (_limits(clause) or _leaves_open(clause, claims)):
            reason = Reason.CONDITIONAL if _limits(clause) else Reason.NOT_A_VOTE
            claims = _with_doubt_on_named(claims, place, named) if clause.opens(Concept.BUT) else claims
            claims = [*claims, Claim(None, clause.start, clause.end, named, held=reason, clause=place)]
        elif _limits(clause):
            claims = _hold_limited(claims, place, clause)
        elif _is_remark_on_case(clause, named) and not clause.has(Concept.COUNTER):
            remark = Claim(None, clause.start, clause.end, named, held=Reason.NOT_A_VOTE, clause=place)
            claims = [*claims, remark]
        elif not leads and (is_motion(clause) or orders(clause)):
            claims = _hold_approvals(claims, place, Reason.COUNTER_PROPOSAL, whole_only=False)
        elif clause.opens(Concept.BUT):
            claims = _hold_approvals(claims, place, Reason.CONDITIONAL, whole_only=_is_mere_comment(clause))
        elif not leads and _defers(clause):
            pending = clause.all_of(Concept.PENDING)
            claims = [
                claim.hold(Reason.NOT_A_VOTE) if claim.clause < place and not _explains(pending, claim.vote) else claim
                for claim in claims
            ]
    return claims


def _explains(pending: Sequence[Unit], vote: Vote | None) -> bool:
    """«Imot, vi har alt gitt 50 000», «avstår, har ikke rukket å lese den»: why, and not a vote put off."""
    if vote is Vote.ABSTAIN:
        return all(unit.form.split()[0] in marks("unread") for unit in pending)
    return vote is Vote.OBJECT and not pending


def _defers(clause: Clause) -> bool:
    """«…, endelig svar kommer», «…, må sjekkes», «…, helst 100 000»: what stands behind the vote leaves it open."""
    if clause.opens(Concept.BECAUSE) or clause.has(Concept.CONTACT):
        return False
    if clause.has(Concept.PRESENT, Concept.ABSENT):
        return clause.has(Concept.PENDING)
    opening = first_content(clause) in {Concept.FUTURE, Concept.NEGATION, Concept.MUST, Concept.HEDGE}
    return opening or clause.has(Concept.PENDING) or any(is_amount(unit) for unit in clause.units)


_UNSETTLING: Final = (
    CONDITIONS | frozenset(OPEN_QUESTIONS) | {Concept.CAN, Concept.COUNTER, Concept.INSTEAD,
    Concept.NUMBER, Concept.EXCEPT}
)  # fmt: skip


def _is_mere_comment(clause: Clause) -> bool:
    """Whether a contrast takes nothing back: a wish («men skulle gjerne …»), a judgement («men det blir dyrt»)."""
    if first_content(clause) is Concept.WISH or clause.has(Concept.PRESENT, Concept.ABSENT, Concept.AWAY):
        return not clause.has(Concept.COUNTER, Concept.PENDING)
    if clause.says("modal") or not clause.concepts.isdisjoint(_UNSETTLING):
        return False
    return clause.has(Concept.REMARK, Concept.COURTESY, Concept.CONTACT)


def _with_doubt_on_named(claims: list[Claim], place: int, named: Sequence[Reference]) -> list[Claim]:
    """«Godkjenner sak 2, men sak 2 …»: what is said of a case last leaves the approval of that case open."""
    return [
        claim.hold(Reason.NOT_A_VOTE)
        if claim.vote is Vote.APPROVE
        and claim.clause < place
        and (not set(named).isdisjoint(claim.references) or (claim.whole and claim.topics))
        else claim
        for claim in claims
    ]


def _is_remark_on_case(clause: Clause, named: Sequence[Reference]) -> bool:
    """«…, det samme er sak 2»: something is said of a case by name that is no vote."""
    if not named or clause.units[0].concept in CONDITIONS or clause.has(Concept.COURTESY) or only_names(clause):
        return False
    if clause.opens(Concept.BECAUSE) and _is_mere_comment(clause):
        return False
    return all(each.of_cases for each in named)


def _leaves_open(clause: Clause, claims: Sequence[Claim]) -> bool:
    """Whether what is said of a named case beside the vote keeps that case out of «resten» or of a vote on all."""
    if clause.has(Concept.COURTESY):
        return False
    rest = any(each.scope is Scope.REST for claim in claims for each in claim.references)
    unnamed = any(not claim.names and not claim.spoken_of for claim in claims)
    return rest or clause.opens(Concept.BUT) or (unnamed and clause.has(Concept.WISH, *OPEN_QUESTIONS))


def _limits(clause: Clause) -> bool:
    if first_content(clause) is Concept.WISH or clause.has(Concept.PRESENT, Concept.ABSENT, Concept.CONTACT):
        return False
    if clause.has(Concept.MUST):
        return True
    content = [unit for unit in clause.units if unit.concept not in {Concept.SELF, Concept.DASH}]
    restricting = bool(content) and (content[0].concept is Concept.NEGATION or content[0].form in marks("only"))
    return clause.opens(Concept.BUT) and (restricting or clause.has(Concept.HEDGE))


def _hold_limited(claims: list[Claim], place: int, clause: Clause) -> list[Claim]:
    """«…, men da må rammen holde» is on any vote before it; what else limits takes back no more than an approval."""
    if asks_in_return(clause):
        return [claim.hold(Reason.CONDITIONAL) if claim.clause < place else claim for claim in claims]
    return _hold_approvals(claims, place, Reason.CONDITIONAL, whole_only=False)


def _hold_approvals(claims: list[Claim], place: int, reason: Reason, *, whole_only: bool) -> list[Claim]:
    return [
        claim.hold(reason)
        if claim.vote is Vote.APPROVE and claim.clause < place and (claim.whole or not whole_only)
        else claim
        for claim in claims
    ]


def _left_open(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«Godkjent eller ikke», «hverken ja eller nei»: what «eller» joins is no choice made."""
    places = [at for at, clause in enumerate(sentence.clauses) if at and _is_alternative(clause)]
    near = {place for at in places for place in (at - 1, at)}
    return [claim.hold(Reason.NOT_A_VOTE) if claim.vote and claim.clause in near else claim for claim in claims]


def _is_alternative(clause: Clause) -> bool:
    joined = clause.opening is not None and clause.opening.form in marks("alternative")
    return joined and clause.has(Concept.VOTE, Concept.NEGATION, Concept.REFERENCE, Concept.NUMBER)
