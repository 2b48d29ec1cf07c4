"""The words that mark a case and its parts: number, proposal, headings, attachments, exemption from public access."""

import re

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
