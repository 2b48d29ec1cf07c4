"""The deadline in the member's calendar: an iTIP invitation that goes along with a letter (RFC 5545, 5546, 6047).

A reply to it says whether somebody takes part and is no vote; the entry says so itself. It is the same entry from
notice to cancellation, since its UID is derived like the letters' Message-IDs.
"""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from bot.core import thread
from bot.core.letters import Cancelled, Content, Extended, Letter, Notice, Summons, SummonsWithdrawn
from bot.core.meeting import Meeting
from bot.letters.catalogue import Catalogue
from bot.letters.compose import Sender
from bot.letters.mime import Attachment, clean

LENGTH = timedelta(minutes=30)


def invitation(letter: Letter, meeting: Meeting, sender: Sender, *, now: datetime) -> Attachment | None:
    """The calendar entry that ends with the deadline, for letters that call, move the deadline or call off; None for
    the others. Attached to its letter by `compose` as one more form of it. A later one takes the earlier one's place.
    """
    method = _method(letter.content)
    if method is None:
        return None
    calendar = Calendar()
    calendar.add("prodid", "-//motebot//motebot//NO")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(letter, meeting, sender, now, method))
    name = Catalogue.of(meeting.body.language).word("attachment.calendar")
    return Attachment(name, f"text/calendar; charset=utf-8; method={method}", calendar.to_ical())


def _method(content: Content) -> str | None:
    match content:
        case Notice() | Summons() | Extended():
            return "REQUEST"
        case Cancelled() | SummonsWithdrawn():
            return "CANCEL"
        case _:
            return None


def _event(letter: Letter, meeting: Meeting, sender: Sender, now: datetime, method: str) -> Event:
    words = Catalogue.of(meeting.body.language)
    address = letter.to.email or ""
    event = Event()
    event.add("uid", thread.calendar_uid(sender.secret, meeting.id, address, sender.domain))
    # Counted in minutes, so that each later letter has a higher number without knowing the earlier ones.
    event.add("sequence", int(now.timestamp()) // 60)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", (meeting.deadline - LENGTH).astimezone(UTC))
    event.add("dtend", meeting.deadline.astimezone(UTC))
    event.add("summary", words.word("calendar.summary", title=clean(meeting.title)))
    event.add("description", words.word("calendar.description"))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("organizer", _person(sender.address, meeting.body.name))
    attendee = _person(address, letter.to.name)
    attendee.params["RSVP"] = vText("TRUE")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    event.add("attendee", attendee)
    return event


def _person(address: str, name: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    # RFC 5545 §3.2: a parameter's value may hold no quotation mark.
    person.params["CN"] = vText(clean(name).replace('"', "'"))
    return person
