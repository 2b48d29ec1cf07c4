import tomllib
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.notices.dump import dump
from bot.notices.imported import import_notice
from bot.notices.meeting_file import load

DOCUMENTS = Path(__file__).parent / "documents"
# What the readers leave of a document: no control characters but the line's end.
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n"))


@given(text=TEXTS, point=TEXTS)
def test_every_text_comes_back(text: str, point: str) -> None:
    file: dict[str, Any] = {"cases": [{"number": "1/22", "text": text, "proposal": [point]}]}

    assert tomllib.loads(dump(file)) == file


def test_remarks_are_comments_of_one_line() -> None:
    written = dump({}, ("missing: meeting.deadline\nid = 1",))

    assert "# missing: meeting.deadline id = 1\n" in written
    assert tomllib.loads(written) == {}


def test_completed_notice_is_a_valid_meeting_file(tmp_path: Path) -> None:
    """What a coordinator fills in is all that an imported notice lacks."""
    imported = import_notice(DOCUMENTS / "absences.txt", bodies_dir=None)
    file: dict[str, Any] = tomllib.loads(imported.as_toml())
    file["body"] |= {"rule": "majority"}
    for number, seat in enumerate(file["body"]["seats"]):
        seat["member"]["email"] = f"member{number}@region.example"
    file["body"]["seats"][0]["chair"] = True
    file["cases"][1]["proposal"] = ["Saken tas til orientering."]
    path = tmp_path / "meeting.toml"
    path.write_text(dump(file), encoding="utf-8")

    loaded = load(path, bodies_dir=None)

    assert loaded.meeting.id == "2022-03-10"
    assert loaded.absent == ("hole", "sigdal")
    assert [seat.votes for seat in loaded.meeting.body.seats] == [True, True, True, False]
    assert "substitute_without_address" in loaded.warnings
