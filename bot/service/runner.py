"""The service as it runs: three threads and the ticks between them.

- The *watcher* reads the mailbox: it waits on the server, takes in what is new, and notes when it has read to the end.
- The *sender* hands letters to the mail server as soon as they are queued.
- The *scheduler* (APScheduler, in memory only) ticks every second: it queues what is due and closes what can be closed.
  Due times live in the journal, so a tick that is missed, late or doubled does no harm.

SIGTERM sets a flag; each step in hand finishes, and nothing depends on its finishing.
"""

import threading
from collections.abc import Callable
from contextlib import suppress

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot.core.schedule import settled_at
from bot.errors import MailboxError, MotebotError, StoreError
from bot.mail.imap import Mailbox
from bot.mail.wake import Wake
from bot.service.clock import ClockWatch
from bot.service.closing import close_due, mailbox_read
from bot.service.delivery import Hands, deliver_due
from bot.service.mailbox import catch_up, forget_if_set_back
from bot.service.notify import notify
from bot.service.office import Office
from bot.service.posting import send_due
from bot.service.trouble import note_trouble, tell

log = structlog.get_logger()

TICK_SECONDS = 1.0
RECONNECT_SECONDS = (1, 2, 5, 10, 30, 60)


class Runner:
    """Runs the service until it is told to stop; where its clock is watched, no meeting closes while it is doubted."""

    def __init__(  # noqa: PLR0913 - what a service is given when it starts
        self,
        office: Office,
        mailbox: Callable[[], Mailbox],
        hands: Hands,
        *,
        folder: str,
        poll_seconds: float,
        clock: ClockWatch | None = None,
    ) -> None:
        self._office = office
        self._clock = clock
        self._since = office.now()
        self._mailbox = mailbox
        self._hands = hands
        self._folder = folder
        self._poll_seconds = poll_seconds
        self._stop = threading.Event()
        self._look = Wake()
        self._queued = threading.Event()
        self._ready = False
        self._failed: BaseException | None = None

    def stop(self) -> None:
        """Ask the service to stop; safe in a signal handler."""
        self._stop.set()
        self._look.set()
        self._queued.set()

    def run(self) -> None:
        """Run until `stop`. Raises what a thread died of, so that the service manager starts the service anew."""
        with self._office.store.begin() as uow:
            interrupted = uow.release_claims()
        log.info("starting", interrupted_letters=interrupted)
        threads = [
            threading.Thread(target=self._guarded, args=(loop,), name=loop.__name__)
            for loop in (self._watch, self._send)
        ]
        scheduler = BackgroundScheduler(timezone="UTC")
        scheduler.add_job(
            self._tick, "interval", seconds=TICK_SECONDS, max_instances=1, coalesce=True, misfire_grace_time=None
        )
        for thread in threads:
            thread.start()
        scheduler.start()
        self._stop.wait()
        notify("STOPPING=1")
        scheduler.shutdown(wait=True)
        for thread in threads:
            thread.join()
        if self._failed is not None:
            raise self._failed
        log.info("stopped")

    def _guarded(self, loop: Callable[[], None]) -> None:
        try:
            loop()
        except BaseException as error:  # noqa: BLE001 - raised again by run(), which the thread cannot reach
            self._failed = error
            self.stop()

    def _tick(self) -> None:
        """Queue what is due, close what can be closed; what fails now is due at the next tick still."""
        try:
            changed = send_due(self._office)
            believed = self._clock is None or self._clock.is_believed()
            changed = tell(self._office, self._since, clock_believed=believed) or changed
            changed = (believed and close_due(self._office)) or changed
        except MotebotError as error:
            log.warning("tick failed", error=str(error))
            return
        if changed:
            self._queued.set()
        notify("WATCHDOG=1")

    def _watch(self) -> None:
        failures = 0
        # One for all connections: it remembers which mail they broke over.
        mailbox = self._mailbox()
        while not self._stop.is_set():
            try:
                with mailbox:
                    failures = 0
                    self._follow(mailbox)
            except MotebotError as error:
                failures += 1
                pause = RECONNECT_SECONDS[min(failures, len(RECONNECT_SECONDS)) - 1]
                log.warning("mailbox not read", error=str(error), retry_in_seconds=pause)
                self._mailbox_lost(error)
                self._stop.wait(pause)

    def _mailbox_lost(self, error: MotebotError) -> None:
        """Say so wherever somebody may look: to systemd, and in `status`."""
        said = " ".join(str(error).split())
        notify(f"STATUS=mailbox not read: {said}")
        if isinstance(error, MailboxError):
            with suppress(StoreError):
                note_trouble(self._office, said)

    def _follow(self, mailbox: Mailbox) -> None:
        forget_if_set_back(self._office, mailbox, self._folder)
        while not self._stop.is_set():
            self._look.clear()
            began = self._office.now()
            if catch_up(self._office, mailbox, self._folder, self._stop):
                self._queued.set()
            if self._stop.is_set():
                return
            mailbox_read(self._office, began)
            notify("STATUS=reading the mailbox")
            self._announce()
            self._wait(mailbox)

    def _announce(self) -> None:
        if not self._ready:
            self._ready = True
            log.info("motebot ready")
            notify("READY=1")

    def _wait(self, mailbox: Mailbox) -> None:
        """Wait for mail, no longer than until a meeting's mails have settled after its deadline."""
        now = self._office.now()
        with self._office.store.read() as uow:
            ends = [settled_at(state) for state in self._office.states(uow).values() if state.closed_at is None]
        ahead = [(end - now).total_seconds() for end in ends if end > now]
        mailbox.wait(min([self._poll_seconds, *ahead]), self._look)

    def _send(self) -> None:
        """Hand over what is queued, at once when this process queued it, at the next tick when another did."""
        while not self._stop.is_set():
            self._queued.clear()
            try:
                more = deliver_due(self._office, self._hands)
            except MotebotError as error:
                log.warning("letters not handed over", error=str(error))
                more = False
            if not more:
                self._queued.wait(TICK_SECONDS)
