from collections.abc import Callable
from typing import Any

import pytest

HEAD = "Møteinnkalling\n\nUtvalg: Formannskapet\nDato: 2. mars 2022\nTid: 09.00\nSted: Teams\n\n"

Read = Callable[..., dict[str, Any]]


def cases(read: Read, text: str, name: str = "notice.txt") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(HEAD + text, name)["file"]["cases"]
    return found


@pytest.mark.parametrize(
    "label",
    ["Innstilling fra arbeidsutvalget", "Forslag til vedtak fra rådmannen:", "Framlegg til vedtak frå utvalet:"],
)
def test_proposal_of_somebody_is_known(read: Read, label: str) -> None:
    found = cases(read, f"Sak 1/22 Plan\n\nDet haster.\n\n{label}\n\nPlanen vedtas.\n")

    assert (["Planen vedtas."], "Det haster.") == (found[0]["proposal"], found[0]["text"])


def test_agenda_item_in_english_is_a_case(read: Read) -> None:
    found = cases(read, "Agenda item 8/23: Lease of pier 4\n\nProposed resolution\n\nThe lease is approved.\n")

    assert [("8/23", "Lease of pier 4")] == [(each["number"], each["title"]) for each in found]


def test_sentence_that_ends_in_a_date_is_no_place_and_date(read: Read) -> None:
    found = cases(read, "Sak 1/22 Møteplan\n\nForslag til vedtak:\n\nNeste møte holdes 13. september 2022.\n")

    assert found[0]["proposal"] == ["Neste møte holdes 13. september 2022."]


def test_letters_that_a_case_reports_are_its_text(read: Read) -> None:
    text = "Sak 1/22 Plan\n\nSak 2/22 Referatsaker\n\nRS 3/22 Brev fra fylket\n\nRS 4/22 Protokoll\n\nSak 3/22 Valg\n"

    found = cases(read, text)

    assert ["1/22", "2/22", "3/22"] == [each["number"] for each in found]
    assert found[1]["text"] == "RS 3/22 Brev fra fylket\n\nRS 4/22 Protokoll"


def test_reported_letter_of_a_cases_number_keeps_its_register(read: Read) -> None:
    text = "Saksnr\tInnhold\nPS 3/22\tPlan\nPS 4/22\tValg\nRS 3/22\tBrev fra fylket\nRS 5/22\tÅrsmelding\n"

    assert cases(read, text) == [
        {"number": "3/22", "title": "Plan"},
        {"number": "4/22", "title": "Valg"},
        {"number": "RS 3/22", "title": "Brev fra fylket"},
        {"number": "5/22", "title": "Årsmelding"},
    ]


def test_next_number_in_the_row_is_no_mention(read: Read) -> None:
    found = cases(read, "Saker:\n1/22 Godkjenning\n2/22 Avgift\n   Den har vært 20 kr.\n3/22 Eventuelt\n")

    assert ["1/22", "2/22", "3/22"] == [each["number"] for each in found]


def test_title_behind_the_exemption_is_the_title(read: Read) -> None:
    found = cases(read, "PS 2/23 - Unntatt offentlighet jf. offl. § 13, jf. fvl. § 13: Klage på omplassering\n")

    assert found == [
        {
            "number": "2/23",
            "title": "Klage på omplassering",
            "public": False,
            "exempt_under": "offl. § 13, jf. fvl. § 13",
        }
    ]


def test_title_in_capitals_is_taken_as_the_agenda_writes_it(read: Read) -> None:
    text = "SAKSLISTE\n\nSaksnr    Tittel\n1/22      Plan for Nes\n2/22      Valg\n\n"
    text += "SAK 1/22 PLAN FOR NES\n\nDet haster.\n"

    assert ("Plan for Nes", "Det haster.") == (cases(read, text)[0]["title"], cases(read, text)[0]["text"])


def test_who_asks_is_no_part_of_the_last_proposal(read: Read) -> None:
    text = "Sak 1/22 Plan\n\nForslag til vedtak:\n\nPlanen vedtas.\n\n"
    text += "Leder: Kari Berg\n\nSekretær: Liv Haug, liv@nes.example\n"

    assert cases(read, text)[0]["proposal"] == ["Planen vedtas."]
    assert read(HEAD + text)["file"]["body"]["coordinator"] == {"name": "Liv Haug", "email": "liv@nes.example"}


