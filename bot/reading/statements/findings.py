"""Claims in their place in the mail: which cases and points each is about.

An answer may stand under a heading of the sender's own, in a list, or under a quoted case; «punkt 2» and «den andre
saken» lean on what was named before them.
"""

from collections.abc import Sequence
from typing import Final, Protocol

from bot.core.meeting import VoteKey
from bot.core.reading import Reason, Vote
from bot.reading.statements.agenda import Agenda
from bot.reading.statements.bystanders import VOTING, introduces_others, is_led_by_others, taken_back
from bot.reading.statements.claim import OPPOSING, Claim
from bot.reading.statements.claims import claims_of
from bot.reading.statements.context import Context
from bot.reading.statements.corrections import (
    doubts_answer,
    names_another,
    names_instead,
    persists,
    renames,
    strikes_out,
)
from bot.reading.statements.finding import Finding
from bot.reading.statements.hearsay import (
    gone_on_of_another,
    is_hearsay,
    is_of_somebody_else,
    leans_on_others,
    tells_of_another,
    without_hearsay,
)
from bot.reading.statements.labels import begins_with_label, is_label
from bot.reading.statements.lexicon import Concept, marks
from bot.reading.statements.mentions import Mentions
from bot.reading.statements.narrowing import by_titles, without_exceptions, without_parts
from bot.reading.statements.people import People
from bot.reading.statements.placing import about_all, apart, placed
from bot.reading.statements.reference import Scope
from bot.reading.statements.remarks import Before, remarks_of
from bot.reading.statements.sentences import Sentence
from bot.reading.statements.soft import puts_off


class Written(Protocol):
    """Words that stand together, and the case or point they stand under (`own_words.Passage`)."""

    @property
    def text(self) -> str:
        """The sender's words."""
        ...

    @property
    def under(self) -> VoteKey | None:
        """The case or point of our notice that they stand under; None for none."""
        ...

    @property
    def aside(self) -> bool:
        """Whether they stand inside our letter where nothing is proposed, so that nobody can tell what they answer."""
        ...


_REFERENCE, _VOTE, _ITEM = Concept.REFERENCE, Concept.VOTE, Scope.ITEM


