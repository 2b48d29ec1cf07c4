"""The parts of one sentence: what a comma, a dash, a colon or a joining word sets off is a clause of its own."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.reference import Scope
from bot.reading.statements.unit import Unit
from bot.reading.statements.worded import Worded

# So many units may stand before a label's colon or dash; further back nothing belongs to it.
MAX_LABEL: Final = 40


_HEDGE, _NEGATION = Concept.HEDGE, Concept.NEGATION


class _ClauseParts(NamedTuple):
    units: tuple[Unit, ...]
    opening: Unit | None
    concepts: frozenset[Concept]
    forms: frozenset[str]


class Clause(_ClauseParts, Worded):
    """A part of a sentence; `opening` is the word that joins it to what stands before, None for none, or COMMA."""

    __slots__ = ()

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
    return _HEDGE in clause.concepts and clause.concepts <= _BARE_DOUBT


_BARE_DOUBT: Final = frozenset(
    {Concept.HEDGE, Concept.SELF, Concept.FILLER, Concept.MARK, Concept.DASH, Concept.SYMBOL, Concept.FUTURE}
)


def is_bare_negation(clause: Clause) -> bool:
    """Whether it says «not» and nothing else."""
    return _NEGATION in clause.concepts and clause.concepts <= _BARE_NEGATION


_BARE_NEGATION: Final = frozenset(
    {Concept.NEGATION, Concept.FILLER, Concept.SELF, Concept.MARK, Concept.DASH, Concept.TIME, Concept.SYMBOL}
)


CONDITIONS: Final = frozenset({Concept.CONDITION, Concept.CONDITION_IF, Concept.TEMPORAL})


_SPLITTING: Final = CONDITIONS - {Concept.CONDITION_IF} | {
    Concept.COMMA, Concept.BUT, Concept.AND, Concept.WHILE, Concept.BECAUSE,
}  # fmt: skip


def clauses_of(units: Sequence[Unit]) -> tuple[Clause, ...]:
    """The clauses of one sentence."""
    places = [
        at
        for at, unit in enumerate(units)
        if (splits := _SPLITTING_RULES.get(unit.concept)) is not None and splits(units, at)
    ]
    if places:
        return tuple(_parted(units, set(places)))
    whole = clause_of(tuple([unit for unit in units if unit.concept not in SENTENCE_ENDS]))
    return (whole,) if _has_words(whole) else ()


def _parted(units: Sequence[Unit], places: Container[int]) -> Iterator[Clause]:
    """The clauses that the units at those places set off."""
    pending: list[Unit] = []
    opening: Unit | None = None
    # «Svar fra meg (ikke sendt):» ends with its colon.
    closes = len(units) > 1 and units[-1].concept is Concept.COLON and units[-2].concept is Concept.COMMA
    closing = len(units) - 2 if closes else None
    for at, unit in enumerate(units):
        if at not in places:
            if unit.concept not in SENTENCE_ENDS and at != closing:
                pending.append(unit)
        elif at != closing:
            if _has_words(clause := clause_of(tuple(pending), opening)):
                yield clause
                opening = None
            pending, opening = _begun_by(unit, opening)
    if _has_words(clause := clause_of(tuple(pending), opening)):
        yield clause
    elif opening is not None and (opening.concept is Concept.BUT or opening.form in marks("alternative")):
        yield clause_of((opening,), opening)


def _begun_by(unit: Unit, opening: Unit | None) -> tuple[list[Unit], Unit | None]:
    """The first units of the clause that a unit sets off, and what joins it to those before."""
    if unit.concept in CONDITIONS:
        return [unit], unit
    if unit.concept is Concept.ANAPHOR or unit.concept is Concept.REFERENCE:
        return [unit], opening
    if unit.concept is Concept.FILLER:
        return [], unit._replace(concept=Concept.BECAUSE)
    return [], unit if opening is None or opening.concept in _JOINING else opening


_JOINING: Final = frozenset({Concept.COMMA, Concept.DASH, Concept.AND})


def _has_words(clause: Clause) -> bool:
    return not clause.concepts <= _WORDLESS


_WORDLESS: Final = frozenset({Concept.DASH, Concept.MARK, Concept.COLON})


def _begins_clause(units: Sequence[Unit], at: int) -> bool:
    """Not in «Vi har gitt 50 000», «skulle svart før», «godkjent som før»: words of condition that bring in none."""
    if units[at].form in marks("given"):
        return not any(unit.concept is Concept.HAVE for unit in _since_split(units, at))
    following = units[at + 1 : at + 2]
    if units[at].concept is not Concept.TEMPORAL or (following and following[0].concept not in SENTENCE_ENDS):
        return True
    before = _since_split(units, at)
    as_before = bool(before) and before[-1].form in marks("as")
    return not as_before and any(unit.concept is Concept.VOTE for unit in before)


def _is_second_label(units: Sequence[Unit], at: int) -> bool:
    """«Sak 1 godkjent sak 2: imot»."""
    if at + 1 == len(units) or units[at + 1].concept is not Concept.COLON:
        return False
    before = _since_split(units, at)
    # «For sak 2: imot»
    before = before[1:] if before and before[0].shape is Form.LONE else before
    concepts = {unit.concept for unit in before}
    answered = Concept.REFERENCE in concepts or [unit.concept for unit in units[at + 2 : at + 3]] == [Concept.VOTE]
    return Concept.VOTE in concepts and answered


def _gives_reason(units: Sequence[Unit], at: int) -> bool:
    """«imot sak 2 da kommunen ikke har råd»: whom or what the clause is about, and its verb; not «da godkjenner jeg»,
    «godkjenner da forslaget»."""
    if units[at].form not in marks("then") or len(units) < at + 3:
        return False
    subject, verb = units[at + 1 : at + 3]
    named = subject.concept in _REASONED or subject.form in marks("municipality")
    said = verb.concept in _VERBS or verb.form in marks("copula")
    said = said or (verb.concept is Concept.UNKNOWN and verb.form.endswith(_PRESENT))
    return named and said and any(unit.concept is Concept.VOTE for unit in _since_split(units, at))


_VERBS: Final = frozenset({Concept.HAVE, Concept.NEGATION, Concept.PAST, Concept.MUST, Concept.CAN, Concept.FUTURE})
_PRESENT: Final = ("er", "ar")


def _is_colon_behind_vote(units: Sequence[Unit], at: int) -> bool:
    """Also behind a reason: «Siden dette haster: godkjent»."""
    open_form = at + 1 == len(units)
    return (
        units[at - 1].concept is not Concept.REFERENCE
        and not open_form
        and (
            units[0].concept is Concept.BECAUSE or any(unit.concept is Concept.VOTE for unit in _since_split(units, at))
        )
    )


def _is_relative(units: Sequence[Unit], at: int) -> bool:
    """«… sak 2, det støtter jeg ikke»: what is said of the case just named."""
    following = units[at + 1].concept if at + 1 < len(units) else None
    relative = " " in units[at].form or following in {Concept.SELF, Concept.VOTE}
    return at > 0 and units[at - 1].concept is Concept.REFERENCE and relative


def _is_clause_of_condition(units: Sequence[Unit], at: int) -> bool:
    """«om det er penger» is a condition, «om dette» is none."""
    following = units[at + 1 : at + 3]
    if len(following) > 1 and following[0].concept is Concept.UNKNOWN and following[1].concept not in SENTENCE_ENDS:
        before = _since_split(units, at)
        # «Svaret gjelder kun om avtalen blir fornyet»
        if any(unit.form in marks("governing") or unit.form in marks("only") for unit in before[-2:]):
            return True
        # «godkjent om prisen holder»
        holding = following[1].concept in _HOLDING
        return holding and any(unit.concept is Concept.VOTE for unit in before)
    if not following or not (following[0].concept in _SUBJECTS or _are_people(following[0])):
        return False
    return len(following) > 1 and following[1].concept not in _SPLITTING | SENTENCE_ENDS | {Concept.REFERENCE}


_HOLDING: Final = frozenset({Concept.UNKNOWN, Concept.NEGATION})


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


_REASONED: Final = (_SUBJECTS - {Concept.NEGATION}) | {Concept.UNKNOWN, Concept.TOPIC, Concept.PLAIN}


_LABELLING: Final = frozenset({Concept.REFERENCE, Concept.TOPIC, Concept.PAPER, Concept.FILLER, Concept.AND})


def _is_dash_between(units: Sequence[Unit], at: int) -> bool:
    """Not in «1/22 – OK», «Møteplan for våren – OK»: that dash joins the case with its answer."""
    before = _since_split(units, at)
    labelled = any(unit.concept is Concept.REFERENCE or unit.titled for unit in before[-1:])
    return not (labelled and all(unit.concept in _LABELLING for unit in before))


# Which units may set off a clause, and when they do.
_SPLITTING_RULES: Final[Mapping[Concept, Callable[[Sequence[Unit], int], bool]]] = {
    **dict.fromkeys(_SPLITTING, _begins_clause),
    Concept.DASH: _is_dash_between,
    Concept.CONDITION_IF: _is_clause_of_condition,
    Concept.REFERENCE: _is_second_label,
    Concept.COLON: _is_colon_behind_vote,
    Concept.ANAPHOR: _is_relative,
    Concept.FILLER: _gives_reason,
}
