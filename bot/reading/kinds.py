"""What sort of mail it is (reading-replies §2), from its headers, its parts and the habits of mail programs.

A person who answers under a subject such as «SV: Automatisk svar: …», who quotes an automatic mail or forwards one,
is a person all the same: subject words count only at the very beginning, and words of the body only where it begins.
"""

import re
from collections.abc import Callable
from itertools import chain
from typing import Final

from bot.core.meeting import canonical_address
from bot.core.reading import Kind
from bot.reading.addresses import addresses_in
from bot.reading.message import Message
from bot.reading.mime import Headers
from bot.reading.threads import message_ids_in

GMAIL_REACTION: Final = "text/vnd.google.email-reaction+json"
# How much of a body is looked at for the words with which mail programs begin.
BEGINNING: Final = 1_500


def kind_of(message: Message) -> Kind:
    """The kind; `unrelated` only for what has no header at all: whether a reply is related is the reader's matter."""
    if not message.is_mail:
        return Kind.UNRELATED
    return next((kind for kind, holds in _QUESTIONS if holds(message)), Kind.REPLY)


def _beginning(message: Message) -> str:
    """The first words that a person would see, whichever form they come in."""
    if message.plain and (plain := message.plain.strip()):
        return plain[:BEGINNING]
    if not message.html:
        return ""
    text = _TAG.sub(" ", _UNSEEN.sub(" ", message.html[: 20 * BEGINNING], count=5))
    return " ".join(text.split())[:BEGINNING]


_UNSEEN = re.compile(r"<(style|head|title)\b[^>]{0,200}>.{0,20000}?</\1\s?>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]{0,2000}>")

_REACTED = re.compile(
    r"[^\n]{0,120}\b(?:reacted (?:to your (?:message|e-?mail)|via gmail)|liked your (?:message|e-?mail)"
    r"|(?:reagerte|har reagert|reagerer) "
    r"(?:(?:med .{1,20} )?på (?:meldingen|meldinga|e-posten|e-brevet) (?:din|di|ditt)|via gmail|med \W{1,8} på\b)"
    r"|reagerade på ditt|reagerede på din|hat auf ihre nachricht reagiert|likte (?:meldingen|e-posten|meldinga) di)",
    re.IGNORECASE,
)
_DIGEST = re.compile(
    r"(?:reaction daily digest|reaksjon\w*\W{1,3}daglig|daglig (?:reaksjon|sammendrag av reaksjon))", re.IGNORECASE
)


def _is_reaction(message: Message) -> bool:
    if GMAIL_REACTION in message.part_types or _DIGEST.match(message.subject):
        return True
    if _may_react(message.subject) and _REACTED.match(message.subject):
        return True
    if message.plain is None and not _may_react((message.html or "")[: 20 * BEGINNING]):
        return False
    beginning = _beginning(message)[:300]
    return _may_react(beginning) and _REACTED.match(beginning) is not None


def _may_react(text: str) -> bool:
    """Whether a verb of reacting is in the text: most have none, and the pattern is dear."""
    low = text.lower()
    return "reac" in low or "reag" in low or "like" in low or "likt" in low


_METHOD = re.compile(rb"^METHOD[^:\n]{0,80}:\s*(?:REPLY|COUNTER)\s*$", re.IGNORECASE | re.MULTILINE)


def _is_calendar(message: Message) -> bool:
    """An iTIP REPLY or COUNTER (RFC 5546 §3.2.3, §3.2.7); an invitation that somebody sends on is none."""
    return message.calendar is not None and _METHOD.search(message.calendar[:20_000]) is not None


_RECALL_SUBJECT = re.compile(
    r"\s*(?:tilbakekall\w*|tilbakekalling|trekk(?:er)? tilbake|recall|tilbagekald\w*|återkalla\w*|rückruf)\s*:",
    re.IGNORECASE,
)
_RECALL_WORDS = re.compile(
    r"(?:would like to recall|(?:ønsker|ønskjer|ynskjer|vil|vil gjerne) (?:å )?"
    r"(?:tilbakekalle|trekke? tilbake|kalle? tilbake)"
    r"|vill återkalla|ønsker at tilbagekalde|möchte die nachricht)",
    re.IGNORECASE,
)


