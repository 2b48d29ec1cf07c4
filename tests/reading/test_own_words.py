"""The sender's own words, in every mail of the corpus and in every client's form."""

import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.meeting import Meeting
from bot.notices import meeting_file
from bot.reading.kinds import kind_of
from bot.reading.message import parse
from bot.reading.own_words import OwnWords, extract
from tests.reading.client_forms import BOTTOM, CLIENTS, LANGUAGES, NOTICE, Answer
from tests.reading.test_message import HUGE

MAILS = Path(__file__).parents[1] / "mails"
CORPUS = sorted(path for path in MAILS.glob("*/*.eml"))
STANDARD = meeting_file.read(MAILS / "meetings" / "standard.toml")
MEETINGS = {path.stem: meeting_file.read(path) for path in (MAILS / "meetings").glob("*.toml")}


FROM = "From: Kari Berg <kari.berg@solvik.example>\n"


def expected_of(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.with_suffix(".toml").read_text())


def written(text: str) -> list[str]:
    """The lines with words in them: how many empty ones stand between is the client's matter."""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_corpus_mail_has_its_kind_and_words(path: Path) -> None:
    case = expected_of(path)
    message = parse(path.read_bytes())
    assert kind_of(message).value == case["expected"]["kind"] or case["expected"]["kind"] == "unrelated"
    # What a calendar's answer has beside the mail's text, and who is nobody's business, is the reader's matter.
    if "text" in case["expected"] and case["expected"]["kind"] == "reply":
        sent = [(path.parent / name).read_text() for name in case.get("sent", ())]
        words = extract(message, MEETINGS[case["meeting"]], sent)
        assert written(words.text) == written(case["expected"]["text"])


def read(
    text: str,
    subtype: str = "plain",
    sent: Sequence[str] = (),
    subject: str = "SV: Innkalling",
    meeting: Meeting = STANDARD,
) -> OwnWords:
    head = (
        f"From: Kari Berg <kari.berg@solvik.example>\nSubject: {subject}\nContent-Type: text/{subtype}; charset=utf-8\n"
    )
    return extract(parse(f"{head}\n{text}".encode()), meeting, sent)


def tied(words: OwnWords) -> list[tuple[str, str | None]]:
    return [(passage.text, passage.under and str(passage.under)) for passage in words.passages]


OUTLOOK = """

Fra: Møtebot <mote@region.example>
Sendt: onsdag 23. februar 2022 08:00
Til: Kari Berg
Emne: Innkalling

"""
FIRST = "Ordføreren i Fjellbygd går inn som leder av styringsgruppa. Styringsdokumentet endres på dette punktet."
ONE = "1. Delprosjektet «Sykkelbyen» tas ut av planen, og 200 000 kroner overføres til «Trygg skolevei»."
TWO = "2. Prosjektleder søker fylkeskommunen om å forlenge prosjektperioden til og med 2023."

