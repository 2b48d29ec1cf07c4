from collections.abc import Callable
from typing import Any

import pytest

HEAD = "Innkalling til styringsgruppemøte\n\nTid: Onsdag 2. mars 2022 kl. 09.00\nSted: Teams\n\n"

Read = Callable[..., dict[str, Any]]


def seats(read: Read, text: str) -> list[tuple[str, str, bool, list[str]]]:
    """Each seat's id, its member, whether they are absent, and its substitutes."""
    return [
        (
            seat["id"],
            seat["member"]["name"],
            seat.get("absent", False),
            [each["name"] for each in seat.get("substitutes", [])],
        )
        for seat in read(HEAD + text)["file"]["body"]["seats"]
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Kommune\tNavn\tForfall\tVara",
        "Kommune / organisasjon\tRepresentant\tForfall (sett kryss)\tMøtende vara",
        "Kommune\tMedlem\tMeldt fråfall\tVaramedlem",
        "Municipality\tName\tApologies\tDeputy",
        "Virksomhet\tDeltaker\tForfall\tVara møter",
    ],
)
def test_columns_are_known_by_what_people_call_them(read: Read, header: str) -> None:
    table = f"{header}\nHole\tKari Berg\tx\tPer Dal\nModum\tOla Vik\t\t\n"

    assert [("hole", "Kari Berg", True, ["Per Dal"]), ("modum", "Ola Vik", False, [])] == seats(read, table)


def test_column_of_absence_and_substitute_is_both(read: Read) -> None:
    table = "Kommune\tNavn\tForfall / vara\nHole\tKari Berg\tPer Dal møter\nModum\tOla Vik\t\nNes\tLiv Haug\tX\n"

    assert seats(read, table) == [
        ("hole", "Kari Berg", True, ["Per Dal"]),
        ("modum", "Ola Vik", False, []),
        ("nes", "Liv Haug", True, []),
    ]


@pytest.mark.parametrize(("cell", "absent"), [("Ja", False), ("Nei", True), ("Nei – forfall", True), ("", False)])
def test_column_of_who_meets_tells_who_does_not(read: Read, cell: str, absent: object) -> None:
    table = f"Kommune\tNavn\tMøter\nHole\tKari Berg\t{cell}\nModum\tOla Vik\tJa\n"

    assert [absent, False] == [each[2] for each in seats(read, table)]


@pytest.mark.parametrize(("cell", "absent"), [("☒", True), ("☐", False), ("☐ Forfall", False), ("☒ ja ☐ nei", True)])
def test_box_tells_absence_only_where_it_is_ticked(read: Read, cell: str, absent: object) -> None:
    table = f"Kommune\tNavn\tForfall\nHole\tKari Berg\t{cell}\nModum\tOla Vik\t☐\n"

    assert [absent, False] == [each[2] for each in seats(read, table)]


def test_rows_below_substitutes_stand_by_for_their_seat(read: Read) -> None:
    table = (
        "| Faste medlemmer | | |\n|---|---|---|\n| Hole | Kari Berg | Ordfører |\n| Modum | Ola Vik | Ordfører |\n"
        "| Varamedlemmer | | |\n| Modum | Eva Moe | 1. vara |\n| Hole | Per Dal | 1. vara |\n"
    )

    found = read(HEAD + table, "notice.md")["file"]["body"]["seats"]

    assert [(seat["id"], seat["substitutes"]) for seat in found] == [
        ("hole", [{"name": "Per Dal"}]),
        ("modum", [{"name": "Eva Moe"}]),
    ]
    assert [] == [seat for seat in found if "absent" in seat], "a standing deputy is no absence"


def test_table_of_substitutes_stands_by_for_the_seats(read: Read) -> None:
    text = (
        "Kommune\tNavn\tTittel\nHole\tKari Berg\tOrdfører\nModum\tOla Vik\tOrdfører\n\n"
        "Varamedlemmer:\n\nKommune\tNavn\nHole\tPer Dal\nNes\tLiv Haug\n"
    )

    assert seats(read, text) == [("hole", "Kari Berg", False, ["Per Dal"]), ("modum", "Ola Vik", False, [])]
    assert [each["read"] for each in read(HEAD + text)["doubts"]] == ["Liv Haug"]


