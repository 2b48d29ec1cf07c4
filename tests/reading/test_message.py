"""Mail in every broken and hostile form: nothing raises, nothing is slow, nobody is taken for the sender by mistake."""

import base64
import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.message import Message, SenderProblem, parse

FROM = b"From: Kari Berg <kari.berg@solvik.example>\n"


def text_of(raw: bytes) -> str | None:
    return parse(raw).plain


def nested(depth: int) -> bytes:
    parts = [FROM, b"Subject: x\n"]
    parts += [b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(depth)]
    return b"".join([*parts, b"Content-Type: text/plain\n\nGodkjent\n"])


def nested_messages(depth: int) -> bytes:
    return FROM + b"Content-Type: message/rfc822\n\n" * depth + b"Godkjent\n"


HUGE: dict[str, Callable[[], bytes]] = {
    "multipart_nested_300": lambda: nested(300),
    "multipart_nested_2000": lambda: nested(2_000),
    "rfc822_nested_1000": lambda: nested_messages(1_000),
    "parts_100000": lambda: FROM + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000,
    "text_25_mb": lambda: FROM + b"\n" + b"Godkjent er et fint ord\n" * 1_050_000,
    "line_25_mb": lambda: FROM + b"\n" + b"x" * 25_000_000,
    "attachment_25_mb": lambda: (
        FROM
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nGodkjent\n"
        + b'--b\nContent-Type: application/pdf; name="a.pdf"\n'
        + b"Content-Transfer-Encoding: base64\n\n"
        + (b"QUJD" * 19 + b"\n") * 320_000
        + b"--b--\n"
    ),
    "fields_50000": lambda: FROM + b"X-A: b\n" * 50_000 + b"\nGodkjent\n",
    "folded_field_1_mb": lambda: FROM + b"X-A: b" + b"\n " + b"\n x" * 350_000 + b"\n\nGodkjent\n",
    "subject_280_kb": lambda: FROM + b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\nGodkjent\n",
    "parentheses_in_from": lambda: b"From: " + b"(" * 5_000 + b"\n\nGodkjent\n",
    "colons_in_from": lambda: b"From: " + b":" * 5_000 + b"\n\nGodkjent\n",
    "addresses_20000": lambda: FROM + b"To: " + b"a@b.example, " * 20_000 + b"\n\nGodkjent\n",
    "semicolons_20000": lambda: FROM + b"Content-Type: text/plain" + b";" * 20_000 + b"\n\nGodkjent\n",
    "parameters_20000": lambda: FROM + b"Content-Type: text/plain" + b"; a=b" * 20_000 + b"\n\nGodkjent\n",
    "quotes_in_content_type": lambda: FROM + b"Content-Type: text/plain" + b';a="' * 20_000 + b"\n\nGodkjent\n",
    "references_10000": lambda: FROM + b"References: " + b"<a@b.example>\n " * 10_000 + b"\n\nGodkjent\n",
    "angle_brackets": lambda: FROM + b"References: " + b"<" * 100_000 + b"\n\nGodkjent\n",
    "html_nested_100000": lambda: FROM + b"Content-Type: text/html\n\n" + b"<div>" * 100_000 + b"Godkjent",
    "binary": lambda: bytes(range(256)) * 40_000,
    "newlines": lambda: b"\n" * 5_000_000,
    "boundary_lookalikes": lambda: FROM + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--bb\n" * 500_000,
}


@pytest.mark.parametrize("make", HUGE.values(), ids=HUGE)
def test_huge_mail_takes_under_two_seconds_and_200_mb(make: Callable[[], bytes]) -> None:
    raw = make()
    tracemalloc.start()
    begun = time.process_time()
    message = parse(raw)
    elapsed = time.process_time() - begun
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(message, Message)
    assert elapsed < 2
    assert peak < 200_000_000


BINARY = {
    "program": b"\x7fELF\x02\x01\x01" + b"\x00" * 60 + b"\nusage: a\n" + bytes(range(256)) * 20,
    "program_that_sends_mail": b"\x7fELF\x02\x01" + b"\x00\x03" * 400 + b"\nFrom: %s\nContent-Type: a\n" + b"\x00" * 90,
    "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\nab: c\n" + bytes(range(256)) * 9,
    "packed": b"PK\x03\x04\x14\x00\x06\x00\nx: y\n\x00\x00\x00\x00",
    "sixteen_bits": "Notat: godkjent\nSak: 1/22\n".encode("utf-16"),
}


