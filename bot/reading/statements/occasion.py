"""Whether a clause on coming or staying away is about this meeting, and not about a project, a day, a part of it."""

from typing import Final

from bot.reading.statements.agenda import stem
from bot.reading.statements.claim import is_amount
from bot.reading.statements.clauses import Clause
from bot.reading.statements.lexicon import Concept, Form, marks, naming
from bot.reading.statements.people import People
from bot.reading.statements.unit import Unit

# Months are told from each other by so many letters.
MIN_MONTH: Final = 3
# What a sentence may hold that says «I come», «I cannot», «she comes for me», and nothing besides.
_FITTING: Final = frozenset(
    {
        Concept.PRESENT, Concept.ABSENT, Concept.PARTIAL, Concept.AWAY, Concept.PLACE, Concept.DEPUTY, Concept.SUMMON,
        Concept.SELF, Concept.FILLER, Concept.NEGATION, Concept.CAN, Concept.MUST, Concept.COURTESY, Concept.HEDGE,
        Concept.AND, Concept.BUT, Concept.WHILE, Concept.COLON, Concept.DASH, Concept.MARK, Concept.SYMBOL,
        Concept.SLASH, Concept.COMMA, Concept.GREETING, Concept.CLOSING, Concept.NAME, Concept.FUTURE,
        Concept.ASSENT, Concept.INSTEAD, Concept.BEHALF, Concept.PAST, Concept.REFERENCE, Concept.HAVE, Concept.CONTACT,
        Concept.NUMBER,
    }
)  # fmt: skip


def is_about_the_meeting(clause: Clause, people: People, *, names: bool = False) -> bool:
    """Whether nothing in the clause makes it one on something else than this meeting, or on another time.

    `names` says that unknown words with a capital may be somebody's name.
    """
    named = any(_is_meeting(unit, people) for unit in clause.units)
    said = clause.has(Concept.ABSENT) or named
    return all(_fits(unit, people, said=said, names=names) for unit in clause.units)


def _fits(unit: Unit, people: People, *, said: bool, names: bool) -> bool:
    match unit.concept:
        case Concept.DATE | Concept.TIME:
            fits = _is_its_time(unit, people)
        case Concept.PAPER | Concept.ANAPHOR:
            fits = said
        case Concept.VOTE:
            fits = unit.shape is not Form.INFINITIVE
        case Concept.NUMBER:
            fits = not is_amount(unit)
        case Concept.OTHER:
            fits = _is_title(unit, people) or _is_meeting(unit, people)
        case Concept.UNKNOWN if unit.capital and names:
            fits = True
        case _:
            fits = unit.concept in _FITTING or _is_meeting(unit, people) or _is_circumstance(unit, people)
    return fits


def _is_title(unit: Unit, people: People) -> bool:
    return bool(people.titled(unit.form)) or unit.form in marks("deputy_mayor")


def _is_meeting(unit: Unit, people: People) -> bool:
    """«møtet», «styringsgruppemøtet», the body's own name."""
    if unit.concept not in {Concept.PLAIN, Concept.UNKNOWN, Concept.OTHER, Concept.TOPIC}:
        return False
    if unit.form in people.occasion or unit.form in marks("meeting"):
        return True
    ending = next((each for each in marks("meeting") if unit.form.endswith(each)), None)
    return ending is not None and stem(unit.form.removesuffix(ending)) in {stem(word) for word in people.occasion}


def _is_circumstance(unit: Unit, people: People) -> bool:
    """How and on which day of the week one comes."""
    if unit.form in naming().months:
        return naming().months[unit.form] in {month for _, month in people.days}
    if unit.form in naming().weekdays:
        return naming().weekdays[unit.form] in people.weekdays
    return unit.form in marks("in_person") or unit.form in marks("day")


def _is_its_time(unit: Unit, people: People) -> bool:
    """Whether the time or date may be the meeting's: its day, week or hour, «i morgen»; not «neste gang»."""
    words = unit.form.replace(".", " ").replace("/", " ").replace(":", " ").split()
    if unit.concept is Concept.TIME:
        days = [naming().weekdays[word] for word in words if word in naming().weekdays]
        return unit.form in marks("near") or (bool(days) and people.weekdays.issuperset(days))
    numbers = [int(word) for word in words if word.isdigit()]
    if not numbers:
        return True
    if words[0] in marks("week"):
        return numbers[0] in people.weeks
    if words[0] in marks("clock") or ":" in unit.form or numbers[1:2] == [0]:
        return (numbers[0], *(numbers[1:2] or [0])) in people.times
    month = next((_month(word) for word in words if _month(word)), None)
    if month is None and len(numbers) > 1:
        month = numbers[1]
    return any(numbers[0] == day and month in {None, each} for day, each in people.days)


def _month(word: str) -> int | None:
    """The month that the word is, or is short for; None for none."""
    if len(word) < MIN_MONTH:
        return None
    return next((month for name, month in naming().months.items() if name.startswith(word[:MIN_MONTH])), None)
