from datetime import timedelta

from tests.cli.console import DEADLINE, ID, Console, changed


def awaiting(console: Console) -> None:
    """A meeting whose deadline has passed and whose protocol is with the chair."""
    console.said("add", console.file(changed("body.chair_approves", True)))  # noqa: FBT003 - the key's value
    console.said("approve", ID)
    console.said("record", ID, "--seat", "hole", "--vote", "1/22=approve", "--reason", "x")
    console.said("record", ID, "--seat", "modum", "--vote", "1/22=approve", "--reason", "x")
    console.later(DEADLINE + timedelta(minutes=1))


def test_a_protocol_that_waits_is_a_draft_until_the_coordinator_makes_it_final(console: Console) -> None:
    awaiting(console)
    shown = console.said("protocol", ID, "--format", "json").json
    assert ("draft", None, "adopted") == (shown["status"], shown["approval"], shown["cases"][0]["outcome"])
    console.said("verify", ID)
    assert "is final" in console.said("approve-protocol", ID, "--reason", "på telefon 3. mars").out
    shown = console.said("protocol", ID, "--format", "json").json
    assert ("final", "på telefon 3. mars") == (shown["status"], shown["approval"]["reason"])
    console.said("verify", ID)


def test_an_approval_needs_a_reason(console: Console) -> None:
    awaiting(console)
    assert "--reason: say how it was approved" in console.refused(2, "approve-protocol", ID, "--reason", " ")


def test_a_body_that_asks_for_none_is_told_so(console: Console) -> None:
    console.closed()
    assert "waits for nobody's approval" in console.refused(1, "approve-protocol", ID, "--reason", "x")
