"""The protocol's appendix: who is to act on what was decided, and by what day."""

from collections.abc import Iterator

from bot.core.protocol import FollowedUp, Protocol, Status
from bot.letters.documents.parts import body_text, cells, fine
from bot.letters.documents.prose import one_line
from bot.letters.documents.tree import NOTHING, Block, Heading, Runs, Table, plain
from bot.letters.documents.words import Words

_COLUMNS = ("case", "what", "responsible", "due")


def appendix(words: Words, protocol: Protocol) -> Iterator[Block]:
    """The appendix; nothing where nobody was ever marked. A later issue says of itself that it is one."""
    issued = protocol.appendix_at
    if not protocol.follow_up and issued is None:
        return
    yield Heading(2, plain(words("follow_up.title")))
    if issued is not None:
        yield fine(words("follow_up.issued", at=words.moment(issued)))
    if not protocol.follow_up:
        yield body_text(words("follow_up.none"))
        return
    yield body_text(words("follow_up.draft" if protocol.status is Status.DRAFT else "follow_up.about"))
    head = tuple(words(f"follow_up.{column}") for column in _COLUMNS)
    rows = tuple(_row(words, each) for each in protocol.follow_up)
    yield Table(words("follow_up.caption"), head, rows)


def _row(words: Words, each: FollowedUp) -> tuple[Runs, ...]:
    number = one_line(each.case)
    about = number if each.point is None else words("follow_up.point", number=number, point=each.point)
    due = NOTHING if each.due is None else words.day(each.due)
    return cells(about, each.what, each.responsible, due)
