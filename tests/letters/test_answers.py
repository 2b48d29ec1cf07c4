"""The answers behind the buttons, and that they are read without doubt."""

from dataclasses import replace
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.core.letters import LetterKind, Notice, Receipt, Summons
from bot.core.meeting import Meeting, Rule, VoteKey
from bot.core.reading import Attendance, Reading, Vote
from bot.letters.answers import mailto
from bot.letters.catalogue import LANGUAGES
from bot.letters.compose import Composed
from bot.reading import read
from tests.letters.samples import (
    CONSENT,
    FYLKE,
    KARI,
    MAIL,
    MEETING,
    ONE,
    PER,
    SINGLE,
    TWO,
    TWO_ONE,
    TWO_TWO,
    WRITTEN,
    html_of,
    in_language,
    letter,
    parsed,
    text_of,
    written_out,
)

NOTICE = letter(Notice(), LetterKind.NOTICE)
ALL_LANGUAGES = pytest.mark.parametrize("language", LANGUAGES)
THREE = VoteKey("3/22")


def answers(composed: Composed) -> dict[str, str]:
    """The bodies behind the buttons, by label."""
    links = LexborHTMLParser(html_of(composed)).css('a[href^="mailto:"]')
    return {link.text(): parse_qs(urlsplit(link.attributes["href"] or "").query)["body"][0] for link in links if link}


def in_order(composed: Composed) -> list[str]:
    links = LexborHTMLParser(html_of(composed)).css('a[href^="mailto:"]')
    return [unquote((link.attributes["href"] or "").partition("&body=")[2]) for link in links]


def reply(body: str, to: Composed, sender: str = "kari.berg@hole.example") -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "mote@region.example"
    message["Subject"] = f"SV: {parsed(to)['subject']}"
    message["In-Reply-To"] = to.message_id
    message["Message-ID"] = "<answer@hole.example>"
    message.set_content(body)
    return message.as_bytes()


def answered(
    body: str, to: Composed, meeting: Meeting, language: str, sender: str = "kari.berg@hole.example"
) -> Reading:
    return read(reply(body, to, sender), in_language(meeting, language), [text_of(to)])


def quoted(composed: Composed) -> str:
    return "\n".join(f"> {line}" for line in text_of(composed).splitlines())


def test_links_decode_to_address_subject_and_body() -> None:
    link = mailto("mote+a@region.example", "SV: Møte & mer? [A]", "Sak 1/22: \nSak 2/22: ")
    assert link.startswith("mailto:mote%2Ba@region.example?subject=")
    assert "%0D%0A" in link
    assert link.isascii()
    assert not set(link) & set(" \r\n\"<>'")
    fields = parse_qs(urlsplit(link).query)
    assert fields == {"subject": ["SV: Møte & mer? [A]"], "body": ["Sak 1/22: \r\nSak 2/22: "]}


def test_buttons_write_to_the_bot_with_the_reference() -> None:
    composed = written_out(NOTICE)
    reference = str(parsed(composed)["subject"]).rpartition("[")[2]
    for link in LexborHTMLParser(html_of(composed)).css('a[href^="mailto:"]'):
        href = link.attributes["href"] or ""
        assert href.startswith("mailto:mote@region.example?")
        assert parse_qs(urlsplit(href).query)["subject"] == [f"SV: Styringsgruppemøte [{reference}"]


def test_notice_has_its_three_answers() -> None:
    assert answers(written_out(NOTICE)) == {
        "Godkjenn alle sakene": "Godkjent",
        "Svar sak for sak": "Sak 1/22: \r\nSak 2/22: \r\nSak 3/22: ",
        "Meld forfall": "Jeg melder forfall.",
    }


def test_single_case_can_be_approved_or_objected_to() -> None:
    assert list(answers(written_out(NOTICE, SINGLE)).values()) == ["Godkjent", "Imot", "Jeg melder forfall."]


@pytest.mark.parametrize("rule", [Rule.UNANIMOUS_WRITTEN, Rule.BOARD])
def test_meeting_can_be_demanded_where_the_law_gives_it(rule: Rule) -> None:
    meeting = replace(WRITTEN, body=replace(WRITTEN.body, rule=rule))
    assert "Krever møte" in answers(written_out(NOTICE, meeting)).values()
    assert "Krever møte" not in answers(written_out(NOTICE, CONSENT)).values()


def test_adviser_is_offered_no_vote() -> None:
    adviser = written_out(letter(Notice(), LetterKind.NOTICE, FYLKE))
    assert in_order(adviser) == ["", "Jeg melder forfall."]


def test_substitute_for_some_cases_answers_those() -> None:
    summons = letter(Summons(KARI, ("2/22",)), LetterKind.SUMMONS, to=PER)
    assert list(answers(written_out(summons)).values())[:2] == ["Sak 2/22: godkjent", "Sak 2/22: imot"]


def test_receipt_offers_the_unanswered_cases() -> None:
    receipt = letter(Receipt(votes={ONE: Vote.APPROVE}, unanswered=("2/22", "3/22")), LetterKind.RECEIPT, answers=MAIL)
    assert in_order(written_out(receipt)) == ["Sak 2/22: \r\nSak 3/22: "]


@ALL_LANGUAGES
def test_approval_button_approves_every_case(language: str) -> None:
    composed = written_out(NOTICE, language=language)
    reading = answered(in_order(composed)[0], composed, MEETING, language)
    assert reading.votes == {ONE: Vote.APPROVE, TWO: Vote.APPROVE, THREE: Vote.APPROVE}
    assert not reading.clarify


