from collections.abc import Callable
from typing import Any

import pytest

CASE = "\n\nSak 1/22 Budsjett\n\nForslag til vedtak: Ja.\n"

Read = Callable[..., dict[str, Any]]


def head(read: Read, text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a notice says of the body and of the meeting."""
    file = read(text + CASE)["file"]
    return file.get("body", {}), file.get("meeting", {})


# -- what it is called


@pytest.mark.parametrize(
    ("line", "title", "body"),
    [
        ("Innkalling – styringsgruppa for Kystled", "Styringsgruppa for Kystled", "Styringsgruppa for Kystled"),
        ("Møteinnkalling – styringsgruppe Velferd", "Styringsgruppe Velferd", "Styringsgruppe Velferd"),
        ("INNKALLING TIL MØTE I STYRINGSGRUPPEN", "Møte i styringsgruppen", "Styringsgruppen"),
        ("Innkalling til møte i styringsgruppa for Kyst 2040", None, "Styringsgruppa for Kyst 2040"),
        ("Notice of steering group meeting", "Steering group meeting", None),
        ("Innkalling til styremøte i Nes Renovasjon IKS", "Styremøte i Nes Renovasjon IKS", None),
        ("Skriftlig behandling i styringsgruppa for Kystled", None, "Styringsgruppa for Kystled"),
    ],
)
def test_title_names_meeting_and_body(read: Read, line: str, title: str | None, body: str | None) -> None:
    found, meeting = head(read, f"{line}\n\nDato: 2. mars 2022 kl. 9")

    assert (title or meeting.get("title"), body) == (meeting.get("title"), found.get("name"))


def test_title_in_capitals_keeps_its_quoted_name(read: Read) -> None:
    _, meeting = head(read, "INNKALLING TIL STYRINGSGRUPPEMØTE I PROSJEKTET «SAMAN OM HELSE»")

    assert meeting["title"] == "Styringsgruppemøte i prosjektet «SAMAN OM HELSE»"


@pytest.mark.parametrize(
    "line",
    [
        "Nordfjordrådet",
        "Setesdal regionråd",
        "Agder Vest IPR",
        "Helsefellesskapet Indre Øst",
        "Inner Fjord Intermunicipal Council",
        "Northern Ports Ltd",
        "Interkommunalt samarbeid Midtlandet",
    ],
)
def test_organisation_is_the_line_above_the_title(read: Read, line: str) -> None:
    body, _ = head(read, f"{line}\n\nInnkalling til styringsgruppemøte")

    assert body["organisation"] == line


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("Til styret i Nes Vannverk SA\n\nInnkalling til styremøte", "Nes Vannverk SA"),
        ("Innkalling til styremøte i Nes Renovasjon IKS", "Nes Renovasjon IKS"),
        ("Innkalling til møte i Arbeidsutvalget, Nes regionråd", "Nes regionråd"),
    ],
)
def test_organisation_stands_behind_its_body(read: Read, text: str, organisation: str) -> None:
    assert organisation == head(read, text)[0]["organisation"]


def test_body_is_a_line_of_its_own_above_the_title(read: Read) -> None:
    body, _ = head(read, "Samarbeidsutvalget for barnehagene i Nes\n\nInnkalling til møte")

    assert body["name"] == "Samarbeidsutvalget for barnehagene i Nes"


def test_organisation_in_a_sentence_is_not_the_body(read: Read) -> None:
    body, _ = head(read, "Innkalling til styringsgruppemøte\n\nRegionrådet for Kysten har bedt om et raskt svar.")

    assert "name" not in body


# -- when and where


@pytest.mark.parametrize(
    ("text", "starts", "place"),
    [
        ("Tid og sted: torsdag 3. mars 2022 kl. 10:00, Nes rådhus", "2022-03-03T10:00:00+01:00", "Nes rådhus"),
        ("Torsdag 3. mars 2022, kl. 10.00 – 12.00\nSted: Nes", "2022-03-03T10:00:00+01:00", "Nes"),
        (
            "Møtet holdes den 3. mars 2022 fra kl. 17.00 til 19.00 på Nes skole.",
            "2022-03-03T17:00:00+01:00",
            "Nes skole",
        ),
        (
            "Møtet er 3. mars 2022 klokken 9 i formannskapssalen, Nes rådhus.",
            "2022-03-03T09:00:00+01:00",
            "formannskapssalen, Nes rådhus",
        ),
    ],
)
def test_time_and_place_are_read_without_labels_of_their_own(read: Read, text: str, starts: str, place: str) -> None:
    _, meeting = head(read, f"Innkalling til møte\n\n{text}")

    assert (starts, place) == (meeting["starts"], meeting["place"])


def test_day_without_a_label_is_a_doubt(read: Read) -> None:
    found = read("Innkalling til møte\n\nTorsdag 3. mars 2022 kl. 10" + CASE)

    assert [each["path"] for each in found["doubts"]] == ["meeting.starts"]


@pytest.mark.parametrize("line", ["Responses by 1 March 2022 at noon.", "Please reply by 1 March 2022 at 12:00."])
def test_deadline_is_read_in_english(read: Read, line: str) -> None:
    _, meeting = head(read, f"Notice of board meeting\n\nDate: 3 March 2022 at 10:00\n\n{line}")

    assert meeting["deadline"] == "2022-03-01T12:00:00+01:00"


# -- a mail that carries the notice


def test_deadline_of_the_covering_mail_is_told_and_doubted(read: Read) -> None:
    mail = (
        "From: Liv Haug <liv@nes.example>\nSubject: Innkalling\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n"
        "Vedlagt er innkalling til møtet. Svar innen mandag 28. mars 2022 kl. 10.\n--x\n"
        'Content-Type: text/plain; charset=utf-8\nContent-Disposition: attachment; filename="innkalling.txt"\n\n'
        "Innkalling til møte\n\nDato: 30. mars 2022 kl. 14\n\nSak 1/22 Plan\n--x--\n"
    )

    found = read(mail, "notice.eml")

    assert found["file"]["meeting"]["deadline"] == "2022-03-28T10:00:00+02:00"
    assert "meeting.deadline" in [each["path"] for each in found["doubts"]]


def test_time_and_place_that_only_the_covering_mail_says_are_told_and_doubted(read: Read) -> None:
    mail = (
        "From: Liv Haug <liv@nes.example>\nSubject: Innkalling\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n"
        "Vedlagt er saklista. Møtet er onsdag 30. mars 2022 kl. 14.\n\nSted: Nes hotell\n--x\n"
        'Content-Type: text/plain; charset=utf-8\nContent-Disposition: attachment; filename="innkalling.txt"\n\n'
        "Innkalling til møte i styringsgruppa\n\nSak 1/22 Plan\n--x--\n"
    )

    found = read(mail, "notice.eml")

    meeting = found["file"]["meeting"]
    assert ("2022-03-30T14:00:00+02:00", "Nes hotell") == (meeting["starts"], meeting["place"])
    assert {"meeting.starts", "meeting.place"} <= {each["path"] for each in found["doubts"]}


def test_hour_that_only_the_covering_mail_says_is_told_and_doubted(read: Read) -> None:
    mail = (
        "From: Liv Haug <liv@nes.example>\nSubject: Innkalling\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n"
        "Møtet er onsdag 30. mars 2022 kl. 14.\n--x\n"
        'Content-Type: text/plain; charset=utf-8\nContent-Disposition: attachment; filename="innkalling.txt"\n\n'
        "Innkalling til møte\n\nDato: 30. mars 2022\n\nSak 1/22 Plan\n--x--\n"
    )

    found = read(mail, "notice.eml")

    assert "2022-03-30T14:00:00+02:00" == found["file"]["meeting"]["starts"]
    assert "meeting.starts" in [each["path"] for each in found["doubts"]]


def test_number_beside_an_organisation_is_no_part_of_its_name(read: Read) -> None:
    text = "Innkalling til styremøte\n\nNes brann IKS, 32 00 11 22\n\nDato: 2. mars 2022\n\nSak 1/22 Plan\n"

    assert "Nes brann IKS" == read(text)["file"]["body"]["organisation"]


def test_hour_of_a_sentence_is_that_of_the_day_in_the_subject(read: Read) -> None:
    mail = "Subject: Innkalling til styremøte 12. april\nDate: Fri, 01 Apr 2022 08:00:00 +0200\n"
    mail += "Content-Type: text/plain; charset=utf-8\n\n"
    mail += "Vi kaller inn til styremøte tirsdag 12. april kl. 10.00 på Teams.\n\nSak 1/22 Plan\n"

    assert "2022-04-12T10:00:00+02:00" == read(mail, "notice.eml")["file"]["meeting"]["starts"]


def test_sentence_with_the_hour_outdoes_a_subject_with_the_day(read: Read) -> None:
    mail = "Subject: Styremøte 8. februar\nContent-Type: text/plain; charset=utf-8\n\n"
    mail += "Styremøte 8. februar 2022 kl. 18:30 på Nes hotell.\n\nSak 1/22 Plan\n"

    meeting = read(mail, "notice.eml")["file"]["meeting"]

    assert ("2022-02-08T18:30:00+01:00", "Nes hotell") == (meeting["starts"], meeting["place"])


def test_day_by_which_to_answer_is_not_that_of_the_meeting(read: Read) -> None:
    text = (
        "Innkalling til generalforsamling\n\n"
        "Generalforsamlingen avholdes torsdag 1. juni 2023 kl. 19.00 i Nes samfunnshus.\n\n"
        "De som ikke kan møte, kan forhåndsstemme på e-post til post@nes.example innen onsdag 31. mai 2023 kl. 12."
    )

    body, meeting = head(read, text)

    assert ("2023-06-01T19:00:00+02:00", "2023-05-31T12:00:00+02:00", "Nes samfunnshus") == (
        meeting["starts"],
        meeting["deadline"],
        meeting["place"],
    )
    assert body["coordinator"] == {"email": "post@nes.example"}


def test_meeting_by_mail_is_held_there(read: Read) -> None:
    _, meeting = head(read, "Innkalling\n\nJeg kaller inn til ekstraordinært styremøte på e-post i Nes Kraft AS.")

    assert meeting["place"] == "på e-post"


def test_way_to_report_absence_is_no_place(read: Read) -> None:
    _, meeting = head(read, "Innkalling til møte\n\nForfall til møtet meldes på e-post til post@nes.example.")

    assert "place" not in meeting


def test_deadline_is_read_under_a_long_label(read: Read) -> None:
    _, meeting = head(
        read, "Innkalling til møte\n\nSvarfrist for dem som vil stemme skriftlig i stedet: 13. juni 2022 kl. 12.00"
    )

    assert meeting["deadline"] == "2022-06-13T12:00:00+02:00"


@pytest.mark.parametrize(
    ("text", "starts", "place"),
    [
        ("Dato: 25.–26. januar 2022\nSted: Nes", "2022-01-25", "Nes"),
        ("| Møtedato | Møtetid | Møtested |\n| 20.10.2022 | 09:30 | Nes |", "2022-10-20T09:30:00+02:00", "Nes"),
        (
            "The board will meet on Thursday, 9 March 2023 at 10.30 in Nes Town Hall.",
            "2023-03-09T10:30:00+01:00",
            "Nes Town Hall",
        ),
    ],
    ids=["two days", "labels side by side", "English"],
)
def test_first_day_and_its_hour_are_read(read: Read, text: str, starts: str, place: str) -> None:
    _, meeting = head(read, f"Innkalling til møte\n\n{text}")

    assert (starts, place) == (meeting["starts"], meeting["place"])


def test_organisation_and_body_of_one_line_are_told_apart(read: Read) -> None:
    body, _ = head(read, "Nes kommune – Administrasjonsutvalget\n\nInnkalling til møte")

    assert ("Nes kommune", "Administrasjonsutvalget") == (body["organisation"], body["name"])


@pytest.mark.parametrize(
    ("head", "place"),
    [
        (
            "Dato og klokkeslett: 2.3.2022 kl. 10.00\nSted/møterom: Møterom Vest\nSpørsmål til: Liv Haug\n",
            "Møterom Vest",
        ),
        ("Dato for møtet: 2.3.2022\nMøtestart: 10.00\nMøteplass: Nes rådhus\n", "Nes rådhus"),
        ("Møtet holdes: onsdag 2.3.2022 kl. 10.00\nMøtet holdes i: Nes rådhus\n", "Nes rådhus"),
    ],
)
def test_label_is_known_by_the_word_that_tells(read: Read, head: str, place: str) -> None:
    meeting = read("Innkalling til styringsgruppemøte\n\n" + head)["file"]["meeting"]

    assert ("2022-03-02T10:00:00+01:00", place) == (meeting["starts"], meeting["place"])


@pytest.mark.parametrize(
    "label", ["Frist for å avgi stemme", "Røystefrist", "Tilbakemelding innan", "Siste frist for svar", "Svar seinast"]
)
def test_label_of_the_deadline_is_known_by_what_it_asks_for(read: Read, label: str) -> None:
    said = read(f"Innkalling til møte\n\nTid: 2.3.2022 kl. 10.00\n{label}: 3.3.2022 kl. 12.00\n")

    assert said["file"]["meeting"]["deadline"] == "2022-03-03T12:00:00+01:00"


def test_address_in_the_list_of_members_is_not_the_coordinators(read: Read) -> None:
    text = (
        "Innkalling til styringsgruppemøte\n\nMedlemmer:\nKari Berg, Hole, kari.berg@hole.example (forfall)\n"
        "Ola Vik, Modum, ola.vik@modum.example\n\nForfall meldes til Liv Haug, liv.haug@region.example.\n"
    )

    coordinator = read(text)["file"]["body"]["coordinator"]

    assert ("Liv Haug", "liv.haug@region.example") == (coordinator["name"], coordinator["email"])


def test_title_of_the_meeting_and_a_member_are_no_organisation(read: Read) -> None:
    text = "Møte i styringsgruppa for Digital region\nNes regionråd\n\nTid: 2.3.2022 kl. 10.00\n"

    assert read(text)["file"]["body"]["organisation"] == "Nes regionråd"


def test_title_of_the_notice_may_head_a_table(read: Read) -> None:
    found = read("| **MØTEINNKALLING** | |\n|---|---|\n| Utvalg: | Styret |\n| Dato: | 2. mars 2022 |\n", "notice.md")

    assert ("Møteinnkalling", "Styret") == (found["file"]["meeting"]["title"], found["file"]["body"]["name"])


def test_title_may_end_with_the_time(read: Read) -> None:
    found = read("Møte i styringsgruppa 2. mars 2022 kl. 9.00\n\nSak 1/22 Plan\n")

    assert "Møte i styringsgruppa 2. mars 2022 kl. 9.00" == found["file"]["meeting"]["title"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Eldrerådet\n\nMøteinnkalling", "Eldrerådet"),
        ("Samarbeidsrådet – møteinnkalling", "Samarbeidsrådet"),
        ("Møteinnkalling – Arbeidsgruppe næring", "Arbeidsgruppe næring"),
        ("Møteinnkalling Kommunalsjefgruppa", "Kommunalsjefgruppa"),
        ("Innkalling\n\nSamarbeidsforum skole–hjem", "Samarbeidsforum skole–hjem"),
        ("Innkalling til møte\n\nNemnd: Viltnemnda", "Viltnemnda"),
        ("Til medlemmene i Idrettsstyret\n\nSaken behandles på e-post.", "Idrettsstyret"),
        ("Medlemmene av styringsgruppa for havna innkalles til møte.", "Styringsgruppa for havna"),
        ("Velkommen til møte i Styringsgruppa for Bredbånd i dalen.", "Styringsgruppa for Bredbånd i dalen"),
        ("Velkommen til møte i Styringsgruppa for Bredbånd i rådhussalen.", "Styringsgruppa for Bredbånd"),
    ],
)
def test_body_is_known_by_its_kind(read: Read, text: str, name: str) -> None:
    assert name == head(read, text)[0].get("name")


@pytest.mark.parametrize(
    "text",
    [
        "Innkalling til møte i styringsgruppen for Digital kommune",
        "Innkalling\n\nStyringsgruppa for IKT-samarbeidet",
        "Ungdomsrådet\n\nMøteinnkalling",
        "Smartere helse – et samarbeid mellom kommunene\n\nMøteinnkalling",
    ],
)
def test_what_a_body_works_for_is_no_organisation(read: Read, text: str) -> None:
    assert "organisation" not in head(read, text)[0]


def test_leader_of_something_else_is_no_chair(read: Read) -> None:
    body, _ = head(read, "Innkalling til møte\n\nDeltakere:\nKari Berg, FAU-leder\nPer Dal, rektor\n")

    assert ["FAU-leder", "rektor"] == [seat["member"]["title"] for seat in body["seats"]]
    assert not any("chair" in seat for seat in body["seats"])


def test_date_beside_a_reference_is_the_letters(read: Read) -> None:
    text = "Vår ref.: 24/317-5\nDato: 08.04.2024\n\nInnkalling til styremøte\n\nDet blir møte 22. april 2024 kl. 13.30."

    assert "2024-04-22T13:30:00+02:00" == head(read, text)[1]["starts"]


@pytest.mark.parametrize("label", ["Klokka", "Klokken", "Klokkeslett"])
def test_clock_has_a_label_of_its_own(read: Read, label: str) -> None:
    text = f"Innkalling til styremøte\n\nDato: 17. september 2024\n{label}: 09.00"

    assert "2024-09-17T09:00:00+02:00" == head(read, text)[1]["starts"]


def test_day_of_the_subject_has_the_hour_of_the_sentence(read: Read) -> None:
    mail = (
        "From: Jorid Nes <jorid.nes@vatn.example>\nSubject: =?utf-8?q?M=C3=B8te_i_vassutvalet_12=2E_april?=\n"
        "Date: Fri, 01 Apr 2022 08:00:00 +0200\nContent-Type: text/plain; charset=utf-8\n\n"
        "Hei,\n\nde vert kalla inn til møte i vassutvalet tysdag 12. april kl. 10.00 på Teams.\n"
    )

    assert "2022-04-12T10:00:00+02:00" == read(mail + CASE, "notice.eml")["file"]["meeting"]["starts"]


def test_bold_label_heads_its_value(read: Read) -> None:
    text = "# Innkalling\n\n**Møtested**\n\nNes skole, rom 2\n\n**Frist for stemme**\n\n29. april 2022 kl. 15\n"
    meeting = read(text + CASE, "notice.md")["file"]["meeting"]

    assert ("Nes skole, rom 2", "2022-04-29T15:00:00+02:00") == (meeting["place"], meeting["deadline"])


def test_cell_of_absence_tells_to_whom_it_is_reported(read: Read) -> None:
    text = "| Dato: | 2. mars 2022 |\n|---|---|\n| Forfall: | meldes til Astrid Lie, astrid.lie@nes.example |\n"
    body = read("# Innkalling\n\n" + text + CASE, "notice.md")["file"]["body"]

    assert {"name": "Astrid Lie", "email": "astrid.lie@nes.example"} == body["coordinator"]


@pytest.mark.parametrize(
    ("line", "starts", "place"),
    [
        ("Tirsdag 6. februar 2024 kl. 15.15 på Samfunnshuset", "2024-02-06T15:15:00+01:00", "Samfunnshuset"),
        ("Møte torsdag 5. oktober 2023 kl. 11-12.30, Biblioteket", "2023-10-05T11:00:00+02:00", "Biblioteket"),
        ("Styremøte 5. mars 2024 kl. 20.00 hos Åse", "2024-03-05T20:00:00+01:00", "hos Åse"),
        ("28. januar 2025 kl. 10:00, Digitalt møte på Teams", "2025-01-28T10:00:00+01:00", "Digitalt møte på Teams"),
        ("Møtet holdes som e-postmøte 5. mars 2024 kl. 10", "2024-03-05T10:00:00+01:00", "e-postmøte"),
    ],
)
def test_place_stands_behind_the_time(read: Read, line: str, starts: str, place: str) -> None:
    _, meeting = head(read, f"Innkalling\n\n{line}")

    assert (starts, place) == (meeting["starts"], meeting["place"])


def test_name_behind_the_time_is_no_place(read: Read) -> None:
    _, meeting = head(read, "Innkalling\n\nMøte 5. mars 2024 kl. 10, Kari Berg")

    assert "place" not in meeting


def test_hours_alone_are_a_time(read: Read) -> None:
    _, meeting = head(read, "Innkalling\n\nDato: 2.3.22\nKlokkeslett: 13–15\nSted: Nes")

    assert "2022-03-02T13:00:00+01:00" == meeting["starts"]


def test_place_of_a_sentence_is_read_where_more_is_said_behind_it(read: Read) -> None:
    text = (
        "Innkalling\n\nDet kalles inn til møte onsdag 4. september 2024 kl. 10 i Nes kulturhus. Meld forfall i tide.\n"
    )

    assert "Nes kulturhus" == read(text)["file"]["meeting"]["place"]


def test_organisation_of_a_sentence_is_told_and_doubted(read: Read) -> None:
    text = (
        "Innkalling til møte i styringsgruppa\n\nHei!\n\nØvre Dal interkommunalt politisk råd ber dere lese sakene.\n"
    )

    found = read(text)

    assert "Øvre Dal interkommunalt politisk råd" == found["file"]["body"]["organisation"]
    assert "body.organisation" in [each["path"] for each in found["doubts"]]


def test_two_organisations_of_sentences_are_none(read: Read) -> None:
    text = "Innkalling til møte i styringsgruppa\n\nNes kommune ber om utsettelse. Dal kommune ber om det samme.\n"

    assert "organisation" not in read(text)["file"]["body"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Møteinnkalling\n\nPlan- og miljøutvalget", "Plan- og miljøutvalget"),
        ("Innkalling til møte i Skoleutvalget ved Åsen skole", "Skoleutvalget ved Åsen skole"),
        ("Møteinnkalling Hovedutvalg teknisk", "Hovedutvalg teknisk"),
        ("Møteinnkalling 8/23\n\nMøte: Bydelsutvalget", "Bydelsutvalget"),
        ("Reguleringsrådet\n\nMøteinnkalling", "Reguleringsrådet"),
        ("Hei teaterstyret,\n\nkan dere svare på denne?", "Teaterstyret"),
        ("Innkalling til styremøte\n\nTid: 2. mars 2022 kl. 9", "Styret"),
        ("Lund kirkelige fellesråd\n\nInnkalling til møte", "Lund kirkelige fellesråd"),
    ],
)
def test_body_is_known_where_few_words_name_it(read: Read, text: str, name: str) -> None:
    assert name == head(read, text)[0].get("name")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Tid: 13. juni 2023 kl. 10:00. Sted: Kvam bygdeheim.", "Kvam bygdeheim."),
        ("Dato: 13.06.2023 Kl: 10:00 Sted: Glassrommet", "Glassrommet"),
        ("Når? 13. juni 2023 kl. 10.00\nHvor? Nes skole, rom 12", "Nes skole, rom 12"),
        ("Møte 13. juni 2023 kl. 10:00 (Teams)", "Teams"),
        ("Det er møte 13. juni 2023 kl. 10.00. Vi møtes hjemme hos Anne.", "hjemme hos Anne"),
    ],
)
def test_labels_and_places_stand_within_a_line(read: Read, text: str, place: str) -> None:
    _, meeting = head(read, f"Innkalling\n\n{text}")

    assert ("2023-06-13T10:00:00+02:00", place.rstrip(".")) == (meeting["starts"], meeting["place"].rstrip("."))


def test_first_of_two_days_may_have_its_weekday(read: Read) -> None:
    _, meeting = head(read, "Innkalling\n\nTid: mandag 10. – tirsdag 11. juni 2024, fra kl. 12.00 første dag")

    assert "2024-06-10T12:00:00+02:00" == meeting["starts"]


def test_name_stands_behind_the_greeting(read: Read) -> None:
    text = (
        "Innkalling\n\nMøte 2. mars 2022 kl. 9" + CASE + "\nHilsen Ruth Engen\nprosjektleder\nruth.engen@nes.example\n"
    )

    assert {"name": "Ruth Engen", "email": "ruth.engen@nes.example"} == read(text)["file"]["body"]["coordinator"]


def test_silence_that_is_taken_for_yes_is_consent(read: Read) -> None:
    body, _ = head(read, "Innkalling\n\nDen som ikke svarer innen fristen, regnes som å ha sagt ja.")

    assert "consent" == body["silence"]


@pytest.mark.parametrize("held", ["Møtet holdes i Nes rådhus.", "Møtet vert halde i Nes rådhus."])
def test_sentence_of_its_own_tells_the_place(read: Read, held: str) -> None:
    assert "Nes rådhus" == head(read, f"Innkalling til møte 5. mars 2024 kl. 10\n\nVelkommen! {held}")[1]["place"]


def test_place_with_its_article_is_a_label(read: Read) -> None:
    assert "Nes rådhus" == head(read, "Innkalling til møte 5. mars 2024 kl. 10\n\nStedet: Nes rådhus")[1]["place"]


def test_heading_of_the_agenda_is_no_body(read: Read) -> None:
    text = "Innkalling til møte 5. mars 2024 kl. 10\n\nStyret:\n\nListe over saker"

    assert "Styret" == head(read, text)[0]["name"]


def test_box_around_the_title_is_no_part_of_it(read: Read) -> None:
    rule = "+----------------+\n"
    _, meeting = head(read, f"{rule}| MØTEINNKALLING |\n{rule}\nMøtedato: 14.05.2024")

    assert "Møteinnkalling" == meeting["title"]


def test_words_in_capitals_are_nobodys_name(read: Read) -> None:
    body, _ = head(read, "MØTEINNKALLING\n\nMEDLEMMER SOM MÅ MELDE FORFALL, SENDER E-POST post@nes.example.")

    assert "MÅ" not in body["coordinator"].get("name", "")
