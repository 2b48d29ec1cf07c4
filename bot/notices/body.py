"""The body of a meeting file: who meets, by which rule, and every check that its seats must pass.

A body is written as the table `[body]`, or once for all meetings in `config/bodies/NAME.toml`, the same keys at the
file's top, which a meeting file then names: `body = "NAME"`.
"""

from collections.abc import Iterator
from pathlib import Path

from bot.core.meeting import Body, Coordinator, Person, Rule, Seat, Silence, canonical_address
from bot.notices.logo import read_logo
from bot.notices.table import Table

LANGUAGES = ("nb", "nn", "en")
_PERSON = '{ name = "Kari Berg", email = "kari.berg@hole.example" }'


def read_body(table: Table, folder: Path) -> Body:
    """The body that the table describes; what is wrong with it is in the table's report, and it is then no body.

    `folder` is where the file lies that the table is in: its logo lies there too.
    """
    coordinator = _coordinator(table)
    rule = table.choice("rule", Rule, required=True) or Rule.MAJORITY
    name = table.line("name", "the body's name", required=True)
    organisation = table.line("organisation", "the organisation's name")
    body = Body(
        name=name,
        organisation=organisation,
        logo=read_logo(table, folder, organisation or name),
        language=_language(table),
        rule=rule,
        silence=table.choice("silence", Silence) or Silence.NO_VOTE,
        substitutes_consent=table.flag("substitutes_consent", default=False),
        chair_approves=table.flag("chair_approves", default=False),
        notice_days=table.count("notice_days", "the days of notice, 0 to 365"),
        coordinator=coordinator,
        seats=tuple(_seat(each) for each in table.tables("seats", required=True)),
    )
    table.refuse_unknown()
    if body.silence is Silence.CONSENT and body.rule is Rule.UNANIMOUS_WRITTEN:
        table.note("silence", '"consent" cannot go with unanimous-written, which needs every answer; write "no-vote"')
    _check_seats(table, body)
    return body


def _language(table: Table) -> str:
    want = f"one of {', '.join(LANGUAGES)}"
    value = table.line("language", want)
    if value and value not in LANGUAGES:
        table.note("language", f"{value!r} is not known; write {want}")
    return value or "nb"


def _coordinator(table: Table) -> Coordinator:
    person = table.table("coordinator", required=True)
    if person is None:
        return Coordinator("", "")
    coordinator = Coordinator(
        name=person.line("name", "the coordinator's name", required=True),
        email=person.address("email", required=True) or "",
        phone=person.line("phone", "a telephone number as text"),
    )
    person.refuse_unknown()
    return coordinator


def _seat(table: Table) -> Seat:
    member = table.table("member", f"member = {_PERSON}", required=True)
    seat = Seat(
        id=table.identifier("id", 'a short, unique name such as "hole"'),
        name=table.line("name", 'the name of what the seat stands for, such as "Hole"', required=True),
        votes=table.flag("votes", default=True),
        chair=table.flag("chair", default=False),
        member=Person("") if member is None else _person(member, needs_address=True),
        substitutes=tuple(_person(each, needs_address=False) for each in table.tables("substitutes")),
    )
    # A notice whose participants' table says that a member is absent; `meeting_file` tells the seats.
    table.flag("absent", default=False)
    table.refuse_unknown()
    if seat.chair and not seat.votes:
        table.note("chair", "the chair's vote settles a tie; give this seat votes = true or let another chair")
    return seat


def _person(table: Table, *, needs_address: bool) -> Person:
    person = Person(
        name=table.line("name", "the person's name", required=True),
        title=table.line("title", "the person's title"),
        email=table.address("email", required=needs_address),
        also=table.addresses("also"),
    )
    if table.has("also") and not table.has("email") and not needs_address:
        table.note("email", "is missing; write the address that letters go to, the others stay in also")
    table.refuse_unknown()
    return person


def _check_seats(table: Table, body: Body) -> None:
    if not body.seats:
        return
    chairs = [f"seats[{index}]" for index, seat in enumerate(body.seats) if seat.chair]
    if not chairs:
        table.note("seats", "no seat chairs; write chair = true in the one that does")
    elif len(chairs) > 1:
        told = " and ".join(table.key(each) for each in chairs)
        table.note(f"{chairs[1]}.chair", f"{told} chair; write chair = true in one of them only")
    if not body.voting_seats:
        table.note("seats", "no seat has a vote; leave votes = false out of those that do")
    _check_ids(table, body)
    _check_addresses(table, body)


def _check_ids(table: Table, body: Body) -> None:
    first: dict[str, str] = {}
    for index, seat in enumerate(body.seats):
        # Ids become file names, which some file systems fold.
        where = first.setdefault(seat.id.lower(), f"seats[{index}]")
        if seat.id and where != f"seats[{index}]":
            wrong = f"{seat.id!r} is already the id of {table.key(where)}; write one of its own"
            table.note(f"seats[{index}].id", wrong)


def _check_addresses(table: Table, body: Body) -> None:
    """One address is one person in one role: an answer from it must be an answer for one seat."""
    first: dict[str, str] = {}
    for person, key, address in _addresses(body):
        canonical = canonical_address(address)
        owner = first.setdefault(canonical, person)
        if owner != person:
            wrong = f"{address} is already the address of {table.key(owner)}; write one of their own for each person"
            table.note(key, wrong)


def _addresses(body: Body) -> Iterator[tuple[str, str, str]]:
    """Each address with its person's path and its own."""
    for index, seat in enumerate(body.seats):
        people = [(f"seats[{index}].member", seat.member)]
        people += [(f"seats[{index}].substitutes[{n}]", each) for n, each in enumerate(seat.substitutes)]
        for path, person in people:
            if person.email:
                yield path, f"{path}.email", person.email
            yield from ((path, f"{path}.also[{n}]", each) for n, each in enumerate(person.also))
