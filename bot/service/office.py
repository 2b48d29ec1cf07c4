"""The office: what every use case works with, put together once by `bootstrap`.

It holds no state of its own but what saves work: folds, and which meetings rest. The journal is the truth.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Protocol

from bot.core.journal import Fact
from bot.core.schedule import due, rests
from bot.core.state import State, fold
from bot.errors import NotFoundError
from bot.letters.compose import Sender
from bot.service.given import Given
from bot.settings import TrustSettings
from bot.store.archive import Archive
from bot.store.store import Store, UnitOfWork

# The TXT record under a name of DNS: empty where there is none, None where DNS gives no answer.
LookUp = Callable[[str], str | None]


class Rehearsal(Protocol):
    """A first reading of a mail: by itself, and with what it is read with once that is known."""

    def __call__(self, raw: bytes, given: Given | None = None) -> None: ...  # noqa: D102 - as the class says


@dataclass(frozen=True, eq=False)
class Office:
    """The store and the archive, how the bot signs its letters, how it judges senders, and what time it is.

    `now` returns aware UTC. `look_up` is None where motebot checks no signatures itself. `rehearse` reads a mail where
    that does no harm and raises where it does; it is None where mails are read here at once.
    """

    store: Store
    archive: Archive
    sender: Sender
    trust: TrustSettings
    now: Callable[[], datetime]
    look_up: LookUp | None = None
    rehearse: Rehearsal | None = None
    _folds: dict[str, State] = field(default_factory=dict)
    _resting: dict[str, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def state(self, uow: UnitOfWork, meeting_id: str) -> State:
        """The meeting as the store has it; NotFoundError where there is none of that id.

        Only what was committed may be remembered, so it is to be asked before anything is appended in `uow`.
        """
        with self._lock:
            known = self._folds.get(meeting_id)
        entries = uow.entries(meeting_id, after=known.sequence if known else 0)
        if known is None and not entries:
            msg = f"there is no meeting {meeting_id!r}; `motebot status` lists those there are"
            raise NotFoundError(msg)
        state = fold(entries, known)
        with self._lock:
            newest = self._folds.get(meeting_id)
            if newest is None or newest.sequence < state.sequence:
                self._folds[meeting_id] = state
        return state

    def awaits(self, state: State) -> bool:
        """Whether a letter is due in the meeting, which is to be as it was committed.

        Of all meetings that ever were, most are over: one in which nothing was due is not asked until it changes.
        """
        meeting_id = state.meeting.id
        if self._resting.get(meeting_id) == state.sequence:
            return False
        awaited = bool(due(state, self.now()))
        if not awaited and rests(state):
            self._resting[meeting_id] = state.sequence
        return awaited

    def states(self, uow: UnitOfWork) -> Mapping[str, State]:
        """Every meeting, in the order in which they were added."""
        return {meeting_id: self._upto(uow, meeting_id, last) for meeting_id, last in uow.heads().items()}

    def others(self, uow: UnitOfWork, meeting_id: str) -> Sequence[State]:
        """Every meeting but that one, to which something may have been appended in `uow` already."""
        return [self._upto(uow, each, last) for each, last in uow.heads().items() if each != meeting_id]

    def _upto(self, uow: UnitOfWork, meeting_id: str, last: int) -> State:
        with self._lock:
            known = self._folds.get(meeting_id)
        return known if known is not None and known.sequence == last else self.state(uow, meeting_id)

    def append(self, uow: UnitOfWork, state: State, facts: Sequence[Fact]) -> State:
        """The state after the facts, which are in the journal once `uow` commits."""
        return fold(uow.append(state.meeting.id, facts, self.now()), state)
