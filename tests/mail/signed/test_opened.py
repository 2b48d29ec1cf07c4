"""The canonical forms of a body are those of the library that signs, whatever the body; only faster."""

import hashlib

import pytest
from dkim.canonicalization import Relaxed, Simple
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.signed import opened as module
from bot.mail.signed.opened import body_hash, opened

PIECES = st.sampled_from([b"a", b"bc", b" ", b"\t", b"  ", b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"\xc3\xb8", b"\0"])


@given(pieces=st.lists(PIECES, max_size=30), relaxed=st.booleans(), chunk=st.sampled_from([1, 3, 1_000_000]))
def test_body_has_the_hash_that_the_signer_gave_it(pieces: list[bytes], chunk: int, *, relaxed: bool) -> None:
    body = b"".join(pieces)
    mail = opened(b"A: b\r\n\r\n" + body)
    assert mail is not None
    lines = body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    canonical = (Relaxed if relaxed else Simple).canonicalize_body(lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK_BYTES", chunk)
        found = body_hash(mail, relaxed=relaxed)
    assert found is not None
    assert (hashlib.sha256(canonical).digest(), len(canonical)) == (found.digest, found.length)


def test_line_that_no_server_lets_through_is_not_hashed() -> None:
    for body in (b"x" * 2_000_000, b"x\r\n" * 400_000 + b"y" * 200_000):
        mail = opened(b"A: b\r\n\r\n" + body)
        assert mail is not None
        assert body_hash(mail, relaxed=False) is None
