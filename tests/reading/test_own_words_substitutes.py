"""Who is named as a substitute where signatures stand, and who only stands in the sender's own."""

import pytest

from bot.reading.message import parse
from bot.reading.own_words import extract
from tests.reading.test_own_words import STANDARD, read

ABSENT = "Jeg melder forfall."


@pytest.mark.parametrize(
    "line",
    [
        "Vara: Per Dal, per.dal@solvik.example",
        "Vara: Nils Rød, nils.rod@solvik.example, tlf. 00 00 00 00",
        "Vara blir Per Dal, varaordfører, tlf 00 00 00 00",
        "Vararepresentant er varaordfører Per Dal (per.dal@solvik.example)",
        "Møtende vara: Per Dal, tlf. 00 00 00 00",
        "Stedfortreder: Siri Moen, siri.moen@solvik.example",
        "Substitute: Per Dal, per.dal@solvik.example",
        "Varaordfører Per Dal, per.dal@solvik.example",
        "Per Dal, varaordfører, per.dal@solvik.example",
        "Per Dal møter (per.dal@solvik.example)",
        "Per Dal stiller, mobil 00 00 00 00",
    ],
)
@pytest.mark.parametrize("signature", ["", "\n\nMvh\nKari Berg\nOrdfører", "\n\nKari Berg\nOrdfører i Solvik"])
def test_substitute_named_on_a_line_of_its_own_is_no_signature(line: str, signature: str) -> None:
    assert read(f"{ABSENT}\n\n{line}{signature}").text == f"{ABSENT}\n\n{line}"


@pytest.mark.parametrize("above", ["Mvh Kari", "Kari Berg", "Med vennlig hilsen\nKari Berg\nOrdfører"])
def test_substitute_named_below_the_name_is_no_signature(above: str) -> None:
    line = "Vara: Per Dal, per.dal@solvik.example"
    assert read(f"{ABSENT}\n\n{above}\n\n{line}").text.endswith(line)


@pytest.mark.parametrize(
    "signature",
    [
        "Ordfører Kari Berg\nVaraordfører Per Dal\nSolvik kommune",
        "Kari Berg\nOrdfører\nVaraordfører: Per Dal, tlf 00 00 00 00",
        "Kari Berg, ordfører\nPer Dal, varaordfører\nSolvik kommune",
    ],
)
def test_deputy_among_the_lines_of_a_signature_is_part_of_it(signature: str) -> None:
    assert read(f"Godkjent\n\n{signature}").text == "Godkjent"


@pytest.mark.parametrize(
    "signature",
    [
        "Per Dal\nVaraordfører Solvik Kommune\nper.dal@solvik.example",
        "Varaordfører Per Dal, Solvik Kommune, per.dal@solvik.example",
        "Vara: Per Dal, tlf 00 00 00 00",
        "Per Dal, varaordfører",
    ],
)
def test_substitute_signs_as_such(signature: str) -> None:
    raw = f"From: Per Dal <per.dal@solvik.example>\nSubject: SV: Innkalling\n\nGodkjent\n\n{signature}"
    assert extract(parse(raw.encode()), STANDARD).text == "Godkjent"
