"""`motebot serve` as a process, on a real Dovecot and a real Postfix, stopped with SIGKILL between its steps."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import tomli_w

from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix

pytestmark = pytest.mark.servers

OSLO = ZoneInfo("Europe/Oslo")
BOT = "mote@bot.example"
SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "innkalling-2022-03-02.txt"
# How long something is waited for that must come; on an idle machine it takes a second or two.
PATIENCE_SECONDS = 120.0
# How near a deadline may come before what must be in time is done. Moving it takes a command.
MARGIN = timedelta(seconds=15)


class Installation:
    """A data directory and the commands that are run on it.

    A machine that is busy with other things is no fault of the service: as long as letters are waited for that come
    before the deadline, the coordinator moves it when it draws near.
    """

    def __init__(self, folder: Path, dovecot: Dovecot, postfix: Postfix) -> None:
        self.folder = folder
        self.postfix = postfix
        self.meeting_id = ""
        self.deadline = datetime.now(OSLO)
        self.environment = {
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

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        program = [sys.executable, "-m", "bot", *arguments]
        return subprocess.run(
            program,
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )

    def said(self, *arguments: str) -> str:
        """The output of a command that must succeed."""
        done = self.command(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator[subprocess.Popen[str]]:
        """The service, ready; ended at the end where it still runs."""
        process = self.serve()
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=PATIENCE_SECONDS) in {0, -signal.SIGKILL}

    def serve(self) -> subprocess.Popen[str]:
        program = [sys.executable, "-m", "bot", "serve"]
        path = self.folder / "serve.log"
        begin = len(path.read_text()) if path.exists() else 0
        with path.open("a") as log:
            process = subprocess.Popen(
                program, env=self.environment, cwd=self.folder, stdout=log, stderr=log, text=True
            )
        until = time.monotonic() + PATIENCE_SECONDS
        while "motebot ready" not in path.read_text()[begin:]:
            assert process.poll() is None, path.read_text()
            assert time.monotonic() < until, "the service did not get ready"
            time.sleep(0.02)
        return process

    def letters(self, address: str) -> list[EmailMessage]:
        mails = [message_from_bytes(raw, policy=policy.default) for raw in self.postfix.mailbox(address).messages()]
        return [mail for mail in mails if isinstance(mail, EmailMessage)]

    def wait_for(self, address: str, kind: str, count: int = 1) -> EmailMessage:
        """The newest of the person's letters of that kind, once there are so many under different Message-IDs."""
        ahead = (self.deadline - datetime.now(OSLO)).total_seconds() if kind == "protocol" else 0.0
        until = time.monotonic() + max(0.0, ahead) + PATIENCE_SECONDS
        while True:
            if kind != "protocol":
                self.keep_open()
            found = {mail["Message-ID"]: mail for mail in self.letters(address) if mail["X-Motebot-Kind"] == kind}
            if len(found) >= count:
                return list(found.values())[-1]
            assert time.monotonic() < until, f"{address} has {len(found)} of {count} letters of kind {kind}"
            time.sleep(0.05)

    def keep_open(self) -> None:
        """Move the deadline where it is near."""
        if self.meeting_id and datetime.now(OSLO) > self.deadline - MARGIN:
            self.deadline += 2 * MARGIN
            self.said("extend", self.meeting_id, "--deadline", self.deadline.isoformat())

    def kinds(self, address: str) -> list[str]:
        """The kinds of the person's letters, one for each Message-ID, but for those that say that the deadline is
        another."""
        kinds = {mail["Message-ID"]: str(mail["X-Motebot-Kind"]) for mail in self.letters(address)}
        return sorted(kind for kind in kinds.values() if kind != "extended")

    def answer(self, address: str, letter: EmailMessage, text: str) -> None:
        """Answer the letter as a mail client does: the words on top, what is answered quoted below."""
        body = letter.get_body(("plain",))
        assert body is not None
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = address, BOT, f"SV: {letter['Subject']}"
        mail["Message-ID"] = f"<{time.time_ns()}@{address.partition('@')[2]}>"
        mail["In-Reply-To"] = mail["References"] = letter["Message-ID"]
        quoted = "\n".join(f"> {line}" for line in body.get_content().splitlines())
        mail.set_content(
            f"{text}\n\nDen ons. 2. mars 2022 kl. 09:00 skrev Mote <{BOT}>:\n{quoted}\n", cte="quoted-printable"
        )
        self.postfix.send(mail.as_bytes(policy=policy.SMTP), address, BOT)


