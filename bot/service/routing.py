"""To which meeting a mail belongs, and whether it shows that it answers our letter to its sender.

By the thread first, then by the printed reference, then, for a delivery report, by whom it says was not reached, then
by a case number that only one open meeting has, then by there being one open meeting for that sender
(reading-replies §1.6). Known false matches: a mail that was forwarded
with our letter in it carries the token of another person; it finds the meeting, and shows nothing about its sender.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.meeting import canonical_address
from bot.core.reading import Kind
from bot.core.state import Phase, State
from bot.core.thread import calendar_uid, reference
from bot.reading.kinds import bounced_message_ids, bounced_recipients, is_failed, kind_of
from bot.reading.message import Message

_REFERENCE = re.compile(r"\b[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}\b")
_REGISTRATION = re.compile(r"#[0-9a-f]{8}\b")
_CASE_NUMBER = re.compile(r"(?<![\d/])0*(\d{1,4})/(\d{4}|\d{2})(?![\d/])")
_FOLD = re.compile(rb"\r?\n[ \t]")
_UID = re.compile(r"^UID:(\S{1,200})\s*$", re.MULTILINE)
RUNNING = frozenset({Phase.APPROVED, Phase.OPEN})


@dataclass(frozen=True, slots=True)
class Route:
    """Where a mail goes. `meeting_id` is None where it belongs to no meeting.

    `threaded`: it carries a token that only the sender's own letters carry. `ambiguous`: the sender has to be asked
    which meeting is meant; the one named is where the question is kept.
    """

    meeting_id: str | None
    threaded: bool = False
    ambiguous: bool = False


class Tokens(Protocol):
    """What our letters carry besides their Message-IDs by which an answer shows that it answers one."""

    def reference(self, meeting_id: str, address: str) -> str:
        """The reference that is printed in the meeting's letters to that address."""
        ...

    def calendar_uid(self, meeting_id: str, address: str) -> str:
        """The UID of the meeting's calendar entry for that address."""
        ...


class Keys(Protocol):
    """By what the installation's tokens are made."""

    @property
    def secret(self) -> bytes:
        """What they are derived with."""
        ...

    @property
    def domain(self) -> str:
        """The domain of Message-IDs."""
        ...


@dataclass(frozen=True, slots=True)
class Derived:
    """The tokens as the installation's secret makes them."""

    keys: Keys

    def reference(self, meeting_id: str, address: str) -> str:
        """As `core.thread` derives it."""
        return reference(self.keys.secret, meeting_id, address)

    def calendar_uid(self, meeting_id: str, address: str) -> str:
        """As `core.thread` derives it."""
        return calendar_uid(self.keys.secret, meeting_id, address, self.keys.domain)


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter of ours that a mail refers to: of which meeting, to which address."""

    meeting_id: str
    address: str


def referred_ids(message: Message) -> tuple[str, ...]:
    """The Message-IDs that a mail may name letters of ours by, a bounce's returned ones included; nearest last."""
    return (*message.references, *message.in_reply_to, *bounced_message_ids(message))


def route(
    message: Message, received: datetime, states: Mapping[str, State], sent: Iterable[Sent], tokens: Tokens
) -> Route:
    """The route of a mail; `sent` are those of our letters that it refers to, nearest last.

    A meeting that was planned after the mail was received is none of its: so is old mail that lay in the mailbox at
    the first start filed, and not answered. A mail with a token is later than the letter with it, whatever the mail
    server's clock and ours have to say about each other.
    """
    sent = [token for token in sent if token.meeting_id in states]
    own = [token for token in sent if _is_of(message.sender, states[token.meeting_id], token.address)]
    if own:
        return Route(own[-1].meeting_id, threaded=True)
    printed = [*_printed(message, states, tokens), *_invited(message, states, tokens)]
    own = [token for token in printed if _is_of(message.sender, states[token.meeting_id], token.address)]
    if own:
        return Route(own[-1].meeting_id, threaded=True)
    if named := [*printed, *sent]:
        return Route(named[-1].meeting_id)
    if (meeting_id := _last_wrote_to(unreached(message), states)) is not None:
        return Route(meeting_id)
    earlier = {each: state for each, state in states.items() if state.planned_at.replace(microsecond=0) <= received}
    return _unthreaded(message, earlier)


