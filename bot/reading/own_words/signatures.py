"""What a sender's client and habits put around their words: banners, footers, closings, signatures, disclaimers."""

import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from bot.reading.own_words.answers import (
    begins_with_answer,
    has_answer_word,
    is_bare_answer,
    is_certificate,
    is_told_to_others,
    is_verdict_line,
    names_case,
)
from bot.reading.own_words.boundaries import is_rule
from bot.reading.own_words.lines import LONG_LINE, MAX_MARK
from bot.reading.own_words.reservations import depends, is_condition, is_note, is_postscript, is_reservation

_FOOTER = re.compile(
    r"[\W_]{0,3}(?:"
    r"(?:sen[dt]t?|skickat|skickades|gesendet|sent|envoyé)\s+(?:fra|frå|från|from|via|with|med|mit|von|using)\s+.{1,60}"
    r"|von meinem .{1,40} gesendet|diese nachricht wurde von .{1,60} gesendet"
    r"|(?:hent|få|skaff deg|last ned|get|hämta|download|holen sie sich|laden sie)\s+(?:\w+\s+){0,2}"
    r"(?:outlook\b.{0,80}|[\w-]+ (?:for|til|för|für) (?:android|ios|iphone|ipad|mobil\w*|windows|mac)\b.{0,60})"
    r"|outlook (?:for|für|til|til) (?:ios|android)\b.{0,60}"
    r"|(?:yahoo|aol|gmx|proton)\s?mail\b.{0,60}"
    r"|denne (?:e-?posten|meldinga?|meldingen) (?:er|ble|vart|vert) send?t? fr[aå] .{1,60}"
    r")(?:\s?<?https?://\S{1,500}>?)?[\W_]{0,3}",
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
_CLOSING = re.compile(
    r"[\W_]{0,3}(?:m\.?\s?v\.?\s?h\b\.?|v\.?h\b\.?|b\.?h\b\.?|mfg\b|rgds\b|"
    r"(?:med |ha en fin \w+[,.!]? )?(?:(?:en |ei )?(?:venn?li[gc]|venleg|vennleg|vänlig|varm|best|god|gode|hjert\w+"
    r"|kollegial|kjær\w*|kærlig|mange|sol|sommer|sommar|jule|påske|høst|haust|vår|helge|søndags)\w*[ -]?){0,2}"
    r"(?:hilsen|hilsn\w*|hilsing\w*|helsing\w*|hälsning\w*)\b"
    r"|(?:best|kind|warm|with kind|with best|kindest|many)?\s?regards\b|best wishes\b|yours\b|sincerely\b|cheers\b"
    r"|best,"
    r"|(?:mit )?(?:freundliche|viele|beste|herzliche|liebe)[nr]?\s+gr(?:ü|ue)(?:ß|ss)e?n?\b"
    r")(?P<rest>.*)",
    re.IGNORECASE,
)
_SELF = re.compile(r"\b(?:(?i:jeg|eg|jag|ich|meg)|I)\b")
# «Jeg jobber ikke fredager» is said of every week, not of the meeting.
_HOURS = re.compile(
    r"arbeidsdag|arbeidstid|kontortid|\bjobber|\bjobbar|arbeider|deltid|fridag|working (?:hours|days)"
    r"|\b(?:åpent|ope|open|stengt|treffes|tilgjengelig|tilgjengeleg|available|closed|tlf|telefon)\b.{0,60}(?:dag|day)"
    r"|kontoret er",
    re.IGNORECASE,
)
# «Vår ref: 22/123» is the sender's administration's number.
_REFERENCE = re.compile(r"\b(?:ref|referanse|reference|arkiv\w*|saksnr|journal\w*|org)\b", re.IGNORECASE)
_DISCLAIMER = re.compile(
    r"konfidensi|confidential|fortrolig|taushetsplikt|teieplikt|feilsend|intended recipient|disclaimer|ansvarsfraskriv"
    r"|(?:mottaker|mottakar|recipient).{0,60}(?:slett|delete|varsl|notify)|skrive?r? ut denne|print(?:ing)? this"
    r"|tenk på miljøet|the environment|e-postloven|uautorisert|unauthori[sz]ed|personvernerklæring|privacy policy",
    re.IGNORECASE | re.DOTALL,
)
# «Denne e-posten er …» begins many a disclaimer, and an answer too.
_OF_THE_MAIL = re.compile(
    r"(?:denne|this|the) (?:e-?post\w*|e-?mail|message|meldinga?|meldingen)\b.{0,60}\b(?:kan|er|may|is|inneh|og|and)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAILING = re.compile(
    r"adressat|addressee|mottak|recipient|avsend|sender\b|vedlegg|attach|virus|innhold|content|ansvar|liab|kopi"
    r"|slett|delete",
    re.IGNORECASE,
)
_OF_MAIL = re.compile(
    r"e-?post|e-?mail|mottaker|mottakar|recipient|addressee|avsend|sender\b|meldinga?\b|meldingen|message|innhold\w* i"
    r"|lenke|lenkje|\blink|klikk|click",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?:\+|00)?\d[\d ]{6,16}\d")
_REACH = re.compile(
    r"@|\bwww\.|https?:|\b(?:tlf|telefon|phone|mob|mobil|mobile|sentralbord|direkte|faks|fax|tel|dir)\b\s?[.:]?"
    r"|\b\d{4}\s[A-ZÆØÅ]|postboks|p\.?o\.? ?box|org\.? ?nr|organisasjonsn|besøksadresse|postadresse|facebook|instagram"
    r"|linkedin|\[(?:cid|image|bilde|logo|et bilde|ein|signatur)|<image|image\d+\.(?:png|jpe?g|gif)",
    re.IGNORECASE,
)
_LINK = re.compile(r"<?(?:https?://|www\.)\S+", re.IGNORECASE)
_TITLE = re.compile(
    r"\b(?:(?:vara|fylkes)?ordfør(?:er|ar)\w*|fylkesråd\w*|rådmann|kommunedirektør\w*|regionråd\w*|(?:deputy )?mayor"
    r"|\w*rådgiv(?:er|ar)|\w*direktør|\w*sekretær|\w*leder|\w*leiar|\w*sjef|\w*koordinator|\w*konsulent|gruppeled\w*"
    r"|kommunestyre\w*|formannskap\w*|borgermester\w*|bürgermeister\w*|advisor|adviser|coordinator|director"
    r"|\w*kommune|\w*fylkeskommune|municipality|kommun|partiet|høyre|venstre|arbeiderpartiet|senterpartiet|krf|sv"
    r"|\w* as|ikt|avdeling|seksjon|stab)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\bkr\b|kroner|mill\b|millioner|nok\b", re.IGNORECASE)
_ACTING = re.compile(
    r"\b(?:møter|møte|deltar|deltek|stiller|kommer|kjem|vara|forfall|kan|har|er|vil|skal|må|i stedet|for meg|sak|saka"
    r"|punkt|attend\w*|cannot|can|will|is)\b",
    re.IGNORECASE,
)


_NAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# A longer line is a text, and none of a signature.
LONGEST_LINE: Final = 2_000
# A quotation that goes on for longer was never closed.
MAX_CITED: Final = 60


class Sender(NamedTuple):
    """The names by which the sender may sign, each as the set of its words: some put the last name first."""

    names: frozenset[frozenset[str]]

    @classmethod
    def called(cls, *names: str) -> "Sender":
        """One who has those names, and signs with all of them, the first, the last, some, or initials."""
        spellings: set[frozenset[str]] = set()
        for name in filter(None, names):
            found = _NAME.findall(name.lower())[:6]
            initials = "".join(word[0] for word in found)
            parts = (found, found[:1], found[-1:], found[:2], [*found[:1], *found[-1:]], [initials])
            spellings.update(frozenset(part) for part in parts)
        return cls(frozenset(each for each in spellings if len("".join(each)) > 1))

    def signs(self, text: str) -> bool:
        """Whether the line is the sender's name and nothing else, a dash or a comma beside it apart.

        Jon Aas who writes «Ja» has not signed with his initials.
        """
        return len(text) <= 60 and not is_bare_answer(text) and frozenset(_NAME.findall(text.lower())) in self.names


def is_footer(text: str) -> bool:
    """Whether the line is the client's own: «Sendt fra min iPhone», «Hent Outlook for iOS»."""
    return len(text) <= MAX_MARK and _FOOTER.fullmatch(text) is not None and not _says_more(text)


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
        if begins_with_answer(text) or is_bare_answer(text) or names_case(text) or _SELF.search(text):
            break
        if is_postscript(text) or (is_condition(text) and _OF_MAIL.search(text) is None):
            break
        inside, end = True, at + 1
    return list(lines[end:])


_OPENED: Final = {"«": "»", "“": "”", "„": "“"}


def without_citations(lines: Sequence[str]) -> list[str]:
    """The lines without what stands in quotation marks over several of them; a quoted word on a line may be said."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        end = _citation_end(lines, at)
        if end is None:
            kept.append(lines[at])
            at += 1
            continue
        rest = lines[end].rpartition(_OPENED.get(lines[at][0], '"'))[2].strip(" .,:-–")
        kept += [rest] if rest else []
        at = end + 1
    return kept


def _citation_end(lines: Sequence[str], at: int) -> int | None:
    """The line on which the quotation ends that the line opens; None where it opens none, or ends it itself."""
    text = lines[at]
    if not text or text[0] not in '«“„"':
        return None
    mark = _OPENED.get(text[0], '"')
    if mark in text[1:]:
        return None
    return next((end for end in range(at + 1, min(at + MAX_CITED, len(lines))) if mark in lines[end]), None)


def is_closing(text: str) -> bool:
    """Whether the line closes a letter: «Med vennlig hilsen», «Mvh Kari», and no word of a vote."""
    if len(text) > 120:
        return False
    found = _CLOSING.match(text)
    return found is not None and len(found["rest"].split()) <= 8 and not _votes(found["rest"])


def _votes(text: str) -> bool:
    return has_answer_word(text) and not is_certificate(text)


_DELIMITERS: Final = frozenset({"--", "—", "––"})


def without_signature(lines: Sequence[str], sender: Sender) -> list[str]:
    """The lines up to the signature, and what its sender added below it all the same."""
    start = _signature_start(lines, sender)
    # What follows a delimiter is of every mail's; what follows a closing may be an afterthought.
    end = next((at for at in range(start + 1, len(lines)) if lines[at] in _DELIMITERS), len(lines))
    below = _added(_without_disclaimers(lines[start:end]), sender, _is_added)
    below += _added(_without_disclaimers(lines[end:]), sender, _is_added_anywhere)
    return [*_without_block(lines[:start], sender), *([""] if below and start else []), *below]


def _added(lines: Sequence[str], sender: Sender, is_added: Callable[[str], bool]) -> list[str]:
    """The lines that were added, each with those that it goes on in."""
    kept: list[str] = []
    above = ""
    for text in lines:
        goes_on = above and text and (is_postscript(above) or _is_unfinished(above, text))
        if text and (is_added(text) or (goes_on and not _is_block_line(text, sender))):
            kept.append(text)
            above = f"{above} {text}" if goes_on and len(above) < LONGEST_LINE else text
        else:
            above = ""
    return kept


def _is_unfinished(above: str, below: str) -> bool:
    """Whether the sentence, or what stands in brackets, goes on in the line below."""
    return above.count("(") > above.count(")") or _is_broken_off(above, below)


def _signature_start(lines: Sequence[str], sender: Sender) -> int:
    for at, text in enumerate(lines):
        if text in _DELIMITERS and _looks_signed(lines[at + 1 :], sender):
            return at
        if is_closing(text):
            return at
    return len(lines)


def _looks_signed(lines: Sequence[str], sender: Sender) -> bool:
    """Whether what follows `--` is a signature: `---` or `--` may as well be a line that the sender drew."""
    written = [text for text in lines if text]
    if not written:
        return True
    if is_bare_answer(written[0]):
        return False
    return any(sender.signs(text) or is_closing(text) or is_signature_line(text) for text in written[:6])


def _is_added(text: str) -> bool:
    """Below a closing only what is surely the sender's own counts, and what may take back something they said."""
    if _is_added_anywhere(text):
        return True
    if not text or _disclaims(text) or is_footer(text) or is_certificate(text):
        return False
    speaks = _SELF.search(text) is not None and not _is_hours(text)
    return len(text.split()) >= 3 and speaks


def _is_added_anywhere(text: str) -> bool:
    """A postscript, an answer, a word on a case, a condition, a doubt, a question: in no signature they stand."""
    if not text or is_postscript(text) or is_answer_anywhere(text):
        return bool(text)
    if len(text) > LONGEST_LINE or is_footer(text) or is_certificate(text) or _LINK.fullmatch(text):
        return False
    if is_condition(text):
        return not (_OF_MAIL.search(text) and _disclaims(text))
    if _disclaims(text) or _is_hours(text):
        return False
    if is_note(text) and has_answer_word(text):
        return True
    return is_verdict_line(text) or _is_on_matter(text)


def _is_hours(text: str) -> bool:
    return _HOURS.search(text) is not None and not depends(text)


def _is_on_matter(text: str) -> bool:
    """Whether the line limits or doubts, asks, or names a case, and is not addressed to whoever gets the mail."""
    if is_told_to_others(text) or (_MAILING.search(text) and not names_case(text)):
        return False
    named = names_case(text) and _REACH.search(text) is None and _REFERENCE.search(text) is None
    return named or is_reservation(text) or text.endswith("?")


def is_own_in_signature(text: str) -> bool:
    """Whether the line is the sender's though the client keeps its place for a signature."""
    return _is_added_anywhere(text)


def is_answer_anywhere(text: str) -> bool:
    """Whether the line answers even where a signature stands: alone on its line, or naming its case."""
    return is_bare_answer(text) or (len(text) <= 1000 and names_case(text) and _votes(text))


def is_signature_line(text: str) -> bool:
    """Whether the line tells who somebody is and how to reach them, or certifies or disclaims something."""
    return len(text) <= LONGEST_LINE and _is_signature_line(text)


# Somebody who answers twice signs with the same lines.
@lru_cache(maxsize=512)
def _is_signature_line(text: str) -> bool:
    if is_bare_answer(text) or names_case(text) or is_postscript(text):
        return False
    certified = is_certificate(text)
    if not certified and is_reservation(text) and not (_disclaims(text) or _is_hours(text)):
        return False
    if _SELF.search(text) or (not certified and begins_with_answer(text)):
        return False
    if _disclaims(text):
        return True
    count = len(text.split())
    return count <= 12 and (certified or is_rule(text) or _REACH.search(text) is not None or _is_title(text, count))


def _is_title(text: str, count: int) -> bool:
    """Whether the line is a title, an organisation or a number, and no sentence about one."""
    if _ACTING.search(text) or (count > 3 and text.endswith((".", "!", "?"))):
        return False
    if _PHONE.search(text) and not _MONEY.search(text):
        return True
    return count <= 7 and _TITLE.search(text) is not None and not _votes(text)


def _without_disclaimers(lines: Sequence[str]) -> Sequence[str]:
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
        if at and _is_broken_off(paragraph[at - 1], paragraph[at]):
            continue
        sentence = " ".join(paragraph[at:end])
        if len(sentence) > 3000 or not (_is_disclaimer(sentence) or _goes_with_disclaimer(sentence)):
            break
        begin, end = at, at
    rest = "" if begin is None else " ".join(paragraph[begin:])
    return begin if len(rest) <= 3000 and _is_disclaimer(rest) else None


def _is_broken_off(line: str, below: str) -> bool:
    """Whether a client may have broken the line here: it ends no sentence, and is long or goes on in small letters."""
    return line[-1] not in ".!?:;" and (len(line) > LONG_LINE or below[:1].islower())


def _goes_with_disclaimer(sentence: str) -> bool:
    """Whether the sentence speaks of receiving mail, as all the sentences of a disclaimer do."""
    spoken = names_case(sentence) or _SELF.search(sentence) or has_answer_word(sentence)
    return not spoken and _MAILING.search(sentence) is not None


def _is_disclaimer(paragraph: str) -> bool:
    spoken = names_case(paragraph) or _SELF.search(paragraph) or begins_with_answer(paragraph)
    return not spoken and _disclaims(paragraph)


def _disclaims(text: str) -> bool:
    if is_condition(text) and _OF_MAIL.search(text) is None:
        # «Med forbehold om at personvernerklæringen blir oppdatert» is no gateway's.
        return False
    if _DISCLAIMER.search(text):
        return True
    return _OF_THE_MAIL.search(text) is not None and not has_answer_word(text) and not names_case(text)


def _without_block(lines: Sequence[str], sender: Sender) -> list[str]:
    """The lines without a signature that no closing announces: a name, a title, how to be reached."""
    lines = _without_disclaimers(lines)
    end = len(lines)
    first = next((at for at, text in enumerate(lines) if text), end)
    signed = end
    while end > first and (not lines[end - 1] or _is_block_line(lines[end - 1], sender)):
        end -= 1
        if lines[end]:
            signed = end
    if signed == first and not _is_signed(lines[first:], sender):
        signed = next((at for at in range(first + 1, len(lines)) if lines[at]), len(lines))
    # What is announced with a colon is no signature: «Vara møter: Kari Li, varaordfører, …».
    return _without_name(list(lines if _is_announced(lines, signed) else lines[:signed]), sender)


def _without_name(lines: list[str], sender: Sender) -> list[str]:
    """The lines without the name, and the title below it, above what was added after them.

    An afterthought is read together with what it is one on: «Godkjent / Kari Berg / Men ikke den andre».
    """
    first = next((at for at, text in enumerate(lines) if text), len(lines))
    start = next((at for at in range(first + 1, len(lines)) if sender.signs(lines[at])), len(lines))
    end = next((at for at in range(start, len(lines)) if not _is_named(lines[at], sender)), len(lines))
    if end == len(lines) or not _is_added(lines[end]) or _is_announced(lines, start):
        return lines
    return [*lines[:start], *([] if lines[start - 1] == "" else [""]), *lines[end:]]


def _is_named(text: str, sender: Sender) -> bool:
    return not text or _is_block_line(text, sender)


def _is_announced(lines: Sequence[str], start: int) -> bool:
    """Whether the paragraph that the line belongs to, or the one before it, ends with a colon."""
    at = start
    while at > 0 and lines[at - 1]:
        at -= 1
    above = [text for text in lines[:at] if text][-1:] + list(lines[at:start])
    return any(text.endswith(":") for text in above)


def _is_block_line(text: str, sender: Sender) -> bool:
    return sender.signs(text) or is_signature_line(text) or is_footer(text) or _is_signed_line(text, sender)


_PIECES = re.compile(r"\s*[|•·▪]\s*|\s+[-–—/]+\s+|,\s+|\t+")


def _is_signed_line(text: str, sender: Sender) -> bool:
    """Whether a whole signature stands on the line: «Kari Berg | Ordfører | Solvik kommune | 00 00 00 00»."""
    if len(text) > 300:
        return False
    first, *rest = _PIECES.split(text.strip(" |"), maxsplit=12)
    if not rest or not (sender.signs(first) or is_signature_line(first)):
        return False
    return all(is_signature_line(each) or sender.signs(each) or _is_label(each) for each in rest)


def _is_label(piece: str) -> bool:
    """Whether it may be the name of a place or an office: few words, each with a capital."""
    return piece[:1].isupper() and len(piece.split()) <= 3 and piece.istitle() and not has_answer_word(piece)


def is_all_signature(lines: Sequence[str], sender: Sender) -> bool:
    """Whether nothing but a signature stands there, as it may below a letter that was answered above."""
    return all(not text or _is_block_line(text, sender) for text in lines)


def _is_signed(lines: Collection[str], sender: Sender) -> bool:
    return any(sender.signs(text) for text in lines)
