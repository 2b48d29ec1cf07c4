"""Whether a mail may count as its sender's: pure, linear in the mail's header, and raising nothing.

The sender has to be one that can be told at all; beyond that `Require` says what has to be shown. DMARC is believed
on the word of one server alone, the configured one: the topmost Authentication-Results with its authserv-id
(RFC 8601 §5). What stands below it or under another name may have been written by anybody. The server itself has to
remove such fields with its own name from mail that comes in; where it adds none, one that was let in would be believed.

Where that server has said nothing of DMARC, and nowhere else, our own check of the mail's signatures may stand in.

The keys of `Identity.why`, for which the letters' catalogue has words in its section `identity`:

| key | |
|---|---|
| `not_required` `thread` `dmarc` `thread_and_dmarc` `dkim` `thread_and_dkim` | trusted, and by what |
| `sender_` and the reading's word, such as `sender_several_headers` | From does not name one person |
| `no_thread` | the mail does not answer a letter of ours to this sender |
| `no_authserv_id` | DMARC is required, and no server is configured whose word is taken |
| `no_results` | the configured server has noted nothing in the mail, or nothing that can be read |
| `no_dmarc` | the configured server says nothing of DMARC |
| `dmarc_fail` | the mail does not come from the domain that it names |
| `dmarc_none` | the sender's domain does not say how its mail can be told |
| `dmarc_undecided` | the check could not be done, or gave an answer that is not known |
| `dmarc_other_domain` | the check was about another domain than the sender's |
| `dkim_none` | the server says nothing, and the mail has no signature for the sender's domain |
| `dkim_fail` | the server says nothing, and the signature does not hold |
| `dkim_undecided` | the server says nothing, and DNS gave no answer about the signature's key |
"""

from typing import Final, Protocol

from bot.core.journal import Identity
from bot.mail.results import dmarc_results
from bot.mail.signed.outcome import Signed
from bot.settings import Require

NEEDS_THREAD: Final = frozenset({Require.THREAD, Require.BOTH})
NEEDS_DMARC: Final = frozenset({Require.DMARC, Require.BOTH})
TRUSTED_BY: Final = {
    Require.NONE: "not_required",
    Require.THREAD: "thread",
    Require.DMARC: "dmarc",
    Require.BOTH: "thread_and_dmarc",
}
TRUSTED_BY_SIGNATURE: Final = {Require.DMARC: "dkim", Require.BOTH: "thread_and_dkim"}
# What is amiss where the server has not said anything.
SILENT: Final = frozenset({"no_authserv_id", "no_results", "no_dmarc"})
FAILED: Final = {"fail": "dmarc_fail", "none": "dmarc_none"}


class Fields(Protocol):
    """A header."""

    def raw_all(self, name: str, /) -> tuple[str, ...]:
        """Every field of that name, topmost first, unfolded and not decoded: an encoded word is no syntax."""
        ...


class Judged(Protocol):
    """What is judged of a mail: its header, the bare address in From, and why that may be nobody (or empty)."""

    @property
    def sender(self) -> str: ...  # noqa: D102 - as the class says

    @property
    def sender_problem(self) -> str: ...  # noqa: D102 - as the class says

    @property
    def headers(self) -> Fields: ...  # noqa: D102 - as the class says


def judge(
    message: Judged, *, thread_ok: bool, require: Require, authserv_id: str, signed: Signed | None = None
) -> Identity:
    """How the sender is judged; `why` is one of the keys above, of the first thing that is amiss.

    `thread_ok`: the mail carries a token that only this sender's own letters carry. `authserv_id` is the name of the
    server whose word is taken, `microsoft365` for its header without a name, empty for none. `signed` is what our own
    check of the signatures came to, None where none was made.
    """
    amiss = _amiss(message, thread_ok=thread_ok, require=require, authserv_id=authserv_id)
    if signed is not None and amiss in SILENT:
        trusted = signed is Signed.PASS
        return Identity(trusted=trusted, why=TRUSTED_BY_SIGNATURE[require] if trusted else f"dkim_{signed}")
    return Identity(trusted=False, why=amiss) if amiss else Identity(trusted=True, why=TRUSTED_BY[require])


def may_need_signature(message: Judged, *, require: Require, authserv_id: str) -> bool:
    """Whether our own check can make a difference: the sender is one person, and the server has said nothing."""
    return _amiss(message, thread_ok=True, require=require, authserv_id=authserv_id) in SILENT


def _amiss(message: Judged, *, thread_ok: bool, require: Require, authserv_id: str) -> str:
    if message.sender_problem:
        return f"sender_{message.sender_problem}"
    if not message.sender:
        return "sender_missing"
    if require in NEEDS_THREAD and not thread_ok:
        return "no_thread"
    if require in NEEDS_DMARC:
        return _dmarc_amiss(message, authserv_id)
    return ""


def _dmarc_amiss(message: Judged, authserv_id: str) -> str:
    if not authserv_id:
        return "no_authserv_id"
    results = dmarc_results(message.headers.raw_all("Authentication-Results"), authserv_id)
    if results is None:
        return "no_results"
    if not results:
        return "no_dmarc"
    for result in results:
        if result.value != "pass":
            return FAILED.get(result.value, "dmarc_undecided")
    domain = message.sender.rpartition("@")[2].lower()
    return "" if all(result.domain in {"", domain} for result in results) else "dmarc_other_domain"
