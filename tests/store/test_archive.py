import errno
import hashlib
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store.archive import Archive

MAIL = b"From: kari.berg@hole.example\r\n\r\ngodkjent\0\xff\r\n"
SHA256 = hashlib.sha256(MAIL).hexdigest()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "data" / "archive")


def path_of(archive: Archive, sha256: str) -> Path:
    return archive.folder / sha256[:2] / sha256


def files_of(archive: Archive) -> list[str]:
    return sorted(path.name for path in archive.folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("content", [b"", MAIL, b"x" * 3_000_000], ids=["empty", "mail", "large"])
def test_content_comes_back_by_its_hash(archive: Archive, content: bytes) -> None:
    sha256 = archive.put(content)
    assert hashlib.sha256(content).hexdigest() == sha256
    assert content == archive.get(sha256)


def test_same_content_is_kept_once(archive: Archive) -> None:
    archive.put(MAIL)
    before = path_of(archive, SHA256).stat()
    assert archive.put(MAIL) == SHA256
    assert files_of(archive) == [SHA256]
    assert before.st_ino == path_of(archive, SHA256).stat().st_ino


def test_only_the_service_can_read_it(archive: Archive) -> None:
    archive.put(MAIL)
    path = path_of(archive, SHA256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [stat.S_IMODE(each.stat().st_mode) for each in list(path.parents)[:3]] == [0o700] * 3


def test_has_tells_what_was_put(archive: Archive) -> None:
    assert not archive.has(SHA256)
    archive.put(MAIL)
    assert archive.has(SHA256)


def test_missing_content_is_an_error(archive: Archive) -> None:
    with pytest.raises(StoreError, match=f"{SHA256} is missing"):
        archive.get(SHA256)


@pytest.mark.parametrize("altered", [b"", MAIL[:-1], MAIL.replace(b"godkjent", b"avslaatt")])
def test_altered_content_is_an_error(archive: Archive, altered: bytes) -> None:
    archive.put(MAIL)
    path_of(archive, SHA256).write_bytes(altered)
    with pytest.raises(StoreError, match=f"{SHA256} was altered"):
        archive.get(SHA256)


def test_damaged_file_is_mended_by_the_same_content(archive: Archive) -> None:
    archive.put(MAIL)
    path_of(archive, SHA256).write_bytes(MAIL[:5])
    archive.put(MAIL)
    assert archive.get(SHA256) == MAIL


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n", "a\0" * 32])
def test_name_that_is_no_hash_opens_nothing(archive: Archive, name: str) -> None:
    with pytest.raises(StoreError, match="no SHA-256"):
        archive.get(name)


def test_many_writers_of_one_content_leave_one_file(archive: Archive) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(archive.put, [MAIL] * 32)) == [SHA256] * 32
    assert files_of(archive) == [SHA256]


def test_folder_that_is_a_file_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "archive").write_bytes(b"")
    with pytest.raises(StoreError, match=r"cannot be written: (Not a directory|File exists)"):
        Archive(tmp_path / "archive").put(MAIL)


def test_full_disk_leaves_nothing_half(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.put(b"before")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left on device"):
        archive.put(MAIL)
    assert not archive.has(SHA256)
    assert [hashlib.sha256(b"before").hexdigest()] == files_of(archive)


def test_file_that_cannot_be_read_is_one_clear_line(archive: Archive) -> None:
    path_of(archive, SHA256).mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be read: Is a directory"):
        archive.get(SHA256)
    with pytest.raises(StoreError, match="cannot be written: Is a directory"):
        archive.put(MAIL)
