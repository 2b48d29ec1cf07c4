"""Whether a line is an answer and not something else: a signature's line, a line of a letter, a button's label.

Nothing is decided here about what an answer means. Two questions are put: is every word of the line one that answers
are made of (`is_bare_answer`), and is there any such word in it (`has_answer_word`)?
"""

import re
from typing import Final

from bot.reading.own_words.kept import kept
from bot.reading.own_words.wordlists import words

LONGEST_BARE: Final = 200
_WORD = re.compile(r"[^\W\d_]+")

_VOTE_STEMS: Final = tuple(
    words(
        """godkj gokj godkän godkend støtt stott stött enig einig samd uenig ueinig usamd tiltre tilslut tilrå
        tilra aksepter samtykk innvend vedtas vedtatt vedteke vedtek bifal avstå avsta blank inhabil ugild
        trekk imot stem røyst approv agree disagree object against abstain recus support consent forfall
        utsett avvis forkast bortsett unntatt unnateke"""
    )
)
_VOTE_WORDS: Final = words("ok okay okei ja jo nei no yes mot for greit i orden nej ikke ikkje not never jepp")
_STANDING_ALONE: Final = words("ok okay okei ja nei yes no nej greit jepp")
_SMALL_WORDS: Final = words(
    """sak saka saken saker sakene sakane sakar case cases item items ps punkt punktet punkta punktene pkt
    point points nr nummer no number og men and but also også både begge båe alle all both samtlige
    samtlege resten øvrige rest the a an er is are det den dette desse disse it this that these jeg eg
    vi i we me min mitt mine my stemmer stemme røystar vote votes to av of på for om med til som in with
    ikke ikkje not do does don t helt heilt fullt svært veldig noen noe ingen none any har have at sa så
    herved hermed dermed here forslag forslaget forslagene framlegg framlegget vedtak vedtaket
    innstilling innstillingen proposal proposals kan can cannot takk thanks thank you hei hallo hi hello
    første andre tredje siste fyrste first second third last svar krever krev behandles møte møtet
    meeting require meg her oss hos herfra vår vårt"""
)
# A line with one of these certifies or campaigns, whatever else it says.
_CERTIFICATE = re.compile(
    r"revisor|regnskapsfør|rekneskapsfør|\biso\b|sertifis|certif|miljøfyrtårn|miljofyrtarn|svanemerk|lærebedrift"
    r"|opplæringskontor|autoris|takstm|takser|accredit|approved (?:by|supplier|training)|godkjenning som"
    r"|godkjent (?!(?:av|for) (?:meg|oss|min|mitt|vår|vårt|mi)\b)"
    r"(?:(?:av|som|for)\b|(?:fag|trafikk|kjøre|høg|høy)skole|(?:lære)?bedrift|verksted|prosjekt|foretak|leverandør)"
    r"|\w-godkjen|sentral godkjenning|^\W*e-?post\b"
    r"|konfidensi|confidential|disclaimer|taushet",
    re.IGNORECASE,
)
# One of these stands in whatever that pattern finds, and in few lines else.
_OF_CERTIFICATES: Final = (
    *("revisor", "skapsfør", "iso", "sertifis", "certif", "fyrtårn", "fyrtarn", "svanemerk", "rebedrift", "kontor"),
    *(
        "autoris",
        "takst",
        "accredit",
        "approved",
        "godkj",
        "post",
        "konfidensi",
        "confidential",
        "disclaimer",
        "taushet",
    ),
)
# «Regnskapet er godkjent av revisor», «Vår revisor sier ok»: who tells of an auditor certifies nothing.
_AUDITOR = re.compile(r"revisor|skapsfør")
_TELLING = re.compile(
    r"\b(?:er|var|har|hadde|sier|seier|sa|mener|meiner|vil|må|kan|skal|bør|ble|vart|godkjente|is|was|has|says)\b"
)
_CASE = re.compile(r"\b(?:sak(?:a|en|er|ene)?|case|item|punkt|pkt|point)\b|\d/\d\d")


