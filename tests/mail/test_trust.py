"""How a sender is judged; above all what nobody must be able to write into their own mail."""

import time
from dataclasses import dataclass, field

import pytest

from bot.core.journal import Identity
from bot.mail.signed.outcome import Signed
from bot.mail.trust import judge, may_need_signature
from bot.settings import Require

ID = "mx.region.example"
PASS = f"{ID}; dmarc=pass (p=reject) header.from=hole.example"


@dataclass(frozen=True, slots=True)
class Header:
    results: tuple[str, ...] = ()

    def raw_all(self, name: str, /) -> tuple[str, ...]:
        return self.results if name == "Authentication-Results" else ()


@dataclass(frozen=True, slots=True)
class Mail:
    sender: str = "kari.berg@hole.example"
    sender_problem: str = ""
    headers: Header = field(default_factory=Header)


def judged(*results: str, require: Require = Require.DMARC, authserv_id: str = ID, thread_ok: bool = True) -> Identity:
    return judge(Mail(headers=Header(results)), thread_ok=thread_ok, require=require, authserv_id=authserv_id)


@pytest.mark.parametrize(
    ("require", "thread_ok", "results", "why"),
    [
        (Require.NONE, False, (), "not_required"),
        (Require.THREAD, True, (), "thread"),
        (Require.DMARC, False, (PASS,), "dmarc"),
        (Require.BOTH, True, (PASS,), "thread_and_dmarc"),
    ],
)
def test_what_is_required_is_enough(require: Require, *, thread_ok: bool, results: tuple[str, ...], why: str) -> None:
    assert judged(*results, require=require, thread_ok=thread_ok) == Identity(trusted=True, why=why)


@pytest.mark.parametrize(
    ("require", "thread_ok", "results", "why"),
    [
        (Require.THREAD, False, (PASS,), "no_thread"),
        (Require.DMARC, True, (), "no_results"),
        (Require.BOTH, False, (PASS,), "no_thread"),
        (Require.BOTH, True, (), "no_results"),
    ],
)
def test_what_is_required_must_be_there(
    require: Require, *, thread_ok: bool, results: tuple[str, ...], why: str
) -> None:
    assert judged(*results, require=require, thread_ok=thread_ok) == Identity(trusted=False, why=why)


@pytest.mark.parametrize("problem", ["missing", "several_headers", "several_mailboxes", "defect", "not_ascii"])
@pytest.mark.parametrize("require", Require)
def test_from_that_names_no_one_person_is_never_trusted(require: Require, problem: str) -> None:
    mail = Mail(sender_problem=problem, headers=Header((PASS,)))
    judgement = judge(mail, thread_ok=True, require=require, authserv_id=ID)
    assert judgement == Identity(trusted=False, why=f"sender_{problem}")


def test_empty_sender_is_never_trusted() -> None:
    judgement = judge(Mail(sender=""), thread_ok=True, require=Require.NONE, authserv_id=ID)
    assert judgement == Identity(trusted=False, why="sender_missing")


PASSING = {
    "plain": PASS,
    "upper_case": PASS.upper(),
    "with_a_version": f"{ID} 1; dmarc=pass header.from=hole.example",
    "quoted_id": f'"{ID}"; dmarc=pass header.from=hole.example',
    "other_methods_first": f"{ID}; spf=fail smtp.mailfrom=x.example; dkim=none; dmarc=pass header.from=hole.example",
    "comments": f"{ID} (kommentar (nøstet; dmarc=fail)) ; dmarc (v1) = (ja) pass (a;b) header.from=hole.example",
    "method_version": f"{ID}; dmarc/1=pass header.from=hole.example",
    "no_domain": f"{ID}; dmarc=pass",
    "two_that_agree": f"{ID}; dmarc=pass; dmarc=pass header.from=hole.example",
    "tab": f"{ID};\tdmarc=pass\theader.from=hole.example",
}


@pytest.mark.parametrize("form", PASSING)
def test_pass_is_read_in_every_form(form: str) -> None:
    assert judged(PASSING[form]).trusted


