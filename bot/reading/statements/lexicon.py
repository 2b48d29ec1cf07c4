"""The vocabulary as a tree of words: which phrase starts at a word, and what it says.

The data lies in `bot/reading/vocabulary`, one file a language. It is read once, when first used.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import Any, Final, NamedTuple

from bot.core.reading import Vote
from bot.reading.statements.text import Sort, Token, fold

LANGUAGES: Final = ("nb", "nn", "da", "sv", "en")


class Concept(StrEnum):
    """What a phrase is for the reader, one for each table of the vocabulary; of two tables the earlier wins."""

    VOTE = "vote"
    ABSENT = "absent"
    PARTIAL = "partial"
    AWAY = "away"
    PRESENT = "present"
    COURTESY = "courtesy"
    REMARK = "remark"
    PENDING = "pending"
    ACKNOWLEDGED = "acknowledged"
    ASSENT = "assent"
    CONDITION = "condition"
    TEMPORAL = "temporal"
    COUNTER = "counter"
    CHANGE = "change"
    RETRACTED = "retracted"
    QUESTION = "question"
    EXCEPT = "except"
    BECAUSE = "because"
    BUT = "but"
    AND = "and"
    CONTACT = "contact"
    WISH = "wish"
    INSTEAD = "instead"
    BEHALF = "behalf"
    PLACE = "place"
    SUMMON = "summon"
    DEPUTY = "deputy"
    NEGATION = "negation"
    CHOOSE = "choose"
    MUST = "must"
    HEDGE = "hedge"
    FUTURE = "future"
    PAST = "past"
    TIME = "time"
    HAVE = "have"
    CAN = "can"
    CONDITION_IF = "condition_if"
    SELF = "self"
    OTHER = "other"
    ANAPHOR = "anaphor"
    PAPER = "paper"
    GREETING = "greeting"
    CLOSING = "closing"
    WHILE = "while"
    FILLER = "filler"
    PLAIN = "plain"

    # What is not in the vocabulary's tables: found in the meeting, or signs.
    REFERENCE = "reference"
    TOPIC = "topic"
    NAME = "name"
    UNKNOWN = "unknown"
    NUMBER = "number"
    DATE = "date"
    SYMBOL = "symbol"
    COMMA = "comma"
    COLON = "colon"
    DASH = "dash"
    SLASH = "slash"
    MARK = "mark"
    STOP = "stop"
    ASK = "ask"
    LINE_END = "line_end"


class Form(StrEnum):
    """How a word of voting stands in its sentence, which decides what it needs beside it."""

    FINITE = "finite"
    PASSIVE = "passive"
    PARTICIPLE = "participle"
    INFINITIVE = "infinitive"
    STATE = "state"
    WORD = "word"
    WHOLE = "whole"
    LONE = "lone"


class Lexeme(NamedTuple):
    """What a phrase means; `vote` and `form` only where it is one of voting, `form` also for taking part."""

    concept: Concept
    vote: Vote | None = None
    form: Form | None = None


class Match(NamedTuple):
    """A phrase in a text: up to but not including the token `end`; `negations` stood between its words."""

    lexeme: Lexeme
    end: int
    negations: int


VOTE_TABLES: Final = {vote.value: vote for vote in Vote}
_CHOICE: Final = re.compile(r"\(([^)]*)\)")
MIN_TYPO_LENGTH: Final = 5
MAX_TYPO_LENGTH: Final = 24
MAX_SKIPPED: Final = 3
_END: Final = ""
BETWEEN: Final = "between"
NAMING: Final = "naming"
MISTYPED: Final = "mistyped"
MARKS: Final = "marks"
Node = dict[str, Any]
Vocabulary = dict[str, dict[str, list[str]]]


def variants(pattern: str) -> Iterator[tuple[str, ...]]:
    """Every phrase that a pattern stands for, as folded words."""
    parts = _CHOICE.split(pattern)
    choices = [part.split("|") if index % 2 else [part] for index, part in enumerate(parts)]
    for chosen in product(*choices):
        yield tuple(fold("".join(chosen)).split())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All phrases of all languages."""

    root: Node
    skippable: frozenset[str]
    negations: frozenset[str]
    words: frozenset[str]
    near: dict[str, tuple[str, ...]] = field(repr=False)
    families: dict[str, object] = field(repr=False)
    lone: frozenset[str]

    def by_itself(self, word: str) -> tuple[Lexeme, Node | None] | None:
        """What the word says with nothing behind it, and the tree of what a phrase may go on with, None where it
        begins no longer one; None where it says nothing."""
        node = self.root[word]
        lexeme = node.get(_END)
        return None if lexeme is None else (lexeme, node if len(node) > 1 else None)

    def match(self, tokens: Sequence[Token], forms: Sequence[str], at: int) -> Match | None:
        """The longest phrase that starts at that token; None where none does."""
        node = self.root.get(forms[at])
        if node is None:
            return None
        lexeme, after = node.get(_END), at + 1
        goes_on = len(node) > (lexeme is not None) and after < len(forms)
        if goes_on and (forms[after] in node or forms[after] in self.skippable):
            return self._longest(node, tokens, forms, after)
        return None if lexeme is None else Match(lexeme, after, 0)

    def _longest(
        self, node: Node, tokens: Sequence[Token], forms: Sequence[str], at: int, passed: tuple[int, int] = (0, 0)
    ) -> Match | None:
        """The longest phrase below a node; `passed` are the little words passed over just before, and the negations."""
        skipped, negations = passed
        lexeme = None if skipped else node.get(_END)
        best = None if lexeme is None else Match(lexeme, at, negations)
        if at >= len(forms) or tokens[at].sort is not Sort.WORD:
            return best
        form = forms[at]
        below = node.get(form)
        if below is not None:
            best = self._longest(below, tokens, forms, at + 1, (0, negations)) or best
        longer = best is not None and best.end > at
        if not longer and form in self.skippable and skipped < MAX_SKIPPED and len(node) > (_END in node):
            counted = (skipped + 1, negations + (form in self.negations))
            best = self._longest(node, tokens, forms, at + 1, counted) or best
        return best

    def corrected(self, form: str) -> str:
        """The one word of voting that is a typing error of one letter away, else the form itself."""
        if not MIN_TYPO_LENGTH <= len(form) <= MAX_TYPO_LENGTH:
            return form
        candidates = {
            word
            for spelling in (form, *_deletions(form))
            for word in self.near.get(spelling, ())
            if _is_one_typo(form, word)
        }
        said = {self.families[word] for word in candidates}
        return min(candidates) if len(said) == 1 else form


