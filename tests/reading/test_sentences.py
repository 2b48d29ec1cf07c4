"""The sentences of tests/reading/sentences are read as they say."""

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bot.core.meeting import Meeting, Speaker, VoteKey
from bot.notices import meeting_file
from bot.reading.own_words import Passage
from bot.reading.statements import Said, interpret

FOLDER = Path(__file__).parent / "sentences"
# A meeting of the sentences wins over one of the mails with the same name.
MEETINGS = (FOLDER.parent.parent / "mails" / "meetings", FOLDER / "meetings")
SPEAKERS = {
    "member": "marit.holm@sandoey.example",
    "substitute": "kari.li@sandoey.example",
    "adviser": "bjorn.vik@fylket.example",
}
# Rules on kinds, threads, attachments and calendars are about whole mails, not about sentences.
OF_WHOLE_MAILS = {"1.4", "1.6", "4.5"}
RULES = {
    *(f"1.{number}" for number in range(1, 7)),
    "2",
    *(f"3.{number}" for number in range(1, 10)),
    *(f"4.{number}" for number in range(1, 7)),
    "5",
}


class Case(NamedTuple):
    rule: str
    sentence: str
    group: dict[str, Any]


def _cases() -> list[Case]:
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    return [
        Case(data["rule"], sentence, group)
        for data in files
        for group in data["group"]
        for sentence in group["sentences"]
    ]


CASES = _cases()


@pytest.fixture(scope="session")
def meetings() -> dict[str, Meeting]:
    return {path.stem: meeting_file.read(path) for folder in MEETINGS for path in sorted(folder.glob("*.toml"))}


def _speaker(meeting: Meeting, group: dict[str, Any]) -> Speaker:
    speaker = meeting.speaker(SPEAKERS[group.get("speaker", "member")])
    assert speaker is not None
    return speaker


def _shown(said: Said, meeting: Meeting) -> set[str]:
    shown = {f"{key} {vote}" for key, vote in said.votes.items()}
    values = set(said.votes.values())
    if set(said.votes) == {case.key for case in meeting.cases} and len(values) == 1:
        shown = {f"all {values.pop()}"}
    if said.attendance:
        shown.add(said.attendance.value)
    if said.substitute:
        shown.add(f"{'substitute' if said.substitute.listed else 'unlisted'} {said.substitute.name}")
    return shown | {f"ask {reason}" for reason in said.reasons}


def _expected(group: dict[str, Any], meeting: Meeting) -> set[str]:
    wanted = {part.strip() for part in group["expect"].split(",")}
    votes = {part.split(" ")[1] for part in wanted if "/" in part}
    named = {part.split(" ")[0] for part in wanted if "/" in part}
    if len(votes) == 1 and named == {case.number for case in meeting.cases}:
        wanted = {part for part in wanted if "/" not in part} | {f"all {votes.pop()}"}
    return wanted


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.sentence[:50]}")
def test_sentence_is_read_by_its_rule(case: Case, meetings: dict[str, Meeting]) -> None:
    meeting = meetings[case.group.get("meeting", "standard")]
    under = VoteKey.parse(case.group["under"]) if "under" in case.group else None
    passages = [Passage(case.sentence, under)]
    said = interpret(passages, meeting, _speaker(meeting, case.group), case.group.get("subject", ""))
    expected, shown = _expected(case.group, meeting), _shown(said, meeting)
    if "ask" in expected:
        assert any(part.startswith("ask") for part in shown)
        expected, shown = ({part for part in parts if not part.startswith("ask")} for parts in (expected, shown))
    assert expected == shown


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.sentence[:50]}")
def test_evidence_is_the_senders_words(case: Case, meetings: dict[str, Meeting]) -> None:
    meeting = meetings[case.group.get("meeting", "standard")]
    said = interpret([Passage(case.sentence)], meeting, _speaker(meeting, case.group))
    assert [each.words for each in said.evidence if each.words not in case.sentence] == []
    assert {str(key) for key in said.votes} <= {each.about for each in said.evidence}


def test_every_rule_has_a_sentence() -> None:
    assert RULES - OF_WHOLE_MAILS == {case.rule for case in CASES}


def test_there_are_sentences_enough() -> None:
    assert len(CASES) >= 400
