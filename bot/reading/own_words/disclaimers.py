"""Disclaimers: what an organisation lets be written below every mail, and where in a paragraph it begins."""

import re
from collections.abc import Sequence

from bot.reading.own_words.answers import begins_with_answer, has_answer_word, names_case
from bot.reading.own_words.kept import kept
from bot.reading.own_words.lines import LONG_LINE
from bot.reading.own_words.reservations import is_condition

_SELF = re.compile(r"\b(?:(?i:jeg|eg|jag|ich|meg)|I)\b")
_DISCLAIMER = re.compile(
    r"konfidensi|confidential|fortrolig|taushetsplikt|teieplikt|feilsend|intended recipient|disclaimer|ansvarsfraskriv"
    r"|(?:mottaker|mottakar|recipient).{0,60}(?:slett|delete|varsl|notify)|skrive?r? ut denne|print(?:ing)? this"
    r"|(?:checked|scanned|kontrollert|skannet|skanna|sjekket|sjekka) for virus|(?:no|ingen) virus\w* (?:found|funnet)"
    r"|(?:feil|mistak|errors?) (?:i|in) (?:denne|this) e-?(?:post|mail)"
    r"|tenk på miljøet|the environment|e-postloven|uautorisert|unauthori[sz]ed|personvernerklæring|privacy policy",
    re.DOTALL,
)
# «Denne e-posten er …» begins many a disclaimer, and an answer too; mail to a municipality is a public record.
_OF_THE_MAIL = re.compile(
    r"\b(?:e-?post\w{0,3}|henvend\w{2,6}|meldinga?r?|brev)\b.{0,80}\b(?:journalfør|arkiver|offentl[ei]g|innsyn)"
    r"|(?:denne|this|the) (?:e-?post\w*|e-?mail|message|meldinga?|meldingen)\b.{0,60}"
    r"\b(?:kan|er|may|is|inneh|og|and)\b",
    re.DOTALL,
)
_MAILING = re.compile(
    r"adressat|addressee|mottak|recipient|avsend|sender\b|vedlegg|attach|virus|innhold|content|ansvar|liab|kopi"
    r"|slett|delete",
)
_OF_MAIL = re.compile(
    r"e-?post|e-?mail|mottaker|mottakar|recipient|addressee|avsend|sender\b|meldinga?\b|meldingen|message|innhold\w* i"
    r"|lenke|lenkje|\blink|klikk|click",
)


@kept
def disclaims(text: str) -> bool:
    """Whether the line tells what a mail is and what its reader may do with it, as gateways write."""
    if is_condition(text) and not is_of_mail(text):
        # «Med forbehold om at personvernerklæringen blir oppdatert» is no gateway's.
        return False
    low = text.lower()
    if _DISCLAIMER.search(low):
        return True
    return _OF_THE_MAIL.search(low) is not None and not has_answer_word(text) and not names_case(text)


def without_disclaimers(lines: Sequence[str]) -> Sequence[str]:
    """The lines without disclaimers at the end, each cut from where it begins in its paragraph."""
    end = len(lines)
    while end:
        if not lines[end - 1]:
            end -= 1
            continue
        start = end
        while start and lines[start - 1]:
            start -= 1
        begin = _disclaimer_start(lines[start:end])
        if begin is None:
            break
        end = start + begin
        if begin:
            break
    return lines[:end]


def _disclaimer_start(paragraph: Sequence[str]) -> int | None:
    """Which line of the paragraph its disclaimer begins with; None where it ends with none.

    A gateway writes its text right under the sender's, and a client breaks it into lines: it begins after the last
    sentence that is none of it.
    """
    begin, end = None, len(paragraph)
    for at in range(len(paragraph) - 1, -1, -1):
        if at and is_broken_off(paragraph[at - 1], paragraph[at]):
            continue
        sentence = " ".join(paragraph[at:end])
        if len(sentence) > 3000 or not _may_end_disclaimer(sentence):
            break
        begin, end = at, at
    rest = "" if begin is None else " ".join(paragraph[begin:])
    return begin if len(rest) <= 3000 and _is_disclaimer(rest) else None


def is_broken_off(line: str, below: str) -> bool:
    """Whether a client may have broken the line here: it ends no sentence, and is long or goes on in small letters."""
    return line[-1] not in ".!?:;" and (len(line) > LONG_LINE or below[:1].islower())


@kept
def _may_end_disclaimer(sentence: str) -> bool:
    return _is_disclaimer(sentence) or _goes_with_disclaimer(sentence)


def _goes_with_disclaimer(sentence: str) -> bool:
    """Whether the sentence speaks of receiving mail, as all the sentences of a disclaimer do."""
    spoken = names_case(sentence) or is_of_self(sentence) or has_answer_word(sentence)
    return not spoken and is_of_mailing(sentence)


def _is_disclaimer(paragraph: str) -> bool:
    spoken = (
        names_case(paragraph) or is_of_self(paragraph) or begins_with_answer(paragraph) or answers_plainly(paragraph)
    )
    return not spoken and disclaims(paragraph)


_ANSWERING = re.compile(
    r"\b(?:sier|seier|svarer|svarar|stemmer|røystar|say|vote)\b.{0,40}\b(?:ja|nei|nej|yes|no)\b|\bu?einige?\b|\bu?enige?\b"
    r"|\bu?samde?\b",
    re.IGNORECASE,
)


def answers_plainly(text: str) -> bool:
    """Whether somebody answers in the text as no disclaimer, certificate or slogan does."""
    return _ANSWERING.search(text) is not None


@kept
def is_of_self(text: str) -> bool:
    """Whether somebody speaks of themselves."""
    return _SELF.search(text) is not None


@kept
def is_of_mailing(text: str) -> bool:
    """Whether the line speaks of sending and receiving, of contents and liability."""
    return _MAILING.search(text.lower()) is not None


def is_of_mail(text: str) -> bool:
    """Whether the line speaks of mail, or of what one clicks on in it."""
    return _OF_MAIL.search(text.lower()) is not None