def test_offices_that_a_proposal_fills_are_its_own(read: Read) -> None:
    text = "Sak 1/22 Valg\n\nForslag til vedtak:\n\nSom styre velges:\n\nLeder: Kari Berg\n\nSekretær: Ola Vik\n"

    assert cases(read, text)[0]["proposal"] == ["Som styre velges:\n\nLeder: Kari Berg\n\nSekretær: Ola Vik"]


def test_case_written_into_a_form_is_read(read: Read) -> None:
    text = (
        "| Sak 4/22 | Felles kontor |\n|---|---|\n| Saksopplysninger | Kontoret er uten leder. |\n"
        "| Forslag til vedtak | Stillingen lyses ut. |\n"
    )

    assert cases(read, text, "notice.md") == [
        {
            "number": "4/22",
            "title": "Felles kontor",
            "text": "### Saksopplysninger\n\nKontoret er uten leder.",
            "proposal": ["Stillingen lyses ut."],
        }
    ]


def test_tables_that_touch_are_read_one_by_one(read: Read) -> None:
    text = (
        "Innkalling til møte\n\n| Dato | 2. mars 2022 | | |\n|---|---|---|---|\n| Sted | Nes | | |\n"
        "| Kommune | Navn | Forfall | Vara |\n| Hole | Kari Berg | | Per Dal |\n\nSak 1/22 Plan\n"
    )

    file = read(text, "notice.md")["file"]

    assert ("2022-03-02", "Nes") == (file["meeting"]["starts"], file["meeting"]["place"])
    assert ["Kari Berg"] == [seat["member"]["name"] for seat in file["body"]["seats"]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Saken er unntatt offentlighet etter offl. § 13.",
        "Saka er unnateken offentlegheit etter offl. § 13.",
        "The case is exempt from public access under offl. § 13.",
    ],
)
def test_sentence_that_only_closes_the_case_is_no_text(read: Read, sentence: str) -> None:
    found = cases(read, f"Sak 1/22 Ansettelse\n\n{sentence}\n\nTo har søkt.\n")

    assert ("offl. § 13", "To har søkt.") == (found[0]["exempt_under"], found[0]["text"])


def test_lead_in_that_is_part_of_the_decision_stays(read: Read) -> None:
    text = "Sak 1/22 X\n\nForslag til vedtak:\n\nRådet ber fylket om å:\n\na) beholde ruten\nb) utvide den\n"

    assert ["Rådet ber fylket om å:\n\na) beholde ruten\nb) utvide den"] == cases(read, text)[0]["proposal"]


def test_signature_of_a_mail_is_no_proposal(read: Read) -> None:
    text = "Sak 1/22 Plan\n\nInnstilling:\nPlanen vedtas.\n\n--\nLiv Haug\nProsjektleder\nliv.haug@nes.example\n"

    assert cases(read, text)[0]["proposal"] == ["Planen vedtas."]
    assert read(HEAD + text)["file"]["body"]["coordinator"]["name"] == "Liv Haug"


def test_miscellaneous_as_the_title_of_a_number_is_a_case(read: Read) -> None:
    found = cases(read, "Sak 1/22\n\nPlan\n\nForslag til vedtak: Ja.\n\nSak 2/22\n\nEventuelt\n")

    assert [("1/22", "Plan"), ("2/22", "Eventuelt")] == [(each["number"], each["title"]) for each in found]


@pytest.mark.parametrize("label", ["Tilråding frå styret", "Vedtak (forslag):"])
def test_other_words_for_a_proposal_are_known(read: Read, label: str) -> None:
    found = cases(read, f"Sak 1/22 Plan\n\nBakgrunn\n  Det hastar.\n{label}\n  1. Ja.\n  2. Nei.\n")

    assert found[0]["proposal"] == ["Ja.", "Nei."]


def test_proposal_of_a_minority_is_not_the_cases_own(read: Read) -> None:
    text = "Sak 1/22 X\n\nMindretallets forslag til vedtak:\n\nNei.\n\nFlertallets forslag til vedtak:\n\nJa.\n"

    found = read(HEAD + text)

    assert (["Ja."], "### Mindretallets forslag til vedtak:\n\nNei.") == (
        found["file"]["cases"][0]["proposal"],
        found["file"]["cases"][0]["text"],
    )
    assert ["cases[0].proposal"] == [each["path"] for each in found["doubts"] if "cases" in each["path"]]


