"""What a person decides about a meeting: add it, let its notice go out, call it off, move its deadline, record an
answer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace as replace_values
from datetime import datetime

from bot.core.approval import awaits_approval
from bot.core.journal import (
    DeadlineMoved,
    Fact,
    MeetingApproved,
    MeetingCancelled,
    MeetingPlanned,
    ProtocolApproved,
    Ruled,
)
from bot.core.meeting import Meeting, Seat
from bot.core.reading import Attendance
from bot.core.roll import in_time
from bot.core.state import Phase, State, fold
from bot.errors import BadFileError, RefusedError
from bot.letters.documents import can_draw
from bot.notices.meeting_file import LoadedMeeting
from bot.service.office import Office
from bot.service.posting import post_due
from bot.service.rendering import logo_of
from bot.service.reporting import warned

# The reason under which an absence stands that the meeting file states: it had been reported when it was written.
IN_THE_FILE = "meeting file"


def add(office: Office, loaded: LoadedMeeting, *, replace: bool = False) -> State:
    """Plan the meeting: its documents go to the archive, a draft of it to the coordinator.

    BadFileError where the installation has a meeting of that id already; with `replace`, where it has one that was
    approved, of which people know.
    """
    meeting, planned = loaded.meeting, _planned(office, loaded)
    with office.store.begin() as uow:
        told = warned(office, uow, meeting)
        before = office.state(uow, meeting.id) if meeting.id in uow.meeting_ids() else None
        if before is not None and not (replace and before.phase is Phase.PLANNED):
            raise BadFileError([_taken(meeting.id, before.phase)])
        facts: list[Fact] = [
            replace_values(planned, warnings=(*planned.warnings, *told)),
            *(Ruled(seat, IN_THE_FILE, attendance=Attendance.ABSENT) for seat in loaded.absent),
        ]
        return post_due(office, uow, fold(uow.append(meeting.id, facts, office.now()), before))


def _taken(meeting_id: str, phase: Phase) -> str:
    instead = "add it with --replace to correct it" if phase is Phase.PLANNED else "give this one another id"
    return f"meeting.id: there is a meeting {meeting_id!r} already, which is {phase}; {instead}"


def as_planned(office: Office, loaded: LoadedMeeting) -> State:
    """The meeting as it would be planned; only its documents are kept, in the office's archive."""
    return State(loaded.meeting, office.now(), _planned(office, loaded).documents, loaded.warnings)


def _planned(office: Office, loaded: LoadedMeeting) -> MeetingPlanned:
    documents = {path: office.archive.put(file.read_bytes()) for path, file in loaded.documents.items()}
    logo = logo_of(loaded.meeting, office.archive)
    if logo is not None and not can_draw(loaded.meeting, logo):
        raise BadFileError(["body.logo: the picture cannot be drawn; save the logo as SVG or PNG again"])
    return MeetingPlanned(loaded.meeting, loaded.sha256, documents, loaded.warnings)


def approve(office: Office, meeting_id: str) -> State:
    """Let the notice go out at its time, or now if that has passed; RefusedError unless the meeting is planned."""

    def decided(state: State) -> Sequence[Fact]:
        require(state, Phase.PLANNED)
        if office.now() > state.meeting.deadline:
            raise RefusedError(
                f"the deadline {_shown(office, state.meeting.deadline)} has passed; plan the meeting anew"
            )
        return [MeetingApproved()]

    return _decide(office, meeting_id, decided)


def cancel(office: Office, meeting_id: str) -> State:
    """Call the meeting off and tell everybody who was called; RefusedError once it has closed."""

    def decided(state: State) -> Sequence[Fact]:
        require(state, Phase.PLANNED, Phase.APPROVED, Phase.OPEN)
        return [MeetingCancelled()]

    return _decide(office, meeting_id, decided)


def extend(office: Office, meeting_id: str, deadline: datetime) -> State:
    """Move the deadline to a later time and tell everybody who was called; RefusedError once it has passed."""

    def decided(state: State) -> Sequence[Fact]:
        require(state, Phase.PLANNED, Phase.APPROVED, Phase.OPEN)
        before = state.meeting.deadline
        if office.now() > before:
            raise RefusedError(f"the deadline {_shown(office, before)} has passed; votes given after it do not count")
        if deadline <= before:
            raise RefusedError(f"{_shown(office, deadline)} is not after the deadline, {_shown(office, before)}")
        return [DeadlineMoved(deadline)]

    return _decide(office, meeting_id, decided)


