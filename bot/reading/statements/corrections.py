"""Words that correct or take back what was voted: whoever corrects themselves is asked what stands (rule 3.8)."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from bot.core.reading import Reason, Vote
from bot.reading.statements.claim import OPPOSING, Claim, is_amount, only_names
from bot.reading.statements.clauses import Clause, clause_of
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.sentences import Sentence
from bot.reading.statements.unit import Unit


def corrected(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«Godkjent … nei forresten, imot sak 1», «imot sak 1, jeg mener sak 2»: who corrects a sentence within it is asked
    what stands."""
    denials = [at for at, claim in enumerate(claims) if claim.soft and claim.vote is Vote.OBJECT and not claim.names]
    corrects = any(
        any(claim.vote for claim in claims[:at]) and claims[at + 1 :] and not _is_spread(claims, at) for at in denials
    ) or any(map(_means_another, sentence.clauses[1:]))
    corrects = corrects or any(map(_is_renamed, sentence.clauses))
    halted = any(
        _halts(sentence, place, [claim for claim in claims if claim.clause < place])
        for place in range(1, len(sentence.clauses))
    )
    corrects = corrects or halted or _is_disputed(claims, sentence) or _is_undecided(sentence) or renames(sentence)
    if corrects:
        return [claim.hold(Reason.CONTRADICTION) if claim.vote else claim for claim in claims]
    return _parted(claims, sentence)


def _halts(sentence: Sentence, place: int, before: Sequence[Claim]) -> bool:
    """Whether the clause stops what was said before it in its sentence."""
    clause = sentence.clauses[place]
    if not before:
        return False
    if clause.says("halting") or _is_slip(clause) or _amends(clause) or _names_instead(clause):
        return True
    behind = sentence.clauses[place:] if clause.units[0].form in marks("restating") else sentence.clauses[place + 1 :]
    voted = {unit.vote for each in behind for unit in each.units if unit.vote is not None}
    if clause.units[0].form in marks("restating"):
        # «Jeg er uenig, dvs. for.»
        return bool(voted) and voted.isdisjoint(claim.vote for claim in before) and not clause.has(Concept.HEDGE)
    named = any(each.has(Concept.REFERENCE, Concept.NUMBER) for each in behind)
    if clause.forms <= marks("exclaiming"):
        # «PS 14/26 er jeg imot – oi, sak 13 var det.»
        return named or bool(voted)
    sorry = clause.forms <= marks("apologising")
    return sorry and not named and bool(voted) and voted.isdisjoint(claim.vote for claim in before)


def _names_instead(clause: Clause) -> bool:
    """«(12 godkjennes) (det var 13 jeg tenkte på)», «…, jeg blandet sammen 13 og 12»."""
    units = clause.units
    at = next((at for at, unit in enumerate(units) if unit.concept is Concept.NUMBER and unit.form.isdecimal()), None)
    counts = at is not None and at + 1 < len(units) and units[at + 1].concept is Concept.UNKNOWN
    alone = at is None or counts or len(units[at].form) > MAX_DIGITS or not clause.concepts <= _NAMING_INSTEAD
    return not alone and Concept.SELF in clause.concepts and clause.has(Concept.UNKNOWN, Concept.PENDING)


MAX_DIGITS: Final = 3


def _amends(words: Clause | Sentence) -> bool:
    """«Skulle stå sak 14», «22 skulle ikke vært med», «beklager, mente for», «trekker det», «dette skal ikke telle»."""
    if not words.concepts <= _OF_CORRECTIONS or any(
        unit.concept is Concept.UNKNOWN and unit.form not in _amending_words() for unit in words.units
    ):
        return False
    if words.forms <= marks("exclaiming"):
        return True
    if words.has(Concept.COUNTER) and not words.says("to_be"):
        return False
    if words.has(Concept.RETRACTED) or (words.has(Concept.CHANGE) and not words.has(Concept.VOTE, Concept.REFERENCE)):
        return True
    if _is_to_be(words) or words.says("amending"):
        return words.has(Concept.REFERENCE, Concept.NUMBER, Concept.VOTE)
    clauses = words.clauses if isinstance(words, Sentence) else (words,)
    return any(map(_means_another, clauses))


