"""Who is named to take the place of the one who writes: «Kari Li møter i mitt sted», «min vara møter»."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.core.reading import NamedSubstitute, Reason
from bot.reading.statements.clauses import Clause
from bot.reading.statements.lexicon import Concept, marks
from bot.reading.statements.occasion import is_about_the_meeting
from bot.reading.statements.people import People
from bot.reading.statements.presence import Presence, Said
from bot.reading.statements.unit import Unit

WORDS_OF_PRESENCE: Final = (Concept.PRESENT, Concept.ABSENT, Concept.PARTIAL)


ANNOUNCING: Final = frozenset({Concept.PLACE, Concept.DEPUTY, Concept.SUMMON})


MAX_NAME_WORDS: Final = 4


def is_hedged(clause: Clause) -> bool:
    """«må nok melde forfall», «kan ikke møte heller» are no less certain."""
    hedges = [unit for unit in clause.all_of(Concept.HEDGE) if unit.form not in marks("faint")]
    if not hedges or any(unit.form not in marks("neither") for unit in hedges):
        return bool(hedges)
    return not (clause.has(Concept.NEGATION) or any(unit.negations for unit in clause.units))


def someone_else(clause: Clause, text: str, people: People) -> Presence | None:
    """Who is named to take the speaker's place: «Kari Li møter i mitt sted», «min vara møter», «vara: Per Dal»."""
    present, announced = clause.all_of(Concept.PRESENT), clause.has(*ANNOUNCING)
    if not _may_announce(clause, present, announced=announced) or speaks_of_oneself(clause, people):
        return None
    if not is_about_the_meeting(clause, people, names=True) or _comes_too(clause):
        return None
    name, title = _name_in(clause, people), _title_in(clause, people)
    if name and name != [title]:
        elsewhere = not announced and _has_another_seat(name, people)
        return None if elsewhere else _named(clause, name, text, people, announced=announced)
    if title is not None:
        reason = None if _is_sent(clause, title) else Reason.NOTHING_SAID
        return Presence(Said.STANDS_IN, clause.start, clause.end, _by_title(title, people), reason)
    if clause.has(Concept.DEPUTY) and (present or clause.has(Concept.SUMMON, Concept.PLACE)):
        return Presence(Said.STANDS_IN, clause.start, clause.end)
    return None


def _may_announce(clause: Clause, present: Sequence[Unit], *, announced: bool) -> bool:
    """Whether somebody is said to come at all, without a «not», a doubt, or a vote that it is about."""
    if not (announced or present) or is_hedged(clause) or clause.has(Concept.NEGATION, Concept.PAST):
        return False
    if clause.says("official") or (not present and _is_away_itself(clause)):
        return False
    if clause.has(Concept.VOTE) and not (present and announced):
        return False
    if clause.has(Concept.VOTE) and clause.says("that"):
        return False
    return not any(unit.negations for unit in clause.units)


def _is_away_itself(clause: Clause) -> bool:
    """«Tore Li melder forfall som vara»: who is named stays away."""
    absent = next((at for at, unit in enumerate(clause.units) if unit.concept is Concept.ABSENT), 0)
    return any(unit.concept is Concept.NAME for unit in clause.units[:absent])


def _has_another_seat(name: Sequence[Unit], people: People) -> bool:
    """«Berit møter», who is known in the meeting, and no substitute of the seat."""
    known = all(unit.concept is Concept.NAME for unit in name)
    return known and not people.substitute([unit.form for unit in name], "").listed


def _named(clause: Clause, name: Sequence[Unit], text: str, people: People, *, announced: bool) -> Presence:
    words = [unit.form for unit in name]
    written = " ".join(text[name[0].start : name[-1].end].split())
    substitute = people.substitute(words, written)
    if not _is_sent(clause, name[0]) or (not announced and not substitute.listed):
        return Presence(Said.STANDS_IN, clause.start, clause.end, substitute, Reason.NOTHING_SAID)
    return Presence(Said.STANDS_IN, clause.start, clause.end, substitute)