def record(office: Office, meeting_id: str, ruled: Ruled) -> State:
    """Record an answer that reached the coordinator another way.

    BadFileError (a bad argument) where the seat, a case or a point is not the meeting's, or the answer says two
    things; RefusedError before the notice has gone out and once the deadline has passed.
    """

    def decided(state: State) -> Sequence[Fact]:
        require(state, Phase.APPROVED, Phase.OPEN)
        if not in_time(office.now(), state.meeting.deadline):
            raise RefusedError(f"the deadline {_shown(office, state.meeting.deadline)} has passed")
        if problems := list(_wrong_in(state.meeting, ruled)):
            raise BadFileError(problems)
        return [ruled]

    return _decide(office, meeting_id, decided)


def approve_protocol(office: Office, meeting_id: str, reason: str) -> State:
    """Record that the protocol is final, and send it out; RefusedError unless it waits for the chair's approval."""

    def decided(state: State) -> Sequence[Fact]:
        require(state, Phase.CLOSED)
        if not awaits_approval(state):
            raise RefusedError(f"the protocol of {meeting_id} waits for nobody's approval")
        if not reason.strip():
            raise BadFileError(["--reason: say how it was approved, such as «by telephone 3 March»"])
        return [ProtocolApproved(reason.strip())]

    return _decide(office, meeting_id, decided)


def _decide(office: Office, meeting_id: str, decided: Callable[[State], Sequence[Fact]]) -> State:
    with office.store.begin() as uow:
        state = office.state(uow, meeting_id)
        return post_due(office, uow, office.append(uow, state, decided(state)))


def require(state: State, *phases: Phase) -> None:
    """Refuse what cannot be done to a meeting that is in none of the phases: RefusedError, saying in which it can."""
    if state.phase not in phases:
        wanted = " or ".join(phases)
        raise RefusedError(f"the meeting {state.meeting.id} is {state.phase}; this can be done while it is {wanted}")


def _shown(office: Office, at: datetime) -> str:
    return at.astimezone(office.sender.zone).isoformat(timespec="minutes")


def _wrong_in(meeting: Meeting, ruled: Ruled) -> Iterator[str]:
    seats = {seat.id: seat for seat in meeting.body.seats}
    if ruled.seat not in seats:
        yield f"--seat: there is no seat {ruled.seat!r}; the meeting has {', '.join(seats)}"
        return
    if not (ruled.votes or ruled.attendance or ruled.substitute):
        yield "--vote: nothing to record; give a --vote, --absent, --present or --substitute"
    if ruled.votes and not seats[ruled.seat].votes:
        yield f"--vote: the seat {ruled.seat!r} has no vote"
    if ruled.votes and ruled.attendance is Attendance.ABSENT and ruled.substitute is None:
        yield "--absent: an absent seat casts no vote; name who voted with --substitute"
    if not ruled.reason.strip():
        yield "--reason: say how the answer came, such as «by telephone 1 March»"
    yield from _wrong_substitute(seats[ruled.seat], ruled)
    yield from _wrong_keys(meeting, ruled)


def _wrong_substitute(seat: Seat, ruled: Ruled) -> Iterator[str]:
    if ruled.substitute is None:
        return
    if not ruled.substitute.strip():
        yield "--substitute: write the name of the one who steps in"
    if ruled.attendance is Attendance.PRESENT:
        yield "--present: a seat whose member is present has no substitute; leave one of the two out"
    if ruled.substitute.casefold() == seat.member.name.casefold():
        yield f"--substitute: {ruled.substitute} is the seat's member"


def _wrong_keys(meeting: Meeting, ruled: Ruled) -> Iterator[str]:
    cases = {case.number: case for case in meeting.cases}
    for key in ruled.votes:
        if key.case not in cases:
            yield f"--vote {key}: there is no case {key.case!r}; the meeting has {', '.join(cases)}"
        elif key.point is not None and key.point not in cases[key.case].points:
            yield f"--vote {key}: case {key.case} has {len(cases[key.case].points)} points"
