"""Postfix with its own configuration, queue and data: every address in `.example` is a mailbox in Dovecot.

It wants root. Mail to other domains is refused. Recipients whose address begins so are answered for their
name: `refused` 550, `later` 451 (greylisting), `full` 452; `bounces` is taken and then comes back.
"""

import os
import shutil
import smtplib
import subprocess
from pathlib import Path

from tests.servers.certificate import make_certificate
from tests.servers.dovecot import Dovecot
from tests.servers.inbox import Inbox
from tests.servers.process import HOST, MissingServerError, Process, free_ports, programs, scratch

MAIN = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
maillog_file = {home}/log/postfix.log
maillog_file_prefixes = {home}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.server.example
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
append_dot_mydomain = no
biff = no
smtputf8_enable = no
message_size_limit = 30000000
mailbox_size_limit = 0
virtual_mailbox_limit = 0
in_flow_delay = 0
minimal_backoff_time = 5s
queue_run_delay = 5s
virtual_mailbox_domains = regexp:{home}/conf/domains
virtual_mailbox_maps = static:all
virtual_transport = lmtp:inet:127.0.0.1:{lmtp_port}
transport_maps = regexp:{home}/conf/transport
default_transport = error:5.1.2 no mail leaves this machine
relay_transport = error:5.1.2 no mail leaves this machine
smtpd_recipient_restrictions = check_recipient_access regexp:{home}/conf/recipients,
    permit_mynetworks, reject
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_client_connection_count_limit = 0
smtpd_tls_security_level = may
smtpd_tls_cert_file = {home}/cert.pem
smtpd_tls_key_file = {home}/key.pem
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth_port}
smtpd_sasl_security_options = noanonymous
smtp_tls_security_level = none
"""

MASTER = """
127.0.0.1:{smtp_port} inet n - n - - smtpd
127.0.0.1:{submission_port} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes
    -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
    -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
127.0.0.1:{submissions_port} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes
    -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
    -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
bouncer unix - n n - - pipe user=nobody argv=/bin/sh -c {{exit 67}}
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

DOMAINS = "/(^|\\.)example$/ all\n"
TRANSPORT = "/^bounces@/ bouncer:\n"
RECIPIENTS = """/^refused@/ 550 5.1.1 no such user here
/^later@/ 451 4.7.1 greylisted, try again later
/^full@/ 452 4.2.2 mailbox full
"""


class Postfix:
    """A running Postfix in front of a Dovecot."""

    def __init__(self, dovecot: Dovecot, directory: Path | None = None) -> None:
        self._program, postconf = programs(["postfix", "postconf"], "postfix")
        if os.getuid() != 0:
            raise MissingServerError("postfix (run as root)")
        told = subprocess.run([postconf, "-dh", "daemon_directory"], check=True, capture_output=True, text=True)
        self._master = f"{told.stdout.strip()}/master"
        self.dovecot = dovecot
        self.host = self.smtp_host = HOST
        self.directory = directory or scratch("postfix")
        self.smtp_port, self.submission_port, self.submissions_port = free_ports(3)
        self._write()
        self.start()

    def start(self) -> None:
        """Start it, again where it was stopped, on the same ports and with the same queue."""
        configuration = str(self.directory / "conf")
        # Makes the queue's folders. What `postfix start-fg` does besides is a shell that dies before its server.
        subprocess.run([self._program, "-c", configuration, "check"], check=True, capture_output=True)
        self._process = Process([self._master, "-c", configuration, "-s"], self.directory / "log" / "start.log")
        self._process.wait_for(self.smtp_port, self.submission_port, self.submissions_port)

    def stop(self) -> None:
        """End it; what is queued stays queued."""
        self._process.stop()

    def remove(self) -> None:
        """End it and forget its queue."""
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def ca_file(self) -> Path:
        """The authority of its certificate."""
        return self.directory / "cert.pem"

    def mailbox(self, address: str) -> Inbox:
        """The mailbox of an address, for reading it as that person."""
        return self.dovecot.mailbox(address)

    def send(self, raw: bytes, sender: str, recipient: str) -> None:
        """Send a mail as somebody's mail client does."""
        with smtplib.SMTP(self.host, self.smtp_port, local_hostname="localhost", timeout=10) as client:
            client.sendmail(sender, [recipient], raw)

    def log(self) -> str:
        """What it has logged."""
        return (self.directory / "log" / "postfix.log").read_text(errors="replace")

    def _write(self) -> None:
        home = self.directory
        for name in ("conf", "queue", "data", "log"):
            (home / name).mkdir(parents=True, exist_ok=True)
        shutil.chown(home / "data", "postfix")
        make_certificate(home)
        texts = {"main.cf": MAIN, "master.cf": MASTER}
        for name, text in texts.items():
            (home / "conf" / name).write_text(self._filled(text))
        for name, text in {"domains": DOMAINS, "transport": TRANSPORT, "recipients": RECIPIENTS}.items():
            (home / "conf" / name).write_text(text)

    def _filled(self, text: str) -> str:
        return text.format(
            home=self.directory,
            lmtp_port=self.dovecot.lmtp_port,
            auth_port=self.dovecot.auth_port,
            smtp_port=self.smtp_port,
            submission_port=self.submission_port,
            submissions_port=self.submissions_port,
        ).lstrip()
