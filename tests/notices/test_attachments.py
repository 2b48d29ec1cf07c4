"""What a mail carries beside its notice, and which case has it."""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from bot.notices.imported import Imported, import_notice

NOTICE = """\
Innkalling til møte i styringsgruppa

Dato: 2. mars 2022 kl. 9
Sted: Teams

Sak 1/22 Årsmelding

{first}

Forslag til vedtak:

Årsmeldingen godkjennes.

Sak 2/22 Budsjett

{second}

Forslag til vedtak:

Budsjettet vedtas.
"""

Carried = Callable[..., Imported]


@pytest.fixture
def carried(tmp_path: Path) -> Carried:
    """Reads a mail that says the cases' words and carries files of those names."""

    def read(first: str, second: str, *names: str, body: str = NOTICE, **files: bytes) -> Imported:
        mail = EmailMessage()
        mail["Subject"], mail["From"] = "Innkalling", "Liv Haug <liv.haug@nes.example>"
        mail.set_content(body.format(first=first, second=second))
        for name, content in {**{name: name.encode() for name in names}, **files}.items():
            mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        path = tmp_path / "notice.eml"
        path.write_bytes(mail.as_bytes())
        return import_notice(path, bodies_dir=None)

    return read


def documents(found: Imported) -> list[Any]:
    return [case.get("documents", []) for case in found.file["cases"]]


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        ("Saken er kjent.", "Vedlegg: budsjett.pdf", "budsjett.pdf"),
        ("Saken er kjent.", "Vedlegg: Budsjett for 2023", "Budsjett 2023.xlsx"),
        ("Se vedlegg 1.", "Tallene står i vedlegg 2.", "Vedlegg 2 - tall.pdf"),
        ("Se vedlegg 1.", "Tallene står i vedlegg 2 og 3.", "Vedlegg nr. 3.docx"),
        ("Vedlegg følger.", "Vedlegg følger.", "Sak 2-22 notat.pdf"),
        ("Vedlegg følger.", "Vedlegg følger.", "002_22 Notat.pdf"),
        ("Se vedlegg.", "Vedlegg:\n\n- Felles plan for budsjett\n- Notat", "Plan for felles budsjett_v2.pdf"),
    ],
)
def test_file_of_the_mail_goes_to_the_case_that_names_it(first: str, second: str, name: str, carried: Carried) -> None:
    assert [[], [f"vedlegg/{name}"]] == documents(carried(first, second, name))


def test_file_of_a_case_is_handed_over_with_its_bytes(carried: Carried) -> None:
    found = carried("Vedlegg: plan.pdf", "Budsjettet er kjent.", "plan.pdf")

    assert {"vedlegg/plan.pdf": b"plan.pdf"} == found.documents
    assert "cases[0].documents" not in found.missing


def test_file_that_no_case_names_is_only_told(carried: Carried) -> None:
    found = carried("Saken er kjent.", "Saken er kjent.", "Kart.pdf")

    assert [[], []] == documents(found)
    assert ("cases", "Kart.pdf") in [(each.path, each.read) for each in found.doubts]
    assert not found.documents


def test_number_that_two_cases_name_is_given_to_neither(carried: Carried) -> None:
    found = carried("Se vedlegg 1.", "Se vedlegg 1.", "Vedlegg 1.pdf")

    assert [[], []] == documents(found)
    assert "1/22, 2/22" in found.doubts[-1].why


def test_like_name_alone_is_a_doubt(carried: Carried) -> None:
    found = carried("Saken er kjent.", "Vedlegg: Utkast til budsjett", "budsjett.pdf")

    assert [[], ["vedlegg/budsjett.pdf"]] == documents(found)
    assert "cases[1].documents" in [each.path for each in found.doubts]


def test_attachment_that_the_mail_lacks_stays_missing(carried: Carried) -> None:
    found = carried("Vedlegg: plan.pdf og kart.pdf", "Saken er kjent.", "plan.pdf")

    assert [["vedlegg/plan.pdf"], []] == documents(found)
    assert "cases[0].documents" in found.missing


