"""What a sentence that votes for nothing does to the votes beside it: puts them off, takes them back, reports them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.core.reading import Reason
from bot.reading.statements.claim import MAX_UNITS, asks_in_return, first_content, is_amount
from bot.reading.statements.clauses import CONDITIONS
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.motions import is_motion, orders
from bot.reading.statements.people import People
from bot.reading.statements.sentences import Sentence, asks_by_order
from bot.reading.statements.subject import is_another, is_another_member, is_own_name
from bot.reading.statements.unit import Unit


def taken_back(sentence: Sentence, people: People, *, opposed: bool) -> Reason | None:
    """What a sentence without a vote does to those beside it: «Endelig svar kommer», «Ikke registrer ennå»,
    «Gjelder protokollen», «Fylket må betale»; None where it does nothing.

    `opposed` says that the vote before it is no approval: what should be done instead, or is not wanted, is then why.
    """
    units, concepts = sentence.units, sentence.concepts
    if len(units) > MAX_UNITS:
        return Reason.NOT_A_VOTE
    if _narrows(sentence.clauses[0].units) or _others_pay(sentence, units) or _is_in_return(sentence):
        return Reason.CONDITIONAL
    apart = sentence.asks or not concepts.isdisjoint(_APART) or (_VOTE in concepts and _votes(units))
    if apart or Concept.WISH in concepts:
        return Reason.NOT_A_VOTE if not apart and _only_hopes(sentence) else None
    obliged = any({before.concept, unit.concept} == {Concept.OTHER, Concept.MUST} for before, unit in pairwise(units))
    if unsettles(sentence) or obliged or _applies_later(sentence, units):
        return Reason.CONDITIONAL
    if not opposed and any(is_motion(clause) for clause in sentence.clauses):
        return Reason.COUNTER_PROPOSAL
    open_words = _refuses(sentence, units) or not _stands_aside(sentence, units)
    unclear = _is_unsaid(sentence, units, people) or (open_words and not opposed)
    return Reason.NOT_A_VOTE if unclear else None


_APART: Final = frozenset({Concept.REFERENCE, Concept.CONTACT})
_VOTE: Final = Concept.VOTE


def _others_pay(sentence: Sentence, units: Sequence[Unit]) -> bool:
    """«Fylket betaler resten»: who is to pay belongs to what is decided; «… har betalt» is done, «håper …» a wish."""
    if Concept.OTHER not in sentence.concepts or first_content(sentence.clauses[0]) is Concept.WISH:
        return False
    paying = marks("paying")
    paid = (before.concept is Concept.OTHER and unit.form in paying for before, unit in pairwise(units))
    return not sentence.asks and any(paid)


def _is_in_return(sentence: Sentence) -> bool:
    return Concept.MUST in sentence.concepts and any(asks_in_return(clause) for clause in sentence.clauses)


def _votes(units: Sequence[Unit]) -> bool:
    """Whether a word votes; «for» may be «too much»: «summen er for høy»."""
    return any(unit.concept is _VOTE and unit.shape is not Form.LONE for unit in units)


def _narrows(units: Sequence[Unit]) -> bool:
    """«Kun for 2022», «bare for ett år»; but «bare for å si …»."""
    if len(units) < 3 or units[0].form not in marks("only") or units[2].form in marks("to_do"):
        return False
    return units[1].form in marks("scoping") and units[2].concept in {Concept.NUMBER, Concept.DATE, Concept.UNKNOWN}


def _is_unsaid(sentence: Sentence, units: Sequence[Unit], people: People) -> bool:
    """«Endelig svar kommer», «Ikke registrer ennå», «Gjelder protokollen», «Det sa Olav»: no vote, or none yet."""
    forms = {unit.form for unit in units}
    first = first_content(sentence.clauses[0])
    official = sentence.has(Concept.NEGATION) and not forms.isdisjoint(marks("official"))
    told = sentence.has(Concept.PAST) or any(is_another(unit, people) for unit in units)
    reported = is_reported(sentence, people) or (told and not forms.isdisjoint(marks("saying")))
    wished = first is Concept.COURTESY and not units[0].form.startswith(tuple(marks("thanking")))
    # «Se vedlegg»
    asked_for = _first_word(units) in marks("asking_for") or wished or units[0].form in marks("pointing")
    later = not forms.isdisjoint(marks("next_time"))
    documents = not forms.isdisjoint(marks("documents")) and not (sentence.has(Concept.FUTURE) or asked_for or later)
    amounts = any(is_amount(unit) for unit in units) and forms.isdisjoint(marks("telephone"))
    applied = any(unit.form in marks("governing") for unit in units) and not sentence.has(*CONDITIONS)
    put_off = sentence.has(Concept.PENDING) or units[0].concept is Concept.FUTURE or amounts
    some = not forms.isdisjoint(marks("some_case"))
    refused = first is Concept.NEGATION and not sentence.has(Concept.COUNTER)
    refused = refused or not forms.isdisjoint(marks("mistaken"))
    return put_off or official or reported or documents or applied or some or refused


def _applies_later(sentence: Sentence, units: Sequence[Unit]) -> bool:
    """«Gjelder først når fylket har svart»."""
    return units[0].form in marks("governing") and sentence.has(*CONDITIONS)


def _refuses(sentence: Sentence, units: Sequence[Unit]) -> bool:
    """«Vår andel dekker vi ikke», «dette har vi ikke råd til»: a «not» about the matter or by the one who writes."""
    about = sentence.has(Concept.SELF, Concept.PAPER, Concept.TOPIC, Concept.ANAPHOR)
    commented = sentence.has(Concept.COURTESY, Concept.ASSENT, Concept.REMARK, Concept.COUNTER, Concept.BECAUSE)
    attending = sentence.has(Concept.PRESENT, Concept.ABSENT, Concept.AWAY, Concept.PARTIAL)
    negated = any(unit.concept is Concept.NEGATION or unit.negations for unit in units)
    return about and negated and not (commented or attending)


def _first_word(units: Sequence[Unit]) -> str:
    return next((unit.form for unit in units if unit.form not in marks("please")), units[0].form)


def unsettles(sentence: Sentence) -> bool:
    """«Må bare sjekke med gruppa», «Endelig svar kommer»: nothing of what stands beside it is settled."""
    if not sentence.has(Concept.PENDING) or sentence.has(Concept.VOTE, Concept.REFERENCE):
        return False
    words = {
        word for unit in sentence.units if unit.concept in {Concept.PENDING, Concept.MUST} for word in unit.form.split()
    }
    return not words.isdisjoint(marks("unsettling"))


# What makes a sentence beside a vote a comment: praise, a judgement, a reason, who comes, the proposals themselves.
_COMMENTING: Final = (
    Concept.COURTESY, Concept.ASSENT, Concept.REMARK, Concept.BECAUSE, Concept.ACKNOWLEDGED, Concept.CLOSING,
    Concept.PRESENT, Concept.ABSENT, Concept.PARTIAL, Concept.AWAY, Concept.PLACE, Concept.DEPUTY, Concept.SUMMON,
    Concept.BEHALF, Concept.PAPER, Concept.TOPIC, Concept.GREETING,
)  # fmt: skip
# These have rules of their own.
_DOUBTING: Final = (*CONDITIONS, Concept.COUNTER, Concept.INSTEAD, Concept.QUESTION)
_SPEAKING: Final = frozenset({Concept.UNKNOWN, Concept.PLAIN, Concept.CAN, Concept.CHOOSE, Concept.CHANGE})


_BARELY_NAMING: Final = frozenset({Concept.PLAIN, Concept.FILLER, Concept.MARK, Concept.DASH})


def _stands_aside(sentence: Sentence, units: Sequence[Unit]) -> bool:
    """Whether the sentence is known to leave the votes beside it as they are: it comments, tells of the one who writes,
    or says nothing but names and little words."""
    if sentence.has(*_COMMENTING, *_DOUBTING) or sentence.concepts.isdisjoint(_SPEAKING):
        return True
    if (
        units[0].concept is Concept.HAVE
        or any(unit.concept is Concept.SELF for unit in units)
        or _first_word(units) in marks("aside") | marks("asking_for")
    ):
        return True
    forms = {unit.form for unit in units}
    papers_next_time = not (forms.isdisjoint(marks("next_time")) or forms.isdisjoint(marks("documents")))
    if (units[0].form in marks("next_time") or papers_next_time) and not sentence.has(Concept.PAPER):
        return True
    if sentence.has(Concept.PLAIN) and sentence.concepts <= _BARELY_NAMING:
        # «Altså innkallingen.»
        return False
    return all(unit.capital or unit.concept is not Concept.UNKNOWN for unit in units) or _only_comments(sentence, units)


# Who does, wants, denies or limits something, or says when: no words beside these are sure to be a comment.
_ACTING: Final = (
    Concept.NEGATION, Concept.MUST, Concept.CAN, Concept.CHOOSE, Concept.CHANGE, Concept.FUTURE, Concept.PAST,
    Concept.HEDGE, Concept.TIME, Concept.PENDING, Concept.EXCEPT, Concept.BUT, Concept.NUMBER, Concept.VOTE,
    Concept.PLAIN,
)  # fmt: skip
# Passives, and comparatives: «dekkes», «tas», «bredere».
_CHANGED: Final = ("es", "as", "ast", "ere", "are")
_MIN_CHANGED: Final = 3


def _only_comments(sentence: Sentence, units: Sequence[Unit]) -> bool:
    """«God prosess!», «Folk i bygda er glade»: unknown words that change nothing of the matter, and nobody acts.

    «Fylket dekker resten», «egenandelen tas fra fondet», «halvt beløp», «halver beløpet» may; what begins as an
    afterthought («Fra nyttår.») belongs to the vote.
    """
    if sentence.has(*_ACTING) or units[0].form.partition(" ")[0] in marks("qualifying"):
        return False
    if any(unit.negations or _may_change(unit) for unit in units):
        return False
    doer = next((at for at, unit in enumerate(units) if unit.concept in {Concept.OTHER, Concept.NAME}), None)
    behind = units[doer + 1 : doer + 2] if doer is not None else ()
    acts = any(unit.concept is Concept.UNKNOWN and not unit.capital for unit in behind)
    ordered = units[0].concept is Concept.UNKNOWN and len(units) > 1 and units[1].form in marks("article")
    return not (acts or ordered or any(orders(clause) for clause in sentence.clauses))


def _may_change(unit: Unit) -> bool:
    """«betaler», «halvt», «bredere», «dekkes», «etter påske»: money, size, time, and what is to be done."""
    if unit.form in marks("undertaking") or unit.form in marks("later"):
        return True
    if unit.concept is not Concept.UNKNOWN:
        return False
    changed = unit.form.endswith(_CHANGED) and len(unit.form) >= _MIN_CHANGED
    return changed or unit.form.startswith(tuple(marks("changing")))


PERSONS: Final = frozenset({Concept.OTHER, Concept.NAME})


def is_reported(sentence: Sentence, people: People) -> bool:
    """«Uenig, sa Olav», «Rådmannen foreslo: …»: the votes of the sentence are somebody else's words."""
    if sentence.concepts.isdisjoint(PERSONS) and not sentence.says("reporting"):
        return False
    words = [
        unit
        for clause in sentence.clauses
        for unit in ((clause.opening,) if clause.opening is not None else ()) + clause.units
        if unit.concept is not Concept.MARK
    ]
    if _is_labelled_by_others(words) or _is_ascribed(sentence, people):
        return True
    reporting = marks("reporting")
    for at, (before, unit) in enumerate(pairwise(words)):
        # «"Godkjent", sa fagforeningen»
        led = before.form in reporting and (is_another(unit, people) or unit.concept is Concept.UNKNOWN)
        leads = unit.form in reporting and is_another(before, people)
        possessive = marks("possessive")
        behind = next(
            (each for each in words[at + 2 :] if not (each.concept in _BETWEEN or each.form in possessive)), None
        )
        if (led or leads) and (behind is None or behind.concept is Concept.COLON):
            return True
    return False


