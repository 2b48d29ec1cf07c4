"""PDF/A-2a and PDF/UA-1 by a validator that is not the engine that wrote the file."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.meeting import Case, Rule
from bot.core.protocol import Basis, Outcome, Protocol, Status
from bot.letters.catalogue import LANGUAGES
from bot.letters.documents import notice_pdf, protocol_pdf
from tests.letters.documents.people import ALL_FIVE, BEFORE, OSLO, protocol, result, usual

validator = pytest.importorskip("page", reason="page-validation is not installed: no PDF is validated")

PROFILES = ("2a", "ua1")
RICH = Case(
    "1/22",
    "Alt på én gang",
    ("Punkt.", "Punkt til."),
    text=(
        "#### Dypt\n\n[lenke](https://region.example/a) og <https://region.example/b>\n\n# Høyt\n\n"
        "> sitat\n>\n> - punkt\n>   1. under\n\n```\nkode\n```\n\n| A | B |\n|---|---|\n| 1 | *to* ~~tre~~ |\n\n"
        "שלום 日本 \U0001f984 ☐ " + "x" * 90
    ),
)


def failures(pdf: bytes, profile: str) -> list[str]:
    """What the validator finds wrong."""
    report = validator.validate_pdf_bytes(pdf, profile=validator.ValidationProfile(profile))
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def rich(language: str) -> Protocol:
    case = result(RICH, Outcome.ADOPTED, Basis.UNANIMOUS, ALL_FIVE, rule=Rule.UNANIMOUS_WRITTEN)
    return protocol((case,), language=language, rule=Rule.UNANIMOUS_WRITTEN)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda language: protocol_pdf(usual(language), OSLO), id="protocol"),
        pytest.param(lambda language: protocol_pdf(usual(language), OSLO, public=True), id="public"),
        pytest.param(lambda language: protocol_pdf(usual(language, Status.DRAFT), OSLO), id="draft"),
        pytest.param(lambda language: protocol_pdf(usual(language, Status.CANCELLED), OSLO), id="cancelled"),
        pytest.param(lambda language: notice_pdf(usual(language).meeting, OSLO, before=BEFORE), id="notice"),
        pytest.param(lambda language: protocol_pdf(rich(language), OSLO), id="rich"),
        pytest.param(lambda language: notice_pdf(rich(language).meeting, OSLO), id="rich-notice"),
    ],
)
def test_pdf_conforms(make: Callable[[str], bytes], language: str, profile: str) -> None:
    assert failures(make(language), profile) == []


def test_validator_finds_what_is_wrong() -> None:
    """The check itself is checked: the same file without its claim does not pass."""
    broken = protocol_pdf(usual(), OSLO).replace(b"<pdfuaid:part>1<", b"<pdfuaid:part>9<")
    assert failures(broken, "ua1")


def test_many_files_conform_whatever_byte_their_streams_end_in(tmp_path: Path) -> None:
    """One stream in 256 ends in a carriage return, which must not be taken for a part of the end of line after it."""
    for number in range(60):
        case = replace(RICH, text=f"Tekst nummer {number} {chr(97 + number % 26)} {chr(198 + number)}")
        of = protocol((result(case, Outcome.ADOPTED, Basis.UNANIMOUS, ALL_FIVE),))
        pdf = protocol_pdf(of, OSLO)
        assert failures(pdf, "2a") == []
        assert b"\r\nendstream" not in pdf.replace(b"\r\r\nendstream", b"")
        if b"\r\r\nendstream" in pdf and shutil.which("qpdf"):
            (tmp_path / "settled.pdf").write_bytes(pdf)
            subprocess.run(["qpdf", "--check", tmp_path / "settled.pdf"], check=True, capture_output=True)
