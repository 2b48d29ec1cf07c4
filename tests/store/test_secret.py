import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store.secret import load_or_create


def test_secret_is_made_once_and_stays(tmp_path: Path) -> None:
    secret = load_or_create(tmp_path / "data")
    assert len(secret) == 32
    assert secret == load_or_create(tmp_path / "data")
    assert secret != load_or_create(tmp_path / "other")


def test_only_the_service_can_read_the_secret(tmp_path: Path) -> None:
    load_or_create(tmp_path)
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_all_that_start_at_once_share_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(load_or_create, [tmp_path] * 16))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 33])
def test_secret_of_another_length_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret.key").write_bytes(content)
    with pytest.raises(StoreError, match=rf"secret\.key has {len(content)} bytes instead of 32"):
        load_or_create(tmp_path)
    assert content == (tmp_path / "secret.key").read_bytes()


def test_secret_that_cannot_be_read_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "secret.key").mkdir()
    with pytest.raises(StoreError, match=r"secret\.key cannot be used: Is a directory"):
        load_or_create(tmp_path)
