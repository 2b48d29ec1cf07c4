import hashlib
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.core.meeting import FollowUp, Rule, Silence
from bot.errors import BadFileError
from bot.notices.meeting_file import LARGEST_BYTES, LoadedMeeting, load, load_body, read

REPOSITORY = Path(__file__).parents[2]

BODY = """\
name = "Styringsgruppa for Fjordløftet"
organisation = "Fjordregionen"
rule = "majority"

[coordinator]
name = "Anne Lie"
email = "anne.lie@region.example"

[[seats]]
id = "hole"
name = "Hole"
chair = true
member = { name = "Kari Berg", title = "Ordfører", email = "kari.berg@hole.example", also = ["kberg@privat.example"] }
substitutes = [{ name = "Per Dal", email = "per.dal@hole.example" }]

[[seats]]
id = "modum"
name = "Modum"
member = { name = "Ola Vik", email = "ola.vik@modum.example" }
"""

MEETING = """\
[meeting]
id = "2022-03-02"
title = "Styringsgruppemøte"
starts = 2022-03-02T09:00:00+01:00
deadline = 2022-03-02T15:00:00+01:00
place = "på e-post"
notice_at = 2022-02-23T08:00:00+01:00
remind_at = [2022-03-01T08:00:00+01:00]

[[cases]]
number = "1/22"
title = "Budsjett"
text = "Budsjettet er **stramt**."
proposal = ["Budsjettet vedtas."]

[[cases]]
number = "2/22"
title = "Plan"
proposal = ["Planen vedtas.", "Den legges ut."]
"""

INLINE = BODY.replace("[coordinator]", "[body.coordinator]").replace("[[seats]]", "[[body.seats]]")
VALID = f"[body]\n{INLINE}\n{MEETING}"
WRITTEN = """\
[meeting.written]
decided_by = "Kari Berg"
reason = "Saken haster."
decided_at = 2022-02-22T12:00:00+01:00

[[cases]]
number = "1/22"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "meeting.toml"
    path.write_text(text, encoding="utf-8")
    return path


def loaded(folder: Path, text: str, now: datetime | None = None) -> LoadedMeeting:
    return load(written(folder, text), bodies_dir=folder / "bodies", now=now)


def problems(folder: Path, text: str, now: datetime | None = None) -> list[str]:
    """The lines of the refusal, without the file's name."""
    with pytest.raises(BadFileError) as refused:
        loaded(folder, text, now)
    return [line.removeprefix(f"{folder}{os.sep}meeting.toml:") for line in refused.value.problems]


def changed(old: str, new: str) -> str:
    assert old in VALID
    return VALID.replace(old, new, 1)


def test_valid_file_gives_the_meeting(tmp_path: Path) -> None:
    found = loaded(tmp_path, VALID)

    meeting = found.meeting
    assert (meeting.id, meeting.title, meeting.place) == ("2022-03-02", "Styringsgruppemøte", "på e-post")
    assert meeting.deadline == datetime(2022, 3, 2, 14, tzinfo=UTC)
    assert meeting.body.chair.member.name == "Kari Berg"
    assert meeting.body.seat("hole").substitutes[0].email == "per.dal@hole.example"
    assert [case.number for case in meeting.cases] == ["1/22", "2/22"]
    assert list(meeting.case("2/22").points) == [1, 2]
    assert found.sha256 == hashlib.sha256(VALID.encode()).hexdigest()
    assert found.warnings == ("no_documents",)


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    body = loaded(tmp_path, VALID).meeting.body

    assert (body.language, body.silence, body.notice_days) == ("nb", Silence.NO_VOTE, 0)
    assert body.substitutes_consent is False
    assert all(seat.votes for seat in body.seats)


def test_named_body_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "bodies").mkdir()
    (tmp_path / "bodies" / "gruppa.toml").write_text(BODY)

    assert loaded(tmp_path, f'body = "gruppa"\n{MEETING}').meeting.body.name == "Styringsgruppa for Fjordløftet"


def test_fault_in_a_named_body_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "bodies").mkdir()
    path = tmp_path / "bodies" / "gruppa.toml"
    path.write_text(BODY.replace('rule = "majority"', 'rule = "quorum"'))

    with pytest.raises(BadFileError) as refused:
        loaded(tmp_path, f'body = "gruppa"\n{MEETING}')

    assert [line.partition(" ")[0] for line in refused.value.problems] == [f"{path}:rule:"]


def test_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "meeting.toml"
    path.write_bytes(b"\xef\xbb\xbf" + VALID.replace("\n", "\r\n").encode())

    assert read(path).id == "2022-03-02"


