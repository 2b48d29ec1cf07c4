"""The page on which all letters and documents of a meeting are leafed through, without a server and without a script.

Each stands in files beside the page, which only names them; a mail's own page is shown in a frame that can do nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.core.letters import LetterKind
from bot.core.meeting import Meeting
from bot.letters.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Leaf:
    """One letter or document.

    `id` is unique on the page and fit for a link, `kind` None for a document. `to` and `heading` are whom it is for and
    what stands above it; `address` is empty for a document. `page` is the file that shows it, `files` are all of its
    forms, `text` its plain text, empty where it has none.
    """

    id: str
    kind: LetterKind | None
    to: str
    heading: str
    page: str
    files: tuple[str, ...]
    text: str = ""
    address: str = ""
    attachments: tuple[str, ...] = ()


def leaves_page(meeting: Meeting, leaves: Sequence[Leaf], zone: ZoneInfo) -> str:
    """The page, in the body's language, with the leaves in their order; those of one kind belong side by side."""
    catalogue = Catalogue.of(meeting.body.language)
    turns = zip([None, *leaves], leaves, [*leaves[1:], None], strict=False)
    groups = [(_named(catalogue, kind), list(each)) for kind, each in groupby(leaves, key=lambda leaf: leaf.kind)]
    page = catalogue.environment(zone).get_template("preview.html.j2")
    return page.render(language=catalogue.language, title=meeting.title, groups=groups, turns=list(turns))


def _named(catalogue: Catalogue, kind: LetterKind | None) -> str:
    return catalogue.word("preview.documents" if kind is None else f"letter.{kind}")