KEPT = {
    "own_dashes": "Hei\n---\nGodkjent",
    "from_monday": "Fra: mandag er jeg borte\nGodkjent",
    "dash_before_a_case": "- Sak 1/22: Godkjent\n- Sak 2/22: Imot",
    "tenth_of_march": "Den 10. mars er jeg på reise, så dere får ikke tak i meg:\nring Per. Godkjent",
    "colons_of_the_senders_own": "Til: alle\nFra: Kari\nJeg godkjenner.",
    "name_before_the_vote": "Kari Berg, Solvik: Godkjent begge",
    "announced_substitute": "Melder forfall. Vara som møter:\nKari Li\nVaraordfører\nkari.li@sandoey.example",
    "certificate_in_a_sentence": "Jeg er imot at vi bruker en ISO-sertifisert leverandør.",
    "nota_bene": "Godkjent.\nNB! ikke sak 2, der mangler vedlegget.",
    "money": "Imot sak 2.\nDet koster 12 000 000 kroner",
    "crowns_first": "Imot sak 2.\nkr 200 000 er for mye",
    "sentence_about_a_mayor": "Imot sak 1.\nOrdføreren i Solvik bør lede.",
    "data_protection": "Sak 1: godkjent\nSak 2: imot, personvern er ikke ivaretatt",
    "telephone_in_a_sentence": "Godkjent.\nRing meg på 900 00 000 om noe er uklart.",
    "greeting_in_a_sentence": "Hilsen fra formannskapet er at vi godkjenner begge.",
    "table": "| Sak 1/22 | Godkjent |\n| Sak 2/22 | Imot |",
    "own_headings": "Sak 1/22:\nGodkjent\nSak 2/22:\nImot",
    "answer_announced": "Jeg svarer:\nGodkjent",
    "municipality_speaks": "Fra Solvik kommune:\nGodkjent",
    "own_answer_announced": "Solvik sitt svar:\nGodkjent",
    "mail_that_is_an_answer": "Denne e-posten er mitt svar: Godkjent",
    "new_address": "Godkjent\n\nHusk at vi har fått ny postadresse: Rådhusveien 3, 3510 Hole.",
    "no_paper": "Nei takk til papirutgave, e-post er fint.",
    "original_mail_spoken_of": "Godkjent.\n\nOpprinnelig melding fra meg ble borte.\n",
    "numbers_of_political_cases": "PS 1/22: godkjent\nPS 2/22: imot",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_words_of_the_senders_own_are_kept(text: str) -> None:
    assert written(read(text).text) == written(text)


DISCLAIMER = "This e-mail is confidential. If you are not the intended recipient, please delete it."
ABOVE = {
    "colons_above_the_header": ("Emne: sykkelveier\nImot", OUTLOOK),
    "from_monday_above_the_header": ("Fra: mandag er jeg borte", OUTLOOK),
    "sent_yesterday_above_the_header": ("Sendt: i går på papir. Imot her også.", OUTLOOK),
    "date_above_the_attribution": (
        "Den 10. mars er jeg på reise, så jeg svarer nå: godkjent\nTakk for saken",
        "Anne Lie skrev 23.02.2022 08:00:\n> Hei",
    ),
    "line_right_above_a_disclaimer": ("Imot.\n\nEr på reise frem til mandag.", DISCLAIMER),
}


@pytest.mark.parametrize(("words", "below"), ABOVE.values(), ids=ABOVE)
def test_words_above_what_others_wrote_are_kept(words: str, below: str) -> None:
    assert written(read(f"{words}\n{below}").text) == written(words)


CUT = {
    "revisor": "Imot\n\nKari Berg\nGodkjent revisor",
    "certified": "Imot\n\nMvh Kari Berg\nISO 9001-godkjent",
    "lighthouse": "Imot\n\nKari Berg\nOrdfører\nSolvik kommune er godkjent Miljøfyrtårn",
    "certificate_in_sentences": "Imot\n\nVi er grønt sertifisert. Godkjent av Stiftelsen Grønn Drift.\n\n"
    "Hent Outlook for iOS<https://aka.ms/o0ukef>",
    "campaign": "Imot\n\nHilsen Kari\nJa til jernbanen!\nSolvik støtter TV-aksjonen",
    "disclaimer": "Imot\n\nDenne e-posten er konfidensiell. Er du ikke mottaker, er den ikke godkjent for videre bruk.",
    "phone": "Sendt fra min iPhone\nImot",
    "outlook_mobile": "Imot\n\nHent Outlook for iOS<https://aka.ms/o0ukef>",
    "nynorsk_footer": "Imot\n\nFå Outlook for Android",
    "banner": "EKSTERN E-POST: Ikke åpne vedlegg med mindre avsenderen er godkjent.\n\nImot",
    "english_banner": "CAUTION: This email originated from outside of the organisation. Do not click links.\n\nImot",
    "safety_tip": "Du får ikke ofte e-post fra mote@region.example. Finn ut hvorfor dette er viktig\n\nImot",
    "original_appointment": "Imot\n\n-----Opprinnelig avtale-----\nFra: Per Dal\nSendt: 24. februar 2022 10:00\n"
    "Til: Kari\nEmne: Innkalling\nTid: 2. mars 2022 09:00-15:00\nSted: på mail\n\nGodkjent",
    "notes_caption": "Imot\n\nAnne Lie---23.02.2022 08:00:00---Godkjent\n\nGodkjent",
    "spanish_attribution": "Imot\n\nEl mié, 23 feb 2022 a las 8:00, Bot (<b@r.example>) escribió:\n\n> Godkjent",
    "mutt_brackets": "Imot\n\n* Anne Lie <anne.lie@region.example> [2022-02-23 08:00]:\n> Godkjent",
    "forwarded": "Imot\n\nStart på videresendt melding:\n\nFra: Per Dal <p@s.example>\nDato: 2.3.2022\n\nGodkjent",
    "colleague": "Imot\n\nDen 24.02.2022 09:00, skrev Olav Haugen:\n> Sak 1/22: Godkjent",
    "registered": "Imot\n\nDen 24.02.2022 09:00, skrev Møtebot:\n> Dette er registrert:\n> Sak 1/22: Godkjent",
    "unfilled": "Imot\n\n> Sak 1/22:\n> Sak 2/22: ",
    "another_title_in_the_quote": "Imot\n\n> Sak 1/22: Godkjent styringsdokument for 2022\n> Sak 2/22: Valg",
    "unfilled_above": "Imot\nSak 1/22: \nSak 2/22: ",
    "last_name_first": "Imot\n\nBerg, Kari",
    "slogan": "Imot\nVennlig hilsen\nKari Berg\nOrdfører i Solvik\nVi sier ja til framtida.",
    "closing_with_title": "Imot\n\nVennlig hilsen Kari Berg, ordfører i Solvik kommune",
    "broken_disclaimer": "Imot\n\nKari Berg\n\nDenne e-posten er konfidensiell. Dersom du\n"
    "har mottatt den ved en feil, ber vi om\nat alle kopier er godkjent slettet.",
    "sent_by_in_the_header": "Imot\n\nFra:   Bot <b@r.example>\nSendt av:   Anne Lie\nTil:   Kari\n"
    "Dato:   23.02.2022 08:00\nEmne:   Innkalling\n\nGodkjent",
    "proton": "Imot\n\nSent with Proton Mail secure email.\n\n------- Original Message -------\n"
    "On Wednesday, February 23rd, 2022 at 08:00, Bot <b@r.example> wrote:\n\n> Godkjent",
    "outlook_for_mac": "Imot\n\nFra: Bot <b@r.example>\nDato: onsdag, 23. februar 2022 kl. 08:00\nTil: K\n"
    "Emne: I\nGodkjent",
    "forwarded_by_thunderbird": "Imot\n\n-------- Videresendt melding --------\nEmne: \tI\nDato: \tWed, 23 Feb 2022\n"
    "Fra: \tOlav <o@f.example>\n\nGodkjent",
    "unmarked_attribution": 'Imot\n\nOn Wed, Feb 23, 2022 at 8:00 AM +0100, "Bot" <b@r.example> wrote:\n\n'
    "Sak 1/22 Endring i styringsdokumentet\nSvar godkjent",
    "one_line_signature": "Imot\n\nKari Berg | Ordfører | Solvik kommune | +47 00 00 00 00",
    "name_title_and_place": "Imot\n-- \nKari Berg, ordfører i Solvik",
    "disclaimer_below_the_quote": "Imot\n\n> Godkjent\n\nThis e-mail is confidential and may be privileged.",
    "certificate_below_the_quote": "Imot\n\n> Godkjent\n\nVi er ISO 14001-sertifisert og godkjent lærebedrift.",
    "german_yahoo": "Imot\n\n Am Mittwoch, 23. Februar 2022 um 08:00:00 MEZ hat Bot <b@r.example> Folgendes"
    " geschrieben:\n\n Sak 1/22 er godkjent\n",
    "swedish_samsung": "Imot\n\n-------- Originalmeddelande --------\nFrån: Bot <b@r.example>\n"
    "Datum: 2022-02-23 08:00\n\nGodkjent",
    "notes_web": 'Imot\n\n-----"Bot" <b@r.example> skrev: -----\nTil: Kari\nFra: "Bot" <b@r.example>\n'
    "Dato: 23.02.2022 08:00AM\nEmne: I\n\nGodkjent",
    "bluemail": "Imot\n\nGet BlueMail for Android",
    "groupwise": "Imot\n\n>>> Bot <b@r.example> 23.02.2022 08:00 >>>\nSaken er godkjent av alle.\n",
    "bars": "Imot\n\nDen 23.02.2022 kl. 08:00 skrev Anne Lie:\n| Saken er godkjent av alle.\n",
    "forwarded_by_notes": "Imot\n\n----- Forwarded by Kari Berg/Solvik on 24.02.2022 09:00 -----\n\nFra:\tBot\n"
    "Til:\tKari\nDato:\t23.02.2022 08:00\nEmne:\tI\n\nGodkjent",
    "divider_not_drawn": "Imot\n\nOpprinnelig melding\nFra: Bot <b@r.example>\nDato: 23.02.2022 08:00\n\nGodkjent",
    "forwarded_without_year": "Imot\n\nBegynn videresendt melding:\n\nFra: Rådmannen\nEmne: I\nDato: 24. februar\n"
    "Til: Kari\n\nGodkjent",
    "attribution_without_year": "Imot\n\nOn Feb 23, Anne Lie wrote:\n\n> Godkjent",
    "citing_somebody": "Imot\n\nOlav Haugen skrev:\n\nHei,\n\nGodkjent begge saker.",
    "receipt_copied_in": "Imot\n\nKvittering: Vi har registrert at du godkjenner sak 1/22.",
    "somebody_said": "Imot\n\nIngrid sa:\nGodkjent begge saker",
    "proposal_of_the_administration": "Imot\n\nRådmannens forslag:\nGodkjent begge saker",
    "minutes": "Imot\n\nFra protokollen:\n\nSak 1: Godkjent",
    "conversation": "Imot\n\nRita Rød\n24.02 09:00\n\nHei Kari,\n\nSak 1/22 godkjent",
    "citation": "Imot\n\n«Hei,\n\nGodkjent begge saker.\n\nMvh Olav Haugen»",
    "slogan_below_two_delimiters": "Imot\n\nHilsen Kari\n--\nJeg er for Solvik",
    "starred_banner": "*** EKSTERN AVSENDER ***\n\nImot",
    "horde": "Imot\n\nSitat Bot <b@r.example>:\n\n> Godkjent",
    "attribution_right_below": "Imot\nDen 23.02.2022 08:00, skrev Bot:\n> Godkjent",
    "spilled_quote": "Imot\n\n> Vi ber om at alle sender oss et svar i god tid før fristen, slik at\n"
    "vi får godkjent\n> sakene.",
    "free_day_beside_the_number": "Imot\n\nMvh Kari\nTlf. 00 00 00 00 (ikke fredager)",
    "closed_office": "Imot\n\nMvh Kari\nKontoret er stengt, ikke ring",
    "reference": "Imot\n\nMvh Kari\nVår ref: 22/123",
    "disclaimer_with_a_condition": "Imot\n\nMvh Kari\n\nDette er en konfidensiell melding.\n"
    "Hvis den ikke er ment for deg,\nså slett den.",
    "disclaimer_that_reserves": "Imot\n\nMvh Kari\n\nDenne e-posten kan inneholde taushetsbelagt informasjon. "
    "Er du ikke rett mottaker, slett den.\nSolvik kommune tar forbehold om feil i denne e-posten.",
    "spelling": "Imot\n\nMvh Kari\nSendt fra min iPhone, med forbehold om skrivefeil",
    "environment": "Imot\n\nMvh Kari\nIkke skriv ut denne e-posten om du ikke må",
    "question_to_readers": "Imot\n\nMvh Kari\nHar du spørsmål? Ring 00 00 00 00",
    "link_with_words": "Imot\n\nMvh Kari\nhttps://solvik.example/ikke/22/33",
    "approved_school": "Imot\n\nMvh Kari\n| Solvik kommune | godkjent trafikkskole |",
    "receipt_without_any_mark": "Imot\n\nHilsen Kari\n\nTakk. Dette er registrert for Solvik:\n\n- Sak 1/22: godkjent\n"
    "- Sak 2/22: godkjent\n\nVil du endre svaret, så svar på nytt.\n\nSpørsmål? Kontakt Anne Lie.",
    "english_receipt": "Imot\n\nRegards Kari\n\nThank you. This is registered for Solvik:\n\n- Case 1/22: approved",
    "zoho": "Imot\n\nMvh Kari\n\n---- On Wed, 23 Feb 2022 08:00:00 +0100 Per Dal <p@s.example> wrote ----\n\nGodkjent.",
    "day_and_name": "Imot\n\nPå onsdag 23. februar 2022, Per Dal skrev:\n\nHei,\n\nGodkjent begge",
    "moment_and_name": "Imot\n\nOn Wed, 23 Feb 2022, at 08:00, Per Dal wrote:\n\nHi Kari,\n\nI approve both cases.",
    "german_moment": "Imot\n\nAm 23.02.2022 08:00 schrieb Per Dal:\n\nGodkjent begge",
    "polish_moment": "Imot\n\nW dniu 23.02.2022 o 08:00, Per Dal pisze:\n\nGodkjent begge",
    "no_colon": "Imot\n\nDen ons. 23. feb. 2022, 08:00 skrev Per Dal <p@s.example>\n\nGodkjent begge",
    "comma_for_a_colon": "Imot\n\nDen 23. feb. 2022, 08:00 +0100, skrev Per Dal <p@s.example>,\n\nGodkjent begge",
    "tutanota_unmarked": "Imot\n\nFeb 23, 2022, 08:00 by p@s.example:\n\nGodkjent begge",
    "horde_unmarked": "Imot\n\nQuoting Per Dal <p@s.example>:\n\nGodkjent begge",
    "sitat_unmarked": "Imot\n\nSitat Per Dal <p@s.example>:\n\nGodkjent begge",
    "body_wrote": "Imot\n\nStyringsgruppa for Fjordløftet skrev:\nGodkjent begge",
    "divider_that_stands_alone": "Imot\n\nOpprinnelig melding\n\nHei Kari,\n\nGodkjent begge",
    "header_marked_and_mail_not": "Imot\n\n> Fra: Per Dal <p@s.example>\n> Sendt: 23. februar 2022 08:00\n\n"
    "Godkjent begge",
    "holidays_below_the_title": "Imot\n-- \nKari Berg\nOrdfører\nJeg avvikler ferie i uke 8. Ved fravær kontakt "
    "servicetorget.",
    "footer_that_excuses": "Imot\n\n> Godkjent\n\n-- \nSendt fra min Android-enhet med K-9 Mail. Beklager at jeg er "
    "kortfattet.",
    "unknown_letter": f"Imot{OUTLOOK}Sak 1/22 Endring i styringsdokumentet\nSaken ble godkjent i forrige møte.\n"
    "Rådmannen støtter forslaget.\nDersom du har forfall, si fra til vara.\nGodkjenn alle\nGodkjent / Imot",
}


@pytest.mark.parametrize("text", CUT.values(), ids=CUT)
def test_words_of_others_are_cut(text: str) -> None:
    assert read(text).text == "Imot"


HTML = {
    "struck_out": "<p>Imot <s>Godkjent</s></p>",
    "hidden": '<p>Imot</p><p style="display: none">Godkjent</p>',
    "picture": '<p>Imot</p><img alt="Godkjent">',
    "comment": "<p>Imot<!-- Godkjent --></p>",
    "button": '<p>Imot</p><p><a href="mailto:mote@region.example?body=Godkjent">Godkjent</a></p>',
    "signature": '<p>Imot</p><div id="Signature"><p>Kari Berg</p><p>Godkjent revisor</p></div>',
    "foreign_header": '<p>Imot</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>Lähettäjä:</b> a<br>'
    "<b>Lähetetty:</b> b<br><b>Aihe:</b> c</p></div><p>Godkjent</p>",
    "foreign_attribution": '<div>Imot</div><div class="gmail_quote"><div class="gmail_attr">ke 23. helmik. Bot '
    "kirjoitti</div><blockquote class=gmail_quote>Godkjent</blockquote></div>",
    "new_outlook": '<div>Imot</div><div id="mail-editor-reference-message-container"><div style="border-top:1pt solid '
    'rgb(1,2,3)"><b>Fra: </b>b@r.example<br><b>Dato: </b>23.2.2022<br><b>Til: </b>K<br></div><p>Godkjent</p></div>',
    "gmail_forwards": '<div>Imot</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message '
    "---------<br>Fra: Olav<br>Date: 2022<br></div><div>Godkjent</div></div>",
    "table_of_notes": "Imot<table><tr><td>Fra:<td>b@r.example<tr><td>Til:<td>K<tr><td>Dato:<td>23.02.2022</table>"
    "Godkjent",
    "tip_in_a_table": "<table><tr><td>Du får ikke ofte e-post fra b@r.example.</td></tr></table><p>Imot</p>",
    "hidden_attribute": "<p>Imot</p><p hidden>Godkjent</p>",
    "hidden_class": "<style>p.note, #x { display: none }</style><p>Imot</p><p class='a note'>God</p><p id=x>kjent</p>",
    "hidden_after_a_comment": "<p>Imot</p><p style='display:/**/none'>Godkjent</p>",
    "hidden_over_lines": "<p>Imot</p><p style='display:\nnone'>Godkjent</p>",
    "collapsed": "<p>Imot</p><p style='visibility:collapse'>Godkjent</p>",
    "size_of_almost_nothing": "<p>Imot</p><p style='font-size:1px'>Godkjent</p>",
    "size_of_nothing_in_points": "<p>Imot</p><p style='font-size: 0.0pt !important'>Godkjent</p>",
    "font_of_nothing": "<p>Imot</p><p style='font:0/0 a'>Godkjent</p>",
    "see_through": "<p>Imot</p><p style='opacity:0'>Godkjent</p>",
    "transparent": "<p>Imot</p><p style='color:transparent'>Godkjent</p>",
    "no_room": "<p>Imot</p><p style='max-height:0px;overflow:hidden'>Godkjent</p>",
    "off_the_page": "<p>Imot</p><p style='text-indent:-9999px'>Godkjent</p>",
    "frame": "<p>Imot</p><iframe>Godkjent</iframe>",
    "joiner_in_the_word": "<p>I&zwnj;m&#8203;o&shy;t</p>",
    "element_in_the_word": "<p>Im<span style='display:none'>x</span>o<wbr>t<!-- --></p>",
    "undrawn_in_the_word": "<p>Im\u034fo\u3164t\U000e0061</p>",
    "size_of_nothing": '<p>Imot<span style="font-size:0">Godkjent</span></p>',
    "yahoo": "<div>Imot</div><div class='yahoo_quoted'><div>Godkjent</div></div>",
}


@pytest.mark.parametrize("html", HTML.values(), ids=HTML)
def test_what_html_hides_or_quotes_is_cut(html: str) -> None:
    assert read(html, "html").text == "Imot"


SHOWN = {
    "size_of_its_own": '<td style="font-size:0"><span style="font-size:14px">Imot</span></td>',
    "thin_border": '<p style="border-width:0;overflow:hidden">Imot</p>',
    "opaque": '<p style="opacity:0.9;background-color:transparent">Imot</p>',
    "line_of_no_height": '<p style="line-height:0;overflow:hidden">Imot</p>',
    "on_small_screens": "<style>@media (max-width:400px) { .x { display:none } }</style><p class=x>Imot</p>",
    "another_class": "<style>.y { display:none } div .x { display:none }</style><p class=x>Imot</p>",
    "half_a_size": '<p style="font-size:0.8em">Imot</p>',
}


@pytest.mark.parametrize("html", SHOWN.values(), ids=SHOWN)
def test_what_html_shows_is_kept(html: str) -> None:
    assert read(html, "html").text == "Imot"


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u034f", "\ufe0f", "\u115f", "\U000e0061"])
def test_characters_that_nobody_sees_change_no_word(unseen: str) -> None:
    assert read(f"ik{unseen}ke godkjent").text == "ikke godkjent"


@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_answer_below_a_banner_is_no_part_of_it(blank: str) -> None:
    banner = "EKSTERN E-POST: Ikke åpne vedlegg fra avsendere du ikke kjenner."
    assert read(f"{banner}{blank}Godkjenner saken med vedlegg.").text == "Godkjenner saken med vedlegg."


ADDED = {
    "postscript": "PS: imot punkt 2",
    "reason": "Stemmer imot sak 2, fordi pengene mangler",
    "first_person": "Jeg kan ikke møte likevel.",
    "bare": "Imot sak 2",
    "demand": "Jeg krever møte om dette.",
}


@pytest.mark.parametrize("added", ADDED.values(), ids=ADDED)
@pytest.mark.parametrize("closing", ["Mvh Kari", "-- \nKari Berg", "Med vennlig hilsen\nKari Berg\nOrdfører"])
def test_words_added_below_the_signature_are_kept(closing: str, added: str) -> None:
    assert written(read(f"Godkjent\n\n{closing}\n\n{added}").text) == ["Godkjent", added]


LIMITS = {
    "footnote": "* med forbehold om kommunestyret",
    "footnote_nn": "*gjeld berre om fylket betaler",
    "atterhald": "* atterhald om kommunestyret",
    "footnote_en": "* subject to council approval",
    "raised_number": "¹ Med forbehold om budsjettet",
    "brackets": "(forbehold: kommunestyret)",
    "brackets_nn": "(føresetnad: fylket betalar)",
    "brackets_en": "(unless the budget is cut)",
    "square_brackets": "[forbehold om ordføreren]",
    "brackets_over_two_lines": "(med forbehold om at\nregnskapet kommer)",
    "postscript": "PS: bare hvis fylket betaler",
    "postscript_without_colon": "PS bare hvis fylket betaler",
    "postscript_en": "P.S. only if the county pays",
    "postscript_over_two_lines": "PS: bare hvis\nfylket betaler",
    "second_postscript": "PPS: med forbehold om formannskapet",
    "nota_bene": "NB: bare hvis fylket betaler",
    "nota_bene_nn": "NB! ikkje sykkelvegane",
    "nota_bene_en": "NB: not the bicycle project",
    "heed": "OBS: under forutsetning av at fylket betaler",
    "neither_mark": "dersom fylkeskommunen betaler",
    "title_in_the_condition": "forutsatt avdelingsleder",
    "work_in_the_condition": "hvis administrasjonen jobber videre med saken",
    "privacy_in_the_condition": "* med forbehold om at personvernerklæringen blir oppdatert",
    "banner_in_the_condition": "Viktig: med forbehold om ekstern kvalitetssikring",
    "doubt": "Kanskje",
    "belief": "Tror jeg.",
    "case": "(gjelder sak 2)",
    "the_other": "Men ikke den andre",
    "whoever_votes": "Solvik stemmer imot",
    "question": "Hvem betaler?",
}
PLACES = {
    "last": "{}",
    "above_the_name": "\n{}\nKari Berg",
    "below_the_name": "\nKari Berg\n{}",
    "below_the_title": "\nKari Berg\nOrdfører\n{}",
    "inside_the_signature": "\nKari Berg\nOrdfører\n{}\nTlf. 00 00 00 00",
    "above_the_closing": "\n{}\n\nMvh Kari",
    "below_the_closing": "\nMvh Kari\n\n{}",
    "below_closing_and_title": "\nVenleg helsing\nKari Berg\nOrdfører\n{}",
    "below_the_delimiter": "\n-- \nKari Berg\n{}",
    "below_closing_and_delimiter": "\nBest regards, Kari\n--\nKari Berg\n{}",
    "above_the_footer": "\nMvh Kari\n{}\nSendt fra min iPhone",
    "above_the_disclaimer": f"\nMvh Kari\n\n{{}}\n\n{DISCLAIMER}",
}


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_words_that_limit_a_vote_are_never_cut_as_a_signature(place: str, limit: str) -> None:
    assert written(read(f"Godkjent\n{place.format(limit)}").text) == ["Godkjent", *limit.split("\n")]


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
def test_words_that_limit_a_vote_are_kept_in_the_clients_signature(limit: str) -> None:
    first = limit.replace("\n", " ")
    html = f'<p>Godkjent</p><div id="Signature"><p>Kari Berg</p><p>{first}</p><p>Tlf. 00 00 00 00</p></div>'
    assert written(read(html, "html").text) == ["Godkjent", first]


ON_THE_LINE = {
    "closing": "Mvh Kari, med forbehold",
    "closing_with_brackets": "Hilsen Kari (forbehold om kommunestyret)",
    "name_and_title": "Kari Berg, ordfører (forbehold: kommunestyret)",
    "signature_on_a_line": "Kari Berg | Ordfører | med forbehold",
    "footer": "Sendt fra min iPhone, bare hvis fylket betaler",
}


@pytest.mark.parametrize("line", ON_THE_LINE.values(), ids=ON_THE_LINE)
def test_closing_with_a_limit_on_its_line_is_kept(line: str) -> None:
    assert written(read(f"Godkjent\n\n{line}").text) == ["Godkjent", line]


def test_working_hours_in_a_signature_are_no_words() -> None:
    assert read("Godkjent\n\nMvh Kari\nJeg jobber ikke fredager.").text == "Godkjent"


def test_answer_typed_into_the_signature_is_kept() -> None:
    html = '<div><br></div><div id="Signature"><p>Godkjent</p><p>Kari Berg</p><p>Godkjent revisor</p></div>'
    assert read(html, "html").text == "Godkjent"


def test_lines_of_preformatted_text_stay_apart() -> None:
    assert read("<pre>Sak 1/22: godkjent\nSak 2/22: imot</pre>", "html").text == "Sak 1/22: godkjent\nSak 2/22: imot"


def test_initials_before_an_answer_inside_are_no_obstacle() -> None:
    text = f"{OUTLOOK}{FIRST}\nKB: Godkjent\n{TWO}\nSvar: Imot\n"
    assert tied(read(text)) == [("KB: Godkjent", "1/22"), ("Svar: Imot", "2/22#2")]


def test_numbered_list_keeps_its_numbers() -> None:
    assert read("<ol><li>OK<li>Imot</ol>", "html").text == "1. OK\n2. Imot"


def test_indented_words_are_the_senders() -> None:
    html = '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">Godkjent</blockquote>'
    assert read(html, "html").text == "Godkjent"


def test_words_below_nested_elements_are_kept() -> None:
    assert read("<div>" * 3_000 + "Godkjent", "html").text == "Godkjent"


def test_cell_beside_the_forms_label_is_an_answer_to_it() -> None:
    html = (
        '<p>Hei</p><div id="divRplyFwdMsg"><b>Fra:</b> Bot &lt;b@region.example&gt;<br><b>Sendt:</b> 23.2.2022</div>'
        "<table><tr><td>Sak 1/22:</td><td>Godkjent</td></tr><tr><td>Sak 2/22:</td><td></td></tr></table>"
    )
    assert tied(read(html, "html")) == [("Hei", None), ("Godkjent", "1/22")]


FORM = "Svar i skjemaet\nSak 1/22: \nSak 2/22, punkt 2: \nFrist: onsdag\nHilsen møteboten\n"
FILLED = FORM.replace("punkt 2: ", "punkt 2: imot").replace("1/22: ", "1/22: Godkjent").strip()
FILLED_MARKED = "Den 23.02.2022 08:00, skrev Møtebot:\n> " + FILLED.replace("\n", "\n> ")


def test_filled_form_is_tied_line_by_line() -> None:
    assert tied(read(OUTLOOK + FILLED)) == [("Godkjent", "1/22"), ("imot", "2/22#2")]


def test_form_marked_as_quoted_is_filled_only_in_a_known_letter() -> None:
    assert tied(read(FILLED_MARKED)) == []
    assert tied(read(FILLED_MARKED, sent=(FORM,))) == [("Godkjent", "1/22"), ("imot", "2/22#2")]


ADVICE = "Sak 1/22 Endring i styringsdokumentet\nSak 1/22: Godkjent\nSak 2/22 Felles satsing på sykkelveier\nImot\n"
COLLEAGUES = ("Gunn Tveit <gunn.tveit@solvik.example>", "Olav Haugen", "Gunn Tveit")


@pytest.mark.parametrize("words", ["", "Takk for rådet", "Godkjent sak 1"])
@pytest.mark.parametrize("colleague", COLLEAGUES)
def test_advice_that_somebody_else_gave_is_not_the_senders(colleague: str, words: str) -> None:
    header = OUTLOOK.replace("Møtebot <mote@region.example>", colleague)
    assert read(f"{words}{header}{ADVICE}").text == words


@pytest.mark.parametrize("marks", ["&gt; ", "&gt;"])
def test_marks_of_quoting_count_in_html_too(marks: str) -> None:
    assert read(f"<p>Imot</p><p>Anne Lie skrev 23.02.2022 08:00:</p><tt>{marks}Godkjent</tt>", "html").text == "Imot"


def test_answers_are_tied_to_what_they_stand_under() -> None:
    text = f"> {FIRST}\n\nGodkjent\n\n> {ONE}\nGodkjent\n> {TWO}\nImot\n"
    assert tied(read(text)) == [("Godkjent", "1/22"), ("Godkjent", "2/22#1"), ("Imot", "2/22#2")]


def test_answer_under_the_last_of_all_points_is_for_the_case() -> None:
    assert tied(read(f"> {ONE}\n> {TWO}\n\nImot\n")) == [("Imot", "2/22")]


def test_answer_under_the_only_quoted_point_is_for_that_point() -> None:
    assert tied(read(f"> {TWO}\n\nImot\n")) == [("Imot", "2/22#2")]


POINTS = MEETINGS["points"].cases[0].proposal


@pytest.mark.parametrize("words", ["Enig.", "Avstår her", "Kan ikke støtte dette punktet"])
@pytest.mark.parametrize(("quoted", "point"), [((1, 2, 3), 1), ((1, 2, 3), 2), ((2, 3), 2), ((1, 2), 2), ((2, 3), 3)])
def test_answer_alone_under_one_of_several_points_is_for_that_point(
    quoted: Sequence[int], point: int, words: str
) -> None:
    lines = [f"> {at}. {POINTS[at - 1]}" + (f"\n\n{words}\n" if at == point else "") for at in quoted]
    assert tied(read("\n".join(lines), meeting=MEETINGS["points"])) == [(words, f"41/22#{point}")]


@pytest.mark.parametrize(
    ("words", "about"),
    [("Enig.", "41/22"), ("Kan ikke støtte dette punktet", "41/22#3"), ("Nei til begge punktene over", "41/22")],
)
def test_words_under_the_last_point_that_name_it_are_for_it(words: str, about: str) -> None:
    lines = [f"> {at}. {text}" for at, text in enumerate(POINTS, 1)]
    assert tied(read("\n".join([*lines, "", words]), meeting=MEETINGS["points"])) == [(words, about)]


def test_point_with_an_unclear_line_keeps_the_next_answer_to_its_point() -> None:
    text = f"{OUTLOOK}{ONE}\nhmm nja\n{TWO}\nImot\n"
    assert tied(read(text)) == [("hmm nja", "2/22#1"), ("Imot", "2/22#2")]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "limit",
    [
        "Men bare hvis fylket betaler sin del.",
        "Forutsetter at fylket betaler.",
        "unntatt det siste beløpet",
        "ikke hvis det blir dyrere innen fristen",
    ],
)
def test_words_that_limit_an_answer_inside_a_letter_are_kept_with_it(limit: str, gap: str) -> None:
    text = f"{OUTLOOK}{FIRST}\nGodkjent{gap}{limit}\n{ONE}\n{TWO}\n"
    assert tied(read(text)) == [(f"Godkjent\n{limit}", "1/22")]


