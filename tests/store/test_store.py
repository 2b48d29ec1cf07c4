import os
import sqlite3
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import bot.store
from bot.core.journal import LetterSent, first_break
from bot.errors import StoreError
from bot.store import tables
from bot.store.store import Store

NOW = datetime(2022, 3, 2, 8, tzinfo=UTC)
MIGRATIONS = Path(bot.store.__file__).parent / "migrations"


def test_marks_outlive_the_store(url: str, tmp_path: Path) -> None:
    with Store(url, tmp_path) as store:
        store.migrate()
        with store.begin() as work:
            assert work.mark("uid_validity") is None
            work.set_mark("uid_validity", "7")
            work.set_mark("uid_validity", "8")
            work.set_mark("\0", "\udc80")
    with Store(url, tmp_path) as store, store.read() as work:
        assert work.mark("uid_validity") == "8"
        assert work.mark("\0") == "\udc80"


def test_archive_is_in_the_folder_named(store: Store, tmp_path: Path) -> None:
    assert store.archive.folder == tmp_path / "archive"


def test_migrations_make_the_tables_that_are_used(store: Store) -> None:
    with store._connection() as connection, connection.begin():
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), tables.metadata)
    assert found == []


def test_newest_migration_is_the_one_the_program_needs() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == tables.SCHEMA


def test_migrating_again_changes_nothing(store: Store) -> None:
    with store.begin() as work:
        work.set_mark("a", "b")
    store.migrate()
    with store.read() as work:
        assert work.mark("a") == "b"


def test_tables_that_are_right_wait_for_nobody(url: str, store: Store, tmp_path: Path) -> None:
    with store.begin(), Store(url, tmp_path, busy_seconds=0.1) as other:
        other.migrate()


def test_stores_that_migrate_at_once_do_not_meet(url: str, tmp_path: Path) -> None:
    def migrate(_: int) -> None:
        with Store(url, tmp_path) as store:
            store.migrate()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(migrate, range(8)))
    with Store(url, tmp_path) as store, store.read() as work:
        assert work.meeting_ids() == ()


def test_tables_of_a_newer_program_are_refused(store: Store) -> None:
    with store._connection() as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="made by a newer motebot; update motebot"):
        store.migrate()


def test_database_without_tables_is_one_clear_line(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="has no tables yet"), Store(url, tmp_path) as store, store.read() as work:
        work.meeting_ids()


def test_reading_is_a_snapshot(store: Store) -> None:
    with store.read() as reading:
        assert reading.meeting_ids() == ()
        with store.begin() as work:
            work.append("m", [LetterSent("k", "250")], NOW)
        assert reading.meeting_ids() == ()
    with store.read() as reading:
        assert reading.meeting_ids() == ("m",)


def test_nothing_is_written_while_reading(store: Store) -> None:
    with pytest.raises(StoreError, match="cannot be written"), store.read() as work:
        work.set_mark("a", "b")
    with store.begin() as work:
        assert work.mark("a") is None
        work.set_mark("a", "c")


def test_threads_wait_for_each_other(store: Store) -> None:
    def append(number: int) -> None:
        with store.begin() as work:
            before = len(work.entries("m"))
            time.sleep(0.001)
            appended = work.append("m", [LetterSent(str(number), "250")], NOW)
            assert appended[0].sequence == before + 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(append, range(40)))
    with store.read() as work:
        assert first_break("m", work.stored_entries("m")) is None
        assert len(work.entries("m")) == 40


def test_error_of_the_caller_is_left_alone(store: Store) -> None:
    with pytest.raises(ConnectionResetError), store.begin():
        raise ConnectionResetError


def test_busy_database_is_one_clear_line(url: str, store: Store, tmp_path: Path) -> None:
    with (
        Store(url, tmp_path, busy_seconds=0.1) as other,
        store.begin(),
        pytest.raises(StoreError, match=r"another (process|transaction) holds it") as raised,
        other.begin(),
    ):
        pass
    assert "\n" not in str(raised.value)


