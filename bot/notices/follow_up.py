"""What a meeting file marks for follow-up: `[[cases.follow_up]]`, who is to act once the case or point is adopted."""

from bot.core.meeting import Case, FollowUp
from bot.notices.table import Table


def read_follow_up(table: Table, case: Case) -> tuple[FollowUp, ...]:
    """What the case's table marks; what is wrong with it is in the table's report."""
    found: dict[tuple[int | None, str], FollowUp] = {}
    for each in table.tables("follow_up"):
        marked = _marked(each, case)
        if found.setdefault(marked.mark, marked) is not marked:
            each.note("responsible", f"{marked.responsible!r} is marked twice for the same; write it once")
    return tuple(found.values())


def _marked(table: Table, case: Case) -> FollowUp:
    last = max(len(case.proposal), 1)
    point = table.place("point", last, f"the number of a point, 1 to {last}")
    marked = FollowUp(
        responsible=table.line("responsible", 'who is to act, such as "Prosjektleder"', required=True),
        due=table.day("due"),
        # The one entry of an unnumbered proposal is the whole of it.
        point=point if case.points else None,
        what=table.line("what", "what is to be done"),
    )
    table.refuse_unknown()
    if last > 1 and not table.has("point") and not marked.what:
        table.note("what", f"is missing; say what is to be done, or write point = 1 to {last}")
    return marked
