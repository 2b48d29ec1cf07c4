"""The parts that a notice and a protocol have in common: facts, those invited, the cases' texts and proposals."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from bot.core.meeting import Case, Meeting, Seat
from bot.core.protocol import CaseResult
from bot.core.reported import ReportedCase
from bot.letters.documents.prose import blocks_of, clean, one_line
from bot.letters.documents.tree import (
    Block,
    Box,
    Bullets,
    Facts,
    Heading,
    Mark,
    Numbered,
    Paragraph,
    Runs,
    Table,
    Tone,
    plain,
)
from bot.letters.documents.words import Words


def contact(meeting: Meeting) -> str:
    """The coordinator with address and, where given, telephone number."""
    coordinator = meeting.body.coordinator
    return ", ".join(one_line(each) for each in (coordinator.name, coordinator.email, coordinator.phone) if each)


def facts(words: Words, meeting: Meeting) -> Facts:
    """What, when and where."""
    chair = meeting.body.chair
    told = {
        "meeting": meeting.title,
        "starts": words.moment(meeting.starts) if meeting.starts else "",
        "deadline": words.moment(meeting.deadline),
        "place": meeting.place,
        "chair": f"{chair.member.name} ({chair.name})",
        "coordinator": contact(meeting),
    }
    return Facts(tuple((words(f"label.{key}"), plain(one_line(value))) for key, value in told.items() if value))


def invited(words: Words, meeting: Meeting) -> Table:
    """Those invited: member and title, with the seat's substitutes in elected order."""
    head = tuple(words(f"roll.{column}") for column in ("seat", "member", "role", "substitute"))
    rows = tuple(
        cells(seat.name, member(words, seat), seat.member.title, _substitutes(seat)) for seat in meeting.body.seats
    )
    return Table(words("roll.invited_caption"), head, rows)


def member(words: Words, seat: Seat) -> str:
    """The member's name, saying so where they chair or have no vote."""
    if seat.chair:
        return words("roll.chair", name=seat.member.name)
    return seat.member.name if seat.votes else words("roll.adviser", name=seat.member.name)


def cells(*texts: str) -> tuple[Runs, ...]:
    """A row of a table."""
    return tuple(plain(one_line(text)) for text in texts)


def case_title(words: Words, case: Case | CaseResult | ReportedCase, *, hidden: bool) -> str:
    """The case's title; where it is kept from the reader, the ground for that."""
    if not hidden:
        return one_line(case.title)
    if not case.exempt_under:
        return words("cases.closed_title_bare")
    return words("cases.closed_title", section=one_line(case.exempt_under))


def case_heading(words: Words, case: Case | CaseResult, *, hidden: bool) -> Heading:
    """The heading that a case stands under."""
    title = case_title(words, case, hidden=hidden)
    return Heading(2, plain(words("cases.one", number=one_line(case.number), title=title)))


def closed_box(words: Words, case: Case | CaseResult, *, hidden: bool) -> Iterator[Block]:
    """The ground on which the case is closed, and what the reader does not see for it; nothing for an open case."""
    if case.public:
        return
    section = one_line(case.exempt_under)
    told = words("cases.closed", section=section) if section else words("cases.closed_bare")
    left_out = (Paragraph(plain(words("cases.left_out"))),) if hidden else ()
    yield Box(Mark.CLOSED, (Paragraph(plain(told)), *left_out))


def case_papers(words: Words, case: Case | CaseResult) -> Iterator[Block]:
    """The case's text, its proposal and the names of its documents, each under its heading."""
    if case.text.strip():
        yield from _case_text(words, case.text)
    if case.documents:
        yield section(words("cases.documents"))
        yield Bullets(tuple((Paragraph(plain(one_line(PurePosixPath(each).name))),) for each in case.documents))
    yield section(words("cases.proposal"))
    yield from entries(enumerate(case.proposal, 1), numbered=len(case.proposal) > 1)


def _case_text(words: Words, text: str) -> Iterator[Block]:
    """The text under the heading it opens with, or under ours where it opens with none."""
    level = section("").level
    blocks = blocks_of(text, top=level)
    if not blocks or isinstance(blocks[0], Heading):
        yield from blocks
    else:
        yield section(words("cases.text"))
        yield from blocks_of(text, top=level + 1)


def entries(numbered_texts: Iterable[tuple[int, str]], *, numbered: bool) -> Iterator[Block]:
    """The entries of a proposal or decision, word for word: what is decided is never read as Markdown."""
    paragraphs = [(number, literal(text)) for number, text in numbered_texts]
    if numbered:
        yield Numbered(tuple(paragraphs))
    else:
        for _, blocks in paragraphs:
            yield from blocks


def literal(text: str) -> tuple[Block, ...]:
    """The text as it stands: an empty line parts paragraphs, other lines stay lines."""
    parts = (part.strip() for part in clean(text).split("\n\n"))
    return tuple(Paragraph(plain(part)) for part in parts if part)


def section(title: str) -> Heading:
    """A heading within a case."""
    return Heading(3, plain(title))


def fine(text: str) -> Paragraph:
    """A sentence of lesser weight."""
    return Paragraph(plain(text), Tone.FINE)


def body_text(text: str) -> Paragraph:
    """An ordinary paragraph."""
    return Paragraph(plain(text))


def _substitutes(seat: Seat) -> str:
    return ", ".join(one_line(each.name) for each in seat.substitutes)
