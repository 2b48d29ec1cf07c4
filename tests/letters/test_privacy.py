"""What no letter may say: closed cases, reasons for absence, other members' answers."""

from dataclasses import replace

import pytest

from bot.core.letters import (
    DeliveryFailed,
    Letter,
    LetterKind,
    NeedsYou,
    Notice,
    ProtocolOut,
    Question,
    Receipt,
    Summons,
)
from bot.core.meeting import Meeting, VoteKey
from bot.core.reading import Attendance, Evidence, Reason, Vote
from bot.letters.catalogue import LANGUAGES
from bot.letters.compose import compose
from tests.letters.samples import (
    CLOSED,
    HOLE,
    KARI,
    MAIL,
    MEETING,
    NOW,
    PER,
    SENDER,
    every_letter,
    html_of,
    letter,
    parsed,
    protocol,
    question,
    receipt,
    text_of,
    written_out,
)

LETTERS = [pytest.param(letter, meeting, id=name) for name, letter, meeting in every_letter()]
ILLNESS = "Jeg ligger på sykehuset og kan ikke"


def everything(written: Letter, meeting: Meeting = MEETING, language: str = "nb") -> str:
    composed = written_out(written, meeting, language)
    return f"{parsed(composed)['subject']}\n{text_of(composed)}\n{html_of(composed)}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("written", "meeting"), LETTERS)
def test_closed_case_leaves_as_its_number_alone(written: Letter, meeting: Meeting, language: str) -> None:
    said = everything(written, meeting, language)
    assert "Hemmelig" not in said
    assert "hemmelig" not in said


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("nb", "Sak 3/22: unntatt offentlighet (offl. § 13)"),
        ("nn", "Sak 3/22: unnateke offentlegheit (offl. § 13)"),
        ("en", "Case 3/22: exempt from public access (offl. § 13)"),
    ],
)
def test_closed_case_tells_its_section(language: str, shown: str) -> None:
    assert f"\n{shown}\n" in text_of(written_out(letter(Notice(), LetterKind.NOTICE), language=language))


def test_closed_case_without_a_section_is_closed_all_the_same() -> None:
    meeting = replace(MEETING, cases=(replace(CLOSED, exempt_under=""),))
    said = everything(letter(Notice(), LetterKind.NOTICE), meeting)
    assert "Sak 3/22: unntatt offentlighet\n" in said
    assert "Hemmelig" not in said


@pytest.mark.parametrize("content", [Notice(), ProtocolOut(protocol())], ids=["notice", "protocol"])
def test_installation_fit_for_it_sends_closed_cases(content: Notice | ProtocolOut) -> None:
    written = letter(content, LetterKind.NOTICE)
    composed = compose(written, MEETING, replace(SENDER, closed_by_mail=True), now=NOW)
    assert "Nils Hemmelig tilsettes." in text_of(composed)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about", ["attendance", "substitute", "absence_with_vote", "nothing_said", "1/22"])
@pytest.mark.parametrize("reason", [Reason.ABSENCE_WITH_VOTE, Reason.NOTHING_SAID])
def test_reason_for_absence_is_not_repeated_in_a_question(reason: Reason, about: str, language: str) -> None:
    asked = question(reason, evidence=(Evidence(about, ILLNESS),), text=ILLNESS)
    assert "sykehuset" not in everything(asked, language=language)


@pytest.mark.parametrize("reason", Reason)
def test_words_about_being_away_are_not_quoted_with_others(reason: Reason) -> None:
    evidence = (Evidence("attendance", ILLNESS), Evidence(reason.value, "greit hvis dere vil"))
    said = everything(letter(Question((reason,), evidence, ILLNESS), LetterKind.QUESTION, answers=MAIL))
    assert "sykehuset" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_reason_for_absence_is_in_no_receipt(language: str) -> None:
    absent = receipt(
        attendance=Attendance.ABSENT,
        called=PER,
        text=ILLNESS,
        evidence=(Evidence("attendance", ILLNESS),),
        reasons=(Reason.QUESTION,),
    )
    assert "sykehuset" not in everything(absent, language=language)


def test_coordinator_is_told_the_whole_mail() -> None:
    needs = NeedsYou("kari.berg@hole.example", ILLNESS, ("absence_with_vote",), HOLE)
    assert "sykehuset" in everything(letter(needs, LetterKind.COORDINATOR, None))


@pytest.mark.parametrize("cases", [(), ("2/22",)])
def test_summons_does_not_tell_why_the_member_is_away(cases: tuple[str, ...]) -> None:
    said = text_of(written_out(letter(Summons(KARI, cases), LetterKind.SUMMONS, to=PER)))
    lead = said.partition("SLIK SVARER DU")[0].casefold()
    assert "forfall" not in lead
    assert "inhabil" not in lead


def test_quoted_words_are_cut_where_they_are_long() -> None:
    asked = question(Reason.CONDITIONAL, evidence=(Evidence("conditional", "hvis " * 500),))
    assert len(text_of(written_out(asked))) < 1_500


def test_words_behind_a_counted_vote_are_not_asked_about() -> None:
    said = Receipt(
        votes={VoteKey("1/22"): Vote.APPROVE},
        standing={VoteKey("1/22"): Vote.APPROVE},
        unanswered=("2/22",),
        reasons=(Reason.CONDITIONAL,),
        evidence=(Evidence("1/22", "klart ja til den første"), Evidence("2/22", "kanskje til den andre")),
    )
    text = text_of(written_out(letter(said, LetterKind.RECEIPT, answers=MAIL)))
    assert "klart ja" not in text
    assert "Du skrev: «kanskje til den andre»" in text


def test_refusal_of_a_server_is_shown_as_it_is() -> None:
    failed = DeliveryFailed("Ole Moe", "ole.moe@modum.example", LetterKind.NOTICE, "550 <b>*No*</b>\r\nsuch user")
    text = text_of(written_out(letter(failed, LetterKind.COORDINATOR, None)))
    assert "    550 <b>*No*</b>\n    such user\n" in text
