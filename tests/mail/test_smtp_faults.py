"""The lines of the fault list that an SMTP server can be guilty of, each said by a scripted server.

One outcome a letter, whatever happens; never an unknown one where nothing was handed over, never a refusal where it may
have been taken.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest

from bot.errors import DeliveryError
from bot.mail.courier import on_the_wire
from bot.mail.smtp import Accepted, Delivery, Outgoing, Postman, Refused, Unknown
from bot.settings import Security, SmtpSettings
from tests.servers.scripted import Script, Scripted, Talk, scripted

RAW = b"Subject: Innkalling\r\n\r\nSvar innen fredag.\r\n"
Say = Callable[[Talk], None]


def letter(key: str = "notice/hole", recipient: str = "kari.berg@hole.example", raw: bytes = RAW) -> Outgoing:
    return Outgoing(key, "mote@bot.example", recipient, raw)


def says(*lines: bytes) -> Say:
    return lambda talk: talk.say(*lines)


def hangs_up(talk: Talk) -> None:
    talk.hang_up()


def is_silent(talk: Talk) -> None:
    talk.wait_for_end()


class SmtpTalk:
    """A server that does everything right but for what `faults` say of a command; a letter's end is `.`."""

    def __init__(self, faults: Mapping[bytes, Say] | None = None, extensions: tuple[bytes, ...] = ()) -> None:
        self.faults = dict(faults or {})
        self.extensions = extensions

    def __call__(self, talk: Talk) -> None:
        self.answer(talk, b"CONNECT", b"220 mail.server.example")
        while True:
            line = talk.hear()
            verb = line.split(b" ")[0].upper()
            if verb == b"EHLO":
                lines = [b"mail.server.example", *self.extensions]
                said = [b"250-" + each for each in lines[:-1]] + [b"250 " + lines[-1]]
                self.answer(talk, verb, *said)
            elif verb == b"DATA":
                self.answer(talk, verb, b"354 go ahead")
                while talk.hear() != b".":
                    pass
                self.answer(talk, b".", b"250 2.0.0 queued")
            elif verb == b"QUIT":
                self.answer(talk, verb, b"221 bye")
                return
            else:
                self.answer(talk, verb, b"250 ok")

    def answer(self, talk: Talk, verb: bytes, *lines: bytes) -> None:
        fault = self.faults.get(verb)
        (fault or says(*lines))(talk)


@contextmanager
def postman_to(
    *talks: Script, connections: int = 1, timeout_seconds: float = 0.2
) -> Iterator[tuple[Postman, Scripted]]:
    with scripted(talks) as server:
        settings = SmtpSettings(
            host="127.0.0.1",
            port=server.port,
            security=Security.PLAIN,
            connections=connections,
            timeout_seconds=0.2,
        )
        with Postman(settings) as postman:
            yield postman, server


def delivered(postman: Postman, *letters: Outgoing) -> dict[str, Delivery]:
    outcomes = list(postman.deliver(letters))
    assert len(outcomes) == len(letters)
    return {outcome.key: outcome for outcome in outcomes}


def outcome_of(faults: Mapping[bytes, Say], raw: bytes = RAW, extensions: tuple[bytes, ...] = ()) -> Delivery:
    with postman_to(SmtpTalk(faults, extensions), SmtpTalk(faults, extensions)) as (postman, _):
        return delivered(postman, letter(raw=raw))["notice/hole"]


@pytest.mark.parametrize("command", [b"MAIL", b"RCPT", b"DATA", b"."])
@pytest.mark.parametrize(("code", "permanent"), [(b"550", True), (b"552", True), (b"451", False), (b"452", False)])
def test_refusal_is_for_good_or_for_now_by_its_code(command: bytes, code: bytes, *, permanent: bool) -> None:
    said = code + b" 5.7.1 no, sorry"
    assert outcome_of({command: says(said)}) == Refused("notice/hole", said.decode(), permanent)


def test_answer_of_several_lines_becomes_one() -> None:
    outcome = outcome_of({b"RCPT": says(b"550-5.1.1 no such user", b"550 5.1.1 \x1b[31mreally\tnot")})
    assert outcome.response == "550 5.1.1 no such user 5.1.1 [31mreally not"


