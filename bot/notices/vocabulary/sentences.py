"""The words by which a sentence tells something: who is to answer and until when, where they meet, by which rule."""

import re

# A line with a finite verb is a sentence, also where it is short and ends with a colon.
VERB = re.compile(
    r"\b(?:står|stod|sto|heter|heiter|lyder|skr(?:ev|iver?|eiv)|sier|seier|(?-i:sa)|sade|mener|meiner|uttal\w+|ønsker|ønskjer|ber|bad|blir|vert|ble"
    r"|vart|er|har|hadde|var|kan|skal"
    r"|må|foreslår|består|inneholder|inneheld|omfatter|omfattar|gjelder for|viser)\b",
    re.IGNORECASE,
)
PLACE_AND_DATE = re.compile(
    r"[A-ZÆØÅ][\w-]*(?:\s(?:i|på|og|[A-ZÆØÅ][\w-]*)){0,3}(?:,|\s)\s*(?:den\s+)?\d{1,2}\.\s?(?:[^\W\d]{3,9}|\d{1,2}\.)\s?\d{2,4}\.?"
)
REACHABLE = re.compile(r"\w@\w|\b(?:tlf|mob|telefon|phone)\w*\b", re.IGNORECASE)
ABSENCE = re.compile(
    r"\b(?:forfall|fråfall|avbud|avbod|varamedlem\w*|vararepresentant\w*|inhabil\w*|ugild\w*)\b", re.IGNORECASE
)
CLOSING = re.compile(
    r"(?:alt godt,?\s+)?(?:med\s+)?(?:vennlig|venn?leg|beste|hjertelig)?\s*"
    r"(?:hilsen|helsing|hilsing|hilsner|helsingar)\b.*"
    r"|mvh\.?\b.*|vel møtt.*|etter fullmakt"
    r"|(?:kind|best) regards.*|for\s+(?:[\w-]+s\s+)?(?:leder|leiar)(?:en)?\b.{0,40}|på vegne av.{0,80}",
    re.IGNORECASE,
)
ANSWER = re.compile(
    r"\b(?:svar\w*|tilbakemeld\w*|\w*stemme\w*|stem|vote\w*|votering\w*|godkjenn\w*|samtykke\w*|reply|repl(?:y|ies)|respon\w+"
    r"|uttale\w*|røyst\w*)\b",
    re.IGNORECASE,
)
BY = re.compile(r"\b(?:innen|innan|senest|seinast|\w*frist\w*|by|before|før)\b", re.IGNORECASE)
# «Ta kontakt», «Har du spørsmål, ring …» speak to who reads the notice.
ASKED = re.compile(
    r"^(?:ta (?:gjerne )?kontakt|kontakt\b|ring\b|spørsmål\b|har (?:du|dere|de|dykk)\b"
    r"|(?:ved|for) spørsmål|questions\b|please contact)",
    re.IGNORECASE,
)
# A day that one of these stands before is no meeting's.
UNTIL = re.compile(r"\b(?:innen|innan|senest|seinast|\w*frist\w*)\b", re.IGNORECASE)
REQUEST = re.compile(
    r"^(?:svar|gi|gje|send|stem|røyst|vennligst|ver venleg|please)\b"
    r"|\b(?:må|skal|bes|ber|bed|please)\b.{0,40}\b(?:svar\w*|stemme\w*|tilbakemeld\w*|godkjenn\w*|reply|vote)\b",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"\b(?:forfall|fråfall|avbud|avbod|meld\w*|svar\w*|\w*stemme\w*|kontakt\w*|spørsmål|henvend\w*|vend\w*|beskjed|ansvarlig|ansvarleg|contact|questions)\b",
    re.IGNORECASE,
)
# Who does something at the start of a sentence: «Nes regionråd ber medlemmene …».
ASKS = re.compile(
    r"(?:^|(?<=[.!?:]\s))(?P<who>[A-ZÆØÅ][\w-]+(?:\s(?!(?:ber|bed|kaller|kallar|inviterer|innkaller)\b)[\w-]+){0,6})\s"
    r"(?:ber|bed|(?:inn)?kall(?:er|ar)(?:\sinn)?|inviterer|ønsker|ønskjer|sender|vil|skal)\b"
)
# The place that a sentence names after the time: «… kl. 17.00 til 19.00 på Nes skole».
PLACE_AFTER_TIME = re.compile(
    r"(?P<when>.*\b(?:kl\.?|klokken|klokka|at)\s*\d{1,2}(?:[.:]?\d{2})?(?:\s*(?:-|–|til)\s*(?:kl\.?\s*)?\d{1,2}(?:[.:]?\d{2})?)?)"
    r"(?:\s*,?\s+(?:på|i|ved|in)\s+(?P<place>[^\d\W][^.;!?]{2,80}?)|\s*,?\s+(?P<home>hos\s+[^.;!?]{2,60}?)"
    r"|\s*\((?P<bracketed>(?-i:[A-ZÆØÅ])[^().;!?\d]{2,40})\)"
    r"|\s*,\s+(?P<named>(?-i:[A-ZÆØÅ])[^.;!?]{2,60}?))\s*\.?$",
    re.IGNORECASE,
)
MEETING = re.compile(r"\bmøte|møte[rt]?\b|meeting|\bmeets?\b|\binnkalling|forsamling(?:en|a)?\b", re.IGNORECASE)
# «Møtet holdes i Nes rådhus.» as a sentence of its own.
HELD_AT = re.compile(
    r"(?:møtet|det)\s+(?:skal\s+)?(?:holdes|avholdes|finner\s+sted|(?:blir|vert)\s+(?:halde|helde)|haldast)\s+(?:i|på|ved|hos)\s+"
    r"(?P<place>(?-i:[A-ZÆØÅ])[^.;:!?]{2,80}?)\s*\.?$",
    re.IGNORECASE,
)
PLACE_IN_PROSE = re.compile(
    r"\b(?:\w{0,30}møte\w*|behandl\w+|handsam\w+|held\w*|holdes|avholdes)\b(?:(?!stem|svar|meld|send|kontakt)[^.])*?"
    r"\b((?:på|per|via)\s+(?:e-?post|mail|teams|zoom|telefon)|(?<=som )(?:e-?post|teams-?|telefon|video|nett|fjern)møte"
    r"|(?<=som )(?:digitalt|skriftlig|skriftleg) møte|(?:heime|hjemme)\s+hos\s+(?-i:[A-ZÆØÅ])[\w-]+)\b",
    re.IGNORECASE,
)
_TWO_THIRDS = r"(?:to tredje\w*|2/3)[^.]*(?:fleirtal|flertall)"
_NOT_ANSWERING = r"(?:ikke|ikkje)\s+(?:svar\w*|høyrer|hører)[^.]*"
_COUNTS_AS = (
    r"(?:regne\w*|rekne\w*|anse\w*|oppfatt\w*)[^.]*(?:samtykk\w*|enig\w*|einig\w*|godkjen\w*|tilslutning|\bja\b)"
)
RULES = (
    ("unanimous-written", re.compile(r"skriftl[ei]g.{0,80}§\s*11-8|§\s*11-8.{0,80}skriftl[ei]g", re.IGNORECASE)),
    ("two-thirds", re.compile(_TWO_THIRDS, re.IGNORECASE)),
    ("board", re.compile(r"\b(?:aksjeloven|aksjelova|asl\.?)\s*§+\s*6-(?:19|24|25)", re.IGNORECASE)),
    ("majority", re.compile(r"(?:alminnelig|simpelt|vanlig|vanleg)\s+(?:flertall|fleirtal)", re.IGNORECASE)),
)
SILENCES = (
    (
        "no-vote",
        re.compile(rf"{_NOT_ANSWERING}(?:ikke|ikkje)\s+(?:stemt|avgitt|som (?:samtykke|enig|ja))", re.IGNORECASE),
    ),
    ("consent", re.compile(_NOT_ANSWERING + _COUNTS_AS, re.IGNORECASE)),
)
