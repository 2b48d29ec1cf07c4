"""The mail servers and the clock, as the service's adapters see them, with everything that can go wrong there."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from types import TracebackType
from typing import Self

from bot.errors import MailboxError
from bot.mail.envelope import Accepted, Delivery, Outgoing, Refused, Unknown
from bot.mail.fetched import Fetched
from bot.mail.fetched import State as FetchState


class CrashError(BaseException):
    """The process was killed here."""


@dataclass
class Fate:
    """When things go wrong: the chance that the process dies at one of its steps, and that a server fails in one.

    `calm` ends all of it: then what was disturbed has to come right.
    """

    chance: Random
    crash: float
    fault: float
    steps: int = 0

    def step(self) -> None:
        """A step at which the process may be stopped."""
        self.steps += 1
        if self.crash and self.chance.random() < self.crash:
            raise CrashError

    def fails(self, factor: float = 1.0) -> bool:
        """Whether something fails here."""
        return self.fault > 0 and self.chance.random() < self.fault * factor

    def calm(self) -> None:
        """From here on nothing fails."""
        self.crash = self.fault = 0.0


@dataclass
class Slot:
    """A mail in the folder. `visible` is when the server shows it, which may be after it was `received`."""

    received: datetime
    visible: datetime
    raw: bytes
    state: FetchState = FetchState.WHOLE
    uid: int = 0
    vanished: bool = False
    fetched: bool = False

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


@dataclass
class Folder:
    """The bot's folder on the IMAP server."""

    slots: list[Slot] = field(default_factory=list)
    uid_validity: int = 7
    _next_uid: int = 1

    def show(self, now: datetime) -> None:
        """Number the mails that can be seen by now."""
        for slot in self.slots:
            if not slot.uid and slot.visible <= now:
                slot.uid, self._next_uid = self._next_uid, self._next_uid + 1

    def shown(self) -> list[Slot]:
        return [slot for slot in self.slots if slot.uid and not slot.vanished]

    @property
    def uid_next(self) -> int:
        """The number that the next mail gets."""
        return self._next_uid

    def renumber(self, chance: Random) -> None:
        """A new UIDVALIDITY: every mail has another number, in whatever order (RFC 9051 §2.3.1.1)."""
        self.uid_validity += chance.randint(1, 9)
        there = self.shown()
        if chance.random() < 0.5:
            chance.shuffle(there)
        for uid, slot in enumerate(there, 1):
            slot.uid = uid
        self._next_uid = len(there) + 1


class Session:
    """One connection to the folder, with what the service asks of `bot.mail.imap.Mailbox`."""

    def __init__(
        self,
        folder: Folder,
        fate: Fate,
        *,
        between: Callable[[], None],
        read: Callable[[], None],
        ended: Callable[[], None],
    ) -> None:
        self._read = read
        self._folder = folder
        self._fate = fate
        self._between = between
        self._ended = ended
        self.uid_validity = folder.uid_validity
        self.uid_next = folder.uid_next

    def __enter__(self) -> Self:
        self._may_fail("connection refused")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._fate.step()

    def uids_after(self, uid: int) -> list[int]:
        self._may_fail("BYE")
        return sorted(slot.uid for slot in self._folder.shown() if slot.uid > uid)

    def fetch(self, uids: Sequence[int], *, max_bytes: int) -> Iterator[Fetched]:
        for uid in uids:
            self._may_fail("closed inside a literal")
            self._fate.step()
            yield self._fetched(uid)
            self._between()

    def _fetched(self, uid: int) -> Fetched:
        slot = next((slot for slot in self._folder.shown() if slot.uid == uid), None)
        if slot is not None and not slot.fetched and self._fate.fails(0.2):
            slot.vanished = True
        if slot is None or slot.vanished:
            return Fetched(
                uid, self.uid_validity, datetime.fromisoformat("2000-01-01T00:00:00Z"), 0, b"", FetchState.GONE
            )
        slot.fetched = True
        raw = slot.raw if slot.state is FetchState.WHOLE else b""
        return Fetched(uid, self.uid_validity, slot.received, len(slot.raw), raw, slot.state)

    def mark(self, uids: Sequence[int]) -> None:
        self._fate.step()
        self._may_fail("mark refused")

    def wait(self, seconds: float, wake: object) -> bool:
        # The service waits for mail only when it has read the folder to its end.
        self._read()
        self._ended()
        return False

    def _may_fail(self, what: str) -> None:
        if self._fate.fails(0.3):
            self._ended()
            raise MailboxError(what)


@dataclass
class Post:
    """The SMTP server. `dead` are addresses that it refuses for good; what it took goes to `receive`."""

    fate: Fate
    receive: Callable[[Outgoing], None]
    dead: frozenset[str] = frozenset()
    refused: set[str] = field(default_factory=set)

    def deliver(self, letters: Sequence[Outgoing]) -> Iterator[Delivery]:
        """One outcome for each letter; after a lost connection the rest is not tried."""
        lost = False
        for letter in letters:
            self.fate.step()
            lost = lost or self.fate.fails(0.1)
            yield Refused(letter.key, "connection lost", permanent=False, reached=False) if lost else self._one(letter)

    def _one(self, letter: Outgoing) -> Delivery:
        if letter.recipient in self.dead:
            self.refused.add(letter.key)
            return Refused(letter.key, "550 5.1.1 no such user", permanent=True)
        if not self.fate.fails():
            return self._taken(letter)
        match self.fate.chance.choice(("greylisted", "unknown", "unknown but taken", "full", "content")):
            case "unknown":
                return Unknown(letter.key, "closed after the dot")
            case "unknown but taken":
                self._taken(letter)
                return Unknown(letter.key, "silence after the dot")
            case "content" if self.fate.chance.random() < 0.2:
                self.refused.add(letter.key)
                return Refused(letter.key, "554 5.6.0 not acceptable", permanent=True)
            case _:
                return Refused(letter.key, "451 4.7.1 try again later", permanent=False)

    def _taken(self, letter: Outgoing) -> Delivery:
        self.receive(letter)
        # The server has it, and the process may die before it knows.
        self.fate.step()
        return Accepted(letter.key, "250 taken")