REFUSED = {
    "fail": (f"{ID}; dmarc=fail header.from=hole.example", "dmarc_fail"),
    "none": (f"{ID}; dmarc=none header.from=hole.example", "dmarc_none"),
    "temperror": (f"{ID}; dmarc=temperror", "dmarc_undecided"),
    "permerror": (f"{ID}; dmarc=permerror", "dmarc_undecided"),
    "bestguesspass": (f"{ID}; dmarc=bestguesspass header.from=hole.example", "dmarc_undecided"),
    "one_of_two_fails": (f"{ID}; dmarc=pass; dmarc=fail", "dmarc_fail"),
    "other_domain": (f"{ID}; dmarc=pass header.from=ond.example", "dmarc_other_domain"),
    "parent_domain": (f"{ID}; dmarc=pass header.from=example", "dmarc_other_domain"),
    "spf_alone": (f"{ID}; spf=pass smtp.mailfrom=hole.example", "no_dmarc"),
    "nothing_done": (f"{ID}; none", "no_dmarc"),
    "id_alone": (ID, "no_dmarc"),
    "passed_on": (f"{ID}; dmarc=passed", "dmarc_undecided"),
    "in_a_quoted_value": (f'{ID}; spf=fail smtp.mailfrom="; dmarc=pass"@x.example', "no_dmarc"),
    "in_a_quoted_value_with_escapes": (f'{ID}; spf=fail smtp.mailfrom="a\\"; dmarc=pass; b"@x.example', "no_dmarc"),
    "in_a_comment": (f"{ID}; spf=fail (; dmarc=pass) smtp.mailfrom=x.example", "no_dmarc"),
    "in_a_comment_with_escapes": (f"{ID}; spf=fail (a\\); dmarc=pass (b)) x=y", "no_dmarc"),
    "as_a_property": (f"{ID}; spf=fail reason=x dmarc=pass", "no_dmarc"),
    "in_an_encoded_word": (f"{ID}; spf=fail smtp.mailfrom==?utf-8?q?a;_dmarc=3Dpass?=@x.example", "no_dmarc"),
    "comment_without_an_end": (f"{ID}; (dmarc=pass header.from=hole.example", "no_results"),
    "quote_without_an_end": (f'{ID}; dmarc=pass "', "no_results"),
    "parenthesis_without_a_beginning": (f"{ID}; dmarc=pass )", "no_results"),
    "empty": ("", "no_results"),
    "semicolons": (";;;;", "no_results"),
    "other_id": ("mx.ond.example; dmarc=pass header.from=hole.example", "no_results"),
    "longer_id": (f"{ID}.ond.example; dmarc=pass header.from=hole.example", "no_results"),
    "id_in_a_comment": (f"mx.ond.example ({ID}); dmarc=pass header.from=hole.example", "no_results"),
    "id_second": (f"mx.ond.example {ID}; dmarc=pass header.from=hole.example", "no_results"),
    "no_id": ("dmarc=pass header.from=hole.example", "no_results"),
}


@pytest.mark.parametrize("form", REFUSED)
def test_anything_but_a_pass_is_refused(form: str) -> None:
    field, why = REFUSED[form]
    assert judged(field) == Identity(trusted=False, why=why)


def test_field_that_the_attacker_wrote_below_the_servers_is_not_heard() -> None:
    assert judged(f"{ID}; dmarc=fail header.from=hole.example", PASS).why == "dmarc_fail"


def test_field_below_one_of_the_servers_that_cannot_be_read_is_not_heard() -> None:
    assert judged(f"{ID}; spf=fail (", PASS).why == "no_results"


def test_field_of_another_server_above_is_passed_over() -> None:
    assert judged("antivirus.example; dmarc=fail", PASS).trusted


def test_dmarc_without_a_configured_server_is_never_believed() -> None:
    assert judged(PASS, authserv_id="").why == "no_authserv_id"


MICROSOFT = (
    "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=hole.example; dkim=pass (signature was verified) "
    "header.d=hole.example;dmarc=pass action=none header.from=hole.example;compauth=pass reason=100"
)


def test_microsoft_365_is_read_where_it_is_configured() -> None:
    assert judged(MICROSOFT, authserv_id="microsoft365").trusted
    assert judged(MICROSOFT, authserv_id="Microsoft365").trusted


def test_microsoft_365_is_not_read_where_another_server_is_configured() -> None:
    assert judged(MICROSOFT).why == "no_results"


def test_microsoft_365_is_read_from_its_topmost_field_alone() -> None:
    failed = MICROSOFT.replace("dmarc=pass", "dmarc=fail")
    assert judged(failed, MICROSOFT, authserv_id="microsoft365").why == "dmarc_fail"
    assert judged(PASS, MICROSOFT, authserv_id="microsoft365").why == "no_results"


