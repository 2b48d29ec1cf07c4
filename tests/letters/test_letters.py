"""Every letter in every language, in every variant of what it may say."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.core.letters import Letter
from bot.core.meeting import Meeting
from bot.letters.catalogue import LANGUAGES
from tests.letters.samples import MEETING, every_letter, html_of, parsed, text_of, written_out

LETTERS = [pytest.param(letter, meeting, id=name) for name, letter, meeting in every_letter()]
IN_EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
EVERY_LETTER = pytest.mark.parametrize(("letter", "meeting"), LETTERS)

# A phone's list of mails shows about this much.
PREVIEW = 110


def words_of_text(text: str) -> list[str]:
    without_marks = re.sub(r"(?m)^\s*(?:- |\d+\. )", "", text)
    return re.findall(r"\w+|[^\w\s]", without_marks.casefold())


def words_of_html(html: str) -> list[str]:
    tree = LexborHTMLParser(html)
    tree.strip_tags(["style", "title"])
    for button in tree.css('a[href^="mailto:"]'):
        button.decompose()
    assert tree.body is not None
    return re.findall(r"\w+|[^\w\s]", tree.body.text(separator=" ").casefold())


@IN_EVERY_LANGUAGE
@EVERY_LETTER
def test_both_parts_say_the_same(letter: Letter, meeting: Meeting, language: str) -> None:
    composed = written_out(letter, meeting, language)
    assert words_of_text(text_of(composed)) == words_of_html(html_of(composed))


@IN_EVERY_LANGUAGE
@EVERY_LETTER
def test_no_mark_of_a_template_is_left(letter: Letter, meeting: Meeting, language: str) -> None:
    composed = written_out(letter, meeting, language)
    for form in (text_of(composed), html_of(composed).partition("<body>")[2]):
        assert not re.search(r"\{[{%]|[{%]\}|\*\*|[\ue000\ue001]|\bNone\b|<bound|Undefined|\{\w*\}", form)


@IN_EVERY_LANGUAGE
@EVERY_LETTER
def test_text_reads_as_paragraphs(letter: Letter, meeting: Meeting, language: str) -> None:
    text = text_of(written_out(letter, meeting, language))
    assert not re.search(r"\n{4,}|^\n| {2,}\S+.* {2,}\S|\\|&(amp|lt|gt|quot|#)|[ \t]([.,;?!]) ", text)
    assert text.endswith(")\n")


@IN_EVERY_LANGUAGE
@EVERY_LETTER
def test_first_line_tells_what_it_is_about(letter: Letter, meeting: Meeting, language: str) -> None:
    first = text_of(written_out(letter, meeting, language)).partition("\n")[0]
    assert 15 <= len(first) <= 260


@IN_EVERY_LANGUAGE
@EVERY_LETTER
def test_reference_stands_in_subject_and_body(letter: Letter, meeting: Meeting, language: str) -> None:
    composed = written_out(letter, meeting, language)
    reference = re.search(r"\[([A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4})\]$", str(parsed(composed)["subject"]))
    assert reference is not None
    assert reference[1] in text_of(composed)
    assert f"({'meeting' if language == 'en' else 'møte'} {meeting.id})" in text_of(composed)


def test_ask_fits_in_a_phones_preview() -> None:
    for name in ("notice", "reminder", "notice-single"):
        letter, meeting = next((letter, meeting) for each, letter, meeting in every_letter() if each == name)
        shown = text_of(written_out(letter, meeting))[:PREVIEW]
        assert "«godkjent»" in shown
        assert "innen onsdag 2. mars 2022 kl. 15.00" in shown


def test_subject_tells_until_when() -> None:
    for name in ("notice", "summons", "reminder", "extended"):
        letter = next(letter for each, letter, _ in every_letter() if each == name)
        assert "2. mars kl. 15.00" in parsed(written_out(letter, MEETING))["subject"]
