"""A document that is a zip of XML parts, opened with care: Word's and LibreOffice's own formats.

Whatever is wrong with the file becomes one line; a part that would unpack to far more than a notice is not unpacked.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from bot.errors import BadFileError

LARGEST_PART = 60 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Package:
    """The parts of a zipped document; `name` is what error lines call it."""

    def __init__(self, raw: bytes, name: str, *, kind: str, synonyms: Mapping[bytes, bytes] | None = None) -> None:
        """Opens the bytes; BadFileError where they are no such document. `synonyms` are namespaces that other versions
        of the format use, each with the one that its parts are read with."""
        self.name = name
        self._synonyms = synonyms or {}
        if raw.startswith(_OLE):
            raise self.bad("is encrypted or from an old Word; save it as .docx without a password")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, EOFError, OSError) as error:
            raise self.bad(f"is broken, or no {kind} document; open it, save it again and give that") from error
        self.members = frozenset(self._zip.namelist())

    def bad(self, what: str) -> BadFileError:
        """The error for this file, as one line."""
        return BadFileError([f"{self.name}: {what}"])

    def xml(self, member: str) -> ET.Element | None:
        """The root of an XML part; None where the document has no such part."""
        if member not in self.members:
            return None
        content = self._content(member)
        # A part of a document has no document type; one that has would be there to expand or fetch entities.
        if b"<!DOCTYPE" in content[:2000] or b"<!ENTITY" in content:
            raise self.bad(f"its part {member} declares entities, which no office program writes; save it again")
        for other, usual in self._synonyms.items():
            content = content.replace(other, usual)
        try:
            return ET.fromstring(content)  # noqa: S314 - without a document type there are no entities
        except (ET.ParseError, ValueError, LookupError) as error:
            raise self.bad(f"is broken in its part {member}; open it, save it again and give that") from error

    def _content(self, member: str) -> bytes:
        try:
            info = self._zip.getinfo(member)
            if info.flag_bits & 0x1:
                raise self.bad("is encrypted; save it without a password")
            with self._zip.open(member) as part:
                content = part.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
            raise self.bad(f"is broken in its part {member}; open it, save it again and give that") from error
        if len(content) > LARGEST_PART:
            raise self.bad(f"unpacks to more than {LARGEST_PART // (1024 * 1024)} MB; give the notice without pictures")
        return content