def test_refusal_of_one_letter_leaves_the_others_alone() -> None:
    class Choosy(SmtpTalk):
        def answer(self, talk: Talk, verb: bytes, *lines: bytes) -> None:
            refused = verb == b"RCPT" and b"per.dal" in talk.heard[-1]
            super().answer(talk, verb, *((b"550 5.1.1 no such user",) if refused else lines))

    letters = [letter("a"), letter("b", "per.dal@hole.example"), letter("c", "eva.moe@modum.example")]
    with postman_to(Choosy()) as (postman, server):
        outcomes = delivered(postman, *letters)
        assert [type(outcomes[key]) for key in "abc"] == [Accepted, Refused, Accepted]
        assert server.heard.count(b"EHLO " + server.heard[0].split()[1]) == 1


BROKEN_AFTER_THE_DOT = {
    "closed": hangs_up,
    "silent": is_silent,
    "garbage": says(b"\xff\xfe\x00"),
    "no_code": says(b"ok then"),
    "a_code_of_no_meaning": says(b"999 what"),
    "still_asking": says(b"354 go on"),
    "a_line_without_an_end": lambda talk: talk.send(b"2" * 200_000),
}


@pytest.mark.parametrize("fault", BROKEN_AFTER_THE_DOT)
def test_break_after_the_dot_is_unknown(fault: str) -> None:
    outcome = outcome_of({b".": BROKEN_AFTER_THE_DOT[fault]})
    assert isinstance(outcome, Unknown)
    assert "\n" not in outcome.response


@pytest.mark.parametrize("command", [b"CONNECT", b"EHLO", b"MAIL", b"RCPT", b"DATA"])
@pytest.mark.parametrize("fault", [hangs_up, is_silent, says(b"\xff\xfe"), says(b"421 4.3.2 shutting down")])
def test_break_before_the_dot_is_a_refusal_for_now(command: bytes, fault: Say) -> None:
    outcome = outcome_of({command: fault})
    assert isinstance(outcome, Refused)
    assert not outcome.permanent


def test_mail_421_after_the_dot_is_a_refusal_for_now() -> None:
    assert outcome_of({b".": says(b"421 4.3.2 shutting down")}) == Refused(
        "notice/hole", "421 4.3.2 shutting down", permanent=False
    )


def test_server_that_hangs_up_at_quit_has_taken_the_letter() -> None:
    assert isinstance(outcome_of({b"QUIT": hangs_up}), Accepted)


@pytest.mark.parametrize("fault", [hangs_up, says(b"421 4.4.2 idle for too long")])
def test_kept_connection_that_was_closed_is_replaced(fault: Say) -> None:
    class Tired(SmtpTalk):
        """Ends at the second letter."""

        def answer(self, talk: Talk, verb: bytes, *lines: bytes) -> None:
            if verb == b"MAIL" and sum(line.startswith(b"MAIL") for line in talk.heard) == 2:
                fault(talk)
            else:
                super().answer(talk, verb, *lines)

    with postman_to(Tired(), SmtpTalk()) as (postman, _):
        assert isinstance(delivered(postman, letter("a"))["a"], Accepted)
        assert isinstance(delivered(postman, letter("b"))["b"], Accepted)


def test_connection_closed_between_two_letters_is_replaced() -> None:
    class Leaving(SmtpTalk):
        def answer(self, talk: Talk, verb: bytes, *lines: bytes) -> None:
            super().answer(talk, verb, *lines)
            if verb == b".":
                talk.hang_up()

    with postman_to(Leaving(), SmtpTalk()) as (postman, _):
        assert isinstance(delivered(postman, letter("a"))["a"], Accepted)
        time.sleep(0.1)
        assert isinstance(delivered(postman, letter("b"))["b"], Accepted)


def test_letter_over_the_servers_size_is_refused_before_it_is_sent() -> None:
    with postman_to(SmtpTalk(extensions=(b"SIZE 1000",))) as (postman, server):
        outcome = delivered(postman, letter(raw=RAW + b"x" * 1000))["notice/hole"]
        assert isinstance(outcome, Refused)
        assert outcome.permanent
        assert "1000" in outcome.response
        assert not any(line.startswith(b"MAIL") for line in server.heard)


def test_size_and_eight_bits_are_announced() -> None:
    raw = "Subject: Møte\r\n\r\nÅpent.\r\n".encode()
    with postman_to(SmtpTalk(extensions=(b"SIZE 0", b"8BITMIME"))) as (postman, server):
        assert isinstance(delivered(postman, letter(raw=raw))["notice/hole"], Accepted)
        assert b"MAIL FROM:<mote@bot.example> SIZE=%d BODY=8BITMIME" % len(raw) in server.heard


