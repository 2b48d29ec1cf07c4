"""Random lives of a meeting, for the invariants: what may happen to it, in whatever order.

Each event happens some time after the one before it, and only where the meeting is in a state in which it can.
"""

from datetime import datetime, timedelta

from hypothesis import strategies as st

from bot.core.holds import obstacle_to_refusal, obstacle_to_release
from bot.core.journal import DeadlineMoved, MailRefused, MailReleased, MeetingCancelled, MeetingClosed, Ruled
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
SHORT = ["fail", "move", "cancel", "untrusted", "untrusted absence", "release", "refuse", "close", "tick"]
EVENTS = st.lists(
    st.tuples(
        st.sampled_from([MINUTE, HOUR, 12 * HOUR, 2 * DAY]),
        st.one_of(SAID, SAID, SAID, RULED, st.sampled_from(SHORT)),
    ),
    max_size=8,
)


def _settled(story: Story, how: str, now: datetime) -> None:
    """The coordinator settles the first mail that they can."""
    obstacle_to = obstacle_to_release if how == "release" else obstacle_to_refusal
    for sealed, mail in story.state.mails.items():
        if obstacle_to(story.state, mail) is None:
            fact = MailReleased(sealed) if how == "release" else MailRefused(sealed, "ikke fra henne")
            story.happens(fact, at=now)
            return


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
        case "untrusted" | "untrusted absence" as kind:
            said = {"attendance": ABSENT} if kind == "untrusted absence" else {"said": votes(c1=NO)}
            story.mail(reading(PEOPLE[0], **said), at=now, trusted=False)  # type: ignore[arg-type]
        case "release" | "refuse":
            _settled(story, event, now)
        case "close" if may_close(story.state, now, now):
            story.happens(MeetingClosed(seal(final_protocol(story.state))), at=now)
        case str() | Ruled():
            pass
        case Reading() as said:
            story.mail(said, at=now)