def _deletions(word: str) -> Iterator[str]:
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _is_one_typo(written: str, word: str) -> bool:
    """Whether one letter is missing, too many, another, or two neighbours changed places (not the «u» that negates)."""
    if written == f"u{word}" or word == f"u{written}":
        return False
    if len(written) == len(word):
        differing = [at for at in range(len(word)) if written[at] != word[at]]
        if len(differing) == 2:
            first, second = differing
            return second == first + 1 and written[first] == word[second] and written[second] == word[first]
        return len(differing) == 1
    shorter, longer = sorted((written, word), key=len)
    return len(longer) - len(shorter) == 1 and shorter in _deletions(longer)


def _tables(data: Vocabulary) -> Iterator[tuple[Lexeme, str]]:
    for table, forms in data.items():
        if table in {BETWEEN, NAMING, MISTYPED, MARKS}:
            continue
        for form, patterns in forms.items():
            lexeme = _lexeme(table, form)
            for pattern in patterns:
                yield lexeme, pattern


def _lexeme(table: str, form: str) -> Lexeme:
    if table in VOTE_TABLES:
        return Lexeme(Concept.VOTE, VOTE_TABLES[table], Form(form))
    return Lexeme(Concept(table), form=Form(form) if form in {"finite", "infinitive"} else None)


@lru_cache(maxsize=1)
def _vocabularies() -> tuple[Vocabulary, ...]:
    folder = files("bot.reading.vocabulary")
    return tuple(tomllib.loads((folder / f"{each}.toml").read_text(encoding="utf-8")) for each in LANGUAGES)


@dataclass(frozen=True, slots=True)
class Naming:
    """How cases and points are named: trees of phrases, and words that count.

    `tables` are, by folded word, the tables that it stands in by itself, `beginnings` those whose phrases may begin a
    reference, by their first word. `words` are all that a phrase of naming may begin with, or join.
    """

    tables: dict[str, frozenset[str]]
    phrases: dict[str, Node]
    ordinals: dict[str, int]
    numerals: dict[str, int]
    months: dict[str, int]
    weekdays: dict[str, int]
    beginnings: dict[str, frozenset[str]]
    words: frozenset[str]

    def longest(self, table: str, forms: Sequence[str], at: int) -> int:
        """Where the longest phrase of the table that starts at a word ends; `at` itself where none does."""
        node, end, position = self.phrases[table], at, at
        while position < len(forms) and (below := node.get(forms[position])) is not None:
            node, position = below, position + 1
            end = position if _END in node else end
        return end


