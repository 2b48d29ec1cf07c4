"""Lists that name cases and votes in whatever order: each case has the vote that was given it, or is asked back."""

from itertools import permutations, product
from pathlib import Path

import pytest

from bot.notices import meeting_file
from bot.reading.own_words import Passage
from bot.reading.statements import interpret

MEETING = meeting_file.read(Path(__file__).parent / "sentences" / "meetings" / "eleven.toml")
MARIT = MEETING.speaker("marit.holm@sandoey.example")
YES, NO, BLANK = "approve", "object", "abstain"
# One way to say each vote with its cases; in the first ones the cases come first, in the others the vote.
FORMS = (
    {YES: "{}: ja", NO: "{}: nei", BLANK: "{}: blankt"},
    {YES: "{} godkjennes", NO: "{} støttes ikke", BLANK: "{} avstår jeg"},
    {YES: "{} - ok", NO: "{} - imot", BLANK: "{} - avstår"},
    {YES: "{} er jeg for", NO: "{} er jeg imot", BLANK: "{} stemmer jeg blankt"},
    {YES: "ja til {}", NO: "nei til {}", BLANK: "avstår i {}"},
    {YES: "ja: {}", NO: "nei: {}", BLANK: "blankt: {}"},
    {YES: "godkjenner {}", NO: "kan ikke støtte {}", BLANK: "stemmer blankt i {}"},
)
SEPARATORS = (". ", "; ", ", ", " / ", "\n", ", men ")
NAMES = (
    ("sak 11 og sak 12", "sak 13", "sak 14"),
    ("sak 11, 12", "sak 13", "sak 14"),
    ("11 og 12", "13", "14"),
    ("11/22, 12/22", "13/22", "14/22"),
    ("sak 11-12", "sak 13", "sak 14"),
)
KEYS = (("11/22", "12/22"), ("13/22",), ("14/22",))


def _read(text: str) -> tuple[dict[str, str], bool]:
    assert MARIT is not None
    said = interpret([Passage(text)], MEETING, MARIT)
    return {str(key): vote.value for key, vote in said.votes.items()}, bool(said.reasons)


def _list(form: dict[str, str], separator: str, names: tuple[str, ...], votes: tuple[str, ...]) -> str:
    parts = [form[vote].format(name) for vote, name in zip(votes, names, strict=True)]
    if separator in {". ", "\n"}:
        parts = [part[0].upper() + part[1:] for part in parts]
    return separator.join(parts) + "."


LISTS = [
    pytest.param(_list(form, separator, names, votes), votes)
    for form, separator, names, votes in product(FORMS, SEPARATORS, NAMES, permutations((YES, NO, BLANK)))
]


@pytest.mark.parametrize(("text", "votes"), LISTS)
def test_each_case_has_the_vote_of_its_group(text: str, votes: tuple[str, ...]) -> None:
    expected = {key: vote for keys, vote in zip(KEYS, votes, strict=True) for key in keys}
    assert (expected, False) == _read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ja til sak 11, sak 12, sak 13 nei",
        "Ja til 11, 12 nei",
        "Nei på 11, 13, 12: avstår",
        "Ja 11 12 nei 13 14 blankt",
        "11 og 12: nei og ja",
        "Inhabil sak 11 ikke sak 12 ok sak 13",
        "Ja: sak 11 ikke sak 12",
        "Ikke 12 støtter 13",
    ],
)
def test_what_may_belong_to_either_vote_is_asked_about(text: str) -> None:
    votes, asked = _read(text)
    assert asked
    assert "12/22" not in votes


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        ("Nei til 12 og 14. Resten godkjennes.", {"11/22": YES, "12/22": NO, "13/22": YES, "14/22": NO}),
        ("12 og 14: nei, resten ok", {"11/22": YES, "12/22": NO, "13/22": YES, "14/22": NO}),
        ("Ja: 11. Nei: alle de andre", {"11/22": YES, "12/22": NO, "13/22": NO, "14/22": NO}),
        ("Ja til sak 11 12 13, nei til sak 14", {"11/22": YES, "12/22": YES, "13/22": YES, "14/22": NO}),
        ("Sak 11 godkjennes, imot sak 12 og sak 13", {"11/22": YES, "12/22": NO, "13/22": NO}),
        ("Avstår sak 11 og sak 12. Men Ja - sak 13.", {"11/22": BLANK, "12/22": BLANK, "13/22": YES}),
        ("Ja til sak 11, sak 12 nei", {"11/22": YES, "12/22": NO}),
        ("Resten er greit. Sak 13 er jeg imot.", {"11/22": YES, "12/22": YES, "13/22": NO, "14/22": YES}),
        ("Øvrige saker godkjent. Imot sak 13.", {"11/22": YES, "12/22": YES, "13/22": NO, "14/22": YES}),
    ],
)
def test_rest_and_mixed_order_are_read_where_they_are_clear(text: str, votes: dict[str, str]) -> None:
    assert (votes, False) == _read(text)


def test_all_that_is_left_is_no_case_beside_the_rest() -> None:
    votes = {"11/22": YES, "12/22": YES, "13/22": BLANK, "14/22": YES}
    assert (votes, False) == _read("Avstår i sak 13/22, ellers godkjenner jeg alt")