# «Olav svarte i går: …», «Olav sa bare: …», «…, sa Olav Haugen»
_BETWEEN: Final = frozenset({Concept.FILLER, Concept.TIME, Concept.DATE, Concept.NAME})


def _is_ascribed(sentence: Sentence, people: People) -> bool:
    """«"Godkjent begge saker." (Olav)», «Godkjent – Olav Haugen»: who is named behind the words said them."""
    clause = sentence.clauses[-1]
    behind = len(sentence.clauses) > 1 and sentence.has(Concept.VOTE)
    if not (behind or not sentence.first_in_line) or any(not unit.capital for unit in clause.units):
        return False
    if not clause.concepts <= {Concept.NAME, Concept.UNKNOWN, Concept.MARK}:
        return False
    return any(is_another_member(unit, people) for unit in clause.units)


def _is_labelled_by_others(words: Sequence[Unit]) -> bool:
    """«Formannskapet: 5 for, 2 imot»; but «Ordføreren: godkjent» may be the sender."""
    return (
        len(words) > 1
        and words[0].concept is Concept.OTHER
        and words[0].form not in marks("mayor") | marks("deputy_mayor")
        and words[1].concept is Concept.COLON
    )


def _only_hopes(sentence: Sentence) -> bool:
    """Whether it hopes and says nothing else: «Håper jeg»."""
    return sentence.says("hoping") and sentence.concepts <= _HOPING


