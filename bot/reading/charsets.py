"""Bytes to text as mail really comes: wrong, missing and hostile charsets, encoded words, invisible characters.

The order is: the declared charset, then strict UTF-8, then windows-1252 (guessing by statistics is wrong on short
Norwegian texts). Only real text charsets are taken: UTF-7 hides words from whoever else reads the mail, and what
Python also calls codecs (rot13, zlib, idna) is no charset at all.
"""

import binascii
import codecs
import re
import unicodedata
from functools import lru_cache
from typing import Final

_FAMILIES = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp(?:125\d|43\d|85\d|86\d|932|936|949|950)|koi8-[ru]|mac-(?:roman|iceland)"
    r"|utf-16(?:-[lb]e)?|utf-32(?:-[lb]e)?|gb2312|gbk|gb18030|big5|shift_jis|euc_(?:jp|kr)|iso2022_jp"
)
# Declared Latin-1 is windows-1252 in practice (WHATWG Encoding Standard, "Names and labels").
_REALLY_WINDOWS: Final = frozenset({"iso8859-1", "ascii"})

# Charsets whose bytes may all be ASCII's and yet mean other letters.
_NOT_ASCII: Final = ("utf-16", "utf-32", "iso-2022", "utf16", "utf32")


@lru_cache(maxsize=256)
def _codec(charset: str) -> str:
    """The codec of a declared charset; empty where it is unknown or no charset of text."""
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError, UnicodeError):
        return ""
    return name if _FAMILIES.fullmatch(name) else ""


def decode_bytes(data: bytes, charset: str) -> str:
    """The text of the bytes; characters that no charset explains become U+FFFD."""
    if data.isascii() and not (charset and charset.lower().startswith(_NOT_ASCII)):
        return data.decode("ascii")
    codec = _codec(charset.strip().strip("\"'").lower()[:40]) if charset else ""
    # Bytes that are valid UTF-8 throughout are UTF-8, whatever a single-byte charset says of them.
    for attempt in ("utf-8", codec) if _is_single_byte(codec) else (codec, "utf-8"):
        if attempt and attempt not in _REALLY_WINDOWS:
            try:
                return data.decode(attempt)
            except (UnicodeDecodeError, ValueError):
                continue
    return data.decode("cp1252", "replace")


def _is_single_byte(codec: str) -> bool:
    return codec.startswith(("iso8859", "cp125", "cp85", "cp43", "mac", "ascii"))


_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def decode_header(value: str) -> str:
    """The text of a field: encoded words decoded (RFC 2047), controls turned into blanks, invisible ones gone."""
    return _decode_short(value) if len(value) <= LONGEST_KEPT else _decode_field(value)


def _decode_field(value: str) -> str:
    if "=?" in value:
        value = _decode_words(value)
    return normalise(_CONTROLS.sub(" ", value)).strip()


# Those who answer the same letter have its subject, and the same people write again and again.
LONGEST_KEPT: Final = 500
_decode_short = lru_cache(maxsize=256)(_decode_field)


def _decode_words(value: str) -> str:
    """Neighbours of one charset are joined as bytes first: Outlook splits a letter's bytes over two words."""
    pieces: list[str] = []
    charset, pending, last = "", b"", 0
    for found in _ENCODED_WORD.finditer(value):
        between = value[last : found.start()]
        name = found[1].partition("*")[0].lower()
        if between.strip() or (pending and name != charset):
            pieces.append(decode_bytes(pending, charset))
            pending = b""
        if between.strip() or last == 0:
            pieces.append(between)
        charset, pending, last = name, pending + _word_bytes(found[2], found[3]), found.end()
    pieces.extend((decode_bytes(pending, charset), value[last:]))
    return "".join(pieces)


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(data, header=True)
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return data


# Zero-width characters, soft hyphens, byte order marks and marks of direction change no word that a person reads.
_INVISIBLE = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2066\u2067\u2068\u2069\ufeff"
)
# Letters and marks by their category, and yet nothing is drawn for them: joiners, fillers, selectors, tags.
_UNDRAWN: Final = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e01ef"
_UNSEEN = re.compile(f"[{_INVISIBLE}{_UNDRAWN}]+")
_BLANKS = "\x0b\x0c\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_TRANSLATION: Final = {
    **{ord(each): None for each in _INVISIBLE},
    **{ord(each): " " for each in _BLANKS},
    **dict.fromkeys(code for code in range(0x20) if chr(code) not in "\t\n\x0b\x0c\x1a"),
    **dict.fromkeys(range(0xD800, 0xE000)),
    0x1A: "\ufffd",
    0x2028: "\n",
    0x2029: "\n",
    0x85: "\n",
}
_MOJIBAKE = re.compile(r"[ÂÃâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


# What mail programs write beyond Latin-1, and in which nothing need be changed.
_USUAL: Final = "–’”“…•‘€"
# In Latin-1: controls, blanks of other kinds, the soft hyphen, and the letters that `_MOJIBAKE` begins with.
_TO_CHANGE: Final = bytes({*range(0x20), *range(0x7F, 0xA1), 0xAD, *"ÂÃâ".encode("latin-1")} - {*b"\n"})


def _is_ordinary(text: str) -> bool:
    """Whether there is surely nothing in the text to change, which holds of most mails in Norwegian."""
    if not text.isascii():
        for each in _USUAL:
            if each in text:
                text = text.replace(each, "-")
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return len(data.translate(None, _TO_CHANGE)) == len(data)


# A cell with nothing but a mark of choice: what it chooses is told by its column.
_MARKED_CELL = re.compile(r"\t ?(?:[xX☒☑☐□✓✔√]|[\[(] ?[xX]? ?[\])]) ?(?:[\t\n]|\Z)")


def has_columns(text: str) -> bool:
    """Whether cells that tabs part hold marks of choice, so that the tabs must stay."""
    return _MARKED_CELL.search(text) is not None


def normalise(text: str) -> str:
    """The same words in composed letters, with ordinary blanks and without what cannot be seen; tabs stay in a form's
    columns."""
    if "\t" in text and not has_columns(text):
        text = text.replace("\t", " ")
    text = text.replace("\u00a0", " ")
    if _is_ordinary(text):
        return text
    # Blanks of other kinds, controls and invisible characters are all that is not printable.
    if not text.replace("\n", "").isprintable():
        text = text.translate(_TRANSLATION)
    if text.isascii():
        return text
    text = visible(text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    suspect = "Ã" in text or "Â" in text or "â" in text
    return "\n".join(map(_repaired, text.split("\n"))) if suspect else text


def visible(text: str) -> str:
    """The text without the characters for which nothing is drawn."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def _repaired(line: str) -> str:
    """A line of UTF-8 that somebody before us took for windows-1252, read as what it is."""
    if not _MOJIBAKE.search(line):
        return line
    try:
        return line.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return line
