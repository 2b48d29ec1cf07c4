"""The parts of one sentence: what a comma, a dash, a colon or a joining word sets off is a clause of its own."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.reference import Reference, Scope
from bot.reading.statements.units import Unit

# So many units may stand before a label's colon or dash; further back nothing belongs to it.
MAX_LABEL: Final = 40


_REFERENCE: Final = Concept.REFERENCE


class Clause(NamedTuple):
    """A part of a sentence; `opening` is the word that joins it to what stands before, None for none, or COMMA.

    `concepts` and `forms` are those of its units, looked at once because every rule asks.
    """

    units: tuple[Unit, ...]
    opening: Unit | None
    concepts: frozenset[Concept]
    forms: frozenset[str]

    def has(self, *concepts: Concept) -> bool:
        """Whether it has a unit of one of the concepts."""
        return not self.concepts.isdisjoint(concepts)

    def all_of(self, *concepts: Concept) -> tuple[Unit, ...]:
        """Its units of those concepts."""
        return tuple(unit for unit in self.units if unit.concept in concepts)

    def says(self, name: str) -> bool:
        """Whether a unit of it stands in that list of the vocabularies' `marks`."""
        return not self.forms.isdisjoint(marks(name))

    @property
    def references(self) -> tuple[Reference, ...]:
        """What it names, in order."""
        if _REFERENCE not in self.concepts:
            return ()
        return tuple([unit.reference for unit in self.units if unit.reference is not None])

    @property
    def start(self) -> int:
        """Where it starts in the passage."""
        return self.units[0].start

    @property
    def end(self) -> int:
        """Where it ends in the passage."""
        return self.units[-1].end

    def opens(self, *concepts: Concept) -> bool:
        """Whether a word of one of the concepts joins it to what stands before."""
        return self.opening is not None and self.opening.concept in concepts


def clause_of(units: tuple[Unit, ...], opening: Unit | None = None) -> Clause:
    """The clause of those units."""
    concepts, forms = frozenset([unit.concept for unit in units]), frozenset([unit.form for unit in units])
    return Clause(units, opening, concepts, forms)


SENTENCE_ENDS: Final = frozenset({Concept.STOP, Concept.ASK})


def is_bare_doubt(clause: Clause) -> bool:
    """Whether it doubts and says nothing else: «tror jeg», «tja»."""
    return clause.has(Concept.HEDGE) and clause.concepts <= _BARE_DOUBT


_BARE_DOUBT: Final = frozenset(
    {Concept.HEDGE, Concept.SELF, Concept.FILLER, Concept.MARK, Concept.DASH, Concept.SYMBOL, Concept.FUTURE}
)


def is_bare_negation(clause: Clause) -> bool:
    """Whether it says «not» and nothing else."""
    return clause.has(Concept.NEGATION) and clause.concepts <= _BARE_NEGATION


_BARE_NEGATION: Final = frozenset(
    {Concept.NEGATION, Concept.FILLER, Concept.SELF, Concept.MARK, Concept.DASH, Concept.TIME, Concept.SYMBOL}
)


CONDITIONS: Final = frozenset({Concept.CONDITION, Concept.CONDITION_IF, Concept.TEMPORAL})


_SPLITTING: Final = CONDITIONS - {Concept.CONDITION_IF} | {
    Concept.COMMA, Concept.BUT, Concept.AND, Concept.WHILE, Concept.BECAUSE,
}  # fmt: skip
_MAY_SPLIT: Final = _SPLITTING | {
    Concept.DASH, Concept.CONDITION_IF, Concept.REFERENCE, Concept.COLON, Concept.ANAPHOR,
}  # fmt: skip


def clauses_of(units: Sequence[Unit]) -> Iterable[Clause]:
    """The clauses of one sentence."""
    pending: list[Unit] = []
    opening: Unit | None = None
    # «Svar fra meg (ikke sendt):» ends with its colon.
    closing = len(units) - 2 if [unit.concept for unit in units[-2:]] == _CLOSED_BEFORE_COLON else None
    for at, unit in enumerate(units):
        if unit.concept in SENTENCE_ENDS or at == closing:
            continue
        if unit.concept not in _MAY_SPLIT or not _splits(units, at):
            pending.append(unit)
            continue
        if _has_words(pending):
            yield clause_of(tuple(pending), opening)
            opening = None
        pending = []
        if unit.concept in CONDITIONS:
            pending, opening = [unit], unit
        elif unit.concept in {Concept.ANAPHOR, Concept.REFERENCE}:
            pending = [unit]
        elif opening is None or opening.concept in {Concept.COMMA, Concept.DASH, Concept.AND}:
            opening = unit
    if _has_words(pending):
        yield clause_of(tuple(pending), opening)
    elif opening is not None and (opening.concept is Concept.BUT or opening.form in marks("alternative")):
        yield clause_of((opening,), opening)


