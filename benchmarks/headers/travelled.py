"""Mails with the header that they carry when they have travelled.

The mails of tests/mails had theirs shortened to what the reading needs. Here each gets back, on top, what servers and
clients put there on the way, in the order in which it stands in a mailbox: Return-Path, the Received chain,
Authentication-Results and the sender's DKIM-Signature (common.txt); then, as far as it takes to fill the mail up to
about 5 kB, what the sender's own system adds (microsoft.txt its ARC set and its X-MS-Exchange- fields, google.txt its
X-Google- and X-Gm- fields, and so on). The names, the shape and the length of the values are those of real mail; hosts
are invented and end in .example, and signatures are random letters, other ones in each mail. Nothing below the header
is touched.
"""

import base64
import random
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
FULL: Final = 5_000
# Every mail carries the fields of common.txt, whatever its size.
COMMON: Final = "common"
SYSTEMS: Final = {
    **dict.fromkeys(("outlook", "outlook-web", "outlook-mobile", "windows-mail"), "microsoft"),
    **dict.fromkeys(("gmail", "gmail-android"), "google"),
    **dict.fromkeys(("iphone", "apple-mail"), "apple"),
    "yahoo": "yahoo",
}
_FIELD = re.compile(r"^\S.*\n(?:\s.*\n)*", re.MULTILINE)
_VALUE = re.compile(r"\{(base64|hex|id) (\d+)\}")
_LETTERS: Final = "0123456789bcdfghjklmnpqrstvwxyz"


def travelled(raw: bytes, client: str, seed: int) -> bytes:
    """The mail, written with `client` (a folder of tests/mails), as it would be fetched from a mailbox."""
    some = random.Random(seed)
    header = "".join(_filled(each, some) for each in _fields(COMMON))
    for each in _fields(SYSTEMS.get(client, "other")):
        field = _filled(each, some)
        if len(header) + len(raw) + len(field) // 2 > FULL:
            break
        header += field
    return header.replace("\n", "\r\n" if b"\r\n" in raw else "\n").encode() + raw


def _filled(field: str, some: random.Random) -> str:
    return _VALUE.sub(lambda found: _random(some, found[1], int(found[2])), field)


@lru_cache
def _fields(name: str) -> list[str]:
    return _FIELD.findall((HERE / f"{name}.txt").read_text(encoding="utf-8"))


def _random(some: random.Random, kind: str, count: int) -> str:
    """So many bytes in base64, folded as signatures are; so many hexadecimal digits; or a queue's id."""
    if kind == "id":
        return "".join(some.choices(_LETTERS, k=count))
    data = some.randbytes(count)
    if kind == "hex":
        return data.hex()[:count]
    text = base64.b64encode(data).decode()
    return "\n\t".join((text[:60], *(text[at : at + 72] for at in range(60, len(text), 72))))
