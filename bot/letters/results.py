"""What became of the cases, in short, as the letter with the protocol tells it."""

from dataclasses import dataclass

from bot.core.meeting import VoteKey
from bot.core.protocol import Basis, CaseResult, Counts, Outcome, Protocol
from bot.letters.catalogue import Catalogue
from bot.letters.view import Cases, numbered


@dataclass(frozen=True, slots=True)
class PointLine:
    """What became of one point."""

    label: str
    outcome: str
    counts: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case; `decision` is Markdown and empty where nothing was adopted or may be shown. `counts`
    is empty where the points have theirs."""

    heading: str
    outcome: str
    counts: str
    decision: str
    shown: bool
    adopted: bool
    points: tuple[PointLine, ...]


def results(cases: Cases, protocol: Protocol) -> list[Result]:
    """The results of every case, in order."""
    return [_result(cases, case) for case in protocol.cases]


def _result(cases: Cases, result: CaseResult) -> Result:
    words, shown = cases.catalogue, cases.may_show(result)
    return Result(
        heading=cases.heading(result),
        outcome=_outcome(words, result.outcome, result.basis),
        counts="" if result.points else _counts(words, result.votes),
        decision=numbered(result.decision) if shown and result.decision else "",
        shown=shown,
        adopted=result.outcome in {Outcome.ADOPTED, Outcome.PARTLY_ADOPTED},
        points=tuple(
            PointLine(
                label=cases.label(VoteKey(result.number, point.point)),
                outcome=_outcome(words, point.outcome, point.basis),
                counts=_counts(words, point.votes),
            )
            for point in result.points
        ),
    )


def _outcome(words: Catalogue, outcome: Outcome, basis: Basis) -> str:
    """«Vedtatt enstemmig»; the outcome alone where the basis adds nothing."""
    full = f"result.{outcome}.{basis}"
    return words.word(full if words.has(full) else f"outcome.{outcome}")


def _counts(words: Catalogue, counts: Counts) -> str:
    """«4 for, 1 imot»; empty where nobody voted."""
    numbers = {name: getattr(counts, name) for name in Counts.__slots__}
    return ", ".join(words.word(f"count.{name}", n=n) for name, n in numbers.items() if n)
