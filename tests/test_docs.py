"""The README names every command and setting, and every example file is one that motebot takes."""

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.cli import motebot
from bot.notices.meeting_file import load, load_body
from bot.settings import Settings
from bot.settings import load as load_settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "config" / "motebot.example.toml"


def settings(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from settings(field.annotation, f"{prefix}{name}__")
        else:
            yield (prefix + name).upper()


def documented() -> set[str]:
    """The settings of the README's table, a cell's `…PORT` completed from the name before it."""
    found: set[str] = set()
    for cell in re.findall(r"^\| (`MOTEBOT_[^|]*) \|", README, re.MULTILINE):
        tables: list[str] = []
        for name in re.findall(r"`([^`]+)`", cell):
            if name.startswith("MOTEBOT_"):
                tables.append(name.removeprefix("MOTEBOT_").partition("__")[0])
                found.add(name.removeprefix("MOTEBOT_"))
            else:
                found.update(f"{table}__{name.removeprefix('…')}" for table in tables)
    return found


@pytest.mark.parametrize("name", sorted(settings(Settings)))
def test_each_setting_is_in_the_readme(name: str) -> None:
    assert name in documented()


def test_the_readme_names_no_setting_that_is_not_there() -> None:
    assert documented() == set(settings(Settings))


@pytest.mark.parametrize("name", motebot.commands)
def test_each_command_is_in_the_readme(name: str) -> None:
    assert re.search(rf"^\| `motebot {name}\b", README, re.MULTILINE)


def test_the_readme_shows_only_commands_and_options_that_are_there() -> None:
    for name, rest in re.findall(r"^ {4}motebot ([a-z-]+)(.*)$", README, re.MULTILINE):
        known = {option for parameter in motebot.commands[name].params for option in parameter.opts}
        assert {*re.findall(r" (--?[a-z]+)", rest.partition("#")[0])} <= known


def test_the_readmes_links_lead_to_files() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_example_settings_are_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("MOTEBOT_"):
            monkeypatch.delenv(name)
    example = load_settings(EXAMPLE)
    assert ("mote@region.example", "starttls", "thread") == (
        example.address,
        example.smtp.security,
        example.trust.require,
    )


def test_the_example_shows_the_defaults_where_it_names_them() -> None:
    shown = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    plain = Settings.model_construct()
    for table, key in [("imap", "port"), ("imap", "security"), ("smtp", "port"), ("smtp", "connections")]:
        assert shown[table][key] == getattr(getattr(plain, table), key)
    assert (shown["poll_seconds"], shown["timezone"]) == (plain.poll_seconds, plain.timezone)


def test_the_example_meeting_is_one() -> None:
    loaded = load(ROOT / "config" / "meeting.example.toml", bodies_dir=ROOT / "config" / "bodies")
    assert ["1/22", "2/22"] == [case.number for case in loaded.meeting.cases]


@pytest.mark.parametrize("path", sorted((ROOT / "config" / "bodies").glob("*.toml")), ids=lambda path: path.name)
def test_the_example_bodies_are_bodies(path: Path) -> None:
    assert load_body(path).voting_seats


def test_the_changelog_has_an_unreleased_part() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[([^\]]+)\]", changelog, re.MULTILINE)[0] == "Unreleased"
    parts = set(re.findall(r"^### (.+)$", changelog, re.MULTILINE))
    assert parts <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
