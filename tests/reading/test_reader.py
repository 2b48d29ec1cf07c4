"""Who speaks, and what becomes of each kind of mail."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.meeting import VoteKey
from bot.core.reading import Attendance, Kind, Reading, Reason, Vote
from bot.notices import meeting_file
from bot.reading import read

MEETING = meeting_file.read(Path(__file__).parent.parent / "mails" / "meetings" / "standard.toml")
MARIT = "marit.holm@sandoey.example"
BOTH = {VoteKey("1/22"): Vote.APPROVE, VoteKey("2/22"): Vote.APPROVE}


def _mail(text: str, *, sender: str = MARIT, subject: str = "SV: Skriftlig behandling", extra: str = "") -> bytes:
    head = f"From: {sender}\nTo: mote@region.example\nSubject: {subject}\nMessage-ID: <a@b.example>\n{extra}"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\n".encode()


def _read(text: str, *, sender: str = MARIT, subject: str = "SV: Skriftlig behandling", extra: str = "") -> Reading:
    return read(_mail(text, sender=sender, subject=subject, extra=extra), MEETING)


def test_member_votes_for_their_seat() -> None:
    reading = _read("Godkjent")
    assert ("sandoey", "member", BOTH, False) == (reading.seat, reading.speaker, dict(reading.votes), reading.clarify)


def test_plus_address_is_the_same_person() -> None:
    assert dict(_read("Godkjent", sender="Marit <marit.holm+mobil@sandoey.example>").votes) == BOTH


def test_second_registered_address_is_the_member() -> None:
    assert _read("Godkjent", sender="kberg@privat.example").seat == "solvik"


def test_substitute_speaks_for_the_seat() -> None:
    reading = _read("Jeg møter for Marit", sender="kari.li@sandoey.example")
    assert ("sandoey", "substitute", Attendance.PRESENT) == (reading.seat, reading.speaker, reading.attendance)


def test_stranger_in_the_thread_counts_nothing() -> None:
    reading = _read("Godkjent", sender="ola@annet.example", extra="In-Reply-To: <x@region.example>\n")
    assert (None, None, {}, (Reason.UNKNOWN_SENDER,)) == (
        reading.seat,
        reading.speaker,
        dict(reading.votes),
        reading.reasons,
    )


def test_stranger_without_a_case_of_ours_is_unrelated() -> None:
    reading = _read("Tilbud på kontorstoler denne uka", sender="salg@stoler.example", subject="Kampanje")
    assert (Kind.UNRELATED, False, ()) == (reading.kind, reading.clarify, reading.reasons)


def test_stranger_who_names_our_case_is_told_of() -> None:
    reading = _read("Jeg støtter sak 1/22", sender="ola@annet.example", subject="Innspill")
    assert (Reason.UNKNOWN_SENDER,) == reading.reasons


@pytest.mark.parametrize(
    "sender",
    [f"{MARIT}\nFrom: ola@annet.example", f"{MARIT}, ola@annet.example", f"{MARIT}\nSender: ola@annet.example"],
    ids=["two From headers", "two mailboxes", "somebody else's Sender"],
)
def test_doubtful_sender_counts_nothing(sender: str) -> None:
    reading = _read("Godkjent", sender=sender)
    assert ({}, (Reason.UNKNOWN_SENDER,), None) == (dict(reading.votes), reading.reasons, reading.seat)


def test_adviser_without_a_vote_is_told_so() -> None:
    reading = _read("Jeg møter. Godkjent.", sender="bjorn.vik@fylket.example")
    assert ({}, (Reason.NO_VOTE,), Attendance.PRESENT) == (dict(reading.votes), reading.reasons, reading.attendance)


def test_subject_is_read_where_the_body_is_empty() -> None:
    reading = _read("", subject="Godkjent")
    assert (BOTH, "Godkjent") == (dict(reading.votes), reading.text)


def test_unchanged_subject_says_nothing() -> None:
    assert (Reason.NOTHING_SAID,) == _read("").reasons


@pytest.mark.parametrize("subject", ["VS: Godkjent", "Fwd: Imot", "Lest: Støttes", "Utkast: Godkjent", "Test - Imot"])
@pytest.mark.parametrize("body", ["", "Mvh Marit", "Sendt fra min iPhone"])
def test_subject_that_the_sender_only_passes_on_is_no_vote(subject: str, body: str) -> None:
    """Rules 1.1 and 1.3: it is somebody else's, a program's, or not meant as sent."""
    assert ({}, None) == (dict((reading := _read(body, subject=subject)).votes), reading.attendance)


def test_case_in_the_senders_own_subject_limits_the_body() -> None:
    assert {VoteKey("2/22"): Vote.APPROVE} == dict(_read("Godkjent", subject="Sak 2/22").votes)


def test_automatic_answer_is_no_vote() -> None:
    reading = _read("Godkjent. Jeg er på ferie.", extra="Auto-Submitted: auto-replied\n")
    assert (Kind.AUTO_REPLY, {}, False) == (reading.kind, dict(reading.votes), reading.clarify)


@pytest.mark.parametrize(
    "raw", [b"", b"\n\n", b"\0" * 100, b"\xff\xfe" * 50], ids=["empty", "newlines", "NUL", "binary"]
)
def test_what_is_no_mail_is_unreadable(raw: bytes) -> None:
    reading = read(raw, MEETING)
    assert (Kind.UNRELATED, (Reason.UNREADABLE,), True) == (reading.kind, reading.reasons, reading.clarify)


def _invitation(status: str, words: str = "", attendee: str = MARIT) -> bytes:
    calendar = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20220301T080000Z\n"
        f"ATTENDEE;PARTSTAT={status}:mailto:{attendee}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    return (
        f"From: {MARIT}\nSubject: Godtatt: Styringsgruppemøte\nMessage-ID: <a@b.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/alternative; boundary="x"\n\n'
        f"--x\nContent-Type: text/plain; charset=utf-8\n\n{words}\n"
        f"--x\nContent-Type: text/calendar; method=REPLY; charset=utf-8\n\n{calendar}--x--\n"
    ).encode()


@pytest.mark.parametrize(
    ("status", "attendance", "reasons"),
    [
        ("ACCEPTED", Attendance.PRESENT, ()),
        ("DECLINED", Attendance.ABSENT, ()),
        ("TENTATIVE", None, (Reason.NOT_A_VOTE,)),
    ],
)
def test_calendar_reply_says_who_takes_part(
    status: str, attendance: Attendance | None, reasons: tuple[Reason, ...]
) -> None:
    reading = read(_invitation(status), MEETING)
    assert (Kind.CALENDAR, attendance, reasons) == (reading.kind, reading.attendance, reading.reasons)
    assert ({}, "") == (dict(reading.votes), reading.text)


def test_words_with_an_acceptance_may_vote() -> None:
    reading = read(_invitation("ACCEPTED", "Godkjent begge sakene"), MEETING)
    assert (Attendance.PRESENT, BOTH) == (reading.attendance, dict(reading.votes))


def test_vote_beside_a_declined_invitation_is_asked_back() -> None:
    reading = read(_invitation("DECLINED", "Godkjent begge sakene"), MEETING)
    assert (None, {}, (Reason.ABSENCE_WITH_VOTE,)) == (reading.attendance, dict(reading.votes), reading.reasons)


@pytest.mark.parametrize(
    "words",
    [
        "Marit Holm har godtatt denne invitasjonen.",
        "Marit Holm has accepted this invitation.\n\nInvitation from Google Calendar: https://calendar.google.com/",
        "Du mottar denne e-posten fordi du er registrert.",
    ],
)
def test_words_of_the_calendar_program_are_nobodys(words: str) -> None:
    reading = read(_invitation("ACCEPTED", words), MEETING)
    assert (Attendance.PRESENT, (), "") == (reading.attendance, reading.reasons, reading.text)


@pytest.mark.parametrize(
    ("words", "reasons"),
    [("Kommer senere", (Reason.NOT_A_VOTE,)), ("Deltar bare på sak 1", (Reason.NOT_A_VOTE,)), ("Takk!", ())],
)
def test_words_with_an_acceptance_may_leave_it_open(words: str, reasons: tuple[Reason, ...]) -> None:
    """Rules 4.1 and 4.5: «Kommer senere» is asked back in words, and so it is beside an acceptance."""
    reading = read(_invitation("ACCEPTED", words), MEETING)
    assert (Attendance.PRESENT, reasons) == (reading.attendance, reading.reasons)


@pytest.mark.parametrize(
    ("text", "votes", "reasons"),
    [
        ("Takk!\n\n-- \nJa", {}, (Reason.NOT_A_VOTE,)),
        ("Hei\n--\nGodkjent", {}, (Reason.NOT_A_VOTE,)),
        ("Godkjent\n\n-- \nMarit Holm\nImot sak 2", {"1/22": "approve"}, (Reason.CONTRADICTION,)),
        ("Imot sak 2\n\n-- \nMarit Holm\nJa", {"2/22": "object"}, (Reason.WHICH_CASE,)),
        ("Godkjent\n\n-- \nMarit Holm\nmed forbehold om kommunestyret", {}, (Reason.CONDITIONAL,)),
        ("Takk\n\n-- \nMarit Holm\nJeg møter ikke", {}, (Reason.NOT_A_VOTE,)),
        ("Godkjent\n\n-- \nMarit Holm\nNei til rasisme", {"1/22": "approve", "2/22": "approve"}, ()),
    ],
)
def test_words_below_the_delimiter_only_hold_back(
    text: str, votes: dict[str, str], reasons: tuple[Reason, ...]
) -> None:
    """Rule 1.1: a signature is no vote; what may take back one above it is asked about."""
    reading = _read(text)
    assert votes == {str(key): vote.value for key, vote in reading.votes.items()}
    assert (None, reasons) == (reading.attendance, reading.reasons)


@pytest.mark.parametrize(
    ("subject", "body", "votes", "reasons"),
    [
        ("Imot sak 2", "Godkjent", {}, (Reason.CONTRADICTION,)),
        ("Godkjenner sak 2/22", "Godkjent", {"2/22": "approve"}, ()),
        ("Godkjent", "Imot sak 2", {"2/22": "object"}, ()),
        ("SV: Imot sak 2", "Endrer til godkjent i sak 2", {"2/22": "approve"}, ()),
    ],
)
def test_vote_that_the_senders_own_subject_gives_otherwise_is_asked_about(
    subject: str, body: str, votes: dict[str, str], reasons: tuple[Reason, ...]
) -> None:
    reading = _read(body, subject=subject)
    assert (votes, reasons) == ({str(key): vote.value for key, vote in reading.votes.items()}, reading.reasons)


def test_denne_under_a_case_in_the_subject_is_that_case() -> None:
    assert {VoteKey("2/22"): Vote.OBJECT} == dict(_read("Kan ikke støtte denne.", subject="Sak 2/22").votes)


def test_another_attendee_is_an_unknown_sender() -> None:
    assert (Reason.UNKNOWN_SENDER,) == read(_invitation("ACCEPTED", attendee="ola@annet.example"), MEETING).reasons


@pytest.mark.parametrize(
    "subject",
    [
        "Endring i styringsdokumentet",
        "SV: Endring i styringsdokumentet",
        "Ang. endring i styringsdokumentet",
        "Styringsdokumentet",
    ],
)
def test_case_named_by_its_title_in_the_subject_limits_the_body(subject: str) -> None:
    """Rule 1.3: no letter of ours goes out under a case's title."""
    raw = f"From: kari.berg@solvik.example\nSubject: {subject}\n\nGodkjent"
    assert dict(read(raw.encode(), MEETING).votes) == {VoteKey("1/22"): Vote.APPROVE}


