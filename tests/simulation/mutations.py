"""Break motebot in known ways, and see whether anybody notices: `python -m tests.simulation.mutations`.

Each mutation is made in a copy of the source. The simulation runs against the copy until a seed fails; what it does not
find within its time is left to the tests of core/ and service/. A mutation that nobody notices shows a missing test.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Mutation:
    """One way to break motebot: `old`, which stands in the file once, becomes `new`."""

    name: str
    file: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Noticed:
    """Who noticed a mutation (empty for nobody), by what, and after how long."""

    by: str
    what: str
    seconds: float


MUTATIONS = (
    Mutation(
        "note a mail before it is handled",
        "bot/service/intake.py",
        "        _note(office, uow, mail, now)\n",
        "        uow.note_mail(_row(mail.delivered, mail.sha256, mail.message))\n"
        "    with office.store.begin() as uow:\n"
        "        _note(office, uow, mail, now)\n",
    ),
    Mutation(
        "answer an automatic reply",
        "bot/core/reading.py",
        "SPOKEN = frozenset({Kind.REPLY,",
        "SPOKEN = frozenset({Kind.AUTO_REPLY, Kind.REPLY,",
    ),
    Mutation(
        "count the words of an automatic reply",
        "bot/reading/kinds.py",
        "    (Kind.AUTO_REPLY, _is_automatic),\n",
        "",
    ),
    Mutation(
        "count a late vote",
        "bot/core/roll.py",
        "    return received < deadline.replace(microsecond=0) + timedelta(seconds=1)\n",
        "    return received < deadline.replace(microsecond=0) + timedelta(hours=1)\n",
    ),
    Mutation(
        "skip the token check",
        "bot/mail/trust.py",
        "    if require in NEEDS_THREAD and not thread_ok:\n",
        "    if require in NEEDS_THREAD and not thread_ok and False:\n",
    ),
    Mutation(
        "believe any answer to anybody's letter",
        "bot/service/routing.py",
        "    return speaker is not None and canonical_address(registered) in speaker.person.addresses\n",
        "    return speaker is not None\n",
    ),
    Mutation(
        "let the first answer stand",
        "bot/core/answers.py",
        "    return answers.with_item(answer, bisect(answers, _order(answer), key=_order))\n",
        "    return answers.with_item(answer, 0)\n",
    ),
    Mutation(
        "count a released mail after all others",
        "bot/core/state.py",
        "    answers = with_answer(state.answers, answer)\n    overtaking",
        "    answers = state.answers.with_item(answer) if answer else state.answers\n    overtaking",
    ),
    Mutation(
        "count a refused mail",
        "bot/core/mails.py",
        "(self.read.identity.trusted or self.released)",
        "(self.read.identity.trusted or self.settled is not None)",
    ),
    Mutation(
        "release a mail that came too late",
        "bot/core/holds.py",
        "    if not in_time(mail.received.received, state.meeting.deadline):\n",
        "    if False:\n",
    ),
    Mutation(
        "take the time of release for that of receipt",
        "bot/core/answers.py",
        "        received=mail.received.received,\n",
        "        received=mail.received.received.replace(year=9999) if mail.released else mail.received.received,\n",
    ),
    Mutation(
        "let anybody approve the protocol",
        "bot/core/approval.py",
        " and speaker is not None and speaker.person == approver(state).person\n",
        " and speaker is not None\n",
    ),
    Mutation(
        "take a vote for an approval",
        "bot/core/approval.py",
        "if not thread.isdisjoint(mail.received.references))",
        "if thread)",
    ),
    Mutation(
        "approve a protocol in spite of a remark",
        "bot/core/approval.py",
        "    if reading.clarify or reading.reasons or reading.attendance is not None or reading.votes != wholly:\n",
        "    if reading.votes != wholly:\n",
    ),
    Mutation(
        "send a protocol out before it is approved",
        "bot/core/schedule.py",
        "    if state.phase is not Phase.CLOSED or awaits_approval(state):\n",
        "    if state.phase is not Phase.CLOSED:\n",
    ),
    Mutation(
        "change a sealed protocol by what came after",
        "bot/core/minutes.py",
        "_protocol(state.as_closed or state, _status(state))",
        "_protocol(state, _status(state))",
    ),
    Mutation(
        "follow up what was not adopted",
        "bot/core/appendix.py",
        "        if is_adopted(came_to[case.number], each)\n",
        "",
    ),
    Mutation(
        "let an earlier vote stand over a later one",
        "bot/core/roll.py",
        "    votes = others if cast.vote is Vote.WITHDRAW else {**others, key: cast}\n",
        "    votes = others if cast.vote is Vote.WITHDRAW else {key: cast, **seat.votes}\n",
    ),
    Mutation(
        "drop the chain from the journal",
        "bot/store/journal.py",
        "        previous = sealed\n",
        "        pass\n",
    ),
    Mutation(
        "drop dedupe by hash",
        "bot/service/intake.py",
        "    if uow.taken_in(mail.sha256):\n",
        "    if False:\n",
    ),
    Mutation(
        "read a mail's second copy anew",
        "bot/service/intake.py",
        "    if found.meeting_id is None or not message.message_id:\n",
        "    if True:\n",
    ),
    Mutation(
        "write two letters for one purpose",
        "bot/core/schedule.py",
        'yield _to_seat(f"notice/{seat.id}",',
        'yield _to_seat(f"notice/{seat.id}" + "/again" * len(state.extensions),',
    ),
    Mutation(
        "count substitute and member both",
        "bot/core/roll.py",
        "    return replace(seat, present=False, votes={}, recusals={}, stand_ins=none)\n",
        "    return replace(seat, present=False, stand_ins=none)\n",
    ),
    Mutation(
        "count a substitute who was not called in",
        "bot/core/roll.py",
        "    if seat.absent and seat.substitute == person:\n        present",
        "    if seat.substitute in {person, None}:\n        present",
    ),
    Mutation(
        "ignore a withdrawal",
        "bot/core/roll.py",
        "    votes = others if cast.vote is Vote.WITHDRAW else {**others, key: cast}\n",
        "    votes = seat.votes if cast.vote is Vote.WITHDRAW else {**others, key: cast}\n",
    ),
    Mutation(
        "close without reading the mailbox",
        "bot/core/schedule.py",
        "    return settled <= mailbox_read_at <= now\n",
        "    return settled <= now\n",
    ),
    Mutation(
        "say that the mailbox was read when it was not",
        "bot/service/runner.py",
        "            began = self._office.now()\n",
        "            began = self._office.now()\n            mailbox_read(self._office, began)\n",
    ),
    Mutation(
        "lose a bounce",
        "bot/service/intake.py",
        "    facts += _bounced(state, mail.message, reading)\n",
        "",
    ),
    Mutation(
        "forget what was under way when the process stopped",
        "bot/store/outbox.py",
        '        return self._update(_COLUMNS.state == "sending", state="queued")\n',
        "        return 0\n",
    ),
    Mutation(
        "take a refusal for an acceptance",
        "bot/service/delivery.py",
        "        case Refused(permanent=True):\n            _settled(office, row, delivery.response, sent=False)\n",
        "        case Refused(permanent=True):\n            _settled(office, row, delivery.response, sent=True)\n",
    ),
    Mutation(
        "take an unknown outcome for an acceptance",
        "bot/service/delivery.py",
        "        case Accepted():\n",
        "        case Accepted() | Unknown():\n",
    ),
    Mutation(
        "decide a letter and not queue it",
        "bot/service/posting.py",
        "    uow.queue(row)\n",
        "",
    ),
    Mutation(
        "use our own clock for the time of receipt",
        "bot/service/intake.py",
        "        received=mail.delivered.received,\n",
        "        received=office.now(),\n",
    ),
    Mutation(
        "answer one who writes without end",
        "bot/core/mails.py",
        "MOST_AN_HOUR = 10\n",
        "MOST_AN_HOUR = 10**6\n",
    ),
    Mutation(
        "look at no link of the chain",
        "bot/core/journal.py",
        "        if (entry.sequence, entry.previous, entry.hash) != (expected, previous, sealed):\n",
        "        if entry.sequence != expected:\n",
    ),
)


def mutated(mutation: Mutation, folder: Path) -> None:
    """Make the mutation in a copy of the source; ValueError where its place in the source is not the one it was."""
    for name in ("bot", "templates", "tests", "pyproject.toml", "config"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "mails"))
        elif source.exists():
            shutil.copy(source, folder / name)
    path = folder / mutation.file
    text = path.read_text(encoding="utf-8")
    if text.count(mutation.old) != 1:
        raise ValueError(f"{mutation.name}: its words stand {text.count(mutation.old)} times in {mutation.file}")
    path.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")


def noticed(folder: Path, meetings: int, seconds: float) -> Noticed:
    """Who notices what was done to the copy."""
    began = time.monotonic()
    simulation = ["-m", "tests.simulation", "--meetings", str(meetings), "--seconds", str(seconds)]
    found = _run(folder, simulation, seconds + 60)
    if found:
        return Noticed("simulation", found, time.monotonic() - began)
    tests = ["-m", "pytest", "tests/core", "tests/service", "-x", "-q", "-n0", "-p", "no:cacheprovider"]
    found = _run(folder, tests, 600)
    return Noticed("tests" if found else "", found, time.monotonic() - began)


def _run(folder: Path, arguments: list[str], seconds: float) -> str:
    """What told of the mutation: the line that names a seed or a test; empty where all went well."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "it does not come to an end"
    if done.returncode == 0:
        return ""
    lines = [line for line in done.stdout.splitlines() if line.startswith(("seed ", "FAILED", "ERROR"))]
    return (lines or done.stderr.splitlines() or ["it failed"])[-1]


def main() -> int:
    """0 where every mutation was noticed, 1 otherwise; a line of the table for each as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.mutations", description=__doc__)
    parser.add_argument("--meetings", type=int, default=300, help="how many meetings for each (default 300)")
    parser.add_argument("--seconds", type=float, default=90, help="how long for each at the most (default 90)")
    parser.add_argument("--only", default="", help="only those whose name holds these words")
    asked = parser.parse_args()
    sys.stdout.write("| mutation | noticed by | by what | seconds |\n|---|---|---|---|\n")
    missed = 0
    for mutation in MUTATIONS:
        if asked.only in mutation.name:
            with tempfile.TemporaryDirectory(prefix="motebot-mutation-") as name:
                mutated(mutation, Path(name))
                found = noticed(Path(name), asked.meetings, asked.seconds)
            missed += not found.by
            what = found.what.replace("|", "¦")[:110]
            sys.stdout.write(f"| {mutation.name} | {found.by or 'NOBODY'} | {what} | {found.seconds:.0f} |\n")
            sys.stdout.flush()
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
