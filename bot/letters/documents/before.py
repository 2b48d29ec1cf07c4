"""What a notice lists of the meeting before: its protocol for approval, its decisions as reported cases."""

from collections.abc import Iterator

from bot.core.reported import Reported, ReportedCase
from bot.letters.documents.parts import body_text, case_title, fine
from bot.letters.documents.prose import one_line
from bot.letters.documents.tree import Block, Bullets, Heading, Paragraph, Runs, plain
from bot.letters.documents.words import Words


def meeting_before(words: Words, before: Reported | None, *, contact: str, public: bool) -> Iterator[Block]:
    """The section; nothing where there is no meeting before. Of a closed case a public one shows number and ground.

    A case is told by its title first, in a list and in no table: nobody, and no program that reads the notice, is to
    take it for one of the cases on the agenda.
    """
    if before is None:
        return
    yield Heading(2, plain(words("before.title")))
    title = one_line(before.title)
    yield body_text(words("before.protocol", title=title, date=words.date(before.held), contact=contact))
    if before.decided:
        yield body_text(words("before.decided"))
        told = (_told(words, case, hidden=public and not case.public) for case in before.decided)
        yield Bullets(tuple((Paragraph(runs),) for runs in told))
    yield fine(words("before.no_vote"))


def _told(words: Words, case: ReportedCase, *, hidden: bool) -> Runs:
    shown = words("before.case", title=case_title(words, case, hidden=hidden), number=one_line(case.number))
    if hidden:
        return plain(shown)
    name = f"result.short.{case.outcome.value}"
    return plain(f"{shown}: {words(words.first(f'{name}_{case.basis.value}', name))}")