@pytest.mark.parametrize("subject", ["Styringsgruppemøte", "Godkjent", "SV: Innkalling: Styringsgruppemøte", "Svar"])
def test_subject_that_names_no_case_limits_nothing(subject: str) -> None:
    raw = f"From: kari.berg@solvik.example\nSubject: {subject}\n\nGodkjent"
    assert len(read(raw.encode(), MEETING).votes) == 2


def test_title_in_the_subject_of_an_empty_mail_is_its_text_as_it_stands() -> None:
    raw = b"From: kari.berg@solvik.example\nSubject: Endring i styringsdokumentet\n\n"
    assert read(raw, MEETING).text == "Endring i styringsdokumentet"


@pytest.mark.parametrize(
    ("sender", "body"),
    [
        ("postmottak@solvik.example", "Ordføreren melder forfall"),
        ("kontor@privat.example", "På vegne av ordfører Kari Berg: godkjent begge saker"),
        ("kontor@privat.example", "Solvik kommune godkjenner begge"),
        ("kontor@privat.example", "Til Styringsgruppa for Fjordløftet: Vi støtter forslagene"),
    ],
)
def test_stranger_who_answers_for_somebody_is_told_to_the_coordinator(sender: str, body: str) -> None:
    """Rule 1.5: «på vegne av» is an unknown sender, in a mail of their own too."""
    reading = read(f"From: {sender}\nSubject: Hei\n\n{body}".encode(), MEETING)
    assert (reading.kind, reading.reasons, dict(reading.votes)) == (Kind.REPLY, (Reason.UNKNOWN_SENDER,), {})


