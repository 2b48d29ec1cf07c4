"""What a sentence that votes for nothing does to the votes beside it: puts them off, takes them back, reports them."""

from itertools import pairwise

from bot.core.reading import Reason
from bot.reading.statements.claim import first_content, is_amount
from bot.reading.statements.lexicon import Concept, marks
from bot.reading.statements.people import People
from bot.reading.statements.sentences import Sentence, asks_by_order


def taken_back(sentence: Sentence, people: People) -> Reason | None:
    """What a sentence without a vote does to those beside it: «Endelig svar kommer», «Ikke registrer ennå»,
    «Gjelder protokollen», «Fylket må betale»; None where it does nothing."""
    if sentence.asks or sentence.has(Concept.VOTE, Concept.REFERENCE, Concept.WISH, Concept.CONTACT):
        return None
    units = [unit for clause in sentence.clauses for unit in clause.units]
    forms = {unit.form for unit in units}
    first = first_content(sentence.clauses[0])
    official = sentence.has(Concept.NEGATION) and not forms.isdisjoint(marks("official"))
    others = sentence.has(Concept.OTHER) or any(
        unit.concept is Concept.NAME and unit.form.removesuffix("s") not in people.own for unit in units
    )
    reported = others and not forms.isdisjoint(marks("saying"))
    documents = not forms.isdisjoint(marks("documents")) and not sentence.has(Concept.FUTURE)
    amounts = any(is_amount(unit) for unit in units) and forms.isdisjoint(marks("telephone"))
    some = not forms.isdisjoint(marks("some_case"))
    put_off = sentence.has(Concept.PENDING) or units[0].concept is Concept.FUTURE or amounts or some
    if put_off or official or reported or documents or first is Concept.NEGATION:
        return Reason.NOT_A_VOTE
    obliged = any({before.concept, unit.concept} == {Concept.OTHER, Concept.MUST} for before, unit in pairwise(units))
    return Reason.CONDITIONAL if obliged else None


def introduces_others(sentence: Sentence, people: People) -> bool:
    """«Svaret fra Olav:», «Dette svarte jeg i fjor:», «Utkast:»: the votes that follow are not the sender's."""
    units = sentence.clauses[-1].units
    if sentence.has(Concept.REFERENCE, Concept.VOTE):
        return False
    if units[-1].concept is not Concept.COLON:
        return sentence.first_in_line and all(unit.form in marks("drafting") for unit in units)
    if asks_by_order(sentence):
        return True
    named = any(unit.concept is Concept.NAME and unit.form not in people.own for unit in units)
    drafted = any(unit.form in marks("drafting") for unit in units)
    return (
        named or drafted or sentence.has(Concept.OTHER, Concept.PAST, Concept.QUESTION, Concept.TIME, Concept.NEGATION)
    )
