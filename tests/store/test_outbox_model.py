"""The outbox against a model of it, through any order of queueing, claiming, settling, crashes and restarts.

What must hold: no letter is lost, none is sent twice after its outcome is known, and each is under way at most once.
"""

import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.errors import StoreError
from bot.store.store import OutboxRow, Store

BEGAN = datetime(2022, 2, 23, 7, tzinfo=UTC)
MINUTES = st.integers(0, 120).map(lambda minutes: timedelta(minutes=minutes))
LETTERS = st.integers(0, 7)


def letter(number: int, due: datetime) -> OutboxRow:
    return OutboxRow("m", f"k{number}", f"<{number}@region.example>", "b@x.example", "k@x.example", "a" * 64, due)


class Outbox(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.now = BEGAN
        self.model: dict[str, OutboxRow] = {}
        self.restart()

    def restart(self) -> None:
        self.store = Store(f"sqlite:///{self.folder.name}/m.sqlite", Path(self.folder.name))
        self.store.migrate()

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @rule(later=MINUTES)
    def time_passes(self, later: timedelta) -> None:
        self.now += later

    @rule(number=LETTERS, wait=MINUTES)
    def queue(self, number: int, wait: timedelta) -> None:
        row = letter(number, self.now + wait)
        try:
            with self.store.begin() as work:
                work.queue(row)
        except StoreError:
            assert row.message_id in self.model
        else:
            assert row.message_id not in self.model
            self.model[row.message_id] = replace(row, first_due=row.due)

    @rule(limit=st.integers(1, 3))
    def crash_while_claiming(self, limit: int) -> None:
        with suppress(KeyboardInterrupt), self.store.begin() as work:
            work.claim(self.now, limit)
            raise KeyboardInterrupt

    @rule(limit=st.integers(1, 3))
    def claim(self, limit: int) -> None:
        with self.store.begin() as work:
            claimed = work.claim(self.now, limit)
        due = [row for row in self.model.values() if row.state == "queued" and row.due <= self.now]
        expected = sorted(due, key=lambda row: row.due)[:limit]
        assert [row.due for row in claimed] == [row.due for row in expected]
        for row in claimed:
            before = self.model[row.message_id]
            assert row == replace(before, state="sending", attempts=before.attempts + 1)
            self.model[row.message_id] = row

    @rule(number=LETTERS, state=st.sampled_from(["sent", "failed"]))
    def settle(self, number: int, state: Literal["sent", "failed"]) -> None:
        row = self.model.get(f"<{number}@region.example>")
        if row and row.state == "sending":
            with self.store.begin() as work:
                work.settle(row.message_id, state, "250")
            self.model[row.message_id] = replace(row, state=state, response="250")

    @rule(number=LETTERS, wait=MINUTES)
    def put_off(self, number: int, wait: timedelta) -> None:
        row = self.model.get(f"<{number}@region.example>")
        if row and row.state == "sending":
            until = self.now + wait
            with self.store.begin() as work:
                work.settle(row.message_id, "queued", "451", until)
            self.model[row.message_id] = replace(row, state="queued", response="451", due=until)

    @rule()
    def stop_and_start(self) -> None:
        self.store.close()
        self.restart()
        under_way = [row for row in self.model.values() if row.state == "sending"]
        with self.store.begin() as work:
            assert work.release_claims() == len(under_way)
        self.model |= {row.message_id: replace(row, state="queued") for row in under_way}

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        waiting = [row.due for row in self.model.values() if row.state == "queued"]
        with self.store.read() as work:
            assert work.outbox("m") == tuple(self.model.values())
            assert work.next_due() == min(waiting, default=None)


TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
