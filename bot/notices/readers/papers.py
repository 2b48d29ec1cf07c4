"""What the documents of a mail say: which of them is the notice, and which are the papers of its cases."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from email.message import Message
from pathlib import PurePath

from bot.errors import BadFileError
from bot.notices.cutting import lines
from bot.notices.lines import case_mark, proposal_label
from bot.notices.outline import Block, Outline
from bot.notices.readers.attached import content_of, is_called_case, is_called_notice, suffix_of
from bot.notices.sections import Section
from bot.notices.sections import parts as cut_up

ReadAttachment = Callable[[bytes, str, str], Outline]

# More documents, or larger ones, are not read to find the notice or a case in them.
_MOST_DOCUMENTS = 8
_MOST_PAPERS = 40
_LARGEST_PAPER = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Chosen:
    """The parts that the notice stands in, and whether it has cases."""

    parts: tuple[Message, ...]
    outline: Outline
    cases: bool


@dataclass(frozen=True, slots=True)
class Papers:
    """Reads what is attached to the mail of that name."""

    mail: str
    read: ReadAttachment

    def notice(self, parts: list[Message]) -> Chosen:
        """The notice among the documents: the first, with the first that has cases where it has none itself.

        Raises BadFileError where none of them can be read.
        """
        first: Chosen | None = None
        faults: list[BadFileError] = []
        for part in parts[:_MOST_DOCUMENTS]:
            try:
                found = self._chosen(part)
            except BadFileError as fault:
                faults.append(fault)
                continue
            if found.cases:
                return found if first is None else self._together(first, found)
            first = first or found
        if first is None:
            raise faults[0]
        return first

    def completed(self, outline: Outline, parts: Iterable[Message]) -> Outline:
        """The notice with the cases that it only lists as the documents called by their numbers tell them."""
        wanted = {section.number for section in cut_up(outline.blocks).sections if _only_lists(section)}
        if not wanted:
            return outline
        called = [part for part in parts if is_called_case(part)][:_MOST_PAPERS]
        told = (block for part in called for block in self._case_in(part, wanted))
        return replace(outline, blocks=(*outline.blocks, *told))

    def _chosen(self, part: Message) -> Chosen:
        outline = self._outline(part, content_of(part))
        return Chosen((part,), outline, bool(cut_up(outline.blocks).sections))

    def _outline(self, part: Message, content: bytes) -> Outline:
        called = f"{self.mail}: {PurePath(part.get_filename() or '').name}"
        return self.read(content, called, suffix_of(part))

    def _together(self, first: Chosen, cases: Chosen) -> Chosen:
        """The notice whose agenda is a document of its own; the cases alone where the first document is no notice."""
        if not is_called_notice(first.parts[0]):
            return cases
        both = replace(first.outline, blocks=(*first.outline.blocks, *cases.outline.blocks))
        return Chosen((*first.parts, *cases.parts), both, cases=True)

    def _case_in(self, part: Message, wanted: set[str]) -> Iterator[Block]:
        """The blocks of a document from where it names one of the wanted cases; none where it cannot be read."""
        content = content_of(part)
        if len(content) > _LARGEST_PAPER:
            return
        try:
            blocks = list(lines(self._outline(part, content).blocks))
        except BadFileError:
            return
        marks = [case_mark(block) for block in blocks]
        start = next((n for n, mark in enumerate(marks) if mark and mark.number in wanted), len(blocks))
        yield from blocks[start:]


def _only_lists(section: Section) -> bool:
    return not any(proposal_label(block.plain) is not None for block in section.blocks)
