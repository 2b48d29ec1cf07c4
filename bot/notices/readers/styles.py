"""What a Word document's styles say of a paragraph and its runs: heading, quotation, weight, size, numbering."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from bot.notices.readers.layout import Look
from bot.notices.readers.wordml import W, child, is_on, value

_HEADING = re.compile(r"(?:heading|overskrift|rubrik)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"title|tittel", re.IGNORECASE)
_QUOTE = re.compile(r"(?:intense\s+)?quote|(?:sterkt\s+)?sitat|block text|quotations", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|contents)\s*\d|table of contents", re.IGNORECASE)
_LONGEST_CHAIN = 12
# Half points; what Word takes where a document states no size.
_USUAL_SIZE = 20
_BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph's style: `level` is a heading's from 1, 0 for running text; `contents` marks a line of a table of
    contents; `look` is that of its runs."""

    look: Look
    level: int = 0
    quote: bool = False
    contents: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading by style."""
        return self.level > 0


class Styles:
    """The styles of a document; a document without has only running text."""

    def __init__(self, root: ET.Element | None) -> None:
        """Reads the part word/styles.xml."""
        found = [] if root is None else root.findall(f"{W}style")
        self._styles = {style.get(f"{W}styleId", ""): style for style in found}
        defaults = (s for s in found if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default") in {"1", "true"})
        self._default = next((style.get(f"{W}styleId", "") for style in defaults), "")
        stated = _size(child(root, "docDefaults", "rPrDefault", "rPr"))
        self._plain = Look(bold=False, underlined=False, size=stated or _USUAL_SIZE)

    def _chain(self, style_id: str | None) -> list[ET.Element]:
        """The style and those that it is based on, nearest first."""
        chain: list[ET.Element] = []
        while style_id and style_id in self._styles and len(chain) < _LONGEST_CHAIN:
            chain.append(self._styles[style_id])
            style_id = value(child(chain[-1], "basedOn"))
        return chain

    def of_paragraph(self, properties: ET.Element | None) -> ParagraphStyle:
        """The style of a paragraph with those properties (w:pPr)."""
        chain = self._chain(value(child(properties, "pStyle")) or self._default)
        names = [value(child(style, "name")) or "" for style in chain]
        return ParagraphStyle(
            look=_look([child(style, "rPr") for style in chain], self._plain),
            level=self._level(properties, chain, names),
            quote=any(_QUOTE.fullmatch(name) for name in names[:2]),
            contents=any(_CONTENTS.fullmatch(name) for name in names),
        )

    def _level(self, properties: ET.Element | None, chain: list[ET.Element], names: list[str]) -> int:
        outlines = [child(properties, "outlineLvl"), *(child(style, "pPr", "outlineLvl") for style in chain)]
        stated = next((value(each) for each in outlines if each is not None), None)
        if stated and stated.isdigit():
            return int(stated) + 1 if int(stated) < _BODY_LEVEL else 0
        headings = (match for name in names if (match := _HEADING.match(name)))
        if match := next(headings, None):
            return int(match[1])
        return 1 if any(_TITLE.fullmatch(name) for name in names[:1]) else 0

    def numbering(self, properties: ET.Element | None) -> tuple[str, int] | None:
        """The list (w:numId) and level from 0 that a paragraph belongs to; None where it is in no list."""
        chain = self._chain(value(child(properties, "pStyle")) or self._default)
        found = [child(properties, "numPr"), *(child(style, "pPr", "numPr") for style in chain)]
        place = next((each for each in found if each is not None and child(each, "numId") is not None), None)
        number = value(child(place, "numId"))
        if number is None or number == "0":
            return None
        stated = next((level for each in found if (level := value(child(each, "ilvl")))), "0")
        return number, min(int(stated), 8) if stated.isdigit() else 0

    def look(self, properties: ET.Element | None, default: Look) -> Look:
        """How a run with those properties (w:rPr) looks in a paragraph whose style looks so."""
        chain = self._chain(value(child(properties, "rStyle")))
        return _look([properties, *(child(style, "rPr") for style in chain)], default)


def _look(stated: list[ET.Element | None], default: Look) -> Look:
    """What is stated, nearest first, over the default."""
    bold = next((is_on(each) for of in stated if (each := child(of, "b")) is not None), default.bold)
    underlined = next((is_on(each) for of in stated if (each := child(of, "u")) is not None), default.underlined)
    size = next((size for of in stated if (size := _size(of))), default.size)
    return Look(bold, underlined, size)


def _size(properties: ET.Element | None) -> int:
    """The size that run properties state, in half points; 0 where they state none."""
    stated = value(child(properties, "sz")) or ""
    return int(stated) if stated.isdigit() else 0