class Finder:
    """Walks through the sentences of a mail, and puts each claim where it stands."""

    def __init__(self, agenda: Agenda, people: People) -> None:
        self._agenda = agenda
        self._people = people
        self._context = Context(agenda)
        self._mentions = Mentions(agenda, self._context)
        self._label_stands = False
        self._answered = False
        self._asked = self._asked_of_case = False
        self._reported = False
        self._told_of_others = False
        self._behind = False
        self._idle = False
        self._voted: Finding | None = None
        self._voted_at_large = False
        self._voted_cases: set[str] = set()
        # What the sentence before told of a time that is past.
        self._past: list[Finding] = []
        # Whether the sentence before voted on a case by its name.
        self._just_named = False
        self._aside = False
        self._listing = False
        # A condition behind «Sak 1: OK.» on its line is on that case; behind two cases in one line it may be on both.
        self._labels_in_line = 0
        # A heading of the sender's own with nothing below it yet.
        self._trailing: Sentence | None = None

    def open_passage(self, passage: Written) -> None:
        """Begin with words that stand somewhere else in the mail."""
        self._context.open_passage(passage.under)
        self._aside = passage.aside
        self._asked = self._asked_of_case = self._answered = self._reported = self._told_of_others = self._idle = False
        self._voted = self._trailing = None

    def read(self, sentence: Sentence, text: str) -> list[Finding]:
        """What one sentence says of votes."""
        self._enter_line(sentence)
        # «Stemmer imot. Vi bør vente.» in one line below «Sak 2» is of that case.
        self._behind = not sentence.first_in_line
        if sentence.concepts.isdisjoint(VOTING):
            self._reported = self._reported or introduces_others(sentence, self._people)
        elif Concept.COLON in sentence.concepts and sentence.first_in_line:
            self._reported = self._reported or is_led_by_others(sentence, self._people)
        self._trailing = None
        self._mentions.note(sentence, text)
        found = self._of_sentence(sentence, text)
        unread = self._mentions.unread(sentence, text, found) if sentence.has(Concept.NUMBER) else []
        if unread and names_instead(sentence):
            found = [each._replace(held=each.held or Reason.CONTRADICTION) if each.vote else each for each in found]
        return [*found, *unread] if unread else found

    def _of_sentence(self, sentence: Sentence, text: str) -> list[Finding]:
        names = _REFERENCE in sentence.concepts
        just_named, self._just_named = self._just_named, False
        if names and is_label(sentence):
            self._trailing = sentence
            narrowed = self._narrowed(sentence, text)
            self._set_label(sentence, alone=True)
            return narrowed
        behind = self._behind_vote(sentence, text, just_named=just_named)
        if behind is not None:
            return behind
        if _VOTE not in sentence.concepts and renames(sentence):
            return self._narrowed(sentence, text)
        if (names or len(sentence.clauses) > 1) and begins_with_label(sentence):
            self._set_label(sentence, alone=False)
        if is_hearsay(sentence, self._people):
            self._told_of_others = tells_of_another(sentence, self._people)
            return [
                about_all(Finding(_told(sentence), text[sentence.start : sentence.end], held=_UNSAID), self._agenda)
            ]
        sentence = without_hearsay(sentence, self._people)
        claims = self._beside_others(claims_of(sentence, self._people) or self._remarks(sentence), sentence)
        self._asked, self._asked_of_case = sentence.asks, names and sentence.asks
        claims = self._required(self._without_those_of_others(claims, sentence), sentence)
        if not sentence.has(Concept.PAST):
            # «De to siste vil jeg ha i møte»: nobody knows which, and no approval of all goes for them.
            claims = [
                claim._replace(weak=False) if claim.weak and claim.vote is Vote.MEETING else claim for claim in claims
            ]
        # «Ellers godkjent, men sak 1 er jeg inhabil i»: what the rest is depends on what is named beside it.
        if len(claims) > 1:
            claims.sort(key=lambda claim: claim.is_of_rest)
        findings = [self._find(claim, text) for claim in claims]
        if Reason.UNKNOWN_CASE in [each.held for each in findings]:
            findings = [part for each in findings for part in apart(each)]
        self._past = [each for each in findings if each.claim.weak and each.vote] if sentence.has(Concept.PAST) else []
        self._just_named = any(each.vote and each.held is None and not each.general for each in findings)
        self._keep(findings)
        return findings

    def _behind_vote(self, sentence: Sentence, text: str, *, just_named: bool) -> list[Finding] | None:
        """What a sentence does to a vote before it, where it says nothing else; None where it may say more."""
        words = text[sentence.start : sentence.end]
        if self._past and not sentence.concepts & {_VOTE, _REFERENCE} and persists(sentence):
            # «I mai var jeg imot sak 2. Det er jeg ennå.»
            return [_still(each) for each in self._past]
        if self._voted is None:
            return None
        if doubts_answer(sentence):
            claim = Claim(None, sentence.start, sentence.end, held=Reason.CONTRADICTION)
            return [about_all(Finding(claim, words, held=claim.held), self._agenda)]
        struck = self._voted.vote in OPPOSING and strikes_out(sentence)
        meant = self.correct(sentence, words) if struck or (just_named and names_another(sentence)) else None
        new = meant is not None and not {key.case for key in meant.keys} <= self._voted_cases
        return [meant] if meant is not None and (struck or new) else None

    def _without_those_of_others(self, claims: list[Claim], sentence: Sentence) -> list[Claim]:
        """The claims held that may be another's words, or agree with what another holds."""
        leaning = self._told_of_others and _VOTE in sentence.concepts and leans_on_others(sentence, self._people)
        if leaning or self._reported or is_of_somebody_else(sentence, self._people):
            return [claim.hold(Reason.NOT_A_VOTE) for claim in claims]
        for clause in gone_on_of_another(sentence, self._people):
            claims = [
                claim.hold(Reason.NOT_A_VOTE) if clause.start <= claim.start < clause.end else claim for claim in claims
            ]
        return claims

    def _required(self, claims: list[Claim], sentence: Sentence) -> list[Claim]:
        """«Godkjent. Revisor må først godkjennes av tilsynet»: what somebody else must approve first is a condition."""
        if not sentence.has(Concept.MUST) or sentence.has(Concept.SELF):
            return claims
        if self._voted is None and not any(claim.vote and claim.held is None for claim in claims):
            return claims
        return [
            claim._replace(vote=None, held=Reason.CONDITIONAL, weak=False)
            if claim.vote is Vote.APPROVE and claim.held is Reason.NOT_A_VOTE
            else claim
            for claim in claims
        ]

    def correct(self, sentence: Sentence, words: str) -> Finding | None:
        """What «Eller nei, sak 2 er jeg imot» takes back: the vote on that case; None where it names none.

        «Skulle stå sak 3» behind a vote on case 2 leaves both open.
        """
        named = [unit.reference for unit in sentence.units if unit.reference is not None]
        if any(not (each.of_cases or each.scope is Scope.ITEM) or each.problem for each in named):
            return None
        keys = [key for each in named for key in self._context.resolve(each).keys]
        numbers = [int(unit.form) for unit in sentence.all_of(Concept.NUMBER) if unit.form.isdecimal()]
        keys.extend(key for number in numbers for key in self._agenda.numbered(number))
        if not keys:
            return None
        voted = self._voted_at_large or any(key.case in self._voted_cases for key in keys)
        last = self._voted.keys if self._voted is not None and not voted else ()
        claim = Claim(None, sentence.start, sentence.end, tuple(named), held=Reason.CONTRADICTION)
        return Finding(claim, words, tuple(dict.fromkeys((*last, *keys))), held=claim.held)

    def close_passage(self, text: str) -> list[Finding]:
        """«Godkjent ⏎ sak 1», «Imot ⏎ sak 2 ⏎ Godkjent ⏎ sak 1»: a case below a vote may be what it is on."""
        last = self._trailing
        if last is None or not self._voted_at_large:
            return []
        named = {key.case for key in self._context.label}
        if not 0 < len(named) < len(self._agenda.cases):
            return []
        claim = Claim(None, last.start, last.end, held=Reason.CONTRADICTION)
        return [Finding(claim, text[last.start : last.end], self._agenda.keys, unscoped=True, held=claim.held)]

    def settle(self, findings: Sequence[Finding]) -> list[Finding]:
        """«Resten er greit. Sak 2 er jeg imot.»: what the rest is, may be named behind it."""
        if not any(each.claim.is_of_rest for each in findings):
            return list(findings)
        self._context.open_passage(None)
        settled = [self._settled(each) for each in findings]
        return [*settled, *self._mentions.unsaid(settled)]

    def _settled(self, finding: Finding) -> Finding:
        claim = finding.claim
        open_rest = finding.held is Reason.WHICH_CASE and finding.general and claim.held is None and claim.vote
        if not open_rest or not claim.references or any(each.scope is not Scope.REST for each in claim.references):
            return finding
        settled = placed(Finding(claim, finding.words), claim.references, self._context)
        return settled if settled.held is None else finding

    def _keep(self, findings: Sequence[Finding]) -> None:
        """What the sentences that follow have to know of these."""
        self._idle = False
        for each in findings:
            if each.claim.vote:
                self._voted, self._answered = each, True
                self._voted_cases.update(key.case for key in each.keys if not each.general)
                if each.keys and not each.general and all(key.point is None for key in each.keys):
                    # «Sak 3: avstår. Imot 2.»
                    self._context.listed = None
                self._voted_at_large = self._voted_at_large or each.unscoped
                self._idle = self._idle or (each.unscoped and each.claim.soft)

    def _beside_others(self, claims: list[Claim], sentence: Sentence) -> list[Claim]:
        """The claims as the sentences before leave them, with what this one does to those."""
        told = True in [claim.vote is not None or claim.held in _TOLD for claim in claims]
        opposed = self._voted is not None and self._voted.vote is not Vote.APPROVE
        taken = None if told else taken_back(sentence, self._people, opposed=opposed)
        if taken is not None:
            about = taken is Reason.COUNTER_PROPOSAL and self._voted is not None and not self._voted.unscoped
            weak = taken is Reason.COUNTER_PROPOSAL
            claims = [*claims, Claim(None, sentence.start, sentence.end, held=taken, weak=weak, anaphoric=about)]
        elif self._idle and puts_off(sentence):
            claims = [*claims, Claim(None, sentence.start, sentence.end, held=Reason.NOT_A_VOTE, soft=True)]
        if self._asked and not sentence.asks:
            claims = _answering(claims, sentence, about_case=self._asked_of_case)
        if sentence.says("some_case") and not sentence.references and any(claim.vote for claim in claims):
            # «Stemmer nei i den ene av dem»
            claims = [Claim(None, sentence.start, sentence.end, held=Reason.CONTRADICTION)]
        if sentence.clauses[0].units[0].form in marks("correcting"):
            claims = [claim if claim.names else claim._replace(anaphoric=True) for claim in claims]
        return claims

    # Headings and labels of the sender's own

    def _enter_line(self, sentence: Sentence) -> None:
        if not sentence.first_in_line:
            return
        self._labels_in_line = 0
        if not self._context.label:
            return
        if self._answered or (sentence.after_blank and not self._label_stands):
            self._context.label = ()
            if sentence.after_blank:
                self._context.leave()

    def _narrowed(self, sentence: Sentence, text: str) -> list[Finding]:
        """«Godkjent. Gjelder sak 1.», «Imot sak 1. Jeg mener sak 2.»: what was voted before is not what was meant."""
        meant = bool(self._context.last) and sentence.says("correcting")
        applied = self._voted_at_large and sentence.says("governing")
        if not (meant or applied):
            return []
        words = text[sentence.start : sentence.end]
        claim = Claim(None, sentence.start, sentence.end, held=Reason.CONTRADICTION)
        if applied:
            return [Finding(claim, words, self._agenda.keys, general=True, unscoped=True, held=claim.held)]
        return [Finding(claim, words, self._context.last, held=claim.held)]

    def _set_label(self, sentence: Sentence, *, alone: bool) -> None:
        clauses = sentence.clauses if alone else sentence.clauses[:1]
        references = [unit.reference for clause in clauses for unit in clause.units if unit.reference is not None]
        keys: list[VoteKey] = []
        general = False
        for reference in references if alone else references[:1]:
            resolved = self._context.resolve(reference)
            keys.extend(resolved.keys)
            general = general or resolved.general
        self._context.label, self._label_stands, self._answered = tuple(keys), alone, False
        self._labels_in_line += 1
        if any(reference.scope is not Scope.ITEM for reference in references[:1]):
            self._context.listed = keys[0].case if len({key.case for key in keys}) == 1 else None
        if not general:
            self._context.remember(tuple(keys))

    def _remarks(self, sentence: Sentence) -> list[Claim]:
        labelled = bool(self._context.label or self._context.under) and not self._answered
        approved = self._voted is not None and self._voted.general and self._voted.vote is Vote.APPROVE
        before = Before(labelled=labelled, voted=self._voted is not None, approved=approved)
        return remarks_of(sentence, before, alone=len(self._agenda.cases) == 1)

    def _find(self, claim: Claim, text: str) -> Finding:
        finding = Finding(claim, text[claim.start : claim.end], held=claim.held)
        if self._is_footnote(claim):
            return about_all(finding, self._agenda)
        if claim.references:
            finding = placed(finding, claim.references, self._context)
        elif claim.topics:
            finding = by_titles(finding, self._agenda, self._context) or self._without_name(finding)
        else:
            finding = self._without_name(finding)
        if claim.excluded or claim.excluded_topics:
            finding = without_exceptions(finding, self._agenda, self._context)
        finding = without_parts(finding, self._agenda)
        if claim.vote is not None and not finding.keys and finding.held is None:
            return finding._replace(held=Reason.WHICH_CASE)
        return finding

    def _is_footnote(self, claim: Claim) -> bool:
        """«Godkjent. … 1) med forbehold om …»: a number by itself, behind a vote on all, numbers no case."""
        if not claim.references:
            return False
        items = [each.scope for each in claim.references].count(_ITEM)
        self._listing = self._listing or (bool(items) and claim.held is not Reason.CONDITIONAL)
        if self._listing or items != 1 or claim.vote is not None or claim.held is None:
            return False
        return self._voted is not None and self._voted.unscoped

    def _without_name(self, finding: Finding) -> Finding:
        """A vote without a case: that of its heading or of the quote above it, else all or, for some votes, asked."""
        if finding.claim.anaphoric and self._context.last:
            return finding._replace(keys=self._context.last)
        inside = self._labels_in_line == 1 or (self._behind and not self._labels_in_line)
        if self._context.label and not finding.claim.spoken_of and (finding.vote or not self._answered or inside):
            return finding._replace(keys=self._context.label)
        aside = self._aside and finding.vote is not None
        if aside:
            finding = finding._replace(held=finding.held or Reason.WHICH_CASE)
        if self._context.under is not None:
            return finding._replace(keys=(self._context.under,))
        if finding.claim.spoken_of:
            return placed(finding, finding.claim.spoken_of, self._context)
        if finding.claim.anaphoric and not finding.claim.clause and finding.vote and len(self._agenda.cases) > 1:
            # «Den godkjennes.»
            finding = finding._replace(held=finding.held or Reason.WHICH_CASE)
        about = about_all(finding, self._agenda)
        # Nobody knows what «Imot» among a letter's other words is on, so no approval of all goes for that.
        return about._replace(keys=(), general=False) if aside and finding.vote is not Vote.APPROVE else about


