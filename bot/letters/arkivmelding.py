"""The description of an archive package: an arkivmelding in the words of Fiks Arkiv v2, which are those of Noark 5.

Elements, their order, their codes and what the codes are called follow KS's public schemas and code lists
(`arkivmelding/opprett/v2`, `metadatakatalog/v2`). A message to an archive carries one mappe or registrering, and
`messages` are such; the description holds all of a meeting at once: the Moetemappe, a Moetesak a case, the meeting's
own documents, and a Journalpost for each letter and each mail with what arkivforskrifta asks of a journal: unique id,
title, sender or recipient, date of the document, sent or received, time of registration.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from bot.core.meeting import Role
from bot.core.protocol import CaseResult, CastVote, Protocol, Status
from bot.core.reading import Vote
from bot.letters.catalogue import Catalogue
from bot.letters.documents.prose import clean, one_line
from bot.letters.documents.verdict import Verdict
from bot.letters.documents.words import Words
from bot.letters.einnsyn import course

SCHEMA = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/arkivmelding/opprett/v2"
CATALOGUE = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/metadatakatalog/v2"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

# An element's name with what stands in it: text, or elements of the schema, or (in `_Terms`) of the metadata catalogue.
_Node = tuple[str, "str | Sequence[_Node] | _Terms"]


@dataclass(frozen=True, slots=True)
class _Terms:
    """Elements whose type is the metadata catalogue's, and whose names are in its namespace."""

    nodes: Sequence[_Node]


@dataclass(frozen=True, slots=True)
class File:
    """A file of the package: its name there, the SHA-256 of its content in hexadecimal, its size in bytes, and what it
    is called among people, where that is not the name."""

    name: str
    sha256: str
    size: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A letter that was sent or a mail that was received.

    `id` is unique in the world. `at` is when it was received, or when the mail server took it: None for a letter that
    it never took. `judged` is how its sender was judged, a key of the catalogue's section `identity`, empty for ours;
    `settled` what the coordinator found of one that was held, another such key, empty where it was not, and
    `settled_at` when.
    """

    id: str
    incoming: bool
    title: str
    name: str
    address: str
    registered: datetime
    at: datetime | None
    file: File
    judged: str = ""
    settled: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What the package holds. `protocol` are the protocol's forms, `papers` the case documents by case number,
    `rest` what describes the package itself; `closed` is when the meeting closed or was called off."""

    program: str
    registered: datetime
    closed: datetime
    protocol: Sequence[File]
    papers: Mapping[str, Sequence[File]] = field(default_factory=lambda: MappingProxyType({}))
    posts: Sequence[Post] = ()
    rest: Sequence[File] = ()

    @property
    def count(self) -> int:
        """How many files there are."""
        return len(self.protocol) + sum(map(len, self.papers.values())) + len(self.posts) + len(self.rest)


def arkivmelding(protocol: Protocol, contents: Contents, zone: ZoneInfo) -> bytes:
    """The description as XML in UTF-8. Days are those of `zone`, times in UTC; the same arguments give the same bytes.

    Nothing is left out: cases exempt from public access are in it, marked with their section.
    """
    root = _root(contents.program, contents.count)
    for name, kind, nodes in _units(protocol, contents, zone):
        _add(root, name, kind, nodes)
    return _written(root)


def messages(protocol: Protocol, contents: Contents, zone: ZoneInfo) -> Iterator[tuple[str, bytes]]:
    """The same as messages that an archive takes, by the names of their files: one unit each, in the order in which
    they are to be sent, the folder first, to which all others refer.

    A message names each of its files as it is to be called in the message: by the file's own name without a folder,
    which is unique in the package.
    """
    for number, (name, kind, nodes) in enumerate(_units(protocol, contents, zone), start=1):
        root = _root(contents.program, 0)
        _add(root, name, kind, nodes)
        files = list(root.iter(f"{{{SCHEMA}}}referanseDokumentfil"))
        for file in files:
            file.text = (file.text or "").rpartition("/")[2]
        root[1].text = str(len(files))
        yield f"{number:04}-{kind}.xml", _written(root)


