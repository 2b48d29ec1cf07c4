"""The invented body of these tests: seats, people and protocols made of the core's own values."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.meeting import (
    Body,
    Case,
    Coordinator,
    Meeting,
    Person,
    Role,
    Rule,
    Seat,
    Silence,
    Written,
)
from bot.core.protocol import (
    Basis,
    CaseResult,
    CastVote,
    Channel,
    Counts,
    FollowedUp,
    Outcome,
    PointResult,
    Protocol,
    Quorum,
    RollAttendance,
    RollLine,
    Status,
)
from bot.core.reading import Vote
from bot.core.reported import Reported, ReportedCase

OSLO = ZoneInfo("Europe/Oslo")
DEADLINE = datetime(2022, 3, 2, 14, 0, tzinfo=UTC)
QUORUM = Quorum(5, 3, 5)
FIRST_ANSWER = datetime(2022, 2, 28, 8, 15, tzinfo=UTC)

PLACES = {
    "hole": ("Hole", "Kari Berg", "Ordfører", "Per Dal"),
    "modum": ("Modum", "Ola Nes", "Ordfører", "Eva Moe"),
    "jevnaker": ("Jevnaker", "Siv Lund", "Ordfører", "Jon Vik"),
    "krodsherad": ("Krødsherad", "Arne Hove", "Ordfører", "Liv Øen"),
    "ringerike": ("Ringerike", "Tor Åsen", "Varaordfører", "Mari Holt"),
    "viken": ("Viken fylkeskommune", "Nina Sjøli", "Spesialrådgiver", "Geir Tveit"),
}


def seat(seat_id: str, *, chair: bool = False, votes: bool = True) -> Seat:
    name, member, title, substitute = PLACES[seat_id]
    return Seat(
        seat_id,
        name,
        Person(member, f"{seat_id}@{seat_id}.example", title),
        votes=votes,
        chair=chair,
        substitutes=(Person(substitute, f"vara@{seat_id}.example", "Varaordfører"),),
    )


SEATS = tuple(seat(each, chair=each == "hole", votes=each != "viken") for each in PLACES)

COORDINATOR = Coordinator("Anne Lie", "anne.lie@region.example", "00 00 00 00")


def body(language: str = "nb", rule: Rule = Rule.MAJORITY, silence: Silence = Silence.NO_VOTE) -> Body:
    return Body(
        "Styringsgruppa for Fjordløftet",
        rule,
        COORDINATOR,
        SEATS,
        organisation="Interkommunalt politisk råd for Fjordregionen",
        language=language,
        silence=silence,
    )


def meeting(of: Body, cases: Sequence[Case]) -> Meeting:
    written = Written(
        "Kari Berg", "Saken haster, og det er ikke tid til å kalle inn til møte.", FIRST_ANSWER - timedelta(days=6)
    )
    return Meeting(
        "2022-03-02",
        "Styringsgruppemøte",
        DEADLINE,
        of,
        tuple(cases),
        starts=DEADLINE - timedelta(hours=6),
        place="på e-post",
        notice_at=FIRST_ANSWER - timedelta(days=5),
        written=written if of.rule is Rule.UNANIMOUS_WRITTEN else None,
    )


def cast(
    seat_id: str,
    vote: Vote,
    *,
    point: int | None = None,
    role: Role = Role.MEMBER,
    how: Channel = Channel.MAIL,
    reason: str | None = None,
) -> CastVote:
    _, member, _, substitute = PLACES[seat_id]
    by = member if role is Role.MEMBER else substitute
    message_id = f"<{seat_id}@mail.example>" if how is Channel.MAIL else None
    return CastVote(seat_id, by, role, vote, how, FIRST_ANSWER, point, message_id, reason)


def result(
    case: Case,
    outcome: Outcome,
    basis: Basis,
    votes: Sequence[CastVote],
    *,
    rule: Rule = Rule.MAJORITY,
    points: Sequence[PointResult] = (),
    decision: Sequence[str] | None = None,
    silent: int = 0,
    quorum: Quorum = QUORUM,
) -> CaseResult:
    whole = [row.vote for row in votes if row.point is None]
    counts = Counts(*(whole.count(each) for each in (Vote.APPROVE, Vote.OBJECT, Vote.ABSTAIN, Vote.RECUSED)), silent)
    adopted = case.proposal if outcome is Outcome.ADOPTED else ()
    return CaseResult(
        case.number,
        case.title,
        case.text,
        case.proposal,
        case.documents,
        case.public,
        case.exempt_under,
        rule,
        outcome,
        basis,
        counts,
        quorum,
        tuple(points),
        tuple(adopted if decision is None else decision),
        tuple(votes),
    )


def roll(seats: Sequence[Seat] = SEATS) -> tuple[RollLine, ...]:
    """Everybody took part, but for Modum's member, whom Eva Moe met for."""
    return tuple(
        RollLine(each, RollAttendance.ABSENT, each.substitutes[0], Role.SUBSTITUTE)
        if each.id == "modum"
        else RollLine(each, RollAttendance.PRESENT, each.member, Role.MEMBER)
        for each in seats
    )


