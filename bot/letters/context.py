"""The values that a letter's template is filled with, a function a kind of letter.

What a letter may not say is not among its values: no other member's answer, and no reason for an absence outside the
coordinator's letter.
"""

import re
import shlex
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.core import letters
from bot.core.letters import Content, Letter
from bot.core.meeting import Case, Meeting, Role, Rule, Seat, Silence, VoteKey
from bot.core.reading import Attendance, Evidence, Reason, Vote
from bot.core.reported import Reported
from bot.core.roll import in_time
from bot.core.thread import registration_number
from bot.letters.answers import MAY_DEMAND_A_MEETING, Answers, form_lines
from bot.letters.catalogue import Catalogue
from bot.letters.mime import clean
from bot.letters.results import followed_up, marked, reported, results
from bot.letters.view import Cases

Values = dict[str, object]

LONGEST_QUOTE = 300
# What is said of being away may tell why, and why is nobody's matter (GDPR art. 9).
_NEVER_QUOTED = frozenset({"attendance", "substitute", Reason.ABSENCE_WITH_VOTE, Reason.NOTHING_SAID})

# What a mail to the coordinator says of an answer about the protocol, which no vote and no seat can settle.
_OF_PROTOCOL = frozenset({"protocol_remark", "after_approval"})

# Said beside a clear vote, these are for the coordinator, and the sender is only told so.
_PASSED_ON = frozenset({Reason.QUESTION, Reason.COUNTER_PROPOSAL})


def template(content: Content) -> str:
    """The name of the template: the content's class in snake case."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(content).__name__).lower()


def context(  # noqa: PLR0913 - everything that a letter is written from
    letter: Letter,
    meeting: Meeting,
    catalogue: Catalogue,
    address: str,
    reference: str,
    *,
    closed_by_mail: bool,
) -> Values:
    """The values for the letter's template."""
    subject = catalogue.word("reply.subject", subject=f"{meeting.title} [{reference}]")
    desk = _Desk(
        letter=letter,
        meeting=meeting,
        catalogue=catalogue,
        cases=Cases(catalogue, meeting, closed_by_mail),
        answers=Answers(catalogue, meeting, address, subject),
    )
    return desk.common() | {"address": address, "reference": reference} | desk.special()


