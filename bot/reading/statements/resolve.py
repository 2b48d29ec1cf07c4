"""From all that was found in a mail to what counts: the votes that nothing contradicts, and what has to be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from bot.core.meeting import VoteKey
from bot.core.reading import Attendance, Evidence, NamedSubstitute, Reason, Vote
from bot.reading.statements.agenda import Agenda, words_of
from bot.reading.statements.finding import Finding
from bot.reading.statements.lexicon import marks
from bot.reading.statements.presence import Presence
from bot.reading.statements.presence import Said as Attending


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody's own words said: what `core.reading.Reading` holds of it."""

    attendance: Attendance | None = None
    substitute: NamedSubstitute | None = None
    votes: Mapping[VoteKey, Vote] = field(default_factory=lambda: MappingProxyType({}))
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Attended:
    """A remark on taking part, with its words."""

    presence: Presence
    words: str


_OPPOSING: Final = frozenset({Vote.OBJECT, Vote.ABSTAIN, Vote.RECUSED, Vote.WITHDRAW})
# What keeps a vote on the same matter from counting; a question in a sentence of its own does not.
HOLDING: Final = frozenset({Reason.CONDITIONAL, Reason.CONTRADICTION, Reason.EXCEPTION_UNSAID, Reason.NOT_A_VOTE})


class _Notes:
    """Reasons and the words behind them, each reason once."""

    def __init__(self) -> None:
        self.reasons: dict[Reason, None] = {}
        self.evidence: list[Evidence] = []

    def ask(self, reason: Reason, words: str) -> None:
        if reason not in self.reasons or words:
            note = Evidence(reason.value, words)
            if words and note not in self.evidence:
                self.evidence.append(note)
        self.reasons[reason] = None

    def show(self, about: str, words: str) -> None:
        self.evidence.append(Evidence(about, words))


def with_scope(
    findings: Sequence[Finding], limits: Sequence[VoteKey], agenda: Agenda, *, doubt: Reason | None = None
) -> list[Finding]:
    """The findings with votes that name no case limited to the subject's, or asked about where they may not be for all.

    `doubt` is why nobody can tell what the subject limits them to; None where it is clear.

    Approval and the demand for a meeting go for all cases; any other vote without a case needs a meeting with one.
    """
    if True not in [each.unscoped for each in findings]:
        return list(findings)
    limited = bool(limits) and not any(_votes_beyond(limits, each) for each in findings)
    scoped: list[Finding] = []
    for each in findings:
        if each.unscoped and doubt is not None and each.vote is not None and each.held is None:
            each = each._replace(keys=(), general=False, held=doubt)  # noqa: PLW2901 - the one to ask about
        elif each.unscoped and limited and each.claim.held is not Reason.WHICH_CASE:
            each = _limited_to(limits, each)  # noqa: PLW2901 - the limited one
        elif each.unscoped and each.vote in _OPPOSING and len(agenda.cases) > 1 and each.held is None:
            each = each._replace(keys=(), general=False, held=Reason.WHICH_CASE)  # noqa: PLW2901 - the one to ask about
        scoped.append(each)
    return scoped


def _votes_beyond(limits: Sequence[VoteKey], finding: Finding) -> bool:
    """Whether the finding votes by name on a case that the subject does not name."""
    cases = {key.case for key in limits}
    clear = finding.vote is not None and finding.held is None and not finding.general
    return clear and any(key.case not in cases for key in finding.keys)


def _limited_to(limits: Sequence[VoteKey], finding: Finding) -> Finding:
    """The finding for the subject's cases; «denne» in «Kan ikke støtte denne» is the one that stands there."""
    told = finding.claim.anaphoric and bool(finding.keys) and len(limits) == 1
    held = None if told and finding.held is Reason.WHICH_CASE else finding.held
    return finding._replace(keys=tuple(limits), general=False, unscoped=False, held=held)