def _is_recall(message: Message) -> bool:
    """Outlook's request to take a mail back; «Trekker tilbake: …» above a person's words is none."""
    if "ipm.outlook.recall" in message.header("x-ms-message-class").lower():
        return True
    if not _RECALL_SUBJECT.match(message.subject):
        return False
    beginning = _beginning(message)
    said = _RECALL_WORDS.search(beginning[:400]) is not None
    return said or (not beginning and not message.subject.lower().lstrip().startswith("trekk"))


_READ_SUBJECT = re.compile(
    r"\s*(?:ikke lest|ikkje lese|ulest|lest|lese|not read|unread|read|læst|ikke læst|läst|oläst|inte läst|gelesen"
    r"|ungelesen|lesebekreftelse|lesekvittering|levert|delivered|read receipt|return receipt(?: \(displayed\))?)"
    r"\s*(?::|-|$)",
    re.IGNORECASE,
)
_READ_WORDS = re.compile(
    r"\b(?:ble|vart|blei|er) (?:ikke |ikkje )?(?:lest|lese|lesen|vist|åpnet|opna|slettet|sletta|levert til)\b"
    r"|has been delivered to"
    r"|was (?:read|deleted|displayed)"
    r"|slettet uten å (?:bli|ha blitt) lest|deleted without being read|without being read|blev (?:læst|slettet)"
    r"|har (?:lästs|lest meldingen)|wurde .{0,40}(?:gelesen|gelöscht)|return receipt|lesebekreftelse|lesekvittering",
    re.IGNORECASE | re.DOTALL,
)


def _is_receipt(message: Message) -> bool:
    if message.report_type == "disposition-notification":
        return True
    if "message/disposition-notification" in message.part_types and message.content_type != "multipart/mixed":
        return True
    if not _READ_SUBJECT.match(message.subject):
        return False
    beginning = _beginning(message)
    return not beginning or _READ_WORDS.search(beginning) is not None


_SYSTEM = re.compile(r"(?:mailer-?daemon|postmaster|microsoftexchange\w*|mail-?delivery\w*|mdaemon)@", re.IGNORECASE)
# Nothing else comes from these; a postmaster may be a person.
_DAEMON = re.compile(r"(?:mailer-?daemon|mail-?delivery-?(?:system|subsystem))@", re.IGNORECASE)
_BOUNCE_SUBJECT = re.compile(
    r"\s*\W{0,3}(?:undeliver\w*|nondeliver\w*|delivery notification|message (?:not|un)\s?delivered"
    r"|returned mail|failure notice|delivery (?:status|failure|has failed|delayed|report)"
    r"|delayed mail|mail (?:delivery|system error|could not be)|message (?:delivery|could not be|status)|non.?delivery"
    r"|undelivered mail|warning: (?:message|could not)|rejected:|kan ikke leveres?|kan ikkje leverast|ikke levert"
    r"|ikkje levert|ulevert|uleverbar\w*|kunne ikke leveres?|meldingen (?:kunne|er|ble|kan) ikke|levering\w*"
    r"|leveranse\w*|melding om (?:leverings|manglende)\w*|e-?post\w* (?:kunne|ble) ikke"
    r"|forsink\w* (?:levering|e-?post|melding)"
    r"|olevererbar\w*|kunne ikke leveres|ikke leveret|unzustellbar\w*|zustell\w*|automatic (?:bounce|notification of)"
    r"|leveringsfeil|feil ved levering|mottaker\w* (?:finnes|ble) ikke)",
    re.IGNORECASE,
)
_BOUNCE_CODE = re.compile(
    r"\b[45]\.\d{1,3}\.\d{1,3}\b|\b(?:55[0-4]|45[0-2])[ -]\D|user unknown|no such user|mailbox (?:full|unavailable)",
    re.IGNORECASE,
)
_BOUNCE_WORDS = re.compile(
    r"could not be delivered|couldn't be delivered|wasn't able to deliver|unable to deliver|still undelivered|undeliver"
    r"|delivery (?:to the following|has failed|failed)|the following addresses? had|kunne ikk?j?e lever|ikk?j?e levert"
    r"|levering\w* (?:til|mislyk\w+|feilet|er forsink\w+)|mislyktes|mottakeren?s? (?:postboks|finnes|adresse)"
    r"|finnes ikke|finst ikkje|fant ikke|postboksen er full|forsinket|kunde inte levereras|nicht zugestellt",
    re.IGNORECASE,
)


