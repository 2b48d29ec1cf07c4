"""What a server noted of a mail in Authentication-Results (RFC 8601), and Microsoft 365's form without a name.

One pass over the characters, whatever they are: nested comments are counted, not descended into, and quoted text can
neither end a result nor begin one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# What is configured for a server that puts no name in its header, which RFC 8601 §2.2 has it do.
MICROSOFT_365: Final = "microsoft365"

_RESULT: Final = re.compile(r"([a-z][a-z0-9-]*)(?:\s*/\s*\d+)?\s*=\s*([a-z]+)(?=\s|$)")
_HEADER_FROM: Final = re.compile(r"(?:^|\s)header\.from\s*=\s*([^\s;]+)")


@dataclass(frozen=True, slots=True)
class DmarcResult:
    """One `dmarc=` result: its value in lower case, and the domain that it is about, empty where that is not said."""

    value: str
    domain: str


def dmarc_results(fields: Iterable[str], authserv_id: str) -> tuple[DmarcResult, ...] | None:
    """What the topmost field of that server says of DMARC; None where no field is its, or it cannot be read.

    Nothing below a field that cannot be read is looked at: whoever breaks the server's own must not be heard instead.
    """
    for field in fields:
        parts = _parts(field)
        if parts is None:
            return None
        if authserv_id.lower() == MICROSOFT_365:
            # The topmost field is the server's own; one that begins with a name is not of this form.
            return _dmarc(parts) if _RESULT.match(parts[0]) else None
        if parts[0].split(maxsplit=1)[:1] == [authserv_id.lower()]:
            return _dmarc(parts[1:])
    return None


def _dmarc(parts: Iterable[str]) -> tuple[DmarcResult, ...]:
    found = ((_RESULT.match(part), _HEADER_FROM.search(part)) for part in parts)
    return tuple(
        DmarcResult(result[2], domain[1] if domain else "")
        for result, domain in found
        if result is not None and result[1] == "dmarc"
    )


def _parts(field: str) -> list[str] | None:
    """What stands between the semicolons, in lower case, without comments; None where quotes or comments do not end.

    Of quoted text only what could be a word of its own is kept.
    """
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for each in field.lower():
        if escaped:
            escaped = False
        elif each == "\\" and (depth or quoted):
            escaped = True
        elif quoted:
            quoted = each != '"'
            kept.append(each if each.isalnum() or each in ".-_@" else "_" if quoted else "")
        elif each in "()":
            depth += 1 if each == "(" else -1
            kept.append(" ")
        elif not depth:
            quoted = each == '"'
            kept.append("" if quoted else each)
        if depth < 0:
            return None
    return None if depth or quoted else [part.strip() for part in "".join(kept).split(";")]
