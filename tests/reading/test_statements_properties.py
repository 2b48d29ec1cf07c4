"""What must hold for any words: nothing is made a vote that is none, and no vote becomes another."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.meeting import Meeting, Speaker
from bot.notices import meeting_file
from bot.reading import read
from bot.reading.own_words import Passage
from bot.reading.statements import Said, interpret, names_a_case

MEETING = meeting_file.read(Path(__file__).parent.parent / "mails" / "meetings" / "standard.toml")
PLAIN = meeting_file.read(Path(__file__).parent / "sentences" / "meetings" / "plain.toml")

VOTES = [
    "Godkjent",
    "Godkjenner begge sakene",
    "Jeg støtter forslagene",
    "Ingen innvendinger",
    "Jeg er imot sak 2",
    "Kan ikke støtte sak 2",
    "Godkjent, men imot sak 2",
    "Avstår i sak 1",
    "Inhabil i sak 2",
    "Stemmer blankt i begge saker",
    "Krever møte",
    "Trekker min stemme i sak 1",
    "Sak 1: godkjent\nSak 2: avvises",
    "Slutter meg til begge",
]
GREETINGS = ["Hei Anne,\n\n", "Hei!\n", "God morgen. ", "Kjære Anne\n"]
CLOSINGS = ["\n\nMvh Marit", "\nMed vennlig hilsen\nMarit Holm", " Takk!", " Bra arbeid!", "\nHa en fin dag :)"]
WORDS = [
    "Godkjent",
    "godkjenner",
    "støttes",
    "avvises",
    "imot",
    "avstår",
    "inhabil",
    "uenig",
    "enig",
    "forkastes",
    "blankt",
    "aksepterer",
    "motsetter",
]
PLAIN_WORDS = [
    "hus",
    "vei",
    "fjell",
    "skole",
    "vann",
    "buss",
    "penger",
    "bro",
    "kart",
    "møbel",
    "lampe",
    "gress",
    "fotball",
    "tirsdag",
    "regn",
]


def _say(text: str, meeting: Meeting = MEETING) -> Said:
    speaker = meeting.speaker("marit.holm@sandoey.example")
    assert isinstance(speaker, Speaker)
    return interpret([Passage(text)], meeting, speaker)


def _without_own_letters(text: str) -> str:
    return text.translate(str.maketrans("æøåÆØÅ", "aoaAOA"))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(GREETINGS), st.sampled_from(VOTES), st.sampled_from(CLOSINGS))
def test_greetings_and_thanks_change_no_vote(greeting: str, vote: str, closing: str) -> None:
    assert _say(vote).votes == _say(f"{greeting}{vote}.{closing}").votes


@pytest.mark.parametrize("vote", VOTES)
def test_case_and_missing_letters_change_no_vote(vote: str) -> None:
    written = {vote.upper(), vote.lower(), _without_own_letters(vote), _without_own_letters(vote).upper()}
    assert [_say(vote).votes] * len(written) == [_say(each).votes for each in sorted(written)]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(WORDS), st.integers(0, 20), st.sampled_from("abdefghijklmnoprstuvyæøå"), st.integers(0, 3))
def test_typing_error_never_turns_a_vote(word: str, place: int, letter: str, how: int) -> None:
    at = place % len(word)
    typed = [
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
    ][how]
    # «uenig» for «enig», and «avslår» for «avstår», are other words and no errors that a reader can see.
    if any({word.lower(), typed.lower()} <= pair for pair in ({"enig", "uenig"}, {"avstår", "avslår"})):
        return
    assert set(_say(typed, PLAIN).votes.values()) <= set(_say(word, PLAIN).votes.values())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PLAIN_WORDS), min_size=1, max_size=12).map(" ".join))
def test_words_without_a_vote_give_none(text: str) -> None:
    assert {} == dict(_say(text).votes)
    assert _say(text).reasons


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
@example("1" * 50 + "/" + "2" * 50)
@example("sak 1–9999999999")
@example("²/22 sak ² punkt ٣")
@example("_")
@example("ja/nei\n_")
@example("alle \u0301 sakene")
@example("kommer \u0301")
def test_any_text_is_read_and_shows_its_words(text: str) -> None:
    said = _say(text)
    assert [each.words for each in said.evidence if each.words not in text] == []
    assert bool(said.votes) or bool(said.attendance) or bool(said.reasons)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
@example(b"")
@example(b"From: marit.holm@sandoey.example\n\nGodkjent")
def test_any_bytes_are_read(raw: bytes) -> None:
    reading = read(raw, MEETING)
    assert reading.clarify == bool(reading.reasons)


@pytest.mark.parametrize(
    "text",
    [
        "godkjent " * 6000,
        "9 ok\n" * 11000,
        "har gitt " * 6500,
        "Grete Haug " * 5300,
        "sak 1, " * 8000,
        "1, " * 19000,
        "(" * 59000,
        "a" * 59000,
        "1-" * 29000,
        "hvis " * 11000,
        "sak 1, ikke sak 2 " * 3300,
        "- sak 1/22 - ok " * 3600,
        "alt unntatt " * 4900,
    ],
)
def test_odd_text_costs_little_time(text: str) -> None:
    assert _say(text).reasons


PIECES = [
    "<",
    ">",
    "[a](b:c)",
    "1/26",
    "1/22",
    "sak",
    "1",
    "2)",
    "3.",
    "ja til",
    "\n",
    "a)",
    "(",
    "2. mars",
    "100 kr",
    "👍",
    "punkt",
    " ",
]


@example(["<", "ja til", "<"])
@given(st.lists(st.sampled_from(PIECES), max_size=30))
@settings(max_examples=200)
def test_whatever_a_stranger_or_a_subject_says_is_looked_through(pieces: list[str]) -> None:
    """Those are read without the words of voting, and by another way than a member's."""
    text = " ".join(pieces)
    assert names_a_case(text, MEETING) in {True, False}
    interpret([Passage("Godkjent")], MEETING, next(MEETING.speakers()), text)