@pytest.mark.parametrize(
    "listed",
    [
        "Til styret i Fjordvarme AS:\nKari Berg, styreleder\nOla Vik, nestleder\nPer Dal, varamedlem\n",
        "| Innkalte | Kari Berg (styreleder), Ola Vik (nestleder) |\n| Referent | Liv Haug |\n",
        "Styremedlemmer:\n- Kari Berg, styreleder\n- Ola Vik, kasserer\n",
    ],
    ids=["addressed", "cell", "items"],
)
def test_members_of_a_board_are_read(read: Read, listed: str) -> None:
    assert [("kari-berg", "Kari Berg", False, []), ("ola-vik", "Ola Vik", False, [])] == seats(read, listed)


def test_place_after_the_office_is_the_seat(read: Read) -> None:
    found = read(HEAD + "Medlemmer:\n- Kari Berg, ordfører Hole (leder)\n- Ola Vik, ordfører Øvre Dal\n")

    assert [(each["id"], each.get("chair")) for each in found["file"]["body"]["seats"]] == [
        ("hole", True),
        ("ovre-dal", None),
    ]


def test_lines_of_a_cell_are_name_office_and_address(read: Read) -> None:
    page = (
        "From: Anne Lie <anne.lie@region.example>\nSubject: Innkalling\nMIME-Version: 1.0\n"
        "Content-Type: text/html; charset=utf-8\n\n"
        "<p>Innkalling til styringsgruppemøte</p><table><tr><td>Kommune</td><td>Medlem</td><td>Vara</td></tr>"
        "<tr><td>Hole</td><td>Kari Berg<br>Ordfører<br>kari.berg@hole.example</td><td></td></tr>"
        "<tr><td>Modum</td><td>Ola Vik<br>Ordfører</td><td>Per Dal</td></tr></table>"
    )

    first = read(page, "notice.eml")["file"]["body"]["seats"][0]["member"]

    assert first == {"name": "Kari Berg", "title": "Ordfører", "email": "kari.berg@hole.example"}


def test_chair_in_the_cell_of_the_name_chairs(read: Read) -> None:
    table = "Navn\tKommune\tTittel\nKari Berg (leder)\tHole\tOrdfører\nOla Vik\tModum\tOrdfører\n"

    assert [True, None] == [seat.get("chair") for seat in read(HEAD + table)["file"]["body"]["seats"]]


@pytest.mark.parametrize(
    ("addresses", "found"),
    [
        ("kari@hole.example<br>eva@hole.example", ["kari@hole.example", "eva@hole.example"]),
        ("post@hole.example", [None, None]),
    ],
)
def test_two_people_of_a_cell_are_two_seats(read: Read, addresses: str, found: list[str | None]) -> None:
    page = (
        "Subject: Innkalling\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
        "<p>Innkalling til møte</p><table><tr><td>Kommune</td><td>Representanter</td><td>E-post</td></tr>"
        f"<tr><td>Hole</td><td>Kari Berg<br>Eva Moe</td><td>{addresses}</td></tr>"
        "<tr><td>Modum</td><td>Ola Vik</td><td>ola@modum.example</td></tr></table>"
    )

    members = [seat["member"] for seat in read(page, "notice.eml")["file"]["body"]["seats"]]

    assert ["Kari Berg", "Eva Moe", "Ola Vik"] == [each["name"] for each in members]
    assert [*found, "ola@modum.example"] == [each.get("email") for each in members]


def test_secretary_below_the_members_is_none_of_them(read: Read) -> None:
    text = "Directors\n- Anna Berg, Chair\n- Lars Ek, Deputy chair\n\n"
    text += "Secretary to the board: Eva Lind, eva@arctic.example\n"

    body = read("Notice of board meeting\n\nDate: 3 May 2024\n\n" + text)["file"]["body"]

    assert [("anna-berg", True), ("lars-ek", None)] == [(each["id"], each.get("chair")) for each in body["seats"]]
    assert body["coordinator"]["name"] == "Eva Lind"


