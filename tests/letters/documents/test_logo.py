"""The body's logo in every format, with its words for those who do not see it."""

import base64
import re
from dataclasses import replace
from io import BytesIO

import docx
import pytest

from bot.core.meeting import Logo
from bot.core.protocol import Protocol
from bot.letters.documents import can_draw, notice_pdf, protocol_docx, protocol_html, protocol_pdf, protocol_text
from bot.letters.documents.pdf import png_of
from bot.letters.documents.tree import Picture
from tests.letters.documents.people import OSLO, usual

TEXT = "Et fjell over en «fjord» & mer"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 80" width="320" height="80">'
    b'<path d="M10 70 L50 10 L90 70 Z" fill="#1f4e79" opacity=".8"/></svg>'
)
WIDE = SVG.replace(b"320", b"3200")
PNG = png_of(Picture(SVG, "svg", ""))
KINDS = [pytest.param("logo.svg", SVG, id="svg"), pytest.param("logo.png", PNG, id="png")]


def branded(name: str) -> Protocol:
    of = usual()
    body = replace(of.meeting.body, logo=Logo(name, "f" * 64, TEXT))
    return replace(of, meeting=replace(of.meeting, body=body))


@pytest.mark.parametrize(("name", "content"), KINDS)
def test_page_holds_the_logo_itself(name: str, content: bytes) -> None:
    page = protocol_html(branded(name), OSLO, logo=content)
    found = re.search(r'<img class="logo" src="data:image/[a-z+]+;base64,([^"]+)" alt="([^"]+)">', page)
    assert found is not None
    assert (content, TEXT.replace("&", "&amp;")) == (base64.b64decode(found[1]), found[2])


@pytest.mark.parametrize(("name", "content"), KINDS)
def test_pdf_with_a_logo_conforms_and_tells_what_it_shows(name: str, content: bytes) -> None:
    validator = pytest.importorskip("page", reason="page-validation is not installed: no PDF is validated")
    for pdf in (
        protocol_pdf(branded(name), OSLO, logo=content),
        notice_pdf(branded(name).meeting, OSLO, logo=content),
    ):
        assert b"/Alt" in pdf
        for profile in ("2a", "ua1"):
            report = validator.validate_pdf_bytes(pdf, profile=validator.ValidationProfile(profile))
            assert not report.failures


@pytest.mark.parametrize(("name", "content"), [*KINDS, pytest.param("logo.svg", WIDE, id="wide")])
def test_word_shows_the_logo_within_half_the_text(name: str, content: bytes) -> None:
    written = docx.Document(BytesIO(protocol_docx(branded(name), OSLO, logo=content)))
    [shown] = written.inline_shapes
    assert shown._inline.docPr.get("descr") == TEXT
    assert shown.width.cm <= 8.01
    assert shown.height.cm <= 1.51


def test_same_logo_gives_same_bytes() -> None:
    of = branded("logo.svg")
    for render in (protocol_pdf, protocol_docx):
        assert render(of, OSLO, logo=SVG) == render(of, OSLO, logo=SVG)


def test_text_and_a_body_without_a_logo_are_as_they_were() -> None:
    assert protocol_text(usual(), OSLO) == protocol_text(branded("logo.svg"), OSLO)
    assert "<img" not in protocol_html(usual(), OSLO, logo=SVG)


def test_what_cannot_be_drawn_is_found_out() -> None:
    assert can_draw(branded("logo.png").meeting, PNG)
    assert not can_draw(branded("logo.png").meeting, PNG[:60])
    assert not can_draw(branded("logo.svg").meeting, b"<svg")