@pytest.fixture
def installation(tmp_path: Path, dovecot: Dovecot, postfix: Postfix) -> Installation:
    return Installation(tmp_path, dovecot, postfix)


def planned(installation: Installation, seconds: float, name: str) -> tuple[str, list[str]]:
    """The project's own meeting, added and approved, its deadline so many seconds ahead; its id and members."""
    file = tomllib.loads((Path(__file__).parent / "meeting.toml").read_text())
    deadline = datetime.now(OSLO).replace(microsecond=0) + timedelta(seconds=seconds)
    file["meeting"] |= {"id": name, "deadline": deadline, "remind_at": []}
    return add(installation, file)


def add(installation: Installation, file: dict[str, Any]) -> tuple[str, list[str]]:
    """Add the meeting with addresses that no other test uses, and approve it."""
    name = str(file["meeting"]["id"])
    domain = f"{name}.example"
    for seat in file["body"]["seats"]:
        for person in (seat["member"], *seat.get("substitutes", [])):
            first = person["name"].split()[0].lower().encode("ascii", "ignore").decode()
            person["email"] = f"{first}.{seat['id']}@{domain}"
            person.pop("also", None)
    file["body"]["coordinator"]["email"] = f"coordinator@{domain}"
    path = installation.folder / "meeting.toml"
    path.write_bytes(tomli_w.dumps(file).encode())
    installation.said("add", str(path))
    installation.said("approve", name)
    installation.meeting_id, installation.deadline = name, file["meeting"]["deadline"]
    return name, [seat["member"]["email"] for seat in file["body"]["seats"]]


def protocol(installation: Installation, name: str) -> dict[str, Any]:
    made = json.loads(installation.said("protocol", name, "--format", "json"))
    assert isinstance(made, dict)
    return made


def test_the_seeds_meeting_runs_from_notice_to_protocol(installation: Installation) -> None:
    if not SEED.is_file():
        pytest.skip(f"the seed's notice is not here: {SEED}")
    file = json.loads(installation.said("import", str(SEED), "--json"))["file"]
    deadline = datetime.now(OSLO).replace(microsecond=0) + timedelta(seconds=25)
    file["meeting"] |= {"id": "seed", "starts": deadline, "deadline": deadline}
    file["body"]["rule"] = "majority"
    for number, seat in enumerate(file["body"]["seats"]):
        seat["chair"] = number == 1
    with installation.serving():
        name, members = add(installation, file)
        for address in members:
            notice = installation.wait_for(address, "notice")
            assert [part.get_content_type() for part in notice.iter_attachments()][:1] == ["application/pdf"]
            installation.answer(address, notice, "Godkjent")
            assert "1/22" in installation.wait_for(address, "receipt").get_body(("plain",)).get_content()
        standing = json.loads(installation.said("status", name, "--json"))["meetings"][0]
        assert {"1/22": "approve", "2/22": "approve"} == standing["seats"][0]["votes"]
        final = installation.wait_for(file["body"]["coordinator"]["email"], "protocol")
        assert datetime.now(OSLO) > installation.deadline
    assert "application/pdf" in [part.get_content_type() for part in final.iter_attachments()]
    made = protocol(installation, name)
    assert ["adopted", "adopted"] == [case["outcome"] for case in made["cases"]]
    assert "6 mails read again" in installation.said("verify", name)


