"""The bytes of a letter: headers, thread, encoding."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime

import pytest

from bot.core import thread
from bot.core.letters import Cancelled, Letter, LetterKind, NotCounted, Notice, Question, Receipt, Uncounted
from bot.core.meeting import Coordinator, Meeting, Person
from bot.core.reading import Reason
from bot.letters.compose import AddressError, Attachment, compose
from tests.letters.samples import (
    HOLE,
    KARI,
    MAIL,
    MEETING,
    NOW,
    SENDER,
    every_letter,
    letter,
    parsed,
    receipt,
    text_of,
    written_out,
)

NOTICE = letter(Notice(), LetterKind.NOTICE)
INJECTION = "Kari\r\nBcc: all@hole.example\r\n\r\nGodkjent\x00\u2028\u202e"


def test_letter_goes_to_one_person_from_the_body() -> None:
    message = parsed(written_out(NOTICE))
    assert message["to"].addresses[0].addr_spec == "kari.berg@hole.example"
    assert message["to"].addresses[0].display_name == "Kari Berg"
    assert message["from"].addresses[0].addr_spec == SENDER.address
    assert message["from"].addresses[0].display_name == "Styringsgruppa for Fjordløftet"
    assert message.get_all("cc") is None


def test_message_id_is_the_threads_token() -> None:
    composed = written_out(NOTICE)
    expected = thread.message_id(SENDER.secret, MEETING.id, NOTICE.key, "kari.berg@hole.example", "region.example")
    assert expected == composed.message_id == parsed(composed)["message-id"]


def test_date_is_now_in_the_zone() -> None:
    message = parsed(compose(NOTICE, MEETING, SENDER, now=datetime(2022, 7, 1, 6, 0, tzinfo=UTC)))
    assert message["date"] == "Fri, 01 Jul 2022 08:00:00 +0200"
    assert parsedate_to_datetime(message["date"]) == datetime(2022, 7, 1, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "automatic"),
    [
        (NOTICE, "auto-generated"),
        (letter(Cancelled(), LetterKind.CANCELLED), "auto-generated"),
        (receipt(), "auto-replied"),
        (letter(Question((Reason.QUESTION,)), LetterKind.QUESTION, answers=MAIL), "auto-replied"),
        (letter(NotCounted(Uncounted.LATE), LetterKind.NOT_COUNTED, answers=MAIL), "auto-replied"),
    ],
    ids=lambda value: value.kind if isinstance(value, Letter) else value,
)
def test_letter_says_that_it_is_automatic(written: Letter, automatic: str) -> None:
    message = parsed(written_out(written))
    assert message["auto-submitted"] == automatic
    assert message["x-auto-response-suppress"] == "OOF, AutoReply"
    assert message["x-motebot-kind"] == written.kind
    assert message["x-motebot-meeting"] == "2022-03-02"
    assert message["content-language"] == "nb"


def test_first_letter_starts_the_thread() -> None:
    message = parsed(written_out(NOTICE))
    assert message["in-reply-to"] is None
    assert message["references"] is None


def test_later_letter_is_threaded_to_the_notice() -> None:
    earlier = ("<notice@region.example>", "<reminder@region.example>")
    message = parsed(written_out(letter(Cancelled(), LetterKind.CANCELLED), thread=earlier))
    assert message["in-reply-to"] == "<notice@region.example>"
    assert message["references"] == "<notice@region.example> <reminder@region.example>"


def test_answer_is_threaded_to_the_mail_it_answers() -> None:
    message = parsed(written_out(receipt(), thread=("<notice@region.example>",)))
    assert message["in-reply-to"] == MAIL.message_id
    assert message["references"] == f"<first@region.example> {MAIL.message_id}"


def test_answer_to_a_mail_without_message_id_is_threaded_to_the_notice() -> None:
    nameless = replace(receipt(), answers=replace(MAIL, message_id=""))
    message = parsed(written_out(nameless, thread=("<notice@region.example>",)))
    assert message["in-reply-to"] == "<notice@region.example>"


def test_long_message_ids_stay_as_they_are() -> None:
    long = f"<{'A' * 120}@{'b' * 120}.prod.outlook.example>"
    answer = replace(receipt(), answers=replace(MAIL, message_id=long, references=(long.replace("A", "C"),)))
    raw = written_out(answer).raw.decode()
    assert f"In-Reply-To: {long}\r\n" in raw
    assert f"References: {long.replace('A', 'C')}\r\n {long}\r\n" in raw


def test_what_is_no_message_id_is_not_repeated() -> None:
    hostile = ("<a@b>\r\nBcc: x@y.example", "no id", "<>", f"<{'x' * 2000}@y>", "<ø@y.example>")
    answer = replace(receipt(), answers=replace(MAIL, references=hostile))
    assert parsed(written_out(answer))["references"] == MAIL.message_id


def test_thousands_of_references_are_cut() -> None:
    many = tuple(f"<{number}@mail.example>" for number in range(10_000))
    answer = replace(receipt(), answers=replace(MAIL, references=many))
    kept = parsed(written_out(answer))["references"].split()
    assert len(kept) == 30
    assert kept[0] == "<0@mail.example>"
    assert kept[-1] == MAIL.message_id


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("SV: Innkalling", "SV: Innkalling"),
        ("Re: SV: re[2]: Innkalling", "SV: Innkalling"),
        ("Godkjent", "SV: Godkjent"),
        ("", "Kvittering: Styringsgruppemøte"),
        ("Sv:", "Kvittering: Styringsgruppemøte"),
    ],
)
def test_receipt_keeps_the_members_subject(theirs: str, ours: str) -> None:
    answer = replace(receipt(), answers=replace(MAIL, subject=theirs))
    assert re.sub(r" \[\S+\]$", "", parsed(written_out(answer))["subject"]) == ours


def test_reference_is_not_repeated_in_a_reply() -> None:
    subject = parsed(written_out(receipt()))["subject"]
    again = replace(receipt(), answers=replace(MAIL, subject=f"Re: {subject}"))
    assert parsed(written_out(again))["subject"] == subject


def test_endless_subject_is_cut_before_the_reference() -> None:
    answer = replace(receipt(), answers=replace(MAIL, subject="møte " * 50_000))
    subject = parsed(written_out(answer))["subject"]
    assert len(subject) < 230
    assert subject.endswith("]")


def test_same_arguments_give_the_same_bytes() -> None:
    papers = (Attachment("a.pdf", "application/pdf", b"%PDF"),)
    one, other = (written_out(NOTICE, attachments=papers) for _ in range(2))
    assert one == other


def test_parts_are_text_html_and_files() -> None:
    papers = (
        Attachment("styringsdokument.pdf", "application/pdf", b"%PDF" * 1000),
        Attachment("frist.ics", "text/calendar; method=REQUEST; charset=utf-8", b"BEGIN:VCALENDAR"),
    )
    message = parsed(written_out(NOTICE, attachments=papers))
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/pdf",
    ]
    [paper] = message.iter_attachments()
    assert paper.get_filename() == "styringsdokument.pdf"
    assert paper.get_content() == b"%PDF" * 1000
    assert not [part.defects for part in message.walk() if part.defects]


@pytest.mark.parametrize("name", [name for name, *_ in every_letter()])
def test_bytes_are_clean_for_every_server(name: str) -> None:
    written, meeting = next((written, meeting) for each, written, meeting in every_letter() if each == name)
    raw = written_out(written, meeting, attachments=(Attachment("blåbær.bin", "x/y", bytes(range(256))),)).raw
    assert raw.isascii()
    lines = raw.split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line or b"\0" in line for line in lines)
    assert max(map(len, lines)) <= 78


def injected() -> Meeting:
    body = replace(
        MEETING.body,
        name=INJECTION,
        organisation=INJECTION,
        coordinator=Coordinator(INJECTION, "anne.lie@region.example", INJECTION),
        seats=(replace(HOLE, name=INJECTION), *MEETING.body.seats[1:]),
    )
    cases = tuple(replace(case, title=INJECTION, text=INJECTION, proposal=(INJECTION,)) for case in MEETING.cases)
    return replace(MEETING, id=INJECTION, title=INJECTION, place=INJECTION, body=body, cases=cases)


@pytest.mark.parametrize("name", [name for name, *_ in every_letter()])
def test_line_breaks_in_values_inject_no_header(name: str) -> None:
    written, _ = next((written, meeting) for each, written, meeting in every_letter() if each == name)
    person = replace(written.to, name=INJECTION)
    answers = written.answers and replace(written.answers, subject=INJECTION, message_id=INJECTION, reference=INJECTION)
    message = parsed(written_out(replace(written, to=person, answers=answers), injected()))
    assert "bcc" not in {header.lower() for header in message}
    assert message["to"].addresses[0].addr_spec == written.to.email
    assert len(message["to"].addresses) == 1
    assert (
        text_of(written_out(replace(written, to=person), injected())).isprintable() is False
    )  # line breaks of its own
    assert "\u202e" not in str(message["subject"])


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "kari",
        "kari@hole.example\r\nBcc: x@y.example",
        "kari@hole.example, x@y.example",
        "kåri@hole.example",
        "Kari <kari@hole.example>",
        "kari berg@hole.example",
        "kari\0@hole.example",
    ],
)
def test_address_that_no_header_may_hold_is_refused(address: str | None) -> None:
    with pytest.raises(AddressError):
        compose(replace(NOTICE, to=Person("Kari Berg", address)), MEETING, SENDER, now=NOW)


@pytest.mark.parametrize(
    "name",
    [
        "Kari Berg",
        'Kari "Kaia" Berg, Hole',
        "Kåre Ødegård (ordfører)",
        "=?utf-8?q?Kari?=",
        "K" * 200,
        "Å" * 300,
        "Kari " * 60,
        "a@b.example",
        "",
    ],
)
def test_names_come_back_as_they_were(name: str) -> None:
    composed = compose(replace(NOTICE, to=replace(KARI, name=name)), MEETING, SENDER, now=NOW)
    # Not by `policy.default`, which puts spaces between encoded words on several lines (CPython 3.11).
    shown, address = parseaddr(" ".join(message_from_bytes(composed.raw)["to"].split()))
    assert str(make_header(decode_header(shown))).strip() == name.strip()
    assert address == "kari.berg@hole.example"


def test_long_titles_come_back_as_they_were() -> None:
    title = "Regionalt samarbeid om blågrønn næringsutvikling " * 3
    meeting = replace(MEETING, title=title.strip())
    assert title.strip() in parsed(written_out(NOTICE, meeting))["subject"]


def test_receipt_without_a_mail_is_written_too() -> None:
    ruled = letter(Receipt(), LetterKind.RECEIPT)
    assert "registrert" in text_of(written_out(ruled))
