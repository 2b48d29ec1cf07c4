"""Markdown in its two forms, and that nobody's words become anything else."""

from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from bot.core.letters import LetterKind, Notice
from bot.core.meeting import Case
from bot.letters.plain import plain_text
from tests.letters.samples import FIRST, MEETING, html_of, letter, parsed, text_of, written_out

NOTICE = letter(Notice(), LetterKind.NOTICE)


def plain(markdown: str) -> str:
    return plain_text(MarkdownIt("commonmark").enable("table").parse(markdown))


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Et **viktig** og *lett* `ord`", "Et viktig og lett ord"),
        ("en\nlinje", "en linje"),
        ("en  \nlinje", "en\nlinje"),
        ("- a\n- b\n    - c", "- a\n- b\n  - c"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("- a\n\n- b", "- a\n\n- b"),
        ("> sitert\n>\n> mer", "    sitert\n\n    mer"),
        ("[tekst](https://hole.example)", "tekst (https://hole.example)"),
        ("<https://hole.example>", "https://hole.example"),
        ("```\nkode\n  her\n```", "    kode\n      her"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
        ("## Avsnitt\n\ntekst", "\nAVSNITT\n\ntekst"),
        ("#### Lite\n\ntekst", "Lite\n\ntekst"),
        ("a\n\n---\n\nb", "a\n\nb"),
        ("", ""),
    ],
)
def test_markdown_reads_well_as_plain_text(markdown: str, text: str) -> None:
    assert plain(markdown) == text


def notice_with(case: Case) -> tuple[str, str]:
    composed = written_out(NOTICE, replace(MEETING, cases=(case, *MEETING.cases[1:])))
    return text_of(composed), html_of(composed)


@pytest.mark.parametrize(
    "name",
    [
        "*Kari* _Berg_",
        "# Kari",
        "1. Kari",
        "- Kari",
        "> Kari",
        "[Kari](https://evil.example)",
        "<b>Kari</b>",
        "Kari &amp; Ola",
        "{{ 7 * 7 }}{% raw %}",
        "`Kari` \\ | ~ ^",
        "\ue0000\ue001",
    ],
)
def test_names_and_titles_stay_words(name: str) -> None:
    text, html = notice_with(replace(FIRST, title=name))
    shown = " ".join(name.replace("\ue000", " ").replace("\ue001", " ").split())
    assert f"Sak 1/22: {shown}\n" in text
    assert f"Sak 1/22: {shown}" in [heading.text() for heading in LexborHTMLParser(html).css("h3")]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=https://evil.example/pixel>",
        "![pixel](https://evil.example/pixel)",
        "[klikk](javascript:alert(1))",
        "[x]: https://evil.example 'a'",
        '<a href="mailto:evil@evil.example">Godkjenn</a>',
    ],
)
def test_case_text_brings_nothing_active(text: str) -> None:
    _, html = notice_with(replace(FIRST, text=text))
    tree = LexborHTMLParser(html)
    assert not tree.css("script, img, iframe, object, form, input, link")
    assert all((link.attributes["href"] or "").startswith(("mailto:mote@", "https://")) for link in tree.css("a"))


@pytest.mark.parametrize(
    "text", ["```\nkode uten slutt", "> sitat\n```", "- a\n    - b\n        1. c", "<!-- ", "| a |\n|---"]
)
def test_case_text_cannot_swallow_the_rest(text: str) -> None:
    plain_form, html = notice_with(replace(FIRST, text=text, proposal=(text, text)))
    assert "\n\nSak 2/22: Delprosjektet" in plain_form
    headings = [heading.text() for heading in LexborHTMLParser(html).css(".sheet > .prose > h3")]
    assert [heading.partition(":")[0] for heading in headings] == ["Sak 1/22", "Sak 2/22", "Sak 3/22"]
    assert "Referanse: " in plain_form


def test_headings_of_a_case_stand_below_the_letters_own() -> None:
    _, html = notice_with(replace(FIRST, text="# Stor\n\n## Mindre\n\nUnder\n===="))
    tree = LexborHTMLParser(html)
    assert not tree.css("h1")
    assert {"Stor", "Under"} <= {heading.text() for heading in tree.css("h4")}
    assert "Mindre" in {heading.text() for heading in tree.css("h5")}


def test_points_keep_their_numbers_and_their_own_lists() -> None:
    proposal = ("Første punkt:\n- a\n- b", "Andre **punkt**", "Tredje")
    text, html = notice_with(replace(FIRST, proposal=proposal))
    assert "1. Første punkt:\n\n   - a\n   - b" in text or "1. Første punkt:\n   - a\n   - b" in text
    assert "2. Andre punkt\n" in text
    assert len(LexborHTMLParser(html).css("ol")[0].css("ol > li")) == 3


def test_huge_case_is_written_in_time() -> None:
    text = "\n\n".join(f"Avsnitt {number}: " + "*ord* " * 50 for number in range(1_000))
    shown, _ = notice_with(replace(FIRST, text=text + "\n\n" + "[" * 5_000 + "> " * 500))
    assert "Avsnitt 999" in shown


def test_subject_holds_titles_as_they_are() -> None:
    meeting = replace(MEETING, title="Møte *1* & [to] <tre>")
    assert "Møte *1* & [to] <tre>" in parsed(written_out(NOTICE, meeting))["subject"]