@pytest.mark.parametrize("raw", BINARY.values(), ids=BINARY)
def test_binary_file_is_no_mail(raw: bytes) -> None:
    message = parse(raw)
    assert (False, True, None) == (message.is_mail, message.unreadable, message.plain)


DAMAGED = {
    "nul_in_the_body": FROM + b"\nGod\x00kjent" + b"\x00" * 5_000,
    "nul_in_the_header": b"Subject: a\x00b\x00c\n" + FROM + b"\nGodkjent",
    "only_a_type": b"Content-Type: text/plain\n\n\x01\x02Godkjent",
    "field_of_its_own": b"X-Note: a\n\nGodkjent\x00",
    "picture_unencoded": FROM + b"Content-Type: image/png\n\n" + bytes(range(256)) * 90,
}


@pytest.mark.parametrize("raw", DAMAGED.values(), ids=DAMAGED)
def test_damaged_mail_is_a_mail_all_the_same(raw: bytes) -> None:
    assert parse(raw).is_mail


@given(st.binary(max_size=2_000))
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise(raw: bytes) -> None:
    parse(raw)


FRAGMENTS = (
    b"From: |Content-Type: |multipart/mixed; boundary=|b|\n|\n\n|--|text/plain|; charset=|utf-8|=?utf-8?b?|?=|<|>|@|(|"
    b'Content-Transfer-Encoding: base64|"|\x00|\xff'
).split(b"|")


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_fragments_of_mail_raise(pieces: list[bytes]) -> None:
    parse(b"".join(pieces))


SENDERS = {
    "plain": (b"kari.berg@solvik.example", "kari.berg@solvik.example", ""),
    "named": (b"Kari Berg <Kari.Berg@Solvik.example>", "kari.berg@solvik.example", ""),
    "plus_address": (b"<kari.berg+mote@solvik.example>", "kari.berg@solvik.example", ""),
    "quoted_comma": (b'"Berg, Kari" <kari.berg@solvik.example>', "kari.berg@solvik.example", ""),
    "comment": (b"kari.berg@solvik.example (Kari Berg)", "kari.berg@solvik.example", ""),
    "encoded_name": (b"=?utf-8?q?K=C3=A5re?= <kari.berg@solvik.example>", "kari.berg@solvik.example", ""),
    "spoofed_name": (b'"kari.berg@solvik.example" <x@evil.example>', "x@evil.example", ""),
    "two_mailboxes": (b"kari.berg@solvik.example, x@evil.example", "", "several_mailboxes"),
    "group": (b"Styret: kari.berg@solvik.example;", "", "several_mailboxes"),
    "two_brackets": (b"<x@evil.example> <kari.berg@solvik.example>", "", "defect"),
    "address_in_address": (b"<kari.berg@solvik.example<x@evil.example>>", "", "defect"),
    "at_twice": (b"kari.berg@solvik.example@evil.example", "", "defect"),
    "empty": (b"", "", "missing"),
    "lone_quote": (b'"', "", "defect"),
    "lone_bracket": (b"Kari <", "", "defect"),
    "comment_and_colon": (b"(c):", "", "several_mailboxes"),
    "encoded_address": (b"=?utf-8?q?kari.berg=40solvik.example?=", "", "defect"),
    "look_alike_domain": ("kari.berg@sоlvik.example".encode(), "", "not_ascii"),
    "source_route": (b"<@a.example:kari.berg@solvik.example>", "", "defect"),
    "no_at": (b"Kari Berg", "", "defect"),
}


@pytest.mark.parametrize(("field", "address", "problem"), SENDERS.values(), ids=SENDERS)
def test_only_one_clear_mailbox_is_a_sender(field: bytes, address: str, problem: str) -> None:
    message = parse(b"From: " + field + b"\nSubject: x\n\nGodkjent\n")
    assert (address, problem) == (message.sender, message.sender_problem)


def test_two_from_fields_are_no_sender() -> None:
    message = parse(FROM + b"From: x@evil.example\n\nGodkjent\n")
    assert (message.sender, message.sender_problem) == ("", "several_headers")


def test_second_from_after_a_bare_carriage_return_is_seen() -> None:
    message = parse(b"From: x@evil.example\r\nX: a\rFrom: kari.berg@solvik.example\r\n\r\nGodkjent")
    assert message.sender_problem == "several_headers"