@pytest.mark.parametrize(
    "words", ["Går god for forslaget", "Bra plan!", "Dyrt dette.", "Kari: Godkjent", "Kommentar: bør utredes", "👍"]
)
def test_words_below_a_proposal_are_asked_about_beside_an_answer_inside(words: str) -> None:
    text = f"{OUTLOOK}{FIRST}\n\n{words}\n\n{ONE}\nImot\n{TWO}\n"
    said = [(each.text, each.aside) for each in read(text).passages]
    assert said == [(words, True), ("Imot", False)]


OF_LETTERS = (
    "Vedlegg: kart.pdf, budsjett.pdf",
    "Saksbehandler: Gunn Tveit",
    "FRA FORRIGE MØTE",
    "Du får en kvittering med det vi har registrert.",
    "Svar innen fristen onsdag.",
    "Med vennlig hilsen",
)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("line", OF_LETTERS)
def test_a_letters_own_lines_below_a_proposal_are_not_the_senders(line: str, gap: str) -> None:
    text = f"{OUTLOOK}{FIRST}{gap}{line}\n\n{ONE}\nImot{gap}{line}\n{TWO}\n"
    assert tied(read(text)) == [("Imot", "2/22#1")]


def test_nothing_of_a_letter_without_answers_inside_is_the_senders() -> None:
    assert tied(read(f"Godkjent{OUTLOOK}{FIRST}\n\nBra plan!\n\n{ONE}\n{TWO}\nGodt forslag.\n")) == [("Godkjent", None)]


