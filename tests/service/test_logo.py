"""A body's logo on its way from the file beside its own to the documents and the archive package."""

import zipfile
from pathlib import Path

import pytest
from world import MEETING, World

from bot.errors import BadFileError
from bot.notices.meeting_file import load
from bot.service.office import Office
from bot.service.packaged import recount_package
from bot.service.packaging import package
from bot.service.planning import add, cancel
from bot.service.preview import write

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><path d="M0 0 L4 4 L0 4 Z"/></svg>'
ID = "2026-03-02"


def branded(folder: Path, content: str = SVG) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "logo.svg").write_text(content)
    path = folder / "meeting.toml"
    path.write_text(MEETING.read_text().replace("[body]\n", '[body]\nlogo = "logo.svg"\n', 1))
    return path


def test_documents_and_package_have_the_logo(world: World, office: Office) -> None:
    add(office, load(branded(world.folder / "file"), bodies_dir=None, now=world.now))
    write(office, world.state(office, ID), world.folder / "preview")
    for name in ("notice.html", "protocol-draft.html"):
        assert "data:image/svg+xml" in (world.folder / "preview" / name).read_text()
    cancel(office, ID)
    path = world.folder / "m.zip"
    package(office, ID, path)
    assert recount_package(path).meeting_id == ID
    assert [SVG.encode()] == [
        zipfile.ZipFile(path).read(each) for each in zipfile.ZipFile(path).namelist() if each.endswith("logo.svg")
    ]


def test_a_logo_of_a_named_body_lies_beside_the_body(world: World) -> None:
    bodies = world.folder / "bodies"
    branded(bodies)
    body, _, rest = (bodies / "meeting.toml").read_text().partition("[meeting]")
    (bodies / "gruppa.toml").write_text(body)
    path = world.folder / "meeting.toml"
    path.write_text(f'body = "gruppa"\n[meeting]{rest}')
    loaded = load(path, bodies_dir=bodies, now=world.now)
    assert loaded.documents["body.logo/logo.svg"] == bodies / "logo.svg"


def test_a_logo_that_cannot_be_drawn_stops_the_plan(world: World, office: Office) -> None:
    empty = '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>'
    with pytest.raises(BadFileError, match=r"body\.logo: the picture cannot be drawn"):
        add(office, load(branded(world.folder / "file", empty), bodies_dir=None, now=world.now))