def test_mail_without_from_has_no_sender() -> None:
    assert parse(b"Subject: x\n\nGodkjent\n").sender_problem is SenderProblem.MISSING


def test_sender_field_of_another_is_a_problem() -> None:
    message = parse(FROM + b"Sender: x@evil.example\n\nGodkjent\n")
    assert (message.sender_problem, message.sent_by) == ("sent_by_another", "x@evil.example")


def test_sender_field_of_the_same_is_none() -> None:
    message = parse(FROM + b"Sender: <KARI.BERG@solvik.example>\n\nGodkjent\n")
    assert (message.sender_problem, message.sent_by) == ("", "")


def test_line_end_inside_an_encoded_name_is_a_blank() -> None:
    message = parse(b"From: =?utf-8?q?Kari=0D=0ABcc=3A_x?= <kari.berg@solvik.example>\n\nx\n")
    assert message.display_name == "Kari Bcc: x"


def test_blank_before_the_colon_is_still_a_from() -> None:
    assert parse(b"From : kari.berg@solvik.example\n\nx").sender == "kari.berg@solvik.example"


IDS = {
    "ordinary": (b"<a@b.example>", "<a@b.example>"),
    "exchange": (b"<[AM0PR.abc]@[x.example]>", "<[AM0PR.abc]@[x.example]>"),
    "empty": (b"", ""),
    "nul": (b"<a\x00@b.example>", ""),
    "without_brackets": (b"a@b.example", ""),
    "without_at": (b"<abc>", ""),
    "two": (b"<a@b.example> <c@d.example>", ""),
}


@pytest.mark.parametrize(("field", "expected"), IDS.values(), ids=IDS)
def test_message_id_is_one_id_or_nothing(field: bytes, expected: str) -> None:
    assert expected == parse(FROM + b"Message-ID: " + field + b"\n\nx").message_id


def test_references_may_have_commas_and_keep_the_newest() -> None:
    many = b", ".join(b"<%d@x.example>" % at for at in range(250))
    references = parse(FROM + b"References: " + many + b"\n\nx").references
    assert (len(references), references[-1]) == (200, "<249@x.example>")


def test_recipients_are_gathered_from_all_fields() -> None:
    raw = FROM + b"To: Bot <Mote+K7@region.example>\nCc: b@c.example\nDelivered-To: mote@region.example\n\nx"
    assert parse(raw).recipients == ("mote+k7@region.example", "b@c.example", "mote@region.example")


def body(charset: str, data: bytes, encoding: str = "8bit", more: str = "") -> bytes:
    fields = f"Content-Type: text/plain; charset={charset}{more}\nContent-Transfer-Encoding: {encoding}\n\n"
    return FROM + fields.encode() + data


TEXTS = {
    "utf_8": body("utf-8", "støtter".encode()),
    "latin_1": body("iso-8859-1", "støtter".encode("latin-1")),
    "windows_1252": body("windows-1252", "støtter".encode("cp1252")),
    "utf_8_called_latin_1": body("iso-8859-1", "støtter".encode()),
    "latin_1_called_utf_8": body("utf-8", "støtter".encode("latin-1")),
    "latin_1_called_ascii": body("us-ascii", "støtter".encode("latin-1")),
    "unknown": body("x-ukjent", "støtter".encode()),
    "empty": body('""', "støtter".encode()),
    "nul": body('"utf\x00-8"', "støtter".encode()),
    "rot13": body("rot13", "støtter".encode()),
    "hex": body("hex", "støtter".encode()),
    "zlib": body("zlib", "støtter".encode()),
    "idna": body("idna", "støtter".encode()),
    "missing": FROM + b"\n" + "støtter".encode(),
    "decomposed": body("utf-8", "støtter".encode()),
    "twice_encoded": body("utf-8", "støtter".encode().decode("cp1252").encode()),
    "byte_order_mark": body("utf-8", "\ufeffstøtter".encode()),
    "zero_width": body("utf-8", "st\u200bø\u200dt\u00adter".encode()),
    "nul_in_body": body("utf-8", b"st\xc3\xb8\x00tter"),
    "quoted_printable": body("utf-8", b"st=C3=B8t=\nter", "quoted-printable"),
    "quoted_printable_lower": body("iso-8859-1", b"st=f8tter", "Quoted-Printable"),
    "base64": body("utf-8", base64.b64encode("støtter".encode()), "base64"),
    "base64_with_a_footer": body("utf-8", base64.b64encode("støtter".encode()) + b"\n--\nliste", "base64"),
    "utf_16": body("utf-16", base64.b64encode("støtter".encode("utf-16")), "base64"),
    "two_content_types": body("utf-8", "støtter".encode()).replace(
        b"Content-T", b"Content-Type: text/plain\nContent-T", 1
    ),
    "before_the_mail_a_mark": b"\xef\xbb\xbf" + body("utf-8", "støtter".encode()),
    "mbox_line": b"From kari@x Wed Feb 23\n" + body("utf-8", "støtter".encode()),
    "lines_ended_twice": body("utf-8", b"st=C3=B8t=\nter", "quoted-printable").replace(b"\n", b"\r\r\n"),
    "carriage_returns_only": body("utf-8", "støtter".encode()).replace(b"\n", b"\r"),
}