def test_what_a_letter_goes_on_with_below_its_last_proposal_is_its_own() -> None:
    text = f"{OUTLOOK}{FIRST}\nImot\n{ONE}\n{TWO}\n\nMøtet varer en time.\n"
    assert tied(read(text)) == [("Imot", "1/22")]


@pytest.mark.parametrize("below", ["", "> 3. Arbeidet starter til høsten.\n"], ids=["not_quoted", "quoted"])
@pytest.mark.parametrize("mark", ["> ", ""], ids=["marked", "unmarked"])
def test_answer_under_a_middle_point_is_for_that_point(mark: str, below: str) -> None:
    quoted = f"{mark}1. Rådet støtter utbyggingen.\n{mark}2. Kommunene dekker en tredel hver.\n\nImot\n\n"
    text = f"{'' if mark else OUTLOOK}{quoted}{below.replace('> ', mark)}"
    found = extract(parse(f"{FROM}Subject: SV: Innkalling\n\n{text}".encode()), MEETINGS["elevens"])
    assert tied(found) == [("Imot", "14/22#2")]


ANSWERS = [
    "Går imot dette.",
    "Sier nei",
    "Fint, godkjent",
    "Ingen innvendinger",
    "Godkjent av meg",
    "Har ingen innvendinger",
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_answer_that_leaves_its_speaker_out_is_found_in_an_unmarked_letter(answer: str) -> None:
    assert tied(read(f"{OUTLOOK}{FIRST}\n\n{answer}\n\n{ONE}\n{TWO}\n")) == [(answer, "1/22")]


def test_name_that_outlook_puts_before_an_answer_is_none_of_its_words() -> None:
    text = f"{OUTLOOK}{FIRST}\n[Kari Berg] Godkjent\n{TWO}\n[Kari Berg] Imot, for dyrt\n"
    assert tied(read(text)) == [("Godkjent", "1/22"), ("Imot, for dyrt", "2/22#2")]


def test_answer_behind_a_point_is_tied_to_it() -> None:
    assert tied(read(f"{OUTLOOK}{ONE} - OK\n{TWO} Imot\n")) == [("OK", "2/22#1"), ("Imot", "2/22#2")]


def test_answer_below_the_whole_unmarked_letter_is_found() -> None:
    text = (
        f"{OUTLOOK}Sak 1/22 Endring i styringsdokumentet\n{FIRST}\n\nMed vennlig hilsen\nAnne Lie\n\nGodkjent begge.\n"
    )
    assert tied(read(text)) == [("Godkjent begge.", None)]


LETTER = "\n".join(NOTICE)


def test_any_words_put_into_a_letter_of_ours_are_the_senders() -> None:
    text = OUTLOOK + LETTER.replace(FIRST, f"{FIRST}\nDette må vi drøfte nærmere")
    assert tied(read(text, sent=(LETTER,))) == [("Dette må vi drøfte nærmere", "1/22")]


def test_letter_of_ours_without_any_mark_says_nothing() -> None:
    assert read(f"Godkjent\n{LETTER}", sent=(LETTER,)).passages[0].text.startswith("Godkjent")
    assert "Den som ikke svarer" not in read(f"Godkjent\n{LETTER}", sent=(LETTER,)).text


SUBJECTS = {
    "unchanged": ("SV: Innkalling: Styringsgruppemøte – svar innen 2. mars kl. 15.00", ""),
    "not_prefixed": ("Innkalling: Styringsgruppemøte", ""),
    "own": ("Godkjent sak 1, imot sak 2", "Godkjent sak 1, imot sak 2"),
    "behind_the_title": ("SV: Innkalling til styringsgruppemøte - GODKJENT", "GODKJENT"),
    "before_the_title": (
        "GODKJENT - SV: Innkalling: Styringsgruppemøte",
        "GODKJENT - SV: Innkalling: Styringsgruppemøte",
    ),
    "case": ("Sak 2/22", "Sak 2/22"),
    "case_behind_the_title": ("SV: Innkalling: Styringsgruppemøte - sak 2", "sak 2"),
    "another_answered": ("SV: Spørsmål om sykkelveier", ""),
    "gateway": ("[EKSTERN] SV: Innkalling: Styringsgruppemøte", ""),
    "instruction": ("SV: Innkalling (forfall meldes innen fredag)", ""),
    "date_kept": ("Melder forfall til møtet 2. mars", "Melder forfall til møtet 2. mars"),
}


@pytest.mark.parametrize(("subject", "expected"), SUBJECTS.values(), ids=SUBJECTS)
def test_subject_holds_only_what_the_sender_put_there(subject: str, expected: str) -> None:
    words = read("", subject=subject)
    assert (words.subject, words.text, words.from_subject) == (expected, expected, bool(expected))


COLLEAGUE = "Per Dal <per.dal@solvik.example>"
BYLINES = (
    f" ---- On Wed, 23 Feb 2022 08:00:00 +0100\n{COLLEAGUE} wrote ----",
    f"2022-02-23 8:00 GMT+01:00 {COLLEAGUE}:",
    f"Citando {COLLEAGUE}:",
    f"In reply to {COLLEAGUE}:",
    f"{COLLEAGUE} skrev:",
    f"2022年2月23日(水) 8:00 {COLLEAGUE}:",
    f"{COLLEAGUE}, 23. feb. 2022 kl. 08:00:",
    "per.dal@solvik.example skrev:",
    "Per Dal, 23.02.2022 08:00:",
    "Per Dal · 23. feb. 2022 08:00",
    "Den 23. februar 2022 kl. 08:00 skrev Per Dal",
    "Per Dal wrote on 23.02.2022 08:00:00:",
    "From Per Dal on 23 Feb 2022:",
    "Svar fra Per Dal 23.02.2022:",
    "kl. 08:00 23. feb. 2022 skrev Per Dal:",
    f"De : {COLLEAGUE}\nEnvoyé : mercredi 23 février 2022 08:00\nÀ : Kari Berg\nObjet : Innkalling",
    "Hei Kari Berg,",
    "Kjære Kari",
)


@pytest.mark.parametrize("byline", BYLINES)
def test_words_below_a_line_that_says_who_wrote_are_not_the_senders(byline: str) -> None:
    assert read(f"Godkjent sak 1.\n\n{byline}\n\nImot begge sakene.\n\nPer").text == "Godkjent sak 1."


@pytest.mark.parametrize("byline", BYLINES[:-3])
def test_words_below_what_is_marked_under_such_a_line_are_kept(byline: str) -> None:
    assert read(f"Hei\n\n{byline}\n> Imot begge sakene.\n\nGodkjent sak 1.").text.endswith("Godkjent sak 1.")


NO_BYLINES = (
    "Svar fra Solvik Kommune 24.02.2022:",
    "Gjelder Styringsgruppa for Fjordløftet 2. mars 2022 kl. 09:00",
    "Vara er Per Dal <per.dal@solvik.example>.",
    "Jeg viser til e-post fra Anne Lie <anne.lie@region.example> 23.02.2022:",
    "Per Dal møter 2. mars 2022 kl. 09:00:",
    "Hei Anne,",
)


@pytest.mark.parametrize("line", NO_BYLINES)
def test_words_below_what_the_sender_says_of_somebody_are_kept(line: str) -> None:
    assert read(f"Hei\n\n{line}\n\nImot begge sakene.").text.endswith("Imot begge sakene.")


def test_lines_with_a_bar_before_them_are_quoted() -> None:
    assert read("Imot\n\n| Hei Kari,\n|\n| Godkjent begge\n").text == "Imot"


def test_lines_of_a_table_are_the_senders() -> None:
    assert read("| Sak 1/22 | Godkjent |\n| Sak 2/22 | Imot |\n").text.count("|") == 6


def test_answer_that_is_its_senders_initials_is_an_answer() -> None:
    mail = "From: Jon Aas <jon.aas@nordvaag.example>\nContent-Type: text/plain; charset=utf-8\n\nJa\n"
    assert extract(parse(mail.encode()), STANDARD).text == "Ja"


def test_subject_is_not_read_beside_words_in_the_body() -> None:
    words = read("Imot", subject="Godkjent")
    assert (words.text, words.subject, words.from_subject) == ("Imot", "Godkjent", False)


def test_answers_between_protons_quotes_are_found() -> None:
    quote = '<blockquote class="protonmail_quote" type="cite">{}</blockquote>'
    said = "Onsdag 23. februar 2022 kl. 08:00, skrev Bot &lt;b@r.example&gt;:<br>"
    first, last = quote.format(f"<p>Sak 1/22</p><p>{FIRST}</p>"), quote.format(f"<p>{ONE}</p><p>{TWO}</p>")
    html = f'<div class="protonmail_quote">{said}{first}<p>Støttes</p>{last}<p>Imot</p></div>'
    assert tied(read(html, "html")) == [("Støttes", "1/22"), ("Imot", "2/22")]


def test_what_somebody_says_of_themselves_inside_a_letter_is_theirs() -> None:
    text = f"{OUTLOOK}Sak 1/22 Endring i styringsdokumentet\n{FIRST}\nJeg mener dette bør utredes mer.\n"
    assert tied(read(text)) == [("Jeg mener dette bør utredes mer.", "1/22")]


def both(plain: str, html: str) -> OwnWords:
    parts = "".join(
        f"--b\nContent-Type: text/{subtype}; charset=utf-8\n\n{text}\n"
        for subtype, text in (("plain", plain), ("html", html))
    )
    raw = f"{FROM}Content-Type: multipart/alternative; boundary=b\n\n{parts}--b--\n"
    return extract(parse(raw.encode()), STANDARD)


def test_forms_that_disagree_are_both_given() -> None:
    words = both("Imot", "<p>Godkjent</p>")
    assert words.text == "Imot"
    assert [each.text for each in words.alternative or ()] == ["Godkjent"]


def test_vote_that_one_form_lacks_is_seen() -> None:
    words = both("> bare sitat", "<p>Godkjent</p>")
    assert (words.text, words.alternative) == ("Godkjent", ())


def test_links_and_lists_make_no_disagreement() -> None:
    html = "<ul><li><a href='https://x.example'>Godkjent</a></ul>"
    assert both("* Godkjent <https://x.example>\n[cid:a]", html).alternative is None


def test_signature_that_only_the_html_marks_is_cut_from_both() -> None:
    words = both("Imot\n\nVerdens vakreste bygd", '<p>Imot</p><div id="Signature">Verdens vakreste bygd</div>')
    assert (words.text, words.alternative) == ("Imot", None)


def test_vote_below_what_the_html_calls_a_signature_is_a_disagreement() -> None:
    words = both(
        "Godkjent\n\nmen vi støtter ikke punkt", '<p>Godkjent</p><div id="Signature">men vi støtter ikke x</div>'
    )
    assert words.alternative is not None


def test_empty_plain_form_is_no_form() -> None:
    assert both(" ", "<p>Godkjent</p>").alternative is None


PEOPLES_WORDS = (
    "Godkjent",
    "Godkjent sak 1.\n\nI sak 2 stemmer jeg imot punkt 2.",
    "Sak 1/22: Godkjent\nSak 2/22: Imot",
    "1. OK\n2. Imot",
    "Hei!\n\nJeg melder forfall. Min vara møter.",
    "Fra: mandag er jeg borte\nOK",
    "Hvem betaler dette?",
    "Ingen innvendinger",
    "Den 10. mars er jeg på reise, så jeg svarer nå: godkjent",
    "Eg røystar for i båe sakene.",
    "I approve both items.",
)
SIGNATURES = (
    "",
    "Mvh\nKari Berg\nOrdfører, Solvik kommune\nTlf. 00 00 00 00",
    "Kari Berg\nOrdfører\n\nGodkjent Miljøfyrtårn-bedrift",
    "Med vennlig hilsen\nKari Berg\n\nDenne e-posten er konfidensiell. Er du ikke rett mottaker, slett den.",
    "Best regards,\nKari Berg\nMayor of Solvik\nwww.solvik.example",
    "Venleg helsing\nKari",
)


@given(
    st.sampled_from(sorted(CLIENTS)),
    st.sampled_from(sorted(LANGUAGES)),
    st.sampled_from(PEOPLES_WORDS),
    st.sampled_from(SIGNATURES),
    st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_words_are_the_same_in_every_clients_form(
    client: str,
    language: str,
    words: str,
    signature: str,
    below: bool,  # noqa: FBT001 - hypothesis hands it over
) -> None:
    answer = Answer(words, signature, LANGUAGES[language], bottom=below and client in BOTTOM)
    found = extract(parse(CLIENTS[client](answer)), STANDARD)
    assert written(found.text) == written(words)
    assert found.alternative is None


@pytest.mark.parametrize("client", CLIENTS)
def test_answers_inside_the_letter_are_found_in_every_client(client: str) -> None:
    inside = {8: "Støttes.", 12: "OK for meg", 13: "Imot, fordi det koster for mye"}
    found = extract(parse(CLIENTS[client](Answer("Se svar under.", "Mvh\nKari", inside=inside))), STANDARD)
    assert tied(found) == [
        ("Se svar under.", None),
        ("Støttes.", "1/22"),
        ("OK for meg", "2/22#1"),
        ("Imot, fordi det koster for mye", "2/22#2"),
    ]
    assert found.alternative is None


@given(st.text(max_size=400), st.sampled_from(["plain", "html"]))
@settings(max_examples=150, deadline=None)
def test_no_text_raises(text: str, subtype: str) -> None:
    read(text.encode("utf-8", "ignore").decode(), subtype)


SLOW = {
    "dashes": "-" * 500_000,
    "rules": "---\n" * 100_000,
    "attributions": "Den 23. feb. 2022 kl. 08:00 skrev\n" * 50_000,
    "headers": "Fra: a@b.example\n" * 50_000,
    "quotes": ">" * 200_000 + "\n" + "> a\n" * 100_000,
    "closings": "Med vennlig hilsen\n" * 50_000,
    "blanks": " " * 900_000,
    "lines": "\n" * 900_000,
    "colons": "a:" * 400_000,
    "one_word": "godkjent" * 100_000,
    "words": "godkjent " * 100_000,
    "cases": "Sak 1/22: \n" * 80_000,
    "bracket_below_the_closing": "Mvh Kari\n(hvis\n" + "og hvis vi ser på dette en gang til\n" * 19_000,
    "names": "Godkjent\n" + "Kari Berg\nOrdfører\n" * 9_000 + "Kanskje",
    "unmarked": OUTLOOK + "Sak 1/22 Endring i styringsdokumentet\nhva er dette for noe\n" * 15_000,
}


@pytest.mark.parametrize("subtype", ["plain", "html"])
@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_time_is_linear_in_the_text(text: str, subtype: str) -> None:
    begun = time.process_time()
    read(text if subtype == "plain" else text.replace("\n", "<br>"), subtype)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("make", HUGE.values(), ids=HUGE)
def test_words_of_huge_mails_take_no_longer(make: Callable[[], bytes]) -> None:
    message = parse(make())
    begun = time.process_time()
    extract(message, STANDARD)
    kind_of(message)
    assert time.process_time() - begun < 2


ELEMENTS = [
    "<style>.a{",
    '<p style="overflow:hidden;height:1;">',
    "<div>",
    "<blockquote>",
    "<p>",
    "<table><tr><td>",
    "<ol><li>",
    '<div style="border-top:solid 1pt">',
]


@pytest.mark.parametrize("element", ELEMENTS)
def test_time_is_linear_in_the_depth_of_html(element: str) -> None:
    begun = time.process_time()
    read(element * 30_000 + "Godkjent", "html")
    assert time.process_time() - begun < 2


def test_too_many_lines_count_as_damage() -> None:
    assert read("Godkjent\n" * 30_000).damaged


@pytest.mark.parametrize(
    "words",
    [
        "Denne kan vi ikke være med på",
        "Her må vi ha mer tid",
        "Må endres",
        "Rammen bør ned",
        "Venter med denne",
        "Under forutsetning av at fylket betaler",
        "Krever møte i denne saken, takk",
        "Nja",
    ],
)
def test_remark_below_a_proposal_in_any_wording_of_a_letter_is_asked_about(words: str) -> None:
    text = f"Godkjent{OUTLOOK}{FIRST}\n\n{words}\n\n{ONE}\n{TWO}\n"
    said = [(each.text, each.under and str(each.under), each.aside) for each in read(text).passages]
    assert said == [("Godkjent", None, False), (words, "1/22", True)]


@pytest.mark.parametrize(
    "line",
    [
        *OF_LETTERS,
        "Forslag til vedtak",
        "Kommunedirektørens vurdering",
        "Notatet følger i egen e-post.",
        "Vi viser til notatet fra arbeidsgruppa.",
        "Saken er drøftet i arbeidsgruppa.",
        "Vedtaket sendes fylkeskommunen.",
        "Dette er en oppfølging av fjorårets vedtak.",
        "Meld forfall",
    ],
)
def test_no_line_that_letters_have_below_a_proposal_is_a_remark(line: str) -> None:
    assert tied(read(f"Godkjent{OUTLOOK}{FIRST}\n\n{line}\n\n{ONE}\n{TWO}\n")) == [("Godkjent", None)]


@pytest.mark.parametrize("words", ["krever møte", "kan ikke støtte", "hvis fylket er med", "må tenke på denne"])
def test_remark_in_a_line_of_the_form_is_said_of_its_case(words: str) -> None:
    text = f"Godkjent{OUTLOOK}Sak 1/22: {words}\nSak 2/22: \n\n{FIRST}\n{ONE}\n{TWO}\n"
    assert tied(read(text)) == [("Godkjent", None), (words, "1/22")]


def test_nothing_in_what_was_passed_on_is_the_senders() -> None:
    """Rule 1.1: a word among forwarded lines may have been written by anybody."""
    head = "Fra: Styringsgruppa\nSendt: 23. februar 2022 08:00\nTil: Kari Berg\nEmne: Innkalling"
    body = f"-------- Videresendt melding --------\n{head}\n\nGodkjent begge\n\nMvh Anne"
    raw = f"From: kari.berg@solvik.example\nSubject: VS: Innkalling\n\n{body}"
    assert extract(parse(raw.encode()), STANDARD).passages == ()


@pytest.mark.parametrize(
    "line",
    [
        "Med forbehold om revisor",
        "Godkjent med forbehold om at revisor er enig.",
        "Ikke godkjent av revisor",
        "Revisor bør se på det",
        "Taksten er for høy",
        "Godkjent avtale",
        "Er med på telefon.",
        "Stiller på telefon",
        "Deltar via Teams, tlf. 90 12 34 56",
        "På telefon",
        "Solvik sier nei til den siste, ring 90 12 34 56",
        "Solvik stemmer imot den siste, tlf. 90 12 34 56",
        "Kommunedirektørens forslag",
        "Den siste sier vi nei til, og det er konfidensielt",
    ],
)
@pytest.mark.parametrize("above", ["Hei", "Godkjent"])
def test_line_that_says_something_is_no_signature_for_a_word_in_it(line: str, above: str) -> None:
    """A condition that is cut makes a vote of what is none."""
    assert read(f"{above}\n\n{line}").text == f"{above}\n\n{line}"


@pytest.mark.parametrize(
    "line",
    [
        "E-post til og fra kommunen kan bli journalført og er i utgangspunktet offentlig.",
        "Alle henvendelser til kommunen journalføres.",
        "Merk at e-posten er et offentlig dokument.",
        "Statsautorisert revisor",
        "Vi er ISO 14001-sertifisert",
        "Godkjent lærebedrift",
        "Takstmann MNTF",
        "Treffes på telefon 90 12 34 56",
    ],
)
def test_line_of_an_office_is_no_word_of_the_senders(line: str) -> None:
    assert read(f"Godkjent\n\n{line}").text == "Godkjent"


def test_signature_above_answers_in_the_letter_is_left_out() -> None:
    """The name of the body stands in it as in the letter."""
    signature = "Mvh\nKari Berg\nStyringsgruppa for Fjordløftet\nTlf. 00 00 00 00 | Mob. 00 00 00 00"
    assert tied(read(f"{signature}{OUTLOOK}{FIRST}\n\nGodkjent\n\n{ONE}\n{TWO}\n")) == [("Godkjent", "1/22")]


@pytest.mark.parametrize(
    "html",
    [
        "<ol><li>Ja</li><li>Delt:<ol><li>ja</li><li>nei</li></ol></li></ol>",
        "<ol><li>Ja</li><li>Delt:</li><ol><li>ja</li><li>nei</li></ol></ol>",
    ],
)
def test_items_of_a_list_in_an_item_have_its_number_before_theirs(html: str) -> None:
    assert read(html, "html").text == "1. Ja\n2. Delt:\n2.1. ja\n2.2. nei"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"{FIRST} - Godkjent", ("Godkjent", "1/22")),
        (f"Imot: {FIRST}", ("Imot", "1/22")),
        (f"{ONE} - nei", ("nei", "2/22#1")),
        (f"{TWO} Ja, gjerne", ("Ja, gjerne", "2/22#2")),
    ],
)
def test_answer_beside_a_proposal_that_the_sender_copied_is_on_it(line: str, said: tuple[str, str]) -> None:
    assert tied(read(f"Hei\n\n{line}")) == [("Hei", None), said]


