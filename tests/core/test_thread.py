"""The thread token: the same letter keeps its Message-ID, and nobody else can make one up."""

import re

import pytest

from bot.core.thread import calendar_uid, message_id, reference, registration_number

SECRET = b"hemmelig"


def made(
    secret: bytes = SECRET, meeting: str = "m", key: str = "notice/hole", address: str = "kari@hole.example"
) -> str:
    return message_id(secret, meeting, key, address, "region.example")


def test_message_id_has_the_form_of_rfc_5322() -> None:
    assert re.fullmatch(r"<[a-z2-7]{32}@region\.example>", made())


def test_same_letter_keeps_its_message_id() -> None:
    assert made() == made()


def test_address_is_the_same_however_it_is_spelt() -> None:
    assert made() == made(address="Kari+ipad@HOLE.example")


@pytest.mark.parametrize(
    "other",
    [
        made(secret=b"gjettet"),
        made(meeting="n"),
        made(key="notice/modum"),
        made(address="per@hole.example"),
        made(meeting="mn", key="otice/hole"),
    ],
    ids=["secret", "meeting", "letter", "address", "shifted boundary"],
)
def test_another_letter_has_another_message_id(other: str) -> None:
    assert made() != other


def test_reference_is_short_enough_to_read_aloud() -> None:
    assert re.fullmatch(r"[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", reference(SECRET, "m", "kari@hole.example"))


def test_reference_is_one_for_each_person_in_each_meeting() -> None:
    people = {
        (meeting, who): reference(SECRET, meeting, who) for meeting in "mn" for who in ("a@x.example", "b@x.example")
    }
    assert len(people) == len(set(people.values()))


def test_reference_is_not_the_start_of_a_message_id() -> None:
    token = reference(SECRET, "m", "kari@hole.example").replace("-", "").lower()
    assert token not in made()


def test_calendar_entry_is_one_for_each_person() -> None:
    kari, per = (calendar_uid(SECRET, "m", who, "region.example") for who in ("kari@hole.example", "per@hole.example"))
    assert kari != per
    assert re.fullmatch(r"[a-z2-7]{32}@region\.example", kari)


def test_registration_number_starts_the_hash_of_the_mail() -> None:
    assert registration_number("0123456789abcdef") == "#01234567"
