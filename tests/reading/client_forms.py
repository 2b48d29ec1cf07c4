"""How mail clients wrap what a person writes when they answer a letter.

Each form takes the same words and gives a whole mail. The forms follow what the clients send: their elements,
labels, dividers and attributions, in the languages that they are used in here.
"""

import base64
import quopri
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

BOT = "Møtebot <mote@region.example>"
SUBJECT = "Innkalling: Styringsgruppemøte – svar innen 2. mars kl. 15.00"

# A letter such as the one that is sent for tests/mails/meetings/standard.toml.
NOTICE: tuple[str, ...] = (
    "Hei Kari Berg",
    "Svar «godkjent» på denne e-posten innen onsdag 2. mars 2022 kl. 15.00.",
    "Interkommunalt politisk råd for Fjordregionen kaller inn til styringsgruppemøte.",
    "Sak 1/22: ",
    "Sak 2/22: ",
    "Sak 1/22 Endring i styringsdokumentet",
    "Ledelsen av rådet går på omgang mellom ordførerne. Etter årsskiftet er det Fjellbygd sin tur.",
    "Forslag til vedtak:",
    "Ordføreren i Fjellbygd går inn som leder av styringsgruppa. Styringsdokumentet endres på dette punktet.",
    "Sak 2/22 Felles satsing på sykkelveier",
    "Forprosjektet er ferdig, og arbeidsgruppa anbefaler å gå videre.",
    "Forslag til vedtak:",
    "1. Delprosjektet «Sykkelbyen» tas ut av planen, og 200 000 kroner overføres til «Trygg skolevei».",
    "2. Prosjektleder søker fylkeskommunen om å forlenge prosjektperioden til og med 2023.",
    "Den som ikke svarer, har ikke stemt.",
    "Med vennlig hilsen",
    "Anne Lie",
    "Regionrådskoordinator",
    "Telefon 00 00 00 00",
    "Referanse: K7Q4-M2XD-3FAB",
)


@dataclass(frozen=True)
class Language:
    """What a client calls things; `skrev` builds an attribution from the writer."""

    labels: tuple[str, str, str, str]
    date: str
    numeric: str
    original: str
    forwarded: str
    gmail: str
    apple: str
    thunderbird: str
    footers: dict[str, str]
    prefix: str = "SV"


NB = Language(
    ("Fra", "Sendt", "Til", "Emne"),
    "onsdag 23. februar 2022 08:00",
    "23.02.2022 08:00",
    "Opprinnelig melding",
    "Videresendt melding",
    "ons. 23. feb. 2022 kl. 08:00 skrev {who}:",
    "23. feb. 2022 kl. 08:00 skrev {who}:",
    "Den 23.02.2022 08:00, skrev {who}:",
    {
        "iphone": "Sendt fra min iPhone",
        "ios": "Hent Outlook for iOS",
        "windows": "Sendt fra E-post for Windows",
        "samsung": "Sendt fra min Samsung Galaxy-smarttelefon.",
    },
)
NN = Language(
    ("Frå", "Sendt", "Til", "Emne"),
    "onsdag 23. februar 2022 08:00",
    "23.02.2022 08:00",
    "Opphavleg melding",
    "Vidaresend melding",
    "on. 23. feb. 2022 kl. 08:00 skreiv {who}:",
    "Den 23. feb. 2022 kl. 08:00 skreiv {who}:",
    "Den 23.02.2022 08:00, skreiv {who}:",
    {
        "iphone": "Sendt frå min iPhone",
        "ios": "Få Outlook for iOS",
        "windows": "Sendt frå E-post for Windows",
        "samsung": "Sendt frå min Samsung Galaxy-smarttelefon.",
    },
)
DA = Language(
    ("Fra", "Sendt", "Til", "Emne"),
    "23. februar 2022 08:00",
    "23-02-2022 08:00",
    "Oprindelig meddelelse",
    "Videresendt meddelelse",
    "Den ons. 23. feb. 2022 kl. 08.00 skrev {who}:",
    "Den 23. feb. 2022 kl. 08.00 skrev {who}:",
    "Den 23-02-2022 kl. 08:00 skrev {who}:",
    {
        "iphone": "Sendt fra min iPhone",
        "ios": "Hent Outlook til iOS",
        "windows": "Sendt fra Mail til Windows",
        "samsung": "Sendt fra min Samsung Galaxy smartphone.",
    },
)
SV = Language(
    ("Från", "Skickat", "Till", "Ämne"),
    "den 23 februari 2022 08:00",
    "2022-02-23 08:00",
    "Ursprungligt meddelande",
    "Vidarebefordrat meddelande",
    "Den ons 23 feb. 2022 kl 08:00 skrev {who}:",
    "23 feb. 2022 kl. 08:00 skrev {who}:",
    "Den 2022-02-23 kl. 08:00, skrev {who}:",
    {
        "iphone": "Skickat från min iPhone",
        "ios": "Hämta Outlook för iOS",
        "windows": "Skickades från E-post för Windows",
        "samsung": "Skickat från min Samsung Galaxy smartphone.",
    },
)
EN = Language(
    ("From", "Sent", "To", "Subject"),
    "Wednesday, February 23, 2022 8:00 AM",
    "23/02/2022 08:00",
    "Original Message",
    "Forwarded message",
    "On Wed, Feb 23, 2022 at 8:00 AM {who} wrote:",
    "On 23 Feb 2022, at 08:00, {who} wrote:",
    "On 23/02/2022 08:00, {who} wrote:",
    {
        "iphone": "Sent from my iPhone",
        "ios": "Get Outlook for iOS",
        "windows": "Sent from Mail for Windows",
        "samsung": "Sent from my Galaxy",
    },
    "Re",
)
DE = Language(
    ("Von", "Gesendet", "An", "Betreff"),
    "Mittwoch, 23. Februar 2022 08:00",
    "23.02.2022 08:00",
    "Ursprüngliche Nachricht",
    "Weitergeleitete Nachricht",
    "Am Mi., 23. Feb. 2022 um 08:00 Uhr schrieb {who}:",
    "Am 23.02.2022 um 08:00 schrieb {who}:",
    "Am 23.02.2022 um 08:00 schrieb {who}:",
    {
        "iphone": "Von meinem iPhone gesendet",
        "ios": "Holen Sie sich Outlook für iOS",
        "windows": "Gesendet von Mail für Windows",
        "samsung": "Von meinem Galaxy gesendet",
    },
    "AW",
)
LANGUAGES = {"nb": NB, "nn": NN, "da": DA, "sv": SV, "en": EN, "de": DE}


