"""The lines of the fault list that an IMAP server can be guilty of, each said byte for byte by a scripted server.

Whatever it does: an answer or a `MailboxError` within the time-out, little memory, and no mail taken for another.
"""

import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from bot.errors import MailboxError
from bot.mail.fetched import Fetched, State
from bot.mail.imap import Mailbox
from bot.mail.wake import Wake
from bot.settings import ImapSettings, Security
from tests.servers.scripted import Scripted, Talk, scripted

NOW = datetime(2022, 3, 1, 12, 0, tzinfo=UTC)
MAIL = b"Subject: svar\r\n\r\nGodkjent.\r\n"
MAX = 1_000_000
Answer = Callable[[Talk, bytes], None]


class ImapTalk:
    """A conversation that goes well up to the open folder; then `answers` are played, one a command."""

    def __init__(self, *answers: Answer, capabilities: bytes = b"IMAP4rev1 IDLE", validity: bytes = b"7") -> None:
        self.answers = list(answers)
        self.capabilities = capabilities
        self.validity = validity

    def __call__(self, talk: Talk) -> None:
        talk.say(b"* PREAUTH ready")
        answers = iter(self.answers)
        while True:
            tag, command = talk.hear().split(b" ", 1)
            if command == b"CAPABILITY":
                talk.say(b"* CAPABILITY " + self.capabilities, tag + b" OK done")
            elif command.startswith(b"SELECT"):
                said = (b"* 3 EXISTS", b"* OK [UIDVALIDITY " + self.validity + b"] valid", b"* OK [UIDNEXT 9] next")
                talk.say(*said, tag + b" OK [READ-WRITE] done")
            elif command == b"NOOP":
                talk.say(tag + b" OK done")
            elif command == b"LOGOUT":
                talk.say(b"* BYE", tag + b" OK done")
                return
            else:
                next(answers)(talk, tag)


def says(*lines: bytes) -> Answer:
    """Those lines, with TAG for the command's tag."""
    return lambda talk, tag: talk.say(*(line.replace(b"TAG", tag) for line in lines))


def lists(*uids: int, size: int = len(MAIL), date: bytes = b'"01-Mar-2022 12:30:05 +0100"') -> Answer:
    """The sizes and dates of those mails."""
    found = [
        b"* %d FETCH (UID %d RFC822.SIZE %d INTERNALDATE %s)" % (place, uid, size, date)
        for place, uid in enumerate(uids, 1)
    ]
    return says(*found, b"TAG OK done")


def gives(*uids: int, body: bytes = MAIL) -> Answer:
    """The bytes of those mails."""
    found = [
        b"* %d FETCH (UID %d BODY[] {%d}\r\n%s)" % (place, uid, len(body), body) for place, uid in enumerate(uids, 1)
    ]
    return says(*found, b"TAG OK done")


def sends(data: bytes) -> Answer:
    """Those bytes, and then nothing until the client leaves."""

    def answer(talk: Talk, tag: bytes) -> None:
        talk.send(data.replace(b"TAG", tag))
        talk.wait_for_end()

    return answer


def breaks(data: bytes = b"") -> Answer:
    """Those bytes, and then the line goes dead."""

    def answer(talk: Talk, tag: bytes) -> None:
        talk.send(data)
        talk.hang_up()

    return answer


@contextmanager
def opened(*talks: ImapTalk, timeout_seconds: float = 0.4) -> Iterator[tuple[Mailbox, Scripted]]:
    """A mailbox whose server plays the talks, one a connection; the first is connected."""
    with scripted(talks) as server:
        settings = ImapSettings(
            host="127.0.0.1", port=server.port, security=Security.PLAIN, timeout_seconds=timeout_seconds
        )
        mailbox = Mailbox(settings, clock=lambda: NOW)
        mailbox.connect()
        try:
            yield mailbox, server
        finally:
            mailbox.close()


@contextmanager
def watched(*answers: Answer, capabilities: bytes = b"IMAP4rev1 IDLE") -> Iterator[tuple[Mailbox, Wake]]:
    """A mailbox that has been read to its end, and the flag that ends a wait; the answers come after that."""
    read = says(b"* SEARCH", b"TAG OK done")
    with opened(ImapTalk(read, *answers, capabilities=capabilities)) as (mailbox, _), Wake() as wake:
        mailbox.uids_after(0)
        yield mailbox, wake


