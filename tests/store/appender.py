"""A process that appends: `appender.py URL ARCHIVE NAME COUNT`, one transaction of two facts after another.

With COUNT `half` it writes a fact, a letter and a mail in a transaction that never ends. It says `ready` on
standard output when it has started, and the number of each transaction once that is committed.
"""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.core.journal import LetterFailed, LetterSent
from bot.store.store import InboxRow, OutboxRow, Store

NOW = datetime(2022, 3, 2, 8, tzinfo=UTC)


def append(store: Store, name: str, number: int) -> None:
    with store.begin() as work:
        work.append("m", [LetterSent(f"{name}-{number}", "250"), LetterFailed(f"{name}-{number}", "550")], NOW)


def stay_inside(store: Store) -> None:
    with store.begin() as work:
        work.append("m", [LetterSent("half", "250")], NOW)
        work.queue(OutboxRow("m", "half", "<half@x.example>", "b@x.example", "k@x.example", "0" * 64, NOW))
        work.note_mail(InboxRow("1" * 64, "INBOX", 1, 1, NOW, "", "", "m", "read"))
        work.set_mark("half", "set")
        print("inside", flush=True)  # noqa: T201 - the test that started it reads along
        time.sleep(60)


def main() -> None:
    url, archive, name, count = sys.argv[1:]
    store = Store(url, Path(archive))
    print("ready", flush=True)  # noqa: T201 - the test that started it reads along
    if count == "half":
        stay_inside(store)
    for number in range(int(count)):
        append(store, name, number)
        print(number, flush=True)  # noqa: T201 - the test that started it reads along


main()