@pytest.mark.parametrize("line", [f"Godkjent sak 1, men nei til {ONE}", f"Bra. {ONE} Godkjent", f"Ordføreren: {ONE}"])
def test_proposal_among_other_words_stays_with_them(line: str) -> None:
    assert tied(read(f"Hei\n\n{line}")) == [(f"Hei\n\n{line}", None)]


@pytest.mark.parametrize("blank", ["Sak 2/22:", "Sak 2/22, punkt 1: Sak 2/22, punkt 2:"])
def test_label_left_empty_behind_a_filled_one_is_the_forms(blank: str) -> None:
    assert read(f"Sak 1/22: godkjent {blank}").text == "Sak 1/22: godkjent"
    assert read(f"Godkjent {blank}").text == f"Godkjent {blank}"


@pytest.mark.parametrize(
    "footer",
    [
        "Envoyé de mon iPhone",
        "Från min iPhone",
        "Diktert på iPhone",
        "Denne meldingen ble sendt fra min Android-mobil med K-9 Mail. Vennligst unnskyld min kortfattethet.",
        "This email has been checked for viruses by Avast antivirus software.",
        "Ingen virus funnet i denne meldingen.",
    ],
)
def test_footer_of_a_program_is_no_word_of_the_senders(footer: str) -> None:
    assert read(f"Godkjent\n\n{footer}").text == "Godkjent"


