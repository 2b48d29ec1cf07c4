import os
from pathlib import Path

import pytest

from tests.cli.console import BOT, Console


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Console:
    """A console in an empty folder, whose environment names the bot's address and a data directory."""
    for name in os.environ:
        if name.upper().startswith("MOTEBOT_") or name == "CREDENTIALS_DIRECTORY":
            monkeypatch.delenv(name)
    monkeypatch.setenv("MOTEBOT_ADDRESS", BOT)
    monkeypatch.setenv("MOTEBOT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return Console(tmp_path)
