"""The thread token: by what an answer shows that it answers a letter of ours to that person.

A Message-ID is derived from meeting, purpose and address with the installation's secret, so that a letter keeps its
Message-ID however often it is sent, and nobody else can make one up (mail-facts: HMAC in Message-ID, reply address
and a short printed reference, because Exchange may drop or rewrite any of them).
"""

import base64
import hashlib
import hmac

from bot.core.meeting import canonical_address


def _digest(secret: bytes, *parts: str) -> str:
    said = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
    return base64.b32encode(hmac.new(secret, said, hashlib.sha256).digest()).decode().rstrip("=")


def message_id(secret: bytes, meeting_id: str, key: str, address: str, domain: str) -> str:
    """The Message-ID, angle brackets included, of the letter with that key to that address (RFC 5322 §3.6.4)."""
    token = _digest(secret, "message-id", meeting_id, key, canonical_address(address))
    return f"<{token[:32].lower()}@{domain}>"


def reference(secret: bytes, meeting_id: str, address: str) -> str:
    """The short reference that is printed in every letter of a meeting to one person, such as `K7Q4-M2XD-3FAB`."""
    token = _digest(secret, "reference", meeting_id, canonical_address(address))
    return f"{token[:4]}-{token[4:8]}-{token[8:12]}"


def registration_number(sha256: str) -> str:
    """The number under which a received mail is registered, printed in its receipt: `#` and eight hex digits."""
    return f"#{sha256[:8]}"


def calendar_uid(secret: bytes, meeting_id: str, address: str, domain: str) -> str:
    """The UID of the meeting's calendar entry for one person (RFC 5545 §3.8.4.7): a reply to it carries it back."""
    return message_id(secret, meeting_id, "calendar", address, domain).strip("<>")