def test_cells_that_do_not_stand_in_line_are_told_apart_by_their_order(read: Read) -> None:
    text = (
        "Medlemmar\nOdd Vik   Nes   Ordførar   odd@nes.example\nJon Skretting   Øvre Dal   Ordførar   jon@dal.example\n"
    )

    members = [(seat["id"], seat["member"]) for seat in read(HEAD + text)["file"]["body"]["seats"]]

    assert members == [
        ("nes", {"name": "Odd Vik", "title": "Ordførar", "email": "odd@nes.example"}),
        ("ovre-dal", {"name": "Jon Skretting", "title": "Ordførar", "email": "jon@dal.example"}),
    ]


@pytest.mark.parametrize("header", ["Vara 1\tVara 2", "1. vara\t2. vara"])
def test_every_column_of_substitutes_is_read_in_its_order(read: Read, header: str) -> None:
    table = f"Kommune\tMedlem\t{header}\nHole\tKari Berg\tPer Dal\tEva Moe\nModum\tOla Vik\t\tLiv Haug\n"

    assert seats(read, table) == [
        ("hole", "Kari Berg", False, ["Per Dal", "Eva Moe"]),
        ("modum", "Ola Vik", False, ["Liv Haug"]),
    ]


def test_table_drawn_with_signs_is_read(read: Read) -> None:
    border = "+---------+-----------+---------+\n"
    table = f"{border}| Kommune | Navn      | Forfall |\n{border}| Hole    | Kari Berg | X       |\n"
    table += f"| Modum   | Ola Vik   |         |\n{border}"

    assert [("hole", "Kari Berg", True, []), ("modum", "Ola Vik", False, [])] == seats(read, table)


def test_people_on_lines_of_one_cell_are_read_by_their_lines(read: Read) -> None:
    page = (
        "Subject: Innkalling\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>Innkalling til møte</p>"
        "<table><tr><td>Deltakere:</td><td>Kari Berg, ordfører Hole<br>Ola Vik, ordfører Modum</td></tr></table>"
    )

    found = read(page, "notice.eml")["file"]["body"]["seats"]

    assert [("hole", "Kari Berg"), ("modum", "Ola Vik")] == [(each["id"], each["member"]["name"]) for each in found]


MEMBERS = [("hole", "Kari Berg"), ("nore-og-uvdal", "Ola Vik"), ("vestre-slidre", "Liv Haug")]


@pytest.mark.parametrize(
    "listed",
    [
        "Innkalte til møtet:\n\nKari Berg, ordfører, Hole\nOla Vik, ordfører, Nore og Uvdal\nLiv Haug, Vestre Slidre\n",
        "Styringsgruppen består av Kari Berg (Hole), Ola Vik (Nore og Uvdal) og Liv Haug (Vestre Slidre).\n",
        "Adressater: Kari Berg, Hole, Ola Vik, Nore og Uvdal, Liv Haug, Vestre Slidre\n",
        (
            "Møtedeltakarar:\n\nHole kommune:\n\nKari Berg, ordførar\n\nNore og Uvdal kommune:\n\nOla Vik\n\n"
            "Vestre Slidre:\n\nLiv Haug\n"
        ),
        "Desse blir kalla inn:\n- Hole – Kari Berg\n- Nore og Uvdal – Ola Vik\n- Vestre Slidre – Liv Haug\n",
        "Sammensetning:\nKari Berg\nordfører i Hole\nOla Vik\nordfører, Nore og Uvdal\nLiv Haug\nVestre Slidre\n",
        "Ordfører Kari Berg, Hole\nOrdfører Ola Vik, Nore og Uvdal\nOrdfører Liv Haug, Vestre Slidre\n",
        "Hvem\tEierkommune\nKari Berg\tHole\nOla Vik\tNore og Uvdal\nLiv Haug\tVestre Slidre\n",
        (
            "Tilhørighet\tInnkalt\tRolle i gruppa\nHole\tKari Berg\tMedlem\nNore og Uvdal\tOla Vik\tMedlem\n"
            "Vestre Slidre\tLiv Haug\tMedlem\n"
        ),
        (
            "Navn, tittel, kommune\tForfall\nKari Berg, ordfører, Hole\t\nOla Vik, ordfører, Nore og Uvdal\t\n"
            "Liv Haug, ordfører, Vestre Slidre\t\n"
        ),
        "Etternavn, fornavn\tKommune\nBerg, Kari\tHole\nVik, Ola\tNore og Uvdal\nHaug, Liv\tVestre Slidre\n",
    ],
)
def test_members_are_read_however_they_are_listed(read: Read, listed: str) -> None:
    named = [
        (each[0].removesuffix("-kommune"), each[1])
        for each in seats(read, listed + "\nForfall meldes til sekretæren.\n")
    ]

    assert named == MEMBERS


