"""Letters through a real Postfix into a real Dovecot."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr

from bot.errors import DeliveryError
from bot.mail.smtp import Accepted, Outgoing, Postman, Refused
from bot.settings import Auth, Security, SmtpSettings
from tests.servers.certificate import make_certificate
from tests.servers.postfix import Postfix

BOT = "mote@bot.example"


def letter(key: str, recipient: str) -> Outgoing:
    return Outgoing(key, BOT, recipient, f"From: {BOT}\r\nSubject: {key}\r\n\r\n.En prikk først\r\n".encode())


@pytest.fixture
def settings(postfix: Postfix) -> SmtpSettings:
    return SmtpSettings(host="127.0.0.1", port=postfix.smtp_port, security=Security.PLAIN, timeout_seconds=10)


@pytest.fixture
def postman(settings: SmtpSettings) -> Iterator[Postman]:
    with Postman(settings) as postman:
        yield postman


def test_each_letter_has_its_own_outcome(postman: Postman, postfix: Postfix) -> None:
    kari = f"{uuid4().hex}@hole.example"
    letters = [letter("a", kari), letter("b", "refused@hole.example"), letter("c", "later@hole.example")]
    outcomes = {outcome.key: outcome for outcome in postman.deliver(letters)}
    assert isinstance(outcomes["a"], Accepted)
    assert "queued as" in outcomes["a"].response
    assert isinstance(outcomes["b"], Refused)
    assert outcomes["b"].permanent
    assert isinstance(outcomes["c"], Refused)
    assert not outcomes["c"].permanent
    [arrived] = postfix.mailbox(kari).wait(1)
    assert arrived.endswith("\r\n\r\n.En prikk først\r\n".encode())


def test_many_letters_go_over_few_connections(postman: Postman, postfix: Postfix) -> None:
    people = [f"{uuid4().hex}@hole.example" for _ in range(60)]
    before = postfix.log().count(": connect from")
    outcomes = list(postman.deliver([letter(person, person) for person in people]))
    assert {outcome.key for outcome in outcomes if isinstance(outcome, Accepted)} == set(people)
    assert postfix.log().count(": connect from") - before <= 4
    for person in people:
        assert len(postfix.mailbox(person).wait(1)) == 1


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_letter_goes_out_signed_in_and_encrypted(security: Security, settings: SmtpSettings, postfix: Postfix) -> None:
    kari = f"{uuid4().hex}@hole.example"
    with Postman(secured(settings, security, postfix, postfix.ca_file)) as postman:
        assert [type(outcome) for outcome in postman.deliver([letter("a", kari)])] == [Accepted]
    [arrived] = postfix.mailbox(kari).wait(1)
    assert b"ESMTPSA" in arrived


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_certificate_of_somebody_else_is_refused(
    security: Security, settings: SmtpSettings, postfix: Postfix, tmp_path: Path
) -> None:
    other = make_certificate(tmp_path)
    with (
        Postman(secured(settings, security, postfix, other.file)) as postman,
        pytest.raises(DeliveryError, match="certificate is not accepted"),
    ):
        postman.probe()


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_certificate_for_another_host_is_refused(
    security: Security, settings: SmtpSettings, postfix: Postfix, tmp_path: Path
) -> None:
    here = secured(settings, security, postfix, postfix.ca_file)
    with (
        Postman(here.model_copy(update={"host": "127.0.0.2"})) as postman,
        pytest.raises(DeliveryError, match=r"certificate is not accepted|nothing listens there"),
    ):
        postman.probe()


def secured(settings: SmtpSettings, security: Security, postfix: Postfix, ca_file: Path) -> SmtpSettings:
    port = postfix.submissions_port if security is Security.TLS else postfix.submission_port
    update = {
        "security": security,
        "port": port,
        "ca_file": ca_file,
        "user": BOT,
        "password": SecretStr(postfix.dovecot.password),
    }
    return settings.model_copy(update=update)


def test_wrong_password_says_what_to_check(settings: SmtpSettings, postfix: Postfix) -> None:
    wrong = secured(settings, Security.TLS, postfix, postfix.ca_file)
    with Postman(wrong.model_copy(update={"password": SecretStr("feil")})) as postman:
        with pytest.raises(DeliveryError, match=r"sign-in refused .*check user and password"):
            postman.probe()
        [outcome] = postman.deliver([letter("a", "kari@hole.example")])
    assert isinstance(outcome, Refused)
    assert (outcome.permanent, outcome.reached) == (False, False)


def test_access_token_signs_in(settings: SmtpSettings, postfix: Postfix) -> None:
    update = {"auth": Auth.XOAUTH2, "token_command": f"printf %s {postfix.dovecot.token(BOT)}"}
    here = secured(settings, Security.TLS, postfix, postfix.ca_file).model_copy(update=update)
    with Postman(here) as postman:
        postman.probe()


def test_expired_token_is_a_refused_sign_in(settings: SmtpSettings, postfix: Postfix) -> None:
    update = {"auth": Auth.XOAUTH2, "token_command": f"printf %s {postfix.dovecot.token(BOT, lasts_seconds=-60)}"}
    here = secured(settings, Security.TLS, postfix, postfix.ca_file).model_copy(update=update)
    with Postman(here) as postman, pytest.raises(DeliveryError, match="sign-in refused"):
        postman.probe()