@dataclass(frozen=True)
class Answer:
    """What somebody writes: paragraphs of lines, a signature below them, and the letter that they answer."""

    words: str
    signature: str = ""
    language: Language = NB
    sender: str = "Kari Berg <kari.berg@solvik.example>"
    subject: str | None = None
    notice: Sequence[str] = NOTICE
    # Answers written into the letter: below its line of that number.
    inside: dict[int, str] = field(default_factory=dict)
    bottom: bool = False
    charset: str = "utf-8"
    encoding: str = "quoted-printable"
    writer: str = BOT

    @property
    def below(self) -> str:
        """The words with the signature."""
        return f"{self.words}\n\n{self.signature}".strip() if self.signature else self.words

    @property
    def heading(self) -> list[tuple[str, str]]:
        """Label and value of the quoted header, in Outlook's order."""
        values = (self.writer, self.language.date, plain_sender(self.sender), SUBJECT)
        return list(zip(self.language.labels, values, strict=True))


def plain_sender(sender: str) -> str:
    return sender.partition(" <")[0]


def header(answer: Answer, content_type: str, extra: str = "") -> str:
    subject = answer.subject if answer.subject is not None else f"{answer.language.prefix}: {SUBJECT}"
    return (
        f"From: {encoded_address(answer.sender)}\r\nTo: {encoded_address(BOT)}\r\n"
        f"Subject: {encoded(subject)}\r\nDate: Thu, 24 Feb 2022 10:15:00 +0100\r\n"
        f"Message-ID: <answer-1@mail.example>\r\nIn-Reply-To: <notice-1@region.example>\r\n"
        f"References: <notice-1@region.example>\r\nMIME-Version: 1.0\r\n{extra}Content-Type: {content_type}\r\n"
    )


def encoded(text: str) -> str:
    if text.isascii():
        return text
    pieces = (text[at : at + 30] for at in range(0, len(text), 30))
    words = [f"=?utf-8?B?{base64.b64encode(piece.encode()).decode()}?=" for piece in pieces]
    return "\r\n ".join(words)


def encoded_address(address: str) -> str:
    name, _, rest = address.partition(" <")
    return f"{encoded(name)} <{rest}" if rest else address


