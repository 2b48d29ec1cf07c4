"""What a case came to, in words: the outcome, what it rests on, and whose votes made it so.

A sentence stands for every outcome, basis and rule in every language; which of them can occur is the tally's matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.meeting import Role, Rule, Seat, Silence
from bot.core.protocol import Basis, CaseResult, Counts, Outcome, PointResult, Protocol, Quorum, Status
from bot.core.reading import Vote
from bot.letters.documents.ballots import Ballots, ballots, decided_points, is_empty
from bot.letters.documents.prose import one_line
from bot.letters.documents.words import Words


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sentences on one case of a protocol. Before the deadline they say what is so far, not what is."""

    words: Words
    protocol: Protocol
    case: CaseResult

    @property
    def ballots(self) -> Ballots:
        """Who did what in the case."""
        return ballots(self.protocol, self.case)

    @property
    def draft(self) -> bool:
        """Whether answers may still come in."""
        return self.protocol.status is Status.DRAFT

    def name(self, name: str) -> str:
        """The name of the phrase for now: before the deadline the one for drafts, where there is one."""
        return self.words.first(f"{name}_draft", name) if self.draft else name

    def short(self, point: int | None = None) -> str:
        """The result in two or three words, for a table."""
        result = self._result(point)
        outcome = f"result.short.{result.outcome.value}"
        basis = _told_basis(result)
        specific = f"{outcome}_{basis.value}"
        shown = self.words(outcome if self._is_mixed(basis, point) else self._told(specific, outcome))
        return self.words("result.short.draft", result=shown) if self.draft else shown

    def sentence(self, point: int | None = None) -> str:
        """The result as a sentence or two, with the names of those who were outvoted.

        Of a case whose points were voted on by themselves it gives no numbers: those are the points' own.
        """
        result = self._result(point)
        match result.outcome:
            case Outcome.ADOPTED:
                return self._adopted(result, point)
            case Outcome.REJECTED:
                return self._rejected(result, point)
            case Outcome.PARTLY_ADOPTED:
                return self._partly()
            case Outcome.UNDECIDED:
                return self._undecided(result, point)

    def why(self) -> tuple[str, ...]:
        """Where a written procedure was not consented to, or a meeting was demanded: by whom, and how."""
        if self.case.outcome is not Outcome.UNDECIDED or self.case.basis not in (
            Basis.OBJECTION,
            Basis.MISSING_ANSWER,
        ):
            return ()
        lines = (line for line in self.protocol.roll if line.seat.votes)
        told = tuple(reason for line in lines for reason in self._why(line.seat))
        if not told and self.case.rule is Rule.UNANIMOUS_WRITTEN:
            return (self.words("why.nobody"),)
        return told

    def notes(self) -> tuple[str, ...]:
        """What else the record has to say: who abstained, who was silent, who was recused and who met instead."""
        return (*self._recused(), *self._abstained(), *self._silent())

    def grounds(self) -> str:
        """The rule and its section, and whether enough took part."""
        words, case, rule = self.words, self.case, self.case.rule
        own = (words("rule.own"),) if rule is not self.protocol.meeting.body.rule else ()
        consented = case.basis is Basis.SILENT_CONSENT
        quorum = quorum_told(words, case.quorum, rule, draft=self.draft, consented=consented)
        return " ".join((*own, words(f"rule.short.{rule.value}"), quorum))

    def decided(self) -> tuple[tuple[int, str], ...]:
        """The entries of the decision, each with the number that it was proposed under."""
        return tuple(zip(decided_points(self.case), self.case.decision, strict=True))

    def names(self, seats: tuple[Seat, ...]) -> str:
        """The seats' names as running text."""
        return self.words.listed(one_line(seat.name) for seat in seats)

    def _result(self, point: int | None) -> PointResult:
        """The result of one point; of the case as a whole where None."""
        case = self.case
        if point is not None:
            return next(result for result in case.points if result.point == point)
        return PointResult(0, case.outcome, case.basis, case.votes)

    def _told(self, name: str, otherwise: str) -> str:
        """The most fitting phrase there is: for this rule before any, and for a draft before the final one."""
        ruled = f"{name}_{self.case.rule.value}"
        names = (self.name(ruled), ruled, self.name(name), name)
        return self.words.first(*names, otherwise)

    def _is_mixed(self, basis: Basis, point: int | None) -> bool:
        """Whether the case rests on points that may each have another basis than the weakest one."""
        whole = basis is Basis.UNANIMOUS or self.case.rule is Rule.UNANIMOUS_WRITTEN
        return self._by_points(point) and not whole

    def _by_points(self, point: int | None) -> bool:
        """Whether it is of the points that the numbers are to be told."""
        return point is None and bool(self.case.points)

    def _adopted(self, result: PointResult, point: int | None) -> str:
        votes, basis = result.votes, result.basis
        if basis is Basis.UNANIMOUS:
            return self.words(self._told("adopted.unanimous", "adopted.unanimous"))
        if self._by_points(point):
            return self.words("adopted.plain")
        values = self._values(votes, point)
        match basis:
            case Basis.MAJORITY if votes.object:
                return self._with_rule("adopted", self.words.counted("adopted.majority", votes.object, **values))
            case Basis.MAJORITY:
                return self._with_rule("adopted", self.words.counted("adopted.unopposed", votes.approve))
            case Basis.CASTING_VOTE | Basis.SILENT_CONSENT:
                return self.words(self._told(f"adopted.{basis.value}", "adopted.plain"), **values)
            case _:
                return self.words("adopted.plain")

    def _rejected(self, result: PointResult, point: int | None) -> str:
        basis = _told_basis(result)
        if basis is Basis.UNANIMOUS:
            return self.words("rejected.unanimous")
        if self._by_points(point):
            return self.words("rejected.plain")
        values = self._values(result.votes, point)
        match basis:
            case Basis.MAJORITY:
                return self._with_rule("rejected", self.words("rejected.majority", **values))
            case Basis.CASTING_VOTE:
                return self.words("rejected.casting_vote", **values)
            case _:
                return self.words("rejected.plain")

    def _partly(self) -> str:
        kinds = (
            ("partly.adopted", Outcome.ADOPTED),
            ("partly.not_adopted", Outcome.REJECTED),
            ("partly.not_settled", Outcome.UNDECIDED),
        )
        found = [(name, [each.point for each in self.case.points if each.outcome is kind]) for name, kind in kinds]
        told = [
            self.words.counted(name, len(points), points=self.words.listed(points)) for name, points in found if points
        ]
        return " ".join((self.words("partly.plain"), *told))

    def _undecided(self, result: PointResult, point: int | None) -> str:
        quorum, basis = self.case.quorum, result.basis
        if point is not None:
            return self.words(self._told(f"undecided.point_{basis.value}", "undecided.point"))
        mixed = len({each.outcome for each in self.case.points}) > 1
        if mixed or (basis is Basis.NO_QUORUM and quorum.met):
            return self.words("undecided.plain")
        name = self._told(f"undecided.{basis.value}", "undecided.plain")
        return self.words(name, took_part=quorum.took_part, seats=quorum.seats, needed=quorum.needed)

    def _with_rule(self, outcome: str, sentence: str) -> str:
        """The sentence, and what the rule asked for beyond a plain majority."""
        name = f"{outcome}.also.{self.case.rule.value}"
        return f"{sentence} {self.words(name)}" if name in self.words.phrases else sentence

    def _values(self, votes: Counts, point: int | None) -> dict[str, object]:
        return {
            "approve": votes.approve,
            "object": votes.object,
            "silent": votes.silent,
            "in_favour": self._named(Vote.APPROVE, votes.approve, point),
            "against": self._named(Vote.OBJECT, votes.object, point),
        }

    def _named(self, vote: Vote, counted: int, point: int | None) -> str:
        """Those who voted so, in brackets; nothing where they cannot be told for certain."""
        seats = self.ballots.seats_that(vote, counted, point)
        return f" ({self.names(seats)})" if seats else ""

    def _why(self, seat: Seat) -> Iterator[str]:
        rows = self.ballots.rows(seat)
        said = {row.vote for row in rows}
        who = self._who(seat)
        if Vote.MEETING in said:
            yield self.words("why.meeting", who=who)
        if self.case.rule is not Rule.UNANIMOUS_WRITTEN:
            return
        if Vote.OBJECT in said:
            yield self._objection(seat, who)
        if Vote.ABSTAIN in said:
            yield self.words("why.abstain", who=who)
        if not said:
            empty = is_empty(self.ballots.line(seat))
            yield self.words("why.away" if empty else self.name("why.silent"), who=who)
        if said == {Vote.APPROVE}:
            yield from self._short_of_consent(seat, who)

    def _objection(self, seat: Seat, who: str) -> str:
        points = [row.point for row in self.ballots.rows(seat) if row.vote is Vote.OBJECT and row.point]
        name = "why.object_points" if points else "why.object"
        return self.words(name, who=who, points=self.words.listed(points))

    def _short_of_consent(self, seat: Seat, who: str) -> Iterator[str]:
        """Approvals that are not a member's consent to the whole: a substitute's, or one to some points only."""
        body = self.protocol.meeting.body
        if not body.substitutes_consent and any(row.role is Role.SUBSTITUTE for row in self.ballots.rows(seat)):
            yield self.words("why.substitute", who=who)
        elif self.ballots.vote(seat) is None:
            yield self.words("why.partly", who=who)

    def _who(self, seat: Seat) -> str:
        """Whoever spoke for the seat in the case, else its member, with the seat's name."""
        rows = self.ballots.rows(seat)
        speaker = rows[-1].by if rows else seat.member.name
        return f"{one_line(speaker)} ({one_line(seat.name)})"

    def _recused(self) -> Iterator[str]:
        seats = {line.seat.id: line.seat.name for line in self.protocol.roll}
        name = self.words.first(f"note.recused_{self.case.rule.value}", "note.recused")
        for row, instead in self.ballots.recusals():
            told = self.words(name, who=f"{one_line(row.by)} ({one_line(seats[row.seat])})")
            if instead is not None:
                told += " " + self.words("note.recused_substitute", who=one_line(instead.by))
            yield told

    def _abstained(self) -> Iterator[str]:
        seats = self.ballots.seats_that(Vote.ABSTAIN, self.case.votes.abstained)
        if seats:
            yield self.words("note.abstained", who=self.names(seats))

    def _silent(self) -> Iterator[str]:
        seats = self.ballots.silent()
        if not seats or self.case.basis is Basis.MISSING_ANSWER:
            return
        name = "note.silent_consent" if self.silence_consents else "note.silent"
        yield self.words(self.name(name), who=self.names(seats))

    @property
    def silence_consents(self) -> bool:
        """Whether a seat that says nothing counts as for in this case."""
        consents = self.protocol.meeting.body.silence is Silence.CONSENT
        return consents and self.case.rule is not Rule.UNANIMOUS_WRITTEN


def quorum_told(words: Words, quorum: Quorum, rule: Rule, *, draft: bool, consented: bool) -> str:
    """Whether enough took part, with the numbers; `consented` where the silent count as taking part."""
    name = "quorum.met" if quorum.met else "quorum.unmet"
    # A recused seat is not needed, so that a written procedure may be complete with fewer than all seats.
    if rule is Rule.UNANIMOUS_WRITTEN and (not quorum.met or quorum.took_part == quorum.seats):
        name += "_all"
    if consented and not quorum.met:
        name = "quorum.consented"
    if draft:
        name = "quorum.draft"
    return words(name, took_part=quorum.took_part, seats=quorum.seats, needed=quorum.needed)


def _told_basis(result: PointResult) -> Basis:
    """The basis as it is told. A board's proposal that all voted for may still lack the third of all members that
    aksjeloven § 6-25 asks for: then nobody rejected it unanimously."""
    lost = result.outcome is Outcome.REJECTED and result.basis is Basis.UNANIMOUS
    return Basis.MAJORITY if lost and result.votes.approve else result.basis
