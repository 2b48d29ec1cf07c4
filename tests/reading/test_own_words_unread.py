"""What is left unread says nothing: what the quick look rules out, the reading line by line rules out too."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.message import parse
from bot.reading.own_words.authors import authors_of
from bot.reading.own_words.known import Known, known_of
from bot.reading.own_words.lines import plain_lines
from bot.reading.own_words.passages import passages_of
from bot.reading.own_words.regions import OPEN, OWN, Regions, Row
from bot.reading.own_words.runs import Reader
from bot.reading.own_words.signers import Sender
from bot.reading.own_words.unread import are_untied, is_untouched
from tests.reading.client_forms import BOT, NOTICE, SUBJECT
from tests.reading.test_own_words import ANSWERS, CORPUS, MEETINGS, OUTLOOK, STANDARD

WRITTEN = sorted(
    {line.strip("> ") for mail in CORPUS for line in (parse(mail.read_bytes()).plain or "").split("\n")[:200]}
)
KNOWN = known_of(STANDARD, ())
SENDER = Sender.called("Kari Berg", elsewhere=["Olav Haugen"])
AUTHORS = authors_of(STANDARD, ("mote@region.example",), BOT)


def words_in(letter: Sequence[str], known: Known = KNOWN) -> list[str]:
    """What the reading line by line finds in a letter of ours that no mark covers."""
    rows = [Row(line, OPEN, block=1, author=BOT, subject=SUBJECT) for line in letter]
    return [line for run in Reader(rows, known, lambda: AUTHORS).read() for line in run.lines if line]


REMINDER = (
    "Vi mangler stemmen din. Svar «godkjent» på denne e-posten innen onsdag 2. mars 2022 kl. 15.00.",
    "- Sak 1/22: Endring i styringsdokumentet",
    "- Sak 2/22: Felles satsing på sykkelveier",
    "Vil du svare sak for sak, så skriv «godkjent», «imot» eller «avstår» i linjene:",
    "Sak 1/22:",
    "Sak 2/22:",
    "Sakspapirene fikk du med innkallingen.",
    "Referanse: K7Q4-M2XD-3FAB (møte 2022-03-02)",
)


@pytest.mark.parametrize("letter", [NOTICE, REMINDER], ids=["notice", "reminder"])
def test_letter_that_nobody_wrote_into_is_untouched(letter: tuple[str, ...]) -> None:
    assert is_untouched(letter, KNOWN)


@pytest.mark.parametrize("answer", [*ANSWERS, "Hm", "Vent med denne", "Dyrt!", "Sak 1/22: ja", "Hva koster det?"])
def test_letter_with_an_answer_among_its_cases_is_not(answer: str) -> None:
    assert not is_untouched([*NOTICE[:9], answer, *NOTICE[9:]], KNOWN)


@given(
    st.sampled_from([NOTICE, REMINDER, NOTICE + REMINDER]),
    st.lists(st.tuples(st.integers(0, len(NOTICE)), st.sampled_from(WRITTEN)), max_size=4),
    st.data(),
)
@settings(max_examples=500, deadline=None)
def test_letter_that_is_untouched_holds_no_words(
    written: tuple[str, ...], added: list[tuple[int, str]], data: st.DataObject
) -> None:
    letter = list(written)
    for at, line in added:
        letter.insert(at, line)
    if data.draw(st.booleans()):
        del letter[data.draw(st.integers(0, len(letter) - 1))]
    assert not is_untouched(letter, KNOWN) or words_in(letter) == []


@pytest.mark.parametrize("mail", CORPUS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_mail_that_would_be_an_untouched_letter_holds_no_words(mail: Path) -> None:
    lines = [line.strip("> ") for line in (parse(mail.read_bytes()).plain or "").split("\n")[:200]]
    for meeting in MEETINGS.values():
        known = known_of(meeting, ())
        assert not is_untouched(lines, known) or words_in(lines, known) == []


@given(st.lists(st.sampled_from(WRITTEN), max_size=12))
@settings(max_examples=400, deadline=None)
def test_words_that_are_untied_are_all_the_senders_and_under_nothing(lines: list[str]) -> None:
    while lines and not lines[-1]:
        lines.pop()
    runs = Reader([Row(line, OWN, block=1) for line in lines], KNOWN, lambda: AUTHORS).read()
    if lines and are_untied(lines, KNOWN):
        assert [(run.lines, run.under, run.astray, run.loose) for run in runs] == [(lines, None, False, False)]


class Everything(Regions):
    """Leaves nothing unread."""

    def can_be_left(self, at: int, start: int) -> bool:
        """Never."""
        assert at < start
        return False


def said_in(kind: type[Regions], text: str) -> list[str]:
    rows = kind(plain_lines(text), KNOWN, SENDER, forwarded=False).read()
    return [each.text for each in passages_of(rows, KNOWN, SENDER, lambda: AUTHORS)]


@pytest.mark.parametrize("mail", CORPUS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_left_unread_says_nothing(mail: Path) -> None:
    text = parse(mail.read_bytes()).plain or ""
    assert said_in(Everything, text) == said_in(Regions, text)


@given(
    st.lists(st.sampled_from(WRITTEN), max_size=4),
    st.sampled_from([OUTLOOK, "\nons. 23. feb. 2022 kl. 08:00 skrev Møtebot <mote@region.example>:\n\n"]),
    st.sampled_from(["", "> "]),
    st.lists(st.tuples(st.integers(0, len(NOTICE)), st.sampled_from(WRITTEN)), max_size=2),
)
@settings(max_examples=400, deadline=None)
def test_letter_that_is_left_unread_says_nothing(
    above: list[str], boundary: str, mark: str, added: list[tuple[int, str]]
) -> None:
    letter = list(NOTICE)
    for at, line in added:
        letter.insert(at, line)
    text = "\n".join([*above, boundary, *(mark + line for line in letter)])
    assert said_in(Everything, text) == said_in(Regions, text)