def part(text: str, subtype: str, answer: Answer, parameters: str = "") -> str:
    """Header and body of a text part, in the answer's charset and transfer encoding."""
    data = text.replace("\n", "\r\n").encode(answer.charset, "xmlcharrefreplace" if subtype == "html" else "replace")
    if answer.encoding == "base64":
        body = base64.encodebytes(data).decode().replace("\n", "\r\n")
    elif answer.encoding == "quoted-printable":
        body = quopri.encodestring(data.replace(b"\r\n", b"\n")).decode("ascii").replace("\n", "\r\n")
    else:
        body = data.decode("latin-1")
    return (
        f"Content-Type: text/{subtype}; charset={answer.charset}{parameters}\r\n"
        f"Content-Transfer-Encoding: {answer.encoding}\r\n\r\n{body}"
    )


def single(answer: Answer, text: str, subtype: str = "plain", parameters: str = "", extra: str = "") -> bytes:
    head = header(answer, "X", extra).rsplit("Content-Type: X", 1)[0]
    return (head + part(text, subtype, answer, parameters)).encode("latin-1")


def alternative(answer: Answer, plain: str, html: str, extra: str = "") -> bytes:
    head = header(answer, 'multipart/alternative; boundary="_000_grense_"', extra)
    body = "".join(
        f"--_000_grense_\r\n{each}\r\n" for each in (part(plain, "plain", answer), part(html, "html", answer))
    )
    return f"{head}\r\n{body}--_000_grense_--\r\n".encode("latin-1")


def quoted_with(lines: Sequence[str], inside: dict[int, str], mark: str) -> str:
    """The letter with a mark before each line, and the answers inside without one."""
    rows: list[str] = []
    for at, line in enumerate(lines):
        rows += [f"{mark}{line}".rstrip() if not mark.strip() else f"{mark}{line}", mark.rstrip()]
        if at in inside:
            rows += ["", *inside[at].split("\n"), ""]
    return "\n".join(rows)


def paragraphs(text: str, before: str = '<p class="MsoNormal">', after: str = "<o:p></o:p></p>") -> str:
    return "\n".join(f"{before}{escape(line, quote=False) or '&nbsp;'}{after}" for line in text.split("\n"))


def divs(text: str) -> str:
    return "".join(f"<div>{escape(line, quote=False) or '<br>'}</div>" for line in text.split("\n"))


def notice_html(answer: Answer, answered: Callable[[str], str] = divs) -> str:
    pieces: list[str] = []
    for at, line in enumerate(answer.notice):
        pieces.append(f"<p>{escape(line, quote=False)}</p>")
        if at in answer.inside:
            pieces.append(answered(answer.inside[at]))
    return "\n".join(pieces)


def notice_plain(answer: Answer) -> str:
    return quoted_with(answer.notice, answer.inside, "")


def header_plain(answer: Answer) -> str:
    return "\n".join(f"{label}: {value}" for label, value in answer.heading)


def header_html(answer: Answer) -> str:
    return "<br>\n".join(f"<b>{label}:</b> {escape(value)}" for label, value in answer.heading)


def outlook(answer: Answer) -> bytes:
    """Outlook for Windows: a top border over the quoted header, nothing marked below."""
    plain = f"{answer.below}\n\n{header_plain(answer)}\n\n{notice_plain(answer)}\n"
    html = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name="Generator" content="Microsoft Word'
        ' 15 (filtered medium)"><style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang="NO-BOK">'
        f'<div class="WordSection1">{paragraphs(answer.below)}<p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<p class="MsoNormal">{header_html(answer)}<o:p></o:p></p></div></div>'
        f'<p class="MsoNormal"><o:p>&nbsp;</o:p></p>{notice_html(answer, _red)}</div></body></html>'
    )
    return alternative(answer, plain, html, "X-Mailer: Microsoft Outlook 16.0\r\n")


def _red(text: str) -> str:
    return paragraphs(text, '<p class="MsoNormal"><span style="color:#C00000">', "<o:p></o:p></span></p>")


def outlook_plain(answer: Answer) -> bytes:
    """Outlook told to answer in plain text."""
    divider = f"-----{answer.language.original}-----"
    text = f"{answer.below}\n\n{divider}\n{header_plain(answer)}\n\n{notice_plain(answer)}\n"
    return single(answer, text, extra="X-Mailer: Microsoft Outlook 16.0\r\n")


