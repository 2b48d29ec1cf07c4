"""Protocols as PDF: pages a second and peak memory, beside the engine's own minimum for as many pages of plain text.

Both conform to PDF/A-2a and PDF/UA-1, both warm, in one run; the minimum has no tables, headings or votes.

    python benchmarks/documents.py [ROUNDS]
"""

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2
import typst

from bot.core.meeting import Body, Case, Coordinator, Meeting, Person, Rule, Seat
from bot.core.minutes import protocol
from bot.core.state import State
from bot.letters.documents import notice_pdf, protocol_docx, protocol_html, protocol_pdf

OSLO = ZoneInfo("Europe/Oslo")
DEADLINE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
WORDS = "Forprosjektet viser at de tre korteste strekningene kan åpnes til neste sommer, og at resten krever avtaler. "


def meeting(seats: int, cases: int, paragraphs: int) -> Meeting:
    body = Body(
        name="Rådet for Fjordregionen",
        rule=Rule.MAJORITY,
        coordinator=Coordinator("Anne Lie", "anne.lie@region.example"),
        seats=tuple(
            Seat(
                f"s{number}", f"Kommune {number}", Person(f"Medlem {number}", f"m{number}@k.example"), chair=not number
            )
            for number in range(seats)
        ),
    )
    text = "\n\n".join(f"## Del {number}\n\n{WORDS * 5}" for number in range(paragraphs))
    return Meeting(
        id="bench",
        title="Rådsmøte",
        deadline=DEADLINE,
        body=body,
        cases=tuple(
            Case(f"{number}/26", f"Sak nummer {number}", ("Vedtas.", "Finansieres."), text)
            for number in range(1, cases + 1)
        ),
    )


def minimum(pages: int) -> Callable[[], bytes]:
    """The engine on a file of so many pages of plain text."""
    folder = Path(tempfile.mkdtemp(prefix="motebot-bench-"))
    page = f"{WORDS * 24}\n\n"
    source = '#set document(title: "Rådsmøte")\n#set text(lang: "nb")\n#set page(margin: 2.5cm)\n'
    (folder / "plain.typ").write_text(source + "#pagebreak()\n".join([page] * pages), encoding="utf-8")
    compiler = typst.Compiler(str(folder / "plain.typ"), str(folder))
    return lambda: bytes(compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=0))  # type: ignore[arg-type]


def pages_of(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))


def seconds(make: Callable[[], object], rounds: int) -> float:
    make()
    return statistics.median(_timed(make, rounds))


def _timed(make: Callable[[], object], rounds: int) -> Iterator[float]:
    for _ in range(rounds):
        begun = time.perf_counter()
        make()
        yield time.perf_counter() - begun


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    for seats, cases, paragraphs in ((6, 2, 4), (20, 6, 12), (50, 12, 20)):
        state = State(meeting(seats, cases, paragraphs), DEADLINE - timedelta(days=7))
        made = protocol(state)
        pages = pages_of(protocol_pdf(made, OSLO))
        bare = seconds(minimum(pages), rounds)
        print(f"{seats} seats, {cases} cases, {pages} pages")
        print(f"  {'engine alone':14} {1000 * bare:8.1f} ms, {pages / bare:.0f} pages/s")
        for name, make in (
            ("protocol PDF", lambda made=made: protocol_pdf(made, OSLO)),
            ("notice PDF", lambda state=state: notice_pdf(state.meeting, OSLO)),
            ("protocol DOCX", lambda made=made: protocol_docx(made, OSLO)),
            ("protocol HTML", lambda made=made: protocol_html(made, OSLO)),
        ):
            took = seconds(make, rounds)
            print(f"  {name:14} {1000 * took:8.1f} ms, ratio {took / bare:5.1f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
