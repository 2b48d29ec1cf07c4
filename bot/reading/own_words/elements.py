"""What an element of an HTML mail says by its name and attributes: of quotes, signatures, and of what is shown."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from bot.reading.own_words.lines import Flag
from bot.reading.own_words.wordlists import words

_INVISIBLE: Final = words(
    """head style script title template noscript object select textarea del s strike datalist iframe noframes audio
    video canvas"""
)
_BLOCKS: Final = words(
    """address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr
    li main nav ol p pre section table tbody tfoot thead tr ul"""
)
_CELLS: Final = frozenset({"td", "th"})
_HIDDEN = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|mso-hide:all|line-through|(?<![\w-])color:transparent"
    r"|opacity:0*\.?0*(?:[;!}]|$)|text-indent:-\d{3}|(?<![\w-])(?:max-)?(?:height|width):0(?:px|pt)?[;!].*overflow:hidden"
    r"|overflow:hidden.*(?<![\w-])(?:max-)?(?:height|width):0(?:px|pt)?(?:[;!]|$)"
)
_SIZE = re.compile(r"(?:font-size:|(?<![\w-])font:(?:[a-z]+\s?){0,3})(?P<size>\d*\.?\d+)?(?P<unit>[a-z%]*)")
# A point or less is drawn, and read by nobody.
LEAST_SIZE: Final = 1.0
_UNWRITTEN = re.compile(r"/\*.*?\*/|\s+", re.DOTALL)
_INDENT = re.compile(r"border(?:-[a-z]+)?:(?:none|0)")
# Proton's and Tutanota's stand around a blockquote, which is what they quote: answers are written before and after it.
_QUOTE_CLASSES: Final = ("wmquote", "crm_quote")
_BLOCKQUOTE_CLASSES: Final = ("gmail_quote", "protonmail_quote", "tutanota_quote")
_ATTRIBUTIONS: Final = ("gmail_attr", "moz-cite-prefix", "moz-email-headers-table", "OutlookMessageHeader")
# «gmail_signature», «moz-signature», «protonmail_signature_block», and «signature» of programs for whole organisations.
_SIGNATURES: Final = ("signature", "Signature")
_SIGNATURE_IDS: Final = (
    "Signature",
    "ms-outlook-mobile-signature",
    "ms-outlook-ios-signature",
    "composer_signature",
    "AppleMailSignature",
    "lineBreakAtBeginningOfSignature",
)
# Outlook's own line above a quoted header: a top border and nothing else.
_TOP_BORDER = re.compile(r"border-top:(?:solid|1pt|1px|\.5pt|#)")
LONGEST_STYLE: Final = 2_000


class Element(NamedTuple):
    """What holds from where an element begins to where it ends.

    `depth` is how much deeper what stands inside is quoted; `flag` and `tiny` are None where the element says nothing
    of them; `changes_style` says that anything else holds inside than outside. `cuts` counts its marks that everything
    from there on is somebody else's. `has_header` says that it is drawn as Outlook draws what it puts around a quoted
    header.
    """

    tag: str
    is_shown: bool = True
    is_block: bool = False
    is_cell: bool = False
    ends_paragraph: bool = False
    depth: int = 0
    flag: Flag | None = None
    preformatted: bool = False
    tiny: bool | None = None
    cuts: int = 0
    has_header: bool = False
    changes_style: bool = False


def element_of(tag: str, attributes: Mapping[str, str | None]) -> Element:
    """The element; clients write the same few again and again."""
    if not attributes:
        return _bare(tag)
    told = attributes.get
    href = told("href") or ""
    button = tag == "a" and "?" in href and href[:7].lower() == "mailto:"
    cited = told("type") == "cite" or "cite" in attributes
    style, names = (told("style") or "")[:LONGEST_STYLE], told("class") or ""
    if button or "hidden" in attributes:
        return _UNSHOWN
    if len(style) + len(names) > LONGEST_KEPT:
        return _told(tag, style, names, told("id") or "", told("data-marker") or "", cited=cited)
    return _kept(tag, style, names, told("id") or "", told("data-marker") or "", cited=cited)


_UNSHOWN: Final = Element("", is_shown=False)
LONGEST_KEPT: Final = 300


def _told(tag: str, style: str, names: str, ident: str, marker: str, *, cited: bool) -> Element:  # noqa: PLR0913 - kept by all of them
    css = css_of(style)
    if tag in _INVISIBLE or tag.startswith("-") or tag == "!doctype" or hides(css):
        return _UNSHOWN
    quoting = tag == "blockquote"
    if quoting:
        marked = any(map(names.__contains__, _BLOCKQUOTE_CLASSES))
        depth = int(cited or "border-left" in css or marked or not _INDENT.search(css))
    else:
        depth = int(any(map(names.__contains__, _QUOTE_CLASSES)))
    parting = ident.endswith("divRplyFwdMsg") or marker in {"__DIVIDER__", "__HEADERS__", "__QUOTED_TEXT__"}
    signing = not parting and (ident.endswith(_SIGNATURE_IDS) or marker.startswith("__SIG"))
    flag = Flag.SIGNATURE if signing else _flag_of(names)
    preformatted = not quoting and (tag == "pre" or "white-space:pre" in css)
    tiny = _tiny(css)
    return Element(
        tag,
        is_block=tag in _BLOCKS,
        is_cell=tag in _CELLS,
        ends_paragraph=tag == "p" and "Mso" not in names,
        depth=depth,
        flag=flag,
        preformatted=preformatted,
        tiny=tiny,
        cuts=("yahoo_quoted" in names) + parting,
        has_header=tag == "div" and _TOP_BORDER.search(css) is not None,
        changes_style=depth > 0 or flag is not None or preformatted or tiny is not None,
    )


_kept = lru_cache(maxsize=1_024)(_told)


@lru_cache(maxsize=256)
def _bare(tag: str) -> Element:
    return _told(tag, "", "", "", "", cited=False)


def css_of(declared: str) -> str:
    """The declarations in small letters, without comments and blanks."""
    return _UNWRITTEN.sub("", declared[:LONGEST_STYLE]).lower()


def hides(css: str) -> bool:
    """Whether what is declared keeps text from being shown, or strikes it out."""
    return bool(css) and _HIDDEN.search(css) is not None


def _tiny(css: str) -> bool | None:
    """Whether the element's text is too small to be seen; None where it declares no size of its own."""
    declared = list(_SIZE.finditer(css)) if "font" in css else []
    if not declared:
        return None
    found = declared[-1]
    if found["size"] is None:
        return False
    size = float(found["size"])
    return size <= LEAST_SIZE if found["unit"] in {"px", "pt"} else size == 0


def _flag_of(names: str) -> Flag | None:
    if any(map(names.__contains__, _ATTRIBUTIONS)):
        return Flag.ATTRIBUTION
    return Flag.SIGNATURE if any(map(names.__contains__, _SIGNATURES)) else None
