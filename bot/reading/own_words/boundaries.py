"""Where somebody else's words begin: dividers and header blocks, as clients write them.

Everything is decided on few lines at a time, each of limited length, so that the cost is linear in their number.
The words are those of the clients' Bokmål, nynorsk, Danish, Swedish, English and German editions; a header's labels
also those of the French, Spanish, Portuguese, Italian, Dutch, Polish and Finnish ones.
"""

import re
from collections.abc import Sequence
from enum import Enum, auto
from typing import Final

from bot.reading.own_words.attributions import Foreign, is_citing, may_begin
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
# No client puts more lines into a quoted header.
LONGEST_HEADER: Final = 14
# What stands between dashes, or alone with a colon after it.
_DIVIDER_WORDS = (
    r"(?:opp?rinn?elig|opphavle[gi]+|original|oprindelig|ursprung?lig\w*|ursprüngliche|videresendt|vidaresend\w*"
    r"|vidarebefordra\w*|forwarded|weitergeleitete|reply)\s+(?:melding|message|meddelelse|meddelande|nachricht|e-?post|mail)"
    r"(?:\s+(?:from|fra|frå|von|från)\b.{0,200})?"
    r"|forwarded by \S.{0,120}\bon\s.{0,40}|(?:videresendt|vidaresendt) av \S.{0,120}\d.{0,20}"
    r"|(?:original|ursprung)s?(?:melding|message|meddelelse|meddelande|nachricht|brev)"
    r"|(?:opp?rinn?elig|opphavle[gi]+|original|oprindelig|ursprung?lig\w*|ursprünglicher?)\s+"
    r"(?:avtale|møteinnkalling|appointment|aftale|avtalad tid|möte|termin)"
)
_DIVIDER = re.compile(
    rf"[-–—_=*>\s]{{0,80}}(?:{_DIVIDER_WORDS}|(?:begin|begynn(?:else)?|start på|begynnelse på|början på|anfang der)\s+"
    rf"(?:{_DIVIDER_WORDS}|(?:videresendt|forwarded|vidarebefordrat|weitergeleiteten)\s+\w+))\s*[-–—_=*:\s]{{0,80}}",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-–—_=*~#·•]{3,}")
_WHEN = re.compile(r"\b(?:19|20)\d{2}\b|\d{1,2}[:.]\d{2}|@")
_NOTES = re.compile(r".{1,120}---\s?\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.{0,40}---.{0,400}")


def is_divider(text: str) -> bool:
    """Whether the line is «-----Opprinnelig melding-----» or one of its relatives."""
    return len(text) <= MAX_MARK and _DIVIDER.fullmatch(text) is not None


_FORWARDING = re.compile(r"videresen|vidaresen|vidarebeford|forward|weitergeleit", re.IGNORECASE)


def is_forwarding(text: str) -> bool:
    """Whether the divider says that what follows was passed on, and not answered."""
    return _FORWARDING.search(text) is not None


@kept
def is_rule(text: str) -> bool:
    """Whether the line is drawn and not written: dashes, underscores."""
    return _RULE.fullmatch(text.replace(" ", "")) is not None


def header_block(lines: Sequence[Line], start: int) -> Foreign | None:
    """The quoted header that begins at the line: `Fra:`, `Sendt:`, `Til:`, `Emne:` in any order."""
    if _label(lines[start].text) is None:
        return None
    seen: set[Label] = set()
    author, subject, end, dated, last = "", "", 0, False, Label.FROM
    labels = [_label(line.text) for line in lines[start : start + LONGEST_HEADER + 1]]
    for at, found in enumerate(labels[:LONGEST_HEADER]):
        if found is None:
            passed_over = _is_passed_over(lines[start + at].text)
            if not (any(labels[at + 1 : at + 2]) if passed_over else _goes_on(last, at - end)):
                break
            continue
        last, value = found
        if last is Label.FROM and end < at and (author or Label.FROM not in seen):
            # «Fra: mandag er jeg borte» or «Emne: …», an empty line, and then the header: the first is the sender's.
            break
        seen.add(last)
        author = author or (value if last is Label.FROM else "")
        subject = subject or (value if last is Label.SUBJECT else "")
        dated = dated or _WHEN.search(value) is not None
        end = at + 1
    # Two labels and a date are a header, and so are three labels; «Til: …» and «Fra: …» may be the sender's.
    if Label.FROM not in seen or len(seen) < (2 if dated else 3):
        return None
    return Foreign(start + end, author, subject=subject)


def bare_header(lines: Sequence[Line], start: int) -> Foreign | None:
    """The quoted header right below a divider whose labels have no colons, as eM Client writes it: `Fra "…" <…>`."""
    fields: dict[Label, str] = {}
    end = start
    for at in range(start, min(start + 6, len(lines))):
        word, _, value = lines[at].text[: 4 * MAX_MARK].partition(" ")
        label = _LABEL_OF.get(word.lower()) if value else None
        if label is None:
            break
        fields.setdefault(label, value.strip())
        end = at + 1
    if "@" not in fields.get(Label.FROM, "") or len(fields) < 3:
        return None
    return Foreign(end, fields[Label.FROM], subject=fields.get(Label.SUBJECT, ""))


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


def is_notes_caption(text: str) -> bool:
    """HCL Notes' own line over a quoted header: «Anne Lie---23.02.2022 08:00:00---Innkalling»."""
    return "---" in text and len(text) <= MAX_MARK and _NOTES.fullmatch(text) is not None


@kept
def may_part(text: str) -> bool:
    """Whether a divider, a header, an attribution or a citation may begin with the line, whatever stands below it."""
    if "---" in text or text.endswith(">>>"):
        return True
    return is_divider(text) or _label(text) is not None or may_begin(text) or is_citing(text) or is_byline(text)
