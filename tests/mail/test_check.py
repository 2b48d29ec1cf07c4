"""What `motebot check` says of the mail servers."""

from uuid import uuid4

from pydantic import SecretStr

from bot.mail.check import check_imap, check_mail, check_smtp
from bot.settings import ImapSettings, Security, SmtpSettings
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
