"""Lines by which a client or a sender says who wrote what follows: «Den 23. feb. 2022 skrev …:», «Olav Haugen sa:».

The words are those of the clients' Bokmål, nynorsk, Danish, Swedish, English, German and a few more editions.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.reading.own_words.kept import kept
from bot.reading.own_words.lines import MAX_MARK, Line

_VERBS: Final = (
    "skrev",
    "skreiv",
    "skriver",
    "wrote",
    "writes",
    "schrieb",
    "schreibt",
    "geschrieben",
    "kirjoitti",
    "escribió",
    "a écrit",
    "ha scritto",
    "escreveu",
    "schreef",
    "pisze",
    "napisał",
)
_VERB = re.compile(rf"\b(?:{'|'.join(_VERBS)})\b", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>@]{1,80}@[^\s<>@]{1,80}")
_MONTH = r"\b(?:jan|feb|mar|mär|apr|mai|maj|may|jun|jul|aug|sep|o[ck]t|nov|de[csz])"
_DAY = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}\.?\s+{_MONTH}|{_MONTH}\w{{0,6}}\.?\s\d{{1,2}}\b",
    re.IGNORECASE,
)
_DATE = re.compile(rf"\d{{1,2}}[.:]\d{{2}}|\b\d{{4}}\b|{_DAY.pattern}", re.IGNORECASE)
# mutt and its kin: «* Kari Berg <kari@hole.example> [2022-02-23 08:00]:»
_BRACKETED = re.compile(r"\*?\s?.{0,200}@.{0,100}[\[(].{0,40}\d.{0,40}[\])]\s?:")


class Foreign(NamedTuple):
    """A boundary: the lines before `end` belong to it, `author` is what it says of the writer of what follows.

    `certain` is false for an attribution that needs quoted lines after it to be one, `named` says that it needs none
    where nothing below it is marked. `subject` is that of a quoted header.
    """

    end: int
    author: str
    certain: bool = True
    named: bool = False
    subject: str = ""


# How an attribution begins that is broken over lines: with a date, and the word or the weekday before it.
_BEGINS = re.compile(
    r"[*_\"'\s]{0,3}(?:den|på|on|am|le|dne|\w{1,9}\.?,?)?\s{0,2}(?:den\s|\w{2,9}\.?,?\s)?\s{0,2}"
    r"(?:\w{3,9}\.?\s)?\d{1,4}[.,/\s-]",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
# Within so many characters the date begins, where an attribution begins with one.
BEGINNING: Final = 40


def attribution(lines: Sequence[Line], start: int) -> Foreign | None:
    """The attribution that begins at the line, broken over at most four: «Den 23. feb. 2022 kl. 08:00 skrev …:»."""
    first = lines[start].text
    if not may_begin(first):
        return None
    joined = ""
    for at in range(start, min(start + 4, len(lines))):
        text = lines[at].text
        if not text or len(joined) + len(text) > MAX_MARK:
            return None
        joined = f"{joined} {text}".strip()
        if text.rstrip("* _-–—").endswith(":"):
            # What stands above a line that is a whole attribution by itself is the sender's.
            return None if at > start and _is_whole(text) else _as_attribution(joined, at + 1)
        if _is_whole(joined) and (_is_framed(joined) or (_ADDRESSED.search(text) and _BEGINS.match(joined))):
            return _as_attribution(joined, at + 1)
    return None


# Some clients write no colon: the address in angle brackets ends it, or there are dashes around it.
_ADDRESSED = re.compile(r"@[^\s<>@]{1,80}>,?$")


def _is_framed(text: str) -> bool:
    return text.startswith("--") and text.endswith("--")


def _is_whole(text: str) -> bool:
    """Whether the line says alone who wrote and on which day."""
    named = _ADDRESS.search(text) or len(text.split()) > 4
    return bool(named and _VERB.search(text) and _DAY.search(text))


@kept
def may_begin(text: str) -> bool:
    """Whether an attribution begins here, so that the sender's own line above one is not taken for its beginning."""
    if len(text) > MAX_MARK or not (_DIGIT.search(text) or "@" in text):
        return False
    if _DIGIT.search(text, 0, BEGINNING) and _BEGINS.match(text):
        return _DATE.search(text) is not None
    if text[-1] == ":" and _BRACKETED.fullmatch(text):
        return True
    low = text.lower()
    if not any(map(low.__contains__, _VERBS)):
        return False
    return _VERB.search(text) is not None and (_ADDRESS.search(text) or _DATE.search(text)) is not None


def _as_attribution(text: str, end: int) -> Foreign | None:
    told = _attributes(text)
    return Foreign(end, text, *told) if told else None


