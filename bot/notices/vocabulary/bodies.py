"""The words that name a meeting, the body that meets and the organisation that it is of."""

import re

INVITATION = re.compile(
    r"(?:møte)?innkalling(?:a|en)?\s+til\s+(?P<title>\S.*)"
    r"|(?:møte)?innkalling(?:a|en)?\s*[:–—-]\s*(?P<named>(?!\d|(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn)\w*dag)\S.*)"
    r"|notice\s*:\s*(?P<announced>\S.*)|notice\s+of\s+(?:an?\s+|the\s+)?(?P<notice>\S.*)|det\s+(?:kalles|blir kalla)\s+"
    r"(?:med dette\s+)?inn\s+til\s+(?P<rest>\S.*)"
    r"|invitation\s+to\s+(?P<english>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
NOTICE_TITLE = re.compile(
    r".{0,60}\b(?:møte-?\s?innkalling|innkalling|notice of (?:[\w-]+ ){0,4}meeting|saksliste og innkalling)\b.{0,120}",
    re.IGNORECASE | re.DOTALL,
)
# «i dalen» belongs to the name, «i kommunestyresalen» says where they meet.
_VENUE = (
    r"(?:[\w-]+\s){0,2}[\w-]*(?:sal|rom|hus|lokale|kantin|hall|bygg|senter|skole|hotell|kino|bibliotek|teams|zoom)"
    r"(?:en|et|a|met)?\b"
)
_WHERE_FROM = rf"(?:\s+i\s+(?!{_VENUE}|løpet|dag\b|morgen)(?-i:[a-zæøå])[\w-]{{3,}}(?=\s*[.,]?\s*$))?"
MEETING_OF = re.compile(
    r"(?<![\w-])(?:(?:[\w-]*møte|[\w-]*meeting|[\w-]*(?:behandling|handsaming)|(?:møte)?innkalling(?:\s+til\s+[\w-]*møte)?)\s+"
    r"(?:(?:i|for|til|in|of)\s+|(?<=innkalling ))|\bmedlemm(?:er|ar|ene|ane|a)\s+(?:i|av)\s+)"
    r"(?P<body>(?:[\w-]+\s+){0,2}(?!\w*(?:møte|meeting)\b)(?:\w+grupp|\w*utval|\w*råd|\w*styre|formannskap"
    r"|representantskap|\w*nemnd|\w*komit|fylkesting)\w*"
    r"(?:\s+(?:(?:for|i|av|ved)\s+[^\d,.:()!?]|(?-i:[A-ZÆØÅ«“\"]))[^\d,.:()!?]{1,60}?(?:\s20\d\d(?=\s*$))?)?"
    rf"{_WHERE_FROM})(?=\s*(?:$|[\d,.:(!?]|\s(?:på|i|kl|den|onsdag|mandag|måndag|tirsdag"
    r"|tysdag|torsdag|fredag|lørdag|laurdag|søndag|sundag|via|per|innkalles|blir|vert|kalles|bes)\b))",
    re.IGNORECASE,
)
MEETING_TITLE = re.compile(
    r"(?:[\w«»-]+\s+){0,4}[\w-]*(?:møte|meeting)\b[^.:]{0,100}"
    r"(?:\b\d{1,2}\.\s?\w+\.?\s?\d{2,4})?"
    r"(?:,?\s+(?:kl\.?|klokka|klokken|at)\s+\d[\d.:]*(?:\s*(?:[–-]|til)\s*\d[\d.:]*)?)?",
    re.IGNORECASE,
)
# The document's title, which says nothing of the meeting's own.
BARE_TITLE = re.compile(r"(?:møte)?innkalling(?:\s+til\s+møte)?|notice\s+of\s+(?:a\s+)?meeting", re.IGNORECASE)
BODY_IN_PROSE = re.compile(
    r"\b((?:styringsgruppa|styringsgruppen|arbeidsgruppa|arbeidsgruppen|prosjektgruppa|prosjektgruppen"
    r"|representantskapet|formannskapet"
    r"|kommunestyret|regionrådet|ordførerutvalget|arbeidsutvalget|arbeidsutvalet|styret)(?:\s+(?:for|i|av)\s+(?-i:[A-ZÆØÅ«])[\w«»-]*(?:\s+"
    r"(?-i:[A-ZÆØÅ])[\w-]+)*(?:\s+20\d\d)?)?)(?![\w-]|\s+(?-i:[A-ZÆØÅ])\w)",
    re.IGNORECASE,
)
_COUNCIL = (
    r"(?:ungdoms|barne|elev|foreldre|eldre|senior|pensjonist|pasient|bruker|brukar|pårørende|pårørande|innbygger|innbyggjar"
    r"|innvandrer|integrerings|mangfolds|medvirknings|medverknads|samarbeids|samordnings|koordinerings|prosjekt|program"
    r"|fag|kontakt|partnerskaps|drifts|eier|eigar|ordfører|ordførar|rådmanns|kommunedirektør|leder|leiar)råd(?:et)?"
    # «Reguleringsrådet» is named by its work, «Romsdalsrådet» by its place.
    r"|(?![\w-]*(?:dals|fjords|lands|bergs|viks|regions|fylkes|felles))[\w-]{4,}srådet"
)
_BODY = (
    rf"(?:[\w-]*utvalg(?:et)?|[\w-]*utval(?:et)?|[\w-]*styret?|[\w-]+grupp[ae]n?|[\w-]*nemnda?|(?:{_COUNCIL})"
    r"|[\w-]*komit(?:é|e|een|éen)|representantskap(?:et)?|formannskap(?:et)?|kommunestyret?|[\w-]*forum(?:et)?"
    r"|(?:steering|working|project)\s+(?:group|committee)|(?:the\s+)?board|[\w-]*committee)"
)
# A body's own name on a line of its own: «Samarbeidsutvalget for barnehagene», «Styringsgruppe Velferd».
BODY_LINE = re.compile(
    rf"(?:til\s+)?(?P<body>(?:(?-i:[A-ZÆØÅ])[\w-]+\s+|(?-i:[A-ZÆØÅ])\w+-(?:,\s\w+-)*\s+og\s+)?{_BODY}"
    r"(?:\s+(?:(?:for|i|av|ved|of|in)\s+\S[^\d.:?!@]{1,80}|(?!meeting|møte)(?-i:[«“\"A-ZÆØÅ])[^\d.:?!@]{1,60}))?"
    # Only a name without the article goes on in lower case: «Arbeidsgruppe næring».
    r"|[\w-]*(?:gruppe|forum|utvalg|utval|råd)\s+(?-i:[a-zæøå])[\w-]{2,}(?:[–-][\w-]+)?)",
    re.IGNORECASE,
)
OF_BODY = re.compile(rf"^(?:til\s+)?{_BODY}\s+(?P<by>for|i|av|of|in)\s+", re.IGNORECASE)
# What only an organisation's name has; «for kommunen» may name anything that a body works for.
SURE_ORGANISATION = re.compile(
    r"(?-i:\b(?:IKS|IPR|ASA?|SA|BA|KF|HF|FKF|Ltd|Inc)\b)|interkommunal|fylkeskommune|\bselskap"
    r"|\b\w+regionen\b|\w\s?råd(?:et)?\b",
    re.IGNORECASE,
)
# Whom a mail greets.
GREETED = re.compile(
    rf"(?:hei|kjære|god dag|hallo|dear|hello)\s+(?P<body>{_BODY}(?:\s(?:for|i|av|of)\s[^\d.,:?!@]{{1,60}})?)\s*[,!.]?",
    re.IGNORECASE,
)
# The meetings whose body has no other name than they.
MEETING_OF_KIND = (
    (re.compile(r"styremøte", re.IGNORECASE), "Styret"),
    (re.compile(r"formannskapsmøte", re.IGNORECASE), "Formannskapet"),
    (re.compile(r"kommunestyremøte", re.IGNORECASE), "Kommunestyret"),
    (re.compile(r"representantskapsmøte", re.IGNORECASE), "Representantskapet"),
)
BODY_KIND = re.compile(r"styringsgruppe|arbeidsgruppe|prosjektgruppe|referansegruppe|styre|formannskap", re.IGNORECASE)
COMMON_WORD = re.compile(
    r"(?:i|til|for|og|på|av|med|[\w-]*møte|prosjektet|innkalling|møteinnkalling|saksliste|sakliste|ekstraordinært|ordinært|skriftlig|skriftleg"
    rf"|[\w-]*behandling|[\w-]*handsaming|e-post|{_BODY}|{_BODY}møte)",
    re.IGNORECASE,
)
GROUP = re.compile(r"(?:styrings|arbeids|prosjekt|referanse)grupp\w*|representantskap\w*|styret?\b", re.IGNORECASE)
ORGANISATION = re.compile(
    r"\b(?:\w*kommune|interkommunal\w*|\w*råd(?:et)?|\w+region(?:en)?|(?-i:Regionen|Region\s)|politisk råd|fylkesting"
    r"|\w*selskap(?:et)?|\w*fellesskap(?:et)?|\w*samarbeid(?:et)?|\w*forbund(?:et)?|council|association|stiftelsen?|vannverk|renovasjon|partnership|company|authority|foundation"
    r"|(?-i:IKS|IPR|ASA?|SA|BA|KF|HF|FKF|Ltd|Inc))\b",
    re.IGNORECASE,
)
