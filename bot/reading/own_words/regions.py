"""Every line of a mail with whose it is, as far as clients mark that: the sender's, quoted, or after a divider."""

from enum import Enum, auto
from functools import cached_property
from typing import NamedTuple

from bot.reading.own_words.answers import opens_letter
from bot.reading.own_words.attributions import (
    Foreign,
    attribution,
    groupwise_caption,
    is_citing,
    is_moment,
    said_in_chat,
)
from bot.reading.own_words.boundaries import (
    bare_header,
    header_block,
    is_divider,
    is_forwarding,
    is_notes_caption,
    may_part,
)
from bot.reading.own_words.bylines import greeted_in, is_addressed, is_byline, is_greeting
from bot.reading.own_words.kept import kept
from bot.reading.own_words.known import Known
from bot.reading.own_words.lines import LONG_LINE, Flag, Line, Lines, plain_line
from bot.reading.own_words.signers import Sender
from bot.reading.own_words.subject import is_forwarded
from bot.reading.own_words.unread import can_be_left, references_in


class Where(Enum):
    """Where a line stands."""

    OWN = auto()
    MARKED = auto()  # covered by a mark of quoting, line by line
    OPEN = auto()  # after a divider or header, which only says where the quote begins
    FORWARDED = auto()  # passed on by the sender: whatever stands in it is somebody else's (rule 1.1)


# Looking a member up in its class takes as long as all else that is done with a line.
OWN, MARKED, OPEN, FORWARDED = Where


class Row(NamedTuple):
    """One line.

    `block` counts the quoted mails from the newest, from 1; `author` is what is said of its writer, `subject` what it
    was written under, as far as a header says so. What stands below the end of a letter of ours has both.
    """

    text: str
    where: Where
    depth: int = 0
    block: int = 0
    author: str = ""
    flag: Flag = Flag.NONE
    subject: str = ""


