"""Documents as LibreOffice writes them: whatever the format, the same notice says the same."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.errors import BadFileError
from bot.notices.imported import import_notice

HERE = Path(__file__).parent
SEED = Path(__file__).parents[4] / "shared" / "seed" / "innkalling-2022-03-02.txt"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")

pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed (apt install libreoffice-writer)")

FILTERS = {
    ".txt": "Text (encoded):UTF8,LF,,,",
    ".html": "HTML (StarWriter)",
    ".fodt": "OpenDocument Text Flat XML",
}

Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    folder = tmp_path_factory.mktemp("office")

    def converted(source: Path, target: str) -> Path:
        read_as = FILTERS[source.suffix]
        command = [OFFICE or "", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        command += [f"--infilter={read_as}", "--convert-to", target, "--outdir", str(folder), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return folder / f"{source.stem}.{target.partition(':')[0]}"

    return converted


def said(path: Path) -> dict[str, Any]:
    return import_notice(path, bodies_dir=None).as_json()


@pytest.mark.parametrize("target", ["docx", "odt", "pdf"])
def test_seed_says_the_same_in_every_format(convert: Convert, target: str) -> None:
    if not SEED.exists():
        pytest.skip(f"{SEED.name} is not here")

    assert said(SEED) == said(convert(SEED, target))


@pytest.mark.parametrize("target", ["docx:MS Word 2007 XML", "odt", "pdf:writer_web_pdf_Export"])
def test_council_notice_says_the_same_in_every_format(convert: Convert, target: str) -> None:
    expected = json.loads((HERE / "council.html.json").read_text(encoding="utf-8"))

    assert expected == said(convert(HERE / "council.html", target))


@pytest.mark.parametrize("target", ["docx", "odt", "pdf"])
def test_headers_and_footers_land_in_no_case(convert: Convert, target: str) -> None:
    found = said(convert(HERE / "pages.fodt", target))["file"]

    assert found["body"]["organisation"] == "Interkommunalt politisk råd for Fjordregionen"
    assert found["cases"] == [
        {
            "number": "1/22",
            "title": "Budsjett",
            "text": "### Bakgrunn\n\nBudsjettet er stramt, og det er det flere grunner til.\n\n"
            "Det ble også behandlet i fjor.",
            "proposal": ["Budsjettet vedtas."],
        },
        {"number": "2/22", "title": "Plan", "proposal": ["Planen vedtas."]},
    ]


def test_encrypted_pdf_is_refused(convert: Convert, tmp_path: Path) -> None:
    source = tmp_path / "notice.txt"
    source.write_text("Innkalling", encoding="utf-8")
    options = '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"x"}}'

    with pytest.raises(BadFileError, match="is encrypted"):
        said(convert(source, f"pdf:writer_pdf_Export:{options}"))
