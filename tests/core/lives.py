"""Random lives of a meeting, for the invariants: what may happen to it, in whatever order.

Each event happens some time after the one before it, and only where the meeting is in a state in which it can.
"""

from datetime import datetime, timedelta

from hypothesis import strategies as st

from bot.core.journal import DeadlineMoved, MeetingCancelled, MeetingClosed, Ruled
from bot.core.minutes import final_protocol, seal
from bot.core.reading import Attendance, Kind, Reading, Reason, Vote
from bot.core.schedule import may_close
from bot.core.state import Phase
from tests.core.people import (
    ABSENT,
    ADA,
    BODY,
    DAY,
    EVA,
    HOUR,
    IDA,
    KARI,
    LIV,
    MINUTE,
    NO,
    OLE,
    PER,
    PRESENT,
    RECUSED,
    SIV,
    STRANGER,
    YES,
    Story,
    reading,
    votes,
)

Event = tuple[timedelta, Reading | Ruled | str]

PEOPLE = [str(person.email) for person in (KARI, PER, SIV, OLE, EVA, LIV, ADA, IDA)]
SAID = st.builds(
    reading,
    st.sampled_from([*PEOPLE, STRANGER, BODY.coordinator.email]),
    st.sampled_from(
        [{}, votes(c1=YES), votes(c1=NO, c2=YES), votes(c1=RECUSED), votes(c1=Vote.WITHDRAW), votes(c2p1=NO)]
    ),
    kind=st.sampled_from([Kind.REPLY] * 6 + list(Kind)),
    attendance=st.sampled_from([None, None, ABSENT, PRESENT]),
    reasons=st.sampled_from(
        [(), (), (Reason.CONDITIONAL,), (Reason.QUESTION, Reason.WHICH_CASE), (Reason.UNREADABLE,)]
    ),
)
RULED = st.builds(
    Ruled,
    st.sampled_from(["hole", "sigdal", "lier"]),
    st.just("på telefon"),
    st.sampled_from([{}, votes(c1=YES)]),
    st.sampled_from([None, Attendance.ABSENT, Attendance.PRESENT]),
    st.sampled_from([None, "Siv Aas", "Finn Ny"]),
)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from([MINUTE, HOUR, 12 * HOUR, 2 * DAY]),
        st.one_of(SAID, SAID, SAID, RULED, st.sampled_from(["fail", "move", "cancel", "untrusted", "close", "tick"])),
    ),
    max_size=8,
)


def lived(story: Story, event: Reading | Ruled | str, now: datetime) -> None:
    """One event happens, where the meeting is in a state in which it can."""
    running = story.state.phase in {Phase.APPROVED, Phase.OPEN}
    match event:
        case Ruled() if running:
            story.recorded(event, at=now)
        case "fail" if story.state.letters:
            story.failed(list(story.state.letters)[-1], at=now)
        case "move" if running and now <= story.state.meeting.deadline:
            story.happens(DeadlineMoved(story.state.meeting.deadline + DAY), at=now)
        case "cancel" if running:
            story.happens(MeetingCancelled(), at=now)
        case "untrusted":
            story.mail(reading(PEOPLE[0], votes(c1=NO)), at=now, trusted=False)
        case "close" if may_close(story.state, now, now):
            story.happens(MeetingClosed(seal(final_protocol(story.state))), at=now)
        case str() | Ruled():
            pass
        case Reading() as said:
            story.mail(said, at=now)