def protocol(
    cases: Sequence[CaseResult],
    *,
    language: str = "nb",
    rule: Rule = Rule.MAJORITY,
    silence: Silence = Silence.NO_VOTE,
    status: Status = Status.FINAL,
    lines: Sequence[RollLine] | None = None,
) -> Protocol:
    planned = [Case(c.number, c.title, c.proposal, c.text, c.documents, c.public, c.exempt_under) for c in cases]
    return Protocol(
        meeting(body(language, rule, silence), planned),
        status,
        roll() if lines is None else tuple(lines),
        Quorum(5, 3, 5),
        tuple(cases),
        cancelled_at=DEADLINE - timedelta(days=1) if status is Status.CANCELLED else None,
    )


DOCUMENT_CASE = Case(
    "1/22",
    "Endring i styringsdokumentet",
    ("Lederen av rådet går inn som leder av styringsgruppa. Styringsdokumentet endres på dette punktet.",),
    text=(
        "### Bakgrunn\n\nPlanen sier at lederen av rådet leder **styringsgruppa**.\n\n"
        "> Ledelsen rulleres årlig.\n\n- første punkt\n- andre punkt\n\n1. steg én\n2. steg to\n\n"
        "| År | Leder |\n|---|---|\n| 2021 | Hole |\n| 2022 | Modum |\n"
    ),
    documents=("vedlegg/styringsdokument.pdf",),
)
CLUSTER_CASE = Case(
    "2/22",
    "Delprosjektet «Regional næringsklynge»",
    (
        "Delprosjektet tas ut av planen, og midlene (kr 200 000) overføres til delprosjektet «Vertskap».",
        "Prosjektlederen sender søknad til fylkeskommunen om å utvide prosjektperioden til og med 2023.",
    ),
    text="Klyngen krever mer tid enn prosjektperioden gir.",
)
CLOSED_CASE = Case(
    "3/22",
    "Forhandlinger med Granli eiendom",
    ("Tilbudet fra Granli på 4 200 000 kroner godtas.",),
    text="Selgeren Granli har bedt om rask avklaring.",
    documents=("vedlegg/granli-tilbud.pdf",),
    public=False,
    exempt_under="offl. § 23",
)

FOUR_TO_ONE = (
    cast("hole", Vote.APPROVE),
    cast("modum", Vote.APPROVE, role=Role.SUBSTITUTE),
    cast("jevnaker", Vote.OBJECT),
    cast("krodsherad", Vote.APPROVE, how=Channel.COORDINATOR, reason="Ringte fra bilen, uten dekning for e-post"),
    cast("ringerike", Vote.APPROVE),
)
ALL_FIVE = tuple(replace(row, vote=Vote.APPROVE) for row in FOUR_TO_ONE)


FOLLOW_UP = (
    FollowedUp("1/22", None, "Retter styringsdokumentet", "Sekretariatet", None),
    FollowedUp("2/22", 1, CLUSTER_CASE.proposal[0], "Prosjektlederen", date(2022, 4, 1)),
    FollowedUp("3/22", None, "Svarer Granli", "Rådgiver Granum", date(2022, 3, 9)),
)
BEFORE = Reported(
    "2022-01-12",
    "Styringsgruppemøte",
    DEADLINE - timedelta(days=49, hours=6),
    (
        ReportedCase(
            "7/21",
            "Møteplan",
            public=True,
            exempt_under="",
            rule=Rule.MAJORITY,
            outcome=Outcome.ADOPTED,
            basis=Basis.UNANIMOUS,
        ),
        ReportedCase(
            "8/21",
            "Avtale med Granli",
            public=False,
            exempt_under="offl. § 23",
            rule=Rule.MAJORITY,
            outcome=Outcome.REJECTED,
            basis=Basis.MAJORITY,
        ),
        ReportedCase(
            "9/21",
            "Utsatt sak",
            public=True,
            exempt_under="",
            rule=Rule.MAJORITY,
            outcome=Outcome.UNDECIDED,
            basis=Basis.NO_QUORUM,
        ),
    ),
    "a" * 64,
    "d" * 64,
)


def usual(language: str = "nb", status: Status = Status.FINAL) -> Protocol:
    """Three cases: one against the vote of Jevnaker, one with its second point lost, one closed and unanimous."""
    second = result(
        CLUSTER_CASE,
        Outcome.PARTLY_ADOPTED,
        Basis.MAJORITY,
        (
            *(replace(row, point=None) for row in ALL_FIVE[:2]),
            cast("jevnaker", Vote.APPROVE, point=1),
            cast("jevnaker", Vote.OBJECT, point=2),
            cast("krodsherad", Vote.APPROVE, point=1),
            cast("krodsherad", Vote.OBJECT, point=2),
            cast("ringerike", Vote.APPROVE, point=1),
            cast("ringerike", Vote.OBJECT, point=2),
        ),
        points=(
            PointResult(1, Outcome.ADOPTED, Basis.UNANIMOUS, Counts(approve=5)),
            PointResult(2, Outcome.REJECTED, Basis.MAJORITY, Counts(approve=2, object=3)),
        ),
        decision=CLUSTER_CASE.proposal[:1],
    )
    made = protocol(
        (
            result(DOCUMENT_CASE, Outcome.ADOPTED, Basis.MAJORITY, FOUR_TO_ONE),
            second,
            result(CLOSED_CASE, Outcome.ADOPTED, Basis.UNANIMOUS, ALL_FIVE),
        ),
        language=language,
        status=status,
    )
    return made if status is Status.CANCELLED else replace(made, follow_up=FOLLOW_UP)
