"""The mailbox on a real Dovecot."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr

from bot.errors import MailboxError
from bot.mail.fetched import State
from bot.mail.imap import Mailbox
from bot.mail.wake import Wake
from bot.settings import Auth, ImapSettings, Security
from tests.servers.certificate import make_certificate
from tests.servers.dovecot import Dovecot

MAX = 1_000_000


def mail(text: str = "Godkjent.") -> bytes:
    return f"From: kari.berg@hole.example\r\nSubject: svar\r\n\r\n{text}\r\n".encode()


@pytest.fixture
def address() -> str:
    return f"{uuid4().hex}@bot.example"


@pytest.fixture
def settings(dovecot: Dovecot, address: str) -> ImapSettings:
    return ImapSettings(
        host="127.0.0.1",
        port=dovecot.imap_port,
        security=Security.PLAIN,
        user=address,
        password=SecretStr(dovecot.password),
        timeout_seconds=10,
    )


@pytest.fixture
def mailbox(settings: ImapSettings) -> Iterator[Mailbox]:
    with Mailbox(settings) as mailbox:
        yield mailbox


def test_mail_comes_with_its_bytes_and_the_servers_time(mailbox: Mailbox, dovecot: Dovecot, address: str) -> None:
    dovecot.deliver(mail(), address)
    [uid] = mailbox.uids_after(0)
    [fetched] = mailbox.fetch([uid], max_bytes=MAX)
    assert fetched.raw.endswith(mail())
    assert (fetched.state, fetched.size, fetched.by_our_clock) == (State.WHOLE, len(fetched.raw), False)
    assert fetched.uid_validity == mailbox.uid_validity > 0
    assert abs(fetched.received - datetime.now(UTC)) < timedelta(seconds=10)


def test_internaldate_is_the_servers_and_not_the_mails(mailbox: Mailbox, dovecot: Dovecot, address: str) -> None:
    dovecot.mailbox(address).append(
        b"Date: Mon, 1 Jan 2001 00:00:00 +0000\r\n\r\nhei\r\n", '" 1-Mar-2022 12:30:05 +0100"'
    )
    [fetched] = mailbox.fetch(mailbox.uids_after(0), max_bytes=MAX)
    assert fetched.received == datetime(2022, 3, 1, 11, 30, 5, tzinfo=UTC)


def test_fetching_marks_nothing_and_marking_marks_seen(mailbox: Mailbox, dovecot: Dovecot, address: str) -> None:
    dovecot.deliver(mail(), address)
    uids = mailbox.uids_after(0)
    list(mailbox.fetch(uids, max_bytes=MAX))
    assert flags(dovecot, address) == b"()"
    mailbox.mark(uids)
    assert flags(dovecot, address) == b"(\\Seen motebot)"


def flags(dovecot: Dovecot, address: str) -> bytes:
    with dovecot.mailbox(address).open() as client:
        _, [answer] = client.fetch("1", "(FLAGS)")
    said: bytes = answer.partition(b"FLAGS ")[2].removesuffix(b")")
    return said.replace(b"\\Recent ", b"").replace(b"\\Recent", b"")


def test_mails_of_many_batches_come_in_order(mailbox: Mailbox, dovecot: Dovecot, address: str) -> None:
    inbox = dovecot.mailbox(address)
    with inbox.open() as client:
        for number in range(120):
            client.append("INBOX", "", "", mail(f"nummer {number}"))
    uids = mailbox.uids_after(0)
    fetched = list(mailbox.fetch(uids, max_bytes=MAX))
    assert [each.raw for each in fetched] == [mail(f"nummer {number}") for number in range(120)]
    assert mailbox.uids_after(uids[-1]) == []
    assert mailbox.uids_after(uids[99]) == uids[100:]


def test_mail_that_a_human_deleted_in_between_is_gone(mailbox: Mailbox, dovecot: Dovecot, address: str) -> None:
    for number in range(3):
        dovecot.deliver(mail(str(number)), address)
    uids = mailbox.uids_after(0)
    with dovecot.mailbox(address).open() as client:
        client.store("2", "+FLAGS", "\\Deleted")
        client.expunge()
    states = [each.state for each in mailbox.fetch(uids, max_bytes=MAX)]
    assert states == [State.WHOLE, State.GONE, State.WHOLE]


def test_mail_over_the_limit_is_left(mailbox: Mailbox, dovecot: Dovecot, address: str) -> None:
    dovecot.deliver(mail("x\r\n" * 50_000), address)
    dovecot.deliver(mail(), address)
    large, small = mailbox.fetch(mailbox.uids_after(0), max_bytes=100_000)
    assert (large.too_large, large.raw, large.size > 100_000) == (True, b"", True)
    assert small.state is State.WHOLE


def test_any_bytes_come_as_they_are(mailbox: Mailbox, dovecot: Dovecot, address: str) -> None:
    bodies = [b"\r\n", b"\xff\xfe binary {5}\r\n)\r\n* BYE\r\n", b"From x\r\n", b"x" * 90_000]
    for body in bodies:
        dovecot.mailbox(address).append(body)
    fetched = [each.raw for each in mailbox.fetch(mailbox.uids_after(0), max_bytes=MAX)]
    assert fetched == bodies


def test_new_mail_ends_the_wait_within_a_second(mailbox: Mailbox, dovecot: Dovecot, address: str) -> None:
    assert mailbox.uids_after(0) == []
    with Wake() as wake:
        threading.Timer(0.2, dovecot.deliver, (mail(), address)).start()
        began = time.monotonic()
        assert mailbox.wait(10, wake)
        # Dovecot tells of a mail half a second after it came; the rest is ours.
        assert time.monotonic() - began < 0.2 + 0.5 + 0.5
    assert len(mailbox.uids_after(0)) == 1


def test_wait_without_news_keeps_the_connection(mailbox: Mailbox) -> None:
    mailbox.uids_after(0)
    with Wake() as wake:
        assert not mailbox.wait(0.2, wake)
    assert mailbox.uids_after(0) == []


def test_wait_ends_when_the_process_is_to_stop(mailbox: Mailbox) -> None:
    mailbox.uids_after(0)
    with Wake() as wake:
        threading.Timer(0.1, wake.set).start()
        began = time.monotonic()
        assert not mailbox.wait(30, wake)
        assert time.monotonic() - began < 1


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_secured_connection_is_verified_by_ca_file(
    security: Security, settings: ImapSettings, dovecot: Dovecot, address: str
) -> None:
    dovecot.deliver(mail(), address)
    with Mailbox(secured(settings, security, dovecot, dovecot.ca_file)) as mailbox:
        assert len(mailbox.uids_after(0)) == 1
        mailbox.uids_after(1)
        with Wake() as wake:
            threading.Timer(0.1, dovecot.deliver, (mail(), address)).start()
            assert mailbox.wait(10, wake)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_certificate_of_somebody_else_is_refused(
    security: Security, settings: ImapSettings, dovecot: Dovecot, tmp_path: Path
) -> None:
    other = make_certificate(tmp_path)
    with pytest.raises(MailboxError, match="certificate is not accepted"):
        Mailbox(secured(settings, security, dovecot, other.file)).connect()
    with pytest.raises(MailboxError, match="certificate is not accepted"):
        Mailbox(secured(settings, security, dovecot, None)).connect()


def secured(settings: ImapSettings, security: Security, dovecot: Dovecot, ca_file: Path | None) -> ImapSettings:
    port = dovecot.imaps_port if security is Security.TLS else dovecot.imap_port
    return settings.model_copy(update={"security": security, "port": port, "ca_file": ca_file})


def test_tls_to_a_plain_port_says_what_to_check(settings: ImapSettings) -> None:
    with pytest.raises(MailboxError, match="check port and security"):
        Mailbox(settings.model_copy(update={"security": Security.TLS})).connect()


def test_wrong_password_is_told_apart(settings: ImapSettings) -> None:
    wrong = settings.model_copy(update={"password": SecretStr("feil æøå\r\n")})
    with pytest.raises(MailboxError, match="sign-in refused") as error:
        Mailbox(wrong).connect()
    assert error.value.authentication
    assert "feil" not in str(error.value)


def test_access_token_signs_in(settings: ImapSettings, dovecot: Dovecot, address: str) -> None:
    command = f"printf %s {dovecot.token(address)}"
    with Mailbox(settings.model_copy(update={"auth": Auth.XOAUTH2, "token_command": command})) as mailbox:
        assert mailbox.uids_after(0) == []


@pytest.mark.parametrize("command", ["", "false", "no-such-program-here", "true", "printf 'to ord'"])
def test_token_command_that_gives_none_is_told_by_name(settings: ImapSettings, command: str) -> None:
    with pytest.raises(MailboxError, match="token_command") as error:
        Mailbox(settings.model_copy(update={"auth": Auth.XOAUTH2, "token_command": command})).connect()
    assert error.value.authentication


def test_expired_token_is_a_refused_sign_in(settings: ImapSettings, dovecot: Dovecot, address: str) -> None:
    expired = dovecot.token(address, lasts_seconds=-60)
    update = {"auth": Auth.XOAUTH2, "token_command": f"printf %s {expired}"}
    with pytest.raises(MailboxError, match="sign-in refused") as error:
        Mailbox(settings.model_copy(update=update)).connect()
    assert error.value.authentication
    assert expired not in str(error.value)


def test_missing_folder_is_told(settings: ImapSettings) -> None:
    with pytest.raises(MailboxError, match=r"NONEXISTENT|doesn't exist"):
        Mailbox(settings.model_copy(update={"folder": "Møter"})).connect()


def test_mailbox_made_anew_has_another_uidvalidity(settings: ImapSettings, dovecot: Dovecot, address: str) -> None:
    dovecot.deliver(mail(), address)
    with Mailbox(settings) as mailbox:
        before = mailbox.uid_validity
        mailbox.close()
        dovecot.remove_mail(address)
        time.sleep(1.1)
        dovecot.deliver(mail(), address)
        mailbox.connect()
        assert mailbox.uid_validity != before
        assert len(mailbox.uids_after(0)) == 1


def test_restored_backup_has_numbers_that_went_back(
    settings: ImapSettings, dovecot: Dovecot, address: str, tmp_path: Path
) -> None:
    dovecot.deliver(mail("en"), address)
    with Mailbox(settings) as mailbox:
        validity = mailbox.uid_validity
        assert 2 == mailbox.uid_next
    dovecot.back_up_mail(address, tmp_path / "backup")
    dovecot.deliver(mail("to"), address)
    with Mailbox(settings) as mailbox:
        assert ([1, 2], 3) == (mailbox.uids_after(0), mailbox.uid_next)
    dovecot.restore_mail(address, tmp_path / "backup")
    with Mailbox(settings) as mailbox:
        assert (validity, 2) == (mailbox.uid_validity, mailbox.uid_next)
        dovecot.deliver(mail("tre"), address)
        [fetched] = mailbox.fetch(mailbox.uids_after(1), max_bytes=MAX)
        assert (2, True) == (fetched.uid, fetched.raw.endswith(mail("tre")))


def test_method_without_a_connection_is_an_error(settings: ImapSettings) -> None:
    mailbox = Mailbox(settings)
    with pytest.raises(MailboxError, match="not connected"):
        mailbox.uids_after(0)
    mailbox.close()
