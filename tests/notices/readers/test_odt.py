import io
import zipfile

import pytest

from bot.errors import BadFileError
from bot.notices.outline import Block, BlockKind
from bot.notices.readers.odt import read_odt

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "manifest": "manifest",
    }.items()
)
NAMESPACES += ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
STYLES = """
<style:style style:name="fet" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="strek" style:family="text">
 <style:text-properties style:text-underline-style="solid"/></style:style>
<style:style style:name="stor" style:family="text"><style:text-properties fo:font-size="16pt"/></style:style>
<style:style style:name="skjult" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Quotations" style:family="paragraph"/>
<text:list-style style:name="tall">
 <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
 <text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>
</text:list-style>
<text:list-style style:name="prikk">
 <text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>
"""


def document(body: str, **parts: str) -> bytes:
    content = f"<office:document-content {NAMESPACES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
    content += f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name, part in {"content.xml": content, **parts}.items():
            file.writestr(name, part)
    return written.getvalue()


def blocks(body: str) -> tuple[Block, ...]:
    return read_odt(document(body), "notice.odt").blocks


def listed(style: str, *texts: str, attributes: str = "") -> str:
    items = "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts)
    return f'<text:list text:style-name="{style}" {attributes}>{items}</text:list>'


def test_bold_tabs_and_line_breaks_are_kept() -> None:
    body = '<text:p>Det er <text:span text:style-name="fet">viktig</text:span>.<text:line-break/>'
    body += "Tid:<text:tab/>i dag</text:p>"

    assert blocks(body)[0].text == "Det er **viktig**.\nTid: i dag"


def test_headings_and_quotations() -> None:
    body = '<text:h text:outline-level="2">Bakgrunn</text:h><text:p text:style-name="Quotations">Sitert.</text:p>'

    assert [(each.kind, each.level) for each in blocks(body)] == [(BlockKind.HEADING, 2), (BlockKind.QUOTE, 0)]


def test_lists_are_counted_and_go_on() -> None:
    body = listed("tall", "En", "To") + "<text:p>Mellom</text:p>"
    body += listed("tall", "Tre", attributes='text:continue-numbering="true"') + listed("tall", "Ny en")

    assert [each.marker for each in blocks(body)] == ["1.", "2.", "", "3.", "1."]


def test_bullets_are_items() -> None:
    assert [each.marker for each in blocks(listed("prikk", "a", "b"))] == ["-", "-"]


def test_deleted_and_hidden_text_is_left_out() -> None:
    body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>Slettet</text:p></text:deletion>"
    body += '</text:changed-region></text:tracked-changes><text:p>Her<text:change text:change-id="1"/> er det'
    body += '<text:span text:style-name="skjult"> ikke</text:span>.</text:p>'

    assert [each.text for each in blocks(body)] == ["Her er det."]


def test_placeholders_are_left_out() -> None:
    hint = '<loext:content-control loext:showing-place-holder="true">Velg en dato.</loext:content-control>'
    filled = "<loext:content-control>Nes rådhus</loext:content-control>"
    body = f"<text:p>Frist: {hint}<text:placeholder>Fyll ut</text:placeholder></text:p><text:p>Sted: {filled}</text:p>"

    assert ["Frist:", "Sted: Nes rådhus"] == [each.text for each in blocks(body)]


def test_contents_have_no_page_numbers() -> None:
    body = "<text:table-of-content><text:index-body><text:p>Sak 1/22 Budsjett<text:tab/>2</text:p></text:index-body>"

    assert ["Sak 1/22 Budsjett"] == [each.text for each in blocks(f"{body}</text:table-of-content>")]


def test_line_underlined_or_larger_as_a_whole_is_bold() -> None:
    text = "<text:p>Saken ble utsatt i forrige møte, og kommunene har uttalt seg.</text:p>"
    underlined = '<text:p><text:span text:style-name="strek">Om saken</text:span></text:p>'
    larger = '<text:p><text:span text:style-name="stor">Økonomi</text:span></text:p>'
    word = '<text:p>Vi må <text:span text:style-name="strek">alltid</text:span></text:p>'

    found = [each.text for each in blocks(underlined + text + larger + text + word)]

    assert ["**Om saken**", "**Økonomi**", "Vi må alltid"] == found[::2]


def test_line_ends_of_the_file_are_blanks() -> None:
    assert blocks("<text:p>Vi møtes\n     i dag.</text:p>")[0].text == "Vi møtes i dag."


def test_signs_of_symbol_fonts_are_read() -> None:
    assert blocks("<text:p>\uf0fe ja, \uf0a8 nei \uf04a</text:p>")[0].text == "☒ ja, ☐ nei"


def test_first_page_has_the_letterhead() -> None:
    styles = (
        f"<office:document-styles {NAMESPACES}><office:master-styles><style:master-page>"
        "<style:header><text:p>Møteinnkalling, fortsatt</text:p></style:header>"
        "<style:header-first><text:p>Fjord kommune</text:p></style:header-first>"
        "</style:master-page></office:master-styles></office:document-styles>"
    )

    found = read_odt(document("<text:p>Innkalling</text:p>", **{"styles.xml": styles}), "notice.odt")

    assert found.letterhead == ("Fjord kommune",)


def test_text_box_stands_after_its_paragraph() -> None:
    body = "<text:p>Utenfor<draw:frame><draw:text-box><text:p>I boksen</text:p></draw:text-box></draw:frame></text:p>"

    assert [each.text for each in blocks(body)] == ["Utenfor", "I boksen"]


def test_table_keeps_empty_cells() -> None:
    cells = "<table:table-cell><text:p>Hole</text:p></table:table-cell>"
    cells += '<table:table-cell table:number-columns-repeated="2"/>'
    rows = f"<table:table-header-rows><table:table-row>{cells}</table:table-row></table:table-header-rows>"

    assert blocks(f"<table:table>{rows}</table:table>")[0].rows == (("Hole", "", ""),)


@pytest.mark.parametrize(
    ("part", "content", "what"),
    [
        ("META-INF/manifest.xml", f"<manifest:encryption-data {NAMESPACES}/>", "is encrypted"),
        ("Basic/Standard/Module1.xml", "<module/>", "carries macros"),
        ("content.xml", "<office", "is broken in its part"),
        ("content.xml", "<other/>", "is no text document"),
    ],
)
def test_document_that_cannot_be_read_is_refused(part: str, content: str, what: str) -> None:
    with pytest.raises(BadFileError, match=what):
        read_odt(document("<text:p>x</text:p>", **{part: content}), "notice.odt")