@kept
def names_case(text: str) -> bool:
    """Whether the line speaks of a case or a point, which no signature does."""
    return _CASE.search(text.lower()) is not None


def _is_vote_word(word: str) -> bool:
    return word in _VOTE_WORDS or word.startswith(_VOTE_STEMS)


@kept
def is_certificate(text: str) -> bool:
    """Whether the line speaks of a certificate or an authorisation, and asks nothing."""
    low = text.lower()
    if text.endswith("?") or not any(map(low.__contains__, _OF_CERTIFICATES)) or _CERTIFICATE.search(low) is None:
        return False
    if next(iter(_WORD.findall(low)), "") in _STANDING_ALONE:
        # «Nei takk til papirutgave, e-post er fint»
        return False
    return _AUDITOR.search(low) is None or _TELLING.search(low) is None


_APPROVED = re.compile(r"\W{0,3}(?:godkjen[td]t?(?: av| for| i)|approved by)\b", re.IGNORECASE)


def may_be_told(text: str) -> bool:
    """Whether the line may tell who else has approved, though a certificate is worded so: «Godkjent av rådmannen»."""
    return _APPROVED.match(text) is not None


@kept
def has_answer_word(text: str) -> bool:
    """Whether a word of the line is one that votes and absences are made of."""
    found = _WORD.findall(text.lower())
    return any(each.startswith(_VOTE_STEMS) for each in found) or (
        len(found) <= 4 and any(each in _STANDING_ALONE for each in found)
    )


# «Stem på oss!», «Solvik støtter TV-aksjonen» and «ja til jernbanen» stand in signatures; these hardly do.
_OF_CAMPAIGNS: Final = ("støtt", "stott", "support", "consent", "samtykk", "stem", "trekk", "avsta", "blank")
_DECISIVE: Final = (*({*_VOTE_STEMS} - {*_OF_CAMPAIGNS}), "stemme", "stemmar", "stemt", "trekke", "trekkje")


def is_verdict_line(text: str) -> bool:
    """Whether the line holds a word of voting that no slogan is made of: «Solvik stemmer imot», and no certificate."""
    found = _WORD.findall(text.lower())
    spoken = any(each.startswith(_DECISIVE) and _is_verb(each) for each in found)
    return spoken and not is_certificate(text) and not is_told_to_others(text)


def _is_verb(word: str) -> bool:
    return not word.endswith(("ing", "inga", "ingen", "ingar", "inger", "else"))


def is_told_to_others(text: str) -> bool:
    """Whether the line speaks to its readers, as letters and slogans do."""
    return _TO_READERS.search(text) is not None and not is_personal(text)


def is_bare_answer(text: str) -> bool:
    """Whether the line is an answer and nothing beside it: «Sak 1/22: godkjent», «Imot punkt 2», «Ja»."""
    return 0 < len(text) <= LONGEST_BARE and _is_bare_answer(text)


# Several rules put the question of the same line, and people answer with the same few.
@kept
def _is_bare_answer(text: str) -> bool:
    found = _WORD.findall(text.lower())
    if not found or len(found) > 25:
        return False
    if not all(each in _SMALL_WORDS or _is_vote_word(each) for each in found):
        return False
    voting = any(each.startswith(_VOTE_STEMS) or each in _STANDING_ALONE for each in found)
    return (voting or found[0] in _VOTE_WORDS) and not is_certificate(text)


