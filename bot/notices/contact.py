"""Whom a notice tells to turn to, and who is said to chair."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.notices import vocabulary as words
from bot.notices.cases import Doubt
from bot.notices.labels import Said
from bot.notices.lines import is_name
from bot.notices.outline import plain
from bot.notices.people import ADDRESS, PHONE, Signature, folded, person_in
from bot.notices.vocabulary import Field

_NAMED = re.compile(
    r"(?:\b(?i:til|kontakt|med|hos|ved|contact)[:\s]\s*|\bv/\s*)(?:[a-zæøå]+\s+){0,2}((?:[A-ZÆØÅ](?:[\w-]+|\.)\s?){2,4})"
)
_TURN_TO = re.compile(r"^\s*(?i:kontakt|contact)\s+(?=[A-ZÆØÅ])")
_CAPITALS = re.compile(r"(?:[A-ZÆØÅÄÖÉ](?:[\w'’-]+|\.)(?:\s|$|(?=\W))){2,5}")

_GREETING = re.compile(r"^.*?\b(?:hilsen|helsing|hilsing|mvh\.?|regards),?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Contact:
    """The one to turn to; each part empty where it is not said."""

    name: str = ""
    email: str = ""
    phone: str = ""
    doubts: tuple[Doubt, ...] = field(default=())


def read_contact(said: Said, signed: Sequence[Signature]) -> Contact:
    """The one to whom absence is reported, who is labelled as contact, or who signed as secretary."""
    return _ContactReader(said, signed).contact()


def read_chair(said: Said, signed: Sequence[Signature]) -> str:
    """The name of the one who is said to chair the body; that a mayor signed does
    not say it."""
    labelled = next((person_in(value).name for value in said.all(Field.CHAIR) if value), "")
    if labelled:
        return labelled
    offices = [each for each in signed if words.CHAIR.search(each.office) and not words.NO_CHAIR.search(each.office)]
    return offices[0].name if len({each.name for each in offices}) == 1 else ""


class _ContactReader:
    def __init__(self, said: Said, signed: Sequence[Signature]) -> None:
        self._said = said
        self._signed = signed
        self._doubts: list[Doubt] = []

    def contact(self) -> Contact:
        """The contact, each part from the place where it is said most plainly."""
        labelled = [person_in(_acting(value)) for value in self._said.all(Field.COORDINATOR)]
        named = next((person for person in labelled if is_name(person.name)), None)
        contact = self._contact_text()
        email = (named and named.email) or _first(ADDRESS, contact) or self._said.first(Field.EMAIL)
        email = email or _first(ADDRESS, " ".join(self._said.all(Field.COORDINATOR))) or self._closing_address()
        if not email and not named and (signer := self._signer()):
            return signer
        name = named.name if named else self._name(contact, email)
        email = email or self._address_of(name)
        phone = _first(PHONE, " ".join(self._said.all(Field.COORDINATOR))) or _first(PHONE, contact)
        phone = phone or _first(PHONE, self._said.first(Field.PHONE)) or self._phone_below(name)
        return Contact(name, email, phone, tuple(self._doubts))

    def _contact_text(self) -> str:
        """The paragraphs that tell whom to turn to."""
        # In Word the line below «… meldes til:» is a paragraph of its own.
        joined = [
            f"{text} {below}" if text.endswith(":") else text for text, below in pairwise([*self._said.paragraphs, ""])
        ]
        reachable = (text for text in joined if ADDRESS.search(text) or PHONE.search(text))
        return " ".join(text for text in reachable if words.CONTACT.search(text))

    def _name(self, contact: str, email: str) -> str:
        mentioned = (match[1].strip() for match in _NAMED.finditer(contact))
        if named := next((name for name in mentioned if is_name(name)), ""):
            return named
        owner = next((each for each in _names_in(contact) if email and _may_own(each, email)), "")
        if owner:
            return owner
        by_address = [each.name for each in self._signed if email and _owns(each.name, email)]
        by_office = [each.name for each in self._signed if words.SECRETARY.search(each.office)]
        sender = self._said.outline.sender
        by_sender = (
            [sender.name] if sender and is_name(sender.name) and (not email or _owns(sender.name, email)) else []
        )
        said = [*by_address, *by_office, *self._closing_name()]
        if email and not said:
            cells = (plain(cell) for block in self._said.blocks for row in block.rows for cell in row)
            said = [each for text in (*self._said.lines, *cells) for each in _names_in(text) if _owns(each, email)]
        if not said and by_sender:
            why = "the sender of the mail; the notice names nobody"
            self._doubts.append(Doubt("body.coordinator.name", by_sender[0], why))
        return next(iter([*said, *by_sender]), "")

    def _closing_name(self) -> list[str]:
        """The name behind or below «Vennlig hilsen»."""
        return [
            name
            for above, below in pairwise([*self._said.lines, ""])
            if words.CLOSING.fullmatch(above)
            for name in (_GREETING.sub("", above), below)
            if is_name(name)
        ]

    def _signer(self) -> Contact | None:
        """The last one whose own address stands beside or right below the name; None where there is none."""
        lines = self._said.lines
        for at in range(len(lines) - 1, -1, -1):
            address, near = _first(ADDRESS, lines[at]), lines[max(0, at - 4) : at + 1]
            names = (name for line in reversed(near) for name in _names_in(line)) if address else iter(())
            owner = next((name for name in names if _owns(name, address)), "")
            if owner:
                self._doubts.append(Doubt("body.coordinator", lines[at][:300], "no line says whom to turn to"))
                return Contact(owner, address, _first(PHONE, " | ".join(near)), tuple(self._doubts))
        return None

    def _closing_address(self) -> str:
        """The address below «Vennlig hilsen»."""
        lines = self._said.lines
        at = next((n for n, line in enumerate(lines) if words.CLOSING.fullmatch(line)), len(lines))
        return _first(ADDRESS, " ".join(lines[at : at + 8]))

    def _address_of(self, name: str) -> str:
        """An address of the notice that can only be that person's."""
        sender = self._said.outline.sender
        if sender and name and folded(sender.name) == folded(name):
            return sender.email
        found = {
            address for line in self._said.lines for address in ADDRESS.findall(line) if name and _owns(name, address)
        }
        return found.pop() if len(found) == 1 else ""

    def _phone_below(self, name: str) -> str:
        at = next((n for n, line in enumerate(self._said.lines) if name and line == name), None)
        return "" if at is None else _first(PHONE, " | ".join(self._said.lines[at : at + 5]))


