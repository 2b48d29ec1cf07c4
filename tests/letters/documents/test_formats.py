"""The formats beside each other: the same facts, literally, the same bytes every time."""

import itertools
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.core.meeting import Case
from bot.core.protocol import Basis, Outcome, Protocol, Status
from bot.letters.catalogue import LANGUAGES
from bot.letters.documents import notice_html, notice_pdf, protocol_html, protocol_pdf, protocol_text
from tests.letters.documents.people import ALL_FIVE, BEFORE, CLOSED_CASE, OSLO, protocol, result, usual

HOSTILE = (
    "#set text(red) $x^2$ @ref <label> *stars* _under_ `tick` \\ // note ~ [b] "
    "<script>alert(1)</script> &amp; {{ 7*7 }} {% raw %} {name} %s --- 'q' \"q\""
)
SECRETS = ("Granli", "4 200 000", "Selgeren", "Granum")


def page_words(page: str) -> str:
    """The page's text, without its styles."""
    tree = LexborHTMLParser(page)
    tree.strip_tags(["style"])
    return " ".join(tree.text(separator=" ").split())


def pdf_words(pdf: bytes) -> str:
    """The PDF's text in reading order, page furniture included."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed: what the PDF says is not compared")
    told = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return " ".join(told.decode().split())


def facts(of: Protocol) -> set[str]:
    """Every word and number of the protocol's text, punctuation and layout left out."""
    return set(re.findall(r"\w[\w.:/@«»-]*\w|\d", protocol_text(of, OSLO)))


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_says_what_the_text_says(language: str, status: Status) -> None:
    of = usual(language, status)
    told = page_words(protocol_html(of, OSLO))
    assert not {fact for fact in facts(of) if fact not in told}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("language", LANGUAGES)
def test_pdf_says_what_the_text_says(language: str, status: Status) -> None:
    """Words that the narrow columns may part are looked up without their hyphens and spaces."""
    of = usual(language, status)
    told = re.sub(r"[\s\xad-]", "", pdf_words(protocol_pdf(of, OSLO)))
    assert not {fact for fact in facts(of) if fact.replace("-", "") not in told}


def hostile() -> Protocol:
    case = Case("1/22", HOSTILE, (HOSTILE,), text=HOSTILE.replace("*", "").replace("_", ""))
    of = protocol((result(case, Outcome.ADOPTED, Basis.UNANIMOUS, ALL_FIVE),))
    return replace(of, meeting=replace(of.meeting, title=HOSTILE, place=HOSTILE))


def test_markup_in_what_people_wrote_is_text() -> None:
    of = hostile()
    assert HOSTILE in " ".join(protocol_text(of, OSLO).split())
    page = protocol_html(of, OSLO)
    assert "<script" not in page
    assert page_words(page).count(HOSTILE) >= 4
    assert HOSTILE.replace(" ", "") in pdf_words(protocol_pdf(of, OSLO)).replace(" ", "")
    assert HOSTILE in page_words(notice_html(of.meeting, OSLO))


@pytest.mark.parametrize(
    "strange",
    [
        "\U0001f600 glad \U0001f984 vill",
        "日本語の文",
        "\uf0b7 kule",
        "\x00\x01\x1b[31m",
        "\u202eevom",
        "שלום",
        "e\u0301\u0308\u0323",
        "\ufffe",
        "👩‍👩‍👧",
    ],
)
def test_strange_characters_stop_no_document(strange: str) -> None:
    case = Case("1/22", f"Sak {strange} slutt", (f"Forslag {strange} slutt",), text=f"Tekst {strange} slutt")
    of = protocol((result(case, Outcome.ADOPTED, Basis.UNANIMOUS, ALL_FIVE),))
    assert "slutt" in protocol_text(of, OSLO)
    assert protocol_pdf(of, OSLO).startswith(b"%PDF-")


def test_character_that_no_font_has_is_told_by_its_code() -> None:
    case = Case("1/22", "Vill sak \U0001f984", ("Ja.",))
    of = protocol((result(case, Outcome.ADOPTED, Basis.UNANIMOUS, ALL_FIVE),))
    assert "Vill sak [U+1F984]" in pdf_words(protocol_pdf(of, OSLO))


def test_markdown_headings_of_any_depth_conform() -> None:
    case = Case(
        "1/22", "Sak", ("Ja.",), text="#### Dypt\n\na\n\n# Høyt\n\n###### Dypest\n\n> # Sitat\n\n- # Punkt\n\n#\n"
    )
    of = protocol((result(case, Outcome.ADOPTED, Basis.UNANIMOUS, ALL_FIVE),))
    assert protocol_pdf(of, OSLO)
    levels = [int(level) for level in re.findall(r"<h(\d)", protocol_html(of, OSLO))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_same_protocol_gives_same_bytes() -> None:
    for render in (protocol_text, protocol_html, protocol_pdf):
        assert render(usual(), OSLO) == render(usual(), OSLO)
    assert notice_pdf(usual().meeting, OSLO) == notice_pdf(usual().meeting, OSLO)


@pytest.mark.parametrize("make", [lambda of: protocol_pdf(of, OSLO), lambda of: notice_pdf(of.meeting, OSLO)])
def test_pdf_claims_archive_and_accessibility(make: Callable[[Protocol], bytes]) -> None:
    pdf = make(usual())
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/StructTreeRoot" in pdf
    assert re.search(rb"/Lang ?\(nb", pdf)
    assert "Styringsgruppa for Fjordløftet".encode() in pdf


def test_pdf_is_whole_by_qpdf(tmp_path: Path) -> None:
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed: the PDF's structure is not checked")
    path = tmp_path / "protocol.pdf"
    path.write_bytes(protocol_pdf(usual(), OSLO))
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0


def test_public_edition_holds_nothing_of_a_closed_case() -> None:
    of = usual()
    texts = (
        protocol_text(of, OSLO, public=True),
        protocol_html(of, OSLO, public=True),
        notice_html(of.meeting, OSLO, public=True, before=BEFORE),
        pdf_words(protocol_pdf(of, OSLO, public=True)),
        pdf_words(notice_pdf(of.meeting, OSLO, public=True, before=BEFORE)),
    )
    for text in texts:
        assert not [secret for secret in SECRETS if secret.casefold() in text.casefold()]
        assert "Unntatt offentlighet, offl. § 23" in " ".join(text.split())


def test_public_edition_is_the_same_whatever_the_closed_case_held() -> None:
    """Nothing of it can be in the file, visible or not, if another content gives the same bytes."""
    other = replace(CLOSED_CASE, title="Noe annet", text="Helt annen tekst", proposal=("Nei.", "Og nei."), documents=())
    changed = result(other, Outcome.REJECTED, Basis.MAJORITY, ())
    of = usual()
    twin = replace(
        of,
        cases=(*of.cases[:2], changed),
        meeting=replace(of.meeting, cases=(*of.meeting.cases[:2], other)),
    )
    for render in (protocol_text, protocol_html, protocol_pdf):
        assert render(of, OSLO, public=True) == render(twin, OSLO, public=True)
    for show in (notice_html, notice_pdf):
        assert show(of.meeting, OSLO, public=True) == show(twin.meeting, OSLO, public=True)


def test_full_edition_is_marked_as_holding_closed_matter() -> None:
    assert protocol_text(usual(), OSLO).startswith("Unntatt offentlighet")