@pytest.mark.parametrize(
    "label",
    [
        "Forslag til vedtak i styringsgruppa",
        "Framlegg til vedtak for regionrådet",
        "AUs forslag til vedtak",
        "Innstilling",
    ],
)
def test_proposal_ends_before_the_line_of_its_attachments(read: Read, label: str) -> None:
    text = f"Sak 1/22 Plan\n\n{label}:\n\n1. Planen vedtas.\n2. Den sendes ut.\n\nVedlegg: Utkast til plan\n"

    said = read("Innkalling til møte\n\nTid: 2.3.2022 kl. 10.00\n\n" + text)

    assert said["file"]["cases"][0]["proposal"] == ["Planen vedtas.", "Den sendes ut."]
    assert "cases[0].documents" in said["missing"]


@pytest.mark.parametrize(
    "said",
    [
        "Kommunedirektøren foreslår at styringsgruppa fatter slikt vedtak:",
        "Sekretariatet rår til slikt vedtak:",
        "Forslag til styrets vedtak:",
        "Vedtak – forslag:",
        "Rådmannens tilrådning:",
    ],
)
def test_sentence_that_proposes_a_decision_is_its_label(read: Read, said: str) -> None:
    text = (
        f"F-sak 1/22 Plan\n\nBakgrunn:\n\nPlanen er gammel.\n\n{said}\n\nPlanen vedtas.\n\nAlt godt, hilsen\nLiv Haug\n"
    )

    assert [("1/22", ["Planen vedtas."])] == [(each["number"], each.get("proposal")) for each in cases(read, text)]


@pytest.mark.parametrize("behind", ["Videre arbeid\n\n", "Videre arbeid\n"])
def test_plain_heading_behind_the_proposal_ends_it(read: Read, behind: str) -> None:
    text = "Sak 1/22 Plan\n\nForslag til vedtak:\n1. Planen vedtas.\n2. Rammen økes.\n\n"
    found = read(HEAD + text + behind + "Sekretariatet følger opp saken i april.\n")

    assert found["file"]["cases"][0]["proposal"] == ["Planen vedtas.", "Rammen økes."]
    assert ("cases[0].proposal", "Videre arbeid") in [(each["path"], each["read"]) for each in found["doubts"]]


def test_names_in_a_proposal_are_no_headings(read: Read) -> None:
    text = (
        "Sak 1/22 Valg\n\nForslag til vedtak:\n\nDisse velges.\n\nKari Berg\n\nValget gjelder for fire år fra i dag.\n"
    )

    assert "Valget gjelder" in cases(read, text)[0]["proposal"][0]


@pytest.mark.parametrize(
    "above",
    [
        "Nes kommune\n\nSaksbehandler: Per Dal\nArkivsaksnr.: 23/451-2\n\n",
        "Nes kommune\n\nSaksbehandler Per Dal\nArkivsak-dok. 23/451-2\n\n",
        "Nes kommune\n\nSaksbehandler:\tPer Dal\nArkivsaksnr.:\t23/451-2\nDato:\t3.4.2023\n\n",
    ],
)
def test_archives_lines_above_a_number_are_of_that_case(read: Read, above: str) -> None:
    table = "Saksnr.\tUtvalg\tMøtedato\n2/22\tFormannskapet\t2.3.2022\n\nPlan\n\nInnstilling:\n\nPlanen vedtas.\n"
    first, second = cases(read, f"Sak 1/22 Protokoll\n\nInnstilling:\n\nDen godkjennes.\n\n{above}{table}")

    assert (["Den godkjennes."], None) == (first["proposal"], first.get("text"))
    assert ("Plan", ["Planen vedtas."]) == (second["title"], second["proposal"])
    assert "text" not in second, "who has it in hand is no part of the case"


def test_heading_of_what_is_reported_is_no_part_of_the_last_case(read: Read) -> None:
    text = "Sak 1/22 Plan\n\nDet haster.\n\nInnstilling:\n\nPlanen vedtas.\n\nReferatsaker:\n\nBrev fra fylket\n"

    assert cases(read, text) == [
        {"number": "1/22", "title": "Plan", "text": "Det haster.", "proposal": ["Planen vedtas."]}
    ]