@pytest.mark.parametrize("line", ["Från min sida inga invändningar", "Sendt de siste tallene i går"])
def test_line_that_begins_like_a_footer_is_kept(line: str) -> None:
    assert read(f"Godkjent\n\n{line}").text == f"Godkjent\n\n{line}"


def alternative(plain: str, html: str) -> OwnWords:
    parts = "".join(
        f"--b\nContent-Type: text/{subtype}; charset=utf-8\n\n{text}\n"
        for subtype, text in (("plain", plain), ("html", html))
    )
    head = f"{FROM}Subject: SV: Innkalling\nContent-Type: multipart/alternative; boundary=b\n\n"
    return extract(parse(f"{head}{parts}--b--\n".encode()), STANDARD)


@pytest.mark.parametrize(
    "plain",
    ["", " \u00a0 ", "[image: logo]", "[cid:image001.png@01D8]", "Denne e-posten krever en HTML-leser.", "HTML only"],
)
def test_plain_form_that_says_nothing_is_not_heard_beside_the_html(plain: str) -> None:
    words = alternative(plain, "<p>Godkjent</p>")
    assert (words.text, words.alternative) == ("Godkjent", None)


@pytest.mark.parametrize("plain", ["Imot", "Jeg leser ikke HTML", "Imot, send i HTML"])
def test_plain_form_that_says_something_else_is_heard(plain: str) -> None:
    assert alternative(plain, "<p>Godkjent</p>").alternative is not None


