"""The own words of a mail, put together from its alternatives and its subject."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.core.meeting import Meeting
from bot.reading.message import Message
from bot.reading.own_words.alternatives import say_the_same
from bot.reading.own_words.answers import (
    has_answer_word,
    is_bare_answer,
    is_personal,
    is_registration,
    is_verdict_line,
    names_case,
)
from bot.reading.own_words.cells import may_hold_marks
from bot.reading.own_words.frames import Frame, frame_of, quotable, sender_of, subject_of
from bot.reading.own_words.known import letters_of
from bot.reading.own_words.lines import Lines, plain_lines
from bot.reading.own_words.passages import Passage, passages_of
from bot.reading.own_words.regions import rows_of
from bot.reading.own_words.reservations import is_reservation
from bot.reading.own_words.structure import html_lines
from bot.reading.own_words.subject import is_answering, is_forwarded


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the sender wrote.

    `passages` are in the order of the mail. `subject` holds the words that the sender put into the subject
    themselves, behind the number of the case whose title they give; it is empty where the subject is unchanged.
    `from_subject` says that the body holds no words and the passage is the subject. `alternative` is None where the
    mail says the same in all its forms; where its plain and HTML parts differ in the sender's words, it is what the
    other one says, and only what both say may count.
    """

    passages: tuple[Passage, ...] = ()
    from_subject: bool = False
    subject: str = ""
    alternative: tuple[Passage, ...] | None = None

    @property
    def text(self) -> str:
        """The passages, a blank line between them."""
        return "\n\n".join(passage.text for passage in self.passages)

    @property
    def by_another(self) -> bool:
        """Whether somebody else who is registered has signed any of it."""
        return any(passage.by_another for passage in (*self.passages, *(self.alternative or ())))

    @property
    def damaged(self) -> bool:
        """Whether bytes of the sender's own words were damaged on the way: U+FFFD stands where."""
        return "\ufffd" in self.text


def extract(message: Message, meeting: Meeting, sent: Sequence[str] = ()) -> OwnWords:
    """The own words of the sender; `sent` are the plain texts of the letters that we sent to them."""
    frame = frame_of(meeting, tuple(sent))
    passages, alternative = _told(message, frame)
    if is_answering(message.subject) and is_registration(message.subject):
        passages = tuple(map(_acknowledged, passages))
    subject = subject_of(message, frame)
    if not passages and not alternative and subject:
        return OwnWords((Passage(subject),), from_subject=True, subject=subject, alternative=alternative)
    return OwnWords(passages, subject=frame.known.with_number(subject) if subject else "", alternative=alternative)


def _acknowledged(passage: Passage) -> Passage:
    """«Ok» and «Ja» to a receipt of ours may only say that it came."""
    soft = is_bare_answer(passage.text) and not is_verdict_line(passage.text) and not names_case(passage.text)
    return replace(passage, aside=True) if soft else passage


def _told(message: Message, frame: Frame) -> tuple[tuple[Passage, ...], tuple[Passage, ...] | None]:
    """What the mail says, and what its other form says where that is something else."""
    known, sender, forwarded = frame.known, sender_of(message, frame), is_forwarded(message.subject)

    def read(lines: Lines) -> tuple[Passage, ...]:
        rows = rows_of(lines, known, sender, forwarded=forwarded)
        return passages_of(rows, known, sender, lambda: quotable(message, frame))

    plain = message.plain or ""
    if message.html is None:
        return (read(plain_lines(plain)), None) if plain.strip() else ((), None)
    if _is_empty(plain):
        return read(html_lines(message.html)), None
    written = read(plain_lines(plain))
    if say_the_same(plain, message.html):
        # Which column a tick stands in, only the HTML is sure to tell.
        return (read(html_lines(message.html)) if may_hold_marks(message.html) else written), None
    shown = read(html_lines(message.html))
    if _words(written) == _words(shown):
        return (written if _tied(written) > _tied(shown) else shown), None
    if shown and _only_signs(written, shown):
        return shown, None
    return (written, shown) if written else (shown, written)


# What the plain form of an HTML mail has beside the words: links, and names of pictures.
_EXTRA = re.compile(r"<?(?:https?://|mailto:)[^\s>]{1,2000}>?|\[(?:cid:|image:?|bilde)[^\]]{0,200}\]", re.IGNORECASE)
_NOTHING_ELSE = re.compile(rf"(?>\s|{_EXTRA.pattern})*+", re.IGNORECASE)


# «Denne meldingen krever en HTML-leser»
_OF_HTML = re.compile(r"\bhtml\b", re.IGNORECASE)
LONGEST_EMPTY: Final = 1_000


def _is_empty(plain: str) -> bool:
    """Whether the plain form beside HTML says nothing: it is blank, names pictures, or says that there is HTML."""
    if len(plain) > LONGEST_EMPTY:
        return False
    if "html" not in plain.lower():
        return _NOTHING_ELSE.fullmatch(plain) is not None
    told = _EXTRA.sub("", plain).strip()
    return not told or (_OF_HTML.search(told) is not None and not has_answer_word(told) and not is_personal(told))


def _words(passages: Sequence[Passage]) -> str:
    return letters_of(_EXTRA.sub("", "\n".join(each.text for each in passages)))


def _only_signs(written: Sequence[Passage], shown: Sequence[Passage]) -> bool:
    """Whether the plain form goes on only with a signature that nothing but the HTML's structure tells from words."""
    if len(written) != len(shown) or not _words(written).startswith(_words(shown)):
        return False
    told = {line for passage in shown for line in passage.text.split("\n")}
    beyond = [line for passage in written for line in passage.text.split("\n") if line not in told]
    return not any(_may_matter(line) for line in beyond)


def _may_matter(line: str) -> bool:
    return has_answer_word(line) or names_case(line) or is_personal(line) or is_reservation(line)


def _tied(passages: Sequence[Passage]) -> int:
    return sum(each.under is not None for each in passages)
