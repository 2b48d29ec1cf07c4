"""Run both mail servers until SIGTERM or SIGINT; one JSON line says where they are."""

import argparse
import json
import signal
import sys
from pathlib import Path

from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.servers.process import FailedServerError, MissingServerError


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.servers", description=__doc__)
    parser.add_argument(
        "--dir", type=Path, required=True, help="where they keep everything; others must be able to reach it"
    )
    directory = parser.parse_args().dir.absolute()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: sys.exit(0))
    servers: list[Dovecot | Postfix] = []
    try:
        dovecot = Dovecot(directory / "dovecot")
        servers.append(dovecot)
        postfix = Postfix(dovecot, directory / "postfix")
        servers.append(postfix)
        sys.stdout.write(json.dumps(_where(dovecot, postfix)) + "\n")
        sys.stdout.flush()
        while True:
            signal.pause()
    except (MissingServerError, FailedServerError) as error:
        sys.stderr.write(f"python -m tests.servers: cannot start: {error}\n")
        return 1
    finally:
        for server in reversed(servers):
            server.stop()


def _where(dovecot: Dovecot, postfix: Postfix) -> dict[str, object]:
    return {
        "host": dovecot.host,
        "password": dovecot.password,
        "imap_port": dovecot.imap_port,
        "imaps_port": dovecot.imaps_port,
        "imap_ca_file": str(dovecot.ca_file),
        "lmtp_port": dovecot.lmtp_port,
        "smtp_port": postfix.smtp_port,
        "submission_port": postfix.submission_port,
        "submissions_port": postfix.submissions_port,
        "smtp_ca_file": str(postfix.ca_file),
        "addresses": "every local part in every domain that ends in .example",
    }


if __name__ == "__main__":
    sys.exit(main())