@kept
def _attributes(text: str) -> tuple[bool, bool] | None:
    """Whether the attribution is `certain` and whether it is `named`, as `Foreign` has them; None where it is none."""
    if _BRACKETED.fullmatch(text) or _BY.fullmatch(text):
        return True, False
    addressed, dated = _ADDRESS.search(text), _DATE.search(text)
    if not _VERB.search(text) or not (addressed or dated):
        return None
    return bool(addressed and dated), _is_moment(text)


# Tutanota: «Feb 23, 2022, 08:00 by mote@region.example:»
_BY = re.compile(r".{0,30}\b\d{4},?\s.{0,20}\d{1,2}[:.]\d{2}.{0,10}\s(?:by|av|von)\s\S{1,80}@\S{1,80}:", re.IGNORECASE)
_OF_THE_SENDER = re.compile(
    r"\b(?:jeg|eg|vi|du|dere|dykk|de|det|han|hun|ho|man|i|you|we|they|he|she|it|ich|wir|sie)\b", re.IGNORECASE
)


def _is_moment(text: str) -> bool:
    """Whether the line begins with a day and its year, and ends with somebody called by name who wrote."""
    if not (_BEGINS.match(text) and _DAY.search(text, 0, BEGINNING) and _YEAR.search(text, 0, 2 * BEGINNING)):
        return False
    verb = _VERB.search(text)
    named = verb is not None and len(text[verb.end() :].split()) <= MOST_NAMES
    return named and _OF_THE_SENDER.search(text) is None


MOST_NAMES: Final = 6
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
# «Olav Haugen skrev:», «Rådmannens forslag:» and «Fra protokollen:», as people write above what they have copied.
_CITED = re.compile(
    r"(?!(?:Jeg|Eg|Jag|Vi|I|We|Ich|Du|Dere|Det|Som)\b)"
    r"[^\W\d_a-zæøåäöü][\w.-]{1,30}(?: (?:for|av|i|og|på|ved|de|von|van|[^\W\d_a-zæøåäöü][\w.-]{0,30})){0,6}"
    r" (?:skrev|skreiv|svarte|svara|wrote|sa|sier|seier|said|says|uttalte|mente)(?: følgende| følgjande)?:"
    r"|(?i:(?:råd|kommunedirekt|administrasjon|sekretariat|saksbehandl)\w{1,12}s"
    r" (?:forslag|framlegg|innstilling|tilråding|anbefaling|vedtak|svar|råd)\w*:)"
    r"|(?i:quoting|sitat|zitat|citat|citerar|citerer) \S.{1,80}:"
    r"|(?i:(?:utdrag |sitat |klipp |avskrift )?(?:fra|frå|from|av) (?:\w+ ){0,3}"
    r"(?:protokoll|referat|møtebok|chat|teams|utskrift|minutes|avis)\w*:|sitat:|utdrag:)"
)
_MOMENT = re.compile(
    r"(?:\w{3,9}\.?,? )?\d{1,2}[./]\s?(?:\d{1,2}|\w{3,9})\.?(?:[./ ]\s?\d{2,4})?,?\s(?:kl\.? ?)?\d{1,2}[:.]\d{2}",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_a-zæøåäöü][\w'-]{1,30}(?: [^\W\d_a-zæøåäöü][\w'.-]{0,30}){1,3}")
# How our receipts begin to tell what was registered: nobody says so of themselves.
_REGISTERED = re.compile(
    r"[\W_]{0,6}(?:(?:takk|thanks?|thank you)\b.{0,30}[.!]\s)?(?:dette|følgende|følgjande|this|the following)\s"
    r"(?:er|is|has been|ble|vart)\s(?:registrert|registered)\b.{0,80}:[\W_]{0,3}",
    re.IGNORECASE,
)
LONGEST_CITING: Final = 120


def is_citing(text: str) -> bool:
    """Whether the line announces what somebody else said, or what we registered."""
    if len(text) > LONGEST_CITING or text[-1:] != ":":
        return False
    return _CITED.fullmatch(text) is not None or _REGISTERED.fullmatch(text) is not None


def said_in_chat(text: str, below: str) -> bool:
    """Whether the line is a name with a moment below it, as in what is copied from a conversation."""
    if len(text) > LONGEST_CITING:
        return False
    return is_moment(below) and _NAME.fullmatch(text) is not None


@kept
def is_moment(text: str) -> bool:
    """Whether the line is a day and a time, and nothing else."""
    return _MOMENT.fullmatch(text) is not None


def groupwise_caption(text: str) -> str:
    """Who GroupWise says wrote what follows, empty where it says nothing: «>>> Anne <a@b.example> 23.02.2022 >>>»."""
    if not text.endswith(">>>") or len(text) > MAX_MARK:
        return ""
    return text.rstrip("> ") if _ADDRESS.search(text) or _DATE.search(text) else ""
