"""Whether the two forms of a mail, plain and HTML, say the same: then the plain one, which is cheaper to read, is read.

Who sends one thing as plain text and another as HTML is noticed: only where both hold the same text, whatever marks
and blanks stand between, is one of them read for both.
"""

import re
from html import unescape
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from bot.reading.own_words.boundaries import is_divider
from bot.reading.own_words.structure import LARGE, is_too_deep

# Tags and style sheets with one of these may strike text out or hide it, or mark a signature.
_HIDING: Final = (
    *("<s>", "<s ", "<del", "<strike", "line-through", "display:none", "display: none", "visibility", "mso-hide"),
    *(" hidden>", " hidden ", " hidden=", "font-size:0", "font-size: 0", "font-size:1p", "font-size: 1p", "font:0"),
    *("opacity:", "transparent", "overflow:", "text-indent:-", "text-indent: -", "<iframe", "<canvas", "<datalist"),
    # Outlook's signature: nothing in the plain form tells it from words.
    *('id="signature"', "id=signature"),
)
# Outlook on the web hides its own style sheet once more.
_HIDDEN_STYLE: Final = '<style type="text/css" style="display:none;">'
_SHEET = re.compile(r"<style\b.*?(?:</style|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"(<[^<>]*>)")
LONGEST_TAG: Final = 300
MOST_TAGS: Final = 2_048
# Tags in which nothing of the kind was found: clients write the same ones again and again.
_harmless: set[str] = set()


def say_the_same(plain: str, html: str) -> bool:
    """Whether both hold the same text, blanks, links, bullets and marks apart, and the HTML hides or strikes out none.

    Text that is struck out, not shown or a signature is marked as such in the HTML only.
    """
    # What is large is taken apart at once: it would be no cheaper.
    begin = max(html.find("<body"), 0) if len(html) <= LARGE else len(html)
    pieces = _TAG.split(html[begin:])
    if _hides({*_TAG.findall(html[:begin]), *pieces[1::2]}, html):
        return False
    packed = _packed(plain)
    if packed == _packed(_unescaped("".join(pieces[::2]))):
        return True
    shown = _packed(_shown_text(html))
    # A divider is drawn where only the plain form has one in words.
    return shown in {packed, _packed("\n".join(line for line in plain.split("\n") if not is_divider(line.strip())))}


def _hides(tags: set[str], html: str) -> bool:
    """Whether one of the tags, or a style sheet where there is one, may hide text."""
    if tags <= _harmless:
        return False
    unseen = tags - _harmless
    sheets = {each for each in unseen if each[:6].lower() == "<style"}
    if any(map(_may_hide, unseen)) or (sheets and any(map(_may_hide, _SHEET.findall(html)))):
        return True
    if len(_harmless) > MOST_TAGS:
        _harmless.clear()
    _harmless.update(each for each in unseen - sheets if len(each) <= LONGEST_TAG)
    return False


def _may_hide(text: str) -> bool:
    low = text.lower().replace(_HIDDEN_STYLE, "")
    return any(map(low.__contains__, _HIDING))


_LINK = re.compile(r"<https?://[^\s<>]{1,2000}>")
# Blanks, bullets and marks, which is all in which the two forms of most mails differ.
_DRAWN: Final = b" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f>*_-"
_DRAWN_BEYOND_ASCII: Final = ("–", "•", "\u00a0")


def _packed(text: str) -> bytes:
    if "://" in text:
        text = _LINK.sub("", text)
    if not text.isascii():
        for mark in _DRAWN_BEYOND_ASCII:
            text = text.replace(mark, "")
    return text.encode("utf-8", "replace").translate(None, _DRAWN)


def _unescaped(text: str) -> str:
    if "&" in text:
        text = text.replace("&nbsp;", "").replace("&lt;", "<").replace("&gt;", "")
    return "".join(unescape(text).split()) if "&" in text else text


def _shown_text(html: str) -> str:
    """All text of the body without its structure; hidden text too."""
    body = None if is_too_deep(html) else LexborHTMLParser(html).body
    return "".join(body.text(separator="\n").split()) if body is not None else ""
