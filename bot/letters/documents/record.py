"""The protocol as a document, kommuneloven § 11-4: what a municipality files and publishes of one meeting."""

from collections.abc import Iterator

from bot.core.meeting import Rule, Silence
from bot.core.protocol import Basis, CaseResult, Outcome, Protocol, Status
from bot.letters.documents.appendix import appendix
from bot.letters.documents.attendance import attendance
from bot.letters.documents.ballots import has_votes
from bot.letters.documents.parts import (
    body_text,
    case_heading,
    case_papers,
    case_title,
    cells,
    closed_box,
    contact,
    entries,
    facts,
    fine,
    invited,
    section,
)
from bot.letters.documents.prose import one_line
from bot.letters.documents.tree import (
    NOTHING,
    Block,
    Box,
    Bullets,
    Document,
    Heading,
    Mark,
    Paragraph,
    Table,
    Tone,
    plain,
)
from bot.letters.documents.verdict import Verdict, quorum_told
from bot.letters.documents.votes import count_table, vote_table
from bot.letters.documents.words import Words


def record(words: Words, protocol: Protocol, *, public: bool) -> Document:
    """The document; a public one shows of a closed case its number and legal basis only."""
    meeting = protocol.meeting
    day = words.date(meeting.starts or meeting.deadline)
    body = one_line(meeting.body.name)
    return Document(
        language=meeting.body.language,
        title=words("protocol.file_title", body=body, date=day),
        author=one_line(meeting.body.organisation) or body,
        eyebrow=one_line(meeting.body.organisation),
        heading=words("protocol.heading"),
        subtitle=body,
        running=f"{body} · {words('protocol.running', date=day)}",
        stamp=_stamp(words, protocol, public=public),
        page=words("page.of", page="{page}", pages="{pages}"),
        dated=meeting.deadline,
        blocks=tuple(_blocks(words, protocol, public=public)),
    )


def _stamp(words: Words, protocol: Protocol, *, public: bool) -> str:
    stamps = []
    if protocol.status is not Status.FINAL:
        stamps.append(words(f"page.stamp_{protocol.status.value}"))
    if not public and any(not case.public for case in protocol.cases):
        stamps.append(words("page.stamp_closed"))
    return " · ".join(stamps)


def _blocks(words: Words, protocol: Protocol, *, public: bool) -> Iterator[Block]:
    yield from _standing(words, protocol)
    yield from _openness(words, protocol, public=public)
    yield facts(words, protocol.meeting)
    if protocol.status is Status.CANCELLED:
        yield from _called_off(words, protocol, public=public)
        return
    yield Heading(2, plain(words("roll.title")))
    yield attendance(words, protocol)
    yield fine(_quorum(words, protocol))
    yield from _rules(words, protocol, public=public)
    yield Heading(2, plain(words("cases.title")))
    yield _list(words, protocol, public=public)
    for case in protocol.cases:
        yield from _case(words, protocol, case, hidden=public and not case.public)
    yield from _approved(words, protocol)
    yield from appendix(words, protocol)
    yield fine(words("protocol.about", contact=contact(protocol.meeting)))


def _quorum(words: Words, protocol: Protocol) -> str:
    """Whether enough took part in anything at all; each case has its own sentence besides."""
    draft = protocol.status is Status.DRAFT
    consented = any(case.basis is Basis.SILENT_CONSENT for case in protocol.cases)
    return quorum_told(words, protocol.quorum, protocol.meeting.body.rule, draft=draft, consented=consented)


def _standing(words: Words, protocol: Protocol) -> Iterator[Block]:
    """The box that says that this is no final protocol."""
    if protocol.status is Status.DRAFT:
        told = words("protocol.draft", deadline=words.moment(protocol.meeting.deadline))
        yield Box(Mark.DRAFT, (body_text(told),))
    if protocol.status is Status.AWAITING:
        yield Box(Mark.DRAFT, (body_text(words("protocol.awaiting")),))
    if protocol.status is Status.CANCELLED:
        at = protocol.cancelled_at
        told = words("protocol.cancelled", at=words.moment(at)) if at else words("protocol.cancelled_untimed")
        yield Box(Mark.CANCELLED, (body_text(told),))


def _openness(words: Words, protocol: Protocol, *, public: bool) -> Iterator[Block]:
    if any(not case.public for case in protocol.cases):
        name = "protocol.public_note" if public else "protocol.closed_inside"
        yield Box(Mark.CLOSED, (body_text(words(name)),))


