"""What only PostgreSQL can do to us."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.errors import RefusedError, StoreError
from bot.store.store import Store

pytestmark = pytest.mark.postgresql
NOW = datetime(2022, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def url(cluster: Any) -> str:
    return str(cluster.new_database())


def test_short_url_means_the_same_driver(url: str, tmp_path: Path) -> None:
    with Store(url.replace("postgresql+psycopg:", "postgresql:"), tmp_path) as store:
        store.migrate()
        with store.read() as work:
            assert work.meeting_ids() == ()


def test_database_that_is_not_there_is_one_clear_line(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="it is not there; create it"):
        Store(f"{url}_other", tmp_path).migrate()


def test_user_that_is_not_there_is_one_clear_line(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="its user is not there; create the user"):
        Store(url.replace("motebot@", "other@"), tmp_path).migrate()


def test_database_in_another_encoding_is_refused(url: str, tmp_path: Path) -> None:
    name = url.rpartition("/")[2]
    address = url.replace("+psycopg", "").replace(name, "postgres")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}_old ENCODING 'LATIN1' TEMPLATE template0".encode())
    with (
        Store(f"{url}_old", tmp_path) as store,
        pytest.raises(StoreError, match="encoding is LATIN1; create it with ENCODING 'UTF8'"),
    ):
        store.migrate()


def test_only_one_service_at_a_time_serves_a_database(url: str, tmp_path: Path) -> None:
    """From two machines, each with a data directory of its own."""
    with Store(url, tmp_path / "here") as here, Store(url, tmp_path / "there") as there:
        with here.served(), pytest.raises(RefusedError, match="another motebot serves this database"), there.served():
            pass
        with there.served():
            pass


def end_connections(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'motebot' AND datname = current_database()"
        )


def test_connection_ended_by_the_server_is_opened_again(store: Store, url: str) -> None:
    with store.begin() as work:
        work.set_mark("a", "b")
    end_connections(url)
    with store.begin() as work:
        assert work.mark("a") == "b"


def test_connection_ended_inside_a_transaction_is_one_clear_line(store: Store, url: str) -> None:
    def write_across_the_end() -> None:
        with store.begin() as work:
            work.set_mark("a", "b")
            end_connections(url)
            work.set_mark("a", "c")

    with pytest.raises(StoreError) as raised:
        write_across_the_end()
    assert "\n" not in str(raised.value)
    with store.begin() as work:
        assert work.mark("a") is None


def test_server_that_stops_and_starts_is_met_again(store: Store, cluster: Any) -> None:
    cluster.stop()
    with pytest.raises(StoreError, match="cannot be reached"), store.read():
        pass
    cluster.start()
    with store.begin() as work:
        work.set_mark("a", "b")
