"""`motebot demo` as a newcomer runs it, once for all that is asked of it: a process in an empty folder."""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from bot.core.journal import GENESIS, link
from bot.notices.meeting_file import load

BOT = "mote@fjordregionen.example"
ANNE = "anne.lie@fjordregionen.example"
LONGEST_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Held:
    """What the demo left: how it ended, what it showed, how long it took, and its folder."""

    status: int
    out: str
    err: str
    seconds: float
    folder: Path

    def letters(self, address: str) -> list[EmailMessage]:
        found = sorted((self.folder / "mails" / address).glob("*.eml"))
        mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]
        return [mail for mail in mails if isinstance(mail, EmailMessage)]

    def kinds(self, address: str) -> list[str]:
        return [str(letter["X-Motebot-Kind"]) for letter in self.letters(address)]

    @property
    def protocol(self) -> dict[str, Any]:
        made = json.loads((self.folder / "protocol.json").read_text(encoding="utf-8"))
        assert isinstance(made, dict)
        return made

    @property
    def journal(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """One demo, in a folder that an earlier one has left its mails in, under settings that are none of its own."""
    home = tmp_path_factory.mktemp("demo")
    stale = home / "out" / "mails" / "somebody@earlier.example" / "01-notice.eml"
    stale.parent.mkdir(parents=True)
    stale.write_text("From an earlier demo\n")
    (home / "out" / "protocol.txt").write_text("An earlier protocol\n")
    environment = {**os.environ, "MOTEBOT_IMAP__HOST": "imap.region.example", "MOTEBOT_DATA_DIR": str(home / "data")}
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--out", "out"],
        cwd=home,
        env=environment | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
        timeout=2 * LONGEST_SECONDS,
    )
    return Held(done.returncode, done.stdout, done.stderr, time.monotonic() - began, home / "out")


def test_it_ends_by_itself_in_a_minute_and_well(held: Held) -> None:
    assert (0, "") == (held.status, held.err)
    assert held.seconds < LONGEST_SECONDS


def test_it_shows_who_does_what_and_ends_with_the_protocol(held: Held) -> None:
    for name in ("Ola Haug", "Kari Berg", "Ingrid Moen", "Per Strand", "Eva Dahl", "Nils Lund", "Siri Foss"):
        assert name in held.out
    assert (held.folder / "protocol.txt").read_text(encoding="utf-8").strip() in held.out
    assert "`verify` read 9 mails again" in held.out
    assert "Traceback" not in held.out


def test_every_promised_file_is_there(held: Held) -> None:
    for name, start in {
        "protocol.txt": b"",
        "protocol.html": b"<!",
        "protocol.pdf": b"%PDF-",
        "protocol.json": b"{",
        "journal.jsonl": b"{",
        "meeting.toml": b"",
    }.items():
        content = (held.folder / name).read_bytes()
        assert len(content) > 200
        assert content.startswith(start)
    assert "An earlier protocol" not in (held.folder / "protocol.txt").read_text(encoding="utf-8")


def test_what_an_earlier_demo_left_is_replaced(held: Held) -> None:
    assert not (held.folder / "mails" / "somebody@earlier.example").exists()


def test_nothing_is_kept_but_in_the_folder(held: Held) -> None:
    assert ["out"] == [path.name for path in held.folder.parent.iterdir()]


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("ola.haug@fjellstad.example", ["notice", "receipt", "protocol"]),
        ("kari.berg@solvik.example", ["notice", "reminder", "receipt", "protocol"]),
        ("ingrid.moen@elvdal.example", ["notice", "question", "receipt", "protocol"]),
        ("per.strand@nordnes.example", ["notice", "receipt", "protocol"]),
        ("eva.dahl@nordnes.example", ["summons", "receipt", "protocol"]),
        ("nils.lund@haugen.example", ["notice", "receipt", "protocol"]),
        ("siri.foss@fylket.example", ["notice", "receipt", "protocol"]),
        ("jon.vik@solvik.example", []),
    ],
)
def test_everybody_gets_their_letters_once(address: str, kinds: list[str], held: Held) -> None:
    assert kinds == held.kinds(address)
    assert {"demo"} >= {str(letter["X-Motebot-Meeting"]) for letter in held.letters(address)}


def test_the_coordinator_gets_the_protocol_with_its_pdf(held: Held) -> None:
    assert "protocol" == held.kinds(ANNE)[-1]
    attached = [part.get_content_type() for part in held.letters(ANNE)[-1].iter_attachments()]
    assert "application/pdf" in attached


def test_no_letter_was_written_twice(held: Held) -> None:
    ids = Counter(
        str(letter["Message-ID"])
        for folder in (held.folder / "mails").iterdir()
        if folder.name != BOT
        for letter in held.letters(folder.name)
    )
    assert {1} == set(ids.values())
    assert 9 == len(held.letters(BOT))


def test_the_outcome_is_what_the_people_wrote(held: Held) -> None:
    made = held.protocol
    first, second = made["cases"]
    assert "final" == made["status"]
    assert ("1/26", "adopted", "unanimous", 5, 0) == outcome(first)
    assert ("2/26", "adopted") == outcome(second)[:2]
    assert [(1, "adopted", "unanimous", 5, 0), (2, "adopted", "majority", 4, 1)] == [
        (point["point"], point["outcome"], point["basis"], point["votes"]["for"], point["votes"]["against"])
        for point in second["points"]
    ]
    assert {"seats": 5, "needed": 3, "took_part": 5, "met": True} == made["quorum"]


def outcome(case: dict[str, Any]) -> tuple[str, str, str, int, int]:
    return case["number"], case["outcome"], case["basis"], case["votes"]["for"], case["votes"]["against"]


def test_the_substitute_stands_in_the_roll(held: Held) -> None:
    roll = {line["seat"]: line for line in held.protocol["roll"]}
    assert ("absent", {"name": "Eva Dahl", "as": "substitute"}) == (
        roll["nordnes"]["attendance"],
        roll["nordnes"]["by"],
    )
    assert {"present"} == {roll[seat]["attendance"] for seat in ("solvik", "fjellstad", "elvdal", "haugen")}


def test_the_journals_chain_is_whole(held: Held) -> None:
    previous = GENESIS
    for number, entry in enumerate(held.journal, start=1):
        payload = {key: value for key, value in entry.items() if key not in {"sequence", "at", "hash"}}
        assert number == entry["sequence"]
        sealed = link(previous, "demo", number, datetime.fromisoformat(entry["at"]), payload)
        assert sealed == entry["hash"], entry
        previous = entry["hash"]
    assert number > 50


def test_the_journals_mails_are_those_in_the_folder(held: Held) -> None:
    kept = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (held.folder / "mails" / BOT).glob("*.eml")}
    assert kept == {entry["mail"] for entry in held.journal if entry["type"] == "mail_received"}


def test_the_meeting_file_can_be_used_again(held: Held) -> None:
    assert "demo" == load(held.folder / "meeting.toml", bodies_dir=None).meeting.id
