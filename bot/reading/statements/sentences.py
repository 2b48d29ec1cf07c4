"""Units as sentences: where one thing that is said ends and the next begins.

People end their lines where the screen ends, leave out the full stop, and put an answer under a heading of their
own; so a line's end ends the sentence unless the words run on.
"""

from collections.abc import Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from bot.reading.statements.clauses import SENTENCE_ENDS, Clause, clause_of, clauses_of, is_bare_doubt, is_bare_negation
from bot.reading.statements.exceptions import with_contrasts
from bot.reading.statements.excluded import EXCLUDING, with_exclusions
from bot.reading.statements.lexicon import Concept, Form, marks
from bot.reading.statements.pairing import paired
from bot.reading.statements.unit import Unit
from bot.reading.statements.worded import Worded

# Mail programs wrap at 72 to 78 characters; a line that is this long may have been broken by one.
WRAPPED_LINE: Final = 56


_EXCEPT, _REFERENCE, _VOTE = Concept.EXCEPT, Concept.REFERENCE, Concept.VOTE
_ASK, _LINE_END, _STOP = Concept.ASK, Concept.LINE_END, Concept.STOP


class _SentenceParts(NamedTuple):
    clauses: tuple[Clause, ...]
    asks: bool
    first_in_line: bool
    after_blank: bool
    ends_line: bool
    stops: bool
    units: tuple[Unit, ...]
    concepts: frozenset[Concept]
    forms: frozenset[str]


class Sentence(_SentenceParts, Worded):
    """`asks` and `stops` are whether a question mark or a full stop ends it; the others say where it stands.

    Its words are those of its clauses.
    """

    __slots__ = ()


# Words after which a sentence cannot end, and before which none begins: a line between them was only wrapped.
_RUNS_ON: Final = frozenset(
    {
        Concept.AND,
        Concept.BUT,
        Concept.WHILE,
        Concept.BECAUSE,
        Concept.CONDITION,
        Concept.TEMPORAL,
        Concept.EXCEPT,
        Concept.COMMA,
    }
)
_JOINING: Final = frozenset(
    {Concept.BUT, Concept.BECAUSE, Concept.CONDITION, Concept.TEMPORAL, Concept.EXCEPT, Concept.WHILE}
)


def sentences(units: list[Unit], text: str) -> list[Sentence]:
    """The sentences in order; greetings and what closes a mail are left out."""
    found: list[Sentence] = []
    pending: list[Unit] = []
    first, after_blank, begun = True, False, 0
    stream = _in_pairs(units)
    for at in [at for at, unit in enumerate(stream) if unit.concept in _ENDING]:
        unit = stream[at]
        pending.extend(stream[begun:at])
        begun = at + 1
        if unit.concept is _LINE_END:
            if _runs_on(stream, at, text):
                continue
            blank = unit.form == "\n\n"
            _close(found, pending, _Place(first, after_blank), asks=False)
            pending, first, after_blank = [], True, blank or (after_blank and not pending)
            continue
        pending.append(unit)
        following = stream[begun].concept if begun < len(stream) else None
        if following is _ASK:
            continue
        ends = following is None or following is _LINE_END
        place = _Place(first, after_blank, ends, unit.concept is _STOP)
        had = _close(found, pending, place, asks=unit.concept is _ASK)
        pending = []
        first, after_blank = (first and not had), after_blank and not had
    pending.extend(stream[begun:])
    if pending:
        _close(found, pending, _Place(first, after_blank), asks=False)
    return found


def _in_pairs(units: list[Unit]) -> list[Unit]:
    """The units with a sentence for each vote and what it is on, where one holds several."""
    concepts = [unit.concept for unit in units]
    voted = _REFERENCE in concepts and _VOTE in concepts
    if voted and not EXCLUDING.isdisjoint(concepts):
        units = with_exclusions(units)
        concepts = [unit.concept for unit in units]
    if _EXCEPT in concepts:
        units = with_contrasts(units)
    return paired(units) if voted else units


_ENDING: Final = SENTENCE_ENDS | {Concept.LINE_END}


