"""The public edition: closed cases emptied before a word of the document is written (kommuneloven § 11-4).

What is taken out here cannot reach any format, its metadata or its attachments.
"""

from dataclasses import replace

from bot.core.meeting import Case, Meeting
from bot.core.protocol import Basis, CaseResult, Counts, Outcome, Protocol, Quorum


def public_meeting(meeting: Meeting) -> Meeting:
    """The meeting with number and legal basis as all that is left of a case that is not public."""
    return replace(meeting, cases=tuple(case if case.public else _closed(case) for case in meeting.cases))


def public_protocol(protocol: Protocol) -> Protocol:
    """The protocol with number and legal basis as all that is left of a case that is not public."""
    cases = tuple(case if case.public else _closed_result(case) for case in protocol.cases)
    closed = {case.number for case in protocol.cases if not case.public}
    follow_up = tuple(each for each in protocol.follow_up if each.case not in closed)
    return replace(protocol, meeting=public_meeting(protocol.meeting), cases=cases, follow_up=follow_up)


def _closed(case: Case) -> Case:
    return Case(case.number, title="", proposal=(), public=False, exempt_under=case.exempt_under)


def _closed_result(case: CaseResult) -> CaseResult:
    return CaseResult(
        number=case.number,
        title="",
        text="",
        proposal=(),
        documents=(),
        public=False,
        exempt_under=case.exempt_under,
        rule=case.rule,
        outcome=Outcome.UNDECIDED,
        basis=Basis.NO_QUORUM,
        votes=Counts(),
        quorum=Quorum(0, 0, 0),
        points=(),
        decision=(),
        cast=(),
    )