def fetched(mailbox: Mailbox, *uids: int) -> list[Fetched]:
    return list(mailbox.fetch(uids, max_bytes=MAX))


def states(mails: list[Fetched]) -> dict[int, State]:
    return {mail.uid: mail.state for mail in mails}


BROKEN_ANSWERS = {
    "bye_instead_of_an_answer": sends(b"* BYE shutting down\r\n"),
    "closed_before_the_literal": breaks(),
    "closed_inside_the_literal": breaks(b"* 1 FETCH (UID 5 BODY[] {29}\r\nSubj"),
    "stalled_inside_the_literal": sends(b"* 1 FETCH (UID 5 BODY[] {29}\r\nSubj"),
    "literal_shorter_than_announced": sends(b"* 1 FETCH (UID 5 BODY[] {40}\r\n" + MAIL + b")\r\nTAG OK done\r\n"),
    "literal_longer_than_announced": sends(b"* 1 FETCH (UID 5 BODY[] {10}\r\n" + MAIL + b")\r\nTAG OK done\r\n"),
    "literal_of_4_gib_announced": sends(b"* 1 FETCH (UID 5 BODY[] {4294967296}\r\nSubj"),
    "literal_size_of_5000_digits": sends(b"* 1 FETCH (UID 5 BODY[] {" + b"9" * 5000 + b"}\r\n"),
    "no": says(b"TAG NO [UNAVAILABLE] try later"),
    "bad": says(b"TAG BAD what was that"),
    "unbalanced_parentheses": says(b"* 1 FETCH (UID 5 BODY[] (((", b"TAG OK done"),
    "200000_parentheses": says(b"* 1 FETCH " + b"(" * 200_000, b"TAG OK done"),
    "a_line_of_10_mb": sends(b"* OK " + b"x" * 10_000_000 + b"\r\n"),
    "a_line_without_an_end": sends(b"x" * 2_000_000),
    "garbage": says(b"\x00\xff\xfe what", b"TAG OK done"),
    "another_tag": says(b"XXX1 OK done"),
    "uid_that_is_no_number": says(b"* 1 FETCH (UID five BODY[] NIL)", b"TAG OK done"),
    "uneven_items": says(b"* 1 FETCH (UID 5 BODY[])", b"TAG OK done"),
}


@pytest.mark.parametrize("fault", BROKEN_ANSWERS)
def test_broken_answer_ends_the_connection(fault: str) -> None:
    began = time.monotonic()
    with opened(ImapTalk(lists(5), BROKEN_ANSWERS[fault])) as (mailbox, _), pytest.raises(MailboxError) as error:
        fetched(mailbox, 5)
    assert not mailbox.connected
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 400
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("fault", ["stalled_inside_the_literal", "closed_inside_the_literal", "no"])
def test_mail_comes_whole_over_the_next_connection(fault: str) -> None:
    with opened(ImapTalk(lists(5), BROKEN_ANSWERS[fault]), ImapTalk(lists(5), gives(5))) as (mailbox, _):
        with pytest.raises(MailboxError):
            fetched(mailbox, 5)
        mailbox.connect()
        assert [mail.raw for mail in fetched(mailbox, 5)] == [MAIL]


def test_huge_literal_is_not_set_aside_in_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with (
        opened(ImapTalk(lists(5), BROKEN_ANSWERS["literal_of_4_gib_announced"])) as (mailbox, _),
        pytest.raises(MailboxError, match="announced 4294967296 bytes"),
    ):
        fetched(mailbox, 5)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_bytes_that_drip_are_not_waited_for_one_by_one() -> None:
    def drip(talk: Talk, tag: bytes) -> None:
        talk.send(b"* 1 FETCH (UID 5 BODY[] {29}\r\n")
        for _ in range(100):
            talk.send(b"x")
            time.sleep(0.1)

    began = time.monotonic()
    with opened(ImapTalk(lists(5), drip)) as (mailbox, _), pytest.raises(MailboxError):
        fetched(mailbox, 5)
    assert time.monotonic() - began < 2


def test_ok_without_data_is_told_from_a_mail_that_is_gone() -> None:
    there = says(b"* SEARCH 5", b"TAG OK done")
    with opened(ImapTalk(lists(5, 6), says(b"TAG OK done"), there)) as (mailbox, _):
        assert states(fetched(mailbox, 5, 6)) == {5: State.NO_BODY, 6: State.GONE}