_Unit = tuple[str, str, Iterable[_Node]]


def _units(protocol: Protocol, contents: Contents, zone: ZoneInfo) -> Iterator[_Unit]:
    """Everything that the archive is to keep by itself: its element, its type, and what stands in it."""
    yield "mappe", "moetemappe", _folder(protocol, contents, zone)
    for case in protocol.cases:
        yield "registrering", *_case(Verdict(_words(protocol, zone), protocol, case), contents)
    yield "registrering", "moetedokument", _protocol(protocol, contents, zone)
    yield "registrering", "moetedokument", _rest(protocol, contents)
    for post in contents.posts:
        yield "registrering", "journalpost", _post(protocol, post, contents, zone)


def _words(protocol: Protocol, zone: ZoneInfo) -> Words:
    return Words.of(protocol.meeting.body.language, zone)


def _root(program: str, files: int) -> ET.Element:
    ET.register_namespace("n5mdk", CATALOGUE)
    ET.register_namespace("xsi", XSI)
    root = ET.Element(f"{{{SCHEMA}}}arkivmelding")
    _fill(root, [("system", program), ("antallFiler", str(files))], SCHEMA)
    return root


def _written(root: ET.Element) -> bytes:
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True, default_namespace=SCHEMA)
    return written + b"\n"


def _add(root: ET.Element, name: str, kind: str, nodes: Iterable[_Node]) -> None:
    _fill(ET.SubElement(root, f"{{{SCHEMA}}}{name}", {f"{{{XSI}}}type": kind}), nodes, SCHEMA)


def _fill(element: ET.Element, nodes: Iterable[_Node], namespace: str) -> None:
    """Add the nodes that say something; the schema refuses empty texts."""
    for name, content in nodes:
        if not content:
            continue
        child = ET.SubElement(element, f"{{{namespace}}}{name}")
        if isinstance(content, str):
            child.text = clean(content)
        elif isinstance(content, _Terms):
            _fill(child, content.nodes, CATALOGUE)
        else:
            _fill(child, content, namespace)


def _folder(protocol: Protocol, contents: Contents, zone: ZoneInfo) -> Iterator[_Node]:
    meeting = protocol.meeting
    yield "systemID", _uuid(protocol, "mappe")
    yield "mappeID", meeting.id
    yield "tittel", one_line(f"{meeting.title} – {meeting.body.name}")
    yield from _made(contents.registered, contents.program)
    yield "avsluttetDato", _instant(contents.closed)
    yield "avsluttetAv", contents.program
    yield "referanseEksternNoekkel", _Terms([("fagsystem", "motebot"), ("noekkel", meeting.id)])
    yield "moetenummer", meeting.id
    yield "utvalg", _Terms([("navn", one_line(meeting.body.name))])
    yield "moetedato", _day(meeting.starts or meeting.deadline, zone)
    yield "moetested", one_line(meeting.place)
    for line in protocol.roll:
        if line.by is not None and line.role is not None:
            yield "moetedeltaker", _participant(protocol, line.seat.id, line.by.name, line.role)


def _case(verdict: Verdict, contents: Contents) -> tuple[str, list[_Node]]:
    """A Moetesak, or a Moetedokument where the case's number does not tell the year and sequence that one must have."""
    protocol, case = verdict.protocol, verdict.case
    papers = contents.papers.get(case.number, ())
    nodes: list[_Node] = [
        *_head(protocol, f"case/{case.number}", contents.registered, contents),
        ("skjerming", _exempt(case)),
        *_documents(protocol, papers),
        ("registreringsID", case.number),
        ("tittel", one_line(case.title) or case.number),
    ]
    found = re.fullmatch(r"\D*0*(\d{1,9})/(\d{4}|\d{2})", case.number)
    if found is None:
        return "moetedokument", [*nodes, ("moetedokumenttype", _code("SF", "Saksframlegg"))]
    sequence, year = found.groups()
    kind = _code("PS", "Politisk sak")
    nodes += [("moetesakstype", kind), ("moetesaksaar", year if len(year) == 4 else f"20{year}")]
    return "moetesak", [*nodes, ("moetesakssekvensnummer", sequence), *_settled(verdict)]


