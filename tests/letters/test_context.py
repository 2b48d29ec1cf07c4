"""What each letter tells, as far as it depends on what happened."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.core.letters import (
    Draft,
    LetterKind,
    NeedsYou,
    NotCounted,
    Notice,
    ProtocolOut,
    Reminder,
    Strangers,
    StrangersMail,
    Uncounted,
)
from bot.core.meeting import Meeting, Rule
from bot.core.protocol import Basis, Outcome
from bot.core.reading import Attendance, Evidence, Reason, Vote
from tests.letters.samples import (
    CONSENT,
    DEADLINE,
    FYLKE,
    HOLE,
    MAIL,
    MEETING,
    MIXED,
    NOW,
    ONE,
    PER,
    SINGLE,
    TWO,
    TWO_ONE,
    TWO_TWO,
    WRITTEN,
    letter,
    protocol,
    question,
    receipt,
    text_of,
    written_out,
)

CONSENTING = "regnes det som at du samtykker i forslagene."


def notice(meeting: Meeting) -> str:
    return text_of(written_out(letter(Notice(), LetterKind.NOTICE), meeting))


def test_silence_is_told_to_be_consent_where_it_is() -> None:
    assert CONSENTING in notice(CONSENT)
    assert "regnes det som" not in notice(MEETING)


def test_silence_is_no_consent_in_written_procedure() -> None:
    assert "regnes det som" not in notice(replace(WRITTEN, body=replace(WRITTEN.body, silence=CONSENT.body.silence)))
    assert "regnes det som at du samtykker i forslaget i sak 1/22." in notice(MIXED)


def test_reminder_repeats_that_silence_is_consent() -> None:
    assert CONSENTING in text_of(written_out(letter(Reminder(), LetterKind.REMINDER), CONSENT))


def test_adviser_is_not_told_that_silence_is_consent() -> None:
    assert "regnes det som" not in text_of(written_out(letter(Notice(), LetterKind.NOTICE, FYLKE), CONSENT))


def test_written_procedure_tells_who_decided_and_why() -> None:
    said = notice(WRITTEN)
    assert "Kari Berg bestemte onsdag 23. februar 2022 at sakene skal avgjøres skriftlig" in said
    assert "Begrunnelse: Saken haster, og det er lenge til neste møte." in said
    assert "godkjenner du både forslaget og at saken avgjøres skriftlig" in said
    assert "og at sakene avgjøres skriftlig, uten møte." in said.partition("\n")[0]


def test_written_procedure_of_one_case_names_it() -> None:
    assert "at sak 2/22 skal avgjøres skriftlig" in notice(MIXED)
    assert "og at sak 2/22 avgjøres skriftlig, uten møte." in notice(MIXED).partition("\n")[0]


def test_abstaining_is_not_offered_where_consent_is_asked() -> None:
    assert "«godkjent» eller «imot»" in notice(WRITTEN)
    assert "«avstår»" not in notice(WRITTEN)
    assert "«godkjent», «imot» eller «avstår»" in notice(MEETING)


def test_substitutes_consent_is_told_as_the_body_has_it() -> None:
    assert "En vara kan ikke samtykke" in notice(WRITTEN)
    assert "En vara kan ikke" not in notice(replace(WRITTEN, body=replace(WRITTEN.body, substitutes_consent=True)))


def test_receipt_registers_votes_in_the_meetings_order() -> None:
    votes = {TWO_TWO: Vote.OBJECT, TWO_ONE: Vote.APPROVE, ONE: Vote.ABSTAIN}
    said = text_of(written_out(receipt(votes=votes, standing=votes)))
    assert "- Sak 1/22: avstår (blankt)\n- Sak 2/22, punkt 1: godkjent\n- Sak 2/22, punkt 2: imot\n" in said


def test_receipt_tells_time_number_and_how_to_change() -> None:
    said = text_of(written_out(receipt(votes={ONE: Vote.APPROVE}, standing={ONE: Vote.APPROVE})))
    assert "Vi mottok e-posten din torsdag 24. februar 2022 kl. 12.03.04. Den er registrert som #0a1b2c3d." in said
    assert "Vil du endre svaret, så svar på nytt innen onsdag 2. mars 2022 kl. 15.00." in said


def test_receipt_tells_what_an_answer_replaces() -> None:
    standing = {ONE: Vote.APPROVE, TWO: Vote.OBJECT}
    said = text_of(written_out(receipt(votes={TWO: Vote.OBJECT}, standing=standing, replaced=(TWO,))))
    assert "- Sak 2/22: imot (erstatter det du svarte før)\n" in said
    assert "Slik står stemmene dine nå:\n\n- Sak 1/22: godkjent\n- Sak 2/22: imot\n" in said


def test_receipt_says_nothing_twice_where_nothing_else_stands() -> None:
    votes = {ONE: Vote.APPROVE}
    assert "Slik står" not in text_of(written_out(receipt(votes=votes, standing=votes)))


@pytest.mark.parametrize(
    ("vote", "told"),
    [
        (Vote.APPROVE, "også samtykket i at sak 1/22 avgjøres skriftlig"),
        (Vote.OBJECT, "kan vi ikke avgjøre sak 1/22 skriftlig"),
        (Vote.MEETING, "kan vi ikke avgjøre sak 1/22 skriftlig"),
        (Vote.ABSTAIN, "kommuneloven § 8-1"),
        (Vote.RECUSED, "inhabil i sak 1/22 og stemmer ikke der"),
    ],
)
def test_receipt_in_written_procedure_tells_what_the_vote_means(vote: Vote, told: str) -> None:
    said = text_of(written_out(receipt(votes={ONE: vote}, standing={ONE: vote}), WRITTEN))
    assert told in said


@pytest.mark.parametrize("vote", [Vote.APPROVE, Vote.OBJECT, Vote.ABSTAIN])
def test_receipt_elsewhere_speaks_of_no_written_procedure(vote: Vote) -> None:
    said = text_of(written_out(receipt(votes={ONE: vote}, standing={ONE: vote})))
    assert "skriftlig" not in said
    assert "kommuneloven" not in said


def test_absence_in_written_procedure_tells_that_nobody_consents_instead() -> None:
    absent = receipt(attendance=Attendance.ABSENT, called=PER)
    assert "Uten svar fra deg legges sak 1/22 og 2/22 fram i et møte." in text_of(written_out(absent, WRITTEN))
    assert "Uten svar fra deg" not in text_of(written_out(absent))


def test_declining_substitute_is_told_so() -> None:
    said = text_of(written_out(receipt(to=PER, attendance=Attendance.ABSENT, absent_without_substitute=True)))
    assert "Vi har registrert at du ikke kan møte som vara." in said
    assert "Ingen vara er kalt inn." in said


def test_question_asks_for_each_reason_with_its_words() -> None:
    evidence = (Evidence("conditional", "hvis budsjettet holder"), Evidence("unknown_case", "sak 9"))
    said = text_of(written_out(question(Reason.CONDITIONAL, Reason.UNKNOWN_CASE, evidence=evidence)))
    assert said.index("«hvis budsjettet holder»") < said.index("ikke ha forbehold") < said.index("«sak 9»")
    assert "Ingen stemme er registrert" in said


@pytest.mark.parametrize(
    ("received", "told"),
    [
        (DEADLINE + timedelta(seconds=1), "kom etter fristen og teller ikke"),
        (DEADLINE, "ble lest først etter at møtet var avsluttet"),
    ],
    ids=["late", "in time"],
)
def test_only_a_late_answer_is_called_late(received: datetime, told: str) -> None:
    answers = replace(MAIL, received=received)
    assert told in text_of(written_out(letter(NotCounted(Uncounted.LATE), LetterKind.NOT_COUNTED, answers=answers)))


def test_coordinator_gets_the_commands_ready() -> None:
    needs = NeedsYou("kari.berg@hole.example", "Greit?", ("not_a_vote",), HOLE)
    said = text_of(written_out(letter(needs, LetterKind.COORDINATOR, None), SINGLE))
    assert "    motebot record 2022-03-02 --seat hole --vote 1/22=STEMME --reason GRUNN\n" in said
    assert "    motebot record 2022-03-02 --seat hole --absent --reason GRUNN\n" in said


def test_coordinator_gets_the_commands_that_settle_a_held_mail() -> None:
    needs = NeedsYou("kari.berg@hole.example", "Greit?", ("held",), HOLE, "no_thread", "1a2b3c4d" * 8)
    said = text_of(written_out(letter(needs, LetterKind.COORDINATOR, None), SINGLE))
    assert "Er du sikker på at e-posten er fra Kari Berg?" in said
    assert "    motebot release 2022-03-02 1a2b3c4d --reason GRUNN\n" in said
    assert "    motebot refuse 2022-03-02 1a2b3c4d --reason GRUNN\n" in said


def test_coordinator_is_told_that_a_strangers_mail_is_no_vote() -> None:
    needs = NeedsYou("ukjent@annet.example", "Greit?", ("unknown_sender",), None, "no_thread", "1a2b3c4d" * 8)
    said = text_of(written_out(letter(needs, LetterKind.COORDINATOR, None), SINGLE))
    assert "kan ikke frigis som stemme" in said
    assert "motebot release" not in said


def test_strangers_are_listed_line_by_line_whatever_they_wrote() -> None:
    mail = StrangersMail("#1a2b3c4d", NOW, "x@annet.example", "Hei\r\n\r\n# Vedtatt " + "lang " * 50)
    said = text_of(written_out(letter(Strangers((mail, mail._replace(subject="")), 12), LetterKind.COORDINATOR, None)))
    (line,) = [each for each in said.splitlines() if "Hei" in each]
    assert line.startswith("- #1a2b3c4d, onsdag 23. februar 2022 kl. 08.00, x@annet.example: Hei # Vedtatt lang")
    assert len(line) < 190
    assert "x@annet.example: Emne mangler" in said
    assert "Og 10 til." in said


def test_answer_in_place_of_an_earlier_one_says_so() -> None:
    first = letter(NotCounted(Uncounted.REFUSED), LetterKind.NOT_COUNTED, answers=MAIL)
    told = "Dette gjelder i stedet for det vi skrev om e-posten tidligere."
    assert told not in text_of(written_out(first))
    assert told in text_of(written_out(replace(first, again=True)))


def test_commands_are_quoted_for_the_shell() -> None:
    meeting = replace(MEETING, id="2022 03; rm -rf")
    said = text_of(written_out(letter(Draft(), LetterKind.COORDINATOR, None), meeting))
    assert "    motebot approve '2022 03; rm -rf'\n" in said


def test_draft_without_a_time_says_that_the_notice_goes_at_once() -> None:
    said = text_of(written_out(letter(Draft(), LetterKind.COORDINATOR, None), replace(MEETING, notice_at=None)))
    assert "- Innkallingen går ut med en gang til alle" in said


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_result_has_its_words(outcome: Outcome, basis: Basis, language: str) -> None:
    case = replace(protocol().cases[0], outcome=outcome, basis=basis)
    out = ProtocolOut(replace(protocol(), cases=(case,)))
    said = text_of(written_out(letter(out, LetterKind.PROTOCOL), language=language))
    assert "1/22: Endring i styringsdokumentet\n\n" in said


def test_board_member_may_demand_a_meeting() -> None:
    assert "svar «krever møte»" in notice(replace(MEETING, body=replace(MEETING.body, rule=Rule.BOARD)))
    assert "krever møte" not in notice(MEETING)


def test_notice_tells_when_where_and_from_whom() -> None:
    said = notice(MEETING)
    for line in (
        "- Tid: onsdag 2. mars 2022 kl. 09.00",
        "- Sted: på e-post",
        "- Svarfrist: onsdag 2. mars 2022 kl. 15.00",
        "- Innkalt av: Kari Berg (leder), ved Anne Lie",
        "Vedlegg: rapport.pdf og budsjett.xlsx",
    ):
        assert f"{line}\n" in said
    assert NOW < DEADLINE
