"""What `motebot check` says of the mail servers."""

from uuid import uuid4

import pytest
from pydantic import SecretStr

from bot.mail.check import check_imap, check_mail, check_smtp, check_trust
from bot.settings import ImapSettings, Require, Security, SmtpSettings, TrustSettings
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.servers.scripted import scripted


def test_servers_that_work_are_one_line_each(dovecot: Dovecot, postfix: Postfix) -> None:
    address = f"{uuid4().hex}@bot.example"
    dovecot.deliver(b"Subject: hei\r\n\r\nhei\r\n", address)
    imap = ImapSettings(
        host="127.0.0.1",
        port=dovecot.imap_port,
        security=Security.PLAIN,
        user=address,
        password=SecretStr(dovecot.password),
    )
    smtp = SmtpSettings(host="127.0.0.1", port=postfix.smtp_port, security=Security.PLAIN)
    found = list(check_mail(imap, smtp))
    assert [each.works for each in found] == [True, True]
    assert "; 1 mail in INBOX; " in found[0].line
    assert found[1].line.startswith(f"smtp 127.0.0.1:{postfix.smtp_port}: works")


def test_servers_that_are_not_there_say_what_to_check() -> None:
    with scripted([]) as server:
        port = server.port
    imap = check_imap(ImapSettings(host="127.0.0.1", port=port, security=Security.PLAIN))
    smtp = check_smtp(SmtpSettings(host="127.0.0.1", port=port, security=Security.PLAIN))
    for checked, name in ((imap, "imap"), (smtp, "smtp")):
        assert not checked.works
        assert checked.line == (
            f"{name} 127.0.0.1:{port}: nothing listens there; check host and port, and that the server runs"
        )


@pytest.mark.parametrize("require", [Require.NONE, Require.THREAD])
def test_nothing_is_said_of_a_check_that_nobody_asks_for(require: Require) -> None:
    assert [] == list(check_trust(TrustSettings(require=require), "mote@bot.example", None))


def test_domain_that_nobody_checks_is_told_before_every_answer_is_held() -> None:
    found = list(check_trust(TrustSettings(require=Require.DMARC), "mote@bot.example", None))
    assert [False] == [each.works for each in found]
    assert "set MOTEBOT_TRUST__AUTHSERV_ID, or MOTEBOT_TRUST__DKIM to true" in found[0].line


@pytest.mark.parametrize(("record", "works"), [("", True), ("v=spf1", True), (None, False)])
def test_dns_that_is_needed_is_tried(record: str | None, *, works: bool) -> None:
    asked: list[str] = []

    def look_up(name: str) -> str | None:
        asked.append(name)
        return record

    (found,) = check_trust(TrustSettings(require=Require.BOTH), "mote@bot.example", look_up)
    assert works is found.works
    assert ["_domainkey.bot.example"] == asked
    assert found.line.startswith("dns: works" if works else "dns: no answer about _domainkey.bot.example; ")
