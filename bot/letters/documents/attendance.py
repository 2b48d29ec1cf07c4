"""The roll as a table: those invited, who was absent, who met for them, and as what each took part.

Never why somebody was absent: that may be of their health, and belongs in no protocol (GDPR art. 9).
"""

from bot.core.meeting import Role, Seat
from bot.core.protocol import Protocol, RollAttendance, RollLine, Status
from bot.letters.documents.parts import cells, member
from bot.letters.documents.prose import one_line
from bot.letters.documents.tree import NOTHING, Runs, Table
from bot.letters.documents.words import Words

_COLUMNS = ("seat", "member", "role", "absent", "substitute", "took_part")


def attendance(words: Words, protocol: Protocol) -> Table:
    """The table, one row a seat in the body's order."""
    head = tuple(words(f"roll.{column}") for column in _COLUMNS)
    rows = tuple(_row(words, protocol, line) for line in protocol.roll)
    return Table(words("roll.caption"), head, rows)


def _row(words: Words, protocol: Protocol, line: RollLine) -> tuple[Runs, ...]:
    seat = line.seat
    absent = words("roll.absent_yes") if line.attendance is RollAttendance.ABSENT else NOTHING
    return cells(
        seat.name,
        member(words, seat),
        seat.member.title or NOTHING,
        absent,
        ", ".join(_substitutes(words, protocol, line)) or NOTHING,
        words(_took_part(line, draft=protocol.status is Status.DRAFT)),
    )


def _substitutes(words: Words, protocol: Protocol, line: RollLine) -> list[str]:
    """Who met for the member; one who met in single cases only, the member being recused there, with those."""
    whole = line.by.name if line.by is not None and line.role is Role.SUBSTITUTE else None
    cases: dict[str, list[str]] = {}
    for case in protocol.cases:
        for row in case.cast:
            if row.seat == line.seat.id and row.role is Role.SUBSTITUTE and row.by != whole:
                cases.setdefault(row.by, []).append(one_line(case.number))
    single = [
        words("roll.in_cases", name=name, cases=words.listed(dict.fromkeys(numbers))) for name, numbers in cases.items()
    ]
    return [whole, *single] if whole is not None else single


def _took_part(line: RollLine, *, draft: bool) -> str:
    seat: Seat = line.seat
    if line.by is not None and line.role is Role.SUBSTITUTE:
        return "roll.substitute_present" if seat.votes else "roll.substitute_adviser"
    if line.attendance is RollAttendance.PRESENT:
        if not seat.votes:
            return "roll.present_adviser"
        return "roll.present_chair" if seat.chair else "roll.present"
    if not seat.votes:
        return "roll.adviser_away"
    if line.attendance is RollAttendance.ABSENT:
        return "roll.nobody"
    return "roll.no_answer_draft" if draft else "roll.no_answer"
