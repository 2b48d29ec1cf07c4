"""Our own check of signatures: that an honest one passes, and what nobody must be able to do without the key."""

import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.journal import Keys
from bot.mail.signed.domains import organisation_of
from bot.mail.signed.judgement import MAX_SIGNATURES, judged, key_names
from bot.mail.signed.key import key_for
from bot.mail.signed.opened import opened
from bot.mail.signed.outcome import Signed
from bot.mail.signed.signature import signatures
from tests.mail.signed.signer import Ed25519, Rsa, Signer, rsa_record

HOLE = Signer()
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
MAIL = (
    b"From: Kari Berg <kari.berg@hole.example>\r\n"
    b"To: mote@bot.example\r\n"
    b"Subject: SV: Innkalling\r\n"
    b"Date: Mon, 2 Mar 2026 10:00:00 +0100\r\n"
    b"Message-ID: <1@hole.example>\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"\r\n"
    b"Godkjent.  \r\n\r\nHilsen  Kari\r\n\r\n\r\n"
)


def keys(records: Mapping[str, str], domain: str = "hole.example") -> Keys:
    return Keys(organisation_of(domain), records)


def outcome(
    raw: bytes, records: Mapping[str, str] = HOLE.records, domain: str = "hole.example", received: datetime = NOW
) -> Signed:
    return judged(raw, domain, keys(records, domain), received)


@pytest.mark.parametrize("form", ["simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed"])
def test_signature_of_the_senders_domain_passes(form: str) -> None:
    assert outcome(HOLE.sign(MAIL, form=form)) is Signed.PASS


@pytest.mark.parametrize("key", [Rsa(1024), Rsa(1536), Ed25519()], ids=["rsa_1024", "rsa_1536", "ed25519"])
def test_strong_keys_pass(key: Rsa | Ed25519) -> None:
    signer = Signer(key=key)
    assert outcome(signer.sign(MAIL), signer.records) is Signed.PASS


PASSING: dict[str, bytes] = {
    "line_feeds_alone": HOLE.sign(MAIL).replace(b"\r\n", b"\n"),
    "empty_body": HOLE.sign(MAIL[: MAIL.index(b"Godkjent")]),
    "empty_body_in_simple_form": HOLE.sign(MAIL[: MAIL.index(b"Godkjent")], form="relaxed/simple"),
    "no_line_end_last": HOLE.sign(MAIL.rstrip()),
    "folded_fields": HOLE.sign(MAIL.replace(b"SV: Innkalling", b"SV:\r\n\tInnkalling")),
    "trace_on_top": b"Received: from a by b; today\r\nX-Spam: no\r\n" + HOLE.sign(MAIL),
    "trailing_blanks_gone": HOLE.sign(MAIL).replace(b"Godkjent.  \r\n", b"Godkjent.\r\n").rstrip() + b"\r\n",
    "other_signature_above": Signer("list.example").sign(HOLE.sign(MAIL)),
    "whole_length": HOLE.sign(MAIL, l=len(b"Godkjent.\r\n\r\nHilsen Kari\r\n")),
    "agent_below_the_domain": HOLE.sign(MAIL, i="@post.hole.example"),
    "signed_a_while_ago": HOLE.sign(MAIL, t=AT - 3600, x=AT + 3600),
    "domain_in_capitals": HOLE.sign(MAIL, d="Hole.Example"),
    "field_name_in_capitals": HOLE.sign(MAIL).replace(b"DKIM-Signature:", b"DKIM-SIGNATURE:"),
    "no_subject": HOLE.sign(MAIL.replace(b"Subject: SV: Innkalling\r\n", b""), fields=("From", "Date")),
}


@pytest.mark.parametrize("form", PASSING)
def test_what_happens_to_honest_mail_does_no_harm(form: str) -> None:
    assert outcome(PASSING[form]) is Signed.PASS


def added(field: bytes) -> bytes:
    return field + b"\r\n" + HOLE.sign(MAIL)


