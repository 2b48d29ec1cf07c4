"""From a person's own words to votes, attendance, substitute and doubts (reading-replies §3 and §4)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final, NamedTuple

from bot.core.meeting import Meeting, Speaker, VoteKey
from bot.core.reading import Evidence, Reason
from bot.reading.statements.accounting import Spoken, accounted
from bot.reading.statements.agenda import Agenda, agenda_of
from bot.reading.statements.attendance import left_open, presences_of
from bot.reading.statements.beneath import leaves_open
from bot.reading.statements.bystanders import unsettles
from bot.reading.statements.corrections import takes_back
from bot.reading.statements.finding import Finding, left_unsaid
from bot.reading.statements.findings import Finder, Written
from bot.reading.statements.forms import as_filled_in
from bot.reading.statements.lexicon import Concept
from bot.reading.statements.people import People, people_of
from bot.reading.statements.reference import Reference
from bot.reading.statements.references import Referrer
from bot.reading.statements.resolve import HOLDING, Attended, Said, resolve, with_scope
from bot.reading.statements.sentences import Sentence, sentences
from bot.reading.statements.text import tokenise
from bot.reading.statements.units import Reader
from bot.reading.statements.wrapping import unwrapped

# A reply is short. What is longer is a document: a person has to read it.
MAX_TEXT: Final = 60_000
MAX_SUBJECT: Final = 1000
_BEHALF: Final = Concept.BEHALF
_SAYING: Final = frozenset({Concept.VOTE, Concept.PRESENT, Concept.ABSENT})


def interpret(passages: Sequence[Written], meeting: Meeting, speaker: Speaker, subject: str = "") -> Said:
    """What the words say, by the rules. `subject` holds words that the sender put into the subject themselves: a case
    named there limits words that name none. Every vote has a match behind it; all else is a reason.

    Where a program may have broken the lines, what they say must not depend on it.
    """
    texts = [passage.text for passage in passages]
    if sum(map(len, texts)) > MAX_TEXT:
        return Said(reasons=(Reason.UNREADABLE,))
    said = _said(passages, meeting, speaker, subject)
    joined = [unwrapped(text) for text in texts]
    if joined == texts:
        return said
    whole = [_Joined(text, each.under, each.aside) for text, each in zip(joined, passages, strict=True)]
    return _agreed(said, _said(whole, meeting, speaker, subject))


class _Joined(NamedTuple):
    """A passage without the line ends that a program may have made."""

    text: str
    under: VoteKey | None
    aside: bool


def _agreed(said: Said, joined: Said) -> Said:
    """What both say; where they differ, the sender is asked."""
    if (said.votes, said.attendance, said.substitute) == (joined.votes, joined.attendance, joined.substitute):
        return said
    votes = {key: vote for key, vote in said.votes.items() if joined.votes.get(key) is vote}
    present = said.attendance if said.attendance is joined.attendance else None
    reasons = tuple(dict.fromkeys((*said.reasons, *joined.reasons))) or (Reason.NOT_A_VOTE,)
    dropped = {str(key) for key in said.votes if key not in votes}
    return replace(
        said,
        evidence=tuple(each for each in said.evidence if each.about not in dropped),
        votes=MappingProxyType(votes),
        attendance=present,
        substitute=said.substitute if present and said.substitute == joined.substitute else None,
        reasons=reasons,
    )


def _said(passages: Sequence[Written], meeting: Meeting, speaker: Speaker, subject: str) -> Said:
    agenda, people = agenda_of(meeting), people_of(meeting, speaker)
    finder = Finder(agenda, people)
    findings: list[Finding] = []
    attended: list[Attended] = []
    behalf: list[str] = []
    for passage in passages:
        text = passage.text
        finder.open_passage(passage)
        said_before, found = False, len(findings)
        opened: list[str] = []
        spoken: list[Spoken] = []
        for sentence in sentences(as_filled_in(Reader(text, agenda, people).units(), text, agenda), text):
            if said_before and takes_back(sentence):
                behind = text[sentence.start : sentence.end]
                if (corrected := finder.correct(sentence, behind)) is not None:
                    spoken.append((sentence, [corrected]))
                    continue
                return Said(reasons=(Reason.CONTRADICTION,), evidence=(Evidence(Reason.CONTRADICTION.value, behind),))
            said_before = said_before or not sentence.concepts.isdisjoint(_SAYING)
            spoken.append((sentence, finder.read(sentence, text)))
            said = presences_of(sentence, text, people, speaker.role)
            attended.extend([Attended(each, text[each.start : each.end]) for each in said])
            if passage.under and leaves_open(sentence, said):
                opened.append(text[sentence.start : sentence.end])
            if attended and unsettles(sentence):
                attended.append(Attended(left_open(sentence), text[sentence.start : sentence.end]))
            if _BEHALF in sentence.concepts and _speaks_for_another(sentence, people, speaker):
                behalf.append(text[sentence.start : sentence.end])
        findings.extend(accounted(spoken, text, agenda))
        findings.extend(finder.close_passage(text))
        if opened and not any(map(_is_told, findings[found:])):
            findings.extend(left_unsaid(words, passage.under) for words in opened if passage.under)
    if behalf:
        return Said(
            reasons=(Reason.UNKNOWN_SENDER,),
            evidence=tuple(Evidence(Reason.UNKNOWN_SENDER.value, words) for words in behalf),
        )
    findings = finder.settle(findings)
    limits = _limits(subject, agenda) if subject else []
    doubt = _doubt_of(subject, agenda, people) if subject else None
    scoped = with_scope(findings, limits, agenda, doubt=doubt)
    whole = "\n".join([passage.text for passage in passages])
    return resolve(scoped, attended, agenda, whole)


def _is_told(finding: Finding) -> bool:
    """Whether the finding says what an answer under a case is, or why it cannot be counted there."""
    if finding.vote and finding.held in {None, Reason.WHICH_CASE}:
        return True
    return finding.held in HOLDING and not finding.claim.weak


def _limits(subject: str, agenda: Agenda) -> list[VoteKey]:
    """The cases and points that the sender's own subject names."""
    named = _references_in(subject[:MAX_SUBJECT], agenda)
    return [key for reference in named if reference.of_cases for key in reference.keys]


