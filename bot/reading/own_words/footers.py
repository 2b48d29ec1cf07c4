"""What clients and gateways put around the words: footers below them, banners above."""

import re
from collections.abc import Sequence
from typing import Final

from bot.reading.own_words.answers import (
    begins_with_answer,
    has_answer_word,
    is_bare_answer,
    is_certificate,
    names_case,
)
from bot.reading.own_words.boundaries import is_rule
from bot.reading.own_words.disclaimers import is_of_mail, is_of_self
from bot.reading.own_words.kept import kept
from bot.reading.own_words.lines import MAX_MARK
from bot.reading.own_words.reservations import is_condition, is_postscript, is_reservation

_FOOTER = re.compile(
    r"[\W_]{0,3}(?:"
    r"(?:sen[dt]t?|skickat|skickades|gesendet|sent|envoyé)\s+(?:fra|frå|från|from|via|with|med|mit|von|using)\s+.{1,60}"
    r"|från min (?:iphone|ipad|mobil|telefon|samsung).{0,40}|envoyé (?:de|depuis) .{1,60}"
    r"|diktert (?:på|med|via) .{1,40}"
    r"|von meinem .{1,40} gesendet|diese nachricht wurde von .{1,60} gesendet"
    r"|(?:hent|få|skaff deg|last ned|get|hämta|download|holen sie sich|laden sie)\s+(?:\w+\s+){0,2}"
    r"(?:outlook\b.{0,80}|[\w-]+ (?:for|til|för|für) (?:android|ios|iphone|ipad|mobil\w*|windows|mac)\b.{0,60})"
    r"|outlook (?:for|für|til|til) (?:ios|android)\b.{0,60}"
    r"|(?:yahoo|aol|gmx|proton)\s?mail\b.{0,60}"
    r"|denne (?:e-?posten|meldinga?|meldingen) (?:er|ble|vart|vert) send?t? fr[aå] .{1,60}"
    r")(?:[.!]\s(?:vennligst\s)?"
    r"(?:beklag\w*|unnskyld|orsak\w*|please (?:excuse|forgive)|sorry|excuse|ursäkta|undskyld|bitte)\b.{0,40}"
    r"(?:kort|brevity|skrivefeil|skrivelei|tastefeil|trykkfeil|stavefeil|typo|fåordig|kürze).{0,40})?"
    r"(?:\s?<?https?://\S{1,500}>?)?[\W_]{0,3}",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"[\W_]{0,6}(?:ekstern\w*(?: e-?post| avsender| avsendar| mail)?\b\s?(?:[:!\]\-–—]|[\s*=#]*$)"
    r"|ekstern e-?post\b|e-?post(?:en)? fra ekstern"
    r"|external (?:e-?mail|sender|message)\b|external\s?(?:[:!\]\-–—]|[\s*=#]*$)"
    r"|extern\w*(?: e-?post| avsändare)?\s?[:!\]]"
    r"|(?:advarsel|åtvaring|varsel|sikkerhets\w+|caution|warning|varning|achtung)\s?[:!\-–—].{0,80}"
    r"(?:ekstern|extern|utenfor|utanfor|outside|avsender|avsendar|sender|lenke|lenkje|link|vedlegg|attachment)"
    r"|(?:obs|vær (?:oppmerksom|forsiktig)|ver (?:merksam|varsam)|viktig|nb)\b.{0,80}"
    r"(?:ekstern|extern|utenfor|utanfor|outside)"
    r"|(?:denne|this|dette|diese|den här) (?:e-?post\w*|e-?mail|message|meldinga?|meldingen|er en|er ein) .{0,60}"
    r"(?:ekstern|extern|utenfor|utanfor|outside|originated|utsiden)"
    r"|du (?:får|mottar|mottek|har) (?:ikke|ikkje|inte) .{0,60}e-?post"
    r"|du (?:får|mottar|mottek) (?:ikke|ikkje|inte|sjelden|sjeldan)\b"
    r"|you don['’]?t often get email|some people who received this message|noen (?:av )?(?:personer|mottaker\w*) som"
    r")",
    re.IGNORECASE,
)
_BANNER_GOES_ON = re.compile(
    r"\b(?:lenke|lenkje|link|vedlegg|vedlagt|attachment|avsender|avsendar|sender|ukjent|ukjend|unknown|klikk|click|åpne"
    r"|opne|open|utenfor|outside|hvorfor dette er viktig|why this is important|kvifor dette er viktig|recogni[sz]e"
    r"|mistenkelig|suspicious|it-avdeling|phishing|svindel|kjenner|organisasjon)",
    re.IGNORECASE,
)


@kept
def is_footer(text: str) -> bool:
    """Whether the line is the client's own: «Sendt fra min iPhone», «Hent Outlook for iOS»."""
    return len(text) <= MAX_MARK and _FOOTER.fullmatch(text) is not None and not _says_more(text)


_LIST = re.compile(
    r"mailing ?list\b|e-?postliste|/listinfo/|google groups|unsubscribe|avmeld|meld deg av|listeserver", re.IGNORECASE
)
LONGEST_LIST_FOOTER: Final = 8


def without_list_footer(lines: Sequence[str]) -> Sequence[str]:
    """The lines without what a mailing list puts below a rule at the end, as Mailman does."""
    first = max(len(lines) - LONGEST_LIST_FOOTER - 1, 0)
    rule = next((at for at in range(first, len(lines)) if is_rule(lines[at])), None)
    if rule is None:
        return lines
    below = [text for text in lines[rule + 1 :] if text]
    told = any(_LIST.search(text) for text in below) and not any(has_answer_word(text) for text in below)
    return lines[:rule] if told else lines


def _says_more(text: str) -> bool:
    """«Sendt fra min iPhone – godkjent» says something after all."""
    said = text.partition("<")[0]
    return (has_answer_word(said) and not is_certificate(said)) or is_reservation(said)


def without_banners(lines: Sequence[str]) -> list[str]:
    """The lines without the security banner that a gateway puts on top, to the end of what it says."""
    end, inside = 0, False
    for at, text in enumerate(lines):
        if not text:
            # What goes on after an empty line is no more of the banner's paragraph.
            inside = False
            continue
        if len(text) > 1000 or not (_BANNER.match(text) or (inside and _BANNER_GOES_ON.search(text))):
            break
        if begins_with_answer(text) or is_bare_answer(text) or names_case(text) or is_of_self(text):
            break
        if is_postscript(text) or (is_condition(text) and not is_of_mail(text)):
            break
        inside, end = True, at + 1
    return list(lines[end:])
