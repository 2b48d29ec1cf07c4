"""What `motebot check` says of the mail servers and of how senders will be judged: each tried for real, with one line
of what works or what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.errors import DeliveryError, MailboxError
from bot.mail.imap import Mailbox
from bot.mail.smtp import Postman
from bot.mail.trust import NEEDS_DMARC
from bot.settings import ImapSettings, SmtpSettings, TrustSettings


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was tried: whether it works, and the line that says so."""

    works: bool
    line: str


def check_mail(imap: ImapSettings, smtp: SmtpSettings) -> Iterator[Checked]:
    """The mailbox, then the submission server. Nothing is marked, nothing is sent."""
    yield check_imap(imap)
    yield check_smtp(smtp)


def check_imap(settings: ImapSettings) -> Checked:
    """Sign in, open the folder and count what is in it."""
    began = datetime.now(UTC)
    try:
        with Mailbox(settings) as mailbox:
            mails = len(mailbox.uids_after(0))
            pushes = "tells of new mail at once" if mailbox.idles else "has no IDLE and is polled"
    except MailboxError as error:
        return Checked(works=False, line=str(error))
    return Checked(
        works=True,
        line=f"imap {settings.host}:{settings.port}: works ({_ms(began)} ms); {_count(mails)} in {settings.folder}; "
        f"the server {pushes}",
    )


def check_smtp(settings: SmtpSettings) -> Checked:
    """Connect and sign in."""
    began = datetime.now(UTC)
    try:
        with Postman(settings) as postman:
            postman.probe()
    except DeliveryError as error:
        return Checked(works=False, line=str(error))
    return Checked(works=True, line=f"smtp {settings.host}:{settings.port}: works ({_ms(began)} ms)")


def check_trust(
    settings: TrustSettings, address: str, look_up: Callable[[str], str | None] | None
) -> Iterator[Checked]:
    """Whether what answers have to show can be seen at all; nothing where there is nothing to say.

    `look_up` asks DNS for a record, None where motebot checks no signatures itself.
    """
    if settings.require not in NEEDS_DMARC:
        return
    if look_up is None and not settings.authserv_id:
        yield Checked(
            works=False,
            line=f"trust: {settings.require} asks for a checked domain, and nobody checks it: each answer would be "
            "held; set MOTEBOT_TRUST__AUTHSERV_ID, or MOTEBOT_TRUST__DKIM to true",
        )
    if look_up is not None:
        yield _check_dns(f"_domainkey.{address.rpartition('@')[2]}", look_up)


def _check_dns(name: str, look_up: Callable[[str], str | None]) -> Checked:
    began = datetime.now(UTC)
    if look_up(name) is None:
        return Checked(
            works=False,
            line=f"dns: no answer about {name}; let this machine ask its DNS server, or name another one in "
            "MOTEBOT_TRUST__RESOLVERS",
        )
    return Checked(
        works=True, line=f"dns: works ({_ms(began)} ms); signatures are checked where the mail server says nothing"
    )


def _count(mails: int) -> str:
    return "1 mail" if mails == 1 else f"{mails} mails"


def _ms(began: datetime) -> int:
    return round((datetime.now(UTC) - began).total_seconds() * 1000)
