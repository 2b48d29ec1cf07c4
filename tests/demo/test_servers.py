import select
import smtplib
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from bot.demo.servers import EmbeddedServers

KARI = "kari.berg@hole.example"
BOT = "mote@region.example"
MAIL = b"From: kari.berg@hole.example\r\nSubject: Sv: M\xc3\xb8te\r\n\r\ngodkjent\0\xff\r\n.\r\n..to\r\n"


@pytest.fixture
def servers() -> Iterator[EmbeddedServers]:
    with EmbeddedServers() as running:
        yield running


def send(servers: EmbeddedServers, *recipients: str, mail: bytes = MAIL, sender: str = KARI) -> None:
    with smtplib.SMTP("127.0.0.1", servers.smtp_port, timeout=5) as smtp:
        assert smtp.sendmail(sender, recipients, mail) == {}


def inbox(servers: EmbeddedServers, address: str) -> IMAPClient:
    """A client that has the INBOX of the address open; it logs out at the end of a `with`."""
    client = IMAPClient("127.0.0.1", servers.imap_port, ssl=False, timeout=5)
    client.login(address, servers.password)
    client.select_folder("INBOX")
    return client


def bodies(client: IMAPClient) -> list[bytes]:
    return [each[b"BODY[]"] for each in client.fetch(client.search(), ["BODY.PEEK[]"]).values()]


def test_servers_start_within_a_second() -> None:
    started = time.perf_counter()
    with EmbeddedServers() as servers:
        assert time.perf_counter() - started < 1
        assert 0 < servers.imap_port != servers.smtp_port > 0


def test_mail_is_in_the_mailbox_once_it_is_accepted(servers: EmbeddedServers) -> None:
    send(servers, BOT)
    with inbox(servers, BOT) as client:
        (body,) = bodies(client)
    assert body.endswith(MAIL)
    assert body.startswith(b"Return-Path: <kari.berg@hole.example>\r\nReceived: from ")
    assert servers.mails(BOT) == (body,)


def test_automatic_mail_has_an_empty_return_path(servers: EmbeddedServers) -> None:
    send(servers, BOT, sender="")
    assert servers.mails(BOT)[0].startswith(b"Return-Path: <>\r\n")


def test_each_address_has_its_own_mailbox(servers: EmbeddedServers) -> None:
    send(servers, BOT, "eva.moe@modum.example")
    send(servers, BOT)
    with inbox(servers, BOT) as bot, inbox(servers, "eva.moe@modum.example") as eva, inbox(servers, KARI) as kari:
        assert [len(bodies(client)) for client in (bot, eva, kari)] == [2, 1, 0]


def test_spellings_of_one_address_share_a_mailbox(servers: EmbeddedServers) -> None:
    send(servers, "Mote+abc@Region.example", "MOTE@region.example")
    with inbox(servers, BOT) as one, inbox(servers, "Mote@REGION.example") as other:
        assert len(bodies(one)) == len(bodies(other)) == 1


def test_mail_is_received_now(servers: EmbeddedServers) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    send(servers, BOT)
    with inbox(servers, BOT) as client:
        client.normalise_times = False
        received = client.fetch(client.search(), ["INTERNALDATE"]).popitem()[1][b"INTERNALDATE"]
    assert before <= received <= before + timedelta(seconds=2)


def test_idle_tells_of_a_new_mail(servers: EmbeddedServers) -> None:
    with inbox(servers, BOT) as client:
        client.idle()
        send(servers, BOT)
        assert select.select([client.socket()], [], [], 5)[0]
        assert (1, b"EXISTS") in client.idle_check(timeout=0)
        client.idle_done()
        assert len(bodies(client)) == 1


def test_flags_are_kept_and_searched(servers: EmbeddedServers) -> None:
    send(servers, BOT)
    send(servers, BOT)
    with inbox(servers, BOT) as client:
        first, second = client.search("UNSEEN")
        client.add_flags([first], [rb"\Seen", rb"\Answered"])
    with inbox(servers, BOT) as client:
        assert client.search("UNSEEN") == [second]
        assert {rb"\Seen", rb"\Answered"} <= set(client.get_flags([first])[first])


def test_mail_can_be_moved_and_deleted(servers: EmbeddedServers) -> None:
    send(servers, BOT)
    send(servers, BOT)
    with inbox(servers, BOT) as client:
        first, second = client.search()
        client.create_folder("Behandlet")
        client.move([first], "Behandlet")
        client.delete_messages([second])
        client.expunge()
        assert client.search() == []
        assert client.folder_status("Behandlet", ["MESSAGES"]) == {b"MESSAGES": 1}


def test_wrong_password_is_refused(servers: EmbeddedServers) -> None:
    with pytest.raises(LoginError), IMAPClient("127.0.0.1", servers.imap_port, ssl=False, timeout=5) as client:
        client.login(BOT, "other")


def test_login_of_an_outside_address_is_refused(servers: EmbeddedServers) -> None:
    with pytest.raises(LoginError), IMAPClient("127.0.0.1", servers.imap_port, ssl=False, timeout=5) as client:
        client.login("kari.berg@hole.no", servers.password)


def test_recipient_outside_of_example_is_refused(servers: EmbeddedServers) -> None:
    with (
        smtplib.SMTP("127.0.0.1", servers.smtp_port, timeout=5) as smtp,
        pytest.raises(smtplib.SMTPRecipientsRefused) as refused,
    ):
        smtp.sendmail(KARI, ["kari.berg@hole.no"], MAIL)
    assert refused.value.recipients["kari.berg@hole.no"][0] == 550


def test_large_mail_is_delivered_whole(servers: EmbeddedServers) -> None:
    large = MAIL + b"x" * 70 + b"\r\n" + (b"0123456789" * 7 + b"\r\n") * 60_000
    send(servers, BOT, mail=large)
    assert servers.mails(BOT)[0].endswith(large)


def test_senders_at_once_lose_nothing(servers: EmbeddedServers) -> None:
    threads = [threading.Thread(target=send, args=(servers, BOT)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with inbox(servers, BOT) as client:
        assert len(bodies(client)) == 20


def test_servers_stop_under_open_connections() -> None:
    servers = EmbeddedServers()
    servers.start()
    client = inbox(servers, BOT)
    client.idle()
    smtp = smtplib.SMTP("127.0.0.1", servers.smtp_port, timeout=5)
    smtp.ehlo()
    started = time.perf_counter()
    servers.stop()
    assert time.perf_counter() - started < 1
    client.shutdown()
    smtp.close()
    for port in (servers.imap_port, servers.smtp_port):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=1)
    servers.stop()


def test_servers_are_on_loopback_only(servers: EmbeddedServers) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        outside = probe.getsockname()[0]
    if outside.startswith("127."):
        pytest.skip("this machine has no address but loopback")
    for port in (servers.imap_port, servers.smtp_port):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((outside, port), timeout=1)
