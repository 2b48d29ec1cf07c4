"""Asking DNS for signers' keys: within seconds, once for many mails, and never again and again what is not answered."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import dns.exception
import dns.name
import dns.rdatatype
import dns.resolver
from dns.nameserver import Do53Nameserver
from dns.rdtypes.ANY.TXT import TXT

# The record under a name: empty where there is none, None where DNS gives no answer.
LookUp = Callable[[str], str | None]

SECONDS_A_NAME: Final = 3.0
SECONDS_A_MAIL: Final = 6.0
# A resolver that is down would hold up each mail anew.
SILENCE_SECONDS: Final = 60.0
MAX_KEPT: Final = 1_000


def records(names: Iterable[str], look_up: LookUp, clock: Callable[[], float] = time.monotonic) -> Mapping[str, str]:
    """The record of each name as far as DNS answers within the time that one mail may take."""
    until = clock() + SECONDS_A_MAIL
    found: dict[str, str] = {}
    for name in names:
        record = look_up(name) if clock() < until else None
        if record is not None:
            found[name] = record
    return found


class Resolver:
    """Looks TXT records up at the servers named, or at the system's; keeps answers as long as they say."""

    def __init__(self, servers: Sequence[tuple[str, int]] = (), seconds: float = SECONDS_A_NAME) -> None:
        self._resolver = _of_the_system() if not servers else dns.resolver.Resolver(configure=False)
        if servers:
            self._resolver.nameservers = [Do53Nameserver(address, port) for address, port in servers]
        self._resolver.lifetime = seconds
        self._resolver.timeout = seconds / 2
        self._resolver.cache = dns.resolver.LRUCache(MAX_KEPT)
        self._silent_until: dict[str, float] = {}

    def __call__(self, name: str) -> str | None:
        """The key record under a name, its strings joined; empty where there is none or more than one."""
        if time.monotonic() < self._silent_until.get(name, 0.0):
            return None
        try:
            return self._asked(name)
        except (dns.exception.DNSException, OSError):
            if len(self._silent_until) >= MAX_KEPT:
                self._silent_until.clear()
            self._silent_until[name] = time.monotonic() + SILENCE_SECONDS
            return None

    def _asked(self, name: str) -> str:
        try:
            answer = self._resolver.resolve(dns.name.from_text(name), dns.rdatatype.TXT, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ""
        texts = (b"".join(each.strings) for each in answer if isinstance(each, TXT))
        # Under a wildcard there may be others; what several keys under one name mean is not defined (§3.6.2.2).
        keys = [text.decode("ascii", "replace") for text in texts if b"p=" in text]
        return keys[0] if len(keys) == 1 else ""


def _of_the_system() -> dns.resolver.Resolver:
    try:
        return dns.resolver.Resolver()
    except dns.resolver.NoResolverConfiguration:
        # One that has nobody to ask, and so no answer.
        return dns.resolver.Resolver(configure=False)
