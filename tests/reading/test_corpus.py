"""Every mail of tests/mails gives the reading that stands beside it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.core.meeting import Meeting
from bot.notices import meeting_file
from bot.reading import read

MAILS = Path(__file__).parent.parent / "mails"
PAIRS = sorted(path for path in MAILS.rglob("*.eml") if path.with_suffix(".toml").exists())


@pytest.fixture(scope="session")
def meetings() -> dict[str, Meeting]:
    return {path.stem: meeting_file.read(path) for path in sorted((MAILS / "meetings").glob("*.toml"))}


@pytest.mark.parametrize("mail", PAIRS, ids=lambda path: str(path.relative_to(MAILS).with_suffix("")))
def test_mail_gives_the_expected_reading(mail: Path, meetings: dict[str, Meeting]) -> None:
    card = tomllib.loads(mail.with_suffix(".toml").read_text(encoding="utf-8"))
    sent = [(mail.parent / name).read_text(encoding="utf-8") for name in card.get("sent", ())]
    reading = read(mail.read_bytes(), meetings[card["meeting"]], sent).as_json()
    assert _comparable(card["expected"]) == _comparable(
        {key: reading[key] for key in card["expected"] if key in reading}
    )


@pytest.mark.parametrize("mail", PAIRS, ids=lambda path: str(path.relative_to(MAILS).with_suffix("")))
def test_evidence_points_at_words_of_the_text(mail: Path, meetings: dict[str, Meeting]) -> None:
    card = tomllib.loads(mail.with_suffix(".toml").read_text(encoding="utf-8"))
    reading = read(mail.read_bytes(), meetings[card["meeting"]])
    assert [each.words for each in reading.evidence if each.words not in reading.text] == []
    assert {str(key) for key in reading.votes} <= {each.about for each in reading.evidence}


# The rules of reading-replies that one mail against one meeting can show. The others are of several mails or meetings:
# 1.6 (which meeting), 3.9 (the later replaces the earlier), 4.6 (what reaches a protocol).
NUMBERED = {"1": 5, "3": 8, "4": 5}
RULES = {f"{section}.{rule}" for section, last in NUMBERED.items() for rule in range(1, last + 1)} | {*"2356"}


def _rules_of(mail: Path) -> list[str]:
    return list(tomllib.loads(mail.with_suffix(".toml").read_text(encoding="utf-8"))["rules"])


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule_has_a_mail(rule: str) -> None:
    assert any(rule in _rules_of(mail) for mail in PAIRS)


def test_mails_name_only_rules_that_there_are() -> None:
    assert [mail for mail in PAIRS if not RULES.issuperset(_rules_of(mail))] == []


def test_every_mail_has_its_card() -> None:
    assert sorted(MAILS.rglob("*.eml")) == PAIRS


def _comparable(expected: dict[str, Any]) -> dict[str, Any]:
    """TOML has no null: `false` stands for it; words are compared without their line ends."""
    shown: dict[str, Any] = {}
    for key, value in expected.items():
        if key == "text":
            shown[key] = " ".join(str(value).split())
        elif key == "reasons":
            shown[key] = sorted(value)
        elif key == "substitute" and value:
            shown[key] = {"email": None, **value}
        else:
            shown[key] = value or None
    return shown
