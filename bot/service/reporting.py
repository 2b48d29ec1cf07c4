"""What a notice lists of the body's meeting before, noted in the journal before the notice goes out.

It is looked up when the meeting is planned, so that the coordinator's draft shows it, and again with every step until
the notice is out, in the transaction that queues it: the meeting before may close, or the appendix of its protocol be
issued anew, in between.
"""

from bot.core.journal import PreviousReported
from bot.core.meeting import Meeting
from bot.core.minutes import protocol, seal
from bot.core.previous import previous
from bot.core.reported import Reported, reported
from bot.core.state import Phase, State
from bot.errors import BadFileError
from bot.letters.documents import protocol_pdf
from bot.service.office import Office
from bot.service.rendering import logo_of
from bot.store.store import UnitOfWork


def with_previous(office: Office, uow: UnitOfWork, state: State) -> State:
    """The state with what its notice is to list of the meeting before, as things stand; noted where it is new.

    Nothing is noted once the notice is out, since it has said what it said.
    """
    if state.phase not in {Phase.PLANNED, Phase.APPROVED}:
        return state
    found = _found(office, uow, state)
    return state if found == state.reported else office.append(uow, state, [PreviousReported(found)])


def warned(office: Office, uow: UnitOfWork, meeting: Meeting) -> tuple[str, ...]:
    """The catalogue keys of what the coordinator should know of the meeting before that the meeting file names.

    BadFileError where the installation has no such meeting, or it was called off.
    """
    if not meeting.previous:
        return ()
    if meeting.previous not in uow.meeting_ids():
        raise BadFileError([f"meeting.previous: there is no meeting {meeting.previous!r}; {_INSTEAD}"])
    phase = office.state(uow, meeting.previous).phase
    if phase is Phase.CANCELLED:
        raise BadFileError([f"meeting.previous: {meeting.previous!r} was called off; {_INSTEAD}"])
    return () if phase is Phase.CLOSED else ("previous_not_closed",)


_INSTEAD = 'write the id of one that was held, "" for none, or leave it out'


def _found(office: Office, uow: UnitOfWork, state: State) -> Reported | None:
    before = previous(state, office.others(uow, state.meeting.id))
    if before is None:
        return None
    made = protocol(before)
    sealed, known = seal(made), state.reported
    if known is not None and (known.meeting, known.sealed) == (made.meeting.id, sealed):
        return known
    logo = logo_of(made.meeting, office.archive)
    pdf = protocol_pdf(made, office.sender.zone, public=not office.sender.closed_by_mail, logo=logo)
    return reported(made, sealed, office.archive.put(pdf))
