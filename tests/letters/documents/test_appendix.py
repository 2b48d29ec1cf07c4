"""The protocol's appendix, and what a notice lists of the meeting before, as documents tell them."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import docx
import pytest

from bot.core.protocol import Protocol, Status
from bot.letters.catalogue import LANGUAGES
from bot.letters.documents import notice_docx, notice_html, protocol_docx, protocol_text
from tests.letters.documents.people import BEFORE, DEADLINE, OSLO, usual
from tests.letters.documents.test_formats import page_words

HEADINGS = {
    "nb": ("Vedlegg: Oppfølging av vedtakene", "Protokoll og referatsaker fra forrige møte"),
    "nn": ("Vedlegg: Oppfølging av vedtaka", "Protokoll og referatsaker frå førre møte"),
    "en": ("Appendix: Follow-up of the decisions", "Minutes and reported cases from the previous meeting"),
}


def said(of: Protocol, *, public: bool = False) -> str:
    return " ".join(protocol_text(of, OSLO, public=public).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_appendix_tells_who_does_what_by_when(language: str) -> None:
    text = said(usual(language)).partition(HEADINGS[language][0])[2]
    day = "1 April 2022" if language == "en" else "1. april 2022"
    assert f"Prosjektlederen · {day}" in text
    assert text.index("Sekretariatet") < text.index("Prosjektlederen")


def test_protocol_without_marks_has_no_appendix() -> None:
    assert "Oppfølging" not in said(replace(usual(), follow_up=()))


def test_draft_says_that_it_hangs_on_the_decision() -> None:
    assert "Det gjelder bare hvis forslaget blir vedtatt." in said(usual(status=Status.DRAFT))


def test_later_issue_says_when_and_that_the_rest_is_unchanged() -> None:
    text = said(replace(usual(), appendix_at=DEADLINE + timedelta(days=1)))
    assert "Vedlegget ble endret torsdag 3. mars 2022 kl. 15.00, etter at møtet var avsluttet." in text
    assert "Resten av protokollen er uendret." in text


def test_appendix_that_was_emptied_says_so() -> None:
    assert "Ingenting er merket for oppfølging." in said(replace(usual(), follow_up=(), appendix_at=DEADLINE))


def test_public_edition_follows_up_nothing_of_a_closed_case() -> None:
    assert "Rådgiver Granum" in said(usual())
    assert "Rådgiver Granum" not in said(usual(), public=True)


def test_word_has_the_appendix_as_a_table() -> None:
    tables = docx.Document(BytesIO(protocol_docx(usual(), OSLO))).tables
    assert ["2/22, punkt 1", "Prosjektlederen", "1. april 2022"] == [
        tables[-1].cell(2, column).text for column in (0, 2, 3)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_notice_lists_protocol_and_decisions_of_the_meeting_before(language: str) -> None:
    page = page_words(notice_html(usual(language).meeting, OSLO, before=BEFORE))
    told = page.partition(HEADINGS[language][1])[2]
    assert told.index("7/21") < told.index("8/21") < told.index("1/22")
    assert "Utsatt sak" not in page


def test_notice_says_that_nobody_votes_on_what_is_reported() -> None:
    page = page_words(notice_html(usual().meeting, OSLO, before=BEFORE))
    assert "står ikke på sakslisten, og du skal ikke stemme over dem" in page
    assert HEADINGS["nb"][1] not in page_words(notice_html(usual().meeting, OSLO))


def test_closed_decision_is_reported_by_number_and_ground_in_public() -> None:
    page = page_words(notice_html(usual().meeting, OSLO, public=True, before=BEFORE))
    assert "Unntatt offentlighet, offl. § 23 (sak 8/21)" in page
    assert "Avtale med Granli" in page_words(notice_html(usual().meeting, OSLO, before=BEFORE))


def test_word_notice_lists_what_the_page_lists() -> None:
    lines = [each.text for each in docx.Document(BytesIO(notice_docx(usual().meeting, OSLO, before=BEFORE))).paragraphs]
    assert "Møteplan (sak 7/21): Enstemmig vedtatt" in lines