def test_sections_tell_members_substitutes_and_others_apart(read: Read) -> None:
    text = (
        "Faste medlemmer:\n\nKari Berg, Hole\nOla Vik, Modum – forfall\n\nVaramedlemmer:\n\nPer Dal, Modum\n\n"
        "Observatører:\n\nEva Moe, Viken\n\nFra administrasjonen:\n\nJon Rud, prosjektleder\n"
    )

    said = read(HEAD + text)

    assert [
        ("hole", "Kari Berg", False, []),
        ("modum", "Ola Vik", True, ["Per Dal"]),
        ("viken", "Eva Moe", False, []),
    ] == (seats(read, text))
    assert said["file"]["body"]["seats"][2]["votes"] is False
    assert {"path": "body.seats", "read": "Jon Rud", "why": "meets, but is no member"} in said["doubts"]


@pytest.mark.parametrize(
    ("vara", "found"),
    [
        ("Hole: Kari Berg\nVara: Eva Moe\nModum: Ola Vik\nVara: Per Dal\n", [["Eva Moe"], ["Per Dal"]]),
        ("Hole: Kari Berg\nModum: Ola Vik\nVara: Per Dal\n", [[], []]),
    ],
)
def test_line_of_a_deputy_is_of_the_member_above_where_each_has_one(
    read: Read, vara: str, found: list[list[str]]
) -> None:
    assert found == [each[3] for each in seats(read, "Innkalte:\n" + vara)]


@pytest.mark.parametrize(
    "table",
    [
        "| Sted: | Saltdal | Dato: | 16.09.2022 |\n| Tid: | 10:00 | Referent: | Line Moen |\n",
        "| Kl | 13.00 |\n| Rom | Storsalen Nord |\n",
        "| Ansvarlig | Oppgave |\n|---|---|\n| Kari Berg | Lage plan |\n| Ola Vik | Skrive brev |\n",
    ],
)
def test_tables_of_other_things_hold_no_members(read: Read, table: str) -> None:
    assert "seats" not in read(HEAD + table, "notice.md")["file"].get("body", {})


@pytest.mark.parametrize(
    "listed",
    [
        "Kalles inn:\nKari Berg, Hole\nOla Vik, Nore og Uvdal\nLiv Haug, Vestre Slidre\n",
        (
            "Denne innkallingen går til: ordfører Kari Berg fra Hole, ordfører Ola Vik fra Nore og Uvdal og Liv Haug "
            "fra Vestre Slidre.\n"
        ),
        (
            "Løst\t@\tHvor fra\nKari Berg\tkari@hole.example\tHole\nOla Vik\tola@x.example\tNore og Uvdal\n"
            "Liv Haug\tliv@y.example\tVestre Slidre\n"
        ),
    ],
    ids=["lines", "sentence", "table"],
)
def test_members_below_unknown_words_are_known_by_what_they_are(read: Read, listed: str) -> None:
    assert [each[:2] for each in seats(read, listed + "\nForfall meldes til sekretæren.\n")] == MEMBERS


