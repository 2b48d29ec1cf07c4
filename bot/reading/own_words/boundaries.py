"""Where somebody else's words begin: dividers, header blocks and attributions, as clients write them.

Everything is decided on few lines at a time, each of limited length, so that the cost is linear in their number.
The words are those of the clients' Bokmål, nynorsk, Danish, Swedish, English and German editions; a header's labels
also those of the French, Spanish, Portuguese, Italian, Dutch, Polish and Finnish ones.
"""

import re
from collections.abc import Sequence
from enum import Enum, auto
from typing import Final, NamedTuple

from bot.reading.own_words.bylines import is_byline
from bot.reading.own_words.kept import kept
from bot.reading.own_words.lines import MAX_MARK, Line


class Label(Enum):
    """A field of a quoted header."""

    FROM = auto()
    SENT = auto()
    TO = auto()
    SUBJECT = auto()


_LABELS: Final = {
    Label.FROM: "fra frå från from von avsender de da van od lähettäjä",
    Label.SENT: (
        "sendt sent skickat gesendet dato datum date når envoyé enviado fecha inviato verzonden wysłano lähetetty"
    ),
    Label.TO: "til till to an kopi kopia cc blindkopi bcc à para a aan do vastaanottaja",
    Label.SUBJECT: "emne ämne subject betreff tema angående objet asunto assunto oggetto onderwerp temat aihe",
}
_LABEL_OF: Final = {word: label for label, words in _LABELS.items() for word in words.split()}
LONGEST_LABEL: Final = 40

# What stands between dashes, or alone with a colon after it.
_DIVIDER_WORDS = (
    r"(?:opp?rinn?elig|opphavle[gi]+|original|oprindelig|ursprung?lig\w*|ursprüngliche|videresendt|vidaresend\w*"
    r"|vidarebefordra\w*|forwarded|weitergeleitete|reply)\s+(?:melding|message|meddelelse|meddelande|nachricht|e-?post|mail)"
    r"(?:\s+(?:from|fra|frå|von|från)\b.{0,200})?"
    r"|forwarded by \S.{0,120}\bon\s.{0,40}|(?:videresendt|vidaresendt) av \S.{0,120}\d.{0,20}"
    r"|(?:original|ursprung)s?(?:melding|message|meddelelse|meddelande|nachricht|brev)"
)
_DIVIDER = re.compile(
    rf"[-–—_=*>\s]{{0,80}}(?:{_DIVIDER_WORDS}|(?:begin|begynn(?:else)?|start på|begynnelse på|början på|anfang der)\s+"
    rf"(?:{_DIVIDER_WORDS}|(?:videresendt|forwarded|vidarebefordrat|weitergeleiteten)\s+\w+))\s*[-–—_=*:\s]{{0,80}}",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-–—_=*~#·•]{3,}")

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
_WHEN = re.compile(r"\b(?:19|20)\d{2}\b|\d{1,2}[:.]\d{2}|@")
# mutt and its kin: «* Kari Berg <kari@hole.example> [2022-02-23 08:00]:»
_BRACKETED = re.compile(r"\*?\s?.{0,200}@.{0,100}[\[(].{0,40}\d.{0,40}[\])]\s?:")
_NOTES = re.compile(r".{1,120}---\s?\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.{0,40}---.{0,400}")


class Foreign(NamedTuple):
    """A boundary: the lines before `end` belong to it, `author` is what it says of the writer of what follows.

    `certain` is false for an attribution that needs quoted lines after it to be one, `named` says that it needs none
    where nothing below it is marked.
    """

    end: int
    author: str
    certain: bool = True
    named: bool = False


def is_divider(text: str) -> bool:
    """Whether the line is «-----Opprinnelig melding-----» or one of its relatives."""
    return len(text) <= MAX_MARK and _DIVIDER.fullmatch(text) is not None


def is_rule(text: str) -> bool:
    """Whether the line is drawn and not written: dashes, underscores."""
    return _RULE.fullmatch(text.replace(" ", "")) is not None


def header_block(lines: Sequence[Line], start: int) -> Foreign | None:
    """The quoted header that begins at the line: `Fra:`, `Sendt:`, `Til:`, `Emne:` in any order."""
    if _label(lines[start].text) is None:
        return None
    seen: set[Label] = set()
    author, end, dated, last = "", start, False, Label.FROM
    for at in range(start, min(start + 14, len(lines))):
        text = lines[at].text
        found = _label(text)
        if found is None:
            if not (_label_follows(lines, at) if _is_passed_over(text) else _goes_on(last, at - end)):
                break
            continue
        last, value = found
        if last is Label.FROM and end < at and (author or Label.FROM not in seen):
            # «Fra: mandag er jeg borte» or «Emne: …», an empty line, and then the header: the first is the sender's.
            break
        seen.add(last)
        author = author or (value if last is Label.FROM else "")
        dated = dated or _WHEN.search(value) is not None
        end = at + 1
    # Two labels and a date are a header, and so are three labels; «Til: …» and «Fra: …» may be the sender's.
    if Label.FROM not in seen or len(seen) < (2 if dated else 3):
        return None
    return Foreign(end, author)


def _is_passed_over(text: str) -> bool:
    """An empty line, or a label that tells nothing here: «Sendt av:», «Viktighet: Høy», «Vedlegg:»."""
    return not text or (text[0].isupper() and 0 < text.find(":") < LONGEST_LABEL)


def _goes_on(last: Label, after: int) -> bool:
    """Whether the field may be broken over this line: a list of recipients, a long subject."""
    return last in {Label.TO, Label.SUBJECT} and after < 3


@kept
def _label(text: str) -> tuple[Label, str] | None:
    colon = text.find(":", 0, LONGEST_LABEL)
    if colon < 0:
        return None
    label = _LABEL_OF.get(text[:colon].strip(" *_").lower())
    return (label, text[colon + 1 : 4 * MAX_MARK].strip(" *_")) if label else None


def _label_follows(lines: Sequence[Line], at: int) -> bool:
    return at + 1 < len(lines) and _label(lines[at + 1].text) is not None


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
    if not _may_begin(first):
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


def _may_begin(text: str) -> bool:
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


def is_notes_caption(text: str) -> bool:
    """HCL Notes' own line over a quoted header: «Anne Lie---23.02.2022 08:00:00---Innkalling»."""
    return "---" in text and len(text) <= MAX_MARK and _NOTES.fullmatch(text) is not None


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
    return _MOMENT.fullmatch(below) is not None and _NAME.fullmatch(text) is not None


@kept
def may_part(text: str) -> bool:
    """Whether a divider, a header, an attribution or a citation may begin with the line, whatever stands below it."""
    if "---" in text or text.endswith(">>>"):
        return True
    return is_divider(text) or _label(text) is not None or _may_begin(text) or is_citing(text) or is_byline(text)


def groupwise_caption(text: str) -> str:
    """Who GroupWise says wrote what follows, empty where it says nothing: «>>> Anne <a@b.example> 23.02.2022 >>>»."""
    if not text.endswith(">>>") or len(text) > MAX_MARK:
        return ""
    return text.rstrip("> ") if _ADDRESS.search(text) or _DATE.search(text) else ""
