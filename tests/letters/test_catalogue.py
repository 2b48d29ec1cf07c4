"""The words: complete in every language, loud where one is missing, times in the zone."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from bot.core import letters
from bot.core.meeting import Rule, Silence
from bot.core.protocol import Basis, Channel, Counts, Outcome, RollAttendance, Status
from bot.core.reading import Reason, Vote
from bot.letters.catalogue import LANGUAGES, Catalogue, MissingWordError, templates_dir
from bot.letters.context import template

OSLO = ZoneInfo("Europe/Oslo")
WHEN = datetime(2022, 3, 2, 14, 0, 7, tzinfo=UTC)
OTHERS = [language for language in LANGUAGES if language != "nb"]


def leaves(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def words(language: str) -> dict[str, str]:
    return dict(leaves(tomllib.loads((templates_dir() / language / "words.toml").read_text(encoding="utf-8"))))


@pytest.mark.parametrize("language", OTHERS)
def test_no_language_lacks_a_word(language: str) -> None:
    assert list(words("nb")) == list(words(language))


@pytest.mark.parametrize("language", OTHERS)
def test_words_have_the_same_places_to_fill_in(language: str) -> None:
    places = {key: sorted(re.findall(r"\{(\w+)\}", word)) for key, word in words("nb").items()}
    assert places == {key: sorted(re.findall(r"\{(\w+)\}", word)) for key, word in words(language).items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_lacks_a_template(language: str) -> None:
    wanted = {f"{template_of(content)}.md.j2" for content in get_args(letters.Content)} | {"frame.md.j2", "parts.j2"}
    assert wanted == {path.name for path in (templates_dir() / language / "letters").iterdir()}


def template_of(content: type) -> str:
    return template(content.__new__(content))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("section", "keys"),
    [
        ("vote", Vote),
        ("reason", Reason),
        ("coordinator_reason", Reason),
        ("coordinator_reason", letters.Uncounted),
        ("outcome", Outcome),
        ("basis", Basis),
        ("rule", Rule),
        ("silence", Silence),
        ("attendance", RollAttendance),
        ("how", Channel),
        ("status", Status),
        ("letter", letters.LetterKind),
        ("count", Counts.__slots__),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_value_of_the_core_has_a_word(language: str, section: str, keys: Any) -> None:
    for key in keys:
        assert Catalogue.of(language).word(f"{section}.{key}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["vote.maybe", "vote", "nothing.at.all", "", "vote.approve.more"])
def test_missing_word_fails_with_its_key(language: str, key: str) -> None:
    with pytest.raises(MissingWordError, match=f"templates/{language}/words.toml: {key} is missing"):
        Catalogue.of(language).word(key)


def test_word_with_a_place_left_open_fails() -> None:
    with pytest.raises(MissingWordError, match=r"case\.name without \{number\}"):
        Catalogue.of("nb").word("case.name", title="Budsjett")


def test_language_without_words_is_refused() -> None:
    with pytest.raises(MissingWordError):
        Catalogue.of("../nb")


def test_open_set_keeps_an_unknown_key() -> None:
    assert Catalogue.of("nb").phrase("warning", "brand_new") == "Merk: brand_new"


@pytest.mark.parametrize(
    ("language", "moment", "short", "exact"),
    [
        ("nb", "onsdag 2. mars 2022 kl. 15.00", "2. mars kl. 15.00", "onsdag 2. mars 2022 kl. 15.00.07"),
        ("nn", "onsdag 2. mars 2022 kl. 15.00", "2. mars kl. 15.00", "onsdag 2. mars 2022 kl. 15.00.07"),
        ("en", "Wednesday 2 March 2022 at 15:00", "2 March at 15:00", "Wednesday 2 March 2022 at 15:00:07"),
    ],
)
def test_times_are_told_in_the_zone(language: str, moment: str, short: str, exact: str) -> None:
    catalogue = Catalogue.of(language)
    assert (moment, short, exact) == (
        catalogue.moment(WHEN, OSLO),
        catalogue.short(WHEN, OSLO),
        catalogue.exact(WHEN, OSLO),
    )


def test_day_and_time_can_be_told_apart() -> None:
    catalogue = Catalogue.of("nn")
    assert catalogue.date(WHEN, OSLO) == "onsdag 2. mars 2022"
    assert catalogue.time(WHEN, OSLO) == "kl. 15.00"
    assert catalogue.date(datetime(2022, 7, 1, 22, 30, tzinfo=UTC), OSLO) == "laurdag 2. juli 2022"


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a og b"), (["a", "b", "c"], "a, b og c")],
)
def test_items_are_listed_as_running_text(items: list[str], text: str) -> None:
    assert Catalogue.of("nb").listed(items) == text


def test_template_that_asks_for_what_is_not_there_fails() -> None:
    with pytest.raises(UndefinedError):
        Catalogue.of("nb").environment(OSLO).from_string("{{ deadline }}").render()


def test_templates_reach_nothing_outside_their_values() -> None:
    with pytest.raises(SecurityError):
        Catalogue.of("nb").environment(OSLO).from_string("{{ ''.__class__.__mro__ }}").render()
