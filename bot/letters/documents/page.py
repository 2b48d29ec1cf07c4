"""A document as one HTML page that needs nothing else: no script, no font, no picture from anywhere."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache

from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from bot.letters.catalogue import templates_dir
from bot.letters.documents.tree import (
    NOTHING,
    Block,
    Box,
    Bullets,
    Code,
    Document,
    Facts,
    Heading,
    Numbered,
    Paragraph,
    Picture,
    Quote,
    Run,
    Table,
    Tone,
    words_of,
)

_NONE = Markup()


def page_of(document: Document) -> str:
    """The page, readable on a phone and fit for print; every text of people is escaped."""
    return _template().render(document=document, content=_joined(document.blocks), logo=_embedded(document.logo))


def _embedded(picture: Picture | None) -> str:
    """The picture as an address that holds it (RFC 2397); as an image nothing in it is run or fetched."""
    if picture is None:
        return ""
    kind = "image/svg+xml" if picture.kind == "svg" else "image/png"
    return f"data:{kind};base64,{b64encode(picture.content).decode('ascii')}"


def page_fragment(blocks: Iterable[Block]) -> str:
    """The blocks alone as HTML, for a text that stands within another's page."""
    return str(_joined(blocks))


@cache
def _template() -> Template:
    loader = FileSystemLoader(templates_dir() / "layout" / "documents")
    environment = ImmutableSandboxedEnvironment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("page.html.j2")


def _element(tag: str, inner: Markup, attributes: str = "") -> Markup:
    return Markup(f"<{tag}{attributes}>{inner}</{tag}>")  # noqa: S704 - the parts are escaped, the tags our own


def _joined(blocks: Iterable[Block]) -> Markup:
    return Markup("\n").join(_block(block) for block in blocks)


def _block(block: Block) -> Markup:  # noqa: PLR0911 - one answer a kind of block
    match block:
        case Heading(level, runs):
            return _element(f"h{level}", _inline(runs))
        case Paragraph(runs, tone):
            return _element("p", _inline(runs), "" if tone is Tone.BODY else f' class="{tone.value}"')
        case Bullets(items):
            return _element("ul", _NONE.join(_element("li", _item(item)) for item in items))
        case Numbered(items):
            return _element("ol", _NONE.join(_element("li", _item(item), f' value="{n}"') for n, item in items))
        case Quote(blocks):
            return _element("blockquote", _joined(blocks))
        case Code(code):
            return _element("pre", _element("code", escape(code)))
        case Table():
            return _table(block)
        case Facts(rows):
            pairs = (_element("dt", escape(f"{label}:")) + _element("dd", _inline(value)) for label, value in rows)
            return _element("dl", _NONE.join(pairs))
        case Box(mark, blocks):
            return _element("div", _joined(blocks), f' class="box {mark.value}"')


def _item(blocks: Sequence[Block]) -> Markup:
    """A list item; one paragraph alone needs no element of its own."""
    match blocks:
        case [Paragraph(runs, Tone.BODY)]:
            return _inline(runs)
        case _:
            return _joined(blocks)


def _table(table: Table) -> Markup:
    caption = _element("caption", escape(table.caption)) if table.caption else _NONE
    numbers = table.numeric
    titles = zip(table.head, numbers, strict=True)
    head = _NONE.join(
        _element("th", escape(title), ' scope="col"' + _classes(number=number)) for title, number in titles
    )
    body = _NONE.join(_element("tr", _row(table.head, numbers, row)) for row in table.rows)
    parts = caption + _element("thead", _element("tr", head)) + _element("tbody", body)
    return _element("div", _element("table", parts), ' class="wide"')


def _row(head: Sequence[str], numbers: Sequence[bool], row: Sequence[Sequence[Run]]) -> Markup:
    """A row whose first cell is its header; each cell names its column for the narrow layout."""
    labelled = zip(head, numbers, row, strict=True)
    _, _, first = next(labelled)
    cells = (_element("td", _inline(cell), _column(title, cell, number=number)) for title, number, cell in labelled)
    return _element("th", _inline(first), ' scope="row"') + _NONE.join(cells)


def _column(title: str, cell: Sequence[Run], *, number: bool) -> str:
    """What the narrow layout needs: the column's title, and whether there is anything to tell under it."""
    empty = words_of(cell) in ("", NOTHING)
    return f' data-column="{escape(title)}"' + _classes(number=number, none=empty)


def _classes(**wanted: bool) -> str:
    named = " ".join(name for name, want in wanted.items() if want)
    return f' class="{named}"' if named else ""


def _inline(runs: Sequence[Run]) -> Markup:
    return _NONE.join(_run(run) for run in runs)


def _run(run: Run) -> Markup:
    shown = Markup("<br>").join(escape(line) for line in run.text.split("\n"))
    styles = (("code", run.code), ("strong", run.bold), ("em", run.italic), ("s", run.struck))
    for tag, wanted in styles:
        if wanted:
            shown = _element(tag, shown)
    return _element("a", shown, f' href="{escape(run.link)}"') if run.link else shown
