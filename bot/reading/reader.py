"""One mail to one reading: its kind, who speaks for which seat, and what their words say (reading-replies)."""

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.core.meeting import Meeting, Speaker
from bot.core.reading import Attendance, Evidence, Kind, NamedSubstitute, Reading, Reason
from bot.reading.calendar import CalendarReply, Participation, read_calendar, without_program_lines
from bot.reading.kinds import kind_of
from bot.reading.message import Message, SenderProblem, parse
from bot.reading.minutes import with_all_for_minutes
from bot.reading.own_words import OwnWords, Passage, extract, sure_of
from bot.reading.own_words.answers import has_answer_word
from bot.reading.own_words.subject import is_answering
from bot.reading.statements import Said, interpret, names_a_case

# What is shorter may stand in any word.
SHORTEST_NAME: Final = 4
_NO_REPLY: Final = CalendarReply()


def read(raw: bytes, meeting: Meeting, sent: Sequence[str] = ()) -> Reading:
    """The reading of a mail, whatever its bytes; `sent` are the plain texts of our letters to its sender."""
    return read_message(parse(raw), meeting, sent)


def read_message(message: Message, meeting: Meeting, sent: Sequence[str] = (), *, minutes: bool = False) -> Reading:
    """The reading of a mail that is already taken apart; `minutes`: it answers the request to approve the minutes, so
    that by these all is meant, and not what lies beside the cases."""
    if not message.is_mail:
        return _reading(Kind.UNRELATED, message, None, _asked(Reason.UNREADABLE))
    kind, speaker = kind_of(message), _speaker(message, meeting)
    if message.unreadable:
        return _reading(kind, message, speaker, _asked(Reason.UNREADABLE))
    match kind:
        case Kind.REPLY | Kind.CALENDAR:
            return _read_words(kind, message, meeting, speaker, sent, minutes=minutes)
        case Kind.AUTO_REPLY | Kind.BOUNCE | Kind.RECEIPT | Kind.UNRELATED:
            return _reading(kind, message, speaker, Said())
        case Kind.RECALL | Kind.REACTION:
            return _reading(kind, message, speaker, _asked(Reason.NOT_A_VOTE))


def _reading(kind: Kind, message: Message, speaker: Speaker | None, said: Said, text: str = "") -> Reading:
    return Reading(
        kind,
        message.sender,
        None if speaker is None else speaker.seat.id,
        None if speaker is None else speaker.role,
        text,
        said.attendance,
        said.substitute,
        said.votes,
        bool(said.reasons),
        said.reasons,
        said.evidence,
    )


def _asked(reason: Reason) -> Said:
    return Said(reasons=(reason,))


def _speaker(message: Message, meeting: Meeting) -> Speaker | None:
    """The registered person who wrote; None where anything in the header leaves doubt (rule 1.5)."""
    speaker = meeting.speaker(message.sender) if message.sender else None
    if speaker is None or message.sender_problem is SenderProblem.NONE:
        return speaker
    own_sender = message.sender_problem is SenderProblem.SENT_BY_ANOTHER and message.sent_by in speaker.person.addresses
    return speaker if own_sender else None


def _read_words(  # noqa: PLR0913 - all that a mail is read with
    kind: Kind, message: Message, meeting: Meeting, speaker: Speaker | None, sent: Sequence[str], *, minutes: bool
) -> Reading:
    reply = read_calendar(message.calendar) if message.calendar else _NO_REPLY
    words = extract(message, meeting, sent)
    if words.from_subject and message.calendar:
        # «Godtatt: …» and «Declined: …» are the calendar program's words.
        words = OwnWords()
    passages = _with_comment(_of_persons(words.passages) if message.calendar else words.passages, reply.comment)
    text = "\n\n".join([passage.text for passage in passages])
    if speaker is None:
        return _unknown(kind, message, meeting, passages, text)
    if reply.attendees and not set(reply.attendees) <= speaker.person.addresses:
        return _reading(kind, message, None, _asked(Reason.UNKNOWN_SENDER), text)
    if minutes:
        passages = with_all_for_minutes(passages, meeting, speaker)
        alternative = words.alternative and with_all_for_minutes(words.alternative, meeting, speaker)
        words = replace(words, alternative=alternative)
    said = _said(words, passages, meeting, speaker)
    if not is_answering(message.subject):
        said = _unopposed(said, words.subject, meeting, speaker)
    if Reason.UNKNOWN_SENDER in said.reasons:
        return _reading(kind, message, None, said, text)
    if words.damaged:
        said = _asked(Reason.UNREADABLE)
    if kind is Kind.CALENDAR:
        said = _with_calendar(said, reply, speaker, has_words=bool(text.strip()))
    return _reading(kind, message, speaker, _without_vote(said) if not speaker.seat.votes else said, text)