def _runs_on(stream: Sequence[Unit], at: int, text: str) -> bool:
    """Whether the line's end at that unit stands within a sentence."""
    if at == 0 or at + 1 >= len(stream) or stream[at].form != "\n":
        return False
    before, after = stream[at - 1], stream[at + 1]
    announced = _is_deputy_announced(stream, at)
    lone = before.concept is Concept.VOTE and before.shape is Form.LONE
    ended = before.concept in SENTENCE_ENDS or (before.concept is Concept.COLON and not announced) or lone
    listed = after.concept is Concept.REFERENCE and text[after.start].isdigit() and "/" not in after.form
    whole = after.concept is Concept.REFERENCE and not _is_long(before, text) and _names_and_votes(stream, at)
    if ended or listed or whole:
        return False
    if announced or (after.concept in _JOINING and not after.capital):
        return True
    begins = not text[after.start].islower() and _has_vote(stream, at, 1)
    own = after.concept is Concept.REFERENCE or _has_vote(stream, at, -1) or _names_first(stream, at)
    if begins and own:
        return False
    if before.concept in _RUNS_ON - {Concept.COMMA}:
        return True
    unfinished = before.form.rpartition(" ")[2] in marks("run_on") and not _is_whole(stream, at)
    return unfinished or _is_broken(stream, at, text)


def _is_whole(stream: Sequence[Unit], at: int) -> bool:
    """«Kan jeg leve med», «avstår jeg», «støttes ikke»: lines that end with a little word, and say all."""
    before, after = stream[at - 1], stream[at + 1]
    inverted = before.concept is Concept.SELF and at > 1 and stream[at - 2].concept is _VOTE and after.capital
    return before.concept is Concept.ASSENT or inverted or _is_refused(stream, at) or _is_unable(stream, at)


def _is_deputy_announced(stream: Sequence[Unit], at: int) -> bool:
    """«Vara:», and the name on the line below."""
    before, after = stream[at - 1], stream[at + 1]
    announced = at > 1 and before.concept is Concept.COLON and stream[at - 2].concept is Concept.DEPUTY
    return announced and after.capital and after.concept in {Concept.NAME, Concept.UNKNOWN}


def _is_refused(stream: Sequence[Unit], at: int) -> bool:
    """«Sak 1 støttes ikke», and below it a case with a vote of its own, or a heading: the «not» belongs to nothing
    there."""
    before, after = stream[at - 1], stream[at + 1]
    negated = before.concept is Concept.NEGATION or before.negations > 0
    if after.concept is Concept.DASH and at + 2 < len(stream):
        after = stream[at + 2]
    return negated and after.concept is Concept.REFERENCE and (after.capital or _has_vote(stream, at, 1))


def _is_unable(stream: Sequence[Unit], at: int) -> bool:
    """«Jeg kan dessverre ikke», and below it no verb that could be meant: «Godkjent»."""
    line = list(takewhile(lambda unit: unit.concept is not Concept.LINE_END, reversed(stream[:at])))
    able = bool(line) and line[0].concept is Concept.NEGATION and any(unit.concept is Concept.CAN for unit in line)
    after = stream[at + 1]
    return able and after.capital and after.shape is not Form.INFINITIVE and after.concept in _BEGINNING_ANEW


_BEGINNING_ANEW: Final = frozenset({Concept.VOTE, Concept.SELF, Concept.NAME, Concept.REFERENCE})


def _is_broken(stream: Sequence[Unit], at: int, text: str) -> bool:
    """Whether a program may have broken the line there, and not its writer between two cases."""
    before, after = stream[at - 1], stream[at + 1]
    if after.concept is Concept.REFERENCE and _names_and_votes(stream, at) and _has_vote(stream, at, 1):
        return False
    return text[after.start].islower() and (after.concept is Concept.AND or _is_long(before, text))


def _has_vote(stream: Sequence[Unit], at: int, step: int) -> bool:
    """Whether the line before or behind that line's end votes: each says its own then."""
    at += step
    while 0 <= at < len(stream) and stream[at].concept is not Concept.LINE_END:
        if stream[at].concept is Concept.VOTE:
            return True
        at += step
    return False


def _names_first(stream: Sequence[Unit], at: int) -> bool:
    """Whether the line before that line's end begins with a case, and so says something of that: «sak 1 kan jeg leve
    med»."""
    first = at - 1
    while first > 0 and stream[first - 1].concept is not Concept.LINE_END:
        first -= 1
    return stream[first].concept is Concept.REFERENCE and at - first > 1