def _about_the_case_before(findings: Sequence[Finding]) -> list[Finding]:
    """«Forslaget i sak 2 er godt. Godkjent.» approves that case; nobody can tell whether the others too."""
    found: list[Finding] = []
    for each in findings:
        before = found[-1] if found else None
        bare = each.vote is Vote.APPROVE and each.unscoped and each.claim.bare and each.held is None
        if bare and before is not None and before.claim.judging and before.keys:
            found[-1] = each._replace(keys=before.keys, general=False, unscoped=False)
        else:
            found.append(each)
    return found


def _settled(findings: Sequence[Finding]) -> list[Finding]:
    """The findings with words that name no case measured by those that do.

    «Sak 2 er grei. Godkjent.» and «Ok. Jeg stemmer imot sak 2.» leave doubt about the others; «Ok. Sak 1 godkjent, sak
    2 imot.» says nothing of them.
    """
    named = [at for at, each in enumerate(findings) if each.vote and each.held is None and not each.general]
    opposed = bool(named) and all(findings[at].vote is not Vote.APPROVE for at in named)
    told = {key.case for at in named for key in findings[at].keys}
    settled: list[Finding] = []
    for at, each in enumerate(findings):
        if not named or not each.unscoped or each.held is not None or each.claim.contrasted:
            settled.append(each)
        elif each.vote is Vote.APPROVE and not each.claim.soft:
            again = each.claim.bare and any(place < at and findings[place].vote is Vote.APPROVE for place in named)
            settled.append(each._replace(keys=(), held=Reason.WHICH_CASE) if again else each)
        elif not each.claim.soft:
            settled.append(each)
        elif each.vote is Vote.APPROVE and opposed and not told.issuperset(key.case for key in each.keys):
            settled.append(each._replace(keys=(), held=Reason.WHICH_CASE))
    return settled


_CLAIMED: Final = frozenset({None, Reason.WHICH_CASE, Reason.CONTRADICTION})


def resolve(findings: Sequence[Finding], attended: Sequence[Attended], agenda: Agenda, text: str) -> Said:
    """What counts of a mail."""
    notes = _Notes()
    findings = _settled(_about_the_case_before(findings)) if len(findings) > 1 else findings
    doubted = True in [each.held is not None for each in findings]
    votes = _votes(findings, agenda, notes, doubted=doubted)
    attendance, substitute = _attendance(attended, notes) if attended else (None, None)
    claimed = attendance is Attendance.ABSENT and any(each.vote and each.held in _CLAIMED for each in findings)
    if claimed:
        both = [each.words for each in findings if each.vote] + [each.words for each in attended]
        return Said(
            reasons=(Reason.ABSENCE_WITH_VOTE,),
            evidence=tuple(Evidence(Reason.ABSENCE_WITH_VOTE.value, words) for words in dict.fromkeys(both)),
        )
    if attendance is Attendance.ABSENT:
        kept = tuple(reason for reason in notes.reasons if reason is Reason.UNKNOWN_SUBSTITUTE)
        shown = tuple(each for each in notes.evidence if each.about in {"attendance", "substitute", *(kept)})
        return Said(attendance, substitute, reasons=kept, evidence=shown)
    if doubted:
        _ask_for_the_unclear(findings, votes, notes)
    if not (votes or attendance or notes.reasons):
        _ask_at_all(attended, notes, text)
    return Said(attendance, substitute, MappingProxyType(votes), tuple(notes.reasons), tuple(notes.evidence))


# Votes


def _votes(findings: Sequence[Finding], agenda: Agenda, notes: _Notes, *, doubted: bool) -> dict[VoteKey, Vote]:
    """The votes that stand, in the agenda's order, a case before its points."""
    votes: dict[VoteKey, Vote] = {}
    clear = _clear(findings)
    for key in [each for each in agenda.all_keys if each in clear]:
        said = clear[key]
        if len(said) > 1 and key.point is None:
            # What is said of it by name wins over what is said of all.
            said = [each for each in said if not each.general] or said
        vote = said[0].claim.vote
        if len(said) > 1 and len({each.claim.vote for each in said}) > 1:
            for each in said:
                notes.ask(Reason.CONTRADICTION, each.words)
        elif vote and not (doubted and _is_left_open(key, said, findings, agenda)):
            votes[key] = vote
            notes.show(str(key), said[-1].words)
    for each in findings:
        for key in each.left_out:
            if not any(_is_about(other, key) and other.vote for other in findings if other is not each):
                notes.ask(Reason.EXCEPTION_UNSAID, each.words)
    return votes


