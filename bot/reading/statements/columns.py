"""Tables whose head row holds the choices: «Sak | For | Mot» above «1/22 | x | »."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from bot.reading.statements.lexicon import Concept
from bot.reading.statements.options import ANSWERING, PARTING, Row, Words, core, is_of_choice, said_by
from bot.reading.statements.ticks import OPEN, is_mark, is_ticked
from bot.reading.statements.unit import Unit

_BARS: Final = ("|", "\t")
# Blanks before a dash that fills a cell; with fewer it parts a case from its mark.
GAP: Final = 2


class Filled(NamedTuple):
    """A row of a table: what it is about, the choice that is ticked in it, or a box where none is, and a remark."""

    label: Words
    said: Words
    remark: Words = ()


class _Table(NamedTuple):
    """The choices of a head row, by their columns; `bar` is what parts these, empty for blanks."""

    choices: Mapping[int, Words]
    bar: str


Cells = dict[int, list[Unit]]


def table_at(
    at: int, lines: Sequence[Sequence[Unit]], rows: Sequence[Row | None], text: str
) -> list[Filled | None] | None:
    """What each line of the table says whose head row is that one, None for nothing; None where there is no table."""
    table = _headed(lines[at], rows[at], text)
    if table is None:
        return None
    found: list[Filled | None] = [None]
    filled = 0
    for place in range(at + 1, len(lines)):
        line = [unit for unit in lines[place] if unit.concept is not Concept.LINE_END]
        if all(unit.concept in PARTING for unit in line):
            found.append(None)
            continue
        row = _in_columns(line, table, text) if table.bar else _in_order(line, rows[place], table, text)
        if row is None:
            break
        found.append(row)
        filled += any(map(is_mark, line))
    return found if filled else None


def _headed(line: Sequence[Unit], row: Row | None, text: str) -> _Table | None:
    """The table that the line is the head row of."""
    if any(map(is_mark, line)) or [unit.concept for unit in line].count(Concept.VOTE) < 2:
        return None
    bar = _bar_of(line, text)
    if bar:
        cells = {column: core(cell) for column, cell in _cells(line, bar, text).items()}
        choices = {column: cell for column, cell in cells.items() if _is_choice(cell)}
    else:
        choices = dict(enumerate(row.choices)) if row is not None else {}
    different = len({said_by(choice) for choice in choices.values()})
    return _Table(choices, bar) if 1 < different == len(choices) else None


def _is_choice(cell: Words) -> bool:
    return all(map(is_of_choice, cell)) and any(unit.concept in ANSWERING for unit in cell)


def _bar_of(line: Sequence[Unit], text: str) -> str:
    begin = text.rfind("\n", 0, line[0].start) + 1
    return next((bar for bar in _BARS if bar in text[begin : line[-1].start]), "")


def _cells(line: Sequence[Unit], bar: str, text: str) -> Cells:
    """The units of each cell, by its column."""
    begin = text.rfind("\n", 0, line[0].start) + 1
    leading = int(bar == "|" and text[begin:].lstrip(" ").startswith(bar))
    cells: Cells = {}
    for unit in line:
        if unit.form != bar and unit.concept is not Concept.LINE_END:
            cells.setdefault(text.count(bar, begin, unit.start) - leading, []).append(unit)
    return cells


def _in_columns(line: Sequence[Unit], table: _Table, text: str) -> Filled | None:
    """The row of a table with bars or tabs; None where it is none of the table's."""
    cells, first = _cells(line, table.bar, text), min(table.choices)
    # A head row that begins with a choice has nothing above what the rows are about.
    shift = int(first == 0 and 0 in cells and not any(map(is_mark, cells[0])))
    chosen = {column: cells.get(column + shift, []) for column in table.choices}
    if not all(_is_filled(cell) for cell in chosen.values()):
        return None
    label = [unit for column, cell in cells.items() if column < first + shift for unit in cell]
    remark = [unit for column, cell in cells.items() if column > max(table.choices) + shift for unit in cell]
    marks = {column: cell[0] for column, cell in chosen.items() if cell and is_mark(cell[0])}
    if (not marks and not any(unit.reference for unit in label)) or any(map(is_mark, (*label, *remark))):
        return None
    ticked = [column for column, mark in marks.items() if is_ticked(mark)]
    # Blank cells before the first one may be lost on the way.
    sure = bool(label) or table.bar == "|" or 0 not in cells or len(marks) == len(table.choices)
    if len(ticked) != 1 or not sure:
        return Filled(core(label), (_box(line[-1]),), core(remark))
    return Filled(core(label), _at(table.choices[ticked[0]], marks[ticked[0]]), core(remark))


def _is_filled(cell: Sequence[Unit]) -> bool:
    """Whether the cell holds a mark alone, or nothing but a dash."""
    return all(unit.concept is Concept.DASH for unit in cell) or (len(cell) == 1 and is_mark(cell[0]))


def _in_order(line: Sequence[Unit], row: Row | None, table: _Table, text: str) -> Filled | None:
    """The row of a table with blanks only, where each choice has its mark; None where it is none of the table's."""
    if row is None or not row.marks or row.choices:
        return None
    label = core(row.head)
    begin = label[-1].end if label else -1
    cells = [unit for unit in line if unit.start >= begin and (is_mark(unit) or _is_dash_alone(unit, text))]
    ticked = [place for place, unit in enumerate(cells) if is_ticked(unit)]
    if len(cells) != len(table.choices) or len(ticked) != 1:
        return Filled(label, (_box(line[-1]),))
    return Filled(label, _at(table.choices[ticked[0]], cells[ticked[0]]))


def _is_dash_alone(unit: Unit, text: str) -> bool:
    return unit.concept is Concept.DASH and not text[max(unit.start - GAP, 0) : unit.start].strip(" ")


def _box(last: Unit) -> Unit:
    return Unit(Concept.SYMBOL, OPEN, last.end, last.end)


def _at(choice: Words, mark: Unit) -> Words:
    """The words of the head row as if they stood where they are ticked."""
    return tuple(unit._replace(start=mark.start, end=mark.end) for unit in choice)