def _is_bounce(message: Message) -> bool:
    """RFC 3464, and the texts of mail systems that do not follow it."""
    system = _SYSTEM.match(message.sender) is not None or _has_null_path(message)
    if (
        message.report_type == "delivery-status"
        or message.header("x-failed-recipients")
        or _DAEMON.match(message.sender)
    ):
        return True
    if message.report and "disposition" not in message.report_type and system:
        return True
    named = _BOUNCE_SUBJECT.match(message.subject) is not None
    if named and (system or _is_marked_automatic(message)):
        return True
    if not named and not system:
        return False
    beginning = _beginning(message)
    coded = _BOUNCE_CODE.search(beginning) is not None
    if system:
        return coded or _BOUNCE_WORDS.search(beginning) is not None
    return named and coded and not message.in_reply_to


def _has_null_path(message: Message) -> bool:
    """RFC 5321 §4.5.5: notifications are sent with `MAIL FROM:<>`."""
    return message.headers.raw("return-path").replace(" ", "") == "<>"


_MARKS: Final = (
    "x-autoreply",
    "x-autoreply-from",
    "x-fc-machinegenerated",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply-from",
    "x-auto-reply",
    "x-mail-autoreply",
    "x-autogenerated",
    "x-vacation",
    "x-ms-exchange-inbox-rules-loop",
    "x-ms-exchange-generated-message-source",
)
_AUTOMATIC_SUBJECT = re.compile(
    r"\s*[\W_]{0,4}(?:(?:automatisk|automatiskt|automatic|automatische|automated|auto)[ -]?"
    r"(?:svar|reply|response|antwort|e-?post|e-?mail|message|melding|respons|kvittering|bekreftelse|stadfesting)"
    r"|r[ée]ponse automatique|respuesta autom[áa]tica|resposta autom[áa]tica|risposta automatica|automatisch antwoord"
    r"|automaattinen vastaus|odpowied[źz] automatyczna"
    r"|(?:vi har mottatt|vi har motteke) (?:din|di|e-?post|henvend|førespurnad)|mottaksbekreftelse|mottakskvittering"
    r"|bekreftelse på mottatt|stadfesting på motteken"
    r"|auto(?:svar|reply|respons\w*|-?antwort)|(?:i am )?out of (?:the )?office"
    r"|(?:er )?(?:ute av|ikke på|ikkje på|borte fra|borte frå) kontoret"
    r"|(?:fraværs|fråværs|fråvers|ferie|permisjons)(?:melding|svar|besked|assistent\w*|avvikling)\s*(?::|$|[-–—(])"
    r"|frånvar\w*\s*(?::|$|[-–—])|abwesen\w*|(?:er )?ikke til ?stede\s*(?::|$|[-–—])|ikkje til ?stades\s*(?::|$|[-–—])"
    r"|(?:ferie|på ferie|vacation|on vacation|on leave|away|auto|oof|ooo)\s*:|vacation (?:reply|notice)"
    r"|away from (?:my|the) (?:mail|office|desk))",
    re.IGNORECASE,
)
# «Ute av kontoret, melder forfall»: a program says no more than that, but for the letter's own subject behind a colon.
_SAID_BY_SOMEBODY = re.compile(
    r"\b(?:forfall|avbud|godkj\w+|imot|stemmer|røystar|vara|inhabil|ugild|kan (?:ikke|ikkje)|approve\w*|absence)\b",
    re.IGNORECASE,
)


def _is_automatic(message: Message) -> bool:
    if _is_marked_automatic(message):
        return True
    found = _AUTOMATIC_SUBJECT.match(message.subject)
    return found is not None and (":" in message.subject or _SAID_BY_SOMEBODY.search(message.subject) is None)


def _is_marked_automatic(message: Message) -> bool:
    """RFC 3834 §5 and what Exchange, Gmail and older responders do. X-Auto-Response-Suppress alone says nothing."""
    submitted = message.header("auto-submitted").partition(";")[0].partition("(")[0].strip().lower()
    if submitted not in {"", "no"} or _has_null_path(message):
        return True
    if message.header("precedence").strip().lower().replace("-", "_") == "auto_reply":
        return True
    if message.content_type == "multipart/report":
        return True
    if not message.headers.has_any(_MARKS):
        return False
    return any(
        name in message.headers and message.header(name).strip().lower() not in {"no", "false"} for name in _MARKS
    )


