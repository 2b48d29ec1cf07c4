"""Packages of meetings that were really held, and what becomes of one that somebody has been at."""

import hashlib
import io
import json
import re
import shutil
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from world import BEGAN, MEETING, World, says

from bot.core.journal import canonical
from bot.core.thread import reference
from bot.errors import BadFileError, NotFoundError, RefusedError
from bot.letters.arkivmelding import SCHEMA
from bot.service import planning
from bot.service.office import Office
from bot.service.packaged import recount_package
from bot.service.packaging import package
from bot.service.verification import DifferenceError, verify

KARI, OLA, SIV, EVA = "kari.berg@hole.example", "ola.vik@modum.example", "siv.aas@lier.example", "eva.moe@modum.example"
ID = "2026-03-02"
AFTER = BEGAN + timedelta(hours=6, minutes=30)
PAPER = "Kartet over ruta."
Files = dict[str, bytes]


def with_paper(folder: Path) -> Path:
    """The meeting of these tests with a document to its second case."""
    (folder / "vedlegg").mkdir(parents=True)
    (folder / "vedlegg" / "kart æ.txt").write_text(PAPER)
    meeting = folder / "meeting.toml"
    meeting.write_text(f'{MEETING.read_text()}documents = ["vedlegg/kart æ.txt"]\n')
    return meeting


def held(world: World, office: Office) -> None:
    """A whole meeting: a vote, an absence with its substitute, a held mail, an answer by calendar and a bounce."""
    world.habits |= {
        KARI: says("Godkjent"),
        OLA: says("Melder forfall, vara møter."),
        EVA: says("Imot 2/26", "summons"),
    }
    world.planned(office, with_paper(world.folder / "file"))
    world.run(office, BEGAN + timedelta(hours=1))
    notice = world.letters(SIV, "notice")[0]
    world.write(SIV, "Godkjent", None, subject=f"Møtet {reference_of(notice.mail['Subject'])}")
    world.write("stranger@nowhere.example", "Godkjent 1/26", None)
    world.write(SIV, "Ikke til stede", notice, Auto_Submitted="auto-replied")
    world.run(office, AFTER)


def reference_of(subject: str) -> str:
    found = re.search(r"\[[A-Z2-7-]{14}\]", subject)
    assert found is not None
    return found[0]


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of one meeting, made once: nobody changes it."""
    world = World(tmp_path_factory.mktemp("world"))
    with world.office() as office:
        held(world, office)
        package(office, ID, world.folder / "møte.zip")
    return world.folder / "møte.zip"


def files_in(path: Path) -> Files:
    with zipfile.ZipFile(path) as packed:
        return {entry.filename: packed.read(entry) for entry in packed.infolist()}


def put(files: Files, path: Path, *, compressed: bool = False) -> Path:
    """A ZIP of the files, made as `archive` makes it, by somebody who has read how."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED) as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o100600 << 16
            entry.compress_type = packed.compression
            packed.writestr(entry, content)
    return path


def summed(files: Files) -> Files:
    """The files with sums that fit them, as a forger leaves them."""
    rest = {name: content for name, content in files.items() if name != "SHA256SUMS"}
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in rest.items())
    return {**rest, "SHA256SUMS": sums.encode()}


def one(files: Files, pattern: str) -> str:
    return next(name for name in files if re.search(pattern, name))


def test_package_agrees_with_itself_on_another_machine(packed: Path, tmp_path: Path) -> None:
    shutil.copy(packed, tmp_path / "copy.zip")
    found = recount_package(tmp_path / "copy.zip")
    assert (ID, 6, True) == (found.meeting_id, found.mails, found.made_again)
    assert json.loads(files_in(packed)["package.json"])["head"] == found.head


