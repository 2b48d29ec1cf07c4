"""What a protocol says, read as text: kommuneloven § 11-4."""

from dataclasses import replace

import pytest

from bot.core.meeting import Case, Role, Rule, Silence
from bot.core.protocol import (
    Basis,
    CastVote,
    Channel,
    Counts,
    Outcome,
    PointResult,
    Protocol,
    Quorum,
    RollAttendance,
    RollLine,
    Status,
)
from bot.core.reading import Vote
from bot.letters.documents import protocol_text
from tests.letters.documents.people import (
    ALL_FIVE,
    CLUSTER_CASE,
    DOCUMENT_CASE,
    FOUR_TO_ONE,
    OSLO,
    SEATS,
    cast,
    protocol,
    result,
    roll,
    usual,
)

PLAN = Case("4/22", "Plan", ("Planen godkjennes.",))
TIED = (cast("hole", Vote.APPROVE), cast("jevnaker", Vote.OBJECT))


def said(of: Protocol) -> str:
    """The protocol's text as one line, for looking up sentences."""
    return " ".join(protocol_text(of, OSLO).split())


def decided(
    outcome: Outcome,
    basis: Basis,
    votes: tuple[CastVote, ...],
    *,
    rule: Rule = Rule.MAJORITY,
    silent: int = 0,
    quorum: Quorum = Quorum(5, 3, 5),  # noqa: B008 - a frozen value
    silence: Silence = Silence.NO_VOTE,
    lines: tuple[RollLine, ...] | None = None,
    status: Status = Status.FINAL,
) -> str:
    case = result(PLAN, outcome, basis, votes, rule=rule, silent=silent, quorum=quorum)
    return said(protocol((case,), rule=rule, silence=silence, lines=lines, status=status))


def test_body_meeting_time_and_place_are_told() -> None:
    text = said(usual())
    assert "Interkommunalt politisk råd for Fjordregionen" in text
    assert "Styringsgruppa for Fjordløftet" in text
    assert "Tid: onsdag 2. mars 2022 kl. 09.00" in text
    assert "Svarfrist: onsdag 2. mars 2022 kl. 15.00" in text
    assert "Sted: på e-post" in text


def test_absence_is_told_with_who_met_instead() -> None:
    assert "Modum: Ola Nes · Ordfører · Forfall · Eva Moe · Vara deltok" in said(usual())


def test_adviser_is_told_to_have_no_vote() -> None:
    text = said(usual())
    assert "Nina Sjøli (uten stemmerett)" in text
    assert "Deltok uten stemmerett" in text


def test_outvoted_seats_are_named() -> None:
    assert "Vedtatt med 4 mot 1 stemme (Jevnaker)." in decided(Outcome.ADOPTED, Basis.MAJORITY, FOUR_TO_ONE)


def test_unanimity_is_told() -> None:
    assert "Enstemmig vedtatt." in decided(Outcome.ADOPTED, Basis.UNANIMOUS, ALL_FIVE)


def test_nobody_is_named_where_rows_and_count_disagree() -> None:
    """A seat may have taken a vote back for one point; naming it as outvoted would be wrong."""
    case = replace(result(PLAN, Outcome.ADOPTED, Basis.MAJORITY, FOUR_TO_ONE), votes=Counts(approve=3, object=2))
    assert "Vedtatt med 3 mot 2 stemmer." in said(protocol((case,)))


def test_casting_vote_is_told() -> None:
    text = decided(Outcome.ADOPTED, Basis.CASTING_VOTE, TIED)
    assert "Vedtatt med møteleders dobbeltstemme: 1 stemte for, 1 mot (Jevnaker)." in text


def test_tie_without_the_chair_is_undecided() -> None:
    text = decided(Outcome.UNDECIDED, Basis.CASTING_VOTE, TIED)
    assert "stemmene sto likt, og møtelederen har ikke selv stemt" in text


def test_abstention_is_named_and_breaks_unanimity() -> None:
    votes = (cast("hole", Vote.APPROVE), cast("jevnaker", Vote.ABSTAIN))
    text = decided(Outcome.ADOPTED, Basis.MAJORITY, votes)
    assert "Vedtatt med 1 stemme. Ingen stemte mot." in text
    assert "Blankt stemte Jevnaker." in text


def test_lost_proposal_names_both_sides() -> None:
    votes = (cast("hole", Vote.APPROVE), cast("jevnaker", Vote.OBJECT), cast("ringerike", Vote.OBJECT))
    text = decided(Outcome.REJECTED, Basis.MAJORITY, votes)
    assert "Forslaget falt: 1 stemte for (Hole), 2 mot (Jevnaker og Ringerike)." in text


