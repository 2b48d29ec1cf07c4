from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from bot.core.meeting import Role
from bot.core.protocol import CastVote, Channel, RollAttendance, RollLine, Status
from bot.core.reading import Vote
from bot.letters.arkivmelding import CATALOGUE, SCHEMA, Contents, File, Post, arkivmelding, messages
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


XSD = Path(__file__).parent / "schemas" / "arkivmelding.xsd"


@pytest.fixture(scope="module")
def message_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(XSD))


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """That of the description: a message with any number of records."""
    tree = etree.parse(XSD)
    [record] = tree.findall(".//{*}element[@name='registrering']")
    record.set("maxOccurs", "unbounded")
    return etree.XMLSchema(tree)


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


MANY = replace(CONTENTS, posts=[LETTER, REPLY, replace(REPLY, id="9" * 64, file=replace(REPLY.file, name="r/3.eml"))])


def sent(contents: Contents = MANY) -> dict[str, etree._Element]:
    return {name: etree.fromstring(message) for name, message in messages(protocol(), contents, OSLO)}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_each_message_is_one_that_an_archive_takes(message_schema: etree.XMLSchema, language: str) -> None:
    of = replace(MEETING, body=replace(MEETING.body, language=language))
    for _, message in messages(protocol(of), CONTENTS, OSLO):
        message_schema.assertValid(etree.fromstring(message))


def test_messages_say_together_what_the_description_says() -> None:
    units = [unit for tree in sent().values() for unit in tree[2:]]
    described_units = described(contents=MANY)[2:]
    assert [said(unit, "a:systemID") for unit in described_units] == [said(unit, "a:systemID") for unit in units]


def test_the_folder_is_sent_first_and_all_others_refer_to_it() -> None:
    (first, folder), *rest = sent().items()
    assert "0001-moetemappe.xml" == first
    [own] = said(folder, "a:mappe/a:systemID")
    assert {own} == {
        each for _, tree in rest for each in said(tree, "a:registrering/a:referanseForelderMappe/m:systemID")
    }


def test_a_message_counts_and_names_its_own_files() -> None:
    trees = list(sent().values())
    names = [said(tree, ".//a:referanseDokumentfil") for tree in trees]
    assert [[str(len(each))] for each in names] == [said(tree, "a:antallFiler") for tree in trees]
    flat = [name for each in names for name in each]
    assert MANY.count == len(flat) == len(set(flat))
    assert not [name for name in flat if "/" in name]


def test_the_course_of_a_case_and_its_text_are_told() -> None:
    tree = described()
    assert "Rådet ledes av ordførerne" in said(tree, ".//a:utredning/a:saksbeskrivelse/m:tekstInnhold")[0]
    assert said(tree, ".//a:vedtak/a:behandlingsprotokoll/m:tekstInnhold")[0].startswith("Enstemmig vedtatt.")


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
    roll = tuple(RollLine(seat, RollAttendance.PRESENT, seat.member, Role.MEMBER) for seat in MEETING.body.seats)
    tree = described(replace(made, status=Status.FINAL, cases=(case,), roll=roll))
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
