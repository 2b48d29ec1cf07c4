from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from bot.core.meeting import Role
from bot.core.protocol import CastVote, Channel, Status
from bot.core.reading import Vote
from bot.letters.arkivmelding import CATALOGUE, SCHEMA, Contents, File, Post, arkivmelding
from tests.letters.samples import CLOSED, MEETING, OSLO, protocol

AT = datetime(2022, 3, 1, 23, 30, tzinfo=UTC)
NAMES = {"a": SCHEMA, "m": CATALOGUE}
LETTER = Post(
    id="f" * 64,
    incoming=False,
    title="Innkalling",
    name="Kari Berg",
    address="kari.berg@hole.example",
    registered=AT,
    at=None,
    file=File("sent/00001-notice-hole.eml", "a" * 64, 10),
)
REPLY = replace(
    LETTER,
    id="e" * 64,
    incoming=True,
    title="",
    at=AT,
    judged="thread",
    file=File("received/00002-bbbbbbbb.eml", "b" * 64, 20),
)
CONTENTS = Contents(
    program="motebot 1",
    registered=AT,
    closed=AT,
    protocol=[File("protocol/protocol.pdf", "c" * 64, 30), File("protocol/protocol.json", "d" * 64, 40)],
    papers={"1/22": [File("documents/eeee-plan.pdf", "e" * 64, 50, "Plan for året.pdf")]},
    posts=[LETTER, REPLY],
    rest=[File("journal.jsonl", "f" * 64, 60)],
)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "arkivmelding.xsd"))


def described(made: object = None, contents: Contents = CONTENTS) -> etree._Element:
    return etree.fromstring(arkivmelding(made or protocol(), contents, OSLO))


def said(tree: etree._Element, path: str) -> list[str]:
    return [each.text for each in tree.findall(path, NAMES)]


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_description_fits_the_specification(schema: etree.XMLSchema, status: Status, language: str) -> None:
    of = replace(MEETING, body=replace(MEETING.body, language=language))
    schema.assertValid(described(replace(protocol(of), status=status)))


@pytest.mark.parametrize("number", ["1/22", "PS 001/2022", "12", "Sak A", "1/22/3"])
def test_case_of_any_number_fits_the_specification(schema: etree.XMLSchema, number: str) -> None:
    made = protocol()
    schema.assertValid(described(replace(made, cases=(replace(made.cases[0], number=number),))))


@pytest.mark.parametrize("text", ["", "\0\x1b", "<b>&amp;]]>", "\ud800 \ufffe", "  ", "x" * 100_000])
def test_any_text_fits_the_specification(schema: etree.XMLSchema, text: str) -> None:
    post = replace(REPLY, title=text, name=text, address=text)
    of = replace(MEETING, title=text, place=text)
    made = replace(protocol(), meeting=of)
    schema.assertValid(described(made, replace(CONTENTS, posts=[post])))


def test_journal_metadata_of_a_mail_is_told() -> None:
    tree = described()
    path = "a:registrering[a:mottattDato]/"
    told = {name: said(tree, f"{path}a:{name}") for name in ("mottattDato", "opprettetDato", "journaldato")}
    assert {
        "mottattDato": ["2022-03-01T23:30:00Z"],
        "opprettetDato": ["2022-03-01T23:30:00Z"],
        "journaldato": ["2022-03-02"],
    } == told
    assert ["received/00002-bbbbbbbb.eml"] == said(tree, f"{path}a:tittel")
    assert ["EA"] == said(tree, f"{path}a:korrespondansepart/a:korrespondanseparttype/m:kode")
    assert ["kari.berg@hole.example"] == said(tree, f"{path}a:korrespondansepart/a:epostadresse")
    assert ["b" * 64] == said(tree, f"{path}a:dokumentbeskrivelse/a:dokumentobjekt/a:sjekksum")


def test_how_the_sender_was_judged_is_told_in_words() -> None:
    (remark,) = said(described(), "a:registrering/a:merknad/a:merknadstekst")
    assert "brev som bare denne mottakeren har fått" in remark


def test_letter_that_was_never_taken_has_no_date_of_sending() -> None:
    assert [] == said(described(), "a:registrering/a:sendtDato")
    sent = described(contents=replace(CONTENTS, posts=[replace(LETTER, at=AT)]))
    assert ["2022-03-01T23:30:00Z"] == said(sent, "a:registrering/a:sendtDato")


def test_files_are_counted() -> None:
    assert ["6"] == said(described(), "a:antallFiler")


def test_document_goes_by_the_name_that_people_know() -> None:
    assert "Plan for året.pdf" in said(described(), ".//a:dokumentbeskrivelse/a:tittel")
    assert "documents/eeee-plan.pdf" in said(described(), ".//a:referanseDokumentfil")


def test_pdf_is_the_archives_variant() -> None:
    tree = described()
    variants = zip(said(tree, ".//a:referanseDokumentfil"), said(tree, ".//a:variantformat/m:kode"), strict=True)
    assert {"protocol/protocol.pdf"} == {name for name, variant in variants if variant == "A"}


def test_closed_case_is_marked_with_its_section() -> None:
    tree = described()
    sections = {
        tree_case.findtext("a:registreringsID", namespaces=NAMES): tree_case.findtext(
            "a:skjerming/a:skjermingshjemmel", namespaces=NAMES
        )
        for tree_case in tree.findall("a:registrering", NAMES)
        if tree_case.find("a:moetesakstype", NAMES) is not None
    }
    assert {"1/22": None, "2/22": None, CLOSED.number: "offl. § 13"} == sections


def test_votes_on_whole_cases_are_there_by_name() -> None:
    made = protocol()
    rows = (
        CastVote("hole", "Kari Berg", Role.MEMBER, Vote.APPROVE, Channel.MAIL, AT),
        CastVote("modum", "Per Dal", Role.SUBSTITUTE, Vote.OBJECT, Channel.MAIL, AT),
        CastVote("modum", "Per Dal", Role.SUBSTITUTE, Vote.APPROVE, Channel.MAIL, AT, point=2),
        CastVote("fylke", "Eva Lund", Role.MEMBER, Vote.RECUSED, Channel.MAIL, AT),
    )
    case = replace(made.cases[0], cast=rows, decision=("Slik blir det.",))
    tree = described(replace(made, status=Status.FINAL, cases=(case,)))
    path = ".//a:vedtak/a:votering/"
    assert ["Ja", "Nei"] == said(tree, f"{path}a:stemme")
    assert ["LEDER", "VARA"] == said(tree, f"{path}a:moetedeltaker/m:funksjon/m:kode")


def test_nothing_is_decided_before_the_end() -> None:
    assert [] == said(described(replace(protocol(), status=Status.CANCELLED)), ".//a:vedtak/a:dato")


def test_same_arguments_give_the_same_bytes() -> None:
    assert arkivmelding(protocol(), CONTENTS, OSLO) == arkivmelding(protocol(), CONTENTS, OSLO)


def test_one_thing_has_one_id() -> None:
    ids = said(described(), ".//a:systemID")
    assert len(ids) == len(set(ids))
