"""Forms in a mail, «Sak 1: ☐ For ☒ Mot ☐ Blank»: of several choices only the one that is ticked is said.

Rule 3.7: where none is ticked, or several, or nobody can tell at which words a mark stands, the choice is left open.
Then a box stands among the units in its place, which says nothing of the case but that it is answered somehow.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from bot.reading.statements.agenda import Agenda
from bot.reading.statements.columns import Filled, table_at
from bot.reading.statements.headings import (
    asks_who_comes,
    is_named,
    is_of_proposal,
    labelled,
    named,
    parted,
    without_doubt,
)
from bot.reading.statements.legends import without_instructions, without_legends
from bot.reading.statements.lexicon import Concept
from bot.reading.statements.options import (
    BOTH,
    PARTING,
    Option,
    Row,
    Side,
    Words,
    choice_of,
    is_form,
    is_of_choice,
    once_said,
    row_of,
)
from bot.reading.statements.struck import without_struck
from bot.reading.statements.ticks import ASIDE, BOX, DRAWN, OPEN, TICKED, is_left_open, is_mark, with_marks
from bot.reading.statements.unit import Unit

Line = list[Unit]
# No case is voted on in more ways; a longer list is none of choices, and what it says is left as it is.
MAX_CHOICES: Final = 20


class _Group(NamedTuple):
    """The rows of one choice, one a line."""

    rows: tuple[Row, ...]

    @property
    def marks(self) -> list[Unit]:
        """The marks of all rows, in order."""
        return [mark for row in self.rows for mark in row.marks]


def as_filled_in(units: list[Unit], text: str, agenda: Agenda) -> list[Unit]:
    """The units with the choices of forms as their sender made them; the same ones where there is no form."""
    units = without_instructions(without_struck(units, text))
    marked = with_marks(units, text)
    concepts = [unit.concept for unit in marked]
    ticking = Concept.SYMBOL in concepts and any(map(is_mark, marked))
    if not ticking and concepts.count(Concept.VOTE) < 2:
        return units
    plain, lines = _lines(without_legends(units)), _lines(without_legends(marked))
    if len(plain) < len(lines):
        # A last line that has nothing but a mark, «_», has no word.
        plain.append([])
    rows = [row_of(_words(line)) for line in lines]
    if not any(rows):
        return [unit for line in plain for unit in line]
    return list(_Form(plain, lines, rows, text, agenda).told())


class _Form:
    """Lines of which some may be a form's: as they were written, and with their marks."""

    def __init__(self, plain: list[Line], lines: list[Line], rows: list[Row | None], text: str, agenda: Agenda) -> None:
        self._plain = plain
        self._lines = lines
        self._rows = rows
        self._text = text
        self._agenda = agenda
        self._side = _side_of(rows)

    def told(self) -> Iterator[Unit]:
        """The units of all lines, each form's as it is filled in."""
        at = 0
        while at < len(self._lines):
            table = table_at(at, self._lines, self._rows, self._text)
            if table is not None:
                for line, filled in zip(self._lines[at:], table, strict=False):
                    yield from _closed(() if filled is None else self._in_table(filled), line)
                at += len(table)
                continue
            said, taken = self._said_at(at)
            if said is None:
                yield from self._heading(at) or self._plain[at]
                at += 1
            else:
                at += taken
                yield from _closed(said, self._lines[at - 1])

    def _said_at(self, at: int) -> tuple[Words | None, int]:
        """What the choice that begins at the line says, and how many lines it has; None where there is none."""
        group = _group_at(at, self._lines, self._rows)
        return (None, 0) if group is None else (self._said_by(group), len(group.rows))

    def _said_by(self, group: _Group) -> Words | None:
        """What the choice says as it is filled in; None where the lines are no form."""
        first, marks = group.rows[0], group.marks
        if len(group.rows) == 1 and len(marks) == 1 and _names_a_case(first):
            return _listed(first)
        read = [row.read(self._side) for row in group.rows]
        options = [option for each in read for option in each]
        choices = [words for row in group.rows for words in row.choices]
        if not is_form(choices, marks):
            return _listed(first) if len(group.rows) == 1 else None
        head, before = parted(first.head)
        head = named(head, self._agenda)
        ticked = [option for option in options if option.is_ticked]
        if all(read) and len(ticked) == 1 and _is_of_coming(ticked[0]) and not any(map(is_named, head)):
            # «Deltakelse: ☒ Møter ☐ Forfall»
            return (*before, *ticked[0].words)
        if not all(read) or len(ticked) != 1 or any(map(_names_a_case, group.rows)) or not is_of_proposal(head):
            return (*before, *_left_open(head, choices, marks[0] if marks else choices[0][0]))
        return (*before, *labelled(head), *once_said(ticked[0].words), *_remark(options, ticked[0], group))

    def _in_table(self, row: Filled) -> Words:
        """What a row of a table says, with a colon behind what it is about."""
        label = named(row.label, self._agenda)
        if is_left_open(row.said[0]) and not row.label:
            return row.remark
        return (*labelled(label), *row.said, *_set_off(row.remark))

    def _heading(self, at: int) -> Words:
        """The line's case where it is a title alone above a choice: «Budsjett for 2022», «Nei til nedlegging»."""
        below = next((place for place in range(at + 1, len(self._lines)) if _words(self._lines[place])), None)
        row = None if below is None else self._rows[below]
        line = self._plain[at]
        if row is None or row.head or not row.marks or not _words(line):
            return ()
        head = named(_words(line), self._agenda)
        return (*head, *line[len(_words(line)) :]) if all(map(is_named, head)) else ()


