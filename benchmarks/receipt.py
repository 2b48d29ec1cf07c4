"""From a member's «send» to the receipt in their mailbox, beside the bare round trip of the same two servers.

Both in one run, on a real Dovecot and a real Postfix: in the bare round trip a few lines of Python wait in IDLE for the
mail and hand the answer in at once; with motebot the service does. The member's mailbox is watched in the same way.

    python benchmarks/receipt.py [ROUNDS]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

from imapclient import IMAPClient

from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix

BOT = "mote@bot.example"
ECHO = "echo@bot.example"
MEMBERS = 6
MEETING = """
[body]
name = "Styringsgruppa for Fjordløftet"
rule = "majority"
[body.coordinator]
name = "Anne Lie"
email = "anne@region.example"
{seats}
[meeting]
id = "bench"
title = "Styringsgruppemøte"
deadline = {deadline}
[[cases]]
number = "1/26"
title = "Ny leder av styringsgruppa"
proposal = ["Kari Berg leder gruppa fra 1. april."]
"""
SEAT = """
[[body.seats]]
id = "s{number}"
name = "Kommune {number}"
chair = {chair}
member = {{ name = "Medlem {number}", email = "m{number}@bench.example" }}
"""


class Watched:
    """A mailbox that somebody waits in, as a mail client does: in IDLE."""

    def __init__(self, dovecot: Dovecot, address: str) -> None:
        self._client = IMAPClient(dovecot.host, dovecot.imap_port, ssl=False, timeout=30)
        self._client.login(address, dovecot.password)
        self._client.select_folder("INBOX")
        self._seen = 0

    def next(self) -> EmailMessage:
        """The next mail, waiting for it."""
        while True:
            uids = self._client.search(["UID", f"{self._seen + 1}:*"])
            fresh = [uid for uid in uids if uid > self._seen]
            if fresh:
                self._seen = fresh[0]
                raw = self._client.fetch(fresh[:1], ["BODY.PEEK[]"])[fresh[0]][b"BODY[]"]
                mail = message_from_bytes(raw, policy=policy.default)
                assert isinstance(mail, EmailMessage)
                return mail
            self._client.idle()
            self._client.idle_check(timeout=30)
            self._client.idle_done()


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory(prefix="motebot-bench-") as name:
        Path(name).chmod(0o755)
        dovecot = Dovecot(Path(name) / "dovecot")
        postfix = Postfix(dovecot, Path(name) / "postfix")
        try:
            measure(Path(name), dovecot, postfix, rounds)
        finally:
            postfix.stop()
            dovecot.stop()


def measure(folder: Path, dovecot: Dovecot, postfix: Postfix, rounds: int) -> None:
    bare = echoed(dovecot, postfix, rounds * MEMBERS)
    with service(folder, dovecot, postfix):
        ours = receipted(dovecot, postfix, rounds)
    show("the two servers alone", bare, bare)
    show("with motebot", ours, bare)
    over = statistics.median(ours) - statistics.median(bare)
    print(f"motebot adds {1000 * over:.0f} ms to the median round trip")


def show(what: str, seconds: list[float], bare: list[float]) -> None:
    ratio = statistics.median(seconds) / statistics.median(bare)
    spread = f"{1000 * min(seconds):.0f} to {1000 * max(seconds):.0f} ms"
    print(
        f"{what:24} median {1000 * statistics.median(seconds):6.0f} ms, {spread}, ratio {ratio:.2f}, n {len(seconds)}"
    )


def echoed(dovecot: Dovecot, postfix: Postfix, count: int) -> list[float]:
    """The seconds of each bare round trip."""
    bot, member = Watched(dovecot, ECHO), Watched(dovecot, "m0@echo.example")

    def answer() -> None:
        for _ in range(count):
            mail = bot.next()
            postfix.send(written(ECHO, "m0@echo.example", mail, "Mottatt"), ECHO, "m0@echo.example")

    thread = threading.Thread(target=answer)
    thread.start()
    seconds = [
        timed(lambda: postfix.send(written("m0@echo.example", ECHO, None, "Godkjent"), "m0@echo.example", ECHO), member)
        for _ in range(count)
    ]
    thread.join()
    return seconds


def receipted(dovecot: Dovecot, postfix: Postfix, rounds: int) -> list[float]:
    """The seconds from each member's answer to its receipt."""
    people = [(f"m{number}@bench.example", Watched(dovecot, f"m{number}@bench.example")) for number in range(MEMBERS)]
    notices = {address: mailbox.next() for address, mailbox in people}
    seconds = []
    for _ in range(rounds):
        for address, mailbox in people:
            raw = written(address, BOT, notices[address], "Godkjent")
            seconds.append(timed(lambda raw=raw, address=address: postfix.send(raw, address, BOT), mailbox))
    return seconds


def timed(send: Callable[[], None], mailbox: Watched) -> float:
    begun = time.perf_counter()
    send()
    mailbox.next()
    return time.perf_counter() - begun


def written(sender: str, recipient: str, to: EmailMessage | None, words: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, recipient
    mail["Subject"] = f"SV: {to['Subject']}" if to else "Hei"
    mail["Message-ID"] = f"<{time.time_ns()}@{sender.partition('@')[2]}>"
    if to is not None:
        mail["In-Reply-To"] = mail["References"] = to["Message-ID"]
    mail.set_content(words)
    return mail.as_bytes(policy=policy.SMTP)


@contextmanager
def service(folder: Path, dovecot: Dovecot, postfix: Postfix) -> Iterator[None]:
    """`motebot serve` as a process, its meeting approved."""
    environment = {
        **os.environ,
        "MOTEBOT_ADDRESS": BOT,
        "MOTEBOT_DATA_DIR": str(folder / "data"),
        "MOTEBOT_IMAP__HOST": dovecot.host,
        "MOTEBOT_IMAP__PORT": str(dovecot.imap_port),
        "MOTEBOT_IMAP__SECURITY": "plain",
        "MOTEBOT_IMAP__USER": BOT,
        "MOTEBOT_IMAP__PASSWORD": dovecot.password,
        "MOTEBOT_SMTP__HOST": postfix.smtp_host,
        "MOTEBOT_SMTP__PORT": str(postfix.smtp_port),
        "MOTEBOT_SMTP__SECURITY": "plain",
    }
    deadline = (datetime.now(ZoneInfo("Europe/Oslo")) + timedelta(hours=1)).isoformat(timespec="seconds")
    seats = "".join(SEAT.format(number=number, chair=str(number == 0).lower()) for number in range(MEMBERS))
    (folder / "meeting.toml").write_text(MEETING.format(seats=seats, deadline=deadline), encoding="utf-8")
    for arguments in (["add", str(folder / "meeting.toml")], ["approve", "bench"]):
        subprocess.run(
            [sys.executable, "-m", "bot", *arguments], env=environment, check=True, stdout=subprocess.DEVNULL
        )
    process = subprocess.Popen([sys.executable, "-m", "bot", "serve"], env=environment, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


if __name__ == "__main__":
    main()
