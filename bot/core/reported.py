"""What a notice lists of the body's meeting before: its protocol, for approval, and its decisions, as reported cases.

Decisions that were made in writing are reported to the body's next meeting («referatsaker», kommuneloven § 11-8). They
are no cases of that meeting: nobody votes on them. Which meeting is the one before, `previous` tells.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.core.meeting import Rule
from bot.core.protocol import Basis, CaseResult, Outcome, Protocol


@dataclass(frozen=True, slots=True)
class ReportedCase:
    """A case of the meeting before with what came of it. Its title is the real one, also where it is not public."""

    number: str
    title: str
    public: bool
    exempt_under: str
    rule: Rule
    outcome: Outcome
    basis: Basis


@dataclass(frozen=True, slots=True)
class Reported:
    """The meeting before: its id and title, when it was held, and the protocol as it was when this was decided.

    `sealed` is the SHA-256 of that protocol's canonical JSON, `document` that of its PDF in the archive.
    """

    meeting: str
    title: str
    held: datetime
    cases: tuple[ReportedCase, ...]
    sealed: str
    document: str

    @property
    def decided(self) -> tuple[ReportedCase, ...]:
        """The cases that were decided, one way or the other."""
        return tuple(case for case in self.cases if case.outcome is not Outcome.UNDECIDED)

    @property
    def undecided(self) -> tuple[ReportedCase, ...]:
        """The cases that were not, and are to be put before a meeting if they still matter."""
        return tuple(case for case in self.cases if case.outcome is Outcome.UNDECIDED)


def reported(made: Protocol, sealed: str, document: str) -> Reported:
    """What is listed of the meeting whose protocol it is."""
    meeting = made.meeting
    cases = tuple(map(_case, made.cases))
    return Reported(meeting.id, meeting.title, meeting.starts or meeting.deadline, cases, sealed, document)


def _case(case: CaseResult) -> ReportedCase:
    return ReportedCase(case.number, case.title, case.public, case.exempt_under, case.rule, case.outcome, case.basis)