@ALL_LANGUAGES
def test_absence_button_reports_absence(language: str) -> None:
    composed = written_out(NOTICE, language=language)
    reading = answered(in_order(composed)[-1], composed, MEETING, language)
    assert reading.attendance is Attendance.ABSENT
    assert not reading.votes
    assert not reading.clarify


@ALL_LANGUAGES
def test_objection_button_objects(language: str) -> None:
    composed = written_out(NOTICE, SINGLE, language)
    reading = answered(in_order(composed)[1], composed, SINGLE, language)
    assert reading.votes == {ONE: Vote.OBJECT}
    assert not reading.clarify


@ALL_LANGUAGES
def test_meeting_button_demands_a_meeting(language: str) -> None:
    composed = written_out(NOTICE, WRITTEN, language)
    reading = answered(in_order(composed)[2], composed, WRITTEN, language)
    assert set(reading.votes.values()) == {Vote.MEETING}
    assert not reading.clarify


@ALL_LANGUAGES
@pytest.mark.parametrize(("place", "vote"), [(0, Vote.APPROVE), (1, Vote.OBJECT)])
def test_buttons_for_one_case_of_several_name_it(language: str, place: int, vote: Vote) -> None:
    composed = written_out(letter(Summons(KARI, ("2/22",)), LetterKind.SUMMONS, to=PER), language=language)
    reading = answered(in_order(composed)[place], composed, MEETING, language, "per.dal@hole.example")
    assert reading.votes == {TWO: vote}
    assert not reading.clarify


@ALL_LANGUAGES
def test_filled_in_form_is_read_line_by_line(language: str) -> None:
    composed = written_out(NOTICE, CONSENT, language)
    first, second = in_order(composed)[1].split("\r\n")
    approve, against = ("approved", "against") if language == "en" else ("godkjent", "imot")
    reading = answered(f"{first}{approve}\r\n{second}{against}", composed, CONSENT, language)
    assert reading.votes == {ONE: Vote.APPROVE, TWO: Vote.OBJECT}
    assert not reading.clarify


@ALL_LANGUAGES
def test_empty_form_is_no_vote(language: str) -> None:
    composed = written_out(NOTICE, language=language)
    assert not answered(in_order(composed)[1], composed, MEETING, language).votes


@ALL_LANGUAGES
@pytest.mark.parametrize("quote", [quoted, text_of], ids=["marked", "bare"])
def test_notice_sent_back_is_no_vote(language: str, quote: object) -> None:
    composed = written_out(NOTICE, WRITTEN, language)
    back = quoted(composed) if quote is quoted else text_of(composed)
    reading = answered(f"Takk!\n\n{back}", composed, WRITTEN, language)
    assert not reading.votes
    assert reading.attendance is None


@ALL_LANGUAGES
def test_answer_above_the_quoted_notice_is_the_only_one(language: str) -> None:
    composed = written_out(NOTICE, CONSENT, language)
    against = "I am against both" if language == "en" else "Imot begge"
    reading = answered(f"{against}\n\n{quoted(composed)}", composed, CONSENT, language)
    assert reading.votes == {ONE: Vote.OBJECT, TWO: Vote.OBJECT}


@ALL_LANGUAGES
def test_the_letters_own_example_votes_by_point(language: str) -> None:
    composed = written_out(NOTICE, CONSENT, language)
    example = {
        "nb": "Sak 2/22: punkt 1 godkjent, punkt 2 imot",
        "nn": "Sak 2/22: punkt 1 godkjent, punkt 2 imot",
        "en": "Case 2/22: point 1 approved, point 2 against",
    }[language]
    assert example in text_of(composed)
    reading = answered(example, composed, CONSENT, language)
    assert reading.votes == {TWO_ONE: Vote.APPROVE, TWO_TWO: Vote.OBJECT}
    assert not reading.clarify


@ALL_LANGUAGES
@pytest.mark.parametrize("word", ["approve", "object", "abstain"])
def test_the_letters_own_words_are_read(language: str, word: str) -> None:
    composed = written_out(NOTICE, SINGLE, language)
    said = {"approve": "godkjent", "object": "imot", "abstain": "avstår"}[word]
    said = {"godkjent": "approved", "imot": "against", "avstår": "abstain"}[said] if language == "en" else said
    assert f"{'“' if language == 'en' else '«'}{said}" in text_of(composed)
    assert answered(said, composed, SINGLE, language).votes == {ONE: Vote(word)}


@ALL_LANGUAGES
def test_recusal_is_read_as_the_letter_tells_it(language: str) -> None:
    composed = written_out(NOTICE, CONSENT, language)
    said = "Case 2/22: recused" if language == "en" else "Sak 2/22: inhabil"
    assert answered(said, composed, CONSENT, language).votes == {TWO: Vote.RECUSED}


@ALL_LANGUAGES
@pytest.mark.parametrize("marked", [True, False], ids=["marked", "bare"])
def test_form_filled_in_inside_the_quoted_notice_is_read(language: str, marked: bool) -> None:  # noqa: FBT001 - a case
    composed = written_out(NOTICE, CONSENT, language)
    back = quoted(composed) if marked else text_of(composed)
    approve, against = ("approved", "against") if language == "en" else ("godkjent", "imot")
    for line, word in zip(in_order(composed)[1].split("\r\n"), (approve, against), strict=True):
        back = back.replace(f"{line}\n", f"{line}{word}\n", 1)
    assert answered(back, composed, CONSENT, language).votes == {ONE: Vote.APPROVE, TWO: Vote.OBJECT}