def outlook_web(answer: Answer) -> bytes:
    plain = f"{answer.below}\n\n{'_' * 32}\n{header_plain(answer)}\n\n{notice_plain(answer)}\n"
    style = 'class="elementToProof" style="font-family: Aptos, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);"'
    signature = f'<div id="Signature">{divs(answer.signature)}</div>' if answer.signature else ""
    words = "".join(f"<div {style}>{escape(line, quote=False) or '<br>'}</div>" for line in answer.words.split("\n"))
    html = (
        '<html><head><style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style></head>'
        f'<body dir="ltr">{words}<div {style}><br></div>{signature}<div id="appendonsend"></div>'
        '<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">'
        '<font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">'
        f"{header_html(answer)}</font><div>&nbsp;</div></div><div>{notice_html(answer)}</div></body></html>"
    )
    return alternative(answer, plain, html)


def outlook_mobile(answer: Answer) -> bytes:
    footer = answer.language.footers["ios"]
    plain = (
        f"{answer.below}\n\n{footer}<https://aka.ms/o0ukef>\n{'_' * 32}\n{header_plain(answer)}\n\n"
        f"{notice_plain(answer)}\n"
    )
    html = (
        '<html><head></head><body><div dir="ltr">'
        f'{divs(answer.below)}</div><div id="ms-outlook-mobile-signature" dir="ltr"><div><br></div>'
        f'<a href="https://aka.ms/o0ukef">{footer}</a></div><hr style="display:inline-block;width:98%">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif">{header_html(answer)}</font>'
        f"<div>&nbsp;</div></div>{notice_html(answer)}</body></html>"
    )
    return alternative(answer, plain, html)


def windows_mail(answer: Answer) -> bytes:
    footer = answer.language.footers["windows"]
    plain = f"{answer.below}\n\n{footer}\n\n{header_plain(answer)}\n\n{notice_plain(answer)}\n"
    html = (
        '<html><head></head><body lang="NO-BOK"><div class="WordSection1">'
        f'{paragraphs(answer.below)}<p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoNormal">{footer}</p>'
        '<div style="mso-element:para-border-div;border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm'
        f' 0cm"><p class="MsoNormal" style="border:none;padding:0cm">{header_html(answer)}</p></div>'
        f"{notice_html(answer)}</div></body></html>"
    )
    return alternative(answer, plain, html)


def _marked_plain(answer: Answer, attribution: str) -> str:
    quote = quoted_with(answer.notice, answer.inside, "> ")
    if answer.bottom:
        return f"{attribution}\n{quote}\n\n{answer.below}\n"
    return f"{answer.below}\n\n{attribution}\n\n{quote}\n"


def gmail(answer: Answer) -> bytes:
    attribution = answer.language.gmail.format(who=answer.writer)
    quote = (
        '<div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f"{escape(attribution)}<br></div>{_gmail_blocks(answer)}</div>"
    )
    words = f'<div dir="ltr">{divs(answer.words)}</div>'
    signature = (
        '<span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature"'
        f' data-smartmail="gmail_signature">{divs(answer.signature)}</div>'
        if answer.signature
        else ""
    )
    body = f"{quote}{words}{signature}" if answer.bottom else f"{words}{signature}<br>{quote}"
    signed = f"{answer.words}\n\n-- \n{answer.signature}" if answer.signature else answer.words
    plain = _marked_plain(_with(answer, signed), _wrapped(attribution))
    return alternative(answer, plain, body)


def _gmail_blocks(answer: Answer) -> str:
    opened = '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204)">'
    pieces = [opened]
    for at, line in enumerate(answer.notice):
        pieces.append(f"<p>{escape(line, quote=False)}</p>")
        if at in answer.inside:
            pieces.append(f"</blockquote>{divs(answer.inside[at])}{opened}")
    return "".join([*pieces, "</blockquote>"])


def _with(answer: Answer, words: str) -> Answer:
    return Answer(words, "", answer.language, notice=answer.notice, inside=answer.inside, bottom=answer.bottom)


def _wrapped(attribution: str) -> str:
    """Gmail breaks a long attribution before the address."""
    return attribution.replace(" <", "\n<", 1)


def gmail_android(answer: Answer) -> bytes:
    attribution = answer.language.gmail.format(who=answer.writer).replace(" kl. ", ", ")
    html = (
        f'<div dir="auto">{divs(answer.below)}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f"{escape(attribution)}<br></div>{_gmail_blocks(answer)}</div>"
    )
    return alternative(answer, _marked_plain(answer, _wrapped(attribution)), html)


