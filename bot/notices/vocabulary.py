"""The words by which a notice tells its parts: Bokmål, Nynorsk, and English where it is usual."""

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

_PLACE = r"\b(?:hvor|kor|adresse)\b|\b(?:opp)?(?:møte)?(?:sted|stad|lokale|rom|plass)\b|\bholdes i\b|\bblir halde i\b"
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

AGENDA = re.compile(
    r"(?:saksliste|sakliste|sakl\.?|dagsorden|dagsordenen|agenda|saker?(?: til (?:behandling|handsaming))?|sakskart"
    r"|saksoversikt|innkalling og sak(?:s)?liste|saker til skriftlig behandling|case list|sakene|the cases)",
    re.IGNORECASE,
)
MISCELLANEOUS = re.compile(r"(?:\d{1,2}[.)]\s*)?(?:eventuelt|ymse|any other business|aob)\.?:?", re.IGNORECASE)

_PREFIX = (
    r"(?:sak\s(?-i:[A-ZÆØÅ]{2,4})(?=\s)|(?:styre|utvalgs?|utvals?)?saks?(?:\s*(?:nr|nummer))?|saksnummer|saksnr"
    r"|utvalgssak|utvalssak|case|(?:agenda\s+)?item"
    r"|(?-i:[A-ZÆØÅ]{2,6})(?:-sak)?|(?-i:[A-ZÆØÅ])-sak)"
)
# «Sak 1/22», «PS 031/22 – Title», «SAK 3/2022: Title», «12/22 Title», «Sak 4: Title».
CASE = re.compile(
    rf"(?:(?P<prefix>{_PREFIX})\s*\.?:?\s*(?:nr\.?\s*)?)?(?:(?P<series>(?-i:[A-ZÆØÅ]{{1,4}}))\s?-\s?)?"
    rf"(?P<number>\d{{1,4}}\s?/\s?(?:20)?\d{{2}})(?!\d|/)"
    r"(?P<sep>\s*[:.|–—-]+\s*|\s+|$)(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
CASE_BARE = re.compile(
    r"(?P<prefix>sak|case|(?:agenda\s+)?item)\s*(?:nr\.?\s*)?(?P<series>)(?P<number>\d{1,3}(?:-\d{2,4})?)(?!\d|/)"
    r"(?P<sep>\s*[:.–—-]+\s*|\s+|$)"
    r"(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
# Series of what is only reported: letters, information, decisions that others were entitled to make.
REPORTED = frozenset({"RS", "RF", "OS", "DS", "DV", "MS", "FO", "OR", "RM", "ME"})
REPORTS = re.compile(
    r"(?:referat(?:er|ar)?(?:saker|saksliste)?|meldinger|meldingar|melding(?:ssaker|ssakar)|orientering(?:er|ar)?(?:ssaker)?"
    r"|delegerte (?:saker|vedtak)|delegerte vedtak|skriv og meldinger|referat og meldinger)\b.{0,60}",
    re.IGNORECASE,
)

# A heading above letters and notes that nobody decides on.
REPORTED_HEADING = re.compile(
    r"(?:referat|meldings|melde|orienterings|drøftings)(?:saker|sakar)|referat(?:er|ar)?|meldinger|meldingar"
    r"|delegerte (?:saker|vedtak)|skriv og (?:meldinger|meldingar)|referat og (?:meldinger|meldingar)",
    re.IGNORECASE,
)
# What an archive writes at the head of each case.
ARCHIVED_LABEL = re.compile(
    r"(?:saksbehandler|sakshandsamar|saksansvarl[ie]g"
    r"|arkiv\w*(?:[- ](?:saksnr|id|nr|kode|sak|ref|dok)\w*)?|journal\w*(?:-?id)?"
    r"|j\.?post\w*|saksmappe|(?:vår|deres|dykkar) (?:ref\w*|dato)|klassering|gradering|sakstype|dokumentnr|løpenr"
    r"|(?:arkiv)?saks?\s?-?id|(?:saken\s|saka\s)?(?:avgjøres|vert avgjord|blir avgjord|avgjerast) av)\s*\.?",
    re.IGNORECASE,
)
# What an archive calls the paper of a case.
CASE_PAPER = re.compile(r"saks(?:fram|frem)legg|sakspapir|saks(?:fram|frem)stilling|saksdokument", re.IGNORECASE)

# The day on which somebody proposed it.
_DATED = r"\d{1,2}\.\s?(?:\d{1,2}\.|[a-zæøå]{3,9})\s?\d{2,4}"
_OWNER = r"(?:[\w-]+(?:\s[\w-]+){0,2}\s+)?"
_PROPOSED = (
    r"(?:forslag(?:et)?|fremlegg|framlegg(?:et)?)\s+til\s+(?:slikt\s+|[\w-]+s\s+)?"
    r"(?:vedtak|innstilling|tilråding|uttalelse|fråsegn|vedtakstekst|beslutning|avgjerd|møtevedtak|vedtak/innstilling)"
    r"|(?:anbefalt|tilrådd|foreslått)\s+vedtak|innstilling(?:en)?(?:\s+(?:til|fra|frå)\s+(?:vedtak|[A-ZÆØÅ]?[\w-]+(?:\s[\w-]+){0,4}?))?|vedtaksforslag|vedtaksframlegg"
    r"|(?:råd\w+|kommunedirektør\w+|administrasjon\w+|fylkesdirektør\w+|fylkesråd\w+|sekretariat\w+|dagl\w+\s+\w+)"
    r"(?:\s+sit[t]?|\s+si)?\s+(?:forslag|framlegg|fremlegg)"
    r"|vedtak\s*(?:\(forslag\)|[–-]\s*forslag)|proposal|proposed\s+(?:decision|resolution)|draft\s+(?:decision|resolution)"
)
PROPOSAL = re.compile(
    rf"{_OWNER}(?:{_PROPOSED})(?:\s+i\s+sak\s+[\d/]+|\s+(?:i|for|til)\s+(?-i:[a-zæøå])[\w-]+|\s+(?:fra|frå)\s+[\w-]+(?:\s[\w-]+){{0,4}}?)?"
    rf"(?:,?\s+(?:(?:i\s+)?møte\s+|den\s+)?{_DATED})?\s*(?::\s*(?P<rest>.*)|[.:–-]?\s*)",
    re.IGNORECASE | re.DOTALL,
)
# What a case without any of the above may call its proposal.
WEAK_PROPOSAL = re.compile(
    rf"(?:{_OWNER}tilråd(?:ing|ning)(?:\s+til\s+vedtak)?(?:\s+(?:frå|fra)\s+[\w-]+(?:\s[\w-]+)?)?|forslag|framlegg"
    r"|(?:[\w-]+\s){1,3}(?:foreslår|føreslår|rår\s+til|tilrår|fremmer|fremjar|gjer\s+framlegg\s+om)\b[^.:]{0,80}"
    r"\b(?:vedtak|forslag|innstilling|avgjerd)(?=:))\s*(?::\s*(?P<rest>.*)|\s*)",
    re.IGNORECASE | re.DOTALL,
)
BECAME = re.compile(r"\b(?:ble|blei|vart|er|var|was|were)\b", re.IGNORECASE)
NOT_PROPOSAL = re.compile(r"\b(?:prosjektleders?|prosjektleiar\w*)\s+anbefaling|\balternativ", re.IGNORECASE)

MINORITY = re.compile(r"\b(?:mindretall|mindretal|minority|alternativt\s+forslag)\w*", re.IGNORECASE)

HEADING = re.compile(
    r"(?:saks(?:fram|frem)stilling(?:en)?|saks(?:utredning|utgreiing|opplysninger|opplysningar|orientering|dokumenter)"
    r"|saksframlegg|saksfremlegg|(?:sakens\s+)?bakgrunn(?:en)?(?:\s+for\s+saka?e?n?)?|(?:[\w-]+(?:\s+sin|\s+si)?\s+)?vurdering"
    r"(?:er|ar)?|konklusjon"
    r"|(?:[\w-]+\s+)?(?:anbefaling|tilråding)(?:er|ar)?(?:\s+(?:frå|fra)\s+[\w-]+(?:\s[\w-]+)?)?|funn|nå-?situasjon(?:en)?|no-?situasjon(?:en)?"
    r"|økonomi(?:ske\s+konsekvens\w+)?"
    r"|(?:utrykte\s+|trykte\s+|uprenta\s+|prenta\s+)?vedlegg|dokumenter(?:\s+i\s+sak(?:en|a))?|dokument|fakta|faktaopplysninger"
    r"|faktaopplysningar|faktiske\s+opplysning\w+|utredning(?:en)?|utgreiing(?:a)?"
    r"|sammendrag|samandrag|alternativer?|lovgrunnlag|heimel|hjemmel|konsekvens(?:er|ar)|innledning|innleiing|historikk"
    r"|oppsummering|tiltak|drøfting|gjeldende planer?|tidligere behandling|behandling|handsaming|saka|saken"
    r"|kort om saken?"
    r"|kort om saka|hva saken gjelder|kva saka gjeld|problemstilling|risiko|fremdrift|framdrift|referanser|background"
    r"|assessment|recommendation|attachments|vedtak|protokoll|avstemning|avstemming|votering"
    r"|protokolltilførsel|folkehelse|klima og miljø|miljø|juridiske? \w+)\s*:?",
    re.IGNORECASE,
)
LEAD_IN = re.compile(
    r"\b(?:fatte[rt]?|vedta[rk]?|vedtek|vedtok|gjør|gjer|godkjenner|godkjenn|anbefaler|anbefalar|tilrår|rår|innstiller"
    r"|følgende|fylgjande|følgjande|slikt?|slik|resolves|adopts)\b",
    re.IGNORECASE,
)
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
# A sentence that announces the words of another document.
QUOTING = re.compile(
    r"\b(?:står|heter|heiter|lyder|lyd|sier|seier|siteres|vedtok|vedtatt|vedteke|fattet|fatta|gjorde"
    r"|protokollen|avtalen)\b"
    r".{0,60}\b(?:følgende|fylgjande|følgjande|slikt?|at|vedtak)\b[^.]{0,40}:$|\b(?:heter det|står det"
    r"|lyder)\b[^.]{0,40}:$",
    re.IGNORECASE,
)
ATTACHMENT = re.compile(
    r"\b(?:vedlegg(?:et|ene|a)?|dokument(?:er)? i sak(?:en|a)|vedlagt|"
    r"vedlagde|vedlagte|ligg(?:er)? ved|følg(?:er|jer)? vedlagt|attached"
    r"|attachments?|bilag \d+(?=\s*:))\b",
    re.IGNORECASE,
)
# The line that lists attachments, behind what it is attached to.
ATTACHED = re.compile(
    r"(?:[\w-]+\s)?(?:vedlegg|bilag|saksdokument\w*|attachments?|attached|annex|documents)(?:\s\(?\d+\)?)?\s*:\s*\S.*",
    re.IGNORECASE,
)
NO_ATTACHMENT = re.compile(r"\bvedlegg\s*:?\s*(?:ingen|none|-)\b|\bingen\s+vedlegg", re.IGNORECASE)

_ACT = (
    r"(?:off(?:entli(?:g|gh)et?s?lov(?:en|a)?|entleg(?:heits)?lova|entleglova|l)?\.?|fvl\.?|forvaltningslov(?:en|a)"
    r"|koml\.?|kommunelov(?:en|a))"
)
_SECTION = (
    r"§+\s*\d+[a-z]?(?:-\d+)?(?:\s*,?\s*(?:\d+\.?|første|fyrste|andre|annet|tredje|fjerde|femte)\s*ledd)?"
    r"(?:\s*,?\s*(?:nr\.?\s*\d+|bokstav\s+\w))?"
)
SECTION = re.compile(rf"{_ACT}\s*{_SECTION}(?:\s*,?\s*(?:jf|jfr|og)\.?\s*(?:{_ACT}\s*)?{_SECTION})*", re.IGNORECASE)
CLOSED = re.compile(
    r"\b(?:unntatt\s+(?:fra\s+|frå\s+)?(?:offentlighet|offentlegheit|offentlighetens|etter)\w*|unnatek(?:e|en|ne)\s+"
    r"(?:offentlegheit|frå|etter)\w*"
    r"|u\.\s?off\.?|lukka?et? sak|(?<=\()(?:lukket|lukka)\b|(?:lukket|lukka) (?:møte|behandling|handsaming)"
    r"|sak for lukkede dører|for lukka dører|for lukkede dører"
    r"|exempt from public(?:\s+(?:access|disclosure))?)",
    re.IGNORECASE,
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
    r"(?:(?:[\w-]*møte|[\w-]*meeting|[\w-]*(?:behandling|handsaming)|(?:møte)?innkalling(?:\s+til\s+[\w-]*møte)?)\s+"
    r"(?:(?:i|for|til|in|of)\s+|(?<=innkalling ))|\bmedlemm(?:er|ar|ene|ane|a)\s+(?:i|av)\s+)"
    r"(?P<body>(?:[\w-]+\s+){0,2}(?!\w*(?:møte|meeting)\b)(?:\w+grupp|\w*utval|\w*råd|\w*styre|formannskap"
    r"|representantskap|\w*nemnd|\w*komit|fylkesting)\w*"
    r"(?:\s+(?:(?:for|i|av|ved)\s+[^\d,.:()!?]|(?-i:[A-ZÆØÅ«“\"]))[^\d,.:()!?]{1,60}?(?:\s20\d\d(?=\s*$))?)?"
    rf"{_WHERE_FROM})(?=\s*(?:$|[\d,.:(!?]|\s(?:på|i|kl|den|onsdag|mandag|måndag|tirsdag"
    r"|tysdag|torsdag|fredag|lørdag|laurdag|søndag|sundag|via|per|innkalles|blir|vert|kalles|bes)\b))",
    re.IGNORECASE,
)
# Any compound ends with the office: «fylkesordfører», «kommunalsjef», «oppvekstleder».
TITLE_WORD = re.compile(
    r"\b[\w-]*(?:ordfører|ordførar|leder|leiar|direktør|rådmann|rådgiver|rådgivar|rådgjevar|sekretær|koordinator|sjef"
    r"|konsulent|medlem|representant|politiker|politikar|observatør|assistent|ansvarlig|ansvarleg|advokat|professor"
    r"|dosent|rektor|revisor|forsker|forskar|kirkeverge|kyrkjeverje|sokneprest|prost|kasserer|kasserar|prosjekteier"
    r"|prosjekteigar|tillitsvalgt|tillitsvald|verneombud|fylkesråd|byråd)\b"
    r"|\b(?:daglig leder|dagleg leiar|mayor|chair|chairman|secretary|adviser|director|treasurer|councillor)\b",
    re.IGNORECASE,
)
MEMBERS_ROLE = re.compile(
    r"(?:styre|utvalgs|utvals|råds|nemnds)?(?:leder|leiar|medlem)|nest(?:leder|leiar)|fast medlem"
    r"|chair|deputy chair|member",
    re.IGNORECASE,
)
# «leder IPR» or «prosjektleder» leads something else than the body that meets.
CHAIR = re.compile(
    r"(?<![\w-])(?:styre|møte|utvalgs|utvals|råds)?(?:leder|leiar)"
    r"(?:\s+(?:av|for|i)\s+(?:styringsgrupp\w+|arbeidsgrupp\w+|styret|utvalget|utvalet|rådet|gruppa"
    r"|gruppen))?\s*(?:$|[),/])"
    r"|\bchair\b",
    re.IGNORECASE,
)
NO_CHAIR = re.compile(
    r"\b(?:daglig|dagleg|prosjekt|nest|avdelings|tidligere|tidlegare)\s*-?(?:leder|leiar)"
    r"|\b(?:deputy|vice|former)[ -]chair",
    re.IGNORECASE,
)
NO_VOTE = re.compile(
    r"\b(?:observatør\w*|uten stemmerett|without (?:a )?vote|no vote|non-voting"
    r"|utan røysterett|utan stemmerett|(?:møte- og )?talerett|møterett"
    r"|bisitter\w*|observer)\b",
    re.IGNORECASE,
)
SUBSTITUTE_ROLE = re.compile(r"\b(?:vara|varamedlem|vararepresentant|varaperson|\d+\.\s*vara)\b", re.IGNORECASE)
ADDRESSED = re.compile(
    r"til\s+(?:styret|medlemmene|medlemmane|medlemmer|medlemmar|deltakerne|deltakarane|(?:styrings|arbeids|prosjekt)grupp\w+)"
    r"\b[^:.]{0,60}|medlemm\w+\s+(?:i|av)\s+[^:.]{2,60}",
    re.IGNORECASE,
)
SUBSTITUTES = re.compile(
    r"(?:faste\s+|innkalte\s+|personlige\s+)?(?:vara|varamedlem(?:mer|mar|er)?|vararepresentant(?:er|ar)?|varapersoner"
    r"|varaliste|deputies|substitutes|deputy members)",
    re.IGNORECASE,
)
# Whom a heading of people announces, by any of its words.
NAMES_SUBSTITUTES = re.compile(r"\b(?:vara(?!ordf)\w*|stedfortred\w+|stadfortred\w+|deput\w+|substitutes)\b")
NAMES_BOTH = re.compile(r"\bmedlem\w*\s*(?:og|/|med|,)\s*(?:\w+\s)?vara")
NAMES_OBSERVERS = re.compile(
    r"\b(?:observatør\w*|observers?|(?:uten|utan) (?:stemmerett|røysterett)|(?:tale|møte)rett)\b"
)
NAMES_OTHERS = re.compile(
    r"\b(?:\w*administrasjon\w*|\w*sekretariat\w*)\b|^(?:i tillegg|dessuten|dessutan|ellers|elles|andre|øvrige|også)\b"
    r"|\btil orientering\b|\b(?:gjester|gjestar|tilforordne\w+|guests)\b"
)
# A line that names those who stay away.
ABSENTEES = re.compile(
    r"(?:har )?(?:meldt )?(?:forfall|fråfall|fravær|fråvær|avbud|avbod)(?: (?:meldt|frå|fra))?|apologies(?: from)?",
    re.IGNORECASE,
)
COPIES_TO = re.compile(r"^(?:kopi|kopimottak\w+|til orientering|cc)\b")
NAMES_MEMBERS = re.compile(
    r"\b(?:\w*medlem(?:mer|mar|er|mene|mane|ene)|\w*deltak(?:ere|arar|erne|arane|erliste|arliste)"
    r"|innkal(?:t|te|la|les|last)|innkalling\w* (?:er|blir|vert) send\w*|kalla inn"
    r"|kalt inn|inviter\w+|adressat\w*|mottak\w+|til stede|møtende|møtande|sammensetning\w*|samansetj?ing\w*"
    r"|stemmeberettig\w+|røysteføre|med (?:stemmerett|røysterett)|sitter|sit|består av|representanter|representantar"
    r"|\w*members|participants|attendees"
    r"|(?:disse|desse|følgende|fylgjande|følgjande) (?:møter|møtar|deltar|deltek))\b"
)
SECRETARY = re.compile(r"\b\w*(?:koordinator|sekretær|sekretariat|secretary|coordinator)\w*", re.IGNORECASE)
MEETING_TITLE = re.compile(
    r"(?:[\w«»-]+\s+){0,4}[\w-]*(?:møte|meeting)\b[^.:]{0,100}"
    r"(?:\b\d{1,2}\.\s?\w+\.?\s?\d{2,4})?"
    r"(?:,?\s+(?:kl\.?|klokka|klokken|at)\s+\d[\d.:]*(?:\s*(?:[–-]|til)\s*\d[\d.:]*)?)?",
    re.IGNORECASE,
)
# The document's title, which says nothing of the meeting's own.
BARE_TITLE = re.compile(r"(?:møte)?innkalling(?:\s+til\s+møte)?|notice\s+of\s+(?:a\s+)?meeting", re.IGNORECASE)
# Who does something at the start of a sentence: «Nes regionråd ber medlemmene …».
ASKS = re.compile(
    r"(?:^|(?<=[.!?:]\s))(?P<who>[A-ZÆØÅ][\w-]+(?:\s(?!(?:ber|bed|kaller|kallar|inviterer|innkaller)\b)[\w-]+){0,6})\s"
    r"(?:ber|bed|(?:inn)?kall(?:er|ar)(?:\sinn)?|inviterer|ønsker|ønskjer|sender|vil|skal)\b"
)
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
# The place that a sentence names after the time: «… kl. 17.00 til 19.00 på Nes skole».
PLACE_AFTER_TIME = re.compile(
    r"(?P<when>.*\b(?:kl\.?|klokken|klokka|at)\s*\d{1,2}(?:[.:]?\d{2})?(?:\s*(?:-|–|til)\s*(?:kl\.?\s*)?\d{1,2}(?:[.:]?\d{2})?)?)"
    r"(?:\s*,?\s+(?:på|i|ved|in)\s+(?P<place>[^\d\W][^.;!?]{2,80}?)|\s*,?\s+(?P<home>hos\s+[^.;!?]{2,60}?)"
    r"|\s*\((?P<bracketed>(?-i:[A-ZÆØÅ])[^().;!?\d]{2,40})\)"
    r"|\s*,\s+(?P<named>(?-i:[A-ZÆØÅ])[^.;!?]{2,60}?))\s*\.?$",
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
MEETING = re.compile(r"\bmøte|møte[rt]?\b|meeting|\bmeets?\b|\binnkalling|forsamling(?:en|a)?\b", re.IGNORECASE)
COMMON_WORD = re.compile(
    r"(?:i|til|for|og|på|av|med|[\w-]*møte|prosjektet|innkalling|møteinnkalling|ekstraordinært|ordinært|skriftlig|skriftleg"
    rf"|[\w-]*behandling|[\w-]*handsaming|e-post|{_BODY}|{_BODY}møte)",
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
GROUP = re.compile(r"(?:styrings|arbeids|prosjekt|referanse)grupp\w*|representantskap\w*|styret?\b", re.IGNORECASE)
ORGANISATION = re.compile(
    r"\b(?:\w*kommune|interkommunal\w*|\w*råd(?:et)?|\w+region(?:en)?|(?-i:Regionen|Region\s)|politisk råd|fylkesting"
    r"|\w*selskap(?:et)?|\w*fellesskap(?:et)?|\w*samarbeid(?:et)?|\w*forbund(?:et)?|council|association|stiftelsen?|vannverk|renovasjon|partnership|company|authority|foundation"
    r"|(?-i:IKS|IPR|ASA?|SA|BA|KF|HF|FKF|Ltd|Inc))\b",
    re.IGNORECASE,
)


def tidy(label: str) -> str:
    """A label or heading as it is looked up: lower case, without closing punctuation."""
    return " ".join(label.lower().split()).strip(" .:–-*#_")
