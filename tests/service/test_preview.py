"""The page to leaf through a meeting's letters and documents."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from world import BEGAN, MEETING, World

from bot.notices.meeting_file import load
from bot.service.office import Office
from bot.service.planning import as_planned
from bot.service.preview import write


def shown(office: Office, folder: Path, meeting: Path = MEETING) -> HTMLParser:
    write(office, as_planned(office, load(meeting, bodies_dir=None, now=BEGAN)), folder)
    return HTMLParser((folder / "index.html").read_text())


@pytest.fixture
def page(world: World, office: Office, tmp_path: Path) -> HTMLParser:
    return shown(office, tmp_path / "shown")


def of(page: HTMLParser, selector: str, attribute: str) -> Iterator[str]:
    return (each.attributes[attribute] or "" for each in page.css(selector))


def test_every_file_is_reached_from_the_page(page: HTMLParser, tmp_path: Path) -> None:
    written = {path.name for path in (tmp_path / "shown").iterdir()} - {"index.html"}
    assert written == set(of(page, "dd a", "href"))
    assert set(of(page, "iframe", "src")) <= written


def test_every_mail_shows_its_page_and_its_text(page: HTMLParser, tmp_path: Path) -> None:
    for path in (tmp_path / "shown").glob("*.eml"):
        section = page.css_first(f'section[id="{path.stem}"]')
        assert f"{path.stem}.html" == section.css_first("iframe").attributes["src"]
        assert path.with_suffix(".txt").read_text().strip() == section.css_first("pre").text().strip()


def test_leaves_follow_one_another(page: HTMLParser) -> None:
    sections = list(of(page, "section", "id"))
    assert len(sections) == len(set(sections))
    assert [f"#{each}" for each in sections] == list(of(page, "nav a", "href"))
    assert [f"#{each}" for each in sections[1:]] == list(of(page, "a[rel=next]", "href"))
    assert [f"#{each}" for each in sections[:-1]] == list(of(page, "a[rel=prev]", "href"))


def test_page_needs_nothing_but_the_files_beside_it(page: HTMLParser) -> None:
    assert [] == page.css("script, link, img")
    assert not any(re.match(r"[a-z]+:|/", each) for each in (*of(page, "a", "href"), *of(page, "iframe", "src")))


def test_what_a_page_shows_can_do_nothing(page: HTMLParser) -> None:
    assert {""} == {each.attributes["sandbox"] or "" for each in page.css("iframe")}


def test_markup_in_names_and_titles_is_text(world: World, office: Office, tmp_path: Path) -> None:
    text = (
        MEETING.read_text().replace("Styringsgruppemøte", "<script>alert(1)</script>").replace("Kari Berg", "<b>Kari")
    )
    meeting = tmp_path / "meeting.toml"
    meeting.write_text(text)
    page = shown(office, tmp_path / "shown", meeting)
    assert [] == page.css("script, nav b")
    assert "<script>alert(1)</script>" in page.css_first("h1").text()
