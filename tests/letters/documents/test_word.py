"""The protocol and the notice as Word documents: what navigation, archive and reader ask of them."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from bot.core.meeting import Case
from bot.core.protocol import Basis, Counts, Outcome, PointResult, Status
from bot.letters.catalogue import LANGUAGES
from bot.letters.documents import notice_docx, protocol_docx
from tests.letters.documents.people import (
    ALL_FIVE,
    CLUSTER_CASE,
    FOUR_TO_ONE,
    OSLO,
    protocol,
    result,
    usual,
)
from tests.letters.documents.test_formats import SECRETS, facts


def opened(written: bytes) -> WordDocument:
    return docx.Document(BytesIO(written))


def said(written: bytes) -> str:
    """All text of the file, in whatever part it stands, one space between paragraphs."""
    told = []
    with ZipFile(BytesIO(written)) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                xml = package.read(name).decode()
                told.append(re.sub(r"<[^>]+>", "", re.sub(r"</w:p>|<w:tab/>|<w:br/>", " ", xml)))
    return " ".join(" ".join(told).split())


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("language", LANGUAGES)
def test_word_says_what_the_text_says(language: str, status: Status) -> None:
    """List numbers are fields of the list and no text."""
    of = usual(language, status)
    told = said(protocol_docx(of, OSLO))
    assert not {fact for fact in facts(of) if fact not in told and not fact.isdigit()}


def test_headings_are_styles_in_order() -> None:
    headings = [
        line for line in opened(protocol_docx(usual(), OSLO)).paragraphs if line.style.name.startswith("Heading")
    ]
    assert headings[0].text == "Møteprotokoll"
    assert headings[0].style.name == "Heading 1"
    assert "Sak 1/22: Endring i styringsdokumentet" in [
        line.text for line in headings if line.style.name == "Heading 2"
    ]


def test_every_table_has_a_header_row_and_a_description() -> None:
    tables = opened(protocol_docx(usual(), OSLO)).tables
    assert len(tables) > 5
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert tables[0]._tbl.tblPr.find(qn("w:tblCaption")) is not None


@pytest.mark.parametrize(("language", "region"), [("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "en-GB")])
def test_language_is_the_documents(language: str, region: str) -> None:
    written = opened(notice_docx(usual(language).meeting, OSLO))
    assert written.styles.element.xpath("w:docDefaults//w:lang/@w:val") == [region]
    assert written.core_properties.language == region


def test_metadata_names_the_protocol() -> None:
    about = opened(protocol_docx(usual(), OSLO)).core_properties
    assert about.title == "Møteprotokoll – Styringsgruppa for Fjordløftet, onsdag 2. mars 2022"
    assert about.author == "Interkommunalt politisk råd for Fjordregionen"


def test_adopted_point_keeps_its_number() -> None:
    points = (
        PointResult(1, Outcome.REJECTED, Basis.MAJORITY, Counts(approve=2, object=3)),
        PointResult(2, Outcome.ADOPTED, Basis.UNANIMOUS, Counts(approve=5)),
    )
    case = result(CLUSTER_CASE, Outcome.PARTLY_ADOPTED, Basis.MAJORITY, FOUR_TO_ONE, points=points)
    written = opened(protocol_docx(protocol((replace(case, decision=CLUSTER_CASE.proposal[1:]),)), OSLO))
    starts = written.part.numbering_part.element.xpath(".//w:startOverride/@w:val")
    assert starts[-1] == "2"


def test_two_lists_each_begin_anew() -> None:
    case = Case("1/22", "Sak", ("Ja.",), text="1. en\n2. to\n\navsnitt\n\n1. en igjen\n")
    written = opened(protocol_docx(protocol((result(case, Outcome.ADOPTED, Basis.UNANIMOUS, ALL_FIVE),)), OSLO))
    numbered = [line for line in written.paragraphs if line.style.name == "List Number"]
    lists = [line._p.pPr.numPr.numId.val for line in numbered]
    assert lists[0] == lists[1] != lists[2]


def test_same_protocol_gives_the_same_file() -> None:
    assert protocol_docx(usual(), OSLO) == protocol_docx(usual(), OSLO)
    with ZipFile(BytesIO(protocol_docx(usual(), OSLO))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_public_edition_holds_nothing_of_a_closed_case() -> None:
    for written in (protocol_docx(usual(), OSLO, public=True), notice_docx(usual().meeting, OSLO, public=True)):
        assert not [secret for secret in SECRETS if secret.casefold() in said(written).casefold()]
        assert "Unntatt offentlighet, offl. § 23" in said(written)


def test_what_no_xml_can_hold_stops_no_document() -> None:
    case = Case("1/22", "Sak \x00\x0b\ufffe slutt", ("<w:p>&amp;</w:p>",), text="\ud800 tekst")
    of = protocol((result(case, Outcome.ADOPTED, Basis.UNANIMOUS, ALL_FIVE),))
    assert "<w:p>&amp;</w:p>" in [line.text for line in opened(protocol_docx(of, OSLO)).paragraphs]
