"""Each sort of mail by the marks that it really has, and people who only look automatic."""

import pytest

from bot.core.reading import Kind
from bot.reading.kinds import bounced_message_ids, bounced_recipients, is_failed, kind_of
from bot.reading.message import parse

FROM = "From: Kari Berg <kari.berg@solvik.example>\nTo: mote@region.example\n"


def mail(fields: str, body: str = "Godkjent") -> bytes:
    return f"{FROM}{fields}\n\n{body}\n".encode()


AUTOMATIC = {
    "auto_submitted": "Subject: SV: Innkalling\nAuto-Submitted: auto-replied",
    "auto_submitted_in_capitals": "Subject: SV: Innkalling\nAUTO-SUBMITTED: Auto-Replied; owner-email=x@y.example",
    "auto_generated": "Subject: Hei\nAuto-Submitted: auto-generated (vacation)",
    "x_autoreply": "Subject: SV: Innkalling\nX-Autoreply: yes",
    "x_autorespond": "Subject: SV: Innkalling\nX-Autorespond: Ferie",
    "x_auto_reply_from": "Subject: SV: Innkalling\nX-Auto-Reply-From: kari.berg@solvik.example",
    "inbox_rules_loop": "Subject: Takk\nX-MS-Exchange-Inbox-Rules-Loop: kari.berg@solvik.example",
    "generated_source": "Subject: Takk\nX-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent",
    "precedence": "Subject: Takk\nPrecedence: auto_reply",
    "null_return_path": "Return-Path: <>\nSubject: Takk for e-posten",
    "norwegian_subject": "Subject: Automatisk svar: Innkalling",
    "english_subject": "Subject: Automatic reply: Innkalling",
    "out_of_office": "Subject: Out of Office: Innkalling",
    "absence_message": "Subject: Fraværsmelding: SV: Innkalling",
    "absence_message_nynorsk": "Subject: Fråværsmelding",
    "not_there": "Subject: Ikke til stede: Innkalling",
    "not_there_nynorsk": "Subject: Ikkje til stades",
    "away_from_office": "Subject: Ute av kontoret",
    "autosvar": "Subject: Autosvar: Innkalling",
    "danish": "Subject: Autosvar: Indkaldelse",
    "swedish": "Subject: Automatiskt svar: Kallelse",
    "german": "Subject: Automatische Antwort: Einladung",
    "german_absence": "Subject: Abwesenheitsnotiz",
    "away_before_our_own_subject": "Subject: Ute av kontoret: Innkalt som vara: Styringsgruppemøte",
    "gone_from_office": "Subject: Borte fra kontoret",
    "receipt_of_an_office": "Subject: Vi har mottatt din henvendelse [#12345]",
    "automatic_receipt": "Subject: Automatisk kvittering",
    "french": "Subject: Réponse automatique : Convocation",
    "first_class": "Subject: SV: Innkalling\nX-FC-MachineGenerated: true",
    "encoded_subject": "Subject: =?iso-8859-1?Q?Frav=E6rsmelding?=",
}


@pytest.mark.parametrize("fields", AUTOMATIC.values(), ids=AUTOMATIC)
def test_automatic_answer_is_recognised(fields: str) -> None:
    assert kind_of(parse(mail(fields))) is Kind.AUTO_REPLY


HUMAN = {
    "plain_answer": "Subject: SV: Innkalling",
    "suppression_alone_means_nothing": "Subject: SV: Innkalling\nX-Auto-Response-Suppress: All",
    "not_automatic_by_its_own_word": "Subject: SV: Innkalling\nAuto-Submitted: no",
    "answers_an_automatic_answer": "Subject: SV: Automatisk svar: Innkalling",
    "english_answer_to_one": "Subject: Re: Automatic reply: Innkalling",
    "reports_an_absence": "Subject: Fravær i møtet 2. mars",
    "away_and_absent": "Subject: Ute av kontoret, melder forfall",
    "away_and_for_it": "Subject: Ute av kontoret - godkjenner begge sakene",
    "reports_a_holiday": "Subject: Ferie og møtet 2. mars",
    "mailing_list": "Subject: SV: Innkalling\nPrecedence: list\nList-Id: <x.example>",
    "return_path": "Return-Path: <kari.berg@solvik.example>\nSubject: SV: Innkalling",
    "forwards_a_bounce": "Subject: VS: Kan ikke leveres: Innkalling",
    "speaks_of_delivery": "Subject: Levering av sakspapirer",
    "read_in_the_subject": "Subject: Lest og godkjent",
    "reads_and_approves": "Subject: Lest: godkjent",
}