def test_number_of_an_archive_is_no_case(read: Read) -> None:
    found = cases(read, "Saksnr\tInnhold\tArkivsak\nPS 1/22\tPlan\t2022/60\n\n2022/60 Plan for Nes\n")

    assert ["1/22"] == [each["number"] for each in found]


def test_table_of_cases_may_hold_their_proposals(read: Read) -> None:
    table = (
        "| Sak | Tittel | Bakgrunn | Forslag til vedtak | Lukket |\n|---|---|---|---|---|\n"
        "| 1/22 | Plan | Det haster. | Planen vedtas. | |\n"
        "| 2/22 | Valg | | 1. Kari Berg velges.<br>2. Per Dal velges. | offl. § 23 |\n\nSekretær: Anne Lie\n"
    )
    found = read(HEAD + table, "notice.md")["file"]

    assert "Anne Lie" == found["body"]["coordinator"]["name"]
    assert found["cases"] == [
        {"number": "1/22", "title": "Plan", "text": "### Bakgrunn\n\nDet haster.", "proposal": ["Planen vedtas."]},
        {
            "number": "2/22",
            "title": "Valg",
            "proposal": ["Kari Berg velges.", "Per Dal velges."],
            "public": False,
            "exempt_under": "offl. § 23",
        },
    ]


def test_cell_of_a_case_may_hold_all_of_it(read: Read) -> None:
    table = (
        "| Saksnr | Sak | Ansvarlig |\n|---|---|---|\n"
        "| 1/22 | **Plan**<br>Det haster.<br>**Forslag til vedtak:** Planen vedtas. | Per |\n| 2/22 | Eventuelt | |\n"
    )

    assert cases(read, table, "notice.md") == [
        {"number": "1/22", "title": "Plan", "text": "Det haster.", "proposal": ["Planen vedtas."]},
        {"number": "2/22", "title": "Eventuelt"},
    ]


ROUTE = "| Utvalgssak | Utvalgsnavn | Møtedato |\n|---|---|---|\n"


def test_route_through_committees_has_the_number_that_is_listed(read: Read) -> None:
    route = f"{ROUTE}| PS 140/22 | Kommunestyret | 1.2.2022 |\n| PS 1/22 | Formannskapet | 2.3.2022 |\n\n"
    listed = "## Saksliste\n\n| Saksnr | Innhold |\n|---|---|\n| PS 1/22 | Plan |\n| PS 2/22 | Valg |\n\n"
    archive = "Nes kommune\n\nArkivsak: 2022/60  \nSaksbehandler: Jon Aas\n\n## Saksframlegg\n\n"
    case = "# Plan\n\n### Innstilling\n\nPlanen vedtas.\n"

    found = read(HEAD + listed + archive + route + case, "notice.md")["file"]

    assert found["cases"] == [
        {"number": "1/22", "title": "Plan", "proposal": ["Planen vedtas."]},
        {"number": "2/22", "title": "Valg"},
    ]
    assert "coordinator" not in found["body"]


def test_route_below_a_cases_heading_is_no_case(read: Read) -> None:
    route = "| Behandles i | Møtedato | Saksnr. |\n|---|---|---|\n| Formannskapet | 2.3.2022 | 4/22 |\n| Rådet | | |\n"

    assert cases(read, f"# Sak 1/22 Plan\n\n{route}\nInnstilling:\n\nPlanen vedtas.\n", "notice.md") == [
        {"number": "1/22", "title": "Plan", "proposal": ["Planen vedtas."]}
    ]


@pytest.mark.parametrize("behind", [" (lukket, offl. § 13)", " (offl. § 13)", " – offl. § 13"])
def test_title_tells_that_a_case_is_closed(read: Read, behind: str) -> None:
    assert cases(read, f"Sak 1/22 Varsling{behind}\n\nInnstilling:\n\nSaken avsluttes.\n") == [
        {
            "number": "1/22",
            "title": "Varsling",
            "proposal": ["Saken avsluttes."],
            "public": False,
            "exempt_under": "offl. § 13",
        }
    ]


def test_sentence_before_a_quotation_is_no_heading(read: Read) -> None:
    found = cases(read, "Sak 1/22 Avtale\n\nI avtalens punkt 4 står det:\n\n«Partene deler kostnadene.»\n")

    assert "#" not in found[0]["text"]


