"""Forms with ticks and boxes: whatever the marks look like and wherever they stand, only what is ticked is said."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.meeting import VoteKey
from bot.core.reading import Vote
from bot.notices import meeting_file
from bot.reading.own_words import Passage
from bot.reading.statements import Said, interpret

MEETING = meeting_file.read(Path(__file__).parent / "sentences" / "meetings" / "eleven.toml")
MARIT = MEETING.speaker("marit.holm@sandoey.example")
CASES = ("11/22", "12/22", "13/22", "14/22")
MARKS = (
    *(
        ("[x]", "[ ]"),
        ("(X)", "(  )"),
        ("[X]", "[]"),
        ("☒", "☐"),
        ("☑", "☐"),
        ("✔", "☐"),
        ("[✓]", "[ ]"),
        ("[ x ]", "[_]"),
    ),
    *(
        ("_X_", "___"),
        ("x", "_"),
        ("●", "○"),
        ("✅", "⬜"),
        ("❌", "☐"),
        ("☒", "□"),
        ("\uf0fe", "\uf0a8"),
        ("x", "____"),
    ),
)
CHOICES = (
    ("For", "Mot", "Blank"),
    ("Ja", "Nei", "Avstår"),
    ("Godkjenner", "Godkjenner ikke", "Avstår"),
    ("Godkjent", "Ikke godkjent", "Avstår"),
    ("Jeg stemmer for", "Jeg stemmer imot", "Jeg stemmer blankt"),
    ("Eg godkjenner", "Eg godkjenner ikkje", "Eg stemmer blankt"),
    ("Approve", "Object", "Abstain"),
)
VOTES = (Vote.APPROVE, Vote.OBJECT, Vote.ABSTAIN)
GAPS = (" ", "   ", " / ", ", ", " | ")
HEADS = ("Sak {0}: ", "{0}  ", "Sak {0} – ", "{0}:\n", "Sak {0}\n")
# Which choice is ticked for each case; None for none.
TICKED = (0, 1, 2, None)


def _read(text: str) -> Said:
    assert MARIT is not None
    return interpret([Passage(text)], MEETING, MARIT)


def _row(choices: tuple[str, ...], ticked: int | None, marks: tuple[str, str], gap: str, *, behind: bool) -> str:
    told = [(marks[0] if at == ticked else marks[1], choice) for at, choice in enumerate(choices)]
    return gap.join(f"{choice} {mark}" if behind else f"{mark} {choice}" for mark, choice in told)


def _votes(said: Said) -> dict[str, Vote]:
    return {str(key): vote for key, vote in said.votes.items()}


TELLING = {case: VOTES[place] for case, place in zip(CASES, TICKED, strict=True) if place is not None}


@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
@pytest.mark.parametrize("gap", [*GAPS, "\n"])
@pytest.mark.parametrize("choices", CHOICES, ids=lambda choices: choices[0])
@pytest.mark.parametrize("marks", MARKS, ids="".join)
def test_only_the_ticked_choice_is_said(
    marks: tuple[str, str], choices: tuple[str, ...], gap: str, *, behind: bool
) -> None:
    rows = [_row(choices, ticked, marks, gap, behind=behind) for ticked in TICKED]
    head = HEADS[len(choices[0] + gap) % len(HEADS)]
    text = "\n".join(head.format(case) + row for case, row in zip(CASES, rows, strict=True))
    said = _read(text)
    assert (TELLING, True) == (_votes(said), bool(said.reasons)), text


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("marks", MARKS[:4])
def test_two_ticks_leave_the_choice_open(head: str, marks: tuple[str, str]) -> None:
    ticked, empty = marks
    said = _read(f"{head.format('11/22')}{ticked} For {ticked} Mot {empty} Blank\nSak 12: {ticked} For {empty} Mot")
    assert ({"12/22": Vote.APPROVE}, True) == (_votes(said), bool(said.reasons))


@pytest.mark.parametrize(
    "words", ["For / Mot / Blank", "Ja/Nei", "For | Mot", "Godkjenner   Godkjenner ikke", "Ja Nei"]
)
@pytest.mark.parametrize("head", HEADS)
def test_choices_without_a_mark_are_left_open(words: str, head: str) -> None:
    said = _read(f"{head.format('11/22')}{words}\nSak 12: imot")
    assert ({"12/22": Vote.OBJECT}, True) == (_votes(said), bool(said.reasons))


def test_marks_on_both_sides_are_asked_about() -> None:
    said = _read("Sak 11: [x] Ja [ ] Nei\nSak 12: Ja [ ] Nei [x]")
    assert ({}, True) == (_votes(said), bool(said.reasons))


def test_evidence_shows_the_row_as_it_was_filled_in() -> None:
    row = "Sak 11: [ ] For [x] Mot"
    assert [(str(VoteKey("11/22")), row)] == [(each.about, each.words) for each in _read(row).evidence]


@pytest.mark.parametrize("text", ["Godkjent.", "Ja, godkjent", "Godkjent (alle)."])
def test_words_without_a_form_are_read_as_before(text: str) -> None:
    assert set(CASES) <= _votes(_read(text)).keys()


TABLES = (
    """\
