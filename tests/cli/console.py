"""The commands as a person runs them: arguments in, exit status and the two streams out, in a folder of their own."""

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import tomli_w

from bot import settings
from bot.bootstrap import opened
from bot.cli import main
from bot.service.closing import close_due, mailbox_read
from bot.service.posting import send_due

BOT = "mote@bot.example"
ID = "vinter"
NOW = datetime.now(ZoneInfo("Europe/Oslo")).replace(microsecond=0)
DEADLINE = NOW + timedelta(days=10)
MEETING: dict[str, Any] = {
    "body": {
        "name": "Styringsgruppa for Fjordløftet",
        "organisation": "Fjordregionen",
        "rule": "majority",
        "coordinator": {"name": "Anne Lie", "email": "anne.lie@region.example"},
        "seats": [
            {
                "id": "hole",
                "name": "Hole",
                "chair": True,
                "member": {"name": "Kari Berg", "title": "Ordfører", "email": "kari.berg@hole.example"},
                "substitutes": [{"name": "Per Dal", "email": "per.dal@hole.example"}],
            },
            {
                "id": "modum",
                "name": "Modum",
                "member": {"name": "Ola Vik", "title": "Ordfører", "email": "ola.vik@modum.example"},
            },
            {"id": "lier", "name": "Lier", "member": {"name": "Siv Aas", "email": "siv.aas@lier.example"}},
            {
                "id": "fylket",
                "name": "Fylket",
                "votes": False,
                "member": {"name": "Jo Lund", "email": "jo.lund@fylket.example"},
            },
        ],
    },
    "meeting": {
        "id": ID,
        "title": "Styringsgruppemøte",
        "deadline": DEADLINE,
        "place": "på e-post",
        "remind_at": [DEADLINE - timedelta(days=1)],
    },
    "cases": [
        {"number": "1/22", "title": "Ny leder", "text": "Lederen går av.", "proposal": ["Kari Berg leder gruppa."]},
        {
            "number": "2/22",
            "title": "Sykkelrute",
            "text": "Ruta følger fjorden.",
            "proposal": ["Ruta merkes.", "Kartet trykkes."],
        },
    ],
}


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a command."""

    status: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode()

    @property
    def errors(self) -> list[str]:
        return self.err.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.raw)


class Console:
    """A folder to work in and a data directory that does not exist yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"

    def run(self, *arguments: object, stdin: bytes = b"") -> Ran:
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
            with pytest.raises(SystemExit) as ended:
                main([str(each) for each in arguments])
            out.flush()
            err.flush()
        status = ended.value.code
        assert isinstance(status, int)
        return Ran(status, out.buffer.getvalue(), err.buffer.getvalue().decode())

    def said(self, *arguments: object) -> Ran:
        """A command that must succeed."""
        ran = self.run(*arguments)
        assert ran.status == 0, ran.err
        return ran

    def refused(self, status: int, *arguments: object, stdin: bytes = b"") -> str:
        """The one line with which a command must end, having shown nothing else."""
        ran = self.run(*arguments, stdin=stdin)
        assert (status, b"", 1) == (ran.status, ran.raw, len(ran.errors)), ran
        return ran.errors[0]

    def file(self, values: dict[str, Any] = MEETING, name: str = "meeting.toml") -> Path:
        path = self.folder / name
        path.write_bytes(tomli_w.dumps(values).encode())
        return path

    def planned(self) -> None:
        self.said("add", self.file())

    def approved(self) -> None:
        self.planned()
        self.said("approve", ID)

    def closed(self, *votes: str) -> None:
        """A meeting whose deadline has passed, with those votes of the seat hole."""
        self.approved()
        if votes:
            given = [part for vote in votes for part in ("--vote", vote)]
            self.said("record", ID, "--seat", "hole", *given, "--reason", "på telefon")
        self.later(DEADLINE + timedelta(minutes=1))

    def later(self, at: datetime) -> None:
        """What the service does at that time, its mailbox empty."""
        with opened(settings.load(None)) as office:
            ahead = replace(office, now=lambda: at)
            mailbox_read(ahead, at)
            send_due(ahead)
            close_due(ahead)


def changed(path: str, value: Any) -> dict[str, Any]:
    """The meeting with the value at a path such as `body.seats.0.chair`; Ellipsis takes the key away."""
    made = deepcopy(MEETING)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    table: Any = made
    for part in way:
        table = table[part]
    if value is ...:
        del table[last]
    else:
        table[last] = value
    return made