def _of_persons(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The passages without what a calendar program wrote into the mail."""
    told = [replace(each, text=without_program_lines(each.text)) for each in passages]
    return tuple(each for each in told if each.text)


def _with_comment(passages: tuple[Passage, ...], comment: str) -> tuple[Passage, ...]:
    """The COMMENT of a calendar reply is the person's words too, unless the body says the same."""
    if not comment or comment in {passage.text.strip() for passage in passages}:
        return passages
    return (*passages, Passage(comment))


def _said(words: OwnWords, passages: tuple[Passage, ...], meeting: Meeting, speaker: Speaker) -> Said:
    """What the words say; where the mail's two forms disagree, what they disagree on is asked back.

    So is what only words below a signature's delimiter say, and what they take back.
    """
    if not passages:
        return Said(reasons=(Reason.NOTHING_SAID,))
    if words.by_another:
        return _asked(Reason.UNKNOWN_SENDER)
    subject = "" if words.from_subject else words.subject
    said = interpret(passages, meeting, speaker, subject)
    if (above := sure_of(passages)) is not None:
        sure = interpret(above, meeting, speaker, subject)
        doubt = Reason.CONTRADICTION if sure.votes else Reason.NOT_A_VOTE
        said = _common(said, sure, said.reasons or (doubt,))
    if words.alternative is not None:
        other = interpret(words.alternative, meeting, speaker, subject)
        said = _common(said, other, (*said.reasons, Reason.CONTRADICTION))
    return said


def _unopposed(said: Said, subject: str, meeting: Meeting, speaker: Speaker) -> Said:
    """What is said, without votes that the sender's own subject gives otherwise: «Imot sak 2» above «Godkjent»."""
    if not (subject and said.votes and names_a_case(subject, meeting)):
        return said
    told = interpret((Passage(subject),), meeting, speaker).votes
    kept = {key: vote for key, vote in said.votes.items() if told.get(key, vote) is vote}
    if len(kept) == len(said.votes):
        return said
    reasons = tuple(dict.fromkeys((*said.reasons, Reason.CONTRADICTION)))
    return replace(said, votes=MappingProxyType(kept), reasons=reasons)


def _common(said: Said, other: Said, reasons: Sequence[Reason]) -> Said:
    """What both say; the reasons tell why the sender is asked where that is not all."""
    if (said.votes, said.attendance, said.substitute) == (other.votes, other.attendance, other.substitute):
        return said
    common = {key: vote for key, vote in said.votes.items() if other.votes.get(key) is vote}
    agreed = said.attendance if said.attendance is other.attendance else None
    return replace(
        said,
        votes=MappingProxyType(common),
        attendance=agreed,
        substitute=said.substitute if agreed and said.substitute == other.substitute else None,
        reasons=tuple(dict.fromkeys(reasons)),
    )


def _unknown(kind: Kind, message: Message, meeting: Meeting, passages: tuple[Passage, ...], text: str) -> Reading:
    """Somebody not registered: the coordinator is told, unless the mail has nothing to do with our meetings."""
    doubtful = message.sender_problem is not SenderProblem.NONE
    threaded = bool(message.references or message.in_reply_to)
    told = "\n".join((message.subject, *(passage.text for passage in passages)))
    titled = meeting.title.casefold() in message.subject.casefold()
    related = doubtful or threaded or titled or kind is Kind.CALENDAR or names_a_case(told, meeting)
    if not related:
        said = interpret(passages, meeting, next(meeting.speakers()))
        spoken = Reason.UNKNOWN_SENDER in said.reasons or _answers_for_somebody(message, told, meeting)
        related = bool(said.votes or said.attendance) or spoken
    if not related:
        return _reading(Kind.UNRELATED, message, None, Said(), text)
    return _reading(kind, message, None, _asked(Reason.UNKNOWN_SENDER), text)


def _answers_for_somebody(message: Message, text: str, meeting: Meeting) -> bool:
    """Whether a word of answering comes from a member's administration, or names a member, a seat or the body."""
    if not has_answer_word(text):
        return False
    people = [speaker.person for speaker in meeting.speakers()]
    domain, low = message.sender.rpartition("@")[2], text.casefold()
    names = (meeting.body.name, *(seat.name for seat in meeting.body.seats), *(person.name for person in people))
    return any((person.email or "").lower().endswith(f"@{domain}") for person in people) or any(
        len(name) >= SHORTEST_NAME and name.casefold() in low for name in names
    )


def _with_calendar(said: Said, reply: CalendarReply, speaker: Speaker, *, has_words: bool) -> Said:
    """The answer of the calendar together with the words that came with it (rule 4.5)."""
    if not has_words:
        said = replace(said, reasons=())
    stated = _stated(reply.participation)
    if stated is None:
        reason = Reason.COUNTER_PROPOSAL if reply.participation is Participation.COUNTER else Reason.NOT_A_VOTE
        return replace(said, reasons=tuple(dict.fromkeys((*said.reasons, reason))))
    if said.attendance not in {None, stated}:
        return Said(reasons=(Reason.CONTRADICTION,), votes=said.votes, evidence=said.evidence)
    if stated is Attendance.ABSENT:
        return _absent(said, _delegate(reply, speaker))
    # «Takk» beside an acceptance asks for nothing, «Kommer senere» leaves open whether they take part in all.
    unclear = any(each.about == Reason.NOT_A_VOTE.value for each in said.evidence)
    dropped = {Reason.NOTHING_SAID} if unclear else {Reason.NOTHING_SAID, Reason.NOT_A_VOTE}
    kept = tuple(each for each in said.reasons if each not in dropped)
    return replace(said, attendance=stated, reasons=kept if not said.votes else said.reasons)


def _stated(participation: Participation) -> Attendance | None:
    match participation:
        case Participation.ACCEPTED:
            return Attendance.PRESENT
        case Participation.DECLINED | Participation.DELEGATED:
            return Attendance.ABSENT
        case Participation.TENTATIVE | Participation.COUNTER | Participation.NONE:
            return None


def _absent(said: Said, delegate: NamedSubstitute | None) -> Said:
    """Absent by the calendar: a vote beside it is asked back as in words, an unclear remark is not (rule 4.3)."""
    if said.votes or Reason.ABSENCE_WITH_VOTE in said.reasons or Reason.WHICH_CASE in said.reasons:
        return Said(reasons=(Reason.ABSENCE_WITH_VOTE,), evidence=said.evidence)
    substitute = delegate or said.substitute
    unlisted = substitute is not None and not substitute.listed
    evidence = tuple(each for each in said.evidence if each.about in {"attendance", "substitute"})
    return Said(
        Attendance.ABSENT, substitute, reasons=(Reason.UNKNOWN_SUBSTITUTE,) if unlisted else (), evidence=evidence
    )


def _delegate(reply: CalendarReply, speaker: Speaker) -> NamedSubstitute | None:
    """Whom DELEGATED-TO names; listed where the seat has a substitute with that address."""
    if not reply.delegated_to:
        return None
    for person in speaker.seat.substitutes:
        if reply.delegated_to in person.addresses:
            return NamedSubstitute(person.name, person.email, listed=True)
    return NamedSubstitute(reply.delegate_name or reply.delegated_to, reply.delegated_to, listed=False)


def _without_vote(said: Said) -> Said:
    """An adviser's vote counts for nothing, and is told so (rule 1.5); their attendance stands."""
    voted = bool(said.votes) or bool(set(said.reasons) & {Reason.ABSENCE_WITH_VOTE, Reason.WHICH_CASE})
    if not voted:
        return said
    evidence = tuple(Evidence(Reason.NO_VOTE.value, each.words) for each in said.evidence if each.words)
    return Said(said.attendance, said.substitute, reasons=(Reason.NO_VOTE,), evidence=tuple(dict.fromkeys(evidence)))