FAILING: dict[str, bytes] = {
    "body_replaced": HOLE.sign(MAIL).replace(b"Godkjent", b"Imot"),
    "body_appended_to_below_its_length": HOLE.sign(MAIL, l=len(b"Godkjent.\r\n")),
    "length_of_nothing": HOLE.sign(MAIL, l=0),
    "length_beyond_the_body": HOLE.sign(MAIL, l=9_999),
    "subject_replaced": HOLE.sign(MAIL).replace(b"SV: Innkalling", b"Godkjent"),
    "from_replaced": HOLE.sign(MAIL).replace(b"kari.berg@", b"ola.nordmann@"),
    "second_from_above": added(b"From: Ola <ola@hole.example>"),
    "second_from_that_is_signed": HOLE.sign(b"From: ola@hole.example\r\n" + MAIL, fields=("From", "From", "Subject")),
    "from_not_signed": HOLE.sign(MAIL, fields=("To", "Subject")),
    "no_from": HOLE.sign(MAIL.replace(b"From: Kari", b"X-From: Kari")),
    "subject_not_signed": HOLE.sign(MAIL, fields=("From", "To")),
    "subject_added": b"Subject: Godkjent\r\n" + HOLE.sign(MAIL.replace(b"Subject: SV: Innkalling\r\n", b"")),
    "second_subject": added(b"Subject: Godkjent"),
    "second_content_type": added(b"Content-Type: text/html"),
    "second_transfer_encoding": added(b"Content-Transfer-Encoding: base64\r\nContent-Transfer-Encoding: base64"),
    "expired": HOLE.sign(MAIL, t=AT - 7200, x=AT - 1),
    "expires_before_it_begins": HOLE.sign(MAIL, t=AT + 3600, x=AT + 60),
    "signed_in_the_future": HOLE.sign(MAIL, t=AT + 2 * 86_400),
    "agent_of_another_domain": HOLE.sign(MAIL, i="@ond.example"),
    "agent_that_ends_alike": HOLE.sign(MAIL, i="@ondhole.example"),
    "signature_cut_out": HOLE.sign(MAIL).replace(b"b=", b"b=A", 1),
}


@pytest.mark.parametrize("attack", FAILING)
def test_signature_that_does_not_hold_fails(attack: str) -> None:
    assert outcome(FAILING[attack]) is Signed.FAIL


UNSIGNED: dict[str, bytes] = {
    "no_signature": MAIL,
    "other_domain": Signer("ond.example").sign(MAIL),
    "domain_that_ends_alike": Signer("ondhole.example").sign(MAIL),
    "domain_below": Signer("nyhetsbrev.hole.example").sign(MAIL),
    "top_level": Signer("example").sign(MAIL),
    "sha1": HOLE.sign(MAIL, a="rsa-sha1"),
    "unknown_version": HOLE.sign(MAIL, v="2"),
    "unknown_form": HOLE.sign(MAIL).replace(b"relaxed/relaxed", b"relaxed/nofws"),
    "unknown_query": HOLE.sign(MAIL, q="http"),
    "length_that_is_no_number": HOLE.sign(MAIL).replace(b"v=1;", b"v=1; l=-1;"),
    "two_domains": HOLE.sign(MAIL).replace(b"v=1;", b"v=1; d=ond.example;"),
    "nothing_said": b"DKIM-Signature: \r\n" + MAIL,
    "no_tags": b"DKIM-Signature: ;;;=;\r\n" + MAIL,
    "huge": HOLE.sign(MAIL, z="x" * 10_000),
    "run_of_blanks": HOLE.sign(MAIL).replace(b"v=1;", b"v=1;" + b" " * 100),
    "carriage_return_in_the_header": b"X: a\rSubject: Godkjent\r\n" + HOLE.sign(MAIL),
    "nul_in_the_header": b"X: \0\r\n" + HOLE.sign(MAIL),
    "line_that_is_no_field": b"From mbox\r\n" + HOLE.sign(MAIL),
    "blank_before_the_colon": b"Subject : Godkjent\r\n" + HOLE.sign(MAIL),
    "byte_order_mark": b"\xef\xbb\xbf" + HOLE.sign(MAIL),
    "thousands_of_fields": b"X: y\r\n" * 2_000 + HOLE.sign(MAIL),
    "empty": b"",
}


