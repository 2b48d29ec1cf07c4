"""The reading's JSON, as reading-replies §6 fixes it."""

from bot.core.meeting import Role, VoteKey
from bot.core.reading import Attendance, Evidence, Kind, NamedSubstitute, Reading, Reason, Vote


def test_reading_is_told_with_the_contracts_keys_and_words() -> None:
    reading = Reading(
        kind=Kind.REPLY,
        sender="kari.berg@hole.example",
        seat="hole",
        speaker=Role.MEMBER,
        text="Godkjent sak 1. I sak 2 stemmer jeg imot punkt 2.",
        votes={VoteKey("1/22"): Vote.APPROVE, VoteKey("2/22", 2): Vote.OBJECT},
        evidence=(Evidence("1/22", "Godkjent sak 1"),),
    )
    assert list(reading.as_json().items()) == [
        ("kind", "reply"),
        ("sender", "kari.berg@hole.example"),
        ("seat", "hole"),
        ("speaker", "member"),
        ("text", "Godkjent sak 1. I sak 2 stemmer jeg imot punkt 2."),
        ("attendance", None),
        ("substitute", None),
        ("votes", {"1/22": "approve", "2/22#2": "object"}),
        ("clarify", False),
        ("reasons", []),
        ("evidence", [{"about": "1/22", "words": "Godkjent sak 1"}]),
    ]


def test_absence_is_told_with_the_one_who_is_named() -> None:
    reading = Reading(
        kind=Kind.CALENDAR,
        attendance=Attendance.ABSENT,
        substitute=NamedSubstitute("Siv Aas", None, listed=False),
        clarify=True,
        reasons=(Reason.UNKNOWN_SUBSTITUTE,),
    )
    shown = reading.as_json()
    assert (shown["attendance"], shown["substitute"], shown["clarify"], shown["reasons"]) == (
        "absent",
        {"name": "Siv Aas", "email": None, "listed": False},
        True,
        ["unknown_substitute"],
    )


def test_mail_of_nobody_known_has_no_seat_and_no_speaker() -> None:
    shown = Reading(kind=Kind.UNRELATED).as_json()
    assert (shown["seat"], shown["speaker"], shown["votes"]) == (None, None, {})