_INSTRUCTION = re.compile(
    r"[«\"“”][^»\"“”]{1,40}[»\"“”]|\b(?:svar|svare|svarer|svarar|skriv|frist|fristen|innen|innan|reply|respond|answer"
    r"|deadline|before|klikk|trykk|knapp\w*|skjema\w*|mailto|send|fyll|oppgi|vennligst|please|bes|bedes|registrert"
    r"|mottatt|kvittering|meldes|meldast)\b",
    re.IGNORECASE,
)
# «Svar Solvik: imot» is an answer by somebody.
_NAMED_ANSWER = re.compile(
    r"(?i:svar|kommentar|merknad|answer|comment)(?: (?i:frå|fra|from))?(?: [A-ZÆØÅ][\w.-]{1,30}){1,3}\s?:\s*(?=\S)"
)
_CHOICE = re.compile(r"\w\s?(?:/|\||\beller\b|\bor\b)\s?[^\W\d]", re.IGNORECASE)
_PERSONAL = re.compile(r"\b(?:(?i:jeg|eg|jag|ich|my|mitt)|I)\b|\?\s*$")
# Letters speak to their readers; who answers one does not.
_TO_READERS = re.compile(r"\b(?:du|deg|dere|deres|dykk|dykkar|de som|den som|dei som|you|your)\b", re.IGNORECASE)


# A letter that tells what was registered repeats votes in the form's own shape.
_REGISTERED = re.compile(
    r"\b(?:registrert\w*|registrerte|kvittering|mottatt|mottok|mottekne?|registered|received|receipt|har stemt)\b",
    re.IGNORECASE,
)


@kept
def is_registration(text: str) -> bool:
    """Whether the line tells what was registered or received, as a receipt does."""
    return _REGISTERED.search(text) is not None


@kept
def is_told_to_reader(text: str) -> bool:
    """Whether the line tells its reader what was registered of them: nobody says so of themselves."""
    return _TOLD.search(text) is not None and not is_personal(text)


_TOLD = re.compile(r"\b(?:registrert|registrerte|registered) (?:at|that) (?:du|dere|dykk|you)\b", re.IGNORECASE)


@kept
def is_instruction(text: str) -> bool:
    """Whether the line tells somebody how to answer, as letters do, or leaves a choice open."""
    if (label := _NAMED_ANSWER.match(text)) is not None:
        text = text[label.end() :]
    return _INSTRUCTION.search(text) is not None or _leaves_choice(text)


_BOX = re.compile(r"[☐□○◯]|\(\s?\)|\[\s?\]")
_TICK = re.compile(r"[☒☑✓✔✗✘]|[(\[]x[)\]]", re.IGNORECASE)


def _leaves_choice(text: str) -> bool:
    """Whether the line gives alternatives, or boxes of which none is ticked."""
    return _CHOICE.search(text) is not None or (_BOX.search(text) is not None and _TICK.search(text) is None)


_MARKED = re.compile(r"[☐□○◯●☒☑✓✔✗✘✅]|[(\[][ _]{0,3}[xX]?[ _]{0,3}[)\]]|_{2,}|(?<!\w)[xX](?!\w)")


def is_row_of_form(text: str) -> bool:
    """Whether the line is a row of a form: words of answering with boxes or ticks beside them."""
    if _MARKED.search(text) is None:
        return False
    return has_answer_word(text) or not _CHOICES.isdisjoint(_WORD.findall(text.lower()))


# With «for» and «mot», which vote nowhere but in a form.
_CHOICES: Final = words("ja nei for mot imot blank blankt yes no nay aye")


def is_personal(text: str) -> bool:
    """Whether somebody speaks of themselves or asks: what an answer inside a letter does and a letter does not."""
    return _PERSONAL.search(text) is not None


_LABEL = re.compile(r"[^\W\d_]{3,20}(?: [^\W\d_]{1,20}){0,2}\s?:")
_ANSWER_LABELS: Final = words("svar kommentar merknad answer comment mitt")


@kept
def is_of_letter(text: str) -> bool:
    """Whether the line is one that letters have between their proposals: «Vedlegg: …», «SAKSLISTE», «Du får …»."""
    label = _LABEL.match(text)
    if label is not None and not begins_with_answer(text[label.end() :]):
        return label[0].lower().rstrip(": ").split()[0] not in _ANSWER_LABELS
    return is_told_to_others(text) or (text.isupper() and " " in text and not has_answer_word(text))


