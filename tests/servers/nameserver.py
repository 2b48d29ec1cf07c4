"""A DNS server of a few lines, on this machine: it answers TXT questions as it is told to."""

import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

SILENCE = "silence"
SERVFAIL = "servfail"


@dataclass
class Nameserver:
    """`zone` has the texts of each name, or what goes wrong about it; `asked` every question that came."""

    zone: Mapping[str, Sequence[str] | str]
    port: int = 0
    asked: list[str] = field(default_factory=list)


@contextmanager
def nameserver(zone: Mapping[str, Sequence[str] | str]) -> Iterator[Nameserver]:
    server = Nameserver(zone)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("127.0.0.1", 0))
        door.settimeout(0.05)
        server.port = door.getsockname()[1]
        stop = threading.Event()
        thread = threading.Thread(target=_serve, args=(server, door, stop))
        thread.start()
        try:
            yield server
        finally:
            stop.set()
            thread.join()


def _serve(server: Nameserver, door: socket.socket, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            wire, address = door.recvfrom(4096)
        except TimeoutError:
            continue
        if answer := _answer(server, dns.message.from_wire(wire)):
            door.sendto(answer, address)


def _answer(server: Nameserver, query: dns.message.Message) -> bytes | None:
    name = query.question[0].name.to_text().rstrip(".")
    server.asked.append(name)
    said = server.zone.get(name)
    if said == SILENCE:
        return None
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.RA
    if said == SERVFAIL:
        answer.set_rcode(dns.rcode.SERVFAIL)
    elif said is None:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    elif said:
        texts = [" ".join(f'"{text[at : at + 255]}"' for at in range(0, len(text), 255)) for text in said]
        found = dns.rrset.from_text_list(query.question[0].name, 300, dns.rdataclass.IN, dns.rdatatype.TXT, texts)
        answer.answer.append(found)
    return answer.to_wire()
