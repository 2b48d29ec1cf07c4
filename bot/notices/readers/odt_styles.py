"""What an OpenDocument's styles say of paragraphs, text and lists; and the names of its vocabulary."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from bot.notices.readers.layout import Look

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"

LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_HEAVY = frozenset({"bold", "600", "700", "800", "900"})
# Points; what a document that states no size is shown in.
_USUAL_SIZE = 12.0


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list counts; `form` is empty for a bullet."""

    form: str
    prefix: str
    suffix: str
    start: int
    levels_shown: int


class OdtStyles:
    """The styles of a document, those of its content over those of its template."""

    def __init__(self, roots: list[ET.Element]) -> None:
        """Reads the roots of the template's and the content's parts, in this order."""
        self._styles = {
            (s.get(f"{STYLE}family"), s.get(f"{STYLE}name")): s for r in roots for s in r.iter(f"{STYLE}style")
        }
        defaults = (s for r in roots for s in r.iter(f"{STYLE}default-style") if s.get(f"{STYLE}family") == "paragraph")
        plain = Look(bold=False, underlined=False, size=_USUAL_SIZE)
        self._plain = _look(list(defaults), plain)
        self._lists = {each.get(f"{STYLE}name"): each for r in roots for each in r.iter(f"{TEXT}list-style")}

    def _chain(self, family: str, name: str | None) -> list[ET.Element]:
        chain: list[ET.Element] = []
        while (family, name) in self._styles and len(chain) < 12:
            chain.append(self._styles[family, name])
            name = chain[-1].get(f"{STYLE}parent-style-name")
        return chain

    def look(self, family: str, name: str | None, default: Look) -> Look:
        """How text of that style looks, its size in points, where whatever the style leaves open looks so."""
        return _look(self._chain(family, name), default)

    def of_paragraph(self, name: str | None) -> Look:
        """How the text of a paragraph of that style looks."""
        return self.look("paragraph", name, self._plain)

    def is_hidden(self, name: str | None) -> bool:
        """Whether text of that style is not shown."""
        properties = (style.find(f"{STYLE}text-properties") for style in self._chain("text", name))
        return any(each is not None and each.get(f"{TEXT}display") == "none" for each in properties)

    def names(self, name: str | None) -> str:
        """The display names of a paragraph's style and those it is based on, in one lower-case text."""
        chain = self._chain("paragraph", name)
        own = [name or ""]
        return " ".join(
            [*own, *(style.get(f"{STYLE}display-name", style.get(f"{STYLE}name", "")) for style in chain)]
        ).lower()

    def list_of(self, name: str | None) -> str | None:
        """The list style that a paragraph's style names; None where it names none."""
        chain = self._chain("paragraph", name)
        return next((stated for style in chain if (stated := style.get(f"{STYLE}list-style-name"))), None)

    def level(self, list_name: str | None, level: int) -> ListLevel | None:
        """How that level (from 0) of the list counts; None where the document does not say."""
        style = self._lists.get(list_name)
        for each in () if style is None else style:
            if each.get(f"{TEXT}level") != str(level + 1):
                continue
            is_number = each.tag == f"{TEXT}list-level-style-number"
            return ListLevel(
                form=each.get(f"{STYLE}num-format", "") if is_number else "",
                prefix=each.get(f"{STYLE}num-prefix", "") if is_number else "",
                suffix=each.get(f"{STYLE}num-suffix", "") if is_number else "",
                start=small(each.get(f"{TEXT}start-value"), 1),
                levels_shown=small(each.get(f"{TEXT}display-levels"), 1),
            )
        return None


def _look(styles: list[ET.Element], default: Look) -> Look:
    """What the styles state, nearest first, over the default."""
    found = (style.find(f"{STYLE}text-properties") for style in styles)
    stated = [each for each in found if each is not None]
    weight = _first(stated, f"{FO}font-weight")
    line = _first(stated, f"{STYLE}text-underline-style")
    size = re.fullmatch(r"([\d.]+)pt", _first(stated, f"{FO}font-size"))
    return Look(
        bold=weight in _HEAVY if weight else default.bold,
        underlined=line != "none" if line else default.underlined,
        size=float(size[1]) if size else default.size,
    )


def _first(properties: list[ET.Element], name: str) -> str:
    """The attribute where it is stated first; empty where it is nowhere."""
    return next((stated for each in properties if (stated := each.get(name))), "")


def small(text: str | None, default: int) -> int:
    """The number that an attribute states, at most 9999; the default where it states none."""
    return min(int(text), 9999) if text and text.isdigit() else default