def _lines(units: Sequence[Unit]) -> list[Line]:
    """The units line by line, each with the line end behind it."""
    lines: list[Line] = [[]]
    for unit in units:
        lines[-1].append(unit)
        if unit.concept is Concept.LINE_END:
            lines.append([])
    return [line for line in lines if line]


def _words(line: Line) -> Line:
    return line[:-1] if line and line[-1].concept is Concept.LINE_END else line


def _closed(said: Words, line: Line) -> Iterator[Unit]:
    """What the line says with a full stop: «Godkjenner ikke» in a form does not go on in the line below."""
    yield from said
    if said and said[-1].concept is not Concept.STOP:
        yield Unit(Concept.STOP, ".", said[-1].end, said[-1].end)
    yield from line[len(_words(line)) :]


def _set_off(remark: Words) -> Words:
    """The words with a comma before them."""
    return (Unit(Concept.COMMA, ",", remark[0].start, remark[0].start), *remark) if remark else ()


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
        group = _Group(tuple(_rows_from(at, lines, rows, unmarked=unmarked)))
        if not group.rows or (not group.marks and len(group.rows) > 1):
            continue
        boxed = any(mark.form == BOX for mark in group.marks)
        if not unmarked or not boxed or all(row.marks for row in group.rows):
            return group
    row = rows[at]
    return None if row is None else _Group((row,))


def _rows_from(at: int, lines: Sequence[Line], rows: Sequence[Row | None], *, unmarked: bool) -> Iterator[Row]:
    """The rows of one choice from that line on; `unmarked` counts in lines that hold a choice without a mark."""
    for place in range(at, min(at + MAX_CHOICES, len(lines))):
        row = rows[place]
        if row is None:
            choice = choice_of(_words(lines[place])) if unmarked else None
            row = None if choice is None else Row((), (choice.words,), BOTH)
        if row is None or (place > at and (row.head or len(row.choices) != 1 or _names_a_case(row))):
            return
        yield row
        if _names_a_case(row) or (lines[place][-1].form == "\n\n" and not row.marks):
            return


def _names_a_case(row: Row) -> bool:
    """Whether a choice names a case of its own, so that nobody can tell what it is a choice of."""
    return any(is_named(unit) for words in row.choices for unit in words)


def _listed(row: Row) -> Words | None:
    """«[x] Sak 1», «Sak 2 [ ]»: a case that is ticked in a list, or is not."""
    marks, told = row.marks, (*row.head, *(unit for part in row.parts for unit in part))
    cases = tuple(filter(is_named, told))
    if not marks or not cases or any(mark.form not in DRAWN for mark in marks):
        return None
    if len(marks) > 1 or marks[0].form not in TICKED:
        return (*cases, marks[0]._replace(form=OPEN))
    return tuple(unit for unit in told if unit is not marks[0])


def _left_open(head: Words, choices: Sequence[Words], first: Unit) -> Iterator[Unit]:
    """A box in place of the choices; nothing where they were whether somebody comes."""
    cases = [unit for words in (head, *choices) for unit in words if is_named(unit)]
    voting = any(unit.concept is Concept.VOTE for words in choices for unit in words)
    if not cases and (asks_who_comes(head) or not voting):
        return
    yield from labelled(tuple(cases) or without_doubt(head))
    yield Unit(Concept.SYMBOL, OPEN if cases or is_of_proposal(head) else ASIDE, first.start, first.end)


def _is_of_coming(option: Option) -> bool:
    concepts = {unit.concept for unit in option.words}
    return Concept.VOTE not in concepts and not concepts.isdisjoint(_COMING)


_COMING: Final = frozenset({Concept.PRESENT, Concept.ABSENT})


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
