"""A signer's key as DNS has it (RFC 6376 §3.6.1), and whether it is one that a signature may rest on."""

import logging
from typing import Any, Final, NamedTuple

from dkim import DKIMException, evaluate_pk
from dkim.crypto import UnparsableKeyError
from dkim.util import InvalidTagValueList, parse_tag_value

from bot.mail.signed.signature import ALGORITHMS, Signature

MAX_RECORD_CHARACTERS: Final = 4_000
# RFC 8301 §3.2: less must not be believed, more need not be; the time of a check grows with the cube of it.
MIN_RSA_BITS: Final = 1_024
MAX_RSA_BITS: Final = 4_096
MAX_EXPONENT: Final = 2**32

# dkimpy tells of bad keys in a log of its own, in the words of whoever wrote the key.
SILENT: Final = logging.Logger("silent", logging.CRITICAL + 1)  # noqa: LOG001 - one that nobody listens to

# What dkimpy is known to raise on keys and signatures that are none.
UNFIT: Final = (
    *(DKIMException, UnparsableKeyError, InvalidTagValueList),
    *(ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError),
)


class Key(NamedTuple):
    """A key that dkimpy can use, and of which kind it is."""

    key: Any
    bits: int
    kind: bytes


def key_for(signed: Signature, record: str) -> Key | None:
    """The key in a TXT record; None where it was revoked, is weak, for something else, or no key at all."""
    if len(record) > MAX_RECORD_CHARACTERS or not record.isascii():
        return None
    try:
        tags = parse_tag_value(record.encode("ascii"))
        if not _is_for(signed, tags):
            return None
        key, bits, kind, _ = evaluate_pk(signed.key_name, record)
    except UNFIT:
        return None
    strong = kind == b"ed25519" or (
        kind == b"rsa" and MIN_RSA_BITS <= bits <= MAX_RSA_BITS and 1 < key["publicExponent"] < MAX_EXPONENT
    )
    return Key(key, bits, kind) if strong and key is not None else None


def _is_for(signed: Signature, tags: dict[bytes, bytes]) -> bool:
    """Whether the record is about signatures such as this one. A domain that only tries signing out (t=y) has not
    signed anything (RFC 6376 §3.6.1)."""
    flags = _listed(tags.get(b"t", b""))
    return (
        bool(tags.get(b"p"))
        and tags.get(b"k", b"rsa") == ALGORITHMS[signed.tags[b"a"]]
        and (b"h" not in tags or b"sha256" in _listed(tags[b"h"]))
        and not {b"*", b"email"}.isdisjoint(_listed(tags.get(b"s", b"*")))
        and b"y" not in flags
        and (b"s" not in flags or signed.agent_domain == signed.domain)
    )


def _listed(value: bytes) -> set[bytes]:
    return {each.strip() for each in value.split(b":")}
