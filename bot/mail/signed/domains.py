"""Which part of a domain belongs to one organisation, by the public suffix list that comes with the library."""

from functools import cache

from publicsuffixlist import PublicSuffixList


def organisation_of(domain: str) -> str:
    """The shortest name at or above `domain` that one organisation has, in lower case; empty where there is none.

    hole.kommune.no is one, kommune.no is none: it belongs to all municipalities.
    """
    return _suffixes().privatesuffix(domain) or ""


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
