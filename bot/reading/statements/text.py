"""A passage as tokens: words in the form in which the vocabulary knows them, numbers, dates, signs and line ends.

Every token keeps its place in the passage, so that whatever is read from it can show the sender's own words.
"""

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache, partial
from typing import Final, NamedTuple


class Sort(IntEnum):
    """What a token is."""

    WORD = 0
    NUMBER = 1
    CASE_NUMBER = 2
    DATE = 3
    SIGN = 4
    SYMBOL = 5
    LINE_END = 6
    ADDRESS = 7
    AMOUNT = 8
    SECTION = 9


class Token(NamedTuple):
    """`form` is the folded word, the number's digits, or the sign itself; `start` and `end` are places in the text."""

    sort: Sort
    form: str
    text: str
    start: int
    end: int


# A named tuple is made by a function in Python; this makes one of a tuple at once, and a mail has many.
_token: Final = partial(tuple.__new__, Token)

# Signs that people write with; all others are symbols (emoji, arrows, boxes), which no rule reads as words.
_SIGNS: Final = ".!?,;:-–—―()[]{}<>«»\"'“”„‘’/\\&+*=•·|#§@%~^"
_ADDRESS: Final = r"(?P<address>[\w.+-]{1,64}@[\w.-]+\w|(?i:https?://|www\.)\S+)|"
# Of all languages, and as they are shortened.
_MONTHS: Final = (
    "januar[iy]?|februar[iy]?|mars|march|april|ma[ijy]|jun[ie]|jul[iy]|augusti?|september|o[kc]tober|november"
    "|de[sc]ember|jan|feb|mar|apr|jun|jul|aug|sept?|o[kc]t|nov|de[sc]"
)
# The commonest first: a reply is words and blanks between them. Case is left aside only where it is there.
_REST: Final = (
    r"(?P<glued>(?i:sak|pkt|punkt|ps)(?=\d))"
    r"|(?P<word>(?!(?i:kr)\.?\s?\d)[^\W\d_](?:[^\W_]|[\u0300-\u036f])*(?:['’´-][^\W\d_](?:[^\W_]|[\u0300-\u036f])*)*)"
    r"|(?P<line>\n\s*)"
    r"|(?P<section>§{1,2}[ ]?\d{1,3}(?:[-–]\d{1,3})?)"
    r"|(?P<date>(?=\d)(?i:\d{1,2}\.[ ]?\d{1,2}\.(?:[ ]?\d{2,4})?|\d{1,2}/\d{1,2}[-/.]\d{2,4}(?![/\d])|\d{4}-\d\d-\d\d"
    r"|\d{1,2}[:.]\d\d\b(?!/)"
    rf"|\d{{1,2}}\.?[ ](?:{_MONTHS})\b(?:\.?,?[ ]\d{{4}}\b)?))"
    r"|(?P<amount>(?i:(?=[\dk])(?:(?:kr\.?\s?)?\d{1,3}(?:[ .\u00a0]\d{3})+(?:,-)?|kr\.?\s?\d+(?:,-)?"
    r"|\d+(?:,\d+)?\s?(?:%|(?:prosent|kroner|mill(?:ioner|ionar)?|milliard(?:er|ar)?|kr)\b))))"
    r"|(?P<case>\d{1,4}\s?/\s?\d{1,4})"
    r"|(?P<number>\d+)"
    # Marks of emphasis, as the plain form of bold words has them: «*imot*», «*Sak 1:* ja».
    r"|(?<![\w*])\*{1,3}(?=[\w(«\"])|(?<=[\w.,:;!?)»\"])\*{1,3}(?![\w*])"
    r"|(?P<symbol>[:;=][-oO^']?[)(DdPp|/](?!\w)|<3|(?:\.\.\.+|…))"
    rf"|(?P<sign>[{re.escape(_SIGNS)}])"
    r"|(?P<other>[^\w\s])"
    r"|_+"
)
# Blanks go with what stands before them: at each of them all alternatives would be tried in vain.
_PATTERN: Final = re.compile(rf"(?:{_REST})[^\S\n]*")
_PATTERN_WITH_ADDRESSES: Final = re.compile(rf"(?:{_ADDRESS}{_REST})[^\S\n]*")
_SORTS: Final = {
    "address": Sort.ADDRESS,
    "date": Sort.DATE,
    "case": Sort.CASE_NUMBER,
    "amount": Sort.AMOUNT,
    "section": Sort.SECTION,
    "number": Sort.NUMBER,
    "word": Sort.WORD,
    "glued": Sort.WORD,
    "line": Sort.LINE_END,
    "symbol": Sort.SYMBOL,
    "sign": Sort.SIGN,
    "other": Sort.SYMBOL,
}
# Without their letter they would be other words: «for», «mot», «ok», «var».
_KEPT: Final = re.compile(r"\b(?:[fm]?ø[rtk]|vår)\b")
_FOLDED: Final = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "’": "'", "´": "'", "ı": "i"})