_OPINIONS: Final = words(
    """fint fin bra flott topp supert nydelig dyrt kostbart usikker usikkert tvil vet veit tja nja hm hmm vanskelig
    skeptisk skeptiske uklart utsett utsettes utsettelse utsetjast diskuteres drøftes drøftast lurer lurar lure trenger
    treng kommer kjem tommel kjør leve merknad merknader kommentar kommentarer orientering good fine great unsure
    postpone expensive unclear haster synes synest tenker mener meiner tror trur"""
)
# What letters exclaim themselves: «Vel møtt!», «God helg!»
_WISHES: Final = words(
    "vel velkommen velkomen welcome lykke god gode hei hallo hi hello ha vi kjære dear husk obs viktig"
)
LONGEST_OPINION: Final = 10
LONGEST_EXCLAMATION: Final = 3


def is_opinion(text: str) -> bool:
    """Whether the short line judges, doubts or puts off, exclaims, or is a sign that people answer with."""
    found = _WORD.findall(text.lower())
    if not found or (len(found) <= LONGEST_EXCLAMATION and text.endswith("!") and found[0] not in _WISHES):
        return True
    return len(found) <= LONGEST_OPINION and (has_answer_word(text) or any(each in _OPINIONS for each in found))


LONGEST_JUDGEMENT: Final = 5
# «Til orientering» below a heading says what sort of case it is.
_SORTS: Final = words("orientering orienteringssak drøfting drøftingssak vedtakssak")


@kept
def is_judgement(text: str) -> bool:
    """Whether the line judges in a few words, as whoever answers does right below a case's heading."""
    found = _WORD.findall(text.lower())
    return 0 < len(found) <= LONGEST_JUDGEMENT and is_opinion(text) and _SORTS.isdisjoint(found)


SHORTEST_OPENING: Final = 5


@kept
def opens_letter(text: str) -> bool:
    """Whether a letter of ours may begin with the line: it tells its reader something, or how to answer."""
    if len(text.split()) < SHORTEST_OPENING or is_personal(text) or begins_with_answer(text):
        return False
    return _INSTRUCTION.search(text) is not None or is_told_to_others(text) or is_registration(text)


# Buttons and instructions say «Godkjenn alle»; who answers says «Godkjent» or «Jeg godkjenner».
COMMANDS: Final = words(
    "godkjenn approve stem støtt vote meld krev object abstain avstå velg svar skriv send reply answer"
)
_SPEAKERS: Final = words("vi me we her jeg eg")
_ONE_SPEAKER: Final = words("jeg eg jag")
# Who answers in a few words leaves out that it is they: «Går imot dette», «Sier nei», «Fint, godkjent».
_BEFORE_VERDICTS: Final = words(
    """går gjekk gikk sier seier vil må kan har er blir stiller slutter sluttar gir gjev ønsker ynskjer fint fin bra
    flott topp supert greit going say saying fine good great ingen inga no"""
)


_DEMANDS: Final = words("krev forlang ønsk ynsk require request demand")
_TRIGGERS: Final = frozenset(stem[:4] for stem in (*_VOTE_STEMS, *_DEMANDS))
_AROUND: Final = "«»\"'“”‘’.,:;!?()[]*_-–—/>"


def may_be_answered(text: str) -> bool:
    """Whether the line may hold an answer at all: the cheap question before the dear ones."""
    text = without_name(text)
    if text.endswith("?") or text[:4].lower().startswith(("jeg ", "eg ", "jag ")):
        return True
    bare = (word.strip(_AROUND) for word in text.lower().split())
    return any(word[:4] in _TRIGGERS or word in _VOTE_WORDS for word in bare)


# Outlook marks the comments that somebody writes into a quote with their name: «[Kari Berg] Godkjent».
_NAMED = re.compile(r"\[[^\W\d_a-zæøåäöü][\w.'-]{0,30}(?: [^\W\d_][\w.'-]{0,30}){0,4}\]\s?:?\s*(?=\S)")


def without_name(text: str) -> str:
    """The line without the name in brackets by which Outlook marks whose comment it is."""
    found = _NAMED.match(text) if text[:1] == "[" else None
    return text[found.end() :] if found else text


