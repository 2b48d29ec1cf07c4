"""Pages drawn by hand: what stands where, and the lines between it."""

import pytest

from bot.notices.outline import BlockKind
from bot.notices.readers.pdf import read_pdf


def pages(*contents: str, font: bytes = b"", beside: bytes = b"") -> bytes:
    """A PDF of pages with those contents; `font` has more keys of its font, `beside` more objects."""
    written = [content.encode("cp1252") for content in contents]
    kids = b" ".join(b"%d 0 R" % (5 + 2 * n) for n in range(len(written)))
    face = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding %s>>" % font
    drawn = []
    for n, content in enumerate(written):
        about = b"/MediaBox [0 0 595 842] /Contents %d 0 R /Resources 4 0 R" % (6 + 2 * n)
        drawn.append(b"%d 0 obj <</Type /Page /Parent 2 0 R %s>> endobj" % (5 + 2 * n, about))
        drawn.append(b"%d 0 obj <</Length %d>> stream\n%s\nendstream endobj" % (6 + 2 * n, len(content), content))
    return b"\n".join(
        (
            b"%PDF-1.4",
            b"1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj",
            b"2 0 obj <</Type /Pages /Kids [%s] /Count %d>> endobj" % (kids, len(written)),
            b"3 0 obj %s endobj" % face,
            b"4 0 obj <</Font <</F 3 0 R>>>> endobj",
            *drawn,
            beside,
            b"trailer <</Root 1 0 R /Size %d>>\n%%%%EOF" % (5 + 2 * len(written)),
        )
    )


def page(*drawn: str) -> bytes:
    """A PDF of one page with that content."""
    return pages("\n".join(drawn))


def text(left: float, base: float, words: str) -> str:
    return f"BT /F 10 Tf {left} {base} Td ({words}) Tj ET"


def grid(sides: list[float], edges: list[float]) -> list[str]:
    """Thin filled rectangles, as programs draw a table's lines."""
    across = [f"{sides[0]} {edge} {sides[-1] - sides[0]} 0.5 re f" for edge in edges]
    down = [f"{side} {edges[-1]} 0.5 {edges[0] - edges[-1]} re f" for side in sides]
    return [*across, *down]


def rows(*drawn: str) -> tuple[tuple[str, ...], ...]:
    found = read_pdf(page(*drawn), "notice.pdf").blocks
    assert [BlockKind.TABLE] == [block.kind for block in found]
    return found[0].rows


def test_cells_are_what_the_lines_rule_off() -> None:
    lines = grid([50, 120, 200, 260], [700, 680, 650, 630])

    found = rows(
        *lines,
        *(text(left, 687, word) for left, word in ((54, "Kommune"), (124, "Navn"), (204, "Forfall"))),
        *(text(54, 668, "Hole"), text(124, 668, "Kari Synnøve"), text(124, 656, "Berg"), text(204, 668, "X")),
        *(text(54, 637, "Modum"), text(124, 637, "Ola Vik")),
    )

    assert found == (("Kommune", "Navn", "Forfall"), ("Hole", "Kari Synnøve Berg", "X"), ("Modum", "Ola Vik", ""))


def test_word_wider_than_its_cell_is_put_together() -> None:
    found = rows(
        *grid([50, 100, 155], [700, 680, 650]),
        text(54, 687, "Navn"),
        text(104, 687, "E-post"),
        text(54, 668, "Liv"),
        text(104, 668, "liv@ost.ex"),
        text(104, 656, "ample"),
    )

    assert found == (("Navn", "E-post"), ("Liv", "liv@ost.example"))


def test_cell_that_reaches_down_says_the_same_in_each_row() -> None:
    across = ["50 700 150 0.5 re f", "120 680 80 0.5 re f", "50 660 150 0.5 re f"]
    down = [f"{side} 660 0.5 40 re f" for side in (50, 120, 200)]

    found = rows(*across, *down, text(54, 687, "Ordfører"), text(124, 687, "Nes"), text(124, 667, "Hole"))

    assert found == (("Ordfører", "Nes"), ("Ordfører", "Hole"))