def fold(text: str) -> str:
    """The form that words are compared in: no case, no accents, ø as o, å as a, æ as ae."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    folded = _KEPT.sub(_spelled_out, unicodedata.normalize("NFC", folded))
    spread = unicodedata.normalize("NFKD", folded.translate(_FOLDED))
    return "".join(each for each in spread if not unicodedata.combining(each))


def _spelled_out(found: re.Match[str]) -> str:
    return found[0].replace("ø", "oe").replace("å", "aa")


# With the dot that belongs to them, so that it ends no sentence.
_ABBREVIATIONS: Final = frozenset(
    [
        "nr",
        "fvl",
        "pkt",
        "pk",
        "kl",
        "ang",
        "vedr",
        "ca",
        "ev",
        "evt",
        "inkl",
        "ekskl",
        "jf",
        "jfr",
        "mht",
        "pga",
        "iht",
        "bl",
        "dvs",
        "adm",
        "st",
        "ad",
        "no",
        "p",
        "pt",
        "tlf",
        "mob",
        "dr",
        "hr",
        "fr",
        "f",
        "eks",
    ]
)


def tokenise(text: str) -> list[Token]:
    """The tokens in order. Blanks between words, and the dot of an abbreviation, are no tokens. Linear in the text."""
    tokens: list[Token] = []
    addressed = "@" in text or "://" in text or "www." in text.lower()
    for found in (_PATTERN_WITH_ADDRESSES if addressed else _PATTERN).finditer(text):
        group = found.lastgroup
        if group is None:
            continue
        written, (start, end) = found[group], found.span(group)
        sort, form = _told(group, written) if end - start <= MAX_CACHED else _read(group, written)
        # An accent that stands alone folds to nothing.
        if form and (form != "." or not _is_abbreviation(tokens, text, start)):
            tokens.append(_token((sort, form, written, start, end)))
    return tokens


def _read(group: str, written: str) -> tuple[Sort, str]:
    """The sort and the form of what a group of the pattern has found."""
    if group == "case":
        form = "".join(written.split())
    elif group == "line":
        form = "\n\n" if written.count("\n") > 1 else "\n"
    else:
        form = fold(written)
    return _SORTS[group], form


# The same words come in every mail; long ones are no words, and must not fill the memory.
MAX_CACHED: Final = 32
_told = lru_cache(maxsize=8192)(_read)


def _is_abbreviation(tokens: list[Token], text: str, at: int) -> bool:
    """Whether the dot belongs to the word before it: «nr. 2» but not «Takk for det. 2 …»."""
    if not tokens or tokens[-1].end != at or tokens[-1].sort is not Sort.WORD:
        return False
    if tokens[-1].end - tokens[-1].start == 1 and _is_initial(tokens):
        return True
    after = text[at + 1 : at + 3]
    return tokens[-1].form in _ABBREVIATIONS and not after.startswith("\n")


def _is_initial(tokens: list[Token]) -> bool:
    """«Siri D. møter»: a name's first letter behind another name."""
    before = tokens[-2] if len(tokens) > 1 else None
    named = before is not None and before.sort is Sort.WORD and before.text[0].isupper() and before.text[1:].islower()
    return named and tokens[-1].text.isupper()