def test_name_of_a_file_leads_out_of_no_folder(carried: Carried) -> None:
    found = carried("Vedlegg følger.", "Saken er kjent.", "../../sak 1-22 a.pdf", "C:\\tmp\\sak 1-22 a.pdf")

    assert [["vedlegg/sak 1-22 a.pdf", "vedlegg/sak 1-22 a (2).pdf"], []] == documents(found)


def test_pictures_of_a_signature_are_no_attachments(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Innkalling"
    mail.set_content(NOTICE.format(first="a", second="b"))
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="logo.png", cid="<a@b.example>")
    mail.add_attachment(b"x", maintype="text", subtype="calendar", filename="invite.ics")
    (tmp_path / "notice.eml").write_bytes(mail.as_bytes())

    found = import_notice(tmp_path / "notice.eml", bodies_dir=None)

    assert not [each for each in found.doubts if each.path == "cases"]


# -- which document is the notice


def numbers(found: Imported) -> list[str]:
    return [case["number"] for case in found.file.get("cases", [])]


NAMED = NOTICE.format(first="Se saken.", second="Se saken.").encode()
COVER = "Hei\n\nSe vedlagt.\n\nHilsen\nLiv Haug\n"


@pytest.mark.parametrize("other", ["Protokoll fra møte 1. februar.txt", "Vedlegg til innkalling.txt", "Referat.txt"])
def test_document_with_cases_is_the_notice_whatever_it_is_called(other: str, carried: Carried) -> None:
    files = {other: b"Protokoll\n\nDato: 1. februar 2022\n\nTil stede: Kari Berg\n", "Nes 2. mars.txt": NAMED}

    assert ["1/22", "2/22"] == numbers(carried("", "", body=COVER, **files))


def test_agenda_in_a_document_of_its_own_follows_the_notice(carried: Carried) -> None:
    head, _, agenda = NAMED.partition(b"Sak 1/22")
    found = carried("", "", body=COVER, **{"Innkalling.txt": head, "Saksliste.txt": b"Sak 1/22" + agenda})

    assert ["1/22", "2/22"] == numbers(found)
    assert "Teams" == found.file["meeting"]["place"]


def test_notice_in_the_mail_outdoes_a_protocol_that_it_carries(carried: Carried) -> None:
    protocol = b"Sak 40/21 Vedtekter\n\nVedtak:\n\nVedtektene endres.\n"

    assert ["1/22", "2/22"] == numbers(carried("a", "b", **{"Møteprotokoll.txt": protocol}))


def test_case_that_is_only_listed_is_read_from_the_document_of_its_number(carried: Carried) -> None:
    notice = b"Innkalling\n\nDato: 2. mars 2022\n\nSaksliste\n\nSak 1/22 Plan\n\nSak 2/22 Vei\n"
    paper = b"Saksframlegg\n\nSak 2/22 Vei\n\nVeien er smal.\n\nForslag til vedtak:\n\nVeien utvides.\n"

    found = carried("", "", body=COVER, **{"Innkalling.txt": notice, "Sak 2-22 vei.txt": paper})

    case = found.file["cases"][1]
    assert ("Veien er smal.", ["Veien utvides."]) == (case["text"], case["proposal"])
    assert ["vedlegg/Sak 2-22 vei.txt"] == case["documents"]
    assert "text" not in found.file["cases"][0]


def test_broken_document_of_a_case_is_an_attachment_all_the_same(carried: Carried) -> None:
    notice = b"Innkalling\n\nDato: 2. mars 2022\n\nSaksliste\n\nSak 1/22 Plan\n\nSak 2/22 Vei\n"

    found = carried("", "", body=COVER, **{"Innkalling.txt": notice, "Sak 2-22.pdf": b"no PDF"})

    assert [[], ["vedlegg/Sak 2-22.pdf"]] == documents(found)
