"""What became of the cases, in short, as the letter with the protocol tells it."""

from dataclasses import dataclass
from datetime import date

from bot.core.meeting import FollowUp, Meeting, VoteKey
from bot.core.protocol import Basis, CaseResult, Counts, FollowedUp, Outcome, Protocol
from bot.core.reported import Reported, ReportedCase
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


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """A decision of the meeting before, as a notice reports it; `outcome` is empty where it may not be told."""

    name: str
    outcome: str


def reported(cases: Cases, before: Reported | None) -> list[ReportedLine]:
    """The decisions of the meeting before, in its order."""
    return [] if before is None else [_reported(cases, case) for case in before.decided]


def _reported(cases: Cases, case: ReportedCase) -> ReportedLine:
    outcome = _outcome(cases.catalogue, case.outcome, case.basis) if cases.may_show(case) else ""
    return ReportedLine(cases.reported(case), outcome)


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """Who is to act on a case or point; `what` is empty where it is the proposal itself."""

    label: str
    responsible: str
    due: date | None
    what: str


def marked(cases: Cases, meeting: Meeting) -> list[FollowUpLine]:
    """What a meeting's file marks for follow-up, of the cases that may be shown."""
    shown = (case for case in meeting.cases if cases.may_show(case))
    return [_marked(cases, case.number, each) for case in shown for each in case.follow_up]


def followed_up(cases: Cases, protocol: Protocol) -> list[FollowUpLine]:
    """What the protocol's appendix lists, of the cases that may be shown."""
    shown = {case.number for case in protocol.cases if cases.may_show(case)}
    return [_marked(cases, each.case, each) for each in protocol.follow_up if each.case in shown]


def _marked(cases: Cases, number: str, each: FollowUp | FollowedUp) -> FollowUpLine:
    return FollowUpLine(cases.label(VoteKey(number, each.point)), each.responsible, each.due, each.what)


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
