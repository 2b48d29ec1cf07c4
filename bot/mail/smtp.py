"""Letters handed to the submission server: a blocking front over aiosmtplib, which has its own event-loop thread.

The async seam is closed inside `Postman`. Connections are kept and shared out over the letters; each letter has one
recipient, so that each outcome is one person's.
"""

import asyncio
import queue
import threading
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from types import TracebackType
from typing import Final, Self, TypeVar

from bot.errors import DeliveryError
from bot.mail.courier import Courier, UnreachableError
from bot.mail.envelope import Accepted, Delivery, Outgoing, Refused, Unknown
from bot.mail.security import Token, token_source
from bot.settings import SmtpSettings

__all__ = ["Accepted", "Delivery", "Outgoing", "Postman", "Refused", "Unknown"]


CLOSING_SECONDS: Final = 5.0
LAST_TURNS_SECONDS: Final = 0.01

T = TypeVar("T")


class Postman:
    """Hands letters over to the submission server; may be used by several threads."""

    def __init__(self, settings: SmtpSettings, token: Token | None = None) -> None:
        self._settings = settings
        self._token = token or token_source(settings)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        # Last in, first out: under light load one connection is used again and again.
        self._couriers: asyncio.LifoQueue[Courier] = asyncio.LifoQueue()
        for _ in range(settings.connections):
            self._couriers.put_nowait(Courier(settings, self._token))

    def deliver(self, letters: Sequence[Outgoing]) -> Iterator[Delivery]:
        """One outcome for each letter, in any order, as soon as it is known.

        Letters start going out when the first outcome is asked for. When the iteration is left early, those that are
        under way are finished and the others are not begun.
        """
        outcomes: queue.SimpleQueue[Delivery | None] = queue.SimpleQueue()
        batch = _Round(letters, outcomes.put)
        done = self._submit(self._carry(batch))
        done.add_done_callback(lambda _: outcomes.put(None))
        try:
            while (outcome := outcomes.get()) is not None:
                yield outcome
        finally:
            batch.waiting.clear()
            done.result()

    def probe(self) -> None:
        """Connect and sign in, and send nothing; raises DeliveryError where a letter could not be handed in now."""
        self._submit(self._open_one()).result()

    def close(self) -> None:
        """Say goodbye on all connections and end the thread. Never raises; the postman may be used again."""
        with self._starting:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is None or thread is None:
            return
        closing = asyncio.run_coroutine_threadsafe(self._close_all(), loop)
        with suppress(TimeoutError):
            closing.result(CLOSING_SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(CLOSING_SECONDS)
        if not thread.is_alive():
            loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _submit(self, work: Coroutine[None, None, T]) -> Future[T]:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="postman", daemon=True)
                self._thread.start()
            return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _carry(self, batch: "_Round") -> None:
        workers = min(self._settings.connections, len(batch.waiting))
        batch.at_work = workers
        ended = await asyncio.gather(*(self._work(batch) for _ in range(workers)), return_exceptions=True)
        for error in ended:
            if error is not None:
                raise error

    async def _work(self, batch: "_Round") -> None:
        courier = await self._couriers.get()
        try:
            while batch.waiting:
                letter = batch.waiting.popleft()
                delivery = await courier.carry(letter)
                if isinstance(delivery, Refused) and not delivery.reached:
                    return batch.unreached(letter, delivery)
                batch.tell(delivery)
        finally:
            batch.at_work -= 1
            self._couriers.put_nowait(courier)

    async def _open_one(self) -> None:
        courier = await self._couriers.get()
        try:
            await courier.open()
        except UnreachableError as error:
            raise DeliveryError(str(error), permanent=False) from error
        finally:
            self._couriers.put_nowait(courier)

    async def _close_all(self) -> None:
        couriers = [await self._couriers.get() for _ in range(self._settings.connections)]
        await asyncio.gather(*(courier.close() for courier in couriers))
        for courier in couriers:
            self._couriers.put_nowait(courier)
        # The loop gives sockets back in its next turns, and is about to be stopped.
        await asyncio.sleep(LAST_TURNS_SECONDS)


class _Round:
    """The letters of one call, and how many workers are at them."""

    def __init__(self, letters: Sequence[Outgoing], tell: Callable[[Delivery], None]) -> None:
        self.waiting = deque(letters)
        self.at_work = 0
        self.tell = tell

    def unreached(self, letter: Outgoing, refused: Refused) -> None:
        """A worker had no server for the letter: others may, as a server can limit the connections.

        Where nobody has, nothing is waited for: every letter left comes back with what was said.
        """
        if self.at_work > 1:
            self.waiting.append(letter)
            return
        for each in (letter, *self.waiting):
            self.tell(replace(refused, key=each.key))
        self.waiting.clear()