def _is_to_be(words: Clause | Sentence) -> bool:
    """«(Unnskyld, 23) skal det være», «det skal være ja»; «det skal være 100 000» changes what is proposed."""
    said = words.says("to_be") or (words.says("shall") and words.says("be"))
    return said and not any(is_amount(unit) for unit in words.units)


@cache
def _amending_words() -> frozenset[str]:
    return marks("amending") | marks("amended_to") | marks("slips") | marks("exclaiming") | marks("apologising")


def _means_another(clause: Clause) -> bool:
    """«(Imot sak 1,) jeg mener sak 2», «nei, 2 mener jeg»."""
    if not clause.has(Concept.REFERENCE, Concept.NUMBER) or not clause.says("correcting"):
        return False
    first = clause.units[0]
    denied = first.vote is Vote.OBJECT and first.shape is Form.WORD
    return denied or not clause.has(Concept.VOTE)


def _is_renamed(clause: Clause) -> bool:
    """«Godkjenner ikke sak 12, 13 mener jeg»: the last of the list may be meant instead."""
    return any(
        before.reference is not None and len(before.reference.keys) > 1 and unit.form in marks("correcting")
        for before, unit in pairwise(clause.units)
    )


def _is_slip(clause: Clause) -> bool:
    """«Skrivefeil», «det var feil», «jeg bare tuller»; but «det er en skrivefeil i saksframlegget» and «dette er feil»
    comment."""
    slips = marks("slips")
    if clause.forms.isdisjoint(slips) or not clause.concepts <= _OF_SLIPS:
        return False
    own = all(unit.form in slips for unit in clause.units if unit.concept is Concept.UNKNOWN)
    return own and (clause.forms.isdisjoint(marks("copula")) or clause.forms.isdisjoint(marks("mistaken")))


_OF_SLIPS: Final = frozenset(
    {
        Concept.UNKNOWN, Concept.SELF, Concept.FILLER, Concept.COURTESY, Concept.PAST, Concept.PAPER, Concept.ANAPHOR,
        Concept.HAVE, Concept.MARK, Concept.DASH, Concept.HEDGE, Concept.REMARK, Concept.REFERENCE, Concept.NUMBER,
    }
)  # fmt: skip


def _is_spread(claims: Sequence[Claim], at: int) -> bool:
    """«Ja (sak 1), nei (sak 2)»: each vote has its case behind it."""
    near = (claims[at - 1], claims[at + 1]) if at else ()
    return bool(near) and all(
        claim.vote is None and claim.held is None and claim.references and not claim.excluded for claim in near
    )


def _is_disputed(claims: Sequence[Claim], sentence: Sentence) -> bool:
    """«Godkjent 2/22, 1/22: inhabil»: nobody can tell whether the colon labels one case or both."""
    for before, claim in pairwise(claims):
        units = sentence.clauses[claim.clause].units
        labelled = len(units) > 1 and units[0].concept is Concept.REFERENCE and units[1].concept is Concept.COLON
        several = any(len(reference.keys) > 1 for reference in claim.references[:1])
        # «Imot sak 1: nei»
        several = several or (sentence.clauses[claim.clause].opening is None and before.clause == claim.clause - 1)
        unlike = before.vote is not claim.vote or sentence.clauses[claim.clause].opening is None
        if labelled and several and before.vote is not None and not before.names and unlike:
            return True
    return False


_OF_CORRECTIONS: Final = _OF_SLIPS | {
    Concept.REFERENCE, Concept.NUMBER, Concept.VOTE, Concept.NEGATION, Concept.RETRACTED, Concept.CHANGE,
    Concept.COLON, Concept.AND, Concept.BUT, Concept.FUTURE, Concept.COUNTER,
}  # fmt: skip


