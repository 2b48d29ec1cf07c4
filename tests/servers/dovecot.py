"""Dovecot as an ordinary process: everybody with the password has a mailbox, under whatever address.

IMAP plain with STARTTLS, IMAP over TLS, LMTP for Postfix, and the socket that Postfix asks for sign-ins. It wants no
root and is run as nobody where we are root.
"""

import base64
import hashlib
import hmac
import json
import shutil
import smtplib
import subprocess
import time
from pathlib import Path

from tests.servers.certificate import make_certificate
from tests.servers.inbox import Inbox
from tests.servers.process import HOST, Process, free_ports, hand_over, programs, scratch, unprivileged

PASSWORD = "hemmelig-og-bare-her"
TOKEN_KEY = b"a key that signs the tests' access tokens"

CONFIGURATION = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log/dovecot.log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
default_client_limit = 1000
default_process_limit = 200
listen = 127.0.0.1
protocols = imap lmtp
ssl = yes
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
mail_location = maildir:{home}/mail/%u
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
mail_max_userip_connections = 100
lmtp_save_to_detail_mailbox = no
recipient_delimiter =
postmaster_address = postmaster@server.example
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {home}/oauth2.conf
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u allow_all_users=yes
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp_port}
  }}
}}
service auth {{
  inet_listener {{
    port = {auth_port}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""

OAUTH2 = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={home}/keys/
username_attribute = sub
"""


class Dovecot:
    """A running Dovecot; `stop` ends it and keeps its mail, `remove` takes that away too."""

    def __init__(self, directory: Path | None = None) -> None:
        self.host = HOST
        self.password = PASSWORD
        [self._program] = programs(["dovecot"], "dovecot-imapd dovecot-lmtpd")
        self.directory = directory or scratch("dovecot")
        self.imap_port, self.imaps_port, self.lmtp_port, self.auth_port = free_ports(4)
        self._write()
        self.start()

    def start(self) -> None:
        """Start it, again where it was stopped, on the same ports and with the same mail."""
        log = self.directory / "log" / "start.log"
        self._process = Process([self._program, "-F", "-c", str(self.directory / "dovecot.conf")], log, unprivileged())
        self._process.wait_for(self.imap_port, self.imaps_port, self.lmtp_port)

    def stop(self) -> None:
        """End it."""
        self._process.stop()

    def remove(self) -> None:
        """End it and forget its mail."""
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def ca_file(self) -> Path:
        """The authority of its certificate."""
        return self.directory / "cert.pem"

    def mailbox(self, address: str) -> Inbox:
        """The mailbox of an address, for reading it as that person."""
        return Inbox(self.host, self.imap_port, address, self.password)

    def deliver(self, raw: bytes, recipient: str, sender: str = "") -> None:
        """Put a mail into the recipient's mailbox by LMTP."""
        with smtplib.LMTP(self.host, self.lmtp_port, local_hostname="localhost", timeout=10) as client:
            client.sendmail(sender, [recipient], raw)

    def token(self, user: str, *, lasts_seconds: int = 600) -> str:
        """An access token for that user (a JWT); a negative time makes one that has expired."""
        now = int(time.time())
        head = _b64(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
        body = _b64(json.dumps({"sub": user, "iat": now - 3600, "exp": now + lasts_seconds}).encode())
        seal = hmac.new(TOKEN_KEY, f"{head}.{body}".encode(), hashlib.sha256).digest()
        return f"{head}.{body}.{_b64(seal)}"

    def remove_mail(self, address: str) -> None:
        """Throw the mailbox of an address away, which gives it another UIDVALIDITY."""
        shutil.rmtree(self.directory / "mail" / address, ignore_errors=True)

    def back_up_mail(self, address: str, backup: Path) -> None:
        """Copy the mailbox of an address as it is."""
        shutil.copytree(self.directory / "mail" / address, backup)

    def restore_mail(self, address: str, backup: Path) -> None:
        """Put such a copy in the mailbox's place, numbers and all, as from a backup."""
        there = self.directory / "mail" / address
        shutil.rmtree(there)
        shutil.copytree(backup, there)
        hand_over(there, unprivileged())

    def _write(self) -> None:
        user = unprivileged()
        home = self.directory
        for name in ("run", "state", "log", "mail", "keys/default/HS256"):
            (home / name).mkdir(parents=True, exist_ok=True)
        make_certificate(home)
        (home / "keys/default/HS256/default").write_bytes(base64.b64encode(TOKEN_KEY))
        (home / "oauth2.conf").write_text(OAUTH2.format(home=home))
        group = subprocess.run(["id", "-gn", user.pw_name], check=True, capture_output=True, text=True).stdout.strip()
        written = CONFIGURATION.format(
            home=home,
            user=user.pw_name,
            group=group,
            uid=user.pw_uid,
            gid=user.pw_gid,
            password=PASSWORD,
            imap_port=self.imap_port,
            imaps_port=self.imaps_port,
            lmtp_port=self.lmtp_port,
            auth_port=self.auth_port,
        )
        (home / "dovecot.conf").write_text(written)
        hand_over(home, user)


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