@dataclass(frozen=True, slots=True)
class _Desk:
    """One letter being written."""

    letter: Letter
    meeting: Meeting
    catalogue: Catalogue
    cases: Cases
    answers: Answers

    def common(self) -> Values:
        """What every letter may mention."""
        letter, meeting = self.letter, self.meeting
        return {
            "meeting": meeting,
            "body": meeting.body,
            "coordinator": meeting.body.coordinator,
            "person": letter.to,
            "seat": letter.seat,
            "role": letter.role,
            "content": letter.content,
            "has_vote": letter.seat is not None and letter.seat.votes,
            "answered": letter.answers,
            "again": letter.again,
            "came_in_time": letter.answers is not None and in_time(letter.answers.received, meeting.deadline),
        }

    def special(self) -> Values:  # noqa: C901, PLR0911, PLR0912 - one a kind of letter
        """What this kind of letter is about."""
        match self.letter.content:
            case letters.Summons() as summons:
                asked = self._asked(self._named(summons.cases)) | {"only": self.cases.named(summons.cases)}
                return asked | self._before(summons.reported)
            case letters.Notice() as notice:
                return self._asked(self.meeting.cases) | self._before(notice.reported)
            case letters.Reminder() | letters.Extended():
                return self._asked(self.meeting.cases)
            case letters.Receipt() as receipt:
                return self._receipt(receipt)
            case letters.Question() as question:
                return self._asked(self.meeting.cases) | self._asked_back(
                    question.reasons, question.evidence, question.text
                )
            case letters.Trouble() | letters.NotCounted() | letters.Cancelled() | letters.SummonsWithdrawn():
                return {}
            case letters.ProtocolOut() as out:
                return {
                    "results": results(self.cases, out.protocol),
                    "written": self._names(self._written()),
                    "followed_up": followed_up(self.cases, out.protocol),
                }
            case letters.ForApproval() as asked:
                return self._for_approval(asked)
            case letters.ApprovalReceipt():
                return {"approver": self.letter.to}
            case letters.Draft() as draft:
                return self._draft(draft)
            case letters.NeedsYou() as needs:
                return self._needs_you(needs)
            case letters.Strangers() as strangers:
                return self._strangers(strangers)
            case letters.DeliveryFailed() as failed:
                return self._delivery_failed(failed)

    def _before(self, before: Reported | None) -> Values:
        """The decisions of the meeting before that the notice reports."""
        return {"decided_before": reported(self.cases, before)}

    def _named(self, numbers: Sequence[str]) -> tuple[Case, ...]:
        return tuple(case for case in self.meeting.cases if not numbers or case.number in numbers)

    def _asked(self, asked: Sequence[Case]) -> Values:
        """The cases with the form and the buttons for one who is asked to answer them."""
        seat = self.letter.seat
        votes = seat is not None and seat.votes
        return {
            "cases": [self.cases.view(case) for case in asked],
            "lines": form_lines(self.catalogue, asked),
            "tappable": self.answers.voter(asked) if votes else self.answers.adviser(),
            "approve": self.answers.approval(asked),
            **self._terms(asked),
        }

    def _terms(self, asked: Sequence[Case]) -> Values:
        """How the cases are decided, as far as one who answers has to know it."""
        written = [case for case in asked if self.meeting.rule_of(case) is Rule.UNANIMOUS_WRITTEN]
        silent = [case for case in asked if case not in written]
        consent = self.meeting.body.silence is Silence.CONSENT
        demand = any(self.meeting.rule_of(case) in MAY_DEMAND_A_MEETING for case in asked)
        return {
            "options": self._options(asked),
            "written": self._names(written),
            "all_written": len(written) == len(asked),
            "consent": self._names(silent) if consent else "",
            "all_consent": consent and not written,
            "may_demand_a_meeting": demand,
        }

    def _options(self, asked: Sequence[Case]) -> str:
        """What may be answered: to abstain is no choice where every case asks for consent (kommuneloven § 8-1)."""
        written = all(self.meeting.rule_of(case) is Rule.UNANIMOUS_WRITTEN for case in asked)
        return self.catalogue.word("options.written" if written else "options.all")

    def _names(self, cases: Iterable[Case]) -> str:
        return self.cases.named(case.number for case in cases)

    def _receipt(self, receipt: letters.Receipt) -> Values:
        votes, named = receipt.votes, self.cases.named_keys
        unanswered = self._named(receipt.unanswered) if receipt.unanswered else ()
        written = [key for key in votes if self._is_written(key)]
        absent = receipt.attendance is Attendance.ABSENT
        return {
            "registered": list(self.cases.votes(votes, receipt.replaced)),
            "withdrawn": named(receipt.withdrawn),
            "standing": [] if receipt.standing == votes else list(self.cases.votes(receipt.standing)),
            "unanswered": self._names(unanswered),
            "lines": form_lines(self.catalogue, unanswered),
            "tappable": [self.answers.by_case(unanswered)] if unanswered else [],
            "recused": named(key for key, vote in votes.items() if vote is Vote.RECUSED),
            "to_a_meeting": named(key for key in votes if self._leads_to_a_meeting(key, votes[key])),
            "abstained": named(key for key in written if votes[key] is Vote.ABSTAIN),
            "consented": named(key for key in written if votes[key] is Vote.APPROVE),
            "missing_consent": self._missing_consent() if absent else "",
            "is_absent": absent,
            "is_present": receipt.attendance is Attendance.PRESENT,
            "only_passed_on": _PASSED_ON.issuperset(receipt.reasons),
            **self._asked_back(receipt.reasons, receipt.evidence, "", settled=votes),
        }

    def _leads_to_a_meeting(self, key: VoteKey, vote: Vote) -> bool:
        """Whether the vote keeps its case from being settled in writing."""
        return vote is Vote.MEETING or (vote is Vote.OBJECT and self._is_written(key))

    def _is_written(self, key: VoteKey) -> bool:
        return key.case in {case.number for case in self._written()}

    def _written(self) -> list[Case]:
        return [case for case in self.meeting.cases if self.meeting.rule_of(case) is Rule.UNANIMOUS_WRITTEN]

    def _missing_consent(self) -> str:
        """The cases that an absent member keeps from being settled in writing, since nobody consents for them."""
        member = self.letter.role is Role.MEMBER and self.letter.seat is not None and self.letter.seat.votes
        return self._names(self._written()) if member and not self.meeting.body.substitutes_consent else ""

    def _asked_back(
        self,
        reasons: Sequence[Reason],
        evidence: Sequence[Evidence],
        text: str,
        settled: Container[VoteKey] = (),
    ) -> Values:
        """What is asked, and the words that caused it."""
        fill = {"coordinator": self.meeting.body.coordinator.name, "options": self._options(self.meeting.cases)}
        asked = [
            Ask(self.catalogue.word(f"reason.{reason}", **fill), self._quotes(reason, evidence, settled))
            for reason in reasons
        ]
        quotable = not _NEVER_QUOTED & {*reasons, *(each.about for each in evidence)}
        quoted = any(ask.quotes for ask in asked)
        return {"asked": asked, "quote": _shortened(text) if quotable and not quoted else ""}

    def _quotes(self, reason: Reason, evidence: Sequence[Evidence], settled: Container[VoteKey]) -> tuple[str, ...]:
        if reason in _NEVER_QUOTED:
            return ()
        own = [each.words for each in evidence if each.about == reason]
        of_cases = [each.words for each in evidence if self._unsettled(each.about, settled)]
        return tuple(dict.fromkeys(_shortened(words) for words in own or of_cases))

    def _unsettled(self, about: str, settled: Container[VoteKey]) -> bool:
        keys = {key for case in self.meeting.cases for key in (case.key, *case.point_keys)}
        return any(str(key) == about and key not in settled for key in keys)

    def _approve_command(self) -> str:
        because = ["--reason", self.catalogue.word("command.reason")]
        return shlex.join(["motebot", "approve-protocol", self.meeting.id, *because])

    def _for_approval(self, asked: letters.ForApproval) -> Values:
        return {
            "results": results(self.cases, asked.protocol),
            "approve": self.catalogue.word("answer.approve").lower(),
            "approve_command": self._approve_command(),
        }

    def _draft(self, draft: letters.Draft) -> Values:
        meeting, before = self.meeting, draft.reported
        return {
            "cases": [self.cases.view(case) for case in meeting.cases],
            "written": self._names(self._written()),
            "warnings": [self.catalogue.phrase("warning", each) for each in draft.warnings],
            "approve_command": shlex.join(["motebot", "approve", meeting.id]),
            "cancel_command": shlex.join(["motebot", "cancel", meeting.id]),
            "rule": self.catalogue.word(f"rule.{meeting.body.rule}"),
            "silence": self.catalogue.word(f"silence.{meeting.body.silence}"),
            "followed_up": marked(self.cases, meeting),
            "undecided_before": self.cases.named(case.number for case in (before.undecided if before else ())),
            **self._before(before),
        }

    def _needs_you(self, needs: letters.NeedsYou) -> Values:
        return {
            "quote": needs.text.strip(),
            "reasons": [self.catalogue.phrase("coordinator_reason", each) for each in needs.reasons],
            "identity": self.catalogue.phrase("identity", needs.identity) if needs.identity else "",
            "registration": registration_number(needs.raw_sha256) if needs.raw_sha256 else "",
            "speaker": self.meeting.speaker(needs.sender),
            "of_protocol": bool(_OF_PROTOCOL.intersection(needs.reasons)),
            "approve_command": self._approve_command() if "protocol_remark" in needs.reasons else "",
            **self._record(needs.seat),
            **self._settle(needs),
        }

    def _settle(self, needs: letters.NeedsYou) -> Values:
        """The commands that settle a mail that is held; `held` says that it can be released."""
        number = registration_number(needs.raw_sha256).removeprefix("#")
        because = ["--reason", self.catalogue.word("command.reason")]
        return {
            "held": "held" in needs.reasons,
            "unentitled": Reason.UNKNOWN_SENDER in needs.reasons and needs.raw_sha256 != "",
            "release": shlex.join(["motebot", "release", self.meeting.id, number, *because]),
            "refuse": shlex.join(["motebot", "refuse", self.meeting.id, number, *because]),
        }

    def _strangers(self, strangers: letters.Strangers) -> Values:
        """The list, each line of it short and of one piece, whatever its sender wrote."""
        mails = [
            mail._replace(sender=_shortened(clean(mail.sender), 100), subject=_shortened(clean(mail.subject), 100))
            for mail in strangers.mails
        ]
        return {
            "mails": mails,
            "more": strangers.count - len(mails),
            "show": shlex.join(["motebot", "status", self.meeting.id]),
            **self._record(None),
        }

    def _delivery_failed(self, failed: letters.DeliveryFailed) -> Values:
        speaker = self.meeting.speaker(failed.address)
        return {
            "speaker": speaker,
            "failed_letter": self.catalogue.word(f"letter.{failed.kind}"),
            **self._record(speaker.seat if speaker else None),
        }

    def _record(self, seat: Seat | None) -> Values:
        """The commands that settle an answer by hand, with words in capitals for what only a human knows."""
        word = self.catalogue.word
        record = ["motebot", "record", self.meeting.id, "--seat", seat.id if seat else word("command.seat")]
        votes = [("--vote", f"{case.number}={word('command.vote')}") for case in self.meeting.cases]
        because = ["--reason", word("command.reason")]
        return {
            "record_votes": shlex.join([*record, *chain.from_iterable(votes), *because]),
            "record_absence": shlex.join([*record, "--absent", *because]),
        }


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked back, and the sender's words behind it."""

    words: str
    quotes: tuple[str, ...]


def _shortened(words: str, longest: int = LONGEST_QUOTE) -> str:
    line = " ".join(words.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