BAD_ADDRESSES = [
    "kari@hole.example\r\nRCPT TO:<eva@modum.example>",
    "kari@hole.example\n",
    "kari\0@hole.example",
    "kåre@hole.example",
    "kari@høle.example",
    "kari",
    "@hole.example",
    "",
    "kari@hole.example> SIZE=1",
    "kari berg@hole.example",
    "<kari@hole.example>",
    "kari@hole.example, eva@modum.example",
    f"{'k' * 65}@hole.example",
]


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_address_that_no_envelope_may_have_is_refused_here(address: str) -> None:
    with postman_to(SmtpTalk()) as (postman, server):
        outcomes = delivered(postman, letter("to", address), Outgoing("from", address, "eva@modum.example", RAW))
        assert all(isinstance(outcome, Refused) and outcome.permanent for outcome in outcomes.values())
        assert all("\n" not in outcome.response for outcome in outcomes.values())
        assert server.heard == []


def test_nobody_listening_is_told_once_for_every_letter() -> None:
    with scripted([]) as server:
        port = server.port
    settings = SmtpSettings(host="127.0.0.1", port=port, security=Security.PLAIN)
    with Postman(settings) as postman:
        began = time.monotonic()
        outcomes = list(postman.deliver([letter(str(number)) for number in range(200)]))
        assert time.monotonic() - began < 1
    expected = f"smtp 127.0.0.1:{port}: nothing listens there; check host and port, and that the server runs"
    assert {outcome.key for outcome in outcomes} == {str(number) for number in range(200)}
    assert {(outcome.response, outcome.permanent, outcome.reached) for outcome in outcomes} == {
        (expected, False, False)
    }


def test_server_that_limits_connections_gets_all_letters_over_those_it_allows() -> None:
    busy = SmtpTalk({b"CONNECT": says(b"421 4.7.0 too many connections")})
    with postman_to(SmtpTalk(), busy, busy, busy, connections=4) as (postman, _):
        outcomes = delivered(postman, *(letter(str(number)) for number in range(40)))
    assert all(isinstance(outcome, Accepted) for outcome in outcomes.values())


def test_server_that_wants_sign_in_is_no_judgement_on_the_letter() -> None:
    outcome = outcome_of({b"MAIL": says(b"530 5.7.0 authentication required")})
    assert isinstance(outcome, Refused)
    assert (outcome.permanent, outcome.reached) == (False, False)


def test_stripped_starttls_is_refused() -> None:
    with scripted([SmtpTalk()]) as server:
        settings = SmtpSettings(
            host="127.0.0.1", port=server.port, security=Security.STARTTLS, user="mote", timeout_seconds=1
        )
        with Postman(settings) as postman, pytest.raises(DeliveryError, match="STARTTLS"):
            postman.probe()
        assert not any(line.startswith((b"AUTH", b"MAIL")) for line in server.heard)


def test_iteration_left_early_leaves_the_postman_fit_for_use() -> None:
    with postman_to(SmtpTalk(), SmtpTalk()) as (postman, server):
        outcomes = postman.deliver([letter(str(number)) for number in range(50)])
        next(outcomes)
        outcomes.close()  # type: ignore[attr-defined] # it is a generator
        sent = sum(line == b"." for line in server.heard)
        assert sent < 50
        assert isinstance(delivered(postman, letter("last"))["last"], Accepted)


def test_no_letters_are_no_outcomes() -> None:
    with postman_to() as (postman, _):
        assert list(postman.deliver([])) == []


def test_closed_postman_can_be_used_again() -> None:
    with postman_to(SmtpTalk(), SmtpTalk()) as (postman, _):
        assert isinstance(delivered(postman, letter("a"))["a"], Accepted)
        postman.close()
        postman.close()
        assert isinstance(delivered(postman, letter("b"))["b"], Accepted)


@pytest.mark.parametrize(
    ("raw", "wire"),
    [
        (b"a\r\nb\r\n", b"a\r\nb\r\n.\r\n"),
        (b"a\nb\rc", b"a\r\nb\r\nc\r\n.\r\n"),
        (b".\r\n", b"..\r\n.\r\n"),
        (b"a\r\n.\r\nMAIL FROM:<x@y.example>\r\n", b"a\r\n..\r\nMAIL FROM:<x@y.example>\r\n.\r\n"),
        (b"a\n.\nb", b"a\r\n..\r\nb\r\n.\r\n"),
        (b"a\r.\rb", b"a\r\n..\r\nb\r\n.\r\n"),
        (b"a\r\n..b", b"a\r\n...b\r\n.\r\n"),
        (b"", b"\r\n.\r\n"),
    ],
)
def test_only_the_final_dot_ends_a_letter(raw: bytes, wire: bytes) -> None:
    assert on_the_wire(raw) == wire