def apple_mail(answer: Answer) -> bytes:
    attribution = answer.language.apple.format(who=answer.writer)
    plain = f"{answer.below}\n\n> {attribution}\n> \n{quoted_with(answer.notice, answer.inside, '> ')}\n"
    if answer.bottom:
        plain = f"> {attribution}\n> \n{quoted_with(answer.notice, answer.inside, '> ')}\n\n{answer.below}\n"
    quote = _cited(answer, f'<div>{escape(attribution)}</div><br class="Apple-interchange-newline">')
    own = f"<div>{divs(answer.below)}</div>"
    body = f"{quote}<br>{own}" if answer.bottom else f"{own}<div><br>{quote}</div>"
    html = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body'
        f' style="overflow-wrap: break-word; line-break: after-white-space;">{body}</body></html>'
    )
    return alternative(answer, plain, html, "X-Mailer: Apple Mail (2.3731)\r\n")


def _cited(answer: Answer, first: str) -> str:
    opened = '<blockquote type="cite"><div>'
    pieces = [opened, first]
    for at, line in enumerate(answer.notice):
        pieces.append(f"<p>{escape(line, quote=False)}</p>")
        if at in answer.inside:
            pieces.append(f"</div></blockquote>{divs(answer.inside[at])}{opened}")
    return "".join([*pieces, "</div></blockquote>"])


def iphone(answer: Answer) -> bytes:
    attribution = answer.language.apple.format(who=answer.writer)
    footer = answer.language.footers["iphone"]
    plain = f"{answer.below}\n\n{footer}\n\n> {attribution}\n> \n{quoted_with(answer.notice, answer.inside, '> ')}\n"
    html = (
        '<html><head></head><body dir="auto"><div dir="ltr"></div>'
        f'<div dir="ltr">{divs(answer.below)}</div><div dir="ltr"><br>{footer}</div><div dir="ltr"><br>'
        f'<blockquote type="cite">{escape(attribution)}<br><br></blockquote></div>{_cited(answer, "")}</body></html>'
    )
    return alternative(answer, plain, html, "X-Mailer: iPhone Mail (19D52)\r\n")


def thunderbird(answer: Answer) -> bytes:
    attribution = answer.language.thunderbird.format(who=answer.writer.partition(" <")[0])
    signed = f"{answer.words}\n\n-- \n{answer.signature}" if answer.signature else answer.words
    text = _marked_plain(_with(answer, signed), attribution)
    return single(answer, text, parameters="; format=flowed", extra="User-Agent: Mozilla Thunderbird 91.6\r\n")


def thunderbird_html(answer: Answer) -> bytes:
    attribution = answer.language.thunderbird.format(who=answer.writer.partition(" <")[0])
    signature = f'<div class="moz-signature">-- <br>{divs(answer.signature)}</div>' if answer.signature else ""
    opened = '<blockquote type="cite" cite="mid:notice-1@region.example">'
    pieces = [f'<div class="moz-cite-prefix">{escape(attribution)}<br></div>{opened}']
    for at, line in enumerate(answer.notice):
        pieces.append(f"<p>{escape(line, quote=False)}</p>")
        if at in answer.inside:
            pieces.append(f"</blockquote>{paragraphs(answer.inside[at], '<p>', '</p>')}{opened}")
    quote = "".join([*pieces, "</blockquote>"])
    own = paragraphs(answer.words, "<p>", "</p>") + signature
    html = f"<!DOCTYPE html><html><head></head><body>{quote + own if answer.bottom else own + quote}</body></html>"
    return single(answer, html, "html", extra="User-Agent: Mozilla Thunderbird 102.1\r\n")


def samsung(answer: Answer) -> bytes:
    language = answer.language
    date = {"Fra": "Dato", "Frå": "Dato", "Från": "Datum", "From": "Date", "Von": "Datum"}[language.labels[0]]
    labels = (language.labels[0], date, *language.labels[2:])
    rows = [f"{label}: {value}" for label, (_, value) in zip(labels, answer.heading, strict=True)]
    divider = f"-------- {language.original} --------"
    html = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body>'
        f'<div dir="auto">{divs(answer.below)}</div><div dir="auto"><br></div>'
        f'<div id="composer_signature" dir="auto">{language.footers["samsung"]}</div><div dir="auto"><br></div>'
        f'<div align="left" dir="auto" style="font-size:100%;color:#000000"><div>{divider}</div>'
        f"{''.join(f'<div>{escape(row)} </div>' for row in rows)}<div><br></div></div>{notice_html(answer)}"
        "</body></html>"
    )
    plain = (
        f"{answer.below}\n\n{language.footers['samsung']}\n\n{divider}\n"
        + "\n".join(rows)
        + f"\n\n{notice_plain(answer)}\n"
    )
    return alternative(answer, plain, html)


