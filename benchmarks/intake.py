"""Replies that wait in the mailbox at the start: taken in at a steady rate, none lost, in bounded memory.

A real Dovecot holds the mails. Beside it, in the same run, a bare IMAPClient fetches the same mailbox: the physical
limit, since it keeps, reads and answers nothing. The rate is shown for each tenth of the mails, so that a slope can be
seen. Memory grows by what is kept of each mail in its meeting's state: three to four kB, whatever is attached to it.

    python benchmarks/intake.py [MAILS] [--without-rehearsal]

Each mail is first read in a process of its own, as in the service; the option leaves that out and so shows its price.
"""

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

import structlog
from imapclient import IMAPClient

from bot.letters.compose import Sender
from bot.mail.imap import Mailbox
from bot.notices.meeting_file import load
from bot.service.mailbox import catch_up
from bot.service.office import Office
from bot.service.planning import add, approve
from bot.service.rehearsal import Rehearsal
from bot.settings import ImapSettings, Security, TrustSettings
from bot.store.archive import Archive
from bot.store.store import Store
from tests.servers.dovecot import Dovecot

WITHOUT = "--without-rehearsal"
BOT = "mote@bot.example"
SEATS = 50
HEAD = """
[body]
name = "Rådet for Fjordregionen"
rule = "majority"
[body.coordinator]
name = "Anne Lie"
email = "anne@region.example"
"""
SEAT = """
[[body.seats]]
id = "s{number}"
name = "Kommune {number}"
chair = {chair}
member = {{ name = "Medlem {number}", email = "m{number}@bench.example" }}
"""
TAIL = """
[meeting]
id = "bench"
title = "Rådsmøte"
deadline = {deadline}
[[cases]]
number = "1/26"
title = "Ny leder av rådet"
proposal = ["Kari Berg leder rådet fra 1. april."]
[[cases]]
number = "2/26"
title = "Sykkelrute langs fjorden"
proposal = ["Forprosjektet tas til etterretning.", "Restmidlene brukes til avtaler med grunneierne."]
"""
WORDS = (
    "Godkjent",
    "Sak 1 godkjent, sak 2 imot",
    "Imot begge sakene",
    "Godkjenner sak 1. I sak 2 stemmer jeg imot punkt 2.",
)


def main() -> None:
    arguments = [each for each in sys.argv[1:] if each != WITHOUT]
    count = int(arguments[0]) if arguments else 2_000
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    with tempfile.TemporaryDirectory(prefix="motebot-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        dovecot = Dovecot(folder / "dovecot")
        try:
            with planned(folder) as office:
                fill(dovecot, letters(office), count)
                bare = fetched(dovecot)
                measure(office, dovecot, count, bare)
        finally:
            dovecot.stop()


@contextmanager
def planned(folder: Path) -> Iterator[Office]:
    """An office whose meeting of fifty members has sent its notice."""
    deadline = (datetime.now(ZoneInfo("Europe/Oslo")) + timedelta(days=1)).isoformat(timespec="seconds")
    seats = "".join(SEAT.format(number=number, chair=str(number == 0).lower()) for number in range(SEATS))
    path = folder / "meeting.toml"
    path.write_text(HEAD + seats + TAIL.format(deadline=deadline), encoding="utf-8")
    with Store(f"sqlite:///{folder / 'motebot.sqlite'}", folder / "archive") as store:
        store.migrate()
        sender = Sender(BOT, bytes(32), ZoneInfo("Europe/Oslo"))
        rehearsal = Rehearsal()
        archive = Archive(folder / "archive")
        office = Office(store, archive, sender, TrustSettings(), lambda: datetime.now(UTC), rehearse=rehearsal)
        if WITHOUT in sys.argv:
            office = replace(office, rehearse=None)
        add(office, load(path, bodies_dir=None))
        approve(office, "bench")
        yield office
        rehearsal.close()


def letters(office: Office) -> dict[str, str]:
    """The Message-ID of each member's notice."""
    with office.store.read() as uow:
        state = office.state(uow, "bench")
    queued = [letter.queued for letter in state.letters.values() if letter.queued.seat]
    return {each.address: each.message_id for each in queued}


def fill(dovecot: Dovecot, notices: dict[str, str], count: int) -> None:
    """Put the replies into the bot's mailbox, some 5 kB each, as mail servers hand them over."""
    people = list(notices)
    with dovecot.mailbox(BOT).open() as client:
        for number in range(count):
            address = people[number % len(people)]
            raw = reply(address, notices[address], WORDS[number // len(people) % len(WORDS)], number)
            client.append("INBOX", "", "", raw)


def reply(address: str, notice: str, words: str, number: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = address, BOT, "SV: Innkalling: Rådsmøte"
    mail["Message-ID"] = f"<{number}@bench.example>"
    mail["In-Reply-To"] = mail["References"] = notice
    for hop in range(8):
        mail[f"X-Trace-{hop}"] = "by mail.bench.example with ESMTPS id " + f"{number * 8 + hop:040x}"
    quoted = "\n".join(f"> linje {line} i innkallingen til rådsmøtet, slik den ble sendt ut" for line in range(50))
    mail.set_content(f"{words}\n\nDen ons. 4. mars 2026 kl. 09:00 skrev Rådet <{BOT}>:\n{quoted}\n")
    return mail.as_bytes(policy=SMTP)


def fetched(dovecot: Dovecot) -> float:
    """The mails a second that a bare IMAPClient fetches, in batches of fifty."""
    with IMAPClient(dovecot.host, dovecot.imap_port, ssl=False) as client:
        client.login(BOT, dovecot.password)
        client.select_folder("INBOX")
        uids: Sequence[int] = client.search("ALL")
        begun = time.perf_counter()
        for start in range(0, len(uids), 50):
            client.fetch(uids[start : start + 50], ["BODY.PEEK[]"])
        return len(uids) / (time.perf_counter() - begun)


def measure(office: Office, dovecot: Dovecot, count: int, bare: float) -> None:
    settings = ImapSettings(
        host=dovecot.host, port=dovecot.imap_port, security=Security.PLAIN, user=BOT, password=dovecot.password
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with Mailbox(settings) as mailbox:
        rates = list(tenths(office, mailbox, count))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with office.store.read() as uow:
        state = office.state(uow, "bench")
    rate = statistics.median(rates)
    print(f"{'bare IMAPClient':18} {bare:8.0f} mails/s")
    slope = ", ".join(f"{each:.0f}" for each in rates)
    print(f"{'motebot':18} {rate:8.0f} mails/s, ratio {bare / rate:.0f}; by tenths {slope}")
    print(f"{len(state.mails)} of {count} mails taken in; peak memory {before // 1024} → {peak // 1024} MB")
    assert len(state.mails) == count, "a mail was lost"


def tenths(office: Office, mailbox: Mailbox, count: int) -> Iterator[float]:
    """The mails a second of each tenth, taken in as the service does."""
    part = max(1, count // 10)
    taken, begun = 0, time.perf_counter()

    marks: list[float] = []

    class Counted:
        def __getattr__(self, name: str) -> object:
            return getattr(mailbox, name)

        def mark(self, uids: Sequence[int]) -> None:
            nonlocal taken
            mailbox.mark(uids)
            taken += len(uids)
            if taken % part == 0:
                marks.append(time.perf_counter())

    catch_up(office, Counted(), "INBOX", Event())  # type: ignore[arg-type] # a mailbox that counts
    for mark in marks:
        yield part / (mark - begun)
        begun = mark


if __name__ == "__main__":
    main()