def test_same_state_gives_the_same_bytes(tmp_path: Path) -> None:
    world = World(tmp_path)
    with world.office() as office:
        held(world, office)
        heads = {package(office, ID, tmp_path / name) for name in ("one.zip", "two.zip")}
    assert 1 == len(heads)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_package_holds_every_letter_mail_document_and_the_protocol(packed: Path) -> None:
    files = files_in(packed)
    kinds = [message_from_bytes(raw)["X-Motebot-Kind"] for name, raw in files.items() if name.startswith("sent/")]
    assert {"notice", "summons", "receipt", "protocol", "coordinator"} <= set(kinds)
    assert 6 == sum(name.startswith("received/") for name in files)
    assert PAPER.encode() == files[one(files, r"^documents/.*kart")]
    assert files["protocol/protocol.pdf"].startswith(b"%PDF")
    assert "final" == json.loads(files["protocol/protocol.json"])["status"]
    assert "Sykkelrute langs fjorden" in files["protocol/protocol.txt"].decode()


def test_raw_mails_are_the_bytes_that_came(packed: Path) -> None:
    for name, raw in files_in(packed).items():
        if name.startswith("received/"):
            assert name.endswith(f"-{hashlib.sha256(raw).hexdigest()[:8]}.eml")


def test_journal_is_as_it_is_stored(tmp_path: Path) -> None:
    world = World(tmp_path)
    with world.office() as office:
        held(world, office)
        package(office, ID, tmp_path / "p.zip")
        with office.store.read() as uow:
            stored = uow.stored_entries(ID)
    lines = [json.loads(line) for line in files_in(tmp_path / "p.zip")["journal.jsonl"].splitlines()]
    assert [(e.sequence, e.payload, e.previous, e.hash) for e in stored] == [
        (line["sequence"], line["fact"], line["previous"], line["hash"]) for line in lines
    ]


def test_sums_are_those_of_every_file(packed: Path) -> None:
    files = files_in(packed)
    assert files["SHA256SUMS"] == summed(files)["SHA256SUMS"]


def test_secret_is_not_in_the_package(packed: Path) -> None:
    assert bytes(range(32)) not in packed.read_bytes()


def test_description_has_the_journals_metadata_for_every_mail_and_letter(packed: Path) -> None:
    files = files_in(packed)
    root = ET.fromstring(files["arkivmelding.xml"])  # noqa: S314 - our own
    posts = [
        each for each in root.iter(f"{{{SCHEMA}}}registrering") if each.find(f"{{{SCHEMA}}}journalposttype") is not None
    ]
    assert sum(name.startswith(("sent/", "received/")) for name in files) == len(posts)
    for post in posts:
        for name in ("systemID", "tittel", "opprettetDato", "journaldato", "dokumentetsDato", "korrespondansepart"):
            assert post.find(f"{{{SCHEMA}}}{name}") is not None, name
    assert len(posts) == len({each.findtext(f"{{{SCHEMA}}}systemID") for each in posts})


def test_description_has_the_sum_and_size_of_every_file(packed: Path) -> None:
    files = files_in(packed)
    root = ET.fromstring(files["arkivmelding.xml"])  # noqa: S314 - our own
    told = {
        each.findtext(f"{{{SCHEMA}}}referanseDokumentfil"): (
            each.findtext(f"{{{SCHEMA}}}sjekksum"),
            int(each.findtext(f"{{{SCHEMA}}}filstoerrelse") or 0),
        )
        for each in root.iter(f"{{{SCHEMA}}}dokumentobjekt")
    }
    ours = {name for name in files if name.startswith("fiks-arkiv/")} | {"arkivmelding.xml", "SHA256SUMS"}
    rest = {name: raw for name, raw in files.items() if name not in ours}
    assert {name: (hashlib.sha256(raw).hexdigest(), len(raw)) for name, raw in rest.items()} == told
    assert str(len(rest)) == root.findtext(f"{{{SCHEMA}}}antallFiler")


def test_messages_to_an_archive_refer_to_files_of_the_package_by_one_name_each(packed: Path) -> None:
    files = files_in(packed)
    trees = [ET.fromstring(raw) for name, raw in files.items() if name.startswith("fiks-arkiv/")]  # noqa: S314 - our own
    named = [str(each.text) for tree in trees for each in tree.iter(f"{{{SCHEMA}}}referanseDokumentfil")]
    flat = [name.rpartition("/")[2] for name in files]
    assert [1] * len(named) == [flat.count(name) for name in named]


