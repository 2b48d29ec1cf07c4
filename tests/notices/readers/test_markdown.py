from bot.notices.outline import BlockKind
from bot.notices.readers.markdown import read_markdown


def texts(markdown: str) -> list[str]:
    return [each.text for each in read_markdown(markdown.encode(), "notice.md").blocks]


def test_front_matter_is_no_text() -> None:
    assert ["Innkalling"] == texts("---\ntitle: Møte\ndate: 2024-02-01\ntags:\n  - møte\n---\n\n# Innkalling\n")


def test_rule_at_the_head_is_no_front_matter() -> None:
    assert ["Innkalling", "Sted: Nes"] == texts("---\n\nInnkalling\n\n---\n\nSted: Nes\n")


def test_backslash_ends_a_line() -> None:
    assert ["Sak 1/24: Plan\nDet haster."] == texts("Sak 1/24: Plan\\\nDet haster.\n")


def test_footnotes_are_left_out() -> None:
    assert ["Saken er drøftet.", "Planen vedtas."] == texts(
        "Saken er drøftet[^1].\n\n[^1]: Møte 3. januar,\n    på Teams.\n\nPlanen vedtas.\n"
    )


def test_day_at_the_start_of_a_line_is_no_list() -> None:
    found = read_markdown(b"2. mars 2022\n", "notice.md").blocks

    assert [BlockKind.PARAGRAPH] == [each.kind for each in found]