HEADED = (
    f"Sak 1/22 Endring i styringsdokumentet\n\n%s\n\n{FIRST}\n\n"
    f"Sak 2/22 Felles satsing på sykkelveier\n\n%s\n\n{ONE}\n{TWO}"
)


@pytest.mark.parametrize("judgement", ["Ser greit ut", "Tommel opp", "Fint", "Usikker"])
def test_judgement_below_a_heading_is_kept_beside_an_answer_below_another(judgement: str) -> None:
    words = read(f"Se under{OUTLOOK}{HEADED % ('Imot', judgement)}")
    assert tied(words) == [("Se under", None), ("Imot", "1/22"), (judgement, "2/22")]


@pytest.mark.parametrize(
    "line", ["Til orientering", "Det vises til tidligere vedtak i rådet.", "Saksbehandler: Ane Li"]
)
def test_line_of_the_letter_below_a_heading_is_the_letters(line: str) -> None:
    assert tied(read(f"Se under{OUTLOOK}{HEADED % ('Imot', line)}")) == [("Se under", None), ("Imot", "1/22")]


@pytest.mark.parametrize("words", ["Krever møte", "Ønsker saken behandlet i møte.", "-> Vi krev møte"])
def test_demand_of_a_meeting_below_a_proposal_is_an_answer_to_it(words: str) -> None:
    found = read(f"Godkjent{OUTLOOK}{FIRST}\n\n{words}\n\n{ONE}\n{TWO}\n")
    assert [(each.text, each.aside) for each in found.passages] == [("Godkjent", False), (words, False)]


@pytest.mark.parametrize("line", ["Krever du møte: svar «krever møte».", "De som krever møte, sier fra"])
def test_letter_that_tells_how_to_demand_a_meeting_demands_none(line: str) -> None:
    assert read(f"Godkjent{OUTLOOK}{FIRST}\n\n{line}\n\n{ONE}\n{TWO}\n").text == "Godkjent"


EM_CLIENT = """

------ Opprinnelig melding ------
Fra "Styringsgruppa" <mote@region.example>
Til "Kari Berg" <kari.berg@solvik.example>
Dato 23.02.2022 08:00:00
Emne Innkalling

"""


def test_unmarked_lines_among_marked_ones_below_a_header_are_the_senders() -> None:
    """So eM Client does it, without colons in the header."""
    marked = "\n".join(f">{line}" for line in (HEADED % ("", "")).split("\n"))
    answered = marked.replace(f">{FIRST}", f">{FIRST}\n\nGodkjent\n") + "\n\nTrenger mer tid, kommer tilbake\n"
    assert tied(read(f"Se under{EM_CLIENT}{answered}")) == [
        ("Se under", None),
        ("Godkjent", "1/22"),
        ("Trenger mer tid, kommer tilbake", "2/22"),
    ]


def test_unmarked_lines_of_a_colleagues_mail_that_quotes_are_the_colleagues() -> None:
    marked = "\n".join(f">{line}" for line in (HEADED % ("", "")).split("\n"))
    header = OUTLOOK.replace("Møtebot <mote@region.example>", "Olav Haugen <olav.haugen@fjellbygd.example>")
    assert read(f"Takk{header}{marked}\n\nGodkjent begge\n").text == "Takk"


MAILMAN = (
    "_______________________________________________\nStyret mailing list\nStyret@liste.example\nhttps://liste.example/"
)


@pytest.mark.parametrize("footer", [MAILMAN, "---\nFor å melde deg av e-postlista: https://liste.example/avmelding"])
def test_footer_of_a_mailing_list_is_cut(footer: str) -> None:
    assert read(f"Godkjent\n\n{footer}").text == "Godkjent"


def test_words_below_a_rule_are_kept() -> None:
    assert "Imot sak 2" in read("Godkjent\n\n----------\nImot sak 2 på e-postlista").text


@pytest.mark.parametrize("boxes", ["☐ Godkjent ☐ Imot ☐ Avstår", "( ) Godkjent ( ) Imot", "[ ] Godkjent"])
def test_boxes_that_nobody_ticked_are_the_letters(boxes: str) -> None:
    assert read(f"Takk!{OUTLOOK}{FIRST}\n\n{boxes}\n\n{ONE}\n{TWO}\n\n{boxes}\n").text == "Takk!"


def test_box_that_somebody_ticked_is_asked_about() -> None:
    ticked = "☒ Godkjent ☐ Imot"
    assert ticked in read(f"Takk!{OUTLOOK}{FIRST}\n\n{ticked}\n\n{ONE}\n{TWO}\n").text


@pytest.mark.parametrize(
    "cell", ["<td>{}</td>", "<td><p class=MsoNormal><span>{}</span></p></td>", "<td>\n  {}\n</td>"]
)
def test_cells_of_a_form_keep_their_columns(cell: str) -> None:
    rows = [("Sak", "For", "Mot"), ("1/22", "", "x"), ("2/22", "☒", "")]
    table = "".join(f"<tr>{''.join(cell.format(each or '&nbsp;') for each in row)}</tr>" for row in rows)
    assert read(f"<table>{table}</table>", "html").text.split("\n") == ["Sak\tFor\tMot", "1/22\t\tx", "2/22\t☒"]


def test_cells_of_other_tables_are_parted_by_blanks() -> None:
    assert read("<table><tr><td>Sak 1</td><td></td><td>Godkjent</td></tr></table>", "html").text == "Sak 1 Godkjent"


def test_tabs_stay_only_around_marks_of_choice() -> None:
    assert read("Sak\tFor\tMot\n1/22\t\tx\t\n").text == "Sak\tFor\tMot\n1/22\t\tx"
    assert read("Sak 1\tGodkjent\n").text == "Sak 1 Godkjent"


OFFICES = [
    "Valg av revisor: [x] Ja [ ] Nei",
    "Ny leder  Ja _X_  Nei ___",
    "Ordfører: ☐ For ☒ Mot",
    "Revisor: .... for  x mot",
]


