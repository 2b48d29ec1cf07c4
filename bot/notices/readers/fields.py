"""Word's fields and forms: which text of theirs a reader sees, ECMA-376 §17.16.

A field stands in its paragraph as an instruction and a result; only the result is shown. What a person chose in an old
form, a box that is ticked or an entry of a list, is in no text at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from bot.notices.readers.wordml import W, child, is_on, value

TICKED, UNTICKED = "☒", "☐"
# The signs of Word's symbol fonts that say something: ticks, crosses, boxes.
_SYMBOLS = {
    ("wingdings", 0xFB): "✗",
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFD): TICKED,
    ("wingdings", 0xFE): TICKED,
    ("wingdings", 0x78): TICKED,
    ("wingdings", 0x6F): UNTICKED,
    ("wingdings", 0x71): UNTICKED,
    ("wingdings", 0xA8): UNTICKED,
    ("wingdings 2", 0x4F): "✗",
    ("wingdings 2", 0x50): "✓",
    ("wingdings 2", 0x51): TICKED,
    ("wingdings 2", 0x52): TICKED,
    ("wingdings 2", 0xA3): UNTICKED,
}


@dataclass(slots=True)
class Fields:
    """The fields that are open at a place of a paragraph, the innermost last: whether each shows its result yet."""

    _shown: list[bool] = field(default_factory=list)

    def read(self, mark: ET.Element) -> str:
        """Take in the next w:fldChar, and say what it shows by itself."""
        match mark.get(f"{W}fldCharType"):
            case "begin":
                self._shown.append(False)
                return _chosen(mark) if all(self._shown[:-1]) else ""
            case "separate" if self._shown:
                self._shown[-1] = True
            case "end" if self._shown:
                self._shown.pop()
            case _:
                pass
        return ""

    @property
    def in_instruction(self) -> bool:
        """Whether the text here belongs to an instruction."""
        return not all(self._shown)

    def end_paragraph(self) -> None:
        """An instruction ends with its paragraph at the latest, also where a tracked change took its end away."""
        self._shown = [each for each in self._shown if each]


def _chosen(mark: ET.Element) -> str:
    """The choice in a form's box or list, empty for other fields; a list shows its first entry until one is chosen."""
    box, entries = child(mark, "ffData", "checkBox"), child(mark, "ffData", "ddList")
    if box is not None:
        state = child(box, "checked") if child(box, "checked") is not None else child(box, "default")
        return TICKED if is_on(state) else UNTICKED
    if entries is not None:
        at = value(child(entries, "result")) or value(child(entries, "default")) or "0"
        texts = [value(each) or "" for each in entries.findall(f"{W}listEntry")]
        return texts[int(at)] if at.isdigit() and int(at) < len(texts) else ""
    return ""


def symbol(element: ET.Element) -> str:
    """The sign that a w:sym shows; empty for a mere ornament."""
    code = element.get(f"{W}char", "")
    try:
        # The private use area repeats the font's own table from U+F000.
        place = int(code, 16) & 0xFF if int(code, 16) >= 0xF000 else int(code, 16)
    except ValueError:
        return ""
    font = element.get(f"{W}font", "").lower()
    if font.startswith(("wingdings", "webdings", "symbol")):
        return _SYMBOLS.get((font, place), "")
    return chr(place) if 0x20 < place < 0xD800 else ""


def is_placeholder(control: ET.Element) -> bool:
    """Whether a content control still shows its «Click here to enter text»."""
    return is_on(child(control, "sdtPr", "showingPlcHdr"))


def without_page_numbers(texts: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The pieces of a line of a table of contents, up to the tab before its page number."""
    kept = list(texts)
    whole = "".join(text for text, _ in kept)
    head, tab, page = whole.rpartition("\t")
    left = len(head) if tab and page.strip().isalnum() and len(page.strip()) < 6 else len(whole)
    cut: list[tuple[str, bool]] = []
    for text, bold in kept:
        cut.append((text[:left], bold))
        left = max(0, left - len(text))
    return cut
