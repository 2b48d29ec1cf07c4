"""Headers and parts by themselves."""

import re
from email import message_from_string

import pytest

from bot.letters.mime import (
    Attachment,
    attachment_part,
    clean,
    is_message_id,
    multipart,
    safe_name,
    text_header,
    text_part,
)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("  to   ord ", "to ord"),
        ("a\r\nb\tc\x00d", "a b c d"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("\u202eevil\u2066", "evil"),
        ("Ærlig – «talt» 😀", "Ærlig – «talt» 😀"),
    ],
)
def test_cleaned_text_is_one_line(raw: str, line: str) -> None:
    assert clean(raw) == line


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("rapport.pdf", "rapport.pdf"),
        ("../../etc/passwd\x00", "passwd"),
        (r"C:\mine dokumenter\rapport.docx", "rapport.docx"),
        ("vedlegg/«Blå» rapport.pdf", "«Blå» rapport.pdf"),
        ('a"b:c?.pdf', "a_b_c_.pdf"),
        ("...", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
        ("a\r\nContent-Type: text/html.pdf", "html.pdf"),
        ("r" * 300 + ".pdf", "r" * 116 + ".pdf"),
    ],
)
def test_attachment_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    "name",
    ["rapport.pdf", "årsrapport blå.pdf", "Saksframlegg – " + "lang tittel " * 8 + ".docx", "財務.xlsx"],
)
def test_attachment_names_come_back_as_they_were(name: str) -> None:
    part = message_from_string(attachment_part(Attachment(name, "application/pdf", b"x")))
    assert part.get_filename() == name
    assert part.get_payload(decode=True) == b"x"


@pytest.mark.parametrize(
    ("declared", "sent"),
    [
        ("application/pdf", "application/pdf"),
        ("message/rfc822", "application/octet-stream"),
        ("multipart/mixed", "application/octet-stream"),
        ("text/html\r\nX-Evil: yes", "application/octet-stream"),
        ("nonsense", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_content_types_are_checked(declared: str, sent: str) -> None:
    part = message_from_string(attachment_part(Attachment("a", declared, b"x")))
    assert part.get_content_type() == sent
    assert part["x-evil"] is None


@pytest.mark.parametrize(
    "text",
    [
        "Hei\n",
        "Blåbærsyltetøy " * 50 + "\n",
        ".\n..\n.bare et punktum først\n",
        "Sak 1/22: \nSak 2/22: \n",
        "tab\tinni\n\n\nog slutt=\n",
        "x" * 5_000 + "\n",
        "emoji 😀\n",
    ],
)
def test_text_survives_the_transport(text: str) -> None:
    raw = text_part("plain", text)
    part = message_from_string(raw)
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().replace("\r\n", "\n") == text
    assert all(len(line) <= 76 for line in raw.split("\r\n\r\n", 1)[1].split("\r\n"))
    assert "\r\n.\r\n" not in raw


def test_boundary_is_in_no_part_and_always_the_same() -> None:
    parts = [text_part("plain", "--=_ grense\n"), attachment_part(Attachment("a", "x/y", b"--=_"))]
    whole = multipart("mixed", parts, "<seed@region.example>")
    boundary = re.search(r'boundary="([^"]+)"', whole)
    assert boundary is not None
    assert whole.count(f"--{boundary[1]}") == 3
    assert whole == multipart("mixed", parts, "<seed@region.example>")
    assert whole != multipart("mixed", parts, "<other@region.example>")


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("<a@b>", True),
        ("<AM0[weird]@[1.2.3.4]>", True),
        ("<a b@c>", False),
        ("a@b", False),
        ("<a@b><c@d>", False),
        (f"<{'a' * 900}@b>", False),
        ("", False),
    ],
)
def test_message_ids_are_told_from_other_text(text: str, yes: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_message_id(text) is yes


def test_header_of_one_long_word_is_encoded_and_folded() -> None:
    header = text_header("Subject", "x" * 500)
    assert max(map(len, header.split("\r\n"))) <= 78
    assert not re.search(r"\r\n[^ ]", header)