# In this order: a read receipt is also automatic, and so is the calendar's answer that Google sends for a person.
_QUESTIONS: Final[tuple[tuple[Kind, Callable[[Message], bool]], ...]] = (
    (Kind.REACTION, _is_reaction),
    (Kind.CALENDAR, _is_calendar),
    (Kind.RECALL, _is_recall),
    (Kind.RECEIPT, _is_receipt),
    (Kind.BOUNCE, _is_bounce),
    (Kind.AUTO_REPLY, _is_automatic),
)


def bounced_message_ids(message: Message) -> tuple[str, ...]:
    """The Message-IDs, angle brackets included, of the letters that the bounce is about; empty where it names none.

    Anybody can write a bounce: that the id is one of ours is for the caller to check.
    """
    returned = message_ids_in(Headers(message.returned).raw_all("message-id")) if message.returned else ()
    if returned:
        return returned
    written = message_ids_in(_WRITTEN_ID.findall((message.plain or message.html or "")[:50_000]))
    return tuple(dict.fromkeys(chain(written, message.in_reply_to, message.references)))


_WRITTEN_ID = re.compile(r"message-id\s?:\s{0,3}((?:<|&lt;)[^<>&\s]{1,900}(?:>|&gt;))", re.IGNORECASE)


def bounced_recipients(message: Message) -> tuple[str, ...]:
    """The canonical addresses that the bounce says were not reached; empty where it names none."""
    fields = [block for block in _report_blocks(message) if _action(block) not in {"delivered", "relayed", "expanded"}]
    found = [_recipient(block) for block in fields]
    found += [each for value in message.header_all("x-failed-recipients") for each in addresses_in(value)]
    if not any(found) and not fields:
        found += addresses_in(_before_the_returned((message.plain or "")[:20_000]))
    own = {message.sender, *map(canonical_address, message.recipients)}
    return tuple(dict.fromkeys(each for each in map(canonical_address, found) if each and each not in own))


_RETURNED_TEXT = re.compile(
    r"^.{0,20}(?:original (?:message )?headers|opprinnelige? (?:meldings)?hoder?|opprinnelig melding|included below"
    r"|below this line"
    r"|copy of (?:the|your) (?:message|original)|-----\s?original|received:|diagnos\w+ (?:information|for admin))",
    re.IGNORECASE | re.MULTILINE,
)


def _before_the_returned(text: str) -> str:
    """What a mail system says itself, before it gives the letter back."""
    found = _RETURNED_TEXT.search(text)
    said = text[: found.start()] if found else text
    return " ".join(word.strip(".'`*") for word in said.split() if not word.lower().startswith("message-id"))


def _report_blocks(message: Message) -> list[Headers]:
    """The groups of fields of a delivery status, one a recipient (RFC 3464 §2.1)."""
    if "disposition" in message.report_type:
        return []
    blocks = (Headers(each) for each in message.report.split(b"\n\n")[:200])
    return [block for block in blocks if "final-recipient" in block or "original-recipient" in block]


def _action(block: Headers) -> str:
    return block.raw("action").partition(" ")[0].lower()


def _recipient(block: Headers) -> str:
    """The address that we wrote to, where the report still knows it: a server may have forwarded the letter."""
    field = block.raw("original-recipient") or block.raw("final-recipient")
    return next(iter(addresses_in(field.partition(";")[2] or field)), "")


_DELAYED = re.compile(
    r"delayed|not yet been|still (?:being|undelivered)|will (?:continue|keep|retry)|warning message only|no action"
    r"|forsink|fortsatt prøve|prøver igjen|verzögert|försenad",
    re.IGNORECASE,
)


def is_failed(message: Message) -> bool:
    """Whether the bounce is final; false for one that says the letter is only delayed, or that it was delivered."""
    actions = {_action(block) for block in _report_blocks(message)} - {""}
    if actions:
        return "failed" in actions
    return _DELAYED.search(f"{message.subject}\n{_beginning(message)}") is None