def test_frame_around_text_is_no_table() -> None:
    found = read_pdf(page(*grid([50, 300], [700, 660]), text(54, 685, "Nes kommune")), "notice.pdf").blocks

    assert [(BlockKind.PARAGRAPH, "Nes kommune")] == [(block.kind, block.text) for block in found]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = ["Veien gjennom dalen er", "smal, og trafikken der", "har vokst for hvert", "eneste år siden 2010."]
    right = ["Kommunene ber derfor", "om at den utvides alt", "i neste planperiode,", "og ikke først i 2034."]
    drawn = [text(50, 800 - 30, "Sak 1/22 Vei")]
    drawn += [text(50, 740 - 12 * n, line) for n, line in enumerate(left)]
    drawn += [text(175, 740 - 12 * n, line) for n, line in enumerate(right)]

    found = read_pdf(page(*drawn, text(50, 660, "Forslag til vedtak")), "notice.pdf").blocks

    assert [block.text.replace("\n", " ") for block in found] == [
        "Sak 1/22 Vei",
        " ".join(left),
        " ".join(right),
        "Forslag til vedtak",
    ]


def test_table_without_lines_is_no_text_in_columns() -> None:
    names = ["Kari Berg", "Ola Vik", "Per Dal", "Eva Moe", "Liv Haug"]
    places = ["Hole", "Modum", "Nes", "Krødsherad", "Øvre Dal"]
    drawn = [text(50, 700 - 14 * n, place) for n, place in enumerate(places)]
    drawn += [text(150, 700 - 14 * n, name) for n, name in enumerate(names)]

    assert tuple(zip(places, names, strict=True)) == rows(*drawn)


def test_two_sides_of_a_line_are_two_lines() -> None:
    drawn = (text(50, 780, "Nes regionråd"), text(400, 780, "Nes, 3. januar 2022"), text(50, 700, "Innkalling"))

    found = read_pdf(page(*drawn), "notice.pdf").blocks

    assert found[0].text == "Nes regionråd\nNes, 3. januar 2022"


def test_cells_that_run_on_are_parts_of_one_row() -> None:
    found = rows(
        *(text(left, 700, word) for left, word in ((50, "Oppnevnt"), (130, "Kommune"), (195, "Verv"))),
        text(50, 688, "representant"),
        *(text(left, 676, word) for left, word in ((50, "Kari Synnøve"), (130, "Hole"), (195, "Ordfører"))),
        text(50, 664, "Berg-Haugen"),
        *(text(left, 652, word) for left, word in ((50, "Ola Vik"), (130, "Nore og"), (195, "Varaordfører"))),
        text(130, 640, "Uvdal"),
        *(text(left, 628, word) for left, word in ((50, "Per Dal"), (130, "Nes"), (195, "Ordfører"))),
    )

    assert found == (
        ("Oppnevnt representant", "Kommune", "Verv"),
        ("Kari Synnøve Berg-Haugen", "Hole", "Ordfører"),
        ("Ola Vik", "Nore og Uvdal", "Varaordfører"),
        ("Per Dal", "Nes", "Ordfører"),
    )


def test_lines_that_stand_closer_than_rows_are_parts_of_one_row() -> None:
    drawn = [text(50, 400 - 12 * n, "Saken er kjent for alle.") for n in range(4)]
    for n, (name, place) in enumerate((("Kari Berg", "Hole"), ("Ola Vik", "Modum"), ("Eva Moe", "Nes"))):
        drawn += [text(50, 700 - 30 * n, name), text(200, 700 - 30 * n, place), text(50, 688 - 30 * n, "Ordfører")]

    found = read_pdf(page(*drawn), "notice.pdf").blocks

    assert found[0].rows == (
        ("Kari Berg\nOrdfører", "Hole"),
        ("Ola Vik\nOrdfører", "Modum"),
        ("Eva Moe\nOrdfører", "Nes"),
    )


def test_several_lines_beside_one_label_are_its_own() -> None:
    drawn = [
        text(50, 700, "Sted:"),
        text(200, 700, "Nes"),
        text(50, 676, "Medlemmer:"),
        text(200, 676, "Kari Berg, Hole"),
    ]
    drawn += [text(200, 652, "Ola Vik, Modum"), text(50, 628, "Leder:"), text(200, 628, "Kari Berg")]

    assert rows(*drawn) == (
        ("Sted:", "Nes"),
        ("Medlemmer:", "Kari Berg, Hole\nOla Vik, Modum"),
        ("Leder:", "Kari Berg"),
    )


