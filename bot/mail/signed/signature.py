"""One DKIM-Signature field: what it says, and whether it says enough for a vote to hang on it.

Beyond RFC 6376 it must cover the whole body and every From and Subject there is: what is added beside signed fields, or
below a signed beginning, must not be read as the signer's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from dkim.util import InvalidTagValueList, parse_tag_value

from bot.mail.signed.opened import Opened

MAX_FIELD_BYTES: Final = 10_000
# dkimpy looks for b= with a pattern that takes the square of a run of blanks.
_LONG_RUN: Final = re.compile(rb"\s{80}")
_DOMAIN: Final = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{1,63}")
_SELECTOR: Final = re.compile(r"(?=.{1,120}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER: Final = re.compile(rb"[0-9]{1,12}")
_CANONICAL: Final = {
    b"simple": False,
    b"simple/simple": False,
    b"relaxed": False,
    b"relaxed/simple": False,
    b"simple/relaxed": True,
    b"relaxed/relaxed": True,
}
# RFC 8301 §3.1: rsa-sha1 must not be believed.
ALGORITHMS: Final = {b"rsa-sha256": b"rsa", b"ed25519-sha256": b"ed25519"}
REQUIRED: Final = frozenset({b"v", b"a", b"b", b"bh", b"d", b"h", b"s"})

# What is read as the sender's words or as who they are: as many as there are must be signed.
COVERED: Final = (b"from", b"subject")
# Of these the reader takes the topmost and a signer the lowest; two of them are two mails in one.
ONCE: Final = (
    *(b"from", b"subject", b"sender", b"message-id", b"in-reply-to", b"references"),
    *(b"mime-version", b"content-type", b"content-transfer-encoding"),
)
# How far a signer's clock may be ahead of the server's that received the mail.
AHEAD: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Signature:
    """A field that can be read: name and value as they came, its tags (RFC 6376 §3.5), and what of them is asked for
    most."""

    field: tuple[bytes, bytes]
    tags: dict[bytes, bytes]
    domain: str
    selector: str

    @property
    def key_name(self) -> str:
        """The name under which DNS has the signer's key, in lower case (RFC 6376 §3.6.2.1)."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def relaxed_body(self) -> bool:
        """Whether the body was hashed in its relaxed form."""
        return _CANONICAL[self.tags.get(b"c", b"simple/simple")]

    @property
    def signed_fields(self) -> list[bytes]:
        """The names in h=, in lower case, in their order."""
        return [each.strip().lower() for each in self.tags[b"h"].split(b":")]

    @property
    def agent_domain(self) -> str:
        """The domain in i=, which is the signer's own where it says nothing."""
        return self.tags.get(b"i", b"@").rpartition(b"@")[2].decode("ascii", "replace").lower() or self.domain


def signatures(mail: Opened) -> Iterator[Signature]:
    """The mail's signatures, topmost first, without those that cannot be read or are of a kind that is not believed."""
    found = (_signature(name, value) for name, value in mail.fields if name.lower() == b"dkim-signature")
    return (each for each in found if each is not None)


def _signature(name: bytes, value: bytes) -> Signature | None:
    if len(value) > MAX_FIELD_BYTES or _LONG_RUN.search(value):
        return None
    try:
        tags = parse_tag_value(value)
    except InvalidTagValueList:
        return None
    if not tags.keys() >= REQUIRED or not _is_known(tags):
        return None
    domain, selector = (tags[each].decode("ascii", "replace").lower() for each in (b"d", b"s"))
    if not _DOMAIN.fullmatch(domain) or not _SELECTOR.fullmatch(selector):
        return None
    return Signature((name, value), tags, domain, selector)


def _is_known(tags: dict[bytes, bytes]) -> bool:
    numbers = (tags[each] for each in (b"l", b"t", b"x") if each in tags)
    return (
        tags[b"v"] == b"1"
        and tags[b"a"] in ALGORITHMS
        and tags.get(b"c", b"simple/simple") in _CANONICAL
        and tags.get(b"q", b"dns/txt") == b"dns/txt"
        and all(_NUMBER.fullmatch(each) for each in numbers)
    )


def covers(signed: Signature, mail: Opened) -> bool:
    """Whether nothing that is read as the sender's can have been added or exchanged beside what was signed."""
    named = signed.signed_fields
    return (
        mail.count(b"from") == 1
        and all(mail.count(each) <= named.count(each) for each in COVERED)
        and all(mail.count(each) <= 1 for each in ONCE)
    )


def is_in_time(signed: Signature, received: datetime) -> bool:
    """Whether the signature held at `received` (aware): x= not past, t= not ahead of it."""
    at = received.timestamp()
    begun, ends = (int(signed.tags[each]) if each in signed.tags else None for each in (b"t", b"x"))
    if begun is not None and (begun > at + AHEAD.total_seconds() or (ends is not None and ends < begun)):
        return False
    return ends is None or at <= ends


def is_of_its_domain(signed: Signature) -> bool:
    """Whether i= lies in d=, as RFC 6376 §3.5 demands."""
    return signed.agent_domain == signed.domain or signed.agent_domain.endswith(f".{signed.domain}")