_HOPING: Final = frozenset({Concept.WISH, Concept.SELF, Concept.FILLER, Concept.MARK})


# A sentence with one of these introduces nothing: it speaks of the cases itself.
VOTING: Final = frozenset({Concept.REFERENCE, Concept.VOTE})


def introduces_others(sentence: Sentence, people: People) -> bool:
    """Whether a sentence without a vote or a case says that the votes to follow are not the sender's: «Svaret fra
    Olav:», «Dette svarte jeg i fjor:», «Utkast:»."""
    units = sentence.clauses[-1].units
    if sentence.asks:
        # «Er det slik dere vil ha det?»
        return sentence.first_in_line and any(unit.form in marks("thus") for unit in units)
    if units[-1].concept is not Concept.COLON:
        return sentence.first_in_line and all(unit.form in marks("drafting") for unit in units)
    return asks_by_order(sentence) or _lead_to_others(units, people)


def is_led_by_others(sentence: Sentence, people: People) -> bool:
    """Whether it is a list of votes that its first words give to somebody else: «Svarene fra Olav: sak 1 ja, sak 2
    nei»."""
    units = sentence.units
    colon = next((at for at, unit in enumerate(units) if unit.concept is Concept.COLON), 0)
    if not colon or not any(unit.concept is Concept.REFERENCE for unit in units[colon:]):
        return False
    lead = units[:colon]
    return VOTING.isdisjoint(unit.concept for unit in lead) and _lead_to_others(lead, people)


def _lead_to_others(units: Sequence[Unit], people: People) -> bool:
    """Whether words before a colon speak of somebody else, of another time, of a draft, or of nobody knows what."""
    concepts = {unit.concept for unit in units}
    if Concept.CHANGE in concepts:
        # «Jeg vil endre svaret mitt: …»
        return False
    named = any(unit.concept is Concept.NAME and not is_own_name(unit, people) for unit in units)
    if named or any(unit.form in marks("drafting") for unit in units) or not concepts.isdisjoint(_NOT_NOW):
        return True
    own = Concept.SELF in concepts or units[0].form in marks("regarding")
    return not own and any(unit.concept is Concept.UNKNOWN and not unit.topic for unit in units)


_NOT_NOW: Final = frozenset(
    {
        Concept.OTHER, Concept.PAST, Concept.QUESTION, Concept.TIME, Concept.NEGATION, Concept.HEDGE, Concept.COUNTER,
        Concept.CAN, Concept.FUTURE, Concept.ACKNOWLEDGED,
    }
)  # fmt: skip
