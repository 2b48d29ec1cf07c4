"""Word documents written part by part, because what matters here is what Word writes and few libraries can."""

import io
import zipfile

import pytest

from bot.errors import BadFileError
from bot.notices.outline import Block, BlockKind, Outline
from bot.notices.readers.docx import read_docx

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
STYLES = """
<w:style w:type="paragraph" w:styleId="Overskrift1"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Egen"><w:name w:val="Sakstittel"/><w:basedOn w:val="Overskrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Sitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Punkt"><w:name w:val="Punkt"/>
 <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="INNH1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Hyperkobling"><w:name w:val="Hyperlink"/>
 <w:rPr><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Sterk"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
 <w:lvl w:ilvl="0"><w:start w:val="7"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Sak %1/22"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="Punktliste"/></w:abstractNum>
<w:abstractNum w:abstractNumId="4"><w:styleLink w:val="Punktliste"/>
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="0"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""


def archive(**parts: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return written.getvalue()


def document(body: str, **parts: str) -> bytes:
    return archive(
        **{
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {NAMESPACES}>{STYLES}</w:styles>",
            "word/numbering.xml": f"<w:numbering {NAMESPACES}>{NUMBERING}</w:numbering>",
            **parts,
        }
    )


def outline(body: str, **parts: str) -> Outline:
    return read_docx(document(body, **parts), "notice.docx")


def blocks(body: str) -> tuple[Block, ...]:
    return outline(body).blocks


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def item(text: str, number: int, level: int = 0) -> str:
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_runs_of_a_paragraph_are_joined() -> None:
    body = paragraph(run("Tid: ons") + run("dag 2. ") + run("mars"))

    assert [block.text for block in blocks(body)] == ["Tid: onsdag 2. mars"]


def test_bold_is_kept_around_the_words() -> None:
    body = paragraph(run("Det er ") + run("svært ", "<w:b/>") + run("viktig", '<w:rStyle w:val="Sterk"/>') + run("."))

    assert blocks(body)[0].text == "Det er **svært viktig**."


def test_bold_switched_off_is_not_bold() -> None:
    assert blocks(paragraph(run("Nei", '<w:b w:val="0"/>')))[0].text == "Nei"


def test_heading_by_style_and_by_what_it_is_based_on() -> None:
    body = paragraph(run("En"), '<w:pStyle w:val="Overskrift1"/>') + paragraph(run("To"), '<w:pStyle w:val="Egen"/>')

    assert [(each.kind, each.level, each.text) for each in blocks(body)] == [
        (BlockKind.HEADING, 1, "En"),
        (BlockKind.HEADING, 1, "To"),
    ]


def test_quotation_by_style() -> None:
    assert blocks(paragraph(run("Sitert."), '<w:pStyle w:val="Sitat"/>'))[0].kind is BlockKind.QUOTE


def test_automatic_numbers_are_counted_as_word_counts() -> None:
    body = item("En", 1) + item("a", 1, 1) + item("b", 1, 1) + item("To", 1) + item("a", 1, 1) + item("Ny", 4)

    assert [(each.marker, each.level) for each in blocks(body)] == [
        ("1.", 0),
        ("a)", 1),
        ("b)", 1),
        ("2.", 0),
        ("a)", 1),
        ("1.", 0),
    ]


def test_number_by_style_is_counted() -> None:
    body = paragraph(run("En"), '<w:pStyle w:val="Punkt"/>') + paragraph(run("To"), '<w:pStyle w:val="Punkt"/>')

    assert [each.marker for each in blocks(body)] == ["1.", "2."]


def test_bullets_are_items() -> None:
    assert [(each.marker, each.text) for each in blocks(item("Punkt", 2))] == [("-", "Punkt")]


def test_automatic_case_number_is_part_of_the_heading() -> None:
    body = item("Budsjett", 3) + item("Plan", 3)

    assert [each.text for each in blocks(body)] == ["Sak 7/22 Budsjett", "Sak 8/22 Plan"]


def test_list_that_names_a_list_style_is_counted() -> None:
    assert ["1)", "2)"] == [each.marker for each in blocks(item("A", 5) + item("B", 5))]


def test_tracked_changes_are_accepted() -> None:
    body = paragraph(
        run("Vi kjøper ")
        + "<w:del><w:r><w:delText>en bil</w:delText></w:r></w:del>"
        + f"<w:ins>{run('to biler')}</w:ins>"
        + f"<w:moveFrom>{run(' i dag')}</w:moveFrom><w:moveTo>{run(' i morgen')}</w:moveTo>"
    )

    assert blocks(body)[0].text == "Vi kjøper to biler i morgen"


def test_paragraphs_joined_by_a_tracked_change_are_one() -> None:
    body = paragraph(run("Vi kjøper "), "<w:rPr><w:del/></w:rPr>") + paragraph(run("to biler."))

    assert [each.text for each in blocks(body)] == ["Vi kjøper to biler."]


def test_deleted_row_is_left_out() -> None:
    deleted = "<w:trPr><w:del/></w:trPr>" + cell("x") + cell("y")

    assert blocks(table(cell("a") + cell("b"), deleted))[0].rows == (("a", "b"),)


def test_hidden_text_and_fields_are_left_out() -> None:
    body = paragraph(run("Synlig") + run(" skjult", "<w:vanish/>") + "<w:r><w:instrText>PAGE</w:instrText></w:r>")

    assert blocks(body)[0].text == "Synlig"


def test_text_box_stands_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph(run('I boksen'))}</w:txbxContent>"
    anchor = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )

    assert [each.text for each in blocks(paragraph(run("Utenfor") + anchor))] == ["Utenfor", "I boksen"]


def test_cell_that_goes_on_below_says_the_same_there() -> None:
    found = blocks(
        table(
            cell("Hole", '<w:vMerge w:val="restart"/>') + cell("Kari Berg") + cell(""),
            cell("", "<w:vMerge/>") + cell("Per Dal", '<w:gridSpan w:val="2"/>'),
        )
    )

    assert found[0].rows == (("Hole", "Kari Berg", ""), ("Hole", "Per Dal", ""))


def test_frame_of_one_column_is_text() -> None:
    assert [each.kind for each in blocks(table(cell("Fjord kommune")))] == [BlockKind.PARAGRAPH]


def test_tabbed_lines_are_a_table() -> None:
    def tabbed(*cells: str) -> str:
        return paragraph("<w:r><w:tab/></w:r>".join(run(each) for each in cells))

    assert blocks(tabbed("Hole", "Kari Berg", "") + tabbed("Modum", "Ola Vik", "x"))[0].rows == (
        ("Hole", "Kari Berg", ""),
        ("Modum", "Ola Vik", "x"),
    )


def test_page_break_inside_a_case_leaves_no_trace() -> None:
    body = paragraph(run("Før") + '<w:r><w:br w:type="page"/></w:r>') + paragraph(run("etter"))

    assert [each.text for each in blocks(body)] == ["Før", "etter"]


def test_header_is_the_letterhead_and_no_text() -> None:
    header = f"<w:hdr {NAMESPACES}>{paragraph(run('Fjord kommune'))}</w:hdr>"

    found = outline(paragraph(run("Innkalling")), **{"word/header1.xml": header})

    assert (found.letterhead, [each.text for each in found.blocks]) == (("Fjord kommune",), ["Innkalling"])


def test_tab_in_the_header_parts_its_lines() -> None:
    inner = run("Fjord kommune") + "<w:r><w:tab/></w:r>" + run("Side 1")

    found = outline(paragraph(run("x")), **{"word/header1.xml": f"<w:hdr {NAMESPACES}>{paragraph(inner)}</w:hdr>"})

    assert found.letterhead == ("Fjord kommune",)


def test_macros_are_refused() -> None:
    with pytest.raises(BadFileError, match="carries macros"):
        outline(paragraph(run("x")), **{"word/vbaProject.bin": "x"})


def test_entities_are_refused() -> None:
    raw = archive(**{"word/document.xml": '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'})

    with pytest.raises(BadFileError, match="declares entities"):
        read_docx(raw, "notice.docx")


def test_broken_part_is_refused() -> None:
    with pytest.raises(BadFileError, match=r"is broken in its part word/document\.xml"):
        read_docx(archive(**{"word/document.xml": "<w:document"}), "notice.docx")


def test_other_zip_is_refused() -> None:
    with pytest.raises(BadFileError, match="is no Word document"):
        read_docx(archive(**{"a.txt": "a"}), "notice.docx")


def test_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.notices.readers.package.LARGEST_PART", 1024 * 1024)

    with pytest.raises(BadFileError, match="unpacks to more than 1 MB"):
        read_docx(archive(**{"word/document.xml": " " * (2 * 1024 * 1024)}), "notice.docx")


def test_table_inside_of_a_frame_is_a_table_of_its_own() -> None:
    inner = table(cell("Kommune") + cell("Navn"), cell("Hole") + cell("Kari Berg"))

    found = blocks(f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>")

    assert [(("Kommune", "Navn"), ("Hole", "Kari Berg"))] == [each.rows for each in found]


def test_tabs_that_only_reach_the_next_column_leave_no_cell() -> None:
    def tabbed(text: str) -> str:
        return paragraph("<w:r><w:tab/></w:r>".join(run(each) if each else "" for each in text.split("|")))

    lines = [
        "Kommune||Navn|||Forfall||Vara",
        "Nes||Kari Berg|||X||Per Dal",
        "Sør-Fron|Ola Vik",
        "Lom||Liv Moe||||Eva Lie",
    ]

    found = blocks("".join(map(tabbed, lines)))

    assert found[0].rows == (
        ("Kommune", "Navn", "Forfall", "Vara"),
        ("Nes", "Kari Berg", "X", "Per Dal"),
        ("Sør-Fron", "Ola Vik", "", ""),
        ("Lom", "Liv Moe", "", "Eva Lie"),
    )


def test_labels_and_people_are_two_tables() -> None:
    def tabbed(*cells: str) -> str:
        return paragraph("<w:r><w:tab/></w:r>".join(run(each) for each in cells))

    found = blocks(
        tabbed("Tid:", "kl. 9") + tabbed("Sted:", "Nes") + tabbed("Kommune", "Navn") + tabbed("Hole", "Kari")
    )

    assert [("Tid:", "Kommune"), ("Sted:", "Hole")] == list(zip(*([r[0] for r in b.rows] for b in found), strict=True))


# -- fields, forms and content controls


def field(instruction: str, result: str) -> str:
    marks = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    begin, separate, end = marks
    return f"{begin}<w:r><w:instrText>{instruction}</w:instrText></w:r>{separate}{run(result)}{end}"


def control(inner: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def test_field_shows_its_result_alone() -> None:
    reference = field(" REF sak ", "sak 1/22")
    condition = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
        + field("MERGEFIELD Sted", "Hole")
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run(", på Hole")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )

    assert blocks(paragraph(run("Se ") + reference + condition))[0].text == "Se sak 1/22, på Hole"


def test_field_whose_end_was_deleted_hides_its_own_paragraph_at_most() -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'

    assert ["Se", "etter"] == [b.text for b in blocks(paragraph(run("Se") + begun) + paragraph(run("etter")))]


def test_placeholders_are_left_out() -> None:
    hint = control(run("Klikk her for å skrive inn tekst."), "<w:showingPlcHdr/>")
    empty = control(paragraph(run("Velg en dato.")), "<w:showingPlcHdr/>")
    filled = control(paragraph(run("Nes rådhus")))

    assert ["Sted:", "Nes rådhus"] == [b.text for b in blocks(paragraph(run("Sted:") + hint) + empty + filled)]


def test_cell_with_a_placeholder_is_empty() -> None:
    hint = control(cell("Velg et element."), "<w:showingPlcHdr/>")

    assert blocks(table(cell("Hole") + hint + cell("x")))[0].rows == (("Hole", "", "x"),)


def test_ticked_boxes_are_shown() -> None:
    def box(state: str) -> str:
        return (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>'
            f'{state}</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    ticked, unticked = box("<w:checked/>"), box('<w:checked w:val="0"/>')
    drawn = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'

    assert ["☒ ja", "☐ nei", "☒ ja"] == [
        b.text
        for b in blocks(
            "".join(paragraph(x + run(t)) for x, t in ((ticked, " ja"), (unticked, " nei"), (drawn, " ja")))
        )
    ]


def test_entry_chosen_in_a_form_is_shown() -> None:
    chosen = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
        '<w:listEntry w:val="Hole"/><w:listEntry w:val="Modum"/></w:ddList></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )

    assert blocks(paragraph(run("Sted: ") + chosen))[0].text == "Sted: Modum"


def test_contents_have_no_page_numbers() -> None:
    def line(text: str, page: str) -> str:
        return run(text) + "<w:r><w:tab/></w:r>" + field(" PAGEREF x ", page)

    by_style = paragraph(line("Sak 1/22 Budsjett", "2"), '<w:pStyle w:val="INNH1"/>')
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    by_gallery = control(paragraph(line("Sak 2/22 Plan", "3")), gallery)

    assert ["Sak 1/22 Budsjett", "Sak 2/22 Plan"] == [b.text for b in blocks(by_style + by_gallery)]


# -- lines that are set apart


def test_line_underlined_or_larger_as_a_whole_is_bold() -> None:
    text = paragraph(run("Saken ble utsatt i forrige møte, og kommunene har gitt sine uttalelser siden."))
    underlined = paragraph(run("Om saken", '<w:u w:val="single"/>'))
    larger = paragraph(run("Økonomi", '<w:sz w:val="28"/>'))

    assert ["**Om saken**", "**Økonomi**"] == [b.text for b in blocks(underlined + text + larger + text)][::2]


def test_underlined_word_or_link_is_not_bold() -> None:
    word = paragraph(run("Vi må ") + run("alltid", '<w:u w:val="single"/>'))
    address = run("post@nes.example", '<w:rStyle w:val="Hyperkobling"/>')
    link = paragraph(f"<w:hyperlink>{address}</w:hyperlink>")

    assert ["Vi må alltid", "post@nes.example"] == [b.text for b in blocks(word + link)]


# -- what other programs write


def test_strict_open_xml_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body>{paragraph(run("Innkalling"))}</w:body></w:document>'

    assert outline("", **{"word/document.xml": body}).blocks[0].text == "Innkalling"


def test_main_part_is_where_the_relationship_says() -> None:
    def related(*parts: tuple[str, str]) -> str:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        rows = "".join(f'<Relationship Type="{kind}{name}" Target="{target}"/>' for name, target in parts)
        namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
        return f'<Relationships xmlns="{namespace}">{rows}</Relationships>'

    title = paragraph(run("Budsjett"), '<w:pStyle w:val="Egen"/>')
    raw = archive(
        **{
            "_rels/.rels": related(("officeDocument", "/word/document2.xml")),
            "word/_rels/document2.xml.rels": related(("styles", "styles2.xml"), ("header", "header9.xml")),
            "word/document2.xml": f"<w:document {NAMESPACES}><w:body>{title}</w:body></w:document>",
            "word/styles2.xml": f"<w:styles {NAMESPACES}>{STYLES}</w:styles>",
            "word/header9.xml": f"<w:hdr {NAMESPACES}>{paragraph(run('Fjord kommune'))}</w:hdr>",
        }
    )

    found = read_docx(raw, "notice.docx")

    assert (found.letterhead, found.blocks) == (("Fjord kommune",), (Block(BlockKind.HEADING, "Budsjett", level=1),))


def test_automatic_word_with_a_number_is_part_of_the_heading() -> None:
    sak = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="Sak %1:"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbering = f"<w:numbering {NAMESPACES}>{sak}</w:numbering>"

    assert outline(item("Plan", 1), **{"word/numbering.xml": numbering}).blocks[0].text == "Sak 1: Plan"
