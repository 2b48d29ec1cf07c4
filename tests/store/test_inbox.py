from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.store.store import InboxRow, Store

NOON = datetime(2022, 3, 2, 12, tzinfo=UTC)
KARI = InboxRow("a" * 64, "INBOX", 7, 11, NOON, "<svar@hole.example>", "kari.berg@hole.example", None, "received")
EVA = replace(KARI, sha256="b" * 64, uid=12, received=NOON + timedelta(seconds=1), message_id="")


def note(store: Store, *rows: InboxRow) -> None:
    with store.begin() as work:
        for row in rows:
            work.note_mail(row)


def test_mail_comes_back_as_noted(store: Store) -> None:
    note(store, KARI)
    with store.read() as work:
        assert work.mail(KARI.sha256) == KARI
        assert work.taken_in(KARI.sha256)
        assert work.knows_uid("INBOX", 7, 11)


def test_nothing_is_known_at_first(store: Store) -> None:
    with store.read() as work:
        assert work.mail(KARI.sha256) is None
        assert not work.taken_in(KARI.sha256)
        assert not work.knows_uid("INBOX", 7, 11)
        assert work.highest_uid("INBOX", 7) == 0
        assert work.inbox(None) == work.inbox("m") == ()


def test_mail_noted_again_changes_nothing(store: Store) -> None:
    note(store, KARI)
    note(store, replace(KARI, disposition="read", meeting_id="m"), KARI)
    with store.read() as work:
        assert work.mail(KARI.sha256) == KARI


def test_every_place_of_a_mail_is_remembered(store: Store) -> None:
    elsewhere = [replace(KARI, uid_validity=8, uid=1), replace(KARI, folder="Arkiv/Møter"), KARI]
    note(store, KARI, *elsewhere)
    with store.read() as work:
        assert all(work.knows_uid(row.folder, row.uid_validity, row.uid) for row in elsewhere)
        assert not work.knows_uid("INBOX", 8, 11)
        assert work.mail(KARI.sha256) == KARI


def test_highest_uid_is_that_of_one_folder_and_validity(store: Store) -> None:
    note(store, KARI, EVA, replace(KARI, uid=4_294_967_295, uid_validity=4_294_967_295))
    with store.read() as work:
        assert work.highest_uid("INBOX", 7) == 12
        assert work.highest_uid("INBOX", 4_294_967_295) == 4_294_967_295
        assert work.highest_uid("Arkiv", 7) == 0


def test_forgotten_places_leave_the_mails_and_other_folders_known(store: Store) -> None:
    note(store, KARI, EVA, replace(KARI, folder="Arkiv"), replace(KARI, uid_validity=8))
    with store.begin() as work:
        work.forget_places("INBOX", 7)
    with store.read() as work:
        assert 0 == work.highest_uid("INBOX", 7)
        assert 11 == work.highest_uid("Arkiv", 7) == work.highest_uid("INBOX", 8)
        assert work.taken_in(KARI.sha256)


def test_mails_come_in_the_order_received(store: Store) -> None:
    same_second = replace(KARI, sha256="0" * 64, uid=13)
    note(store, EVA, same_second, KARI)
    with store.read() as work:
        assert work.inbox(None) == (KARI, same_second, EVA)


def test_mails_of_one_message_id_are_found_in_the_order_received(store: Store) -> None:
    copy = replace(KARI, sha256="c" * 64, uid=13, received=NOON - timedelta(seconds=1))
    note(store, KARI, EVA, copy)
    with store.read() as work:
        assert work.mails_with_id(KARI.message_id) == (copy, KARI)
        assert work.mails_with_id("<annet@hole.example>") == ()


def test_inbox_tells_meetings_and_dispositions_apart(store: Store) -> None:
    note(store, KARI, replace(EVA, meeting_id="m", disposition="parked"))
    with store.read() as work:
        assert [row.sha256 for row in work.inbox("m")] == [EVA.sha256]
        assert [row.sha256 for row in work.inbox(None)] == [KARI.sha256]
        assert [row.sha256 for row in work.inbox("m", "parked")] == [EVA.sha256]
        assert work.inbox("m", "read") == ()


@pytest.mark.parametrize("words", ["\0", "\udc80\ud83d", "\x1a", "\x1a\x1a0000", "Ærfugl 😀", "' OR 1=1 --"])
def test_headers_of_any_characters_are_kept(store: Store, words: str) -> None:
    row = replace(KARI, message_id=words, sender=words, folder=words, meeting_id=words, disposition=words)
    note(store, row)
    with store.read() as work:
        assert work.inbox(words) == (row,)
        assert work.knows_uid(words, 7, 11)
