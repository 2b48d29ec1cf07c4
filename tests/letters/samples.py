"""The people, meetings and letters that the tests of the letters share; every one is invented."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from bot.core.letters import (
    AnsweredMail,
    ApprovalReceipt,
    Cancelled,
    Content,
    DeliveryFailed,
    Draft,
    Extended,
    ForApproval,
    Letter,
    LetterKind,
    NeedsYou,
    NotCounted,
    Notice,
    ProtocolOut,
    Question,
    Receipt,
    Reminder,
    Strangers,
    StrangersMail,
    Summons,
    SummonsWithdrawn,
    Trouble,
    TroubleKind,
    Uncounted,
)
from bot.core.meeting import (
    Body,
    Case,
    Coordinator,
    FollowUp,
    Meeting,
    Person,
    Role,
    Rule,
    Seat,
    Silence,
    VoteKey,
    Written,
)
from bot.core.protocol import (
    Basis,
    CaseResult,
    Counts,
    FollowedUp,
    Outcome,
    PointResult,
    Protocol,
    Quorum,
    Status,
)
from bot.core.reading import Attendance, Evidence, Reason, Vote
from bot.core.reported import Reported, ReportedCase
from bot.letters.compose import Composed, Sender, compose

OSLO = ZoneInfo("Europe/Oslo")
SENDER = Sender("mote@region.example", b"a secret of this test", OSLO)
NOW = datetime(2022, 2, 23, 8, 0, tzinfo=OSLO)
DEADLINE = datetime(2022, 3, 2, 15, 0, tzinfo=OSLO)

KARI = Person("Kari Berg", "kari.berg@hole.example", "Ordfører")
PER = Person("Per Dal", "per.dal@hole.example", "Varaordfører")
OLE = Person("Ole Moe", "ole.moe@modum.example", "Ordfører")
EVA = Person("Eva Lund", "eva.lund@fylke.example", "Spesialrådgiver")
ANNE = Person("Anne Lie", "anne.lie@region.example")

HOLE = Seat("hole", "Hole", KARI, chair=True, substitutes=(PER, Person("Siv Aas", None)))
MODUM = Seat("modum", "Modum", OLE)
FYLKE = Seat("fylke", "Fylkeskommunen", EVA, votes=False)

BODY = Body(
    name="Styringsgruppa for Fjordløftet",
    rule=Rule.MAJORITY,
    coordinator=Coordinator("Anne Lie", "anne.lie@region.example", "00 00 00 00"),
    seats=(HOLE, MODUM, FYLKE),
    organisation="Interkommunalt politisk råd for Fjordregionen",
)

FIRST = Case(
    number="1/22",
    title="Endring i styringsdokumentet",
    text="### Saksframstilling\n\nRådet ledes av ordførerne *etter tur*. Styringsdokumentet sier:\n\n"
    "> Lederen av rådet leder også styringsgruppa.\n\n"
    "Lederen skiftet ved årsskiftet. Da bør styringsgruppa gjøre det samme.",
    proposal=(
        "Lederen av rådet i 2022 overtar som leder av styringsgruppa. Styringsdokumentet endres på dette punktet.",
    ),
    documents=("vedlegg/styringsdokument.pdf",),
)
SECOND = Case(
    number="2/22",
    title="Delprosjektet «Grønn kyst» – veien videre",
    text="### Bakgrunn\n\nForprosjektet er ferdig. Funnene er:\n\n- Bedriftene trenger **mer tid**.\n"
    "- Regionen har for få bedrifter.\n\n"
    "### Vurdering\n\nDet er satt av kr 200 000 til delprosjektet.",
    proposal=(
        "Delprosjektet tas ut, og midlene (kr 200 000) overføres til «Attraktiv kyst».",
        "Prosjektleder søker om å utvide prosjektperioden til og med 2023.",
    ),
    documents=("vedlegg/rapport.pdf", "vedlegg/budsjett.xlsx"),
)
CLOSED = Case(
    number="3/22",
    title="Tilsetting av Nils Hemmelig",
    text="Nils Hemmelig er innstilt.",
    proposal=("Nils Hemmelig tilsettes.",),
    documents=("vedlegg/cv-hemmelig.pdf",),
    public=False,
    exempt_under="offl. § 13",
)

MEETING = Meeting(
    id="2022-03-02",
    title="Styringsgruppemøte",
    deadline=DEADLINE,
    body=BODY,
    cases=(FIRST, SECOND, CLOSED),
    starts=datetime(2022, 3, 2, 9, 0, tzinfo=OSLO),
    place="på e-post",
    notice_at=NOW,
    remind_at=(datetime(2022, 3, 1, 8, 0, tzinfo=OSLO),),
)
SINGLE = replace(MEETING, cases=(FIRST,))
WRITTEN = replace(
    MEETING,
    cases=(FIRST, SECOND),
    body=replace(BODY, rule=Rule.UNANIMOUS_WRITTEN),
    written=Written("Kari Berg", "Saken haster, og det er lenge til neste møte.", NOW),
)
CONSENT = replace(MEETING, cases=(FIRST, SECOND), body=replace(BODY, silence=Silence.CONSENT))
MIXED = replace(CONSENT, cases=(FIRST, replace(SECOND, rule=Rule.UNANIMOUS_WRITTEN)), written=WRITTEN.written)

FOLLOWED = (
    FollowUp("Anne Lie", date(2022, 4, 1), what="Retter dokumentet"),
    FollowUp("Hemmelig rådgiver", what="Nils Hemmelig får brev"),
)
BEFORE = Reported(
    "2022-01-12",
    "Styringsgruppemøte",
    datetime(2022, 1, 12, 9, 0, tzinfo=OSLO),
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
            "Hemmelig avtale",
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

MAIL = AnsweredMail(
    message_id="<CAF-theirs@mail.hole.example>",
    references=("<first@region.example>",),
    subject="SV: Innkalling: Styringsgruppemøte",
    received=datetime(2022, 2, 24, 12, 3, 4, tzinfo=OSLO),
    reference="#0a1b2c3d",
)

ONE, TWO, TWO_ONE, TWO_TWO = VoteKey("1/22"), VoteKey("2/22"), VoteKey("2/22", 1), VoteKey("2/22", 2)


def in_language(meeting: Meeting, language: str) -> Meeting:
    return replace(meeting, body=replace(meeting.body, language=language))


def letter(
    content: Content,
    kind: LetterKind,
    seat: Seat | None = HOLE,
    to: Person | None = None,
    answers: AnsweredMail | None = None,
) -> Letter:
    person = to or (seat.member if seat else ANNE)
    role = None if seat is None else Role.MEMBER if person == seat.member else Role.SUBSTITUTE
    return Letter(f"{kind}/{person.email}", kind, person, content, seat, role, answers)


def written_out(content: Letter, meeting: Meeting = MEETING, language: str = "nb", **how: object) -> Composed:
    return compose(content, in_language(meeting, language), SENDER, now=NOW, **how)  # type: ignore[arg-type]


def parsed(composed: Composed) -> EmailMessage:
    message = message_from_bytes(composed.raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(composed: Composed) -> str:
    part = parsed(composed).get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html_of(composed: Composed) -> str:
    part = parsed(composed).get_body(("html",))
    assert part is not None
    return str(part.get_content())


def receipt(seat: Seat = HOLE, to: Person | None = None, **said: object) -> Letter:
    return letter(Receipt(**said), LetterKind.RECEIPT, seat, to, MAIL)  # type: ignore[arg-type]


def question(*reasons: Reason, evidence: tuple[Evidence, ...] = (), text: str = "") -> Letter:
    return letter(Question(reasons, evidence, text), LetterKind.QUESTION, answers=MAIL)


def protocol(meeting: Meeting = MEETING) -> Protocol:
    quorum = Quorum(2, 1, 2)
    results = (
        _result(FIRST, Outcome.ADOPTED, Basis.UNANIMOUS, Counts(approve=2), decision=FIRST.proposal),
        _result(
            SECOND,
            Outcome.PARTLY_ADOPTED,
            Basis.CASTING_VOTE,
            Counts(approve=1),
            (
                PointResult(1, Outcome.ADOPTED, Basis.UNANIMOUS, Counts(approve=2)),
                PointResult(2, Outcome.REJECTED, Basis.CASTING_VOTE, Counts(approve=1, object=1)),
            ),
            SECOND.proposal[:1],
        ),
        _result(CLOSED, Outcome.ADOPTED, Basis.MAJORITY, Counts(approve=1, abstained=1), decision=CLOSED.proposal),
    )
    return Protocol(meeting, Status.FINAL, (), quorum, results)


def _result(  # noqa: PLR0917 - a case's result in one line each
    case: Case,
    outcome: Outcome,
    basis: Basis,
    votes: Counts,
    points: tuple[PointResult, ...] = (),
    decision: tuple[str, ...] = (),
) -> CaseResult:
    return CaseResult(
        number=case.number,
        title=case.title,
        text=case.text,
        proposal=case.proposal,
        documents=case.documents,
        public=case.public,
        exempt_under=case.exempt_under,
        rule=Rule.MAJORITY,
        outcome=outcome,
        basis=basis,
        votes=votes,
        quorum=Quorum(2, 1, 2),
        points=points,
        decision=decision,
        cast=(),
    )


def every_letter() -> Iterator[tuple[str, Letter, Meeting]]:
    """A name, a letter and its meeting, for every variant of what a letter may say."""
    yield from _calls()
    yield from _receipts()
    for reason in Reason:
        words = Evidence(reason.value, "Greit nok, hvis budsjettet holder")
        yield f"question-{reason}", question(reason, evidence=(words,)), MEETING
    yield "question-of-text", question(Reason.NOT_A_VOTE, text="Ser greit ut"), MEETING
    yield "question-written", question(Reason.CONDITIONAL, Reason.WHICH_CASE), WRITTEN
    for why in Uncounted:
        yield f"not-counted-{why}", letter(NotCounted(why), LetterKind.NOT_COUNTED, answers=MAIL), MEETING
    too_late = replace(MAIL, received=datetime(2022, 3, 2, 15, 0, 1, tzinfo=OSLO))
    yield "not-counted-too-late", letter(NotCounted(Uncounted.LATE), LetterKind.NOT_COUNTED, answers=too_late), MEETING
    yield from _tidings()
    yield from _approvals()
    yield from _to_coordinator()


def _calls() -> Iterator[tuple[str, Letter, Meeting]]:
    meetings = {"": MEETING, "-single": SINGLE, "-written": WRITTEN, "-consent": CONSENT, "-mixed": MIXED}
    for name, meeting in meetings.items():
        yield f"notice{name}", letter(Notice(), LetterKind.NOTICE), meeting
        yield f"notice-adviser{name}", letter(Notice(), LetterKind.NOTICE, FYLKE), meeting
        yield f"summons{name}", letter(Summons(KARI), LetterKind.SUMMONS, to=PER), meeting
        yield f"reminder{name}", letter(Reminder(), LetterKind.REMINDER, MODUM), meeting
        yield f"extended{name}", letter(Extended(NOW), LetterKind.EXTENDED), meeting
    yield "notice-before", letter(Notice(BEFORE), LetterKind.NOTICE), MEETING
    yield "summons-before", letter(Summons(KARI, reported=BEFORE), LetterKind.SUMMONS, to=PER), MEETING
    undecided = Notice(replace(BEFORE, cases=BEFORE.cases[2:]))
    yield "notice-before-undecided", letter(undecided, LetterKind.NOTICE), MEETING
    yield "extended-adviser", letter(Extended(NOW), LetterKind.EXTENDED, FYLKE), MEETING
    yield "summons-case", letter(Summons(KARI, ("2/22",)), LetterKind.SUMMONS, to=PER), MEETING
    yield "summons-cases", letter(Summons(KARI, ("1/22", "2/22")), LetterKind.SUMMONS, to=PER), MEETING


def _receipts() -> Iterator[tuple[str, Letter, Meeting]]:
    all_votes = {ONE: Vote.APPROVE, TWO: Vote.APPROVE, VoteKey("3/22"): Vote.APPROVE}
    yield "receipt", receipt(votes=all_votes, standing=all_votes), MEETING
    some = {ONE: Vote.APPROVE, TWO_ONE: Vote.APPROVE, TWO_TWO: Vote.OBJECT}
    yield "receipt-some", receipt(votes=some, standing=some, unanswered=("3/22",)), MEETING
    yield (
        "receipt-replaced",
        receipt(votes={TWO: Vote.OBJECT}, standing=all_votes | {TWO: Vote.OBJECT}, replaced=(TWO,)),
        MEETING,
    )
    yield "receipt-withdrawn", receipt(withdrawn=(ONE, TWO), unanswered=("1/22", "2/22")), MEETING
    yield "receipt-absent", receipt(attendance=Attendance.ABSENT, called=PER), MEETING
    yield "receipt-absent-written", receipt(attendance=Attendance.ABSENT, called=PER), WRITTEN
    yield "receipt-nobody", receipt(attendance=Attendance.ABSENT, absent_without_substitute=True), MEETING
    yield "receipt-declined", receipt(to=PER, attendance=Attendance.ABSENT, called=OLE), MEETING
    yield "receipt-present", receipt(attendance=Attendance.PRESENT, unanswered=("1/22", "2/22", "3/22")), MEETING
    yield "receipt-recused", receipt(votes={TWO: Vote.RECUSED}, standing={TWO: Vote.RECUSED}, called=PER), MEETING
    asked = Evidence("conditional", "greit i sak 2 hvis budsjettet holder")
    yield (
        "receipt-asked",
        receipt(
            votes={ONE: Vote.APPROVE},
            standing={ONE: Vote.APPROVE},
            unanswered=("2/22",),
            reasons=(Reason.CONDITIONAL,),
            evidence=(asked, Evidence("1/22", "Ja til sak 1")),
        ),
        MEETING,
    )
    wondering = Evidence("question", "Hvem betaler for dette?")
    yield (
        "receipt-question",
        receipt(votes=all_votes, standing=all_votes, reasons=(Reason.QUESTION,), evidence=(wondering,)),
        MEETING,
    )
    overtaken = receipt(votes={ONE: Vote.APPROVE}, standing=all_votes, overtaken=True)
    yield "receipt-overtaken", replace(overtaken, again=True), MEETING
    yield "receipt-nothing", receipt(), MEETING
    yield "receipt-comment", receipt(FYLKE, text="Fint arbeid."), MEETING
    yield "receipt-adviser-absent", receipt(FYLKE, attendance=Attendance.ABSENT), MEETING
    for vote in (Vote.APPROVE, Vote.OBJECT, Vote.ABSTAIN, Vote.MEETING, Vote.RECUSED):
        votes = {ONE: vote, TWO: vote}
        yield f"receipt-written-{vote}", receipt(votes=votes, standing=votes), WRITTEN


def _tidings() -> Iterator[tuple[str, Letter, Meeting]]:
    yield "cancelled", letter(Cancelled(), LetterKind.CANCELLED), MEETING
    yield "summons-withdrawn", letter(SummonsWithdrawn(KARI), LetterKind.CANCELLED, to=PER), MEETING
    yield "protocol", letter(ProtocolOut(protocol()), LetterKind.PROTOCOL), MEETING
    yield "protocol-coordinator", letter(ProtocolOut(protocol()), LetterKind.PROTOCOL, None), MEETING
    lines = (
        FollowedUp("1/22", None, "Retter dokumentet", "Anne Lie", date(2022, 4, 1)),
        FollowedUp("2/22", 2, "Søker", "Prosjektleder", None),
        FollowedUp("3/22", None, "Tilsetter Nils Hemmelig", "Hemmelig rådgiver", None),
    )
    followed = ProtocolOut(replace(protocol(), follow_up=lines))
    yield "protocol-followed-up", letter(followed, LetterKind.PROTOCOL), MEETING
    undecided = replace(protocol().cases[0], outcome=Outcome.UNDECIDED, basis=Basis.OBJECTION, decision=())
    out = ProtocolOut(replace(protocol(WRITTEN), cases=(undecided,)))
    yield "protocol-undecided", letter(out, LetterKind.PROTOCOL, None), WRITTEN


def _approvals() -> Iterator[tuple[str, Letter, Meeting]]:
    for number in (0, 1):
        asked = ForApproval(protocol(), KARI, number)
        yield f"for-approval-{number}", letter(asked, LetterKind.PROTOCOL), MEETING
        yield f"for-approval-coordinator-{number}", letter(asked, LetterKind.COORDINATOR, None), MEETING
    for approved in (True, False):
        receipt_of = letter(ApprovalReceipt(approved), LetterKind.RECEIPT, answers=MAIL)
        yield f"approval-receipt-{approved}", receipt_of, MEETING


def _to_coordinator() -> Iterator[tuple[str, Letter, Meeting]]:
    def to_anne(content: Content) -> Letter:
        return letter(content, LetterKind.COORDINATOR, None)

    yield "draft", to_anne(Draft(("short_notice", "something_new"))), MEETING
    followed = (replace(FIRST, follow_up=FOLLOWED[:1]), SECOND, replace(CLOSED, follow_up=FOLLOWED))
    yield "draft-before", to_anne(Draft((), BEFORE)), replace(MEETING, cases=followed)
    yield "draft-written", to_anne(Draft()), replace(WRITTEN, notice_at=None, place="", starts=None)
    unclear = "Hei!\n\nGreit nok, hvis budsjettet holder.\n\nHilsen Kari"
    yield (
        "needs-you",
        to_anne(NeedsYou("kari.berg@hole.example", unclear, ("conditional",), HOLE, "", "ab12" * 16)),
        MEETING,
    )
    stranger = NeedsYou(
        "ukjent@privat.example", unclear, ("unknown_sender", "something_new"), None, "no_thread", "ab12" * 16
    )
    yield "needs-you-stranger", to_anne(stranger), MEETING
    held = NeedsYou("kari.berg@hole.example", "Godkjent", ("held",), HOLE, "no_thread", "ab12" * 16)
    yield "needs-you-held", to_anne(held), MEETING
    lines = [StrangersMail(f"#{n:08x}", NOW, f"ukjent{n}@annet.example", "Re:  *Godkjent*\r\nBcc: x") for n in range(3)]
    yield "strangers", to_anne(Strangers(tuple(lines), 3)), MEETING
    yield "strangers-many", to_anne(Strangers((*lines, StrangersMail("#00000009", NOW, "", "")), 70)), MEETING
    for reason in ("protocol_remark", "after_approval"):
        remark = NeedsYou("kari.berg@hole.example", unclear, (reason,), HOLE, "", "ab12" * 16)
        yield f"needs-you-{reason}", to_anne(remark), MEETING
    for what in TroubleKind:
        said = "mail.region.example:993: signing in was refused; check MOTEBOT_IMAP__PASSWORD"
        yield f"trouble-{what}", to_anne(Trouble(what, NOW, said)), MEETING
    yield "trouble-unsaid", to_anne(Trouble(TroubleKind.MAILBOX_LOST, NOW)), MEETING
    nobody = NeedsYou("", "Siv Aas", ("substitute_without_address",), HOLE)
    yield "needs-you-address", to_anne(nobody), MEETING
    failed = DeliveryFailed("Ole Moe", "ole.moe@modum.example", LetterKind.NOTICE, "550 5.1.1 No such user")
    yield "delivery-failed", to_anne(failed), MEETING
    yield "delivery-doubted", to_anne(replace(failed, response="Undelivered *Mail*", doubtful=True)), MEETING
