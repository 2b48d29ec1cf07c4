"""The notice as a document: what is to be decided, by whom, and how to answer (kommuneloven § 11-3)."""

from collections.abc import Iterator

from bot.core.meeting import Case, Meeting, Rule, Silence
from bot.core.reported import Reported
from bot.letters.documents.before import meeting_before
from bot.letters.documents.parts import (
    body_text,
    case_heading,
    case_papers,
    case_title,
    cells,
    closed_box,
    contact,
    facts,
    fine,
    invited,
)
from bot.letters.documents.prose import one_line
from bot.letters.documents.tree import Block, Box, Document, Heading, Mark, Paragraph, Table, Tone, plain
from bot.letters.documents.words import Words


def summons(words: Words, meeting: Meeting, before: Reported | None, *, public: bool) -> Document:
    """The document; a public one shows of a closed case its number and legal basis only."""
    day = words.date(meeting.starts or meeting.deadline)
    body = one_line(meeting.body.name)
    closed_inside = not public and any(not case.public for case in meeting.cases)
    return Document(
        language=meeting.body.language,
        title=words("notice.file_title", body=body, date=day),
        author=one_line(meeting.body.organisation) or body,
        eyebrow=one_line(meeting.body.organisation),
        heading=words("notice.heading"),
        subtitle=body,
        running=f"{body} · {words('notice.running', date=day)}",
        stamp=words("page.stamp_closed") if closed_inside else "",
        page=words("page.of", page="{page}", pages="{pages}"),
        dated=meeting.notice_at or meeting.deadline,
        blocks=tuple(_blocks(words, meeting, before, public=public)),
    )


def _blocks(words: Words, meeting: Meeting, before: Reported | None, *, public: bool) -> Iterator[Block]:
    yield from _openness(words, meeting, public=public)
    yield facts(words, meeting)
    yield Box(Mark.ASKED, tuple(_asked(words, meeting)))
    yield Heading(2, plain(words("roll.invited_title")))
    yield invited(words, meeting)
    yield body_text(words("notice.absence", contact=contact(meeting)))
    yield Heading(2, plain(words("rule.title")))
    yield from _rules(words, meeting)
    yield from meeting_before(words, before, contact=contact(meeting), public=public)
    yield Heading(2, plain(words("cases.title")))
    yield _list(words, meeting, public=public)
    for case in meeting.cases:
        yield from _case(words, meeting, case, hidden=public and not case.public)


def _openness(words: Words, meeting: Meeting, *, public: bool) -> Iterator[Block]:
    if any(not case.public for case in meeting.cases):
        name = "protocol.public_note" if public else "protocol.closed_inside"
        yield Box(Mark.CLOSED, (body_text(words(name)),))


def _asked(words: Words, meeting: Meeting) -> Iterator[Block]:
    """What the reader is asked for, until when, and what their answer or silence will mean."""
    rules = {meeting.rule_of(case) for case in meeting.cases}
    yield Paragraph(plain(words("notice.how_title")), Tone.RESULT)
    yield body_text(words("notice.how", deadline=words.moment(meeting.deadline)))
    if Rule.UNANIMOUS_WRITTEN in rules:
        yield body_text(words("notice.how_written"))
    if meeting.body.silence is Silence.CONSENT and rules != {Rule.UNANIMOUS_WRITTEN}:
        yield body_text(words("notice.how_silence"))


def _rules(words: Words, meeting: Meeting) -> Iterator[Block]:
    yield body_text(words(f"rule.full.{meeting.body.rule.value}"))
    written = meeting.written
    if written is not None:
        at = words.moment(written.decided_at)
        yield body_text(words("written.decided", by=one_line(written.decided_by), at=at))
        yield body_text(words("written.reason", reason=one_line(written.reason)))


def _list(words: Words, meeting: Meeting, *, public: bool) -> Table:
    head = (words("cases.number"), words("cases.name"))
    rows = tuple(
        cells(case.number, case_title(words, case, hidden=public and not case.public)) for case in meeting.cases
    )
    return Table(words("cases.caption"), head, rows)


def _case(words: Words, meeting: Meeting, case: Case, *, hidden: bool) -> Iterator[Block]:
    yield case_heading(words, case, hidden=hidden)
    yield from closed_box(words, case, hidden=hidden)
    if hidden:
        return
    if case.rule is not None and case.rule is not meeting.body.rule:
        yield fine(f"{words('rule.own')} {words(f'rule.full.{case.rule.value}')}")
    yield from case_papers(words, case)