@pytest.mark.parametrize("raw", TEXTS.values(), ids=TEXTS)
def test_the_word_is_read_in_any_charset(raw: bytes) -> None:
    assert (text_of(raw) or "").strip() == "støtter"


def test_no_break_space_is_a_blank() -> None:
    assert text_of(body("utf-8", "ikke\u00a0godkjent".encode())) == "ikke godkjent"


def test_utf_7_is_not_decoded() -> None:
    assert text_of(body("utf-7", b"+AEc-odkjent")) == "+AEc-odkjent"


DAMAGED = {
    "base64_alphabet": body("utf-8", base64.b64encode(b"Godkjent alt")[:9] + b"!?*", "base64"),
    "base64_cut": body("utf-8", base64.b64encode(b"Godkjent alt!")[:-2], "base64"),
    "quoted_printable": body("utf-8", b"ik=ZZke godkjent", "quoted-printable"),
    "windows_1252_gap": body("windows-1252", b"Godkjent \x81"),
}


@pytest.mark.parametrize("raw", DAMAGED.values(), ids=DAMAGED)
def test_damage_is_seen_where_it_is(raw: bytes) -> None:
    assert "\ufffd" in (text_of(raw) or "")


def test_flowed_lines_are_joined() -> None:
    data = b"Jeg godkjenner \nsak 1.\n> sitat som \n> fortsetter\n-- \nKari\n"
    assert (
        text_of(body("utf-8", data, more="; format=flowed"))
        == "Jeg godkjenner sak 1.\n> sitat som fortsetter\n-- \nKari\n"
    )


def test_flowed_text_with_delsp_loses_the_inserted_blank() -> None:
    data = b"Jeg god \nkjenner"
    assert text_of(body("utf-8", data, more="; format=flowed; delsp=yes")) == "Jeg godkjenner"


def multipart(subtype: str, *parts: str, more: str = "") -> bytes:
    inner = "".join(f"--b\n{part}\n" for part in parts)
    return FROM + f"Content-Type: multipart/{subtype}; boundary=b{more}\n\n{inner}--b--\n".encode()


PLAIN = "Content-Type: text/plain\n\nGodkjent"
HTML = "Content-Type: text/html\n\n<p>Godkjent</p>"


def test_attached_text_is_no_text() -> None:
    message = parse(
        multipart("mixed", 'Content-Type: text/plain\nContent-Disposition: attachment; filename="a.txt"\n\nGodkjent')
    )
    assert (message.plain, message.attachments) == (None, ("a.txt",))


def test_texts_around_a_picture_belong_together() -> None:
    picture = 'Content-Type: image/png; name="a.png"\n\nx'
    message = parse(multipart("mixed", PLAIN, picture, "Content-Type: text/plain\n\nunntatt sak 2"))
    assert message.plain == "Godkjent\nunntatt sak 2"


def test_alternatives_are_both_kept() -> None:
    message = parse(multipart("alternative", PLAIN, HTML))
    assert (message.plain, message.html) == ("Godkjent", "<p>Godkjent</p>")


def test_two_alternatives_of_one_form_are_both_heard_where_they_differ() -> None:
    """One client shows the first, another the last."""
    other = "Content-Type: text/plain\n\nImot"
    assert parse(multipart("alternative", PLAIN, other)).plain == "Godkjent\nImot"
    assert parse(multipart("alternative", PLAIN, PLAIN)).plain == "Godkjent"
    assert (
        parse(multipart("alternative", HTML, HTML.replace("Godkjent", "Imot"))).html == "<p>Godkjent</p>\n<p>Imot</p>"
    )


