"""What every reader makes of a document: its blocks in reading order, before anything is understood.

A block's text is inline Markdown: bold stands as `**bold**`, and a paragraph's own line breaks are kept, because in a
notice a line is often a statement of its own. Headers, footers and page numbers are left out by the readers.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is by its form."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `level` is a heading's from 1, or an item's depth from 0; `marker` an item's number or bullet as it
    is shown, such as `1.` or `-`; `rows` a table's cells, empty ones included."""

    kind: BlockKind
    text: str = ""
    level: int = 0
    marker: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def plain(self) -> str:
        """The text without marks of bold and heading, on one line."""
        return plain(self.text)

    @property
    def numbered(self) -> bool:
        """Whether it is an item with a number or letter."""
        return self.kind is BlockKind.ITEM and any(character.isalnum() for character in self.marker)


@dataclass(frozen=True, slots=True)
class Correspondent:
    """A name and address in the head of the mail that carried the notice."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that the mail carries beside the notice: a name that is safe in any folder, and the bytes."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's blocks, with what its wrapping tells.

    `letterhead` holds the lines of the first page's header. `subject`, `sent`, `sender` and `recipients` are of the
    mail whose body the notice is; `sent` also of the one that carried it as an attachment,
    `cover` is what that one says itself, and `attachments` are the other documents of either.
    """

    blocks: tuple[Block, ...]
    letterhead: tuple[str, ...] = ()
    subject: str = ""
    sent: datetime | None = None
    sender: Correspondent | None = None
    recipients: tuple[Correspondent, ...] = field(default=())
    cover: tuple[Block, ...] = field(default=())
    attachments: tuple[Attachment, ...] = field(default=())


_LONGEST_SEARCHED = 3000
_LINK = re.compile(r"\[([^\]\[]{1,300})\]\((?:mailto:|tel:|https?://)[^()\s]{1,500}\)")
_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=[\w.:!?»])[*_](?!\w)|^#{1,6}\s+")


def plain(text: str) -> str:
    """The text without marks of bold, italics, link and heading, its white space as single spaces.

    It is what the notice's words are looked for in, so it ends after 3,000 characters, more than any paragraph has:
    the time that a search takes stays bounded whatever the file holds.
    """
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", text[:_LONGEST_SEARCHED])).split())


def is_bold(text: str) -> bool:
    """Whether all of the text is bold, a closing colon aside."""
    stripped = text.strip().rstrip(":").strip()
    return len(stripped) > 4 and stripped.startswith("**") and stripped.endswith("**") and stripped.count("**") == 2
