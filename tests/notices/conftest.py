"""What the tests of this room share: a notice written as text, and what is read from it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.notices.imported import import_notice

Read = Callable[..., dict[str, Any]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a notice's text, as the contract's object."""

    def read_text(text: str, name: str = "notice.txt") -> dict[str, Any]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return import_notice(path, bodies_dir=None).as_json()

    return read_text