@pytest.mark.parametrize(
    "body", ["Vi tilbyr lån, godkjent på fem minutter!", "Besøk Solvik i sommer", "Nyhetsbrev uke 8"]
)
def test_mail_of_strangers_about_something_else_is_unrelated(body: str) -> None:
    reading = read(f"From: post@reklame.example\nSubject: Tilbud\n\n{body}".encode(), MEETING)
    assert (reading.kind, reading.clarify) == (Kind.UNRELATED, False)


def test_demand_of_a_meeting_nobody_knows_where_to_holds_its_case_back() -> None:
    """Below a case's proposal in a letter of unknown wording: the approval of all does not go for that one."""
    header = "Fra: Møtebot <mote@region.example>\nSendt: 23. februar 2022 08:00\nTil: Kari Berg\nEmne: Innkalling"
    one, two = MEETING.cases
    letter = f"{one.proposal[0]}\n\n{two.proposal[0]}\n{two.proposal[1]}\n\nKrever møte i denne saken, takk\n"
    reading = read(f"From: kari.berg@solvik.example\n\nGodkjent\n\n{header}\n\n{letter}".encode(), MEETING)
    assert (dict(reading.votes), reading.clarify) == ({VoteKey("1/22"): Vote.APPROVE}, True)


def test_title_that_is_the_meetings_too_names_no_case() -> None:
    meeting = replace(MEETING, title=MEETING.cases[0].title)
    raw = f"From: kari.berg@solvik.example\nSubject: SV: {meeting.title}\n\nGodkjent"
    assert len(read(raw.encode(), meeting).votes) == 2


@pytest.mark.parametrize(
    ("quoted", "expected"),
    [
        ("> Sak 1\nImot\n> Sak 2: Sykkelveier\nGodkjent", {"1/22": "object", "2/22": "approve"}),
        ("> Sak nr. 2\nImot", {"2/22": "object"}),
        ("> Sak 2/22\n> Punkt 1\nImot\n> Pkt. 2\nJa", {"2/22#1": "object", "2/22#2": "approve"}),
    ],
)
def test_answer_below_a_heading_cut_down_to_its_number_is_on_that_case(quoted: str, expected: dict[str, str]) -> None:
    reading = _read(f"Den 2. mars 2022 skrev Møtebot <mote@region.example>:\n{quoted}")
    assert expected == {str(key): vote.value for key, vote in reading.votes.items()}
