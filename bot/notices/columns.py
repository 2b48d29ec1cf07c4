"""What the columns of a table of people or cases hold, by the words of their headings."""

import re
from collections.abc import Sequence

from bot.notices.outline import plain
from bot.notices.vocabulary import tidy

COLUMNS: dict[str, str] = {
    word: column
    for column, words in {
        "name": "navn|namn|representant|representanter|representantar"
        "|medlem|medlemmer|medlemmar|medlemer|deltaker|deltakar|deltakere|deltakarar|møtedeltaker|møtedeltakar|person"
        "|fast medlem|faste medlemmer|styremedlem|styremedlemmer|styremedlemmar|name"
        "|member|members|participant|delegate",
        "seat": "kommune|representerer|representerar|repr|organisasjon|virksomhet|verksemd|fra|frå|for|enhet|eining"
        "|parti|etat|region|fylke|firma|bedrift|organisation|organization|municipality|council|company|representing",
        "role": "funksjon|rolle|verv|role",
        "title": "tittel|stilling|title|position",
        "absent": "forfall|fråfall|meldt forfall|meldt fråfall|forfall meldt"
        "|fravær|fråvær|absent|absence|apologies|apology",
        "attends": "møter|møtar|deltar|deltek|oppmøte|attends|attending",
        "substitute": "vara|varamedlem|varamedlemmer|varamedlemmar|vararepresentant|vararepresentanter|varaperson"
        "|fast vara|varamedlem som møter|varamedlem som møtar"
        "|personlig vara|personleg vara|møtende vara|møtande vara|møtende varamedlem|vara møter"
        "|vara som møter|vara som møtar|innkalt vara|stedfortreder|stadfortredar|substitute|deputy|alternate",
        "for": "møter for|møtte for|vara for|møter for medlem",
        "email": "e-post|epost|mail|e-mail|e-postadresse|email",
        "phone": "telefon|tlf|mobil|mob|phone",
        "number": "saksnr|saksnummer|utvalgssak|utvalssak"
        "|utvalgssaksnr|utvalssaksnr|utvalgs-saksnr|utvals-saksnr|sak|sak nr|saknr|nr"
        "|arkivsak|case",
        "subject": "innhold|innhald|sakstittel|tittel på sak|overskrift|saksoverskrift|subject|sakens tittel|emne",
        "closed": "lukket|lukka|u.off|unntatt|unntatt offentlighet|unnateke|skjermet|hjemmel|heimel",
        "committee": "utvalg|utval|utvalgsnavn|utvalsnamn|behandles av|vert handsama i|handsamast i|behandlende utvalg"
        "|saksgang|behandling|handsaming|behandles i|behandlet i",
        "date": "møtedato|dato|møtedag",
    }.items()
    for word in words.split("|")
}


def columns_of(cell: str) -> tuple[str, ...]:
    """What the columns under a heading cell hold: most often one thing, two under «Forfall / vara», none where the cell
    heads nothing that is known."""
    # «1. vara» and «Vara 2» are both deputies.
    whole = tidy(re.sub(r"\([^)]*\)|^\s*\d\.\s|\s\d\s*$", "", cell))
    if whole in COLUMNS:
        return (COLUMNS[whole],)
    parts = [tidy(part) for part in re.split(r"[/,+]|\s(?:og|and|eller|or)\s", whole)]
    if len(parts) < 2 or not all(part in COLUMNS for part in parts):
        return ()
    return tuple(dict.fromkeys(COLUMNS[part] for part in parts))


def columns_in(row: Sequence[str]) -> dict[str, int]:
    """Where a table's header row has which column; empty for a row that is none."""
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        for name in columns_of(plain(cell)):
            found.setdefault(name, index)
    return found


# Words that tell a column wherever they stand in its heading; the first that is there decides.
_TELLING = tuple(
    (column, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE))
    for column, pattern in (
        ("for", r"(?:møter|møtar|vara) for"),
        (
            "substitute",
            (
                r"\w*vara(?!ordf)\w*|stedfor\w+|stadfor\w+|erstatter|erstattar|i (?:stedet|staden)|reserve"
                r"|substitute|deput\w+"
            ),
        ),
        (
            "absent",
            (
                r"\w*forfall|fråfall|fravær|fråvær|(?:ikke|ikkje) (?:møt\w+|til st\w+)|avbud|avbod|borte|forhindr\w+"
                r"|hindra|absen\w+|apolog\w+"
            ),
        ),
        ("email", r"e-?post\w*|elektronisk post|e-?mail\w*|mail\w*"),
        ("phone", r"tlf|telefon\w*|mobil\w*|mob\w*"),
        ("role", r"rolle|funksjon|verv|role"),
        ("title", r"\w*tittel|\w*stilling"),
        (
            "seat",
            (
                r"\w*kommune|kommunenavn|kommunenamn|\w*eier|\w*eigar|organisasjon|virksomhet|verksemd|tilhør\w+|arbeids\w+"
                r"|på vegner? av|(?:oppnevnt|oppnemnd|valgt|vald) av|instans|etat|part|parti"
                r"|municipality|organi[sz]ation"
            ),
        ),
        (
            "name",
            (
                r"navn|namn|etternavn|etternamn|\w*medlem\w*|\w*deltak\w+|\w*representant\w*|innkalt\w*|innkalla|møtende"
                r"|møtande|\w*delegat\w*|politiker|politikar|hvem|kven|oppnevnt|oppnemnd|name|\w*member\w*|participant\w*"
            ),
        ),
    )
)
_LONGEST_HEADING = 45


def columns_like(cell: str) -> tuple[str, ...]:
    """What the columns under a heading cell hold, by any word of it that tells: «Verv i kommunen» is an office."""
    if known := columns_of(cell):
        return known
    if len(cell) > _LONGEST_HEADING or re.search(r"[\d@]", cell):
        return ()
    return next(((column,) for column, pattern in _TELLING if pattern.search(cell)), ())
