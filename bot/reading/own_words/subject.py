"""What of a subject its sender put there, when they answer a letter that had one (rule 1.3)."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from bot.reading.own_words.answers import has_answer_word, is_instruction
from bot.reading.own_words.kept import kept
from bot.reading.own_words.known import letters_of
from bot.reading.own_words.wordlists import words

_PREFIXES = re.compile(
    r"(?:\s*(?:(?:sv|re|vs|fwd?|fw|vb|aw|wg|svar|antw|vidaresendt|videresendt)\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*:"
    r"|\[(?:ekstern|eksternt?|external|extern|ext|spam\??)[^\]]{0,40}\]))+\s*",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W_]+(?:[./:-][^\W_]+)*")
# Words that a letter's own subject is made of, besides the meeting's title.
_OF_LETTERS: Final = words(
    """innkalling innkallinga møteinnkalling innkalla kalla purring påminnelse påminning påminding kvittering spørsmål
    invitasjon invitation notice summons reminder receipt question meeting møte møtet til for to of and og i på on by
    den the svar svare innen innan reply answer before frist fristen deadline kl mandag tirsdag onsdag torsdag
    fredag lørdag søndag måndag tysdag laurdag sundag monday tuesday wednesday thursday friday saturday sunday januar
    februar mars april mai juni juli august september oktober november desember january february march may june july
    october december saksliste saksdokumenter sakspapirer sakspapir dagsorden agenda papers vara du er om a an you are
    registrert registrerte"""
)
_CASE = re.compile(r"\b(?:sak|saka|saken|case|item|ps|punkt|point)\b|\d{1,4}/\d{2}", re.IGNORECASE)
_DATE_LIKE = re.compile(r"[\d.:/-]+")


def without_prefixes(subject: str) -> tuple[str, bool]:
    """The subject without `SV:` and its relatives, and whether there was any."""
    found = _PREFIXES.match(subject[:1000])
    return (subject[found.end() :].strip(), True) if found else (subject.strip(), False)


def is_answering(subject: str) -> bool:
    """Whether the subject is that of an answer, or of a mail passed on."""
    return without_prefixes(subject)[1]


_FORWARDED = re.compile(
    r"\s*(?:\[[^\]]{0,60}\]\s*)?(?:vs|fwd?|fw|vb|wg|vl|vidaresend\w*|videresend\w*|forwarded)"
    r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*:",
    re.IGNORECASE,
)


@kept
def is_forwarded(subject: str) -> bool:
    """Whether the subject is that of a mail passed on: «VS: …», “Fwd: …”, «VS: SV: …», and not «SV: VS: …»."""
    return _FORWARDED.match(subject) is not None


# What a program puts before the subject of a letter that was opened, and somebody before what they have not sent in
# earnest.
_NOT_SAID = re.compile(
    r"\s*(?:(?:ikke |ikkje |not )?(?:lest|lese|read|læst)|utkast|kladd|draft|test|testmail)\s?(?::|\s[-–—]|$)",
    re.IGNORECASE,
)


def words_of_titles(titles: Iterable[str]) -> frozenset[str]:
    """The words that the meeting's own titles are made of, in lower case."""
    return frozenset(word for title in titles for word in _TOKEN.findall(title.lower()))


def own_subject(subject: str, titles: Collection[str], rows: Collection[str], cases: Collection[str]) -> str:
    """The words that the sender put into the subject; empty where it is a letter's or the meeting's own, or another's.

    `titles` are the words of the meeting's and body's names (`words_of_titles`), `rows` the letters (`letters_of`) of
    known lines, `cases` those of the cases' titles: no letter of ours goes out under one, so that it names the case.
    """
    rest, answered = without_prefixes(subject)
    letters = letters_of(rest)
    if is_forwarded(subject) or _NOT_SAID.match(rest):
        return ""
    if letters in cases:
        return rest
    if not letters or letters in rows:
        return ""
    own = _beyond(rest, titles, answered=answered)
    if not answered:
        return own
    # An instruction is the letter's: «Innkalling (forfall meldes innen fredag)».
    said = has_answer_word(own) or _CASE.search(own)
    return own if said and not is_instruction(own) else ""


def _beyond(subject: str, titles: Collection[str], *, answered: bool) -> str:
    """What is left when the title and the words of letters are taken from the front, and then from the end.

    A subject that begins with the sender's own words and answers nothing is theirs to its end.
    """
    tokens = list(_TOKEN.finditer(subject))
    own = _own_tokens([each[0].lower() for each in tokens], titles)
    if not any(own):
        return ""
    first, last = own.index(True), len(own) - 1 - own[::-1].index(True)
    if first < 2 and not answered:
        return subject
    begin = tokens[first].start() if first >= 2 else 0
    end = tokens[last + 1].start() if last + 1 < len(tokens) else len(subject)
    return subject[begin:end].strip(" -–—:,;|/([])")


def _own_tokens(words_of_subject: Sequence[str], of_titles: Collection[str]) -> list[bool]:
    """Which words are the sender's; a number belongs to the word before it («sak 2»)."""
    own: list[bool] = []
    for word in words_of_subject:
        number = _DATE_LIKE.fullmatch(word) is not None and "/" not in word
        of_letter = word in of_titles or word in _OF_LETTERS or (number and not (own and own[-1]))
        own.append(not of_letter)
    return own
