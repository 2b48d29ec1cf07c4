"""Whether a line that nothing marks may be what somebody wrote into a letter, though it is no plain answer.

Letters differ in their wording, so a line that is in no text of the meeting proves nothing by itself. What counts here
is how people speak of what stands above: of themselves, of «denne», in few words, with a denial, a doubt or a demand.
"""

import re
from typing import Final

from bot.reading.own_words.answers import COMMANDS, is_instruction, is_of_letter, is_of_record, is_personal
from bot.reading.own_words.kept import kept
from bot.reading.own_words.known import Known, bare_letters
from bot.reading.own_words.reservations import leans
from bot.reading.own_words.wordlists import words

_WORD = re.compile(r"[^\W\d_]+")
# What programs put between a letter's lines: the address behind a link, the name of a picture.
_INSERTED = re.compile(
    r"<?(?:https?://|mailto:|tel:)[^\s>]{1,2000}>?|\[(?:cid:|image:?|bilde)[^\]]{0,200}\]", re.IGNORECASE
)
_HEADINGS: Final = words(
    """forslag framlegg innstilling tilråding tilrådning vedtak vedtaket bakgrunn saksframstilling saksframlegg
    saksutgreiing saksopplysninger saksopplysningar saksutredning vurdering vurderinger vurderingar konklusjon
    anbefaling drøfting oppsummering sammendrag samandrag innledning innleiing økonomi vedlegg sakene sakane saker
    saksliste sakliste dagsorden kommunedirektørens kommunedirektøren rådmannens rådmannen til svar svarskjema
    proposal proposals decision background summary assessment conclusion recommendation attachments cases the agenda"""
)
_DRAWN: Final = "-–—_=*~#·•|>. "
LONGEST_HEADING: Final = 3
LONGEST_REMARK: Final = 14
SHORT: Final = 4

_THIS: Final = words("denne dette desse disse her this these here")
_BACK_AT: Final = words("denne dette den denna this it")
_DENYING: Final = words("ikke ikkje ikkj inte nei nej ingen inga aldri verken korkje not never no neither dont cannot")
_MODAL: Final = words("må bør kan vil skal burde måtte kunne ville must should can could will would may")
_JUDGING: Final = words(
    """dyrt dyr dyre kostbart høyt høy høg høgt lavt lågt stort mye mykje usikker usikkert tvil tvilande vanskelig
    vanskeleg skeptisk skeptiske skeptiske uklart uklar utsett utsettes utsettast utsetjast drøftes drøftast
    diskuteres venter ventar vent avventer avventar nja tja hm hmm tror trur tenker meiner mener lurer lurar trenger
    treng behov inhabil ugild part forfall expensive unclear unsure doubt wait postpone"""
)
# «Meld forfall» stands on a button; «Krev møte» may be nynorsk for «I demand a meeting».
_BUTTONS: Final = COMMANDS - {"krev"}
_WE: Final = words("vi me we oss us")
_DEMANDING: Final = words("krever krev ønsker ynskjer ynskja vil forutsetter føreset require want")
_REFUSING: Final = words("nei nej no ikke ikkje not ingen avventer avventar venter ventar utsett utsettes")


def without_insertions(text: str) -> str:
    """The line without addresses of links and names of pictures."""
    return _INSERTED.sub("", text).strip() if "[" in text or ":" in text else text


@kept
def is_heading(text: str) -> bool:
    """Whether the line is one of the headings that letters have above their parts: «Forslag til vedtak», «Bakgrunn»."""
    found = _WORD.findall(text.lower())
    return 0 < len(found) <= LONGEST_HEADING and all(each in _HEADINGS for each in found)


@kept
def is_remark(text: str) -> bool:
    """Whether somebody speaks in the line of what stands above it: refuses, doubts, demands or makes conditions."""
    found = _WORD.findall(text.lower())
    if not 0 < len(found) <= LONGEST_REMARK or found[0] in _BUTTONS:
        return False
    if is_of_letter(text) or is_instruction(text) or is_heading(text):
        return False
    return leans(text) or is_personal(text) or _refers(found) or _takes_a_stand(found)


def goes_on(text: str, *, gap: bool) -> bool:
    """Whether the line goes on with an answer above it; behind an empty line, a `gap`, only what limits it does."""
    if is_of_letter(text):
        return False
    return leans(text) if gap else not is_instruction(text) or leans(text)


def _refers(found: list[str]) -> bool:
    """«Her må vi ha mer tid», «Venter med denne», «Dette går ikke»."""
    if found[-1] in _BACK_AT and len(found) > 1:
        return True
    return found[0] in _THIS and not _STANDS.isdisjoint(found)


def _takes_a_stand(found: list[str]) -> bool:
    """«Må endres», «Nei til økningen», «Vi kan ikke godta», «Rammen bør ned», «Krever møte»."""
    if found[0] in _MODAL or found[0] in _REFUSING or found[0] in _DEMANDING:
        return True
    if found[0] in _WE and not _DENYING.isdisjoint(found):
        return True
    return len(found) <= SHORT and not _LEFT_OPEN.isdisjoint(found)


_LEFT_OPEN: Final = _JUDGING | (_MODAL - {"skal", "kan", "can", "will", "may"})
_STANDS: Final = _DENYING | _MODAL | _JUDGING | _WE


# A case's papers, which our letters name below its text.
_PAPERS = re.compile(r"\W{0,3}(?:vedlegg|attached|attachments?)\s?:", re.IGNORECASE)
_LAST_MEETING = re.compile(
    r"\W{0,3}(?:(?:fra|frå|from) (?:forrige|førre|(?:the )?(?:last|previous)) (?:møte|meeting)|oppfølging|follow-?up)"
    r"\W{0,3}",
    re.IGNORECASE,
)


def ends_cases(text: str) -> bool:
    """Whether the line is a heading below which our letters tell of the meeting before, or of what comes after."""
    return _LAST_MEETING.fullmatch(text) is not None


def is_explained(text: str, known: Known) -> bool:
    """Whether the line of a letter says nothing that is not ours: it holds known text, or only what programs put in."""
    told = without_insertions(text)
    letters = bare_letters(told)
    if (
        not told.strip(_DRAWN)
        or is_heading(told)
        or _PAPERS.match(told)
        or ends_cases(told)
        or is_of_record(told)
        or known.holds_line(told)
    ):
        return True
    return any(row in letters for row, _ in known.long_rows)