@pytest.mark.parametrize("attack", UNSIGNED)
def test_what_is_no_signature_of_the_domain_says_nothing(attack: str) -> None:
    assert outcome(UNSIGNED[attack]) is Signed.NONE


MUNICIPALITY = "hole.kommune.no"


@pytest.mark.parametrize(
    ("signer", "domain", "expected"),
    [
        (MUNICIPALITY, MUNICIPALITY, Signed.PASS),
        (MUNICIPALITY, "post.hole.kommune.no", Signed.PASS),
        ("post.hole.kommune.no", MUNICIPALITY, Signed.NONE),
        ("kommune.no", MUNICIPALITY, Signed.NONE),
        ("modum.kommune.no", MUNICIPALITY, Signed.NONE),
        ("no", MUNICIPALITY, Signed.NONE),
        ("kommune.no", "post.hole.kommune.no", Signed.NONE),
        ("st.hole.kommune.no", "post.hole.kommune.no", Signed.NONE),
    ],
)
def test_no_municipality_speaks_for_another(signer: str, domain: str, expected: Signed) -> None:
    raw = Signer(signer).sign(MAIL.replace(b"@hole.example>", b"@" + domain.encode() + b">"))
    assert outcome(raw, Signer(signer).records, domain) is expected


RECORD = HOLE.key.record
BAD_KEYS: dict[str, str] = {
    "none": "",
    "revoked": "v=DKIM1; k=rsa; p=",
    "weak": Rsa(512).record,
    "of_another": Rsa(1536).record,
    "other_kind": Ed25519().record,
    "no_base64": "v=DKIM1; p=%%%%",
    "no_key": "v=DKIM1; p=AAAA",
    "cut_off": RECORD[:-40],
    "other_version": RECORD.replace("DKIM1", "DKIM2"),
    "for_sha1_only": RECORD + "; h=sha1",
    "for_other_services": RECORD + "; s=tlsrpt",
    "only_tried_out": RECORD + "; t=y",
    "no_tags": "hei",
    "not_ascii": RECORD + "; n=ø",
    "endless": RECORD + "; n=" + "x" * 5_000,
}


@pytest.mark.parametrize("key", BAD_KEYS)
def test_key_that_must_not_be_believed_fails(key: str) -> None:
    assert outcome(HOLE.sign(MAIL), {HOLE.name: BAD_KEYS[key]}) is Signed.FAIL


def test_weak_key_is_refused_although_it_fits() -> None:
    signer = Signer(key=Rsa(512))
    assert outcome(signer.sign(MAIL), signer.records) is Signed.FAIL


@pytest.mark.parametrize(
    ("bits", "exponent", "fit"),
    [(1023, 65_537, False), (1024, 65_537, True), (4096, 3, True), (4097, 65_537, False), (2048, 1, False),
     (2048, 2**32 + 1, False)],
)  # fmt: skip
def test_key_is_neither_too_small_nor_too_costly(bits: int, exponent: int, *, fit: bool) -> None:
    mail = opened(HOLE.sign(MAIL))
    assert mail is not None
    (signed,) = signatures(mail)
    assert fit is (key_for(signed, rsa_record(1 << (bits - 1) | 1, exponent)) is not None)


def test_strict_key_is_for_its_own_domain_alone() -> None:
    strict = {HOLE.name: f"{RECORD}; t=s"}
    assert outcome(HOLE.sign(MAIL, i="@hole.example"), strict) is Signed.PASS
    assert outcome(HOLE.sign(MAIL, i="@post.hole.example"), strict) is Signed.FAIL


