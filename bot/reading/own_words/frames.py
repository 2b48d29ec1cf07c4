"""What is made once for a meeting and its letters, and then used for every mail that answers them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.core.meeting import Meeting
from bot.reading.message import Message
from bot.reading.own_words.authors import Authors, authors_of
from bot.reading.own_words.known import Known, known_of
from bot.reading.own_words.signers import Sender
from bot.reading.own_words.subject import own_subject, words_of_titles

MOST_FRAMES: Final = 64
LONGEST_SUBJECT: Final = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The known text of a meeting, the name of each registered address, and the words of the meeting's titles."""

    meeting: Meeting
    known: Known
    names: dict[str, str]
    titles: frozenset[str]


# A meeting is a large value to compare: one that is the same object needs no comparing.
_frames: dict[tuple[int, tuple[str, ...]], Frame] = {}


def frame_of(meeting: Meeting, sent: tuple[str, ...]) -> Frame:
    """The frame of a meeting and the letters that the sender had from us."""
    found = _frames.get((id(meeting), sent))
    if found is not None and found.meeting is meeting:
        return found
    frame = _frame(meeting, sent)
    if frame.meeting is meeting:
        if len(_frames) >= MOST_FRAMES:
            _frames.clear()
        _frames[id(meeting), sent] = frame
    return frame


@lru_cache(maxsize=2 * MOST_FRAMES)
def _frame(meeting: Meeting, sent: tuple[str, ...]) -> Frame:
    names = {address: each.person.name for each in meeting.speakers() for address in each.person.addresses}
    titles = (meeting.title, meeting.body.name, meeting.body.organisation)
    return Frame(meeting, known_of(meeting, sent), names, words_of_titles(titles))


def sender_of(message: Message, frame: Frame) -> Sender:
    """How the sender of the mail may sign: by the name in the header or the registered one."""
    return _sender(frame, message.display_name, message.sender)


@lru_cache(maxsize=512)
def _sender(frame: Frame, display_name: str, address: str) -> Sender:
    speaker = frame.meeting.speaker(address)
    if speaker is None:
        return Sender.called(display_name, frame.names.get(address, ""))
    others = [each for each in frame.meeting.speakers() if each.person.name != speaker.person.name]
    return Sender.called(
        display_name,
        speaker.person.name,
        beside=(each.person.name for each in others if each.seat.id == speaker.seat.id),
        elsewhere=(each.person.name for each in others if each.seat.id != speaker.seat.id),
    )


def quotable(message: Message, frame: Frame) -> Authors:
    """The authors that the mail may quote."""
    return _authors(frame, message.recipients, message.header("to"))


@lru_cache(maxsize=512)
def _authors(frame: Frame, recipients: tuple[str, ...], to: str) -> Authors:
    return authors_of(frame.meeting, recipients, to)


def subject_of(message: Message, frame: Frame) -> str:
    """The words that the sender put into the subject: most answer under the letter's own."""
    return _own_subject(message.subject[:LONGEST_SUBJECT], frame)


@lru_cache(maxsize=512)
def _own_subject(subject: str, frame: Frame) -> str:
    known = frame.known
    return own_subject(subject, frame.titles, known.rows, {title for title, _ in known.subjects})