def test_labels_end_where_a_table_of_columns_begins() -> None:
    drawn = [text(50, 700, "Tid og sted:"), text(120, 700, "2. mars 2022 kl. 9, Nes hotell")]
    drawn += [text(left, 680, word) for left, word in ((50, "Navn"), (200, "Kommune"))]
    drawn += [text(left, 660, word) for left, word in ((50, "Kari Berg"), (200, "Hole"))]

    found = read_pdf(page(*drawn), "notice.pdf").blocks

    assert [(), (("Navn", "Kommune"), ("Kari Berg", "Hole"))] == [block.rows for block in found]


def test_tables_between_drawn_lines_that_do_not_touch_are_two() -> None:
    drawn = [*grid([50, 150, 300], [700, 680]), text(54, 687, "Sted"), text(154, 687, "Nes")]
    drawn += [*grid([50, 200, 300], [660, 640]), text(54, 647, "Kari Berg"), text(204, 647, "Hole")]

    found = read_pdf(page(*drawn), "notice.pdf").blocks

    assert [(("Sted", "Nes"),), (("Kari Berg", "Hole"),)] == [block.rows for block in found]


def test_word_that_runs_over_parts_no_row() -> None:
    found = rows(
        *(text(left, 700, word) for left, word in ((50, "Navn"), (130, "Tittel"), (212, "E-post"))),
        *(text(left, 688, word) for left, word in ((50, "Per Johan Ole"), (130, "Kommunedirekt"), (212, "per@nes.ex"))),
        *(text(left, 676, word) for left, word in ((50, "Kristoffersen"), (130, "ør"), (212, "ample"))),
        *(text(left, 664, word) for left, word in ((50, "Eva Moe"), (130, "Ordfører"), (212, "eva@flå.ex"))),
        text(212, 652, "ample"),
    )

    assert found[1:] == (
        ("Per Johan Ole Kristoffersen", "Kommunedirektør", "per@nes.example"),
        ("Eva Moe", "Ordfører", "eva@flå.example"),
    )


def test_addresses_below_one_another_are_two() -> None:
    found = rows(
        *grid([50, 150, 240], [700, 680, 640]),
        *(text(54, 687, "Navn"), text(154, 687, "E-post")),
        *(text(54, 668, "Kari Berg"), text(154, 668, "kari@nes.example")),
        *(text(54, 656, "Ola Vik"), text(154, 656, "ola@nes.example")),
    )

    assert found[1] == ("Kari Berg\nOla Vik", "kari@nes.example\nola@nes.example")


LEFT = (
    "Kommunene har utredet et felles",
    "brannvesen, og utredningen viser",
    "at det gir bedre beredskap for",
    "alle.",
)
RIGHT = (
    "Budsjettet er gjennomgått, og alle",
    "postene er vurdert på nytt med",
    "tanke på den nye ordningen for",
    "regionen.",
)


def test_columns_whose_lines_stand_at_other_heights_are_read_one_by_one() -> None:
    drawn = [text(50, 700 - 14 * n, line) for n, line in enumerate(LEFT)]
    drawn += [text(320, 695 - 14 * n, line) for n, line in enumerate(RIGHT)]

    found = read_pdf(page(*drawn), "notice.pdf").blocks

    assert [" ".join(LEFT), " ".join(RIGHT)] == [block.text.replace("\n", " ") for block in found]


def test_column_that_is_longer_than_the_one_beside_it_is_read_to_its_end() -> None:
    drawn = [text(50, 700 - 14 * n, line) for n, line in enumerate((*LEFT[:3], "kommunene.", *LEFT))]
    drawn += [text(320, 695 - 14 * n, line) for n, line in enumerate(RIGHT)]
    drawn += [text(50, 500, "Sak 2/22")]

    found = "\n".join(block.text for block in read_pdf(page(*drawn), "notice.pdf").blocks)

    assert found.index("alle.") < found.index("Budsjettet") < found.index("Sak 2/22")


def test_names_beside_places_are_a_table_and_no_columns() -> None:
    people = ("Kari Marie Berg", "Ola Johan Vik", "Per Olav Dal", "Eva Marie Moe")
    drawn = [text(50, 700 - 24 * n, name) for n, name in enumerate(people)]
    drawn += [text(200, 700 - 24 * n, "Nes kommune") for n in range(4)]
    drawn += [text(320, 700 - 24 * n, "ordfører") for n in range(4)]

    assert rows(*drawn) == tuple((name, "Nes kommune", "ordfører") for name in people)


