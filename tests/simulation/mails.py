"""Mails as programs write them: answers in several forms, automatic ones, reports, forgeries; and our letters as read.

Written by hand, so that the same choices give the same bytes and thousands of them take no time.
"""

import base64
import quopri
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import decode_header, make_header
from email.utils import format_datetime
from functools import cached_property
from html import escape
from random import Random

from tests.simulation.plan import BOT, SERVER

# How many of people's mails come without a Message-ID, which RFC 5322 §3.6.4 only recommends.
NAMELESS = 0.04
_REFERENCE = re.compile(r"\b[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}\b")
_PLAIN = re.compile(rb"Content-Type: text/plain[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Letter:
    """A letter of ours as its recipient has it."""

    address: str
    raw: bytes

    @cached_property
    def headers(self) -> dict[str, str]:
        head = self.raw.partition(b"\r\n\r\n")[0].decode()
        fields = (line.partition(":") for line in re.sub(r"\r\n[ \t]+", " ", head).split("\r\n"))
        return {name.lower(): value.strip() for name, _, value in fields}

    @property
    def message_id(self) -> str:
        return self.headers["message-id"]

    @property
    def kind(self) -> str:
        return self.headers["x-motebot-kind"]

    @property
    def in_reply_to(self) -> str:
        return self.headers.get("in-reply-to", "")

    @cached_property
    def reference(self) -> str:
        found = _REFERENCE.search(str(make_header(decode_header(self.headers["subject"]))))
        assert found is not None, "every letter carries its reference"
        return found[0]

    @cached_property
    def text(self) -> str:
        found = _PLAIN.search(self.raw)
        assert found is not None, "every letter has a plain text"
        encoded = b"quoted-printable" in found[0].partition(b"\r\n\r\n")[0]
        text = quopri.decodestring(found[1]) if encoded else found[1]
        return text.decode().replace("\r\n", "\n")


@dataclass(frozen=True, slots=True)
class Written:
    """A mail that is on its way: its bytes and its Message-ID, empty where it has none."""

    raw: bytes
    message_id: str


def answer(  # noqa: PLR0917 - a mail is made of all of these
    chance: Random,
    number: int,
    sender: str,
    text: str,
    letter: Letter | None,
    thread: str,
    verdict: str,
    at: datetime,
    name: str = "",
) -> Written:
    """A person's mail, some of which they sign with their name, if it is given. `thread` is how it shows what it
    answers: `headers`, `references`, `printed` or `none`; `verdict` is what the receiving server found of its sender,
    empty for nothing."""
    message_id = f"<{number}.{chance.randrange(10**9)}@{sender.partition('@')[2]}>"
    subject = "Møtet"
    if chance.random() < NAMELESS:
        message_id = ""
    headers = [f"From: {sender}", f"To: {BOT}", f"Date: {format_datetime(at)}"]
    if message_id:
        headers.append(f"Message-ID: {message_id}")
    if letter is not None and thread != "none":
        subject = f"SV: Innkalling [{letter.reference}]" if thread == "printed" else "SV: Innkalling"
        if thread != "printed":
            headers.append(f"References: {letter.headers.get('references', '')} {letter.message_id}")
        if thread == "headers":
            headers.append(f"In-Reply-To: {letter.message_id}")
        text = _with_quote(chance, text, letter, name)
    if verdict:
        domain = sender.partition("@")[2]
        headers.insert(0, f"Authentication-Results: {SERVER}; dmarc={verdict} header.from={domain}")
    headers.append(f"Subject: =?utf-8?b?{base64.b64encode(subject.encode()).decode()}?=")
    return Written(_encoded(chance, headers, text), message_id)


def _with_quote(chance: Random, text: str, letter: Letter, name: str) -> str:
    signatures = (f"\n\nMvh\n{name.partition(' ')[0]}", f"\n\n-- \n{name}\nOrdfører") if name else ("", "")
    said = text + chance.choice(("", "", "\n\nSendt fra min iPhone", *signatures))
    match chance.choice(("nothing", "marked", "marked", "outlook")):
        case "marked":
            quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
            return f"{said}\n\nDen man. 2. mars 2026 kl. 09:00 skrev Mote <{BOT}>:\n{quoted}\n"
        case "outlook":
            head = f"Fra: Mote <{BOT}>\nSendt: mandag 2. mars 2026 09:00\nTil: <{letter.address}>\nEmne: Innkalling"
            return f"{said}\n\n________________________________\n{head}\n\n{letter.text}"
        case _:
            return said


def _encoded(chance: Random, headers: list[str], text: str) -> bytes:
    match chance.choice(("8bit", "quoted-printable", "base64", "html")):
        case "quoted-printable":
            body = quopri.encodestring(text.encode())
            return _mail(headers, "text/plain; charset=utf-8", body, "quoted-printable")
        case "base64":
            return _mail(headers, "text/plain; charset=utf-8", base64.encodebytes(text.encode()), "base64")
        case "html":
            lines = "".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.splitlines())
            return _mail(headers, "text/html; charset=utf-8", f"<html><body>{lines}</body></html>".encode(), "8bit")
        case _:
            return _mail(headers, "text/plain; charset=utf-8", text.encode(), "8bit")