def _clear(findings: Sequence[Finding]) -> dict[VoteKey, list[Finding]]:
    """The findings whose votes nothing holds, by each case and point that they are about."""
    clear: dict[VoteKey, list[Finding]] = {}
    for each in findings:
        if each.held is None and each.claim.vote:
            for key in each.keys:
                clear.setdefault(key, []).append(each)
    return clear


def _is_left_open(key: VoteKey, said: Sequence[Finding], findings: Sequence[Finding], agenda: Agenda) -> bool:
    """Whether the words that vote on it are only a sign of having heard, or something unclear is about it."""
    idle = all(each.unscoped and each.claim.soft for each in said)
    if idle and any(each.claim.vote is None and each.claim.soft for each in findings):
        return True
    vote, named = said[0].claim.vote, not said[0].general
    return any(vote and _blocks(each, key, vote, agenda, named=named) for each in findings)


def _is_about(finding: Finding, key: VoteKey) -> bool:
    """Whether the finding names the case or point, or one of the case's points."""
    return not finding.general and any(
        key == each or (key.point is None and each.case == key.case) or (each.point is None and each.case == key.case)
        for each in finding.keys
    )


def _blocks(finding: Finding, key: VoteKey, vote: Vote, agenda: Agenda, *, named: bool) -> bool:
    """Whether something unclear keeps that vote from counting."""
    reason = finding.held
    if reason is None:
        return False
    if reason is Reason.QUESTION:
        return finding.vote is None and bool(finding.claim.references) and not named and _touches(finding, key)
    if finding.points_unknown and key.point is None and agenda.case(key).points:
        return True
    if finding.points_unknown:
        return False
    about = _touches(finding, key)
    if reason is Reason.COUNTER_PROPOSAL:
        return vote is Vote.APPROVE and (about or (finding.unscoped and not (named and finding.vote)))
    return _blocks_by_doubt(finding, key, vote, about=about, named=named)


def _blocks_by_doubt(finding: Finding, key: VoteKey, vote: Vote, *, about: bool, named: bool) -> bool:
    """An objection to nobody knows what, a condition, a contradiction: what they may be about does not count."""
    # «Nei» below what explains a case: the approval of all does not go for that one.
    astray = not finding.keys or (about and finding.held is Reason.WHICH_CASE)
    if (finding.vote in _OPPOSING or finding.vote is Vote.MEETING) and astray and not named:
        return vote is not finding.vote
    if finding.claim.weak:
        return (finding.unscoped or finding.general) and finding.vote in _OPPOSING and not named
    remark = finding.vote is None and finding.held is Reason.NOT_A_VOTE
    pointed = about and key.point is None and any(each.point is not None for each in finding.keys)
    if remark and pointed and not finding.claim.weak:
        # «Sak 2 godkjent. Punkt 2 må vi se på.»
        return True
    if finding.held not in HOLDING or (remark and named):
        return False
    if remark and finding.claim.references and not finding.keys and not finding.claim.weak:
        # «Den andre kommer jeg tilbake til»: one of them, and nobody knows which.
        return True
    return about or (finding.unscoped and (finding.vote is None or not named)) or (finding.general and not named)


def _touches(finding: Finding, key: VoteKey) -> bool:
    """A doubt about a point is one about its whole case, and the other way round."""
    return not finding.general and any(
        each.case == key.case and (each.point is None or key.point is None or each.point == key.point)
        for each in finding.keys
    )


