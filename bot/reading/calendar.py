"""A calendar reply: what an iTIP object says of taking part (RFC 5546 §3.2.3 REPLY, §3.2.7 COUNTER)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from icalendar import Calendar, Component

from bot.core.meeting import canonical_address


class Participation(StrEnum):
    """The answer of the one attendee."""

    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    DELEGATED = "DELEGATED"
    TENTATIVE = "TENTATIVE"
    COUNTER = "COUNTER"
    NONE = ""


@dataclass(frozen=True, slots=True)
class CalendarReply:
    """`attendees` are the canonical addresses it speaks for; `delegated_to` is empty unless somebody else is sent.

    `participation` is `NONE` for whatever is no answer: an invitation, an object that cannot be read.
    """

    participation: Participation = Participation.NONE
    attendees: tuple[str, ...] = ()
    delegated_to: str = ""
    delegate_name: str = ""
    comment: str = ""


# What Google Calendar writes into the mail itself: «Kari Berg har godtatt denne invitasjonen.»
_OF_PROGRAM = re.compile(
    r".{1,120}\b(?:har (?:kanskje |foreløpig )?(?:godtatt|godteke|avslått|takket (?:ja|nei) til|svart .{1,20} på)"
    r"|has (?:tentatively )?(?:accepted|declined|replied .{1,20} to))\s(?:denne|this) (?:invitasjonen|invitation)\W*"
    r"|(?:invitasjon|invitation) (?:fra|frå|from) google \S{1,20}:.{0,500}"
    r"|(?:du (?:mottar|mottek|får) denne e-posten|you are receiving this (?:e-?mail|courtesy)|videresending av denne)"
    r".{0,1000}",
    re.IGNORECASE,
)


def without_program_lines(text: str) -> str:
    """What a person wrote of the words beside a calendar's answer: without what the calendar program says itself."""
    return "\n".join(line for line in text.split("\n") if not _OF_PROGRAM.fullmatch(line.strip())).strip()


def read_calendar(raw: bytes) -> CalendarReply:
    """The answer in an iTIP object; never raises, for an object may hold anything."""
    try:
        calendar = Calendar.from_ical(raw)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return CalendarReply()
    method = str(calendar.get("METHOD", "")).upper()
    events = [each for each in calendar.walk() if each.name in {"VEVENT", "VTODO"}]
    if method not in {"REPLY", "COUNTER"} or not events:
        return CalendarReply()
    return _reply(method, events)


def _reply(method: str, events: list[Component]) -> CalendarReply:
    """Of two attendees in a delegation, the one who delegates is the one who answers (RFC 5546 §4.2.5)."""
    attendees = [attendee for event in events for attendee in _all(event.get("ATTENDEE"))]
    comments = [str(text).strip() for event in events for text in _all(event.get("COMMENT"))]
    delegating = [each for each in attendees if _parameter(each, "PARTSTAT").upper() == "DELEGATED"]
    speaking = delegating or attendees
    # Google Calendar keeps what a person writes beside their answer with the person.
    comments += [_parameter(each, "X-RESPONSE-COMMENT") for each in speaking]
    comment = "\n".join(dict.fromkeys(filter(None, comments)))
    stated = {_parameter(each, "PARTSTAT").upper() for each in speaking}
    addresses = tuple(dict.fromkeys(_address(each) for each in speaking))
    participation = Participation.COUNTER if method == "COUNTER" else _participation(stated)
    to = _parameter(speaking[0], "DELEGATED-TO") if delegating else ""
    delegated_to = _address(to) if to else ""
    names = [_parameter(each, "CN") for each in attendees if delegated_to and _address(each) == delegated_to]
    return CalendarReply(participation, addresses, delegated_to, names[0] if names else "", comment)


def _participation(stated: set[str]) -> Participation:
    """One answer, or none where there are several or an unknown one."""
    if len(stated) != 1:
        return Participation.NONE
    try:
        return Participation(stated.pop())
    except ValueError:
        return Participation.NONE


def _all(value: Any) -> Iterable[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def _parameter(attendee: Any, name: str) -> str:
    value = getattr(attendee, "params", {}).get(name, "")
    value = value[0] if isinstance(value, list) and value else value
    return str(value).strip()


def _address(value: Any) -> str:
    text = str(value).strip().strip('"')
    return canonical_address(text[7:] if text.lower().startswith("mailto:") else text)