def _mail(headers: list[str], content_type: str, body: bytes, encoding: str = "8bit") -> bytes:
    lines = [
        *headers,
        "MIME-Version: 1.0",
        f"Content-Type: {content_type}",
        f"Content-Transfer-Encoding: {encoding}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def calendar(number: int, sender: str, letter: Letter, participation: str, verdict: str) -> Written:
    """An iTIP REPLY (RFC 5546 §3.2.3) from the calendar of the one whom the letter went to."""
    message_id = f"<{number}.calendar@{sender.partition('@')[2]}>"
    headers = [
        f"From: {sender}",
        f"To: {BOT}",
        f"Message-ID: {message_id}",
        f"In-Reply-To: {letter.message_id}",
        "Subject: Svar: Styringsgruppa",
    ]
    if verdict:
        domain = sender.partition("@")[2]
        headers.insert(0, f"Authentication-Results: {SERVER}; dmarc={verdict} header.from={domain}")
    event = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1\n"
        f"DTSTAMP:20260302T080000Z\nATTENDEE;PARTSTAT={participation}:mailto:{sender}\nORGANIZER:mailto:{BOT}\n"
        "SEQUENCE:0\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    return Written(_mail(headers, "text/calendar; method=REPLY; charset=utf-8", event.encode()), message_id)


def automatic(chance: Random, number: int, sender: str, letter: Letter) -> Written:
    """What a mail program writes by itself; whatever words it uses, nobody has said them."""
    message_id = f"<{number}.auto@{sender.partition('@')[2]}>"
    text = chance.choice(("Jeg er på ferie.", "Godkjent", "Jeg melder forfall", "Alt er godkjent herfra."))
    headers = [f"From: {sender}", f"To: {BOT}", f"Message-ID: {message_id}", f"In-Reply-To: {letter.message_id}"]
    headers += chance.choice(
        (
            ["Auto-Submitted: auto-replied", "Subject: SV: Innkalling"],
            ["Subject: Automatisk svar: Innkalling", "X-Auto-Response-Suppress: All"],
            ["Subject: =?utf-8?q?Frav=C3=A6rsmelding?=: Innkalling"],
            ["X-Autoreply: yes", "Subject: Innkalling"],
            ["Return-Path: <>", "Subject: SV: Innkalling"],
            ["Precedence: auto_reply", "Subject: SV: Innkalling"],
            ["Auto-Submitted: auto-generated (vacation)", "Subject: Lest: Innkalling"],
        )
    )
    return Written(_mail(headers, "text/plain; charset=utf-8", text.encode()), message_id)


def receipt(number: int, sender: str, letter: Letter) -> Written:
    """A read receipt (RFC 8098)."""
    message_id = f"<{number}.mdn@{sender.partition('@')[2]}>"
    headers = [f"From: {sender}", f"To: {BOT}", f"Message-ID: {message_id}", "Subject: Lest: Innkalling"]
    headers.append(f"In-Reply-To: {letter.message_id}")
    body = (
        "--b\nContent-Type: text/plain\n\nMeldingen ble lest.\n--b\n"
        "Content-Type: message/disposition-notification\n\n"
        f"Final-Recipient: rfc822;{sender}\nOriginal-Message-ID: {letter.message_id}\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\n--b--\n"
    )
    kind = 'multipart/report; report-type=disposition-notification; boundary="b"'
    return Written(_mail(headers, kind, body.encode()), message_id)


def bounce(number: int, letter: Letter, *, failed: bool) -> Written:
    """A delivery status (RFC 3464): the letter will not arrive, or is only delayed."""
    message_id = f"<{number}.dsn@{SERVER}>"
    action, status = ("failed", "5.1.1") if failed else ("delayed", "4.4.1")
    headers = [
        "Return-Path: <>",
        f"From: MAILER-DAEMON@{SERVER}",
        f"To: {BOT}",
        f"Message-ID: {message_id}",
        "Auto-Submitted: auto-replied",
        "Subject: Undelivered Mail Returned to Sender",
    ]
    body = (
        "--b\nContent-Type: text/plain\n\nYour message could not be delivered.\n--b\n"
        f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; {SERVER}\n\n"
        f"Final-Recipient: rfc822; {letter.address}\nAction: {action}\nStatus: {status}\n--b\n"
        f"Content-Type: text/rfc822-headers\n\nMessage-ID: {letter.message_id}\nSubject: Innkalling\n--b--\n"
    )
    kind = 'multipart/report; report-type=delivery-status; boundary="b"'
    return Written(_mail(headers, kind, body.encode()), message_id)


def two_senders(number: int, sender: str, letter: Letter) -> Written:
    """A forgery: two From fields, of which a mail program shows one and a careless reader takes the other."""
    message_id = f"<{number}.forged@evil.example>"
    headers = [f"From: {sender}", "From: mallory@evil.example", f"To: {BOT}", f"Message-ID: {message_id}"]
    headers += [f"In-Reply-To: {letter.message_id}", "Subject: SV: Innkalling"]
    return Written(_mail(headers, "text/plain; charset=utf-8", b"Godkjent"), message_id)


def forwarded(number: int, sender: str, letter: Letter) -> Written:
    """A member sends the notice on to the bot: the words in it are nobody's answer."""
    message_id = f"<{number}.fwd@{sender.partition('@')[2]}>"
    headers = [f"From: {sender}", f"To: {BOT}", f"Message-ID: {message_id}", f"References: {letter.message_id}"]
    headers.append("Subject: VS: Innkalling")
    head = f"Fra: Mote <{BOT}>\nSendt: mandag 2. mars 2026 09:00\nTil: <{letter.address}>\nEmne: Innkalling"
    text = f"\n\n-------- Videresendt melding --------\n{head}\n\nGodkjent. {letter.text}"
    return Written(_mail(headers, "text/plain; charset=utf-8", text.encode()), message_id)


def garbage(chance: Random) -> Written:
    """Bytes that are no mail, or hardly one."""
    return Written(
        chance.choice(
            (b"", b"\r\n\r\n", b"\x00" * 40, b"From \r\r\r", chance.randbytes(200), b"Subject: Godkjent\r\n\r\n")
        )
        + b"\r\n" * chance.randrange(50),
        "",
    )


def stamped_anew(written: Written, chance: Random) -> Written:
    """The same mail as it comes another way, or once more after a broken hand-over: another trace on top."""
    by, minute = chance.randrange(9), chance.randrange(60)
    trace = f"Received: from mx{by}.example by {SERVER}; Mon, 2 Mar 2026 09:{minute:02}:00 +0100"
    return Written(trace.encode() + b"\r\n" + written.raw, written.message_id)