HOSTILE = {
    "nested_comments": f"{ID}; " + "(" * 500_000 + ")" * 500_000 + " dmarc=fail",
    "semicolons": f"{ID}" + ";" * 1_000_000,
    "spaces": f"{ID}; dmarc" + " " * 1_000_000 + "=fail x",
    "spaces_after_header_from": f"{ID}; dmarc=fail " + "header.from" + " " * 1_000_000,
    "header_from_without_end": f"{ID}; dmarc=fail " + " header.from" * 80_000,
    "equals": f"{ID}; " + "dmarc=" * 200_000,
    "backslashes": f'{ID}; "' + "\\" * 1_000_001,
    "no_bytes": "\0" * 1_000_000,
    "surrogates": f"{ID}; dmarc=\udcff",
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_hostile_field_takes_linear_time_and_is_not_believed(attack: str) -> None:
    began = time.process_time()
    assert not judged(HOSTILE[attack]).trusted
    assert time.process_time() - began < 2


SAYS_NOTHING = {
    "nobody_configured": ((), ""),
    "no_field": ((), ID),
    "field_of_another": (("mx.ond.example; dmarc=pass header.from=hole.example",), ID),
    "no_word_of_dmarc": ((f"{ID}; spf=pass smtp.mailfrom=hole.example",), ID),
}


def by_signature(
    signed: Signed, *results: str, require: Require = Require.DMARC, authserv_id: str = ID, thread_ok: bool = True
) -> Identity:
    mail = Mail(headers=Header(results))
    return judge(mail, thread_ok=thread_ok, require=require, authserv_id=authserv_id, signed=signed)


@pytest.mark.parametrize("silence", SAYS_NOTHING)
def test_signature_stands_in_where_the_server_says_nothing(silence: str) -> None:
    results, authserv_id = SAYS_NOTHING[silence]
    found = {each: by_signature(each, *results, authserv_id=authserv_id) for each in Signed}
    assert {
        Signed.PASS: Identity(trusted=True, why="dkim"),
        Signed.NONE: Identity(trusted=False, why="dkim_none"),
        Signed.FAIL: Identity(trusted=False, why="dkim_fail"),
        Signed.UNDECIDED: Identity(trusted=False, why="dkim_undecided"),
    } == found


@pytest.mark.parametrize("form", [form for form, (_, why) in REFUSED.items() if why.startswith("dmarc")])
def test_signature_changes_nothing_of_what_the_server_says(form: str) -> None:
    field, why = REFUSED[form]
    assert by_signature(Signed.PASS, field) == Identity(trusted=False, why=why)


@pytest.mark.parametrize("signed", Signed)
def test_pass_of_the_server_needs_no_signature(signed: Signed) -> None:
    assert by_signature(signed, PASS) == Identity(trusted=True, why="dmarc")


def test_signature_is_no_thread() -> None:
    assert by_signature(Signed.PASS, require=Require.BOTH, thread_ok=False).why == "no_thread"
    assert by_signature(Signed.PASS, require=Require.THREAD, thread_ok=False).why == "no_thread"
    assert by_signature(Signed.PASS, require=Require.BOTH) == Identity(trusted=True, why="thread_and_dkim")


def test_signature_makes_nobody_a_sender() -> None:
    mail = Mail(sender_problem="several_headers")
    judgement = judge(mail, thread_ok=True, require=Require.DMARC, authserv_id=ID, signed=Signed.PASS)
    assert judgement == Identity(trusted=False, why="sender_several_headers")


@pytest.mark.parametrize(
    ("mail", "require", "needed"),
    [
        (Mail(), Require.DMARC, True),
        (Mail(), Require.BOTH, True),
        (Mail(), Require.THREAD, False),
        (Mail(), Require.NONE, False),
        (Mail(headers=Header((PASS,))), Require.DMARC, False),
        (Mail(headers=Header((f"{ID}; dmarc=fail",))), Require.DMARC, False),
        (Mail(sender_problem="several_headers"), Require.DMARC, False),
    ],
)
def test_signature_is_looked_at_only_where_it_matters(mail: Mail, require: Require, *, needed: bool) -> None:
    assert needed is may_need_signature(mail, require=require, authserv_id=ID)