def test_another_uid_than_asked_is_not_taken_for_it() -> None:
    there = says(b"* SEARCH 5", b"TAG OK done")
    with opened(ImapTalk(lists(5), gives(6), there)) as (mailbox, _):
        [mail] = fetched(mailbox, 5)
    assert mail.state is State.NO_BODY
    assert mail.raw == b""


def test_body_nil_is_reported_and_the_rest_comes() -> None:
    body = says(
        b"* 1 FETCH (UID 5 BODY[] NIL)", b"* 2 FETCH (UID 6 BODY[] {%d}\r\n%s)" % (len(MAIL), MAIL), b"TAG OK done"
    )
    there = says(b"* SEARCH 5", b"TAG OK done")
    with opened(ImapTalk(lists(5, 6), body, there)) as (mailbox, _):
        assert states(fetched(mailbox, 5, 6)) == {5: State.NO_BODY, 6: State.WHOLE}


def test_body_shorter_than_its_size_is_read_twice_and_reported() -> None:
    with opened(ImapTalk(lists(5, size=100), gives(5), gives(5))) as (mailbox, _):
        [mail] = fetched(mailbox, 5)
    assert (mail.state, mail.size, mail.raw) == (State.SHORT, 100, MAIL)


def test_body_that_was_cut_on_its_way_is_not_taken() -> None:
    with (
        opened(ImapTalk(lists(5), gives(5, body=MAIL[:10]), gives(5))) as (mailbox, _),
        pytest.raises(MailboxError, match="mail 5 came with other bytes"),
    ):
        fetched(mailbox, 5)


def test_mail_over_the_limit_stays_on_the_server() -> None:
    with opened(ImapTalk(lists(5, size=MAX + 1))) as (mailbox, server):
        [mail] = fetched(mailbox, 5)
        assert mail.too_large
        assert not any(b"BODY" in line for line in server.heard)


def test_mail_over_the_limit_that_said_it_was_small_is_not_kept() -> None:
    with opened(ImapTalk(lists(5, size=10), gives(5, body=b"x" * (MAX + 1)))) as (mailbox, _):
        [mail] = fetched(mailbox, 5)
    assert mail.too_large
    assert mail.raw == b""


def test_mail_that_breaks_every_connection_is_passed_over_at_last() -> None:
    bad = BROKEN_ANSWERS["closed_inside_the_literal"]
    talks = [
        ImapTalk(lists(5, 6), bad),
        ImapTalk(lists(5, 6), bad),
        ImapTalk(lists(5, 6), bad),
        ImapTalk(lists(5, 6), gives(6)),
    ]
    with opened(*talks) as (mailbox, _):
        for _ in range(3):
            with pytest.raises(MailboxError):
                fetched(mailbox, 5, 6)
            mailbox.connect()
        assert states(fetched(mailbox, 5, 6)) == {5: State.BROKEN, 6: State.WHOLE}


DATES = {
    "missing": b"NIL",
    "garbage": b'"i gar kveld"',
    "year_99999": b'"01-Mar-99999 12:30:05 +0100"',
    "30_february": b'"30-Feb-2022 12:30:05 +0100"',
    "offset_9999": b'"01-Mar-2022 12:30:05 +9999"',
    "1970": b'"01-Jan-1970 00:00:00 +0000"',
    "next_year": b'"01-Mar-2023 12:30:05 +0100"',
    "norwegian_month": b'"01-mai-2022 12:30:05 +0100"',
}


@pytest.mark.parametrize("fault", DATES)
def test_internaldate_that_cannot_be_right_gives_way_to_our_clock(fault: str) -> None:
    with opened(ImapTalk(lists(5, date=DATES[fault]), gives(5))) as (mailbox, _):
        [mail] = fetched(mailbox, 5)
    assert (mail.received, mail.by_our_clock, mail.raw) == (NOW, True, MAIL)


def test_internaldate_is_given_in_utc() -> None:
    with opened(ImapTalk(lists(5), gives(5))) as (mailbox, _):
        [mail] = fetched(mailbox, 5)
    assert (mail.received, mail.by_our_clock) == (datetime(2022, 3, 1, 11, 30, 5, tzinfo=UTC), False)