def test_documents_are_found_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "vedlegg").mkdir()
    (tmp_path / "vedlegg" / "plan.pdf").write_bytes(b"%PDF")
    text = changed('title = "Plan"', 'title = "Plan"\ndocuments = ["vedlegg/plan.pdf"]')

    found = loaded(tmp_path, text)

    assert dict(found.documents) == {"vedlegg/plan.pdf": tmp_path / "vedlegg" / "plan.pdf"}
    assert found.warnings == ()


def test_case_may_have_a_rule_of_its_own(tmp_path: Path) -> None:
    meeting = loaded(tmp_path, changed('title = "Plan"', 'title = "Plan"\nrule = "two-thirds"')).meeting

    assert [meeting.rule_of(case) for case in meeting.cases] == [Rule.MAJORITY, Rule.TWO_THIRDS]


def test_written_procedure_is_read(tmp_path: Path) -> None:
    text = changed('rule = "majority"', 'rule = "unanimous-written"').replace(
        '[[cases]]\nnumber = "1/22"\n', WRITTEN, 1
    )

    decided = loaded(tmp_path, text).meeting.written

    assert decided is not None
    assert (decided.decided_by, decided.reason) == ("Kari Berg", "Saken haster.")


def test_absence_that_the_notice_states_is_told(tmp_path: Path) -> None:
    assert loaded(tmp_path, changed('id = "hole"', 'id = "hole"\nabsent = true')).absent == ("hole",)


def test_reminders_are_sorted_and_single(tmp_path: Path) -> None:
    times = "[2022-03-01T08:00:00+01:00, 2022-02-25T08:00:00+01:00, 2022-03-01T07:00:00Z]"

    found = loaded(tmp_path, changed("[2022-03-01T08:00:00+01:00]", times)).meeting.remind_at

    assert [each.day for each in found] == [25, 1]


def test_short_notice_is_a_warning(tmp_path: Path) -> None:
    text = changed('rule = "majority"', 'rule = "majority"\nnotice_days = 14')

    assert "short_notice" in loaded(tmp_path, text).warnings


def test_substitute_without_address_is_a_warning(tmp_path: Path) -> None:
    text = changed('{ name = "Per Dal", email = "per.dal@hole.example" }', '{ name = "Per Dal" }')

    assert "substitute_without_address" in loaded(tmp_path, text).warnings


def test_coordinator_with_a_seat_is_a_warning(tmp_path: Path) -> None:
    text = changed('email = "ola.vik@modum.example"', 'email = "anne.lie@region.example"')

    assert "coordinator_holds_seat" in loaded(tmp_path, text).warnings