def test_killing_the_service_between_any_two_steps_changes_nothing(installation: Installation) -> None:
    """Ten restarts in one meeting: after each step the service is killed, and what follows is as if it had not been."""
    name, (kari, ola, siv, jo) = planned(installation, 35, "killed")
    substitute = f"eva.modum@{name}.example"
    steps = [
        lambda: [installation.wait_for(each, "notice") for each in (kari, ola, siv, jo)],
        lambda: installation.answer(kari, installation.wait_for(kari, "notice"), "Godkjent"),
        lambda: installation.wait_for(kari, "receipt"),
        lambda: installation.answer(ola, installation.wait_for(ola, "notice"), "Jeg melder forfall."),
        lambda: installation.wait_for(substitute, "summons"),
        lambda: installation.answer(substitute, installation.wait_for(substitute, "summons"), "Godkjent"),
        lambda: installation.answer(siv, installation.wait_for(siv, "notice"), "Sak 1 godkjent. Imot sak 2."),
        lambda: installation.wait_for(siv, "receipt"),
        lambda: installation.answer(
            siv, installation.wait_for(siv, "receipt"), "Endrer min stemme i sak 2 til godkjent."
        ),
        lambda: installation.wait_for(siv, "receipt", 2),
    ]
    for step in steps:
        process = installation.serve()
        step()
        process.kill()
        process.wait()
    with installation.serving():
        installation.wait_for(f"coordinator@{name}.example", "protocol")
        installation.wait_for(jo, "protocol")
    made = protocol(installation, name)
    assert [3, 3] == [case["votes"]["for"] for case in made["cases"]]
    installation.said("verify", name)
    for address in (kari, ola, siv, jo, substitute):
        kinds = installation.kinds(address)
        assert len(set(kinds)) == len(kinds) or (address == siv and kinds.count("receipt") == 2)


def test_a_second_service_on_the_same_data_is_refused(installation: Installation) -> None:
    with installation.serving():
        second = installation.command("serve")
    assert (1, 1) == (second.returncode, len(second.stderr.splitlines()))
    assert "another motebot serves it" in second.stderr


def test_killing_the_service_in_a_loop_counts_every_vote_of_fifty_once(installation: Installation) -> None:
    """Fifty members answer while the service is killed every second and started again."""
    name, members = crowded(installation, 50, 50)
    killing = threading.Event()

    def kill_and_start() -> None:
        while not killing.is_set():
            process = installation.serve()
            killing.wait(1.0)
            process.kill()
            process.wait()

    thread = threading.Thread(target=kill_and_start)
    thread.start()
    for number, address in enumerate(members):
        words = "Godkjent" if number % 2 else "Godkjenner sak 1. I sak 2 stemmer jeg imot."
        installation.answer(address, installation.wait_for(address, "notice"), words)
    killing.set()
    thread.join()
    with installation.serving():
        for address in members:
            installation.wait_for(address, "receipt")
        installation.wait_for(f"coordinator@{name}.example", "protocol")
    made = protocol(installation, name)
    assert [(50, 0), (25, 25)] == [(case["votes"]["for"], case["votes"]["against"]) for case in made["cases"]]
    assert [50, 50] == [len({row["seat"] for row in case["cast"]}) for case in made["cases"]]
    installation.said("verify", name)
    for address in members:
        assert installation.kinds(address) in (["notice", "protocol", "receipt"], ["notice", "receipt"])


def crowded(installation: Installation, seats: int, seconds: float) -> tuple[str, list[str]]:
    """A meeting of so many members, added and approved, its deadline so many seconds ahead; its id and members."""
    file = tomllib.loads((Path(__file__).parent / "meeting.toml").read_text())
    deadline = datetime.now(OSLO).replace(microsecond=0) + timedelta(seconds=seconds)
    file["meeting"] |= {"id": "crowded", "deadline": deadline, "remind_at": []}
    file["body"]["seats"] = [
        {"id": f"s{number}", "name": f"Kommune {number}", "chair": not number, "member": {"name": "Kari Berg"}}
        for number in range(seats)
    ]
    return add(installation, file)