def _exempt(case: CaseResult) -> Sequence[_Node]:
    if case.public:
        return ()
    return [
        ("tilgangsrestriksjon", _code("UO", "Unntatt offentlighet")),
        ("skjermingshjemmel", one_line(case.exempt_under) or "offl."),
    ]


def _settled(verdict: Verdict) -> Iterator[_Node]:
    """What was put forward, and what came of it where anything was decided, with the course that it took."""
    protocol, case = verdict.protocol, verdict.case
    proposal = _text(_numbered(case.proposal))
    if case.text.strip() and proposal:
        yield "utredning", [("saksbeskrivelse", _text(case.text)), ("innstilling", proposal)]
    yield "innstilling", proposal
    if protocol.status is Status.FINAL and case.decision:
        yield (
            "vedtak",
            [
                ("vedtakstekst", _text("\n".join(case.decision))),
                *(("votering", node) for cast in case.cast if (node := _vote(protocol, cast))),
                ("behandlingsprotokoll", _text("\n".join(course(verdict)))),
                ("dato", _instant(protocol.meeting.deadline)),
            ],
        )


_VOTES = {Vote.APPROVE: "Ja", Vote.OBJECT: "Nei", Vote.ABSTAIN: "Blankt"}


def _vote(protocol: Protocol, cast: CastVote) -> Sequence[_Node]:
    """A vote on the case as a whole; the schema has no place for one on a point, nor for a recusal."""
    if cast.point is not None or cast.vote not in _VOTES:
        return ()
    return [("moetedeltaker", _participant(protocol, cast.seat, cast.by, cast.role)), ("stemme", _VOTES[cast.vote])]


def _participant(protocol: Protocol, seat_id: str, name: str, role: Role) -> _Terms:
    seat = protocol.meeting.body.seat(seat_id)
    if role is Role.SUBSTITUTE:
        function = ("VARA", "Varamedlem")
    else:
        function = ("LEDER", "Leder") if seat.chair else ("MEDL", "Medlem")
    return _Terms(
        [
            ("identifikator", [("navn", one_line(name) or seat.name), ("identifikator", seat.id)]),
            ("funksjon", [("kode", function[0]), ("beskrivelse", function[1])]),
            ("representerer", [("navn", one_line(seat.name))]),
        ]
    )


def _protocol(protocol: Protocol, contents: Contents, zone: ZoneInfo) -> Iterator[_Node]:
    yield from _head(protocol, "protocol", contents.closed, contents)
    title = _words(protocol, zone)("protocol.heading")
    objects = [("dokumentobjekt", _object(protocol, file)) for file in contents.protocol]
    yield "dokumentbeskrivelse", [*_described(protocol, "protocol", title, "H", 1), *objects]
    yield "tittel", title
    yield "moetedokumenttype", _code("MP", "Møteprotokoll")


def _rest(protocol: Protocol, contents: Contents) -> Iterator[_Node]:
    yield from _head(protocol, "journal", contents.closed, contents)
    yield from _documents(protocol, contents.rest)
    yield "tittel", contents.rest[0].name
    yield "moetedokumenttype", _code("VL", "Vedlegg")