Sak | For | Mot | Blank
11/22 | x | |
12/22 | | x |
13/22 | | | x
14/22 | | |""",
    """\
| Sak | For | Mot | Blank |
|---|---|---|---|
| 11/22 | x |  |  |
| 12/22 |  | x |  |
| 13/22 |  |  | x |
| 14/22 |  |  |  |""",
    """\
Sak     Ja   Nei   Avstår
11/22   [x]  [ ]   [ ]
12/22   [ ]  [x]   [ ]
13/22   [ ]  [ ]   [x]
14/22   [ ]  [ ]   [ ]""",
    """\
Sak | Tittel | Godkjenner | Godkjenner ikke | Avstår | Merknad
11/22 | | ☒ | ☐ | ☐ | Bra!
12/22 | | ☐ | ☒ | ☐ |
13/22 | | ☐ | ☐ | ☒ |
14/22 | | ☐ | ☐ | ☐ |""",
    """\
Item | Approve | Object | Abstain
11/22 | X | - | -
12/22 | - | X | -
13/22 | - | - | X
14/22 | - | - | -""",
    "Sak\tFor\tMot\tBlank\n11/22\tx\t\t\n12/22\t\tx\n13/22\t\t\tx\n14/22",
    "For\tMot\tBlank\n11/22\tx\n12/22\t\tx\n13/22\t\t\tx\n14/22",
)


@pytest.mark.parametrize("table", TABLES)
def test_column_tells_what_is_ticked(table: str) -> None:
    said = _read(f"Hei!\n\n{table}\n\nMvh Marit")
    assert (TELLING, True) == (_votes(said), bool(said.reasons))


# Blanks alone do not tell the column, nor does a dash that may part the case from its mark.
@pytest.mark.parametrize(
    "table", ["Sak   For   Mot\n11/22        x", "Sak   For   Mot\n11/22 - x", "Sak For Mot\n11/22 x"]
)
def test_column_that_nobody_can_tell_is_asked_about(table: str) -> None:
    said = _read(table)
    assert ({}, True) == (_votes(said), bool(said.reasons))


def test_condition_in_a_column_of_remarks_holds_the_vote() -> None:
    said = _read("Sak | For | Mot | Merknad\n11/22 | x | | hvis fylket betaler\n12/22 | | x |")
    assert ({"12/22": Vote.OBJECT}, True) == (_votes(said), bool(said.reasons))


LONG = [
    "(for mot " * 6_000,
    "ja\n" * 9_000 + "nei [ ]",
    "For | Mot\n" * 5_900,
    "Ja [x] Nei [ ] Sak 12: " * 2_500,
    "[ ] " * 14_000,
]


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:10])
def test_long_text_of_choices_is_read_in_linear_time(text: str) -> None:
    begun = time.process_time()
    assert _votes(_read(text)) == {}
    assert time.process_time() - begun < 5


TITLED = ("Nei til nedlegging av skolen", "Godkjenning av innkalling", "Budsjett for 2022", "Motregning av tilskudd")
HEADINGS = (
    "{number} {title}: ",
    "{title}: ",
    "{title}\n",
    "{number} {title}\n",
    "{title} (sak {number}): ",
    "• {title} – ",
)


@pytest.mark.parametrize("heading", HEADINGS)
def test_title_is_no_vote_beside_a_choice(heading: str) -> None:
    assert MARIT is not None
    cases = tuple(replace(case, title=title) for case, title in zip(MEETING.cases, TITLED, strict=True))
    rows = [
        heading.format(number=case.number, title=case.title)
        + _row(("Ja", "Nei", "Blank"), ticked, ("[x]", "[ ]"), "  ", behind=False)
        for case, ticked in zip(cases, TICKED, strict=True)
    ]
    said = interpret([Passage("\n".join(rows))], replace(MEETING, cases=cases), MARIT)
    assert (TELLING, True) == (_votes(said), bool(said.reasons))
