"""Every phrase is there in every language, whatever a case comes to."""

import itertools
import string
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from bot.core.meeting import Case, Rule, Silence
from bot.core.protocol import Basis, Channel, Counts, Outcome, PointResult, Status
from bot.core.reading import Vote
from bot.errors import MotebotError
from bot.letters.catalogue import LANGUAGES, templates_dir
from bot.letters.documents import protocol_html, protocol_text
from bot.letters.documents.verdict import Verdict
from bot.letters.documents.words import Words
from tests.letters.documents.people import OSLO, QUORUM, SEATS, cast, protocol, result

CASE = Case("1/22", "Plan", ("Første punkt.", "Andre punkt."))
VOTES = (cast("hole", Vote.APPROVE), cast("modum", Vote.OBJECT))


def flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def phrases(language: str) -> dict[str, str]:
    return dict(flat(tomllib.loads((templates_dir() / language / "documents.toml").read_text("utf-8"))))


def blanks(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_lacks_a_phrase(language: str) -> None:
    assert phrases("nb").keys() == phrases(language).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_fill_in_the_same_values(language: str) -> None:
    said = {key: blanks(phrase) for key, phrase in phrases(language).items()}
    assert said == {key: blanks(phrase) for key, phrase in phrases("nb").items()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("rule", Rule)
def test_every_outcome_on_every_basis_is_told(rule: Rule, status: Status, language: str) -> None:
    """Also those that the tally never makes: a document must not fail on the day they come."""
    words = Words.of(language, OSLO)
    for outcome, basis in itertools.product(Outcome, Basis):
        points = tuple(PointResult(number, outcome, basis, Counts(approve=1, object=1)) for number in (1, 2))
        for shown in ((), points):
            case = result(CASE, outcome, basis, VOTES, rule=rule, points=shown)
            verdict = Verdict(words, protocol((case,), language=language, rule=rule, status=status), case)
            told = [verdict.short(), verdict.sentence(), *verdict.notes(), *verdict.why()]
            told += [verdict.sentence(point.point) for point in shown]
            assert all(told)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", Rule)
def test_every_rule_names_its_section(rule: Rule, language: str) -> None:
    case = result(CASE, Outcome.ADOPTED, Basis.UNANIMOUS, VOTES, rule=rule)
    text = protocol_text(protocol((case,), language=language, rule=rule), OSLO)
    section = {"majority": "§ 11-9", "two-thirds": "§ 11-9", "unanimous-written": "§ 11-8", "board": "§ 6-25"}
    assert section[rule.value] in " ".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_vote_in_every_way_is_told(language: str) -> None:
    votes = [cast("hole", vote, how=how, reason=reason) for vote in Vote for how in Channel for reason in (None, "x")]
    case = result(CASE, Outcome.ADOPTED, Basis.MAJORITY, votes)
    assert protocol_html(protocol((case,), language=language, silence=Silence.CONSENT), OSLO)


def test_a_language_without_words_is_refused_in_one_line() -> None:
    case = result(CASE, Outcome.ADOPTED, Basis.MAJORITY, VOTES)
    with pytest.raises(MotebotError):
        protocol_text(protocol((case,), language="fi"), OSLO)


def test_the_body_of_these_tests_has_five_votes() -> None:
    assert QUORUM.seats == sum(seat.votes for seat in SEATS)