def _post(protocol: Protocol, post: Post, contents: Contents, zone: ZoneInfo) -> Iterator[_Node]:
    meeting = protocol.meeting
    yield from _head(protocol, post.id, post.registered, contents)
    yield from _documents(protocol, [post.file], role="H")
    yield "registreringsID", post.id[:16]
    yield "tittel", one_line(post.title) or post.file.name
    for found, at in ((post.judged, post.registered), (post.settled, post.settled_at)):
        if found and at is not None:
            told = Catalogue.of(meeting.body.language).phrase("identity", found)
            yield "merknad", [("merknadstekst", told), ("merknadsdato", _instant(at))]
    side = ("EA", "Avsender") if post.incoming else ("EM", "Mottaker")
    yield (
        "korrespondansepart",
        [
            ("korrespondanseparttype", _code(*side)),
            ("korrespondansepartNavn", one_line(post.name) or one_line(post.address) or post.file.name),
            ("epostadresse", one_line(post.address)),
        ],
    )
    kind = ("I", "Inngående dokument") if post.incoming else ("U", "Utgående dokument")
    yield "journalposttype", _code(*kind)
    yield "journalstatus", _code("J", "Journalført")
    yield "journaldato", _day(post.registered, zone)
    yield "dokumentetsDato", _day((post.at if post.incoming else None) or post.registered, zone)
    if post.at is not None:
        yield "mottattDato" if post.incoming else "sendtDato", _instant(post.at)


def _head(protocol: Protocol, about: str, registered: datetime, contents: Contents) -> Iterator[_Node]:
    yield "systemID", _uuid(protocol, about)
    yield from _made(registered, contents.program)
    yield "referanseForelderMappe", _Terms([("systemID", _uuid(protocol, "mappe"))])


def _made(at: datetime, by: str) -> Iterator[_Node]:
    yield "opprettetDato", _instant(at)
    yield "opprettetAv", by


def _documents(protocol: Protocol, files: Sequence[File], *, role: str = "V") -> Iterator[_Node]:
    for number, file in enumerate(files, start=1):
        described = _described(protocol, file.name, one_line(file.title) or file.name, role, number)
        yield "dokumentbeskrivelse", [*described, ("dokumentobjekt", _object(protocol, file))]


def _described(protocol: Protocol, about: str, title: str, role: str, number: int) -> list[_Node]:
    roles = {"H": "Hoveddokument", "V": "Vedlegg"}
    return [
        ("systemID", _uuid(protocol, f"document/{about}")),
        ("dokumentstatus", _code("F", "Dokumentet er ferdigstilt")),
        ("tittel", title),
        ("tilknyttetRegistreringSom", _code(role, roles[role])),
        ("dokumentnummer", str(number)),
    ]


_TYPES = {
    "pdf": "application/pdf",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "txt": "text/plain",
    "eml": "message/rfc822",
}


def _object(protocol: Protocol, file: File) -> list[_Node]:
    ending = file.name.rpartition(".")[2].lower()
    variant = ("A", "Arkivformat") if file.name == "protocol/protocol.pdf" else ("P", "Produksjonsformat")
    return [
        ("systemID", _uuid(protocol, f"file/{file.name}")),
        ("versjonsnummer", "1"),
        ("variantformat", _code(*variant)),
        ("format", _code("PDF/A-2a" if variant[0] == "A" else ending.upper())),
        ("mimeType", _TYPES.get(ending, "application/octet-stream")),
        ("filnavn", one_line(file.title) or file.name.rpartition("/")[2]),
        ("referanseDokumentfil", file.name),
        ("sjekksum", file.sha256),
        ("sjekksumAlgoritme", "SHA-256"),
        ("filstoerrelse", str(file.size)),
    ]


def _code(code: str, meaning: str = "") -> _Terms:
    return _Terms([("kode", code), ("beskrivelse", meaning)])


def _text(text: str) -> _Terms | str:
    """Plain text with its format; empty where there is none, and then it is left out."""
    shown = clean(text)
    return _Terms([("tekstInnhold", shown), ("tekstFormat", [("kode", "text/plain")])]) if shown else ""


def _numbered(points: Sequence[str]) -> str:
    return "\n".join(f"{n}. {point}" for n, point in enumerate(points, 1)) if len(points) > 1 else "".join(points)


def _uuid(protocol: Protocol, about: str) -> str:
    """The same for the same thing of the same meeting, whenever and wherever it is asked."""
    meeting = protocol.meeting
    return str(uuid5(NAMESPACE_URL, f"motebot/{meeting.body.name}/{meeting.id}/{about}"))


def _instant(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _day(when: datetime, zone: ZoneInfo) -> str:
    return when.astimezone(zone).date().isoformat()
