"""The sender's own words, in every mail of the corpus and in every client's form."""

import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.meeting import Meeting
from bot.notices import meeting_file
from bot.reading.kinds import kind_of
from bot.reading.message import parse
from bot.reading.own_words import OwnWords, extract
from tests.reading.client_forms import BOTTOM, CLIENTS, LANGUAGES, NOTICE, Answer

MAILS = Path(__file__).parents[1] / "mails"
CORPUS = sorted(path for path in MAILS.glob("*/*.eml"))
STANDARD = meeting_file.read(MAILS / "meetings" / "standard.toml")
MEETINGS = {path.stem: meeting_file.read(path) for path in (MAILS / "meetings").glob("*.toml")}


def expected_of(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.with_suffix(".toml").read_text())


def written(text: str) -> list[str]:
    """The lines with words in them: how many empty ones stand between is the client's matter."""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_corpus_mail_has_its_kind_and_words(path: Path) -> None:
    case = expected_of(path)
    message = parse(path.read_bytes())
    assert kind_of(message).value == case["expected"]["kind"]
    words = extract(message, MEETINGS[case["meeting"]])
    assert written(words.text) == written(case["expected"]["text"])
