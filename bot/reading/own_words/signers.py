"""Lines that tell who somebody is and how to reach them: names, titles, closings, numbers."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from bot.reading.own_words.answers import (
    begins_with_answer,
    has_answer_word,
    is_bare_answer,
    is_certificate,
    is_row_of_form,
    is_verdict_line,
    names_case,
)
from bot.reading.own_words.boundaries import is_rule
from bot.reading.own_words.disclaimers import answers_plainly, disclaims, is_of_self
from bot.reading.own_words.footers import is_footer
from bot.reading.own_words.kept import kept
from bot.reading.own_words.reservations import depends, is_postscript, is_reservation

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
# «Jeg jobber ikke fredager» is said of every week, not of the meeting.
_HOURS = re.compile(
    r"arbeidsdag|arbeidstid|kontortid|\bjobber|\bjobbar|arbeider|deltid|fridag|working (?:hours|days)"
    r"|\b(?:åpent|ope|open|stengt|treffes|tilgjengelig|tilgjengeleg|available|closed|tlf|telefon)\b.{0,60}(?:dag|day)"
    r"|kontoret er",
)
_PHONE = re.compile(r"(?:\+|00)?\d[\d ]{6,16}\d")
_REACH = re.compile(
    r"@|\bwww\.|https?:|\b(?:tlf|telefon|phone|mob|mobil|mobile|sentralbord|direkte|faks|fax|tel|dir)\b\s?[.:]?"
    r"|\b\d{4}\s[A-ZÆØÅ]|postboks|p\.?o\.? ?box|org\.? ?nr|organisasjonsn|besøksadresse|postadresse|facebook|instagram"
    r"|linkedin|\[(?:cid|image|bilde|logo|et bilde|ein|signatur)|<image|image\d+\.(?:png|jpe?g|gif)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:(?:vara|fylkes)?ordfør(?:er|ar)\w*|fylkesråd\w*|rådmann|kommunedirektør\w*|regionråd\w*|(?:deputy )?mayor"
    r"|\w*rådgiv(?:er|ar)|\w*direktør|\w*sekretær|\w*leder|\w*leiar|\w*sjef|\w*koordinator|\w*konsulent|gruppeled\w*"
    r"|kommunestyre\w*|formannskap\w*|borgermester\w*|bürgermeister\w*|advisor|adviser|coordinator|director"
    r"|\w*kommune|\w*fylkeskommune|municipality|kommun|partiet|høyre|venstre|arbeiderpartiet|senterpartiet|krf|sv"
    r"|\w* as|ikt|avdeling|seksjon|stab)\b",
)
_MONEY = re.compile(r"\bkr\b|kroner|mill\b|millioner|nok\b", re.IGNORECASE)
_ACTING = re.compile(
    r"\b(?:møter|møte|deltar|deltek|stiller|kommer|kjem|vara|forfall|kan|har|er|vil|skal|må|i stedet|for meg|sak|saka"
    r"|punkt|viser|forslag\w*|framlegg\w*|innstilling\w*|tilråding\w*|attend\w*|cannot|can|will|is)\b",
)
# What no certificate and no way to reach somebody says, though it may name an auditor or a telephone.
_SAYING = re.compile(
    r"\b(?:bør|burde|må|måtte|trenger|treng|ønsker|ynskjer|synes|synest|mener|meiner|savner|saknar|avvent\w*|venter"
    r"|ventar|er (?:for|altfor|feil)|vil ha|should|must|needs?)\b"
    r"|\b(?:er|være|vera|bli|blir|vert) med\b"
    r"|\bhar (?:fått|flytt\w+|bytt\w+|endr\w+|nå|no)\b"
    r"|\b(?:deltar|deltek|deltaking|stiller|møter) (?:på|via|over|pr|per|gjennom|i)\b"
    r"|^\W{0,3}(?:på|via|over|pr\.?|per) (?:tlf|telefon|mobil|video|teams|nett)\w*\W*$",
)
_NAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# A longer line is a text, and none of a signature.
LONGEST_LINE: Final = 2_000


LONGEST_NAME: Final = 60


@kept
def _called(text: str) -> frozenset[str]:
    """The words of the line, if it may be a name; empty for an answer."""
    return frozenset() if is_bare_answer(text) else frozenset(_NAME.findall(text.lower()))


class Sender(NamedTuple):
    """The names by which the sender may sign, each as the set of its words: some put the last name first.

    `beside` are the full names of those registered for the same seat, `elsewhere` of those for others.
    """

    names: frozenset[frozenset[str]]
    beside: frozenset[frozenset[str]] = frozenset()
    elsewhere: frozenset[frozenset[str]] = frozenset()

    @classmethod
    def called(cls, *names: str, beside: Iterable[str] = (), elsewhere: Iterable[str] = ()) -> "Sender":
        """One who has those names, and signs with all of them, the first, the last, some, or initials."""
        spellings: set[frozenset[str]] = set()
        for name in filter(None, names):
            found = _NAME.findall(name.lower())[:6]
            initials = "".join(word[0] for word in found)
            spellings.update(_full(found), map(frozenset, (found[:1], found[-1:], [initials])))
        own = frozenset(each for each in spellings if len("".join(each)) > 1)
        return cls(own, _full_names(beside) - own, _full_names(elsewhere) - own)

    def is_other(self, text: str) -> bool:
        """Whether the text is the full name of somebody else who is registered."""
        return len(text) <= LONGEST_NAME and ((name := _called(text)) in self.elsewhere or name in self.beside)

    def may_be_signed_by_another(self, lines: Iterable[str]) -> bool:
        """Whether the full name of somebody else who is registered stands in one of the lines as signatures have it."""
        named = frozenset().union(*map(names_in, lines))
        return not (named.isdisjoint(self.beside) and named.isdisjoint(self.elsewhere))

    def is_from_elsewhere(self, text: str) -> bool:
        """Whether the line is the full name of somebody registered for another seat."""
        return len(text) <= LONGEST_NAME and _called(text) in self.elsewhere

    def signs(self, text: str) -> bool:
        """Whether the line is the sender's name and nothing else, a dash or a comma beside it apart.

        Jon Aas who writes «Ja» has not signed with his initials.
        """
        return len(text) <= LONGEST_NAME and _called(text) in self.names

    def shares_name(self, text: str) -> bool:
        """Whether a word of the text is one of the sender's names."""
        return any(len(each) == 1 and each <= _called(text) for each in self.names)


