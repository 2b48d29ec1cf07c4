"""Answers in the forms in which real mail clients send them: what is typed goes on top, our letter is quoted below."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from types import MappingProxyType

from bot.core.meeting import Person
from bot.reading.message import Message

Form = Callable[["Answered", str, EmailMessage], None]


@dataclass(frozen=True, slots=True)
class Answered:
    """The letter that is answered, as its recipient has it, and who they are. `sent` is its Date, as it stands."""

    letter: Message
    me: Person
    sent: str

    @property
    def quoted(self) -> str:
        """The letter's text with a mark of quoting before each line."""
        return "\n".join(f"> {line}".rstrip() for line in (self.letter.plain or "").splitlines())


def answer(client: str, answered: Answered, words: str, message_id: str, now: str) -> bytes:
    """The mail that the client sends for those words; KeyError for a client that is not in `CLIENTS`."""
    mail = EmailMessage()
    mail["From"] = f'"{answered.me.name}" <{answered.me.email}>'
    mail["To"] = answered.letter.sender
    mail["Subject"] = f"SV: {answered.letter.subject}"
    mail["Date"] = now
    mail["Message-ID"] = message_id
    mail["In-Reply-To"] = answered.letter.message_id
    mail["References"] = " ".join([*answered.letter.references, answered.letter.message_id])
    CLIENTS[client](answered, words, mail)
    return mail.as_bytes(policy=SMTP)


def _typed(mail: EmailMessage, text: str) -> None:
    # Clients wrap or encode what they quote: no line of a mail is longer than 998 octets (RFC 5322 §2.1.1).
    mail.set_content(text, cte="quoted-printable")


def _iphone(answered: Answered, words: str, mail: EmailMessage) -> None:
    mail["X-Mailer"] = "iPhone Mail (23B85)"
    attribution = f"{answered.sent} skrev {answered.letter.display_name} <{answered.letter.sender}>:"
    _typed(mail, f"{words}\n\nSendt fra min iPhone\n\n> {attribution}\n> \n{answered.quoted}\n")


def _outlook(answered: Answered, words: str, mail: EmailMessage) -> None:
    letter = answered.letter
    head = {"Fra": f"{letter.display_name} <{letter.sender}>", "Sendt": answered.sent, "Til": answered.me.name}
    head["Emne"] = letter.subject
    lines = "\n".join(f"{name}: {value}" for name, value in head.items())
    signature = f"Med vennlig hilsen\n\n{answered.me.name}\n{answered.me.title}\nTlf. 00 00 00 00"
    _typed(mail, f"{words}\n\n{signature}\n\n{lines}\n\n{letter.plain}\n")
    rows = "<br>".join(f"<b>{name}:</b> {escape(value)}" for name, value in head.items())
    typed = "".join(f'<p class="MsoNormal">{escape(line)}</p>' for line in [*words.split("\n"), *signature.split("\n")])
    divider = '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
    page = f'<html><body lang="NO-BOK"><div class="WordSection1">{typed}{divider}<p class="MsoNormal">{rows}</p></div>'
    mail.add_alternative(f"{page}{letter.html or ''}</div></body></html>", subtype="html", cte="quoted-printable")


def _gmail(answered: Answered, words: str, mail: EmailMessage) -> None:
    letter = answered.letter
    attribution = f"{answered.sent} skrev {letter.display_name} <{letter.sender}>:"
    _typed(mail, f"{words}\n\n{attribution}\n\n{answered.quoted}\n")
    typed = escape(words).replace("\n", "<br>")
    quote = f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">{escape(attribution)}<br></div>'
    quote += f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{letter.html or ""}</blockquote></div>'
    mail.add_alternative(f'<div dir="ltr">{typed}</div><br>{quote}', subtype="html", cte="quoted-printable")


def _apple_mail(answered: Answered, words: str, mail: EmailMessage) -> None:
    mail["X-Mailer"] = "Apple Mail (2.3774.500)"
    attribution = f"{answered.sent} skrev {answered.letter.display_name} <{answered.letter.sender}>:"
    _typed(mail, f"{words}\n\n> {attribution}\n> \n{answered.quoted}\n")


def _thunderbird(answered: Answered, words: str, mail: EmailMessage) -> None:
    mail["User-Agent"] = "Mozilla Thunderbird"
    attribution = f"Den {answered.sent} skrev {answered.letter.display_name}:"
    _typed(mail, f"{words}\n\n{attribution}\n{answered.quoted}\n\n-- \n{answered.me.name}\n{answered.me.title}\n")


def _out_of_office(answered: Answered, words: str, mail: EmailMessage) -> None:
    del mail["Subject"]
    mail["Subject"] = f"Automatisk svar: {answered.letter.subject}"
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    _typed(mail, words + "\n")


CLIENTS: Mapping[str, Form] = MappingProxyType(
    {
        "iPhone": _iphone,
        "Outlook": _outlook,
        "Gmail": _gmail,
        "Apple Mail": _apple_mail,
        "Thunderbird": _thunderbird,
        "out of office": _out_of_office,
    }
)
