"""What a restart of the real servers does to connections that are open."""

import time
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from bot.errors import MailboxError
from bot.mail.imap import Mailbox
from bot.mail.wake import Wake
from bot.settings import ImapSettings, Security
from tests.servers.dovecot import Dovecot

ADDRESS = "mote@bot.example"


@pytest.fixture
def restartable(dovecot: Dovecot) -> Iterator[Dovecot]:
    """A Dovecot of this test's own; that of the session shows that one can be had."""
    server = Dovecot()
    yield server
    server.remove()


def test_dovecot_that_stops_during_idle_is_noticed_at_once(restartable: Dovecot) -> None:
    settings = ImapSettings(
        host="127.0.0.1",
        port=restartable.imap_port,
        security=Security.PLAIN,
        user=ADDRESS,
        password=SecretStr(restartable.password),
        timeout_seconds=3,
    )
    mailbox = Mailbox(settings)
    mailbox.connect()
    mailbox.uids_after(0)
    restartable.stop()
    began = time.monotonic()
    with Wake() as wake, pytest.raises(MailboxError):
        mailbox.wait(30, wake)
    assert time.monotonic() - began < 2
    with pytest.raises(MailboxError, match="nothing listens there"):
        mailbox.connect()
    restartable.start()
    restartable.deliver(b"Subject: hei\r\n\r\nhei\r\n", ADDRESS)
    mailbox.connect()
    assert len(mailbox.uids_after(0)) == 1
    mailbox.close()