def _full(words: Sequence[str]) -> set[frozenset[str]]:
    """The spellings of a full name: all of it, without its last or its middle names."""
    return {frozenset(part) for part in (words, words[:2], [*words[:1], *words[-1:]])}


def _full_names(names: Iterable[str]) -> frozenset[frozenset[str]]:
    found = (_NAME.findall(name.lower())[:6] for name in names)
    return frozenset(spelled for words in found if len(words) > 1 for spelled in _full(words))


@kept
def is_closing(text: str) -> bool:
    """Whether the line closes a letter: «Med vennlig hilsen», «Mvh Kari», and no word of a vote."""
    if len(text) > 120:
        return False
    found = _CLOSING.match(text)
    return found is not None and len(found["rest"].split()) <= 8 and not votes(found["rest"])


@kept
def names_in(text: str) -> frozenset[frozenset[str]]:
    """The names, each the set of its words, with which somebody may sign in the line or beside a closing on it."""
    # What is longer is no name, and splitting blanks takes quadratic time.
    text = text[: 2 * LONGEST_NAME].strip()
    closed = after_closing(text)
    found = (text, closed, parts_of(text)[0], parts_of(closed)[0])
    return frozenset(_called(each) for each in found if len(each) <= LONGEST_NAME)


def after_closing(text: str) -> str:
    """What stands on the line of a closing beside it: the name in «Mvh Kari Berg»; empty where nothing does."""
    found = _CLOSING.match(text)
    return found["rest"].strip(" ,.:!-–—") if found else ""


