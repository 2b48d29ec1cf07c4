"""Words that the sender gives as somebody else's: what stands in quotation marks over several lines."""

from collections.abc import Sequence
from typing import Final

# A quotation that goes on for longer was never closed.
MAX_CITED: Final = 60
_OPENING: Final = '«“„"'
_OPENED: Final = {"«": "»", "“": "”", "„": "“"}


def without_citations(lines: Sequence[str]) -> list[str]:
    """The lines without what stands in quotation marks over several of them; a quoted word on a line may be said."""
    if not any(text[:1] in _OPENING for text in lines if text):
        return list(lines)
    kept: list[str] = []
    at = 0
    while at < len(lines):
        end = _citation_end(lines, at)
        if end is None:
            kept.append(lines[at])
            at += 1
            continue
        rest = lines[end].rpartition(_OPENED.get(lines[at][0], '"'))[2].strip(" .,:-–")
        kept += [rest] if rest else []
        at = end + 1
    return kept


def _citation_end(lines: Sequence[str], at: int) -> int | None:
    """The line on which the quotation ends that the line opens; None where it opens none, or ends it itself."""
    text = lines[at]
    if not text or text[0] not in _OPENING:
        return None
    mark = _OPENED.get(text[0], '"')
    if mark in text[1:]:
        return None
    return next((end for end in range(at + 1, min(at + MAX_CITED, len(lines))) if mark in lines[end]), None)