def test_search_gives_only_uids_that_are_higher() -> None:
    with opened(ImapTalk(says(b"* SEARCH 8 4 6", b"TAG OK done"))) as (mailbox, _):
        assert mailbox.uids_after(5) == [6, 8]


def test_search_without_an_answer_is_an_empty_folder() -> None:
    with opened(ImapTalk(says(b"TAG OK done"))) as (mailbox, _):
        assert mailbox.uids_after(5) == []


def test_search_with_garbage_is_an_error() -> None:
    with opened(ImapTalk(says(b"* SEARCH x!", b"TAG OK done"))) as (mailbox, _), pytest.raises(MailboxError):
        mailbox.uids_after(0)


def test_news_that_came_along_with_another_answer_is_not_missed() -> None:
    with opened(ImapTalk(says(b"* SEARCH 5", b"* 4 EXISTS", b"TAG OK done"))) as (mailbox, _), Wake() as wake:
        mailbox.uids_after(0)
        assert mailbox.wait(5, wake)


def idles(*after: bytes, then: Answer | None = None) -> Answer:
    """Enter IDLE, say those lines in one go with the "+", and answer DONE."""

    def answer(talk: Talk, tag: bytes) -> None:
        talk.say(b"+ idling", *after)
        if then is not None:
            then(talk, tag)
            return
        assert talk.hear() == b"DONE"
        talk.say(tag + b" OK done")

    return answer


def test_news_in_the_same_packet_as_the_plus_is_not_missed() -> None:
    began = time.monotonic()
    with watched(idles(b"* 4 EXISTS")) as (mailbox, wake):
        assert mailbox.wait(5, wake)
    assert time.monotonic() - began < 1


def test_news_before_the_plus_is_not_missed() -> None:
    def answer(talk: Talk, tag: bytes) -> None:
        talk.say(b"* 4 EXISTS", b"+ idling")
        talk.hear()
        talk.say(tag + b" OK done")

    with watched(answer) as (mailbox, wake):
        assert mailbox.wait(5, wake)


def test_news_in_two_pieces_is_put_together() -> None:
    def answer(talk: Talk, tag: bytes) -> None:
        talk.say(b"+ idling")
        talk.send(b"* 4 EX")
        time.sleep(0.1)
        talk.send(b"ISTS\r\n")
        talk.hear()
        talk.say(tag + b" OK done")

    with watched(answer) as (mailbox, wake):
        assert mailbox.wait(5, wake)


def test_a_word_that_the_server_still_lives_is_no_news() -> None:
    with watched(idles(b"* OK Still here")) as (mailbox, wake):
        assert not mailbox.wait(0.2, wake)
        assert mailbox.connected


def refuses_done(talk: Talk, tag: bytes) -> None:
    talk.hear()
    talk.say(tag + b" BAD what")


IDLE_FAULTS = {
    "bye": idles(b"* BYE shutting down", then=sends(b"")),
    "closed": idles(then=breaks()),
    "closed_after_half_a_line": idles(then=breaks(b"* 4 EX")),
    "no_answer_to_done": idles(then=sends(b"")),
    "no_plus": sends(b""),
    "done_is_refused": idles(then=refuses_done),
    "a_line_without_an_end": idles(then=sends(b"x" * 3_000_000)),
}


@pytest.mark.parametrize("fault", IDLE_FAULTS)
def test_idle_that_breaks_is_noticed_within_the_time_out(fault: str) -> None:
    began = time.monotonic()
    with watched(IDLE_FAULTS[fault]) as (mailbox, wake), pytest.raises(MailboxError):
        mailbox.wait(0.3, wake)
    assert not mailbox.connected
    assert time.monotonic() - began < 2


def test_idle_that_is_refused_turns_into_polling() -> None:
    with watched(says(b"TAG NO not now")) as (mailbox, wake):
        assert mailbox.wait(0.1, wake)
        assert not mailbox.idles


def test_server_without_idle_is_looked_at_when_the_time_is_up() -> None:
    began = time.monotonic()
    with watched(capabilities=b"IMAP4rev1") as (mailbox, wake):
        assert mailbox.wait(0.2, wake)
    assert 0.2 <= time.monotonic() - began < 1


