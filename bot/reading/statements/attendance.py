"""What a sentence says of taking part, and whom it names to stand in."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from bot.core.meeting import Role
from bot.core.reading import Reason, Vote
from bot.reading.statements.clauses import CONDITIONS, Clause, clause_of, is_bare_doubt
from bot.reading.statements.coming import doubts_own_coming, without_doubts_on_coming
from bot.reading.statements.deputies import (
    ANNOUNCING,
    WORDS_OF_PRESENCE,
    is_hedged,
    someone_else,
    speaks_of_oneself,
    tells_of_others,
)
from bot.reading.statements.lexicon import Concept, Form, marks, naming
from bot.reading.statements.occasion import is_about_the_meeting
from bot.reading.statements.people import People
from bot.reading.statements.presence import Presence, Said
from bot.reading.statements.reference import Scope
from bot.reading.statements.sentences import Sentence, asks_by_order
from bot.reading.statements.unit import Unit

_TELLING: Final = frozenset({*WORDS_OF_PRESENCE, Concept.AWAY, Concept.CAN, *ANNOUNCING})


def presences_of(sentence: Sentence, text: str, people: People, role: Role) -> list[Presence]:
    """The remarks of one sentence on taking part, in order."""
    if sentence.concepts.isdisjoint(_TELLING):
        return []
    found = [left_open(sentence)] if doubts_own_coming(sentence) else list[Presence]()
    sentence = without_doubts_on_coming(sentence)
    for clause in _with_their_subjects(sentence.clauses):
        clause = _for_own_seat(clause, people)  # noqa: PLW2901 - the same clause as it is read
        presence = _clause_presence(clause, text, people, role)
        if presence is not None:
            found.append(_doubted(presence, clause, sentence))
    return found


def _for_own_seat(clause: Clause, people: People) -> Clause:
    """«Eva stiller for Solvik» takes the place of the one who writes for Solvik."""
    for at, (before, unit) in enumerate(pairwise(clause.units)):
        if before.form in marks("acting_for") and unit.form in people.own and clause.has(Concept.PRESENT):
            place = before._replace(concept=Concept.PLACE, vote=None, end=unit.end)
            return clause_of((*clause.units[:at], place, *clause.units[at + 2 :]), clause.opening)
    return clause


_PARTS_OF_SUBJECTS: Final = frozenset(
    {Concept.NAME, Concept.UNKNOWN, Concept.DEPUTY, Concept.OTHER, Concept.SELF, Concept.FILLER, Concept.PAPER}
)


def _with_their_subjects(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """«Min vara, Kari Li, møter» is one clause: names between commas belong to the verb behind them."""
    pending: tuple[Unit, ...] = ()
    opening: Unit | None = None
    for clause in (part for each in clauses for part in _parted(each)):
        whole = clause_of((*pending, *clause.units), opening if pending else clause.opening)
        named = bool(pending) or clause.has(Concept.NAME, Concept.DEPUTY) or clause.units[0].capital
        if named and all(unit.concept in _PARTS_OF_SUBJECTS for unit in clause.units):
            pending, opening = whole.units, whole.opening
            continue
        if pending and _tells_how_to_reach(clause):
            # «Vara er Per Dal, tlf. 00 00 00 00»
            yield clause_of(pending, opening)
        yield whole if pending and clause.units[0].concept is Concept.PRESENT else clause
        pending = ()
    if pending:
        yield clause_of(pending, opening)


_REACHING: Final = frozenset({Concept.NUMBER, Concept.MARK, Concept.COLON, Concept.UNKNOWN})


def _tells_how_to_reach(clause: Clause) -> bool:
    """Whether the clause is a number or an address, and at most a word for what it is."""
    return clause.concepts <= _REACHING and not clause.concepts.isdisjoint({Concept.NUMBER, Concept.MARK})


def _parted(clause: Clause) -> Iterator[Clause]:
    """«har forfall vara Kari Li møter» without a comma: the second verb has a subject of its own."""
    absent = next((at for at, unit in enumerate(clause.units) if unit.concept is Concept.ABSENT), None)
    if absent is not None and clause.has(Concept.PRESENT):
        for at in range(absent + 1, len(clause.units)):
            if clause.units[at].concept in {Concept.NAME, Concept.DEPUTY}:
                yield clause_of(clause.units[:at], clause.opening)
                yield clause_of(clause.units[at:])
                return
    yield clause


def _doubted(presence: Presence, clause: Clause, sentence: Sentence) -> Presence:
    """A question or a condition leaves taking part open."""
    if presence.said in {Said.AWAY, Said.UNCLEAR}:
        return presence
    if _is_refused(sentence) or any(is_bare_doubt(each) or _hesitates(each) for each in sentence.clauses):
        return Presence(Said.UNCLEAR, presence.start, presence.end)
    if presence.said is Said.STANDS_IN and _falls_through(sentence):
        return Presence(Said.UNCLEAR, presence.start, presence.end)
    conditional = any(each.units[0].concept in CONDITIONS for each in sentence.clauses)
    if sentence.asks or asks_by_order(sentence):
        return Presence(Said.UNCLEAR, presence.start, presence.end, reason=Reason.QUESTION)
    if conditional and not sentence.has(Concept.CONTACT) and not _is_on_another(clause, sentence):
        return Presence(Said.UNCLEAR, presence.start, presence.end, reason=Reason.CONDITIONAL)
    return presence


def left_open(sentence: Sentence) -> Presence:
    """What a sentence behind those on taking part says, where it leaves them open: «Må sjekke kalenderen først»."""
    return Presence(Said.UNCLEAR, sentence.start, sentence.end)


def _falls_through(sentence: Sentence) -> bool:
    """«Per Dal møter for meg, men han er syk»: who was to come does not."""
    return any(
        clause.opens(Concept.BUT)
        and clause.has(Concept.OTHER)
        and (clause.has(Concept.AWAY) or (clause.has(Concept.CAN) and clause.has(Concept.NEGATION)))
        for clause in sentence.clauses
    )


def _is_refused(sentence: Sentence) -> bool:
    """«Møter: nei», «Møter (ja/nei): nei»: a form whose answer denies its label."""
    if sentence.has(Concept.REFERENCE):
        return False
    units = [
        unit
        for clause in sentence.clauses
        for unit in ((clause.opening,) if clause.opening is not None else ()) + clause.units
    ]
    return any(
        before.concept is Concept.COLON and unit.vote is Vote.OBJECT and unit.shape is Form.WORD
        for before, unit in pairwise(units)
    )


def _hesitates(clause: Clause) -> bool:
    """«…, men må sjekke kalenderen», «… eller jo, det går»."""
    opening = clause.opening
    if opening is None or clause.has(Concept.VOTE):
        return False
    return opening.form in marks("alternative") or (
        opening.concept is Concept.BUT and clause.has(Concept.PENDING, Concept.HEDGE, Concept.PARTIAL)
    )


def _is_on_another(clause: Clause, sentence: Sentence) -> bool:
    """Whether the condition stands behind a vote and so is on that: «møter, og godkjenner hvis …»."""
    places = [at for at, each in enumerate(sentence.clauses) if each.units[0].concept in CONDITIONS]
    own = next(at for at, each in enumerate(sentence.clauses) if each.end >= clause.end)
    return all(
        any(each.has(Concept.VOTE) for each in sentence.clauses[own + 1 : place]) for place in places if place > own
    ) and not any(place <= own for place in places)


def _clause_presence(clause: Clause, text: str, people: People, role: Role) -> Presence | None:
    if clause.units[0].concept in CONDITIONS:
        return None
    another = someone_else(clause, text, people)
    if another is not None or tells_of_others(clause, people):
        return another
    units = [
        unit
        for before, unit in pairwise((clause.units[0], *clause.units))
        if unit.concept in WORDS_OF_PRESENCE and not (unit.form in marks("meeting") and before.form in marks("busy_in"))
    ]
    if units and _is_on_course(clause, units):
        return Presence(Said.AWAY, clause.start, clause.end)
    return _own_presence(clause, units, people) if units else _without_verb(clause, role, people)


def _is_on_course(clause: Clause, units: Sequence[Unit]) -> bool:
    """«Jeg deltar på kurs den dagen»."""
    coming = all(each.concept is Concept.PRESENT for each in units)
    return coming and clause.has(Concept.AWAY) and not clause.has(Concept.NEGATION)


def _own_presence(clause: Clause, units: Sequence[Unit], people: People) -> Presence | None:
    """What the words of taking part say of the one who writes."""
    negations = sum(unit.negations for unit in units) + sum(unit.concept is Concept.NEGATION for unit in clause.units)
    said = {Said.ABSENT if unit.concept is Concept.ABSENT else Said.PRESENT for unit in units}
    if not negations and _comes_elsewhere(clause):
        return None
    if len(clause.units) == 1 and clause.units[0].form in marks("joining"):
        # «Er med!» may be said of the proposals.
        return Presence(Said.UNCLEAR, clause.start, clause.end)
    elsewhere = not is_about_the_meeting(clause, people) or (said == {Said.ABSENT} and _is_of_another(clause, people))
    if not negations and said == {Said.PRESENT} and (elsewhere or _is_about_things(clause, units, people)):
        return None
    unclear = clause.has(Concept.PARTIAL, Concept.PAST, Concept.SLASH) or is_hedged(clause) or _is_limited(clause)
    # «Jeg stiller med vara»
    unclear = unclear or clause.has(Concept.DEPUTY)
    unclear = unclear or elsewhere or bool(negations and clause.says("in_person"))
    unclear = unclear or (said == {Said.ABSENT} and not negations and _is_possible(clause))
    for_whom = clause.has(Concept.PLACE) and not speaks_of_oneself(clause, people)
    if unclear or for_whom or len(said) > 1 or negations > 1 or (negations and said == {Said.ABSENT}):
        return Presence(Said.UNCLEAR, clause.start, clause.end)
    bare = not clause.has(Concept.CAN, Concept.FUTURE)
    if not negations and said == {Said.PRESENT} and bare and all(_is_mere_participle(unit) for unit in units):
        return None
    return Presence(Said.ABSENT if negations else said.pop(), clause.start, clause.end)


def _comes_elsewhere(clause: Clause) -> bool:
    """«Kommer til kort», «kommer fra Solvik», «kommer på mail»: no meeting, and no time, is come to."""
    at = next((at for at, unit in enumerate(clause.units) if unit.form.split()[-1] in marks("coming")), None)
    behind = clause.units[at + 1 :] if at is not None else ()
    if not behind or behind[0].form.split()[0] not in marks("whither"):
        return False
    there = marks("meeting") | marks("in_person") | marks("day")
    timed = any(unit.concept in {Concept.DATE, Concept.TIME} for unit in behind)
    return not timed and not any(unit.form in there or unit.form in naming().weekdays for unit in behind)


def _is_possible(clause: Clause) -> bool:
    """«Kan bli forfall»; «kan jeg melde forfall» asks."""
    at = next((at for at, unit in enumerate(clause.units) if unit.concept is Concept.CAN), None)
    return at is not None and not any(unit.form in marks("subject") for unit in clause.units[at + 1 : at + 2])


def _is_about_things(clause: Clause, units: Sequence[Unit], people: People) -> bool:
    """«Protokollen kommer»: something else than a person comes."""
    before = [unit for unit in clause.units if unit.start < units[0].start]
    things = any(unit.concept in _THINGS for unit in before)
    if _has_object(clause, units, people):
        return True
    own = any(unit.form in marks("oneself") or unit.form in people.own for unit in clause.units)
    return things and not own and not any(word in marks("oneself") for unit in units for word in unit.form.split())


def _is_of_another(clause: Clause, people: People) -> bool:
    """«Forfall fra Ingrid», «forfall: nei»."""
    behind = clause.units[next(at for at, unit in enumerate(clause.units) if unit.concept is Concept.ABSENT) + 1 :]
    named = any(
        unit.concept is Concept.NAME and unit.form not in people.own and unit.form not in people.coordinator
        for unit in behind
    )
    return named or any(unit.concept is Concept.VOTE and unit.shape is Form.WORD for unit in behind)


def _has_object(clause: Clause, units: Sequence[Unit], people: People) -> bool:
    """«Jeg møter Olav i morgen», «deltar alle»: somebody is met, or asked about."""
    behind = next((unit for unit in clause.units if unit.start >= units[0].end), None)
    if behind is None or clause.has(Concept.PLACE):
        return False
    somebody = behind.concept is Concept.NAME and behind.form not in people.own
    everybody = behind.reference is not None and behind.reference.scope is Scope.ALL
    return somebody or everybody


_THINGS: Final = frozenset(
    {Concept.COURTESY, Concept.UNKNOWN, Concept.PLAIN, Concept.TOPIC, Concept.PAPER, Concept.REFERENCE, Concept.FILLER}
)


def _is_mere_participle(unit: Unit) -> bool:
    return unit.form in marks("participle")


def _is_limited(clause: Clause) -> bool:
    """«deltar på sak 1», «kan ikke møte fysisk»: taking part in something only."""
    named = any(unit.reference is not None and unit.reference.of_cases for unit in clause.units) and not clause.has(
        Concept.VOTE
    )
    partly = any(not marks("only").isdisjoint(unit.form.split()) for unit in clause.all_of(Concept.PRESENT))
    return named or partly


def _without_verb(clause: Clause, role: Role, people: People) -> Presence | None:
    if clause.has(Concept.VOTE):
        return Presence(Said.AWAY, clause.start, clause.end) if clause.has(Concept.AWAY) else None
    if clause.has(Concept.CAN) and clause.has(Concept.NEGATION) and _is_bare(clause):
        timed = clause.has(Concept.DATE, Concept.TIME) and is_about_the_meeting(clause, people)
        certain = role is Role.SUBSTITUTE or timed
        return Presence(Said.ABSENT if certain else Said.UNCLEAR, clause.start, clause.end)
    return Presence(Said.AWAY, clause.start, clause.end) if clause.has(Concept.AWAY) else None


_BARE: Final = frozenset(
    {
        Concept.CAN, Concept.NEGATION, Concept.SELF, Concept.FILLER, Concept.DATE, Concept.TIME, Concept.ANAPHOR,
        Concept.WHILE, Concept.COURTESY, Concept.HEDGE,
    }
)  # fmt: skip


def _is_bare(clause: Clause) -> bool:
    """«jeg kan dessverre ikke», «kan ikke den dagen»: nothing but that one cannot."""
    others = [unit for unit in clause.units if unit.concept not in _BARE]
    return all(unit.form in marks("day") for unit in others)
