"""What `motebot check` says of the mail servers: each tried for real, with one line of what works or what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.errors import DeliveryError, MailboxError
from bot.mail.imap import Mailbox
from bot.mail.smtp import Postman
from bot.settings import ImapSettings, SmtpSettings


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


def _count(mails: int) -> str:
    return "1 mail" if mails == 1 else f"{mails} mails"


def _ms(began: datetime) -> int:
    return round((datetime.now(UTC) - began).total_seconds() * 1000)
