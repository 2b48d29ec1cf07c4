"""Words with which somebody limits, denies, doubts or adds to what they have said: no signature is made of them.

A line that holds one may take a vote back, so it is never left out for standing where signatures stand.
"""

import re
from typing import Final

from bot.reading.own_words.kept import kept

# Conditions that hardly anything but an answer states.
_CONDITION = re.compile(
    r"\b(?:(?:for|fyre)behold\w*|atterhald\w*|(?:forut|føre)set\w+|forutsatt|såfremt|såframt|så (?:fremt|framt|sant)"
    r"|(?:på|med) (?:det |den |dei |de |følgende |følgjande )?(?:vilkår|betingelse|krav|premiss|føresetnad)\w*"
    r"|betinga\w*|betinget|gitt at|gjeve at|så (?:lenge|lengje)|med mindre|medmindre|avhengig av|avheng av|avhenger av"
    r"|provided|providing|proviso|subject to|condition\w*|contingent|reservations?|as long as|so long as"
    r"|förutsatt|förutsättning\w*|förbehåll\w*|forudsat)\b",
)
_LIMIT = re.compile(
    r"\b(?:hvis|viss|dersom|om (?:ikke|ikkje|bare|berre)|bare|berre|kun|ikke|ikkje|inte|ingen|inga|ingenting|aldri"
    r"|uten|utan|unntak\w*|unntatt|unnateke|untatt|bortsett|vilkår\w*|betingelse\w*|kravet|med unntak|i tilfelle"
    r"|if|only|unless|not|never|none|without|except\w*|cannot|\w{2,6}n['’]t"
    r"|tror|trur|kanskje|usikker\w*|tvil\w*|maybe|perhaps|unsure|uncertain|doubt\w*|tvivl\w*|nja|tja"
    r"|angrer|angrar|ombestem\w*|omgjør\w*|likevel|derimot|however"
    r"|inntil|innan|så (?:snart|fort)|etter at|until)\b"
    r"|^\W{0,3}(?:men|but)\b",
)
_IF = re.compile(r"\b(?:hvis|viss|dersom|bare|berre|kun|if|only|unless)\b", re.IGNORECASE)
# «Med forbehold om skrivefeil» stands below «Sendt fra min iPhone», and limits no vote.
_MISSPELT = re.compile(r"skrivefeil|trykkfeil|tastefeil|skrivelei|stavefeil|autokorrektur|typos?\b|brevity")
_POSTSCRIPT = re.compile(
    r"[\W_]{0,4}(?:(?:p\.?\s?){1,3}s\b\.?|etterskrift|tillegg|presisering|rettelse|retting|addendum|edit)(?:[\s:.!,)-]|$)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"[\W_]{0,4}(?:n\.?\s?b\b\.?|obs|merk|merknad|note|viktig|important|husk)\s?[!:.,)–-]", re.IGNORECASE
)
# A footnote or an aside: «* …», «(…», «1) …», «¹ …».
_ASIDE = re.compile(r"(?:\*{1,3}(?=[^*])|[(\[{†‡#]|[¹²³]|\d\))\s{0,2}\w", re.IGNORECASE)
LONGEST: Final = 2_000


@kept
def is_condition(text: str) -> bool:
    """Whether the line makes what was said depend on something, in words that few but an answer has."""
    return len(text) <= LONGEST and _CONDITION.search(low := text.lower()) is not None and _MISSPELT.search(low) is None


def depends(text: str) -> bool:
    """Whether the line makes something depend on something, be it what a disclaimer or hours of work depend on."""
    return is_condition(text) or _IF.search(text) is not None


_LEANING = re.compile(
    r"\W{0,3}(?:men|but|unntatt|unnateke|untatt|bortsett|hvis|viss|dersom|så (?:lenge|lengje|fremt|framt)"
    r"|ikke|ikkje|not|bare|berre|kun|if|only|unless|except|provided|om|når|inntil|until|med mindre|likevel|dog"
    r"|imidlertid)\b",
    re.IGNORECASE,
)


def leans(text: str) -> bool:
    """Whether the line limits what stands above it: it begins with a condition or a contrast, or states one."""
    return _LEANING.match(text) is not None or is_condition(text)


@kept
def is_reservation(text: str) -> bool:
    """Whether the line holds a word of condition, negation or doubt."""
    return is_condition(text) or (
        len(text) <= LONGEST and _LIMIT.search(low := text.lower()) is not None and _MISSPELT.search(low) is None
    )


@kept
def is_postscript(text: str) -> bool:
    """Whether the line begins what its writer added: «PS: …», «P.P.S.», «Tillegg: …»."""
    return _POSTSCRIPT.match(text) is not None


def is_note(text: str) -> bool:
    """Whether the line is announced or marked as something to heed beside the rest: «NB! …», «* …», «(…)»."""
    return _NOTE.match(text) is not None or _ASIDE.match(text) is not None