def _ask_for_the_unclear(findings: Sequence[Finding], votes: Mapping[VoteKey, Vote], notes: _Notes) -> None:
    voted_cases = {key.case for key in votes}
    for each in findings:
        if each.held is None:
            continue
        weak = each.claim.weak and each.held is Reason.NOT_A_VOTE
        if weak and each.vote in _OPPOSING and each.unscoped:
            weak = False
        covered = not each.points_unknown and all(
            key in votes or VoteKey(key.case) in votes or (key.point is None and key.case in voted_cases)
            for key in each.keys
        )
        remark = each.vote is None and each.held is Reason.NOT_A_VOTE
        idle = each.claim.weak and each.held is Reason.COUNTER_PROPOSAL
        if idle and votes and not any(other.vote is Vote.APPROVE for other in findings):
            # What should be done instead is a reason where nothing is approved.
            continue
        if votes and covered and (weak or remark):
            continue
        if each.held is Reason.WHICH_CASE and each.vote and _is_said_elsewhere(each, votes):
            continue
        notes.ask(each.held, each.words)


def _is_said_elsewhere(finding: Finding, votes: Mapping[VoteKey, Vote]) -> bool:
    """«Dette kan jeg ikke støtte. Imot begge.» says all in the end."""
    if finding.unscoped:
        return set(votes.values()) == {finding.vote}
    if finding.general and finding.claim.is_of_rest and all(key in votes for key in finding.keys):
        return True
    return bool(finding.keys) and all(votes.get(key) is finding.vote for key in finding.keys)


# Attendance


def _attendance(attended: Sequence[Attended], notes: _Notes) -> tuple[Attendance | None, NamedSubstitute | None]:
    said = {each.presence.said for each in attended}
    standing_in = [each for each in attended if each.presence.said is Attending.STANDS_IN]
    absent = Attending.ABSENT in said
    certain = [each for each in standing_in if absent or each.presence.reason is None]
    present = Attending.PRESENT in said
    if present and (absent or certain):
        for each in attended:
            notes.ask(Reason.CONTRADICTION, each.words)
        return None, None
    if absent or certain:
        return Attendance.ABSENT, _substitute(certain, attended, notes)
    unclear = [each for each in attended if each.presence.said is Attending.UNCLEAR or each in standing_in]
    if present and not unclear:
        _show_attendance(attended, Attending.PRESENT, notes)
        return Attendance.PRESENT, None
    if present and all(each.presence.reason is None for each in unclear) and _only_physical(unclear):
        _show_attendance(attended, Attending.PRESENT, notes)
        return Attendance.PRESENT, None
    for each in unclear:
        notes.ask(each.presence.reason or Reason.NOT_A_VOTE, each.words)
    return None, None


def _only_physical(unclear: Sequence[Attended]) -> bool:
    return all(marks("in_person") & set(words_of(each.words)) for each in unclear)


def _show_attendance(attended: Sequence[Attended], said: Attending, notes: _Notes) -> None:
    for each in attended:
        if each.presence.said is said:
            notes.show("attendance", each.words)
            return


def _substitute(certain: Sequence[Attended], attended: Sequence[Attended], notes: _Notes) -> NamedSubstitute | None:
    absent = [each for each in attended if each.presence.said is Attending.ABSENT] or list(certain)
    notes.show("attendance", absent[0].words)
    named = [each for each in certain if each.presence.substitute is not None]
    if not named:
        return None
    chosen = named[0]
    substitute = chosen.presence.substitute
    notes.show("substitute", chosen.words)
    if substitute is not None and not substitute.listed:
        notes.ask(Reason.UNKNOWN_SUBSTITUTE, chosen.words)
    return substitute


def _ask_at_all(attended: Sequence[Attended], notes: _Notes, text: str) -> None:
    """A mail that says nothing that counts, and nothing that is being asked about yet, is asked back."""
    away = [each for each in attended if each.presence.said is Attending.AWAY]
    if away:
        notes.ask(Reason.NOTHING_SAID, away[0].words)
    elif text.strip():
        notes.ask(Reason.NOT_A_VOTE, "")
    else:
        notes.ask(Reason.NOTHING_SAID, "")