KINDS = [
    r"^package\.json$",
    r"^journal\.jsonl$",
    r"^protocol/.*pdf$",
    r"^protocol/.*json$",
    r"^protocol/.*txt$",
    r"^sent/.*notice-hole",
    r"^sent/.*receipt",
    r"^received/",
    r"^documents/",
    r"^arkivmelding\.xml$",
    r"^fiks-arkiv/0002",
]


@pytest.mark.parametrize("kind", KINDS)
def test_altered_file_is_named(packed: Path, tmp_path: Path, kind: str) -> None:
    files = files_in(packed)
    name = one(files, kind)
    files[name] = b"o".join(files[name].rsplit(b"e", 1))
    with pytest.raises(DifferenceError, match=re.escape(name)):
        recount_package(put(files, tmp_path / "p.zip"))


def test_altered_sum_is_found(packed: Path, tmp_path: Path) -> None:
    files = files_in(packed)
    files["SHA256SUMS"] = files["SHA256SUMS"][:-80] + files["SHA256SUMS"][-80:].swapcase()
    with pytest.raises(DifferenceError, match=r"altered|missing"):
        recount_package(put(files, tmp_path / "p.zip"))


@pytest.mark.parametrize("kind", KINDS)
def test_altered_file_is_found_though_its_sum_fits(packed: Path, tmp_path: Path, kind: str) -> None:
    files = files_in(packed)
    name = one(files, kind)
    files[name] = b"o".join(files[name].rsplit(b"e", 1))
    with pytest.raises(DifferenceError):
        recount_package(put(summed(files), tmp_path / "p.zip"))


@pytest.mark.parametrize("kind", [*KINDS, r"^SHA256SUMS$"])
def test_removed_file_is_named(packed: Path, tmp_path: Path, kind: str) -> None:
    files = files_in(packed)
    name = one(files, kind)
    del files[name]
    with pytest.raises(DifferenceError, match=re.escape(name)):
        recount_package(put(files, tmp_path / "p.zip"))


@pytest.mark.parametrize("kind", KINDS)
def test_removed_file_is_found_though_the_sums_fit(packed: Path, tmp_path: Path, kind: str) -> None:
    files = files_in(packed)
    del files[one(files, kind)]
    with pytest.raises(DifferenceError):
        recount_package(put(summed(files), tmp_path / "p.zip"))


@pytest.mark.parametrize("name", ["received/00099-ffffffff.eml", "note.txt", "../../etc/cron.d/motebot", "/etc/passwd"])
@pytest.mark.parametrize("fit", [False, True])
def test_added_file_is_named(packed: Path, tmp_path: Path, name: str, *, fit: bool) -> None:
    files = {**files_in(packed), name: b"Godkjent"}
    with pytest.raises(DifferenceError, match=re.escape(f"{name}: was added")):
        recount_package(put(summed(files) if fit else files, tmp_path / "p.zip"))
    assert {tmp_path / "p.zip"} == set(tmp_path.iterdir())