def test_substitute_is_placed_with_and_without_the_word_municipality(read: Read) -> None:
    text = (
        "Medlemmer:\nKari Berg, Hole kommune – forfall, vara: Eva Moe\nOla Vik, Modum kommune\n\n"
        "Varamenn:\nPer Dal, Modum\n"
    )

    assert [["Eva Moe"], ["Per Dal"]] == [each[3] for each in seats(read, text)]


def test_sentence_about_absence_below_the_list_makes_no_member(read: Read) -> None:
    text = (
        "Medlemmer:\n- Kari Berg, Hole\n- Ola Vik, Modum\n\n"
        "Medlemmene bes melde eventuelt forfall til utvalgssekretær Liv Haug (liv.haug@region.example).\n"
    )

    assert ["Kari Berg", "Ola Vik"] == [each[1] for each in seats(read, text)]


def test_label_of_the_body_heads_its_members(read: Read) -> None:
    text = "Styret:\nKari Berg, styreleder\nOla Vik, nestleder\n\nMøtesekretariat:\nLiv Haug, rådgiver\n"

    assert ["Kari Berg", "Ola Vik"] == [each[1] for each in seats(read, text)]
    assert read(HEAD + text)["file"]["body"].get("name") != "Kari Berg, styreleder"


def test_each_line_of_a_cell_is_a_person_with_office(read: Read) -> None:
    table = (
        "| Kommune | Representant |\n|---|---|\n| Hole | Kari Berg, ordfører<br>Per Dal, rådmann |\n| Nes | Eva Moe |\n"
    )

    found = read(table, "notice.md")["file"]["body"]["seats"]

    assert ["Kari Berg", "Per Dal", "Eva Moe"] == [seat["member"]["name"] for seat in found]


@pytest.mark.parametrize(
    "text",
    [
        "TIL: Lars Ruste, direktør (leder)\nAyla Demir, beboer\nTuva Kjos, rektor\n",
        "Med: Lars Ruste (direktør), Ayla Demir (beboer), Tuva Kjos (rektor)\n",
        "Til Lars Ruste, Ayla Demir og Tuva Kjos\n",
    ],
)
def test_those_addressed_are_the_members(read: Read, text: str) -> None:
    assert ["Lars Ruste", "Ayla Demir", "Tuva Kjos"] == [each[1] for each in seats(read, text + "\nSak 1/22 Plan\n")]


def test_cells_that_each_name_somebody_of_another_place_are_people(read: Read) -> None:
    table = "Medlemmer:\n\nKari Berg, Hole\tOla Vik, Modum\nEva Moe, Nes\tPer Dal, Gol\n"

    assert ["hole", "modum", "nes", "gol"] == [seat for seat, *_ in seats(read, table)]


def test_names_beside_roles_alone_are_members(read: Read) -> None:
    table = "| | |\n|---|---|\n| Kari Berg | leder |\n| Ola Vik | nestleder |\n| Eva Moe | medlem |\n"

    found = read(table, "notice.md")["file"]["body"]["seats"]

    assert [("Kari Berg", True), ("Ola Vik", None), ("Eva Moe", None)] == [
        (seat["member"]["name"], seat.get("chair")) for seat in found
    ]


def test_row_that_only_heads_others_is_nobody(read: Read) -> None:
    table = "Navn\tKommune\tTittel\nOrdførerne\t\t\nKari Berg\tHole\tOrdfører\nOla Vik\tNes\tOrdfører\n"

    assert ["hole", "nes"] == [seat for seat, *_ in seats(read, table)]


@pytest.mark.parametrize(
    "text",
    [
        "Deltakere:\nKari Berg, leder, Hole\nOla Vik, medlem, Nes (forfall – Eva Moe møter)\n",
        "Deltakere: Kari Berg, leder; Ola Vik, medlem (vara: Eva Moe)\nMeldt forfall: Ola Vik\n",
        "| Funksjon | Navn | Forfall/vara |\n| Leder | Kari Berg | |\n| Medlem | Ola Vik | Forfall, møter: Eva Moe |\n",
    ],
)
def test_absence_is_told_with_who_meets_instead(read: Read, text: str) -> None:
    found = [each[1:] for each in seats(read, text + "\nSak 1/22 Plan\n")]

    assert [("Kari Berg", False, []), ("Ola Vik", True, ["Eva Moe"])] == found


