"""Words that are looked up once say what the whole way through the readers would find."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.notices import meeting_file
from bot.reading.statements.agenda import agenda_of
from bot.reading.statements.lexicon import Concept, lexicon
from bot.reading.statements.people import people_of
from bot.reading.statements.plain import plain_words
from bot.reading.statements.text import Sort, tokenise
from bot.reading.statements.units import Reader

MEETING = meeting_file.read(Path(__file__).parent / "sentences" / "meetings" / "plain.toml")
AGENDA, PEOPLE = agenda_of(MEETING), people_of(MEETING, next(MEETING.speakers()))
WORDS = sorted(
    word for word in plain_words() if [(each.sort, each.form) for each in tokenise(word)] == [(Sort.WORD, word)]
)


def _concepts(text: str, *called: str) -> list[Concept]:
    return [unit.concept for unit in Reader(text, AGENDA, replace(PEOPLE, called=frozenset(called))).units()]


def test_plain_words_are_most_of_those_that_say_something() -> None:
    assert len(WORDS) > len([word for word in lexicon().root if lexicon().by_itself(word)]) / 2


def test_plain_word_is_the_phrase_of_one_word() -> None:
    phrases = {word: lexicon().match(tokenise(word), [word], 0) for word in WORDS}
    assert {word: (phrase.lexeme.concept, phrase.end) for word, phrase in phrases.items() if phrase} == {
        word: (_concepts(word)[0], 1) for word in WORDS
    }


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("godkjent", [Concept.VOTE]),
        ("Godkjent sak 1", [Concept.VOTE, Concept.REFERENCE]),
        ("begge", [Concept.REFERENCE]),
        ("kl. 9", [Concept.DATE]),
        ("ingen innvendinger", [Concept.VOTE]),
    ],
)
def test_longer_phrases_references_and_times_are_found(text: str, concepts: list[Concept]) -> None:
    assert _concepts(text) == concepts


def test_little_word_gives_way_to_a_name() -> None:
    assert (_concepts("ny"), _concepts("Ny", "ny")) == ([Concept.FILLER], [Concept.NAME])


def test_people_are_called_by_their_names_in_the_genitive_too() -> None:
    assert PEOPLE.called >= {"marit", "marits"}