def votes(text: str) -> bool:
    """Whether the line holds a word of an answer, and speaks of no certificate."""
    return has_answer_word(text) and not is_certificate(text)


@kept
def is_hours(text: str) -> bool:
    """Whether the line tells when somebody works."""
    return _HOURS.search(text.lower()) is not None and not depends(text)


def is_signature_line(text: str) -> bool:
    """Whether the line tells who somebody is and how to reach them, or certifies or disclaims something."""
    return len(text) <= LONGEST_LINE and _is_signature_line(text)


# Somebody who answers twice signs with the same lines.
@kept
def _is_signature_line(text: str) -> bool:
    if is_bare_answer(text) or names_case(text) or is_postscript(text) or _is_answered(text):
        return False
    certified = is_certificate(text)
    if is_reservation(text) and not (disclaims(text) or is_hours(text)):
        return False
    if is_of_self(text) or answers_plainly(text) or (not certified and begins_with_answer(text)):
        return False
    if disclaims(text):
        return True
    if is_verdict_line(text) or _SAYING.search(text.lower()):
        return False
    return _identifies(text, certified=certified)


def _identifies(text: str, *, certified: bool) -> bool:
    """Whether the line has a certificate, an address, a title or a number in it, and is no sentence about one."""
    count = len(text.split())
    ends = "!" if certified else (".", "!")
    if count > SHORTEST_SENTENCE and text.endswith(ends) and _DATA.search(text) is None:
        # «Send gjerne protokollen på e-post.»; «Vi er Miljøfyrtårn-sertifisert.» is a footer's.
        return False
    return count <= LONGEST_IDENTIFYING and (
        certified or is_rule(text) or tells_how_to_reach(text) or _is_title(text, count)
    )


LONGEST_IDENTIFYING: Final = 12
SHORTEST_SENTENCE: Final = 2
# A number, an address, a page: what one reaches somebody by.
_DATA = re.compile(r"[\d@/\[<]|\bwww\.", re.IGNORECASE)
_ANSWERED = re.compile(r"(?:\s?[:=|\t]|\s[–—-]|\.{3,})\s*(?P<said>[^:=|\t–—]{1,60})$")


def _is_answered(text: str) -> bool:
    """Whether an answer stands behind a title of a case: «Valg av revisor: nei», «Valg av ny leder - i orden»."""
    found = _ANSWERED.search(text)
    return (found is not None and is_bare_answer(found["said"])) or is_row_of_form(text)


def _is_title(text: str, count: int) -> bool:
    """Whether the line is a title, an organisation or a number, and no sentence about one."""
    if _ACTING.search(text.lower()) or (count > 3 and text.endswith((".", "!", "?"))):
        return False
    if _PHONE.search(text) and not _MONEY.search(text):
        return True
    return count <= 7 and _TITLE.search(text.lower()) is not None and not votes(text)


LONGEST_SLOGAN: Final = 8


@kept
def is_slogan(text: str) -> bool:
    """Whether the line may be a slogan below a name and a title: «Ja til jernbanen», «Sammen for Solvik».

    It is short, says nothing of its writer, of a case or of who takes part, and is no sentence.
    """
    if len(text.split()) > LONGEST_SLOGAN or text.endswith((".", "?", ":")) or is_bare_answer(text):
        return False
    if names_case(text) or is_postscript(text) or is_reservation(text) or is_of_self(text) or is_verdict_line(text):
        return False
    return _ACTING.search(text.lower()) is None and _SAYING.search(text.lower()) is None


def is_block_line(text: str, sender: Sender) -> bool:
    """Whether the line may stand in the sender's signature."""
    return not announces_substitute(text, sender) and _is_of_block(text, sender)


def _is_of_block(text: str, sender: Sender) -> bool:
    return sender.signs(text) or is_signature_line(text) or is_footer(text) or _is_signed_line(text, sender)