SECOND_CHAIR = 'id = "modum"\nchair = true'
REFUSED = {
    "unknown key": ('title = "Plan"', 'titel = "Plan"', "cases[1].titel: is not a known key; did you mean 'title'?"),
    "unknown key at the top": ("[body]", "colour = 1\n[body]", "colour: is not a known key; known here are"),
    "unknown key of a person": (
        'title = "Ordfører"',
        'tittel = "O"',
        "body.seats[0].member.tittel: is not a known key",
    ),
    "no body name": ('name = "Styringsgruppa for Fjordløftet"\n', "", "body.name: is missing"),
    "no rule": ('rule = "majority"\n', "", "body.rule: is missing; write one of majority, unanimous-written"),
    "bad rule": ('"majority"', '"majorty"', "body.rule: 'majorty' is not known; write majority"),
    "flag that is a number": ("chair = true", "chair = 1", "body.seats[0].chair: is a number; write true or false"),
    "bad silence": ('rule = "majority"', 'rule = "majority"\nsilence = "yes"', "body.silence: 'yes' is not known"),
    "bad language": ('rule = "majority"', 'rule = "majority"\nlanguage = "se"', "body.language: 'se' is not known"),
    "silent consent in a written procedure": (
        'rule = "majority"',
        'rule = "unanimous-written"\nsilence = "consent"',
        'body.silence: "consent" cannot go with unanimous-written',
    ),
    "no coordinator address": ('email = "anne.lie@region.example"\n', "", "body.coordinator.email: is missing"),
    "no member": (
        'member = { name = "Ola Vik", email = "ola.vik@modum.example" }\n',
        "",
        "body.seats[1].member: is missing",
    ),
    "no member address": (', email = "ola.vik@modum.example"', "", "body.seats[1].member.email: is missing"),
    "no seat id": ('id = "modum"\n', "", "body.seats[1].id: is missing"),
    "unsafe seat id": ('id = "modum"', 'id = "../modum"', "body.seats[1].id: '../modum' is no id"),
    "same seat id": ('id = "modum"', 'id = "Hole"', "body.seats[1].id: 'Hole' is already the id of body.seats[0]"),
    "no chair": ("chair = true\n", "", "body.seats: no seat chairs; write chair = true"),
    "two chairs": ('id = "modum"', SECOND_CHAIR, "body.seats[1].chair: body.seats[0] and body.seats[1] chair"),
    "chair without a vote": (
        "chair = true",
        "chair = true\nvotes = false",
        "body.seats[0].chair: the chair's vote settles",
    ),
    "no address": ("ola.vik@modum.example", "ola.vik", "body.seats[1].member.email: 'ola.vik' is no mail address"),
    "address with a space": ("ola.vik@modum.example", "ola vik@modum.example", "body.seats[1].member.email: 'ola vik@"),
    "address beyond ASCII": ("ola.vik@modum.example", "ola@fjørd.example", "body.seats[1].member.email: 'ola@fjørd"),
    "address with a line end": (
        "ola.vik@modum.example",
        "ola@modum.example\\nBcc: x@y.example",
        "body.seats[1].member.email: holds the character U+000A",
    ),
    "same address": (
        "ola.vik@modum.example",
        "Kari.Berg@hole.example",
        "body.seats[1].member.email: Kari.Berg@hole.example is already the address of body.seats[0].member",
    ),
    "same address by also": (
        "ola.vik@modum.example",
        "kberg@privat.example",
        "body.seats[1].member.email: kberg@privat.example is already the address of body.seats[0].member",
    ),
    "same address by a substitute": (
        "ola.vik@modum.example",
        "per.dal+x@hole.example",
        "body.seats[1].member.email: per.dal+x@hole.example is already the address of body.seats[0].substitutes[0]",
    ),
    "line end in a name": ('"Ola Vik"', '"Ola\\r\\nVik"', "body.seats[1].member.name: holds the character U+000D"),
    "NUL in a title": ('"Budsjett"', '"Bud\\u0000sjett"', "cases[0].title: holds the character U+0000"),
    "turned direction in a name": (
        '"Ola Vik"',
        '"Ola\\u202eVik"',
        "body.seats[1].member.name: holds the character U+202E",
    ),
    "control in a text": ("**stramt**", "\\u0007stramt", "cases[0].text: holds the character U+0007"),
    "no meeting id": ('id = "2022-03-02"\n', "", "meeting.id: is missing"),
    "unsafe meeting id": ('id = "2022-03-02"', 'id = "2022/03"', "meeting.id: '2022/03' is no id"),
    "no meeting title": ('title = "Styringsgruppemøte"\n', "", "meeting.title: is missing"),
    "empty title": ('"Styringsgruppemøte"', '" "', "meeting.title: is empty"),
    "no deadline": ("deadline = 2022-03-02T15:00:00+01:00\n", "", "meeting.deadline: is missing"),
    "deadline without offset": (
        "2022-03-02T15:00:00+01:00",
        "2022-03-02T15:00:00",
        "meeting.deadline: 2022-03-02T15:00:00 has no offset; write 2022-03-02T15:00:00+01:00 for Norwegian time",
    ),
    "deadline without offset in summer": (
        "2022-03-02T15:00:00+01:00",
        "2022-07-02T15:00:00",
        "meeting.deadline: 2022-07-02T15:00:00 has no offset; write 2022-07-02T15:00:00+02:00",
    ),
    "deadline as a date": (
        "2022-03-02T15:00:00+01:00",
        "2022-03-02",
        "meeting.deadline: 2022-03-02 has no time of day",
    ),
    "deadline as a text": ("2022-03-02T15:00:00+01:00", '"2. mars"', "meeting.deadline: is a text; write a time"),
    "starts as a date": ("2022-03-02T09:00:00+01:00", "2022-03-02", "meeting.starts: 2022-03-02 has no time of day"),
    "deadline before the notice": (
        "2022-03-02T15:00:00+01:00",
        "2022-02-01T15:00:00+01:00",
        "meeting.deadline: 2022-02-01T15:00:00+01:00 is not after notice_at",
    ),
    "reminder after the deadline": (
        "[2022-03-01T08:00:00+01:00]",
        "[2022-03-03T08:00:00+01:00]",
        "meeting.remind_at[0]: 2022-03-03T08:00:00+01:00 is not before the deadline",
    ),
    "reminder before the notice": (
        "[2022-03-01T08:00:00+01:00]",
        "[2022-02-01T08:00:00+01:00]",
        "meeting.remind_at[0]: 2022-02-01T08:00:00+01:00 is not after notice_at",
    ),
    "reminder that is no list": (
        "[2022-03-01T08:00:00+01:00]",
        "2022-03-01T08:00:00+01:00",
        "meeting.remind_at: is a time; write a list of times",
    ),
    "written procedure without its decision": (
        'rule = "majority"',
        'rule = "unanimous-written"',
        "meeting.written: is missing; the body's rule is unanimous-written",
    ),
    "case in writing without its decision": (
        'title = "Plan"',
        'title = "Plan"\nrule = "unanimous-written"',
        "meeting.written: is missing; case 2/22's rule is unanimous-written",
    ),
    "no case number": ('number = "2/22"\n', "", "cases[1].number: is missing"),
    "bad case number": ('number = "2/22"', 'number = "2/22#1"', "cases[1].number: '2/22#1' is no case number"),
    "same case number": (
        'number = "2/22"',
        'number = "01/22"',
        "cases[1].number: '01/22' is already the number of cases[0]",
    ),
    "no proposal": ('proposal = ["Budsjettet vedtas."]\n', "", "cases[0].proposal: is missing"),
    "empty list of points": ('["Budsjettet vedtas."]', "[]", "cases[0].proposal: is empty"),
    "empty point": ('["Budsjettet vedtas."]', '[" "]', "cases[0].proposal[0]: is empty"),
    "proposal that is no list": (
        '["Budsjettet vedtas."]',
        '"Budsjettet vedtas."',
        "cases[0].proposal: is a text; write a list",
    ),
    "closed without a section": (
        'title = "Plan"',
        'title = "Plan"\npublic = false',
        "cases[1].exempt_under: is missing",
    ),
    "section but public": (
        'title = "Plan"',
        'title = "Plan"\nexempt_under = "offl. § 13"',
        "cases[1].public: is true although exempt_under names a section",
    ),
    "document that is not there": (
        'title = "Plan"',
        'title = "Plan"\ndocuments = ["plan.pdf"]',
        "cases[1].documents[0]: there is no ",
    ),
    "document outside": (
        'title = "Plan"',
        'title = "Plan"\ndocuments = ["vedlegg/../../plan.pdf"]',
        "cases[1].documents[0]: 'vedlegg/../../plan.pdf' leads out of this file's folder",
    ),
    "absolute document": (
        'title = "Plan"',
        'title = "Plan"\ndocuments = ["/etc/hosts"]',
        "cases[1].documents[0]: '/etc/hosts' is an absolute path",
    ),
    "document that is a folder": ('title = "Plan"', 'title = "Plan"\ndocuments = ["."]', "cases[1].documents[0]: "),
    "days of notice that cannot be": (
        'rule = "majority"',
        'rule = "majority"\nnotice_days = -1',
        "body.notice_days: -1 cannot be",
    ),
    "unknown body": (f"[body]\n{INLINE}", 'body = "gruppa"\n', "body: 'gruppa' cannot be looked up"),
    "body's name that is a path": (
        f"[body]\n{INLINE}",
        'body = "../gruppa"\n',
        "body: '../gruppa' is no name of a body",
    ),
    "syntax": ('title = "Plan"', 'title = "Plan', "39: is not TOML: "),
    "key that stands twice": ('title = "Plan"', 'title = "Plan"\ntitle = "Igjen"', "40: is not TOML: "),
    "date that there is not": ("2022-03-02T15:00:00+01:00", "2022-02-30T15:00:00+01:00", ""),
}