def _parted(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«Ja til leie, nei til oppussing», «sak 2: godkjent, imot oppussing»: what is no case of its own may be a part of
    the one that was voted on just before it."""
    held = {
        at
        for at, (before, claim) in enumerate(pairwise(claims))
        if _are_opposed(before, claim, sentence) and _is_on_part(claim, sentence)
    }
    return [
        claim.hold(Reason.CONTRADICTION) if claim.vote and not held.isdisjoint({at, at - 1}) else claim
        for at, claim in enumerate(claims)
    ]


def _are_opposed(before: Claim, claim: Claim, sentence: Sentence) -> bool:
    """Whether a part is refused, or answered otherwise than another one; «imot forslaget, men støtter intensjonen» has
    no parts."""
    if before.vote is None or claim.vote in {None, before.vote}:
        return False
    answers = [sentence.clauses[each.clause].says("yes_no_to") for each in (before, claim)]
    return all(answers) or (before.vote is Vote.APPROVE and claim.vote in OPPOSING)


def _is_on_part(claim: Claim, sentence: Sentence) -> bool:
    """Whether the vote is on a thing that no case is named by, and is nobody else's."""
    units = sentence.clauses[claim.clause].units
    at = next((at for at, unit in enumerate(units) if unit.concept is Concept.VOTE), len(units))
    behind = next((unit for unit in units[at + 1 :] if unit.concept is not Concept.FILLER), None)
    if claim.references or behind is None or any(unit.concept not in _BEFORE_OWN_VOTE for unit in units[:at]):
        return False
    return behind.concept is Concept.UNKNOWN or (behind.concept is Concept.TOPIC and not behind.titled)


_BEFORE_OWN_VOTE: Final = frozenset({Concept.SELF, Concept.FILLER, Concept.CAN, Concept.NEGATION})


def _is_undecided(sentence: Sentence) -> bool:
    """«Både godkjent og imot sak 1»."""
    return any(
        before.form in marks("both_and") and unit.concept is Concept.VOTE
        for clause in sentence.clauses
        for before, unit in pairwise(clause.units)
    )


def renames(sentence: Sentence) -> bool:
    """«Godkjent sak 1, unnskyld, sak 2», «Mente sak 2»."""
    if not sentence.says("correcting"):
        return False
    return any(map(_only_renames, sentence.clauses)) or any(
        before.units[-1].form in marks("correcting") and not before.has(Concept.VOTE) and only_names(clause)
        for before, clause in pairwise(sentence.clauses)
        if clause.has(Concept.REFERENCE)
    )


def _only_renames(clause: Clause) -> bool:
    first, rest = clause.units[0], clause.units[1:]
    if first.form not in marks("correcting") or first.concept is Concept.FILLER:
        return False
    return any(unit.reference is not None for unit in rest) and only_names(clause_of(rest))


def takes_back(sentence: Sentence) -> bool:
    """«Eller nei, vent», «Glem det», «Trekker det»: what was said before may no longer be meant."""
    if not sentence.asks and (_amends(sentence) or _points_back(sentence)):
        return True
    first = sentence.clauses[0]
    if (
        len(sentence.clauses) > 1
        and first.opening is None
        and first.units[0].vote is Vote.OBJECT
        and len(first.units) == 1
    ):
        # «Nei, vent, …»
        first = clause_of(sentence.clauses[1].units)
    opening = first.opening.form if first.opening is not None else first.units[0].form
    if Concept.VOTE not in first.concepts and any(map(_is_slip, (first, *sentence.clauses[:2]))):
        return True
    return opening in marks("retracting") or first.units[0].form in marks("retracting")


def _points_back(sentence: Sentence) -> bool:
    """«Sistnevnte skal ut»: something is said of one of those just named, and it is neither a vote nor praise."""
    praised = sentence.has(Concept.VOTE, Concept.COURTESY, Concept.ASSENT, Concept.BECAUSE)
    return sentence.clauses[0].units[0].form in marks("mentioned") and not praised


def lasting(claims: list[Claim], sentence: Sentence) -> list[Claim]:
    """«I mai var jeg imot sak 2, og det er jeg ennå»: what is past and still so speaks against another vote now."""
    if Concept.PAST not in sentence.concepts or not persists(sentence):
        return claims
    return [
        claim._replace(held=Reason.CONTRADICTION, weak=False) if claim.weak and claim.vote is not None else claim
        for claim in claims
    ]


def persists(sentence: Sentence) -> bool:
    """«Det er jeg ennå»: whether the one who writes is as before."""
    still = marks("persisting")
    return sentence.concepts.isdisjoint(_OTHERS) and any(
        not still.isdisjoint(unit.form.split()) for unit in sentence.units
    )


_OTHERS: Final = frozenset({Concept.OTHER, Concept.NAME})


def strikes_out(sentence: Sentence) -> bool:
    """«Stryk 22», «stryk den siste»: a case is to be left out, of what is proposed or of what was answered."""
    named = sentence.has(Concept.REFERENCE, Concept.NUMBER) and not sentence.asks
    return named and sentence.says("striking_out") and sentence.concepts <= _OF_CORRECTIONS


def doubts_answer(sentence: Sentence) -> bool:
    """«Stryk det jeg skrev», «svaret øverst var forhastet», «nå ble jeg usikker»: what is said of the vote given."""
    if sentence.asks or not sentence.concepts.isdisjoint(_SAYING_MORE):
        return False
    if sentence.has(Concept.RETRACTED) or sentence.says("opposite"):
        return True
    if sentence.says("unsure"):
        settled = sentence.has(Concept.PAST, Concept.HAVE) and not sentence.says("becoming")
        return not (settled or sentence.has(Concept.TOPIC))
    if sentence.says("sketching") and sentence.concepts <= _SKETCHED:
        return True
    judged = sentence.has(Concept.UNKNOWN, Concept.HEDGE, Concept.NEGATION, Concept.FUTURE, Concept.MUST)
    return judged and sentence.says("own_answer") and sentence.units[0].form not in marks("asking_for")


_SAYING_MORE: Final = frozenset(
    {
        Concept.VOTE, Concept.COURTESY, Concept.ASSENT, Concept.CONTACT, Concept.ACKNOWLEDGED, Concept.PRESENT,
        Concept.ABSENT, Concept.BECAUSE, Concept.WISH, Concept.REFERENCE, Concept.CONDITION, Concept.CONDITION_IF,
        Concept.TEMPORAL,
    }
)  # fmt: skip


_SKETCHED: Final = frozenset({Concept.PAPER, Concept.FILLER, Concept.SELF, Concept.ANAPHOR, Concept.UNKNOWN})


def names_another(sentence: Sentence) -> bool:
    """«Leses som 14», «12, selvfølgelig»: a few words beside the number of another case than the one just voted on."""
    if sentence.asks or len(sentence.units) > MAX_RENAMING or not sentence.concepts <= _RENAMING:
        return False
    numbers = sentence.all_of(Concept.NUMBER)
    named = sentence.has(Concept.REFERENCE) or any(unit.form.isdecimal() for unit in numbers)
    counted = any(
        before.concept is Concept.NUMBER and unit.concept is Concept.UNKNOWN
        for before, unit in pairwise(sentence.units)
    )
    return named and not counted and (bool(numbers) or sentence.has(Concept.UNKNOWN))


MAX_RENAMING: Final = 8
_NAMING_INSTEAD: Final = frozenset(
    {
        Concept.UNKNOWN, Concept.NUMBER, Concept.FILLER, Concept.SELF, Concept.PAPER, Concept.PAST, Concept.AND,
        Concept.HAVE, Concept.PENDING,
    }
)  # fmt: skip
_RENAMING: Final = frozenset(
    {
        Concept.UNKNOWN, Concept.NUMBER, Concept.REFERENCE, Concept.FILLER, Concept.SELF, Concept.PAPER, Concept.PAST,
        Concept.ANAPHOR, Concept.COLON, Concept.DASH, Concept.MARK, Concept.AND, Concept.HAVE,
    }
)  # fmt: skip


def names_instead(sentence: Sentence) -> bool:
    """«Sak 13 tiltres (rett nummer er 12)», «… – bytt ut 13 med 12»: a number beside a vote, with little words only."""
    return any(
        clause.has(Concept.NUMBER)
        and clause.concepts <= _INSTEAD
        and before.has(Concept.VOTE)
        and not any(map(_counts, clause.units, (*clause.units[1:], None)))
        for before, clause in pairwise(sentence.clauses)
    )


def _counts(unit: Unit, following: Unit | None) -> bool:
    """«12 millioner», «50 000»."""
    counted = following is not None and following.concept is Concept.UNKNOWN
    return unit.concept is Concept.NUMBER and (counted or not unit.form.isdecimal())


_INSTEAD: Final = frozenset(
    {
        Concept.UNKNOWN, Concept.NUMBER, Concept.FILLER, Concept.SELF, Concept.PAPER, Concept.PAST, Concept.RETRACTED,
        Concept.COUNTER, Concept.COLON, Concept.AND, Concept.HAVE,
    }
)  # fmt: skip