class Regions:
    """Goes through the lines once and keeps where it is."""

    def __init__(self, lines: Lines, known: Known, sender: Sender, *, forwarded: bool) -> None:
        self.lines = lines
        self.known = known
        self.sender = sender
        self.rows: list[Row] = []
        self.open = False
        # Whether what is quoted was passed on by the sender.
        self.forwarded = forwarded
        self.block = 0
        self.author = self.subject = ""
        # Whether the sender has written anything above.
        self.told = False
        # Whether nothing was read since the last boundary: a divider and the header below it are one.
        self.fresh = False
        # Where a letter of ours ends whose lines nothing marks, while it is read: what follows is the sender's again.
        self.letter_end: int | None = None
        # Whether what is read stands below such a letter.
        self.below = False

    def read(self) -> list[Row]:
        """All rows: stretches of lines that are alike, and between them the lines at which something may turn."""
        count, at = len(self.lines), 0
        while at < count:
            end = self.end_of_stretch(at, count)
            if end > at:
                self._take(at, end)
                at = end
                continue
            line = self.lines[at]
            if line.text and (not self.open or self.letter_end is not None):
                line = self._own(at, line)
            foreign = self._boundary(at, line)
            if foreign is None:
                if self.fresh and line.text and self.open and self.block == 1 and not self.forwarded:
                    self.letter_end = self._end_of_letter(at)
                self._take_line(line)
                at += 1
                continue
            if not self.block and self.can_be_left(at, foreign.end):
                break
            self._cross(foreign)
            self.letter_end, self.below = None, False
            at = foreign.end
        return self.rows

    def can_be_left(self, at: int, start: int) -> bool:
        """Whether none of what stands from `start` on, below the first boundary, need be read."""
        return can_be_left(self.lines, at, start, self.known, is_open=self.open)

    def end_of_stretch(self, at: int, count: int) -> int:
        """Where the lines end from there on that are the sender's, or somebody else's, as the first one is."""
        if self.open:
            if self.fresh and self.block == 1 and not self.forwarded:
                return at
            end = count if self.letter_end is None else min(self.letter_end + 1, count)
            return max(self.lines.alike(at, end, _may_part), at)
        if self.lines.texts[at][:1] == ">":
            return self.lines.alike(at, count, _may_leave_marked)
        end = self.lines.alike(at, count, _may_turn)
        # A name above a moment begins what was said in a conversation.
        return max(end - 1, at) if end < count and is_moment(self.lines[end].text) else end

    def _take(self, at: int, end: int) -> None:
        """Takes a stretch."""
        texts = self.lines.texts[at:end]
        if self.open or self.below or texts[0][:1] == ">":
            for text in texts:
                self._take_line(plain_line(text))
        else:
            self.told = self.told or any(text and not is_greeting(text) for text in texts)
            self.rows += map(_own_row, texts)

    def _take_line(self, line: Line) -> None:
        text, depth, flag = line
        if not depth and not self.open:
            self.told = self.told or bool(text and not is_greeting(text))
            block, author = (self.block, self.author) if self.below else (0, "")
            self.rows.append(Row(text, OWN, 0, block, author, flag))
            return
        if text:
            self.fresh = False
            self.block = self.block or 1
        where = FORWARDED if self.forwarded else MARKED if depth else OPEN
        self.rows.append(Row(text, where, depth, self.block, self.author, flag, self.subject))

    def _own(self, at: int, line: Line) -> Line:
        """The line, marked where a bar marks it; a letter of ours that begins or ends with it is opened or closed."""
        if self.letter_end is not None and at > self.letter_end:
            self.open, self.letter_end, self.below = False, None, True
        if self.open or line.depth:
            return line
        if line.text[0] == "|" and self._is_barred(at):
            return line._replace(text=line.text[1:].strip(), depth=1)
        if opens_letter(line.text):
            self._open_letter(at)
        return line

    def _is_barred(self, at: int) -> bool:
        """Whether bars before several lines mark a quote, as some programs do; a table has more bars in a line."""
        near = self.lines[max(at - 1, 0) : at + 2]
        marked = sum(each.text[:1] == "|" and "|" not in each.text[1:] for each in near) > 1
        return marked and "|" not in self.lines[at].text[1:]

    def _open_letter(self, at: int) -> None:
        """Opens a letter of ours that nothing marks or announces; its reference is its last line."""
        end = self._end_of_letter(at)
        if end is not None:
            self._cross(Foreign(at, ""))
            self.open, self.letter_end = True, end

    def _end_of_letter(self, at: int) -> int | None:
        """The line with the reference of the letter of ours that the line is in; None where it is in none."""
        end = next((each for each in self._references if each > at and not self.lines[each].depth), None)
        return end if end is not None and self._is_one(at, end) else None

    def _is_one(self, start: int, end: int) -> bool:
        """Whether no mark and no client says between the lines that somebody else's words begin."""
        lines, at = self.lines, start
        while (at := lines.alike(at, end, _may_leave_letter)) < end:
            line = lines[at]
            if line.depth or line.flag in {Flag.CUT, Flag.ATTRIBUTION}:
                return False
            if line.text and (header_block(lines, at) or attribution(lines, at)):
                return False
            at += 1
        return True

    @cached_property
    def _references(self) -> list[int]:
        """The lines on which a letter of ours gives its «Referanse» or “Reference”, marked or not."""
        return references_in(self.lines)

    def _cross(self, foreign: Foreign) -> None:
        if not self.fresh:
            self.block += 1
            self.author = self.subject = ""
        self.author = foreign.author or self.author
        self.subject = foreign.subject or self.subject
        self.fresh = True

    def _boundary(self, at: int, line: Line) -> Foreign | None:
        text, depth, flag = line
        if flag is Flag.ATTRIBUTION:
            return self._flagged(at)
        if flag is Flag.CUT:
            self.open = True
            return Foreign(at + 1, "")
        if not text:
            return None
        if may_part(text):
            return self._written(at, text, depth)
        return None if depth or self.open else self._chat(at) or self._to_sender(at, text)

    def _written(self, at: int, text: str, depth: int) -> Foreign | None:
        """The boundary that the line's own words are."""
        if depth and (caption := groupwise_caption(text)):
            self.open = True
            return Foreign(at + 1, caption)
        divider = (bare_header(self.lines, at + 1) or Foreign(at + 1, "")) if self._is_divider(at, text) else None
        found = divider or (header_block(self.lines, at) if ":" in text else None)
        if found is not None:
            self.forwarded |= is_forwarded(found.subject) or (divider is not None and is_forwarding(text))
            self.open |= depth == 0 or (self.told and self._is_unmarked(found.end))
            return found
        return self._attribution(at) or (None if depth or self.open else self._citation(at, text))

    def _is_unmarked(self, at: int) -> bool:
        """Whether what follows a marked header is not marked itself: then nothing tells where the quote ends."""
        following = next((line for line in self.lines[at : at + 5] if line.text), None)
        return following is not None and following.depth == 0

    def _is_divider(self, at: int, text: str) -> bool:
        """Whether the line parts; one that is not drawn is taken for a divider only where a header follows."""
        if "---" in text and is_notes_caption(text):
            return True
        if text[0] in "-–—_=*>" or text[-1] in ":-":
            return is_divider(text)
        if len(text) > LONG_LINE or text[-1] in ".!?" or not is_divider(text):
            return False
        return self._stands_alone(at) or self._has_header_below(at + 1)

    def _stands_alone(self, at: int) -> bool:
        """Whether there is nothing but empty lines right above and below."""
        lines = self.lines
        return at > 0 and not lines[at - 1].text and at + 1 < len(lines) and not lines[at + 1].text

    def _flagged(self, at: int) -> Foreign:
        """Lines that the client marked as its own: everything after them is quoted, marked or not."""
        end = at
        while end < len(self.lines) and (self.lines[end].flag is Flag.ATTRIBUTION or not self.lines[end].text):
            end += 1
        text = " ".join(each.text for each in self.lines[at:end])
        self.open |= end < len(self.lines) and self.lines[end].depth == self.lines[at].depth == 0
        return Foreign(end, text)

    def _citation(self, at: int, text: str) -> Foreign | None:
        """What the sender copied in by hand; in a letter such lines are the letter's own."""
        if not is_citing(text):
            return self._chat(at)
        self.open = True
        return Foreign(at + 1, text)

    def _to_sender(self, at: int, text: str) -> Foreign | None:
        """A mail to the sender, below what they wrote: nobody greets themselves."""
        if not self.told or greeted_in(text) not in self.sender.names:
            return None
        self.open = True
        return Foreign(at + 1, "")

    def _chat(self, at: int) -> Foreign | None:
        """What the sender copied from a conversation."""
        below = self.lines[at + 1].text if at + 1 < len(self.lines) else ""
        if not below[-1:].isdecimal() or not said_in_chat(self.lines[at].text, below):
            return None
        self.open = True
        return Foreign(at + 2, self.lines[at].text)

    def _attribution(self, at: int) -> Foreign | None:
        found = attribution(self.lines, at)
        if self.lines[at].depth:
            return found
        if found is None:
            return self._byline(at)
        following = [line for line in self.lines[found.end : found.end + 8] if line.text][:4]
        quoted = bool(following) and following[0].depth > 0
        barred = bool(following) and following[0].text.startswith("|")
        # Where marks begin a little below, the quote is a marked one, and a line of it was broken.
        sure = found.certain or (found.named and not any(line.depth for line in following))
        if not quoted and not barred and not sure and not self._has_header_below(found.end):
            return self._byline(at)
        self.open |= not quoted
        return found

    def _byline(self, at: int) -> Foreign | None:
        """What an unknown program says of who wrote; without an address only below words of the sender's."""
        text = self.lines[at].text
        if self.open or not is_byline(text) or not (self.told or is_addressed(text)):
            return None
        following = next((line for line in self.lines[at + 1 : at + 5] if line.text), None)
        self.open = following is None or not following.depth
        return Foreign(at + 1, text)

    def _has_header_below(self, at: int) -> bool:
        """Whether a quoted header says more of what was written: HCL Notes puts both."""
        while at < len(self.lines) and not self.lines[at].text:
            at += 1
        return at < len(self.lines) and header_block(self.lines, at) is not None


_own_row = kept(lambda text: Row(text, OWN))


@kept
def _may_part(text: str) -> bool:
    """Whether the line, marked or not, may be a boundary, wherever it stands."""
    content = plain_line(text).text
    return bool(content) and may_part(content)


@kept
def _may_leave_marked(text: str) -> bool:
    """Whether something else may begin with the line below lines that are marked."""
    return text[:1] != ">" or _may_part(text)


@kept
def _may_turn(text: str) -> bool:
    """Whether something else may begin with the line below lines of the sender's, or with the one above it."""
    if not text:
        return False
    return text[0] in ">|" or may_part(text) or is_moment(text) or bool(greeted_in(text)) or opens_letter(text)


@kept
def _may_leave_letter(text: str) -> bool:
    """Whether a letter of ours that nothing marks may end with the line."""
    return text[:1] == ">" or _may_part(text)


def rows_of(lines: Lines, known: Known, sender: Sender, *, forwarded: bool = False) -> list[Row]:
    """The lines as rows; dividers, headers and attributions themselves are left out.

    So is all that is quoted, where no line of it can hold the sender's words. `forwarded` says that the sender passed
    on what is quoted.
    """
    return Regions(lines, known, sender, forwarded=forwarded).read()