def _is_sent(clause: Clause, name: Unit) -> bool:
    """Whether the one who is named is said to come; «min vara er Kari Li» only tells who would."""
    calling = any(unit.form in marks("calling") and unit.start < name.start for unit in clause.units)
    places = clause.all_of(Concept.PLACE)
    acting = any(unit.form.split()[0] in marks("takes_place") for unit in places)
    takes_place = bool(places) and (acting or clause.has(Concept.SUMMON) or not clause.has(Concept.FILLER))
    labelled = any(
        before.concept is Concept.DEPUTY and unit.concept is Concept.COLON for before, unit in pairwise(clause.units)
    )
    return calling or labelled or takes_place or clause.has(Concept.PRESENT)


def _comes_too(clause: Clause) -> bool:
    """«Per Dal møter også»: beside the speaker, not for them."""
    return not clause.has(Concept.PLACE, Concept.DEPUTY) and any(
        not marks("also").isdisjoint(unit.form.split()) for unit in clause.units
    )


def _by_title(unit: Unit, people: People) -> NamedSubstitute:
    fitting = people.titled(unit.form)
    if len(fitting) == 1:
        return NamedSubstitute(fitting[0].name, fitting[0].email, listed=True)
    return NamedSubstitute(unit.form, None, listed=False)


def speaks_of_oneself(clause: Clause, people: People) -> bool:
    """«jeg møter for Ingrid», «jeg stiller som vara»."""
    verbs = [at for at, unit in enumerate(clause.units) if unit.concept in {Concept.PRESENT, Concept.ABSENT}]
    if not verbs:
        return False
    verb = clause.units[verbs[0]]
    if any(word in marks("oneself") for word in verb.form.split()):
        return True
    before = clause.units[: verbs[0]]
    if any(unit.form in marks("oneself") for unit in before):
        return True
    after = clause.units[verbs[0] + 1 : verbs[0] + 2]
    if any(unit.form in marks("oneself") for unit in after):
        return True
    subjects = (Concept.NAME, Concept.UNKNOWN, Concept.DEPUTY, Concept.OTHER)
    others = any(unit.concept in subjects or _is_title(unit, people) or "@" in unit.form for unit in before)
    return not others and not clause.has(Concept.PLACE)


def tells_of_others(clause: Clause, people: People) -> bool:
    """«Ingrid har forfall» says nothing of the one who writes."""
    for unit in clause.units:
        if unit.concept in WORDS_OF_PRESENCE:
            return False
        if unit.concept is Concept.NAME and unit.form not in people.own:
            return True
        if unit.concept is Concept.OTHER or unit.concept is Concept.DEPUTY:
            return not any(each.form in people.own for each in clause.units)
    return False


def _name_in(clause: Clause, people: People) -> list[Unit]:
    """The first run of words that can be somebody else's name: known in the meeting, or unknown with a capital."""
    run: list[Unit] = []
    for unit in clause.units:
        if unit.concept is Concept.NAME or (
            unit.concept is Concept.UNKNOWN and unit.capital and unit.form not in marks("in_person")
        ):
            run.append(unit)
        elif run:
            break
    while len(run) > 1 and run[0].concept is Concept.UNKNOWN and run[0].form.endswith(tuple(marks("title_endings"))):
        # «Gruppeleder Kari Nes»
        del run[0]
    run = run[:MAX_NAME_WORDS]
    if len(run) == 1 and run[0] is clause.units[0] and run[0].concept is Concept.UNKNOWN and not clause.has(*_COMING):
        return []
    return [] if all(unit.form in people.own for unit in run) else run


_COMING: Final = (Concept.PRESENT, Concept.PLACE)


def _title_in(clause: Clause, people: People) -> Unit | None:
    for unit in clause.units:
        if _is_title(unit, people):
            return unit
    return None


def _is_title(unit: Unit, people: People) -> bool:
    return unit.concept in _TITLES and bool(people.titled(unit.form) or unit.form in marks("deputy_mayor"))


_TITLES: Final = frozenset({Concept.OTHER, Concept.FILLER, Concept.UNKNOWN, Concept.SELF})
