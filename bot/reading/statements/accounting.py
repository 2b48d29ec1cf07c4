"""Every case that the words name has to be accounted for before a vote may go for another one, or for all.

«Sak 4 er viktig, jeg stemmer for den» is a vote on 4, whatever was spoken of before; after «Sak 3 har jeg lest» nobody
can tell whether «Godkjent» is said of that case or of all. Bare numbers, and what «resten» leaves out, are `mentions`'.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Final, NamedTuple

from bot.core.meeting import VoteKey
from bot.core.reading import Reason, Vote
from bot.reading.statements.agenda import Agenda
from bot.reading.statements.claim import Claim, only_names
from bot.reading.statements.clauses import Clause
from bot.reading.statements.finding import Finding
from bot.reading.statements.lexicon import Concept, marks, naming
from bot.reading.statements.reference import Reference, Scope
from bot.reading.statements.sentences import Sentence
from bot.reading.statements.unit import Unit

Spoken = tuple[Sentence, Sequence[Finding]]


class _Open(NamedTuple):
    """The cases that a sentence spoke of without voting on them; `judged` says that it was a judgement on one."""

    cases: frozenset[str] = frozenset()
    judged: bool = False


class _Mention(NamedTuple):
    """What is named, with the unit that names it and the clause it stands in."""

    keys: tuple[VoteKey, ...]
    unit: Unit
    clause: Clause

    @property
    def cases(self) -> frozenset[str]:
        """The numbers of the cases."""
        return frozenset(key.case for key in self.keys)


_NOTHING: Final = _Open()
_ENDS: Final = frozenset(".!?\n")
_NAMING: Final = frozenset({Concept.REFERENCE, Concept.TOPIC})


def accounted(spoken: Sequence[Spoken], text: str, agenda: Agenda) -> Iterator[Finding]:
    """The findings of a passage, sentence by sentence; those votes put where their own sentence says, or asked about,
    that would go for another case than the one just spoken of. What is named and has no finding gets one that asks."""
    before, last, told = _NOTHING, None, None
    if all(sentence.concepts.isdisjoint(_NAMING) for sentence, _ in spoken):
        yield from chain.from_iterable([found for _, found in spoken])
        return
    for sentence, found in spoken:
        findings = found if last is None else list(chain.from_iterable([_of_rest(each, last, text) for each in found]))
        last = (sentence, findings)
        before = _left_open(*told) if told is not None else before
        if len(agenda.cases) == 1 or (not before.cases and sentence.concepts.isdisjoint(_NAMING)):
            yield from findings
            continue
        mentions = list(_mentions(sentence, agenda))
        placed = findings
        if not all(each.claim.names for each in findings):
            counting = [each for each in findings if each.claim.names and each.vote and each.held is None]
            named = frozenset([key for each in counting for key in each.keys])
            placed = [_placed(each, sentence, mentions, named, before) for each in findings]
        if len(mentions) > 1:
            placed = [_asked(each) if _is_torn(each, placed, mentions) else each for each in placed]
        yield from placed
        yield from _unaccounted(sentence, placed, mentions, text)
        told = (sentence, placed, mentions)


def _of_rest(finding: Finding, last: Spoken, text: str) -> Iterable[Finding]:
    """«Sak 2: punkt 1 nei, resten ok» is the rest of that case, «imot punkt 2 i sak 2, resten er ok» of all that the
    meeting decides; where both may be meant, the other cases are asked about."""
    sentence, findings = last
    if not (finding.general and finding.claim.is_of_rest and findings):
        return (finding,)
    before = next((unit for unit in reversed(sentence.units) if unit.reference is not None), None)
    pointed = {key.case for key in findings[-1].keys if key.point is not None}
    if before is None or before.reference is None or len(pointed) != 1:
        return (finding,)
    points = tuple(key for key in finding.keys if key.point is not None and key.case in pointed)
    inside = before.reference.scope is Scope.POINTS
    labelled = ":" in before.form
    parted = not _ENDS.isdisjoint(text[sentence.units[-1].end : finding.claim.start])
    of_all = not inside and (_points_first(before) or (parted and not labelled))
    if not points or len(points) == len(finding.keys) or of_all:
        return (finding,)
    narrowed = finding._replace(keys=points, general=False)
    clear = inside or (labelled and not parted)
    return (narrowed,) if clear else (narrowed, _left_of(finding, pointed))


def _points_first(unit: Unit) -> bool:
    """«Punkt 2 i sak 2», and not «sak 2 punkt 2»."""
    return "point" in naming().beginnings.get(unit.form.partition(" ")[0], frozenset())


def _left_of(finding: Finding, told: Container[str]) -> Finding:
    """What asks whether the rest goes for the other cases too."""
    keys = tuple(key for key in finding.keys if key.case not in told)
    return finding._replace(claim=finding.claim.hold(Reason.WHICH_CASE), keys=keys, held=Reason.WHICH_CASE)


def _mentions(sentence: Sentence, agenda: Agenda) -> Iterator[_Mention]:
    """What it names in words of its own; «av sakene 1 og 2 …» only says what is chosen from."""
    for clause in sentence.clauses:
        if clause.concepts.isdisjoint(_NAMING):
            continue
        chosen = clause.units[0].form in marks("choosing_from")
        for unit in clause.units[:1] if chosen else clause.units:
            if unit.reference is not None and unit.reference.of_cases and unit.reference.keys:
                if any(each.isdigit() for each in unit.form) or "sak" in unit.form or not _is_by_place(unit):
                    yield _Mention(unit.reference.keys, unit, clause)
            elif unit.titled and len(unit.topic) == 1:
                yield _Mention(tuple(agenda.keys[place] for place in unit.topic), unit, clause)


def _is_by_place(unit: Unit) -> bool:
    """«Den første», «siste sak»."""
    counted = naming().ordinals
    return any(word in counted or "last" in naming().tables.get(word, ()) for word in unit.form.split())


def _left_open(sentence: Sentence, findings: Sequence[Finding], mentions: Sequence[_Mention]) -> _Open:
    """What the sentence leaves open; thanks for the papers leave nothing."""
    voted = any(each.vote and each.held is None for each in findings)
    judged = any(each.claim.judging for each in findings)
    if voted or sentence.asks or (sentence.has(Concept.COURTESY) and not judged):
        return _NOTHING
    # In «daglig leder er imot» the words of a title may be who it is.
    voting = next((unit.start for unit in sentence.units if unit.vote), 0)
    told = (each for each in mentions if each.unit.reference is not None or each.unit.start >= voting)
    return _Open(frozenset(case for mention in told for case in mention.cases), judged)


def _placed(
    finding: Finding, sentence: Sentence, mentions: Sequence[_Mention], named: frozenset[VoteKey], before: _Open
) -> Finding:
    """The vote as it stands, on the case that its sentence spoke of last, or asked about."""
    claim = finding.claim
    if finding.vote is None or finding.held is not None or claim.names or claim.excluded or claim.excluded_topics:
        return finding
    start = _place_of(finding, sentence)
    last = next((each for each in reversed(mentions) if each.unit.start < start), None)
    if last is not None:
        if set(last.keys) == set(finding.keys) or named.issuperset(last.keys):
            return finding
        if claim.anaphoric or only_names(last.clause):
            return finding._replace(keys=last.keys, general=False, unscoped=False)
        return finding if last.clause.has(Concept.COURTESY) else _asked(finding)
    # «Forslaget i sak 2 er godt. Godkjent.» is put on that case when all is resolved.
    resolved = before.judged and claim.bare and finding.vote is Vote.APPROVE
    if before.cases and finding.unscoped and not claim.contrasted and not resolved:
        return _asked(finding)
    return finding


def _is_torn(finding: Finding, findings: Sequence[Finding], mentions: Sequence[_Mention]) -> bool:
    """«Ja til budsjettet og gebyrene, nei til …»: what «og» joins to a case has the vote on that, or none."""
    for before, joined in pairwise(mentions):
        clause = joined.clause
        if not clause.opens(Concept.AND) or Concept.VOTE in clause.concepts or finding.keys != joined.keys:
            continue
        votes = {each.vote for each in findings if each.keys == before.keys}
        return finding.vote is not None and votes != {finding.vote}
    return False


def _asked(finding: Finding) -> Finding:
    return finding._replace(keys=(), general=False, held=Reason.WHICH_CASE)


def _place_of(finding: Finding, sentence: Sentence) -> int:
    """Where the word that votes stands; the claim's own start where none does."""
    claim = finding.claim
    voting = (each.start for each in sentence.units if each.vote and claim.start <= each.start < claim.end)
    return next(voting, claim.start)


def _unaccounted(
    sentence: Sentence, findings: Sequence[Finding], mentions: Iterable[_Mention], text: str
) -> Iterator[Finding]:
    """What the sentence names beside words that vote, and no finding is about; a reason names what it leans on."""
    if Concept.VOTE not in sentence.concepts or sentence.asks or not findings:
        return
    told = {key.case for each in findings for key in (*each.keys, *each.left_out)}
    for mention in mentions:
        unit, clause = mention.unit, mention.clause
        if mention.cases <= told or Concept.VOTE not in clause.concepts or clause.opens(Concept.BECAUSE):
            continue
        claim = Claim(None, unit.start, unit.end, (Reference(Scope.NAMED, mention.keys),), held=Reason.NOT_A_VOTE)
        yield Finding(claim, text[unit.start : unit.end], mention.keys, held=Reason.NOT_A_VOTE)
