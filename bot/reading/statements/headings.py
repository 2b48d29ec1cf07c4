"""What stands before the choices of a form: which case they are of, and whether they answer a proposal at all."""

from collections.abc import Sequence
from typing import Final

from bot.core.reading import Vote
from bot.reading.statements.agenda import Agenda
from bot.reading.statements.lexicon import Concept
from bot.reading.statements.options import ANSWERING, PARTING, Words
from bot.reading.statements.reference import Reference, Scope
from bot.reading.statements.unit import Unit

MAX_DIGITS: Final = 3
_ENDS: Final = frozenset({Concept.STOP, Concept.ASK})
_MARKERS: Final = frozenset(".):")


def is_named(unit: Unit) -> bool:
    """Whether the unit names a case or point, and not all of them."""
    return unit.reference is not None and unit.reference.scope is not Scope.ALL


def parted(head: Words) -> tuple[Words, Words]:
    """What the choices are about, and what is said in sentences before that."""
    ends = [at for at, unit in enumerate(head[:-1]) if unit.concept in _ENDS and not _ends_number(head, at)]
    cut = ends[-1] + 1 if ends else 0
    return head[cut:], head[:cut]


def _ends_number(head: Words, at: int) -> bool:
    return at == 1 and head[0].concept is Concept.NUMBER


def named(head: Sequence[Unit], agenda: Agenda) -> Words:
    """The head with a list's number as a reference, and without the title of its case: «1/22 Budsjett for 2022».

    A title by itself becomes a reference to its case. What is no case's title stays as it is.
    """
    head = _with_number(tuple(head))
    words = [unit for unit in head if not is_named(unit) and unit.concept not in PARTING]
    forms = [form for unit in words for form in unit.form.split()]
    if not forms:
        return head
    places = [place for place, title in enumerate(agenda.title_forms) if set(forms) <= set(title)]
    references = [unit for unit in head if unit.reference is not None and is_named(unit)]
    if references:
        cases = {key.case for unit in references if unit.reference for key in unit.reference.keys}
        own = len(cases) == 1 and any(agenda.keys[place].case in cases for place in places)
        numbered = _numbered(references, places, agenda)
        told = head if own or numbered else _without_title(head, agenda)
        beside = {unit.concept for unit in told if not is_named(unit)}
        return tuple(references) if own or numbered or beside <= _CALLED else told
    if len(places) != 1 or not (any(unit.titled for unit in words) or set(forms) == set(agenda.title_forms[places[0]])):
        return head
    found = Reference(Scope.NAMED, (agenda.keys[places[0]],))
    return (Unit(Concept.REFERENCE, " ".join(forms), words[0].start, words[-1].end, reference=found),)


# «Sak 1 – forslag til vedtak»
_CALLED: Final = PARTING | {Concept.PAPER, Concept.FILLER}


def _without_title(head: Words, agenda: Agenda) -> Words:
    """«1/22 Budsjett for 2022 – forslag til vedtak» without the words of the title right behind its number."""
    first = head[0].reference
    if first is None or len(first.keys) != 1:
        return head
    title = set(agenda.title_forms[next(at for at, key in enumerate(agenda.keys) if key.case == first.keys[0].case)])
    end = 1
    for at, unit in enumerate(head[1:], 1):
        if not set(unit.form.split()) <= title and unit.concept not in PARTING:
            break
        end = at + 1 if unit.concept not in PARTING else end
    return (head[0], *head[end:])


def _numbered(references: Sequence[Unit], places: Sequence[int], agenda: Agenda) -> bool:
    """Whether a list's number is that of the one case whose title stands behind it."""
    numbers = [unit.reference.numbers for unit in references if unit.reference and unit.reference.scope is Scope.ITEM]
    if len(references) != 1 or len(places) != 1 or len(numbers) != 1 or len(numbers[0]) != 1:
        return False
    return agenda.numbered(numbers[0][0]) == (agenda.keys[places[0]],)


def _with_number(head: Words) -> Words:
    """«1. [x] For»: the number of a list's item, which stands before a mark and not a word."""
    first = head[0] if head else None
    if first is None or first.concept is not Concept.NUMBER or not first.form.isdecimal():
        return head
    marked = len(head) > 1 and head[1].form in _MARKERS
    if len(first.form) > MAX_DIGITS or not (marked or len(head) == 1):
        return head
    end = head[1].end if marked else first.end
    item = Reference(Scope.ITEM, numbers=(int(first.form),))
    return (Unit(Concept.REFERENCE, first.form, first.start, end, reference=item), *head[1 + marked :])


_DOUBTFUL: Final = frozenset(
    {
        Concept.VOTE, Concept.NEGATION, Concept.ACKNOWLEDGED, Concept.COUNTER, Concept.QUESTION, Concept.ASK,
        Concept.EXCEPT,
    }
)  # fmt: skip
_LABELS: Final = PARTING | {
    Concept.REFERENCE, Concept.TOPIC, Concept.PAPER, Concept.FILLER, Concept.NUMBER, Concept.DATE, Concept.SELF,
    Concept.NAME, Concept.GREETING, Concept.PRESENT, Concept.ABSENT, Concept.ANAPHOR,
}  # fmt: skip


def is_of_proposal(head: Words) -> bool:
    """Whether the choices answer a proposal: not in «Er du inhabil i sak 1? Ja [ ] Nei [x]»."""
    concepts = {unit.concept for unit in head}
    if not any(map(is_named, head)):
        return concepts <= _LABELS
    asked = [unit for unit in head if unit.concept is Concept.VOTE]
    if head[-1].concept is Concept.ASK and asked:
        approving = all(unit.vote is Vote.APPROVE and not unit.negations for unit in asked)
        return approving and Concept.NEGATION not in concepts
    return concepts.isdisjoint(_DOUBTFUL) or concepts <= _LABELS | {Concept.ASK}


def asks_who_comes(head: Words) -> bool:
    """«Møter:», «Kommer du?»."""
    return any(unit.concept in ANSWERING and unit.concept is not Concept.VOTE for unit in head)


def labelled(head: Words) -> Words:
    """The head with a colon behind it; of a question only the case, and of a doubtful one what is no doubt."""
    if head and head[-1].concept is Concept.ASK:
        head = tuple(filter(is_named, head))
    if not head or head[-1].concept in {Concept.COLON, Concept.DASH}:
        return head
    return (*head, Unit(Concept.COLON, ":", head[-1].end, head[-1].end))


def without_doubt(head: Words) -> Words:
    """What of the head says which case it is, to ask about."""
    return tuple(filter(is_named, head)) or tuple(unit for unit in head if unit.concept not in _DOUBTFUL)
