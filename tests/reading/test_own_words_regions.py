"""Lines that are taken in stretches are what they are when each is asked by itself."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.reading.message import parse
from bot.reading.own_words.known import known_of
from bot.reading.own_words.lines import Lines, plain_lines
from bot.reading.own_words.regions import Regions, Row
from bot.reading.own_words.signers import Sender
from bot.reading.own_words.structure import html_lines
from tests.reading.client_forms import NOTICE
from tests.reading.test_own_words import CORPUS, OUTLOOK, STANDARD

KNOWN = known_of(STANDARD, ())
SENDER = Sender.called("Kari Berg", elsewhere=["Olav Haugen"])
LETTER = "\n".join(NOTICE)
MAILS = {f"{path.parent.name}/{path.stem}": parse(path.read_bytes()) for path in CORPUS}
WRITTEN = sorted({line for mail in MAILS.values() for line in (mail.plain or "").split("\n")[:200]})


class LineByLine(Regions):
    """Goes through the lines one by one."""

    def end_of_stretch(self, at: int, count: int) -> int:
        """No stretch at all."""
        assert at <= count
        return at


def rows_of(kind: type[Regions], lines: Lines, *, forwarded: bool = False) -> list[Row]:
    return kind(lines, KNOWN, SENDER, forwarded=forwarded).read()


@pytest.mark.parametrize("forwarded", [False, True], ids=["answered", "passed_on"])
@pytest.mark.parametrize("name", MAILS)
def test_mail_has_the_same_rows_line_by_line(name: str, *, forwarded: bool) -> None:
    mail = MAILS[name]
    for lines in (plain_lines(mail.plain or ""), html_lines(mail.html or "")):
        assert rows_of(LineByLine, lines, forwarded=forwarded) == rows_of(Regions, lines, forwarded=forwarded)


LINES = st.lists(
    st.sampled_from(WRITTEN) | st.sampled_from(["", "> ", "| a", "Kari Berg", "Hei Kari", *NOTICE]), max_size=15
)


@given(LINES, LINES, st.sampled_from(["", OUTLOOK, LETTER, OUTLOOK + LETTER]))
@settings(max_examples=400, deadline=None)
@example(["Godkjent", "Kari Berg", "23.02.2022 08:00", "Imot"], [], "")
@example(["Godkjent", "", "Hei Kari,", "Imot"], [], "")
@example(["Godkjent", "| Hei", "| Imot"], ["Godkjent"], "")
@example(["Godkjent"], ["Imot"], LETTER)
def test_any_lines_have_the_same_rows_line_by_line(above: list[str], below: list[str], between: str) -> None:
    text = "\n".join([*above, between, *below])
    assert rows_of(LineByLine, plain_lines(text)) == rows_of(Regions, plain_lines(text))
