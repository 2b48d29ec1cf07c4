"""The words that tell who somebody is: offices, roles, and the headings above names."""

import re

# Any compound ends with the office: «fylkesordfører», «kommunalsjef», «oppvekstleder».
TITLE_WORD = re.compile(
    r"(?<![\w-])[\w-]*(?:ordfører|ordførar|leder|leiar|direktør|rådmann|rådgiver|rådgivar|rådgjevar|sekretær|koordinator|sjef"
    r"|konsulent|medlem|representant|politiker|politikar|observatør|assistent|ansvarlig|ansvarleg|advokat|professor"
    r"|dosent|rektor|revisor|forsker|forskar|kirkeverge|kyrkjeverje|sokneprest|prost|kasserer|kasserar|prosjekteier"
    r"|prosjekteigar|tillitsvalgt|tillitsvald|verneombud|fylkesråd|byråd)\b"
    r"|\b(?:daglig leder|dagleg leiar|mayor|chair|chairman|secretary|adviser|director|treasurer|councillor)\b",
    re.IGNORECASE,
)
# One word for the office of all whose names follow: «Ordførerne Kari Berg (Hole) og Ola Vik (Nes)».
OFFICES = re.compile(
    r"\b\w*(?:ordførerne|ordførarane|direktørene|direktørane|rådmennene|rådmennane|medlemmene|medlemene|medlemmane"
    r"|representantene|representantane|sjefene|sjefane|lederne|leiarane)\b",
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
