"""Reading the mailbox to its end: one mail after the other, each kept before the next.

A mail that cannot be handled is tried three times, then parked and shown to the coordinator, and the loop goes on.
A mail is marked on the server only after it is committed here.
"""

import threading
from dataclasses import replace

import structlog

from bot.errors import MotebotError
from bot.mail.fetched import Fetched, State
from bot.mail.imap import Mailbox
from bot.service.intake import Delivered, park, take_in
from bot.service.office import Office
from bot.service.rehearsal import OverBudgetError

log = structlog.get_logger()

LARGEST_MAIL_BYTES = 40 * 1024 * 1024
TRIES = 3
MARKED_AT_ONCE = 100


def forget_if_set_back(office: Office, mailbox: Mailbox, folder: str) -> None:
    """Read the folder anew where its numbers have gone back under the same UIDVALIDITY, as after a backup was restored.

    RFC 9051 §2.3.1.1 forbids a server to do so; where one did, new mails have numbers that count as read. To be asked
    once a connection, before its first mail. Mails whose bytes are known change nothing.
    """
    if mailbox.uid_next is None:
        return
    with office.store.read() as uow:
        last = uow.highest_uid(folder, mailbox.uid_validity)
    if mailbox.uid_next <= last:
        log.warning("mailbox numbers went back; it is read anew", uid_next=mailbox.uid_next, last_uid=last)
        with office.store.begin() as uow:
            uow.forget_places(folder, mailbox.uid_validity)


def catch_up(office: Office, mailbox: Mailbox, folder: str, stop: threading.Event) -> bool:
    """Take in every mail that has not been; whether there was any. Ends early when asked to stop."""
    with office.store.read() as uow:
        last = uow.highest_uid(folder, mailbox.uid_validity)
    uids = mailbox.uids_after(last)
    unmarked: list[int] = []
    for fetched in mailbox.fetch(uids, max_bytes=LARGEST_MAIL_BYTES):
        if stop.is_set():
            break
        _take(office, fetched, folder)
        if fetched.state is not State.GONE:
            unmarked.append(fetched.uid)
        if len(unmarked) == MARKED_AT_ONCE:
            mailbox.mark(unmarked)
            unmarked = []
    if unmarked:
        mailbox.mark(unmarked)
    return bool(uids)


def _take(office: Office, fetched: Fetched, folder: str) -> None:
    delivered = Delivered(folder, fetched.uid_validity, fetched.uid, fetched.received, fetched.raw)
    match fetched.state:
        case State.WHOLE | State.SHORT:
            if fetched.state is State.SHORT:
                # Exchange Online estimates sizes; the bytes came twice the same, or they would not be here.
                log.warning("mail shorter than its size", uid=fetched.uid, size=fetched.size, bytes=len(fetched.raw))
            _handle(office, delivered)
        case State.GONE:
            log.warning("mail gone before it was fetched", uid=fetched.uid)
        case State.TOO_LARGE | State.NO_BODY | State.BROKEN:
            # What was never fetched has no bytes to be known by; its place on the server stands in for them.
            place = f"UIDVALIDITY {fetched.uid_validity}, UID {fetched.uid}, {fetched.size} bytes: {fetched.state}\n"
            park(office, replace(delivered, raw=place.encode()), f"{fetched.state}, {fetched.size} bytes")


def _handle(office: Office, delivered: Delivered) -> None:
    for attempt in range(1, TRIES + 1):
        try:
            take_in(office, delivered)
        except MotebotError:
            # The store's fault and not the mail's: the mail is fetched again once the store can be used.
            raise
        except Exception as error:
            # One bad mail must not stop the rest (invariant I1): it is parked, and shown to the coordinator.
            log.exception("mail not handled", uid=delivered.uid, attempt=attempt)
            if attempt == TRIES:
                park(office, delivered, str(error) if isinstance(error, OverBudgetError) else type(error).__name__)
        else:
            return