def _doubt_of(subject: str, agenda: Agenda, people: People) -> Reason | None:
    """Why a subject leaves open which cases the body is about: «Ikke sak 2», «Alle unntatt sak 2», «Sak 3»."""
    units = Reader(subject[:MAX_SUBJECT], agenda, people).units()
    named = [unit.reference for unit in units if unit.reference is not None]
    if any(each.problem is Reason.UNKNOWN_CASE for each in named):
        return Reason.UNKNOWN_CASE
    left_out = any(unit.concept in {Concept.NEGATION, Concept.EXCEPT} for unit in units)
    return Reason.WHICH_CASE if named and left_out else None


def _references_in(text: str, agenda: Agenda) -> Iterator[Reference]:
    tokens = tokenise(text)
    referrer = Referrer(tokens, [token.form for token in tokens], agenda)
    at = 0
    while at < len(tokens):
        found = referrer.at(at)
        if found is None or found[1] <= at:
            at += 1
            continue
        yield found[0]
        at = found[1]


def _speaks_for_another(sentence: Sentence, people: People, speaker: Speaker) -> bool:
    """«på vegne av Kari Berg»: the words of another than the one whose address it is (rule 1.5)."""
    for clause in sentence.clauses:
        for at, unit in enumerate(clause.units):
            if unit.concept is not Concept.BEHALF:
                continue
            named = [each for each in clause.units[at + 1 : at + 4] if each.concept is Concept.NAME]
            seat = {*people.own} - {word.casefold() for word in speaker.person.name.split()}
            if any(each.form not in seat for each in named):
                return True
    return False


def names_a_case(text: str, meeting: Meeting) -> bool:
    """Whether the words name a case of the meeting by its full number («1/22»), or by «sak» and its number."""
    named = _references_in(text[:MAX_TEXT], agenda_of(meeting))
    return any(each.of_cases and each.keys for each in named)
