"""A certificate that the tests' servers show and the tests' clients trust, and one that fits no server."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.servers.process import programs


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where a certificate and its key lie; the certificate is its own authority."""

    file: Path
    key: Path


def make_certificate(directory: Path, names: str = "DNS:localhost,IP:127.0.0.1") -> Certificate:
    """A fresh certificate for those names (as in subjectAltName)."""
    made = Certificate(directory / "cert.pem", directory / "key.pem")
    [openssl] = programs(["openssl"], "openssl")
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-days", "2", "-subj", "/CN=motebot test", "-addext", f"subjectAltName={names}"),
            *("-keyout", str(made.key), "-out", str(made.file)),
        ],
        check=True,
        capture_output=True,
    )
    return made