_DEMANDING_MEETING = re.compile(
    r"\W{0,6}(?:(?:jeg|eg|vi|me|we|i) )?"
    r"(?:krever|krev|forlanger|forlangar|ønsker|ønskjer|ynskjer|require|request|demand)\b.{0,60}\b(?:møte|møtet|møtebehandling|meeting)\W{0,6}$",
    re.IGNORECASE,
)


def demands_meeting(text: str) -> bool:
    """Whether somebody demands in the line that a meeting is held, and says nothing else: «Krever møte om saken»."""
    return _DEMANDING_MEETING.match(text) is not None and not is_told_to_others(text)


_ANSWER_LABEL = re.compile(
    r"[\W_]{0,6}(?:(?:mitt |vårt |min |vår )?(?:svar|kommentar|merknad|answer|comment)|[A-ZÆØÅ]{2,3})\s?[:>\])]+\s*",
    re.IGNORECASE,
)


_OF_RECORD = re.compile(
    r"\b(?:unntatt|unnate\w+|exempt)\b.{0,40}\b(?:offentl|public access)|\boffl\."
    r"|\(\d{1,4} (?:for|imot|mot|avsto\w*|against|abst)"
    r"|\b(?:vedtatt|vedteke|adopted)\b.{0,20}\b(?:enstemmig|samrøystes|flertall|fleirtal|unanim|majority)",
    re.IGNORECASE,
)


@kept
def is_of_record(text: str) -> bool:
    """Whether the line tells that a case is closed, or how one was decided, as letters and protocols do."""
    return _OF_RECORD.search(text) is not None


@kept
def answers_inside(text: str) -> bool:
    """Whether an unmarked line inside a letter that nobody knows by heart was put there by one who answers it.

    A letter's own sentences may hold every word of a vote («Saken ble godkjent i forrige møte»), so only what begins
    as an answer does, what somebody says of themselves, and a question are taken.
    """
    text = without_name(text)
    text = text[label.end() :] if (label := _ANSWER_LABEL.match(text)) else text
    found = _WORD.findall(text.lower()) if len(text) <= 400 and not text.endswith(":") else []
    if not found:
        return False
    bare = is_bare_answer(text)
    voting = bare or any(map(_is_verdict, found)) or found[0] in _VOTE_WORDS or found[-1] in _STANDING_ALONE
    if not (voting or text.endswith("?") or found[0] in _ONE_SPEAKER or demands_meeting(text)):
        return False
    if found[0] in COMMANDS or _leaves_choice(text) or is_certificate(text) or is_of_record(text):
        return False
    if bare or demands_meeting(text):
        return True
    if is_instruction(text) or _TO_READERS.search(text):
        return False
    begins = _is_verdict(found[0]) or found[0] in _VOTE_WORDS or (voting and found[0] in _BEFORE_VERDICTS)
    return begins or text.endswith("?") or found[0] in _SPEAKERS or is_personal(text)


@kept
def begins_with_answer(text: str) -> bool:
    """Whether the first word is an answer's and no noun such as «Godkjenning», which begins a title."""
    word = next(iter(_WORD.findall(text.lower())), "")
    return word not in COMMANDS and (_is_verdict(word) or word in _VOTE_WORDS)


_FIRST_CLAUSE = re.compile(
    r"[.,;:!?(]|\s[-–—]\s|\b(?:men|fordi|da|siden|sidan|avdi|ettersom|but|because|since)\b", re.IGNORECASE
)


@kept
def opens_with_answer(text: str) -> bool:
    """Whether the first clause is an answer and nothing else: «Imot, fordi …», and not «Godkjent regnskap for 2021»."""
    return is_bare_answer(_FIRST_CLAUSE.split(text, maxsplit=1)[0]) and begins_with_answer(text)


def _is_verdict(word: str) -> bool:
    return word.startswith(_VOTE_STEMS) and _is_verb(word)