def test_plain_text_beside_html_is_read_with_it() -> None:
    message = parse(multipart("mixed", HTML, "Content-Type: text/plain\n\nmen ikke sak 2"))
    assert message.plain is None
    assert "men ikke sak 2" in (message.html or "")


def test_related_without_a_root_is_read() -> None:
    assert parse(multipart("related", HTML, more='; start="<x>"')).html == "<p>Godkjent</p>"


@pytest.mark.parametrize("boundary", ["", "; boundary=", '; boundary=""', "; boundary=x"])
def test_multipart_that_cannot_be_taken_apart_is_unreadable(boundary: str) -> None:
    message = parse(FROM + f"Content-Type: multipart/mixed{boundary}\n\n--b\n\nGodkjent\n--b--\n".encode())
    assert message.plain is None
    assert message.unreadable


def test_unclosed_boundary_is_read_to_the_end() -> None:
    message = parse(FROM + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nGodkjent\n")
    assert (message.plain or "").strip() == "Godkjent"
    assert not message.unreadable


def test_encoded_multipart_is_taken_apart() -> None:
    inner = base64.b64encode(b"--b\n\nGodkjent\n--b--\n")
    raw = FROM + b"Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n" + inner
    assert parse(raw).plain == "Godkjent"


def test_many_fields_make_no_mail_unreadable() -> None:
    message = parse(FROM + b"X-Noise: b\n" * 3_000 + b"Subject: SV\n\nGodkjent\n")
    assert (message.unreadable, message.subject, message.plain) == (False, "SV", "Godkjent\n")


def test_enciphered_mail_is_unreadable() -> None:
    assert parse(FROM + b"Content-Type: application/pkcs7-mime\n\nMIIB").unreadable


def test_forwarded_mail_is_not_read_for_text() -> None:
    message = parse(multipart("mixed", f"Content-Type: message/rfc822\n\nFrom: x@y.example\n\n{PLAIN}"))
    assert message.plain is None


NAMES = {
    "path": ('filename="../../etc/passwd\x00"', "passwd"),
    "windows_path": (r'filename="C:\\a\\b.pdf"', "b.pdf"),
    "rfc_2231": ("filename*=utf-8''bl%C3%A5.pdf", "blå.pdf"),
    "in_pieces": ('filename*0="lang"; filename*1="t.pdf"', "langt.pdf"),
    "encoded_word": ('filename="=?utf-8?q?bl=C3=A5.pdf?="', "blå.pdf"),
    "dots": ('filename=".."', "application.pdf"),
}


@pytest.mark.parametrize(("parameter", "expected"), NAMES.values(), ids=NAMES)
def test_names_of_attachments_are_safe(parameter: str, expected: str) -> None:
    part = f"Content-Type: application/pdf\nContent-Disposition: attachment; {parameter}\n\nx"
    assert parse(multipart("mixed", part)).attachments == (expected,)


def test_encoded_words_of_one_letter_in_two_halves_are_joined() -> None:
    assert parse(FROM + b"Subject: =?utf-8?b?w6U=?= =?utf-8?q?_=C3?= =?utf-8?q?=A5?=\n\nx").subject == "å å"


@pytest.mark.parametrize("field", [b"=?x-ukjent?q?Godkjent?=", b"=?utf-8?b?R29ka2plbnQ?=", b"Godkjent"])
def test_subject_is_read_in_spite_of_its_encoding(field: bytes) -> None:
    assert parse(FROM + b"Subject: " + field + b"\n\nx").subject == "Godkjent"


def test_eight_bit_subject_is_read() -> None:
    assert parse(FROM + b"Subject: st\xf8tter\n\nx").subject == "støtter"


def test_header_is_looked_up_in_any_case() -> None:
    message = parse(FROM + b"X-One: a\nx-one: b\n\nx")
    assert (message.header("X-ONE"), message.header_all("x-One")) == ("a", ("a", "b"))


def test_calendar_part_is_found() -> None:
    part = "Content-Type: text/calendar; method=REPLY; charset=iso-8859-1\n\nBEGIN:VCALENDAR\nMETHOD:REPLY"
    assert (parse(multipart("alternative", PLAIN, part)).calendar or b"").startswith(b"BEGIN:VCALENDAR")
