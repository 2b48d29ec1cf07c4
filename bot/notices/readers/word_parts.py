"""Where in a Word document which part lies: by its relationships, ISO/IEC 29500-2 §9.3, not by the parts' names.

Word names the main part `word/document.xml`, its services on the web also `word/document2.xml`; a document without
relationships is read by the usual names.
"""

import posixpath
from xml.etree import ElementTree as ET

from bot.notices.readers.package import Package
from bot.notices.readers.wordml import STRICT

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_USUAL = {"styles": "word/styles.xml", "numbering": "word/numbering.xml"}


class WordParts:
    """The parts of a Word document."""

    def __init__(self, raw: bytes, name: str) -> None:
        """Opens the bytes; BadFileError where they are no Word document, are encrypted or carry macros."""
        self._package = Package(raw, name, kind="Word", synonyms=STRICT)
        if any(member.lower().endswith("vbaproject.bin") for member in self._package.members):
            raise self._package.bad("carries macros; save it as an ordinary Word document (.docx)")
        main = next(iter(self._targets("", "officeDocument")), "word/document.xml")
        document = self._package.xml(main)
        if document is None:
            raise self._package.bad("is no Word document; save the notice as .docx")
        self.document = document
        self._main = main

    def part(self, kind: str) -> ET.Element | None:
        """The root of the main part's `styles` or `numbering`; None where it has none."""
        return self._package.xml(next(iter(self._targets(self._main, kind)), _USUAL[kind]))

    def headers(self) -> list[ET.Element]:
        """The roots of the headers of pages, by the names of their parts."""
        named = self._targets(self._main, "header")
        usual = [member for member in self._package.members if member.startswith("word/header")]
        return [root for member in sorted(named or usual) if (root := self._package.xml(member)) is not None]

    def _targets(self, source: str, kind: str) -> list[str]:
        """The parts to which a part, or the package itself, has relationships of that kind."""
        folder, name = posixpath.split(source)
        root = self._package.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        relationships = [] if root is None else root.findall(_RELATIONSHIP)
        targets = (
            posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
            for each in relationships
            if each.get("Type", "").endswith(f"/{kind}") and each.get("TargetMode") != "External"
        )
        return [target for target in targets if target in self._package.members]