def test_two_thirds_rule_is_told_with_its_result() -> None:
    text = decided(Outcome.ADOPTED, Basis.MAJORITY, FOUR_TO_ONE, rule=Rule.TWO_THIRDS)
    assert "Kravet om to tredeler av de avgitte stemmene er oppfylt." in text


def test_board_short_of_a_third_is_not_told_as_unanimous() -> None:
    """Aksjeloven § 6-25: all who voted were for, and it was not enough."""
    text = decided(Outcome.REJECTED, Basis.UNANIMOUS, (cast("hole", Vote.APPROVE),), rule=Rule.BOARD)
    assert "Forslaget falt: 1 stemte for (Hole), 0 mot." in text
    assert "mer enn en tredel av alle medlemmene" in text
    assert "nstemmig" not in text


def test_no_quorum_is_told_with_its_numbers() -> None:
    text = decided(Outcome.UNDECIDED, Basis.NO_QUORUM, (), quorum=Quorum(5, 3, 1))
    assert "1 av 5 med stemmerett deltok, og minst 3 måtte delta" in text


def test_written_procedure_tells_who_chose_it_when_and_why() -> None:
    text = decided(Outcome.ADOPTED, Basis.UNANIMOUS, ALL_FIVE, rule=Rule.UNANIMOUS_WRITTEN)
    assert "Kari Berg bestemte tirsdag 22. februar 2022 kl. 09.15" in text
    assert "Begrunnelse: Saken haster" in text
    assert "Alle medlemmene samtykket i at sak 4/22 ble avgjort skriftlig." in text
    assert "Alle medlemmene med stemmerett i saken har godtatt forslaget og at saken ble avgjort skriftlig." in text


def test_objection_sends_the_case_to_a_meeting_and_names_who() -> None:
    votes = (cast("hole", Vote.APPROVE), cast("jevnaker", Vote.MEETING), cast("ringerike", Vote.OBJECT))
    text = decided(Outcome.UNDECIDED, Basis.OBJECTION, votes, rule=Rule.UNANIMOUS_WRITTEN)
    assert "må legges fram i et møte" in text
    assert "Siv Lund (Jevnaker) krevde at saken blir tatt opp i et møte." in text
    assert "Tor Åsen (Ringerike) stemte mot." in text


def test_missing_answer_names_who_did_not_answer() -> None:
    lines = tuple(
        RollLine(line.seat, RollAttendance.NO_ANSWER, None, None) if line.seat.id == "ringerike" else line
        for line in roll()
    )
    votes = tuple(row for row in ALL_FIVE if row.seat != "ringerike")
    text = decided(Outcome.UNDECIDED, Basis.MISSING_ANSWER, votes, rule=Rule.UNANIMOUS_WRITTEN, silent=1, lines=lines)
    assert "Tor Åsen (Ringerike) svarte ikke innen fristen." in text
    assert "Eva Moe (Modum) godkjente som vara" in text


def test_silent_consent_names_the_silent() -> None:
    lines = tuple(
        RollLine(each, RollAttendance.NO_ANSWER, None, None)
        if each.id in {"krodsherad", "ringerike"}
        else RollLine(each, RollAttendance.PRESENT, each.member, Role.MEMBER)
        for each in SEATS
    )
    votes = tuple(cast(each, Vote.APPROVE) for each in ("hole", "modum", "jevnaker"))
    text = decided(Outcome.ADOPTED, Basis.SILENT_CONSENT, votes, silent=2, silence=Silence.CONSENT, lines=lines)
    assert "Vedtatt ved stilltiende samtykke: 3 stemte for, 0 mot, og 2 svarte ikke innen fristen." in text
    assert "Disse svarte ikke innen fristen: Krødsherad og Ringerike." in text


def test_silent_consent_is_not_told_as_a_missing_quorum() -> None:
    """Those who consent by silence count as taking part; the quorum's own numbers are of those who answered."""
    lines = tuple(RollLine(each, RollAttendance.NO_ANSWER, None, None) for each in SEATS)
    text = decided(
        Outcome.ADOPTED,
        Basis.SILENT_CONSENT,
        (cast("hole", Vote.APPROVE),),
        silent=4,
        silence=Silence.CONSENT,
        quorum=Quorum(5, 3, 1),
        lines=lines,
    )
    assert "1 av 5 med stemmerett svarte, og minst 3 måtte delta. De som ikke svarte, regnes med" in text
    assert "Ikke vedtaksført" not in text


def test_recusal_is_told_with_the_substitute_of_that_case() -> None:
    votes = (*ALL_FIVE[:2], cast("jevnaker", Vote.RECUSED), cast("jevnaker", Vote.APPROVE, role=Role.SUBSTITUTE))
    text = decided(Outcome.ADOPTED, Basis.UNANIMOUS, votes)
    assert "Siv Lund (Jevnaker) meldte seg inhabil og stemte ikke i saken (kommuneloven § 11-10" in text
    assert "Jon Vik møtte som vara i saken." in text
    assert "Jevnaker: Siv Lund · Ordfører · Jon Vik (sak 4/22) · Deltok" in text