def test_key_that_dns_did_not_tell_leaves_it_undecided() -> None:
    assert outcome(HOLE.sign(MAIL), {}) is Signed.UNDECIDED


def test_signature_that_passes_needs_no_word_of_the_others() -> None:
    assert outcome(Signer(selector="s2").sign(HOLE.sign(MAIL))) is Signed.PASS


def test_judgement_depends_on_no_clock() -> None:
    old = datetime(2001, 1, 1, tzinfo=UTC)
    raw = HOLE.sign(MAIL, t=int(old.timestamp()), x=int(old.timestamp()) + 60)
    assert outcome(raw, received=old) is Signed.PASS
    assert outcome(raw, received=old + timedelta(seconds=61)) is Signed.FAIL


def test_of_fifty_signatures_a_few_are_tried() -> None:
    raw = HOLE.sign(MAIL)
    for number in range(50):
        raw = Signer(selector=f"x{number}").sign(MAIL)[: -len(MAIL)] + raw
    assert MAX_SIGNATURES == len(key_names(raw, "hole.example", "hole.example"))
    assert (
        outcome(raw, {**HOLE.records, **{f"x{each}._domainkey.hole.example": "" for each in range(50)}}) is Signed.FAIL
    )


def test_keys_are_asked_of_the_senders_own_domain_alone() -> None:
    raw = Signer("sporing.example").sign(HOLE.sign(MAIL))
    assert ("s1._domainkey.hole.example",) == key_names(raw, "hole.example", "hole.example")


HUGE: dict[str, Callable[[], bytes]] = {
    "blanks_on_one_line": lambda: HOLE.sign(MAIL) + b" " * 10_000_000,
    "blanks_on_many_lines": lambda: HOLE.sign(MAIL) + (b" " * 60_000 + b"x\r\n") * 150,
    "empty_lines": lambda: HOLE.sign(MAIL) + b"\r\n" * 5_000_000 + b"x",
    "blank_lines": lambda: HOLE.sign(MAIL) + b" \r\n" * 3_000_000 + b"x",
    "words": lambda: HOLE.sign(MAIL) + b"a b\t c  \r\n" * 1_000_000,
    "carriage_returns": lambda: HOLE.sign(MAIL) + b"\r" * 90_000 + b"\r\n",
    "folded_field": lambda: b"X: y\r\n" + b" z\r\n" * 60_000 + HOLE.sign(MAIL),
    "signatures": lambda: (
        (b"DKIM-Signature: v=1; a=rsa-sha256; d=hole.example; s=a; h=From; bh=a; b=" + b"; ; " * 10 + b"\r\n") * 900
        + HOLE.sign(MAIL)
    ),
}


@pytest.mark.parametrize("form", HUGE)
def test_huge_mail_is_judged_within_two_seconds(form: str) -> None:
    raw = HUGE[form]()
    begun = time.process_time()
    outcome(raw)
    assert time.process_time() - begun < 2


def test_no_bytes_raise() -> None:
    """A signature damaged anywhere, and its key as well, is a signature that does not hold."""
    dice = random.Random(7)  # noqa: S311 - damage, not secrets
    raw = HOLE.sign(MAIL)
    for _ in range(300):
        damaged, record = bytearray(raw), list(RECORD)
        damaged[dice.randrange(len(raw) - len(MAIL))] = dice.randrange(256)
        record[dice.randrange(len(record))] = chr(dice.randrange(128))
        outcome(bytes(damaged), {HOLE.name: "".join(record)})


def test_every_octet_of_the_words_is_signed() -> None:
    raw = HOLE.sign(MAIL)
    at = raw.index(b"\r\n\r\n", len(raw) - len(MAIL)) + 4
    for place in range(at, at + len(b"Godkjent")):
        assert outcome(raw[:place] + b"x" + raw[place + 1 :]) is Signed.FAIL
