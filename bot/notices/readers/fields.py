"""Word's fields and forms: which text of theirs a reader sees, ECMA-376 §17.16.

A field stands in its paragraph as an instruction and a result; only the result is shown. What a person chose in an old
form, a box that is ticked or an entry of a list, is in no text at all.
"""

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from bot.notices.readers.wordml import W, child, is_on, value

TICKED, UNTICKED = "☒", "☐"
_SYMBOL_FONTS = ("wingdings", "webdings", "symbol")


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
    """The sign that a w:sym shows; one of a symbol font at that font's place in the private use area, from U+F000."""
    code = element.get(f"{W}char", "")
    place = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{2,4}", code) else 0
    if element.get(f"{W}font", "").lower().startswith(_SYMBOL_FONTS):
        return chr(0xF000 | place & 0xFF)
    return chr(place) if 0x20 < place < 0xD800 else ""


def is_placeholder(control: ET.Element) -> bool:
    """Whether a content control still shows its «Click here to enter text»."""
    return is_on(child(control, "sdtPr", "showingPlcHdr"))
