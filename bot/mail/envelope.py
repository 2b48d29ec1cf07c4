"""A letter on its way out, and what became of it."""

import re
from dataclasses import dataclass
from typing import Final

# RFC 5321 §4.1.2 without quoted local parts and domain literals, which nobody's registered address has.
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253})")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One letter to one recipient; `raw` is ready as it is sent, `key` is what its outcome is told under."""

    key: str
    sender: str
    recipient: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took the letter and answers for it from now on."""

    key: str
    response: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The letter was not taken; `permanent` says that trying again will not help.

    `reached` is false where no server was there to try it with, or it would not let us in: that says nothing about
    this letter, and `response` tells whoever runs motebot what to look at.
    """

    key: str
    response: str
    permanent: bool
    reached: bool = True


@dataclass(frozen=True, slots=True)
class Unknown:
    """The connection broke after all of the letter was handed over: whether it was taken, nobody can tell."""

    key: str
    response: str


Delivery = Accepted | Refused | Unknown


def address_problem(address: str) -> str:
    """Why an address cannot stand in an SMTP envelope; empty where it can.

    A line end in an address would be a command of its own, and the SMTP library cuts at it in silence.
    """
    if not address.isascii():
        return "the address has letters that mail servers do not take"
    if not _ADDRESS.fullmatch(address):
        return "this is no mail address"
    return ""
