"""The vocabulary of WordprocessingML: names, on/off properties, values."""

from xml.etree import ElementTree as ET

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{_MAIN}}}"
# ISO/IEC 29500-1 names the same vocabulary otherwise: Word's «Strict Open XML Document».
STRICT = {b"http://purl.oclc.org/ooxml/wordprocessingml/main": _MAIN.encode()}
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def child(parent: ET.Element | None, *names: str) -> ET.Element | None:
    """The descendant by the path of names; None where there is none."""
    for name in names:
        parent = None if parent is None else parent.find(f"{W}{name}")
    return parent


def value(element: ET.Element | None) -> str | None:
    """The element's w:val; None where it has none, or there is no element."""
    return None if element is None else element.get(f"{W}val")


def is_on(element: ET.Element | None) -> bool:
    """Whether an on/off property is there and not switched off, ECMA-376 §17.17.4."""
    return element is not None and value(element) not in {"0", "false", "off", "none"}