def test_struck_words_are_not_said() -> None:
    drawn = (text(50, 700, "Planen er ikke vedtatt."), "95 702.5 15 0.6 re f")

    assert "ikke" not in read_pdf(page(*drawn), "notice.pdf").blocks[0].text


def test_underlined_words_are_said() -> None:
    drawn = (text(50, 700, "Planen er vedtatt."), "50 698.5 80 0.6 re f")

    assert "Planen er vedtatt." == read_pdf(page(*drawn), "notice.pdf").blocks[0].text


def test_foot_of_the_only_page_is_no_text() -> None:
    drawn = (text(50, 700, "Planen vedtas."), text(50, 40, "Styringsgruppa - innkalling - side 1"))

    assert ["Planen vedtas."] == [block.text for block in read_pdf(page(*drawn), "notice.pdf").blocks]


def test_letters_that_the_page_scales_are_as_large_as_they_stand() -> None:
    drawn = [
        text(100, 800 - 44 * n, line)
        for n, line in enumerate(("Saken er kjent.", "Forslag til vedtak:", "Den vedtas."))
    ]

    found = read_pdf(page("0.5 0 0 0.5 0 300 cm", *(each.replace("/F 10", "/F 20") for each in drawn)), "notice.pdf")

    assert ["Saken er kjent.", "Forslag til vedtak:", "Den vedtas."] == [block.text for block in found.blocks]


def test_tab_that_leaves_little_room_parts_two_words() -> None:
    drawn = (text(50, 700, "Saksbehandler: Gro Vik"), text(156.9, 700, "Arkiv: A20"))

    assert "Vik Arkiv" in read_pdf(page(*drawn), "notice.pdf").blocks[0].text


def test_words_spread_over_a_narrow_column_are_a_sentence() -> None:
    lines = ("vern og vei", "by og land")
    spread = [f"BT /F 10 Tf 25 Tw 50 {700 - 14 * n} Td ({line}) Tj ET" for n, line in enumerate(lines)]

    found = read_pdf(page(*spread), "notice.pdf").blocks

    assert ["vern og vei by og land"] == [block.text.replace("\n", " ") for block in found]


def said(*contents: list[str]) -> list[str]:
    found = read_pdf(pages(*("\n".join(drawn) for drawn in contents)), "notice.pdf").blocks
    return [block.text for block in found]


def test_label_at_the_head_of_several_pages_is_text() -> None:
    head, label = text(50, 810, "Nes kommune"), text(50, 780, "Forslag til vedtak:")
    first = [head, text(50, 780, "Sak 1/22 Vei"), text(50, 752, "Veien er smal.")]

    found = said(first, [head, label, text(50, 752, "Den utvides.")], [head, label, text(50, 752, "Den stenges.")])

    assert 2 == found.count("Forslag til vedtak:")
    assert "Nes kommune" not in found


def test_line_that_begins_several_pages_is_text_where_more_follows_closely() -> None:
    head, begins = text(50, 810, "Nes kommune"), text(50, 780, "kommunen har vurdert saken og")
    others = [[head, text(50, 780, f"Sak {n}/22 Vei"), text(50, 752, "Saken er slik at")] for n in range(1, 4)]

    found = said(*others, *([head, begins, text(50, 766, f"mener at {n} er nok.")] for n in range(1, 4)))

    assert 3 == sum("kommunen har vurdert saken og" in each for each in found)


def test_header_that_the_first_page_lacks_is_no_text() -> None:
    head, foot = text(50, 810, "Nes kommune"), text(50, 30, "Side 2 av 3")

    found = said(
        [text(50, 780, "Innkalling")], *([head, text(50, 770, each), foot] for each in ("Sak 1/22", "Sak 2/22"))
    )

    assert ["Innkalling", "Sak 1/22", "Sak 2/22"] == found


def test_weight_that_all_letters_have_makes_none_bold() -> None:
    about = b"/FontName /Helvetica /Flags 32 /StemV 133 /ItalicAngle 0 /Ascent 700 /Descent -200 /CapHeight 700"
    font = b"/FontDescriptor <</Type /FontDescriptor %s /FontBBox [0 0 1000 1000]>>" % about

    found = read_pdf(pages(text(50, 700, "Saken er kjent."), font=font), "notice.pdf").blocks

    assert ["Saken er kjent."] == [block.text for block in found]


