"""Answers in several places of a mail, and what is shown of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.meeting import Person, VoteKey
from bot.core.reading import Attendance, NamedSubstitute, Reason
from bot.notices import meeting_file
from bot.reading.own_words import Passage
from bot.reading.statements import Said, interpret

MEETING = meeting_file.read(Path(__file__).parent.parent / "mails" / "meetings" / "standard.toml")
MARIT = MEETING.speaker("marit.holm@sandoey.example")


def _say(*passages: tuple[str, str | None]) -> Said:
    assert MARIT is not None
    placed = [Passage(text, VoteKey.parse(under) if under else None) for text, under in passages]
    return interpret(placed, MEETING, MARIT)


def _votes(said: Said) -> dict[str, str]:
    return {str(key): vote.value for key, vote in said.votes.items()}


@pytest.mark.parametrize(
    ("passages", "votes"),
    [
        ([("Godkjent", "1/22"), ("Imot", "2/22")], {"1/22": "approve", "2/22": "object"}),
        ([("Ok", "2/22#1"), ("Imot", "2/22#2")], {"2/22#1": "approve", "2/22#2": "object"}),
        ([("Imot", "2/22#1")], {"2/22#1": "object"}),
        ([("Godkjent", "2/22#2")], {"2/22#2": "approve"}),
        ([("Godkjent", "1/22"), ("Godkjent", "2/22#2")], {"1/22": "approve", "2/22#2": "approve"}),
        ([("Se svar under.", None), ("Ja", "1/22"), ("Nei", "2/22")], {"1/22": "approve", "2/22": "object"}),
        ([("Godkjent, men se sak 2.", None), ("Imot", "2/22")], {"1/22": "approve", "2/22": "object"}),
        ([("Begge godkjent", "2/22#2")], {"1/22": "approve", "2/22": "approve"}),
        ([("Sak 1 er ok, sak 2 imot", "2/22#2")], {"1/22": "approve", "2/22": "object"}),
        ([("Godkjent", "1/22"), ("Avstår", "2/22"), ("Mvh Marit", None)], {"1/22": "approve", "2/22": "abstain"}),
    ],
)
def test_answer_inside_the_quote_is_for_what_it_stands_under(
    passages: list[tuple[str, str | None]], votes: dict[str, str]
) -> None:
    assert votes == _votes(_say(*passages))


@pytest.mark.parametrize("rule", ["____", "----", "****", "====", "……"])
def test_line_that_says_nothing_may_stand_between(rule: str) -> None:
    assert {"1/22": "approve", "2/22": "approve"} == _votes(_say((f"Godkjent.\n{rule}\nTakk!", None)))


def _beside(text: str, under: str | None = None) -> Passage:
    return Passage(text, VoteKey.parse(under) if under else None, aside=True)


def _say_all(*passages: Passage) -> tuple[dict[str, str], tuple[Reason, ...]]:
    assert MARIT is not None
    said = interpret(passages, MEETING, MARIT)
    return _votes(said), said.reasons


@pytest.mark.parametrize("words", ["Ok", "Ja!", "Nei", "Godkjent", "Enig i det"])
@pytest.mark.parametrize("under", [None, "1/22"])
def test_answer_to_what_nobody_proposed_is_asked_about(words: str, under: str | None) -> None:
    assert ({}, (Reason.WHICH_CASE,)) == _say_all(Passage("Se svar under."), _beside(words, under))


@pytest.mark.parametrize(
    ("words", "votes"),
    [
        ("Sak 1 godkjent", {"1/22": "approve"}),
        ("Sak 2:\nnei", {"2/22": "object"}),
        ("Godkjenner begge sakene", {"1/22": "approve", "2/22": "approve"}),
    ],
)
def test_answer_between_the_lines_may_name_its_case(words: str, votes: dict[str, str]) -> None:
    assert (votes, ()) == _say_all(_beside(words))


def test_answer_to_what_nobody_proposed_leaves_the_vote() -> None:
    both = {"1/22": "approve", "2/22": "approve"}
    assert (both, ()) == _say_all(Passage("Godkjent"), _beside("Ok"), _beside("Enig i det", "1/22"))


@pytest.mark.parametrize("words", ["Imot", "Ikke godkjent", "Avstår", "Kan ikke støtte dette", "Krever møte om denne"])
@pytest.mark.parametrize("top", ["Godkjent", "Godkjenner begge sakene."])
def test_refusal_of_nobody_knows_what_keeps_all_from_a_vote_on_all(words: str, top: str) -> None:
    assert ({}, (Reason.WHICH_CASE,)) == _say_all(Passage(top), _beside(words))


def test_refusal_of_nobody_knows_what_leaves_what_is_said_of_a_case() -> None:
    votes, reasons = _say_all(Passage("Sak 1 er godkjent."), _beside("Imot"))
    assert ({"1/22": "approve"}, (Reason.WHICH_CASE,)) == (votes, reasons)


def test_refusal_below_what_explains_a_case_keeps_it_from_a_vote_on_all() -> None:
    assert ({"2/22": "approve"}, (Reason.WHICH_CASE,)) == _say_all(Passage("Godkjent"), _beside("Nei", "1/22"))


@pytest.mark.parametrize(
    "words",
    [
        "Nei, denne kan vi ikke være med på",
        "Denne er vi skeptiske til",
        "Her må vi ha mer tid",
        "Ikke enig i tallene",
        "Altfor dyrt",
        "For dyrt",
        "Jeg deltar ikke i behandlingen av denne",
        "Denne vil jeg komme tilbake til",
        "Her er jeg part i saken",
        "Nei til økningen",
        "Må endres",
        "Ønsker å komme tilbake til denne senere",
    ],
)
@pytest.mark.parametrize("top", ["Godkjent.", "Godkjenner begge sakene."])
@pytest.mark.parametrize("aside", [False, True])
def test_what_is_unclear_under_a_case_keeps_it_from_a_vote_on_all(words: str, top: str, *, aside: bool) -> None:
    votes, reasons = _say_all(Passage(top), Passage(words, VoteKey("2/22"), aside))
    assert ({"1/22": "approve"}, True) == (votes, bool(reasons))


@pytest.mark.parametrize(
    "words",
    [
        "Bra arbeid!",
        "Takk for god utredning.",
        "Skulle gjerne sett mer om klima.",
        "Forventer at dette følges opp.",
        "Synd at det ble så dyrt.",
        "Ingen kommentarer",
        "Ring meg om du lurer på noe.",
    ],
)
def test_what_only_comments_under_a_case_leaves_a_vote_on_all(words: str) -> None:
    votes = {"1/22": "approve", "2/22": "approve"}
    assert (votes, ()) == _say_all(Passage("Godkjent."), Passage(words, VoteKey("2/22")))


def test_question_under_a_case_leaves_a_vote_on_all_and_is_passed_on() -> None:
    votes = {"1/22": "approve", "2/22": "approve"}
    asked = Passage("Hvem har regnet på dette?", VoteKey("2/22"))
    assert (votes, (Reason.QUESTION,)) == _say_all(Passage("Godkjent."), asked)


def test_unclear_answer_under_a_case_leaves_the_other() -> None:
    said = _say(("Godkjent", "1/22"), ("Tja, vet ikke helt", "2/22"))
    assert ({"1/22": "approve"}, (Reason.NOT_A_VOTE,)) == (_votes(said), said.reasons)


def test_comment_under_a_case_leaves_a_vote_on_all() -> None:
    said = _say(("Godkjenner begge sakene.", None), ("Bra at dette kommer på plass!", "2/22"))
    assert ({"1/22": "approve", "2/22": "approve"}, ()) == (_votes(said), said.reasons)


def test_contradiction_between_two_places_counts_nothing() -> None:
    said = _say(("Sak 1 er godkjent.", None), ("Imot", "1/22"))
    assert ({}, (Reason.CONTRADICTION,)) == (_votes(said), said.reasons)


def test_evidence_shows_the_words_of_each_thing() -> None:
    said = _say(("Jeg møter. Sak 1 er godkjent, men sak 2 er jeg imot.", None))
    shown = {each.about: each.words for each in said.evidence}
    assert {"attendance": "Jeg møter", "1/22": "Sak 1 er godkjent", "2/22": "sak 2 er jeg imot"} == shown


def test_reason_for_absence_is_not_evidence_of_a_vote() -> None:
    said = _say(("Jeg er sykmeldt og kan ikke møte.", None))
    assert (Attendance.ABSENT, {"attendance"}) == (said.attendance, {each.about for each in said.evidence})


def test_nothing_written_is_nothing_said() -> None:
    assert (Reason.NOTHING_SAID,) == _say(("", None)).reasons


WRAPPED = (
    "Hei, takk for innkallingen. Det var svært hyggelig. Sak 1: ja, sak 2:\nnei, for dyrt",
    "Hei, takk for innkallingen. Det var svært hyggelig å høre. Godkjent sak\n1 eller 2",
    "Hei, takk for innkallingen. Det var svært hyggelig å høre fra. JA til\n1/22 NEI til 2/22",
    "Hei, takk for innkallingen. Det var svært hyggelig. Godkjent. Se bort\nfra dette.",
    "Hei, takk for innkallingen. Det var hyggelig. Sak 1: godkjent sak 2:\nimot",
    "Hei, takk for innkallingen. Det var svært hyggelig. Godkjent. Vi bør\nheller venta.",
    "Hei, takk for innkallingen. Takk for det. Sak 2 punkt 1: for, punkt 2:\nmot",
    "Hei, takk for innkallingen. Det var svært hyggelig å høre fra. Jeg støtter\nOlav",
)


@pytest.mark.parametrize("text", WRAPPED)
def test_where_a_program_broke_a_line_makes_no_vote(text: str) -> None:
    """A vote that words have only where a line ends among them is asked about."""
    whole, broken = _say((text.replace("\n", " "), None)), _say((text, None))
    assert _votes(broken).items() <= _votes(whole).items()
    assert broken.reasons or _votes(broken) == _votes(whole)


def test_evidence_of_a_vote_that_was_dropped_is_too() -> None:
    said = _say((WRAPPED[0], None))
    assert {str(key) for key in said.votes} == {each.about for each in said.evidence if "/" in each.about}


LISTED = (
    "Sak 1/22 Endring i styringsdokumentet: godkjent, takk for arbeidet\nSak 2/22 Felles satsing på sykkelveier: imot",
    "- 1/22 Endring i styringsdokumentet - godkjent, takk for arbeidet\n- 2/22 Felles satsing på sykkelveier - imot",
)


@pytest.mark.parametrize("text", LISTED)
def test_long_lines_of_a_list_are_not_joined(text: str) -> None:
    said = _say((text, None))
    assert (_votes(said), said.reasons) == ({"1/22": "approve", "2/22": "object"}, ())


@pytest.mark.parametrize(
    "words", ["Geir Roger møter i mitt sted", "Geir Roger Borgen møter for meg", "Utvalgslederen møter i mitt sted"]
)
def test_substitute_is_known_by_two_first_names_or_by_title(words: str) -> None:
    listed = Person("Geir Roger Borgen", "geir.borgen@sandoey.example", title="Utvalgsleder")
    seats = tuple(
        replace(seat, substitutes=(*seat.substitutes, listed))
        if seat.member.email == "marit.holm@sandoey.example"
        else seat
        for seat in MEETING.body.seats
    )
    meeting = replace(MEETING, body=replace(MEETING.body, seats=seats))
    marit = meeting.speaker("marit.holm@sandoey.example")
    assert marit is not None
    said = interpret([Passage(words)], meeting, marit)
    assert NamedSubstitute("Geir Roger Borgen", "geir.borgen@sandoey.example", listed=True) == said.substitute
