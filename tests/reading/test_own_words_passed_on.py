"""What was passed on, what somebody else answered, and what we registered: nobody's own words, whatever they say."""

import pytest

from tests.reading.test_own_words import FIRST, ONE, OUTLOOK, TWO, read, tied

ANSWERED = f"Sak 1/22: godkjent\nSak 2/22: imot\n\n{FIRST}\n\nGodkjent\n\n{ONE}\n{TWO}\n\nImot\n"


@pytest.mark.parametrize(
    "subject", ["VS: Innkalling", "Fwd: SV: Innkalling", "[EKSTERN] FW: Innkalling", "WG: Innkalling"]
)
def test_nothing_below_a_header_is_the_senders_when_the_subject_says_forwarded(subject: str) -> None:
    """Outlook puts the same header over what is passed on as over what is answered."""
    assert read(f"Til orientering{OUTLOOK}{ANSWERED}", subject=subject).text == "Til orientering"
    assert (
        read(f"Til orientering{OUTLOOK}{ANSWERED}", subject=subject, sent=(ANSWERED.lower(),)).text == "Til orientering"
    )


def test_line_broken_off_a_forwarded_one_is_not_the_senders() -> None:
    long = "> Etter årsskiftet er det etter vår oppfatning rett at Fjellbygd, som vi alle"
    said = "Den 23. feb. 2022 kl. 08:00 skrev Ane Li <a@b.example>:"
    text = f"Til orientering\n\n{said}\n{long}\nvet, godkjenner begge\n> to"
    assert read(text, subject="VS: Innkalling").text == "Til orientering"


def test_answer_to_a_forwarded_mail_may_stand_in_our_letter() -> None:
    assert tied(read(f"Se under{OUTLOOK}{ANSWERED}", subject="SV: VS: Innkalling"))[1:3] == [
        ("godkjent", "1/22"),
        ("imot", "2/22"),
    ]


@pytest.mark.parametrize("subject", ["VS: Innkalling", "FW: Innkalling"])
def test_quoted_header_whose_own_subject_says_forwarded_begins_what_is_somebody_elses(subject: str) -> None:
    assert read(f"Se under{OUTLOOK.replace('Innkalling', subject)}{ANSWERED}").text == "Se under"


def test_answer_by_somebody_unknown_is_no_letter_of_ours() -> None:
    stranger = "Nils Rød <nils.rod@raad.example>"
    header = OUTLOOK.replace("Møtebot <mote@region.example>", stranger)
    assert read(f"Se under{header}{ANSWERED}").text != "Se under"
    assert read(f"Se under{header.replace('Innkalling', 'SV: Innkalling')}{ANSWERED}").text == "Se under"


@pytest.mark.parametrize(
    ("subject", "rows"),
    [
        ("Kvittering: Styringsgruppemøte for det interkommunale rådet", "Sak 1/22: godkjent\nSak 2/22: inhabil"),
        ("SV: godkjent", "- Sak 1/22: godkjent\n- Sak 2/22: avstår (blankt)\n\nReferanse: K7Q4-M2XD-3FAB"),
        ("SV: approved", "• Case 1/22: approved\n• Case 2/22: recused"),
    ],
)
def test_what_a_receipt_lists_is_not_filled_in(subject: str, rows: str) -> None:
    """Its first lines may be missing; our forms have no items."""
    assert read(f"Takk!{OUTLOOK.replace('Innkalling', subject)}{rows}\n").text == "Takk!"


def test_items_of_a_form_below_the_cases_may_be_filled_in() -> None:
    rows = "- Sak 1/22: godkjent\n- Sak 2/22: imot"
    words = read(f"Se under{OUTLOOK}{FIRST}\n\n{ONE}\n{TWO}\n\n{rows}\n")
    assert tied(words) == [("Se under", None), ("godkjent", "1/22"), ("imot", "2/22")]


OVERVIEW = "Her er oversikten så langt:\n\nSak 1/22: Nei\nSak 2/22: Ja\n\nMvh Anne Lie"


def test_list_of_answers_in_a_mail_that_asks_for_none_is_not_filled_in() -> None:
    assert read(f"Takk for oversikten{OUTLOOK}{OVERVIEW}").text == "Takk for oversikten"


@pytest.mark.parametrize("asking", ["Svar i linjene under:", "Fyll ut skjemaet.", "Sak 2/22, punkt 2: "])
def test_lines_in_a_mail_that_asks_for_answers_are_filled_in(asking: str) -> None:
    words = read(f"Se under{OUTLOOK}{asking}\n\nSak 1/22: Nei\nSak 2/22: Ja\n")
    assert tied(words) == [("Se under", None), ("Nei", "1/22"), ("Ja", "2/22")]


@pytest.mark.parametrize("remark", ["Svar Solvik: imot", "Kommentar fra Solvik: imot"])
@pytest.mark.parametrize("sent", [(), (f"{FIRST}\n{ONE}\n{TWO}\n",)], ids=["unknown_letter", "known_letter"])
def test_answer_that_says_whose_it_is_is_kept(remark: str, sent: tuple[str, ...]) -> None:
    words = read(f"Se under{OUTLOOK}{FIRST}\n\n{remark}\n\n{ONE}\n{TWO}\n\nOk\n", sent=sent)
    assert tied(words) == [("Se under", None), (remark, "1/22"), ("Ok", "2/22")]


@pytest.mark.parametrize(("line", "kept"), [("Kult!", True), ("Vel møtt!", False), ("Lykke til!", False)])
def test_exclamation_below_the_last_proposal_is_kept_unless_letters_have_it(line: str, *, kept: bool) -> None:
    words = read(f"Se under{OUTLOOK}{FIRST}\n\nGodkjent\n\n{ONE}\n{TWO}\n\n{line}\n\nMvh Anne Lie")
    assert [each.text for each in words.passages] == ["Se under", "Godkjent", *([line] if kept else [])]
