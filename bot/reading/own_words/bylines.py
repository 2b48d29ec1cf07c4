"""Lines that say nothing but who wrote and when, in whatever language and order a program puts it.

The forms of the usual clients are in `attributions`. What is read here is any line made of somebody and a moment, with
so few words beside them that nobody has said anything in it.
"""

import re
from typing import Final

from bot.reading.own_words.answers import has_answer_word
from bot.reading.own_words.kept import kept

LONGEST: Final = 200
MOST_BESIDE: Final = 5
LONGEST_GREETING: Final = 60
MOST_BESIDE_NAME: Final = 4
_ADDRESS = re.compile(r"[^\s<>@()\[\]]{1,80}@[^\s<>@()\[\],;:]{1,80}")
_IN_BRACKETS = re.compile(r"[<(\[]\s?(?:mailto:)?[^\s<>@()\[\]]{1,80}@[^\s<>@()\[\]]{1,80}\s?[>)\]]")
_DAY = re.compile(
    r"\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th)?\.?\s(?:de\s)?[^\W\d_]{3,12}\.?,?(?:\sde)?\s\d{4}"
    r"|[^\W\d_]{3,9}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\b\.?)?(?!\S*\d)", re.IGNORECASE)
_ZONE = re.compile(r"(?:\bGMT\b|\bUTC\b)?\s?[+-]\d{2}:?\d{2}\b|\b(?:GMT|UTC|CEST|CET)\b")
_NAME = re.compile(r"[^\W\d_a-zæøåäöü][\w'.-]{1,30}(?: [^\W\d_a-zæøåäöü][\w'.-]{0,30}){1,4}")
_WORD = re.compile(r"[^\W\d_]+")
_OF_DAYS: Final = (
    "man",
    "mån",
    "tir",
    "tys",
    "ons",
    "tor",
    "fre",
    "lør",
    "lau",
    "søn",
    "sun",
    "mon",
    "tue",
    "wed",
    "thu",
)
# What the sender says of themselves or of the meeting is no line of a program's.
_SAID = re.compile(
    r"\b(?:jeg|eg|meg|oss|min|mitt|mi|vi|du|deg|dere|dykk|de|det|han|hun|ho|man|me|my|i|you|we|they|he|she|it"
    r"|vara\w*|møte[rt]?|deltar|deltek|stiller|kommer|kopi|forfall|frist\w*)\b",
    re.IGNORECASE,
)


@kept
def is_byline(text: str) -> bool:
    """Whether the line says only who wrote, by name or address, and when: «Citando Ane Li <ane@b.example>:»."""
    if len(text) > LONGEST or not ("@" in text or _DAY.search(text)):
        return False
    if _SAID.search(text) or has_answer_word(text):
        return False
    closes = text.rstrip("*_ ").endswith(":")
    if _IN_BRACKETS.search(text):
        return (closes or _DAY.search(text) is not None) and _beside(text) <= MOST_BESIDE
    if _ADDRESS.search(text):
        return closes and _beside(text) <= MOST_BESIDE
    return _is_name_with_moment(text, closes=closes)


_GREETING = re.compile(
    r"(?:hei|heisann|hallo|hello|hi|hej|god\w* (?:dag|morgen|kveld)|kjære|kære|dear)\b(?P<name>.{0,40})", re.IGNORECASE
)


@kept
def is_greeting(text: str) -> bool:
    """Whether the line greets and says nothing else."""
    return len(text.split()) <= MOST_BESIDE and _GREETING.fullmatch(text) is not None and not has_answer_word(text)


@kept
def greeted_in(text: str) -> frozenset[str]:
    """The words of the name that the line greets, where it says nothing else."""
    greeted = _GREETING.fullmatch(text) if len(text) <= LONGEST_GREETING else None
    return frozenset(_WORD.findall(greeted["name"].lower()) if greeted else ())


def is_addressed(text: str) -> bool:
    """Whether the line gives an address in brackets, as programs do."""
    return _IN_BRACKETS.search(text) is not None


def _is_name_with_moment(text: str, *, closes: bool) -> bool:
    """Whether a moment stands beside one name and little else: «Ane Li · 23. feb. 2022 08:00»."""
    day = _DAY.search(text)
    if day is None or not (closes or _CLOCK.search(text, day.end()) or _CLOCK.search(text, 0, day.start())):
        return False
    rest = _ZONE.sub(" ", _CLOCK.sub(" ", _DAY.sub(" ", text)))
    named = len(_NAME.findall(rest)) == 1 and not any(map(str.isdigit, rest))
    return named and _beside(rest) <= (MOST_BESIDE_NAME if closes else 1)


def _beside(text: str) -> int:
    """How many words there are that are no name's, address's or day's."""
    text = _ADDRESS.sub(" ", _DAY.sub(" ", text))
    return sum(each[0].islower() and not each.startswith(_OF_DAYS) and each != "kl" for each in _WORD.findall(text))