_BEGINNING: Final = ("case", "point", "rest", "other", "both", "all", "definite", "last", "any", "none")


@lru_cache(maxsize=1)
def naming() -> Naming:
    """The naming words of all languages."""
    tables: dict[str, list[str]] = {}
    ordinals: dict[str, int] = {}
    numerals: dict[str, int] = {}
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    for data in _vocabularies():
        for table, words in data.get(NAMING, {}).items():
            tables.setdefault(table, []).extend(words)
            counted = {"ordinal": ordinals, "numeral": numerals, "month": months, "weekday": weekdays}.get(table)
            if counted is not None:
                counted.update({fold(word): place for place, word in enumerate(words, 1)})
    phrases: dict[str, Node] = {}
    for table, patterns in tables.items():
        for pattern in patterns:
            _plant(phrases.setdefault(table, {}), tuple(fold(pattern).split()), Lexeme(Concept.REFERENCE))
    standing: dict[str, set[str]] = {}
    for table, patterns in tables.items():
        for word in map(fold, patterns):
            standing.setdefault(word, set()).add(table)
    known = {word: frozenset(found) for word, found in standing.items()}
    opening = {word for table in _BEGINNING for word in phrases[table]} | ordinals.keys()
    beginnings = {word: frozenset(table for table in _BEGINNING if word in phrases[table]) for word in opening}
    going_on = {word for table in phrases.values() for word in table} | marks("alternative") | marks("point_too")
    return Naming(known, phrases, ordinals, numerals, months, weekdays, beginnings, frozenset(going_on))


# As many as the vocabularies have lists: any other name raises.
@cache
def marks(name: str) -> frozenset[str]:
    """The folded words of one list of the vocabularies' table `marks`; KeyError where no language has it."""
    lists = [data.get(MARKS, {}) for data in _vocabularies()]
    if not any(name in each for each in lists):
        raise KeyError(name)
    return frozenset(fold(word) for each in lists for word in each.get(name, ()))


def _words_in(table: str) -> set[str]:
    """The words of a table that is no concept, of all languages."""
    return {fold(word) for data in _vocabularies() for word in data.get(table, {}).get("words", ())}


def _entries() -> list[tuple[Lexeme, str]]:
    """Every pattern, the concept that wins first."""
    entries = [entry for data in _vocabularies() for entry in _tables(data)]
    rank = {concept: place for place, concept in enumerate(Concept)}
    return sorted(entries, key=lambda entry: rank[entry[0].concept])


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of all languages."""
    root: Node = {}
    words: set[str] = set()
    singles: dict[str, Lexeme] = {}
    for lexeme, pattern in _entries():
        for phrase in variants(pattern):
            words.update(phrase)
            _plant(root, phrase, lexeme)
            if len(phrase) == 1:
                singles.setdefault(phrase[0], lexeme)
    negations = {word for word, each in singles.items() if each.concept is Concept.NEGATION}
    lone = frozenset(word for word, each in singles.items() if each.form is Form.LONE)
    skippable = negations | _words_in(BETWEEN)
    families: dict[str, object] = {word: word for word in _words_in(MISTYPED)}
    families |= {word: each.vote for word, each in singles.items() if _may_be_mistyped(word, each)}
    return Lexicon(
        root, frozenset(skippable), frozenset(negations), frozenset(words), _neighbourhood(families), families, lone
    )


def _may_be_mistyped(word: str, lexeme: Lexeme) -> bool:
    """Words a letter shorter are there too: what is as near to one of them is not certain to be the other."""
    return len(word) >= MIN_TYPO_LENGTH - 1 and lexeme.concept is Concept.VOTE


def _plant(root: Node, phrase: Iterable[str], lexeme: Lexeme) -> None:
    node = root
    for word in phrase:
        node = node.setdefault(word, {})
    node.setdefault(_END, lexeme)


def _neighbourhood(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each spelling that a word has with one letter left out, and its own: the words that it may stand for."""
    near: dict[str, set[str]] = {}
    for word in words:
        for spelling in (word, *_deletions(word)):
            near.setdefault(spelling, set()).add(word)
    return {spelling: tuple(sorted(found)) for spelling, found in near.items()}
