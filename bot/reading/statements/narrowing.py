"""What narrows a vote: words of a title beside it, which say what case it is on, and the exceptions that it makes."""

from collections.abc import Sequence
from typing import Final

from bot.core.meeting import VoteKey
from bot.core.reading import Reason
from bot.reading.recent import made_once
from bot.reading.statements.agenda import Agenda, stem, words_of
from bot.reading.statements.context import Context
from bot.reading.statements.finding import Finding
from bot.reading.statements.lexicon import marks
from bot.reading.statements.unit import Unit


def by_titles(finding: Finding, agenda: Agenda, context: Context) -> Finding | None:
    """The finding on the case that words of the papers beside it name, or asked about where they leave that open.

    None where they tell no case from another.
    """
    topics = finding.claim.topics
    if finding.claim.bare and _is_refused(topics, agenda):
        return finding._replace(held=finding.held or Reason.WHICH_CASE, unscoped=True)
    if len(agenda.cases) == 1:
        return None
    everywhere = frozenset(range(len(agenda.cases)))
    titled = [unit.topic for unit in topics if unit.titled]
    places = frozenset.intersection(*titled) if titled else frozenset[int]()
    proposed = frozenset.intersection(*(unit.topic for unit in topics))
    if len(places) == 1 and places <= proposed:
        keys = tuple(agenda.keys[place] for place in places)
        context.remember(keys)
        return finding._replace(keys=keys)
    if context.label or context.under or all(unit.topic == everywhere for unit in topics):
        return None
    return finding._replace(held=finding.held or Reason.WHICH_CASE, unscoped=True)


def _is_refused(topics: Sequence[Unit], agenda: Agenda) -> bool:
    """«Nei til Fjellheisen» where the proposal is to refuse it: for the proposal, or for the thing?"""
    named = {place for unit in topics for place in unit.topic}
    return not named.isdisjoint(_refusing(agenda))


@made_once
def _refusing(agenda: Agenda) -> frozenset[int]:
    """The cases, by place, whose title or proposal refuses what it is about."""
    texts = [" ".join((case.title, *case.proposal)) for case in agenda.cases]
    return frozenset(place for place, text in enumerate(texts) if not marks("refusing").isdisjoint(words_of(text)))


def without_exceptions(finding: Finding, agenda: Agenda, context: Context) -> Finding:
    """«alt unntatt sak 2»: the others; «alt unntatt punkt 2»: the other points of that case.

    Asked about where nobody can tell what is left out.
    """
    left_out: list[VoteKey] = []
    problem: Reason | None = None
    for reference in finding.claim.excluded:
        resolved = context.resolve(reference)
        left_out.extend(resolved.keys)
        problem = problem or resolved.problem
    if finding.claim.excluded_topics:
        named = _titled(finding.claim.excluded_topics, agenda)
        left_out.extend(named)
        problem = problem if named else Reason.EXCEPTION_UNSAID
    context.remember(tuple(left_out))
    if problem is not None:
        return finding._replace(held=finding.held or problem, unscoped=True, keys=(), general=False)
    keys = [key for key in finding.keys if key not in left_out]
    for point in (key for key in left_out if key.point is not None):
        whole = VoteKey(point.case)
        if whole in keys:
            keys.remove(whole)
            keys.extend(key for key in agenda.case(whole).point_keys if key not in left_out)
    return finding._replace(keys=tuple(keys), left_out=tuple(left_out), unscoped=False)


def _titled(topics: Sequence[Unit], agenda: Agenda) -> tuple[VoteKey, ...]:
    """The one case whose title has all these words; none where there is no such case, or several."""
    places = frozenset.intersection(*(unit.topic for unit in topics))
    return tuple(agenda.keys[place] for place in places) if len(places) == 1 else ()


def without_parts(finding: Finding, agenda: Agenda) -> Finding:
    """The finding, asked about where what it votes on stands in some points of its case only: «nei til oppussingen»."""
    claim = finding.claim
    if claim.vote is None or finding.held is not None or not claim.matters or not agenda.pointed:
        return finding
    words = [agenda.point_words.get(stem(unit.form), _NOWHERE) for unit in claim.matters]
    for key in finding.keys:
        if key.point is None and key.case in agenda.pointed and _are_of_a_part(words, key, agenda):
            return finding._replace(keys=(key,), general=False, held=Reason.NOT_A_VOTE)
    return finding


_NOWHERE: Final[frozenset[VoteKey]] = frozenset()


def _are_of_a_part(words: Sequence[frozenset[VoteKey]], key: VoteKey, agenda: Agenda) -> bool:
    """Whether each of the words stands in some of the case's points, none in all of them or in its title."""
    points = set(agenda.case(key).point_keys)
    return all(found & points and not points <= found for found in words)
