"""Whether a mail was signed by its sender's domain: pure in the mail's bytes, the keys and the time of receipt.

Aligned is what was signed for the domain in From itself or for one above it in the same organisation. DMARC's relaxed
alignment (RFC 7489 §3.1.1) would also take one below it, such as are given to senders of newsletters; whether the
domain's owner wants that is written in a record that is not looked up here.
"""

from base64 import b64encode
from datetime import datetime
from itertools import islice
from typing import Final

from dkim import DKIM

from bot.core.journal import Keys
from bot.mail.signed.key import SILENT, UNFIT, Key, key_for
from bot.mail.signed.opened import Opened, body_hash, opened
from bot.mail.signed.outcome import Signed
from bot.mail.signed.signature import Signature, covers, is_in_time, is_of_its_domain, signatures

# A mail that is signed by two of its domain's servers with two kinds of key has four.
MAX_SIGNATURES: Final = 4


def key_names(raw: bytes, domain: str, organisation: str) -> tuple[str, ...]:
    """The names of the keys that have to be known before the mail is judged."""
    mail = opened(raw)
    return tuple(dict.fromkeys(each.key_name for each in _aligned(mail, domain, organisation))) if mail else ()


def judged(raw: bytes, domain: str, keys: Keys, received: datetime) -> Signed:
    """What the mail's signatures say of its coming from `domain`, in lower case; `received` is the server's time."""
    mail = opened(raw)
    aligned = _aligned(mail, domain, keys.organisation) if mail else []
    if mail is None or not aligned:
        return Signed.NONE
    if any(_holds(mail, each, keys.records.get(each.key_name, ""), received) for each in aligned):
        return Signed.PASS
    asked = all(each.key_name in keys.records for each in aligned)
    return Signed.FAIL if asked else Signed.UNDECIDED


def is_aligned(signer: str, domain: str, organisation: str) -> bool:
    """Whether a signature of `signer` speaks for mail from `domain`; all in lower case.

    `organisation` is the shortest name above `domain` that belongs to whoever has it, empty where there is none: then
    `domain` speaks for itself alone. No name above that belongs to one organisation: kommune.no is everybody's.
    """
    if signer == domain:
        return True
    return bool(organisation) and _lies_in(domain, signer) and _lies_in(signer, organisation)


def _lies_in(name: str, above: str) -> bool:
    return name == above or name.endswith(f".{above}")


def _aligned(mail: Opened, domain: str, organisation: str) -> list[Signature]:
    """The topmost few signatures that speak for the domain."""
    aligned = (each for each in signatures(mail) if is_aligned(each.domain, domain, organisation))
    return list(islice(aligned, MAX_SIGNATURES))


def _holds(mail: Opened, signed: Signature, record: str, received: datetime) -> bool:
    if not (is_of_its_domain(signed) and covers(signed, mail) and is_in_time(signed, received)):
        return False
    key = key_for(signed, record)
    # The body last: its hash takes long where it is large, and the header is what says which hash to expect.
    return key is not None and _is_signed_with(key, mail, signed) and _is_whole_body(mail, signed)


def _is_whole_body(mail: Opened, signed: Signature) -> bool:
    """Whether the body is the one that was signed, to its last octet, whatever l= says."""
    found = body_hash(mail, relaxed=signed.relaxed_body)
    if found is None or int(signed.tags.get(b"l", found.length)) != found.length:
        return False
    told = b"".join(signed.tags[b"bh"].split())
    return told == b64encode(found.digest)


def _is_signed_with(key: Key, mail: Opened, signed: Signature) -> bool:
    """Whether the header was signed with the key; the body is held to its hash by whoever asks."""
    verifier = DKIM(logger=SILENT)
    verifier.headers = list(mail.fields)
    verifier.pk, verifier.keysize, verifier.ktag, verifier.seqtlsrpt = key.key, key.bits, key.kind, False
    tags = {tag: value for tag, value in signed.tags.items() if tag not in {b"bh", b"l"}}
    try:
        return bool(verifier.verify_sig_process(tags, signed.signed_fields, signed.field, None))
    except UNFIT:
        return False