def _names_and_votes(stream: Sequence[Unit], at: int) -> bool:
    """Whether the line before that line's end says all by itself: «sak 1 støttes ikke»."""
    concepts = set[Concept]()
    while at > 0 and stream[at - 1].concept is not Concept.LINE_END:
        at -= 1
        concepts.add(stream[at].concept)
    return {Concept.VOTE, Concept.REFERENCE} <= concepts


def _is_long(before: Unit, text: str) -> bool:
    """Whether a program may have broken the line that ends with the unit: the next word would have made it too long.

    After a comma it need not be full.
    """
    end = text.find("\n", before.end)
    word = len(text[end + 1 : end + 1 + WRAPPED_LINE].split(maxsplit=1)[0]) if end >= 0 else 0
    line = before.end - (text.rfind("\n", 0, before.end) + 1)
    return line + word >= (WRAPPED_LINE // 2 if before.concept is Concept.COMMA else WRAPPED_LINE)


def _sentence_of(clauses: tuple[Clause, ...], place: "_Place", *, asks: bool) -> Sentence:
    first = clauses[0]
    if len(clauses) == 1:
        return Sentence(clauses, asks, *place, first.units, first.concepts, first.forms)
    units = tuple([unit for clause in clauses for unit in clause.units])
    concepts = first.concepts.union(*[clause.concepts for clause in clauses])
    return Sentence(clauses, asks, *place, units, concepts, first.forms.union(*[clause.forms for clause in clauses]))


def with_clauses(sentence: Sentence, clauses: tuple[Clause, ...]) -> Sentence:
    """The sentence in its place with those clauses, one at least, and their words alone."""
    place = _Place(sentence.first_in_line, sentence.ends_line, sentence.after_blank, sentence.stops)
    return _sentence_of(clauses, place, asks=sentence.asks)


class _Place(NamedTuple):
    """Where a sentence stands in its line, and whether a blank line goes before it."""

    first: bool
    after_blank: bool
    ends: bool = True
    stops: bool = False


def _close(found: list[Sentence], pending: list[Unit], place: _Place, *, asks: bool) -> bool:
    """Add the sentence of those units; false where they hold nothing."""
    clauses = clauses_of(_without_address(pending)) if pending else ()
    if not clauses:
        return False
    if _VOTE not in clauses[0].concepts:
        clauses = _contrasted(clauses)
    before = found[-1] if found else None
    if before is None or asks or before.asks or not (_continues(clauses) or _denies(before.clauses)):
        found.append(_sentence_of(clauses, place, asks=asks))
    else:
        place = _Place(before.first_in_line, before.after_blank, place.ends, place.stops)
        found[-1] = _sentence_of((*before.clauses, *clauses), place, asks=before.asks)
    return True


_ASKED_ABOUT: Final = frozenset(
    {
        Concept.OTHER,
        Concept.NAME,
        Concept.REFERENCE,
        Concept.PAPER,
        Concept.PLAIN,
        Concept.TOPIC,
        Concept.ANAPHOR,
        Concept.DEPUTY,
    }
)


def asks_by_order(sentence: Sentence) -> bool:
    """«Er dette godkjent», «Kan jeg melde forfall», «Støtter vi dette»: the verb first, then who it is about."""
    clause = sentence.clauses[0]
    first, inverting = clause.units[0], marks("inverting")
    finite = first.shape is Form.FINITE and first.concept in _ASKING
    if clause.opening is not None or not (finite or first.form.partition(" ")[0] in inverting):
        return False
    words = [word for unit in clause.units[:3] for word in unit.form.split()]
    following = clause.units[1].concept if len(clause.units) > 1 else None
    return len(words) > 1 and (
        words[1] in marks("subject")
        or (first.concept is Concept.PRESENT and following in {Concept.NAME, Concept.DEPUTY})
        or (first.form in inverting and following in _ASKED_ABOUT)
    )


_ASKING: Final = frozenset({Concept.VOTE, Concept.PRESENT})


def _contrasted(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """«Likevel mener jeg …», «Jeg foretrekker likevel …»: a contrast with what was said before, as «men» is one."""
    first = clauses[0]
    if first.opening is not None or not first.says("contrasting"):
        return clauses
    if any(_VOTE in each.concepts for each in clauses):
        return clauses
    word = next(unit for unit in first.units if unit.form in marks("contrasting"))
    return (clause_of(first.units, word._replace(concept=Concept.BUT)), *clauses[1:])


def _denies(clauses: tuple[Clause, ...]) -> bool:
    """«Ikke.» by itself, before the words that it may belong to."""
    return len(clauses) == 1 and (is_bare_negation(clauses[0]) or is_bare_doubt(clauses[0]))


def _continues(clauses: tuple[Clause, ...]) -> bool:
    """Whether the words lean on the sentence before: «Men da må …», «Unntatt sak 2», «Sak 2 ikke»."""
    first = clauses[0]
    if first.opens(Concept.BUT):
        return True
    if len(clauses) > 1:
        return False
    leaning = _REFERENCE in first.concepts and first.concepts <= _LEANING
    return (leaning and (first.has(Concept.NEGATION, Concept.EXCEPT) or first.says("also"))) or is_bare_doubt(first)


_LEANING: Final = frozenset(
    {
        Concept.NEGATION, Concept.EXCEPT, Concept.REFERENCE, Concept.FILLER, Concept.PAPER, Concept.AND, Concept.COLON,
        Concept.SELF,
    }
)  # fmt: skip


def _without_address(units: list[Unit]) -> list[Unit]:
    """The sentence without «Hei Anne,» before it and «Mvh Kari» behind it."""
    end = len(units)
    start = _after_greeting(units) if units[0].concept in _LEADING else 0
    if start + 1 < end:
        start = _after_label(units, start)
    if _CLOSING in [unit.concept for unit in units]:
        closings = (at for at in range(start, end) if units[at].concept is _CLOSING)
        end = next((at for at in closings if _is_closing(units, at)), end)
    return units[start:end] if start or end < len(units) else units


def _after_greeting(units: list[Unit]) -> int:
    start, end = 0, len(units)
    while start < end and units[start].concept in _BULLETS:
        start += 1
    if start < end and units[start].concept is Concept.GREETING and units[start].form != "til":
        return _after_names(units, start + 1)
    return start


def _after_label(units: list[Unit], at: int) -> int:
    """Past «PS:», «NB:» or «Merknad:» before a vote, and past the item's number in «1) 1/22, imot»."""
    first, second = units[at], units[at + 1]
    if second.form not in _LABELLING_SIGNS and first.form not in marks("heeding"):
        return at
    numbered = first.concept is Concept.NUMBER and second.form == ")"
    numbered = numbered and [unit.concept for unit in units[at + 2 : at + 3]] == [Concept.REFERENCE]
    labelled = first.form in marks("heeding") or (first.form in marks("labelling") and second.form == ":")
    if not (numbered or labelled) or not any(unit.concept is Concept.VOTE for unit in units[at + 1 :]):
        return at
    return at + 2 if numbered else at + 1 + (second.concept in _LABELLED)


_CLOSING: Final = Concept.CLOSING
_LABELLED: Final = frozenset({Concept.COLON, Concept.COMMA, Concept.DASH})
_LABELLING_SIGNS: Final = frozenset({")", ":"})
_BULLETS: Final = frozenset({Concept.DASH, Concept.MARK})
_LEADING: Final = _BULLETS | {Concept.GREETING}


def _after_names(units: list[Unit], at: int) -> int:
    """Past the persons who are greeted: names, unknown words with a capital, and «alle»."""
    while at < len(units):
        unit = units[at]
        if (
            unit.concept is Concept.NAME
            or (unit.concept is Concept.UNKNOWN and unit.capital)
            or (unit.concept is Concept.REFERENCE and unit.form in marks("everybody"))
        ):
            at += 1
        elif unit.concept is Concept.AND and at + 1 < len(units) and units[at + 1].concept is Concept.NAME:
            at += 2
        else:
            return at
    return at


def _is_closing(units: list[Unit], at: int) -> bool:
    """Nothing but names may follow what closes a mail."""
    behind = units[at + 1 :]
    return not any(unit.concept in _SPEAKING for unit in behind)


_SPEAKING: Final = frozenset({Concept.VOTE, Concept.PRESENT, Concept.ABSENT, Concept.NEGATION, Concept.CONDITION})