@pytest.mark.parametrize(("old", "new", "line"), REFUSED.values(), ids=REFUSED.keys())
def test_refusal_says_where_and_what(tmp_path: Path, old: str, new: str, line: str) -> None:
    found = problems(tmp_path, changed(old, new))

    assert [each for each in found if each.startswith(line)], found
    assert not [each for each in found if "\n" in each or "Traceback" in each]


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = changed("chair = true\n", "").replace("[meeting]", "[meeting]\ncolour = 1").replace('"Budsjett"', '""')

    keys = [line.partition(": ")[0] for line in problems(tmp_path, text)]

    assert keys == ["body.seats", "cases[0].title", "meeting.colour"]


def test_deadline_that_has_passed_is_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, VALID, now=datetime(2022, 3, 2, 14, tzinfo=UTC))

    assert found == ["meeting.deadline: 2022-03-02T15:00:00+01:00 has passed; write a time to come"]


def test_document_behind_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.pdf"
    outside.write_bytes(b"%PDF")
    folder = tmp_path / "meeting"
    folder.mkdir()
    (folder / "plan.pdf").symlink_to(outside)

    found = problems(folder, changed('title = "Plan"', 'title = "Plan"\ndocuments = ["plan.pdf"]'))

    assert found[0].startswith("cases[1].documents[0]: 'plan.pdf' is a link out of")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_unreadable_document_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"%PDF")
    (tmp_path / "plan.pdf").chmod(0)

    found = problems(tmp_path, changed('title = "Plan"', 'title = "Plan"\ndocuments = ["plan.pdf"]'))

    assert "cannot be read" in found[0]


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b'title = "M\xf8te"', ":1: is not UTF-8 text"),
        (b"a = " + b"[" * 100_000, ": is nested too deeply"),
        (b"#" * (LARGEST_BYTES + 1), ": is larger than 4 MB"),
        (b"", ":body: is missing"),
    ],
    ids=["latin-1", "deep", "large", "empty"],
)
def test_file_that_is_no_meeting_file_is_refused(tmp_path: Path, raw: bytes, what: str) -> None:
    path = tmp_path / "meeting.toml"
    path.write_bytes(raw)

    with pytest.raises(BadFileError) as refused:
        read(path)

    assert refused.value.problems[0].startswith(f"{path}{what}")


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFileError, match="there is no such file"):
        read(tmp_path / "meeting.toml")


