"""A domain that signs its mail, as its mail server would: keys made here, signatures by dkimpy."""

import base64
import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from dkim import DKIM, HASH_ALGORITHMS
from dkim.canonicalization import CanonicalizationPolicy
from dkim.crypto import parse_pem_private_key
from nacl.encoding import Base64Encoder
from nacl.signing import SigningKey

SIGNED = ("From", "To", "Subject", "Date", "Message-ID", "From", "Subject")
RSA_ENCRYPTION = bytes.fromhex("06092a864886f70d010101")


@dataclass(frozen=True)
class Rsa:
    """A key of that many bits, the same each time: good enough for mail that goes nowhere."""

    bits: int = 1024

    algorithm = b"rsa-sha256"

    @cached_property
    def private(self) -> Any:
        return parse_pem_private_key(b"--\n" + base64.b64encode(_private_der(self.bits)) + b"\n--")

    @cached_property
    def record(self) -> str:
        return rsa_record(self.private["modulus"], self.private["publicExponent"])


@dataclass(frozen=True)
class Ed25519:
    seed: bytes = bytes(32)

    algorithm = b"ed25519-sha256"

    @cached_property
    def private(self) -> SigningKey:
        return SigningKey(self.seed)

    @cached_property
    def record(self) -> str:
        return "v=DKIM1; k=ed25519; p=" + self.private.verify_key.encode(Base64Encoder).decode()


@dataclass(frozen=True)
class Signer:
    domain: str = "hole.example"
    selector: str = "s1"
    key: Rsa | Ed25519 = Rsa()

    @property
    def name(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def records(self) -> Mapping[str, str]:
        return {self.name: self.key.record}

    def sign(
        self, raw: bytes, *, fields: Sequence[str] = SIGNED, form: str = "relaxed/relaxed", **tags: str | int
    ) -> bytes:
        """The mail with a signature on top; `tags` beside those that every signature has, or instead of them."""
        mail = DKIM(raw, signature_algorithm=self.key.algorithm)
        mail.hasher = HASH_ALGORITHMS[self.key.algorithm]
        policy = CanonicalizationPolicy.from_c_value(form.encode())
        body = policy.canonicalize_body(mail.body)
        if "l" in tags:
            body = body[: int(tags["l"])]
        said = {
            "v": "1",
            "a": self.key.algorithm.decode(),
            "c": form,
            "d": self.domain,
            "s": self.selector,
            "h": ":".join(fields),
            "bh": base64.b64encode(hashlib.sha256(body).digest()).decode(),
            **tags,
            "b": "0" * 60,
        }
        pairs = [(tag.encode(), str(value).encode()) for tag, value in said.items()]
        names = [each.lower().encode() for each in fields]
        header = mail.gen_header(pairs, names, policy, b"DKIM-Signature", self.key.private)
        return b"DKIM-Signature: " + bytes(header) + raw


def rsa_record(modulus: int, exponent: int) -> str:
    """What DNS has of such a key (RFC 6376 §3.6.1)."""
    bits = _der(0x03, b"\0" + _sequence(_integer(modulus), _integer(exponent)))
    return "v=DKIM1; k=rsa; p=" + base64.b64encode(_sequence(_sequence(RSA_ENCRYPTION, b"\5\0"), bits)).decode()


@cache
def _private_der(bits: int) -> bytes:
    """RFC 8017 §A.1.2."""
    dice = random.Random(bits)  # noqa: S311 - a key that protects nothing
    p, q, e = _prime(bits // 2, dice), _prime(bits // 2, dice), 65_537
    d = pow(e, -1, (p - 1) * (q - 1))
    numbers = (0, p * q, e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
    return _sequence(*map(_integer, numbers))


def _prime(bits: int, dice: random.Random) -> int:
    while True:
        number = dice.getrandbits(bits) | 3 << (bits - 2) | 1
        small = all(number % each for each in (3, 5, 7, 11, 13, 17, 19, 23))
        if small and all(pow(base, number - 1, number) == 1 for base in (2, 3, 5)) and (number - 1) % 65_537:
            return number


def _sequence(*parts: bytes) -> bytes:
    return _der(0x30, b"".join(parts))


def _integer(number: int) -> bytes:
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 0x80 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + content