_UNSAID: Final = Reason.NOT_A_VOTE


def _told(sentence: Sentence) -> Claim:
    """What somebody else holds, which nobody need be asked about where the sender votes."""
    return Claim(None, sentence.start, sentence.end, held=_UNSAID, weak=True)


_TOLD: Final = frozenset({Reason.COUNTER_PROPOSAL, Reason.CONDITIONAL})


def _answering(claims: list[Claim], sentence: Sentence, *, about_case: bool) -> list[Claim]:
    """«Noen innvendinger? Nei.» answers the question, «Fylket betaler? Da godkjent.» votes on the answer, and
    «Sak 1? Godkjent.» may be on that case alone."""
    if about_case:
        claims = [claim if claim.names else claim.hold(Reason.NOT_A_VOTE) for claim in claims]
    claims = [claim.hold(Reason.NOT_A_VOTE, weak=True) if claim.soft and not claim.names else claim for claim in claims]
    if sentence.clauses[0].units[0].form in marks("then"):
        return [claim.hold(Reason.CONDITIONAL) if claim.vote else claim for claim in claims]
    return claims


def _still(finding: Finding) -> Finding:
    """What was told of the past as it still is."""
    return finding._replace(held=Reason.CONTRADICTION, claim=finding.claim._replace(weak=False))