def _acting(value: str) -> str:
    """The one who does it for another: «Kari Berg (leder), ved Anne Lie» is Anne Lie, and so is «Kontakt Anne Lie»."""
    value = _TURN_TO.sub("", value)
    before, _, after = value.rpartition(" ved ")
    return after if before and is_name(person_in(after).name) else value


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[0].strip().rstrip(".") if match else ""


def _names_in(text: str) -> list[str]:
    """Every run of words in a text that looks like a person's name."""
    return [name for match in _CAPITALS.finditer(text) if is_name(name := match[0].strip())]


def _may_own(name: str, address: str) -> bool:
    """Whether every part of the address before the @ is one of the person's names."""
    parts = set(folded(name).replace("-", " ").split())
    tokens = [token for token in re.split(r"[._-]", folded(address.partition("@")[0])) if token]
    return (bool(tokens) and all(token in parts for token in tokens)) or _owns(name, address)


def _owns(name: str, address: str) -> bool:
    """Whether the address is written with the person's first and last name, or initials of the first."""
    local = folded(address.partition("@")[0])
    parts = folded(name).replace("-", " ").split()
    if len(parts) < 2:
        return False
    tokens = re.split(r"[._-]", local)
    first, last = parts[0], parts[-1]
    return (first in tokens and last in tokens) or local in {first + last, first[0] + last, f"{first[0]}.{last}"}