@pytest.mark.parametrize("row", OFFICES)
def test_row_of_a_form_about_an_office_is_no_signature(row: str) -> None:
    assert read(f"Budsjett: ja\n{row}\n\nMvh Kari").text.startswith(f"Budsjett: ja\n{row}")


OPEN_LINES = ["Sak 99", "Sak 99/22 Noe annet", "Punkt 9", "Punkt 2", "3/22 Eventuelt", "Gjelder svaret sak 1/22?", "4."]


@pytest.mark.parametrize("line", OPEN_LINES)
@pytest.mark.parametrize("answer", ["Ja", "Nei", "Ja, takk"])
@pytest.mark.parametrize("gap", ["", "\n", "\n>\n\n"])
def test_answer_below_a_line_that_names_no_case_is_aside(line: str, answer: str, gap: str) -> None:
    found = read(f"> {line}\n{gap}{answer}\n")
    assert [(each.text, each.under, each.aside) for each in found.passages] == [(answer, None, True)]


@pytest.mark.parametrize(
    "line", ["Godkjenner du forslagene?", "Må du skrive ut denne e-posten? Tenk på miljøet.", "Hei"]
)
def test_answer_below_another_line_goes_for_all(line: str) -> None:
    assert [each.aside for each in read(f"> {line}\n\nGodkjent\n").passages] == [False]


def test_answer_below_the_heading_of_no_case_is_none_of_the_case_above() -> None:
    found = read("> Sak 1/22\nJa\n> Sak 3/22 Eventuelt\nNei\n")
    assert tied(found) == [("Ja", "1/22"), ("Nei", None)]
    assert [each.aside for each in found.passages] == [False, True]


def test_answer_at_the_end_of_an_unmarked_letter_may_be_on_its_last_line() -> None:
    assert [each.aside for each in read(f"{OUTLOOK}Sak 99\n\nJa\n").passages] == [True]


BELOW_THE_DELIMITER = {
    "bare": ("Takk!\n\n--\nJa", "Takk!"),
    "below_the_name": ("Imot sak 2\n\n-- \nKari Berg\nOK", "Imot sak 2"),
    "nothing_above": ("-- \nJa", ""),
    "case": ("Godkjent sak 1.\n\n-- \nKari Berg\nJeg sier nei til sak 2", "Godkjent sak 1."),
    "below_closing_and_delimiter": ("Godkjent\n\nMvh\nKari\n-- \nSak 2: imot", "Godkjent"),
    "below_a_closing_too": ("Godkjent\n\nMvh Kari\nImot sak 2\n-- \nSak 1: imot", "Godkjent\n\nImot sak 2"),
}


@pytest.mark.parametrize(("text", "sure"), BELOW_THE_DELIMITER.values(), ids=BELOW_THE_DELIMITER)
def test_words_below_the_delimiter_are_not_sure(text: str, sure: str) -> None:
    assert [each.sure for each in read(text).passages] == [sure]


@pytest.mark.parametrize("below", ["Ja", "Kari Berg\nOK", "Kari Berg\nOrdfører\nGodkjent"])
def test_bare_answer_below_the_delimiter_is_the_signatures(below: str) -> None:
    words = read(f"Takk!\n\n-- \n{below}")
    assert [(each.text, each.sure) for each in words.passages] == [("Takk!", None)]


@pytest.mark.parametrize("place", ['id="Signature"', 'class="gmail_signature"', 'class="ct-signature"'])
def test_words_in_the_clients_signature_are_not_sure(place: str) -> None:
    words = read(f"<p>Godkjent</p><div {place}><p>Kari Berg</p><p>Imot sak 2</p></div>", "html")
    assert [(written(each.text), each.sure) for each in words.passages] == [(["Godkjent", "Imot sak 2"], "Godkjent")]


@pytest.mark.parametrize("text", ["Hei\n---\nGodkjent", "--\nSak 1/22: godkjent\nSak 2/22: imot", "Hei\n—\nGodkjent"])
def test_words_below_a_drawn_line_are_sure(text: str) -> None:
    assert [each.sure for each in read(text).passages] == [None]


SLOGANS = [
    "Ja til vindkraft",
    "Nei til rasisme",
    "Sammen for Solvik",
    "Støtt TV-aksjonen",
    "Vi sier nei til nedlegging",
]


@pytest.mark.parametrize("slogan", SLOGANS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_slogan_below_name_and_title_is_cut(slogan: str, gap: str) -> None:
    assert read(f"Godkjent.\n\nKari Berg\nOrdfører{gap}{slogan}").text == "Godkjent."


@pytest.mark.parametrize("text", ["Vi stiller oss bak forslaget", "Nei til sak 2", "Jeg er imot", "Men ikke den andre"])
def test_words_below_name_and_title_are_no_slogan(text: str) -> None:
    assert text in read(f"Hei\n\nKari Berg\nOrdfører\n\n{text}").text


TOLD = [
    "Godkjent av kommunestyret 2. februar",
    "Godkjent av Olav Haugen.",
    "Approved by the council",
    "Er dette godkjent av revisor?",
    "Regnskapet er godkjent av revisor.",
    "Vår revisor sier ok",
]


@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize("closing", ["", "\n\nMvh Kari", "\n\nKari Berg\nOrdfører"])
def test_what_somebody_else_approved_is_no_certificate(told: str, closing: str) -> None:
    assert written(read(f"Sak 1: godkjent.\n\n{told}{closing}").text) == ["Sak 1: godkjent.", told]


@pytest.mark.parametrize("line", ["Godkjent av Finanstilsynet", "Medlem av Revisorforeningen", "Godkjent lærebedrift"])
def test_certificate_below_a_name_is_cut(line: str) -> None:
    assert read(f"Imot sak 1.\n\nKari Berg\nOrdfører\n{line}").text == "Imot sak 1."


@pytest.mark.parametrize(
    ("image", "text"),
    [
        ('<img data-emoji="👍" alt="👍">', "Godkjent 👍"),
        ('<img alt="🎉" class="emoji">', "Godkjent 🎉"),
        ('<img alt="Logo">', "Godkjent"),
        ('<img alt="•••">', "Godkjent"),
        ('<img alt="👎" style="display:none">', "Godkjent"),
    ],
)
def test_picture_of_an_emoji_is_one(image: str, text: str) -> None:
    assert read(f"<p>Godkjent {image}</p>", "html").text == text


def test_second_line_below_a_filled_form_is_on_the_same_case() -> None:
    letter = [f"{line}godkjent" if line == "Sak 1/22: " else line for line in NOTICE]
    letter.insert(letter.index("Sak 1/22: godkjent") + 1, "imot")
    found = read(OUTLOOK + "\n\n".join(letter))
    assert tied(found) == [("godkjent", "1/22"), ("imot", "1/22")]


def test_answer_that_a_mark_of_quoting_covers_is_not_sure() -> None:
    text = (
        "Den 23.02.2022 08:00, skrev Bot <mote@region.example>:\n> Sak 2/22: imot punkt 2\n> Referanse: K7Q4-M2XD-3FAB"
    )
    assert [(each.text, each.sure) for each in read(text).passages] == [("imot punkt 2", "")]


LAST_LINES = {
    "title_with_a_role": "Sak 1 ok.\nValg av revisor: nei.",
    "title_with_a_leader": "Sak 1 ok.\nTilsetting av daglig leder - i orden",
    "title_with_a_municipality": "Sak 1: ok\nKontorlokaler i Vik kommune: ja",
    "mail": "Godkjent.\n\nSend gjerne protokollen på e-post.",
    "telephone": "Godkjent.\n\nDette tar vi på telefon.",
    "thanks_for_the_mail": "Godkjent.\n\nTakk for e-posten",
    "certified": "Godkjent.\n\nVi er sertifisert som Miljøfyrtårn nå, gøy!",
}


@pytest.mark.parametrize("text", LAST_LINES.values(), ids=LAST_LINES)
@pytest.mark.parametrize("closing", ["", "\n\nMvh Kari", "\n\nKari Berg\nOrdfører\nE-post: kari.berg@solvik.example"])
def test_last_sentence_is_no_signature(text: str, closing: str) -> None:
    assert written(read(f"{text}{closing}").text) == written(text)


@pytest.mark.parametrize("answer", ["Ok", "Ja", "Ja takk", "Greit"])
def test_soft_answer_to_a_receipt_is_aside(answer: str) -> None:
    assert [each.aside for each in read(answer, subject="SV: Kvittering: Styringsgruppemøte").passages] == [True]
    assert [each.aside for each in read(answer, subject="SV: Innkalling").passages] == [False]


@pytest.mark.parametrize("answer", ["Godkjent", "Sak 2: ja", "Imot sak 2"])
def test_vote_in_answer_to_a_receipt_is_one(answer: str) -> None:
    assert [each.aside for each in read(answer, subject="SV: Kvittering: Styringsgruppemøte").passages] == [False]


@pytest.mark.parametrize("text", ["Endres på dette punktet", "Tas ut av planen, og 200 000 kroner overføres"])
def test_piece_of_a_letter_is_cut_where_it_answers_nothing(text: str) -> None:
    assert not read(f"Godkjent\n\n{text}").text.endswith(text)


def test_short_answer_in_the_words_of_a_proposal_is_kept() -> None:
    meeting = meeting_file.read(MAILS / "meetings" / "standard.toml")
    case = replace(meeting.cases[0], proposal=("Styringsgruppa godkjenner leieavtalen med Vik Eigedom AS.",))
    changed = replace(meeting, cases=(case, *meeting.cases[1:]))
    assert read("Hei\nGodkjenner leieavtalen med Vik", meeting=changed).text == "Hei\nGodkjenner leieavtalen med Vik"
    assert read("Godkjent\n\nStyringsgruppa godkjenner leieavtalen med Vik", meeting=changed).text == "Godkjent"