_ROLE = (
    r"(?:(?:min|vår|møtande|møtende|innkalt|personlig|personleg|første|fyrste|\d\.)\s){0,2}"
    r"(?:vara(?:medlem\w*|rep\w*|person\w*|)|st[ae]dfortred\w*|substitute|alternate|stand-?in)"
)
_PERSON = r"[^\W\d_a-zæøåäöü][\w'.-]{1,30}(?:[ -][^\W\d_a-zæøåäöü][\w'.-]{0,30}){1,4}"
# «Vara: Per Dal, per.dal@…», «Vara blir varaordfører Per Dal, tlf …»
_ANNOUNCED = re.compile(
    rf"\W{{0,3}}{_ROLE}\b(?:\s?:|\s(?:er|blir|vert|møter|stiller|deltar|deltek|is|will be|attends)\b)(?P<named>.+)",
    re.IGNORECASE,
)
# «Per Dal møter (per.dal@…)», «Varaordfører Per Dal stiller, mobil …»
_STANDING_IN = re.compile(
    rf"(?i:\W{{0,3}}(?:varaordfør\w+|deputy mayor),?\s)?(?P<named>{_PERSON}),?\s(?:\S{{1,80}}@\S{{1,80}},?\s)?"
    r"(?:møter|stiller|deltar|deltek|kommer|kjem|trer inn|attends|will attend|will be)\b"
)
_TITLED = re.compile(
    rf"(?i:varaordfør\w+|deputy mayor):? (?P<titled>{_PERSON})|(?P<named>{_PERSON}),? \(?(?i:vara|deputy mayor)"
)
LONGEST_NAMING: Final = 300


def announces_substitute(text: str, sender: Sender) -> bool:
    """Whether the line says who is somebody else's substitute, how to reach them included."""
    named = _announced(text)
    return bool(named) and not sender.shares_name(named)


@kept
def _announced(text: str) -> str:
    """Whom the line names as substitute; empty where it names nobody."""
    found = (_ANNOUNCED.match(text) or _STANDING_IN.match(text)) if len(text) <= LONGEST_NAMING else None
    return found["named"] if found else ""


def is_of_another(text: str, sender: Sender) -> bool:
    """Whether the line tells of a deputy who is not the sender: «Varaordfører Per Dal, per.dal@…»."""
    found = _TITLED.match(text) if len(text) <= LONGEST_NAMING else None
    named = (found["titled"] or found["named"]) if found else ""
    return bool(named) and not sender.shares_name(named) and _TITLE.search(named.lower()) is None


_PIECES = re.compile(r"\s*[|•·▪]\s*|\s+[-–—/]+\s+|,\s+|\t+")


@kept
def parts_of(text: str) -> list[str]:
    """The pieces of a signature that stands on one line; at least one."""
    return _PIECES.split(text.strip(" |"), maxsplit=12)


def _is_signed_line(text: str, sender: Sender) -> bool:
    """Whether a whole signature stands on the line: «Kari Berg | Ordfører | Solvik kommune | 00 00 00 00»."""
    if len(text) > 300:
        return False
    first, *rest = parts_of(text)
    if not rest or not (sender.signs(first) or is_signature_line(first)):
        return False
    return all(is_signature_line(each) or sender.signs(each) or _is_label(each) for each in rest)


def _is_label(piece: str) -> bool:
    """Whether it may be the name of a place or an office: few words, each with a capital."""
    return piece[:1].isupper() and len(piece.split()) <= 3 and piece.istitle() and not has_answer_word(piece)


def is_all_signature(lines: Sequence[str], sender: Sender) -> bool:
    """Whether nothing but a signature stands there, as it may below a letter that was answered above."""
    return all(not text or is_block_line(text, sender) for text in lines)


def tells_how_to_reach(text: str) -> bool:
    """Whether there is an address, a number's label, a web page or a picture's name in the line."""
    return _REACH.search(text) is not None
