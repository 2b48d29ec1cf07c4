"""Forms in a mail, «Sak 1: ☐ For ☒ Mot ☐ Blank»: of several choices only the one that is ticked is said.

Rule 3.7: where none is ticked, or several, or nobody can tell at which words a mark stands, the choice is left open.
Then a box stands among the units in its place, which says nothing of the case but that it is answered somehow.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from bot.reading.statements.columns import Filled, table_at
from bot.reading.statements.lexicon import Concept
from bot.reading.statements.options import (
    ANSWERING,
    BOTH,
    PARTING,
    Option,
    Row,
    Side,
    Words,
    choice_of,
    is_form,
    is_of_choice,
    row_of,
)
from bot.reading.statements.reference import Scope
from bot.reading.statements.ticks import BOX, DRAWN, TICKED, is_mark, with_marks
from bot.reading.statements.unit import Unit

Line = list[Unit]


class _Group(NamedTuple):
    """Rows of one choice: from the line `start` up to but not including the line `end`."""

    rows: tuple[Row, ...]
    end: int


def as_filled_in(units: list[Unit], text: str) -> list[Unit]:
    """The units with the choices of forms as their sender made them; the same ones where there is no form."""
    marked = with_marks(units, text)
    concepts = [unit.concept for unit in marked]
    ticking = Concept.SYMBOL in concepts and any(map(is_mark, marked))
    if not ticking and concepts.count(Concept.VOTE) < 2:
        return units
    plain, lines = _lines(units), _lines(marked)
    rows = [row_of(_words(line)) for line in lines]
    if not any(rows):
        return units
    side = _side_of(rows)
    told: list[Unit] = []
    at = 0
    while at < len(lines):
        table = table_at(at, lines, rows, text)
        if table is not None:
            for line, filled in zip(lines[at:], table, strict=False):
                row = () if filled is None else _in_table(filled)
                told.extend((*row, *_stop(row), *line[len(_words(line)) :]))
            at += len(table)
            continue
        group = _group_at(at, lines, rows)
        said = None if group is None else _said_by(group, side)
        if group is None or said is None:
            told.extend(plain[at])
            at += 1
        else:
            last = lines[group.end - 1]
            told.extend((*said, *_stop(said), *last[len(_words(last)) :]))
            at = group.end
    return told


def _lines(units: Sequence[Unit]) -> list[Line]:
    """The units line by line, each with the line end behind it."""
    lines: list[Line] = [[]]
    for unit in units:
        lines[-1].append(unit)
        if unit.concept is Concept.LINE_END:
            lines.append([])
    return [line for line in lines if line]


def _words(line: Line) -> Line:
    return line[:-1] if line[-1].concept is Concept.LINE_END else line


def _in_table(row: Filled) -> Words:
    """What a row of a table says, with a colon behind what it is about."""
    if row.said[0].form == BOX and not any(map(_is_named, row.label)):
        return row.remark
    return (*_labelled(row.label), *row.said, *_set_off(row.remark))


def _set_off(remark: Words) -> Words:
    """The words with a comma before them."""
    return (Unit(Concept.COMMA, ",", remark[0].start, remark[0].start), *remark) if remark else ()


def _stop(said: Words) -> Words:
    """A full stop behind it: «Godkjenner ikke» in a form does not go on in the line below."""
    return (
        (Unit(Concept.STOP, ".", said[-1].end, said[-1].end),) if said and said[-1].concept is not Concept.STOP else ()
    )


def _side_of(rows: Sequence[Row | None]) -> Side | None:
    """Where the marks of all rows stand; None where that differs, or nobody can tell."""
    sides = BOTH
    for row in rows:
        if row is not None and row.marks and row.choices:
            sides &= row.sides
    return next(iter(sides)) if len(sides) == 1 else None


def _group_at(at: int, lines: Sequence[Line], rows: Sequence[Row | None]) -> _Group | None:
    """The choice that begins at that line: its row, and those below that go on with it."""
    for unmarked in (True, False):
        found = _rows_from(at, lines, rows, unmarked=unmarked)
        marks = [mark for row in found for mark in row.marks]
        if not found or (not marks and len(found) > 1):
            continue
        if not unmarked or not any(mark.form == BOX for mark in marks) or all(row.marks for row in found):
            return _Group(tuple(found), at + len(found))
    row = rows[at]
    return None if row is None else _Group((row,), at + 1)


def _rows_from(at: int, lines: Sequence[Line], rows: Sequence[Row | None], *, unmarked: bool) -> list[Row]:
    """The rows of one choice from that line on; `unmarked` counts in lines that hold a choice without a mark."""
    found: list[Row] = []
    while at < len(lines):
        row = rows[at]
        if row is None:
            choice = choice_of(_words(lines[at])) if unmarked else None
            row = None if choice is None else Row((), (choice.words,), BOTH)
        if row is None or (found and (row.head or len(row.choices) != 1 or _names_a_case(row))):
            break
        found.append(row)
        if _names_a_case(row):
            break
        apart = lines[at][-1].form == "\n\n"
        if apart and not row.marks:
            break
        at += 1
    return found


def _said_by(group: _Group, side: Side | None) -> Words | None:
    """What the choice says as it is filled in; None where the lines are no form."""
    marks = [mark for row in group.rows for mark in row.marks]
    read = [row.read(side) for row in group.rows]
    if len(group.rows) == 1 and len(marks) == 1 and _names_a_case(group.rows[0]):
        return _listed(group.rows[0])
    options = [option for each in read for option in each]
    choices = [Option(words) for row in group.rows for words in row.choices]
    known = options if all(read) else [Option(each.words, mark) for each in choices[:1] for mark in marks] + choices
    if not is_form(known):
        return _listed(group.rows[0]) if len(group.rows) == 1 else None
    head, before = _parted(group.rows[0].head)
    ticked = [option for option in options if option.is_ticked]
    if not all(read) or len(ticked) != 1 or any(map(_names_a_case, group.rows)) or not _is_answered(head):
        first = marks[0] if marks else choices[0].words[0]
        return (*before, *_left_open(head, choices, first))
    return (*before, *_labelled(_about(head)), *ticked[0].words, *_remark(options, ticked[0], group))


def _names_a_case(row: Row) -> bool:
    """Whether a choice names a case of its own, so that nobody can tell what it is a choice of."""
    return any(_is_named(unit) for words in row.choices for unit in words)


def _is_named(unit: Unit) -> bool:
    return unit.reference is not None and unit.reference.scope is not Scope.ALL


def _listed(row: Row) -> Words | None:
    """«[x] Sak 1», «Sak 2 [ ]»: a case that is ticked in a list, or is not."""
    marks = row.marks
    named = [unit for unit in (*row.head, *(unit for part in row.parts for unit in part)) if _is_named(unit)]
    if not marks or not named or any(mark.form not in DRAWN for mark in marks):
        return None
    if len(marks) > 1 or marks[0].form not in TICKED:
        return (*named, marks[0]._replace(form=BOX))
    return tuple(unit for unit in (*row.head, *(unit for part in row.parts for unit in part)) if unit is not marks[0])


# What stands before the choices


def _parted(head: Words) -> tuple[Words, Words]:
    """The last sentence of what stands before the choices, and what is said before it."""
    ends = [at for at, unit in enumerate(head[:-1]) if unit.concept in {Concept.STOP, Concept.ASK}]
    cut = ends[-1] + 1 if ends else 0
    return head[cut:], head[:cut]


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


def _is_answered(head: Words) -> bool:
    """Whether the choices are the answer to a proposal: not in «Er du inhabil i sak 1? Ja [ ] Nei [x]»."""
    concepts = {unit.concept for unit in head}
    if not any(_is_named(unit) for unit in head):
        return concepts <= _LABELS
    asked = [unit for unit in head if unit.concept is Concept.VOTE]
    if head[-1].concept is Concept.ASK and asked:
        return _asks_for_approval(asked) and Concept.NEGATION not in concepts
    return concepts.isdisjoint(_DOUBTFUL) or concepts <= _LABELS | {Concept.ASK}


def _asks_for_approval(asked: Sequence[Unit]) -> bool:
    """Whether what is asked is whether one approves: «Godkjenner du forslaget i sak 1?»."""
    return all(unit.vote is not None and unit.vote.value == "approve" and not unit.negations for unit in asked)


def _about(head: Words) -> Words:
    """What the choices are about: of a question only the case."""
    return tuple(unit for unit in head if _is_named(unit)) if head and head[-1].concept is Concept.ASK else head


def _labelled(head: Words) -> Words:
    """The head with a colon behind it."""
    if not head or head[-1].concept in {Concept.COLON, Concept.DASH}:
        return head
    return (*head, Unit(Concept.COLON, ":", head[-1].end, head[-1].end))


def _left_open(head: Words, choices: Sequence[Option], first: Unit) -> Iterator[Unit]:
    """A box in place of the choices; nothing where they were whether somebody comes."""
    named = [unit for unit in head if _is_named(unit)]
    named.extend(unit for choice in choices for unit in choice.words if _is_named(unit))
    voting = any(unit.concept is Concept.VOTE for choice in choices for unit in choice.words)
    coming = any(unit.concept in ANSWERING - {Concept.VOTE} for unit in head)
    if not named and (coming or not voting):
        return
    yield from _labelled(tuple(named or [unit for unit in head if unit.concept not in _DOUBTFUL]))
    yield Unit(Concept.SYMBOL, BOX, first.start, first.end)


def _remark(options: Sequence[Option], ticked: Option, group: _Group) -> Words:
    """What is said behind the last choice of a row, where that is not the one ticked: «Ja [x] Nei [ ], men dyrt»."""
    last = options[-1]
    if last is ticked or len(group.rows) > 1:
        return ()
    words = list(last.words)
    while words and is_of_choice(words[0]):
        words.pop(0)
    if len(words) == len(last.words):
        at = next((at for at, unit in enumerate(words) if unit.concept in PARTING), len(words))
        words = words[at + 1 :]
    return _set_off(tuple(words))