def _approved(words: Words, protocol: Protocol) -> Iterator[Block]:
    """Who approved the protocol and when, where the body asks for it."""
    given = protocol.approval
    if given is None:
        return
    yield Heading(2, plain(words("approval.title")))
    told = {"by": one_line(given.by), "at": words.moment(given.received), "reason": one_line(given.reason or "")}
    yield body_text(words(f"approval.{given.how.value}", **told))


def _called_off(words: Words, protocol: Protocol, *, public: bool) -> Iterator[Block]:
    """What is left of a meeting that was called off: who was invited to what."""
    yield Heading(2, plain(words("roll.invited_title")))
    yield invited(words, protocol.meeting)
    yield Heading(2, plain(words("cases.title")))
    head = (words("cases.number"), words("cases.name"))
    rows = tuple(
        cells(case.number, case_title(words, case, hidden=public and not case.public)) for case in protocol.cases
    )
    yield Table(words("cases.caption"), head, rows)


def _rules(words: Words, protocol: Protocol, *, public: bool) -> Iterator[Block]:
    """How the body decides; of a written procedure also who chose it, when, why, and whether all consented."""
    body = protocol.meeting.body
    rules = {body.rule, *(case.rule for case in protocol.cases)}
    yield Heading(2, plain(words("rule.title")))
    yield body_text(words(f"rule.full.{body.rule.value}"))
    if body.silence is Silence.CONSENT and rules != {Rule.UNANIMOUS_WRITTEN}:
        yield body_text(words("silence.rule"))
    if Rule.UNANIMOUS_WRITTEN in rules:
        yield from _written(words, protocol, public=public)


def _written(words: Words, protocol: Protocol, *, public: bool) -> Iterator[Block]:
    written = protocol.meeting.written
    if written is not None:
        at = words.moment(written.decided_at)
        yield body_text(words("written.decided", by=one_line(written.decided_by), at=at))
        yield body_text(words("written.reason", reason=one_line(written.reason)))
    if protocol.status not in {Status.AWAITING, Status.FINAL}:
        return
    cases = [case for case in protocol.cases if case.rule is Rule.UNANIMOUS_WRITTEN and (case.public or not public)]
    consented = [one_line(case.number) for case in cases if case.outcome is Outcome.ADOPTED]
    lacking = [one_line(case.number) for case in cases if case.outcome is not Outcome.ADOPTED]
    if consented:
        yield body_text(words("written.consented", cases=words.listed(consented)))
    if lacking:
        yield body_text(words("written.unconsented", cases=words.listed(lacking)))


def _list(words: Words, protocol: Protocol, *, public: bool) -> Table:
    rows = []
    for case in protocol.cases:
        hidden = public and not case.public
        result = NOTHING if hidden else Verdict(words, protocol, case).short()
        rows.append(cells(case.number, case_title(words, case, hidden=hidden), result))
    head = (words("cases.number"), words("cases.name"), words("cases.result"))
    return Table(words("cases.caption"), head, tuple(rows))


def _case(words: Words, protocol: Protocol, case: CaseResult, *, hidden: bool) -> Iterator[Block]:
    yield case_heading(words, case, hidden=hidden)
    yield from closed_box(words, case, hidden=hidden)
    if hidden:
        return
    verdict = Verdict(words, protocol, case)
    yield from case_papers(words, case)
    yield section(words("vote.title"))
    yield vote_table(verdict)
    if has_votes(case.votes) or case.points:
        yield count_table(verdict)
    yield from (body_text(note) for note in verdict.notes())
    yield fine(verdict.grounds())
    yield from _decision(verdict)


def _decision(verdict: Verdict) -> Iterator[Block]:
    """What was decided, framed; where nothing was, why not and what follows from it."""
    words, case, why = verdict.words, verdict.case, verdict.why()
    yield section(words(verdict.name("decision.title" if case.decision else "decision.title_none")))
    inside: list[Block] = [Paragraph(plain(verdict.sentence()), Tone.RESULT)]
    if case.points and not why:
        lines = (words("decision.numbered", point=p, result=verdict.sentence(p)) for p in _numbers(case))
        inside.append(Bullets(tuple((body_text(line),) for line in lines)))
    if why:
        inside.append(Bullets(tuple((body_text(reason),) for reason in why)))
    several = len(case.proposal) > 1
    inside += entries(verdict.decided(), numbered=several)
    yield Box(Mark.DECISION, tuple(inside))


def _numbers(case: CaseResult) -> tuple[int, ...]:
    return tuple(result.point for result in case.points)