def test_only_the_service_can_read_the_database(sqlite_store: Store, sqlite_file: Path) -> None:
    with sqlite_store.begin() as work:
        work.set_mark("a", "b")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in sqlite_file.parent.glob("*.sqlite*")}
    assert modes == dict.fromkeys(("motebot.sqlite", "motebot.sqlite-wal", "motebot.sqlite-shm"), 0o600)


def test_sqlite_waits_for_the_disk(sqlite_store: Store) -> None:
    pragmas = ("journal_mode", "synchronous", "foreign_keys")
    with sqlite_store._connection() as connection, connection.begin():
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
    assert found == ["wal", 2, 1]


def test_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/new/data/m.sqlite", tmp_path) as store:
        store.migrate()
    assert stat.S_IMODE((tmp_path / "new" / "data").stat().st_mode) == 0o700


def test_database_in_memory_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Store("sqlite://", tmp_path) as store:
        store.migrate()
        with store.begin() as work:
            work.append("m", [LetterSent("k", "250")], NOW)
        with store.read() as work:
            assert work.meeting_ids() == ("m",)
    assert list(tmp_path.iterdir()) == []


def test_file_that_is_no_database_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "m.sqlite").write_bytes(b"Kj\xc3\xa6re medlemmer\n" * 500)
    with pytest.raises(StoreError, match="is no SQLite database"):
        Store(f"sqlite:///{tmp_path}/m.sqlite", tmp_path).migrate()


def test_damaged_database_is_one_clear_line(sqlite_store: Store, sqlite_file: Path, tmp_path: Path) -> None:
    with sqlite_store.begin() as work:
        work.append("m", [LetterSent("k" * 200, "250")] * 500, NOW)
    sqlite_store.close()
    content = sqlite_file.read_bytes()
    sqlite_file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with (
        pytest.raises(StoreError, match="restore a backup"),
        Store(f"sqlite:///{sqlite_file}", tmp_path) as store,
        store.read() as work,
    ):
        work.entries("m")


def test_folder_as_database_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(f"sqlite:///{tmp_path}", tmp_path).migrate()


def test_file_as_folder_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    with pytest.raises(StoreError, match=r"cannot be made: (Not a directory|File exists)"):
        Store(f"sqlite:///{tmp_path}/data/m.sqlite", tmp_path).migrate()


def test_database_that_may_only_be_read_is_one_clear_line(
    sqlite_store: Store, sqlite_file: Path, tmp_path: Path
) -> None:
    sqlite_store.close()
    only_read = Store(f"sqlite:///file:{sqlite_file}?mode=ro&uri=true", tmp_path)
    with pytest.raises(StoreError, match="cannot be written"), only_read, only_read.begin() as work:
        work.set_mark("a", "b")


FILL = """
import resource, sys
from pathlib import Path
from bot.errors import StoreError
from bot.store.store import Store
store = Store(sys.argv[1], Path(sys.argv[2]))
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    for number in range(1000):
        with store.begin() as work:
            work.set_mark(str(number), "x" * 1000)
except StoreError as error:
    sys.exit(f"{number} {error}")
"""


def test_disk_that_fills_up_keeps_what_was_committed(sqlite_store: Store, sqlite_file: Path, tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FILL, f"sqlite:///{sqlite_file}", tmp_path],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    failed, line = ended.stderr.strip().split(" ", 1)
    assert ended.returncode == 1
    assert "disk" in line
    assert "\n" not in line
    with sqlite_store.begin() as work:
        assert work.mark(str(int(failed) - 1)) == "x" * 1000
        assert work.mark(failed) is None
    with sqlite3.connect(sqlite_file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "no database URL"),
        ("motebot.sqlite", "no database URL"),
        ("mysql://localhost/motebot", "mysql, which motebot cannot use"),
    ],
)
def test_other_databases_are_refused(url: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=said):
        Store(url, tmp_path)


def test_server_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    store = Store("postgresql+psycopg://motebot:hemmelig@127.0.0.1:9/motebot", tmp_path)
    with pytest.raises(StoreError, match="cannot be reached") as raised:
        store.migrate()
    assert "\n" not in str(raised.value)
    assert "hemmelig" not in str(raised.value)
