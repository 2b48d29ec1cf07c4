"""The tree for eInnsyn against the API's public model, and what it must never hold."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from bot.core.meeting import Case, Role, Rule
from bot.core.protocol import Basis, Outcome, Quorum, RollAttendance, RollLine, Status
from bot.core.reading import Vote
from bot.letters.catalogue import LANGUAGES
from bot.letters.einnsyn import einnsyn
from tests.letters.documents.people import (
    ALL_FIVE,
    CLUSTER_CASE,
    DOCUMENT_CASE,
    OSLO,
    SEATS,
    cast,
    protocol,
    result,
    usual,
)

TEXT, WHOLE, DAY, INSTANT = r"(?s).+", r"\d+", r"\d{4}-\d\d-\d\d", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
# Written from the specification's models: field → pattern, or the name of the entity that it nests; `?` may be left
# out, `[]` is a list.
MODEL: dict[str, dict[str, str]] = {
    "Moetemappe": {
        "offentligTittel": TEXT,
        "offentligTittelSensitiv": TEXT,
        "beskrivelse?": r"(?s).{1,1000}",
        "moetenummer": TEXT,
        "utvalg": TEXT,
        "moetedato": INSTANT,
        "moetested?": TEXT,
        "moetesak[]?": "Moetesak",
    },
    "Moetesak": {
        "offentligTittel": TEXT,
        "offentligTittelSensitiv": TEXT,
        "beskrivelse?": r"(?s).{1,1000}",
        "moetesakstype": "moete|politisk|delegert|interpellasjon|godkjenning|orientering|referat|annet",
        "moetesaksaar?": WHOLE,
        "moetesakssekvensnummer?": WHOLE,
        "utvalg?": TEXT,
        "dokumentbeskrivelse[]?": "Dokumentbeskrivelse",
        "utredning?": "Utredning",
        "innstilling?": "Tekst",
        "vedtak?": "Vedtak",
    },
    "Utredning": {"saksbeskrivelse": "Tekst", "innstilling": "Tekst", "utredningsdokument[]?": "Dokumentbeskrivelse"},
    "Dokumentbeskrivelse": {
        "tittel": TEXT,
        "tittelSensitiv": TEXT,
        "dokumentnummer": WHOLE,
        "tilknyttetRegistreringSom": TEXT,
    },
    "Tekst": {"tekstInnhold": TEXT, "tekstFormat": TEXT},
    "Vedtak": {"vedtakstekst": "Tekst", "votering[]?": "Votering", "behandlingsprotokoll?": "Tekst", "dato": DAY},
    "Votering": {"moetedeltaker": "Moetedeltaker", "stemme": "Ja|Nei|Blankt", "representerer?": "Identifikator"},
    "Moetedeltaker": {"moetedeltakerNavn": TEXT, "moetedeltakerFunksjon?": TEXT},
    "Identifikator": {"navn": TEXT, "identifikator": TEXT, "initialer": TEXT, "epostadresse": r"\S+@\S+"},
}


def check(entity: str, value: dict[str, Any]) -> None:
    """Fails where the value is no such entity."""
    fields = {name.rstrip("?").removesuffix("[]"): (name, rule) for name, rule in MODEL[entity].items()}
    required = {key for key, (name, _) in fields.items() if not name.endswith("?")}
    assert required <= value.keys() <= fields.keys(), entity
    for key, inner in value.items():
        name, rule = fields[key]
        for each in inner if "[]" in name else [inner]:
            if rule in MODEL:
                check(rule, each)
            else:
                assert re.fullmatch(rule, str(each)), (entity, key)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("language", LANGUAGES)
def test_tree_follows_the_model(language: str, status: Status) -> None:
    check("Moetemappe", einnsyn(usual(language, status), OSLO))


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("outcome", Outcome)
def test_every_result_follows_the_model(outcome: Outcome, basis: Basis, rule: Rule) -> None:
    case = result(replace(DOCUMENT_CASE, number="A-7", text=""), outcome, basis, ALL_FIVE, rule=rule)
    check("Moetemappe", einnsyn(protocol((case,), rule=rule), OSLO))


def test_decision_and_votes_are_there_by_name() -> None:
    decided = einnsyn(usual(), OSLO)["moetesak"][0]["vedtak"]
    assert decided["vedtakstekst"]["tekstInnhold"] == DOCUMENT_CASE.proposal[0]
    votes = {each["moetedeltaker"]["moetedeltakerNavn"]: each["stemme"] for each in decided["votering"]}
    assert votes == {"Kari Berg": "Ja", "Eva Moe": "Ja", "Siv Lund": "Nei", "Arne Hove": "Ja", "Tor Åsen": "Ja"}
    assert decided["dato"] == "2022-03-02"


def test_case_number_is_year_and_sequence() -> None:
    case = einnsyn(usual(), OSLO)["moetesak"][1]
    assert (case["moetesaksaar"], case["moetesakssekvensnummer"]) == (2022, 2)


def test_absent_recused_and_silent_have_no_vote_and_are_told() -> None:
    lines = (
        RollLine(SEATS[0], RollAttendance.PRESENT, SEATS[0].member, Role.MEMBER),
        RollLine(SEATS[1], RollAttendance.ABSENT, None, None),
        RollLine(SEATS[2], RollAttendance.PRESENT, SEATS[2].member, Role.MEMBER),
        RollLine(SEATS[3], RollAttendance.PRESENT, SEATS[3].member, Role.MEMBER),
        RollLine(SEATS[4], RollAttendance.NO_ANSWER, None, None),
        RollLine(SEATS[5], RollAttendance.NO_ANSWER, None, None),
    )
    votes = (
        cast("hole", Vote.APPROVE),
        cast("jevnaker", Vote.RECUSED),
        cast("jevnaker", Vote.APPROVE, role=Role.SUBSTITUTE),
        cast("krodsherad", Vote.ABSTAIN),
    )
    case = result(DOCUMENT_CASE, Outcome.ADOPTED, Basis.MAJORITY, votes, silent=1, quorum=Quorum(5, 2, 3))
    decided = einnsyn(protocol((case,), lines=lines), OSLO)["moetesak"][0]["vedtak"]
    given = {each["moetedeltaker"]["moetedeltakerNavn"]: each["stemme"] for each in decided["votering"]}
    assert given == {"Kari Berg": "Ja", "Jon Vik": "Ja", "Arne Hove": "Blankt"}
    told = decided["behandlingsprotokoll"]["tekstInnhold"]
    assert "Ola Nes (Modum) hadde forfall, og ingen møtte for plassen." in told
    assert "Siv Lund (Jevnaker) meldte seg inhabil" in told
    assert "Disse svarte ikke innen fristen: Ringerike." in told


def test_undecided_case_has_no_decision_and_says_why() -> None:
    case = result(CLUSTER_CASE, Outcome.UNDECIDED, Basis.NO_QUORUM, (), quorum=Quorum(5, 3, 1))
    shown = einnsyn(protocol((case,)), OSLO)["moetesak"][0]
    assert "vedtak" not in shown
    assert "ikke var vedtaksført" in " ".join(shown["beskrivelse"].split())


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CANCELLED])
def test_nothing_is_decided_before_the_end_or_after_a_cancellation(status: Status) -> None:
    tree = einnsyn(usual(status=status), OSLO)
    assert not [case for case in tree["moetesak"] if "vedtak" in case]
    assert tree["beskrivelse"]


def test_closed_case_is_number_and_legal_basis_only() -> None:
    tree = einnsyn(usual(), OSLO)
    told = json.dumps(tree, ensure_ascii=False).casefold()
    assert not [secret for secret in ("granli", "4 200 000", "selgeren") if secret in told]
    assert tree["moetesak"][2]["offentligTittel"] == "Unntatt offentlighet, offl. § 23"


def test_members_addresses_are_not_published() -> None:
    told = json.dumps(einnsyn(usual(), OSLO))
    assert not [seat.id for seat in SEATS if f"@{seat.id}.example" in told]


def test_vote_on_single_points_is_no_vote_on_the_case() -> None:
    case = Case("1/22", "Sak", ("A.", "B."))
    votes = (cast("hole", Vote.APPROVE, point=1), cast("hole", Vote.OBJECT, point=2), cast("jevnaker", Vote.APPROVE))
    shown = einnsyn(protocol((result(case, Outcome.ADOPTED, Basis.MAJORITY, votes),)), OSLO)["moetesak"][0]
    assert [each["moetedeltaker"]["moetedeltakerNavn"] for each in shown["vedtak"]["votering"]] == ["Siv Lund"]