@pytest.mark.parametrize("written", [b"66006900", b"FB01"])
def test_letters_that_are_joined_in_print_are_two(written: bytes) -> None:
    cmap = b"1 beginbfchar <7E> <%s> endbfchar" % written
    beside = b"99 0 obj <</Length %d>> stream\n%s\nendstream endobj" % (len(cmap), cmap)

    found = read_pdf(pages(text(50, 700, "so~en"), font=b"/ToUnicode 99 0 R", beside=beside), "notice.pdf").blocks

    assert "sofien" == found[0].text


def test_people_on_full_lines_of_a_cell_are_a_list() -> None:
    found = rows(
        *grid([50, 120, 262], [700, 640, 620]),
        *(text(54, 688, "Innkalt"), text(124, 688, "Kari Berg, ordfører i Hole")),
        *(text(124, 676, "Ola Johan Vik, ordfører i Øvre"), text(124, 664, "Dal")),
        *(text(124, 652, "Eva Moe, ordfører i Nes"), text(54, 627, "Leder"), text(124, 627, "Kari Berg")),
    )

    assert found[0][1].split("\n") == [
        "Kari Berg, ordfører i Hole",
        "Ola Johan Vik, ordfører i Øvre Dal",
        "Eva Moe, ordfører i Nes",
    ]


def test_bullets_that_are_drawn_begin_items() -> None:
    drawn = [
        text(50, 700, "Slik er det:"),
        text(80, 676, "Ventelisten er lang."),
        text(80, 662, "En vikar er leid inn."),
    ]

    found = read_pdf(page(*drawn, "68 678 3.5 3.5 re f", "68 664 3.5 3.5 re f"), "notice.pdf").blocks

    assert [(BlockKind.ITEM, "Ventelisten er lang."), (BlockKind.ITEM, "En vikar er leid inn.")] == [
        (block.kind, block.text) for block in found[1:]
    ]


def test_text_beside_a_bar_is_quoted() -> None:
    drawn = [text(50, 700, "Avtalen sier:"), text(62, 676, "Plassene deles likt."), text(50, 650, "Det er gjort.")]

    found = read_pdf(page(*drawn, "52 672 2 14 re f"), "notice.pdf").blocks

    assert [BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.PARAGRAPH] == [block.kind for block in found]


def test_bar_beside_what_was_changed_quotes_nothing() -> None:
    drawn = (text(62, 700, "Saken er kjent."), text(62, 676, "Den vedtas."), "45 672 1 14 re f")

    assert BlockKind.QUOTE not in [block.kind for block in read_pdf(page(*drawn), "notice.pdf").blocks]


def test_bar_along_the_page_quotes_nothing() -> None:
    found = read_pdf(page(text(62, 676, "Det er gjort."), "52 100 2 600 re f"), "notice.pdf").blocks

    assert [BlockKind.PARAGRAPH] == [block.kind for block in found]


def test_foot_that_ends_with_the_number_of_its_page_is_no_text() -> None:
    found = said(
        *([text(50, 700, each), text(50, 38, f"Nes - post@nes.example - {n}")] for n, each in ((1, "a."), (2, "b.")))
    )

    assert ["a.", "b."] == found


def test_header_of_each_section_is_no_text() -> None:
    heads = ("Innkalling for utvalget", "Saksnummer 5/22 i topptekst", "Saksnummer 6/22 i topptekst")

    found = said(
        *([text(50, 790, head), text(50, 720, "Saken er kjent."), text(50, 706, "Den er ny.")] for head in heads)
    )

    assert not [each for each in found if each in heads]


def test_cases_that_each_begin_a_page_are_text() -> None:
    cases = [f"Sak {n}/22 Vei {n}" for n in (1, 2, 3)]

    found = said(
        *([text(50, 790, case), text(50, 740, "Saken er kjent."), text(50, 726, "Den er ny.")] for case in cases)
    )

    assert cases == [each for each in found if each in cases]


def test_label_below_a_full_line_with_one_is_a_line_of_its_own() -> None:
    drawn = (
        text(50, 700, "Tid: tirsdag den 23. juli 2024, kl. 10.30 til kl. 12.00"),
        text(50, 686, "Oppmøtested: Teams"),
    )

    found = read_pdf(page(*drawn), "notice.pdf").blocks

    assert "Oppmøtested: Teams" == found[0].text.split("\n")[-1]