_CLOSED_BEFORE_COLON: Final = [Concept.COMMA, Concept.COLON]


def _has_words(units: Sequence[Unit]) -> bool:
    return any(unit.concept not in _WORDLESS for unit in units)


_WORDLESS: Final = frozenset({Concept.DASH, Concept.MARK, Concept.COLON})


def _is_of_its_clause(units: Sequence[Unit], at: int) -> bool:
    """«Vi har gitt 50 000», «skulle svart før», «godkjent som før»: a word of condition that brings in no clause."""
    if units[at].form in marks("given"):
        return any(unit.concept is Concept.HAVE for unit in _since_split(units, at))
    following = units[at + 1 : at + 2]
    if units[at].concept is not Concept.TEMPORAL or (following and following[0].concept not in SENTENCE_ENDS):
        return False
    before = _since_split(units, at)
    as_before = bool(before) and before[-1].form in marks("as")
    return as_before or not any(unit.concept is Concept.VOTE for unit in before)


def _splits(units: Sequence[Unit], at: int) -> bool:
    concept = units[at].concept
    if concept is Concept.DASH:
        return not _is_label_dash(units, at)
    if concept is Concept.CONDITION_IF:
        return _is_clause_of_condition(units, at)
    if concept is Concept.REFERENCE:
        labels = at + 1 < len(units) and units[at + 1].concept is Concept.COLON
        before = _since_split(units, at)
        # «For sak 2: imot»
        before = before[1:] if before and before[0].shape is Form.LONE else before
        return labels and any(unit.concept is Concept.VOTE for unit in before)
    if concept is Concept.COLON:
        open_form = at + 1 == len(units)
        return (
            units[at - 1].concept is not Concept.REFERENCE
            and not open_form
            and any(unit.concept is Concept.VOTE for unit in _since_split(units, at))
        )
    if concept is Concept.ANAPHOR:
        following = units[at + 1].concept if at + 1 < len(units) else None
        relative = " " in units[at].form or following in {Concept.SELF, Concept.VOTE}
        return at > 0 and units[at - 1].concept is Concept.REFERENCE and relative
    return concept in _SPLITTING and not _is_of_its_clause(units, at)


def _is_clause_of_condition(units: Sequence[Unit], at: int) -> bool:
    """«om det er penger» is a condition, «om dette» is none."""
    following = units[at + 1 : at + 3]
    if len(following) > 1 and all(unit.concept is Concept.UNKNOWN for unit in following):
        # «godkjent om prisen holder»
        return any(unit.concept is Concept.VOTE for unit in _since_split(units, at))
    if not following or not (following[0].concept in _SUBJECTS or _are_people(following[0])):
        return False
    return len(following) > 1 and following[1].concept not in _SPLITTING | SENTENCE_ENDS | {Concept.REFERENCE}


def _are_people(unit: Unit) -> bool:
    """«de andre», «alle» may be people as well as cases."""
    return unit.reference is not None and unit.reference.scope in {Scope.ALL, Scope.REST}


def _since_split(units: Sequence[Unit], at: int) -> Sequence[Unit]:
    start, furthest = at, max(0, at - MAX_LABEL)
    while start > furthest and units[start - 1].concept not in _SPLITTING - {Concept.AND}:
        start -= 1
    return units[start:at]


_SUBJECTS: Final = frozenset(
    {Concept.SELF, Concept.OTHER, Concept.ANAPHOR, Concept.NAME, Concept.NEGATION, Concept.PAPER, Concept.DEPUTY}
)


_LABELLING: Final = frozenset({Concept.REFERENCE, Concept.TOPIC, Concept.PAPER, Concept.FILLER, Concept.AND})


def _is_label_dash(units: Sequence[Unit], at: int) -> bool:
    """«1/22 – OK»: the dash joins the case with its answer."""
    before = _since_split(units, at)
    return any(unit.concept is Concept.REFERENCE for unit in before[-1:]) and all(
        unit.concept in _LABELLING for unit in before
    )
