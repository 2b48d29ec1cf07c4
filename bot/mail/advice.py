"""What went wrong with a mail server, as one line that somebody can act on."""

import socket
import ssl

LONGEST = 300


def one_line(text: str | bytes) -> str:
    """What a server said, fit for a log line: printable characters of one line, cut at 300."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    text = text[: 4 * LONGEST]
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())[:LONGEST]


def advice(error: BaseException) -> str:
    """What the error means and what would help. Nothing of what was sent is in it, passwords least of all."""
    match error:
        case ssl.SSLCertVerificationError():
            why = one_line(error.verify_message)
            return f"its certificate is not accepted ({why}); set ca_file to who issued it, or correct the host"
        case ssl.SSLError():
            reason = one_line(error.reason or str(error))
            return f"TLS could not be agreed on ({reason}); check port and security (tls, starttls)"
        case socket.gaierror():
            return "there is no such host; check the host setting and the name service"
        case ConnectionRefusedError():
            return "nothing listens there; check host and port, and that the server runs"
        case TimeoutError():
            return "it did not answer in time; check host, port and firewall"
        case _:
            return one_line(str(error)) or type(error).__name__