def _is_of(address: str, state: State, registered: str) -> bool:
    """Whether both addresses are the same registered person's."""
    speaker = state.meeting.speaker(address)
    return speaker is not None and canonical_address(registered) in speaker.person.addresses


def printed_references(message: Message) -> set[str]:
    """Whatever has the form of a letter's reference in the mail's subject or text, quoted or not."""
    return set(_REFERENCE.findall(_shown(message)))


def printed_registrations(message: Message) -> set[str]:
    """Whatever has the form of a registration number in the mail's subject or text, quoted or not."""
    return set(_REGISTRATION.findall(_shown(message)))


def _shown(message: Message) -> str:
    return "\n".join((message.subject, message.plain or "", message.html or ""))


def _printed(message: Message, states: Mapping[str, State], tokens: Tokens) -> list[Sent]:
    """The letters whose printed reference stands in the mail's subject or text, quoted or not."""
    found = printed_references(message)
    if not found:
        return []
    return [each for each in _written_to(states) if tokens.reference(each.meeting_id, each.address) in found]


def _invited(message: Message, states: Mapping[str, State], tokens: Tokens) -> list[Sent]:
    """Whose calendar entries the mail replies to; an iTIP reply often has no thread but its UID (RFC 5546 §3.2.3)."""
    if not message.calendar:
        return []
    unfolded = _FOLD.sub(b"", message.calendar).decode("utf-8", "replace")
    found = set(_UID.findall(unfolded))
    return [each for each in _written_to(states) if tokens.calendar_uid(each.meeting_id, each.address) in found]


def _written_to(states: Mapping[str, State]) -> Iterator[Sent]:
    """Everybody who has had a letter, meeting by meeting: nobody else can know a token of theirs."""
    for meeting_id, state in states.items():
        for address in state.letters_to:
            if state.meeting.speaker(address) is not None:
                yield Sent(meeting_id, address)


def unreached(message: Message) -> tuple[str, ...]:
    """Who was not reached for good, as a delivery report says; empty where the mail is none."""
    return bounced_recipients(message) if kind_of(message) is Kind.BOUNCE and is_failed(message) else ()


def _last_wrote_to(addresses: Iterable[str], states: Mapping[str, State]) -> str | None:
    """The open meeting that last wrote to one of those people; None where none has written to any."""
    letters = (
        (state.letters[state.letters_to[address][-1]].at, meeting_id)
        for meeting_id, state in states.items()
        if state.phase is Phase.OPEN
        for address in written_to(state, addresses)
    )
    return max(letters, default=(None, None))[1]


def written_to(state: State, addresses: Iterable[str]) -> Sequence[str]:
    """The addresses by which the meeting has written to the people whose addresses those are."""
    people = (speaker.person.email or "" for each in addresses if (speaker := state.meeting.speaker(each)))
    return [each for each in dict.fromkeys(people) if each in state.letters_to]


def _unthreaded(message: Message, states: Mapping[str, State]) -> Route:
    running = {meeting_id: state for meeting_id, state in states.items() if state.phase in RUNNING}
    numbers = _case_numbers(message)
    named = [each for each, state in running.items() if numbers & _numbers(state)]
    mine = [each for each, state in running.items() if state.meeting.speaker(message.sender)]
    both = [each for each in named if each in mine]
    for candidates in (both, mine, named if not mine else []):
        if len(candidates) == 1:
            return Route(candidates[0])
    if mine:
        return Route(mine[-1], ambiguous=True)
    return Route(_latest_of_sender(message.sender, states))


def _latest_of_sender(sender: str, states: Mapping[str, State]) -> str | None:
    """The last meeting of the sender's that is over: an answer that comes too late is told so."""
    over = [state for state in states.values() if state.phase not in {*RUNNING, Phase.PLANNED}]
    theirs = [state for state in over if state.meeting.speaker(sender)]
    latest = sorted(theirs, key=lambda state: state.meeting.deadline)[-1:]
    return latest[0].meeting.id if latest else None


def _case_numbers(message: Message) -> set[str]:
    return _normal(f"{message.subject}\n{message.plain or message.html or ''}")


def _numbers(state: State) -> set[str]:
    return _normal("\n".join(case.number for case in state.meeting.cases))


def _normal(text: str) -> set[str]:
    return {f"{number}/{year[-2:]}" for number, year in _CASE_NUMBER.findall(text)}
