"""Marks of choice are found whatever they begin with."""

import pytest

from bot.reading.statements.ticks import with_marks


@pytest.mark.parametrize(
    "mark",
    [
        "☒",
        "\uf0fe",
        "[x]",
        "(X)",
        "{ x }",
        "[v]",
        "☐",
        "\uf0a8",
        "[ ]",
        "( )",
        "✓",
        "x",
        "X",
        "_x_",
        "○",
        "___",
        "....",
        "……",
    ],
)
def test_mark_is_found_by_itself(mark: str) -> None:
    assert [text for text in (mark, f"Ja {mark}", f"{mark} Ja") if not with_marks([], text)] == []


def test_words_hold_no_mark() -> None:
    assert with_marks([], "Godkjent. Extra takk ... Hei!") == []