def zimbra(answer: Answer) -> bytes:
    """Zimbra's web client: its own markers, and the header's fields in another order."""
    sender, sent, to, subject = answer.heading
    rows = [sender, to, sent, subject]
    plain_rows = "\n".join(f"{label}: {value}" for label, value in rows)
    plain = f"{answer.below}\n\n----- {answer.language.original} -----\n{plain_rows}\n\n{notice_plain(answer)}\n"
    html_rows = "<br>".join(f"<b>{label}: </b>{escape(value)}" for label, value in rows)
    signature = f'<div data-marker="__SIG_POST__">--<br>{divs(answer.signature)}</div>' if answer.signature else ""
    html = (
        f'<html><body><div style="font-family: arial; font-size: 12pt">{divs(answer.words)}<div><br></div>'
        f'{signature}<hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">{html_rows}<br></div>'
        f'<div data-marker="__QUOTED_TEXT__">{notice_html(answer)}</div></div></body></html>'
    )
    return alternative(answer, plain, html, "X-Mailer: Zimbra 8.8.15_GA (ZimbraWebClient)\r\n")


def notes(answer: Answer) -> bytes:
    """HCL Notes: small grey labels, a date without a weekday, a rule below."""
    language = answer.language
    date = {"Fra": "Dato", "Frå": "Dato", "Från": "Datum", "From": "Date", "Von": "Datum"}[language.labels[0]]
    rows = [
        (language.labels[0], answer.writer),
        (language.labels[2], plain_sender(answer.sender)),
        (date, language.numeric),
        (language.labels[3], SUBJECT),
    ]
    label = '<font size=1 color=#5f5f5f face="sans-serif">{}: &nbsp; &nbsp; &nbsp; &nbsp;</font>'
    value = '<font size=1 face="sans-serif">{}</font><br>'
    html = (
        '<font size=2 face="sans-serif">'
        + escape(answer.below, quote=False).replace("\n", '</font><br><font size=2 face="sans-serif">')
        + "</font><br><br><br><br>"
        + "".join(label.format(name) + value.format(escape(said)) for name, said in rows)
        + f"<hr noshade><br><br>{notice_html(answer)}"
    )
    plain = (
        f"{answer.below}\n\n\n\n"
        + "\n".join(f"{name}:\t{said}" for name, said in rows)
        + f"\n\n\n\n{notice_plain(answer)}\n"
    )
    return alternative(answer, plain, html, "X-Mailer: HCL Notes Release 12.0.1\r\n")


def mutt(answer: Answer) -> bytes:
    attribution = f"On Wed, Feb 23, 2022 at 08:00:00AM +0100, {answer.writer.partition(' <')[0]} wrote:"
    signed = f"{answer.words}\n\n-- \n{answer.signature}" if answer.signature else answer.words
    return single(answer, _marked_plain(_with(answer, signed), attribution), extra="User-Agent: Mutt/2.1.5\r\n")


def yahoo(answer: Answer) -> bytes:
    attribution = f"Den onsdag 23. februar 2022 08:00:00 CET, {answer.writer} skrev:"
    html = (
        f'<html><body><div class="yahoo-style-wrap"><div dir="ltr">{divs(answer.below)}</div><div><br></div></div>'
        f'<div id="yahoo_quoted_1" class="yahoo_quoted"><div><div>{escape(attribution)}</div><div><br></div>'
        f"<div>{notice_html(answer)}</div></div></div></body></html>"
    )
    return alternative(answer, _marked_plain(answer, attribution), html)


CLIENTS: dict[str, Callable[[Answer], bytes]] = {
    "outlook": outlook,
    "outlook-plain": outlook_plain,
    "outlook-web": outlook_web,
    "outlook-mobile": outlook_mobile,
    "windows-mail": windows_mail,
    "gmail": gmail,
    "gmail-android": gmail_android,
    "apple-mail": apple_mail,
    "iphone": iphone,
    "thunderbird": thunderbird,
    "thunderbird-html": thunderbird_html,
    "samsung": samsung,
    "zimbra": zimbra,
    "notes": notes,
    "mutt": mutt,
    "yahoo": yahoo,
}
# The clients in which a person can answer below the quote, or inside it without a mark.
BOTTOM = ("gmail", "apple-mail", "thunderbird", "thunderbird-html", "mutt")