@pytest.mark.parametrize("fields", HUMAN.values(), ids=HUMAN)
def test_person_is_taken_for_a_person(fields: str) -> None:
    assert kind_of(parse(mail(fields))) is Kind.REPLY


QUOTING = {
    "quotes_an_automatic_answer": "Godkjent\n\nFra: Per Dal\nEmne: Automatisk svar\n\nJeg er ikke til stede.",
    "says_that_people_reacted": "Mange reagerte på saken, men jeg godkjenner.",
    "withdraws_a_vote": "Jeg vil trekke tilbake min stemme i sak 1.",
    "was_read": "Saken ble lest med interesse. Godkjent.",
}


@pytest.mark.parametrize("body", QUOTING.values(), ids=QUOTING)
def test_words_of_programs_in_a_persons_mail_change_nothing(body: str) -> None:
    assert kind_of(parse(mail("Subject: SV: Innkalling", body))) is Kind.REPLY


RECEIPTS = {
    "read": ("Subject: Lest: Innkalling", "Meldingen\n\n  Til: Kari\n  Emne: Innkalling\n\n ble lest onsdag 2. mars."),
    "not_read": ("Subject: Ikke lest: Innkalling", "Meldingen ble slettet uten å bli lest onsdag."),
    "nynorsk": ("Subject: Ikkje lese: Innkalling", "Meldinga vart sletta."),
    "english": ("Subject: Read: Innkalling", "Your message\n\n  To: Kari\n\nwas read on Wednesday"),
    "empty": ("Subject: Lest: Innkalling", ""),
    "nynorsk_read": ("Subject: Lese: Innkalling", "Meldinga vart lesen onsdag 2. mars."),
    "confirmation": ("Subject: Lesekvittering: Innkalling", "Dette er en lesekvittering for meldingen."),
    "delivered": (
        "Subject: Levert: Innkalling",
        "Meldingen er levert til følgende mottakere: kari.berg@solvik.example",
    ),
}


@pytest.mark.parametrize(("fields", "body"), RECEIPTS.values(), ids=RECEIPTS)
def test_read_receipt_is_recognised_by_its_words(fields: str, body: str) -> None:
    assert kind_of(parse(mail(fields, body))) is Kind.RECEIPT


MDN = b"""From: Kari Berg <kari.berg@solvik.example>
To: mote@region.example
Subject: Lest: Innkalling
Content-Type: multipart/report; report-type=disposition-notification; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Dette er en lesebekreftelse.
--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822;kari.berg@solvik.example
Original-Message-ID: <notice-1@region.example>
Disposition: manual-action/MDN-sent-manually; displayed
--b--
"""


def test_disposition_notification_is_a_receipt() -> None:
    assert kind_of(parse(MDN)) is Kind.RECEIPT


DSN = b"""Return-Path: <>
From: MAILER-DAEMON@mx.solvik.example (Mail Delivery System)
To: mote@region.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system. Your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.solvik.example

Final-Recipient: rfc822; k.berg@intern.solvik.example
Original-Recipient: rfc822;Kari.Berg@solvik.example
Action: ACTION
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

From: mote@region.example
Message-ID: <notice-1@region.example>
Subject: Innkalling
--b--
"""


def test_delivery_status_tells_who_and_which_letter() -> None:
    message = parse(DSN.replace(b"ACTION", b"failed"))
    assert kind_of(message) is Kind.BOUNCE
    assert bounced_recipients(message) == ("kari.berg@solvik.example",)
    assert bounced_message_ids(message) == ("<notice-1@region.example>",)
    assert is_failed(message)


def test_delayed_letter_is_not_failed() -> None:
    message = parse(DSN.replace(b"ACTION", b"delayed"))
    assert kind_of(message) is Kind.BOUNCE
    assert not is_failed(message)


def test_delivered_letter_names_nobody() -> None:
    message = parse(DSN.replace(b"ACTION", b"delivered"))
    assert bounced_recipients(message) == ()
    assert not is_failed(message)