@pytest.mark.parametrize(
    "label",
    ["Formannskapets innstilling 06.03.2025", "Innstilling fra Utvalg for oppvekst 18.10.2022", "Innstilling frå AU:"],
)
def test_proposal_of_a_committee_may_have_a_date(read: Read, label: str) -> None:
    found = cases(read, f"# Sak 1/22 Plan\n\n## {label}\n\nPlanen vedtas.\n", "notice.md")

    assert found[0]["proposal"] == ["Planen vedtas."]


def test_what_became_of_a_proposal_is_no_label(read: Read) -> None:
    text = (
        "Sak 1/22 Plan\n\nForslag til vedtak:\n\nPlanen vedtas.\n\nInnstilling fra AU ble vedtatt\n\nDet haster nå.\n"
    )

    assert "Det haster nå." not in cases(read, text)[0]["proposal"][0].split("\n\n")[0]


def test_register_may_stand_behind_the_word_case(read: Read) -> None:
    found = cases(read, "SAK FR 1/24 ORGEL\n\nForslag til vedtak\n\nDet søkes støtte.\n")

    assert [("1/24", "ORGEL")] == [(each["number"], each["title"]) for each in found]


def test_form_may_have_rows_for_number_and_title(read: Read) -> None:
    form = "| Sak | 7/24 |\n|---|---|\n| Tittel | Takster |\n| Bakgrunn | Det haster. |\n| Forslag til vedtak | Ja. |\n"

    assert cases(read, form, "notice.md") == [
        {"number": "7/24", "title": "Takster", "text": "### Bakgrunn\n\nDet haster.", "proposal": ["Ja."]}
    ]


@pytest.mark.parametrize("line", ["Vedlegg 1: Skisse A", "Bilag 2: Regnskap"])
def test_numbered_attachment_ends_the_proposal(read: Read, line: str) -> None:
    found = read(HEAD + f"Sak 1/22 Plan\n\nForslag til vedtak:\n\nPlanen vedtas.\n\n{line}\n")

    assert (["Planen vedtas."], line) == (found["file"]["cases"][0]["proposal"], found["file"]["cases"][0]["text"])
    assert "cases[0].documents" in found["missing"]


def test_name_of_the_mails_sender_ends_the_last_case(read: Read) -> None:
    mail = (
        "From: Tone Lie <tone.lie@teater.example>\nSubject: Rask avklaring\nDate: Thu, 06 Jun 2024 08:30:00 +0200\n"
        "Content-Type: text/plain; charset=utf-8\n\nSak 11/24: Leie av rigg\n\nForslag til vedtak: Vi leier.\n\n"
        "Tone Lie\nprodusent\n"
    )

    assert ["Vi leier."] == read(mail, "notice.eml")["file"]["cases"][0]["proposal"]


def test_name_of_the_sender_ends_the_last_proposal_of_a_mail(read: Read) -> None:
    mail = "From: Tone Lie <tone@nes.example>\nSubject: Sak\nContent-Type: text/plain; charset=utf-8\n\n"
    mail += "Sak 1/22 Rigg\n\nForslag til vedtak:\n\nVi leier riggen.\n\nTone Lie\nprodusent\n"

    assert ["Vi leier riggen."] == read(mail, "notice.eml")["file"]["cases"][0]["proposal"]


def test_whom_to_ask_is_no_part_of_the_last_proposal(read: Read) -> None:
    text = (
        "Sak 7/24 Avtale\n\nForslag til vedtak:\n\nAvtalen forlenges.\n\nTa kontakt på 900 11 222 om noe er uklart.\n"
    )

    assert ["Avtalen forlenges."] == cases(read, text)[0]["proposal"]


@pytest.mark.parametrize("name", ["notice.txt", "notice.md"])
@pytest.mark.parametrize("second", ["Jan Kristensen", "Mai Britt Nes", "Juni Olsen"])
def test_point_that_begins_with_a_name_like_a_month_is_a_point(read: Read, name: str, second: str) -> None:
    points = f"1. Kari Berg velges som leder.\n2. {second} velges som nestleder.\n3. Valget gjelder fra 1. mars 2022.\n"
    [case] = cases(read, f"Sak 1/22 Valg\n\nForslag til vedtak:\n\n{points}", name)

    assert 3 == len(case["proposal"])
    assert case["proposal"][1].startswith(second)