def test_title_below_the_recipients_is_nobody(read: Read) -> None:
    text = "Til\nKari Berg, leder\nOla Vik, medlem\nINNKALLING TIL MØTE I STYRET FOR NES\n\nSak 1/22 Plan\n"

    assert ["Kari Berg", "Ola Vik"] == [each[1] for each in seats(read, text)]


def test_question_may_head_the_members(read: Read) -> None:
    text = "Hvem?\n- Kari Berg (leder)\n- Ola Vik\n- Eva Moe – meldt forfall\n\nSak 1/22 Plan\n"

    assert [False, False, True] == [each[2] for each in seats(read, text)]


def test_leader_and_member_alone_are_the_members(read: Read) -> None:
    assert ["Kari Berg", "Ola Vik"] == [
        each[1] for each in seats(read, "- Kari Berg, leder\n- Ola Vik, medlem\n\nSak 1/22 X\n")
    ]


def test_office_that_no_list_knows_stands_before_the_municipality(read: Read) -> None:
    found = read(HEAD + "Deltakere:\nSofia Berg, CDO, Bergen\nTor Aas, IT-sjef, Voss\n")["file"]["body"]["seats"]

    assert [("Bergen", "CDO"), ("Voss", "IT-sjef")] == [(each["name"], each["member"]["title"]) for each in found]


def test_office_below_a_name_is_one_where_others_have_one_there(read: Read) -> None:
    table = "| Kommune | Medlem |\n|---|---|\n| Hole | Kari Berg<br>Ordfører |\n| Legene | Eva Moe<br>Fastlege |\n"

    members = [seat["member"] for seat in read(table, "notice.md")["file"]["body"]["seats"]]

    assert [("Kari Berg", "Ordfører"), ("Eva Moe", "Fastlege")] == [(each["name"], each["title"]) for each in members]


def test_column_whose_cells_say_deputy_has_the_deputies(read: Read) -> None:
    table = "Deltakere:\n\nHole\tKari Berg, ordfører\t\nNes\tEva Moe, ordfører\tVara: Per Dal\n"

    assert [("hole", "Kari Berg", False, []), ("nes", "Eva Moe", False, ["Per Dal"])] == seats(read, table)


def test_remark_tells_who_has_no_vote(read: Read) -> None:
    table = "Kommune\tNavn\tTittel\tMerknad\nHole\tKari Berg\tordfører\t\n"
    table += "Fylket\tEva Moe\trådgiver\tobservatør uten stemmerett\n"

    found = read(HEAD + table)["file"]["body"]["seats"]

    assert [None, False] == [seat.get("votes") for seat in found]


def test_label_that_names_the_members_as_such_heads_them(read: Read) -> None:
    text = "Til: styringsgruppas medlemmer\n\nKari Berg, ordfører i Hole\nOla Vik, ordfører i Nes\n"

    assert ["hole", "nes"] == [seat for seat, *_ in seats(read, text)]


def test_role_in_the_body_is_told_from_an_office(read: Read) -> None:
    table = "Verv i kommunen\tNavn\tMedlem/leder\tKommune\n"
    table += "Ordfører\tKari Berg\tLeder\tHole\nRådmann\tOla Vik\tMedlem\tNes\n"

    found = read(HEAD + table)["file"]["body"]["seats"]

    assert [("Ordfører", True), ("Rådmann", None)] == [(seat["member"]["title"], seat.get("chair")) for seat in found]


def test_office_of_all_is_no_part_of_the_first_name(read: Read) -> None:
    text = "Innkalt: Ordførerne Kari Berg (Hole), Ola Vik (Modum) og Liv Moe (Flå)\n\nSak 1/22 Plan\n"

    assert ["Kari Berg", "Ola Vik", "Liv Moe"] == [each[1] for each in seats(read, text)]
