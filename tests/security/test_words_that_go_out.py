"""What people write into meeting files is text in our letters, whatever it looks like."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import BadFileError
from bot.notices.meeting_file import load
from bot.service.office import Office
from tests.security.seen import seen
from tests.service.world import BEGAN, MEETING, World

KARI = "kari.berg@hole.example"
TEMPLATE = "{{ 7 * 7 }}{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}{# #}"


def meeting_with(folder: Path, old: str, new: str) -> Path:
    path = folder / "meeting.toml"
    assert old in MEETING.read_text()
    path.write_text(MEETING.read_text().replace(old, new))
    return path


@pytest.mark.parametrize("old", ["Styringsgruppemøte", "Sykkelrute langs fjorden", "Kari Berg", "på mail"])
def test_template_in_a_title_or_name_is_text(world: World, office: Office, tmp_path: Path, old: str) -> None:
    world.planned(office, meeting_with(tmp_path, f'"{old}"', f"'{TEMPLATE}'"))
    world.run(office, BEGAN + timedelta(minutes=20))
    letters = world.letters(KARI)
    assert letters
    for letter in letters:
        told = " ".join(seen(letter).split())
        assert "<class" not in told
        assert "{{ 7 * 7 }}" in told


@pytest.mark.parametrize("old", ["Styringsgruppemøte", "Kari Berg", "Styringsgruppa for Fjordløftet"])
@pytest.mark.parametrize("ends", ["\\r\\n", "\\n", "\\r", "\\u2028", "\\u0085"])
def test_line_end_in_a_title_or_name_is_refused(tmp_path: Path, old: str, ends: str) -> None:
    """Should one come in another way, `compose` makes a blank of it: test_line_breaks_in_values_inject_no_header."""
    injected = meeting_with(tmp_path, f'"{old}"', f'"{old}{ends}Bcc: x@evil.example"')
    with pytest.raises(BadFileError, match="holds the character"):
        load(injected, bodies_dir=None, now=BEGAN)


@pytest.mark.parametrize(
    "address",
    [
        "kari@hole.example\\r\\nBcc: x@evil.example",
        "kari@hole.example, x@evil.example",
        "kari@hole.example> <x@e.example",
    ],
)
def test_address_that_is_more_than_one_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(BadFileError):
        load(meeting_with(tmp_path, KARI, address), bodies_dir=None, now=BEGAN)


@pytest.mark.parametrize("name", ["../../etc", "a/b", "..", "a\\\\b", "a\\u0000b", "", "x" * 300])
@pytest.mark.parametrize("old", ["2026-03-02", "hole"])
def test_id_that_could_be_a_path_is_refused(tmp_path: Path, name: str, old: str) -> None:
    with pytest.raises(BadFileError):
        load(meeting_with(tmp_path, f'id = "{old}"', f'id = "{name}"'), bodies_dir=None, now=BEGAN)


@pytest.mark.parametrize("path", ["../secret.key", "/etc/passwd", "a/../../secret.key", "link", "folder"])
def test_document_outside_of_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.key").write_bytes(b"secret")
    folder = tmp_path / "mote"
    (folder / "folder").mkdir(parents=True)
    (folder / "link").symlink_to(tmp_path / "secret.key")
    (folder / "meeting.toml").write_text(f'{MEETING.read_text()}documents = ["{path}"]\n')
    with pytest.raises(BadFileError):
        load(folder / "meeting.toml", bodies_dir=None, now=BEGAN)
