"""A body's logo: what is taken, and the one line that refuses what is not."""

import hashlib
import struct
import zlib
from pathlib import Path

import pytest

from bot.core.meeting import Logo
from bot.notices.logo import LARGEST_BYTES, read_logo
from bot.notices.table import Report, Table

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0 L4 4 Z" fill="url(#g)"/></svg>'


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int = 2, height: int = 2) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x20\x40\x80" * 2 for _ in range(2)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def read(folder: Path, **said: str) -> tuple[Logo | None, list[str]]:
    report = Report("body.toml")
    return read_logo(Table(said, "body", report), folder, "Fjordregionen"), report.lines


def wrong(folder: Path, name: str, content: bytes | str) -> str:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    logo, [line] = read(folder, logo=name)
    assert logo is None
    return line


@pytest.mark.parametrize(("name", "content"), [("logo.svg", SVG.encode()), ("logo.PNG", png())])
def test_a_logo_is_taken_with_its_sum_and_the_organisations_name(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    logo = Logo(name, hashlib.sha256(content).hexdigest(), "Fjordregionen")
    assert (logo, []) == read(tmp_path, logo=name)


def test_what_it_shows_may_be_said(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(SVG)
    logo, _ = read(tmp_path, logo="logo.svg", logo_text="Et fjell over en fjord")
    assert logo is not None
    assert logo.text == "Et fjell over en fjord"


def test_a_body_without_one_has_none(tmp_path: Path) -> None:
    assert (None, []) == read(tmp_path)


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<script>alert(1)</script>", "holds <script>"),
        ('<image href="https://other.example/a.png"/>', "holds <image>"),
        ("<foreignObject/>", "holds <foreignObject>"),
        ('<path onclick="a()"/>', "runs a script (onclick)"),
        ('<use href="https://other.example/a.svg#b"/>', "refers to what is outside of it (href)"),
        (
            '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="other.svg#a"/>',
            "refers to what is outside of it (href)",
        ),
        ('<path fill="url(https://other.example/a)"/>', "refers to what is outside of it (fill)"),
        ('<path style="fill:url( &quot;//other.example&quot; )"/>', "refers to what is outside of it (style)"),
        ("<style>@import 'a.css';</style>", "refers to what is outside of it (style)"),
    ],
)
def test_a_drawing_that_runs_or_fetches_is_refused(tmp_path: Path, inside: str, told: str) -> None:
    assert told in wrong(tmp_path, "logo.svg", SVG.replace("</svg>", f"{inside}</svg>"))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("logo.svg", f'<!DOCTYPE svg [<!ENTITY a "b">]>{SVG}', "declares a document type"),
        ("logo.svg", "<svg", "is no SVG picture"),
        ("logo.svg", "<html/>", "is no SVG picture"),
        ("logo.svg", b"\xff\xfe\x00", "declares a document type"),
        ("logo.png", b"GIF89a", "is no whole PNG picture"),
        ("logo.png", png()[:-6], "is no whole PNG picture"),
        ("logo.png", png().replace(b"IDAT", b"IDAX"), "is no whole PNG picture"),
        ("logo.png", png(width=9000), "has 9000 by 2 pixels"),
        ("logo.png", png(height=0), "has 2 by 0 pixels"),
        ("logo.gif", b"GIF89a", "is neither .svg nor .png"),
        ("logo.svg", b" " * (LARGEST_BYTES + 1), "is larger than 256 KiB"),
    ],
)
def test_what_is_no_logo_is_refused(tmp_path: Path, name: str, content: bytes | str, told: str) -> None:
    assert told in wrong(tmp_path, name, content)


@pytest.mark.parametrize("name", ["../logo.svg", "/etc/logo.svg", "a/logo.svg", ".."])
def test_a_logo_lies_beside_its_file(tmp_path: Path, name: str) -> None:
    _, [line] = read(tmp_path, logo=name)
    assert "is no file beside this one" in line


def test_a_logo_that_is_not_there_is_told(tmp_path: Path) -> None:
    _, [line] = read(tmp_path, logo="logo.svg")
    assert line.startswith("body.toml:body.logo: ")
    assert "No such file" in line


def test_a_text_without_a_logo_is_told(tmp_path: Path) -> None:
    assert ["body.toml:body.logo_text: is there without a logo; write logo = a file beside this one"] == (
        read(tmp_path, logo_text="Et fjell")[1]
    )
