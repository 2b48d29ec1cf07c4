"""The labels at the head of a notice, «Tid:», «Sted:», and what they stand for."""

import re
from enum import StrEnum


class Field(StrEnum):
    """What a label at the head of a notice stands for."""

    DATE = "date"
    DATE_AND_PLACE = "date_and_place"
    PLACE = "place"
    BODY = "body"
    ORGANISATION = "organisation"
    TITLE = "title"
    DEADLINE = "deadline"
    COORDINATOR = "coordinator"
    CHAIR = "chair"
    MEMBERS = "members"
    NOTICE_DATE = "notice_date"
    COPY = "copy"
    EMAIL = "email"
    PHONE = "phone"


LABELS: dict[str, Field] = {
    label: field
    for field, labels in {
        Field.DATE: "tid|dato|møtedato|tidspunkt|når|klokkeslett|klokka|klokken|møtestart"
        "|møtetid|møtetidspunkt|dato og tid|dato/tid|tid og dato"
        "|dag|kl|date|time|when|date and time|møtedag",
        Field.DATE_AND_PLACE: "tid og sted|tid og stad|tid/sted|tid/stad|sted og tid|stad og tid|når og hvor|når og kor"
        "|tid og møtested|time and place|date and place|møtetid og møtested|møtetid og sted|tid, sted|dato og sted",
        Field.PLACE: "sted|møtested|stad|møtestad|hvor|kor|møterom|møtelokale|lokale|møteform"
        "|place|where|venue|location",
        Field.BODY: "utvalg|utval|organ|styre|råd|gruppe|møte i|committee|utvalgsnavn|nemnd|komité|forum|møteorgan",
        Field.ORGANISATION: "organisasjon|kommune|virksomhet|organisation",
        Field.TITLE: "møte|meeting|møtetittel|tittel|emne|gjelder|subject|gjeld",
        Field.DEADLINE: "svarfrist|frist for svar|frist for å svare|frist|frist for tilbakemelding|tilbakemeldingsfrist"
        "|frist for avstemning|frist for avstemming|frist for stemmegivning|stemmefrist|frist for votering|deadline"
        "|svar innen|svar innan|svar seinast|svar senest|reply by|answer by|answers by|frist for å stemme"
        "|frist for godkjenning",
        Field.COORDINATOR: "kontakt|kontaktperson|sekretær|møtesekretær|sekretariat|koordinator|regionkoordinator"
        "|utvalgssekretær|utvalssekretær|kontaktinformasjon|innkalt av|innkaller|innkallar|referent"
        "|ansvarlig|ansvarleg|møteansvarlig|møteansvarleg"
        "|forfall meldes|forfall meldes til|forfall til|fråfall til|meld forfall til|fråfall skal meldast til"
        "|secretary|secretary to the board|board secretary|company secretary|contact|coordinator|contact person",
        Field.CHAIR: "leder|leiar|møteleder|møteleiar|styreleder|styreleiar|utvalgsleder|utvalsleiar|chair",
        Field.MEMBERS: "medlemmer|medlemer|medlemmar|med|hvem|kven|deltakere"
        "|deltakarar|innkalte|innkalt|innkalla|til|til stede"
        "|møtende|faste medlemmer|faste medlemmar|styremedlemmer|styremedlemmar|styremedlemer|mottakere"
        "|styringsgruppe|styringsgruppa|styringsgruppen|arbeidsgruppe|arbeidsgruppa|members"
        "|innkalles|innkallast|board members|directors|participants|attendees",
        Field.NOTICE_DATE: "utsendt|dato for innkalling|innkallingsdato|vår dato|sendt ut",
        Field.COPY: "kopi til|kopi|kopimottakere|kopimottakarar|sendt til|sendes til|cc",
        Field.EMAIL: "e-post|epost|mail|e-mail|e-postadresse",
        Field.PHONE: "telefon|tlf|mob|mobil|phone",
    }.items()
    for label in labels.split("|")
}
_PLACE = (
    r"\b(?:hvor|kor|adresse)\b|\b(?:opp)?(?:møte)?(?:sted(?:et)?|stad(?:en)?|lokalet?|rom(?:met)?|plass(?:en)?)\b"
    r"|\bholdes i\b|\bblir halde i\b"
)
_DAY = r"\b(?:møte)?(?:dato|tid|tidspunkt|dag|start|starter|startar)\b|\bklokkeslett\b|\bnår\b"
# Where a label begins behind other words of its line.
LABEL_WITHIN = re.compile(
    r"(?<=[\w).])(?<!\bog)[.;,]?\s+(?=(?:(?:Møte)?(?:[Ss]ted|[Ss]tad|[Tt]id|[Dd]ato|[Rr]om)|Kl|Klokkeslett|Tidspunkt"
    r"|Lokale|(?:Svar)?[Ff]rist)\s*:)"
)
# A date beside one of these is the letter's own.
LETTER_REFERENCE = re.compile(r"(?:vår|deres|dykkar|dokkar|your|our)\s+ref", re.IGNORECASE)
REPORTED_TO = re.compile(r"(?:skal\s+)?(?:meldes?|meldast|til)\b", re.IGNORECASE)
HELD = re.compile(r"^\s*(?:møtet|møte)\s+(?:\w+\s+)?(?:holdes|avholdes|halde|haldast)(?:\s+i)?\s*$", re.IGNORECASE)
# Words that tell what a label of other words stands for; the first that is there decides.
TELLING_LABELS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (Field.NOTICE_DATE, r"utsend|innkallingsdato|\bsendt?\b"),
        (
            Field.DEADLINE,
            (
                r"(?:frist|innen|innan|senest|seinast).*(?:svar|stem|røyst|avgi|votering|tilbakemeld|godkjen)"
                r"|(?:svar|stem|røyst|votering|tilbakemeld).*(?:frist|innen|innan|senest|seinast)"
            ),
        ),
        (Field.DEADLINE, r"^siste (?:dag|dato) for å (?:stemme|røyste|svare)|^(?:deadline|reply|respond|vote)\b"),
        (Field.DATE_AND_PLACE, rf"(?:{_DAY}).*(?:{_PLACE})|(?:{_PLACE}).*(?:{_DAY})"),
        (Field.PLACE, _PLACE),
        (Field.DATE, rf"^(?!.*(?:frist|utsend|forfall|arkiv)).*(?:{_DAY})"),
        (
            Field.COORDINATOR,
            (
                r"\b(?:kontakt\w*|henvendelse\w*|spørsmål|saksbehandl\w+|sakshandsam\w+|\w*sekretær|\w*sekretariat"
                r"|(?:møte)?innkall(?:er|ar)|ansvarlig|ansvarleg|skriv til)\b"
            ),
        ),
    )
)


def tidy(label: str) -> str:
    """A label or heading as it is looked up: lower case, without closing punctuation."""
    return " ".join(label.lower().split()).strip(" .:–-*#_")