EXCHANGE = """Leveringen mislyktes for disse mottakerne eller gruppene:

kari.berg@solvik.example (kari.berg@solvik.example)
E-postadressen du skrev inn, finnes ikke. Kontroller adressen og prøv på nytt.

Diagnostikkinformasjon for administratorer:

Genererer server: mx.solvik.example
kari.berg@solvik.example
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'

Opprinnelige meldingshoder:

From: mote@region.example
Message-ID: <notice-1@region.example>
"""
GMAIL = """** Adressen ble ikke funnet **

Meldingen din ble ikke levert til kari.berg@solvik.example fordi adressen ikke finnes.

The response was: 550 5.1.1 User unknown
"""
QMAIL = """Hi. This is the qmail-send program at solvik.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<kari.berg@solvik.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Message-ID: <notice-1@region.example>
"""
TEXTS = {
    "exchange": (
        "Microsoft Outlook <MicrosoftExchange329e71ec@solvik.example>",
        "Kan ikke leveres: Innkalling",
        EXCHANGE,
    ),
    "exchange_postmaster": ("postmaster@solvik.example", "Kan ikke leveres: Innkalling", EXCHANGE),
    "gmail": ("Mail Delivery Subsystem <mailer-daemon@mail.example>", "Delivery Status Notification (Failure)", GMAIL),
    "qmail": ("MAILER-DAEMON@solvik.example", "failure notice", QMAIL),
    "daemon_under_our_subject": (
        "mailer-daemon@mail.example",
        "SV: Innkalling",
        "The account kari.berg@solvik.example does not exist.",
    ),
    "by_its_words_alone": ("noreply@solvik.example", "Undeliverable: Innkalling", EXCHANGE),
}


@pytest.mark.parametrize(("sender", "subject", "body"), TEXTS.values(), ids=TEXTS)
def test_bounce_in_words_is_recognised(sender: str, subject: str, body: str) -> None:
    message = parse(f"From: {sender}\nTo: mote@region.example\nSubject: {subject}\n\n{body}".encode())
    assert kind_of(message) is Kind.BOUNCE
    assert bounced_recipients(message) == ("kari.berg@solvik.example",)
    assert is_failed(message)


def test_text_bounce_names_the_letter_it_returns() -> None:
    message = parse(f"From: postmaster@solvik.example\nSubject: Kan ikke leveres: Innkalling\n\n{EXCHANGE}".encode())
    assert bounced_message_ids(message) == ("<notice-1@region.example>",)


def test_recall_is_recognised() -> None:
    body = "Kari Berg vil trekke tilbake meldingen «SV: Innkalling»."
    assert kind_of(parse(mail("Subject: Tilbakekall: SV: Innkalling", body))) is Kind.RECALL


def test_withdrawn_vote_under_such_a_subject_is_a_reply() -> None:
    assert kind_of(parse(mail("Subject: Trekker tilbake: min stemme", "Nå er jeg imot."))) is Kind.REPLY


@pytest.mark.parametrize("body", ["Kari Berg reacted to your message: 👍", "Kari Berg reagerte på meldingen din: 👍"])
def test_outlooks_reaction_is_recognised(body: str) -> None:
    assert kind_of(parse(mail("Subject: SV: Innkalling", body))) is Kind.REACTION


def test_gmails_reaction_is_recognised() -> None:
    raw = f"""{FROM}Subject: Re: Innkalling
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

👍

--b
Content-Type: text/vnd.google.email-reaction+json; charset=utf-8

{{"emoji": "👍", "version": 1}}
--b--
"""
    assert kind_of(parse(raw.encode())) is Kind.REACTION


CALENDAR = """{head}Subject: Godtatt: Innkalling
Auto-Submitted: auto-generated
Content-Type: text/calendar; method={method}; charset=utf-8

BEGIN:VCALENDAR
METHOD:{method}
BEGIN:VEVENT
ATTENDEE;PARTSTAT=ACCEPTED:mailto:kari.berg@solvik.example
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize("method", ["REPLY", "COUNTER"])
def test_calendar_answer_is_one_also_when_marked_automatic(method: str) -> None:
    assert kind_of(parse(CALENDAR.format(head=FROM, method=method).encode())) is Kind.CALENDAR


def test_invitation_sent_on_is_no_calendar_answer() -> None:
    raw = CALENDAR.format(head=FROM, method="REQUEST").replace("Auto-Submitted: auto-generated\n", "")
    assert kind_of(parse(raw.encode())) is Kind.REPLY


@pytest.mark.parametrize(
    "raw", [b"", b"\n\n\n", b"\0" * 50, bytes(range(256))], ids=["empty", "lines", "nul", "binary"]
)
def test_what_is_no_mail_is_unrelated(raw: bytes) -> None:
    assert kind_of(parse(raw)) is Kind.UNRELATED
