"""Marking who is to act: by file, by command before the close, and by command after it."""

from datetime import timedelta

import pytest

from tests.cli.console import DEADLINE, ID, Console, changed

DUE = (DEADLINE + timedelta(days=30)).date()
MARK = ["follow-up", ID, "--case", "2/22", "--point", "1", "--responsible", "Prosjektleder", "--due", DUE.isoformat()]
LINE = {"case": "2/22", "point": 1, "what": "Ruta merkes.", "responsible": "Prosjektleder", "due": DUE.isoformat()}
ALL = ("1/22=approve", "2/22=approve")


def closed(console: Console) -> None:
    """A meeting in which everything was adopted."""
    console.approved()
    for seat in ("hole", "modum"):
        given = [part for vote in ALL for part in ("--vote", vote)]
        console.said("record", ID, "--seat", seat, *given, "--reason", "på telefon")
    console.later(DEADLINE + timedelta(minutes=1))


def test_a_mark_in_the_file_is_in_the_protocol(console: Console) -> None:
    marked = {"point": 1, "responsible": "Prosjektleder", "due": DUE}
    console.said("add", console.file(changed("cases.1.follow_up", [marked])))
    console.said("approve", ID)
    console.said("record", ID, "--seat", "hole", "--vote", "2/22=approve", "--reason", "x")
    console.said("record", ID, "--seat", "modum", "--vote", "2/22=approve", "--reason", "x")
    console.later(DEADLINE + timedelta(minutes=1))
    assert [LINE] == console.said("protocol", ID, "--format", "json").json["follow_up"]
    console.said("verify", ID)


def test_a_mark_before_the_close_is_in_the_protocol_that_is_sent(console: Console) -> None:
    console.approved()
    console.said(*MARK)
    console.said("record", ID, "--seat", "hole", "--vote", "2/22=approve", "--reason", "x")
    console.said("record", ID, "--seat", "modum", "--vote", "2/22=approve", "--reason", "x")
    console.later(DEADLINE + timedelta(minutes=1))
    shown = console.said("protocol", ID, "--format", "json").json
    assert ([LINE], None) == (shown["follow_up"], shown.get("appendix_at"))
    console.said("verify", ID)


def test_a_mark_after_the_close_leaves_the_protocol_as_it_was(console: Console) -> None:
    closed(console)
    before = console.said("protocol", ID, "--format", "json").json
    assert "its appendix is a new issue" in console.said(*MARK).out
    after = console.said("protocol", ID, "--format", "json").json
    assert ([LINE], before) == (after.pop("follow_up"), {key: after[key] for key in after if key != "appendix_at"})
    assert "appendix_at" in after
    console.said("verify", ID)
    console.said("archive", ID, "-o", "m.zip")
    console.said("verify", "m.zip")


def test_the_same_mark_again_is_no_new_issue(console: Console) -> None:
    closed(console)
    console.said(*MARK)
    before = console.said("protocol", ID, "--format", "json").json
    console.said(*MARK)
    assert before == console.said("protocol", ID, "--format", "json").json


@pytest.mark.parametrize("form", ["txt", "html", "json"])
def test_every_form_has_the_appendix(form: str, console: Console) -> None:
    closed(console)
    console.said(*MARK)
    assert "Prosjektleder" in console.said("protocol", ID, "--format", form).out


def test_a_mark_is_taken_back(console: Console) -> None:
    closed(console)
    console.said(*MARK)
    console.said("follow-up", ID, "--case", "2/22", "--point", "1", "--responsible", "prosjektleder", "--remove")
    assert "follow_up" not in console.said("protocol", ID, "--format", "json").json


WRONG = [
    (["--case", "9/22"], "--case: there is no case '9/22'; the meeting has 1/22, 2/22"),
    (["--point", "3"], "--point: case 2/22 has 2 points"),
    (["--due", "2020-01-01"], "--due: 2020-01-01 is before the deadline"),
    (["--due", "1. april"], "'1. april' is no date; write 2022-04-01"),
    (["--responsible", " "], "--responsible: say who is to act"),
]


@pytest.mark.parametrize(("instead", "told"), WRONG, ids=" ".join)
def test_a_wrong_mark_is_one_line(instead: list[str], told: str, console: Console) -> None:
    console.approved()
    assert told in console.refused(2, *MARK, *instead)


def test_a_case_of_several_points_needs_words_or_a_point(console: Console) -> None:
    console.approved()
    whole = ["follow-up", ID, "--case", "2/22", "--responsible", "Anne Lie"]
    assert "--what: say what is to be done" in console.refused(2, *whole)
    console.said(*whole, "--what", "Sender kartet ut")


def test_a_mark_that_is_not_there_cannot_be_taken_back(console: Console) -> None:
    console.approved()
    none = ["follow-up", ID, "--case", "2/22", "--responsible", "Anne Lie", "--remove"]
    assert "case 2/22 has no marks" in console.refused(2, *none)
    console.said(*MARK)
    assert "there are Prosjektleder (point 1)" in console.refused(2, *none)


def test_a_planned_meetings_marks_belong_in_its_file(console: Console) -> None:
    console.planned()
    assert "is planned" in console.refused(1, *MARK)


def test_what_was_not_adopted_is_not_followed_up(console: Console) -> None:
    console.closed()
    assert "point 1 of case 2/22 was not adopted" in console.refused(1, *MARK)