def test_points_are_told_by_themselves_and_keep_their_numbers() -> None:
    case = replace(
        usual().cases[1],
        points=(
            PointResult(1, Outcome.REJECTED, Basis.MAJORITY, Counts(approve=2, object=3)),
            PointResult(2, Outcome.ADOPTED, Basis.UNANIMOUS, Counts(approve=5)),
        ),
        decision=CLUSTER_CASE.proposal[1:],
    )
    text = said(protocol((case,)))
    assert "Delvis vedtatt. Punkt 2 er vedtatt. Punkt 1 er ikke vedtatt." in text
    assert "- Punkt 2: Enstemmig vedtatt. 2. Prosjektlederen sender søknad" in text


def test_case_decided_by_points_gives_no_numbers_of_its_own() -> None:
    """Votes on points only are in no count of the case: its numbers would be wrong beside those of the points."""
    points = (
        PointResult(1, Outcome.ADOPTED, Basis.MAJORITY, Counts(approve=4, object=1)),
        PointResult(2, Outcome.ADOPTED, Basis.UNANIMOUS, Counts(approve=5)),
    )
    case = result(CLUSTER_CASE, Outcome.ADOPTED, Basis.MAJORITY, FOUR_TO_ONE[:2], points=points)
    text = said(protocol((case,)))
    assert "Vedtak ------ Vedtatt. - Punkt 1: Vedtatt med 4 mot 1" in text


def test_votes_of_one_seat_alike_on_several_points_are_one_row() -> None:
    votes = tuple(cast("jevnaker", Vote.OBJECT, point=point) for point in (1, 2))
    case = result(CLUSTER_CASE, Outcome.UNDECIDED, Basis.NO_QUORUM, votes)
    assert "Jevnaker: Siv Lund · Punkt 1 og 2 · Mot · E-post · 28. februar kl. 09.15" in said(protocol((case,)))


def test_recorded_vote_is_told_with_its_reason() -> None:
    assert "Ført av koordinatoren: Ringte fra bilen, uten dekning for e-post" in said(usual())


def test_draft_says_so_and_blames_nobody_for_silence() -> None:
    lines = tuple(RollLine(each, RollAttendance.NO_ANSWER, None, None) for each in SEATS)
    text = decided(
        Outcome.UNDECIDED,
        Basis.MISSING_ANSWER,
        (),
        rule=Rule.UNANIMOUS_WRITTEN,
        silent=5,
        quorum=Quorum(5, 5, 0),
        lines=lines,
        status=Status.DRAFT,
    )
    assert text.startswith("UTKAST")
    assert "Kari Berg (Hole) har ikke svart ennå." in text
    assert "svarte ikke innen fristen" not in text


def test_cancelled_protocol_says_when_and_decides_nothing() -> None:
    text = said(usual(status=Status.CANCELLED))
    assert text.startswith("AVLYST")
    assert "Møtet ble avlyst tirsdag 1. mars 2022 kl. 15.00. Ingen av sakene er avgjort." in text
    assert "Vedtatt" not in text
    assert "1/22 Endring i styringsdokumentet" in text


@pytest.mark.parametrize("how", Channel)
def test_how_a_vote_came_is_told(how: Channel) -> None:
    text = decided(Outcome.ADOPTED, Basis.UNANIMOUS, (cast("hole", Vote.APPROVE, how=how),))
    words = {"mail": "E-post", "calendar": "Kalendersvar", "coordinator": "Ført av koordinatoren"}
    assert f"For {words[how.value]}" in text or f"For · {words[how.value]}" in text


def test_case_text_keeps_its_structure() -> None:
    text = protocol_text(protocol((result(DOCUMENT_CASE, Outcome.ADOPTED, Basis.MAJORITY, FOUR_TO_ONE),)), OSLO)
    assert "> Ledelsen rulleres årlig." in text
    assert "- første punkt\n- andre punkt" in text
    assert "1. steg én\n2. steg to" in text
    assert "2021  Hole" in text


@pytest.mark.parametrize(
    ("headings", "text"),
    [
        (0, "## Bakgrunn\n\nRuta er kartlagt."),
        (1, "Ruta er kartlagt."),
        (1, "Ruta er kartlagt.\n\n## Vurdering\n\nDen er god."),
        (0, "\ufeff"),
    ],
)
def test_case_text_stands_under_its_own_heading_or_under_ours(headings: int, text: str) -> None:
    case = replace(DOCUMENT_CASE, text=text)
    told = said(protocol((result(case, Outcome.ADOPTED, Basis.MAJORITY, FOUR_TO_ONE),)))
    assert told.count("Saksframstilling") == headings