def rechained(files: Files, change: Callable[[list[dict]], list[dict]]) -> Files:
    """The files with a journal that was changed and sealed anew from there on, its new end told in the package."""
    lines = change([json.loads(line) for line in files["journal.jsonl"].splitlines()])
    previous = "0" * 64
    for sequence, line in enumerate(lines, start=1):
        line |= {"previous": previous, "sequence": sequence}
        said = {key: line[key] for key in ("at", "fact", "meeting", "previous", "sequence")}
        previous = line["hash"] = hashlib.sha256(canonical(said)).hexdigest()
    about = {**json.loads(files["package.json"]), "entries": len(lines), "head": previous}
    return summed(
        {
            **files,
            "journal.jsonl": b"".join(canonical(line) + b"\n" for line in lines),
            "package.json": (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode(),
        }
    )


def of_type(lines: list[dict], kind: str) -> Iterator[dict]:
    return (line["fact"] for line in lines if line["fact"]["type"] == kind)


def turn_a_vote(lines: list[dict]) -> list[dict]:
    fact = next(each for each in of_type(lines, "mail_read") if each["reading"]["votes"])
    fact["reading"]["votes"] = {"1/26": "object", "2/26": "object"}
    return lines


def trust_a_stranger(lines: list[dict]) -> list[dict]:
    fact = next(each for each in of_type(lines, "mail_read") if not each["identity"]["trusted"])
    fact["identity"] = {"trusted": True, "why": "thread"}
    return lines


def thread_a_mail(lines: list[dict]) -> list[dict]:
    next(each for each in of_type(lines, "mail_received") if not each["threaded"])["threaded"] = True
    return lines


def forget_a_mail(lines: list[dict]) -> list[dict]:
    gone = next(of_type(lines, "mail_received"))["mail"]
    return [line for line in lines if line["fact"].get("mail") != gone]


def forget_that_a_mail_came(lines: list[dict]) -> list[dict]:
    return [line for line in lines if line["fact"]["type"] != "mail_received"]


def forget_everything(lines: list[dict]) -> list[dict]:
    return []


def forget_the_beginning(lines: list[dict]) -> list[dict]:
    return lines[1:]


def send_what_was_never_queued(lines: list[dict]) -> list[dict]:
    next(of_type(lines, "letter_sent"))["key"] = "none"
    return lines


def say_what_is_no_fact(lines: list[dict]) -> list[dict]:
    next(of_type(lines, "letter_sent"))["type"] = "none"
    return lines


def another_protocol(lines: list[dict]) -> list[dict]:
    next(of_type(lines, "meeting_closed"))["protocol_sha256"] = "0" * 64
    return lines


CHANGES = [
    turn_a_vote,
    trust_a_stranger,
    thread_a_mail,
    forget_a_mail,
    forget_that_a_mail_came,
    forget_the_beginning,
    forget_everything,
    send_what_was_never_queued,
    say_what_is_no_fact,
    another_protocol,
]


@pytest.mark.parametrize("change", CHANGES)
def test_journal_that_was_sealed_anew_is_found_out_by_the_mails(
    packed: Path, tmp_path: Path, change: Callable[[list[dict]], list[dict]]
) -> None:
    files = rechained(files_in(packed), change)
    with pytest.raises(DifferenceError):
        recount_package(put(files, tmp_path / "p.zip"))


def test_protocol_of_another_outcome_is_found_with_all_sums_fitting(packed: Path, tmp_path: Path) -> None:
    files = files_in(packed)
    made = json.loads(files["protocol/protocol.json"])
    made["cases"][0]["outcome"] = "rejected"
    files["protocol/protocol.json"] = (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()
    with pytest.raises(DifferenceError, match=r"protocol\.json: is not what the journal and the mails come to"):
        recount_package(put(summed(files), tmp_path / "p.zip"))


def test_package_of_another_version_says_that_its_documents_were_not_made_again(packed: Path, tmp_path: Path) -> None:
    files = files_in(packed)
    files["package.json"] = re.sub(rb"motebot [0-9.]+", b"motebot 99", files["package.json"])
    files["protocol/protocol.txt"] += b"\n"
    found = recount_package(put(summed(files), tmp_path / "p.zip"))
    assert ("motebot 99", False) == (found.program, found.made_again)


def test_package_that_was_compressed_is_refused(packed: Path, tmp_path: Path) -> None:
    with pytest.raises(DifferenceError, match="was packed anew"):
        recount_package(put(files_in(packed), tmp_path / "p.zip", compressed=True))


def test_something_hidden_beside_the_files_is_found(packed: Path, tmp_path: Path) -> None:
    hidden = tmp_path / "p.zip"
    hidden.write_bytes(b"hidden before " + packed.read_bytes())
    with pytest.raises(DifferenceError):
        recount_package(hidden)
    shutil.copy(packed, hidden)
    with zipfile.ZipFile(hidden, "a") as opened:
        opened.comment = b"hidden behind"
    with pytest.raises(DifferenceError, match="beside its files"):
        recount_package(hidden)


def test_two_files_of_one_name_are_refused(packed: Path, tmp_path: Path) -> None:
    shutil.copy(packed, tmp_path / "p.zip")
    with zipfile.ZipFile(tmp_path / "p.zip", "a") as opened, pytest.warns(UserWarning, match="Duplicate name"):
        opened.writestr("journal.jsonl", b"")
    with pytest.raises(DifferenceError, match="same name"):
        recount_package(tmp_path / "p.zip")


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_package_that_was_cut_off_is_no_package(packed: Path, tmp_path: Path, at: float) -> None:
    raw = packed.read_bytes()
    (tmp_path / "p.zip").write_bytes(raw[: int(len(raw) * at)])
    with pytest.raises(DifferenceError, match="is no whole package"):
        recount_package(tmp_path / "p.zip")


def test_flipped_bits_are_found_wherever_they_are(packed: Path, tmp_path: Path) -> None:
    raw = packed.read_bytes()
    for at in range(40, len(raw), len(raw) // 40):
        (tmp_path / "p.zip").write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        with pytest.raises(DifferenceError):
            recount_package(tmp_path / "p.zip")


def test_file_that_is_not_there_is_a_bad_argument(tmp_path: Path) -> None:
    with pytest.raises(BadFileError, match="No such file"):
        recount_package(tmp_path / "none.zip")


def test_any_bytes_are_no_package(tmp_path: Path) -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    for raw in (b"", b"PK\x03\x04", b"Godkjent", empty.getvalue()):
        (tmp_path / "p.zip").write_bytes(raw)
        with pytest.raises(DifferenceError):
            recount_package(tmp_path / "p.zip")


def test_meeting_that_is_not_over_is_not_archived(world: World, office: Office, tmp_path: Path) -> None:
    world.planned(office)
    with pytest.raises(RefusedError, match="once it is closed or cancelled"):
        package(office, ID, tmp_path / "p.zip")
    with pytest.raises(NotFoundError):
        package(office, "another", tmp_path / "p.zip")
    assert not (tmp_path / "p.zip").exists()


def test_cancelled_meeting_is_archived(world: World, office: Office, tmp_path: Path) -> None:
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    planning.cancel(office, ID)
    world.run(office, BEGAN + timedelta(hours=1))
    package(office, ID, tmp_path / "p.zip")
    assert ID == recount_package(tmp_path / "p.zip").meeting_id


def test_meeting_that_does_not_verify_is_not_archived(world: World, office: Office, tmp_path: Path) -> None:
    held(world, office)
    raw = next(iter(world.state(office).mails))
    (world.folder / "archive" / raw[:2] / raw).write_bytes(b"From: kari.berg@hole.example\n\nImot")
    with pytest.raises(DifferenceError):
        package(office, ID, tmp_path / "p.zip")
    assert not (tmp_path / "p.zip").exists()


def test_altered_case_document_is_found(world: World, office: Office) -> None:
    held(world, office)
    (sha256,) = world.state(office).documents.values()
    (world.folder / "archive" / sha256[:2] / sha256).write_text("Et annet kart.")
    with pytest.raises(DifferenceError, match="was altered"):
        verify(office, ID)


def test_package_that_cannot_be_written_leaves_nothing(world: World, office: Office, tmp_path: Path) -> None:
    held(world, office)
    with pytest.raises(BadFileError, match="name another file with -o"):
        package(office, ID, tmp_path / "none" / "p.zip")


def test_only_its_owner_can_read_a_package(packed: Path) -> None:
    assert 0o600 == packed.stat().st_mode & 0o777


def test_reference_of_one_who_was_never_written_to_is_no_token(world: World, office: Office) -> None:
    """A preview prints it; whoever was shown one cannot answer for somebody who was not called."""
    world.planned(office)
    world.run(office, BEGAN + timedelta(minutes=20))
    unsent = reference(office.sender.secret, ID, EVA)
    world.write(EVA, f"Godkjent {unsent}", None)
    world.run(office, BEGAN + timedelta(hours=1))
    (mail,) = world.state(office).mails.values()
    assert not mail.received.threaded
