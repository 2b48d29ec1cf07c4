"""From what a finding names to the cases and points that it is about."""

from collections.abc import Sequence

from bot.core.meeting import VoteKey
from bot.core.reading import Reason
from bot.reading.statements.agenda import Agenda
from bot.reading.statements.context import Context
from bot.reading.statements.finding import Finding
from bot.reading.statements.reference import Reference, Scope


def about_all(finding: Finding, agenda: Agenda) -> Finding:
    """The finding on all that the meeting decides, as one that names nothing."""
    return Finding(finding.claim, finding.words, agenda.keys, general=True, unscoped=True, held=finding.held)


def placed(finding: Finding, references: Sequence[Reference], context: Context) -> Finding:
    """The finding on what the references mean where it stands; the context remembers them."""
    keys: list[VoteKey] = []
    general, problem, points_unknown = False, None, False
    several = len(references) > 1 and len({each.scope for each in references}) > 1
    for reference in references:
        resolved = context.resolve(reference)
        if several and reference.scope is Scope.ITEM and not _are_points_of(resolved.keys, keys):
            continue
        if several and reference.scope is Scope.NONE and keys:
            # «Av sakene 1 og 2 støtter jeg ingen av dem»
            continue
        if several and keys and context.headed() is None and _leans_on_case(reference, keys):
            # «Sak 1 alt godkjent»
            continue
        if several and reference.scope is Scope.PLACES and tuple(keys) == context.label:
            # «Sak 1 og 2: den første …»
            keys.clear()
        keys.extend(resolved.keys)
        context.set_case(resolved.keys)
        general = general or resolved.general
        problem = problem or resolved.problem
        points_unknown = points_unknown or resolved.points_unknown
    about = tuple(_narrowest(keys) if len(keys) > 1 else keys)
    if not general:
        context.remember(about)
    held = finding.held or problem
    return Finding(finding.claim, finding.words, about, general, held=held, points_unknown=points_unknown)


def _leans_on_case(reference: Reference, keys: Sequence[VoteKey]) -> bool:
    """Whether «alt», behind one case, is all of that."""
    return reference.scope is Scope.ALL and not reference.numbers and len(keys) == 1


def _are_points_of(keys: Sequence[VoteKey], cases: Sequence[VoteKey]) -> bool:
    """«7/22: 1. OK» is about a point; «1. Sak 2/22: OK» is a numbered line about a case."""
    return bool(keys) and all(key.point is not None and VoteKey(key.case) in cases for key in keys)


def _narrowest(keys: Sequence[VoteKey]) -> list[VoteKey]:
    """«I sak 2 er jeg imot punkt 2» is about the point: a case beside its own point only says where it is."""
    pointed = {key.case for key in keys if key.point is not None}
    return [key for key in dict.fromkeys(keys) if key.point is not None or key.case not in pointed]


def apart(finding: Finding) -> list[Finding]:
    """«Godkjenner sak 1 og 3»: the known case counts, the unknown one is asked about."""
    if finding.held is not Reason.UNKNOWN_CASE or finding.claim.held or finding.vote is None or not finding.keys:
        return [finding]
    remark = finding.claim._replace(vote=None, held=Reason.UNKNOWN_CASE)
    return [finding._replace(held=None), Finding(remark, finding.words, held=Reason.UNKNOWN_CASE)]