@pytest.mark.parametrize("capabilities", [b"IMAP4rev1", b"IMAP4rev1 IDLE"])
def test_wait_ends_at_once_when_the_process_is_to_stop(capabilities: bytes) -> None:
    with watched(idles(), capabilities=capabilities) as (mailbox, wake):
        threading.Timer(0.1, wake.set).start()
        began = time.monotonic()
        assert not mailbox.wait(30, wake)
        assert time.monotonic() - began < 1


def test_folder_without_uidvalidity_is_not_read() -> None:
    with scripted([ImapTalk(validity=b"x")]) as server:
        settings = ImapSettings(host="127.0.0.1", port=server.port, security=Security.PLAIN, timeout_seconds=1)
        with pytest.raises(MailboxError):
            Mailbox(settings).connect()


GREETINGS = {
    "bye": lambda talk: talk.say(b"* BYE full"),
    "garbage": lambda talk: talk.say(b"220 this is smtp"),
    "nothing": lambda talk: talk.wait_for_end(),
    "closed": lambda talk: talk.hang_up(),
    "not_imap4": lambda talk: (talk.say(b"* OK hello"), talk.say(talk.hear().split()[0] + b" BAD what"))[1],
}


@pytest.mark.parametrize("fault", GREETINGS)
def test_greeting_that_is_none_is_one_line(fault: str) -> None:
    with scripted([GREETINGS[fault]]) as server:
        settings = ImapSettings(host="127.0.0.1", port=server.port, security=Security.PLAIN, timeout_seconds=0.3)
        with pytest.raises(MailboxError, match=f"^imap 127.0.0.1:{server.port}: "):
            Mailbox(settings).connect()


def login_refused(said: bytes) -> Callable[[Talk], None]:
    def script(talk: Talk) -> None:
        talk.say(b"* OK [CAPABILITY IMAP4rev1] ready")
        while True:
            tag, command = talk.hear().split(b" ", 1)
            if command == b"CAPABILITY":
                talk.say(b"* CAPABILITY IMAP4rev1", tag + b" OK done")
            else:
                talk.say(tag + b" " + said)

    return script


@pytest.mark.parametrize(
    ("said", "authentication"),
    [
        (b"NO [AUTHENTICATIONFAILED] wrong", True),
        (b"NO wrong", True),
        (b"NO [UNAVAILABLE] later", False),
        (b"NO [LIMIT] too many", False),
    ],
)
def test_refused_sign_in_tells_whether_it_will_pass(said: bytes, *, authentication: bool) -> None:
    with scripted([login_refused(said)]) as server:
        settings = ImapSettings(
            host="127.0.0.1", port=server.port, security=Security.PLAIN, user="mote@bot.example", timeout_seconds=1
        )
        with pytest.raises(MailboxError, match="sign-in refused") as error:
            Mailbox(settings).connect()
    assert error.value.authentication is authentication


def test_stripped_starttls_is_refused_before_anything_is_told() -> None:
    with scripted([login_refused(b"OK done")]) as server:
        settings = ImapSettings(
            host="127.0.0.1", port=server.port, security=Security.STARTTLS, user="mote@bot.example", timeout_seconds=1
        )
        with pytest.raises(MailboxError, match="STARTTLS"):
            Mailbox(settings).connect()
        assert not any(b"LOGIN" in line or b"AUTHENTICATE" in line for line in server.heard)


def test_what_is_said_in_the_open_after_starttls_is_refused() -> None:
    def script(talk: Talk) -> None:
        talk.say(b"* OK ready")
        while True:
            tag, command = talk.hear().split(b" ", 1)
            if command == b"STARTTLS":
                talk.say(tag + b" OK begin", b"* 1 FETCH (UID 1 BODY[] NIL)")
            else:
                talk.say(b"* CAPABILITY IMAP4rev1 STARTTLS", tag + b" OK done")

    with scripted([script]) as server:
        settings = ImapSettings(host="127.0.0.1", port=server.port, security=Security.STARTTLS, timeout_seconds=1)
        with pytest.raises(MailboxError, match="in the open"):
            Mailbox(settings).connect()


def test_nobody_listening_says_what_to_check() -> None:
    with scripted([]) as server:
        port = server.port
    settings = ImapSettings(host="127.0.0.1", port=port, security=Security.PLAIN)
    with pytest.raises(MailboxError, match="nothing listens there; check host and port"):
        Mailbox(settings).connect()