def test_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFileError, match="is not a file"):
        read(tmp_path)


def test_example_files_are_valid() -> None:
    assert read(REPOSITORY / "config" / "meeting.example.toml").body.chair.id == "hole"
    assert load_body(REPOSITORY / "config" / "bodies" / "styringsgruppa.example.toml").chair.id == "hole"


FOLLOWED = """\
[[cases.follow_up]]
point = 1
responsible = "Prosjektleder"
due = 2022-04-01
"""


def test_follow_up_is_read_with_its_case(tmp_path: Path) -> None:
    cases = loaded(tmp_path, VALID + FOLLOWED + FOLLOWED.replace("point = 1", 'what = "Melder fra"')).meeting.cases

    assert cases[0].follow_up == ()
    assert cases[1].follow_up == (
        FollowUp("Prosjektleder", date(2022, 4, 1), 1),
        FollowUp("Prosjektleder", date(2022, 4, 1), None, "Melder fra"),
    )


def test_the_only_point_is_the_whole_proposal(tmp_path: Path) -> None:
    one = VALID.replace('["Planen vedtas.", "Den legges ut."]', '["Planen vedtas."]')

    assert loaded(tmp_path, one + FOLLOWED).meeting.case("2/22").follow_up[0].point is None


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("point = 1", "point = 3", "cases[1].follow_up[0].point: 3 cannot be; write the number of a point, 1 to 2"),
        ("point = 1\n", "", "cases[1].follow_up[0].what: is missing; say what is to be done, or write point = 1 to 2"),
        ("responsible", "who", "cases[1].follow_up[0].responsible: is missing"),
        ("due = 2022-04-01", 'due = "1. april"', "cases[1].follow_up[0].due: is a text; write a date such as"),
        ("due = 2022-04-01", "due = 2022-04-01T12:00:00", "cases[1].follow_up[0].due: is a time; write a date such as"),
        ("due = 2022-04-01", "due = 0001-04-01", "cases[1].follow_up[0].due: 0001-04-01 cannot be"),
        ("due = 2022-04-01", "due = 2022-03-01", "cases[1].follow_up[0].due: 2022-03-01 is before the deadline"),
        ("due", "until", "cases[1].follow_up[0].until: is not a known key"),
    ],
)
def test_wrong_follow_up_is_told_in_one_line(tmp_path: Path, old: str, new: str, line: str) -> None:
    assert any(each.startswith(line) for each in problems(tmp_path, VALID + FOLLOWED.replace(old, new)))


def test_one_person_is_marked_once_for_a_point(tmp_path: Path) -> None:
    assert ["cases[1].follow_up[1].responsible: 'Prosjektleder' is marked twice for the same; write it once"] == (
        problems(tmp_path, VALID + FOLLOWED + FOLLOWED)
    )


@pytest.mark.parametrize(("said", "previous"), [("", None), ('previous = ""\n', ""), ('previous = "a"\n', "a")])
def test_the_meeting_before_is_named_denied_or_left_to_be_found(
    tmp_path: Path, said: str, previous: str | None
) -> None:
    assert previous == loaded(tmp_path, changed("[meeting]\n", f"[meeting]\n{said}")).meeting.previous


def test_a_meeting_is_not_the_one_before_itself(tmp_path: Path) -> None:
    [line] = problems(tmp_path, changed("[meeting]\n", '[meeting]\nprevious = "2022-03-02"\n'))

    assert line.startswith("meeting.previous: '2022-03-02' is this meeting itself")
