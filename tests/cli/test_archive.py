import zipfile

import pytest

from tests.cli.console import ID, Console

PACKAGE = "møte.zip"


def test_a_package_verifies_where_there_is_nothing_else(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    console.closed("1/22=approve", "2/22=approve")
    head = console.said("archive", ID, "-o", PACKAGE).out.splitlines()[0].rpartition(" ")[2]
    for name in ("MOTEBOT_ADDRESS", "MOTEBOT_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    console.data.rename(console.folder / "elsewhere")
    assert head in console.said("verify", PACKAGE).out
    assert not console.data.exists()


def test_an_altered_package_is_one_line_and_exit_status_1(console: Console) -> None:
    console.closed("1/22=approve", "2/22=approve")
    console.said("archive", ID, "-o", PACKAGE)
    with zipfile.ZipFile(PACKAGE, "a") as opened:
        opened.writestr("received/00099-ffffffff.eml", "Imot")
    assert "received/00099-ffffffff.eml: was added" in console.refused(1, "verify", PACKAGE)


def test_a_package_that_is_not_there_is_a_bad_argument(console: Console) -> None:
    assert "No such file" in console.refused(2, "verify", "none.zip")


def test_a_meeting_that_is_not_over_is_not_packed(console: Console) -> None:
    console.approved()
    assert "closed or cancelled" in console.refused(1, "archive", ID, "-o", PACKAGE)
