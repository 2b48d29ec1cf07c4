"""Soft words of voting: «ja», «ok», «greit» and «nei» may answer something else than the proposals.

They vote where nothing beside them says what else they answer, and where no other words of the mail vote.
"""

from collections.abc import Sequence
from typing import Final

from bot.core.reading import Reason, Vote
from bot.reading.statements.claim import BESIDE_LONE, Claim, first_content
from bot.reading.statements.clauses import CONDITIONS, Clause
from bot.reading.statements.lexicon import Concept, marks
from bot.reading.statements.sentences import Sentence
from bot.reading.statements.unit import Unit


def softened(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«Ja, jeg møter» and «OK, skal lese det» vote for nothing: the soft word answers something else."""
    claims = _without_echoes(claims, sentence) if len(claims) > 1 else claims
    if True not in [claim.soft for claim in claims] or sentence.has(Concept.CHANGE):
        return claims
    if sentence.has(Concept.PRESENT, Concept.ABSENT, Concept.PARTIAL) or _is_bare_refusal(sentence):
        return [
            claim
            for claim in claims
            if claim.held is not None or not (claim.soft and not claim.names and _is_apart(claim, sentence))
        ]
    voted = {claim.clause for claim in claims}
    others = [clause for place, clause in enumerate(sentence.clauses) if place not in voted]
    if any(answers_something_else(clause) for clause in others) or _has_only_heard(sentence):
        return [claim.hold(Reason.NOT_A_VOTE, weak=True) if claim.soft else claim for claim in claims]
    claims = [
        claim.hold(Reason.NOT_A_VOTE, weak=True)
        if claim.soft and not claim.names and any(not _fits(clause, claim, sentence) for clause in others)
        else claim
        for claim in claims
    ]
    return _without_hollow_words(claims, others)


def _without_echoes(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«Godkjenner sak 2, ja», «Ja, jeg er imot sak 2»: the word without a case says nothing of the other cases.

    One that «men» follows speaks for all: «OK, men imot sak 2».
    """
    named = [claim for claim in claims if claim.vote is not None and claim.references]
    if not named:
        return claims
    kept: list[Claim] = []
    for claim in claims:
        after = [each for each in named if each.clause > claim.clause]
        contrasted = any(sentence.clauses[each.clause].opens(Concept.BUT) for each in after)
        before = any(each.clause < claim.clause and each.vote is claim.vote for each in named)
        echo = (
            claim.vote is not None and not (claim.names or claim.anaphoric) and (before or (claim.soft and bool(after)))
        )
        if echo and not contrasted and claim.held is None and not sentence.clauses[claim.clause].opens(Concept.BUT):
            continue
        kept.append(claim._replace(contrasted=True) if contrasted else claim)
    return kept


_AWAITING: Final = (Concept.FUTURE, Concept.TIME, Concept.HEDGE, Concept.CAN, Concept.PENDING)


def answers_something_else(clause: Clause) -> bool:
    """What a soft word stands beside when it is no vote: «OK, skal lese det», «ja, det kan vi gjøre»."""
    return clause.has(*_AWAITING) and not clause.opens(Concept.BECAUSE)


def puts_off(sentence: Sentence) -> bool:
    """«Da svarer jeg i morgen», «Har ikke lest ennå»: what follows an «ok» that is only a sign of having heard."""
    clause = sentence.clauses[0]
    if sentence.asks or sentence.has(Concept.VOTE) or first_content(clause) is Concept.WISH:
        return False
    if only_thanks(clause) or sentence.has(Concept.ACKNOWLEDGED):
        return True
    awaiting = first_content(clause) in {*_AWAITING, Concept.MUST, Concept.ACKNOWLEDGED}
    if awaiting or clause.has(Concept.PENDING, Concept.NEGATION) or clause.units[0].form in marks("then"):
        return True
    return not (sentence.has(*_COMMENTING) or sentence.concepts <= _BESIDE)


# What a comment on the proposals has; other sentences behind an «ok» may say what it was an answer to.
_COMMENTING: Final = (
    Concept.COURTESY, Concept.REMARK, Concept.WISH, Concept.CONTACT, Concept.PAPER, Concept.TOPIC, Concept.REFERENCE,
    Concept.PRESENT, Concept.ABSENT, Concept.PARTIAL, Concept.AWAY, Concept.ASSENT, Concept.BECAUSE,
)  # fmt: skip


_BESIDE: Final = BESIDE_LONE | {
    Concept.PAPER, Concept.ANAPHOR, Concept.HAVE, Concept.CONTACT, Concept.PAST,
}  # fmt: skip


def _fits(clause: Clause, claim: Claim, sentence: Sentence) -> bool:
    """Whether «ja» and «ok» may be votes beside the clause: it greets, praises, judges, or gives a reason."""
    if clause.has(Concept.VOTE) or clause.opens(Concept.BECAUSE) or _has_read(clause):
        return True
    if _is_done(clause, sentence):
        return False
    if only_thanks(clause):
        return sentence.clauses[claim.clause].units[-1].form in marks("with_thanks")
    if first_content(clause) is Concept.WISH or _is_comment(clause, claim):
        return True
    return _judges(clause) and all(
        unit.form in marks("agreed") for unit in sentence.clauses[claim.clause].all_of(Concept.VOTE)
    )


def _judges(clause: Clause) -> bool:
    """«(Enig,) rammen er forsvarlig»: «enig» is on the proposals, where «ja» and «ok» may be on what follows."""
    return clause.concepts.isdisjoint(_ELSEWHERE) and clause.says("copula")


_ELSEWHERE: Final = frozenset(
    {
        Concept.ASSENT,
        Concept.DATE,
        Concept.NUMBER,
        Concept.NEGATION,
        Concept.NAME,
        Concept.OTHER,
        Concept.MUST,
        Concept.REMARK,
    }
)


def _has_only_heard(sentence: Sentence) -> bool:
    if not sentence.has(Concept.ACKNOWLEDGED):
        return False
    agreed = all(unit.form in marks("agreed") for unit in _votes_of(sentence))
    return any(clause.has(Concept.ACKNOWLEDGED) and not (agreed and _has_read(clause)) for clause in sentence.clauses)


def _votes_of(sentence: Sentence) -> list[Unit]:
    return [unit for clause in sentence.clauses for unit in clause.units if unit.concept is Concept.VOTE]


def _has_read(clause: Clause) -> bool:
    """«Jeg har lest sakene (og er enig)» is no mere sign of having got the mail."""
    read = clause.says("reading")
    return read and clause.has(Concept.HAVE) and clause.has(Concept.PAPER) and not clause.has(Concept.NEGATION)


def _is_comment(clause: Clause, claim: Claim) -> bool:
    """Whether the clause judges, thanks or praises, and says nothing else."""
    if claim.vote is Vote.OBJECT and clause.has(Concept.REMARK):
        return not clause.has(Concept.PAST)
    if clause.says("copula") and not clause.has(Concept.COURTESY):
        return False
    others = [unit for unit in clause.units if unit.concept not in _BESIDE and unit.form not in marks("thanks")]
    if first_content(clause) is Concept.COURTESY:
        return not (clause.has(Concept.UNKNOWN) and clause.says("thanking"))
    return not others and clause.units[-1].form not in marks("confirming")


def _is_done(clause: Clause, sentence: Sentence) -> bool:
    """«Ja, det gjør jeg», «ja, ser fram til det», «ja, ring meg»; but «ok, ring hvis noe er uklart»."""
    called = first_content(clause) is Concept.CONTACT and sentence.concepts.isdisjoint(CONDITIONS)
    awaited = first_content(clause) is Concept.WISH and clause.units[-1].concept is Concept.PAPER
    return called or awaited or clause.says("doing")


def only_thanks(clause: Clause) -> bool:
    """«takk», «takk for svar»: thanks for having been told; «takk for godt arbeid» is praise."""
    thanking = marks("thanks") | marks("thanking")
    thanked = any(
        unit.form in thanking or (unit.concept is Concept.ASSENT and unit.form.startswith(tuple(marks("thanking"))))
        for unit in clause.units
    )
    return thanked and clause.concepts <= {*BESIDE_LONE, Concept.ASSENT} - {Concept.TOPIC, Concept.REFERENCE}


def _without_hollow_words(claims: list[Claim], others: Sequence[Clause]) -> list[Claim]:
    """«Nei, ingen innvendinger» approves, «nei, det går fint» says nothing, «ja, enig med Olav» what its rest says."""
    if any(claim.whole and claim.held is None for claim in claims):
        claims = [claim for claim in claims if not (claim.soft and claim.vote is Vote.OBJECT and not claim.names)]
    doubted = any(claim.held is not None for claim in claims)
    cheerful = any(clause.has(Concept.ASSENT, Concept.CONTACT) for clause in others)
    return [
        claim.hold(Reason.NOT_A_VOTE, weak=True)
        if claim.soft and not claim.names and (doubted or (cheerful and claim.vote is Vote.OBJECT))
        else claim
        for claim in claims
    ]


def _is_apart(claim: Claim, sentence: Sentence) -> bool:
    """Whether the soft word has no proposal beside it that it could be about."""
    return not sentence.clauses[claim.clause].has(Concept.PAPER)


def _is_bare_refusal(sentence: Sentence) -> bool:
    """«Nei, jeg kan ikke»."""
    return any(
        clause.has(Concept.CAN) and clause.has(Concept.NEGATION) and not clause.has(Concept.VOTE)
        for clause in sentence.clauses
    )
